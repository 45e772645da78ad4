"""Who was at a session: on the screen, on paper, from a report, as a table."""

import io

import pytest
from sqlalchemy import select

from elearn.accounts import privacy as accounts_privacy
from elearn.accounts.models import AuditEntry, Person
from elearn.core.database import db
from elearn.programmes import attendance, operations
from elearn.programmes.models import Place, Run, RunCompletion
from elearn.programmes.session_errors import ImportNotFound, NobodyWithThatPlace, TooManyMinutes
from elearn.programmes.session_models import Attendance, AttendanceImport, ClassSession
from tests.factories.sessions import run_of, session_of


class Room:
    """A run of Tomas's with Lina, Omar and two more, and a session of an hour."""


@pytest.fixture
def room(writing, cast):
    room = Room()
    with writing():
        learners = (cast.learner.id, cast.second_learner.id)
        run = run_of(cast, learners=learners, people=2, attendance_percent=70)
        for session in db.session.scalars(select(ClassSession)):
            session.required = False
        session = session_of(run)
        room.run_id, room.slug = run.id, run.slug
        room.session_id, room.session = session.id, session.public_id
        room.places = dict(
            db.session.execute(
                select(Person.name, Place.public_id).join(Person, Person.id == Place.person_id)
            ).all()
        )
        room.ids = dict(
            db.session.execute(
                select(Person.name, Place.id).join(Person, Person.id == Place.person_id)
            ).all()
        )
    room.path = f"/desk/runs/{room.slug}/sessions/{room.session}/attendance"
    return room


def minutes(app, room):
    with app.app_context():
        return {
            row.name: (row.minutes, row.source)
            for row in db.session.execute(
                select(Person.name, Attendance.minutes, Attendance.source)
                .join(Place, Place.person_id == Person.id)
                .join(Attendance, Attendance.place_id == Place.id)
                .where(Attendance.session_id == room.session_id)
            )
        }


def fields(room, **said):
    """Return the fields of the form: `Lina="all"`, `Omar=("partly", "45")`."""
    names = {"Lina": "Lina Haddad", "Omar": "Omar Diallo", "One": "Person 1", "Two": "Person 2"}
    sent = {}
    for short, value in said.items():
        how, typed = value if isinstance(value, tuple) else (value, "")
        place = room.places[names[short]]
        sent |= {f"how-{place}": how, f"min-{place}": typed}
    return sent


def test_the_list_is_one_form_with_a_choice_for_each_person(app, room, signed_in, cast):
    pages = signed_in(cast.trainer)
    form = pages.get(room.path + "/")
    assert [row.text_content() for row in form.all("//tbody/tr/th")] == [
        "Lina Haddad",
        "Omar Diallo",
        "Person 1",
        "Person 2",
    ]
    sent = pages.submit(
        form, "Keep", **fields(room, Lina="all", Omar=("partly", "45"), One="absent")
    )
    assert "Written down for 3 people." in pages.follow(sent).main
    assert minutes(app, room) == {
        "Lina Haddad": (60, "list"),
        "Omar Diallo": (45, "list"),
        "Person 1": (0, "list"),
    }


def test_whoever_is_not_marked_can_be_marked_as_there_at_once(app, room, signed_in, cast):
    pages = signed_in(cast.trainer)
    pages.submit(
        pages.get(room.path + "/"),
        "Keep, and mark the others as all there",
        **fields(room, Omar="absent"),
    )
    assert {name: found for name, (found, _) in minutes(app, room).items()} == {
        "Lina Haddad": 60,
        "Omar Diallo": 0,
        "Person 1": 60,
        "Person 2": 60,
    }


def test_what_was_changed_counts_the_choice_or_the_number(app, room, signed_in, cast):
    pages = signed_in(cast.trainer)
    first = fields(room, Lina="all", Omar=("partly", "45"), One=("partly", "30"), Two="all")
    pages.submit(pages.get(room.path + "/"), "Keep", **first)
    again = fields(room, Lina=("all", "20"), Omar=("absent", "45"), One=("partly", "31"), Two="")
    pages.submit(pages.get(room.path + "/"), "Keep", **again)
    assert {name: found for name, (found, _) in minutes(app, room).items()} == {
        "Lina Haddad": 20,
        "Omar Diallo": 0,
        "Person 1": 31,
    }


@pytest.mark.parametrize("typed", ["61", "-1", "1.5", "many", ""])
def test_minutes_that_cannot_be_are_refused_and_kept(app, room, signed_in, cast, typed):
    pages = signed_in(cast.trainer)
    sent = fields(room, Lina="all", Omar=("partly", typed))
    answer = pages.submit(pages.get(room.path + "/"), "Keep", status=422, **sent)
    assert "Omar Diallo: give whole minutes, from 0 to 60." in answer.main
    assert answer.all(f"//input[@id='min-{room.places['Omar Diallo']}']/@value") == [typed]
    assert minutes(app, room) == {}


def test_attendance_completes_the_run_at_once(app, room, writing):
    with writing():
        write_down(room, "Lina Haddad", 42)
        write_down(room, "Omar Diallo", 41)
    with app.app_context():
        done = db.session.scalars(select(RunCompletion.place_id)).all()
    assert done == [room.ids["Lina Haddad"]]


def write_down(room, name, found):
    run, session = (
        db.session.get_one(Run, room.run_id),
        db.session.get_one(ClassSession, room.session_id),
    )
    return attendance.record_attendance(run, session, {room.ids[name]: found}, None)


def test_what_is_the_same_keeps_its_source_and_leaves_no_trace(app, room, writing):
    with writing():
        assert write_down(room, "Lina Haddad", 42) == 1
        run = db.session.get_one(Run, room.run_id)
        session = db.session.get_one(ClassSession, room.session_id)
        same = {room.ids["Lina Haddad"]: 42}
        assert attendance.record_attendance(run, session, same, None, source="import") == 0
    assert minutes(app, room) == {"Lina Haddad": (42, "list")}
    with app.app_context():
        acts = db.session.scalars(
            select(AuditEntry.detail).where(AuditEntry.action == "run.record-attendance")
        ).all()
    assert acts == [{"session": room.session, "people": 1, "source": "list"}]


def test_strangers_and_too_many_minutes_are_refused(room, writing):
    with pytest.raises(TooManyMinutes), writing():
        write_down(room, "Lina Haddad", 61)
    room.ids["Nobody"] = 4711
    with pytest.raises(NobodyWithThatPlace), writing():
        write_down(room, "Nobody", 60)


def test_the_list_takes_as_many_queries_for_few_people_as_for_many(
    room, writing, signed_in, cast, queries
):
    pages = signed_in(cast.trainer)
    with queries() as few:
        pages.get(room.path + "/")
    with writing():
        write_down(room, "Person 1", 10)
        write_down(room, "Person 2", 60)
    with queries() as more:
        pages.get(room.path + "/")
    assert len(few) == len(more)


def test_the_partner_sees_the_list_and_writes_nothing(room, signed_in, cast):
    pages = signed_in(cast.partner)
    assert not pages.get(room.path + "/").all("//main//input")
    pages.post(room.path + "/", {}, status=403)
    pages.get(room.path + "/report/", status=403)
    signed_in(cast.second_trainer).get(room.path + "/", status=404)


def test_the_paper_has_names_room_to_sign_and_empty_rows(room, signed_in, cast):
    page = signed_in(cast.trainer).get(room.path + "/print?rows=3")
    rows = page.all("//table/tbody/tr")
    assert [row[0].text for row in rows] == ["1", "2", "3", "4", "5", "6", "7"]
    assert len(page.all("//tbody//th")) == 4
    assert "Person 1" in page.main
    # No more rows than anybody prints, whatever is asked.
    assert len(signed_in(cast.trainer).get(room.path + "/print?rows=999").all("//tbody/tr")) == 64


def test_the_table_holds_no_formula(app, room, writing, signed_in, cast):
    with writing():
        db.session.get_one(Person, cast.learner.id).name = "=HYPERLINK(1)"
        write_down(room, "Omar Diallo", 45)
    text = signed_in(cast.trainer).get(room.path + "/table.csv").text
    lines = text.removeprefix("\ufeff").splitlines()
    assert lines[0] == "number,name,minutes,of,how,source,written_down_at"
    assert lines[1].startswith("1,'=HYPERLINK(1),,60,,,")
    assert lines[2].startswith("2,Omar Diallo,45,60,partly,list,")


# -- reports --------------------------------------------------------------------------------------

REPORT = (
    "Name,Email,Minutes\n"
    "Lina H.,lina@example.org,50\n"
    "DIALLO Omar,,20\n"
    "Omar Diallo,omar@example.org,30\n"
    "A phone,,60\n"
    ",,5\n"
)


def send(pages, room, text=REPORT, status=302):
    file = (io.BytesIO(text.encode() if isinstance(text, str) else text), "report.csv")
    return pages.post(room.path + "/report/", {"report": file}, status=status)


def test_a_report_is_looked_at_before_anything_is_written(app, room, signed_in, cast):
    pages = signed_in(cast.trainer)
    check = pages.follow(send(pages, room))
    assert "Nothing is written down yet" in check.main
    assert "Keeping it changes the minutes of 2 people." in check.main
    found = check.all("//h2[text()='Found']/following-sibling::table[1]/tbody/tr")
    assert [[cell.text_content().strip() for cell in row] for row in found] == [
        ["Lina H.", "Lina Haddad, by the address", "50", "not known"],
        ["DIALLO Omar", "Omar Diallo, by the name", "50", "not known"],
        ["Omar Diallo", "Omar Diallo, by the address", "50", "not known"],
    ]
    assert "A phone" in check.main
    assert "Line 6: Neither name nor address." in check.main
    assert minutes(app, room) == {}
    pages.follow(pages.submit(check, "Write it down", **{"who-3": "3. Person 1"}))
    assert minutes(app, room) == {
        "Lina Haddad": (50, "import"),
        "Omar Diallo": (50, "import"),
        "Person 1": (60, "import"),
    }


def test_what_a_report_says_is_forgotten_once_it_is_written(app, room, signed_in, cast):
    pages = signed_in(cast.trainer)
    check = pages.follow(send(pages, room))
    pages.submit(check, "Write it down")
    with app.app_context():
        kept = db.session.scalars(select(AttendanceImport)).one()
    assert (kept.entries, kept.file_name, kept.written_at is None) == (None, "report.csv", False)
    # Written once: the page is no longer there.
    pages.get(check.response.request.path, status=404)


def test_a_report_can_be_thrown_away(app, room, signed_in, cast):
    pages = signed_in(cast.trainer)
    pages.submit(pages.follow(send(pages, room)), "Throw the report away")
    with app.app_context():
        assert db.session.scalars(select(AttendanceImport)).all() == []
    assert minutes(app, room) == {}


def test_somebody_given_by_hand_who_is_not_there_is_asked_for_again(app, room, signed_in, cast):
    pages = signed_in(cast.trainer)
    check = pages.follow(send(pages, room))
    answer = pages.submit(check, "Write it down", status=422, **{"who-3": "Rosa"})
    assert "Nobody on the list is called that." in answer.main
    assert answer.all("//input[@name='who-3']/@value") == ["Rosa"]
    assert minutes(app, room) == {}
    pages.submit(answer, "Write it down", **{"who-3": "person 2"})
    assert minutes(app, room)["Person 2"] == (60, "import")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Name,Country\nLina,KE\n", "No table was found."),
        ("Name,Minutes\nJosé,5\n".encode("latin-1"), "The file is no text in UTF-8 or UTF-16."),
        ("Name,Minutes\n" + "x,1\n" * 20_001, "The file names too many people or rows."),
    ],
)
def test_files_of_no_use_are_refused_with_what_to_do(app, room, signed_in, cast, text, sentence):
    assert sentence in send(signed_in(cast.trainer), room, text, status=422).main
    with app.app_context():
        assert db.session.scalars(select(AttendanceImport)).all() == []


def test_a_report_of_another_session_is_not_found(app, room, writing, signed_in, cast):
    pages = signed_in(cast.trainer)
    location = send(pages, room).location
    with writing():
        other = session_of(db.session.get_one(Run, room.run_id), title="Other").public_id
    pages.get(location.replace(room.session, other), status=404)


def test_of_two_who_write_one_report_the_second_changes_nothing(app, room, writing):
    with writing():
        run = db.session.get_one(Run, room.run_id)
        session = db.session.get_one(ClassSession, room.session_id)
        entries = attendance.read_report(REPORT.encode())
        kept = attendance.keep_report(run, session, "r.csv", entries, None)
        assert attendance.write_report(run, session, kept, {0: room.ids["Lina Haddad"]}, None) == 1
    with pytest.raises(ImportNotFound), writing():
        attendance.write_report(run, session, kept, {0: room.ids["Omar Diallo"]}, None)


def test_attendance_of_an_erased_person_keeps_its_count_without_the_name(
    app, room, writing, signed_in, cast
):
    with writing():
        write_down(room, "Lina Haddad", 60)
        accounts_privacy.erase(cast.learner.id, None)
        operations.complete_places(room.run_id)
    page = signed_in(cast.trainer).get(room.path + "/")
    assert "Erased account" in page.main
    assert "Lina" not in page.main
    with app.app_context():
        assert db.session.scalars(select(Attendance.minutes)).all() == [60]
