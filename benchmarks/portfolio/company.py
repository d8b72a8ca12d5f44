"""A company with thousands of projects, from a seed: rows only, no schedule behind them."""

import random
from datetime import date

N_UNITS = 40
N_PEOPLE = 200
N_MILESTONES = 6
_MONDAY = 29_460_000
_DAY = 1440


def fill(n_projects: int, seed: int, *, username: str, password: str) -> None:
    """Make the company, its projects with milestones, and an administrator."""
    from zhongshu.access import services as access
    from zhongshu.access.models import SYSTEM, Role, Scope
    from zhongshu.access.scopes import make_scopes
    from zhongshu.config.installation import ensure_company, ensure_roles
    from zhongshu.organisation.models import Calendar, Person, Unit

    chance = random.Random(seed)
    ensure_roles()
    ensure_company("Benchmark")
    company = Scope.objects.get(kind=Scope.Kind.COMPANY)
    user = access.create_account(SYSTEM, username=username, name=username, password=password)
    access.grant_role(SYSTEM, user=user, role=Role.objects.get(code="administrator"), scope=company)
    scopes = make_scopes(
        [(Scope(kind="unit", label=f"Unit {number:02}"), [company]) for number in range(N_UNITS)]
    )
    units = [
        Unit(code=f"U{number:02}", name=scope.label, scope=scope, valid_from=date(2020, 1, 1))
        for number, scope in enumerate(scopes)
    ]
    Unit.objects.bulk_create(units)
    people = [
        Person(
            employee_number=f"E{number:03}",
            name=f"Person {number:03}",
            unit=unit,
            scope=unit.scope,
        )
        for number in range(N_PEOPLE)
        for unit in [chance.choice(units)]
    ]
    Person.objects.bulk_create(people)
    week = [[[480, 720], [780, 1020]]] * 5 + [[], []]
    calendar = Calendar.objects.create(scope=company, name="Standard", kind="company", week=week)
    _projects(chance, n_projects, units, people, calendar)


def _projects(chance: random.Random, n_projects: int, units, people, calendar) -> None:  # type: ignore[no-untyped-def]
    from zhongshu.access.models import Scope
    from zhongshu.access.scopes import make_scopes
    from zhongshu.planning.models import Task
    from zhongshu.projects.models import Project

    owners = [chance.choice(units) for _ in range(n_projects)]
    nodes = [
        (Scope(kind="project", label=f"Project {number}"), [unit.scope])
        for number, unit in enumerate(owners)
    ]
    projects = []
    for number, (unit, scope) in enumerate(zip(owners, make_scopes(nodes), strict=True)):
        start = _MONDAY + chance.randrange(-700, 400) * _DAY
        finish = start + chance.randrange(30, 900) * _DAY
        slip = chance.choice([0, 0, -5, 10, 40])
        projects.append(
            Project(
                scope=scope,
                key=f"PRJ-2026-{number:05}",
                name=f"Project {number:05}",
                unit=unit,
                manager=chance.choice([*people, None]),
                calendar=calendar,
                state=chance.choice(Project.State.values),
                health=chance.choice(["green", "amber", "red", ""]),
                start=start,
                finish=finish,
                baseline_finish=finish - slip * _DAY,
                percent_complete=chance.random(),
                n_tasks=N_MILESTONES,
            )
        )
    Project.objects.bulk_create(projects, batch_size=500)
    Task.objects.bulk_create(
        [
            _milestone(Task, project, number)
            for project in projects
            for number in range(1, N_MILESTONES + 1)
        ],
        batch_size=2000,
    )


def _milestone(Task, project, number):  # type: ignore[no-untyped-def]  # noqa: N803
    at = project.start + (project.finish - project.start) * number // N_MILESTONES
    return Task(
        project=project,
        number=number,
        position=number,
        name=f"Milestone {number}",
        kind="milestone",
        start=at,
        finish=at,
        late_start=at,
        late_finish=at,
        duration_minutes=0,
        remaining_minutes=0,
    )
