"""Write the stories of many projects at once: rows, baselines and history."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection
from django.utils import timezone

from zhongshu.access.models import Scope, User
from zhongshu.access.scopes import make_scopes
from zhongshu.demo.bulk import insert
from zhongshu.demo.company import Company
from zhongshu.demo.dependencies import waits
from zhongshu.demo.logins import Accounts
from zhongshu.demo.plans import Report, Story
from zhongshu.kit.events import add_told, seal
from zhongshu.kit.models import Event
from zhongshu.planning.changes import EDITED, IMPORTED, Change, given_changes, moved
from zhongshu.planning.models import (
    Assignment,
    Baseline,
    BaselineTask,
    CrossLink,
    Link,
    PlanResource,
    Task,
)
from zhongshu.planning.open_plan import OpenPlan
from zhongshu.planning.personal import marked_people
from zhongshu.planning.scheduling import health_of
from zhongshu.projects.models import KeySequence, Project

_BATCH = 500
_FIRST_BASELINE = ("立项基线", "Approved baseline")
_SECOND_BASELINE = ("变更基线 1", "Re-baseline 1")
_REASON = ("客户增加了需求，范围已经确认", "The customer asked for more; the scope is agreed")
_REQUEST = ("变更基线（申请）", "Re-baseline (request)")
_WANTED = (
    "关键物料延期到货，原基线已无法达成",
    "Key parts arrive late; the baseline cannot be met any more",
)
_AGREED = ("变更委员会已同意", "Agreed by the change board")
# Of so many projects one asks for another baseline and waits for an answer.
_PROJECTS_PER_REQUEST = 20


def write(company: Company, stories: Sequence[Story], accounts: Accounts) -> None:
    """Write the projects in a number of statements that grows with their tasks only by batches."""
    _write_projects(stories)
    _write_plans(stories)
    _write_baselines(company, stories, accounts)
    _write_history(company, stories, accounts)
    _count_rows()


def _count_rows() -> None:
    """Let PostgreSQL know how much was written.

    Until the end of the transaction nobody else counts it, and joins would be planned as of empty
    tables: one of them once took more than an hour.
    """
    if connection.vendor != "postgresql":
        return
    tables = [connection.ops.quote_name(model._meta.db_table) for model in apps.get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _write_projects(stories: Sequence[Story]) -> None:
    nodes = []
    for story in stories:
        project = story.project
        project.scope = Scope(kind=Scope.Kind.PROJECT, label=project.name)
        nodes.append((project.scope, [project.unit.scope]))
        _roll_up(story)
    make_scopes(nodes)
    Project.objects.bulk_create((story.project for story in stories), batch_size=_BATCH)
    last: dict[str, int] = {}
    for story in stories:
        prefix, _, number = story.project.key.rpartition("-")
        last[prefix] = max(last.get(prefix, 0), int(number))
    KeySequence.objects.bulk_create(
        (KeySequence(prefix=prefix, last=number) for prefix, number in sorted(last.items())),
        update_conflicts=True,
        unique_fields=["prefix"],
        update_fields=["last"],
    )


def _roll_up(story: Story) -> None:
    """Take what the plan came to into the project row."""
    project, settings = story.project, story.plan.settings
    for name in ("finish", "percent_complete", "n_tasks", "status_date"):
        setattr(project, name, getattr(settings, name))
    project.plan_version = 1 + len(story.reports)
    project.last_task_number = len(story.plan.tasks)
    if story.approved_on is not None:
        agreed = story.rebaselined.plan if story.rebaselined else story.agreed
        project.baseline_finish = agreed.settings.finish
    project.health = health_of(project.finish, project.baseline_finish)


def _write_plans(stories: Sequence[Story]) -> None:
    insert(Task, (
        row._asdict()
        | story.first.texts.get(key, {})
        | {"project_id": story.project.pk, "work_minutes": _work(story.plan, key)}
        for story in stories
        for key, row in story.plan.tasks.items()
    ))  # fmt: skip
    insert(Link, (
        row._asdict() | {"project_id": story.project.pk}
        for story in stories
        for row in story.plan.links.values()
    ))  # fmt: skip
    insert(CrossLink, waits(stories))
    insert(PlanResource, (
        row._asdict() | story.first.texts[key] | {"project_id": story.project.pk}
        for story in stories
        for key, row in story.plan.resources.items()
    ))  # fmt: skip
    insert(Assignment, (
        row._asdict()
        for story in stories
        for group in story.plan.assignments.values()
        for row in group
    ))  # fmt: skip


def _work(plan: OpenPlan, key: str) -> int:
    return sum(one.work_minutes for one in plan.assignments.get(key, ()))


def _write_baselines(company: Company, stories: Sequence[Story], accounts: Accounts) -> None:
    frozen: list[tuple[Baseline, OpenPlan]] = []
    for story in stories:
        if story.approved_on is not None:
            at = _at(story.approved_on, 16)
            frozen.append((_baseline(company, story, _FIRST_BASELINE, at), story.agreed))
        if story.rebaselined is not None:
            at = _at(story.rebaselined.on, 20)
            second = _baseline(company, story, _SECOND_BASELINE, at)
            second.reason, second.decision = company.said(*_REASON), company.said(*_AGREED)
            second.set_by, second.decided_by = accounts["manager"], accounts["pmo"]
            second.decided_at = second.in_force_at = at + timedelta(hours=1)
            frozen.append((second, story.rebaselined.plan))
    for story in _asking(stories):
        request = _baseline(company, story, _REQUEST, _at(story.reports[-1].on, 19))
        request.state, request.in_force_at = Baseline.State.PROPOSED, None
        request.reason, request.set_by = company.said(*_WANTED), accounts["manager"]
        frozen.append((request, story.plan))
    Baseline.objects.bulk_create(baseline for baseline, _ in frozen)
    insert(BaselineTask, (
        {
            "baseline_id": baseline.pk,
            "task_id": key,
            "number": row.number,
            "name": row.name,
            "kind": row.kind,
            "start": row.start,
            "finish": row.finish,
            "duration_minutes": row.duration_minutes,
            "work_minutes": _work(plan, key),
        }
        for baseline, plan in frozen
        for key, row in plan.tasks.items()
    ))  # fmt: skip


def _asking(stories: Sequence[Story]) -> list[Story]:
    """The first of the running projects that are late against the only baseline they have."""
    late = [
        story
        for story in stories
        if story.project.state == Project.State.ACTIVE
        and story.rebaselined is None
        and story.project.health == Project.Health.RED
    ]
    return late[: round(len(stories) / _PROJECTS_PER_REQUEST)]


def _baseline(company: Company, story: Story, name: tuple[str, str], at: datetime) -> Baseline:
    return Baseline(
        project=story.project,
        name=company.said(*name),
        set_at=at,
        is_whole=True,
        state=Baseline.State.APPROVED,
        in_force_at=at,
    )


def _write_history(company: Company, stories: Sequence[Story], accounts: Accounts) -> None:
    """Tell what happened when, in the words of those who led the projects."""
    told = [event for story in stories for event in _history(company, story, accounts)]
    for story in _asking(stories):
        data = {"name": company.said(*_REQUEST), "n_tasks": len(story.plan.tasks)}
        at = _at(story.reports[-1].on, 19)
        told.append((at, _baseline_event(story, "proposed", data, accounts["manager"])))
    told.sort(key=lambda pair: pair[0])
    for at, event in told:
        event.recorded_at = at
        seal(event, None, marking=event.__dict__.get("marking"))
    add_told([event for _, event in told])


def _history(
    company: Company, story: Story, accounts: Accounts
) -> Iterable[tuple[datetime, Event]]:
    project = story.project
    founded = story.approved_on or timezone.localdate()
    begun = _at(min(founded, story.reports[0].on if story.reports else founded), 9)
    begun -= timedelta(days=14)
    after = {"key": project.key, "name": project.name, "unit": str(project.unit_id)}
    yield begun, _event(story, "projects.project_created", {"after": after})
    changes = [_told(change, is_new=True) for change in given_changes(story.empty, story.first)]
    yield begun + timedelta(hours=1), _plan_event(story, IMPORTED, 1, changes, [])
    if story.approved_on is not None:
        data = {"name": company.said(*_FIRST_BASELINE), "n_tasks": len(story.agreed.tasks)}
        yield _at(story.approved_on, 16), _event(story, "planning.baseline_set", data)
    before = story.agreed
    for version, report in enumerate(story.reports, start=2):
        yield _at(report.on, 18), _progress(story, before, report, version)
        before = report.plan
    if story.rebaselined is not None:
        data = {"name": company.said(*_SECOND_BASELINE), "n_tasks": len(story.agreed.tasks)}
        asked, agreed = (_at(story.rebaselined.on, hour) for hour in (20, 21))
        yield asked, _baseline_event(story, "proposed", data, accounts["manager"])
        yield agreed, _baseline_event(story, "approved", data, accounts["pmo"])


def _progress(story: Story, before: OpenPlan, report: Report, version: int) -> Event:
    changes = [_told(change, is_new=False) for change in given_changes(before, report.draft)]
    shifts = [list(shift) for shift in moved(before, report.plan)]
    return _plan_event(story, EDITED, version, changes, shifts)


def _plan_event(
    story: Story, kind: str, version: int, changes: list[Any], shifts: list[Any]
) -> Event:
    data = {"plan_version": version, "changes": changes, "moved": shifts, "operations": []}
    event = _event(story, kind, data)
    event.__dict__["marking"] = partial(marked_people, story.empty, story.plan)
    return event


def _baseline_event(story: Story, done: str, data: dict[str, Any], by: User) -> Event:
    event = _event(story, f"planning.baseline_{done}", data)
    event.actor_id, event.actor_name = by.pk, by.name
    return event


def _event(story: Story, kind: str, data: dict[str, Any]) -> Event:
    project = story.project
    event = Event(
        kind=kind,
        actor_name=project.manager.name if project.manager else "",
        subject_type=Project._meta.label_lower,
        subject_id=project.pk,
        scope_id=project.scope_id,
        data=data,
    )
    event.__dict__["about"] = project.manager_id
    return event


def _told(change: Change, *, is_new: bool) -> list[Any]:
    """A change as plans record it; of a row that is new, its name says enough."""
    after = change.after or {}
    if is_new and change.before is None:
        after = {name: after[name] for name in ("name", "kind") if name in after}
    return [change.entity, change.id, change.before, after]


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
