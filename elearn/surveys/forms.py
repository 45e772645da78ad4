"""HTML input of the desk for forms, and of a learner's actions."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from elearn.core import i18n
from elearn.core.forms import Form
from elearn.surveys.errors import FormIsFaulty
from elearn.surveys.fields import (
    DECIDING,
    LONGEST_ACTION,
    LONGEST_LABEL,
    LONGEST_TEXT,
    FieldSpec,
    key_from,
)
from elearn.surveys.labels import ACTION_STATES, FIELD_KINDS, FORM_KINDS

LANGUAGES = [SelectChoice(code, name) for code, name in i18n.NAMES.items()]
ALWAYS = ""


class FormForm(Form):
    """What a form says of itself."""

    title = StringField(
        _l("Title"), validators=[DataRequired(_l("Give a title.")), Length(max=300)]
    )
    kind = SelectField(
        _l("What it is"), choices=[SelectChoice(code, name) for code, name in FORM_KINDS.items()]
    )
    language = SelectField(
        _l("Language of its questions"), choices=LANGUAGES, default=i18n.reader_language
    )
    introduction = TextAreaField(
        _l("Introduction"),
        validators=[Length(max=2000)],
        description=_l("Why you ask, how long it takes, and who sees the answers."),
    )

    def said(self) -> dict[str, str]:
        """Return what was typed, as the operations take it."""
        names = ("title", "kind", "language", "introduction")
        return {name: getattr(self, name).data or "" for name in names}


class FieldForm(Form):
    """One question. `answers` holds one answer a line; a condition names a question above."""

    label = StringField(
        _l("Question"),
        validators=[DataRequired(_l("Write the question.")), Length(max=LONGEST_LABEL)],
    )
    kind = SelectField(
        _l("How it is answered"),
        choices=[SelectChoice(code, name) for code, name in FIELD_KINDS.items()],
    )
    hint = StringField(_l("Explanation"), validators=[Length(max=LONGEST_LABEL)])
    required = BooleanField(_l("It must be answered"))
    answers = TextAreaField(
        _l("Answers to choose among"),
        validators=[Length(max=6000)],
        description=_l("One on each line. Only where one or any of several answers is chosen."),
    )
    most = IntegerField(
        _l("Top of the scale, or how many things to do"),
        validators=[Optional()],
        description=_l("5 for a scale and 3 things to do when left empty."),
    )
    low = StringField(_l("What 1 means on the scale"), validators=[Length(max=LONGEST_LABEL)])
    high = StringField(
        _l("What the top of the scale means"), validators=[Length(max=LONGEST_LABEL)]
    )
    depends = SelectField(_l("Show it only after an answer to"), default=ALWAYS)
    wanted = StringField(
        _l("The answers that show it"),
        validators=[Length(max=1000)],
        description=_l("As they stand in that question, with semicolons between: Yes; Partly"),
    )

    def offer(self, above: Sequence[FieldSpec]) -> "FieldForm":
        """Offer the questions above as conditions."""
        deciding = [SelectChoice(one.key, one.label) for one in above if one.kind in DECIDING]
        self.depends.choices = [SelectChoice(ALWAYS, _("Always show it")), *deciding]
        return self

    @classmethod
    def showing(cls, field: FieldSpec, above: Sequence[FieldSpec]) -> "FieldForm":
        """Return the form filled with a question."""
        said: dict[str, Any] = {
            name: getattr(field, name) for name in ("label", "kind", "hint", "required")
        }
        if field.kind in ("choice", "choices"):
            said["answers"] = "\n".join(one["label"] for one in field.options)
        elif field.kind in ("scale", "actions"):
            said |= {name: field.options.get(name) for name in ("most", "low", "high")}
        if field.condition:
            deciding = next(one for one in above if one.key == field.condition["field"])
            labels = dict(deciding.choices())
            said["depends"] = deciding.key
            said["wanted"] = "; ".join(str(labels[one]) for one in field.condition["any"])
        return cls(data=said).offer(above)

    def spec(self, above: Sequence[FieldSpec], taken: Sequence[str], old: Any) -> FieldSpec:
        """Return the question that was typed; `old` is the one it replaces, or None.

        Raises FormIsFaulty when an answer the condition names is none of that question.
        """
        label = self.label.data or ""
        return FieldSpec(
            key=old.key if old else key_from(label, taken),
            kind=self.kind.data,
            label=label,
            hint=self.hint.data or "",
            required=bool(self.required.data),
            options=self._options(old),
            condition=self._condition(above),
        )

    def _options(self, old: Any) -> Any:
        if self.kind.data in ("scale", "actions"):
            typed = {"most": self.most.data, "low": self.low.data, "high": self.high.data}
            if self.kind.data == "actions":
                typed = {"most": self.most.data}
            default = 5 if self.kind.data == "scale" else 3
            return {name: said for name, said in typed.items() if said} | {
                "most": default if self.most.data is None else self.most.data
            }
        if self.kind.data not in ("choice", "choices"):
            return []
        before = old.options if old and old.kind in ("choice", "choices") else []
        kept = {one["label"]: one["value"] for one in before}
        taken, options = set(kept.values()), []
        for line in filter(None, (one.strip() for one in (self.answers.data or "").splitlines())):
            value = kept.get(line) or key_from(line, taken, "answer")
            taken.add(value)
            options.append({"value": value, "label": line})
        return options

    def _condition(self, above: Sequence[FieldSpec]) -> dict[str, Any] | None:
        deciding = next((one for one in above if one.key == self.depends.data), None)
        if deciding is None:
            return None
        values = {str(label).casefold(): value for value, label in deciding.choices()}
        wanted = [one.strip().casefold() for one in re.split(r"[;\n]", self.wanted.data or "")]
        wanted = [one for one in wanted if one]
        unknown = [one for one in wanted if one not in values]
        if unknown or not wanted:
            offered = "; ".join(str(label) for _value, label in deciding.choices())
            raise FormIsFaulty(
                _("Say which answers show it. That question offers: %(offered)s", offered=offered)
            )
        return {"field": deciding.key, "any": [values[one] for one in wanted]}


class NewActionForm(Form):
    """Something to do."""

    text = StringField(
        _l("What you will do"),
        validators=[DataRequired(_l("Say what you will do.")), Length(max=LONGEST_ACTION)],
    )


class ActionForm(NewActionForm):
    """An action and what became of it."""

    state = SelectField(
        _l("What became of it"),
        choices=[SelectChoice(code, name) for code, name in ACTION_STATES.items()],
    )
    note = TextAreaField(
        _l("How it went, or what keeps you from it"),
        validators=[Length(max=LONGEST_TEXT)],
    )
