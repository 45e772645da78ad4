"""HTML input of the library."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from elearn.core import i18n
from elearn.core.forms import Form
from elearn.library.labels import STATUS_LABELS

AS_IT_SAYS = SelectChoice("", _l("As the document says"))
NEW_HERE = SelectChoice("", _l("Nothing: this manual is new here"))
STATUSES = [SelectChoice(*item) for item in STATUS_LABELS.items()]
LANGUAGES = [SelectChoice(code, name) for code, name in i18n.NAMES.items()]


class UploadForm(Form):
    """What a trainer uploads; everything but the file may be left to the document itself."""

    file = FileField(
        _l("Document"),
        validators=[FileRequired(_l("Choose a file to upload."))],
        description=_l(
            "Word (.docx), OpenDocument (.odt), PDF, EPUB, HTML or Markdown, up to 50 MB. "
            "Put pages that come with pictures into a zip archive."
        ),
    )
    title = StringField(
        _l("Title of the manual"),
        validators=[Length(max=300)],
        description=_l("Leave empty to take the title from the document."),
    )
    edition_of = SelectField(
        _l("New edition of"),
        choices=[NEW_HERE],
        default="",
        description=_l(
            "What changed in it is proposed to the courses made from earlier editions, paragraph"
            " by paragraph. Nothing in them changes by itself."
        ),
    )
    symbol = StringField(_l("Document symbol"), validators=[Length(max=120)])
    label = StringField(_l("Edition"), validators=[Length(max=100)])
    language = SelectField(
        _l("Language"), choices=[SelectChoice("", _l("As the document says")), *LANGUAGES]
    )

    def offer_tools(self, tools: Iterable[tuple[str, str]], chosen: str = "") -> "UploadForm":
        """Add the tools a document may be a new edition of, as (slug, title)."""
        self.edition_of.choices = [NEW_HERE, *(SelectChoice(slug, name) for slug, name in tools)]
        if chosen and not self.edition_of.data:
            self.edition_of.data = chosen
        return self


class EditionForm(Form):
    """What the register says of an edition."""

    label = StringField(_l("Edition"), validators=[Length(min=1, max=100)])
    symbol = StringField(_l("Document symbol"), validators=[Length(max=120)])
    publisher = StringField(_l("Publisher"), validators=[Length(max=200)])
    status = SelectField(
        _l("Status"), choices=[SelectChoice(*item) for item in STATUS_LABELS.items()]
    )
    year = IntegerField(_l("Year"), validators=[Optional(), NumberRange(1900, 2100)])
    rights = TextAreaField(_l("Rights"), validators=[Length(max=2000)])
    acknowledgement = TextAreaField(_l("Acknowledgement"), validators=[Length(max=2000)])
    source_address = StringField(_l("Address of the source"), validators=[Length(max=500)])
