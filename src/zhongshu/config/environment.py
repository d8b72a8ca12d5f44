"""The environment variables of an installation: what each means, and how it is read."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from zhongshu.access.signin import idps
from zhongshu.access.signin.profiles import PROFILES, Profile


class BadSetting(ValueError):
    """An environment variable has a value that cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        "ZHONGSHU_HOME",
        "./var",
        "Folder of the embedded database, the demo's key and uploaded files.",
    ),
    Variable(
        "ZHONGSHU_DATABASE_URL",
        "sqlite:///$ZHONGSHU_HOME/zhongshu.sqlite3",
        "Where the rows are: `sqlite:///folder/file` or "
        "`postgresql://user:password@host:5432/name`; options of the connection follow, as "
        "`?sslmode=verify-full`.",
    ),
    Variable(
        "ZHONGSHU_SECRET_KEY",
        "none",
        "Signs sessions; at least 50 random characters, the same in every process. "
        "The demo makes its own.",
    ),
    Variable(
        "ZHONGSHU_AUDIT_HOME",
        "$ZHONGSHU_HOME/audit",
        "Folder of the signed checkpoints of the audit trail and of the keys that sign them; best "
        "on a disk that the owner of the database cannot write to.",
    ),
    Variable(
        "ZHONGSHU_AUDIT_KEYS",
        "none",
        "Ed25519 keys that sign the checkpoints instead of those in the folder: each the base64 of "
        "32 bytes, separated by commas, the newest last; that one signs, the one before introduces "
        "it.",
    ),
    Variable(
        "ZHONGSHU_AUDIT_SYSLOG",
        "none",
        "`host:port` of a syslog server (UDP) that is sent every signed checkpoint.",
    ),
    Variable(
        "ZHONGSHU_AUDIT_SHIPPING",
        "none",
        "Syslog server that is sent every event, as `syslog+tls://host:6514` or "
        "`syslog+tcp://host:601`; it closes a connection when it has read all of it.",
    ),
    Variable(
        "ZHONGSHU_AUDIT_SHIPPING_CA",
        "the system's",
        "File of the certificates that may sign the syslog server's.",
    ),
    Variable(
        "ZHONGSHU_PRIVACY_HOME",
        "$ZHONGSHU_HOME/privacy",
        "Folder of the keys that wrap the keys of people, and of the list of those who were "
        "erased; back it up apart from the database.",
    ),
    Variable(
        "ZHONGSHU_PRIVACY_KEYS",
        "none",
        "AES keys that wrap the keys of people instead of those in the folder: each the base64 of "
        "32 bytes, separated by commas, the newest last; that one wraps, and `zhongshu reseal` "
        "moves the rest.",
    ),
    Variable(
        "ZHONGSHU_ALLOWED_HOSTS",
        "localhost,127.0.0.1",
        "Host names under which people reach the server, separated by commas; no wildcard.",
    ),
    Variable(
        "ZHONGSHU_HTTPS",
        "1 (0 in the demo)",
        "1: people come over https, as they must outside this machine: cookies, redirects and HSTS "
        "insist on it. 0: plain http.",
    ),
    Variable(
        "ZHONGSHU_PROXIES",
        "127.0.0.1",
        "Addresses of the reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are "
        "believed, separated by commas.",
    ),
    Variable(
        "ZHONGSHU_BROKER_URL",
        "none",
        "Broker of Celery, as `amqp://…` or `redis://…`; then Celery workers run the jobs.",
    ),
    Variable(
        "ZHONGSHU_CACHE_URL",
        "none",
        "`redis://…` for the counters of the sign-in limits. Without it they are in the memory of "
        "the process (SQLite) or in the database (PostgreSQL).",
    ),
    Variable(
        "ZHONGSHU_SIGN_IN_PROFILE",
        "international",
        "Rules for passwords and sessions: `international` (NIST SP 800-63B) or `dengbao3` "
        "(GB/T 22239, level 3).",
    ),
    Variable(
        "ZHONGSHU_SESSION_IDLE_MINUTES",
        "60 (30 in dengbao3)",
        "A session ends when nobody was there for so long.",
    ),
    Variable(
        "ZHONGSHU_SESSION_HOURS",
        "12 (8 in dengbao3)",
        "A session ends so long after it began, whatever happens in it.",
    ),
    Variable(
        "ZHONGSHU_STEP_UP_MINUTES",
        "10",
        "Dangerous acts ask for a proof of identity that is no older than this.",
    ),
    Variable(
        "ZHONGSHU_BREAK_GLASS_HOURS",
        "4",
        "Who breaks the glass in an emergency has the role open for so many hours at most.",
    ),
    Variable(
        "ZHONGSHU_SEALING_KEYS",
        "none",
        "Keys that encrypt the secrets of second factors instead of the one in the folder "
        "`sealing` of $ZHONGSHU_HOME: each the base64 of 32 bytes, separated by commas, the "
        "newest last; that one encrypts, all decrypt until `zhongshu reseal` has moved everything.",
    ),
    Variable(
        "ZHONGSHU_SSO_FILE",
        "none",
        "TOML file of the identity providers for single sign-on; see "
        "[Sign-in](../how-to/sign-in.md).",
    ),
    Variable("ZHONGSHU_TIME_ZONE", "Asia/Shanghai", "Time zone in which a day begins."),
    Variable(
        "ZHONGSHU_TODAY",
        "none (2026-11-20 in the demo)",
        "A fixed day, as `2026-11-20`, by which plans are judged: for demonstrations of data "
        "that does not move with the calendar.",
    ),
    Variable("ZHONGSHU_THREADS", "8", "Requests that one web process works on at once."),
    Variable(
        "ZHONGSHU_JOB_THREADS",
        "2 (0 with a broker)",
        "Jobs that one web process works on at once; 0 leaves them to `zhongshu worker` or Celery.",
    ),
    Variable(
        "ZHONGSHU_REQUESTS_PER_MINUTE",
        "3000",
        "Requests that one account may send to one process of the server in a minute; a file of a "
        "plan, read or made, counts as 25. Beyond, the answer is 429 with `Retry-After`.",
    ),
    Variable("ZHONGSHU_MAX_UPLOAD_MB", "100", "Largest file that can be uploaded, in MB."),
    Variable(
        "ZHONGSHU_SUBJECT_FILES_MB",
        "500",
        "Room for the files of one task or project, in MB.",
    ),
    Variable(
        "ZHONGSHU_FILE_STORAGE",
        "the folder `files` of $ZHONGSHU_HOME",
        "A storage class of Django for attached files, with its options, as "
        "`storages.backends.s3.S3Storage?bucket_name=zhongshu`; install its package beside.",
    ),
    Variable(
        "ZHONGSHU_SMTP_URL",
        "none",
        "Mail server for notifications: `smtp://`, `smtp+starttls://` or `smtps://`, then "
        "`user:password@host:port`. Without it no mail is sent, and people are told so.",
    ),
    Variable(
        "ZHONGSHU_MAIL_FROM",
        "zhongshu@localhost",
        "Sender of the mail, as `Zhongshu <pmo@example.com>`.",
    ),
    Variable(
        "ZHONGSHU_PUBLIC_URL",
        "the first of the allowed hosts",
        "Address under which people open the pages, for the links in mail, as "
        "`https://pmo.example.com`.",
    ),
    Variable("ZHONGSHU_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Variable("ZHONGSHU_LOG_FORMAT", "text", "`text` for people, `json` for machines."),
    Variable(
        "ZHONGSHU_DEMO",
        "0",
        "1: the demo company. Its logins are shown on the sign-in page: never for real data.",
    ),
    Variable(
        "ZHONGSHU_REFERENCE_DATA",
        "../shared/data",
        "Folder of real plan files and published data: the demo imports some, the tests read them.",
    ),
)

_KNOWN = {variable.name for variable in VARIABLES}
_TRUTHS = {"1": True, "true": True, "0": False, "false": False, "": False}


def text(name: str, default: str = "") -> str:
    """The value of a variable, or the default where it is unset or empty."""
    if name not in _KNOWN:
        raise LookupError(f"{name} is not documented in VARIABLES")
    return os.environ.get(name, "") or default


def truth(name: str, *, default: bool) -> bool:
    """The value of a variable that is 1 or 0."""
    value = text(name, str(int(default))).lower()
    if value not in _TRUTHS:
        raise BadSetting(f"{name} is {value!r}: set it to 1 or 0.")
    return _TRUTHS[value]


def day(name: str, *, default: str) -> date | None:
    """The value of a variable that is a day; None where it is empty."""
    value = text(name, default)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise BadSetting(f"{name} is {value!r}: set it to a day, as 2026-11-20.") from error


def number(name: str, *, default: int) -> int:
    """The value of a variable that is a whole number, zero or more."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise BadSetting(f"{name} is {value!r}: set it to a whole number.")
    return int(value)


def minutes(name: str, default: timedelta) -> timedelta:
    """The value of a variable that is a number of minutes, one or more."""
    return timedelta(minutes=_positive(name, int(default.total_seconds() // 60)))


def hours(name: str, default: timedelta) -> timedelta:
    """The value of a variable that is a number of hours, one or more."""
    return timedelta(hours=_positive(name, int(default.total_seconds() // 3600)))


def _positive(name: str, default: int) -> int:
    value = number(name, default=default)
    if value < 1:
        raise BadSetting(f"{name} is 0: set it to 1 or more.")
    return value


def profile() -> Profile:
    """The rules for passwords and sessions."""
    name = text("ZHONGSHU_SIGN_IN_PROFILE", "international")
    if name not in PROFILES:
        raise BadSetting(f"ZHONGSHU_SIGN_IN_PROFILE is {name!r}: use {' or '.join(PROFILES)}.")
    return PROFILES[name]


def providers() -> tuple[idps.IdentityProvider, ...]:
    """The identity providers of single sign-on."""
    file = text("ZHONGSHU_SSO_FILE")
    try:
        return idps.read(Path(file) if file else None)
    except idps.BadProvider as error:
        raise BadSetting(str(error)) from error


def words(name: str, default: str) -> list[str]:
    """The value of a variable that is a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(home: Path) -> dict[str, Any]:
    """Django's description of the database that the environment names."""
    url = text("ZHONGSHU_DATABASE_URL")
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        name = unquote(parts.path.removeprefix("/")) if url else str(home / "zhongshu.sqlite3")
        return _sqlite(name or ":memory:")
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(parts.hostname, parts.port, unquote(parts.path.lstrip("/")), {
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
        })  # fmt: skip
    raise BadSetting(
        f"ZHONGSHU_DATABASE_URL begins with {parts.scheme!r}: use sqlite:///… or postgresql://…"
    )


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "zhongshu.kit.sqlite",
        "NAME": name,
        # A new connection reads the whole schema, and starts with an empty cache.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
                "PRAGMA mmap_size=268435456;"
            ),
        },
    }


def _postgresql(
    host: str | None, port: int | None, name: str, rest: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": host or "",
        "PORT": str(port or ""),
        "NAME": name,
        # The threads that serve requests live long, and so may their connections.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        **rest,
    }


def cache(*, is_sqlite: bool) -> dict[str, Any]:
    """Django's description of the cache that the environment asks for."""
    url = text("ZHONGSHU_CACHE_URL")
    if url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    if is_sqlite:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "zhongshu_cache",
    }


def file_storage() -> dict[str, Any]:
    """Django's description of the storage that keeps attached files."""
    backend, _, options = text("ZHONGSHU_FILE_STORAGE").partition("?")
    if not backend:
        return {"BACKEND": "zhongshu.collaboration.storage.InstallationFiles"}
    return {"BACKEND": backend, "OPTIONS": dict(parse_qsl(options))}


def shipping(name: str) -> str:
    """The address of a syslog server; empty where none is named."""
    address = text(name)
    parts = urlsplit(address)
    if address and (
        parts.scheme not in {"syslog+tls", "syslog+tcp"} or not parts.hostname or not parts.port
    ):
        raise BadSetting(f"{name} is {address!r}: use syslog+tls://host:port or syslog+tcp://….")
    return address


_MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail() -> dict[str, Any]:
    """The mail server that the environment names; empty where there is none."""
    url = text("ZHONGSHU_SMTP_URL")
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise BadSetting(
            "ZHONGSHU_SMTP_URL: use smtp://…, smtp+starttls://… or smtps://… with a host."
        )
    return {
        "scheme": parts.scheme,
        "host": parts.hostname,
        "port": parts.port or _MAIL_PORTS[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }


def public_url(hosts: list[str], *, is_https: bool) -> str:
    """The address under which people open the pages, without a slash at its end."""
    host = hosts[0].lstrip(".") if hosts else "localhost"
    return text("ZHONGSHU_PUBLIC_URL", f"{'https' if is_https else 'http'}://{host}").rstrip("/")
