"""What is kept of a webinar, for everybody: the words of a recording, files to keep."""

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.http import dump_options_header

from elearn.accounts.session import current_person
from elearn.core import storage
from elearn.core.access import anyone
from elearn.core.web import Blueprint
from elearn.library.slugs import slug_of
from elearn.webinars import access, queries
from elearn.webinars.kept import material_queries, transcripts
from elearn.webinars.kept.material_errors import MaterialNotFound
from elearn.webinars.kept.material_files import EXTENSIONS
from elearn.webinars.models import Webinar
from elearn.webinars.views.material_words import material_facts

blueprint = Blueprint(
    "webinar_materials", __name__, url_prefix="/webinars/<slug>/materials/<material_id>"
)


def shown_to_me(webinar: Webinar, published: object) -> bool:
    """Tell whether the reader may have a material: everybody a published one."""
    return published is not None or access.sees(current_person(), webinar)


@blueprint.get("/transcript", access=anyone)
def transcript(slug: str, material_id: str) -> ResponseReturnValue:
    """Show what is said in a recording: it reads without the video."""
    webinar = access.open_webinar(slug, current_person())
    kept = material_queries.material(webinar.id, material_id)
    if (
        kept is None
        or not kept.row.has_transcript
        or not shown_to_me(webinar, kept.row.published_at)
    ):
        raise MaterialNotFound
    beside = queries.beside(webinar.id)
    return render_template(
        "webinars/transcript.html",
        webinar=webinar,
        text=beside.texts.get(kept.row.language) or beside.texts[webinar.language],
        recording=material_facts(kept, slug),
        paragraphs=transcripts.paragraphs(material_queries.transcript_of(kept.row.id)),
    )


@blueprint.get("/file", access=anyone)
def file(slug: str, material_id: str) -> ResponseReturnValue:
    """Send slides or a document, to be kept: never shown inside the site."""
    webinar = access.open_webinar(slug, current_person())
    found = material_queries.file_of(webinar.id, material_id)
    if found is None or not shown_to_me(webinar, found.published_at):
        raise MaterialNotFound
    try:
        content = storage.get(found.storage_key)
    except storage.NoSuchFile:
        abort(404)
    response = Response(content, mimetype=found.media_type)
    name = f"{slug_of(found.title)}.{EXTENSIONS[found.media_type]}"
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": name})
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.set_etag(found.storage_key[:64])
    response.make_conditional(request)
    return response
