"""HTML input of webinars: texts, settings, speakers, partners, topics, agenda, publishing."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from elearn.accounts import zones
from elearn.accounts.forms import grouped, options
from elearn.core.forms import Form
from elearn.core.i18n import NAMES
from elearn.webinars import labels
from elearn.webinars.agenda import MOST_ITEMS, Item
from elearn.webinars.planning import Settings, Text
from elearn.webinars.speakers import Said

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000
LONGEST_SUMMARY = 2_000
TITLE = [
    DataRequired(_l("Give the webinar a title.")),
    Length(max=LONGEST_TITLE, message=_l("Say it in fewer words: 300 characters at most.")),
]
LONG = Length(max=LONGEST_TEXT, message=_l("Say it in fewer words: 20,000 characters at most."))
SHORT = Length(max=LONGEST_SUMMARY, message=_l("Say it in fewer words: 2,000 characters at most."))
LINE = Length(max=200, message=_l("Say it in fewer words: 200 characters at most."))


def number(label: Any, low: int, high: int, **more: Any) -> IntegerField:
    """Return a field for a whole number within bounds."""
    sentence = _l("Write a number from %(low)d to %(high)d.", low=low, high=high)
    return IntegerField(label, [InputRequired(sentence), NumberRange(low, high, sentence)], **more)


class NewWebinarForm(Form):
    """What a webinar begins with."""

    organisation = SelectField(
        _l("Organisation"),
        description=_l("Its partners run the webinar and see who registers."),
    )
    language = SelectField(
        _l("Main language"),
        choices=options(NAMES.items()),
        description=_l("The language of the text below. You can add others afterwards."),
    )
    title = StringField(_l("Title"), TITLE)
    summary = TextAreaField(
        _l("Summary"),
        [SHORT],
        description=_l("What it is about, in a few sentences. It stands in the list of webinars."),
    )
    zone = SelectField(
        _l("Your time zone"),
        description=_l("Sessions are entered in it. People see it beside their own."),
    )

    def offer(self, organisations: list[tuple[str, str]], none: bool) -> "NewWebinarForm":
        """Let the form choose among these organisations; `none` too, for admins."""
        nobody = [SelectChoice("", _l("None"))] if none else []
        self.organisation.choices = [*nobody, *options(organisations)]
        self.zone.choices = grouped(zones.choices())
        return self


class TextForm(Form):
    """What a webinar says of itself in one language."""

    language = SelectField(_l("Language"))
    title = StringField(_l("Title"), TITLE)
    summary = TextAreaField(
        _l("Summary"), [SHORT], description=_l("It stands in the list of webinars.")
    )
    description = TextAreaField(
        _l("What people learn"),
        [LONG],
        description=_l("Leave an empty line between paragraphs."),
    )
    audience = TextAreaField(_l("Who it is for"), [SHORT])
    privacy_note = TextAreaField(
        _l("What you do with people’s answers"),
        [LONG],
        description=_l("People read it when they register, beside the privacy notice of the site."),
    )

    def text(self) -> Text:
        """Return what was typed."""
        names = ("title", "summary", "description", "audience", "privacy_note")
        return Text(**{name: self[name].data or "" for name in names})


class SettingsForm(Form):
    """How a webinar is run, and what its registration asks for."""

    language = SelectField(
        _l("Main language"), description=_l("What people read when there is no text in theirs.")
    )
    zone = SelectField(_l("Your time zone"), description=_l("New sessions are entered in it."))
    sign_up = RadioField(_l("How people sign up"), choices=options(labels.SIGN_UPS.items()))
    door = RadioField(_l("Who gets a seat"), choices=options(labels.DOORS.items()))
    listed = BooleanField(
        _l("It stands in the public list of webinars"),
        description=_l("Without this, people find it by its address only."),
    )
    guests = BooleanField(
        _l("People without an account may register"),
        description=_l("They confirm their e-mail address by a link."),
    )
    delegations = BooleanField(
        _l("One person may register a whole delegation"),
        description=_l("Several people of an organisation or a country at once."),
    )
    offer_hours = number(
        _l("Hours a freed seat is kept for the next in line"),
        1,
        168,
        description=_l("Then it is offered to whoever comes after them."),
    )
    join_opens_minutes = number(_l("Minutes before the start at which personal links open"), 0, 120)
    retention_days = number(
        _l("Days answers are kept after the last session"),
        30,
        3650,
        description=_l("Then guests’ addresses and all answers are deleted."),
    )
    certificates = BooleanField(_l("Issue certificates of participation"))
    share_percent = number(
        _l("Percent of a session’s minutes needed for it"),
        1,
        100,
    )
    code_word_counts = BooleanField(
        _l("Entering the code word of a session is enough"),
        description=_l("The host says it near the end."),
    )
    feedback_needed = BooleanField(_l("People answer the feedback form first"))

    def offer(self, languages: list[tuple[str, str]]) -> "SettingsForm":
        """Let the form choose among the languages there is a text in."""
        self.language.choices = options(languages)
        self.zone.choices = grouped(zones.choices())
        return self

    def settings(self) -> Settings:
        """Return what was chosen."""
        return Settings(**{name: self[name].data for name in Settings.__dataclass_fields__})


class SpeakerForm(Form):
    """How the page names a speaker."""

    name = StringField(_l("Name"), [DataRequired(_l("Write the speaker’s name.")), Length(max=120)])
    affiliation = StringField(
        _l("Position and organisation"),
        [LINE],
        description=_l("Such as: Waste inspector, Sample Ministry of Environment."),
    )
    about = TextAreaField(_l("About the speaker"), [SHORT])

    def said(self) -> Said:
        """Return what was typed."""
        return Said(self.name.data, self.affiliation.data or "", self.about.data or "")


class PartnerForm(Form):
    """An organisation that takes part."""

    organisation = SelectField(_l("Organisation"))
    role = SelectField(
        _l("What it gives"),
        choices=options(labels.PARTNER_ROLES.items()),
        description=_l("People of an organisation that gives delivery see who registers."),
    )


class TopicForm(Form):
    """A publication of the toolkit the webinar is about."""

    tool = SelectField(_l("Publication of the toolkit"))


class CloneForm(Form):
    """A copy of a webinar."""

    first_day = DateField(
        _l("First day of the copy"),
        [Optional()],
        description=_l(
            "All sessions move by as many days as the first one, at the same hours. Leave it empty"
            " to copy no sessions."
        ),
    )


# The rows of an agenda are plain fields, read here: minutes-0, title-0, speaker-0 and so on.
def agenda_rows(items: list[Any]) -> list[dict[str, Any]]:
    """Return the rows of the form for an agenda: those there are, and some empty ones."""
    rows = [{"minutes": str(one.minutes), "title": one.title, "speaker": one.key} for one in items]
    spare = {"minutes": "", "title": "", "speaker": ""}
    return [*rows, *(dict(spare) for _ in range(min(5, MOST_ITEMS - len(rows))))]


def agenda_typed(sent: Any) -> tuple[list[dict[str, Any]], list[Item], list[str]]:
    """Return the rows as they were typed, the parts they mean, and what is wrong, by field."""
    rows, items, wrong = [], [], []
    for at in range(MOST_ITEMS):
        row = {name: sent.get(f"{name}-{at}", "").strip() for name in ("minutes", "title")}
        row["speaker"] = sent.get(f"speaker-{at}", "").strip()
        if f"title-{at}" not in sent:
            break
        rows.append(row)
        if not row["title"] and not row["minutes"]:
            continue
        minutes = (
            int(row["minutes"]) if row["minutes"].isdecimal() and len(row["minutes"]) < 5 else 0
        )
        if not row["title"] or len(row["title"]) > LONGEST_TITLE:
            wrong.append(f"title-{at}")
        if not 1 <= minutes <= 1440:
            wrong.append(f"minutes-{at}")
        items.append(Item(minutes, row["title"], row["speaker"]))
    return rows, items, wrong
