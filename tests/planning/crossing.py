"""Edits of linked plans, and the jobs that follow them."""

from tests.factories.planning import DAY
from zhongshu.kit import events, jobs
from zhongshu.kit.models import Job
from zhongshu.kit.moments import iso
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan

PLAN = ("projects.view", "planning.edit_plan")


def cross(before, after, **fields):
    return {"op": "add_cross_link", "before_id": before, "after_id": after, **fields}


def edit(actor, project, *operations):
    return edit_plan(actor, project=project, operations=list(operations))


def stretch(key, days):
    return {"op": "update_task", "id": key, "fields": {"duration_minutes": days * DAY}}


def dates(name):
    task = Task.objects.get(name=name)
    return iso(task.start), iso(task.finish)


def carry_on():
    """Hand on every event and run every job until nothing is left."""
    while events.deliver_pending() or Job.objects.filter(state="ready").exists():
        for job in Job.objects.filter(state="ready"):
            jobs.run_one(job.pk, worker="test")
    assert not Job.objects.filter(error__gt="").exists()
