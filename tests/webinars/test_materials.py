"""Recordings, slides and transcripts: organisers keep them, everybody chooses what to load."""

import io
import zipfile

import pytest
from sqlalchemy import func, select

from elearn.core import storage
from elearn.core.database import db
from elearn.webinars.kept import chapters, material_files, materials
from elearn.webinars.kept.material_errors import FileRefused, LessonStandsOnIt
from elearn.webinars.kept.material_files import MEDIA_TYPES
from elearn.webinars.kept.material_models import Chapter, Material
from elearn.webinars.kept.materials import Described
from elearn.webinars.planning_errors import Unusable
from tests.factories.programmes import partner_of_run
from tests.factories.webinars import make_session, make_webinar

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PUBLIC = "/webinars/tour/"
DESK = "/desk/webinars/tour/materials/"
TALK = Described(
    "recording",
    "The tour, recorded",
    "en",
    address="https://video.example.org/tour",
    size=180_000_000,
    minutes=58,
)


def package(parts):
    """Return a zip archive of these parts, the first one stored as it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def pptx(**more):
    """Return slides in Microsoft's format, as far as they are looked at."""
    main = MEDIA_TYPES["pptx"] + ".main+xml"
    types = f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{main}"/></Types>'
    return package({"[Content_Types].xml": types, "ppt/presentation.xml": "<p/>"} | more)


def odp(**more):
    """Return slides in the open format, as far as they are looked at."""
    return package({"mimetype": MEDIA_TYPES["odp"], "content.xml": "<c/>"} | more)


@pytest.fixture
def webinar(writing, cast):
    """A published webinar of the partner's with one session."""
    with writing():
        partner_of_run(cast.partner.id)
        made = make_webinar(cast.partner, slug="tour")
        made.session = make_session(made).public_id
        return made


@pytest.fixture
def partner(cast, signed_in, webinar):
    return signed_in(cast.partner)


@pytest.fixture
def recording(writing, webinar):
    """The public id of a published recording with chapters and a transcript."""
    with writing():
        made = materials.add(webinar.id, TALK, None).public_id
        marks, _ = chapters.read("0:00 Welcome\n12:30 The law")
        materials.put_chapters(webinar.id, made, marks, None)
        materials.put_transcript(webinar.id, made, "[0:05] Welcome.\n\n[12:31] Now the law.", None)
        materials.publish(webinar.id, made, None)
        return made


# -- the desk -----------------------------------------------------------------------------------


def test_an_organiser_adds_a_recording_and_everybody_chooses_by_its_size(partner, webinar, visitor):
    assert partner.get("/desk/webinars/tour/").all(f"//main//a[@href='{DESK}']")
    form = partner.get(DESK + "new")
    page = partner.follow(
        partner.submit(
            form,
            "Save",
            kind="recording",
            title="The tour, recorded",
            language="en",
            session=webinar.session,
            address="https://video.example.org/tour",
            size="180",
            minutes="58",
            chapters="0:00 Welcome\n12:30 The law",
            transcript="Welcome.\n\nNow the law.",
        )
    )
    assert "Not published" in page.main
    assert "The tour, recorded" not in visitor.get(PUBLIC).main
    partner.follow(partner.submit(page, "Publish"))
    shown = visitor.get(PUBLIC)
    assert "Recording · 58 minutes · 180 MB · English" in " ".join(shown.main.split())
    assert shown.all("//a/@href[contains(., '#t=')]") == [
        "https://video.example.org/tour#t=0",
        "https://video.example.org/tour#t=750",
    ]
    assert "Recorded" in shown.main
    words = visitor.get(shown.all("//a[contains(@href, '/transcript')]/@href")[0])
    assert "Now the law." in words.main


def test_lines_that_cannot_be_used_are_named_and_nothing_is_lost(partner, app):
    form = partner.get(DESK + "new")
    refused = partner.submit(
        form,
        "Save",
        status=422,
        title="Talk",
        address="https://video.example.org/tour",
        chapters="0:00 Welcome\nThe law",
        transcript="Words that took long.",
    )
    assert "Line 2: Begin the line with a time" in refused.main
    assert "Words that took long." in refused.main
    with app.app_context():
        assert db.session.scalar(select(func.count(Material.id))) == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"address": "http://video.example.org/tour"}, "with https:// before it"),
        ({"address": "javascript:alert(1)"}, "with https:// before it"),
        ({"address": ""}, "Give the address of the recording"),
        ({"kind": "slides", "address": ""}, "Give an address, or choose a file"),
        ({"kind": "slides", "chapters": "0:00 Welcome"}, "Only a recording has chapters"),
        ({"title": ""}, "Give it a title"),
        ({"size": "0"}, "up to 2,000 MB"),
        ({"minutes": "1441"}, "up to 1,440"),
    ],
)
def test_what_is_missing_or_unsafe_is_said(partner, fields, sentence):
    said = {"title": "Talk", "address": "https://video.example.org/tour"} | fields
    refused = partner.submit(partner.get(DESK + "new"), "Save", status=422, **said)
    assert sentence in refused.main


def test_slides_are_kept_as_a_file_and_sent_to_be_saved(partner, visitor, app):
    form = partner.get(DESK + "new")
    sent = {"kind": "slides", "title": "Slides: the tour", "file": (io.BytesIO(PDF), "tour.pdf")}
    page = partner.follow(partner.submit(form, "Save", **sent))
    partner.submit(page, "Publish")
    address = visitor.get(PUBLIC).all("//a[contains(@href, '/file')]/@href")[0]
    answer = visitor.client.get(address)
    assert (answer.status_code, answer.data) == (200, PDF)
    headers = answer.headers
    assert headers["Content-Disposition"] == "attachment; filename=slides-the-tour.pdf"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = visitor.client.get(address, headers={"If-None-Match": headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    page = partner.submit(partner.get(DESK), "Take back")
    visitor.get(address, status=404)
    assert partner.client.get(address).status_code == 200


def test_a_removed_file_is_gone_once_nobody_needs_it(writing, webinar, app):
    with writing():
        kept = material_files.taken("tour.pdf", PDF)
    with writing():
        said = Described("slides", "Slides", "en")
        first, second = (materials.add(webinar.id, said, None, file=kept) for _ in range(2))
        ids = [first.public_id, second.public_id]
    with app.app_context():
        assert storage.get(kept.storage_key) == PDF
    for left, public_id in ((True, ids[0]), (False, ids[1])):
        with writing():
            materials.remove(webinar.id, public_id, None)
        with app.app_context():
            assert storage.exists(kept.storage_key) is left


def test_removing_asks_first_and_takes_chapters_along(partner, recording, app):
    asked = partner.get(f"{DESK}{recording}/remove")
    assert "chapters and transcript are deleted" in asked.main
    partner.follow(partner.submit(asked, "Remove it"))
    with app.app_context():
        assert db.session.scalar(select(func.count(Chapter.id))) == 0
        assert db.session.scalar(select(func.count(Material.id))) == 0


def test_materials_stand_in_the_order_organisers_give_them(partner, writing, webinar):
    with writing():
        for title in ("One", "Two", "Three"):
            said = Described("slides", title, "en", address="https://example.org/s")
            third = materials.add(webinar.id, said, None).public_id
    partner.post(f"{DESK}{third}/move", {"by": "up"})
    assert partner.get(DESK).all("//ol/li/h2/bdi/text()") == ["One", "Three", "Two"]


def test_pages_ask_as_much_for_three_recordings_as_for_one(
    visitor, writing, webinar, recording, queries
):
    visitor.get(PUBLIC)
    with queries() as one:
        visitor.get(PUBLIC)
    with writing():
        for _ in range(2):
            made = materials.add(webinar.id, TALK, None).public_id
            materials.put_chapters(webinar.id, made, chapters.read("0:00 A\n0:01 B")[0], None)
            materials.publish(webinar.id, made, None)
    with queries() as three:
        visitor.get(PUBLIC)
    assert len(three) == len(one)


# -- rights -------------------------------------------------------------------------------------


def test_only_its_organisers_come_to_the_desk(cast, signed_in, webinar, recording):
    signed_in(cast.learner).get(DESK, status=403)
    signed_in(cast.trainer).get(DESK, status=403)
    signed_in(cast.admin).get(f"{DESK}{recording}/")


def test_a_transcript_of_a_draft_is_for_its_organisers(partner, visitor, recording):
    address = f"{PUBLIC}materials/{recording}/transcript"
    shown = visitor.get(address)
    assert shown.all("//main//p/a/@href[contains(., '#t=')]") == [
        "https://video.example.org/tour#t=5",
        "https://video.example.org/tour#t=751",
    ]
    partner.submit(partner.get(DESK), "Take back")
    visitor.get(address, status=404)
    assert "Now the law." in partner.get(address).main


def test_a_transcript_reads_in_its_own_direction(visitor, writing, webinar):
    with writing():
        said = Described("recording", "جولة", "ar", address="https://video.example.org/ar")
        made = materials.add(webinar.id, said, None).public_id
        materials.put_transcript(webinar.id, made, "أهلا وسهلا.", None)
        materials.publish(webinar.id, made, None)
    page = visitor.get(f"{PUBLIC}materials/{made}/transcript")
    assert page.all("//div[@lang='ar' and @dir='rtl']/p/text()") == ["أهلا وسهلا."]


# -- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.PPTX", pptx()), ("a.odp", odp())],
    ids=["pdf", "pptx", "odp"],
)
def test_files_that_are_what_they_say_are_taken(name, content):
    assert material_files.looked_over(name, content) == name[2:].lower()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ", "of the kind PDF"),
        ("a.svg", b"<svg/>", "of the kind PDF"),
        ("a.pdf", b"<html><script>1</script></html>", "something else"),
        ("a.pdf", pptx(), "something else"),
        # Other bytes than those that other tests keep.
        ("a.pptx", PDF + b"\n", "something else"),
        ("a.odp", pptx(), "something else"),
        ("a.pdf", PDF[:30], "damaged"),
        ("a.pdf", b"", "damaged"),
        ("a.pdf", PDF + b"/JavaScript" + PDF, "should not hold"),
        ("a.pptx", pptx(**{"ppt/vbaProject.bin": "x"}), "macros"),
        ("a.odp", odp(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
        ("a.odp", odp(**{"META-INF/manifest.xml": "encryption-data"}), "password"),
        ("a.pptx", pptx(**{"../x": "y"}), "should not hold"),
        ("a.pdf", PDF + b" " * (20 * 1024 * 1024) + PDF, "larger than 20 MB"),
    ],
)
def test_files_that_lie_or_harm_are_refused_and_not_kept(app, name, content, sentence):
    with app.test_request_context(), pytest.raises(FileRefused) as refused:
        material_files.taken(name, content)
    assert sentence in str(refused.value)
    with app.app_context():
        assert not storage.exists(storage.key_of(content, ".webinar"))


def test_an_address_and_a_file_exclude_each_other(writing, webinar):
    with writing():
        kept = material_files.taken("tour.pdf", PDF)
        said = Described("slides", "Slides", "en", address="https://example.org/s")
        with pytest.raises(Unusable, match="not both"):
            materials.add(webinar.id, said, None, file=kept)


def test_errors_about_lessons_say_what_to_do(app):
    with app.test_request_context():
        assert "Take it back instead" in str(LessonStandsOnIt())
