"""The organisers' desk: their webinars, one of them, its settings, publishing, copies."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.accounts.access import has_role, is_admin, person_here
from elearn.core.errors import Conflict, Invalid
from elearn.core.forms import Form
from elearn.core.i18n import language_name, reader_language
from elearn.core.paging import page_number, paginate
from elearn.core.transaction import write
from elearn.core.web import Blueprint
from elearn.webinars import access, cloning, labels, planning, queries
from elearn.webinars.access import Purpose
from elearn.webinars.forms import CloneForm, NewWebinarForm, SettingsForm
from elearn.webinars.models import Webinar
from elearn.webinars.planning import Settings, Text
from elearn.webinars.views.wording import session_facts

blueprint = Blueprint("webinars_desk", __name__, url_prefix="/desk/webinars")
partners = has_role("partner")


def webinar_here(slug: str, to: Purpose = "manage") -> Webinar:
    """Return the webinar for the person who asks."""
    return access.open_webinar(slug, person_here(), to=to)


def refuse(form: Form, problem: Invalid | Conflict, otherwise: str) -> int:
    """Put a refusal beside the field it is about; return its status."""
    name = getattr(problem, "field", otherwise)
    field = form[name if name in form else otherwise]
    field.errors = [*field.errors, str(problem)]
    return problem.status


@blueprint.get("/", access=partners)
def index() -> ResponseReturnValue:
    """List the webinars whose desk the person sees."""
    person = person_here()
    statement = queries.webinars(access.webinars_seen_by(person), reader_language())
    return render_template(
        "webinars/desk/webinars.html",
        page=paginate(statement, page_number(request.args.get("page"))),
        may_make=is_admin(person) or bool(access.organisations_of(person)),
        labels=labels,
    )


# -- making -------------------------------------------------------------------------------------


def offered(form: NewWebinarForm) -> NewWebinarForm:
    """Let a form for a new webinar choose among the organisations the person acts for."""
    person = person_here()
    organisations = queries.organisations(access.organisations_for(person))
    return form.offer(organisations, is_admin(person))


@blueprint.get("/new", access=partners)
def new() -> ResponseReturnValue:
    """Show the form for a new webinar."""
    person = person_here()
    form = NewWebinarForm(data={"language": person.language, "zone": person.timezone})
    return render_template("webinars/desk/new.html", form=offered(form))


@blueprint.post("/new", access=partners, limit="60 per hour")
def create() -> ResponseReturnValue:
    """Make a draft webinar."""
    form, status = offered(NewWebinarForm()), 422
    if form.validate():
        settings = Settings(language=form.language.data, zone=form.zone.data)
        text = Text(form.title.data, form.summary.data or "")
        organisation = queries.organisation_id(form.organisation.data)
        try:
            with write():
                slug = planning.create_webinar(
                    text, settings, person_here(), organisation_id=organisation
                ).slug
        except Invalid as problem:
            status = refuse(form, problem, "title")
        else:
            flash(_("The draft is there. Plan its sessions next."), "done")
            return redirect(url_for(".show", slug=slug))
    return render_template("webinars/desk/new.html", form=form), status


# -- one webinar --------------------------------------------------------------------------------


@blueprint.get("/<slug>/", access=partners)
def show(slug: str) -> ResponseReturnValue:
    """Show a webinar at the desk: what is there, and what is still missing."""
    webinar = webinar_here(slug, "see")
    beside = queries.beside(webinar.id)
    return render_template(
        "webinars/desk/show.html",
        webinar=webinar,
        beside=beside,
        text=beside.texts[webinar.language],
        sessions=[session_facts(row) for row in queries.sessions_of(webinar.id, drafts=True)],
        manages=access.manages(person_here(), webinar),
        labels=labels,
    )


@blueprint.get("/<slug>/settings", access=partners)
def settings(slug: str) -> ResponseReturnValue:
    """Show how the webinar is run."""
    webinar = webinar_here(slug)
    return settings_page(webinar, SettingsForm(data=vars(Settings.of(webinar))))


def settings_page(webinar: Webinar, form: SettingsForm) -> str:
    """Return the page of settings."""
    texts = queries.beside(webinar.id).texts
    form.offer([(code, language_name(code)) for code in texts])
    main = texts[webinar.language]
    return render_template("webinars/desk/settings.html", webinar=webinar, form=form, main=main)


@blueprint.post("/<slug>/settings", access=partners)
def change_settings(slug: str) -> ResponseReturnValue:
    """Change how the webinar is run."""
    webinar, form, status = webinar_here(slug), SettingsForm(), 422
    texts = queries.beside(webinar.id).texts
    if form.offer([(code, language_name(code)) for code in texts]).validate():
        try:
            with write():
                planning.change_settings(webinar_here(slug).id, form.settings(), person_here())
        except (Invalid, Conflict) as problem:
            status = refuse(form, problem, "language")
        else:
            flash(_("The settings are saved."), "done")
            return redirect(url_for(".show", slug=slug))
    return settings_page(webinar, form), status


# -- who sees it --------------------------------------------------------------------------------


@blueprint.post("/<slug>/publish", access=partners)
def publish(slug: str) -> ResponseReturnValue:
    """Let everybody see the webinar."""
    try:
        with write():
            planning.publish(webinar_here(slug).id, person_here())
    except Conflict as problem:
        flash(str(problem), "attention")
    else:
        flash(_("The webinar is published. People can register for its open sessions."), "done")
    return redirect(url_for(".show", slug=slug))


@blueprint.get("/<slug>/unpublish", access=partners)
def confirm_unpublish(slug: str) -> ResponseReturnValue:
    """Ask before the webinar vanishes from the public pages."""
    webinar = webinar_here(slug)
    return confirm_page(webinar, "unpublish")


def confirm_page(webinar: Webinar, act: str) -> str:
    """Return the page that says what an act touches."""
    beside = queries.beside(webinar.id)
    return render_template(
        f"webinars/desk/{act}.html",
        webinar=webinar,
        text=beside.texts[webinar.language],
        people=planning.registered(webinar.id),
    )


@blueprint.post("/<slug>/unpublish", access=partners)
def unpublish(slug: str) -> ResponseReturnValue:
    """Make the webinar a draft again."""
    with write():
        planning.unpublish(webinar_here(slug).id, person_here())
    flash(_("The webinar is a draft again. Only its organisers see it."), "note")
    return redirect(url_for(".show", slug=slug))


@blueprint.get("/<slug>/archive", access=partners)
def confirm_archive(slug: str) -> ResponseReturnValue:
    """Ask before the webinar goes into the archive."""
    return confirm_page(webinar_here(slug), "archive")


@blueprint.post("/<slug>/archive", access=partners)
def archive(slug: str) -> ResponseReturnValue:
    """Put the webinar into the archive."""
    with write():
        planning.archive(webinar_here(slug).id, person_here())
    flash(_("The webinar is in the archive. Everybody can read it; nobody registers."), "note")
    return redirect(url_for(".show", slug=slug))


@blueprint.get("/<slug>/copy", access=partners)
def copy(slug: str) -> ResponseReturnValue:
    """Show the form for a copy."""
    return copy_page(webinar_here(slug), CloneForm())


def copy_page(webinar: Webinar, form: CloneForm) -> str:
    """Return the page that asks for the first day of a copy."""
    main = queries.beside(webinar.id).texts[webinar.language]
    return render_template("webinars/desk/copy.html", webinar=webinar, form=form, main=main)


@blueprint.post("/<slug>/copy", access=partners)
def make_copy(slug: str) -> ResponseReturnValue:
    """Copy the webinar as a draft, without its people."""
    webinar, form, status = webinar_here(slug), CloneForm(), 422
    if form.validate():
        try:
            with write():
                made = cloning.clone(
                    webinar_here(slug).id, person_here(), first_day=form.first_day.data
                )
        except Invalid as problem:
            status = refuse(form, problem, "first_day")
        else:
            flash(_("The copy is a draft. Look through its texts and sessions."), "done")
            return redirect(url_for(".show", slug=made.slug))
    return copy_page(webinar, form), status
