from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories.access import UserFactory
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.models import ApiToken, User
from zhongshu.access.tokens import token_of
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event, IdempotentAnswer

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SOON = datetime.now(UTC) + timedelta(days=30)


def issued(user: User, *, expires_at: datetime = SOON) -> tuple[ApiToken, str]:
    return services.issue_token(
        user, name="sync", expires_at=expires_at, at=expires_at - timedelta(days=1)
    )


def bearer(secret: str) -> Client:
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


def test_only_the_digest_is_stored():
    _, secret = issued(UserFactory.create())

    row = ApiToken.objects.values().get()

    assert secret.startswith("zs_")
    assert len(secret) == 3 + 43
    assert secret not in repr(row)
    assert secret not in repr(list(Event.objects.values()))
    assert row["digest"] != secret


def test_token_acts_as_its_owner_without_csrf():
    user = UserFactory.create()
    _, secret = issued(user)

    answer = bearer(secret).patch(
        "/api/v1/session/preferences", {"language": "en"}, content_type="application/json"
    )

    assert answer.status_code == 200
    assert answer.json()["user"]["id"] == str(user.pk)


def test_use_is_noted_to_five_minutes():
    token, secret = issued(UserFactory.create(), expires_at=NOW + timedelta(days=1))

    for minutes in (0, 4, 6):
        token_of(secret, at=NOW + timedelta(minutes=minutes))

    token.refresh_from_db()
    assert token.last_used_at == NOW + timedelta(minutes=6)


@pytest.mark.parametrize("case", ["expired", "revoked", "closed", "unknown", "cookie beside it"])
def test_token_that_does_not_count_opens_nothing(case):
    user = UserFactory.create()
    token, secret = issued(user, expires_at=SOON - timedelta(days=60 if case == "expired" else 0))
    client = bearer("zs_other" if case in {"unknown", "cookie beside it"} else secret)
    if case == "revoked":
        services.revoke_token(user, token=token, at=NOW)
    if case == "closed":
        User.objects.filter(pk=user.pk).update(is_active=False)
    if case == "cookie beside it":
        client.force_login(user)

    assert client.get("/api/v1/tokens").status_code == 401


@pytest.mark.parametrize("days", [0, -1, 367])
def test_token_expires_within_a_year(days):
    user = UserFactory.create()

    with pytest.raises(BadInput) as refused:
        services.issue_token(user, name="x", expires_at=NOW + timedelta(days=days), at=NOW)

    assert refused.value.field == "expires_at"
    assert ApiToken.objects.count() == 0


def test_secret_is_shown_once_and_kept_nowhere():
    client = Wire(UserFactory.create())
    body = {"name": "sync", "expires_at": SOON.isoformat()}

    first = client.call("post", "/tokens", body, key="the-same-key")
    again = client.call("post", "/tokens", body, key="the-same-key")

    secret = first.json()["secret"]
    assert (again.status_code, again.json()["code"]) == (409, "shown_once")
    assert ApiToken.objects.count() == 1
    assert bytes(IdempotentAnswer.objects.get().body) == b""
    assert secret not in client.get("/api/v1/tokens").text


def test_tokens_of_others_are_out_of_sight():
    token, _ = issued(UserFactory.create())
    stranger = Wire(UserFactory.create())

    assert stranger.get("/api/v1/tokens").json()["items"] == []
    assert stranger.call("delete", f"/tokens/{token.pk}").status_code == 404
    assert ApiToken.objects.filter(revoked_at=None).count() == 1


def test_revoked_token_leaves_the_list():
    user = UserFactory.create()
    token, _ = issued(user)
    client = Wire(user)

    assert client.call("delete", f"/tokens/{token.pk}").status_code == 204
    assert client.get("/api/v1/tokens").json() == {"items": [], "next_cursor": None, "total": 0}
