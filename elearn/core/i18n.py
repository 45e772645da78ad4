"""Languages: which ones the pages speak, which way they run, which one this reader gets."""

from babel import Locale, negotiate_locale
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel

from elearn.core.config import Settings

# The six UN languages by their own names; English is the source.
NAMES = {
    "ar": "العربية",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "zh": "中文",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
COOKIE = "language"


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its languages and the rule that chooses one."""
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.extensions["languages"] = settings.language_list
    Babel(app, locale_selector=reader_language, timezone_selector=reader_zone)


def reader_language() -> str:
    """Return the language of the person's profile, else their cookie, else their browser's wish."""
    if not has_request_context():
        return "en"
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def reader_zone() -> str:
    """Return the time zone of the signed-in person, else UTC."""
    person = g.get("signed_in") if has_request_context() else None
    return getattr(person, "timezone", None) or "UTC"


def offered_languages() -> list[str]:
    """Return the codes of the languages the pages speak."""
    languages: list[str] = current_app.extensions["languages"]
    return languages


def _choose() -> str:
    offered = offered_languages()
    person = g.get("signed_in")
    for wish in (request.cookies.get(COOKIE), getattr(person, "language", None)):
        if wish in offered:
            return str(wish)
    # Werkzeug's best_match answers en to "pt-BR, es-419;q=.8, en;q=.5"; babel's does not.
    wishes = [language.replace("_", "-") for language, _ in request.accept_languages]
    return negotiate_locale(wishes, offered, sep="-") or offered[0]


def direction(language: str) -> str:
    """Return `rtl` for languages written from right to left, else `ltr`."""
    return "rtl" if language.split("-")[0].split("_")[0] in RIGHT_TO_LEFT else "ltr"


def language_name(code: str) -> str:
    """Return the language's own name for itself, else its code."""
    if code in NAMES:
        return NAMES[code]
    try:
        return Locale.parse(code, sep="-").get_display_name() or code
    except (ValueError, LookupError):
        return code
