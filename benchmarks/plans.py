"""Generated plans of a given size, the same for the same seed."""

import random
from datetime import date

from zhongshu.access.models import SYSTEM, Scope
from zhongshu.access.scopes import make_scope
from zhongshu.organisation.models import Calendar, Unit
from zhongshu.planning.content import PlanContent
from zhongshu.planning.services.importing import import_plan
from zhongshu.projects.models import Project
from zhongshu.projects.services import create_project

SEED = 2026
OFFICE_WEEK = [[[480, 720], [780, 1020]]] * 5 + [[], []]
DURATIONS = (480, 960, 1440, 2400, 4800)
LINK_TYPES = ("fs",) * 8 + ("ss", "ff")


def rows(n_tasks: int, *, seed: int = SEED) -> PlanContent:
    """Phases of fifty tasks; each task waits for one or two of the four hundred before it."""
    draw = random.Random(seed)
    tasks, links, leaves = [], [], []
    phase = ""
    for n in range(n_tasks):
        uid = str(n)
        if n % 50 == 0:
            phase = uid
            tasks.append(
                {"uid": uid, "parent_uid": None, "name": f"Phase {n // 50 + 1}", "kind": "summary"}
            )
            continue
        duration = draw.choice(DURATIONS)
        tasks.append(
            {"uid": uid, "parent_uid": phase, "name": f"Task {n}", "duration_minutes": duration}
        )
        before = (
            {
                draw.randrange(max(0, len(leaves) - 400), len(leaves))
                for _ in range(draw.choice((1, 1, 1, 2)))
            }
            if leaves
            else set()
        )
        links += [
            {
                "before_uid": leaves[one],
                "after_uid": uid,
                "type": draw.choice(LINK_TYPES),
                "lag": draw.choice((0, 0, 0, 480)),
            }
            for one in sorted(before)
        ]
        leaves.append(uid)
    return PlanContent(tasks=tasks, links=links)


def project_with(n_tasks: int) -> Project:
    """A project with a generated plan, in a company of one unit."""
    company = Scope.objects.filter(kind=Scope.Kind.COMPANY).first() or make_scope(
        Scope.Kind.COMPANY, "Benchmark", parents=[]
    )
    calendar = Calendar.objects.create(
        scope=company, name="Office", kind=Calendar.Kind.COMPANY, week=OFFICE_WEEK
    )
    unit = Unit.objects.create(
        scope=make_scope(Scope.Kind.UNIT, "Unit", parents=[company]),
        code=f"U{n_tasks}",
        name="Unit",
        valid_from=date(2020, 1, 1),
    )
    project = create_project(
        SYSTEM, unit=unit, name=f"{n_tasks} tasks", starts_on=date(2026, 1, 5), calendar=calendar
    )
    import_plan(SYSTEM, project=project, content=rows(n_tasks), source={"name": "benchmark"})
    project.refresh_from_db()
    return project
