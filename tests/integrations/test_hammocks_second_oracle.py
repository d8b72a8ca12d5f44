"""Hammocks are dated as MPXJ's Primavera scheduler dates levels of effort: a second opinion."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from tests.engines.plans import links, network, text
from tests.integrations import mpxj_levels_of_effort
from tests.integrations.reference import needs_java
from zhongshu.engines.schedule import Schedule, schedule

pytestmark = needs_java

N_NETS, N_TASKS, N_HAMMOCKS = 80, 7, 2


def random_net(random_number: random.Random) -> dict[str, Any]:
    """A tree of tasks, and hammocks that hang on them by links of every kind and direction."""
    pick, number = random_number.choice, random_number.randint
    rows = [
        (number(0, after - 1), after, pick(["fs", "fs", "ss", "ff"]), pick([0, 0, 0, 1]))
        for after in range(1, N_TASKS)
    ]
    for hammock in range(N_TASKS, N_TASKS + N_HAMMOCKS):
        found = {}
        for _ in range(number(2, 4)):
            task = number(0, N_TASKS - 1)
            ends = pick([(task, hammock), (hammock, task)])
            found[*ends, pick(["fs", "ss", "ff", "sf"])] = pick([0, 0, 1])
        rows += [(*link, lag) for link, lag in found.items()]
    tasks = [number(1, 6) for _ in range(N_TASKS)] + [None] * N_HAMMOCKS
    return {"start": "2026-03-02T08:00", "tasks": tasks, "links": rows}


def dated(net: dict[str, Any]) -> Schedule:
    return schedule(
        network(
            [days or 1 for days in net["tasks"]],
            is_hammock=np.array([days is None for days in net["tasks"]]),
            **links(*net["links"]),
        )
    )


def test_hammocks_that_hang_on_both_ends_have_primaveras_dates(tmp_path: Path) -> None:
    random_number = random.Random(7)
    nets = [random_net(random_number) for _ in range(N_NETS)]
    given, answered = tmp_path / "nets.json", tmp_path / "dates.json"
    given.write_text(json.dumps(nets), encoding="utf-8")
    script = str(mpxj_levels_of_effort.__file__)
    subprocess.run([sys.executable, script, str(given), str(answered)], check=True, timeout=120)

    n_compared = 0
    for net, expected in zip(nets, json.loads(answered.read_text("utf-8")), strict=True):
        plan = dated(net)
        loose = {conflict.activity for conflict in plan.conflicts}
        # Before its data date Primavera takes what a level of effort spans for done.
        loose |= set(np.flatnonzero(plan.start < plan.network.project_start).tolist())
        for task, (start, finish) in enumerate(expected):
            if task not in loose:
                found = text(plan.start[task]), text(plan.finish[task])
                assert found == (start.replace("T", " "), finish.replace("T", " ")), (net, task)
                n_compared += task >= N_TASKS

    assert n_compared > N_NETS / 2
