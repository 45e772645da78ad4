"""What of a lesson can be sent to a provider, and what of an answer can be used. No database."""

import pytest

from courses.lesson_text import from_html, text_of_blocks
from courses.rendering import lesson_html
from courses.suggestion_text import (
    REASONS,
    cleaned,
    id_of,
    put_in,
    sendable,
    suggested_block,
    usable,
)
from elearn.core.html import clean
from tests.factories.suggesting import CLOSED, HTML, LABELS, block

BLOCKS = [block(html) for html in HTML]
HAND = id_of(BLOCKS[1])
SENT = PRESENT = {CLOSED, HAND}


def dropped(text: str, ids: list[str], present: set[str] = PRESENT) -> str:
    """Return why an item is dropped."""
    kept, reasons = usable([(text, ids)], SENT, present)
    assert kept == []
    (reason,) = reasons
    assert reasons == {reason: 1}
    return reason


def test_a_block_is_sent_as_plain_text_under_its_id():
    assert [(one.id, one.text) for one in sendable(BLOCKS)] == [
        (CLOSED, "Keep drums closed."),
        (HAND, "Somebody wrote this by hand."),
        (LABELS, "Label them."),
    ]


def test_a_block_written_by_hand_is_known_by_what_it_says():
    assert HAND == id_of(block(HTML[1], page=4)) != id_of(block("<p>Another one.</p>"))
    assert [one.id for one in sendable([BLOCKS[1], BLOCKS[1]])] == [HAND]


def test_a_usable_suggestion_is_one_clean_element_and_names_each_block_once():
    (one,), reasons = usable([("Closed & safe, pH < 7.", [CLOSED, CLOSED])], SENT, PRESENT)
    assert (one.html, one.block_ids, reasons) == (
        "<p>Closed &amp; safe, pH &lt; 7.</p>",
        [CLOSED],
        {},
    )


@pytest.mark.parametrize(
    ("text", "ids", "reason"),
    [
        ("x" * 2001, [CLOSED], "too-long"),
        ("Cites nothing.", [], "no-source"),
        ("Cites a block that was not sent.", [LABELS], "not-sent"),
        ("Cites one that was sent and one that never was.", [CLOSED, "b-000000000000"], "not-sent"),
        ("<script>alert(1)</script>", [CLOSED], "empty"),
        (" ", [CLOSED], "empty"),
        ('<img src="/media/a.png" alt="A drum">', [CLOSED], "empty"),
        ("<b>" * 500 + "deep", [CLOSED], "empty"),
    ],
)
def test_what_cannot_be_used_is_dropped_and_counted(text: str, ids: list[str], reason: str):
    assert dropped(text, ids) == reason


def test_a_suggestion_about_a_block_that_was_deleted_meanwhile_is_dropped():
    assert dropped("Keep them shut.", [CLOSED], present={HAND}) == "gone"


def test_what_is_no_suggestion_and_what_is_too_much_is_counted():
    items = [None, *[(f"Number {number}.", [CLOSED]) for number in range(13)]]
    kept, reasons = usable(items, SENT, PRESENT)
    assert [one.html for one in kept] == [f"<p>Number {number}.</p>" for number in range(10)]
    assert reasons == {"unreadable": 1, "too-many": 3}
    assert set(reasons) < set(REASONS)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<p onclick="x()" id="b-1">Shut it.</p>', "<p>Shut it.</p>"),
        ('<p>See <a href="https://evil.test/">this</a>.</p>', "<p>See this.</p>"),
        ("<p>One.</p><p id='x'>Two.</p>", "<div><p>One.</p><p>Two.</p></div>"),
        ("<ul><li id='main'>One</li></ul>", "<ul><li>One</li></ul>"),
        ("<style>p{}</style>Plain", "<p>Plain</p>"),
    ],
)
def test_a_text_passes_the_sanitiser_and_leaves_links_pictures_and_ids_behind(text: str, html: str):
    assert cleaned(text) == html


def test_a_suggested_block_keeps_its_mark_when_the_lesson_is_edited_as_one_text():
    made = suggested_block("<p>Shut drums do not leak.</p>")
    assert made == {
        "key": None,
        "html": '<p class="machine-suggested">Shut drums do not leak.</p>',
        "label": "",
        "page": None,
        "kind": "para",
        "edited": True,
        "suggested": True,
    }
    blocks = [*BLOCKS, made]
    typed = text_of_blocks(blocks).replace("do not leak", "never leak")
    saved = from_html(clean(typed), {CLOSED: Paragraph, LABELS: Paragraph}, "en").blocks
    assert [one.get("suggested", False) for one in saved] == [False, False, False, False, True]
    assert saved[-1]["html"] == made["html"].replace("do not leak", "never leak")
    untouched = from_html(clean(text_of_blocks([made])), {}, "en").blocks
    assert untouched == [made]


class Paragraph:
    kind, label, html, page = "para", "1", "<p>Keep drums closed.</p>", 3


def test_a_paragraph_of_the_manual_is_never_marked_as_suggested():
    html = f'<p id="{CLOSED}" class="machine-suggested">Keep drums closed.</p>'
    (one,) = from_html(html, {CLOSED: Paragraph}, "en").blocks
    assert "suggested" not in one


def test_a_suggestion_goes_after_the_last_block_it_cites():
    new = block("<p>New.</p>")
    for cited, place in (([CLOSED], 1), ([LABELS, CLOSED], 3), ([HAND], 2)):
        blocks = put_in(BLOCKS, new, cited)
        assert blocks is not None
        assert blocks.index(new) == place
        assert [one for one in blocks if one is not new] == BLOCKS
    assert put_in(BLOCKS, new, ["b-000000000000"]) is None


def test_learners_read_below_a_suggested_block_who_suggested_it(app):
    with app.test_request_context():
        html = lesson_html([BLOCKS[0], suggested_block("<p>Shut.</p>")], "TEST/1")
    assert html.splitlines() == [
        HTML[0],
        '<p class="machine-suggested">Shut.</p>',
        '<p class="source">Suggested by a machine, accepted by the trainers of this course.</p>',
        '<p class="source">Source: TEST/1</p>',
    ]
