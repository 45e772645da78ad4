"""What pages and answers say about conditions: why something is locked, and the next act."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from babel.numbers import format_percent
from flask import url_for
from flask_babel import format_datetime, get_locale, get_timezone, ngettext
from flask_babel import gettext as _

from courses.rules.conditions import Trace
from courses.rules.locks import Locks
from elearn.core.access import Refusal

# What is done in the course itself, which only those who are enrolled can do.
OF_THE_COURSE = ("module", "step", "quiz")


def percent(hundredths: int) -> str:
    """Return hundredths of a percent as a percentage in the reader's language, never rounded."""
    share = Decimal(hundredths).scaleb(-4)
    return format_percent(share, locale=get_locale() or "en", decimal_quantization=False)


def when(moment: datetime | None) -> str:
    """Return a moment in the reader's own time, with the zone, so that nobody misreads it."""
    return str(
        _(
            "%(day)s, %(time)s (%(zone)s)",
            day=format_datetime(moment, "d MMMM y"),
            time=format_datetime(moment, "HH:mm"),
            zone=str(get_timezone() or "UTC"),
        )
    )


def phrase(trace: Trace) -> str:
    """Return what a condition asks, as the end of “To open this: …”."""
    if trace.items:
        return _group_phrase(trace)
    if trace.gone:
        return str(_("nothing (it is not in the published course)"))
    if trace.moment is not None:
        return _moment_phrase(trace)
    title = trace.title
    if trace.kind == "quiz" and trace.mark is not None:
        mark = percent(trace.mark)
        return str(_("pass “%(title)s” with at least %(mark)s", title=title, mark=mark))
    if trace.kind == "programme" and not title:
        return str(_("complete the training programme that comes before"))
    words = {
        "course": _("complete the course “%(title)s”", title=title),
        "programme": _("complete the training programme “%(title)s”", title=title),
        "module": _("complete the module “%(title)s”", title=title),
        "step": _("pass “%(title)s”", title=title)
        if trace.part == "quiz"
        else _("read “%(title)s”", title=title),
    }
    return str(words[trace.kind])


def _moment_phrase(trace: Trace) -> str:
    moment = when(trace.moment)
    if trace.kind == "from":
        return str(_("wait until %(moment)s", moment=moment))
    if trace.over:
        return str(_("nothing can be done: it was open until %(moment)s", moment=moment))
    return str(_("come before %(moment)s", moment=moment))


def _group_phrase(trace: Trace) -> str:
    open_ones = [item for item in trace.items if not item.met] or list(trace.items)
    phrases = [f"({phrase(one)})" if len(one.items) > 1 else phrase(one) for one in open_ones]
    if len(phrases) == 1 or trace.kind == "all":
        return "; ".join(phrases)
    left = max(trace.need - sum(item.met for item in trace.items), 1)
    listed = "; ".join(phrases)
    if left == 1:
        return str(_("do one of these: %(acts)s", acts=listed))
    return str(
        ngettext(
            "do %(num)s of these: %(acts)s", "do %(num)s of these: %(acts)s", left, acts=listed
        )
    )


def reason(trace: Trace, *, enrolled: bool) -> str:
    """Return in a sentence or two why something is locked."""
    first = next(trace.unmet(), trace)
    alone = sum(1 for _leaf in trace.unmet()) == 1
    if alone and first.moment is not None:
        moment = when(first.moment)
        if first.kind == "from":
            return str(_("This opens on %(moment)s.", moment=moment))
        return str(
            _(
                "This was open until %(moment)s. Ask the trainers of the course if you still "
                "need it.",
                moment=moment,
            )
        )
    asked = _("To open this: %(acts)s.", acts=phrase(trace))
    if not enrolled and any(leaf.kind in OF_THE_COURSE for leaf in trace.unmet()):
        return str(_("Enrol to open this.")) + " " + str(asked)
    if alone and first.score is not None and first.mark is not None:
        best = _("Your best score is %(score)s.", score=percent(first.score))
        return f"{asked} {best}"
    return str(asked)


def refusal(trace: Trace, slug: str, *, enrolled: bool) -> Refusal:
    """Return why something of a course is locked, with the next act as a link."""
    label, address = next_act(trace, slug, enrolled=enrolled) or (None, None)
    return Refusal(reason(trace, enrolled=enrolled), label, address)


def closed_door(trace: Trace, slug: str, *, enrolled: bool) -> Refusal:
    """Return the same for a page of its own: where one can only wait, it leads to the course."""
    said = refusal(trace, slug, enrolled=enrolled)
    course = (_("Go to the course page"), url_for("courses.show", slug=slug))
    label, address = (said.action_label, said.action_url) if said.action_url else course
    return Refusal(said.reason, label, address, heading=_("Not open yet"))


def next_act(trace: Trace, slug: str, *, enrolled: bool) -> tuple[str, str] | None:
    """Return words and address of the first thing to do, or None where one can only wait."""
    for leaf in trace.unmet():
        if leaf.kind in OF_THE_COURSE:
            if not enrolled:
                return str(_("Go to the course page")), url_for("courses.show", slug=slug)
            words = _("Go to “%(title)s”", title=leaf.title)
            return str(words), url_for("courses.step", slug=slug, step_id=leaf.opens)
        if leaf.kind == "course" and leaf.slug:
            words = _("Go to the course “%(title)s”", title=leaf.title)
            return str(words), url_for("courses.show", slug=leaf.slug)
    return None


def refusals(locks: Locks, slug: str, *, enrolled: bool) -> Mapping[str, Refusal]:
    """Return for every locked step why; the same reason is put into words once."""
    said: dict[Trace, Refusal] = {}
    for trace in locks.values():
        if trace not in said:
            said[trace] = refusal(trace, slug, enrolled=enrolled)
    return {name: said[trace] for name, trace in locks.items()}


class Line(NamedTuple):
    """A line of “Why?”: what is asked, whether it is met, where it is done, what it consists of."""

    words: str
    met: bool
    url: str
    lines: tuple["Line", ...] = ()


def trace_line(trace: Trace, slug: str) -> Line:
    """Return a trace as lines in lines."""
    if trace.items:
        heads = {
            "all": _("All of these:"),
            "any": _("One of these:"),
            "some": ngettext(
                "At least %(num)s of these:", "At least %(num)s of these:", trace.need
            ),
        }
        inner = tuple(trace_line(item, slug) for item in trace.items)
        return Line(str(heads[trace.kind]), trace.met, "", inner)
    words = phrase(trace)
    act = None if trace.met else next_act(trace, slug, enrolled=True)
    return Line(words[:1].upper() + words[1:], trace.met, act[1] if act else "")


def item_line(item: Mapping[str, Any], slug: str, titles: Mapping[str, str]) -> Line:
    """Return an item of a completion rule's trace as a line."""
    detail, met = item["detail"], bool(item["met"])
    prefix = url_for("courses.show", slug=slug)
    if item["rule"] in ("read", "pass"):
        return Line(_step_words(item), met, f"{prefix}{detail['step']}/")
    if "form" not in detail:
        return Line(further(item), met, "")
    title = titles.get(detail["form"], "")
    return Line(form_words(item["rule"], title), met, form_url(item, prefix))


def _step_words(item: Mapping[str, Any]) -> str:
    title = item["detail"]["title"]
    if item["rule"] == "read":
        return str(_("Read “%(title)s”", title=title))
    if "score" not in item["detail"]:
        return str(_("Pass “%(title)s”", title=title))
    score = percent(item["detail"]["score"])
    return str(_("Pass “%(title)s”: passed with %(score)s", title=title, score=score))


def _share_words(detail: Mapping[str, Any]) -> str:
    return str(
        ngettext(
            "Complete %(num)s of the %(all)s required parts: %(done)s done",
            "Complete %(num)s of the %(all)s required parts: %(done)s done",
            detail["need"],
            all=detail["required"],
            done=detail["done"],
        )
    )


def _mark_words(detail: Mapping[str, Any]) -> str:
    need = percent(detail["need"])
    if detail["score"] is None:
        return str(_("Reach %(need)s on average in the required quizzes", need=need))
    score = percent(detail["score"])
    return str(
        _(
            "Reach %(need)s on average in the required quizzes: %(score)s so far",
            need=need,
            score=score,
        )
    )


def form_words(rule: str, title: str) -> str:
    """Return that a survey or a checklist is asked for."""
    if rule == "checklist":
        named = _("Fill in the checklist “%(title)s”", title=title)
        return str(named if title else _("Fill in the checklist"))
    named = _("Answer the survey “%(title)s”", title=title)
    return str(named if title else _("Answer the survey"))


def form_url(item: Mapping[str, Any], prefix: str) -> str:
    """Return where learners of a course answer a form."""
    return f"{prefix}forms/{item['detail']['form']}/"


def further(item: Mapping[str, Any]) -> str:
    """Return an item of a completion rule's trace that is no single step, in words."""
    if item["rule"] == "share":
        return _share_words(item["detail"])
    if item["rule"] == "mark":
        return _mark_words(item["detail"])
    return form_words(item["rule"], "")


def as_json(trace: Trace) -> dict[str, Any]:
    """Return a trace as the API gives it."""
    return {
        "kind": trace.kind,
        "met": trace.met,
        "id": trace.id or None,
        "title": trace.title or None,
        "mark": trace.mark,
        "score": trace.score,
        "moment": trace.moment,
        "need": trace.need if trace.kind == "some" else None,
        "gone": trace.gone,
        "opens": trace.opens or None,
        "course": trace.slug or None,
        "items": [as_json(item) for item in trace.items],
    }
