"""Invitations: a letter to an address, a link for that address, and what becomes of both."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from courses.entry import invitations
from courses.entry.models import EntryInvitation
from elearn.core import clock
from elearn.core.clock import now
from elearn.core.database import db
from elearn.core.outbox import Job


@pytest.fixture
def invite(desk, signed_in, run_jobs):
    """Return a function that invites what is typed and sends the letters."""

    def act(text, status=302):
        tomas = signed_in(desk.cast.trainer)
        page = tomas.get(f"{desk.desk_path}invitations")
        answer = tomas.submit(page, "Send the letters", status=status, addresses=text)
        run_jobs()
        return answer

    return act


def links(letters):
    found = []
    for letter in letters():
        text = letter.get_body(("plain",)).get_content()
        found += re.findall(r"https?://[^/]+(/invitations/\S+)", text)
    return found


def test_a_person_with_an_account_follows_the_link_and_is_in(desk, invite, letters, signed_in):
    desk.terms(door="closed")
    invite("lina@example.org\nnobody at all", status=422)
    (letter,) = letters()
    assert letter["To"] == "lina@example.org"
    assert "Tomas Novak invites you" in letter.get_body(("plain",)).get_content()
    (link,) = links(letters)
    lina = signed_in(desk.cast.learner)
    page = lina.get(link)
    assert desk.enrolments() == {}
    lina.submit(page, "Enrol and start")
    assert desk.enrolments()[desk.learner.id].way == "invitation"
    assert lina.post(link).location == desk.path


def test_a_link_passed_on_opens_nothing_to_others(desk, invite, letters, signed_in):
    invite("guest@example.org")
    (link,) = links(letters)
    omar = signed_in(desk.cast.second_learner)
    assert "another address" in omar.get(link).main
    omar.post(link, status=403)
    assert desk.enrolments() == {}


def test_somebody_new_registers_with_the_address_and_comes_back_to_the_invitation(
    desk, invite, letters, visitor, run_jobs
):
    desk.terms(door="closed")
    invite("guest@example.org")
    (link,) = links(letters)
    page = visitor.get(link)
    (register,) = page.all("//main//a[text()='Create an account']/@href")
    assert link not in register
    data = {"name": "Guest", "email": "guest@example.org", "password": "eleven small boats"}
    visitor.submit(visitor.get(register), "Create account", consent="y", **data)
    run_jobs()
    text = letters()[-1].get_body(("plain",)).get_content()
    path = re.search(r"https?://[^/]+(/confirm/\S+)", text)[1]
    done = visitor.submit(visitor.get(path), "Confirm and sign in", password=data["password"])
    visitor.submit(visitor.follow(done), "Enrol and start")
    assert [row.way for row in desk.enrolments().values()] == ["invitation"]


def test_no_stored_row_holds_the_secret_of_a_link(desk, invite, letters):
    invite("guest@example.org")
    (link,) = links(letters)
    value = link.rpartition("/")[2]
    with desk.app.app_context():
        rows = [*db.session.execute(select(EntryInvitation.__table__)).all()]
        rows += db.session.execute(select(Job.__table__)).all()
    assert value not in str(rows)


def test_the_same_address_is_written_to_once_until_it_is_sent_again(
    desk, invite, letters, signed_in, run_jobs
):
    invite("guest@example.org\nGuest@Example.org; guest@example.org")
    assert len(letters()) == 1
    told = signed_in(desk.cast.trainer)
    invite("guest@example.org")
    assert len(letters()) == 1
    told.submit(told.get(f"{desk.desk_path}invitations"), "Send again")
    run_jobs()
    first, second = links(letters)
    assert first != second
    told.get(first, status=410)
    told.get(second)


def test_one_taken_back_or_expired_opens_nothing_and_says_so(
    desk, invite, letters, signed_in, visitor
):
    invite("lina@example.org")
    (link,) = links(letters)
    late, dead = clock.at(now() + timedelta(days=31)), invitations.InvitationIsDead
    with desk.app.app_context(), late, pytest.raises(dead):
        invitations.find(link.rpartition("/")[2], None)
    tomas, lina = signed_in(desk.cast.trainer), signed_in(desk.cast.learner)
    tomas.submit(tomas.get(f"{desk.desk_path}invitations"), "Take back")
    assert "no longer works" in visitor.get(link, status=410).main
    lina.post(link, status=409)
    assert "Taken back" in tomas.get(f"{desk.desk_path}invitations").main


def test_a_full_course_keeps_the_invitation(desk, invite, letters, signed_in):
    desk.terms(places=1)
    signed_in(desk.cast.second_learner).post(f"{desk.path}enrol")
    invite("lina@example.org")
    (link,) = links(letters)
    lina = signed_in(desk.cast.learner)
    refused = lina.submit(lina.get(link), "Enrol and start", status=409)
    assert "All places on this course are taken" in refused.main
    desk.terms(places=2)
    lina.submit(lina.get(link), "Enrol and start")


def test_lists_of_people_cost_as_many_queries_for_few_as_for_many(desk, queries, signed_in):
    tomas, counts = signed_in(desk.cast.trainer), []
    for number in (1, 3):
        addresses = [f"guest{number}{one}@example.org" for one in range(number)]
        desk.do(lambda course, to=addresses: invitations.invite(course, to, desk.trainer))
        desk.code()
        for page in ("invitations", "codes", "requests", ""):
            with queries() as sent:
                tomas.get(f"{desk.desk_path}{page}")
            counts.append(len(sent))
    assert counts[:4] == counts[4:]
