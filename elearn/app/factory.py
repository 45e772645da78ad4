"""Build the application in named steps."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

from courses import objectives, reading_time
from elearn.accounts import session as accounts_session
from elearn.app import broker, rooms
from elearn.app.application import Application
from elearn.app.page import init_app as init_page
from elearn.core import compress, config, database, i18n, limits, logs, storage, web
from elearn.core.config import Settings

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent


def create_app(settings: Settings | None = None) -> Flask:
    """Return a ready application. Raises UnsafeSettings rather than start unsafely."""
    settings = settings or config.from_environment()
    logs.configure(settings)
    app = Application(
        "elearn",
        root_path=str(PACKAGE),
        template_folder=str(folder("templates")),
        static_folder=str(folder("static")),
        static_url_path="/static",
    )
    apply_settings(app, settings)
    reading_time.use_paces(settings.paces)
    objectives.use_verbs(settings.verbs)
    compress.init_app(app)
    logs.init_app(app)
    database.init_app(app)
    accounts_session.init_app(app)
    i18n.init_app(app, settings)
    limits.init_app(app, settings)
    web.init_app(app)
    init_page(app)
    rooms.register(app)
    broker.init_app(app, settings)
    # Else the first request would do it, with the write lock in its hand.
    configure_mappers()
    return app


def folder(name: str) -> Path:
    """Return `templates` or `static`: inside the installed package, else beside it."""
    installed = PACKAGE / f"_{name}"
    return installed if installed.is_dir() else REPOSITORY / name


def apply_settings(app: Flask, settings: Settings) -> None:
    """Turn settings into Flask's configuration: cookies, limits, hosts, proxies."""
    secure = settings.origin.startswith("https://")
    newest, *older = settings.secret_keys
    app.config.update(
        SECRET_KEY=newest,
        SECRET_KEY_FALLBACKS=older,
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # The cookie is not re-sent with every answer: its life is that of the sign-in.
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=accounts_session.SIGN_IN_DAYS),
        MAX_CONTENT_LENGTH=settings.upload_bytes,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=2_000,
        TRUSTED_HOSTS=settings.host_list or None,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        TESTING=settings.env == "testing",
        PROPAGATE_EXCEPTIONS=settings.env == "testing",
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.extensions["settings"] = settings
    storage.init_app(app, settings)
    proxies = int(settings.proxies)
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0
        )


def engine_options(settings: Settings) -> dict[str, object]:
    """Return pool settings: enough connections for the threads, none broken after a restart."""
    # A thread holds one, and a second one while it holds a lock by name.
    each = max(10, int(settings.server_threads))
    options: dict[str, object] = {"pool_size": each, "max_overflow": each, "pool_timeout": 10}
    if settings.database.startswith("postgresql"):
        options["pool_pre_ping"] = True
    return options
