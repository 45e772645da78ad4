"""The base of every HTML form: no forged requests, texts stripped, the reader's language."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field


def stripped(value: Any) -> Any:
    """Filter: strip a text and drop NUL characters, which the database refuses."""
    return value.replace("\x00", "").strip() if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]
    """Base form: texts are stripped; `problems()` feeds the error summary."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Field:
            filters = list(unbound.kwargs.get("filters", []))
            if "password" not in options.get("name", ""):
                filters.insert(0, stripped)
            options["filters"] = filters
            return unbound.bind(form=form, **options)

    def problems(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) for every error, in the order of the form."""
        return [(field.id, str(sentence)) for field in self for sentence in field.errors]
