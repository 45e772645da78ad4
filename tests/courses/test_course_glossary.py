"""The glossary of a course: trainers edit it at the desk or by the API, learners read a release."""

import pytest
from sqlalchemy import insert, select

from courses import glossary_queries, operations, publishing, terms
from courses.glossary_errors import NotInManual, TermChanged, TermThere
from courses.models import Course, CourseTerm, Release, ReleaseStep
from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.core.errors import Invalid
from elearn.library.models import GlossaryTerm
from tests.cast import actor
from tests.courses.editions_made import course_of, key, manual

DRUM = "A closed container for up to 200 litres."
SPILL = "Waste that left its container."
MANUAL = [("Drum", DRUM, "closed"), ("Spill", SPILL, "spills"), ("Hazard", "What may harm.", None)]


def define(edition, found):
    rows = [
        {
            "edition_id": edition.id,
            "term": term,
            "meaning": meaning,
            "paragraph_key": key(name) if name else None,
            "kind": "term",
        }
        for term, meaning, name in found
    ]
    db.session.execute(insert(GlossaryTerm), rows)


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


@pytest.fixture
def made(writing, tomas):
    with writing():
        manual_made = manual()
        define(manual_made.editions[0], MANUAL)
        return course_of(manual_made, tomas)


@pytest.fixture
def desk(made, cast, signed_in):
    return signed_in(cast.trainer)


def base(made):
    return f"/desk/courses/{made.slug}/glossary/"


def api(made):
    return f"/api/v1/courses/{made.slug}/terms"


def name_of(app, made, term):
    with app.app_context():
        course = db.session.get_one(Course, made.id)
        return next(one.id for one in glossary_queries.entries_of(course) if one.term == term)


def listed(app, made):
    with app.app_context():
        course = db.session.get_one(Course, made.id)
        return [(one.term, one.meaning, one.state) for one in glossary_queries.entries_of(course)]


def publish(writing, made, tomas):
    with writing():
        return operations.publish(made.id, tomas).id


def lesson_html(app, release_id, title="At the store"):
    with app.app_context():
        return db.session.scalar(
            select(ReleaseStep.html).where(
                ReleaseStep.release_id == release_id, ReleaseStep.title == title
            )
        )


# -- what learners read -------------------------------------------------------------------------


def test_learners_read_the_glossary_of_the_release_and_not_of_the_draft(
    app, writing, made, tomas, visitor
):
    visitor.get(f"/courses/{made.slug}/glossary", status=404)
    publish(writing, made, tomas)
    with writing():
        terms.reword(made.id, name_of(app, made, "Drum"), "Our words.", tomas)
    page = visitor.get(f"/courses/{made.slug}/glossary")
    assert page.heading == "Glossary"
    assert [one.text_content() for one in page.all("//dt")] == ["Drum", "Hazard", "Spill"]
    assert DRUM in page.main
    assert "Our words." not in page.main
    (drum,) = page.all(f"//div[@id='{name_of(app, made, 'Drum')}']//a")
    assert (drum.text, drum.get("href")) == (
        "Source: TEST/First, para. 1, p. 1",
        f"/courses/{made.slug}/{step_of(app, made)}/#{key('closed')}",
    )
    publish(writing, made, tomas)
    page = visitor.get(f"/courses/{made.slug}/glossary")
    assert "Our words. Source: TEST/First, para. 1, p. 1, adapted" in page.main
    assert visitor.get(f"/courses/{made.slug}/").all("//a[text()='3 terms']")


def step_of(app, made):
    with app.app_context():
        course = db.session.get_one(Course, made.id)
        return publishing.render(course).steps[0]["public_id"]


def test_lessons_link_each_term_once_but_not_where_it_is_defined(
    app, writing, made, tomas, visitor, queries
):
    with writing():
        terms.add_term(made.id, "Waste", "What is thrown away.", tomas)
    html = lesson_html(app, publish(writing, made, tomas))
    links = [part.split("</a>")[0] for part in html.split('<a class="term" href="')[1:]]
    place = f"/courses/{made.slug}/glossary#"
    assert links == [
        f'{place}{name_of(app, made, "Waste")}">waste',
        f'{place}{name_of(app, made, "Drum")}">drum',
        f'{place}{name_of(app, made, "Hazard")}">hazards',
        f'{place}{name_of(app, made, "Spill")}">spill',
    ]
    assert "Label each <a" in html
    lesson = f"/courses/{made.slug}/{step_of(app, made)}/"
    page = visitor.get(lesson)
    assert page.all("//nav[@id='contents']//a[text()='Glossary']")
    for link in page.all("//a[@class='term']"):
        address, anchor = link.get("href").split("#")
        assert visitor.get(address).all(f"//*[@id='{anchor}']")
    with queries() as sent:
        visitor.get(f"/courses/{made.slug}/glossary", headers={"Accept-Language": "fr"})
    assert len(sent) == 1


def test_trainers_switch_links_off_for_a_term_or_for_the_course(app, writing, made, tomas):
    with writing():
        terms.link(made.id, name_of(app, made, "Hazard"), False, tomas)
    html = lesson_html(app, publish(writing, made, tomas))
    assert ">drum</a>" in html
    assert ">hazards</a>" not in html
    with writing():
        terms.link_terms(made.id, False, tomas)
    assert "class=" not in lesson_html(app, publish(writing, made, tomas)).replace(
        'class="source"', ""
    ).replace('class="number"', "")


def test_the_hash_of_a_release_covers_the_glossary_and_publishing_twice_gives_the_same(
    app, writing, made, tomas
):
    with writing():
        terms.link_terms(made.id, False, tomas)
    with app.app_context():
        course = db.session.get_one(Course, made.id)
        one, two = (publishing.render(course) for _ in range(2))
        assert (one.glossary, one.steps) == (two.glossary, two.steps)
    first = publish(writing, made, tomas)
    with writing():
        terms.hide(made.id, name_of(app, made, "Hazard"), tomas)
    with app.app_context():
        course = db.session.get_one(Course, made.id)
        changes = publishing.changes(course, publishing.render(course))
        assert (bool(changes), changes.changed, changes.terms) == (True, [], 1)
    second = publish(writing, made, tomas)
    with app.app_context():
        old, new = (db.session.get_one(Release, one) for one in (first, second))
        assert old.hash != new.hash
        assert (old.terms, new.terms) == (3, 2)
        assert [term["term"] for term in new.glossary] == ["Drum", "Spill"]


# -- what trainers do ---------------------------------------------------------------------------


def test_a_trainer_adds_rewords_hides_brings_back_and_resets_at_the_desk(app, made, desk):
    page = desk.get(f"{base(made)}new")
    added = desk.submit(page, "Add the term", term=" Bund ", meaning="A wall\naround a store.")
    assert added.location.startswith(base(made) + "#t-")
    page = desk.get(base(made) + name_of(app, made, "Spill"))
    assert not page.all("//input[@name='term']")
    desk.submit(page, "Save", meaning="Waste on the floor.")
    assert listed(app, made) == [
        ("Bund", "A wall around a store.", "own"),
        ("Drum", DRUM, "manual"),
        ("Hazard", "What may harm.", "manual"),
        ("Spill", "Waste on the floor.", "reworded"),
    ]
    desk.submit(desk.get(base(made)), "Hide: Bund")
    page = desk.get(f"{base(made)}?show=hidden")
    assert [row.text_content() for row in page.all("//tbody//th")] == ["Bund"]
    desk.submit(page, "Bring back: Bund")
    page = desk.get(base(made) + name_of(app, made, "Spill"))
    assert SPILL in page.main
    desk.submit(page, "Use the manual’s wording again")
    assert ("Spill", SPILL, "manual") in listed(app, made)
    with app.app_context():
        rows = db.session.scalars(select(CourseTerm.term)).all()
        acts = db.session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.action.like("course.%-term"))
            .order_by(AuditEntry.id)
        ).all()
    assert rows == ["Bund"]
    assert acts == [f"course.{act}-term" for act in ("add", "reword", "hide", "show", "reset")]


def test_a_trainers_own_term_is_renamed_and_keeps_its_words(app, made, desk, writing, tomas):
    with writing():
        terms.add_term(made.id, "Bund", "A wall.", tomas)
    page = desk.get(base(made) + name_of(app, made, "Bund"))
    desk.submit(page, "Save", term="Spill wall")
    assert ("Spill wall", "A wall.", "own") in listed(app, made)
    page = desk.get(base(made) + name_of(app, made, "Spill wall"))
    answer = desk.submit(page, "Save", status=422, term="drum", meaning="Another wall.")
    assert "in the glossary already" in answer.main
    assert "Another wall." in answer.page.xpath("//textarea")[0].text
    with writing(), pytest.raises(NotInManual):
        terms.reword(made.id, name_of(app, made, "Drum"), "x", tomas, term="Barrel")


def test_a_term_that_is_there_is_not_added_twice_hidden_or_not(app, made, desk, writing, tomas):
    with writing():
        terms.hide(made.id, name_of(app, made, "Drum"), tomas)
    page = desk.get(f"{base(made)}new")
    answer = desk.submit(page, "Add the term", status=422, term="DRUM", meaning="Kept words.")
    assert "in the glossary already, perhaps hidden" in answer.main
    assert "Kept words." in answer.page.xpath("//textarea")[0].text
    desk.submit(page, "Add the term", status=422, term="", meaning="")
    with writing():
        with pytest.raises(TermThere):
            terms.add_term(made.id, "dRUM", "x", tomas)
        with pytest.raises(Invalid):
            terms.add_term(made.id, "\x00", "x", tomas)


def test_two_trainers_writing_one_term_lose_nothing(app, made, desk, writing, tomas):
    page = desk.get(base(made) + name_of(app, made, "Drum"))
    with writing():
        terms.reword(made.id, name_of(app, made, "Drum"), "Their words.", tomas)
    answer = desk.submit(page, "Save", status=409, meaning="My words.")
    assert "Their words." in answer.main
    assert "My words." in answer.page.xpath("//textarea")[0].text
    desk.submit(answer, "Save")
    assert ("Drum", "My words.", "reworded") in listed(app, made)
    with writing(), pytest.raises(TermChanged):
        terms.reword(made.id, name_of(app, made, "Drum"), "x", tomas, seen="old")


def test_a_new_edition_shows_where_the_manual_changed_and_keeps_the_trainers_words(
    app, made, desk, writing, tomas
):
    with writing():
        for term in ("Drum", "Spill"):
            terms.reword(made.id, name_of(app, made, term), f"Our {term}.", tomas)
        later = manual("Storing waste, again").editions[0]
        define(later, [("Drum", "An open container.", None), ("Hazard", "What harms.", None)])
        db.session.get_one(Course, made.id).edition_id = later.id
    assert listed(app, made) == [
        ("Drum", "Our Drum.", "reworded"),
        ("Hazard", "What harms.", "manual"),
        ("Spill", "Our Spill.", "left"),
    ]
    page = desk.get(f"{base(made)}?show=changed")
    assert [row.text_content() for row in page.all("//tbody//th")] == ["Drum", "Spill"]
    check = desk.get(f"/desk/courses/{made.slug}/publish")
    assert "The manual changed 2 terms that you reworded." in check.main
    assert check.all(f"//a[@href='{base(made)}?show=changed']")
    drum = desk.get(base(made) + name_of(app, made, "Drum"))
    assert "The manual changed since you reworded this term" in drum.main
    assert drum.all("//p[@class='diff']//ins")
    desk.submit(drum, "Keep your wording")
    desk.submit(desk.get(f"{base(made)}?show=changed"), "Keep your wording: Spill")
    assert "Changed in the manual" not in desk.get(base(made)).main
    assert ("Spill", "Our Spill.", "own") in listed(app, made)
    with writing(), pytest.raises(NotInManual):
        terms.reset(made.id, name_of(app, made, "Spill"), tomas)


def test_the_preview_shows_the_draft_and_its_links_lead_there(app, made, desk, writing, tomas):
    with writing():
        terms.add_term(made.id, "Rain", "Water from above.", tomas)
    page = desk.get(f"/desk/courses/{made.slug}/preview/{step_of(app, made)}/")
    link = next(one for one in page.all("//a[@class='term']") if one.text == "rain")
    address, anchor = link.get("href").split("#")
    assert "Water from above." in desk.get(address).main
    assert anchor == name_of(app, made, "Rain")


def test_the_list_costs_the_same_for_one_term_and_for_many_and_goes_by_pages(
    app, made, desk, writing, tomas, queries
):
    with queries() as few:
        desk.get(base(made))
    with writing():
        edition = db.session.get_one(Course, made.id).edition_id
        rows = [
            {"edition_id": edition, "term": f"Term {n:03}", "meaning": "Words. " * 80}
            for n in range(120)
        ]
        db.session.execute(insert(GlossaryTerm), rows)
    with queries() as many:
        page = desk.get(base(made))
    assert len(few) == len(many)
    assert len(page.all("//tbody/tr")) == 50
    assert desk.get(f"{base(made)}?page=3").all("//tbody/tr")
    assert "No term is here" in desk.get(f"{base(made)}?page=9").main


# -- the API ------------------------------------------------------------------------------------


def test_the_api_does_what_the_pages_do(app, made, desk, writing, tomas, visitor):
    found = desk.json("GET", api(made)).json
    assert (found["link_terms"], found["more"]) == (True, False)
    assert [one["term"] for one in found["items"]] == ["Drum", "Hazard", "Spill"]
    added = desk.json("POST", api(made), {"term": "Bund", "meaning": "A wall."}, 201).json
    one = f"{api(made)}/{added['id']}"
    sent = {"meaning": "A low wall.", "term": "Low wall", "seen": added["seen"], "linked": False}
    changed = desk.json("PATCH", one, sent).json
    assert (changed["term"], changed["meaning"], changed["linked"]) == (
        "Low wall",
        "A low wall.",
        False,
    )
    desk.json("GET", one, status=404)
    drum = f"{api(made)}/{name_of(app, made, 'Drum')}"
    desk.json("PATCH", drum, {"meaning": "Ours.", "seen": "old"}, 409)
    assert desk.json("PATCH", drum, {"meaning": "Ours.", "hidden": True}).json["hidden"]
    assert desk.json("PATCH", drum, {"hidden": False, "keep": True}).json["state"] == "reworded"
    assert desk.json("DELETE", f"{drum}/wording").json["meaning"] == DRUM
    desk.json("PATCH", drum, {}, 422)
    desk.json("POST", api(made), {"term": "Drum", "meaning": "x"}, 409)
    switch = f"/api/v1/courses/{made.slug}/term-links"
    assert desk.json("PUT", switch, {"link_terms": False}).json == {"link_terms": False}
    public = f"/api/v1/courses/{made.slug}/glossary"
    visitor.json("GET", public, status=404)
    publish(writing, made, tomas)
    released = visitor.json("GET", public).json
    assert [term["term"] for term in released["terms"]] == ["Drum", "Hazard", "Low wall", "Spill"]


def test_only_the_trainers_of_the_course_and_admins_edit_its_glossary(
    app, made, cast, signed_in, visitor
):
    before = listed(app, made)
    drum = name_of(app, made, "Drum")
    body = {"term": "x", "meaning": "x"}
    for member, status in ((cast.second_trainer, 404), (cast.learner, 403)):
        client = signed_in(member)
        for path in ("", "new", drum):
            client.get(base(made) + path, status=status)
        client.post(base(made), {"act": f"hide:{drum}"}, status=status)
        client.post(f"{base(made)}links", {"links": "off"}, status=status)
        client.post(f"{base(made)}new", body, status=status)
        client.post(base(made) + drum, body, status=status)
        client.json("POST", api(made), body, status)
        client.json("DELETE", f"{api(made)}/{drum}/wording", status=status)
    visitor.get(base(made), status=302)
    assert listed(app, made) == before
    admin = signed_in(cast.admin)
    admin.submit(admin.get(base(made)), "Stop linking terms in lessons")
    admin.submit(admin.get(base(made)), "Link terms in lessons")
    admin.post(base(made), {"act": f"burn:{drum}"}, status=404)
    admin.post(base(made), {"act": "hide:t-nothing"}, status=404)


def test_a_course_without_terms_says_so(app, cast, signed_in, visitor, writing, tomas):
    with writing():
        course = course_of(manual("No terms"), tomas, "No terms")
    assert "has no terms yet" in signed_in(cast.trainer).get(base(course)).main
    publish(writing, course, tomas)
    assert "has no glossary" in visitor.get(f"/courses/{course.slug}/glossary").main
    page = visitor.get(f"/courses/{course.slug}/")
    assert not page.all("//a[contains(@href, 'glossary')]")
