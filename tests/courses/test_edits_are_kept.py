"""Whatever is decided in whatever order: what a trainer wrote goes only by their own choice."""

from contextlib import suppress
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from courses import (
    deciding,
    deciding_again,
    desk_queries,
    edition_updates,
    operations,
    update_queries,
)
from courses.accepting import Decision, fingerprint
from courses.block_acts import anchor_of, name_of
from courses.lesson_text import from_html
from courses.models import Course, Release, ReleaseStep, Step
from courses.update_models import Proposal
from elearn.core.database import db
from elearn.core.errors import DomainError
from elearn.core.transaction import write
from tests.cast import actor
from tests.courses.editions_made import (
    CLOSED,
    DRIVERS,
    FIRST,
    LIGHTS,
    SPILLS,
    STORE,
    Part,
    Text,
    comparison,
    course_of,
    key,
    manual,
    words_in,
)

SECOND = (
    Part(
        "At the store",
        (
            Text("closed", CLOSED + " Check the lids each week.", "1"),
            Text("labels", "Label drums on two sides.", "2"),
            Text("lights", LIGHTS, "3"),
        ),
    ),
    Part("On the road", (Text("spills", SPILLS, "4"), Text("store", STORE, "5"))),
)
THIRD = (
    Part("At the store", (Text("closed", "Close every drum.", "1"), Text("lights", LIGHTS, "2"))),
    Part("On the road", (Text("drivers", DRIVERS, "3"), Text("store", STORE + " Now.", "4"))),
)
NAMES = ("closed", "labels", "store", "drivers", "spills", "lights")
numbers = count(1)

act = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES)),
    st.tuples(
        st.sampled_from(("accept", "accept-seen", "decline", "edit-seen", "edit", "undo")),
        st.sampled_from(NAMES),
    ),
    st.tuples(
        st.sampled_from(("again-accept", "again-decline", "again-edit")), st.sampled_from(NAMES)
    ),
    st.tuples(st.sampled_from(("untouched", "editorial", "renumbered", "rest")), st.just("")),
    st.tuples(
        st.sampled_from(("second", "third", "finish", "publish", "drop", "reopen")), st.just("")
    ),
)

# What a release brought is edited, and decided again without a look at the edit.
after_release = st.lists(
    st.tuples(
        st.sampled_from(("write", "again-accept", "again-decline", "again-edit", "publish")),
        st.sampled_from(("closed", "labels")),
    ),
    min_size=3,
    max_size=6,
)


class Desk:
    """A course with its editions, a trainer's marks in it, and what was given up on purpose."""

    def __init__(self, tomas, number):
        self.tomas = tomas
        with write():
            made = manual(f"Manual {number}")
            self.course_id = course_of(made, tomas, f"Course {number}").id
            self.parts = {made.add(SECOND, "Second").id: SECOND, made.add(THIRD, "Third").id: THIRD}
            self.parts[made.editions[0].id] = FIRST
            self.editions = [edition.id for edition in made.editions]
        self.marks = {}

    def course(self):
        found = db.session.get_one(Course, self.course_id)
        db.session.refresh(found)
        return found

    def update(self):
        return update_queries.open_update_of(self.course_id)

    def last(self):
        """The newest update, whatever became of it."""
        found = update_queries.updates_of(self.course_id)
        return found[0] if found else None

    def proposal(self, name, update=None):
        update = update or self.update()
        statement = select(Proposal).where(
            Proposal.update_id == (update.id if update else 0), Proposal.key == key(name)
        )
        return db.session.scalars(statement.execution_options(populate_existing=True)).first()

    def live(self, name):
        found = update_queries.taught(self.course_id)
        block = found.block.get(key(name))
        return (found.lesson[key(name)], block) if block else (None, None)

    def write(self, name):
        """Put a mark into a paragraph, as the lesson editor does."""
        lesson, block = self.live(name)
        if block is None or not block["key"]:
            return
        mark = f"mark{next(numbers):04d}end"
        html = "\n".join(b["html"] for b in lesson.blocks)
        html = html.replace(block["html"], block["html"].replace("</p>", f" {mark}</p>"))
        keys = [b["key"] for b in lesson.blocks if b["key"]]
        with write():
            text = from_html(html, update_queries.originals(self.course(), keys), "en")
            step = db.session.get_one(Step, lesson.step_id)
            operations.save_text(step, text, desk_queries.newest_text(step.id).number, self.tomas)
        self.marks[mark] = key(name)

    def decide(self, how, name):
        found = self.proposal(name)
        if found is None:
            return
        _lesson, block = self.live(name)
        seen = fingerprint(block["html"]) if how.endswith("-seen") and block else None
        decision = Decision(how.removesuffix("-seen"), "<p>My own words.</p>", seen)
        deciding.decide(self.course(), self.update(), found.public_id, decision, self.tomas)
        if seen and found.kind in ("changed", "removed"):
            # The trainer has seen what stood there and chose the other text.
            self.marks = {mark: at for mark, at in self.marks.items() if at != key(name)}

    def again(self, how, name):
        """Decide once more what was decided, without having seen what the lesson says now."""
        update = self.last()
        found = self.proposal(name, update) if update else None
        if found is not None and found.state != "open":
            decision = Decision(how, "<p>My own words.</p>")
            deciding_again.decide_again(
                self.course(), update, found.public_id, decision, self.tomas
            )

    def publish(self):
        before = self.releases()
        with write():
            operations.publish(self.course_id, self.tomas)
        assert self.releases()[:-1] == before, "no release ever changes"

    def releases(self):
        rows = db.session.execute(
            select(Release.number, Release.hash, ReleaseStep.html)
            .join(ReleaseStep, ReleaseStep.release_id == Release.id)
            .where(Release.course_id == self.course_id)
            .order_by(Release.number, ReleaseStep.position)
        ).all()
        db.session.rollback()
        found = {}
        for row in rows:
            # A release may say again what an earlier one said: both have the same hash.
            found.setdefault((row.number, row.hash), []).append(row.html)
        return list(found.items())

    def undo(self, name):
        found = self.proposal(name)
        if found is not None:
            given_up = found.undo
            deciding.undo(self.course(), self.update(), found.public_id, self.tomas)
            for _step, kept, _before, _at in (given_up or {}).get("kept", []):
                words = kept["html"].split()
                self.marks |= {
                    word.replace("</p>", ""): key(name) for word in words if "mark" in word
                }

    def begin(self, edition_id):
        course = self.course()
        if course.edition_id is not None and course.edition_id < edition_id:
            old = course.edition_id
            edition_updates.begin_for(
                course.id,
                old,
                edition_id,
                comparison(self.parts[old], self.parts[edition_id]),
            )

    def do(self, what, name):
        with suppress(DomainError):
            if what == "write":
                self.write(name)
            elif what == "undo":
                self.undo(name)
            elif what in ("second", "third"):
                self.begin(self.editions[1 if what == "second" else 2])
            elif what.startswith("again-"):
                self.again(what.removeprefix("again-"), name)
            elif what == "publish":
                self.publish()
            elif what in ("drop", "reopen") and self.last():
                course, update = self.course(), self.last()
                with write():
                    getattr(edition_updates, what)(course, update, self.tomas)
            elif self.update() is None:
                return
            elif what == "finish":
                edition_updates.finish(self.course(), self.update(), self.tomas, decline_rest=True)
            elif what in deciding.WHICH:
                deciding.decide_many(self.course(), self.update(), what, self.tomas)
            else:
                self.decide(what, name)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(released=st.booleans(), acts=st.lists(act, min_size=3, max_size=16), late=st.data())
def test_what_a_trainer_wrote_is_never_lost(app, cast, released, acts, late):
    """With decisions that are all to be made, or made and released already."""
    tomas = actor(app, cast.trainer)
    with app.app_context():
        desk = Desk(tomas, next(numbers))
        desk.do("second", "")
        if released:
            for what in ("untouched", "finish", "publish"):
                desk.do(what, "")
            assert len(desk.releases()) == 1
            acts = [*late.draw(after_release), *acts]
        for what, name in acts:
            desk.do(what, name)
            words = words_in(desk.course_id)
            lost = [mark for mark in desk.marks if mark not in words]
            assert not lost, (what, name, acts)
            found = update_queries.taught(desk.course_id)
            blocks = [block for one in found.lessons for block in one.blocks]
            names = [name for block in blocks if (name := name_of(block) or anchor_of(block))]
            assert len(names) == len(set(names)), "no paragraph stands twice"
            for edition_id in desk.editions[1:]:
                mine = Course.id == desk.course_id
                for told in edition_updates.accounts_of(edition_id, mine):
                    assert told["missing"] == [], (what, name, acts)
