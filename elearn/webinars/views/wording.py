"""Sessions in words, as public pages and the desk show them."""

from datetime import datetime
from typing import Any

from elearn.core.clock import now
from elearn.core.i18n import language_name, reader_zone
from elearn.webinars import labels, standing, times
from elearn.webinars.queries import AnyRow


def session_facts(row: AnyRow, moment: datetime | None = None) -> dict[str, Any]:
    """Return a session with its state in words and its times in the host's and reader's zones."""
    facts = standing.with_standing(row, moment or now())
    code = facts["standing"]
    clocks = times.both(row.starts_at, row.zone, reader_zone())
    return facts | {
        "shape": labels.STANDING_SHAPES[code],
        "words": labels.STANDINGS[code],
        "language_name": language_name(row.language),
        "when": times.words(row.starts_at, row.zone),
        # The hour of the host is what people agree on; the others stand beside it.
        "clocks": [clock for clock in clocks if clock.zone != times.known_zone(row.zone)],
        "was": times.words(row.moved_from, row.zone) if row.moved_from else "",
    }
