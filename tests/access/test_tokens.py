from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.access.signin.people import with_app
from tests.factories.access import UserFactory, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.models import ApiToken, Grant, Role, User
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


def limited(user: User, *permissions: str, is_read_only: bool = False) -> Client:
    _, secret = services.issue_token(
        user,
        name="sync",
        expires_at=SOON,
        at=SOON - timedelta(days=1),
        permissions=frozenset(permissions) if permissions else None,
        is_read_only=is_read_only,
    )
    return bearer(secret)


def test_limited_token_opens_what_it_names_and_its_owner_may():
    project = ProjectFactory.create()
    PersonFactory.create(unit=project.unit, scope=project.unit.scope)
    owner = user_with("projects.view", "projects.manage", "organisation.view")
    whole, part = bearer(issued(owner)[1]), limited(owner, "projects.view")

    people = [len(one.get("/api/v1/people").json()["items"]) for one in (whole, part)]
    [listed] = part.get("/api/v1/projects").json()["items"]

    assert people == [1, 0]
    assert (listed["id"], listed["_may"]) == (str(project.pk), [])


def test_limited_token_gains_nothing_that_its_owner_loses():
    project = ProjectFactory.create()
    owner = user_with("projects.view", over=project.scope)
    sync = limited(owner, "projects.view")

    Grant.objects.filter(user=owner).delete()

    assert sync.get(f"/api/v1/projects/{project.pk}").status_code == 404


def test_token_that_only_reads_writes_nothing():
    project = ProjectFactory.create()
    owner = user_with("projects.view", "projects.manage", over=project.scope)
    sync = limited(owner, is_read_only=True)
    address = f"/api/v1/projects/{project.pk}"

    read = sync.get(address)
    written = sync.patch(
        address, {"name": "x"}, content_type="application/json", headers={"If-Match": '"1"'}
    )

    assert read.status_code == 200
    assert (written.status_code, written.json()["code"]) == (403, "access.token_limited")
    project.refresh_from_db()
    assert project.name != "x"


def test_token_makes_no_token_and_a_limited_one_leaves_its_owner_alone():
    owner = user_with("projects.view")
    wanted = {"name": "more", "expires_at": SOON.isoformat()}

    whole = bearer(issued(owner)[1]).post("/api/v1/tokens", wanted, content_type="application/json")
    part = limited(owner, "projects.view").patch(
        "/api/v1/session/preferences", {"language": "en"}, content_type="application/json"
    )

    assert [one.json()["code"] for one in (whole, part)] == ["access.token_limited"] * 2
    assert ApiToken.objects.filter(user=owner).count() == 2


def test_token_is_not_limited_to_what_its_owner_does_not_hold():
    owner = user_with("projects.view")

    with pytest.raises(BadInput) as refusal:
        limited(owner, "projects.view", "access.manage")

    assert refusal.value.field == "permissions"
    assert refusal.value.params["permissions"] == ["access.manage"]


def test_reset_of_the_password_ends_the_tokens():
    user = user_with("projects.view")
    token, secret = issued(user)
    admin = Wire(user_with("access.manage_accounts", "projects.view"))

    answer = admin.call("post", f"/accounts/{user.pk}/password", version=1)

    assert answer.status_code == 200
    assert bearer(secret).get("/api/v1/projects").status_code == 401
    token.refresh_from_db()
    assert token.revoked_at is not None
    event = Event.objects.get(kind="access.password_reset")
    assert event.data["n_tokens_revoked"] == 1


def test_token_of_an_owner_who_owes_a_second_factor_opens_nothing():
    user = user_with("projects.view")
    _, secret = issued(user)
    Role.objects.update(needs_second_factor=True)

    refused = bearer(secret).get("/api/v1/projects")
    with_app(user)
    opened = bearer(secret).get("/api/v1/projects")

    assert (refused.status_code, refused.json()["code"]) == (403, "access.step_first")
    assert refused.json()["step"] == "set_up_second_factor"
    assert opened.status_code == 200
