"""The questions of the audit room over a year of events.

Run it as ``python -m benchmarks.audit.room [N]``; ``--postgres`` inside ``scripts/with-postgres``
takes its server. Each question is asked through the API: the page, its total, and what follows.
"""

import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.installation import start_django

N_EVENTS, AT_ONCE, N_ACCOUNTS, N_SCOPES, N_ASKED = 1_000_000, 10_000, 88, 40, 5
YEAR = timedelta(days=365)
END = datetime(2026, 11, 1, tzinfo=UTC)
KINDS = (
    *["planning.plan_edited"] * 40,
    *["access.fields_read"] * 40,
    *["access.signed_in"] * 15,
    *["projects.project_updated"] * 4,
    "access.role_granted",
)


def main() -> None:
    """Write a year, then ask."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    n_events = numbers[0] if numbers else N_EVENTS
    os.environ["ZHONGSHU_LOG_LEVEL"] = "ERROR"
    url = os.environ["ZHONGSHU_TEST_DATABASE_URL"] if "--postgres" in sys.argv else ""
    with tempfile.TemporaryDirectory() as name:
        start_django(Path(name), url)
        accounts, scopes = _write(n_events)
        _ask(accounts, scopes)


def _write(n_events: int) -> tuple[list[Any], list[Any]]:
    from django.db import connection

    from zhongshu.access.scopes import make_scope
    from zhongshu.config.installation import make_administrator
    from zhongshu.kit.ids import uuid7

    make_administrator(
        username="admin", name="Admin", password="seven-green-lanterns", company="Company"
    )
    draw = random.Random(2026)
    accounts = [uuid7() for _ in range(N_ACCOUNTS)]
    unit = make_scope("unit", "Unit", parents=[_company()])
    scopes = [make_scope("project", f"P{n}", parents=[unit]).pk for n in range(N_SCOPES)]
    began = time.perf_counter()
    n_copies = max(1, n_events // AT_ONCE)
    step = YEAR / n_copies
    moments = [END - YEAR + step * number / AT_ONCE for number in range(AT_ONCE)]
    _insert(draw, accounts, scopes, moments)
    for number in range(1, n_copies):
        _repeat(int((step * number).total_seconds()), END - YEAR + step)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took = time.perf_counter() - began
    print(f"{n_copies * AT_ONCE:,} events written in {took:.0f} s", flush=True)
    return accounts, [unit.pk, *scopes]


def _repeat(seconds: int, until: datetime) -> None:
    """The first events once more, so many seconds later."""
    from django.db import connection

    from zhongshu.kit.models import Event

    if connection.vendor == "sqlite":
        key, later = "lower(hex(randomblob(16)))", "strftime('%%Y-%%m-%%d %%H:%%M:%%f', {}, {})"
        later = later.format("recorded_at", f"'+{seconds} seconds'")
    else:
        key, later = "gen_random_uuid()", f"recorded_at + interval '{seconds} seconds'"
    columns = [one.column for one in Event._meta.concrete_fields if one.name != "seq"]
    changed = {"id": key, "recorded_at": later}
    chosen = ", ".join(changed.get(one, one) for one in columns)
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO kit_event ({names}) SELECT {chosen} FROM kit_event WHERE recorded_at < %s"
            " AND subject_type = 'projects.project'",
            [until],
        )


def _insert(draw: random.Random, accounts: list[Any], scopes: list[Any], moments: Any) -> None:
    """Events past the model: nothing in them is sealed, which no question asks about."""
    from django.db import connection

    from zhongshu.kit.ids import uuid7
    from zhongshu.kit.models import Event

    fields = {one.name: one for one in Event._meta.concrete_fields if one.name != "seq"}
    same = Event(subject_type="projects.project")
    usual = {name: one.get_db_prep_save(getattr(same, one.attname), connection)
             for name, one in fields.items()}  # fmt: skip

    def row(moment: datetime) -> list[Any]:
        own = {
            "id": uuid7(),
            "kind": draw.choice(KINDS),
            "actor_id": draw.choice(accounts),
            "subject_id": draw.choice(scopes),
            "scope_id": draw.choice(scopes),
            "recorded_at": moment,
        }
        stored = {
            name: fields[name].get_db_prep_value(value, connection) for name, value in own.items()
        }
        return list((usual | stored).values())

    columns = ", ".join(one.column for one in fields.values())
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO kit_event ({columns}) VALUES ({marks})", [row(one) for one in moments]
        )


def _company() -> Any:
    from zhongshu.access.models import Scope

    return Scope.objects.get(kind="company")


def _ask(accounts: list[Any], scopes: list[Any]) -> None:
    may = ("recorded_at:ge:2026-05-01T00:00:00Z", "recorded_at:lt:2026-06-01T00:00:00Z")
    winter = "recorded_at:lt:2026-02-01T00:00:00Z"
    questions: dict[str, dict[str, Any]] = {
        "everything, the first page": {},
        "everything before a day of winter": {"filter": [winter]},
        "May": {"filter": [*may]},
        "May, one account": {"filter": [*may, f"actor_id:eq:{accounts[3]}"]},
        "a year, one account": {"filter": [f"actor_id:eq:{accounts[3]}"]},
        "May, a rare kind": {"filter": [*may, "kind:in:access.role_granted,access.role_created"]},
        "a year, a kind that never happened": {"filter": ["kind:in:access.role_deleted"]},
        "a year, one project": {"within": str(scopes[1])},
        "May, a unit and all below": {"within": str(scopes[0]), "filter": [*may]},
        "a year, one record": {"filter": [f"subject_id:eq:{scopes[2]}"]},
    }  # fmt: skip
    client = _auditor()
    for name, query in questions.items():
        first, answer = _timed(client, query)
        line = f"{name}: {first:.0f} ms of {answer['total']:,}"
        if cursor := answer["next_cursor"]:
            line += f", the next page {_timed(client, query | {'cursor': cursor})[0]:.0f} ms"
        print(line, flush=True)


def _auditor() -> Any:
    from django.test import Client

    from zhongshu.access.models import User

    client = Client()
    client.force_login(User.objects.get(username="admin"))
    return client


def _timed(client: Any, query: dict[str, Any]) -> tuple[float, Any]:
    """The median of some answers, in milliseconds, and the last of them."""
    took = []
    for _ in range(N_ASKED):
        began = time.perf_counter()
        answer = client.get("/api/v1/audit/events", query)
        took.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, answer.content
    return sorted(took)[N_ASKED // 2], answer.json()


if __name__ == "__main__":
    main()
