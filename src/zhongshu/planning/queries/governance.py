"""What those who govern the organisation ask of the plans: who is busy, what a change reaches."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from zhongshu.access.guard import check
from zhongshu.access.models import Actor
from zhongshu.access.resources import present
from zhongshu.organisation.fields import MANAGE
from zhongshu.organisation.models import Calendar, Person
from zhongshu.organisation.queries import calendars_below
from zhongshu.planning.models import Assignment
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project
from zhongshu.projects.plan_sight import plans_in_view

MAX_NAMED = 50


def projects_working_by(calendar_id: UUID) -> list[UUID]:
    """The projects in which a calendar, or one that inherits from it, is used."""
    used = calendars_below(calendar_id)
    found = Project.objects.filter(
        Q(calendar__in=used) | Q(tasks__calendar__in=used) | Q(resources__calendar__in=used)
    )
    return list(found.order_by("pk").values_list("pk", flat=True).distinct())


def plans_working_by(actor: Actor, calendar: Calendar) -> dict[str, Any]:
    """The plans that are computed again when a calendar changes: those in view by name.

    Asked by whoever may change the calendar, so the others are counted.
    """
    check(actor, MANAGE, calendar)
    ids = projects_working_by(calendar.pk)
    seen = plans_in_view(actor).filter(pk__in=ids)
    named = list(seen.order_by("key").values_list("pk", flat=True)[:MAX_NAMED])
    shown = present(actor, PROJECT, Project.objects.filter(pk__in=named), ("id", "key", "name"))
    return {
        "n_plans": len(ids),
        "n_hidden": len(ids) - seen.count(),
        "n_calendars": len(calendars_below(calendar.pk)) - 1,
        "items": sorted(shown, key=lambda one: one["key"]),
    }


def work_of(actor: Actor, person: Person) -> dict[str, Any]:
    """How many open tasks of the plans in view a person is put to, and in how many plans."""
    assigned = Assignment.objects.filter(
        resource__person=person,
        task__project__in=plans_in_view(actor),
        task__is_active=True,
        task__percent_complete__lt=100,
        task__kind="task",
    )
    pairs = set(assigned.values_list("task", "task__project"))
    plans: set[UUID] = {project for _, project in pairs}
    return {"n_open_tasks": len({task for task, _ in pairs}), "n_plans": len(plans)}
