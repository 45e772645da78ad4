"""The desk of what a webinar says: texts, speakers, agenda, partners, topics."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import has_role, person_here
from elearn.accounts.forms import options
from elearn.accounts.queries import organisation_names
from elearn.core.errors import Conflict, Invalid
from elearn.core.i18n import NAMES, language_name
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import agenda, labels, planning, queries, speakers
from elearn.webinars.forms import (
    PartnerForm,
    SpeakerForm,
    TextForm,
    TopicForm,
    agenda_rows,
    agenda_typed,
)
from elearn.webinars.models import Webinar
from elearn.webinars.planning_errors import TextNotFound
from elearn.webinars.views.desk import refuse, webinar_here

blueprint = Blueprint("webinar_parts", __name__, url_prefix="/desk/webinars/<slug>")
partners_only = has_role("partner")
TEXTS = ("title", "summary", "description", "audience", "privacy_note")


def back(slug: str, anchor: str) -> ResponseReturnValue:
    """Go back to the webinar at the desk."""
    return redirect(url_for("webinars_desk.show", slug=slug, _anchor=anchor))


# -- texts --------------------------------------------------------------------------------------


@blueprint.get("/texts/new", access=partners_only)
def new_text(slug: str) -> ResponseReturnValue:
    """Show the form for a text in another language."""
    return text_page(webinar_here(slug), TextForm(), None)


def text_page(webinar: Webinar, form: TextForm, language: str | None) -> str:
    """Return the form of a text; a new one chooses among the languages there is none in."""
    beside = queries.beside(webinar.id)
    if language is None:
        free = [(code, name) for code, name in NAMES.items() if code not in beside.texts]
        form.language.choices = options(free)
    return render_template(
        "webinars/desk/text.html",
        webinar=webinar,
        form=form,
        language=language,
        main=beside.texts[webinar.language],
    )


@blueprint.post("/texts/new", access=partners_only)
def add_text(slug: str) -> ResponseReturnValue:
    """Add a text in another language."""
    form = TextForm()
    form.language.choices = options(NAMES.items())
    return save_text(slug, form, None)


def save_text(slug: str, form: TextForm, language: str | None) -> ResponseReturnValue:
    """Write a text; `language` is None where the form chooses it."""
    webinar, status = webinar_here(slug), 422
    if form.validate():
        try:
            with write():
                planning.put_text(
                    webinar_here(slug).id,
                    language or form.language.data,
                    form.text(),
                    person_here(),
                )
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "title")
        else:
            flash(_("The text is saved."), "done")
            return back(slug, "texts")
    return text_page(webinar, form, language), status


@blueprint.get("/texts/<language>/", access=partners_only)
def text(slug: str, language: str) -> ResponseReturnValue:
    """Show the form of a text."""
    webinar = webinar_here(slug)
    kept = planning.text_of(webinar.id, language)
    form = TextForm(data={name: getattr(kept, name) for name in TEXTS})
    del form.language
    return text_page(webinar, form, language)


@blueprint.post("/texts/<language>/", access=partners_only)
def change_text(slug: str, language: str) -> ResponseReturnValue:
    """Change a text."""
    planning.text_of(webinar_here(slug).id, language)
    form = TextForm()
    del form.language
    return save_text(slug, form, language)


@blueprint.get("/texts/<language>/remove", access=partners_only)
def confirm_remove_text(slug: str, language: str) -> ResponseReturnValue:
    """Ask before a text is removed."""
    webinar = webinar_here(slug)
    planning.text_of(webinar.id, language)
    return render_template(
        "webinars/desk/text_remove.html",
        webinar=webinar,
        main=queries.beside(webinar.id).texts[webinar.language],
        language=language,
    )


@blueprint.post("/texts/<language>/remove", access=partners_only)
def remove_text(slug: str, language: str) -> ResponseReturnValue:
    """Remove a text and the agenda in its language."""
    with write():
        planning.remove_text(webinar_here(slug).id, language, person_here())
    flash(_("The text is removed. People read the main one."), "note")
    return back(slug, "texts")


# -- speakers -----------------------------------------------------------------------------------


@blueprint.get("/speakers/new", access=partners_only)
def new_speaker(slug: str) -> ResponseReturnValue:
    """Show the form for a speaker."""
    return speaker_page(webinar_here(slug), SpeakerForm())


def speaker_page(webinar: Webinar, form: SpeakerForm, speaker: Any = None) -> str:
    """Return the form of a speaker."""
    return render_template(
        "webinars/desk/speaker.html",
        webinar=webinar,
        form=form,
        speaker=speaker,
        main=queries.beside(webinar.id).texts[webinar.language],
    )


@blueprint.post("/speakers/new", access=partners_only)
def add_speaker(slug: str) -> ResponseReturnValue:
    """Add a speaker at the end."""
    webinar, form, status = webinar_here(slug), SpeakerForm(), 422
    if form.validate():
        try:
            with write():
                speakers.add_speaker(webinar_here(slug).id, form.said(), person_here())
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "name")
        else:
            return back(slug, "speakers")
    return speaker_page(webinar, form), status


@blueprint.get("/speakers/<speaker_id>/", access=partners_only)
def speaker(slug: str, speaker_id: str) -> ResponseReturnValue:
    """Show the form of a speaker."""
    webinar = webinar_here(slug)
    kept = speakers.speaker_of(webinar.id, speaker_id)
    names = ("name", "affiliation", "about")
    form = SpeakerForm(data={name: getattr(kept, name) for name in names})
    return speaker_page(webinar, form, kept)


@blueprint.post("/speakers/<speaker_id>/", access=partners_only)
def change_speaker(slug: str, speaker_id: str) -> ResponseReturnValue:
    """Change how a speaker is named."""
    webinar, form, status = webinar_here(slug), SpeakerForm(), 422
    kept = speakers.speaker_of(webinar.id, speaker_id)
    if form.validate():
        try:
            with write():
                speakers.change_speaker(
                    webinar_here(slug).id, speaker_id, form.said(), person_here()
                )
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "name")
        else:
            return back(slug, "speakers")
    return speaker_page(webinar, form, kept), status


@blueprint.post("/speakers/<speaker_id>/move", access=partners_only)
def move_speaker(slug: str, speaker_id: str) -> ResponseReturnValue:
    """Move a speaker one place: `by` is up or down."""
    by = -1 if request.form.get("by") == "up" else 1
    with write():
        speakers.move_speaker(webinar_here(slug).id, speaker_id, by, person_here())
    return back(slug, "speakers")


@blueprint.get("/speakers/<speaker_id>/remove", access=partners_only)
def confirm_remove_speaker(slug: str, speaker_id: str) -> ResponseReturnValue:
    """Ask before a speaker is removed."""
    webinar = webinar_here(slug)
    return render_template(
        "webinars/desk/speaker_remove.html",
        webinar=webinar,
        main=queries.beside(webinar.id).texts[webinar.language],
        speaker=speakers.speaker_of(webinar.id, speaker_id),
    )


@blueprint.post("/speakers/<speaker_id>/remove", access=partners_only)
def remove_speaker(slug: str, speaker_id: str) -> ResponseReturnValue:
    """Remove a speaker."""
    with write():
        speakers.remove_speaker(webinar_here(slug).id, speaker_id, person_here())
    flash(_("The speaker is removed. Their parts of the agenda stay."), "note")
    return back(slug, "speakers")


# -- agenda -------------------------------------------------------------------------------------


@blueprint.get("/agenda/<language>/", access=partners_only)
def edit_agenda(slug: str, language: str) -> ResponseReturnValue:
    """Show the agenda in a language, to be edited."""
    webinar = agenda_here(slug, language)
    beside = queries.beside(webinar.id)
    return agenda_page(webinar, language, agenda_rows(beside.agenda.get(language, [])))


def agenda_here(slug: str, language: str) -> Webinar:
    """Return the webinar, to manage. Raises TextNotFound for a language it says nothing in."""
    webinar = webinar_here(slug)
    if language not in queries.beside(webinar.id).texts:
        raise TextNotFound
    return webinar


def agenda_page(
    webinar: Webinar,
    language: str,
    rows: list[dict[str, Any]],
    problems: list[tuple[str, Any]] | None = None,
) -> str:
    """Return the form of an agenda; `problems` are fields and sentences."""
    beside = queries.beside(webinar.id)
    return render_template(
        "webinars/desk/agenda.html",
        webinar=webinar,
        language=language,
        spoken=language_name(language),
        rows=rows,
        problems=problems or [],
        wrong={name for name, _sentence in problems or []},
        beside=beside,
        main=beside.texts[webinar.language],
    )


@blueprint.post("/agenda/<language>/", access=partners_only)
def save_agenda(slug: str, language: str) -> ResponseReturnValue:
    """Replace the agenda in a language."""
    webinar = agenda_here(slug, language)
    rows, items, wrong = agenda_typed(request.form)
    problems: list[tuple[str, Any]] = [
        (name, _("Give each part a title and its minutes.")) for name in wrong[:1]
    ]
    status = 422
    if not problems:
        try:
            with write():
                agenda.put_agenda(webinar_here(slug).id, language, items, person_here())
        except (Invalid, Conflict) as problem:
            problems, status = [("minutes-0", str(problem))], problem.status
        else:
            flash(_("The agenda is saved."), "done")
            return back(slug, "agenda")
    return agenda_page(webinar, language, rows, problems), status


# -- partners and topics ------------------------------------------------------------------------


@blueprint.get("/partners", access=partners_only)
def partners(slug: str) -> ResponseReturnValue:
    """Show who takes part and what the webinar is about."""
    return partners_page(webinar_here(slug), PartnerForm(), TopicForm())


def partners_page(webinar: Webinar, partner: PartnerForm, topic: TopicForm) -> str:
    """Return the page of partners and topics."""
    beside = queries.beside(webinar.id)
    about = {row.key for row in beside.topics}
    partner.organisation.choices = options(organisation_names())
    topic.tool.choices = options(one for one in queries.tools() if one[0] not in about)
    return render_template(
        "webinars/desk/partners.html",
        webinar=webinar,
        beside=beside,
        main=beside.texts[webinar.language],
        partner=partner,
        topic=topic,
        labels=labels,
    )


@blueprint.post("/partners", access=partners_only)
def change_partners(slug: str) -> ResponseReturnValue:
    """Add an organisation in a role, or with `remove` take one out."""
    webinar, form, status = webinar_here(slug), PartnerForm(), 422
    form.organisation.choices = options(organisation_names())
    gone = request.form.get("remove", "").partition(":")
    if gone[0] or form.validate():
        try:
            with write():
                webinar = webinar_here(slug)
                pairs = [(row.key, row.a) for row in queries.beside(webinar.id).partners]
                if gone[0]:
                    pairs = [pair for pair in pairs if pair != (gone[0], gone[2])]
                else:
                    pairs.append((form.organisation.data, form.role.data))
                planning.set_partners(webinar.id, pairs, person_here())
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "organisation")
        else:
            return redirect(url_for(".partners", slug=slug))
    return partners_page(webinar, form, TopicForm(formdata=None)), status


@blueprint.post("/topics", access=partners_only)
def change_topics(slug: str) -> ResponseReturnValue:
    """Add a publication, or with `remove` take one out."""
    webinar, form, status = webinar_here(slug), TopicForm(), 422
    form.tool.choices = options(queries.tools())
    gone = request.form.get("remove", "")
    if gone or form.validate():
        try:
            with write():
                webinar = webinar_here(slug)
                slugs = [row.key for row in queries.beside(webinar.id).topics]
                if gone:
                    slugs = [one for one in slugs if one != gone]
                else:
                    slugs.append(form.tool.data)
                planning.set_topics(webinar.id, slugs, person_here())
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "tool")
        else:
            return redirect(url_for(".partners", slug=slug, _anchor="topics"))
    return partners_page(webinar, PartnerForm(formdata=None), form), status
