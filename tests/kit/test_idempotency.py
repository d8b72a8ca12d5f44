import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from tests.factories.access import UserFactory, user_with
from tests.wire import Wire
from zhongshu.access.models import User
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.api import idempotency
from zhongshu.kit.models import Event, IdempotentAnswer

NEW = {"username": "li.na", "name": "李娜"}


def manager() -> Wire:
    return Wire(user_with("access.manage_accounts"))


@pytest.mark.django_db
def test_repeat_gets_the_first_answer_and_changes_nothing():
    client = manager()

    first = client.call("post", "/accounts", NEW, key="one-request")
    again = client.call("post", "/accounts", NEW, key="one-request")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["ETag"] == first["ETag"]
    assert again["Idempotent-Replay"] == "true"
    assert User.objects.filter(username="li.na").count() == 1
    assert Event.objects.exclude(kind__in=NOT_CHANGES).count() == 1


@pytest.mark.django_db
def test_a_form_where_json_is_asked_for_is_refused():
    headers = {"Idempotency-Key": "a-form"}

    answer = manager().post("/api/v1/accounts", NEW, headers=headers)

    assert answer.status_code == 422
    assert not User.objects.filter(username="li.na").exists()


@pytest.mark.django_db
def test_key_of_another_request_is_refused():
    client = manager()
    client.call("post", "/accounts", NEW, key="one-request")

    other = client.call("post", "/accounts", NEW | {"username": "wang"}, key="one-request")

    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert not User.objects.filter(username="wang").exists()


@pytest.mark.django_db
def test_keys_of_two_users_do_not_meet():
    first = manager().call("post", "/accounts", NEW, key="one-request")
    second = manager().call("post", "/accounts", NEW | {"username": "wang"}, key="one-request")

    assert (first.status_code, second.status_code) == (201, 201)


@pytest.mark.django_db
def test_refused_request_may_be_corrected_under_the_same_key():
    client = manager()

    refused = client.call("post", "/accounts", NEW | {"password": "short"}, key="one-request")
    accepted = client.call("post", "/accounts", NEW, key="one-request")

    assert (refused.status_code, accepted.status_code) == (422, 201)


@pytest.mark.django_db
def test_answer_is_not_kept_without_the_write(monkeypatch):
    client = manager()
    client.raise_request_exception = False
    monkeypatch.setattr(idempotency, "_keep", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        Wire(user_with("access.manage_accounts")).call("post", "/accounts", NEW, key="one-request")

    assert not User.objects.filter(username="li.na").exists()
    assert IdempotentAnswer.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["short", "x" * 121, "tab\tin the key"])
def test_key_has_a_shape(key):
    answer = manager().call("post", "/accounts", NEW, key=key)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.django_db(transaction=True)
def test_double_click_happens_once():
    user = user_with("access.manage_accounts")
    key, answers, ready = uuid4().hex, [], threading.Barrier(4)

    def click() -> None:
        client = Wire(user)
        ready.wait(60)
        answers.append(client.call("post", "/accounts", NEW, key=key))
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert User.objects.filter(username="li.na").count() == 1
    assert Event.objects.exclude(kind__in=NOT_CHANGES).count() == 1


@pytest.mark.django_db
def test_body_with_a_password_cannot_be_guessed_from_what_is_kept(settings):
    user = UserFactory.create()

    def digest() -> str:
        request = RequestFactory().post("/", {"password": "x"}, content_type="application/json")
        request.user = user
        return idempotency._digest(request)

    first = digest()
    settings.SECRET_KEY = "another-key-of-another-installation-0123456789-abcdefgh"

    assert digest() != first


def upload(boundary: str, content: bytes = b"data"):
    body = (
        (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xml"\r\n\r\n'
        ).encode()
        + content
        + f"\r\n--{boundary}--\r\n".encode()
    )
    return RequestFactory().generic(
        "POST", "/", body, content_type=f"multipart/form-data; boundary={boundary}"
    )


def test_upload_sent_again_with_another_boundary_is_the_same_request():
    assert idempotency._digest(upload("aaa")) == idempotency._digest(upload("bbb"))
    assert idempotency._digest(upload("aaa")) != idempotency._digest(upload("aaa", b"other"))


@pytest.mark.django_db
def test_claim_of_an_upload_that_was_lost_is_taken_over():
    user = UserFactory.create()
    row = IdempotentAnswer(
        actor_id=user.pk, key="one-upload", path="/", request_digest="d",
        status=idempotency.RUNNING, content_type="", body=b"",
    )  # fmt: skip
    row.save()
    again = IdempotentAnswer(
        actor_id=user.pk, key="one-upload", path="/", request_digest="d",
        status=idempotency.RUNNING, content_type="", body=b"",
    )  # fmt: skip

    with pytest.raises(idempotency.StillRunning):
        idempotency._claimed_first(again, lambda: None, keep_body=True)
    IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=1))
    from zhongshu.kit.http import answer

    response = idempotency._claimed_first(again, lambda: answer({"ok": 1}), keep_body=True)

    assert response.status_code == 200
    kept = IdempotentAnswer.objects.get()
    assert (kept.status, bytes(kept.body)) == (200, b'{"ok":1}')
