"""A copy of what the ways in hold of a person, and its erasure."""

from sqlalchemy import select

from courses.entry import cohorts, invitations, privacy, requests
from courses.entry.models import Cohort, CohortMember, EntryInvitation, EntryRequest
from elearn.core.database import db
from elearn.core.transaction import write

WHY = "Because canary Zwitscher inspects waste."


def test_a_person_gets_a_copy_and_is_forgotten_without_moving_a_figure(desk):
    lina = desk.learner
    desk.terms(door="approval")
    desk.do(lambda course: requests.ask(course, lina, WHY))
    desk.do(lambda course: invitations.invite(course, ["lina@example.org"], desk.trainer))
    with desk.app.app_context():
        with write():
            group = cohorts.save(None, desk.trainer, name="Spring")
            cohorts.add_member(group.id, lina.id)
        told = privacy.export(lina.id)
        assert [one["why"] for one in told["requests"]] == [WHY]
        assert [one["email"] for one in told["invitations"]] == ["lina@example.org"]
        assert [one["name"] for one in told["cohorts"]] == ["Spring"]
        with write():
            privacy.erase(lina.id)
        assert db.session.execute(select(EntryRequest.state, EntryRequest.why)).all() == [
            ("taken-back", "")
        ]
        for table in (EntryInvitation, CohortMember):
            assert db.session.scalars(select(table.id)).all() == []
        assert len(db.session.scalars(select(Cohort.id)).all()) == 1
