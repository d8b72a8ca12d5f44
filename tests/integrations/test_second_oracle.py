"""Random nets come out as MPXJ's Microsoft scheduler dates them: a second opinion."""

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.integrations import mpxj_scheduling
from tests.integrations.reference import needs_java
from zhongshu.integrations.opening import opened
from zhongshu.integrations.planfiles.calendars import TaskTime
from zhongshu.integrations.planfiles.moments import iso_minute, moment
from zhongshu.integrations.planfiles.plan import (
    Plan,
    PlanCalendar,
    PlanCalendarException,
    PlanLink,
    PlanTask,
)
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.planfiles.writers.mspdi import write_mspdi
from zhongshu.planning.scheduling import reschedule

pytestmark = needs_java

N_TASKS, N_LINKS, SEEDS = 40, 60, range(4)
START = moment("2026-03-02T08:00")
OFFICE: list[Any] = [[(480, 720), (780, 1020)]] * 5 + [[], []]
SIX_DAYS: list[Any] = [[(480, 1080)]] * 6 + [[]]
WORKING_DAYS = (9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 26, 27)  # of March 2026


@dataclass(frozen=True)
class Net:
    """What a random net may contain."""

    types: tuple[str, ...] = ("fs",)
    leads: bool = False
    elapsed: bool = False
    constraint: str = ""
    two_calendars: bool = False


NETS = {
    "links": Net(types=("fs", "ss", "ff")),
    "leads": Net(leads=True),
    "elapsed": Net(elapsed=True),
    "calendars": Net(types=("fs", "ss"), two_calendars=True),
    **{name: Net(constraint=name) for name in ("snet", "snlt", "fnet", "fnlt", "mso", "mfo")},
}


def plan_of(net: Net, seed: int) -> Plan:
    draw = random.Random(seed)
    qingming = PlanCalendarException(from_date=date(2026, 4, 4), to_date=date(2026, 4, 6))
    plan = Plan(format="mspdi", name="net", start=START, calendar_uid=1)
    plan.calendars = [
        PlanCalendar(uid=1, name="Office", week=OFFICE, exceptions=[qingming]),
        PlanCalendar(uid=2, name="Six days", week=SIX_DAYS),
    ]
    plan.tasks = [_task(net, draw, uid) for uid in range(1, N_TASKS + 1)]
    pairs = {tuple(sorted(draw.sample(range(1, N_TASKS + 1), 2))) for _ in range(N_LINKS)}
    plan.links = [_link(net, draw, plan, *pair) for pair in sorted(pairs)]
    return plan


def _task(net: Net, draw: random.Random, uid: int) -> PlanTask:
    length = 480 * draw.randint(1, 6) if draw.random() < 0.8 else draw.choice([0, 60, 240, 715])
    task = PlanTask(
        uid=uid, number=uid, name=str(uid), duration_minutes=length, remaining_minutes=length,
        actual_duration_minutes=0, is_milestone=length == 0, start=START, finish=START,
    )  # fmt: skip
    if net.constraint and draw.random() < 0.15:
        task.constraint = net.constraint  # type: ignore[assignment]
        clock = "17:00" if net.constraint.startswith(("f", "mf")) else "08:00"
        task.constraint_at = moment(f"2026-03-{draw.choice(WORKING_DAYS):02}T{clock}")
    if net.two_calendars and draw.random() < 0.3:
        task.calendar_uid, task.ignores_resource_calendars = 2, True
    return task


def _link(net: Net, draw: random.Random, plan: Plan, before: int, after: int) -> PlanLink:
    link = PlanLink(before_uid=before, after_uid=after, type=draw.choice(net.types))  # type: ignore[arg-type]
    if draw.random() < 0.4:
        link.lag = draw.choice([60, 480, 960, 1440])
    if net.elapsed and draw.random() < 0.5:
        link.lag, link.lag_unit = link.lag * 3, "elapsed"
    if net.leads and draw.random() < 0.3:
        # Never longer than the predecessor: work before the project's start is another rule.
        link.lag = -draw.randint(0, plan.tasks[before - 1].duration_minutes or 0)
    return link


@pytest.fixture(scope="module")
def opinions(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The dates of every net by MPXJ, all in one process."""
    folder: Path = tmp_path_factory.mktemp("nets")
    for name, net in NETS.items():
        for seed in SEEDS:
            (folder / f"{name}-{seed}.xml").write_bytes(write_mspdi(plan_of(net, seed)))
    script = str(mpxj_scheduling.__file__)
    subprocess.run([sys.executable, script, str(folder)], check=True, capture_output=True)
    return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}


@pytest.mark.parametrize("name", sorted(NETS))
def test_both_schedulers_agree(name: str, opinions: Mapping[str, Any]) -> None:
    disagreements = []

    for seed in SEEDS:
        plan = read(write_mspdi(plan_of(NETS[name], seed)), "net.xml")
        scheduled, times = reschedule(opened(plan)), TaskTime(plan)
        for task, key in zip(plan.tasks, scheduled.outline.order, strict=True):
            row = scheduled.tasks[key]
            start, finish, late_start, late_finish = opinions[f"{name}-{seed}"][str(task.uid)]
            if (iso_minute(row.start), iso_minute(row.finish)) != (start, finish):
                disagreements.append((seed, task.uid, "early", iso_minute(row.start), start))
            # A milestone's late dates may be named from either side of the same instant.
            ends = ((row.late_start, late_start), (row.late_finish, late_finish))
            for ours, theirs in ((at, moment(text)) for at, text in ends):
                if times.of(task).minutes_between(min(ours, theirs), max(ours, theirs)):
                    disagreements.append((seed, task.uid, "late", iso_minute(ours), theirs))

    assert disagreements == []
