"""What somebody looks for by name or key: projects, people and tasks in view."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, OrderBy, Q, QuerySet, Value, When

from zhongshu.access.models import User
from zhongshu.access.resources import Resource, present, readable
from zhongshu.kit.search_keys import loose_pattern, marks, search_key, wanted_parts
from zhongshu.organisation.fields import PERSON
from zhongshu.organisation.queries import people_in_view
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import Assignment, Task
from zhongshu.planning.queries.tasks import tasks_in_view
from zhongshu.projects.closed_plans import closed_plans
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project
from zhongshu.projects.plan_sight import plans_in_view
from zhongshu.projects.queries import projects_in_view

_PROJECT_FIELDS = ("id", "key", "name", "state", "health")
_PERSON_FIELDS = ("id", "name", "unit", "position")
_TASK_FIELDS = ("id", "number", "name", "project")
_TASK_KEY = re.compile(r"^(?:PRJ-)?(\d{4}-\d{1,9})-(\d{1,9})$", re.IGNORECASE)
_MOST_PROJECTS = 40
_MOST_SPOKEN = 2000
_LOOSE_FROM = 2
_NEWEST = F("updated_at").desc()


def found(actor: User, text: str, *, near: Sequence[UUID] = (), limit: int) -> dict[str, Any]:
    """The projects, people and tasks in view that answer to a text, the best of each first.

    Projects and people are found by name, key, pinyin and its initials. Tasks are found by key
    anywhere, by name in the projects that the actor leads or works in and in those ``near``.
    """
    text = text.replace("\0", " ")
    parts = wanted_parts(text)
    if not parts:
        return {"projects": [], "people": [], "tasks": []}
    projects = _named(projects_in_view(actor), text, parts, limit, _newest_told(actor))
    people = _named(people_in_view(actor), text, parts, limit)
    return {
        "projects": _shown(actor, PROJECT, Project.objects.all(), projects, _PROJECT_FIELDS, text),
        "people": _shown(actor, PERSON, people_in_view(actor), people, _PERSON_FIELDS, text),
        "tasks": _tasks(actor, text, parts, near, limit),
    }


def _newest_told(actor: User) -> OrderBy:
    """What was changed last first; what happens in a closed plan moves its project nowhere."""
    closed = closed_plans(actor)
    if not closed:
        return _NEWEST
    told = Case(When(scope__in=closed, then=Value(None)), default=F("updated_at"))
    return told.desc(nulls_last=True)


def _named(
    rows: QuerySet[Any], text: str, parts: list[str], limit: int, newest: OrderBy = _NEWEST
) -> list[UUID]:
    """The ids of the rows whose search key holds the parts; loosely, where few hold them."""
    whole = "".join(parts)
    holds = Q(*(Q(search_key__contains=part) for part in parts))
    ranked = rows.annotate(
        _rank=Case(
            When(search_key__contains=f"|{text.strip().casefold()}|", then=Value(0)),
            When(search_key__contains=f"|{whole}", then=Value(1)),
            When(search_key__contains=f"|{parts[0]}", then=Value(2)),
            default=Value(3),
            output_field=IntegerField(),
        )
    ).order_by("_rank", newest, "pk")
    exact = ranked.filter(holds | Q(search_key__contains=whole))
    ids = list(exact.values_list("pk", flat=True)[:limit])
    if len(ids) < limit and len(whole) >= _LOOSE_FROM:
        loose = ranked.filter(search_key__regex=loose_pattern(text)).exclude(pk__in=ids)
        ids += list(loose.values_list("pk", flat=True)[: limit - len(ids)])
    return ids


def _shown(
    actor: User,
    resource: Resource,
    rows: QuerySet[Any],
    ids: list[UUID],
    names: Sequence[str],
    text: str,
) -> list[dict[str, Any]]:
    items = {one["id"]: one for one in present(actor, resource, rows.filter(pk__in=ids), names)}
    wanted = [items[str(pk)] for pk in ids if str(pk) in items]
    return [one | {"marks": marks(one["name"] or "", text)} for one in wanted]


def _tasks(
    actor: User, text: str, parts: list[str], near: Sequence[UUID], limit: int
) -> list[dict[str, Any]]:
    rows = tasks_in_view(actor)
    ids = _keyed(rows, text, limit)
    if len(ids) < limit:
        projects = _projects_at_hand(actor, near)
        near_rows = rows.filter(project__in=projects)
        rows = near_rows.filter(readable(actor, TASK, ["name"], near_rows)["name"])
        ids += _of_name(rows, projects, parts, limit - len(ids), besides=ids)
    if len(ids) < limit and text.isascii():
        ids += _of_sound(rows, projects, parts, limit - len(ids), besides=ids)
    shown = _shown(actor, TASK, tasks_in_view(actor), ids, _TASK_FIELDS, text)
    keys = dict(Task.objects.filter(pk__in=ids).values_list("pk", "project__key"))
    return [one | {"key": f"{keys[UUID(one['id'])]}-{one['number']}"} for one in shown]


def _keyed(rows: QuerySet[Task], text: str, limit: int) -> list[UUID]:
    """The task with this key, ``PRJ-2026-0012-34``, and those whose keys begin with it."""
    key = _TASK_KEY.match(text.strip())
    if key is None:
        return []
    number = int(key[2])
    tens = range(number * 10, number * 10 + 10)
    among = rows.filter(project__key=f"PRJ-{key[1]}", number__in=[number, *tens])
    return list(among.order_by("number").values_list("pk", flat=True)[:limit])


def _projects_at_hand(actor: User, near: Sequence[UUID]) -> list[UUID]:
    """The projects near, then those whose plans the actor leads or works in, the latest first."""
    works_in = Assignment.objects.filter(resource__person__user=actor).values("task__project")
    own = plans_in_view(actor).filter(Q(manager__user=actor) | Q(pk__in=works_in))
    ids = own.order_by("-updated_at").values_list("pk", flat=True)[:_MOST_PROJECTS]
    return list(dict.fromkeys([*near, *ids]))[:_MOST_PROJECTS]


def _of_name(
    rows: QuerySet[Task],
    projects: list[UUID],
    parts: list[str],
    limit: int,
    *,
    besides: list[UUID],
) -> list[UUID]:
    holds = Q(*(Q(name__icontains=part) for part in parts))
    among = rows.filter(holds, project__in=projects).exclude(pk__in=besides)
    begins = Case(When(name__istartswith=parts[0], then=Value(0)), default=Value(1))
    return list(among.order_by(begins, "number", "pk").values_list("pk", flat=True)[:limit])


def _of_sound(
    rows: QuerySet[Task],
    projects: list[UUID],
    parts: list[str],
    limit: int,
    *,
    besides: Iterable[UUID],
) -> list[UUID]:
    """The tasks whose names sound like this, among the first of the projects at hand."""
    told = rows.filter(project__in=projects[:5]).order_by("number", "pk")
    known = set(besides)
    hits = (
        pk
        for pk, name in told.values_list("pk", "name")[:_MOST_SPOKEN]
        if pk not in known and all(part in _spoken_key(name) for part in parts)
    )
    return [pk for pk, _ in zip(hits, range(limit), strict=False)]


@lru_cache(maxsize=8192)
def _spoken_key(name: str) -> str:
    return search_key(name)
