"""Tables to which rows are only added: the database itself refuses to change or delete them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("kit_event", "kit_auditblock")
_REFUSED = {"update": "never changed", "delete": "never deleted", "truncate": "never deleted"}
_FUNCTION = "kit_append_only"


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
def removable(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let events be deleted inside the caller's transaction: for sealed segments that are old.

    Nothing else may use it. Whoever else writes meanwhile waits, or finds the guard in place.
    """
    on = " ON kit_event" if connection.vendor == "postgresql" else ""
    _run(connection, [f"DROP TRIGGER kit_event_no_delete{on}"])
    yield
    wanted = [one for one in installation(connection) if "kit_event_no_delete " in one]
    _run(connection, wanted)


def installation(connection: BaseDatabaseWrapper) -> list[str]:
    """The statements that put every guard on its table."""
    if connection.vendor == "postgresql":
        function = (
            f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'rows of % are %', TG_TABLE_NAME, TG_ARGV[0] "
            "USING ERRCODE = 'restrict_violation'; END $$"
        )
        return [function, *(_on_postgresql(*guard) for guard in _guards(connection))]
    return [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are {_REFUSED[act]}'); END"
        for name, table, act in _guards(connection)
    ]


def removal(connection: BaseDatabaseWrapper) -> list[str]:
    """The statements that take every guard away: for tests, which empty the tables."""
    on = " ON {table}" if connection.vendor == "postgresql" else ""
    return [
        f"DROP TRIGGER IF EXISTS {name}{on.format(table=table)}"
        for name, table, _ in _guards(connection)
    ]


def _on_postgresql(name: str, table: str, act: str) -> str:
    each = "STATEMENT" if act == "truncate" else "ROW"
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH {each} "
        f"EXECUTE FUNCTION {_FUNCTION}('{_REFUSED[act]}')"
    )


def _guards(connection: BaseDatabaseWrapper) -> Iterable[tuple[str, str, str]]:
    """Name, table and refused act of each guard."""
    acts = [act for act in _REFUSED if act != "truncate" or connection.vendor == "postgresql"]
    return [(f"{table}_no_{act}", table, act) for table in TABLES for act in acts]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
