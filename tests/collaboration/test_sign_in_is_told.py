"""Whoever changes how an account is signed in to cannot do it behind its owner's back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.access.signin.keys import code_of
from tests.access.signin.people import signed_in, with_app, with_passkey
from tests.collaboration.test_mail import run_mail_jobs
from tests.factories.access import PASSWORD, UserFactory, user_with
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.models import SYSTEM, User
from zhongshu.access.signin import factors
from zhongshu.access.signin.places import device_of, network_of
from zhongshu.collaboration.models import Notification
from zhongshu.kit import events
from zhongshu.kit.models import OutboxCursor
from zhongshu.kit.origin import Origin, acting_from

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1"
WANTED = "nine-blue-mountains"


@pytest.fixture(autouse=True)
def _mail_is_on(settings):
    settings.MAIL_IS_ON = True
    settings.PUBLIC_URL = "https://pmo.example.com"


def owner(language: str = "en") -> User:
    user = user_with("projects.view")
    user.name, user.email, user.language = "Bo", "bo@example.com", language
    user.save()
    return user


def told(user: User) -> list[dict]:
    events.deliver_pending()
    user.refresh_from_db()
    items = Wire(user).call("get", "/notifications?sort=at,id").json()["items"]
    return [one["data"] | {"kind": one["kind"], "by": one["by"]} for one in items]


def whats(user: User) -> list[str]:
    return [one["what"] for one in told(user)]


def from_a_place(ip: str = "203.0.113.7", agent: str = FIREFOX) -> acting_from:
    return acting_from(Origin(ip=ip, user_agent=agent))


def sign_in_from(user: User, ip: str, agent: str) -> None:
    with from_a_place(ip, agent):
        services.note_sign_in(user, at=timezone.now(), by=["password"])


def the_letter(user: User) -> tuple[str, str]:
    """The one letter, without the moment it tells."""
    events.deliver_pending()
    assert run_mail_jobs() == ["done"]
    [sent] = mail.outbox
    row = Notification.objects.get(user=user)
    local = timezone.localtime(timezone.datetime.fromisoformat(row.data["when"]))
    return sent.subject, sent.body.replace(f"{local:%Y-%m-%d %H:%M}", "<when>")


def test_letter_says_what_when_from_where_and_what_to_do():
    user = owner()
    secret = factors.new_totp_secret()
    with from_a_place():
        services.add_totp(user, secret=secret, code=code_of(secret))

    subject, body = the_letter(user)
    assert subject == "Zhongshu: An authenticator app was added to your account"
    assert body == (
        "Hello Bo,\n\n"
        "An authenticator app was added to your account\n"
        "When: <when> (Asia/Shanghai)\n"
        "From: Firefox · Windows, 203.0.113.7\n"
        "If that was not you: remove it under “Sign-in and security”, end your other sessions and "
        "change your password.\n"
        "https://pmo.example.com/security\n\n"
        "-- \nThis mail is about the safety of your account and cannot be switched off.\n"
    )


def test_letter_speaks_chinese_to_those_who_do():
    user = owner("zh-CN")
    token = {"name": "每日报表", "expires_at": timezone.now() + timedelta(days=1)}

    with from_a_place():
        services.issue_token(
            user, **token, at=timezone.now(), permissions=frozenset({"projects.view"})
        )

    subject, body = the_letter(user)
    until = f"{timezone.localtime(token['expires_at']):%Y-%m-%d %H:%M}"
    line = f"您的账号新建了访问令牌“每日报表”，有效期至 {until} (Asia/Shanghai)"
    assert subject == f"中枢：{line}"
    assert body == (
        "Bo，您好：\n\n"
        f"{line}\n"
        "时间：<when> (Asia/Shanghai)\n"
        "来自：Firefox · Windows, 203.0.113.7\n"
        "如果不是您本人操作：请在“登录与安全”中撤销它，结束其他登录，并修改密码。\n"
        "https://pmo.example.com/security\n\n"
        "-- \n这封邮件关系到您的账号安全，无法关闭。\n"
    )


@pytest.mark.parametrize(
    ("language", "line", "by", "remedy"),
    [
        (
            "en",
            "The password of your account was reset, and all its sessions ended",
            "By: Admin",
            "If you did not ask for that: tell an administrator at once.",
        ),
        (
            "zh-CN",
            "您账号的密码已被重置，所有登录均已结束",
            "操作人：Admin",
            "如果您没有提出此要求：请立即联系管理员。",
        ),
    ],
)
def test_what_an_administrator_does_names_them_and_not_their_place(language, line, by, remedy):
    user = owner(language)
    admin = user_with("access.manage_accounts", "projects.view")
    User.objects.filter(pk=admin.pk).update(name="Admin")
    admin.refresh_from_db()

    with from_a_place(ip="198.51.100.9"):
        services.reset_password(admin, user=user, expected_version=None)

    _, body = the_letter(user)
    assert all(one in body.splitlines() for one in (line, by, remedy))
    assert "198.51.100.9" not in body


def test_each_change_is_told():
    user = owner()
    client = Wire(user, secure=True)
    with_passkey(user, client)
    [factor] = client.get("/api/v1/session/factors").json()["items"]
    client.call("post", "/session/recovery-codes")
    client.call("delete", f"/session/factors/{factor['id']}")
    body = {"present": PASSWORD, "password": WANTED}
    assert client.call("post", "/session/password", body).status_code == 200
    identity = services.link_identity_of(SYSTEM, user=user, provider="corp", subject="s1")
    services.unlink_identity_of(SYSTEM, user=user, identity=identity)
    services.reset_factors(SYSTEM, user=user)
    services.reset_password(SYSTEM, user=user, expected_version=None)

    found = told(user)

    assert [one["what"] for one in found] == [
        "passkey_added", "recovery_codes_replaced", "passkey_removed", "password_changed",
        "identity_linked", "identity_unlinked", "factors_reset", "password_reset",
    ]  # fmt: skip
    assert {one["kind"] for one in found} == {"sign_in_changed"}
    assert (found[0]["name"], found[4]["name_en"], found[4]["by"]) == ("Key", "Company", None)
    assert (found[0]["ip"], "ip" in found[4]) == ("127.0.0.1", False)


def test_used_recovery_code_is_told_however_it_was_used():
    user = owner()
    with_app(user)
    first, second, *_ = factors.new_recovery_codes(user)
    client = signed_in(user)
    assert client.call("post", "/session/second-factor", {"recovery_code": first}).json()["user"]

    assert client.call("post", "/session/proofs", {"recovery_code": second}).status_code == 200

    assert whats(user) == ["recovery_code_used", "recovery_code_used"]


def test_new_device_and_new_network_are_told_and_known_ones_are_not():
    user, stranger = owner(), owner()
    sign_in_from(stranger, "198.51.100.1", PHONE)
    sign_in_from(user, "203.0.113.7", FIREFOX)
    assert whats(user) == []
    sign_in_from(user, "203.0.113.200", FIREFOX)
    assert whats(user) == []

    sign_in_from(user, "198.51.100.1", FIREFOX)
    sign_in_from(user, "203.0.113.7", PHONE)
    sign_in_from(user, "198.51.100.77", PHONE)

    found = told(user)
    assert [(one["what"], one["device"], one["ip"]) for one in found] == [
        ("new_place", "Firefox · Windows", "198.51.100.1"),
        ("new_place", "Safari · iOS", "203.0.113.7"),
    ]


@pytest.mark.parametrize(
    ("text", "device"),
    [
        (FIREFOX, "Firefox · Windows"),
        (PHONE, "Safari · iOS"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 MicroMessenger/8.0", "WeChat · Android"),
        ("curl/8.5.0", ""),
    ],
)
def test_device_is_named_as_the_pages_name_it(text, device):
    assert device_of(text) == device


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_network_of_an_address(ip, network):
    assert network_of(ip) == network


def test_reading_it_first_does_not_keep_the_letter_back():
    user = owner()
    services.change_password(user, present=PASSWORD, wanted=WANTED)
    events.deliver_pending()
    assert Wire(user).call("post", "/notifications/read").json() == {"n_unread": 0}

    assert run_mail_jobs() == ["done"]

    assert [one.to for one in mail.outbox] == [['"Bo" <bo@example.com>']]
    assert "Precedence" not in mail.outbox[0].extra_headers


def test_nobody_can_switch_it_off():
    user = owner()
    wire = Wire(user)
    shown = wire.call("get", "/notifications/preferences").json()["preferences"]

    answer = wire.call(
        "patch", "/notifications/preferences", {"kind": "sign_in_changed", "mail": "none"}
    )

    assert "sign_in_changed" not in {one["kind"] for one in shown}
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "kind")


def test_it_is_told_once_to_its_owner_and_to_nobody_else():
    user, other = owner(), user_with("access.manage_accounts", "access.manage")
    services.change_password(user, present=PASSWORD, wanted=WANTED)
    assert whats(user) == ["password_changed"]

    OutboxCursor.objects.all().delete()

    assert whats(user) == ["password_changed"]
    assert told(other) == []
    path = f"/notifications/{Notification.objects.get().pk}"
    assert Wire(other).call("patch", path, {"is_read": True}).status_code == 404


def test_account_without_any_right_is_told():
    user = UserFactory.create()
    user_with("projects.view")

    services.change_password(user, present=PASSWORD, wanted=WANTED)

    assert whats(user) == ["password_changed"]


def test_account_is_told_of_and_not_discussed():
    user = owner()
    services.change_password(user, present=PASSWORD, wanted=WANTED)
    events.deliver_pending()

    answer = Wire(user).call("post", f"/subjects/account/{user.pk}/comments", {"text": "x"})

    assert answer.status_code == 404


def test_name_of_a_passkey_forges_no_line_of_the_letter():
    user = owner()
    after = {"factor": "passkey", "name": "Key\r\nBcc: evil@example.com\n\nIgnore this."}
    events.record("access.factor_added", actor=user, subject=user, after=after)

    subject, body = the_letter(user)

    assert subject.startswith("Zhongshu: The passkey “Key Bcc: evil@example.com Ignore this.” was")
    assert body.count("\n\n") == 2
