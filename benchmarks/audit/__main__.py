"""AUD-04: a million events sealed and verified, in the database and offline; what marks cost.

Run it as ``python -m benchmarks.audit [N]``; ``--postgres`` inside ``scripts/with-postgres`` takes
its server. Events are plan edits of half a kilobyte, as an installation has them.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.installation import start_django

LIMIT_SECONDS = 60
N_EVENTS, AT_ONCE, N_REQUESTS, N_WARM = 1_000_000, 10_000, 200, 20
N_WRITES = 1_000


def main() -> None:
    """Write, seal, verify, export, verify again; then time reads."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    n_events = numbers[0] if numbers else N_EVENTS
    os.environ["ZHONGSHU_LOG_LEVEL"] = "WARNING"
    url = os.environ["ZHONGSHU_TEST_DATABASE_URL"] if "--postgres" in sys.argv else ""
    with tempfile.TemporaryDirectory() as name:
        start_django(Path(name), url)
        _write(n_events)
        is_met = _seal_and_verify(n_events, Path(name) / "export")
        _time_reads()
        _time_writes()
    sys.exit(not is_met)


def _write(n_events: int) -> None:
    from zhongshu.kit.ids import uuid7
    from zhongshu.kit.models import Event

    draw = random.Random(2026)
    people = [(uuid7(), f"项目经理 {number}") for number in range(200)]
    projects = [(uuid7(), uuid7()) for _ in range(500)]

    def one(number: int) -> Any:
        (actor_id, actor_name), (subject, scope) = draw.choice(people), draw.choice(projects)
        changes = [["task", str(uuid7()), {"name": "任务", "start": 1}, {"start": number}]]
        return Event(
            kind="planning.plan_edited",
            actor_id=actor_id,
            actor_name=actor_name,
            subject_type="projects.project",
            subject_id=subject,
            scope_id=scope,
            request_id=f"{number:032x}",
            ip="192.0.2.7",
            user_agent="Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
            data={"plan_version": number, "n_changed": 1, "changes": changes, "moved": []},
        )

    for start in range(0, n_events, AT_ONCE):
        Event.objects.bulk_create([one(n) for n in range(start, min(start + AT_ONCE, n_events))])


def _seal_and_verify(n_events: int, folder: Path) -> bool:
    from django.utils import timezone

    from zhongshu.kit.audit import offline
    from zhongshu.kit.audit.checkpoints import (
        checkpoint_file,
        read_checkpoints,
        write_checkpoints,
    )
    from zhongshu.kit.audit.proving import export, prove_event
    from zhongshu.kit.audit.sealing import seal
    from zhongshu.kit.audit.verifying import verify
    from zhongshu.kit.models import Event

    _timed("seal", lambda: seal(at=timezone.now()), n_events)
    _timed("sign", lambda: write_checkpoints(at=timezone.now()))
    report, took = _timed("verify", lambda: verify(read_checkpoints(checkpoint_file())), n_events)
    assert report.fault is None, report.fault
    assert report.n_events == n_events
    middle = Event.objects.values_list("id", flat=True).get(seq=n_events // 2)
    _timed("prove one event", lambda: prove_event(middle))
    _timed("export", lambda: export(folder), n_events)
    command = [sys.executable, "-I", offline.__file__, str(folder)]
    _, took_alone = _timed("verify offline", lambda: subprocess.run(command, check=True), n_events)
    is_met = max(took, took_alone) < LIMIT_SECONDS
    print(f"AUD-04: under {LIMIT_SECONDS} s: {'met' if is_met else 'MISSED'}")
    return is_met


def _timed(what: str, work: Any, n_events: int = 0) -> tuple[Any, float]:
    """The result, and the seconds of processor time: other work on the machine costs none."""
    began, busy = time.perf_counter(), _processor_seconds()
    result = work()
    took, used = time.perf_counter() - began, _processor_seconds() - busy
    rate = f", {n_events / used:,.0f} events a second" if n_events else ""
    print(f"{what}: {used:.1f} s of processor time ({took:.1f} s waited){rate}", flush=True)
    return result, used


def _processor_seconds() -> float:
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def _time_reads() -> None:
    """The same list of fifty accounts, with and without the mark that it leaves in the trail."""
    from django.test import Client

    from zhongshu.access.models import User
    from zhongshu.access.resources import Resource
    from zhongshu.config.installation import make_administrator

    admin = make_administrator(
        username="admin", name="Admin", password="seven-green-lanterns", company="Company"
    )
    User.objects.bulk_create(
        [
            User(username=f"u{number}", name=f"User {number}", email=f"u{number}@example.com")
            for number in range(200)
        ]
    )
    client = Client()
    client.force_login(admin)
    is_high = Resource.is_high
    marks: dict[str, Any] = {"unmarked": lambda self, name, classes: False, "marked": is_high}
    took: dict[str, list[float]] = {name: [] for name in marks}
    for _ in range(N_REQUESTS + N_WARM):
        for name, judge in marks.items():
            Resource.is_high = judge  # type: ignore[method-assign]
            began = time.perf_counter()
            answer = client.get("/api/v1/accounts")
            took[name].append(1000 * (time.perf_counter() - began))
            assert answer.status_code == 200
    for name, all_times in took.items():
        times = sorted(all_times[N_WARM:])
        median, p95 = statistics.median(times), times[int(0.95 * len(times))]
        print(f"list of 50 accounts, {name}: median {median:.1f} ms, p95 {p95:.1f} ms")


def _time_writes() -> None:
    """The same transaction of one change, with and without the note of the witness, in turns."""
    from django.db import transaction

    from zhongshu.access.models import SYSTEM, User
    from zhongshu.kit import events

    account = User.objects.order_by("pk")[0]
    noting = events._let_witness
    ways: dict[str, Any] = {"without a witness": lambda event: None, "with a witness": noting}
    took: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(N_WRITES + N_WARM):
        for name, way in ways.items():
            events._let_witness = way
            began = time.perf_counter()
            with transaction.atomic():
                User.objects.filter(pk=account.pk).update(version=number)
                after = {"version": number, "note": "x" * 300}
                events.record("bench.changed", actor=SYSTEM, subject=account, after=after)
            took[name].append(1000 * (time.perf_counter() - began))
    medians = {name: statistics.median(times[N_WARM:]) for name, times in took.items()}
    for name, median in medians.items():
        print(f"a bare transaction of one change, {name}: median {median:.3f} ms")
    bare, noted = medians.values()
    print(f"the witness costs {noted - bare:.3f} ms a write, {100 * (noted / bare - 1):.1f} %")


if __name__ == "__main__":
    main()
