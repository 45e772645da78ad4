"""The minutes that count, and what a session's attendance comes to. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

Span = tuple[datetime, datetime]
# Where two sources say the same, the first of these is named.
TRUST = ("report", "provider", "tick", "code-word", "click")


@dataclass(frozen=True)
class Said:
    """What one source says of somebody: whole minutes, and spans where it knows them."""

    source: str
    minutes: int
    spans: Sequence[Span] = ()


@dataclass(frozen=True)
class LineMinutes:
    """What one line of a report says: minutes without spans, or spans."""

    report: int
    minutes: int
    spans: Sequence[Span] = ()


def covered(spans: Iterable[Span]) -> int:
    """Return the whole minutes that spans cover; what two of them cover counts once."""
    seconds, until = 0.0, None
    for start, end in sorted(spans):
        start = start if until is None else max(start, until)
        if end > start:
            seconds += (end - start).total_seconds()
            until = end
    return int(seconds + 30) // 60


def of_lines(lines: Sequence[LineMinutes], length: int) -> Said:
    """Return what reports say of one person, in any number of lines.

    Spans are joined. Minutes without spans are added up within a report, for they are of several
    visits; of two reports the larger counts, for they may tell of the same ones.
    """
    spans = sorted({span for line in lines for span in line.spans})
    bare: dict[int, int] = {}
    for line in lines:
        if not line.spans:
            bare[line.report] = bare.get(line.report, 0) + line.minutes
    minutes = max(covered(spans), *bare.values(), 0)
    return Said("report", min(minutes, length), spans)


def counted(said: Sequence[Said], length: int) -> tuple[int, str] | None:
    """Return the minutes that count and the source they are from; None when nobody says anything.

    The most any source says; time that one source saw and another missed is joined, where both
    know from when to when. Nobody is there for longer than the session lasts. A code word or a
    click says that somebody came, not for how long: 0 minutes.
    """
    if not said:
        return None
    ranked = sorted(said, key=lambda one: (-one.minutes, TRUST.index(one.source)))
    together = covered(span for one in said for span in one.spans)
    return min(max(together, ranked[0].minutes), length), ranked[0].source


def needed(length: int, share_percent: int) -> int:
    """Return the whole minutes of a session that are its share, rounded up."""
    return -(-length * share_percent // 100)


def reached(minutes: int | None, length: int, share_percent: int) -> bool:
    """Tell whether somebody was there for the share of a session that is asked."""
    return minutes is not None and minutes * 100 >= length * share_percent


@dataclass(frozen=True)
class Figures:
    """A session in numbers. `rate` is who reached the share among the registered, in 1/1000."""

    registered: int
    confirmed: int
    reached: int
    partly: int
    rate: int | None
    certificates: int = 0


@dataclass(frozen=True)
class Attended:
    """One registration as it counts: confirmed or not, and its minutes."""

    confirmed: bool
    minutes: int | None
    certified: bool = False


def figures(people: Iterable[Attended], length: int, share_percent: int) -> Figures:
    """Return the figures of a session. Partly: there, but for less than the share."""
    registered = confirmed = full = partly = certificates = 0
    for one in people:
        registered += 1
        confirmed += one.confirmed
        certificates += one.certified
        if reached(one.minutes, length, share_percent):
            full += 1
        elif one.minutes is not None:
            partly += 1
    rate = (2000 * full + registered) // (2 * registered) if registered else None
    return Figures(registered, confirmed, full, partly, rate, certificates)
