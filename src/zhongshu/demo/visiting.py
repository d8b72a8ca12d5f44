"""Work for those as whom a visitor signs in: overdue, due today, this week, and done lately."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from zhongshu.access.models import User
from zhongshu.demo.chance import Chance
from zhongshu.demo.company import Company
from zhongshu.demo.staffing import own_calendar
from zhongshu.kit.ids import uuid7
from zhongshu.kit.models import Event
from zhongshu.kit.moments import moment_of
from zhongshu.organisation.models import Person
from zhongshu.planning.changes import Draft
from zhongshu.planning.models import LastLook, Task
from zhongshu.planning.open_plan import OpenPlan, ResourceRow, TaskRow
from zhongshu.planning.outline import Key
from zhongshu.projects.models import Project

# So long ago the plans with work of a visitor were brought up to date: what came due since then
# is theirs to report.
BEHIND = timedelta(days=7)
# Windows of the finish that the work really has, in days from today, and how many tasks of each.
_WINDOWS = ((-14, -8, 2), (-6, -1, 2), (0, 4, 2), (5, 12, 1), (13, 30, 1))
_BLOCKED = (
    "样机还在海关，预计下周三放行",
    "The samples are held at customs, probably until Wednesday",
)


def visitors_of(company: Company, project: Project, first: Draft) -> list[Person]:
    """Who of the visitors has work in a project: its manager, and those in its team."""
    team = {row.person_id for row in first.resources.values()}
    return [
        person for person in company.visitors if person == project.manager or str(person.pk) in team
    ]


def give_work(
    company: Company,
    first: Draft,
    truth: OpenPlan,
    people: Iterable[Person],
    chance: Chance,
    today: date,
) -> None:
    """Put visitors to tasks of a project that are done about today."""
    taken: set[Key] = set()
    for person in people:
        resource = _resource(company, first, truth.settings, person)
        for begin, end, most in _WINDOWS:
            window = (moment_of(today + timedelta(days=n)) for n in (begin, end + 1))
            free = [row for row in _ending(truth, *window) if row.id not in taken]
            for row in chance.sample(free, min(most, len(free))):
                taken.add(row.id)
                _hand_over(first, row.id, resource)
                if begin == 0 and _is_under_way(row, today) and chance.happens(0.3):
                    first.texts[row.id] = {"blocked_because": company.said(*_BLOCKED)}
    first.is_restaffed = True


def look_back(accounts: Sequence[User], today: date) -> None:
    """Let visitors have looked before the plans were brought up to date last."""
    at = timezone.make_aware(datetime.combine(today - BEHIND, time(9)))
    seen = Event.objects.filter(recorded_at__lt=at).aggregate(last=Max("seq"))["last"] or 0
    LastLook.objects.bulk_create(
        LastLook(user=account, seq=seen, looked_at=at) for account in accounts
    )


def _ending(plan: OpenPlan, begin: int, end: int) -> list[TaskRow]:
    """The tasks that somebody is put to and that end in a window."""
    rows = (plan.tasks[key] for key in plan.outline.order if plan.assignments.get(key))
    return [row for row in rows if row.kind == Task.Kind.TASK and begin <= row.finish < end]


def _is_under_way(row: TaskRow, today: date) -> bool:
    return row.start < moment_of(today - BEHIND)


def _hand_over(first: Draft, key: Key, resource: Key) -> None:
    held = [row for row in first.assignments.values() if row.task_id == key]
    if all(row.resource_id != resource for row in held):
        first.assignments[held[0].id] = held[0]._replace(resource_id=resource)


def _resource(company: Company, first: Draft, project: Project, person: Person) -> Key:
    for row in first.resources.values():
        if row.person_id == str(person.pk):
            return row.id
    key = str(uuid7())
    calendar = own_calendar(company, project, person)
    first.resources[key] = ResourceRow(key, person.name, "work", calendar, 1.0, str(person.pk))
    first.texts[key] = {"email": person.email}
    return key
