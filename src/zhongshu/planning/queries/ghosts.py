"""Ghost tasks: what a plan shows of the tasks of other projects that it is linked with."""

from collections.abc import Collection, Iterable
from typing import Any

from zhongshu.access.models import Actor
from zhongshu.access.resources import present
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import CrossLink, Task
from zhongshu.planning.open_plan import CrossLinkRow, OpenPlan
from zhongshu.planning.outline import Key
from zhongshu.planning.queries.tasks import tasks_in_view
from zhongshu.planning.scheduling import computed
from zhongshu.projects.plan_sight import plans_in_view

IN, OUT = "in", "out"
_SHOWN = (
    "task_id", "number", "name", "kind", "project", "start", "finish", "percent_complete",
    "is_critical",
)  # fmt: skip
_HIDDEN = {**dict.fromkeys(_SHOWN), "_locked": list(_SHOWN)}


def cross_links(actor: Actor, plan: OpenPlan) -> list[dict[str, Any]]:
    """The links of a plan with other projects, each with the task at its far end.

    Of a task that the viewer may not read there is only that it exists. What waits for this
    plan in a hidden one is told no closer.
    """
    leaving = [
        link
        for link in CrossLink.objects.filter(before_project_id=plan.settings.pk)
        if str(link.before_id) in plan.tasks
    ]
    cards = ghosts(
        actor,
        [row.before_id for row in plan.cross_links.values()]
        + [str(link.after_id) for link in leaving],
    )
    result = computed(plan)
    driving = {
        result.link_ids[n]
        for n in range(len(plan.links), len(result.link_ids))
        if result.schedule.is_driving_link[n]
    }
    found = [
        _card(row, IN, row.after_id, row.id in driving, cards[row.before_id])
        for row in plan.cross_links.values()
    ]
    found += [
        _card(link, OUT, str(link.before_id), None, cards[str(link.after_id)]) for link in leaving
    ]
    return found


def ghosts(actor: Actor, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """The named tasks as far as the viewer may read them."""
    wanted = set(keys)
    if not wanted:
        return {}
    seen = tasks_in_view(actor).filter(pk__in=wanted)
    names = ["id", *(name for name in _SHOWN if name != "task_id")]
    cards = {card["id"]: card for card in present(actor, TASK, seen, names)}
    codes = _project_keys(actor, {card["project"]["id"] for card in cards.values()})
    there = {str(key) for key in Task.objects.filter(pk__in=wanted).values_list("pk", flat=True)}
    found = {}
    for key in wanted:
        card = cards.get(key)
        if card is None:
            found[key] = {**_HIDDEN, "is_removed": key not in there}
            continue
        project = card["project"] | {"key": codes[card["project"]["id"]]}
        found[key] = {"task_id": key, **card, "project": project, "is_removed": False}
        del found[key]["id"]
    return found


def moving_projects(actor: Actor, keys: Collection[Key]) -> dict[Key, dict[str, Any]]:
    """The projects with these ids by id, as far as the viewer may see them."""
    rows = plans_in_view(actor).filter(pk__in=keys).values_list("pk", "key", "name")
    return {str(key): {"id": str(key), "key": code, "name": name} for key, code, name in rows}


def _project_keys(actor: Actor, keys: Collection[Key]) -> dict[Key, str]:
    return {key: card["key"] for key, card in moving_projects(actor, keys).items()}


def _card(
    link: CrossLinkRow | CrossLink,
    direction: str,
    task_id: Key,
    is_driving: bool | None,
    ghost: dict[str, Any],
) -> dict[str, Any]:
    is_told = direction == IN or "_locked" not in ghost
    return {
        "id": str(link.id),
        "direction": direction,
        "task_id": task_id,
        "type": link.type if is_told else None,
        "lag": link.lag if is_told else None,
        "lag_unit": link.lag_unit if is_told else None,
        "is_driving": is_driving,
        "ghost": ghost,
    }
