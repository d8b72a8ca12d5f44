"""PERF-03: one drag in a project of 10,000 tasks over HTTP, on the embedded database.

Run it as ``python -m benchmarks.edit``. Each request is a drag of a random task by one to
five days, through the whole stack in one process; rows written are checked against the rows
whose stored columns differ afterwards.
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.installation import start_django

N_TASKS, N_DRAGS, N_WARM = 10_000, 100, 5
LIMIT_MILLISECONDS = 150


def main() -> None:
    """Drag, and print the distribution."""
    with tempfile.TemporaryDirectory() as name:
        start_django(Path(name))
        from django.test import Client

        from benchmarks.plans import SEED, project_with
        from zhongshu.access.models import SYSTEM, User
        from zhongshu.access.roles import READY_ROLES
        from zhongshu.access.services import define_role, grant_role
        from zhongshu.kit.moments import iso
        from zhongshu.planning.models import Task

        project = project_with(N_TASKS)
        [lead] = [role for role in READY_ROLES if role.code == "project_manager"]
        role = define_role(
            SYSTEM,
            code=lead.code,
            name=lead.name,
            name_en=lead.name_en,
            permissions=lead.permissions,
        )
        user = User.objects.create_user("planner", None, name="Planner")
        grant_role(SYSTEM, user=user, role=role, scope=project.scope)
        client = Client()
        client.force_login(user)
        draw = random.Random(SEED)
        tasks = list(Task.objects.filter(project=project, kind="task").values_list("pk", flat=True))
        path = f"/api/v1/projects/{project.pk}/plan/edits"
        milliseconds, n_rows = [], []
        for n in range(N_DRAGS + N_WARM):
            key = draw.choice(tasks)
            start = Task.objects.values_list("start", flat=True).get(pk=key)
            versions = dict(Task.objects.values_list("pk", "version"))
            fields = {"start": iso(start + 1440 * draw.randint(1, 5))}
            body = {"operations": [{"op": "update_task", "id": str(key), "fields": fields}]}
            began = time.perf_counter()
            answer = client.post(path, body, content_type="application/json")
            took = 1000 * (time.perf_counter() - began)
            if answer.status_code != 200:
                sys.exit(answer.content.decode())
            now = dict(Task.objects.values_list("pk", "version"))
            n_written = sum(now[one] != versions[one] for one in now)
            if n_written != len(answer.json()["tasks"]["rows"]):
                sys.exit("rows written are not the rows that changed")
            if n >= N_WARM:
                milliseconds.append(took)
                n_rows.append(n_written)
    report(milliseconds, n_rows)


def report(milliseconds: list[float], n_rows: list[int]) -> None:
    """Print the distributions as one table."""
    print(f"{N_DRAGS} drags in {N_TASKS:,} tasks, SQLite; bar: p95 {LIMIT_MILLISECONDS} ms\n")
    print("| | min | median | p95 | max |\n| --- | --- | --- | --- | --- |")
    for name, values in (("milliseconds", milliseconds), ("rows written", n_rows)):
        ordered = sorted(values)
        p95 = ordered[int(0.95 * len(ordered)) - 1]
        figures = (ordered[0], statistics.median(ordered), p95, ordered[-1])
        print(f"| {name} | " + " | ".join(f"{one:.0f}" for one in figures) + " |")


if __name__ == "__main__":
    main()
