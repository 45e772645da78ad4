"""What every question kind can do, for authors, for learners and for grading."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar, Protocol

Content = dict[str, Any]
Key = dict[str, Any]
Response = dict[str, Any]


class Fields(Protocol):
    """A posted form: one value or all values of a name."""

    def get(self, key: str, /) -> str | None: ...

    def getlist(self, key: str, /) -> list[str]: ...


def text_of(fields: Fields, name: str) -> str:
    """Return the value of a name, stripped and without NUL; empty when it was not sent."""
    return (fields.get(name) or "").replace("\x00", "").strip()


class Kind(ABC):
    """One kind of question. It keeps nothing: all it knows comes in as arguments.

    `content` is what learners may see, `key` what they may not see before the result, `response`
    what a learner gave. `raw` is what an author gave, by the names of the author's form.
    """

    name: ClassVar[str]
    label: ClassVar[Any]
    # Where it stands in lists of kinds.
    place: ClassVar[int]
    # The name of the only field of a response; the page's script sends it.
    field: ClassVar[str]

    @property
    def template(self) -> str:
        """The template with the macros `ask`, `review` and `edit` of this kind."""
        return f"quizzes/kinds/{self.name}.html"

    # For authors

    @abstractmethod
    def raw_from(self, fields: Fields) -> dict[str, Any]:
        """Read this kind's part of the author's form."""

    @abstractmethod
    def raw_of(self, content: Mapping[str, Any], key: Mapping[str, Any]) -> dict[str, Any]:
        """Return what an author would have given to make this question."""

    @abstractmethod
    def build(
        self, raw: Mapping[str, Any], old: Mapping[str, Any] | None = None
    ) -> tuple[Content, Key]:
        """Make content and key from what an author gave; `old` content keeps its ids.

        Raises QuestionIsUnfit with every problem found.
        """

    # For learners

    def rule(self) -> str | None:
        """Return how points are given, when that is not plain."""
        return None

    def order(self, content: Mapping[str, Any]) -> list[str]:
        """Return the ids whose order an attempt fixes."""
        return []

    def fixed_order(self) -> bool:
        """Tell whether the choices always keep their order."""
        return True

    @abstractmethod
    def shown(self, content: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
        """Return what a learner is asked: only fields named here ever leave the server."""

    @abstractmethod
    def given(self, fields: Fields, name: str) -> Response:
        """Read a learner's response from a posted form."""

    @abstractmethod
    def check(self, response: Mapping[str, Any], content: Mapping[str, Any]) -> Response:
        """Return the response with nothing but what belongs to it. Raises AnswerIsUnfit."""

    @abstractmethod
    def is_empty(self, response: Mapping[str, Any]) -> bool:
        """Tell whether nothing was answered."""

    def doubt(self, response: Mapping[str, Any], content: Mapping[str, Any]) -> str | None:
        """Return what is wrong with the form of a response, never whether it is right."""
        return None

    # For the result

    @abstractmethod
    def grade(self, response: Mapping[str, Any], key: Mapping[str, Any], points: int) -> Fraction:
        """Return the points earned, exactly, between 0 and `points`."""

    @abstractmethod
    def review(
        self,
        content: Mapping[str, Any],
        key: Mapping[str, Any],
        response: Mapping[str, Any],
        order: list[str],
    ) -> dict[str, Any]:
        """Return what is shown after the result: what was given, what is right, and why."""
