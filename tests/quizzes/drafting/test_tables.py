"""What stands in this column for this row?"""

import pytest

from tests.quizzes.drafting.samples import TABLES, drafts, grid, para, right_of, wrong_of

WASTE, CONTAINER, WASTES, CONTAINERS = TABLES["en"]


def table(*rows, heads=(WASTE, CONTAINER)):
    return drafts([grid("grid", heads, rows)])


@pytest.mark.parametrize("code", TABLES)
def test_a_value_is_looked_up_by_the_name_of_its_row(code):
    first, second, names, values = TABLES[code]
    (draft,) = drafts(
        [grid("grid", (first, second), list(zip(names, values, strict=True)))], (), code
    )
    (right,) = right_of(draft)
    row = names[values.index(right)]
    assert row in draft.prompt
    assert second in draft.prompt
    assert set(wrong_of(draft)) == set(values) - {right}
    assert draft.paragraphs == ("grid",)


def test_a_column_of_mere_numbers_names_no_row():
    rows = [(str(at), *row) for at, row in enumerate(zip(WASTES, CONTAINERS, strict=True), 1)]
    (draft,) = table(*rows, heads=("No.", WASTE, CONTAINER))
    assert any(waste in draft.prompt for waste in WASTES)


@pytest.mark.parametrize(
    "rows",
    [
        list(zip(WASTES, CONTAINERS, strict=True))[:3],
        [(waste, "Steel drum") for waste in WASTES],
        [("Is it acid?", "Plastic drum"), *zip(WASTES[1:], CONTAINERS[1:], strict=True)],
        [(waste, "✓") for waste in WASTES],
        [(waste, f"{'very ' * 20}{box}") for waste, box in zip(WASTES, CONTAINERS, strict=True)],
        [(waste, f"{waste} drum") for waste in WASTES],
        [(f"Step {at}", f"Form BC-{at}/{at}") for at in range(1, 5)],
    ],
    ids=[
        "three rows",
        "one value",
        "questions",
        "signs",
        "long",
        "name in value",
        "number in value",
    ],
)
def test_in_doubt_no_question_is_made(rows):
    assert table(*rows) == []


def test_a_table_of_terms_is_left_to_the_rule_for_definitions():
    rows = list(zip(WASTES, CONTAINERS, strict=True))
    assert table(*rows, heads=("Term", "Meaning")) == []


def test_values_that_say_the_same_are_not_offered_side_by_side():
    rows = [*zip(WASTES, CONTAINERS, strict=True), ("Paint", "Steel drum with a lid")]
    for draft in table(*rows):
        assert not {"Steel drum", "Steel drum with a lid"} <= {*right_of(draft), *wrong_of(draft)}


def test_a_table_without_heads_or_with_joined_cells_is_left_alone():
    rows = list(zip(WASTES, CONTAINERS, strict=True))
    whole = grid("grid", (WASTE, CONTAINER), rows)
    headless = whole.html.replace("thead", "tbody")
    joined = whole.html.replace("<td>Acid", "<td rowspan='2'>Acid")
    for html in (headless, joined):
        assert drafts([type(whole)("grid", "table", html, "", "Boxes", 1, 1)]) == []


def test_a_caption_names_the_table_better_than_its_section():
    rows = list(zip(WASTES, CONTAINERS, strict=True))
    whole = grid("grid", (WASTE, CONTAINER), rows)
    html = whole.html.replace("<thead>", "<caption>Which drum?</caption><thead>")
    (draft,) = drafts([para("p", "Text."), type(whole)("grid", "table", html, "", "Boxes", 1, 1)])
    assert "“Which drum?”" in draft.prompt
