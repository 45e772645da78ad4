"""Runs grow out of runs in which their trainers learned, never in a circle."""

from elearn.programmes.lineage_tree import Teaching, as_plain, branches, makes_a_circle, tree


def teaching(learned_in, run_id, trainer):
    return Teaching(learned_in, run_id, trainer, trainer.casefold())


def test_a_run_cannot_descend_from_itself():
    edges = [(1, 2), (2, 3)]
    assert makes_a_circle(edges, 3, 1)
    assert makes_a_circle(edges, 2, 2)
    assert not makes_a_circle(edges, 1, 3)
    assert not makes_a_circle([], 1, 2)


def test_the_tree_goes_from_a_run_by_its_trainers_to_theirs():
    grown = tree(1, [teaching(1, 2, "Ana"), teaching(1, 2, "Ben"), teaching(2, 3, "Cleo")])
    assert [(one.run_id, one.trainers, one.depth) for one in branches(grown)] == [
        (1, [], 0),
        (2, ["Ana", "Ben"], 1),
        (3, ["Cleo"], 2),
    ]


def test_a_run_of_two_parents_grows_on_once():
    grown = tree(
        1, [teaching(1, 2, "A"), teaching(1, 3, "B"), teaching(2, 4, "C"), teaching(3, 4, "D"),
            teaching(4, 5, "E")]
    )  # fmt: skip
    assert [one.run_id for one in branches(grown)] == [1, 2, 4, 5, 3, 4]


def test_a_circle_in_old_data_does_not_hang_the_page():
    grown = tree(1, [teaching(1, 2, "A"), teaching(2, 1, "B")])
    assert [one.run_id for one in branches(grown)] == [1, 2, 1]


def test_the_tree_becomes_plain_values():
    grown = tree(1, [teaching(1, 2, "Ana")])
    assert as_plain(grown, {1: {"title": "One"}, 2: {"title": "Two"}}) == {
        "title": "One",
        "trainers": [],
        "runs": [{"title": "Two", "trainers": ["Ana"], "runs": []}],
    }
