"""SEC-20, SEC-23: sessions are listed, ended, and end by themselves."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.access.signin.people import age, signed_in, with_app
from tests.factories.access import PASSWORD, UserFactory, user_with
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.models import SYSTEM
from zhongshu.access.signin import records
from zhongshu.access.signin.entering import IDLE_HEADER

pytestmark = pytest.mark.django_db


def status(client: Wire, **headers: str) -> int:
    code: int = client.get("/api/v1/tokens", headers=headers).status_code
    return code


def test_one_sees_where_one_is_signed_in():
    user = UserFactory.create()
    first, second = Wire(HTTP_USER_AGENT="Firefox"), Wire(HTTP_USER_AGENT="Chrome")
    for client in (first, second):
        body = {"username": user.username, "password": PASSWORD}
        assert client.call("post", "/session", body).status_code == 200
    signed_in(UserFactory.create())

    items = first.get("/api/v1/sessions").json()["items"]

    assert sorted((one["user_agent"], one["is_current"]) for one in items) == [
        ("Chrome", False), ("Firefox", True),
    ]  # fmt: skip
    assert {one["ip"] for one in items} == {"127.0.0.1"}
    assert "session_key" not in items[0]


def test_ending_one_session_leaves_the_others():
    user = UserFactory.create()
    here, there = signed_in(user), signed_in(user)
    [other] = [one for one in here.get("/api/v1/sessions").json()["items"] if not one["is_current"]]

    answer = here.call("delete", f"/sessions/{other['id']}")

    assert answer.status_code == 204
    assert (status(here), status(there)) == (200, 401)
    assert changes().latest("seq").kind == "access.session_ended"


def test_nobody_ends_the_session_of_another():
    user = UserFactory.create()
    theirs = signed_in(user)
    [row] = theirs.get("/api/v1/sessions").json()["items"]

    answer = signed_in(UserFactory.create()).call("delete", f"/sessions/{row['id']}")

    assert answer.status_code == 404
    assert status(theirs) == 200


def test_all_others_end_at_once():
    user = UserFactory.create()
    here, *others = [signed_in(user) for _ in range(3)]

    answer = here.call("post", "/sessions/end-others")

    assert answer.json() == {"n_sessions": 2}
    assert [status(one) for one in (here, *others)] == [200, 401, 401]


def test_administrator_ends_the_sessions_of_an_account():
    user = UserFactory.create()
    theirs = signed_in(user)
    admin = Wire(user_with("access.manage_accounts"))
    shown = admin.get(f"/api/v1/accounts/{user.pk}/security").json()
    assert len(shown["sessions"]) == 1

    answer = admin.call("post", f"/accounts/{user.pk}/end-sessions")

    assert answer.json() == {"n_sessions": 1}
    assert status(theirs) == 401


@pytest.mark.parametrize("end", ["closed", "reset", "changed", "factors reset"])
def test_sessions_end_with_what_they_rested_on(end):
    user = UserFactory.create()
    client = signed_in(user)
    if end == "closed":
        user_with("access.manage", "access.manage_accounts")
        services.set_account_active(SYSTEM, user=user, is_active=False, expected_version=None)
        services.set_account_active(SYSTEM, user=user, is_active=True, expected_version=None)
    elif end == "reset":
        services.reset_password(SYSTEM, user=user, expected_version=None)
    elif end == "changed":
        services.change_password(user, present=PASSWORD, wanted="nine-blue-mountains")
    else:
        services.reset_factors(SYSTEM, user=user)

    assert status(client) == 401


def test_session_ends_when_nobody_was_there_for_an_hour():
    client = signed_in(UserFactory.create())
    age(client, seen=timedelta(minutes=59))
    assert status(client) == 200
    age(client, seen=timedelta(minutes=59))
    assert status(client) == 200
    key = client.session.session_key
    age(client, seen=timedelta(minutes=61))

    assert status(client) == 401
    assert not Session.objects.filter(session_key=key).exists()


def test_session_ends_after_twelve_hours_whatever_happens_in_it():
    client = signed_in(UserFactory.create())
    age(client, began=timedelta(hours=12, minutes=1))

    assert status(client) == 401


def test_page_that_nobody_touches_does_not_keep_its_session():
    client = signed_in(UserFactory.create())
    age(client, seen=timedelta(minutes=40))
    assert status(client, **{IDLE_HEADER: "1"}) == 200
    age(client, seen=timedelta(minutes=40))

    assert status(client, **{IDLE_HEADER: "1"}) == 401


def test_session_without_a_record_counts_for_nothing():
    client = signed_in(UserFactory.create())
    session = client.session
    del session["sign_in"]
    session.save()

    assert status(client) == 401


def test_activity_is_written_down_once_a_minute(django_assert_num_queries):
    client = signed_in(UserFactory.create())
    status(client)
    with django_assert_num_queries(4):
        status(client)

    age(client, seen=timedelta(seconds=61))
    status(client)

    record = records.record_of(client.session)
    assert timezone.now().timestamp() - record.seen < 5


def test_session_gets_another_key_at_each_proof():
    user = UserFactory.create()
    client = signed_in(user)
    before = client.session.session_key

    assert client.call("post", "/session/proofs", {"password": PASSWORD}).status_code == 200

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
    [row] = client.get("/api/v1/sessions").json()["items"]
    assert row["is_current"]


def test_key_of_a_session_has_enough_bits():
    key = signed_in(UserFactory.create()).session.session_key

    # 32 characters of 36: 165 bits (ASVS 7.2.3 asks for 128).
    assert len(key) == 32


def test_both_profiles_have_their_times(settings):
    from zhongshu.access.signin.profiles import PROFILES

    found = {name: (one.idle, one.absolute) for name, one in PROFILES.items()}

    assert found == {
        "international": (timedelta(hours=1), timedelta(hours=12)),
        "dengbao3": (timedelta(minutes=30), timedelta(hours=8)),
    }


def test_tokens_do_nothing_about_signing_in():
    user = UserFactory.create()
    with_app(user)
    _, secret = services.issue_token(
        user, name="x", expires_at=timezone.now() + timedelta(days=1), at=timezone.now()
    )
    bearer = {"Authorization": f"Bearer {secret}"}

    for path in ("/session/factors", "/sessions", "/session/identities"):
        assert Wire().get(f"/api/v1{path}", headers=bearer).status_code == 401
    assert Wire().get("/api/v1/tokens", headers=bearer).status_code == 200


def test_cookie_lives_no_longer_than_a_session():
    assert settings.SESSION_ABSOLUTE.total_seconds() == settings.SESSION_COOKIE_AGE
