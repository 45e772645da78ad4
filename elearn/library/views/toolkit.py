"""The public toolkit: tools, editions, their text by section, their glossary, their pictures."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from elearn.accounts.session import current_person
from elearn.core import storage
from elearn.core.access import anyone
from elearn.core.paging import page_number, paginate
from elearn.core.web import Blueprint
from elearn.library import access, edition_changes, queries
from elearn.library.labels import STATUS_LABELS, TOOL_KIND_LABELS

blueprint = Blueprint("library", __name__)
FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.get("/toolkit/", access=anyone)
def toolkit() -> ResponseReturnValue:
    """List the tools that have an edition to read."""
    page = paginate(queries.shown_tools(), page_number(request.args.get("page")))
    return render_template("library/toolkit.html", page=page, kinds=TOOL_KIND_LABELS)


@blueprint.get("/toolkit/<slug>/", access=anyone)
def tool(slug: str) -> ResponseReturnValue:
    """Show a tool and its editions."""
    person = current_person()
    found, editions = access.open_tool(slug, person)
    return render_template(
        "library/tool.html",
        may_add=person is not None and (person.holds("trainer") or person.holds("admin")),
        tool=found,
        editions=editions,
        kinds=TOOL_KIND_LABELS,
        statuses=STATUS_LABELS,
    )


@blueprint.get("/toolkit/<slug>/<edition_id>/", access=anyone)
def edition(slug: str, edition_id: str) -> ResponseReturnValue:
    """Show what an edition is and its table of contents."""
    person = current_person()
    found = access.open_edition(slug, edition_id, person)
    return render_template(
        "library/edition.html",
        edition=found,
        has_changes=edition_changes.has_changes(found, person),
        sections=queries.sections_of(found.id),
        has_glossary=bool(queries.glossary_of(found.id)),
        statuses=STATUS_LABELS,
    )


@blueprint.get("/toolkit/<slug>/<edition_id>/<int:position>", access=anyone)
def section(slug: str, edition_id: str, position: int) -> ResponseReturnValue:
    """Show one section of an edition, every paragraph with its own anchor."""
    found = access.open_edition(slug, edition_id, current_person())
    sections = queries.sections_of(found.id)
    places = {row.position: place for place, row in enumerate(sections)}
    if position not in places:
        abort(404)
    place = places[position]
    return render_template(
        "library/section.html",
        edition=found,
        section=sections[place],
        paragraphs=queries.paragraphs_of_section(sections[place].id),
        previous=sections[place - 1] if place else None,
        following=sections[place + 1] if place + 1 < len(sections) else None,
    )


@blueprint.get("/toolkit/<slug>/<edition_id>/paragraph/<key>", access=anyone)
def paragraph(slug: str, edition_id: str, key: str) -> ResponseReturnValue:
    """Lead to the place of a paragraph: the address that questions and comments keep."""
    found = access.open_edition(slug, edition_id, current_person())
    rows = queries.paragraphs_by_key(found.id, [key])
    if key not in rows:
        abort(404)
    place = url_for(
        ".section", slug=slug, edition_id=edition_id, position=rows[key].section_position
    )
    return redirect(f"{place}#{key}")


@blueprint.get("/toolkit/<slug>/<edition_id>/glossary", access=anyone)
def glossary(slug: str, edition_id: str) -> ResponseReturnValue:
    """Show the terms an edition defines."""
    found = access.open_edition(slug, edition_id, current_person())
    return render_template(
        "library/glossary.html", edition=found, terms=queries.glossary_of(found.id)
    )


@blueprint.get("/media/<name>", access=anyone)
def media(name: str) -> ResponseReturnValue:
    """Send a picture. Its name is the hash of its content, so it never changes."""
    row = queries.media_row(name)
    if row is None:
        abort(404)
    try:
        content = storage.get(row.name)
    except storage.NoSuchFile:
        abort(404)
    response = Response(content, mimetype=row.content_type)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.set_etag(name)
    response.make_conditional(request)
    return response
