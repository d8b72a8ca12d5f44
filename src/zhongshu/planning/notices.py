"""What people are told of plans: tasks given to them, dates moved, baselines to decide on."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from zhongshu.access.authorities.deciding import deciders
from zhongshu.access.authorities.kinds import BASELINE_APPROVAL
from zhongshu.access.models import SYSTEM
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.notifying import Notice
from zhongshu.collaboration.subjects import Subject, subjects_in_view
from zhongshu.kit.models import Event
from zhongshu.kit.moments import iso
from zhongshu.planning.changes import ASSIGNMENT
from zhongshu.planning.models import Assignment, Baseline
from zhongshu.planning.subjects import TASK_KIND
from zhongshu.projects.subjects import PROJECT_KIND, concerned_by_project

Kind = Notification.Kind


def of_plan(event: Event) -> list[Notice]:
    """Who was put to a task by an edit of a plan, and whose tasks it moved."""
    moved = {UUID(key): moments for key, *moments in event.data.get("moved", ())}
    given = _given(event)
    put = _people_of(event.subject_id) if moved or given else []
    tasks = {task_id for _, task_id, _ in put if task_id in moved} | {
        task_id for key, task_id, _ in put if key in given
    }
    found = subjects_in_view(SYSTEM, [(TASK_KIND, task_id) for task_id in tasks])
    subjects = {task_id: subject for (_, task_id), subject in found.items()}
    assigned = [
        Notice(user_id, Kind.ASSIGNED, subjects[task_id])
        for key, task_id, user_id in put
        if key in given and task_id in subjects
    ]
    return assigned + [
        Notice(user_id, Kind.DATES_MOVED, subjects[task_id], data=_shift(moved[task_id]))
        for _, task_id, user_id in put
        if task_id in moved and task_id in subjects
    ]


def _people_of(project_id: UUID) -> list[tuple[UUID, UUID, UUID]]:
    """The assignments of a project to people who sign in: assignment, task, user."""
    rows = Assignment.objects.filter(
        task__project=project_id, resource__person__user__isnull=False
    ).order_by("pk")
    return list(rows.values_list("pk", "task_id", "resource__person__user"))


def _given(event: Event) -> set[UUID]:
    """The assignments that an edit added."""
    changes = event.data.get("changes", ())
    return {
        UUID(key) for entity, key, before, _ in changes if entity == ASSIGNMENT and before is None
    }


def _shift(moments: list[int]) -> dict[str, Any]:
    names = ("was_start", "was_finish", "start", "finish")
    return {name: iso(moment) for name, moment in zip(names, moments, strict=True)}


def of_request(event: Event) -> list[Notice]:
    """Who may approve a baseline that a project asks for."""
    subject = _project(event)
    if subject is None:
        return []
    approvers = deciders(BASELINE_APPROVAL, subject.scope_id, at=timezone.now())
    data = {"baseline": event.data["name"], "baseline_id": event.data.get("baseline")}
    return [
        Notice(user_id, Kind.BASELINE_WAITING, subject, data=data) for user_id in sorted(approvers)
    ]


def of_decision(event: Event) -> list[Notice]:
    """Who asked for a baseline that was decided on, and who leads the project."""
    subject = _project(event)
    request = Baseline.objects.filter(pk=event.data.get("baseline")).first()
    if subject is None or request is None:
        return []
    users = concerned_by_project(subject.id)
    users |= {one for one in (request.set_by_id, request.on_behalf_of_id) if one is not None}
    data = {
        "baseline": request.name,
        "baseline_id": str(request.pk),
        "decision": event.data["after"]["state"],
    }
    return [Notice(user_id, Kind.BASELINE_DECIDED, subject, data=data) for user_id in sorted(users)]


def _project(event: Event) -> Subject | None:
    place = (PROJECT_KIND, event.subject_id)
    return subjects_in_view(SYSTEM, [place]).get(place)
