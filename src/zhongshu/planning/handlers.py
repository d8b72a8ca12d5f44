"""What planning does when something around it changes, and what open pages are told."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhongshu.collaboration.notifying import forget_scope, notify
from zhongshu.collaboration.subjects import readers_among
from zhongshu.kit import clock, events, jobs
from zhongshu.kit.models import Event
from zhongshu.planning import notices, reading
from zhongshu.planning.baseline_sight import DOERS as BASELINE_DOERS
from zhongshu.planning.changes import PLAN_EVENTS
from zhongshu.planning.cross_links import dependents_to_follow
from zhongshu.planning.queries.governance import projects_working_by
from zhongshu.planning.subjects import TASK_KIND


def _hearers(event: Event, among: Collection[UUID]) -> Collection[UUID]:
    """Those to whom the plan is not closed, and who may read something of the edit."""
    return reading.readers_of(event, readers_among(TASK_KIND, event.scope_id, among))


@events.live(*PLAN_EVENTS, *BASELINE_DOERS, permission="projects.view", hearers=_hearers)
def tell_plan_changed(event: Event) -> tuple[str, dict[str, Any]]:
    """Open plans learn the new version; the history tells who made it, to those who may know.

    Of an edit of what they may not read nobody hears, nor of a plan that is closed to them.
    """
    return "plan_changed", {
        "project_id": str(event.subject_id),
        "plan_version": event.data.get("plan_version"),
        "event_id": str(event.id),
    }


@events.handler("planning.calendars", "organisation.calendar_updated")
def reschedule_projects(event: Event) -> None:
    """A calendar changed, so every plan that works by it is computed again."""
    for project_id in projects_working_by(event.subject_id):
        jobs.enqueue(
            "planning.reschedule",
            at=timezone.now(),
            unique_key=f"planning.reschedule:{project_id}",
            project_id=str(project_id),
        )


@events.handler("planning.cross_links", *PLAN_EVENTS, "projects.project_deleted")
def follow_moved_tasks(event: Event) -> None:
    """A plan changed, so the plans that wait for tasks of it which moved are computed again."""
    for project_id in dependents_to_follow(event.subject_id):
        jobs.enqueue(
            "planning.follow",
            at=timezone.now(),
            unique_key=f"planning.follow:{project_id}",
            project_id=str(project_id),
        )


@events.handler("planning.notify_of_plan", *PLAN_EVENTS)
def notify_of_plan(event: Event) -> None:
    """Tell people of tasks that were given to them, and of theirs that moved."""
    notify(notices.of_plan(event), event=event, at=clock.now())


@events.handler("planning.notify_of_request", "planning.baseline_proposed")
def notify_of_request(event: Event) -> None:
    """Tell those who can approve a baseline that one waits for them."""
    notify(notices.of_request(event), event=event, at=clock.now())


@events.handler(
    "planning.notify_of_decision", "planning.baseline_approved", "planning.baseline_rejected"
)
def notify_of_decision(event: Event) -> None:
    """Tell who asked for a baseline, and who leads the project, what was decided."""
    notify(notices.of_decision(event), event=event, at=clock.now())


@events.handler("planning.forget_discussions", "projects.project_deleted")
def forget_discussions(event: Event) -> None:
    """What was said about a project and its tasks goes with it."""
    if event.scope_id is not None:
        forget_scope(event.scope_id, at=timezone.now())
