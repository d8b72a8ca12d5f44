"""Reporting progress: who does a task says how far it is, without a right to edit the plan."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from zhongshu.access.guard import is_allowed, requires
from zhongshu.access.models import Actor, System
from zhongshu.kit.errors import DomainError
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Person
from zhongshu.planning import merging
from zhongshu.planning.changes import REPORTED, Draft, PlanEdit, given_changes
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.outline import Key
from zhongshu.planning.refusals import UnknownTask
from zhongshu.planning.reporting import take_report
from zhongshu.planning.services.edits import commit, plan_to_edit, text_changes
from zhongshu.planning.services.undo import take_back
from zhongshu.planning.since import Since
from zhongshu.planning.writable import refuse_unread_report
from zhongshu.projects.models import Project


class NotYourTask(DomainError):
    """Progress is reported by those who do a task, and by those who may edit its plan."""

    code = "planning.not_your_task"
    status = 403


@requires("planning.report_progress", on="project")
@transaction.atomic
def report_progress(
    actor: Actor,
    *,
    project: Project,
    task_id: Key,
    report: dict[str, Any],
    at: int,
    base_version: int | None = None,
    own_versions: Iterable[int] = (),
) -> PlanEdit:
    """Say as of a moment how far a task is, reschedule the plan, and write what changed.

    ``report`` holds one of ``is_done``, ``percent_complete`` (0 to 100), ``remaining_minutes``
    and ``remaining_work_minutes``, or none of them; with ``is_started``, ``actual_start``,
    ``actual_finish``, ``blocked_because`` and ``ticks`` of the checklist as known.
    ``base_version`` and ``own_versions`` are as in an edit.

    Raises
    ------
    NotYourTask
        If the actor neither does the task nor may edit the plan.
    """
    plan = plan_to_edit(project)
    person_id = _person_of(actor)
    _refuse_strangers(actor, plan, task_id, person_id)
    refuse_unread_report(actor, plan, task_id, report)
    draft = Draft(plan, at)
    take_report(draft, task_id, report, at=at, person_id=person_id)
    if base_version is not None and base_version < plan.version:
        changes = given_changes(plan, draft) + text_changes(draft)
        since = Since(base_version, frozenset(own_versions))
        merging.refuse_meeting(actor, draft, changes, since)
    return commit(actor, REPORTED, draft, operations=["report_progress"], task_id=task_id)


@requires("planning.report_progress", on="project")
@transaction.atomic
def take_back_report(actor: Actor, *, project: Project, task_id: Key, event_id: UUID) -> PlanEdit:
    """Take back what the actor reported of a task; what others changed since stays.

    The history holds that as one more report.

    Raises
    ------
    NotYourTask
        If the actor may no longer report on the task.
    ChangedSince
        If somebody changed the same fields after the report.
    """
    plan = plan_to_edit(project)
    _refuse_strangers(actor, plan, task_id, _person_of(actor))
    own = Event.objects.filter(subject_id=project.pk, kind=REPORTED, actor_id=actor.pk)
    event = get_object_or_404(own, id=event_id, data__task_id=task_id)
    draft = Draft(plan)
    return take_back(
        actor, draft, event, kind=REPORTED, operations=["take_back_report"], task_id=task_id
    )


def _person_of(actor: Actor) -> Key | None:
    if isinstance(actor, System):
        return None
    found = Person.objects.filter(user=actor).values_list("pk", flat=True).first()
    return None if found is None else str(found)


def _refuse_strangers(actor: Actor, plan: OpenPlan, task_id: Key, person_id: Key | None) -> None:
    if task_id not in plan.tasks:
        raise UnknownTask(task_id, field="task_id", id=task_id)
    staff = (plan.resources[one.resource_id] for one in plan.assignments.get(task_id, ()))
    if person_id is not None and any(one.person_id == person_id for one in staff):
        return
    if not is_allowed(actor, "planning.edit_plan", plan.settings):
        raise NotYourTask(task_id, field="task_id")
