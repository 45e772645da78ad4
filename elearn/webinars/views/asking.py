"""The questions of a webinar's registration form, on a page with fields of our own."""

from typing import Any

from flask import request

from elearn.core.forms import Form
from elearn.surveys import answers, asking
from elearn.surveys import queries as surveys
from elearn.surveys.errors import AnswersRefused
from elearn.surveys.fields import FieldSpec


class Questions:
    """What a form asks on this page, what was sent, and what is wrong with that."""

    def __init__(self, form: Any, given: dict[str, Any] | None = None) -> None:
        self.form = form
        self.fields: list[FieldSpec] = surveys.fields_of(form.id) if form else []
        self.given = given or {}
        self.problems: dict[str, str] = {}

    def read(self, page: Form) -> bool:
        """Take what was sent; tell whether it can be used. Problems go into the page's summary."""
        self.given = asking.given_by(self.fields, request.form)
        try:
            answers.checked(self.fields, self.given)
        except AnswersRefused as refused:
            self.problems = refused.problems
            page.form_errors = [*page.form_errors, *self.problems.values()]
        return not self.problems

    @property
    def shown(self) -> list[asking.Asked]:
        """The questions as the page draws them."""
        return asking.asked(self.fields, self.given, self.problems)

    @property
    def language(self) -> str:
        """The language they are asked in."""
        return str(self.form.language) if self.form else "en"
