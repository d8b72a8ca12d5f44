"""A task found by the key that people speak of."""

from django.http import Http404

from zhongshu.access.models import Actor
from zhongshu.planning.models import Task
from zhongshu.planning.queries.tasks import tasks_in_view

# What a number column holds at most.
_LARGEST = 2**31 - 1


def get_task_by_key(actor: Actor, key: str) -> Task:
    """The task in view with a key such as ``PRJ-2026-0012-34``, or `Http404`."""
    project_key, _, number = key.rpartition("-")
    if number.isascii() and number.isdigit() and len(number) <= len(str(_LARGEST)):
        rows = tasks_in_view(actor).filter(project__key=project_key)
        task = rows.filter(number=min(int(number), _LARGEST)).first()
        if task is not None:
            return task
    raise Http404
