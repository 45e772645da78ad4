"""The desk of attendance: figures, the host's list, report files, certificates."""

import io

import pytest
from sqlalchemy import select

from elearn.core.database import db
from elearn.webinars.attendance import attendance
from elearn.webinars.attendance.attendance_models import AttendanceReport
from elearn.webinars.models import WebinarPartner
from elearn.webinars.registration.registration_models import SignUp
from tests.factories.attending import make_hall
from tests.webinars.test_reports import FILE, counted


@pytest.fixture
def hall(writing, cast):
    with writing():
        return make_hall(cast)


def send(pages, hall, text=FILE, status=302):
    file = (io.BytesIO(text.encode() if isinstance(text, str) else text), "report.csv")
    return pages.post(hall.desk + "/reports/", {"report": file}, status=status)


def test_the_list_is_one_form_and_figures_stand_above_it(app, hall, signed_in, cast):
    pages = signed_in(cast.partner)
    page = pages.get(hall.desk + "/")
    assert [row.text_content() for row in page.all("//tbody/tr/th")] == [
        "Guest Number B",
        "Guest Number C",
        "Lina Haddad",
        "Omar Diallo",
    ]
    lina, omar = hall.registrations["lina"], hall.registrations["omar"]
    sent = {f"how-{lina}": "all", f"how-{omar}": "partly", f"min-{omar}": "30"}
    after = pages.follow(pages.submit(page, "Keep the list", **sent))
    assert "Written down for 2 people." in after.text
    assert counted(app, hall) == {"lina": (60, "tick"), "omar": (30, "tick")}
    assert [one.text for one in after.all("//dl[@class='facts']/dd")] == [
        "4",
        "4",
        "1 (25.0 %)",
        "1",
        "0",
    ]


def test_minutes_that_cannot_be_are_refused_and_kept(app, hall, signed_in, cast):
    pages = signed_in(cast.partner)
    omar = hall.registrations["omar"]
    for typed in ("61", "0", "-1", "many", ""):
        sent = {f"how-{omar}": "partly", f"min-{omar}": typed}
        answer = pages.submit(pages.get(hall.desk + "/"), "Keep the list", status=422, **sent)
        assert "Omar Diallo: give whole minutes, from 1 to 60." in answer.main
        assert answer.all(f"//input[@id='min-{omar}']/@value") == [typed]
    assert counted(app, hall) == {}


def test_a_report_goes_through_its_queue(app, hall, signed_in, cast):
    pages = signed_in(cast.partner)
    look = pages.follow(send(pages, hall))
    assert "Nothing counts yet" in look.main
    rows = look.all("//h2[text()='Nobody’s yet']/following-sibling::table[1]/tbody/tr")
    assert [row[0].text_content() for row in rows] == ["Guest N.", "Somebody Else"]
    assert "Otter.ai: A program that listens in" in look.main
    assert counted(app, hall) == {}
    guest, other = [one.get("name") for one in look.all("//select")]
    sent = {guest: hall.registrations["guest1"], other: "nobody"}
    done = pages.follow(pages.submit(look, "Count the report", **sent))
    assert "Written down for 3 people." in done.text
    assert counted(app, hall) == {
        "lina": (50, "report"),
        "omar": (20, "report"),
        "guest1": (30, "report"),
    }


def test_somebody_else_is_found_by_number_or_address(app, hall, signed_in, cast):
    pages = signed_in(cast.partner)
    look = pages.follow(send(pages, hall))
    first, second = [one.get("name") for one in look.all("//input[starts-with(@name,'else-')]")]
    wrong = pages.submit(look, "Count the report", status=422, **{first: "rosa@example.org"})
    assert "Nobody is registered with “rosa@example.org”." in wrong.main
    assert wrong.all(f"//input[@id='{first}']/@value") == ["rosa@example.org"]
    assert counted(app, hall) == {}
    with app.app_context():
        address = db.session.get_one(SignUp, hall.registration("guest2").sign_up_id).email
    pages.submit(wrong, "Count the report", **{first: "3", second: address.upper()})
    found = counted(app, hall)
    assert (found["guest1"], found["guest2"]) == ((30, "report"), (60, "report"))


def test_what_waits_can_be_settled_after_the_report_was_counted(app, hall, signed_in, cast):
    pages = signed_in(cast.partner)
    done = pages.follow(pages.submit(pages.follow(send(pages, hall)), "Count the report"))
    assert "2 lines of reports are nobody’s yet" in pages.get(hall.desk + "/").main
    guest = done.all("//select/@name")[0]
    pages.submit(done, "Keep and count", **{guest: hall.registrations["guest1"]})
    assert counted(app, hall)["guest1"] == (30, "report")
    listed = pages.get(hall.desk + "/reports/")
    assert [cell.text_content() for cell in listed.all("//tbody/tr/td")] == [
        "Another system",
        "7",
        "3",
        "1",
        "Counted",
    ]


def test_a_report_can_be_thrown_away(app, hall, signed_in, cast):
    pages = signed_in(cast.partner)
    done = pages.follow(pages.submit(pages.follow(send(pages, hall)), "Count the report"))
    pages.follow(pages.submit(done, "Throw the report away"))
    assert counted(app, hall) == {}
    pages.get(done.response.request.path, status=404)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Name,Country\nLina,KE\n", "No table was found."),
        ("Name,Minutes\nJosé,5\n".encode("latin-1"), "The file is no text in UTF-8 or UTF-16"),
        ("Name,Minutes\n" + "x,1\n" * 20_001, "The file names too many people or rows."),
        ("", "The file names nobody."),
    ],
)
def test_files_of_no_use_are_refused_with_what_to_do(app, hall, signed_in, cast, text, sentence):
    assert sentence in send(signed_in(cast.partner), hall, text, status=422).main
    with app.app_context():
        assert db.session.scalars(select(AttendanceReport)).all() == []


def test_completing_certifies_and_says_so(app, hall, writing, signed_in, cast, run_jobs):
    with writing():
        attendance.tick(hall.rows()[1], {hall.registrations["lina"]: 60}, None)
    pages = signed_in(cast.partner)
    after = pages.follow(pages.submit(pages.get(hall.desk + "/"), "Attendance is complete"))
    assert "The attendance is complete." in after.text
    run_jobs()
    page = pages.get(hall.desk + "/")
    assert page.all("//dl[@class='facts']/dd")[-1].text == "1"
    pages.submit(page, "Certify who earned it since")


def test_who_delivers_sees_and_changes_nothing_and_others_see_nothing(
    app, hall, writing, signed_in, cast
):
    trainer = signed_in(cast.trainer)
    for address in ("/", "/reports/", "/table.csv"):
        trainer.get(hall.desk + address, status=404)
    with writing():
        webinar, _ = hall.rows()
        row = WebinarPartner(
            webinar_id=webinar.id, organisation_id=webinar.organisation_id, role="delivery"
        )
        db.session.add(row)
        webinar.organisation_id = None
    pages = signed_in(cast.partner)
    assert not pages.get(hall.desk + "/").all("//main//input")
    pages.get(hall.desk + "/reports/", status=403)
    for address in ("/", "/complete", "/start", "/reports/"):
        pages.post(hall.desk + address, {"csrf_token": pages.token()}, status=403)


def test_the_table_holds_no_formula(hall, writing, signed_in, cast):
    with writing():
        sign_up = db.session.get_one(SignUp, hall.registration("lina").sign_up_id)
        sign_up.name = "=HYPERLINK(1)"
    lines = signed_in(cast.partner).get(hall.desk + "/table.csv").text.splitlines()
    assert lines[0] == "\ufeffnumber,name,affiliation,state,minutes,of,source"
    assert lines[1] == "1,'=HYPERLINK(1),,in,,60,"


def test_the_list_takes_as_many_queries_for_few_as_for_many(
    hall, writing, signed_in, cast, queries
):
    pages = signed_in(cast.partner)
    with queries() as few:
        pages.get(hall.desk + "/")
    with writing():
        session = hall.rows()[1]
        attendance.tick(session, {key: 60 for key in hall.registrations.values()}, None)
    with queries() as more:
        pages.get(hall.desk + "/")
    assert len(few) == len(more)
