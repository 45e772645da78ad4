"""HTML input about sessions, groups and reports."""

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from elearn.accounts.labels import STAKEHOLDERS
from elearn.core.forms import Form
from elearn.core.i18n import NAMES
from elearn.programmes.group_counting import MOST_IN_A_CELL, cells
from elearn.programmes.groups import LONGEST_TEXT, Counted
from elearn.programmes.session_operations import LONGEST_MINUTES, Planned

MINUTES = _l("Give whole minutes, from 1 to 1440.")
LONG = Length(max=20_000, message=_l("Say it in fewer words: 20,000 characters at most."))


class SessionForm(Form):
    """What is said of a session."""

    webinar = SelectField(
        _l("A session of a webinar"),
        description=_l("Day, hour, minutes and attendance are then the webinar’s, and follow it."),
    )
    title = StringField(
        _l("Title"),
        [
            InputRequired(_l("Give the session a title.")),
            Length(max=300, message=_l("Say it in fewer words: 300 characters at most.")),
        ],
    )
    online = RadioField(
        _l("Where people meet"),
        choices=[SelectChoice("room", _l("In a room")), SelectChoice("online", _l("Online"))],
        default="room",
    )
    venue = StringField(
        _l("Room"),
        [Length(max=300, message=_l("Say it in fewer words: 300 characters at most."))],
        description=_l("Building, street and town, as people find it."),
    )
    address = StringField(
        _l("Address of the meeting online"),
        [Length(max=500, message=_l("This address is too long: 500 characters at most."))],
        description=_l("Shown only to people who have a place, and to trainers and partner."),
    )
    day = DateField(_l("Day"), [Optional()])
    hour = TimeField(_l("Starts at"), [Optional()], format=["%H:%M", "%H:%M:%S"])
    minutes = IntegerField(
        _l("Minutes"),
        [InputRequired(MINUTES), NumberRange(1, LONGEST_MINUTES, MINUTES)],
        default=60,
    )
    required = BooleanField(_l("Its minutes count for completing the training"), default=True)

    def planned(self) -> Planned:
        """Return what was said."""
        return Planned(
            title=self.title.data or "",
            minutes=self.minutes.data,
            day=self.day.data,
            hour=self.hour.data,
            online=self.online.data == "online",
            venue=self.venue.data or "",
            address=self.address.data or "",
            required=bool(self.required.data),
            webinar=self.webinar.data or "" if "webinar" in self else "",
        )

    def offer(self, sessions: list[tuple[str, str]]) -> "SessionForm":
        """Let the form choose among these sessions of webinars; without any it does not ask."""
        if not sessions:
            del self.webinar
            return self
        none = SelectChoice("", _l("None: it stands by itself"))
        self.webinar.choices = [none, *(SelectChoice(*one) for one in sessions)]
        return self


class ReportFileForm(Form):
    """An attendance report."""

    report = FileField(_l("Attendance report, as a CSV file"))


class GroupForm(Form):
    """What is said of a group; the numbers are read by `counts`."""

    held_on = DateField(_l("Day"), [InputRequired(_l("Give the day."))])
    title = StringField(
        _l("What the session was about"),
        [
            InputRequired(_l("Say what the session was about.")),
            Length(max=LONGEST_TEXT, message=_l("Say it in fewer words: 120 characters at most.")),
        ],
        description=_l("A topic. No names, addresses or telephone numbers of people."),
    )
    venue = StringField(
        _l("Place"),
        [Length(max=LONGEST_TEXT, message=_l("Say it in fewer words: 120 characters at most."))],
        description=_l("A town or a site, such as “sorting yard north”. No names of people."),
    )
    language = SelectField(_l("Language spoken"))
    minutes = IntegerField(
        _l("Minutes"),
        [InputRequired(MINUTES), NumberRange(1, LONGEST_MINUTES, MINUTES)],
        default=60,
    )
    stakeholder = SelectField(
        _l("Who they were"),
        choices=[SelectChoice(code, name) for code, name in STAKEHOLDERS.items()],
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = spoken_languages(self.language.data)
        self.language.choices = [SelectChoice(code, name) for code, name in known]

    def counted(self, counts: dict[tuple[str, str], int]) -> Counted:
        """Return what was said, with the numbers."""
        return Counted(
            held_on=self.held_on.data,
            title=self.title.data or "",
            venue=self.venue.data or "",
            counts=counts,
            language=self.language.data,
            minutes=self.minutes.data,
            stakeholder=self.stakeholder.data,
        )


def spoken_languages(kept: str | None) -> list[tuple[str, str]]:
    """Return the languages a group may have spoken: every one there is a name for, ours first."""
    names = dict(get_locale().languages)
    others = sorted(
        ((code.replace("_", "-"), name) for code, name in names.items() if len(code) == 2),
        key=lambda one: one[1].casefold(),
    )
    first = list(NAMES.items())
    found = first + [one for one in others if one[0] not in NAMES]
    if kept and kept not in dict(found):
        found.append((kept, kept))
    return found


def cell_name(gender: str, band: str) -> str:
    """Return the name of the field of a number."""
    return f"n-{gender}-{band}"


def counts_in(sent: Any) -> tuple[dict[tuple[str, str], int], dict[str, str], list[str]]:
    """Return the numbers sent, the fields as they were typed, and the names of wrong fields."""
    counts: dict[tuple[str, str], int] = {}
    typed: dict[str, str] = {}
    wrong: list[str] = []
    for gender, band in cells():
        name = cell_name(gender, band)
        text = typed[name] = sent.get(name, "").strip()
        if not text:
            continue
        if text.isdecimal() and len(text) <= 4 and int(text) <= MOST_IN_A_CELL:
            counts[gender, band] = int(text)
        else:
            wrong.append(name)
    return counts, typed, wrong


class ReportForm(Form):
    """What the trainers write."""

    what_happened = TextAreaField(
        _l("What happened"),
        [LONG],
        description=_l("What was done, with whom, and what people can do now."),
    )
    difficulties = TextAreaField(_l("Difficulties"), [LONG])
    advice = TextAreaField(
        _l("Advice"), [LONG], description=_l("For whoever runs this training next.")
    )
    cost_note = TextAreaField(_l("Cost"), [LONG], description=_l("What it cost, and who paid."))


class DecisionForm(Form):
    """What the partner answers."""

    note = TextAreaField(
        _l("Note to the trainers"),
        [LONG],
        description=_l("Needed when you return the report: say what is missing."),
    )
