"""JSON routes of cohorts and of lists of people."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage

from courses import access
from courses.entry import cohorts, lists, reports
from courses.entry.errors import CohortNotFound
from courses.entry.list_schemas import (
    AddedSchema,
    AddPeopleSchema,
    CohortDetailsSchema,
    CohortSchema,
    CohortsSchema,
    CourseCohortSchema,
    EntryListSchema,
    ListDetailsSchema,
    ListFileSchema,
    ListRowsSchema,
    MembersSchema,
    NewCohortSchema,
    RowsQuerySchema,
)
from courses.entry.models import Cohort, EntryList
from courses.entry.schemas import EntryPageQuerySchema, page_of
from courses.models import Course
from courses.queries import AnyRow
from elearn.accounts.access import has_role, person_here
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.database import db
from elearn.core.paging import paginate
from elearn.core.transaction import write

blueprint = ApiBlueprint(
    "cohorts_api", __name__, url_prefix="/api/v1", description="Cohorts and lists of people"
)
trainers = has_role("trainer")
COURSE, COHORT = "/courses/<string:slug>", "/cohorts/<string:cohort_id>"
MISSING = {"schema": ProblemSchema, "description": "No such thing, or not for you"}
WRONG = {"schema": ProblemSchema, "description": "Cannot be used; the answer says why"}
NOT_READY = {"schema": ProblemSchema, "description": "It is still read, or was carried out"}


def course_here(slug: str) -> Course:
    """Return the course for the trainer who asks."""
    return access.open_course(slug, person_here(), to="edit")


def cohort_here(cohort_id: str) -> Cohort:
    """Return the cohort for the trainer who asks."""
    return cohorts.open_cohort(cohort_id, person_here())


def shown(cohort: Cohort) -> AnyRow:
    """Return a cohort as lists show it."""
    return db.session.execute(cohorts.listed(Cohort.id == cohort.id)).one()


@blueprint.route("/cohorts", methods=["GET"], access=trainers)
@blueprint.arguments(EntryPageQuerySchema, location="query")
@blueprint.response(200, CohortsSchema)
def list_cohorts(asked: dict[str, int]) -> dict[str, Any]:
    """List the cohorts you manage, by name"""
    statement = cohorts.listed(cohorts.managed_by(person_here()))
    return page_of(paginate(statement, asked["page"], asked["size"]))


@blueprint.route("/cohorts", methods=["POST"], access=trainers, limit="60 per hour")
@blueprint.arguments(NewCohortSchema)
@blueprint.response(201, CohortSchema)
@blueprint.alt_response(404, **MISSING)
def make(sent: dict[str, Any]) -> AnyRow:
    """Make a cohort"""
    person, asked = person_here(), sent.pop("organisation")
    offered = {one.public_id: one.id for one in cohorts.organisations_of(person)} if asked else {}
    if asked and asked not in offered:
        raise CohortNotFound
    return shown(cohorts.save(None, person, **sent, organisation_id=offered.get(asked)))


@blueprint.route(COHORT, methods=["GET"], access=trainers)
@blueprint.response(200, CohortSchema)
@blueprint.alt_response(404, **MISSING)
def show(cohort_id: str) -> AnyRow:
    """Read what a cohort says of itself"""
    return shown(cohort_here(cohort_id))


@blueprint.route(COHORT, methods=["PUT"], access=trainers)
@blueprint.arguments(CohortDetailsSchema)
@blueprint.response(200, CohortSchema)
@blueprint.alt_response(404, **MISSING)
def change(sent: dict[str, str], cohort_id: str) -> AnyRow:
    """Change what a cohort says of itself"""
    name, note = sent["name"], sent["note"]
    return shown(cohorts.save(cohort_here(cohort_id), person_here(), name=name, note=note))


@blueprint.route(f"{COHORT}/members", methods=["GET"], access=trainers)
@blueprint.arguments(EntryPageQuerySchema, location="query")
@blueprint.response(200, MembersSchema)
@blueprint.alt_response(404, **MISSING)
def list_members(asked: dict[str, int], cohort_id: str) -> dict[str, Any]:
    """List the people of a cohort, by name"""
    statement = cohorts.members_of(cohort_here(cohort_id).id)
    return page_of(paginate(statement, asked["page"], asked["size"]))


@blueprint.route(f"{COHORT}/members", methods=["POST"], access=trainers, limit="60 per hour")
@blueprint.arguments(AddPeopleSchema)
@blueprint.response(200, AddedSchema)
@blueprint.alt_response(404, **MISSING)
def add_people(sent: dict[str, list[str]], cohort_id: str) -> cohorts.Added:
    """Put people with accounts on the list; they are enrolled on the cohort's courses"""
    return cohorts.add_addresses(cohort_here(cohort_id), sent["addresses"], person_here())


@blueprint.route(f"{COHORT}/members/<string:member_id>", methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def remove_person(cohort_id: str, member_id: str) -> None:
    """Take somebody off the list; on courses they stay enrolled"""
    cohorts.remove(cohort_here(cohort_id), member_id, person_here())


@blueprint.route(f"{COURSE}/cohorts", methods=["GET"], access=trainers)
@blueprint.response(200, CourseCohortSchema(many=True))
@blueprint.alt_response(404, **MISSING)
def list_course_cohorts(slug: str) -> Sequence[AnyRow]:
    """List the cohorts that are let into a course"""
    return cohorts.linked_to(course_here(slug).id)


@blueprint.route(
    f"{COURSE}/cohorts/<string:cohort_id>", methods=["PUT"], access=trainers, limit="60 per hour"
)
@blueprint.response(202)
@blueprint.alt_response(404, **MISSING)
def link(slug: str, cohort_id: str) -> None:
    """Let a cohort into a course: its members are enrolled, also later ones

    Sent again, it enrols those who found no place.
    """
    cohorts.link(course_here(slug), cohort_here(cohort_id), person_here())


@blueprint.route(f"{COURSE}/cohorts/<string:cohort_id>", methods=["DELETE"], access=trainers)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
def unlink(slug: str, cohort_id: str) -> None:
    """Let later members of a cohort in no more; who is enrolled stays"""
    cohorts.unlink(course_here(slug), cohort_here(cohort_id), person_here())


@blueprint.route(
    f"{COURSE}/entry-lists", methods=["POST"], access=trainers, own_write=True, limit="60 per hour"
)
@blueprint.arguments(ListFileSchema, location="files")
@blueprint.arguments(ListDetailsSchema, location="form")
@blueprint.response(202, EntryListSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(422, **WRONG)
def upload(files: dict[str, FileStorage], sent: dict[str, str], slug: str) -> EntryList:
    """Upload a list of people for a course; it is tried, and nothing is done

    Ask again until its state is `tried` or `refused`.
    """
    course, file = course_here(slug), files["file"]
    taken = lists.taken(file.filename or "", file.read())
    with write():
        return lists.start(taken, person_here(), mode=sent["mode"], course_id=course.id)


@blueprint.route(f"{COURSE}/entry-lists/<string:list_id>", methods=["GET"], access=trainers)
@blueprint.response(200, EntryListSchema)
@blueprint.alt_response(404, **MISSING)
def show_list(slug: str, list_id: str) -> EntryList:
    """Say how far a list is"""
    return lists.find(list_id, course_id=course_here(slug).id)


@blueprint.route(f"{COURSE}/entry-lists/<string:list_id>/rows", methods=["GET"], access=trainers)
@blueprint.arguments(RowsQuerySchema, location="query")
@blueprint.response(200, ListRowsSchema)
@blueprint.alt_response(404, **MISSING)
def list_rows(asked: dict[str, Any], slug: str, list_id: str) -> dict[str, Any]:
    """Say what each row of a list would do, or did"""
    return _rows(lists.find(list_id, course_id=course_here(slug).id), asked)


def _rows(found: EntryList, asked: dict[str, Any]) -> dict[str, Any]:
    if found.report_key is None:
        return {"items": [], "page": asked["page"], "more": False}
    return page_of(reports.page(found.report_key, asked["page"], asked["result"], asked["size"]))


@blueprint.route(
    f"{COURSE}/entry-lists/<string:list_id>/carrying-out", methods=["POST"], access=trainers
)
@blueprint.response(202)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **NOT_READY)
def carry_out(slug: str, list_id: str) -> None:
    """Carry out a list that was tried"""
    found = lists.find(list_id, course_id=course_here(slug).id)
    lists.carry_out(found.public_id, person_here())


@blueprint.route(
    f"{COHORT}/entry-lists", methods=["POST"], access=trainers, own_write=True, limit="60 per hour"
)
@blueprint.arguments(ListFileSchema, location="files")
@blueprint.response(202, EntryListSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(422, **WRONG)
def upload_for_cohort(files: dict[str, FileStorage], cohort_id: str) -> EntryList:
    """Upload a list of people for a cohort; it is tried, and nothing is done"""
    cohort, file = cohort_here(cohort_id), files["file"]
    taken = lists.taken(file.filename or "", file.read())
    with write():
        return lists.start(taken, person_here(), cohort_id=cohort.id)


@blueprint.route(f"{COHORT}/entry-lists/<string:list_id>", methods=["GET"], access=trainers)
@blueprint.response(200, EntryListSchema)
@blueprint.alt_response(404, **MISSING)
def show_cohort_list(cohort_id: str, list_id: str) -> EntryList:
    """Say how far a list for a cohort is"""
    return lists.find(list_id, cohort_id=cohort_here(cohort_id).id)


@blueprint.route(f"{COHORT}/entry-lists/<string:list_id>/rows", methods=["GET"], access=trainers)
@blueprint.arguments(RowsQuerySchema, location="query")
@blueprint.response(200, ListRowsSchema)
@blueprint.alt_response(404, **MISSING)
def list_cohort_rows(asked: dict[str, Any], cohort_id: str, list_id: str) -> dict[str, Any]:
    """Say what each row of a list for a cohort would do, or did"""
    return _rows(lists.find(list_id, cohort_id=cohort_here(cohort_id).id), asked)


@blueprint.route(
    f"{COHORT}/entry-lists/<string:list_id>/carrying-out", methods=["POST"], access=trainers
)
@blueprint.response(202)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **NOT_READY)
def carry_out_for_cohort(cohort_id: str, list_id: str) -> None:
    """Carry out a list for a cohort that was tried"""
    found = lists.find(list_id, cohort_id=cohort_here(cohort_id).id)
    lists.carry_out(found.public_id, person_here())
