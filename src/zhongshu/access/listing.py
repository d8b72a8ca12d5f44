"""Pages of a list: typed filters, sorting, and a cursor that survives changes."""

import base64
import json
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, OrderBy, Q, QuerySet
from ninja import Field as WireField
from ninja import Schema

from zhongshu.access.grouping import (
    Key,
    group_keys,
    groupable,
    groups,
    key_of,
    open_groups,
    with_ranks,
)
from zhongshu.access.models import Actor
from zhongshu.access.resources import Resource, annotate, decided_on, present, queryable
from zhongshu.access.values import Kind, from_wire, to_wire
from zhongshu.kit.errors import BadInput

MAX_LIMIT = 200
MAX_KEYS = 5
MAX_VALUES = 200
MAX_FILTER = 10_000
_OPERATORS = {
    "eq": "exact",
    "lt": "lt",
    "le": "lte",
    "gt": "gt",
    "ge": "gte",
    "contains": "icontains",
}
_TEXTUAL = {Kind.TEXT, Kind.CHOICE}


class ListQuery(Schema):
    """How every list is asked for."""

    limit: int = WireField(50, ge=1, le=MAX_LIMIT)
    cursor: str | None = WireField(None, description="`next_cursor` of the page before.")
    sort: str | None = WireField(None, description="Field names; a leading `-` is descending.")
    filter: list[str] = WireField(
        default_factory=list,
        max_length=20,
        description="`field:operator:value` with eq ne lt le gt ge in contains is_null.",
    )


class GroupedQuery(ListQuery):
    """How a list that can be grouped is asked for."""

    group: str | None = WireField(None, description="The field by whose value rows are grouped.")
    closed: list[str] = WireField(
        default_factory=list,
        max_length=MAX_VALUES,
        description="Keys of groups whose rows are left out; the group itself is still told.",
    )


def page(
    actor: Actor,
    resource: Resource,
    rows: QuerySet[Any],
    query: ListQuery,
    names: Sequence[str] = (),
) -> dict[str, Any]:
    """One page of the rows in view, as ``{items, next_cursor, total}``.

    ``total`` counts every row that matches, those of closed groups included. The first page of
    a `GroupedQuery` that names a group also carries ``groups``, in the order of the rows.
    """
    found = matching(actor, resource, rows, query.filter)
    answered: dict[str, Any] = {"total": found.count()}
    keys = _keys(actor, resource, rows, query.sort)
    if isinstance(query, GroupedQuery) and query.group:
        one = groupable(resource, query.group, rows, actor)
        keys = [*group_keys(one), *keys]
        found = with_ranks(found, keys)
        if not query.cursor:
            answered["groups"] = groups(
                actor, resource, rows, found, one, is_filtered=bool(query.filter)
            )
        found = open_groups(found, one, query.closed)
    ordered = with_ranks(found, keys).order_by(*(_order(resource, key) for key in keys))
    if query.cursor:
        ordered = ordered.filter(_after(resource, keys, _decode(query.cursor, keys)))
    known_by = resource.by_name["id"].path
    marks = list(ordered.values_list(known_by, *(key.path for key in keys))[: query.limit + 1])
    ids = [mark[0] for mark in marks[: query.limit]]
    chosen = rows.filter(**{f"{known_by}__in": ids})
    shown = {str(item["id"]): item for item in present(actor, resource, chosen, names)}
    more = len(marks) > query.limit
    return {
        "items": [shown[str(pk)] for pk in ids if str(pk) in shown],
        "next_cursor": _encode(keys, marks[query.limit - 1][1:]) if more else None,
        **answered,
    }


def matching(
    actor: Actor, resource: Resource, rows: QuerySet[Any], filters: Sequence[str]
) -> QuerySet[Any]:
    """The rows in view that pass every filter, with the computed fields annotated."""
    found = annotate(actor, rows, resource.fields)
    for text in filters:
        found = found.filter(_condition(actor, resource, rows, text))
    return found


def check_query(
    actor: Actor,
    resource: Resource,
    rows: QuerySet[Any],
    *,
    filter: str = "",
    sort: str | None = None,
    group: str | None = None,
) -> None:
    """Raise `BadInput` if the viewer could not ask for the rows in this way."""
    if filter:
        _condition(actor, resource, rows, filter)
    if sort:
        _keys(actor, resource, rows, sort)
    if group:
        groupable(resource, group, rows, actor)


def _condition(actor: Actor, resource: Resource, rows: QuerySet[Any], text: str) -> Q:
    if len(text) > MAX_FILTER:
        raise BadInput("the filter is too long", field="filter", most=MAX_FILTER)
    name, _, rest = text.partition(":")
    operator, _, value = rest.partition(":")
    one = queryable(resource, name, rows, actor)
    if operator == "is_null":
        wants_null = from_wire(Kind.BOOLEAN, value, field_name=name)
        return Q(**{f"{one.asked_path}__isnull": wants_null})
    if operator == "in":
        parts = value.split(",")
        if len(parts) > MAX_VALUES:
            raise BadInput("too many values", field=name, most=MAX_VALUES)
        values = [from_wire(one.kind, part, field_name=name) for part in parts]
        return Q(**{f"{one.asked_path}__in": values})
    if operator == "ne":
        return ~Q(**{one.asked_path: from_wire(one.kind, value, field_name=name)})
    if operator not in _OPERATORS or (operator == "contains" and one.kind not in _TEXTUAL):
        raise BadInput(f"{operator!r} is not an operator of {name}", field=name, operator=operator)
    wanted = from_wire(one.kind, value, field_name=name)
    return Q(**{f"{one.asked_path}__{_OPERATORS[operator]}": wanted})


def _keys(actor: Actor, resource: Resource, rows: QuerySet[Any], sort: str | None) -> list[Key]:
    names = sort.split(",") if sort else default_sort(actor, resource, rows)
    if len(names) > MAX_KEYS:
        raise BadInput("too many sort keys", field="sort", most=MAX_KEYS)
    keys = [
        key_of(queryable(resource, name.lstrip("-"), rows, actor), is_descending=name[:1] == "-")
        for name in names
    ]
    if all(key.field.name != "id" for key in keys):
        keys.append(key_of(resource.by_name["id"]))
    return keys


def default_sort(actor: Actor, resource: Resource, rows: QuerySet[Any]) -> list[str]:
    """The order of the list by itself, without what the viewer could not ask by."""
    kept = []
    for name in resource.default_sort:
        one = resource.by_name.get(name.lstrip("-"))
        said = decided_on(actor, resource, one.name, rows) if one and one.is_closable else []
        if all(decided.is_readable for decided in said):
            kept.append(name)
    return kept


def _order(resource: Resource, key: Key) -> OrderBy:
    """The order by a key; told where nulls go, PostgreSQL reads no index that has none."""
    if not resource.is_always_there(key.path):
        return key.order
    return F(key.path).desc() if key.is_descending else F(key.path).asc()


def _after(resource: Resource, keys: list[Key], values: list[Any]) -> Q:
    """What comes after these values, with nulls last in either direction.

    Where the first key is never null it also bounds the whole: an index begins to read there.
    """
    alternatives = []
    same = Q()
    for key, value in zip(keys, values, strict=True):
        path = key.path
        if value is None:
            same &= Q(**{f"{path}__isnull": True})
            continue
        beyond = Q(**{f"{path}__{'lt' if key.is_descending else 'gt'}": value})
        if not resource.is_always_there(path):
            beyond |= Q(**{f"{path}__isnull": True})
        alternatives.append(same & beyond)
        same &= Q(**{path: value})
    after = reduce(or_, alternatives)
    if values[0] is None or not resource.is_always_there(keys[0].path):
        return after
    return Q(**{f"{keys[0].path}__{'lte' if keys[0].is_descending else 'gte'}": values[0]}) & after


def _encode(keys: list[Key], values: tuple[Any, ...]) -> str:
    wire = [to_wire(key.kind, value) for key, value in zip(keys, values, strict=True)]
    return base64.urlsafe_b64encode(json.dumps(wire).encode()).decode()


def _decode(cursor: str, keys: list[Key]) -> list[Any]:
    try:
        wire = json.loads(base64.urlsafe_b64decode(cursor))
        return [_from_cursor(key, value) for key, value in zip(keys, wire, strict=True)]
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInput("the cursor does not fit this list", field="cursor") from error


def _from_cursor(key: Key, value: Any) -> Any:
    """The value that `_encode` wrote; the sender may have written another.

    Raises
    ------
    TypeError
        If a value of that kind never looks like this.
    """
    kind = key.kind
    if value is None and key.field.name != "id":
        return None
    if kind in _AS_THEY_ARE:
        if type(value) not in _AS_THEY_ARE[kind]:
            raise TypeError(kind.value)
        return value if kind is Kind.BOOLEAN else from_wire(kind, str(value), field_name="cursor")
    if not isinstance(value, str):
        raise TypeError(kind.value)
    return from_wire(kind, value, field_name="cursor")


_AS_THEY_ARE: dict[Kind, tuple[type, ...]] = {
    Kind.INTEGER: (int,),
    Kind.RATIO: (int, float),
    Kind.BOOLEAN: (bool,),
}
