"""Forms for registration: countries, stakeholders, agreement; and whose work they are."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from elearn.core.database import db
from elearn.surveys import access, answers, asking, conditions, editing, fields, queries
from elearn.surveys.errors import AnswersRefused
from elearn.surveys.fields import FieldSpec
from elearn.surveys.models import Form
from tests.cast import actor
from tests.factories.programmes import partner_of_run

WHO = FieldSpec("who", "stakeholder", "Whom do you work with?")
WHERE = FieldSpec(
    "where",
    "country",
    "Where?",
    required=True,
    condition={"field": "who", "any": ["carrier", "customs-enforcement"]},
)
AGREED = FieldSpec("pictures", "consent", "Pictures of me may be shown", required=True)
FORM = [WHO, WHERE, AGREED]


@pytest.fixture
def words(whole_app):
    """Sentences need a language."""
    with whole_app.test_request_context():
        yield


@pytest.mark.usefixtures("words")
def test_countries_stakeholders_and_agreement_are_answered_by_code():
    assert fields.checked(FORM) == FORM
    given = {"who": "carrier", "where": "UY", "pictures": "yes"}
    assert answers.checked(FORM, given) == given


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    ("given", "key", "why"),
    [
        ({"pictures": None}, "pictures", "This needs your agreement"),
        ({"pictures": "no"}, "pictures", "Choose among the answers"),
        ({"who": "pirate"}, "who", "Choose among the answers"),
        ({"where": "XX"}, "where", "Choose among the answers"),
        ({"where": ""}, "where", "Please answer: Where?"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_reason(given, key, why):
    fine = {"who": "carrier", "where": "UY", "pictures": "yes"}
    with pytest.raises(AnswersRefused) as refused:
        answers.checked(FORM, fine | given)
    assert list(refused.value.problems) == [key]
    assert why in refused.value.problems[key]


@pytest.mark.usefixtures("words")
def test_a_question_depends_on_who_somebody_works_with():
    others = {"who": "ngo", "where": "UY", "pictures": "yes"}
    assert answers.checked(FORM, others) == {"who": "ngo", "pictures": "yes"}
    assert "Carrier, broker or dealer" in conditions.words(WHERE, FORM)


@pytest.mark.usefixtures("words")
def test_long_lists_are_one_control_and_an_agreement_a_box():
    who, where, agreed = asking.asked(FORM, {"where": "UY"})
    assert (who.first, where.first, agreed.first) == ("q-who", "q-where", "q-pictures-1")
    assert [one.value for one in where.choices if one.chosen] == ["UY"]
    assert [one.value for one in agreed.choices] == ["yes"]


@pytest.fixture
def centre_form(cast, writing):
    """Return a function that makes an open registration form of Paula's organisation."""

    with writing():
        centre = partner_of_run(cast.partner.id)

    def make(state="open", **more):
        with writing():
            values = {"kind": "registration", "title": "Who comes", "organisation_id": centre}
            made = editing.create(None, **(values | more))
            editing.put_fields(made.id, FORM)
            db.session.get_one(Form, made.id).state = state
            return made.public_id

    return make


def test_partners_of_the_organisation_change_its_registration_forms(cast, signed_in, centre_form):
    form_id = centre_form("draft")
    paula = signed_in(cast.partner)
    path = f"/desk/forms/{form_id}/"
    field = {"label": "Anything else?", "kind": "text", "depends": ""}
    paula.post(path + "fields/new", field)
    paula.post(path + "act", {"act": "open"})
    assert "Anything else?" in paula.get(path).main
    assert paula.get(path + "preview").all("//select[@name='q-where']/option[@value='UY']")
    assert "Who comes" in paula.get("/desk/forms/").main


@pytest.mark.parametrize("member", ["trainer", "second_trainer"])
def test_trainers_do_not_see_what_others_ask_who_registers(cast, signed_in, centre_form, member):
    form_id = centre_form()
    pages = signed_in(getattr(cast, member))
    pages.get(f"/desk/forms/{form_id}/", status=404)
    assert "Who comes" not in pages.get("/desk/forms/").main


def test_partners_see_no_surveys_of_others(app, cast, signed_in, writing):
    with writing():
        survey = editing.create(None, kind="survey", title="Of the trainers")
        db.session.get_one(Form, survey.id).state = "open"
    paula = signed_in(cast.partner)
    paula.get(f"/desk/forms/{survey.public_id}/", status=404)
    assert "Of the trainers" not in paula.get("/desk/forms/").main


def test_a_list_holds_what_the_gate_opens(app, cast, centre_form, writing):
    centre_form()
    centre_form("draft", title="Draft")
    centre_form(organisation_id=None, title="Nobody's")
    for member in cast.everybody():
        person = actor(app, member)
        with writing():
            seen = set(db.session.scalars(select(Form.id).where(access.forms_visible_to(person))))
            opened = set()
            for form in db.session.scalars(select(Form)).all():
                try:
                    access.open_form(form.public_id, person)
                except access.FormNotFound:
                    continue
                opened.add(form.id)
        assert seen == opened, member.name


def test_a_copy_of_ones_own_form_stays_with_the_organisation(app, cast, centre_form, writing):
    form_id, paula = centre_form(), actor(app, cast.partner)
    with writing():
        form = queries.form_by_public_id(form_id)
        copied = editing.copy(form, paula, next_version=True)
        assert copied.organisation_id == form.organisation_id
        assert [replace(one, id=0) for one in queries.fields_of(copied.id)] == FORM
