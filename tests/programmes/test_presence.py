"""How much of a session and of a run somebody was there for."""

import pytest

from elearn.programmes.presence import Length, counted, how, share


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "absent"), (1, "partly"), (59, "partly"), (60, "all"), (90, "all")]
)
def test_minutes_say_how_somebody_was_there(minutes, said):
    assert how(minutes, 60) == said


def test_nobody_is_at_a_session_for_longer_than_it_lasts():
    assert [counted(one, 60) for one in (-5, 0, 45, 60, 95)] == [0, 0, 45, 60, 60]


def test_the_share_is_of_the_minutes_of_required_sessions():
    sessions = [Length(1, 60), Length(2, 120), Length(3, 600, required=False)]
    assert share({1: 60, 2: 60, 3: 600}, sessions) == 66
    assert share({}, sessions) == 0


def test_staying_longer_in_one_session_makes_up_for_no_other():
    assert share({1: 120}, [Length(1, 60), Length(2, 60)]) == 50


def test_without_a_required_session_there_is_no_share():
    assert share({3: 60}, [Length(3, 60, required=False)]) is None
    assert share({}, []) is None
