"""What people answered who ask to take part, where the organisers decide."""

from collections.abc import Sequence
from typing import Any

from elearn.surveys import asking
from elearn.surveys import queries as surveys


def answers_shown(rows: Sequence[Any]) -> dict[int, list[asking.Shown]]:
    """Return by response what people answered, in words: two statements and one for each form."""
    ids = [row.response_id for row in rows if row.response_id]
    forms, given = surveys.answers_of_many(ids)
    asked = {form_id: surveys.fields_of(form_id) for form_id in set(forms.values())}
    return {one: asking.answered(asked[forms[one]], given.get(one, {})) for one in forms}
