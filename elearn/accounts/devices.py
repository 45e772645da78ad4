"""What a person recognises of a device: browser and system, nothing that identifies it further."""

from flask_babel import lazy_gettext as _l

# The first mark found wins: Edge and Opera also call themselves Chrome, and Chrome Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN = _l("Unknown device")


def described(user_agent: str | None) -> str:
    """Return, for example, `Firefox, Windows`; empty when neither is known."""
    text = user_agent or ""
    found = (first(text, BROWSERS), first(text, SYSTEMS))
    return ", ".join(name for name in found if name)


def first(text: str, marks: tuple[tuple[str, str], ...]) -> str | None:
    """Return the name of the first mark in the text."""
    return next((name for mark, name in marks if mark in text), None)
