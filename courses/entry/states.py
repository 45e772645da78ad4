"""What has become of a code or an invitation, as a word. Pure."""

from datetime import datetime
from typing import Any


def code_state(row: Any, moment: datetime) -> str:
    """Return works, revoked, expired or used-up."""
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at is not None and row.expires_at <= moment:
        return "expired"
    if row.most_uses is not None and row.uses >= row.most_uses:
        return "used-up"
    return "works"


def invitation_state(row: Any, moment: datetime) -> str:
    """Return sent, accepted, revoked or expired."""
    if row.accepted_at is not None:
        return "accepted"
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.expires_at <= moment else "sent"
