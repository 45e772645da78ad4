"""HTML input of recordings, slides and documents."""

from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import (
    DecimalField,
    FileField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from elearn.accounts.forms import options
from elearn.core.forms import Form
from elearn.core.i18n import NAMES
from elearn.webinars import labels
from elearn.webinars.forms import LONGEST_TITLE, TITLE
from elearn.webinars.kept.material_queries import Kept
from elearn.webinars.kept.materials import LONGEST_MINUTES, Described

MEGABYTE = 1_000_000
MOST_MEGABYTES = 2000


class MaterialForm(Form):
    """What is said of a recording, slides or a document."""

    kind = SelectField(_l("What it is"), choices=options(labels.MATERIAL_KINDS.items()))
    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Give it a title.")),
            Length(max=LONGEST_TITLE, message=TITLE[1].message),
        ],
    )
    language = SelectField(_l("Language"), choices=options(NAMES.items()))
    session = SelectField(_l("Which session it is of"))
    address = StringField(
        _l("Address"),
        [Length(max=500, message=_l("An address has 500 characters at most."))],
        description=_l("Where it lies, with https:// before it. A recording needs one."),
    )
    file = FileField(
        _l("Or a file"), description=_l("Slides or a document: PDF, PPTX, ODP, DOCX, ODT; 20 MB.")
    )
    size = DecimalField(
        _l("Size in MB"),
        [Optional(), NumberRange(0.001, MOST_MEGABYTES, _l("Give a size of up to 2,000 MB."))],
        description=_l("Of what lies at the address. People on poor lines choose by it."),
    )
    minutes = IntegerField(
        _l("Minutes"),
        [Optional(), NumberRange(1, LONGEST_MINUTES, _l("Give whole minutes, up to 1,440."))],
        description=_l("Of a recording."),
    )
    chapters = TextAreaField(
        _l("Chapters of the recording"),
        description=_l("One a line, with the time it begins at: 12:30 What the law says."),
    )
    transcript = TextAreaField(
        _l("Transcript"),
        description=_l(
            "What is said, as text, with an empty line between paragraphs. WebVTT and SRT are"
            " understood, too."
        ),
    )
    transcript_file = FileField(
        _l("Or a file of the transcript"), description=_l("TXT, VTT or SRT; it replaces the text.")
    )

    def offer(self, sessions: list[tuple[str, str]]) -> "MaterialForm":
        """Let the form choose among these sessions."""
        whole = SelectChoice("", _l("Of the whole webinar"))
        self.session.choices = [whole, *options(sessions)]
        return self

    def said(self) -> Described:
        """Return what was typed."""
        size = None if self.size.data is None else round(float(self.size.data) * MEGABYTE)
        return Described(
            kind=self.kind.data,
            title=self.title.data or "",
            language=self.language.data,
            session=self.session.data or "",
            address=self.address.data or "",
            size=size,
            minutes=self.minutes.data,
        )


def shown(kept: Kept, chapters: str, transcript: str) -> dict[str, Any]:
    """Return what the form of a material begins with."""
    row = kept.row
    at_address = row.address and row.size
    return {
        **{name: getattr(row, name) for name in ("kind", "title", "language", "address")},
        "session": row.session or "",
        "size": round(row.size / MEGABYTE, 2) if at_address else None,
        "minutes": row.minutes,
        "chapters": chapters,
        "transcript": transcript,
    }


def sent_file(field: Any) -> FileStorage | None:
    """Return the file somebody chose, or None."""
    sent = field.data
    return sent if isinstance(sent, FileStorage) and sent.filename else None


class RecordingLessonForm(Form):
    """Where a lesson made of a recording goes."""

    module = SelectField(_l("Module"), description=_l("The lesson comes at its end."))
    section = SelectField(
        _l("Section of the manual"),
        description=_l("Its first paragraph stands in the lesson, and both stay joined."),
    )

    def offer_sections(self, sections: list[tuple[str, str]]) -> "RecordingLessonForm":
        """Let the form choose among these sections, by their place."""
        self.section.choices = [SelectChoice("", _l("None")), *options(sections)]
        return self

    def position(self) -> int | None:
        """Return the place of the section, or None."""
        return int(self.section.data) if self.section.data else None
