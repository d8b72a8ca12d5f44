import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories.access import PASSWORD, UserFactory, user_with
from tests.wire import JSON, Wire
from zhongshu.access.models import User
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


def browser() -> tuple[Client, str]:
    """A browser that has opened the sign-in page, and the token it was given."""
    client = Client(enforce_csrf_checks=True)
    return client, client.get("/api/v1/session").json()["csrf_token"]


def sign_in(client: Client, token: str, username: str, password: str = PASSWORD):
    return client.post(
        "/api/v1/session",
        {"username": username, "password": password},
        content_type=JSON,
        headers={"X-CSRFToken": token},
    )


def test_nobody_is_signed_in_at_first():
    session = Client().get("/api/v1/session").json()

    assert session["user"] is None
    assert session["permissions"] == []
    assert session["demo"] is None


def test_right_password_begins_a_session():
    user = user_with("projects.create")
    client, token = browser()

    answer = sign_in(client, token, user.username)

    assert answer.status_code == 200
    assert answer.json()["user"]["id"] == str(user.pk)
    assert answer.json()["permissions"] == ["projects.create"]
    assert client.get("/api/v1/session").json()["user"]["id"] == str(user.pk)
    assert Event.objects.get().kind == "access.signed_in"


def test_session_key_changes_at_sign_in():
    user = UserFactory.create()
    client, token = browser()
    client.session.save()
    before = client.session.session_key

    sign_in(client, token, user.username)

    assert client.session.session_key != before


def test_sign_in_without_the_token_of_our_page_is_refused():
    user = UserFactory.create()
    client, _ = browser()

    answer = sign_in(client, "", user.username)

    assert (answer.status_code, answer.json()["code"]) == (403, "access.csrf")
    assert client.get("/api/v1/session").json()["user"] is None


@pytest.mark.parametrize("case", ["unknown", "wrong", "closed"])
def test_every_failure_gets_the_same_answer(case):
    user = UserFactory.create(is_active=case != "closed")
    client, token = browser()

    answer = sign_in(
        client,
        token,
        "nobody" if case == "unknown" else user.username,
        PASSWORD if case == "closed" else "wrong-" + PASSWORD,
    )

    assert answer.status_code == 401
    assert answer.content == (
        b'{"type":"urn:zhongshu:problem:access.sign_in_failed","title":"Unauthorized",'
        b'"status":401,"code":"access.sign_in_failed","detail":"","errors":[]}'
    )
    assert Session.objects.count() == 0


def test_sixth_failure_of_an_account_is_told_to_wait_even_with_the_right_password():
    user = UserFactory.create()
    client, token = browser()
    for _ in range(5):
        assert sign_in(client, token, user.username, "wrong").status_code == 401

    answer = sign_in(client, token, user.username)

    assert (answer.status_code, answer.json()["code"]) == (429, "access.too_many_attempts")
    assert answer["Retry-After"] == "300"


def test_names_differing_in_case_share_their_failures():
    client, token = browser()
    for name in ["someone", "Someone", "SOMEONE", "sOmeone", "soMeone"]:
        sign_in(client, token, name, "wrong")

    assert sign_in(client, token, "someOne", "wrong").status_code == 429


def test_success_does_not_use_up_the_attempts():
    user = UserFactory.create()
    client, token = browser()
    for _ in range(7):
        answer = sign_in(client, token, user.username)
        assert answer.status_code == 200
        token = answer.json()["csrf_token"]


def test_sign_out_ends_the_session():
    user = UserFactory.create()
    client = Wire(user)

    answer = client.call("delete", "/session")

    assert answer.status_code == 204
    assert client.get("/api/v1/session").json()["user"] is None
    assert Event.objects.get().kind == "access.signed_out"


def test_closed_account_is_signed_out_at_once():
    user = UserFactory.create()
    client = Wire(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/api/v1/tokens").status_code == 401


def test_preferences_are_kept():
    user = UserFactory.create()
    client = Wire(user)

    answer = client.call("patch", "/session/preferences", {"language": "en"})

    assert answer.json()["user"]["language"] == "en"
    assert answer.json()["user"]["theme"] == "system"


def test_unknown_language_is_refused_by_name():
    client = Wire(UserFactory.create())

    answer = client.call("patch", "/session/preferences", {"language": "tlh"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "language"


def test_password_change_ends_the_other_sessions():
    user = UserFactory.create()
    here, elsewhere = Wire(user), Wire(user)

    answer = here.call(
        "post", "/session/password", {"present": PASSWORD, "password": "nine-blue-mountains"}
    )

    assert answer.status_code == 200
    assert here.get("/api/v1/tokens").status_code == 200
    assert elsewhere.get("/api/v1/tokens").status_code == 401


def test_password_change_needs_the_present_one():
    user = UserFactory.create()

    answer = Wire(user).call(
        "post", "/session/password", {"present": "guess", "password": "nine-blue-mountains"}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "access.wrong_password"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(secure, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
    user = UserFactory.create()
    client, token = browser()

    answer = sign_in(client, token, user.username)

    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert bool(cookie["secure"]) is secure
    assert len(answer.cookies) == 2


def test_preferences_follow_the_account_and_what_is_not_named_stays():
    user = UserFactory.create()
    Wire(user).call("patch", "/session/preferences", {"theme": "dark", "density": "compact"})

    answer = Wire(user).call("patch", "/session/preferences", {"has_single_keys": False})

    assert answer.status_code == 200
    assert answer.json()["user"]["theme"] == "dark"
    assert answer.json()["user"]["preferences"] == {
        "density": "compact",
        "start_page": "work",
        "week_start": "monday",
        "date_style": "iso",
        "has_single_keys": False,
        "tours_seen": [],
    }
    event = Event.objects.latest("seq")
    assert event.kind == "access.preferences_set"
    assert event.data["after"]["has_single_keys"] is False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("density", "cosy"),
        ("start_page", "../etc"),
        ("week_start", "friday"),
        ("date_style", ""),
        ("has_single_keys", "perhaps"),
        ("tours_seen", ["x"] * 31),
        ("colour", "red"),
    ],
)
def test_unknown_preference_is_refused_by_name_and_nothing_changes(field, value):
    user = UserFactory.create()

    answer = Wire(user).call("patch", "/session/preferences", {"theme": "dark", field: value})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith(field)
    user.refresh_from_db()
    assert (user.theme, user.preferences) == ("system", {})
