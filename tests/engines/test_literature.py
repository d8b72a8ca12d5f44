"""Networks that others have worked out by hand or by their own programs."""

import gzip
import json
import os
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.engines.plans import days_of, links, network
from zhongshu.engines.calendars import ROUND_THE_CLOCK, WorkingCalendars
from zhongshu.engines.network import Network
from zhongshu.engines.schedule import schedule

REFERENCE = Path(os.environ.get("ZHONGSHU_REFERENCE_DATA", "../shared/data"))
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference data is not there: set ZHONGSHU_REFERENCE_DATA"
)


def start_days(plan, name: str) -> list[float]:
    begin = plan.network.project_start
    moments = getattr(plan, name)
    zeros = np.zeros(moments.size, dtype=np.int64)
    return days_of(plan.network.calendars.between_all(zeros, np.full(moments.size, begin), moments))


def test_reliable_construction_company() -> None:
    """F. S. Hillier and G. J. Lieberman, *Introduction to Operations Research*, 7th ed., 10.2-10.3.

    Fourteen activities A to N; the critical path A-B-C-E-F-J-L-N takes 44 weeks.
    """
    a, b, c, d, e, f, g, h, i, j, k, l_, m, n = range(14)
    duration = [2, 4, 10, 6, 4, 5, 7, 9, 7, 8, 4, 5, 2, 6]
    order = [(a, b), (b, c), (c, d), (c, e), (c, i), (e, f), (d, g), (e, h), (g, h), (f, j)]
    order += [(i, j), (j, k), (j, l_), (h, m), (k, n), (l_, n)]

    plan = schedule(network(duration, **links(*order)))

    assert start_days(plan, "start") == [0, 2, 6, 16, 16, 20, 22, 29, 16, 25, 33, 33, 38, 38]
    assert start_days(plan, "late_start") == [0, 2, 6, 20, 16, 20, 26, 33, 18, 25, 34, 33, 42, 38]
    assert days_of(plan.total_float) == [0, 0, 0, 4, 0, 0, 4, 4, 2, 0, 1, 0, 4, 0]
    assert np.flatnonzero(plan.is_critical).tolist() == [a, b, c, e, f, j, l_, n]
    assert max(start_days(plan, "finish")) == 44


def in_hours(duration: list[int], pairs: list[tuple[int, int]]) -> Network:
    """A finish-to-start network whose units are hours around the clock."""
    calendars = WorkingCalendars.compile([ROUND_THE_CLOCK], 0, 4000)
    return Network(
        calendars=calendars,
        project_start=0,
        duration=np.array(duration, dtype=np.int64) * 60,
        before=np.array([one for one, _ in pairs], dtype=np.int64),
        after=np.array([other for _, other in pairs], dtype=np.int64),
    )


@needs_reference
@pytest.mark.reference_data
def test_the_125_real_projects_of_batselier_and_vanhoucke() -> None:
    """Int. J. Project Management 33 (2015) 697-710: the critical path's length of each plan."""
    content = gzip.decompress((REFERENCE / "dslib_networks" / "networks.json.gz").read_bytes())
    projects = json.loads(content)

    differing = []
    for project in projects:
        duration, pairs = _dslib(project)
        finish = schedule(in_hours(duration, pairs)).project_finish
        if finish != round(project["cpm_makespan"] * 60):
            differing.append(project["id"])

    assert (len(projects), differing) == (125, [])


def _dslib(project: dict) -> tuple[list[int], list[tuple[int, int]]]:
    position = {activity["id"]: n for n, activity in enumerate(project["activities"])}
    duration = [activity["duration"] for activity in project["activities"]]
    pairs = [(position[before], position[after]) for before, after in project["arcs"]]
    return duration, pairs


@needs_reference
@pytest.mark.reference_data
@pytest.mark.parametrize("name", ["j30", "j60", "j120"])
def test_the_critical_path_lengths_published_with_psplib(name: str) -> None:
    """R. Kolisch and A. Sprecher, EJOR 96 (1996) 205-216: ``MPM-Time`` of each instance."""
    differing, n_instances = [], 0
    with zipfile.ZipFile(REFERENCE / "psplib" / "instances" / f"{name}.sm.zip") as archive:
        for member in sorted(archive.namelist()):
            if not member.endswith(".sm"):
                continue
            duration, pairs, published = _psplib(archive.read(member).decode("latin-1"))
            n_instances += 1
            if schedule(in_hours(duration, pairs)).project_finish != published * 60:
                differing.append(member)

    assert (n_instances, differing) == ({"j30": 480, "j60": 480, "j120": 600}[name], [])


def _psplib(text: str) -> tuple[list[int], list[tuple[int, int]], int]:
    heading = re.search(r"MPM-Time\s*\n\s*\d+\s+\d+\s+\d+\s+\d+\s+\d+\s+(\d+)", text)
    relations = text.split("PRECEDENCE RELATIONS:")[1].split("****")[0].splitlines()[2:]
    requests = text.split("REQUESTS/DURATIONS:")[1].split("****")[0].splitlines()[3:]
    assert heading is not None
    pairs = []
    for line in relations:
        numbers = [int(number) for number in line.split()]
        pairs += [(numbers[0] - 1, after - 1) for after in numbers[3:]]
    duration = [int(line.split()[2]) for line in requests if line.strip()]
    return duration, pairs, int(heading.group(1))
