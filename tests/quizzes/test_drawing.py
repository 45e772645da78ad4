from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawing import Item, draw_questions

CHOICES = {"choices": [{"id": one, "text": one} for one in "abcd"]}


def items(count):
    return [Item(100 + n, n, "single", CHOICES, 1 + n % 3) for n in range(1, count + 1)]


@given(
    st.integers(1, 30),
    st.integers(0, 2**31 - 1),
    st.one_of(st.none(), st.integers(1, 40)),
    st.booleans(),
)
def test_a_draw_is_repeatable_and_never_asks_twice(count, seed, draw, shuffle):
    drawn = draw_questions(items(count), seed=seed, draw=draw, shuffle=shuffle, seen={})
    assert drawn == draw_questions(items(count), seed=seed, draw=draw, shuffle=shuffle, seen={})
    assert len(drawn) == min(count, draw or count)
    assert len({one.revision_id for one in drawn}) == len(drawn)
    assert [one.position for one in drawn] == list(range(1, len(drawn) + 1))
    assert all(sorted(one.choice_order) == list("abcd") for one in drawn)
    points = {100 + n: 1 + n % 3 for n in range(1, count + 1)}
    assert all(one.points == points[one.revision_id] for one in drawn)


@given(st.integers(0, 2**31 - 1))
def test_without_shuffling_everything_stands_as_the_author_put_it(seed):
    drawn = draw_questions(items(6), seed=seed, draw=None, shuffle=False, seen={})
    assert [one.revision_id for one in drawn] == [101, 102, 103, 104, 105, 106]
    assert {tuple(one.choice_order) for one in drawn} == {tuple("abcd")}


def test_shuffling_puts_every_choice_in_every_place():
    places = Counter(
        draw_questions(items(1), seed=seed, draw=None, shuffle=True, seen={})[0].choice_order.index(
            "a"
        )
        for seed in range(400)
    )
    assert set(places) == {0, 1, 2, 3}
    assert min(places.values()) > 60


@given(st.integers(0, 2**31 - 1), st.sets(st.integers(1, 12)))
def test_questions_not_seen_yet_come_before_seen_ones(seed, seen):
    drawn = draw_questions(items(12), seed=seed, draw=5, shuffle=True, seen=dict.fromkeys(seen, 1))
    asked = {one.revision_id - 100 for one in drawn}
    fresh = set(range(1, 13)) - seen
    assert len(asked & fresh) == min(5, len(fresh))


def test_three_draws_of_four_from_twelve_ask_every_question_once():
    seen = Counter()
    for seed in range(3):
        drawn = draw_questions(items(12), seed=seed, draw=4, shuffle=True, seen=seen)
        seen.update(one.revision_id - 100 for one in drawn)
    assert set(seen.values()) == {1}
    assert len(seen) == 12


def test_true_and_false_are_never_shuffled():
    item = Item(1, 1, "truefalse", {"prompt": ""}, 1)
    orders = {
        tuple(draw_questions([item], seed=seed, draw=None, shuffle=True, seen={})[0].choice_order)
        for seed in range(20)
    }
    assert orders == {("true", "false")}
