"""The pace of reading is a setting, by language."""

import pytest

from courses import reading_time
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
