"""JSON routes of glossaries: everybody reads the released one, trainers edit the draft's."""

from typing import Any

from courses import access, glossary_queries, terms
from courses.errors import CourseNotFound
from courses.glossary import Entry
from courses.glossary_schemas import (
    CourseGlossarySchema,
    CourseTermSchema,
    CourseTermsSchema,
    NewTermSchema,
    TermChangeSchema,
    TermLinksSchema,
    TermQuerySchema,
)
from courses.models import Course
from courses.queries import NOBODY, AnyRow
from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema

blueprint = ApiBlueprint(
    "glossary_api",
    __name__,
    url_prefix="/api/v1/courses/<string:slug>",
    description="Glossaries: of a release for everybody, of a draft for its trainers",
)
trainers = has_role("trainer")
MISSING = {"schema": ProblemSchema, "description": "No such course or term, or not for you"}
CONFLICT = {
    "schema": ProblemSchema,
    "description": "There already, changed by somebody else, or not in the manual",
}


def course_here(slug: str) -> Course:
    """Return the course for the trainer who asks."""
    return access.open_course(slug, person_here(), to="edit")


@blueprint.route("/glossary", methods=["GET"], access=anyone)
@blueprint.response(200, CourseGlossarySchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str) -> dict[str, Any]:
    """Read the glossary of a course"""
    person = current_person()
    row: AnyRow | None = glossary_queries.released_glossary(slug, person.id if person else NOBODY)
    if row is None:
        raise CourseNotFound
    return {"language": row.language, "terms": row.glossary}


@blueprint.route("/terms", methods=["GET"], access=trainers)
@blueprint.arguments(TermQuerySchema, location="query")
@blueprint.response(200, CourseTermsSchema)
@blueprint.alt_response(404, **MISSING)
def list_terms(asked: dict[str, Any], slug: str) -> dict[str, Any]:
    """List the terms of a draft in alphabetical order, hidden ones too"""
    course = course_here(slug)
    entries = glossary_queries.entries_of(course)
    start = (asked["page"] - 1) * asked["size"]
    end = start + asked["size"]
    return {
        "link_terms": course.link_terms,
        "items": entries[start:end],
        "page": asked["page"],
        "more": len(entries) > end,
    }


@blueprint.route("/terms", methods=["POST"], access=trainers)
@blueprint.arguments(NewTermSchema)
@blueprint.response(201, CourseTermSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def add(sent: dict[str, Any], slug: str) -> Entry:
    """Add a term of your own. Learners see it with the next release"""
    return terms.add_term(course_here(slug).id, sent["term"], sent["meaning"], person_here())


@blueprint.route("/terms/<string:term_id>", methods=["GET"], access=trainers)
@blueprint.response(200, CourseTermSchema)
@blueprint.alt_response(404, **MISSING)
def show_term(slug: str, term_id: str) -> Entry:
    """Show a term with what the manual says of it"""
    return terms.find(course_here(slug), term_id)


@blueprint.route("/terms/<string:term_id>", methods=["PATCH"], access=trainers)
@blueprint.arguments(TermChangeSchema)
@blueprint.response(200, CourseTermSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change(sent: dict[str, Any], slug: str, term_id: str) -> Entry:
    """Reword, rename, hide, bring back or link a term, or say that your wording stands

    A renamed term has another id.
    """
    course, person = course_here(slug), person_here()
    if "meaning" in sent or "term" in sent:
        meaning = sent.get("meaning", terms.find(course, term_id).meaning)
        values = {"term": sent.get("term"), "seen": sent.get("seen")}
        term_id = terms.reword(course.id, term_id, meaning, person, **values).id
    if "hidden" in sent:
        (terms.hide if sent["hidden"] else terms.bring_back)(course.id, term_id, person)
    if "linked" in sent:
        terms.link(course.id, term_id, sent["linked"], person)
    if sent.get("keep"):
        terms.keep_wording(course.id, term_id, person)
    return terms.find(course, term_id)


@blueprint.route("/terms/<string:term_id>/wording", methods=["DELETE"], access=trainers)
@blueprint.response(200, CourseTermSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def reset(slug: str, term_id: str) -> Entry:
    """Give a term the manual's wording again. Doing it again changes nothing"""
    course = course_here(slug)
    terms.reset(course.id, term_id, person_here())
    return terms.find(course, term_id)


@blueprint.route("/term-links", methods=["PUT"], access=trainers)
@blueprint.arguments(TermLinksSchema)
@blueprint.response(200, TermLinksSchema)
@blueprint.alt_response(404, **MISSING)
def switch_links(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Let lessons link terms, or not. They do from the next release on"""
    course = course_here(slug)
    terms.link_terms(course.id, sent["link_terms"], person_here())
    return {"link_terms": course.link_terms}
