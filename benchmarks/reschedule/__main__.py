"""PERF-02: a whole reschedule, rows in to rows out, and the same plan in TaskJuggler.

Run it as ``python -m benchmarks.reschedule``; PostgreSQL is measured as well where
``ZHONGSHU_TEST_DATABASE_URL`` names one, TaskJuggler where ``tj3`` is installed.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.installation import start_django

N_RUNS = 7
N_TASKS, N_COMPARED = 10_000, 2_000
LIMIT_SECONDS, LIMIT_RATIO = 0.5, 50
SLOTS = ("60min", "5min")


def timed(n_tasks: int) -> list[float]:
    """Seconds from reading the rows to having written them, when every date moves by a day."""
    from benchmarks.plans import project_with
    from zhongshu.access.models import SYSTEM
    from zhongshu.planning.open_plan import shelf
    from zhongshu.planning.services.edits import edit_plan

    project = project_with(n_tasks)
    seconds = []
    for run in range(N_RUNS + 1):
        start = project.start + 1440 * (1 if run % 2 == 0 else 0)
        shelf.clear()
        began = time.perf_counter()
        done = edit_plan(
            SYSTEM,
            project=project,
            operations=[{"op": "update_project", "fields": {"start": start}}],
        )
        seconds.append(time.perf_counter() - began)
        if done.n_rows_written < n_tasks:
            sys.exit(f"only {done.n_rows_written} of {n_tasks} rows were written")
    return seconds[1:]


def taskjuggler(n_tasks: int, folder: Path, slot: str) -> list[float]:
    """Seconds of whole runs of ``tj3 --no-reports`` over the same tasks, durations and links.

    It books time slots: of an hour unless told otherwise, of five minutes at the finest, where
    ours is one minute.
    """
    plan = folder / "plan.tjp"
    plan.write_text(as_tjp(n_tasks, slot), encoding="utf-8")
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run(
            ["tj3", "--no-reports", "--silent", str(plan)],
            check=True,
            cwd=folder,
            capture_output=True,
        )
        seconds.append(time.perf_counter() - began)
    return seconds


def as_tjp(n_tasks: int, slot: str) -> str:
    """The generated plan in TaskJuggler's language; it knows finish-start and start-start only."""
    from benchmarks.plans import rows

    content = rows(n_tasks)
    waits: dict[str, list[str]] = {}
    for link in content.links:
        side = "onstart" if link["type"] == "ss" else "onend"
        waits.setdefault(link["after_uid"], []).append(f"t{link['before_uid']} {{ {side} }}")
    lines = [
        f'project plan "Plan" 2026-01-05 +20y {{ timezone "UTC" timingresolution {slot} }}',
        "# every leaf at the top: a path is then a name",
    ]
    for task in content.tasks:
        if task.get("kind") == "summary":
            continue
        uid = task["uid"]
        lines.append(f'task t{uid} "{task["name"]}" {{')
        if uid in waits:
            lines.append("  depends " + ", ".join(waits[uid]))
        else:
            lines.append("  start 2026-01-05-08:00")
        lines.append(f"  length {task['duration_minutes'] // 60}h }}")
    return "\n".join(lines) + "\n"


def line(name: str, seconds: list[float]) -> str:
    low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
    return f"| {name} | {low:.3f} | {middle:.3f} | {high:.3f} |"


def main() -> None:
    """Print one table; `--database` is how the command calls itself for the other database."""
    url = os.environ.get("ZHONGSHU_TEST_DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        on_postgres = "--postgres" in sys.argv
        start_django(folder, url if on_postgres else "")
        label = "PostgreSQL" if on_postgres else "SQLite"
        print(line(f"{N_TASKS:,} tasks, rows in to rows out, {label}", timed(N_TASKS)))
        if on_postgres:
            return
        ours = timed(N_COMPARED)
        print(line(f"{N_COMPARED:,} tasks, rows in to rows out, SQLite", ours))
        if shutil.which("tj3"):
            ratios = []
            for slot in SLOTS:
                theirs = taskjuggler(N_COMPARED, folder, slot)
                print(line(f"{N_COMPARED:,} tasks, tj3 --no-reports, slots of {slot}", theirs))
                ratios.append(f"{statistics.median(theirs) / statistics.median(ours):.0f} ({slot})")
            print(f"ratio to tj3: {', '.join(ratios)}; bar: {LIMIT_RATIO}")
        else:
            print("tj3 is not installed (Debian's package tj3): not compared")
    if url:
        sys.stdout.flush()
        subprocess.run([sys.executable, "-m", "benchmarks.reschedule", "--postgres"], check=True)


if __name__ == "__main__":
    if "--postgres" not in sys.argv:
        print(
            f"| seconds, {N_RUNS} runs after a warm-up (bar: {LIMIT_SECONDS} s)"
            " | min | median | max |"
        )
        print("| --- | --- | --- | --- |")
    main()
