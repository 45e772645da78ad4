"""Objectives of a module: a draft from its heading and first list, kept by its trainer."""

import pytest

from courses import desk_queries, objectives, operations
from courses.desk_errors import TooManyObjectives
from courses.lesson_text import from_html
from courses.objectives import LEADS, VERBS, cleaned, suggested
from elearn.core.config import Settings, UnsafeSettings
from tests.cast import actor
from tests.courses.drafts_made import draft

LIST = "<p>Watch for:</p><ul><li>drums that leak;</li><li>labels that are gone - ask.</li></ul>"


def test_a_draft_comes_from_the_heading_and_the_first_list():
    blocks = ["<p>Words.</p>", LIST, "<ul><li>other</li><li>things</li></ul>"]
    assert suggested("II. Safe storage", blocks, "en", "introductory") == [
        "explain: Safe storage",
        "identify: drums that leak",
        "describe: labels that are gone",
    ]
    assert suggested("Safe storage", blocks, "en", "advanced")[0] == "assess: Safe storage"


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("ar", "شرح: X"),
        ("es", "explicar: X"),
        ("fr", "expliquer : X"),
        ("ru", "объяснить: X"),
        ("zh", "解释：X"),
        ("zh-Hans", "解释：X"),
    ],
)
def test_six_languages_are_spoken(language, first):
    assert suggested("X", [LIST], language, "introductory")[0] == first


def test_every_language_has_verbs_for_every_level():
    levels = ("introductory", "intermediate", "advanced")
    assert set(VERBS) == {(language, level) for language in LEADS for level in levels}


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        ["<p>No list.</p>"],
        ["<ul><li>only one</li></ul>"],
        ["<ul>" + f"<li>{'word ' * 30}</li>" * 3 + "</ul>"],
        ['<p>x</p><div class="notes"><ol><li>note one</li><li>note two</li></ol></div>'],
    ],
)
def test_without_a_list_of_short_items_the_draft_is_empty(blocks):
    assert suggested("X", blocks, "en", "introductory") == []


@pytest.mark.parametrize(
    ("language", "before"),
    [("en", "After this module you can:"), ("fr", "Vous saurez :"), ("zh", "您能够：")],
)
def test_a_list_of_objectives_in_the_manual_is_taken_as_it_stands(language, before):
    blocks = [f"<p>{before}</p>", "<ul><li>state the aims;</li><li>tell offices apart.</li></ul>"]
    assert suggested("X", blocks, language, "introductory") == [
        "state the aims",
        "tell offices apart",
    ]


def test_other_languages_get_no_draft():
    assert suggested("X", [LIST], "de", "introductory") == []
    assert objectives.lead("de") == ""


def test_inner_lists_numbers_and_notes_stay_outside_an_item():
    html = (
        '<ul class="labelled"><li><span class="number">(a)</span> one<sup><a>1</a></sup>'
        "<ul><li>inner</li></ul></li><li><p>two</p></li></ul>"
    )
    assert suggested("X", [html], "en", "introductory")[1:] == ["identify: one", "describe: two"]


def test_what_is_kept_is_clean_and_stands_once():
    assert cleaned([" a\x00 b ", "", "a b", "c"]) == ["a b", "c"]


def test_verbs_are_a_setting(monkeypatch):
    monkeypatch.setattr(objectives, "VERBS", dict(VERBS))
    said = Settings(objective_verbs="en.introductory=tell/find, fr.advanced=juger").verbs
    objectives.use_verbs(said)
    assert suggested("X", [LIST], "en", "introductory")[:2] == ["tell: X", "find: drums that leak"]
    assert suggested("X", [LIST], "fr", "advanced")[1] == "juger : drums that leak"


@pytest.mark.parametrize("text", ["en", "en.introductory=", "en=tell", "en.easy=tell", "=/"])
def test_verbs_that_cannot_be_read_are_refused(text):
    with pytest.raises(UnsafeSettings, match="OBJECTIVE_VERBS"):
        objectives.use_verbs(Settings(objective_verbs=text).verbs)


# -- at the desk, in a release, by the API ------------------------------------------------------


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def made(writing, tomas):
    with writing():
        found = draft(tomas)
        step = desk_queries.step_of(found.course.id, found.lessons[0].public_id)
        html = desk_queries.newest_text(step.id).blocks[1]["html"]
        operations.save_text(step, from_html(html + LIST, {}, "en"), 1, tomas)
    return found


def module_page(made, place=0):
    return f"/desk/courses/{made.slug}/modules/{made.modules[place].public_id}/"


def test_a_trainer_takes_the_draft_edits_it_and_learners_read_it(
    made, cast, signed_in, visitor, writing, tomas
):
    desk = signed_in(cast.trainer)
    page = desk.get(module_page(made))
    assert "identify: drums that leak" in page.main
    assert page.all("//textarea[@name='objectives']")[0].text.strip() == ""
    (link,) = page.all("//main//a[contains(@href, 'objectives=suggested')]")
    page = desk.get(module_page(made) + link.get("href"))
    text = page.all("//textarea[@name='objectives']")[0].text.strip()
    assert text.splitlines()[0] == "explain: At the workshop"
    desk.submit(page, "Save", objectives=text.replace("At the workshop", "how to store batteries"))
    assert "Suggested" not in desk.get(module_page(made)).main
    with writing():
        release = operations.publish(made.course.id, tomas)
        assert [module.get("objectives") for module in release.outline] == [
            [
                "explain: how to store batteries",
                "identify: drums that leak",
                "describe: labels that are gone",
            ],
            None,
        ]
    page = visitor.get(f"/courses/{made.slug}/")
    assert "After this module you can: explain: how to store batteries" in page.main
    found = visitor.json("GET", f"/api/v1/courses/{made.slug}").json
    assert [len(module["objectives"]) for module in found["modules"]] == [3, 0]


def test_a_module_without_a_list_has_no_draft_and_too_many_objectives_are_refused(
    made, cast, signed_in, writing, tomas
):
    desk = signed_in(cast.trainer)
    page = desk.get(module_page(made, 1))
    assert "Suggested" not in page.main
    many = "\n".join(f"explain: {number}" for number in range(13))
    answer = desk.submit(page, "Save", status=422, objectives=many)
    assert "At most 12 objectives" in answer.main
    assert "explain: 12" in answer.all("//textarea[@name='objectives']")[0].text
    with writing():
        module = desk_queries.module_of(made.course.id, made.modules[1].public_id)
        with pytest.raises(TooManyObjectives):
            operations.set_objectives(module, many.splitlines(), tomas)
    new = desk.get(f"/desk/courses/{made.slug}/modules/new")
    desk.submit(new, "Add the module", title="Third", objectives=" explain: x \n\n")
    with writing():
        assert desk_queries.modules_of(made.course.id)[2].objectives == ["explain: x"]


def test_the_api_gives_the_draft_and_keeps_objectives(made, cast, signed_in):
    path = f"/api/v1/courses/{made.slug}/modules/{made.modules[0].public_id}/objectives"
    desk = signed_in(cast.trainer)
    found = desk.json("GET", path).json
    assert (found["lead"], found["objectives"], len(found["suggested"])) == (
        "After this module you can:",
        [],
        3,
    )
    kept = desk.json("PUT", path, {"objectives": ["explain: waste", " "]}).json
    assert kept["objectives"] == ["explain: waste"]
    desk.json("PUT", path, {"objectives": ["x"] * 13}, 422)
    signed_in(cast.second_trainer).json("GET", path, status=404)
    signed_in(cast.learner).json("PUT", path, {"objectives": []}, 403)
