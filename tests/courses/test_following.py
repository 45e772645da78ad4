"""From the upload of a new edition to the proposals for its courses, on pages and by programs."""

import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from courses import drafting, update_queries
from courses.cli import import_file
from courses.models import Course
from courses.update_models import EditionUpdate
from elearn.core.database import db
from elearn.core.transaction import write
from elearn.library import operations, reading, review, uploads
from elearn.library.models import Edition, Import, Paragraph, Tool
from tests.cast import actor

LINE = (
    "Keep each drum of hazardous waste closed, upright, labelled and out of the rain at all times."
)
MANUAL = f"""# Storing waste

## At the store

1\\. {LINE}

2\\. {" ".join(["Check the floor, the roof and the drains of the store every week."] * 14)}

## On the road

3\\. {" ".join(["Drivers carry the movement document and a telephone number."] * 18)}

4\\. Hand the load over only to a facility that has a permit for it.
"""
SECOND = MANUAL.replace("out of the rain", "out of the sun and the rain").replace(
    "4\\. Hand", "4\\. Weigh the load at the gate.\n\n5\\. Hand"
)


@pytest.fixture
def tomas(app, cast):
    return actor(app, cast.trainer)


def imported(app, tomas, content, **details):
    """Import a document as the command does, and return its id."""
    with app.app_context():
        taken = uploads.taken("storing-waste.md", content.encode(), 1_000_000)
        with write():
            import_id = operations.start_import(tomas, taken, details).id
        reading.read_import(import_id)
        with write():
            drafting.confirm(db.session.get_one(Import, import_id), {}, tomas)
        drafting.build_all(import_id)
        return import_id


def upload(pages, content, **fields):
    file = (io.BytesIO(content.encode()), "storing-waste.md")
    return pages.post("/desk/imports/new", {"file": file, "language": "", **fields})


@pytest.fixture
def course(app, tomas):
    imported(app, tomas, MANUAL)
    with app.app_context():
        course = db.session.scalars(select(Course)).one()
        return course.id, course.slug


def test_a_trainer_uploads_a_new_edition_and_is_led_to_the_proposals(
    app, course, signed_in, cast, run_jobs
):
    pages = signed_in(cast.trainer)
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    form = pages.get(f"/desk/imports/new?edition_of={tool}")
    assert form.all("//select[@name='edition_of']/option[@selected]/@value") == [tool]
    shown = pages.follow(upload(pages, SECOND, edition_of=tool, label="Second edition"))
    run_jobs()
    shown = pages.get(shown.response.request.path)
    outline = pages.get(shown.all("//a[contains(@href,'/outline')]/@href")[0])
    path = outline.response.request.path.replace("outline", "confirm")
    follow = pages.follow(pages.get(path, status=302))
    assert "Compare the new edition" in follow.heading
    pages.submit(follow, "Compare it with the courses")
    run_jobs()
    done = pages.get(follow.response.request.path)
    assert "3 proposals" in done.main
    update = pages.get(done.all("//main//a[contains(@href,'/editions/')]/@href")[0])
    assert "the sun and" in update.main
    assert pages.get(f"/desk/courses/{course[1]}/").main.count("New edition: 3 proposals") == 1


def test_matched_paragraphs_keep_their_keys_and_the_edition_knows_what_it_follows(
    app, tomas, course
):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    imported(app, tomas, SECOND, edition_of=tool)
    with app.app_context():
        first, second = db.session.scalars(select(Edition).order_by(Edition.id)).all()
        assert (second.tool_id, second.follows_id) == (first.tool_id, first.id)
        assert second.aligned_percent == 100.0
        keys = {
            edition.id: dict(
                db.session.execute(
                    select(Paragraph.label, Paragraph.key).where(Paragraph.edition_id == edition.id)
                ).all()
            )
            for edition in (first, second)
        }
        assert keys[first.id]["1"] == keys[second.id]["1"]
        assert keys[first.id]["4"] == keys[second.id]["5"]
        assert keys[second.id]["4"] not in keys[first.id].values()
        found = update_queries.updates_of(course[0])[0]
        rows = db.session.execute(update_queries.proposals_of(found.id)).all()
        kinds = sorted(row[0].kind for row in rows)
        assert kinds == ["changed", "new", "renumbered"]


def test_the_same_bytes_propose_nothing_and_the_course_stands_on_the_edition(app, tomas, course):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    imported(app, tomas, MANUAL, edition_of=tool)
    with app.app_context():
        found = db.session.scalars(select(EditionUpdate)).one()
        assert (found.state, update_queries.updates_of(course[0])[0].proposals) == ("done", 0)
        assert db.session.get_one(Course, course[0]).edition_id == found.to_edition_id


def test_building_twice_begins_one_update(app, tomas, course):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    import_id = imported(app, tomas, SECOND, edition_of=tool)
    with app.app_context():
        assert drafting.build_all(import_id) == [course[0]]
        assert len(db.session.scalars(select(EditionUpdate)).all()) == 1
        assert len(db.session.scalars(select(Edition)).all()) == 2


def test_a_course_may_be_made_of_the_new_edition_instead(
    app, course, tomas, signed_in, cast, run_jobs
):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    import_id = imported(app, tomas, SECOND, edition_of=tool)
    with app.app_context():
        public_id = db.session.get_one(Import, import_id).public_id
    pages = signed_in(cast.trainer)
    page = pages.get(f"/desk/imports/{public_id}/edition")
    pages.submit(page, "Make a new course from this edition")
    run_jobs()
    with app.app_context():
        courses = db.session.scalars(select(Course).order_by(Course.id)).all()
        assert [one.state for one in courses] == ["draft", "draft"]
        assert courses[1].edition_id != courses[0].edition_id
        blocks = update_queries.taught(courses[1].id).block
        keys = set(db.session.scalars(select(Paragraph.key)))
        assert {block["key"] for block in blocks.values() if block["key"]} <= keys


def test_a_name_nobody_knows_is_refused(app, signed_in, cast):
    pages = signed_in(cast.trainer)
    file = (io.BytesIO(MANUAL.encode()), "storing-waste.md")
    answer = pages.client.post(
        "/api/v1/imports",
        data={"file": file, "edition_of": "no-such-tool"},
        headers={"X-CSRFToken": pages.token()},
    )
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalars(select(Import)).all() == []


def test_everybody_who_may_read_both_editions_sees_what_changed(
    app, tomas, course, signed_in, cast, visitor
):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    imported(app, tomas, SECOND, edition_of=tool)
    with app.app_context():
        first, second = db.session.scalars(select(Edition.public_id).order_by(Edition.id)).all()
    path = f"/toolkit/{tool}/{second}"
    pages = signed_in(cast.trainer)
    assert f"{path}/changes" in pages.get(f"{path}/").text
    page = pages.get(f"{path}/changes")
    assert "3 changes" in page.main
    assert page.all("//article//ins")
    told = pages.json("GET", f"/api/v1/editions/{second}/changes?size=2").json
    assert (told["follows"], len(told["items"]), told["more"]) == (first, 2, True)
    pages.get(f"/toolkit/{tool}/{first}/changes", status=404)
    visitor.get(f"{path}/changes", status=404)
    with app.app_context(), write():
        for edition in db.session.scalars(select(Edition)):
            operations.show_edition(edition.id, None)
    assert "3 changes" in visitor.get(f"{path}/changes").main


def test_what_was_decided_for_the_outline_is_decided_again(app, tomas):
    with app.app_context():
        taken = uploads.taken("storing-waste.md", MANUAL.encode(), 1_000_000)
        with write():
            import_id = operations.start_import(tomas, taken, {}).id
        reading.read_import(import_id)
        doc = review.load_document(db.session.get_one(Import, import_id)).doc
        road = next(b.id for b in doc.blocks if getattr(b, "title", "") == "On the road")
        with write():
            found = db.session.get_one(Import, import_id)
            found.decisions = {"headings": {road: {"role": "annex", "title": "Old"}}}
            drafting.confirm(found, {}, tomas)
        drafting.build_all(import_id)
        tool = db.session.scalar(select(Tool.slug))
        taken = uploads.taken("second.md", SECOND.encode(), 1_000_000)
        with write():
            second_id = operations.start_import(tomas, taken, {"edition_of": tool}).id
        reading.read_import(second_id)
        decided = db.session.get_one(Import, second_id, populate_existing=True).decisions
        assert list(decided["headings"].values()) == [{"role": "annex"}]


def test_the_command_writes_what_changed(app, tomas, course, tmp_path):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    file = tmp_path / "second.md"
    file.write_text(SECOND, encoding="utf-8")
    run = app.test_cli_runner()
    dry = run.invoke(import_file, [str(file), "--edition-of", tool, "--dry-run"])
    told = json.loads(dry.output)
    assert [one["kind"] for one in told["changes"]] == ["changed", "new", "renumbered"]
    assert "<ins>" in told["changes"][0]["diff"]
    with app.app_context():
        assert len(db.session.scalars(select(Edition)).all()) == 1
    stored = json.loads(run.invoke(import_file, [str(file), "--edition-of", tool]).output)
    assert (told["made"], stored["made"], stored["next"]) == (False, True, None)
    assert stored == told | {"made": True}
    refused = run.invoke(import_file, [str(file), "--edition-of", "no-such-tool"])
    assert refused.exit_code == 2


OTHER_BOOK = "\n\n".join(
    f"## {title}\n\n" + " ".join([line] * 15)
    for title, line in (
        ("Ships", "A ship is broken up on a dry dock with drains and cranes."),
        ("Crews", "The crew leaves the ship before the first plate is cut."),
        ("Asbestos", "Old lagging is wetted, cut and bagged by trained people."),
    )
)


def rows_and_files(app):
    """What is stored: rows of imports and editions, and the names of all files."""
    with app.app_context():
        counts = [len(db.session.scalars(select(one)).all()) for one in (Import, Edition)]
        folder = app.extensions["settings"].data_path / "files"
    return counts, sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_comparing_alone_leaves_no_file_and_no_picture(app, tomas, course, tmp_path):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    before = rows_and_files(app)
    manual = Path(__file__).parents[1] / "data" / "fidelity" / "en.docx"
    file = tmp_path / "broken.docx"
    file.write_bytes(manual.read_bytes()[:9000])
    run = app.test_cli_runner()
    told = json.loads(
        run.invoke(import_file, [str(manual), "--edition-of", tool, "--dry-run"]).output
    )
    assert any("figure" in one["after"].lower() for one in told["changes"])
    assert run.invoke(import_file, [str(file), "--edition-of", tool, "--dry-run"]).exit_code == 2
    assert rows_and_files(app) == before


def test_comparing_alone_leaves_the_files_that_others_need(app, tomas, course, tmp_path):
    """A document that is stored already stays when it is compared."""
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    before = rows_and_files(app)
    file = tmp_path / "storing-waste.md"
    file.write_text(MANUAL, encoding="utf-8")
    run = app.test_cli_runner()
    told = json.loads(
        run.invoke(import_file, [str(file), "--edition-of", tool, "--dry-run"]).output
    )
    assert told["changes"] == []
    assert rows_and_files(app) == before


def test_the_command_advises_a_new_course_before_anything_is_made(app, tomas, course, tmp_path):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    file = tmp_path / "other.md"
    file.write_text(OTHER_BOOK, encoding="utf-8")
    run = app.test_cli_runner()
    answer = run.invoke(import_file, [str(file), "--edition-of", tool])
    told = json.loads(answer.output)
    assert (answer.exit_code, told["advice"], told["made"]) == (0, True, False)
    assert told["aligned_percent"] < 50
    assert "Import it as a new course" in told["next"]
    with app.app_context():
        assert len(db.session.scalars(select(Edition)).all()) == 1
        assert db.session.scalars(select(EditionUpdate)).all() == []
        waiting = db.session.scalars(select(Import).order_by(Import.id.desc())).first()
        assert waiting.state == "review"
        assert waiting.public_id in told["next"]


def test_the_import_advises_a_new_course_on_its_pages_and_to_programs(
    app, tomas, course, signed_in, cast, run_jobs
):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    pages = signed_in(cast.trainer)
    path = upload(pages, OTHER_BOOK, edition_of=tool).location.rstrip("/")
    run_jobs()
    assert "sections were recognised" in pages.get(f"{path}/").main
    confirm = pages.get(f"{path}/edition")
    first = confirm.all("//main//form//button")[0].text_content()
    assert first == "Make a new course from it instead"
    api = path.replace("/desk", "/api/v1")
    told = pages.json("GET", api).json
    assert told["advice"] == "new-course"
    assert told["recognised_percent"] < 50
    assert pages.json("POST", f"{api}/course", {}, status=202).json["state"] == "review"
    run_jobs()
    assert len(pages.json("GET", f"{api}/courses").json["courses"]) == 1
    pages.json("POST", f"{api}/course", {}, status=409)


def test_a_light_revision_says_how_much_was_recognised(
    app, tomas, course, signed_in, cast, run_jobs
):
    with app.app_context():
        tool = db.session.scalar(select(Tool.slug))
    pages = signed_in(cast.trainer)
    path = upload(pages, SECOND, edition_of=tool).location.rstrip("/")
    run_jobs()
    told = pages.json("GET", path.replace("/desk", "/api/v1")).json
    assert (told["advice"], told["recognised_percent"]) == (None, 100.0)
    assert "100% of the sections" in pages.get(f"{path}/edition").main


def test_comparing_alone_needs_an_edition_to_compare_with_and_gives_no_report(app, tomas, tmp_path):
    file = tmp_path / "second.md"
    file.write_text(SECOND, encoding="utf-8")
    run = app.test_cli_runner()
    for options in (["--dry-run"], ["--dry-run", "--edition-of", "x", "--report", "r.json"]):
        answer = run.invoke(import_file, [str(file), *options])
        assert answer.exit_code == 2
        assert "--dry-run goes with --edition-of" in answer.output
