"""A large plan from a seed, as ``GET /projects/{id}/plan`` answers it."""

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

MINUTES_PER_DAY = 480
START = date(2026, 1, 5)
TODAY = date(2026, 6, 1)

VERBS = ("Design", "Review", "Order", "Build", "Test", "Release", "Assemble", "Inspect", "Document")
NOUNS = (
    "pump housing", "control cabinet", "test bench", "wiring loom", "gear stage",
    "sensor board", "operator panel", "cooling circuit", "frame weldment", "firmware",
)  # fmt: skip

COLUMNS = (
    "id", "number", "parent_id", "position", "wbs_code", "level", "name", "kind", "mode",
    "start", "finish", "duration_minutes", "is_elapsed", "percent_complete", "constraint",
    "constraint_at", "deadline", "actual_start", "actual_finish", "remaining_minutes",
    "calendar_id", "total_float_minutes", "free_float_minutes", "is_critical",
    "is_near_critical", "late_start", "late_finish", "baseline_start", "baseline_finish",
    "slip_minutes", "driver", "conflict", "splits", "assignees", "is_active", "version",
)  # fmt: skip
LINK_COLUMNS = (
    "id", "before_id", "after_id", "type", "lag", "lag_unit", "is_driving",
)  # fmt: skip


def add_days(start: date, n: int) -> date:
    """The working day ``n`` working days after one; weeks have five of them."""
    weeks, rest = divmod(start.weekday() + n, 5)
    return start - timedelta(days=start.weekday()) + timedelta(days=7 * weeks + rest)


def at(day: date, hour: int) -> str:
    """A moment of the wire."""
    return f"{day.isoformat()}T{hour:02}:00"


class Grower:
    """Grows phases of packages of tasks until there are enough rows."""

    def __init__(self, n_tasks: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.n_tasks = n_tasks
        self.rows: list[dict[str, Any]] = []
        self.links: list[list[Any]] = []

    def grow(self) -> None:
        """Fill the plan."""
        phase = 0
        while len(self.rows) < self.n_tasks:
            phase += 1
            top = self.add(None, f"{phase}", f"Stage {phase}", "summary")
            begin = add_days(START, 30 * (phase - 1))
            for package in range(1, 9):
                if len(self.rows) >= self.n_tasks:
                    break
                start = add_days(begin, 4 * package)
                self.package(top, f"{phase}.{package}", start)
            self.roll_up(top)

    def package(self, parent: dict[str, Any], code: str, start: date) -> None:
        """One package: a chain of tasks that ends in a milestone."""
        noun = self.random.choice(NOUNS)
        top = self.add(parent, code, noun.capitalize(), "summary")
        steps = []
        for step in range(1, self.random.randint(7, 15)):
            days = self.random.choice((1, 2, 2, 3, 4, 5, 5, 8, 10))
            name = f"{self.random.choice(VERBS)} {noun}"
            task = self.add(top, f"{code}.{step}", name, "task")
            self.date(task, start, days)
            steps.append(task)
            start = add_days(start, self.random.choice((days, days, max(1, days - 1))))
        gate = self.add(top, f"{code}.{len(steps) + 1}", f"{noun.capitalize()} ready", "milestone")
        self.date(gate, add_days(steps[-1]["_start"], steps[-1]["_days"] - 1), 0)
        for before, after in pairwise([*steps, gate]):
            self.link(before, after)
        for task in self.random.sample(steps, 3):
            self.link(task, gate, driving=False)
        self.roll_up(top)

    def add(self, parent: dict[str, Any] | None, code: str, name: str, kind: str) -> dict[str, Any]:
        """A row without dates."""
        number = len(self.rows) + 1
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        row |= {
            "id": f"t{number:06d}", "number": number, "position": number, "wbs_code": code,
            "parent_id": parent["id"] if parent else None, "level": code.count(".") + 1,
            "name": name, "kind": kind, "mode": "auto", "is_elapsed": False,
            "is_critical": False, "is_near_critical": False, "splits": [], "is_active": True,
            "assignees": [], "version": 1, "_parent": parent, "_children": [],
        }  # fmt: skip
        if parent:
            parent["_children"].append(row)
        self.rows.append(row)
        return row

    def date(self, row: dict[str, Any], start: date, days: int) -> None:
        """Dates, baseline, float and progress of a task."""
        last = add_days(start, max(0, days - 1))
        hour = 17 if row["kind"] == "milestone" else 8
        slip = self.random.choice((0, 0, 0, 1, 2, 5, -1))
        slack = self.random.choice((0, 0, 1, 3, 8, 15))
        was = add_days(start, -slip) if slip >= 0 else add_days(start, 1)
        done = 1.0 if last < TODAY else 0.4 if start < TODAY else 0.0
        row |= {
            "_start": start, "_days": days, "_finish": last, "start": at(start, hour),
            "finish": at(last, 17), "duration_minutes": days * MINUTES_PER_DAY,
            "percent_complete": done, "total_float_minutes": slack * MINUTES_PER_DAY,
            "free_float_minutes": 0, "is_critical": slack == 0 and done < 1,
            "is_near_critical": slack == 1, "late_finish": at(add_days(last, slack), 17),
            "late_start": at(add_days(start, slack), 8), "baseline_start": at(was, hour),
            "baseline_finish": at(add_days(was, max(0, days - 1)), 17),
            "slip_minutes": slip * 1440,
        }  # fmt: skip

    def roll_up(self, row: dict[str, Any]) -> None:
        """A summary's dates from the rows below it."""
        below = [child for child in row["_children"] if child["start"]]
        if not below:
            return
        row["start"] = min(child["start"] for child in below)
        row["finish"] = max(child["finish"] for child in below)
        row["baseline_start"] = min(child["baseline_start"] for child in below)
        row["baseline_finish"] = max(child["baseline_finish"] for child in below)
        row["percent_complete"] = sum(child["percent_complete"] for child in below) / len(below)
        row["is_critical"] = any(child["is_critical"] for child in below)

    def link(self, before: dict[str, Any], after: dict[str, Any], driving: bool = True) -> None:
        """A link from one row to another."""
        kind = "fs" if after["_start"] > before["_finish"] or after["kind"] == "milestone" else "ss"
        number = len(self.links) + 1
        ids = [f"l{number:06d}", before["id"], after["id"]]
        self.links.append([*ids, kind, 0, "working", driving])


def make_plan(n_tasks: int, seed: int) -> dict[str, Any]:
    """The whole answer."""
    grower = Grower(n_tasks, seed)
    grower.grow()
    day = [[480, 720], [780, 1020]]
    calendar = {"id": "c1", "name": "Standard", "week": [day] * 5 + [[], []], "exceptions": []}
    tasks = grower.rows
    return {
        "project": {
            "id": "p1", "key": "PRJ-2026-0001", "name": f"{n_tasks} tasks",
            "start": min(row["start"] for row in tasks if row["start"]),
            "finish": max(row["finish"] for row in tasks if row["finish"]),
            "status_date": at(TODAY, 8), "minutes_per_day": MINUTES_PER_DAY, "calendar_id": "c1",
            "baseline_id": None, "permissions": ["planning.edit_plan"],
        },
        "plan_version": 1, "can_undo": False, "can_redo": False,
        "tasks": {
            "columns": list(COLUMNS),
            "rows": [[row[name] for name in COLUMNS] for row in tasks],
        },
        "links": {"columns": list(LINK_COLUMNS), "rows": grower.links},
        "calendars": [calendar], "baselines": [], "conflicts": [],
    }  # fmt: skip
