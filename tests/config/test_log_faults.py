"""What the log tells of an exception, and what it keeps to itself."""

import json
import logging
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from django.db import transaction

from tests.factories.access import UserFactory
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.config.logs import Handler, configure_logs
from zhongshu.kit.errors import BadInput
from zhongshu.organisation.models import Person

pytestmark = pytest.mark.django_db
CANARY = "canary-7f3a9b"


def taken_number(*_: Any, **__: Any) -> None:
    PersonFactory.create(employee_number=CANARY)
    unit = UnitFactory.create()
    with transaction.atomic():
        Person.objects.create(employee_number=CANARY, name=CANARY, unit=unit, scope=unit.scope)


def quoting(*_: Any, **__: Any) -> None:
    try:
        int(CANARY)
    except ValueError as error:
        error.add_note(CANARY)
        raise RuntimeError(f"cannot read {CANARY}") from error


def grouped(*_: Any, **__: Any) -> None:
    raise ExceptionGroup(CANARY, [ValueError(CANARY), BadInput(CANARY, field=CANARY)])


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (taken_number, ["IntegrityError", "employee_number"]),
        (quoting, ["RuntimeError", "ValueError", "test_log_faults.py"]),
        (grouped, ["ExceptionGroup", "ValueError", "bad_input"]),
    ],
)
def test_a_fault_in_a_request_is_told_without_its_text(
    monkeypatch, logged, fault: Callable[..., None], told: list[str]
):
    monkeypatch.setattr(services, "set_preferences", fault)

    answer = Wire(UserFactory.create()).call("patch", "/session/preferences", {"theme": "dark"})

    text = logged()
    assert (answer.status_code, CANARY in answer.text) == (500, False)
    assert CANARY not in text
    assert [
        one for one in [*told, "request_failed", answer["X-Request-Id"]] if one not in text
    ] == []


def test_a_library_that_quotes_an_exception_in_its_sentence(logged):
    library = logging.getLogger("some.library")

    library.error("lost %s of %s", ValueError(CANARY), "two")
    library.error("lost %(what)s", {"what": ValueError(CANARY)})
    try:
        raise KeyError(CANARY)
    except KeyError as error:
        library.exception(f"lost {error!r} and {CANARY}")

    text = logged()
    assert CANARY not in text
    assert ("lost builtins.ValueError of two" in text, "KeyError" in text) == (True, True)


def test_a_line_that_cannot_be_written_is_not_quoted_either(logged, capsys):
    [handler] = [one for one in logging.getLogger().handlers if isinstance(one, Handler)]

    handler.handle(logging.makeLogRecord({"name": "some.library", "msg": "%d", "args": (CANARY,)}))

    assert (logged(), capsys.readouterr().err) == ("", "log line of some.library lost: TypeError\n")


def test_a_line_for_machines_has_the_places_and_the_codes(capsys):
    configure_logs(level="INFO", style="json")
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE one (name TEXT UNIQUE)")
    try:
        for _ in range(2):
            database.execute("INSERT INTO one VALUES (?)", [CANARY])
    except sqlite3.IntegrityError:
        structlog.get_logger("zhongshu.test").exception("failed")
    database.close()
    configure_logs(level="INFO", style="text")

    [told] = json.loads(capsys.readouterr().err)["exception"]
    assert (told["type"], told["codes"]) == (
        "sqlite3.IntegrityError",
        {
            "sqlite_errorname": "SQLITE_CONSTRAINT_UNIQUE",
            "constraint": "UNIQUE constraint failed: one.name",
        },
    )
    assert [one["filename"] for one in told["frames"]] == [__file__]
