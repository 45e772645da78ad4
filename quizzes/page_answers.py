"""A whole page of answers, as a plain form sends it: perhaps twice, perhaps from an old window."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes import queries
from quizzes.kinds import kind_of
from quizzes.kinds.kind import Fields
from quizzes.queries import AnyRow

Response = Mapping[str, Any]
# Keeps one answer (position, client key, sequence, response); False when it was there already.
Keep = Callable[[int, str, int, Response], bool]


@dataclass(frozen=True)
class PageAnswers:
    """What a page sends.

    `key` marks the page, so that sending it twice changes nothing. For each question it asked,
    `fields` holds the response as `question-N` and the sequence of the answer it had shown
    (0: none) as `question-N-shown`.
    """

    key: str
    fields: Fields

    def shown(self, position: int) -> int | None:
        """Return the sequence the page had shown, or None when it did not ask the question."""
        text = self.fields.get(f"question-{position}-shown") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None


@dataclass(frozen=True)
class Kept:
    """What counts after a page was kept. `clean`: no other window had changed an answer."""

    clean: bool
    responses: Mapping[int, Response]


def latest_responses(rows: Sequence[AnyRow]) -> dict[int, Response]:
    """Return the response to each question that has one, by position."""
    return {row.position: row.response for row in rows if row.response is not None}


def keep_page(attempt_id: int, rows: Sequence[AnyRow], page: PageAnswers, keep: Keep) -> Kept:
    """Keep every answer that changed on the page; `rows` are the questions with latest answers.

    An answer the page did not touch never overwrites one given elsewhere.
    """
    responses = latest_responses(rows)
    clean = True
    for row in rows:
        given = _given(row, page)
        if given is None:
            continue
        shown, response = given
        latest: int = row.sequence or 0
        ahead = latest > shown
        clean = clean and not ahead
        if ahead and response == _shown_response(attempt_id, row, shown):
            continue
        if keep(row.position, _page_key(page.key, response), latest + 1, response):
            responses[row.position] = response
        else:
            clean = False
    return Kept(clean, responses)


def _given(row: AnyRow, page: PageAnswers) -> tuple[int, Response] | None:
    """Return (shown sequence, response) when the page differs from what is kept, else None."""
    shown, kind = page.shown(row.position), kind_of(row.kind)
    if shown is None:
        return None
    response = kind.check(kind.given(page.fields, f"question-{row.position}"), row.content)
    if response == row.response or (row.response is None and kind.is_empty(response)):
        return None
    return shown, response


def _shown_response(attempt_id: int, row: AnyRow, shown: int) -> Response:
    """Return what the page had shown when it was opened: nothing, or the answer of then."""
    kept = queries.response_shown(attempt_id, row.position, shown) if shown else None
    return kept if kept is not None else kind_of(row.kind).check({}, row.content)


def _page_key(key: str, response: Response) -> str:
    # The same page may carry another answer later: only the same answer is a repeat.
    text = json.dumps(response, sort_keys=True, ensure_ascii=False)
    return f"{key[:20]}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
