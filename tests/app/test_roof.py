"""What stands on the roof: jobs for admins, letters in development, the API's document."""

import re

from sqlalchemy import update

from elearn.app import rooms
from elearn.core import outbox
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job


def failed_letter(writing) -> int:
    with writing():
        job_id = outbox.enqueue(
            "core.send_letter",
            to="a@example.org",
            template="x",
            language="en",
            context={},
            mark="m",
        )
        db.session.execute(
            update(Job).where(Job.id == job_id).values(failed_at=now(), problem="No such address")
        )
    return job_id


def test_an_admin_sees_a_failed_job_with_its_reason_and_lets_it_run_again(signed_in, cast, writing):
    job_id = failed_letter(writing)
    admin = signed_in(cast.admin)
    page = admin.get("/admin/jobs/")
    assert "No such address" in page.main
    admin.submit(page, "Try again")
    assert "Nothing here" in admin.get("/admin/jobs/").main
    assert str(job_id) in admin.get("/admin/jobs/?state=waiting").main


def test_only_admins_see_jobs(visitor, signed_in, cast):
    assert "/sign-in" in visitor.get("/admin/jobs/", status=302).location
    for member in cast.everybody():
        if member != cast.admin:
            signed_in(member).get("/admin/jobs/", status=403)


def test_the_api_describes_itself_to_programs_and_people(visitor):
    document = visitor.get("/api/v1/openapi.json").json
    assert document["openapi"] == "3.1.0"
    page = visitor.get("/api/v1/")
    assert page.heading == "Programming interface"
    groups = [tag["name"].lower().replace(" ", "-") for tag in document["tags"]]
    assert list(dict.fromkeys(re.findall(r'href="/api/v1/about/([^"#]+)', page.text))) == groups


def test_a_group_of_the_api_shows_examples_and_every_refusal(visitor):
    page = visitor.get("/api/v1/about/certificates")
    doors = page.text.count('class="api-door"')
    assert page.text.count('<ul class="api-refusals"><li>') == doors > 1
    assert visitor.json("GET", "/api/v1/about/nothing", status=404).json["status"] == 404


def marked(menu: tuple[rooms.Entry, ...], endpoint: str) -> list[str]:
    """Return which entries of a menu are the current ones on a page."""
    return [
        str(entry.endpoint)
        for entry in menu
        if entry.endpoint == endpoint or endpoint.startswith(entry.family)
    ]


def test_every_page_of_the_desk_is_marked_once_in_each_menu(app):
    files = ("courses_exports.",)
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.rule.startswith(("/desk/", "/admin/"))
    }
    here = [page for page in sorted(pages) if not page.startswith(files)]
    assert len(here) > 100
    lost = {page: marked(rooms.DESK_MENU, page) for page in here}
    assert {page: marks for page, marks in lost.items() if len(marks) != 1} == {}
    assert [page for page in here if "courses_desk.index" not in marked(rooms.MENU, page)] == []


def test_no_menu_names_a_page_twice():
    for menu in (rooms.MENU, rooms.ACCOUNT_MENU, rooms.DESK_MENU):
        places = [(entry.endpoint, entry.roles) for entry in menu]
        assert len(places) == len(set(places))
