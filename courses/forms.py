"""HTML input of the trainers' desk."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from courses.desk_errors import TooManyObjectives
from courses.glossary import LONGEST_MEANING, LONGEST_TERM
from courses.labels import LEVELS
from courses.objectives import cleaned, too_many
from courses.operations import Details
from elearn.core import i18n
from elearn.core.forms import Form

LANGUAGES = [SelectChoice(code, name) for code, name in i18n.NAMES.items()]
LEVEL_CHOICES = [SelectChoice(code, label) for code, label in LEVELS.items()]
LONGEST_TITLE = 300
needed_title = [DataRequired(_l("Give a title.")), Length(max=LONGEST_TITLE)]


class CourseForm(Form):
    """What a course says of itself."""

    title = StringField(_l("Title"), validators=needed_title)
    summary = TextAreaField(
        _l("Summary"),
        validators=[Length(max=4000)],
        description=_l("What learners will know or do afterwards, in a few sentences."),
    )
    topic = StringField(
        _l("Topic"),
        validators=[Length(max=200)],
        description=_l("One or two words by which the catalogue can be filtered."),
    )
    language = SelectField(_l("Language of the lessons"), choices=LANGUAGES)
    level = SelectField(_l("Level"), choices=LEVEL_CHOICES)
    audience = TextAreaField(
        _l("Who it is for"),
        validators=[Length(max=1000)],
        description=_l("One group on each line, such as: customs officers."),
    )
    opened = HiddenField()

    def details(self) -> Details:
        """Return what was typed, as the operation takes it."""
        groups = (line.strip() for line in (self.audience.data or "").splitlines())
        return Details(
            title=self.title.data,
            summary=self.summary.data or "",
            language=self.language.data,
            level=self.level.data,
            audience=tuple(group for group in groups if group),
            topic=self.topic.data or "",
        )

    @classmethod
    def showing(cls, course: Any) -> "CourseForm":
        """Return the form filled with the details of a course."""
        names = ("title", "summary", "topic", "language", "level")
        said = {name: getattr(course, name) for name in names}
        form = cls(data=said | {"audience": "\n".join(course.audience)})
        form.offer_language(course.language)
        return form

    def offer_language(self, code: str) -> None:
        """Add a language to the choices: a document may be in any."""
        if code and code not in i18n.NAMES:
            self.language.choices = [*LANGUAGES, SelectChoice(code, i18n.language_name(code))]


class ModuleForm(Form):
    """A module's title, what it is about, and whether it counts."""

    title = StringField(_l("Title"), validators=needed_title)
    summary = TextAreaField(_l("What it is about"), validators=[Length(max=1000)])
    objectives = TextAreaField(
        _l("After this module learners can"),
        validators=[Length(max=4000)],
        description=_l("One objective on each line, such as: explain how batteries are stored."),
    )
    counted = BooleanField(
        _l("Needed to complete the course"),
        default=True,
        description=_l("Without this, learners may read it, but it is not asked of them."),
    )

    @classmethod
    def showing(cls, module: Any, objectives: Iterable[str]) -> "ModuleForm":
        """Return the form filled with what a module says, and these objectives."""
        said = {name: getattr(module, name) for name in ("title", "summary", "counted")}
        return cls(data=said | {"objectives": "\n".join(objectives)})

    def validate_objectives(self, field: Field) -> None:
        """Refuse more than a module may have."""
        if too_many(self.lines):
            raise ValidationError(str(TooManyObjectives()))

    @property
    def lines(self) -> list[str]:
        """The objectives that were typed, clean."""
        return cleaned((self.objectives.data or "").splitlines())


class NewStepForm(Form):
    """A new lesson or quiz."""

    title = StringField(_l("Title"), validators=needed_title)
    kind = RadioField(
        _l("What to add"),
        choices=[SelectChoice("lesson", _l("A lesson")), SelectChoice("quiz", _l("A quiz"))],
        default="lesson",
    )


class StepForm(Form):
    """A step's title, its module, and whether it is required."""

    title = StringField(_l("Title"), validators=needed_title)
    required = BooleanField(_l("Required to complete the course"))
    module = SelectField(_l("Module"))


class LessonForm(Form):
    """The text of a lesson as one piece of HTML; `based_on` is the revision it was opened with."""

    title = StringField(_l("Title"), validators=needed_title)
    html = TextAreaField(_l("Text"))
    based_on = IntegerField(widget=HiddenInput(), default=0)


class TermForm(Form):
    """A term of the glossary; `seen` is what it said when the form was opened."""

    term = StringField(
        _l("Term"), validators=[DataRequired(_l("Give the term.")), Length(max=LONGEST_TERM)]
    )
    meaning = TextAreaField(
        _l("What it means"),
        validators=[DataRequired(_l("Say what the term means.")), Length(max=LONGEST_MEANING)],
    )
    linked = BooleanField(
        _l("Link this term in lessons"),
        description=_l("Where a lesson first uses it, a link leads to the glossary."),
    )
    seen = HiddenField()


class PublishForm(Form):
    """What to tell learners about a release."""

    note = TextAreaField(
        _l("What is new"),
        validators=[Length(max=2000)],
        description=_l(
            "Learners who are enrolled read this. Leave it empty for the first release."
        ),
    )
    ask = BooleanField(
        _l("Ask learners to read the material changes"),
        description=_l(
            "Learners who read the earlier text find the request under My learning; those still"
            " underway get a letter. Nobody loses what they completed."
        ),
    )


class SplitForm(Form):
    """A new heading in the outline of a document."""

    title = StringField(
        _l("Title of the new section"),
        validators=[Length(max=LONGEST_TITLE)],
        description=_l("Leave it empty to take the first words of the paragraph."),
    )


class RenameForm(Form):
    """Another title for a heading of a document."""

    title = StringField(_l("Title"), validators=needed_title)
