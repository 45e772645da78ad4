"""The balance of an import: every character has a place or a reason, and what is lost is seen."""

from dataclasses import replace

from courses.account import account, as_drafted, balance
from courses.accounting import as_csv, safe
from courses.builder import build
from elearn.library.decisions import revised
from elearn.library.identity import assign_ids
from elearn.library.readers.ledger import counted
from elearn.library.readers.model import Doc, Heading, Note, Para, Run
from elearn.library.sections import section_tree

WORDS = "Keep waste closed, labelled and recorded. "


def heading(level, title, **more):
    return Heading(level=level, runs=[Run(title)], **more)


def para(words=WORDS * 30, *runs):
    return Para(runs=[Run(words), *runs])


def document():
    noted = para(WORDS, Run("1", note="n1"))
    doc = Doc(
        meta={"title": "Manual", "language": "en"},
        blocks=[
            heading(1, "Foreword"),
            para(),
            heading(1, "Storing"),
            heading(2, "Tanks"),
            noted,
            para(),
            heading(2, "Drums"),
            para(),
            heading(1, "Moving"),
            para(),
            heading(1, "Empty"),
        ],
        notes={
            "n1": Note(id="n1", label="1", blocks=[Para(runs=[Run("A note of some words.")])]),
            "n2": Note(id="n2", label="2", blocks=[Para(runs=[Run("Nobody refers to me.")])]),
        },
    )
    return assign_ids(doc)


def balance_of(doc, **more):
    sections = section_tree(doc)
    draft = build(sections, title="Manual", **more)
    return balance(doc, sections, [as_drafted("Manual", draft)], {}), draft, sections


def total(found):
    return sum(found.where.values()) + sum(found.dropped.values()) + found.lost


def test_every_character_of_a_document_has_a_place_or_a_reason():
    doc = document()
    found, _, _ = balance_of(doc)
    assert total(found) == counted(doc)["characters"]
    assert found.missing == []
    assert found.dropped == {"empty-heading": 5, "note-without-reference": 17}
    assert set(found.where) == {"lessons", "description"}


def test_what_the_trainer_leaves_out_is_dropped_for_that_reason():
    doc = document()
    key = next(block.id for block in doc.blocks if getattr(block, "title", "") == "Moving")
    found, _, _ = balance_of(doc, left_out=[key])
    assert found.dropped["left-out"] > 900
    assert found.missing == []


def test_words_that_get_lost_on_the_way_into_a_lesson_are_missed():
    doc = document()
    _, draft, sections = balance_of(doc)
    made = as_drafted("Manual", draft)
    shorter = [[html.replace("labelled", "") for html in lesson] for lesson in made.html]
    found = balance(doc, sections, [replace(made, html=shorter)], {})
    assert found.lost >= len("labelled") * 30
    assert total(found) == counted(doc)["characters"]


def test_a_paragraph_and_a_heading_that_are_in_no_lesson_are_missed():
    doc = document()
    _, draft, sections = balance_of(doc)
    for at, module in enumerate(draft.modules):
        bare = [[b for b in one.blocks if b.kind != "heading"][1:] for one in module.lessons]
        lessons = [
            replace(one, title="?", blocks=tuple(blocks))
            for one, blocks in zip(module.lessons, bare, strict=True)
        ]
        draft.modules[at] = replace(module, title="?", lessons=tuple(lessons))
    found = balance(doc, sections, [as_drafted("?", draft)], {})
    assert {"Storing", "Moving"} <= {piece["text"] for piece in found.missing}
    assert any(WORDS.strip() in piece["text"] for piece in found.missing)


def test_the_heading_of_an_only_section_is_not_lost():
    doc = assign_ids(
        Doc(
            blocks=[
                heading(1, "Part"),
                heading(2, "Its only section"),
                para(WORDS * 110),
                heading(1, "Another part"),
                para(WORDS * 40),
            ]
        )
    )
    found, draft, _ = balance_of(doc)
    assert found.missing == []
    assert [lesson.title for lesson in draft.lessons()] == ["Its only section", "Another part"]


def test_titles_written_anew_and_headings_made_or_unmade_do_not_upset_the_balance():
    doc = document()
    ids = {getattr(block, "title", ""): block.id for block in doc.blocks}
    para_id = doc.blocks[5].id
    decisions = {
        "headings": {ids["Moving"]: {"title": "On the road"}, ids["Drums"]: {"joined": True}},
        "splits": {para_id: {"title": "More on tanks", "level": 2}},
    }
    sections = section_tree(revised(doc, decisions))
    draft = build(sections, title="Manual")
    found = balance(doc, sections, [as_drafted("Manual", draft)], decisions)
    assert found.missing == []
    assert found.dropped["retitled"] == len("Moving")
    assert total(found) == counted(doc)["characters"]


def test_the_account_is_complete_only_when_nothing_is_missing():
    doc = document()
    found, draft, _ = balance_of(doc)
    reading = {
        "counts_in": {"characters": 100},
        "counts_out": {"characters": 90},
        "dropped": [{"reason": "hidden", "characters": 10}, {"reason": "hidden", "more": 3}],
        "complete": True,
    }
    told = account(reading, found, [as_drafted("Manual", draft)])
    assert told["complete"]
    sums = told["characters"]
    assert (sums["in_document"], sums["dropped_at_reading"], sums["unaccounted"]) == (100, 10, 0)
    assert told["dropped"][0] == {
        "reason": "hidden",
        "at": "reading",
        "pieces": 4,
        "characters": 10,
    }
    assert sum(len(course["lessons"]) for course in told["courses"]) == draft.lesson_count
    found.miss("words", 5, 3)
    assert not account(reading, found, [])["complete"]


def test_what_stands_beside_the_text_hides_no_loss():
    found, _, _ = balance_of(document())
    comment = {"reason": "comment", "characters": 7, "beside": True}
    reading = {
        "counts_in": {"characters": 100},
        "counts_out": {"characters": 95},
        "dropped": [comment],
        "complete": False,
    }
    sums = account(reading, found, [])["characters"]
    assert (sums["in_document"], sums["dropped_at_reading"], sums["unaccounted"]) == (107, 7, 5)


def test_the_table_for_spreadsheets_holds_no_formula():
    assert safe("=1+1") == "'=1+1"
    report = {
        "complete": False,
        "characters": {"in_document": 3},
        "dropped": [],
        "missing": [{"page": 2, "characters": 1, "text": "@cmd"}],
        "sections": [],
        "followed": [],
        "reading": {"counts_in": {"tables": 1}},
    }
    assert as_csv(report).splitlines()[1:] == [
        "result,incomplete,,,,,",
        "sum,in_document,,,,3,",
        "counts_in,tables,,,1,,",
        "missing,,,2,,1,'@cmd",
    ]
