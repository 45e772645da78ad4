"""The base of every HTML form: no forged requests, texts stripped, the reader's language."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

# Control characters but tab and line ends: the database refuses NUL, HTML all of them.
CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}


def stripped(value: Any) -> Any:
    """Filter: strip a text and drop its control characters."""
    return value.translate(CONTROLS).strip() if isinstance(value, str) else value


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
