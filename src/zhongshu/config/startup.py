"""What must be right before the server starts; each complaint says what to do."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from zhongshu.access.privacy.erasures import undone
from zhongshu.config import secret
from zhongshu.kit.append_only import missing_guards
from zhongshu.kit.models import SubjectKey
from zhongshu.kit.personal.ring import can_unwrap


class UnsafeStart(SystemExit):
    """The installation is not fit to serve; the text says what to do."""


def refuse_unsafe_start() -> None:
    """End the process, with one sentence for each thing that must be put right first."""
    found = complaints()
    if found:
        raise UnsafeStart("\n".join(f"zhongshu does not start. {one}" for one in found))


def complaints() -> list[str]:
    """Everything that must be put right; empty if the server may start."""
    found = [secret.complaint(settings.SECRET_KEY)]
    if settings.DEBUG:
        found.append("DEBUG is on: switch it off; it shows the inside of the server to everybody.")
    if any("*" in host for host in settings.ALLOWED_HOSTS) or not settings.ALLOWED_HOSTS:
        found.append(
            "ZHONGSHU_ALLOWED_HOSTS holds a wildcard or nothing: "
            "name the hosts under which people reach the server."
        )
    try:
        found += [_lost_by_a_power_cut()]
        found += [_unapplied_migrations() or _unguarded_events() or _unreadable_or_undone()]
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        found.append(f"The database cannot be used ({reason}): check ZHONGSHU_DATABASE_URL.")
    return [one for one in found if one]


def _lost_by_a_power_cut() -> str | None:
    """Why a committed change could be lost; None if it could not."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
            cursor.execute("PRAGMA synchronous")
            synchronous = cursor.fetchone()[0]
            if journal == "wal" and synchronous >= 2:
                return None
            return (
                f"The database is not durable (journal {journal}, synchronous {synchronous}): "
                "let ZHONGSHU_DATABASE_URL name a file on a local disk."
            )
        off = []
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                off.append(name)
    if not off:
        return None
    return f"The database is not durable: switch on {' and '.join(off)} in PostgreSQL."


def _unguarded_events() -> str | None:
    """Why the audit trail could be changed unnoticed until the next verification."""
    if not missing_guards(connection):
        return None
    return "The database would let events be changed or deleted: run `zhongshu migrate`."


def _unreadable_or_undone() -> str | None:
    """Why personal values could not be read, or would be read again after an erasure."""
    row = SubjectKey.objects.filter(destroyed_at=None).first()
    if row is not None and not can_unwrap(row.wrapped):
        return (
            "The key that wraps the keys of people is missing: put it back into "
            "ZHONGSHU_PRIVACY_HOME or ZHONGSHU_PRIVACY_KEYS, from the backup apart from the "
            "database."
        )
    if undone():
        return "The database brings back people who were erased: run `zhongshu privacy reapply`."
    return None


def _unapplied_migrations() -> str | None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return None
    command = "demo" if settings.DEMO else "migrate"
    return f"The database lacks {len(plan)} migrations: run `zhongshu {command}`."
