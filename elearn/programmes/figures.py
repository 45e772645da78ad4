"""What a run came to: planned against actual, by UN regional group and gender. Pure.

`public` is what everybody may see: no cell of fewer than five people, and none that the cells
around it would give away (the rule the programme's reports use).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from elearn.accounts import small_cells
from elearn.programmes.learning_figures import (
    Gained,
    Survey,
    public_gain,
    public_survey,
)

COUNTED = ("enrolled", "started", "lessons", "completed")
NOT_STATED = "not-stated"
GENDERS = ("female", "male", "another", NOT_STATED)
GROUPS = ("african", "asia-pacific", "eastern-european", "grulac", "weog", "")


class Learner(NamedTuple):
    """Somebody who ever held a place. `lessons`: every required lesson of the run was read."""

    group: str
    gender: str
    started: bool
    lessons: bool
    completed: bool


@dataclass(frozen=True)
class Row:
    """Counts of some learners; None is hidden. `share` is completed of enrolled, in percent."""

    code: str
    planned: int | None = None
    enrolled: int | None = 0
    started: int | None = 0
    lessons: int | None = 0
    completed: int | None = 0
    share: float | None = None


@dataclass(frozen=True)
class Held:
    """Sessions that took place, and their minutes."""

    sessions: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Figures:
    """The figures of a run. Shares are percentages with one decimal, None of nobody or hidden."""

    total: Row
    genders: tuple[Row, ...]
    groups: tuple[Row, ...]
    planned_sessions: int | None
    planned_minutes: int | None
    sessions: int
    minutes: int
    completed_of_started: float | None
    women_of_all: float | None
    women_of_stated: float | None
    gain: Gained = field(default_factory=Gained)
    survey: Survey = field(default_factory=Survey)

    def as_data(self) -> dict[str, Any]:
        """Return them as plain values, as the API answers and reports keep them."""
        return asdict(self) | {
            "genders": [asdict(row) for row in self.genders],
            "groups": [asdict(row) for row in self.groups],
            "gain": self.gain.as_data(),
            "survey": self.survey.as_data(),
        }


def figures(
    learners: Sequence[Learner], plan: Mapping[str, Any] | None = None, held: Held | None = None
) -> Figures:
    """Return the figures of everybody who ever held a place in a run, beside what was planned."""
    plan, held = plan or {}, held or Held()
    total = counted("", learners, plan.get("learners"))
    genders = by("gender", GENDERS, learners, {"female": plan.get("women")})
    groups = by("group", GROUPS, learners, plan.get("groups") or {})
    women = sum(one.gender == "female" for one in learners)
    stated = sum(one.gender != NOT_STATED for one in learners)
    return Figures(
        total=total,
        genders=genders,
        groups=groups,
        planned_sessions=plan.get("sessions"),
        planned_minutes=plan.get("minutes"),
        sessions=held.sessions,
        minutes=held.minutes,
        completed_of_started=share(total.completed, total.started),
        women_of_all=share(women, len(learners)),
        women_of_stated=share(women, stated),
    )


def by(
    name: str, codes: Sequence[str], learners: Sequence[Learner], planned: Mapping[str, Any]
) -> tuple[Row, ...]:
    """Return a row for each code that has learners or was planned for."""
    rows = (
        counted(code, [one for one in learners if getattr(one, name) == code], planned.get(code))
        for code in codes
    )
    return tuple(row for row in rows if row.enrolled or row.planned)


def counted(code: str, learners: Sequence[Learner], planned: int | None) -> Row:
    """Return the row of these learners."""
    completed = sum(one.completed for one in learners)
    return Row(
        code=code,
        planned=planned,
        enrolled=len(learners),
        started=sum(one.started for one in learners),
        lessons=sum(one.lessons for one in learners),
        completed=completed,
        share=share(completed, len(learners)),
    )


def share(part: int | None, whole: int | None) -> float | None:
    """Return the part in percent of the whole, to one decimal; None of nobody or of the hidden."""
    return round(part * 100 / whole, 1) if part is not None and whole else None


# -- what everybody may see -----------------------------------------------------------------------


def public(given: Figures) -> Figures:
    """Return the figures without cells of fewer than five people, or that give such a cell away.

    The rule is `accounts.small_cells`.
    """
    total = _hidden([given.total])[0]
    genders, groups = _hidden(given.genders), _hidden(given.groups)
    women = next((row for row in genders if row.code == "female"), None)
    unknown = next((row for row in genders if row.code == NOT_STATED), None)
    of_all = share(women.enrolled, total.enrolled) if women else None
    # Who stated a gender is the total less who did not.
    told = of_all is not None and (unknown is None or unknown.enrolled is not None)
    return replace(
        given,
        total=total,
        genders=genders,
        groups=groups,
        completed_of_started=share(total.completed, total.started),
        women_of_all=of_all,
        women_of_stated=given.women_of_stated if told else None,
        gain=public_gain(given.gain),
        survey=public_survey(given.survey),
    )


def _hidden(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows of a table without the cells nobody may see; shares of what is left."""
    shown = small_cells.hide(rows, COUNTED)
    return tuple(replace(row, share=share(row.completed, row.enrolled)) for row in shown)
