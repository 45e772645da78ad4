"""The learners of a course as tables and on paper, and the same by the API."""

import csv
import io

from sqlalchemy import insert, update

from courses.models import Enrolment
from elearn.accounts.models import Person
from elearn.core.clock import now
from elearn.core.database import db
from tests.courses.roster.places import MOMENT, base, due
from tests.factories.courses import enrolled


def table(answer):
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text[1:])))


def test_the_roster_as_a_table_defuses_formulas(desk, course, lina, cast, writing):
    with writing():
        db.session.execute(update(Person).where(Person.id == cast.learner.id).values(name="=1+1"))
        db.session.execute(update(Enrolment).values(country="KE"))
    rows = table(desk.get(f"{base(course)}roster.csv"))
    assert rows[0][:3] == ["id", "name", "country"]
    assert rows[1][:3] == [lina[1], "'=1+1", "Kenya"]
    assert table(desk.get(f"{base(course)}roster.csv?state=completed"))[1:] == []


def test_progress_by_step_as_a_table(desk, course, lina, cast, signed_in):
    signed_in(cast.learner).post(f"/courses/{course.slug}/{course.lesson('why').public_id}/done")
    rows = table(desk.get(f"{base(course)}progress.csv"))
    assert rows[0][3:] == [step.title for step in course.steps]
    assert rows[1] == [lina[1], "Lina Haddad", "underway", f"{now():%Y-%m-%d}", "", "", "", ""]


def test_tables_are_written_batch_by_batch(desk, course, writing, queries, monkeypatch):
    """Two statements for each batch, whatever the number of learners: memory stays flat."""
    with writing():
        for number in range(25):
            person = db.session.execute(
                insert(Person)
                .values(
                    public_id=f"table{number:07d}",
                    email=f"table{number}@example.org",
                    name=f"Table {number}",
                    created_at=MOMENT,
                )
                .returning(Person.id)
            ).scalar_one()
            enrolled(person, course.id)
    monkeypatch.setattr("courses.roster.exporting.BATCH", 10)
    with queries() as sent:
        assert len(table(desk.get(f"{base(course)}progress.csv"))) == 26
    # Who asks, the course, its steps; then three batches of learners and what they did.
    assert len(sent) == 3 + 3 * 2


def test_hand_outs_hold_text_and_questions_but_no_answers(desk, course):
    paper = f"/desk/courses/{course.slug}/hand-outs/"
    choice = desk.get(paper)
    assert "First things" in choice.main
    whole = desk.get(f"{paper}print")
    assert "keep waste closed, labelled and recorded" in whole.main
    sheet = desk.get(f"{paper}answers")
    assert sheet.heading == "Answers, for the trainer"
    answers = [item.text_content() for item in sheet.page.xpath("//ol/li//strong")]
    assert answers
    assert whole.all("//strong") == []
    first = desk.get(f"{paper}print?module=1")
    assert "Check what you know" not in first.main
    desk.get(f"{paper}print?module=99", status=404)


def test_the_list_to_sign_names_the_learners(desk, course, lina):
    rows = desk.get(f"{base(course)}names").page.xpath("//tbody/tr/th")
    assert [row.text_content() for row in rows] == ["Lina Haddad"]


def test_progress_by_step_counts_who_opened_and_completed(desk, course, lina, cast, signed_in):
    signed_in(cast.learner).post(f"/courses/{course.slug}/{course.lesson('why').public_id}/done")
    rows = desk.get(f"{base(course)}steps").page.xpath("//tbody/tr")
    first = [cell.text_content() for cell in rows[0]]
    assert first == ["Why waste matters", "First things", "1", "1", "–"]
    assert [cell.text_content() for cell in rows[1]][2:] == ["0", "0", "–"]


def api(course):
    return f"/api/v1/courses/{course.slug}/learners"


def test_the_api_lists_learners_and_shows_one(desk, course, lina, cast, writing):
    with writing():
        enrolled(cast.second_learner.id, course.id)
    answer = desk.json("GET", f"{api(course)}?sort=-name&size=1").json
    assert [one["name"] for one in answer["items"]] == ["Omar Diallo"]
    assert (answer["counts"]["all"], answer["more"]) == (2, True)
    desk.json("GET", f"{api(course)}?state=lost", status=422)
    one = desk.json("GET", f"{api(course)}/{lina[1]}").json
    assert (one["name"], one["state"], len(one["steps"])) == ("Lina Haddad", "not-started", 5)


def test_the_api_acts_as_the_pages_do(app, desk, course, lina, cast):
    rule = {"away_days": 3, "due_days": 0, "count_not_started": True}
    assert desk.json("PUT", f"{api(course)}/risk-rule", rule).json == rule
    assert desk.json("GET", f"{api(course)}/risk-rule").json == rule
    body = {"message": "Hello", "learners": [lina[1]], "dry_run": True}
    assert desk.json("POST", f"{api(course)}/nudges", body).json["gets"] == ["Lina Haddad"]
    assert desk.json("POST", f"{api(course)}/nudges", body | {"dry_run": False}).json["sent"]
    desk.json("POST", f"{api(course)}/nudges", body | {"dry_run": False}, status=409)
    desk.json("POST", f"{api(course)}/nudges", {"message": "Hello"}, status=422)
    more = {"learners": [lina[1]], "days": 7, "reason": "Ill"}
    assert desk.json("POST", f"{api(course)}/extensions", more).json == {"moved": 1}
    desk.json("DELETE", f"{api(course)}/{lina[1]}/extension", status=204)
    assert due(app, lina) is None
    decision = {"step": course.lesson("law").public_id, "kind": "open", "reason": "Knows it"}
    made = desk.json("POST", f"{api(course)}/{lina[1]}/overrides", decision, status=201).json
    override = made["overrides"][0]["id"]
    desk.json("DELETE", f"{api(course)}/{lina[1]}/overrides/{override}", status=204)
    one = desk.json("GET", f"{api(course)}/{lina[1]}").json["overrides"][0]
    assert one["undone_at"] is not None
    desk.json("DELETE", f"{api(course)}/{lina[1]}", status=204)
    desk.json("DELETE", f"{api(course)}/{lina[1]}", status=409)
    desk.json("POST", api(course), {"email": "lina@example.org"}, status=201)
    assert len(desk.json("GET", f"{api(course)}/steps").json) == 5
