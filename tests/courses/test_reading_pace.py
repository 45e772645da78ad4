"""The pace of reading is a setting, by language."""

import pytest

from courses import reading_time
from courses.views.wording import time_range
from elearn.core.config import Settings, UnsafeSettings


def test_a_language_is_read_at_the_pace_that_was_set(monkeypatch):
    monkeypatch.setattr(reading_time, "WORDS_PER_MINUTE", {"default": 180})
    monkeypatch.setattr(reading_time, "CHARACTERS_PER_MINUTE", {"zh": 300})
    reading_time.use_paces(Settings(reading_pace="default=180, ru=90,zh=150").paces)
    assert reading_time.seconds(180, "", "en") == 60
    assert reading_time.seconds(180, "", "ru") == 120
    assert reading_time.seconds(reading_time.word_count("废" * 150, "zh"), "", "zh") == 60


@pytest.mark.parametrize("text", ["default", "zh=0", "en=fast"])
def test_a_pace_that_is_no_number_is_refused(text):
    with pytest.raises(UnsafeSettings, match="READING_PACE"):
        _ = Settings(reading_pace=text).paces


@pytest.mark.parametrize(
    ("minutes", "bounds", "said"),
    [
        (0, (0, 0), "0 min"),
        (1, (1, 2), "1–2 min"),
        (7, (6, 9), "6–9 min"),
        (29, (23, 37), "23–37 min"),
        (30, (25, 40), "25–40 min"),
        (45, (35, 60), "35 min – 1 h"),
        (90, (70, 115), "1 h 10 min – 1 h 55 min"),
    ],
)
def test_people_are_told_a_range_around_the_pace(app, minutes, bounds, said):
    assert reading_time.spread(minutes) == bounds
    with app.test_request_context():
        assert time_range(minutes) == said


def test_a_longer_text_never_promises_less():
    bounds = [reading_time.spread(minutes) for minutes in range(1, 600)]
    assert bounds == sorted(bounds)
    assert [most for _least, most in bounds] == sorted(most for _least, most in bounds)
    assert all(0 < least <= most for least, most in bounds)
