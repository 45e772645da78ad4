"""What the desk says about questions, attempts and figures, resolved once before any loop."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from quizzes import desk_queries
from quizzes.figures import Figure
from quizzes.kinds import kind_of
from quizzes.outdated import outdated
from quizzes.pairing import Shared, other_of, shared_by
from quizzes.queries import AnyRow
from quizzes.references import bare
from quizzes.views import wording
from quizzes.views.places import Place
from quizzes.wording import first_words, percent


def rules(place: Place) -> list[str]:
    """Return how the quiz is taken, as its author should know it; nothing without a question."""
    quiz = place.quiz
    usable = len(desk_queries.usable_items(quiz)) if quiz else 0
    if quiz is None or not usable:
        return []
    drawn = usable if quiz.draw is None else min(quiz.draw, usable)
    asks = ngettext("Asks %(num)s question of", "Asks %(num)s questions of", drawn) + f" {usable}."
    if quiz.purpose == "before":
        return [
            asks,
            wording.time_rule(quiz.time_limit),
            str(_("Taken once, without a pass mark.")),
        ]
    return [
        asks,
        str(_("Passed with %(mark)s of the points.", mark=percent(quiz.pass_mark))),
        wording.time_rule(quiz.time_limit),
        wording.attempts_rule(quiz),
    ]


def pair_of(place: Place) -> dict[str, Any] | None:
    """Return the other test of a pair, and what both ask; None for a plain check."""
    quiz = place.quiz
    if quiz is None or quiz.purpose == "check":
        return None
    both = shared_by(place.course.id, quiz)
    return {
        "purpose": quiz.purpose,
        "other": other_of(place.course.id, quiz),
        "shared": shared_words(both) if both else "",
    }


def shared_words(both: Shared) -> str:
    """Return how many questions both tests of a pair can ask, in words."""
    if both.least == both.most:
        return str(
            ngettext(
                "Both tests ask the same %(num)s question.",
                "Both tests ask the same %(num)s questions.",
                both.most,
            )
        )
    return str(
        ngettext(
            "The pool has %(num)s question; both tests share from %(least)s to %(most)s.",
            "The pool has %(num)s questions; both tests share from %(least)s to %(most)s.",
            both.pool,
            least=both.least,
            most=both.most,
        )
    )


def question_rows(place: Place, items: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """Return questions for a list: first words, kind, points, the paragraphs that support them."""
    keys = [key for item in items for key in item.paragraphs]
    named = desk_queries.paragraphs_named(place.course.edition_id, keys)
    labels = {row.key: bare(row.label) or f"“{first_words(row.text, 30)}”" for row in named}
    base = place.address("quizzes_desk.question", question_id="-").removesuffix("-/")
    names = {item.kind: str(kind_of(item.kind).label) for item in items}
    flagged = outdated(place.course.id, items)
    return [
        {
            "id": item.public_id,
            "url": f"{base}{item.public_id}/",
            "words": first_words(item.content["prompt"]),
            "kind": names[item.kind],
            "points": item.points,
            "topic": item.topic,
            "paragraphs": ", ".join(labels.get(key, key) for key in item.paragraphs),
            "revision": item.number,
            "outdated": item.question_id in flagged,
        }
        for item in items
    ]


def attempt_rows(
    rows: Sequence[AnyRow], moment: datetime, purpose: str = "check"
) -> list[dict[str, Any]]:
    """Return attempts for the desk: learner, country, number, when, state, score."""
    shown = wording.attempt_rows(rows, moment, purpose)
    return [
        one | {"learner": row.name, "country": row.country or ""}
        for one, row in zip(shown, rows, strict=True)
    ]


def figure_rows(items: Sequence[AnyRow], known: Mapping[int, Figure]) -> list[dict[str, Any]]:
    """Return each question with its number of first answers, its facility and what that means."""
    verdicts = {
        "few": ("waiting", _("Too few answers to judge")),
        "easy": ("note", _("Nearly everybody knows it: does it still test something?")),
        "hard": ("attention", _("Few get it right: check its wording, its key and its lesson")),
        "fine": ("done", _("Works as it should")),
    }
    none = ("todo", _("Not answered yet"))
    rows = []
    for item in items:
        figure = known.get(item.question_id)
        rows.append(
            {
                "words": first_words(item.content["prompt"]),
                "retired": item.retired_at is not None,
                "answers": figure.answers if figure else 0,
                "facility": percent(figure.facility) if figure else "",
                "verdict": verdicts[figure.verdict] if figure else none,
            }
        )
    return rows
