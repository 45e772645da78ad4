"""Trainers and admins make forms, change them while nobody has answered, copy them, open them."""

import pytest

from elearn.app import worker
from elearn.core.database import db
from elearn.surveys import access, installing, queries
from elearn.surveys.models import Form, Response
from tests.cast import actor

LIST = "/desk/forms/"


def made_form(pages, title="Our survey", **more):
    """Make a draft with one question and return its address."""
    answer = pages.post(LIST + "new", {"title": title, "kind": "survey", "language": "en"})
    path = answer.location
    field = {"label": "Was it useful?", "kind": "yesno", "depends": ""}
    pages.post(path + "fields/new", field | more)
    return path


def test_the_forms_of_the_product_are_installed_once_and_open(writing):
    with writing():
        assert installing.ensure() == 4
    with writing():
        assert installing.ensure() == 0
        rows = db.session.query(Form.key, Form.state, Form.language).all()
        assert sorted(rows) == [
            ("after-webinar", "open", "en"),
            ("end-of-course", "open", "en"),
            ("facility-checklist", "open", "en"),
            ("follow-up", "open", "en"),
        ]
        surveys = {row.key for row in queries.open_forms("survey", "en")}
        assert surveys == {"after-webinar", "end-of-course"}
        assert list(queries.open_forms("survey", "fr")) == []
        assert len(queries.open_forms("checklist")) == 1


def test_a_worker_installs_the_forms_when_it_starts(app, writing):
    worker.install_forms(app)
    worker.install_forms(app)
    with writing():
        assert db.session.query(Form).count() == 4


def test_a_trainer_makes_a_form_question_by_question_and_opens_it(cast, signed_in):
    tomas = signed_in(cast.trainer)
    path = made_form(tomas)
    more = {"label": "Why not?", "kind": "text", "depends": "was-it-useful", "wanted": "no"}
    tomas.post(path + "fields/new", more)
    choice = {"label": "Where?", "kind": "choice", "answers": "At work\nAt home", "depends": ""}
    tomas.post(path + "fields/new", choice)
    page = tomas.get(path)
    assert "Only if you answered “No” to “Was it useful?”." in page.main
    assert "Open for answers" in page.main
    tomas.post(path + "act", {"act": "up:where"})
    assert [one.get("id") for one in tomas.get(path).all("//li[@class='work-row']")] == [
        "was-it-useful",
        "where",
        "why-not",
    ]
    preview = tomas.get(path + "preview")
    assert preview.all("//div[@data-shown-by='q-was-it-useful']/@data-shown-for") == ["no"]
    assert "Open" in tomas.follow(tomas.submit(page, "Open for answers")).main
    tomas.follow(tomas.submit(tomas.get(path), "Close"))


def test_questions_are_changed_in_place_and_answers_keep_their_values(cast, signed_in, app):
    tomas = signed_in(cast.trainer)
    path = made_form(tomas, label="Where?", kind="choice", answers="At work\nAt home")
    page = tomas.get(path + "fields/where")
    assert page.all("//textarea[@id='answers']")[0].text.split("\n")[1:] == ["At work", "At home"]
    tomas.submit(page, "Save", label="Where was it?", answers="On the road\nAt home")
    with app.app_context():
        form = queries.form_by_public_id(path.split("/")[-2])
        (field,) = queries.fields_of(form.id)
        assert (field.key, field.label) == ("where", "Where was it?")
        assert [one["value"] for one in field.options] == ["on-the-road", "at-home"]
    tomas.post(path + "act", {"act": "remove:where"})
    assert "This form has no questions yet" in tomas.get(path).main
    tomas.post(path + "act", {"act": "open"}, status=409)
    tomas.get(path + "fields/where", status=404)


def test_a_faulty_question_is_shown_again_with_the_reason(cast, signed_in):
    tomas = signed_in(cast.trainer)
    path = made_form(tomas)
    one = {"label": "Why?", "kind": "choice", "answers": "Only one", "depends": ""}
    page = tomas.post(path + "fields/new", one, status=422)
    assert "needs 2 to 30 answers" in page.main
    wrong = {"label": "Why?", "kind": "text", "depends": "was-it-useful", "wanted": "perhaps"}
    page = tomas.post(path + "fields/new", wrong, status=422)
    assert "That question offers: Yes; No" in page.main
    assert page.all("//input[@id='label']/@value") == ["Why?"]
    tomas.post(LIST + "new", {"title": "", "kind": "survey", "language": "en"}, status=422)
    tomas.post(path + "details", {"title": ""}, status=422)
    tomas.post(path + "act", {"act": "burn"}, status=404)


def test_removing_a_question_lets_what_hung_on_it_always_show(cast, signed_in, app):
    tomas = signed_in(cast.trainer)
    path = made_form(tomas)
    more = {"label": "Why not?", "kind": "text", "depends": "was-it-useful", "wanted": "no"}
    tomas.post(path + "fields/new", more)
    tomas.post(path + "act", {"act": "up:why-not"}, status=422)
    tomas.post(path + "act", {"act": "remove:was-it-useful"})
    with app.app_context():
        form = queries.form_by_public_id(path.split("/")[-2])
        assert [(one.key, one.condition) for one in queries.fields_of(form.id)] == [
            ("why-not", None)
        ]


def test_an_answered_form_is_never_changed_but_copied(cast, signed_in, writing):
    tomas = signed_in(cast.trainer)
    path = made_form(tomas)
    tomas.post(path + "act", {"act": "open"})
    with writing():
        form = queries.form_by_public_id(path.split("/")[-2])
        db.session.add(Response(form_id=form.id, subject="course:x", person_id=cast.learner.id))
    assert "It stays as it is" in tomas.get(path).main
    for where, data in (
        ("act", {"act": "remove:was-it-useful"}),
        ("details", {"title": "Another", "kind": "survey", "language": "en"}),
        ("fields/new", {"label": "More?", "kind": "text", "depends": ""}),
    ):
        tomas.post(path + where, data, status=409)
    copy = tomas.follow(tomas.submit(tomas.get(path), "Copy"))
    assert "Was it useful?" in copy.main
    with writing():
        copied = db.session.query(Form).order_by(Form.id.desc()).first()
        assert (copied.follows_id, copied.state) == (form.id, "draft")


def test_a_trainer_copies_a_form_of_the_product_to_make_it_their_own(cast, signed_in, writing):
    with writing():
        installing.ensure()
        survey = queries.current_form("end-of-course", "en").public_id
    tomas = signed_in(cast.trainer)
    page = tomas.get(f"{LIST}{survey}/")
    assert "This form comes with ESM Learn" in page.main
    tomas.post(f"{LIST}{survey}/act", {"act": "close"}, status=403)
    tomas.submit(page, "Copy")
    with writing():
        copied = db.session.query(Form).order_by(Form.id.desc()).first()
        assert (copied.key, copied.created_by_id) == (None, cast.trainer.id)


def test_an_admin_makes_the_next_version_which_takes_the_place_of_the_last(
    cast, signed_in, writing
):
    with writing():
        installing.ensure()
        survey = queries.current_form("end-of-course", "en").public_id
    adam = signed_in(cast.admin)
    page = adam.follow(adam.submit(adam.get(f"{LIST}{survey}/"), "Make the next version"))
    adam.submit(page, "Open for answers")
    with writing():
        states = dict(db.session.query(Form.number, Form.state).filter_by(key="end-of-course"))
        assert states == {1: "closed", 2: "open"}
        assert installing.ensure() == 0


def test_drafts_of_others_are_not_there_and_the_list_agrees_with_the_gate(
    cast, signed_in, writing, app
):
    path = made_form(signed_in(cast.trainer))
    tala = signed_in(cast.second_trainer)
    for where in ("", "preview", "details", "fields/new"):
        tala.get(path + where, status=404)
    assert "Our survey" not in tala.get(LIST).main
    people = [actor(app, member) for member in (cast.trainer, cast.second_trainer, cast.admin)]
    with writing():
        installing.ensure()
        for person in people:
            listed = db.session.scalars(
                db.select(Form.public_id).where(access.forms_visible_to(person))
            ).all()
            assert sorted(listed) == sorted(
                one for one in db.session.scalars(db.select(Form.public_id)) if opens(one, person)
            )


def opens(form_id, person) -> bool:
    try:
        access.open_form(form_id, person)
    except access.FormNotFound:
        return False
    return True


def test_the_list_takes_as_many_queries_for_many_forms(cast, signed_in, queries):
    tomas = signed_in(cast.trainer)
    made_form(tomas)
    tomas.get(LIST)
    with queries() as one:
        tomas.get(LIST)
    for number in range(3):
        made_form(tomas, f"Survey {number}")
    tomas.get(LIST)
    with queries() as many:
        tomas.get(LIST)
    assert len(one) == len(many)


def test_the_api_makes_fills_opens_and_copies_a_form(cast, signed_in):
    tomas = signed_in(cast.trainer)
    made = tomas.json("POST", "/api/v1/forms", {"kind": "survey", "title": "Ours"}, 201).json
    path = f"/api/v1/forms/{made['id']}"
    tomas.json("PATCH", path, {"state": "open"}, status=409)
    fields = [
        {"key": "good", "kind": "scale", "label": "Good?", "low": "No", "high": "Yes"},
        {
            "key": "why",
            "kind": "choices",
            "label": "Why?",
            "choices": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
            "condition": {"field": "good", "any": [1, 2]},
        },
    ]
    saved = tomas.json("PUT", f"{path}/fields", {"fields": fields}).json
    assert [(one["key"], one["most"]) for one in saved["fields"]] == [("good", 5), ("why", None)]
    faulty = tomas.json("PUT", f"{path}/fields", {"fields": fields[::-1]}, status=422)
    assert "does not stand above it" in faulty.json["detail"]
    opened = tomas.json("PATCH", path, {"state": "open", "title": "Theirs"}).json
    assert (opened["state"], opened["title"]) == ("open", "Theirs")
    copy = signed_in(cast.second_trainer).json("POST", f"{path}/copies", status=201).json
    assert copy["fields"] == saved["fields"]
    signed_in(cast.second_trainer).json("PATCH", path, {"title": "Mine"}, status=403)
    listed = tomas.json("GET", "/api/v1/forms").json["items"]
    assert [(one["title"], one["responses"]) for one in listed] == [("Theirs", 0)]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_learners_have_no_forms_at_the_desk(cast, signed_in, method):
    lina = signed_in(cast.learner)
    if method == "GET":
        lina.get(LIST, status=403)
    else:
        lina.post(LIST + "new", {"title": "x"}, status=403)
