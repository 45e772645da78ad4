"""What is read of forms, responses, actions and follow-ups: prebuilt statements. No rights."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Integer, Row, String, and_, bindparam, exists, func, select

from elearn.accounts.models import Organisation, Person
from elearn.core.database import db, read
from elearn.surveys.fields import FieldSpec
from elearn.surveys.figures import Figures, figures_of
from elearn.surveys.models import Action, Field, FollowUp, Form, FormAnswer, Response
from elearn.surveys.seeds import OVERALL, OVERALL_TOP

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
# More than anybody ever chose to do, or was asked; the lists of one person end there.
MOST_OWN = 200

_form_id = bindparam("form_id", type_=Integer())
_person_id = bindparam("person_id", type_=Integer())
_subject = bindparam("subject", type_=String())
_public_id = bindparam("public_id", type_=String())

_form_columns = (
    Form.id,
    Form.public_id,
    Form.key,
    Form.language,
    Form.number,
    Form.kind,
    Form.title,
    Form.introduction,
    Form.state,
    Form.organisation_id,
    Form.created_by_id,
    Form.created_at,
)
_form = select(*_form_columns).where(Form.public_id == _public_id)
_form_of = select(*_form_columns).where(Form.id == _form_id)
_fields = (
    select(
        Field.id,
        Field.key,
        Field.kind,
        Field.label,
        Field.hint,
        Field.required,
        Field.options,
        Field.condition,
    )
    .where(Field.form_id == _form_id)
    .order_by(Field.position, Field.id)
)


def form_by_public_id(public_id: str) -> AnyRow | None:
    """Return a form, or None."""
    return read(_form, {"public_id": public_id}).one_or_none()


def form_by_id(form_id: int) -> AnyRow:
    """Return the form with this id."""
    return read(_form_of, {"form_id": form_id}).one()


def fields_of(form_id: int) -> list[FieldSpec]:
    """Return the fields of a form in their order."""
    return [FieldSpec(**row._mapping) for row in read(_fields, {"form_id": form_id})]


_was_answered = select(exists().where(Response.form_id == _form_id))


def was_answered(form_id: int) -> bool:
    """Tell whether anybody ever answered the form, withdrawn or not."""
    return bool(read(_was_answered, {"form_id": form_id}).scalar())


_open_forms = (
    select(*_form_columns)
    .where(Form.state == "open", Form.kind == bindparam("kind", type_=String()))
    .order_by(Form.title, Form.number.desc(), Form.id)
)
_of_language = _open_forms.where(Form.language == bindparam("language", type_=String()))


def open_forms(kind: str, language: str | None = None) -> Sequence[AnyRow]:
    """Return the forms of a kind that take answers, in one language or in all, by title."""
    if language is None:
        return read(_open_forms, {"kind": kind}).all()
    return read(_of_language, {"kind": kind, "language": language}).all()


_current = (
    select(*_form_columns)
    .where(Form.key == bindparam("key", type_=String()), Form.state == "open")
    .order_by(Form.number.desc())
)


def current_form(key: str, language: str) -> AnyRow | None:
    """Return the open form of that key in the language, else in English, else None."""
    rows = read(_current, {"key": key}).all()
    for wish in (language, "en"):
        for row in rows:
            if row.language == wish:
                return row
    return None


_has_answered = select(
    exists().where(
        Form.public_id == _public_id,
        Response.form_id == Form.id,
        Response.subject == _subject,
        Response.person_id == _person_id,
        Response.withdrawn_at.is_(None),
    )
)


def has_answered(person_id: int, form_public_id: str, subject: str) -> bool:
    """Tell whether the person's answers to the form about the subject are there."""
    values = {"person_id": person_id, "public_id": form_public_id, "subject": subject}
    return bool(read(_has_answered, values).scalar())


_response = select(
    Response.id, Response.public_id, Response.submitted_at, Response.withdrawn_at
).where(
    Response.form_id == _form_id, Response.subject == _subject, Response.person_id == _person_id
)
_answers = (
    select(Field.key, FormAnswer.value)
    .join(Field, Field.id == FormAnswer.field_id)
    .where(FormAnswer.response_id == bindparam("response_id", type_=Integer()))
)


def response_of(form_id: int, subject: str, person_id: int) -> AnyRow | None:
    """Return the person's response about the subject, a withdrawn one too, or None."""
    values = {"form_id": form_id, "subject": subject, "person_id": person_id}
    return read(_response, values).one_or_none()


def answers_of(response_id: int) -> dict[str, Any]:
    """Return what was answered, by the keys of the fields."""
    return {row.key: row.value for row in read(_answers, {"response_id": response_id})}


_counting = (Response.form_id == _form_id, Response.subject == _subject)
_responses = select(func.count()).where(*_counting, Response.withdrawn_at.is_(None))
_values = (
    select(FormAnswer.field_id, FormAnswer.value)
    .join(Response, Response.id == FormAnswer.response_id)
    .where(*_counting, Response.withdrawn_at.is_(None))
)


def figures(form_id: int, subject: str) -> Figures:
    """Return the figures of a form about a subject; withdrawn responses do not count."""
    about = {"form_id": form_id, "subject": subject}
    responses = read(_responses, about).scalar() or 0
    values = ((row.field_id, row.value) for row in read(_values, about))
    return figures_of(fields_of(form_id), responses, values)


_overall = and_(Field.form_id == Form.id, Field.key == OVERALL, Field.kind == "scale")
_of_people = (
    select(Response.subject, Response.person_id, Field.options, FormAnswer.value)
    .join(Form, and_(Form.id == Response.form_id, Form.kind == "survey"))
    .outerjoin(Field, _overall)
    .outerjoin(
        FormAnswer, and_(FormAnswer.response_id == Response.id, FormAnswer.field_id == Field.id)
    )
    .where(
        Response.subject.in_(bindparam("subjects", expanding=True, type_=String())),
        Response.person_id.in_(bindparam("person_ids", expanding=True, type_=Integer())),
        Response.withdrawn_at.is_(None),
    )
    .order_by(Response.submitted_at, Response.id)
)


def survey_answers(
    subjects: Sequence[str], person_ids: Sequence[int]
) -> dict[tuple[str, int], int | None]:
    """Return by subject and person what was answered to a survey's question "overall".

    None when the survey has no such question from 1 to 5, or it was left open. Who answered two
    surveys about a subject is there once, with the latest.
    """
    if not subjects or not person_ids:
        return {}
    values = {"subjects": list(subjects), "person_ids": list(person_ids)}
    return {
        (row.subject, row.person_id): row.value if _top(row.options) == OVERALL_TOP else None
        for row in read(_of_people, values)
    }


def _top(options: Any) -> int:
    return FieldSpec(OVERALL, "scale", "", options=options).top


_lines = (
    select(Response.id, FollowUp.months, FormAnswer.field_id, FormAnswer.value)
    .outerjoin(FollowUp, FollowUp.id == Response.invitation_id)
    .outerjoin(FormAnswer, FormAnswer.response_id == Response.id)
    .where(*_counting, Response.withdrawn_at.is_(None))
    # By chance, so that neither the order nor a number tells who answered.
    .order_by(Response.public_id)
)


def response_lines(form_id: int, subject: str) -> list[tuple[int | None, dict[int, Any]]]:
    """Return (months after, answers by field id) of each response, without names, in no order."""
    lines: dict[int, tuple[int | None, dict[int, Any]]] = {}
    for row in read(_lines, {"form_id": form_id, "subject": subject}):
        answers = lines.setdefault(row.id, (row.months, {}))[1]
        if row.field_id is not None:
            answers[row.field_id] = row.value
    return list(lines.values())


_about = (
    select(
        Form.public_id,
        Form.title,
        Form.kind,
        Form.language,
        func.count(Response.id).label("responses"),
    )
    .join(Response, Response.form_id == Form.id)
    .where(Response.subject == _subject, Response.withdrawn_at.is_(None))
    .group_by(Form.id)
    .order_by(Form.kind.desc(), Form.title, Form.number.desc())
)


def forms_about(subject: str) -> Sequence[AnyRow]:
    """Return the forms that were answered about a subject, with the number of responses."""
    return read(_about, {"subject": subject}).all()


_answered_times = (
    select(func.count(Response.id)).where(Response.form_id == Form.id).scalar_subquery()
)


def desk_forms(condition: ColumnElement[bool]) -> Any:
    """Return the statement for the forms that meet the condition, latest first."""
    return (
        select(*_form_columns, _answered_times.label("responses"), Organisation.name.label("owner"))
        .outerjoin(Organisation, Organisation.id == Form.organisation_id)
        .where(condition)
        .order_by(Form.created_at.desc(), Form.id.desc())
    )


_actions = (
    select(
        Action.public_id,
        Action.subject,
        Action.text,
        Action.state,
        Action.note,
        Action.created_at,
        Action.changed_at,
    )
    .where(Action.person_id == _person_id)
    .order_by(Action.id)
    .limit(MOST_OWN)
)
_actions_about = _actions.where(Action.subject == _subject)


def actions_of(person_id: int) -> Sequence[AnyRow]:
    """Return what the person chose to do, oldest first."""
    return read(_actions, {"person_id": person_id}).all()


def actions_about(person_id: int, subject: str) -> Sequence[AnyRow]:
    """Return what the person chose to do after one course or run."""
    return read(_actions_about, {"person_id": person_id, "subject": subject}).all()


_follow_up_columns = (
    FollowUp.id,
    FollowUp.public_id,
    FollowUp.form_id,
    FollowUp.person_id,
    FollowUp.subject,
    FollowUp.title,
    FollowUp.months,
    FollowUp.due_at,
    FollowUp.sent_at,
    FollowUp.answered_at,
    FollowUp.withdrawn_at,
)
_by_hash = select(*_follow_up_columns, Person.suspended_at, Person.erased_at).join(
    Person, Person.id == FollowUp.person_id
).where(FollowUp.token_hash == bindparam("token_hash", type_=String()))  # fmt: skip
_own_follow_ups = (
    select(*_follow_up_columns)
    .where(FollowUp.person_id == _person_id)
    .order_by(FollowUp.due_at, FollowUp.id)
    .limit(MOST_OWN)
)
_own_follow_up = select(*_follow_up_columns).where(
    FollowUp.person_id == _person_id, FollowUp.public_id == _public_id
)


def follow_up_by_hash(token_hash: str) -> AnyRow | None:
    """Return the invitation whose link has this hash, or None."""
    return read(_by_hash, {"token_hash": token_hash}).one_or_none()


def follow_ups_of(person_id: int) -> Sequence[AnyRow]:
    """Return all invitations to the person, by the day they are due."""
    return read(_own_follow_ups, {"person_id": person_id}).all()


def follow_up_of(person_id: int, public_id: str) -> AnyRow | None:
    """Return one invitation to the person, or None."""
    return read(_own_follow_up, {"person_id": person_id, "public_id": public_id}).one_or_none()


def response_to(follow_up_id: int) -> AnyRow | None:
    """Return the response to an invitation, a withdrawn one too, or None."""
    statement = select(
        Response.id, Response.public_id, Response.submitted_at, Response.withdrawn_at
    ).where(Response.invitation_id == follow_up_id)
    return db.session.execute(statement).one_or_none()


def answers_of_many(
    response_ids: Sequence[int],
) -> tuple[dict[int, int], dict[int, dict[str, Any]]]:
    """Return the form of each response, and what was answered by the keys of the fields."""
    forms = db.session.execute(
        select(Response.id, Response.form_id).where(Response.id.in_(response_ids))
    )
    rows = db.session.execute(
        select(FormAnswer.response_id, Field.key, FormAnswer.value)
        .join(Field, Field.id == FormAnswer.field_id)
        .where(FormAnswer.response_id.in_(response_ids))
    )
    given: dict[int, dict[str, Any]] = {}
    for row in rows:
        given.setdefault(row.response_id, {})[row.key] = row.value
    return {row.id: row.form_id for row in forms}, given
