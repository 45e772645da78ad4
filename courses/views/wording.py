"""What pages say about courses: words and addresses resolved once, before any loop over rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import format_date, format_percent, ngettext
from flask_babel import gettext as _

from courses import labels
from courses.entry.deciding import TAGS
from courses.progress import ModuleState, Standing, StepState
from courses.queries import AnyRow
from courses.reading_time import spread
from courses.rules import wording as rule_wording
from courses.rules.locks import Locks
from elearn.core.access import Refusal
from elearn.core.i18n import language_name

# Why each locked step is locked.
Locked = Mapping[str, Refusal]
NOTHING_LOCKED: Locked = MappingProxyType({})
LONGEST_SUMMARY = 240
_OPEN: tuple[str | None, object] = (None, "")
HOUR = 60
# A longer contents list shows the steps of the current module only.
LONGEST_CONTENTS = 30


class Card(NamedTuple):
    """A course in the catalogue. Named tuples: templates read them faster than dictionaries."""

    title: str
    url: str
    kicker: str
    summary: str
    language: str
    facts: tuple[str, str, str]
    state: str | None
    words: str


class ContentsStep(NamedTuple):
    """A step in the contents list beside a lesson."""

    label: str
    url: str | None
    state: str
    current: bool
    note: str = ""


class ContentsModule(NamedTuple):
    """A module in the contents list; without steps it is a link."""

    title: str
    url: str | None
    steps: tuple[ContentsStep, ...]


class StepLine(NamedTuple):
    """A step on the page of a course."""

    title: str
    url: str
    state: str
    words: str
    facts: str
    lock: Refusal | None = None


class ModuleLine(NamedTuple):
    """A module on the page of a course."""

    title: str
    summary: str
    minutes: str
    counted: bool
    complete: bool
    steps: tuple[StepLine, ...]
    objectives: tuple[str, ...]


def short(text: str) -> str:
    """Return the beginning of a summary, cut between words."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[:LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(".,;:") + "…"


def time_range(minutes: int) -> str:
    """Return how long something takes that takes so many minutes at the pace of reading.

    It is a range such as "6–9 min" or "1 h 10 min – 1 h 55 min": everywhere people read of time.
    """
    least, most = spread(minutes)
    if most < HOUR and least < most:
        return str(_("%(least)s–%(most)s min", least=least, most=most))
    if least < most:
        return str(_("%(least)s – %(most)s", least=duration(least), most=duration(most)))
    return duration(most)


def duration(minutes: int) -> str:
    """Return a duration such as "45 min" or "1 h 15 min"."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return str(_("%(minutes)s min", minutes=rest))
    if not rest:
        return str(_("%(hours)s h", hours=hours))
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=rest))


def score(hundredths: int | None) -> str:
    """Return a score in whole percent, rounded down, so that none looks better than it is."""
    if hundredths is None:
        return ""
    return str(format_percent(Decimal(hundredths // 100) / 100))


def standing_words(standing: Standing) -> str:
    """Return how far somebody is, in words that belong beside a bar."""
    return str(
        ngettext(
            "%(done)s of %(num)s required part done",
            "%(done)s of %(num)s required parts done",
            standing.required,
            done=standing.done,
        )
    )


def cards(rows: Sequence[AnyRow], doors: Sequence[str | None]) -> list[Card]:
    """Return catalogue rows as cards; `doors` says why each is not simply open, or None."""
    prefix = url_for("courses.catalogue")
    minutes = {count: time_range(count) for count in {row.minutes for row in rows}}
    languages = {code: language_name(code) for code in {row.language for row in rows}}
    levels = {code: str(label) for code, label in labels.LEVELS.items()}
    completed, enrolled = _("Completed"), _("You are enrolled")
    tags = [TAGS[door] if door else _OPEN for door in doors]
    return [
        Card(
            title=row.title,
            url=f"{prefix}{row.slug}/",
            kicker=row.topic,
            summary=short(row.summary),
            language=row.language,
            facts=(minutes[row.minutes], languages[row.language], levels[row.level]),
            state="done" if row.completed else "current" if row.enrolled else shape,
            words=completed if row.completed else enrolled if row.enrolled else str(said),
        )
        for row, (shape, said) in zip(rows, tags, strict=True)
    ]


def facets(rows: Sequence[AnyRow]) -> dict[str, list[tuple[str, str]]]:
    """Return the choices of each filter, as (value, words), in the order of the words."""
    languages = {row.language for row in rows}
    topics = {row.topic for row in rows if row.topic}
    levels = {row.level for row in rows}
    return {
        "languages": sorted(((code, language_name(code)) for code in languages), key=_by_words),
        "topics": sorted((topic, topic) for topic in topics),
        "levels": [(code, str(label)) for code, label in labels.LEVELS.items() if code in levels],
    }


def _by_words(choice: tuple[str, str]) -> str:
    return choice[1]


def step_state(step: StepState) -> str:
    """Return the name of the shape that shows a step's state."""
    return "done" if step.done else "todo"


def lock_notes(locks: Locks, row: AnyRow, *, enrolled: bool | None = None) -> Locked:
    """Return why each locked step is locked, for the person of a row that says whose it is."""
    if not locks:
        return {}
    if enrolled is None:
        enrolled = row.enrolment_id is not None
    return rule_wording.refusals(locks, row.slug, enrolled=enrolled)


def contents_entries(
    modules: Sequence[ModuleState], prefix: str, locked: Locked = NOTHING_LOCKED
) -> list[ContentsModule]:
    """Return the contents list beside a lesson; long ones show the steps of one module only.

    Locked steps say why, those that follow one with the same reason say it no more.
    """
    all_steps = sum(len(module.steps) for module in modules) <= LONGEST_CONTENTS
    entries = []
    for module in modules:
        shown = module.steps if all_steps or module.current else ()
        left = [step for step in module.steps if not step.done and step.id not in locked]
        first = left[0] if left else module.steps[0]
        said = first_reasons(shown, locked)
        steps = tuple(
            ContentsStep(step.title, None, "locked", step.current, said.get(step.id, ""))
            if step.id in locked
            else ContentsStep(step.title, f"{prefix}{step.id}/", step_state(step), step.current)
            for step in shown
        )
        entries.append(
            ContentsModule(module.title, None if shown else f"{prefix}{first.id}/", steps)
        )
    return entries


def first_reasons(steps: Sequence[StepState], locked: Locked) -> dict[str, str]:
    """Return the reasons to show: each one at the first of the steps in a row that share it."""
    said, last = {}, ""
    for step in steps:
        refusal = locked.get(step.id)
        reason = refusal.reason if refusal else ""
        if reason and reason != last:
            said[step.id] = reason
        last = reason
    return said


def module_entries(
    modules: Sequence[ModuleState], prefix: str, locked: Locked = NOTHING_LOCKED
) -> list[ModuleLine]:
    """Return the modules of a course page with the state and the facts of every step."""
    steps = [step for module in modules for step in module.steps]
    scores = {step.score for step in steps} - {None}
    passed = {one: _("Passed with %(score)s", score=score(one)) for one in scores}
    counts = {module.minutes for module in modules} | {step.minutes for step in steps}
    minutes = {count: time_range(count) for count in counts}
    kinds = {"lesson": _("Lesson"), "quiz": _("Quiz")}
    extra, done = _("Not required"), _("Done")

    reasons = {name for module in modules for name in first_reasons(module.steps, locked)}

    def line(step: StepState, counted: bool) -> StepLine:
        facts = f"{kinds[step.kind]}, {minutes[step.minutes]}"
        return StepLine(
            title=step.title,
            url=f"{prefix}{step.id}/",
            state="locked" if step.id in locked else step_state(step),
            lock=locked[step.id] if step.id in reasons else None,
            words=passed.get(step.score, done) if step.done else "",
            facts=f"{extra} · {facts}" if counted and not step.required else facts,
        )

    return [
        ModuleLine(
            title=module.title,
            summary=module.summary,
            minutes=minutes[module.minutes],
            counted=module.counted,
            complete=module.complete,
            steps=tuple(line(step, module.counted) for step in module.steps),
            objectives=module.objectives,
        )
        for module in modules
    ]


def rule_words(items: Sequence[Mapping[str, Any]], tier: str = "completion") -> str:
    """Return in one sentence what completes a course, from the trace of its rule."""
    acts = [act for act in (*_step_acts(items), *map(_further_act, items)) if act]
    listed = acts[-1] if acts else ""
    if len(acts) > 1:
        listed = _("%(first)s and %(last)s", first=", ".join(acts[:-1]), last=acts[-1])
    if not listed:
        return str(_("This course has no required parts, so it cannot be completed."))
    if tier == "participation":
        return str(_("To get a certificate of participation, %(acts)s.", acts=listed))
    return str(_("To complete this course, %(act)s.", act=listed))


def _step_acts(items: Sequence[Mapping[str, Any]]) -> list[str]:
    lessons = sum(item["rule"] == "read" for item in items)
    before = sum(item["detail"].get("purpose") == "before" for item in items)
    quizzes = sum(item["rule"] == "pass" for item in items) - before
    read = ngettext("read %(num)s lesson", "read all %(num)s lessons", lessons)
    passing = ngettext("pass %(num)s quiz", "pass all %(num)s quizzes", quizzes)
    take = _("take the test before learning")
    acts = ((take, before), (read, lessons), (passing, quizzes))
    return [act for act, count in acts if count]


def _further_act(item: Mapping[str, Any]) -> str:
    rule, detail = item["rule"], item["detail"]
    if rule == "share":
        return str(
            ngettext(
                "do %(num)s of the %(all)s required parts",
                "do %(num)s of the %(all)s required parts",
                detail["need"],
                all=detail["required"],
            )
        )
    if rule == "mark":
        need = rule_wording.percent(detail["need"])
        return str(_("reach %(mark)s on average in the required quizzes", mark=need))
    if rule == "form":
        return str(_("answer the survey"))
    return str(_("fill in the checklist")) if rule == "checklist" else ""


def missing(items: Sequence[Mapping[str, Any]], prefix: str) -> list[dict[str, str]]:
    """Return what is still missing for completion: words before the title, title, address."""
    words = {"read": _("Read"), "pass": _("Pass"), "before": _("Take")}
    return [
        {
            "act": words[item["detail"].get("purpose") or item["rule"]],
            "title": item["detail"]["title"],
            "url": f"{prefix}{item['detail']['step']}/",
        }
        if item["rule"] in words
        else {"act": "", "title": rule_wording.further(item), "url": _form_url(item, prefix)}
        for item in items
        if not item["met"]
    ]


def _form_url(item: Mapping[str, Any], prefix: str) -> str:
    return rule_wording.form_url(item, prefix) if "form" in item["detail"] else ""


def completed_words(row: AnyRow) -> str:
    """Return when a course was completed, and how well."""
    day = format_date(row.completed_at, "long")
    if row.score is None:
        return str(_("Completed on %(day)s", day=day))
    return str(_("Completed on %(day)s with %(score)s", day=day, score=score(row.score)))


def due_words(due_at: datetime, moment: datetime) -> str:
    """Return until when something should be done, or since when it is overdue."""
    day = format_date(due_at, "long")
    if due_at < moment:
        return str(_("Overdue since %(day)s", day=day))
    return str(_("Due on %(day)s", day=day))


def changes_words(count: int) -> str:
    """Return how much changed since the learner read it; nothing for no change."""
    if not count:
        return ""
    return str(
        ngettext(
            "%(num)s material change since you read this",
            "%(num)s material changes since you read this",
            count,
        )
    )
