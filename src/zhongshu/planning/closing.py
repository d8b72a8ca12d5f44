"""What a closed plan takes with it beside its rows: what the trail and bodies tell of it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q

from zhongshu.access.auditing import register_closing
from zhongshu.access.authorities.models import Question
from zhongshu.access.authorities.reading import register_closed
from zhongshu.access.guard import company
from zhongshu.access.models import Actor
from zhongshu.access.policy.behind import put_behind
from zhongshu.access.resources import RESOURCES, Resource
from zhongshu.planning.subjects import TASK_KIND
from zhongshu.projects.closed_plans import SCHEDULE, closed_over, closed_plans, schedule_sight

# How the kinds of questions about plans begin, and of events about them.
_ABOUT_PLANS = "planning."
_OF_PLANS = (_ABOUT_PLANS, "integrations.")
# Fewer than a statement can name.
_AT_ONCE = 5_000


def _closed_events(actor: Actor, items: list[dict[str, Any]]) -> set[str]:
    """The events about plans, what was said, asked and seen of them, where they are closed."""
    if not schedule_sight(actor).rules:
        return set()
    asked = _asked_about_plans(items)
    about = {
        item["id"]: {UUID(item["scope_id"])}
        for item in items
        if item["scope_id"] and (_is_of_a_plan(item) or item["subject_id"] in asked)
    }
    for key, scope in _seen(items):
        about.setdefault(key, set()).add(scope)
    closed = closed_over(actor, set().union(*about.values()))
    return {key for key, scopes in about.items() if scopes & closed}


def _seen(items: list[dict[str, Any]]) -> Iterator[tuple[str, UUID]]:
    """The events that tell how much of plans was seen, with the scopes of these plans.

    Where all that was seen is gone, what is so over the whole company decides.
    """
    named: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for item in items:
        for read in item["data"].get("reads") or ():
            one = RESOURCES.get(read["resource"])
            if one is not None and one.behind is not None:
                yield from ((item["id"], UUID(scope)) for scope in read.get("scopes", ()))
                named[read["resource"]][item["id"]] = read.get("rows", [])
    for name, rows in named.items():
        scopes = _scopes_of(RESOURCES[name], {row for of in rows.values() for row in of})
        for key, of in rows.items():
            found = {scopes[row] for row in of if row in scopes}
            yield from ((key, scope) for scope in found or ({company().pk} if of else ()))


def _scopes_of(one: Resource, keys: set[str]) -> dict[str, UUID]:
    """By row, the scope that governs it, of those that are there."""
    found: dict[str, UUID] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        rows = one.model._default_manager.filter(pk__in=ordered[start : start + _AT_ONCE])
        found |= {str(pk): scope for pk, scope in rows.values_list("pk", f"{one.scope}_id")}
    return found


def _is_of_a_plan(item: dict[str, Any]) -> bool:
    kind, about = item["kind"], item["data"].get("about_kind")
    return bool(kind.startswith(_OF_PLANS) or about == TASK_KIND)


def _asked_about_plans(items: list[dict[str, Any]]) -> set[str]:
    """The questions among the subjects of events that bodies were asked about plans."""
    label = Question._meta.label_lower
    keys = {item["subject_id"] for item in items if item["subject_type"] == label}
    rows = Question.objects.filter(pk__in=keys - {None}, subject_kind__startswith=_ABOUT_PLANS)
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


for _name in ("comment", "attachment"):
    put_behind(_name, Q(subject_kind=TASK_KIND), other="project", field=SCHEDULE)
register_closing(_closed_events)
register_closed(_ABOUT_PLANS, closed_plans)
