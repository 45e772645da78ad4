"""Tables of the people of a session: safe cells, answers as columns, streamed, written down."""

import csv
import io
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pytest
from sqlalchemy import select

from elearn.accounts.models import AuditEntry
from elearn.core.database import db
from elearn.surveys import operations as surveys
from elearn.surveys.models import Form
from elearn.webinars.registration import registration_queries, retention
from elearn.webinars.registration.registration_models import Registration, SignUp
from tests.factories.boards import make_board
from tests.webinars.conftest import ASKED


@pytest.fixture
def board(writing, cast):
    with writing():
        return make_board(cast)


def rows_of(answer):
    text = answer.response.data.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def table(pages, board, **sent):
    return pages.post(board.path + "table", {"format": "csv"} | sent, status=200)


def test_a_table_holds_what_people_gave_and_not_their_gender(board, signed_in, cast):
    answer = table(signed_in(cast.partner), board)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    name = f"registrations-{board.slug}-{board.session}.csv"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    rows = rows_of(answer)
    assert [row["name"] for row in rows] == [
        *("Amina Rahimi", "Bo Lind", "Carla 100%", "Dina", "Élif Şahin", "Farid"),
    ]
    amina = dict(rows[0])
    assert amina.pop("asked_at").endswith("Z")
    assert amina == {
        "number": "1",
        "name": "Amina Rahimi",
        "email": "amina@example.org",
        "affiliation": "",
        "country_code": "KE",
        "country": "Kenya",
        "region": "african",
        "stakeholder": "ngo",
        "language": "en",
        "state": "in",
    }
    assert "female" not in answer.text


def test_filters_hold_for_tables_too(board, signed_in, cast):
    rows = rows_of(table(signed_in(cast.partner), board, region="african", state="offered"))
    assert [row["name"] for row in rows] == ["Farid"]


def test_no_cell_is_a_formula(board, signed_in, cast, writing):
    with writing():
        for sign_up in db.session.scalars(select(SignUp).where(SignUp.name == "Farid")):
            sign_up.name, sign_up.affiliation = "=cmd|'/c calc'!A1", "+1+1"
    pages = signed_in(cast.partner)
    farid = rows_of(table(pages, board))[-1]
    assert (farid["name"], farid["affiliation"]) == ("'=cmd|'/c calc'!A1", "'+1+1")
    sheet = workbook(table(pages, board, format="xlsx"))
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "'+1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s", "n"}


def workbook(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.response.data)).active


def test_a_workbook_says_the_same_as_the_table(board, signed_in, cast):
    pages = signed_in(cast.partner)
    answer = table(pages, board, format="xlsx")
    assert answer.headers["Content-Disposition"].endswith(".xlsx")
    head, *rows = [
        ["" if cell is None else str(cell) for cell in row]
        for row in workbook(answer).iter_rows(values_only=True)
    ]
    said = rows_of(table(pages, board))
    assert [dict(zip(head, row, strict=True)) for row in rows] == said


def test_attendance_says_minutes_and_whether_they_are_enough(board, signed_in, cast, writing):
    with writing():
        for short, minutes in (("amina", 42), ("bo", 41)):
            row = db.session.scalars(
                select(Registration).where(Registration.public_id == board.registrations[short])
            ).one()
            row.minutes, row.source = minutes, "report"
    rows = rows_of(table(signed_in(cast.partner), board, what="attendance"))
    facts = [(row["minutes"], row["of"], row["source"], row["enough"]) for row in rows]
    assert facts[:3] == [
        ("42", "60", "report", "yes"),
        ("41", "60", "report", "no"),
        ("", "60", "", ""),
    ]


def test_answers_of_both_languages_stand_in_one_column(signed_in, cast, writing, asking):
    with writing():
        board = make_board(cast, texts={"en": "Tour", "fr": "Visite"})
        tour = SimpleNamespace(id=board.webinar_id)
    french = [replace(field, label=f"fr: {field.label}") for field in ASKED]
    asking(tour, "fr", french)
    asking(tour)
    agreed = {"pictures": "yes"}
    answered(board, writing, "bo", "fr", {"sites": "no"} | agreed)
    answered(board, writing, "amina", "en", {"sites": "yes", "where": "KE"} | agreed)
    rows = rows_of(table(signed_in(cast.partner), board))
    columns = ("Do you run a site?", "In which country?", "Pictures of me may be shown")
    assert [tuple(row[one] for one in columns) for row in rows[:3]] == [
        ("Yes", "Kenya", "Yes, I agree"),
        ("No", "", "Yes, I agree"),
        ("", "", ""),
    ]


def answered(board, writing, short, language, given):
    """Let somebody answer the registration form of the webinar."""
    with writing():
        webinar, _session = board.rows()
        asked = (Form.kind == "registration", Form.language == language)
        form = db.session.scalars(select(Form).where(*asked)).one()
        found = db.session.scalars(
            select(SignUp)
            .join(Registration, Registration.sign_up_id == SignUp.id)
            .where(Registration.public_id == board.registrations[short])
        ).one()
        subject = registration_queries.subject_of(webinar)
        found.response_id = surveys.replace_answers(None, form.id, subject, given)


def test_an_erased_person_leaves_no_address(board, signed_in, cast, writing):
    with writing():
        retention.forget(db.session.scalars(select(SignUp).where(SignUp.name == "Dina")).one())
    dina = rows_of(table(signed_in(cast.partner), board))[3]
    assert (dina["name"], dina["email"], dina["country_code"]) == ("", "", "KE")


def test_taking_a_table_is_written_down(app, board, signed_in, cast):
    table(signed_in(cast.partner), board, text="a", what="attendance")
    with app.app_context():
        wanted = AuditEntry.action == "webinar.export"
        entry = db.session.scalars(select(AuditEntry).where(wanted)).one()
        assert entry.actor_id == cast.partner.id
        assert entry.detail == {
            "session": board.session,
            "what": "attendance",
            "narrowed_by": ["text"],
        }
