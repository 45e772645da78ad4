"""HTML input of rules: what completes a course, and what comes before a part of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from courses.rules.builder import Built
from courses.rules.completing import Rule
from elearn.core.forms import Form
from elearn.core.i18n import reader_zone

LINES = 6
MINUTES = "%Y-%m-%dT%H:%M"


def hundredths(text: str) -> int | None:
    """Return a percentage as hundredths of a percent, exactly, or None for anything else."""
    try:
        value = Decimal(text.replace("%", "").replace(",", ".").strip()) * 100
    except InvalidOperation:
        return None
    if not value.is_finite() or value != value.to_integral_value() or not 0 <= value <= 10_000:
        return None
    return int(value)


def as_percent(mark: int | None) -> str:
    """Return hundredths of a percent as they are typed."""
    if mark is None:
        return ""
    whole, rest = divmod(mark, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def check_percent(form: Form, field: Any) -> None:
    """Take a share from 0 to 100 with two decimals at most, comma or point, or nothing."""
    if field.data and hundredths(field.data) is None:
        raise ValidationError(_l("Write a number from 0 to 100, for example 80 or 66.67."))


class CompletionForm(Form):
    """What completes a course."""

    share = IntegerField(
        _l("Share of the required parts, in percent"),
        validators=[
            InputRequired(_l("Write a number.")),
            NumberRange(1, 100, _l("Write a number from 1 to 100.")),
        ],
        description=_l("100 asks for every required lesson and quiz."),
    )
    mark = StringField(
        _l("Average mark in the required quizzes, in percent"),
        validators=[check_percent],
        description=_l(
            "The mean of the best scores; a quiz that is not passed counts as 0. Leave it empty "
            "to ask for no average: each quiz then only has its own pass mark."
        ),
    )
    form = SelectField(_l("Survey to answer"), validators=[Optional()])
    checklist = SelectField(_l("Checklist to fill in"), validators=[Optional()])
    tier = RadioField(
        _l("The certificate is for"),
        choices=[
            SelectChoice("completion", _l("completion")),
            SelectChoice("participation", _l("participation")),
        ],
    )
    based_on = HiddenField()

    def offer(self, surveys: Iterable[Any], checklists: Iterable[Any]) -> "CompletionForm":
        """Offer these forms to ask for."""
        for field, rows in ((self.form, surveys), (self.checklist, checklists)):
            none = SelectChoice("", _l("None"))
            field.choices = [none, *(SelectChoice(row.public_id, row.title) for row in rows)]
        return self

    def rule(self) -> dict[str, Any]:
        """Return what was typed, as the operation takes it."""
        return {
            "share": self.share.data,
            "mark": hundredths(self.mark.data) if self.mark.data else None,
            "form": self.form.data or None,
            "checklist": self.checklist.data or None,
            "tier": self.tier.data,
        }


def shown(rule: Rule) -> dict[str, Any]:
    """Return a completion rule as the form shows it."""
    return {
        "share": rule["share"],
        "mark": as_percent(rule["mark"]),
        "form": rule["form"] or "",
        "checklist": rule["checklist"] or "",
        "tier": rule["tier"],
    }


class ConditionForm(Form):
    """What must come before a part: up to six things, in a way, and two dates."""

    way = RadioField(
        _l("How many of these are needed"),
        choices=[
            SelectChoice("all", _l("all of them")),
            SelectChoice("any", _l("one of them")),
            SelectChoice("some", _l("as many as this number")),
        ],
    )
    need = IntegerField(
        _l("Number, if not all or one"),
        validators=[Optional(), NumberRange(1, LINES, _l("Write a number from 1 to 6."))],
    )
    begins = DateTimeLocalField(
        _l("Not before"), format=[MINUTES, "%Y-%m-%d %H:%M"], validators=[Optional()]
    )
    ends = DateTimeLocalField(
        _l("Only until"), format=[MINUTES, "%Y-%m-%d %H:%M"], validators=[Optional()]
    )
    based_on = HiddenField()

    def lines(self) -> list[tuple[Any, Any]]:
        """Return the pairs of fields that each ask for one thing."""
        return [(self[f"what_{at}"], self[f"mark_{at}"]) for at in range(1, LINES + 1)]

    def offer(self, choices: Mapping[Any, Sequence[tuple[str, str]]]) -> "ConditionForm":
        """Offer these things to ask for, in groups; what is chosen already stays a choice."""
        for what, _mark in self.lines():
            what.choices = {"": [SelectChoice("", _l("Nothing"))]} | {
                str(group): [SelectChoice(value, words) for value, words in entries]
                for group, entries in choices.items()
                if entries
            }
        return self

    def show(self, built: Built) -> "ConditionForm":
        """Fill the form with what holds now."""
        self.way.data, self.need.data = built.way, built.need if built.way == "some" else None
        zone = ZoneInfo(reader_zone())
        for field, moment in ((self.begins, built.begins), (self.ends, built.ends)):
            field.data = moment.astimezone(zone).replace(tzinfo=None) if moment else None
        for (what, mark), (kind, name, asked) in zip(self.lines(), built.lines, strict=False):
            what.data, mark.data = f"{kind}:{name}", as_percent(asked)
        return self

    def built(self) -> Built:
        """Return what was typed; dates are in the time zone of the one who typed them."""
        lines = []
        for what, mark in self.lines():
            kind, colon, name = (what.data or "").partition(":")
            if colon:
                asked = hundredths(mark.data) if mark.data and kind == "quiz" else None
                lines.append((kind, name, asked))
        need = min(self.need.data or 1, max(len(lines), 1))
        return Built(self.way.data, need, lines, _moment(self.begins.data), _moment(self.ends.data))


def _moment(typed: datetime | None) -> datetime | None:
    return typed.replace(tzinfo=ZoneInfo(reader_zone())) if typed else None


for _at in range(1, LINES + 1):
    setattr(
        ConditionForm,
        f"what_{_at}",
        SelectField(_l("Needed first, %(num)s", num=_at), validators=[Optional()]),
    )
    setattr(
        ConditionForm,
        f"mark_{_at}",
        StringField(
            _l("For a quiz: mark in percent, %(num)s", num=_at), validators=[check_percent]
        ),
    )
