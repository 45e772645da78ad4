"""E-mail addresses: one written form for each, so that nobody has two accounts by accident."""

from email_validator import EmailNotValidError, validate_email

LONGEST = 254


def normalised_email(text: str | None) -> str | None:
    """Return the address in lower case, or None when it is none. Length is checked first."""
    candidate = (text or "").strip()
    if not candidate or len(candidate) > LONGEST:
        return None
    try:
        checked = validate_email(candidate, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    # The domain as computers write it: what is sent is ASCII, and lower() agrees everywhere.
    address = (checked.ascii_email or "").lower()
    return address if address and len(address) <= LONGEST else None
