"""Whatever goes wrong below ``/api/`` is answered with a problem document."""

import sqlite3
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.factories.access import UserFactory, user_with
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.api.wire import MAX_DEPTH
from zhongshu.kit.http import PROBLEM_TYPE

pytestmark = pytest.mark.django_db


def assert_problem(answer, status: int, code: str) -> dict:
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code)
    assert answer["Content-Type"] == PROBLEM_TYPE
    assert told["status"] == status
    assert told["type"] == f"urn:zhongshu:problem:{code}"
    assert told["title"]
    return told


def test_unknown_address():
    assert_problem(Client().get("/api/v1/nothing"), 404, "not_found")
    assert_problem(Client().get("/api/v2/session"), 404, "not_found")


def test_wrong_method():
    answer = Wire(UserFactory.create()).put("/api/v1/session")

    assert_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer["Allow"]


def test_absent_and_hidden_look_the_same():
    token, _ = services.issue_token(owner := UserFactory.create(), **_token())
    stranger = Wire(UserFactory.create())

    hidden = stranger.call("delete", f"/tokens/{token.pk}")
    absent = stranger.call("delete", "/tokens/01890000-0000-7000-8000-000000000000")

    assert_problem(hidden, 404, "not_found")
    assert hidden.content == absent.content
    assert owner.tokens.filter(revoked_at=None).count() == 1


def _token():
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    return {"name": "t", "expires_at": now + timedelta(days=1), "at": now}


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"{", "not JSON"),
        (b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2), "too deeply"),
        (b'{"username": "a\\u0000", "name": "n"}', "NUL"),
    ],
)
def test_body_that_cannot_be_read(body, detail):
    client = Wire(user_with("access.manage_accounts"))

    answer = client.post("/api/v1/accounts", body, content_type="application/json")

    assert detail in assert_problem(answer, 422, "bad_input")["detail"]


def test_wide_body_is_not_deep():
    client = Wire(UserFactory.create())

    answer = client.post(
        "/api/v1/accounts", b"[" + b"{}," * 200 + b"{}]", content_type="application/json"
    )

    assert "too deeply" not in answer.text


def test_each_wrong_field_is_named_and_nothing_is_echoed():
    client = Wire(user_with("access.manage_accounts"))

    answer = client.call("post", "/accounts", {"name": "x" * 201, "password": ["hunter2hunter2"]})

    told = assert_problem(answer, 422, "bad_input")
    assert [one["field"] for one in told["errors"]] == ["username", "name", "password"]
    assert [one["code"] for one in told["errors"]] == ["missing", "string_too_long", "string_type"]
    assert told["errors"][1]["max_length"] == 200
    assert "hunter2" not in answer.text


def test_body_larger_than_the_server_accepts(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Wire(UserFactory.create())

    answer = client.call("post", "/accounts", {"name": "x" * 2000})

    assert assert_problem(answer, 413, "too_large")["limit"] == 1000


def test_upload_larger_than_the_server_accepts(settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MAX_UPLOAD_BYTES = 1000
    client = Wire(UserFactory.create())

    answer = client.post("/api/v1/imports", {"file": SimpleUploadedFile("a.xml", b"x" * 2000)})

    assert_problem(answer, 413, "too_large")


def test_form_with_too_many_fields():
    client = Wire(UserFactory.create())

    answer = client.post("/api/v1/imports", {f"f{number}": "x" for number in range(300)})

    assert_problem(answer, 413, "too_large")


def test_our_own_fault_is_logged_and_tells_nothing(monkeypatch, caplog):
    def fail(*_, **__):
        raise RuntimeError("the password of the database is hunter2")

    monkeypatch.setattr(services, "set_preferences", fail)
    client = Wire(UserFactory.create())

    answer = client.call("patch", "/session/preferences", {"theme": "dark"})

    told = assert_problem(answer, 500, "internal")
    assert told["request_id"] == answer["X-Request-Id"]
    assert "hunter2" not in answer.text
    assert any(told["request_id"] in str(record.msg) for record in caplog.records)


def test_traceback_in_the_log_shows_no_variables(capsys):
    import structlog

    from zhongshu.config.logs import configure_logs

    secret_word = "hunter2" + "hunter2"
    for style in ("text", "json"):
        configure_logs(level="INFO", style=style)
        try:
            [secret_word][len(secret_word)]
        except IndexError:
            structlog.get_logger("zhongshu.test").exception("failed")
    configure_logs(level="INFO", style="text")

    logged = capsys.readouterr().err
    assert "IndexError" in logged
    assert "hunter2hunter2" not in logged


def test_database_that_others_keep_is_no_fault_of_ours(monkeypatch):
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorname = "SQLITE_BUSY"

    def wait_in_vain(*args: Any) -> None:
        raise OperationalError("database is locked") from locked

    monkeypatch.setattr("zhongshu.access.queries.tokens", wait_in_vain)
    answer = Wire(UserFactory.create()).get("/api/v1/tokens")

    assert_problem(answer, 503, "busy")
    assert answer["Retry-After"] == "1"
