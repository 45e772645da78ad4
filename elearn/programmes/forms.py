"""HTML input of programmes: a programme, its parts, places."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from courses.forms import LANGUAGES, needed_title
from elearn.accounts.labels import STAKEHOLDERS
from elearn.core.forms import Form
from elearn.programmes.adding import MOST_ADDRESSES
from elearn.programmes.labels import ORDERS
from elearn.programmes.models import Programme
from elearn.programmes.planning import Details

LONGEST_NOTE = 4000
MOST_PLACES = 5000
MOST_MINUTES = 1440
PLACES_RANGE = NumberRange(
    1, MOST_PLACES, message=_l("Write a number between 1 and %(most)d.", most=MOST_PLACES)
)
MINUTES_RANGE = NumberRange(
    1, MOST_MINUTES, message=_l("Write minutes between 1 and %(most)d.", most=MOST_MINUTES)
)


def choices(labels: dict[str, Any]) -> list[SelectChoice]:
    """Return codes and their labels as options."""
    return [SelectChoice(code, label) for code, label in labels.items()]


def several(label: Any, offered: list[SelectChoice]) -> SelectMultipleField:
    """Return a field for several of a list, each with its own box."""
    boxes = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return SelectMultipleField(label, choices=offered, **boxes)


class ProgrammeForm(Form):
    """What a model programme says of itself."""

    title = StringField(_l("Title"), validators=needed_title)
    summary = TextAreaField(
        _l("Summary"),
        validators=[Length(max=LONGEST_NOTE)],
        description=_l("What the programme is about, in a few sentences. Everybody reads it."),
    )
    language = SelectField(_l("Language of this text"), choices=LANGUAGES)
    audience = several(_l("Who it is for"), choices(STAKEHOLDERS))
    objectives = TextAreaField(
        _l("After it, learners can"),
        validators=[Length(max=LONGEST_NOTE)],
        description=_l("One objective on each line, such as: check a movement document."),
    )
    needs = TextAreaField(
        _l("Which needs it answers"),
        validators=[Length(max=LONGEST_NOTE)],
        description=_l("What people cannot do today, and how you know."),
    )
    order = RadioField(_l("How its courses are taken"), choices=choices(ORDERS), default="in-order")
    needed = IntegerField(
        _l("Courses needed of some"),
        validators=[Optional(), NumberRange(1, 100)],
        description=_l("Only when some of the courses are enough."),
    )
    places = IntegerField(_l("Places in a usual training"), [PLACES_RANGE], default=25)
    budget_note = TextAreaField(
        _l("Note on the budget"),
        validators=[Length(max=LONGEST_NOTE)],
        description=_l("Only those who manage the programme and its trainings see it."),
    )
    organisation = SelectField(
        _l("Organisation it belongs to"),
        choices=[SelectChoice("", _l("None"))],
        description=_l("Its trainers manage the programme with you and approve its trainings."),
    )

    def offer(self, organisations: list[tuple[str, str]]) -> "ProgrammeForm":
        """Let the form choose among these organisations."""
        named = [SelectChoice(value, name) for value, name in organisations]
        self.organisation.choices = [SelectChoice("", _l("None")), *named]
        return self

    def details(self) -> Details:
        """Return what was typed, as the operation takes it."""
        return Details(
            title=self.title.data,
            summary=self.summary.data or "",
            language=self.language.data,
            audience=tuple(self.audience.data or ()),
            objectives=tuple((self.objectives.data or "").splitlines()),
            needs=self.needs.data or "",
            budget_note=self.budget_note.data or "",
            order=self.order.data,
            needed=self.needed.data,
            places=self.places.data,
        )

    @classmethod
    def showing(cls, programme: Programme) -> "ProgrammeForm":
        """Return the form filled with what the programme says."""
        names = ("title", "summary", "language", "audience", "needs", "order", "needed", "places")
        said = {name: getattr(programme, name) for name in (*names, "budget_note")}
        return cls(data=said | {"objectives": "\n".join(programme.objectives)})


class CoursePartForm(Form):
    """A course to add to a programme."""

    course = SelectField(_l("Course"), choices=[])
    course_required = BooleanField(_l("Needed to complete the programme"), default=True)


class SessionPartForm(Form):
    """A session to add to a programme."""

    title = StringField(
        _l("Title of the session"),
        validators=[DataRequired(_l("Give the session a title.")), Length(max=300)],
    )
    minutes = IntegerField(_l("Minutes"), [MINUTES_RANGE], default=60)
    online = BooleanField(_l("Online"), description=_l("Without this, it is held in a room."))
    session_required = BooleanField(_l("Counts for attendance"), default=True)


class AddressesForm(Form):
    """People to give places to, by their addresses."""

    addresses = TextAreaField(
        _l("E-mail addresses"),
        validators=[DataRequired(_l("Write at least one address.")), Length(max=60_000)],
        description=_l(
            "One on each line, at most %(most)d. People need an account.", most=MOST_ADDRESSES
        ),
    )

    @property
    def lines(self) -> list[str]:
        """The addresses that were typed, each once, in their order."""
        typed = (self.addresses.data or "").replace(",", "\n").replace(";", "\n").split()
        return list(dict.fromkeys(address.lower() for address in typed))


class AnswerForm(Form):
    """A trainer's answer to a request for a place."""

    reason = TextAreaField(_l("Reason"), validators=[Length(max=1000)])


class AskForm(Form):
    """A learner's request for a place."""

    code = StringField(
        _l("Code of the training"),
        validators=[Length(max=40)],
        description=_l("It stands in your invitation."),
    )
    why = TextAreaField(
        _l("Why you want to take part"),
        validators=[Length(max=1000)],
        description=_l("A few sentences for the trainers who decide."),
    )
