"""What field rights cost: a list, rows and a file of 10,000 tasks with and without, in turns."""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.installation import start_django
from benchmarks.portfolio.company import fill

LIST_BAR, EXPORT_BAR = 0.15, 0.30
N_LISTED, N_EXPORTED, N_FILLED = 100, 10_000, 3_500
N_RUNS = 15


def publish() -> None:
    """A policy with every kind of cell over the fields of projects and tasks."""
    from zhongshu.access.models import SYSTEM
    from zhongshu.access.policy.document import Cell, Document, Effect, Subject
    from zhongshu.access.services import draft_policy, publish_policy
    from zhongshu.kit.declarations import Classification

    def cell(resource: str, field: str, effect: Effect, **more: Any) -> Cell:
        return Cell(Subject.EVERYONE, effect, resource=resource, field=field, **more)

    cells = (
        cell("project", "description", Effect.MASKED, mask="first"),
        cell("project", "start", Effect.READ, state="active"),
        cell("project", "manager", Effect.WRITE, relation="managed"),
        cell("task", "notes", Effect.EXISTS),
        Cell(Subject.EVERYONE, Effect.NONE, classification=Classification.HIGHLY_SENSITIVE),
    )
    draft_policy(SYSTEM, document=Document(cells), note="", expected_version=None)
    publish_policy(SYSTEM, expected_version=None)


@contextmanager
def no_rights() -> Iterator[None]:
    """Everything as it is without rights over fields."""
    from zhongshu.access import resources
    from zhongshu.access.models import SYSTEM
    from zhongshu.access.policy.seeing import look
    from zhongshu.integrations import api, queries
    from zhongshu.kit.declarations import Classification

    def seeing(actor: Any, resource: Any, names: Any = ()) -> Any:
        return look(SYSTEM, resource, ())

    with (
        patch.object(resources, "sight", seeing),
        patch.object(queries, "leave_out", lambda *_: None),
        patch.object(queries, "exported_class", lambda *_: Classification.INTERNAL),
        patch.object(api, "exported_fields", lambda *_: []),
    ):
        yield


def in_turns(work: Callable[[], Any], n_runs: int) -> tuple[float, float]:
    """Median seconds of the processor, with rights and without, run by run in alternation."""
    with_rights, without = [], []
    for _ in range(n_runs + 2):
        start = time.process_time()
        work()
        with_rights.append(time.process_time() - start)
        with no_rights():
            start = time.process_time()
            work()
            without.append(time.process_time() - start)
    return statistics.median(with_rights[2:]), statistics.median(without[2:])


def measure(n_runs: int) -> list[tuple[str, float, float, float]]:
    """Rows of the table: what, with rights, without, and the bar of their ratio."""
    from django.test import Client

    from benchmarks.plans import project_with
    from zhongshu.access.models import Grant, Role, RolePermission, Scope, User
    from zhongshu.access.resources import present
    from zhongshu.kit.origin import Origin, acting_from
    from zhongshu.planning.fields import TASK
    from zhongshu.planning.models import Task

    user = User.objects.create(username="reader", name="Reader")
    role = Role.objects.create(code="reader", name="读者", name_en="Reader")
    RolePermission.objects.create(role=role, permission="projects.view")
    company = Scope.objects.get(kind=Scope.Kind.COMPANY)
    Grant.objects.create(user=user, role=role, scope=company)
    client = Client()
    client.force_login(user)

    def listed() -> None:
        answer = client.get(f"/api/v1/projects?limit={N_LISTED}")
        assert answer.status_code == 200

    def exported() -> None:
        with acting_from(Origin()):
            present(user, TASK, Task.objects.order_by("pk")[:N_EXPORTED])

    project = project_with(N_EXPORTED)

    def taken_out() -> None:
        answer = client.get(f"/api/v1/projects/{project.pk}/export?format=csv")
        assert answer.status_code == 200

    return [
        (f"list of {N_LISTED} projects over HTTP", *in_turns(listed, n_runs), LIST_BAR),
        (f"{N_EXPORTED} rows of tasks", *in_turns(exported, n_runs), EXPORT_BAR),
        (f"file of {N_EXPORTED} tasks over HTTP", *in_turns(taken_out, n_runs), EXPORT_BAR),
    ]


def main() -> int:
    """Fill a company in a folder of its own, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=N_RUNS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start_django(Path(home))
        fill(N_FILLED, 1, username="bench", password="eleven-quiet-harbours")
        publish()
        rows = measure(asked.runs)
    is_met = True
    for what, with_rights, without, bar in rows:
        share = (with_rights - without) / with_rights
        is_met &= share < bar
        print(
            f"{what}: {with_rights * 1000:.1f} ms with rights, {without * 1000:.1f} ms without: "
            f"{share:.1%} of the whole (bar {bar:.0%})"
        )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
