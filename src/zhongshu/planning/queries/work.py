"""What somebody has to do: their own tasks over all projects, sorted by when to do them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, Value, When

from zhongshu.access.models import User, scopes_allowed
from zhongshu.access.resources import present
from zhongshu.kit.moments import MINUTES_PER_DAY, date_of, iso, moment_of
from zhongshu.organisation.queries import people_in_view
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import Assignment, Task
from zhongshu.planning.queries.tasks import tasks_in_view
from zhongshu.planning.queries.waiting import Row, waiting
from zhongshu.planning.reading import readings_of
from zhongshu.projects.fields import PROJECT, WORST_FIRST
from zhongshu.projects.models import Project
from zhongshu.projects.queries import projects_in_view

GROUPS = ("overdue", "today", "this_week", "next", "later", "blocked", "done")
# Nobody has more to do than this; a plan file may think so.
MAX_TASKS = 1000
_RUNNING = (Project.State.PROPOSED, Project.State.PLANNED, Project.State.ACTIVE)
_DONE_DAYS, _MAX_DONE = 14, 20
_MAX_TEAM_TASKS = 200
_FIELDS = (
    "id", "number", "wbs_code", "name", "kind", "project", "start", "finish", "duration_minutes",
    "percent_complete", "actual_start", "actual_finish", "remaining_minutes", "deadline",
    "total_float_minutes", "is_critical", "blocked_because", "checklist",
)  # fmt: skip


def my_work(actor: User, *, today: date, now: int) -> dict[str, Any]:
    """The open tasks that a user's person is put to, in groups, and what was done lately.

    Only running projects in view count. A task is in the first group that fits: blocked (the
    doer said so, or it should have begun and waits for somebody else), overdue, today (due,
    begun or to be begun), this week, next week, later. The number of queries is constant.
    """
    own: dict[UUID, Row] = {
        one["task_id"]: dict(one)
        for one in Assignment.objects.filter(resource__person__user=actor).values(
            "task_id", "units", "work_minutes"
        )
    }
    tasks = tasks_in_view(actor).filter(
        pk__in=list(own),
        is_active=True,
        kind__in=(Task.Kind.TASK, Task.Kind.MILESTONE),
        project__state__in=_RUNNING,
    )
    unfinished = _unfinished(tasks).order_by("finish", "id")
    cards = present(actor, TASK, unfinished[:MAX_TASKS], _FIELDS)
    since = moment_of(today - timedelta(days=_DONE_DAYS))
    done = tasks.filter(actual_finish__gte=since).order_by("-actual_finish", "id")
    finished = present(actor, TASK, done[:_MAX_DONE], _FIELDS)
    people, late = _late_of_team(actor, today)
    keys, besides = {UUID(card["id"]) for card in cards}, {row["task_id"] for row in late}
    ties = waiting(actor, keys, set(own), now=now, besides=besides)
    groups: dict[str, list[Row]] = {code: [] for code in GROUPS}
    for card in cards:
        key = UUID(card["id"])
        card |= {"waits_for": ties.for_others.get(key, []), "holds_up": ties.held_up.get(key, [])}
        code, card["why"] = _place(card, today)
        groups[code].append(card)
    groups["done"] = [card | {"waits_for": [], "holds_up": [], "why": "done"} for card in finished]
    _complete(actor, [*cards, *groups["done"]], own, today)
    return {
        "today": today.isoformat(),
        "groups": [{"code": code, "tasks": _in_order(code, groups[code])} for code in GROUPS],
        "counts": {code: len(groups[code]) for code in GROUPS}
        | {"due_today": sum(card["why"] == "due_today" for card in cards)},
        "managed": _managed(actor),
        "team": _team(people, late, ties.names, today),
    }


def _unfinished(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.filter(actual_finish__isnull=True, percent_complete__lt=100)


def _last_day(card: Row) -> str:
    """The last day on which a task is worked on: an end at midnight belongs to the day before."""
    start, finish = card["start"], card["finish"]
    if finish > start and finish.endswith("T00:00"):
        return (date.fromisoformat(finish[:10]) - timedelta(days=1)).isoformat()
    return str(finish[:10])


def _place(card: Row, today: date) -> tuple[str, str]:
    """The group of a task, and why it is there."""
    day, sunday = today.isoformat(), today + timedelta(days=6 - today.weekday())
    starts, due = card["start"][:10], _last_day(card)
    is_begun = card["actual_start"] is not None
    others = any(not one["is_mine"] for one in card["waits_for"])
    rules = (
        (card["blocked_because"] not in ("", None), "blocked", "blocked"),
        (others and not is_begun and starts <= day, "blocked", "waits"),
        (due < day, "overdue", "overdue"),
        (due == day, "today", "due_today"),
        (is_begun, "today", "under_way"),
        (starts < day, "today", "late_start"),
        (starts == day, "today", "starts_today"),
        (starts <= sunday.isoformat(), "this_week", "starts_this_week"),
        (starts <= (sunday + timedelta(days=7)).isoformat(), "next", "starts_next_week"),
        (True, "later", "later"),
    )
    return next((group, why) for fits, group, why in rules if fits)


def _in_order(code: str, cards: list[Row]) -> list[Row]:
    if code == "done":
        return cards
    if code in ("overdue", "today"):
        return sorted(cards, key=lambda card: (card["finish"], not card["is_critical"]))
    return sorted(cards, key=lambda card: (card["start"], card["finish"]))


def _complete(actor: User, cards: list[Row], own: dict[UUID, Row], today: date) -> None:
    """Tell of each task its project, the viewer's share, and whether they may report on it."""
    keys = {card["project"]["id"] for card in cards}
    rows = Project.objects.filter(pk__in=keys)
    reportable = scopes_allowed(actor, "planning.report_progress")
    may_report = Case(When(scope__in=reportable, then=Value(True)), default=Value(False))
    found = list(rows.annotate(may_report=may_report))
    readings = readings_of(actor, found, own={card["id"] for card in cards})
    may = {row.pk for row in found if row.may_report}
    projects = {
        str(row.pk): {
            "id": row.pk,
            "key": row.key,
            "name": row.name,
            "minutes_per_day": row.minutes_per_day,
            "plan_version": readings[row.pk].version(),
        }
        for row in found
    }
    for card in cards:
        project = projects[card["project"]["id"]]
        share = own[UUID(card["id"])]
        card["project"] = project
        card["units"], card["work_minutes"] = share["units"], share["work_minutes"]
        card["may_report"] = project["id"] in may
        card["days_late"] = (today - date.fromisoformat(_last_day(card))).days


def _managed(actor: User) -> list[dict[str, Any]]:
    """The running projects that the user leads, the worst first."""
    running = projects_in_view(actor).filter(manager__user=actor, state__in=_RUNNING)
    names = ("id", "key", "name", "health", "finish", "slip_minutes", "percent_complete")
    cards = present(actor, PROJECT, running.order_by("key"), names)
    rank = {str(health): n for n, health in enumerate(WORST_FIRST)}
    return sorted(cards, key=lambda card: rank.get(card["health"], len(rank)))


def _late_of_team(actor: User, today: date) -> tuple[dict[UUID, str], list[Row]]:
    """Who reports to the user, by name, and what of theirs is overdue in projects in view."""
    people = people_in_view(actor).filter(manager__user=actor)
    names = dict(people.order_by("sort_key", "pk").values_list("pk", "name"))
    late = _unfinished(tasks_in_view(actor)).filter(
        is_active=True,
        kind__in=(Task.Kind.TASK, Task.Kind.MILESTONE),
        finish__lte=moment_of(today),
        project__state__in=_RUNNING,
    )
    rows = (
        Assignment.objects.filter(resource__person__in=list(names), task__in=late)
        .order_by("task__finish", "id")
        .values(
            "resource__person_id", "task_id", "task__number", "task__finish",
            "task__project_id", "task__project__key", "task__project__name",
        )[:_MAX_TEAM_TASKS]
    )  # fmt: skip
    return names, [dict(row) for row in rows] if names else []


def _team(
    names: dict[UUID, str], late: list[Row], called: dict[UUID, str | None], today: date
) -> dict[str, Any]:
    """How many people report to the user, and what of theirs is overdue."""
    overdue: dict[UUID, list[dict[str, Any]]] = {}
    for row in late:
        told = _team_task(row | {"name": called[row["task_id"]]}, today)
        overdue.setdefault(row["resource__person_id"], []).append(told)
    return {
        "n_people": len(names),
        "overdue": _by_person(names, overdue),
    }


def _by_person(
    names: dict[UUID, str], overdue: dict[UUID, list[dict[str, Any]]]
) -> Sequence[dict[str, Any]]:
    return [
        {"person": {"id": str(key), "name": name}, "tasks": overdue[key]}
        for key, name in names.items()
        if key in overdue
    ]


def _team_task(row: dict[str, Any], today: date) -> dict[str, Any]:
    project = {
        "id": row["task__project_id"],
        "key": row["task__project__key"],
        "name": row["task__project__name"],
    }
    finish = row["task__finish"]
    return {
        "id": row["task_id"],
        "number": row["task__number"],
        "name": row["name"],
        "finish": iso(finish),
        "days_late": (today - date_of(finish - 1)).days
        if finish % MINUTES_PER_DAY == 0
        else (today - date_of(finish)).days,
        "project": project,
    }
