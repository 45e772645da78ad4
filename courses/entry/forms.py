"""HTML input of the ways into a course. Moments are typed in the zone of the person's profile."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from courses.entry.codes import LONGEST_LABEL
from courses.entry.labels import DOORS, MODES
from courses.entry.models import EntryTerms
from courses.entry.operations import MOST_DAYS, MOST_PLACES, Terms
from courses.entry.requests import LONGEST_WHY
from elearn.core.forms import Form

WHEN = "%Y-%m-%dT%H:%M"
A_MOMENT = _l("Write the date and the time, such as 2026-12-31T18:00, or leave this empty.")


def zone_of(name: str) -> Any:
    """Return the zone of that name, UTC for one nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


class WhenField(DateTimeLocalField):  # type: ignore[misc]
    """A moment, typed in the zone of the form; what is no moment gets a plain sentence."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(A_MOMENT) from error

    def moment(self, zone: str) -> datetime | None:
        """Return what was typed as a moment in UTC."""
        typed: datetime | None = self.data
        return typed.replace(tzinfo=zone_of(zone)).astimezone(UTC) if typed else None


class TermsForm(Form):
    """Who may enrol by themselves, when, how many, and how long they have."""

    door = RadioField(
        _l("Who may enrol"),
        choices=[SelectChoice(code, label) for code, label in DOORS.items()],
        default="open",
    )
    reading = BooleanField(
        _l("Everybody may read the lessons"),
        default=True,
        description=_l("Without this, only those who are enrolled and the trainers read them."),
    )
    opens_at = WhenField(_l("Enrolment opens"), format=WHEN, validators=[Optional()])
    closes_at = WhenField(_l("Enrolment closes"), format=WHEN, validators=[Optional()])
    places = IntegerField(
        _l("Places"),
        validators=[
            Optional(),
            NumberRange(1, MOST_PLACES, _l("Give a number of places of 1 or more, or none.")),
        ],
        description=_l(
            "How many may be enrolled at once, whoever lets them in. Fewer than are enrolled now"
            " puts nobody out. Leave it empty for no limit."
        ),
    )
    due_days = IntegerField(
        _l("Days to finish"),
        validators=[
            Optional(),
            NumberRange(1, MOST_DAYS, _l("Give a number of days from 1 to 3650, or none.")),
        ],
        description=_l(
            "Counted from the day somebody enrols. It holds for those who enrol from now on; leave"
            " it empty for no date."
        ),
    )

    def terms(self, zone: str) -> Terms:
        """Return what was typed, as the operation takes it."""
        return Terms(
            door=self.door.data,
            reading=self.reading.data,
            opens_at=self.opens_at.moment(zone),
            closes_at=self.closes_at.moment(zone),
            places=self.places.data,
            due_days=self.due_days.data,
        )

    @classmethod
    def showing(cls, terms: EntryTerms, zone: str) -> "TermsForm":
        """Return the form filled with the terms of a course."""
        there = zone_of(zone)
        data = {name: getattr(terms, name) for name in ("door", "reading", "places", "due_days")}
        for name in ("opens_at", "closes_at"):
            moment = getattr(terms, name)
            data[name] = moment.astimezone(there) if moment else None
        return cls(data=data)


class CodeForm(Form):
    """A new code."""

    label = StringField(
        _l("For whom"),
        validators=[Length(max=LONGEST_LABEL)],
        description=_l("A note for the trainers, such as: customs officers, spring."),
    )
    most_uses = IntegerField(
        _l("How many may use it"),
        validators=[
            Optional(),
            NumberRange(1, MOST_PLACES, _l("Give a number of uses of 1 or more, or none.")),
        ],
        description=_l("Leave it empty for no limit."),
    )
    expires_at = WhenField(_l("It expires"), format=WHEN, validators=[Optional()])


class JoinForm(Form):
    """The code somebody was given."""

    code = StringField(
        _l("Code"),
        validators=[DataRequired(_l("Type the code you were given.")), Length(max=40)],
        description=_l("Capital or small letters, with or without the hyphen."),
    )


class WhyForm(Form):
    """Why somebody wants to take part."""

    why = TextAreaField(
        _l("Why do you want to take part?"),
        validators=[
            DataRequired(_l("Say why you want to take part: the trainers decide on it.")),
            Length(max=LONGEST_WHY),
        ],
        description=_l("For example what your work is and what you need the course for."),
    )


class DeclineForm(Form):
    """The reason of a no."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[Length(max=LONGEST_WHY)],
        description=_l("Needed to decline. The person who asked reads it in a letter."),
    )


class InviteForm(Form):
    """Addresses to invite, or to add."""

    addresses = TextAreaField(
        _l("E-mail addresses"),
        validators=[DataRequired(_l("Write at least one address.")), Length(max=60_000)],
        description=_l("One on each line, at most 200 at once."),
    )


class ListForm(Form):
    """A list of people in CSV."""

    file = FileField(
        _l("List"),
        validators=[FileRequired(_l("Choose a file to upload."))],
        description=_l(
            "CSV, up to 10 MB and 100,000 rows. The first line names the columns: email, and if"
            " you like name, due (a date such as 2026-12-31) and note. Nothing is done until you"
            " have seen what each row would do."
        ),
    )
    mode = RadioField(
        _l("What to do with people who are there already"),
        choices=[SelectChoice(code, label) for code, label in MODES.items()],
        default="add",
    )


class CohortForm(Form):
    """What a cohort says of itself."""

    name = StringField(
        _l("Name"), validators=[DataRequired(_l("Give the cohort a name.")), Length(max=200)]
    )
    note = TextAreaField(_l("Note"), validators=[Length(max=2000)])
    keeper = SelectField(
        _l("Kept by"),
        choices=[],
        validate_choice=False,
        description=_l("All trainers of the organisation can then see and change it."),
    )

    def offer(self, organisations: Iterable[Any]) -> "CohortForm":
        """Offer organisations to keep the cohort, and the person themselves."""
        theirs = [SelectChoice(one.public_id, one.name) for one in organisations]
        self.keeper.choices = [SelectChoice("", _l("Only me and the admins")), *theirs]
        return self
