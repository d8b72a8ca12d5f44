"""Insert very many rows of a table in few statements, past the objects of the ORM."""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from django.db import connection, models
from django.utils import timezone

_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
)
_BATCH = 2000

Prepare = Callable[[Any], Any]


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows given by column (``parent_id`` for a key); return how many there were.

    Columns that a row lacks take the default of their field. Nothing else of the model is
    called: no validation, no signals.
    """
    now = timezone.now()
    columns = [_column(field, now) for field in model._meta.concrete_fields if _is_given(field)]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field, _, _ in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - names of models
    waiting = iter(rows)
    n_rows = 0
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, _BATCH)):
            cursor.executemany(statement, [_values(columns, row) for row in batch])
            n_rows += len(batch)
    return n_rows


Column = tuple[Any, Prepare, Callable[[], Any]]


def _values(columns: list[Column], row: Mapping[str, Any]) -> list[Any]:
    return [
        prepare(row[field.attname]) if field.attname in row else default()
        for field, prepare, default in columns
    ]


def _column(field: Any, now: Any) -> Column:
    """A column with how its values are stored and what stands where none is given."""
    prepare = _preparation(field)
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        moment = field.get_db_prep_save(now, connection)
        return field, prepare, lambda: moment
    if field.primary_key:
        return field, prepare, lambda: prepare(field.get_default())
    default = prepare(field.get_default())
    return field, prepare, lambda: default


def _preparation(field: Any) -> Prepare:
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.UUIDField):
        if connection.features.has_native_uuid_field:
            return lambda value: value
        return lambda value: None if value is None else str(value).replace("-", "")
    if isinstance(target, _PLAIN):
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection)


def _is_given(field: Any) -> bool:
    """Whether the row carries the column: the database numbers some keys itself."""
    return not isinstance(field, models.AutoField | models.BigAutoField)
