"""Settings: read once from the environment, documented where they are declared."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


class UnsafeSettings(Exception):
    """The settings would put people at risk; the sentence says which one and what to do."""


def setting(env: str, default: str, doc: str) -> Any:
    """Declare a setting: its environment variable, its default and one line of documentation."""
    return field(default=default, metadata={"env": env, "doc": doc})


@dataclass(frozen=True)
class Settings:
    """All settings as text, exactly as the environment gives them; properties give them meaning."""

    env: str = setting("ELEARN_ENV", "development", "`development` or `production`")
    data: str = setting("ELEARN_DATA", "var", "Folder for the database, files, mail and keys")
    secret_key: str = setting(
        "SECRET_KEY", "", "Signs cookies and links; several separated by commas, newest first"
    )
    database_url: str = setting(
        "DATABASE_URL", "", "Database; empty means SQLite in the data folder"
    )
    redis_url: str = setting(
        "REDIS_URL", "", "Redis for the job queue and rate limits; may be empty"
    )
    storage_url: str = setting(
        "STORAGE_URL", "", "`s3://bucket/prefix`; empty means the data folder"
    )
    host: str = setting("HOST", "127.0.0.1", "Address the server listens on")
    port: str = setting("PORT", "8000", "Port the server listens on")
    public_url: str = setting(
        "PUBLIC_URL", "", "Origin used in mails, QR codes and links; empty means http://HOST:PORT"
    )
    trusted_hosts: str = setting(
        "TRUSTED_HOSTS", "", "Host names the server answers to, separated by commas"
    )
    proxies: str = setting("TRUSTED_PROXIES", "0", "How many proxies in front may be believed")
    smtp_url: str = setting(
        "SMTP_URL",
        "",
        "`smtp://user:password@host:port` or `smtps://`; empty writes mail to a folder",
    )
    mail_from: str = setting("MAIL_FROM", "ESM Learn <no-reply@example.org>", "Sender of mails")
    issuer: str = setting("ISSUER_NAME", "ESM Learn", "Who issues certificates")
    contact: str = setting(
        "CONTACT", "", "E-mail address people write to about this site; shown on its pages"
    )
    signing_key: str = setting(
        "SIGNING_KEY_FILE", "", "Private key that signs certificates; empty means the data folder"
    )
    languages: str = setting("LANGUAGES", "en", "Languages of the pages, separated by commas")
    upload_megabytes: str = setting("UPLOAD_LIMIT_MB", "50", "Largest upload, in megabytes")
    log_level: str = setting("LOG_LEVEL", "info", "Least log level that is written")
    reading_pace: str = setting(
        "READING_PACE",
        "default=180,zh=300",
        "Words read in a minute, by language; characters for zh, ja and th",
    )
    objective_verbs: str = setting(
        "OBJECTIVE_VERBS",
        "",
        "Verbs of drafted objectives by language and level: `en.introductory=explain/identify`",
    )
    suggestion_providers: str = setting(
        "SUGGESTION_PROVIDERS",
        "",
        "Providers of suggestions an administrator may choose, as `module:attribute`, separated by"
        " commas; installed ones are offered without",
    )
    bbb_url: str = setting(
        "ELEARN_BBB_URL",
        "",
        "BigBlueButton for webinars: `https://host/bigbluebutton/`; may be empty",
    )
    bbb_secret: str = setting("ELEARN_BBB_SECRET", "", "The shared secret of that BigBlueButton")
    jitsi_url: str = setting("ELEARN_JITSI_URL", "", "Jitsi Meet for webinars; may be empty")
    jitsi_app_id: str = setting(
        "ELEARN_JITSI_APP_ID", "", "Application id of its tokens; empty means rooms open to anybody"
    )
    jitsi_secret: str = setting("ELEARN_JITSI_SECRET", "", "The secret of that application")
    server_processes: str = setting("SERVER_PROCESSES", "2", "Server processes `elearn run` starts")
    server_threads: str = setting(
        "SERVER_THREADS", "4", "Threads of each; 1 is fastest behind a proxy that buffers requests"
    )

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def data_path(self) -> Path:
        return Path(self.data).resolve()

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data_path / 'elearn.db'}"

    @property
    def origin(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def secret_keys(self) -> list[str]:
        return [key.strip() for key in self.secret_key.split(",") if key.strip()]

    @property
    def language_list(self) -> list[str]:
        return [code.strip() for code in self.languages.split(",") if code.strip()]

    @property
    def host_list(self) -> list[str]:
        return [name.strip() for name in self.trusted_hosts.split(",") if name.strip()]

    @property
    def suggestion_provider_list(self) -> list[str]:
        return [name.strip() for name in self.suggestion_providers.split(",") if name.strip()]

    @property
    def upload_bytes(self) -> int:
        return int(self.upload_megabytes) * 1024 * 1024

    @property
    def paces(self) -> dict[str, int]:
        """Return the paces by language. Raises UnsafeSettings for what is no positive number."""
        pairs = [pair.partition("=") for pair in self.reading_pace.split(",") if pair.strip()]
        if not all(pace.strip().isdecimal() and int(pace) for _code, _sign, pace in pairs):
            raise UnsafeSettings("Write READING_PACE such as default=180,zh=300.")
        return {code.strip(): int(pace) for code, _sign, pace in pairs}

    @property
    def verbs(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return the verbs by language and level. Raises UnsafeSettings for what is no list."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for pair in (part.strip() for part in self.objective_verbs.split(",") if part.strip()):
            place, _sign, said = pair.partition("=")
            language, _point, level = place.strip().partition(".")
            verbs = tuple(verb.strip() for verb in said.split("/") if verb.strip())
            if not (language and level and verbs):
                raise UnsafeSettings("Write OBJECTIVE_VERBS such as en.advanced=assess/plan.")
            found[language, level] = verbs
        return found

    @property
    def signing_key_path(self) -> Path:
        return Path(self.signing_key) if self.signing_key else self.data_path / "signing-key.pem"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings from the environment, make the data folder and a development secret.

    Raises UnsafeSettings when a production setting would put people at risk.
    """
    environ = os.environ if environ is None else environ
    given = {
        item.name: environ[item.metadata["env"]]
        for item in fields(Settings)
        if environ.get(item.metadata["env"])
    }
    settings = Settings(**given)
    refuse_unsafe(settings)
    settings.data_path.mkdir(parents=True, exist_ok=True)
    return settings if settings.secret_keys else with_development_secret(settings)


def with_development_secret(settings: Settings) -> Settings:
    """Use the secret kept in the data folder, made at first use. Development only."""
    path = settings.data_path / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    values = {item.name: getattr(settings, item.name) for item in fields(Settings)}
    return Settings(**(values | {"secret_key": path.read_text()}))


def refuse_unsafe(settings: Settings) -> None:
    """Raise UnsafeSettings for a production start that would put people at risk."""
    if settings.env not in ("development", "production", "testing"):
        raise UnsafeSettings("ELEARN_ENV must be development or production.")
    if not settings.production:
        return
    if not settings.secret_keys or any(len(key) < 32 for key in settings.secret_keys):
        raise UnsafeSettings("Set SECRET_KEY to at least 32 random characters.")
    if not settings.host_list:
        raise UnsafeSettings("Set TRUSTED_HOSTS to the host names this server answers to.")
    if not settings.public_url.startswith("https://"):
        raise UnsafeSettings("Set PUBLIC_URL to the https:// address people use.")
    if not settings.smtp_url:
        raise UnsafeSettings("Set SMTP_URL, so that people receive the mail they wait for.")
    if not settings.signing_key_path.is_file():
        raise UnsafeSettings("Set SIGNING_KEY_FILE to the key made by `elearn key create FILE`.")
