"""Subqueries that refer to nothing around them, and are therefore compiled once."""

from typing import Any, Self

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, QuerySet


class Standing(Expression):
    """The one column of ``rows`` as a subquery: ``x__in=Standing(rows)``.

    Django resolves, copies and renames a subquery again on each level that it is nested in, and
    wherever it is used; where many stand in one query, most of the time of a request goes there.
    One that refers to no row around it (no ``OuterRef``) is changed by none of that. So it stays
    what it is, and its text is made once for each kind of database; keep and use the same object
    where the same rows are meant.
    """

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__(output_field=rows.query.output_field)
        self._rows = rows
        self._compiled: dict[str, tuple[str, tuple[Any, ...]]] = {}

    @property
    def rows(self) -> QuerySet[Any, Any]:
        """What it finds, to be read or narrowed; each time anew, so that nothing old is kept."""
        return self._rows.all()

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Self:
        """Stay as it is: there is nothing to resolve."""
        return self

    def relabeled_clone(self, change_map: Any) -> Self:
        """Stay as it is: no name from outside is used."""
        return self

    def copy(self) -> Self:
        """Stay as it is: nothing changes it."""
        return self

    def get_group_by_cols(self) -> list[Any]:
        """Add nothing to a grouping: it is the same for each row."""
        return []

    def as_sql(
        self, compiler: Any, connection: BaseDatabaseWrapper, **kwargs: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Give the text of the subquery, made at the first time."""
        made = self._compiled.get(connection.vendor)
        if made is None:
            sql, params = self._rows.query.get_compiler(connection=connection).as_sql()
            made = self._compiled[connection.vendor] = f"({sql})", tuple(params)
        return made
