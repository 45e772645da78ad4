"""Lists in CSV: tried without changing anything, carried out once, every row told."""

import csv
import io
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from courses import learning
from courses.entry import lists, reading, reports
from courses.entry.errors import FileTooLarge
from courses.entry.judging import WHATS
from courses.entry.models import EntryInvitation, EntryList
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.transaction import write

DUE = f"{now() + timedelta(days=60):%Y-%m-%d}"


def upload(desk, content, mode="add"):
    """Upload a list and try it; return its id."""
    content = content if isinstance(content, bytes) else content.encode()
    with desk.app.app_context():
        file = lists.taken("people.csv", content)
        with write():
            made = lists.start(file, desk.trainer, mode=mode, course_id=desk.course.id)
            found = made.id
        lists.try_list(found)
    return found


def standing(desk, list_id):
    with desk.app.app_context():
        row = db.session.execute(select(EntryList.__table__).where(EntryList.id == list_id)).one()
        db.session.rollback()
    return row


def told(desk, list_id):
    """Return what the report says of each row: line, result and reason."""
    with desk.app.app_context():
        key = standing(desk, list_id).report_key
        return [(one.line, one.result, one.reason) for one in reports.read(key)]


def do(desk, list_id):
    with desk.app.app_context():
        with write():
            lists.carry_out(standing(desk, list_id).public_id, desk.trainer)
        lists.carry_on(list_id, 0)


def everything(app, *but):
    """Return every row of every table."""
    with app.app_context():
        rows = {
            table.name: sorted(map(repr, db.session.execute(select(table))))
            for table in db.metadata.sorted_tables
            if table.name not in but
        }
        db.session.rollback()
    return rows


def counts(row):
    return {what: number for what, number in row.counts.items() if number}


def test_a_list_is_tried_then_carried_out_and_every_row_is_told(desk, run_jobs, letters):
    content = (
        "E-mail address;Name;Due date;Note\r\n"
        f"lina@example.org;Somebody else;{DUE};first row\r\n"
        "guest@example.org;Guest;;\r\n"
        "LINA@example.org;;;\r\n"
        "not an address;;;\r\n"
        "omar@example.org;;31.12.2026;\r\n"
    )
    found = upload(desk, content)
    tried = standing(desk, found)
    assert (tried.state, tried.rows) == ("tried", 5)
    assert counts(tried) == {"enrolled": 1, "invited": 1, "refused": 3}
    assert [(line, result) for line, result, _ in told(desk, found)] == [
        ("2", "enrolled"),
        ("3", "invited"),
        ("4", "refused"),
        ("5", "refused"),
        ("6", "refused"),
    ]
    assert desk.enrolments() == {}
    before = told(desk, found)
    do(desk, found)
    done = standing(desk, found)
    assert (done.state, done.done, counts(done)) == ("done", 5, counts(tried))
    assert told(desk, found) == before
    row = desk.enrolments()[desk.learner.id]
    assert (row.way, f"{row.due_at:%Y-%m-%d}") == ("list", DUE)
    run_jobs()
    assert sorted((str(one["To"]), str(one["Subject"])) for one in letters()) == [
        ("guest@example.org", "You are invited: Handling waste with care"),
        ("lina@example.org", "You are enrolled: Handling waste with care"),
    ]


def test_adding_leaves_people_as_they_are_and_updating_moves_dates_and_brings_back(desk):
    desk.do(lambda course: learning.enrol(desk.learner.id, course.id, None))
    desk.do(lambda course: learning.enrol(desk.second_learner.id, course.id, None))
    desk.do(lambda course: learning.leave(desk.second_learner.id, course.id, None))
    content = f"email,due\nlina@example.org,{DUE}\nomar@example.org,{DUE}\n"
    before = desk.enrolments()
    added = upload(desk, content)
    do(desk, added)
    assert counts(standing(desk, added)) == {"unchanged": 2}
    assert desk.enrolments() == before
    changed = upload(desk, content, "update")
    do(desk, changed)
    assert counts(standing(desk, changed)) == {"changed": 2}
    after = desk.enrolments()
    assert {f"{row.due_at:%Y-%m-%d}" for row in after.values()} == {DUE}
    assert {row.left_at for row in after.values()} == {None}
    again = upload(desk, content, "update")
    assert counts(standing(desk, again)) == {"unchanged": 2}


def test_rows_without_a_place_are_refused_with_the_number_of_free_ones(desk):
    desk.terms(places=1)
    found = upload(desk, "email\nlina@example.org\nomar@example.org\nnew@example.org\n")
    assert [result for _, result, _ in told(desk, found)] == ["enrolled", "refused", "invited"]
    assert told(desk, found)[1][2] == "No place is left: 0 are free."
    before = told(desk, found)
    do(desk, found)
    assert told(desk, found) == before
    assert desk.taken() == (1, 1)


def test_an_account_whose_address_is_not_confirmed_is_invited_and_a_suspended_one_refused(desk):
    with desk.app.app_context(), write():
        lina, omar = desk.learner.id, desk.second_learner.id
        of = update(Person)
        db.session.execute(of.where(Person.id == lina).values(email_confirmed_at=None))
        db.session.execute(of.where(Person.id == omar).values(suspended_at=now()))
    found = upload(desk, "email\nlina@example.org\nomar@example.org\n")
    assert [result for _, result, _ in told(desk, found)] == ["invited", "refused"]


def test_a_killed_job_goes_on_where_it_ended_and_a_second_one_does_nothing(desk, monkeypatch):
    people = "".join(f"guest{n}@example.org\n" for n in range(45))
    found = upload(desk, "email\n" + people + "lina@example.org\n")
    monkeypatch.setattr(lists, "PART", 20)
    with desk.app.app_context():
        with write():
            lists.carry_out(standing(desk, found).public_id, desk.trainer)
        note, ran = lists._note, []

        def killed(*given):
            note(*given)
            ran.append(given)
            if len(ran) == 3:
                raise KeyboardInterrupt

        monkeypatch.setattr(lists, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            lists.carry_on(found, 0)
        assert standing(desk, found).done == 20
        lists.carry_on(found, 0)
        settled = everything(desk.app)
        lists.carry_on(found, 0)
        lists.try_list(found)
    assert everything(desk.app) == settled
    assert counts(standing(desk, found)) == {"enrolled": 1, "invited": 45}
    assert [line for line, _, _ in told(desk, found)] == [str(n) for n in range(2, 48)]
    with desk.app.app_context():
        assert len(db.session.scalars(select(EntryInvitation.id)).all()) == 45


def test_a_long_list_goes_on_in_further_jobs(desk, monkeypatch, run_jobs):
    monkeypatch.setattr(lists, "ROWS_A_JOB", 20)
    found = upload(desk, "email\n" + "".join(f"not {n}\n" for n in range(65)))
    with desk.app.app_context(), write():
        lists.carry_out(standing(desk, found).public_id, desk.trainer)
    run_jobs()
    assert counts(standing(desk, found)) == {"refused": 65}
    assert standing(desk, found).state == "done"


def test_a_course_that_is_not_offered_takes_nobody_also_in_the_middle_of_a_list(desk, monkeypatch):
    people = "".join(f"guest{n}@example.org\n" for n in range(25))
    found = upload(desk, "email\n" + people)
    monkeypatch.setattr(lists, "ROWS_A_JOB", 10)
    do(desk, found)
    desk.do(lambda course: setattr(course, "state", "withdrawn"))
    with desk.app.app_context():
        lists.carry_on(found, 10)
    row = standing(desk, found)
    assert (row.state, row.done, counts(row)) == ("refused", 10, {"invited": 10})
    assert "not published" in row.problem
    assert len(told(desk, found)) == 10
    assert "not published" in standing(desk, upload(desk, "email\nx@example.org\n")).problem


def test_a_trainer_who_lost_the_course_carries_nothing_out(desk):
    found = upload(desk, "email\nlina@example.org\n")
    with desk.app.app_context(), write():
        lists.carry_out(standing(desk, found).public_id, desk.trainer)
        db.session.execute(
            update(Person).where(Person.id == desk.trainer.id).values(suspended_at=now())
        )
    with desk.app.app_context():
        lists.carry_on(found, 0)
    assert standing(desk, found).state == "refused"
    assert desk.enrolments() == {}


@pytest.mark.parametrize(
    "content",
    [
        "email\tnote\nlina@example.org\tä\n".encode("utf-16"),
        "email\tnote\nlina@example.org\tä\n".encode("utf-16-le"),
        "email\tnote\nlina@example.org\tä\n".encode("utf-16-be"),
        "\ufeffemail;note\nlina@example.org;ä\n".encode(),
        "email;note\nlina@example.org;ä\n".encode("cp1252"),
        b"sep=;\r\nemail;note\r\nlina@example.org;\xc3\xa4\r\n",
        '"E-Mail","NOTE"\r\n"lina@example.org","ä"\r\n'.encode(),
        "Note,Courriel\nä,lina@example.org".encode(),
        "\n\nemail,note\n\n lina@example.org ,ä\n\n".encode(),
    ],
)
def test_files_of_every_program_are_read(content):
    (row,) = reading.rows(content)
    assert (row.email, row.note, row.broken) == ("lina@example.org", "ä", "")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "must name the columns"),
        (b"name,note\nLina,x\n", "must name the columns"),
        (b"lina@example.org\nomar@example.org\n", "must name the columns"),
        (b"email,e-mail\na,b\n", "twice"),
        (b'email,note\na@example.org,x\nb@example.org,"open\nc@example.org,y\n', "line 3"),
        (b"email\n\x81\x8d\x8f@example.org\n", "coding"),
        (b"PK\x03\x04" + bytes(range(256)), "coding"),
        (b"email\n", "no rows"),
        (b"email\n" + b"x\n" * 100_001, "100,000 rows"),
    ],
)
def test_files_that_are_no_list_are_refused_whole_with_what_to_do(desk, app, content, says):
    found = upload(desk, content)
    row = standing(desk, found)
    assert row.state == "refused"
    assert says in row.problem


@pytest.mark.parametrize(
    "line",
    [
        "a\x00b@example.org,,",
        "lina@example.org,,,,surplus",
        "lina@example.org,," + "x" * 1001,
        ",,",
        "lina@example.org,2020-01-01,",
        "lina@example.org,9999-12-31,",
        "lina@example.org,2026-02-30,",
        "=lina@example.org=,,",
        "x" * 300 + "@example.org,,",
    ],
)
def test_a_row_that_cannot_be_used_is_refused_and_the_next_one_is_read(desk, line):
    found = upload(desk, f"email,due,note\n{line}\nomar@example.org,,\n")
    results = [result for _, result, _ in told(desk, found)]
    assert results in (["refused", "enrolled"], ["enrolled"] if line == ",," else None)


def test_no_cell_of_a_report_is_a_formula(desk):
    signs = "".join(f'"{sign}HYPERLINK(""http://evil.example"")",,"{sign}cmd"\n' for sign in "=+-@")
    found = upload(desk, "email,due,note\n" + signs)
    with desk.app.app_context():
        text = reports.storage.get(standing(desk, found).report_key).decode()
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert "'=cmd" in cells


def test_a_hundred_thousand_rows_are_told_one_by_one_in_flat_memory(desk):
    content = "email\n" + "".join(f"g{n}\n" for n in range(100_000))
    rows = reading.rows(content.encode())
    next(rows)
    tracemalloc.start()
    count = sum(1 for _ in zip(rows, range(10_000), strict=False))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 500_000
    found = upload(desk, content)
    assert (standing(desk, found).rows, counts(standing(desk, found))) == (
        100_000,
        {"refused": 100_000},
    )


def test_a_file_beyond_the_limit_is_not_kept(desk):
    with desk.app.app_context(), pytest.raises(FileTooLarge):
        lists.taken("large.csv", b"x" * (reading.LARGEST + 1))


cells = st.one_of(
    st.sampled_from(
        ["lina@example.org", "OMAR@example.org", "new@example.org", "adam@example.org"]
    ),
    st.text(max_size=20),
)
files = st.one_of(
    st.binary(max_size=300),
    st.lists(st.tuples(cells, st.sampled_from(["", DUE, "soon"])), max_size=8).map(
        lambda rows: "email,due\n" + "\n".join(f"{one},{due}" for one, due in rows)
    ),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=files, mode=st.sampled_from(["add", "update"]), places=st.sampled_from([None, 1]))
def test_trying_changes_nothing_and_says_what_carrying_out_does(desk, content, mode, places):
    desk.terms(places=places)
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "ignore")
    with desk.app.app_context():
        file = lists.taken("people.csv", raw)
        with write():
            found = lists.start(file, desk.trainer, mode=mode, course_id=desk.course.id).id
        before = everything(desk.app, "entry_list")
        lists.try_list(found)
        assert everything(desk.app, "entry_list") == before
    tried = standing(desk, found)
    assert tried.state in ("tried", "refused")
    if tried.state == "tried":
        assert sum(tried.counts.values()) == tried.rows == len(told(desk, found))
        said = told(desk, found)
        do(desk, found)
        assert told(desk, found) == said
        assert set(standing(desk, found).counts) == set(WHATS)


def test_the_page_of_a_list_costs_the_same_for_ten_rows_and_a_thousand(desk, signed_in, queries):
    tomas, counts = signed_in(desk.cast.trainer), []
    for rows in (10, 1000):
        addresses = "\n".join(f"guest{number}@example.org" for number in range(rows))
        made = standing(desk, upload(desk, f"email\n{addresses}\n"))
        with queries() as sent:
            page = tomas.get(f"{desk.desk_path}lists/{made.public_id}")
        assert "guest9@example.org" in page.main
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 6
