"""Plans, written as a planner would: names, durations in days, and links."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from zhongshu.access.models import SYSTEM
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

DAY = 480


def id_in(project: Project) -> str:
    """An id as a client chooses it for what it adds to the plan of a project."""
    owner, own = str(project.pk)[-12:], str(uuid4())
    return f"{owner[:8]}-{owner[8:]}-8{own[15:]}"


def plan_with(
    project: Project, tasks: dict[str, float | dict[str, Any]], links: Sequence[str] = ()
) -> dict[str, str]:
    """Give a project these tasks and links, and return the ids of the tasks by name.

    A task is its duration in days, or its fields (``parent`` names another task). A link is
    ``"A -> B"``, ``"A ss B"`` or ``"A ff B +480"``.
    """
    ids: dict[str, str] = {}
    for name, given in tasks.items():
        fields = dict(given) if isinstance(given, dict) else {"duration_minutes": int(given * DAY)}
        parent = fields.pop("parent", None)
        operation = {"op": "add_task", "name": name, "fields": fields}
        if parent is not None:
            operation["parent_id"] = ids[parent]
        edit_plan(SYSTEM, project=project, operations=[operation])
        ids[name] = str(Task.objects.get(project=project, name=name).pk)
    if links:
        edit_plan(SYSTEM, project=project, operations=[link(ids, text) for text in links])
    return ids


def link(ids: dict[str, str], text: str) -> dict[str, Any]:
    """The operation that adds a link written as in `plan_with`."""
    before, kind, after, *lag = text.split(" ")
    return {
        "op": "add_link",
        "before_id": ids[before],
        "after_id": ids[after],
        "type": "fs" if kind == "->" else kind,
        "lag": int(lag[0]) if lag else 0,
    }
