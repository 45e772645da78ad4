"""JSON routes of webinars: the public list, one webinar, and what organisers do with it."""

from typing import Any

from elearn.accounts.access import has_role, person_here
from elearn.accounts.session import current_person
from elearn.core.access import anyone
from elearn.core.api import ApiBlueprint, ProblemSchema
from elearn.core.clock import now
from elearn.core.i18n import reader_language
from elearn.core.paging import paginate
from elearn.webinars import access, agenda, cloning, listing, planning, queries, speakers
from elearn.webinars.models import Webinar
from elearn.webinars.planning import Settings, Text
from elearn.webinars.planning_errors import OrganisationUnknown
from elearn.webinars.schemas import (
    AgendaSchema,
    ListedSessionsSchema,
    NewWebinarSchema,
    OrganisedQuerySchema,
    OrganisedWebinarsSchema,
    SpeakerMoveSchema,
    SpeakerWishSchema,
    WebinarCopySchema,
    WebinarPartnersSchema,
    WebinarSchema,
    WebinarSettingsSchema,
    WebinarsQuerySchema,
    WebinarStateSchema,
    WebinarTextSchema,
    WebinarTopicsSchema,
)
from elearn.webinars.speakers import Said
from elearn.webinars.standing import with_standing

blueprint = ApiBlueprint(
    "webinars_api",
    __name__,
    url_prefix="/api/v1/webinars",
    description="Webinars: what they are about, when, who takes part",
)
partners = has_role("partner")
MISSING = {"schema": ProblemSchema, "description": "There is no such thing, or not for you"}
CONFLICT = {"schema": ProblemSchema, "description": "The webinar is in no state for this"}
STATES = {
    "published": planning.publish,
    "archived": planning.archive,
    "draft": planning.unpublish,
}


def webinar_here(slug: str) -> Webinar:
    """Return the webinar for its organiser."""
    return access.open_webinar(slug, person_here(), to="manage")


def shown(webinar: Webinar, *, drafts: bool = True) -> dict[str, Any]:
    """Return a webinar as the API tells of it."""
    beside, moment = queries.beside(webinar.id), now()
    sessions = queries.sessions_of(webinar.id, drafts=drafts)
    return vars(Settings.of(webinar)) | {
        "public_id": webinar.public_id,
        "slug": webinar.slug,
        "state": webinar.state,
        "organisation": beside.owner.title if beside.owner else None,
        "texts": list(beside.texts.values()),
        "speakers": beside.speakers,
        "agenda": [item for items in beside.agenda.values() for item in items],
        "partners": beside.partners,
        "topics": beside.topics,
        "sessions": [with_standing(row, moment) for row in sessions],
    }


@blueprint.route("", methods=["GET"], access=anyone)
@blueprint.arguments(WebinarsQuerySchema, location="query")
@blueprint.response(200, ListedSessionsSchema)
def index(asked: dict[str, Any]) -> dict[str, Any]:
    """List the sessions of public webinars: those to come, soonest first, or past ones"""
    past, number, moment = asked.pop("when") == "past", asked.pop("page"), now()
    page = listing.public_sessions(
        listing.Wish(**asked), reader_language(), moment, number, past=past
    )
    items = [with_standing(row, moment) for row in page.rows]
    return {"items": items, "page": page.number, "more": page.more}


@blueprint.route("/organised", methods=["GET"], access=partners)
@blueprint.arguments(OrganisedQuerySchema, location="query")
@blueprint.response(200, OrganisedWebinarsSchema)
def organised(asked: dict[str, Any]) -> dict[str, Any]:
    """List the webinars whose desk you see, drafts too"""
    statement = queries.webinars(access.webinars_seen_by(person_here()), reader_language())
    page = paginate(statement, asked["page"])
    return {"items": page.rows, "page": page.number, "more": page.more}


@blueprint.route("", methods=["POST"], access=partners, limit="60 per hour")
@blueprint.arguments(NewWebinarSchema)
@blueprint.response(201, WebinarSchema)
def create(sent: dict[str, Any]) -> dict[str, Any]:
    """Make a draft webinar of an organisation you act for"""
    asked = sent["organisation"]
    organisation = queries.organisation_id(asked) if asked else None
    if asked and organisation is None:
        raise OrganisationUnknown
    return shown(
        planning.create_webinar(
            sent["text"], sent["settings"], person_here(), organisation_id=organisation
        )
    )


@blueprint.route("/<string:slug>", methods=["GET"], access=anyone)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
def show(slug: str) -> dict[str, Any]:
    """Show a webinar with its texts, sessions, speakers, agendas, partners and topics"""
    person = current_person()
    webinar = access.open_webinar(slug, person)
    return shown(webinar, drafts=access.sees(person, webinar))


@blueprint.route("/<string:slug>/settings", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarSettingsSchema)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change_settings(settings: Settings, slug: str) -> dict[str, Any]:
    """Change how a webinar is run"""
    webinar = webinar_here(slug)
    planning.change_settings(webinar.id, settings, person_here())
    return shown(webinar)


@blueprint.route("/<string:slug>/state", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarStateSchema)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_state(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Publish a webinar, put it into the archive, or make it a draft again"""
    webinar = webinar_here(slug)
    STATES[sent["state"]](webinar.id, person_here())
    return shown(webinar)


@blueprint.route("/<string:slug>/copies", methods=["POST"], access=partners, limit="60 per hour")
@blueprint.arguments(WebinarCopySchema)
@blueprint.response(201, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
def copy(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Copy a webinar as a draft, without its people"""
    webinar = webinar_here(slug)
    return shown(cloning.clone(webinar.id, person_here(), first_day=sent["first_day"]))


# -- what it says -------------------------------------------------------------------------------


@blueprint.route("/<string:slug>/texts/<string:language>", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarTextSchema)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_text(text: Text, slug: str, language: str) -> dict[str, Any]:
    """Write what a webinar says in a language, new or anew"""
    webinar = webinar_here(slug)
    planning.put_text(webinar.id, language, text, person_here())
    return shown(webinar)


@blueprint.route("/<string:slug>/texts/<string:language>", methods=["DELETE"], access=partners)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def remove_text(slug: str, language: str) -> None:
    """Remove a text and the agenda in its language"""
    planning.remove_text(webinar_here(slug).id, language, person_here())


@blueprint.route("/<string:slug>/agenda/<string:language>", methods=["PUT"], access=partners)
@blueprint.arguments(AgendaSchema)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_agenda(sent: dict[str, Any], slug: str, language: str) -> dict[str, Any]:
    """Replace the agenda in a language; together its parts fit the sessions it is for"""
    webinar = webinar_here(slug)
    agenda.put_agenda(webinar.id, language, sent["items"], person_here())
    return shown(webinar)


@blueprint.route("/<string:slug>/partners", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarPartnersSchema)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_partners(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Let exactly these organisations take part; those that give delivery see who registers"""
    webinar = webinar_here(slug)
    pairs = [(one["organisation"], one["role"]) for one in sent["partners"]]
    planning.set_partners(webinar.id, pairs, person_here())
    return shown(webinar)


@blueprint.route("/<string:slug>/topics", methods=["PUT"], access=partners)
@blueprint.arguments(WebinarTopicsSchema)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def put_topics(sent: dict[str, Any], slug: str) -> dict[str, Any]:
    """Let the webinar be about exactly these publications of the toolkit"""
    webinar = webinar_here(slug)
    planning.set_topics(webinar.id, sent["tools"], person_here())
    return shown(webinar)


# -- speakers -----------------------------------------------------------------------------------


@blueprint.route("/<string:slug>/speakers", methods=["POST"], access=partners)
@blueprint.arguments(SpeakerWishSchema)
@blueprint.response(201, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def add_speaker(said: Said, slug: str) -> dict[str, Any]:
    """Add a speaker at the end"""
    webinar = webinar_here(slug)
    speakers.add_speaker(webinar.id, said, person_here())
    return shown(webinar)


@blueprint.route("/<string:slug>/speakers/<string:speaker_id>", methods=["PUT"], access=partners)
@blueprint.arguments(SpeakerWishSchema)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def change_speaker(said: Said, slug: str, speaker_id: str) -> dict[str, Any]:
    """Change how a speaker is named"""
    webinar = webinar_here(slug)
    speakers.change_speaker(webinar.id, speaker_id, said, person_here())
    return shown(webinar)


@blueprint.route(
    "/<string:slug>/speakers/<string:speaker_id>/position", methods=["PUT"], access=partners
)
@blueprint.arguments(SpeakerMoveSchema)
@blueprint.response(200, WebinarSchema)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def move_speaker(sent: dict[str, Any], slug: str, speaker_id: str) -> dict[str, Any]:
    """Move a speaker one place up or down; at the ends nothing moves"""
    webinar = webinar_here(slug)
    speakers.move_speaker(webinar.id, speaker_id, sent["by"], person_here())
    return shown(webinar)


@blueprint.route("/<string:slug>/speakers/<string:speaker_id>", methods=["DELETE"], access=partners)
@blueprint.response(204)
@blueprint.alt_response(404, **MISSING)
@blueprint.alt_response(409, **CONFLICT)
def remove_speaker(slug: str, speaker_id: str) -> None:
    """Remove a speaker; their parts of the agenda stay, without a speaker"""
    speakers.remove_speaker(webinar_here(slug).id, speaker_id, person_here())
