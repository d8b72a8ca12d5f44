"""Tables to which rows are only added: the database itself refuses to change or delete them.

One column of them gives way: texts of an event may be erased, so they may only become shorter.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

KIT_TABLES = ("kit_event", "kit_auditblock")
# Domains above add theirs when they start.
TABLES = list(KIT_TABLES)
_REFUSED = {"update": "never changed", "delete": "never deleted", "truncate": "never deleted"}
_FUNCTION = "kit_append_only"
# A column that a trigger of PostgreSQL names can never change its type: the function compares.
_FUNCTION_BODY = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'kit_event' THEN
        IF to_jsonb(NEW) - 'texts' = to_jsonb(OLD) - 'texts'
            AND coalesce(length(to_jsonb(NEW) ->> 'texts'), 0) < length(to_jsonb(OLD) ->> 'texts')
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'rows of % are %', TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'restrict_violation';
END $$
"""
_NEW_TEXTS, _NO_NEW_TEXTS = "update of texts", "kit_event_no_new_texts"
_GROWS = "coalesce(length(NEW.texts), 0) >= coalesce(length(OLD.texts), 0)"


def guard_table(table: str) -> None:
    """Let rows of one more table only be added; its migration installs the guards."""
    if table not in TABLES:
        TABLES.append(table)


def protect(connection: BaseDatabaseWrapper) -> None:
    """Put the guards on the tables, where any is missing; nothing happens where all are there."""
    if missing_guards(connection):
        _run(connection, [*removal(connection), *installation(connection)])


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the guards that are not there, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                " WHERE relname = ANY (%s) AND pg_table_is_visible(tgrelid)"
                " AND tgenabled IN ('O', 'A')",
                [list(TABLES)],
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    return [name for name, _, _ in _guards(connection) if name not in present]


@contextmanager
def removable(connection: BaseDatabaseWrapper, table: str = "kit_event") -> Iterator[None]:
    """Let rows be deleted inside the caller's transaction: those whose retention period is over.

    Nothing else may use it. Whoever else writes meanwhile waits, or finds the guard in place.
    """
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    _run(connection, [f"DROP TRIGGER {table}_no_delete{on}"])
    yield
    wanted = [one for one in installation(connection) if f"{table}_no_delete " in one]
    _run(connection, wanted)


def installation(connection: BaseDatabaseWrapper, tables: Sequence[str] | None = None) -> list[str]:
    """The statements that put every guard on its table; on these tables only, if they are given."""
    guards = _guards(connection, tables)
    if connection.vendor == "postgresql":
        return [_FUNCTION_BODY, *(_on_postgresql(*guard) for guard in guards)]
    columns = _columns_of_events(connection) if "kit_event" in (tables or TABLES) else []
    return [
        f"CREATE TRIGGER {name} BEFORE {_upon(table, act, columns)} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are {_REFUSED[act.partition(' ')[0]]}'); END"
        for name, table, act in guards
        # A migration from before there were texts has none to guard.
        if act != _NEW_TEXTS or "texts" in columns
    ]


def removal(connection: BaseDatabaseWrapper, tables: Sequence[str] | None = None) -> list[str]:
    """The statements that take every guard away: for tests, which empty the tables."""
    on = " ON {table}" if connection.vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}{on.format(table=table)}"
        for name, table, _ in _guards(connection, tables)
    ]


def _columns_of_events(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, "kit_event")
    return [one.name for one in found]


def _on_postgresql(name: str, table: str, act: str) -> str:
    each = "STATEMENT" if act == "truncate" else "ROW"
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} "
        f"EXECUTE FUNCTION {_FUNCTION}('{_REFUSED[act]}')"
    )


def _upon(table: str, act: str, columns: list[str]) -> str:
    """The act on a table before which SQLite stands guard: an update of which columns."""
    if act == _NEW_TEXTS:
        return f"UPDATE OF texts ON {table} FOR EACH ROW WHEN {_GROWS}"
    if act == "update" and table == "kit_event":
        kept = ", ".join(f'"{one}"' for one in columns if one != "texts")
        return f"UPDATE OF {kept} ON {table}"
    return f"{act} ON {table}"


def _guards(
    connection: BaseDatabaseWrapper, tables: Sequence[str] | None = None
) -> list[tuple[str, str, str]]:
    """Name, table and refused act of each guard."""
    is_postgresql = connection.vendor == "postgresql"
    among = tables or TABLES
    acts = [act for act in _REFUSED if act != "truncate" or is_postgresql]
    guards = [(f"{table}_no_{act}", table, act) for table in among for act in acts]
    if is_postgresql or "kit_event" not in among:
        return guards
    return [*guards, (_NO_NEW_TEXTS, "kit_event", _NEW_TEXTS)]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
