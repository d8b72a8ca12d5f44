import pytest

from tests.factories.access import PASSWORD, UserFactory, user_with
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.models import SYSTEM, User
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("eleven-char", "password_too_short"),
        ("a1b2c3d4" * 17, "password_too_long"),
        ("password1234", "password_too_common"),
        ("123456789012", "password_entirely_numeric"),
        ("abababababab", "password_too_repetitive"),
        ("zhang.wei.pmo", "password_too_similar"),
    ],
)
def test_weak_password_is_refused_with_the_rule_it_breaks(password, rule):
    with pytest.raises(services.PasswordRefused) as refused:
        services.create_account(SYSTEM, username="zhang.wei.pmo", name="张伟", password=password)

    assert rule in refused.value.params["rules"]
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "password", [PASSWORD, "长江黄河泰山华山嵩山衡山", "x" * 3 + "violet" * 20]
)
def test_long_password_of_any_characters_is_accepted(password):
    user = services.create_account(SYSTEM, username="li.na", name="李娜", password=password)

    assert user.check_password(password)
    assert password not in repr(list(Event.objects.values()))


def test_names_that_differ_in_case_are_one_name():
    services.create_account(SYSTEM, username="Li.Na", name="李娜")

    with pytest.raises(services.UsernameTaken):
        services.create_account(SYSTEM, username="li.na", name="李娜")


def test_bad_username_is_refused_by_field():
    with pytest.raises(BadInput) as refused:
        services.create_account(SYSTEM, username="li na", name="李娜")

    assert refused.value.field == "username"


def test_account_without_password_cannot_sign_in_with_one():
    user = services.create_account(SYSTEM, username="li.na", name="李娜")

    assert not user.has_usable_password()


def test_account_is_closed_and_opened_with_its_version():
    client = Wire(user_with("access.manage", "access.manage_accounts"))
    user = UserFactory.create()

    closed = client.call("patch", f"/accounts/{user.pk}", {"is_active": False}, version=1)

    assert closed.status_code == 200
    assert closed["ETag"] == '"2"'
    stale = client.call("patch", f"/accounts/{user.pk}", {"is_active": True}, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert stale.json()["current"]["is_active"] is False
    assert stale.json()["current"]["version"] == 2
    assert client.call("patch", f"/accounts/{user.pk}", {"is_active": True}).status_code == 428
    user.refresh_from_db()
    assert not user.is_active


def test_without_the_right_nobody_makes_an_account():
    answer = Wire(user_with("projects.view")).call(
        "post", "/accounts", {"username": "eve", "name": "Eve"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "access.forbidden")
    assert answer.json()["permission"] == "access.manage_accounts"
    assert not User.objects.filter(username="eve").exists()
