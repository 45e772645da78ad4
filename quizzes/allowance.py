"""How often a quiz may be tried, and when: the rule and its reason from the same place."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Allowance:
    """Whether a new attempt may start now; `left` before the next wait (None: no limit).

    When it may not, `until` says from when on.
    """

    allowed: bool
    left: int | None
    until: datetime | None = None


def allowance(
    *,
    attempts: int,
    wait_minutes: int,
    finished: int,
    last_finished: datetime | None,
    moment: datetime,
) -> Allowance:
    """Apply the rule: `attempts` in a row, then a wait after the last one, then as many again.

    `attempts` 0 means no limit; `finished` counts closed attempts.
    """
    if attempts == 0:
        return Allowance(True, None)
    used = finished % attempts
    if used or last_finished is None:
        return Allowance(True, attempts - used)
    until = last_finished + timedelta(minutes=wait_minutes)
    if moment < until:
        return Allowance(False, 0, until)
    return Allowance(True, attempts)
