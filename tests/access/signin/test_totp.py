"""SEC-18: codes of an authenticator app count once, in their half minute and its neighbours."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.utils import timezone

from tests.access.signin.keys import code_of
from tests.access.signin.people import age, signed_in, with_app
from tests.factories.access import PASSWORD, UserFactory
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.models import RecoveryCode
from zhongshu.access.signin import cards, factors
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

# RFC 6238, appendix B: the secret, moments and the last six of the eight digits printed there.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
    (2000000000, "279037"), (20000000000, "353130"),
]  # fmt: skip


@pytest.mark.parametrize(("moment", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(moment, code, monkeypatch):
    monkeypatch.setattr(totp.time, "time", lambda: moment)

    assert factors.counter_of(RFC_SECRET, code) == moment // 30
    assert code_of(RFC_SECRET, moment) == code


@pytest.mark.parametrize(
    ("drift", "is_right"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)]
)
def test_clocks_may_be_half_a_minute_apart(drift, is_right, monkeypatch):
    monkeypatch.setattr(totp.time, "time", lambda: 1_800_000_000)

    found = factors.counter_of(RFC_SECRET, code_of(RFC_SECRET, 1_800_000_000 + drift))

    assert (found is not None) is is_right


def test_code_is_right_once_and_earlier_ones_never_again(monkeypatch):
    user = UserFactory.create()
    secret = with_app(user)
    monkeypatch.setattr(totp.time, "time", lambda: 1_800_000_000)
    now = timezone.now()

    assert factors.use_totp(user, code_of(secret, 1_800_000_000), at=now)

    assert not factors.use_totp(user, code_of(secret, 1_800_000_000), at=now)
    assert not factors.use_totp(user, code_of(secret, 1_799_999_970), at=now)
    assert factors.use_totp(user, code_of(secret, 1_800_000_030), at=now)


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_send_one_code_at_once_one_is_let_in():
    user = UserFactory.create()
    secret = with_app(user)

    def use(_: int) -> bool:
        try:
            return factors.use_totp(user, code_of(secret), at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        right = list(pool.map(use, range(10)))

    assert sum(right) == 1


def test_password_alone_lets_nobody_in_who_has_an_app():
    user = UserFactory.create()
    secret = with_app(user)

    client = signed_in(user)

    session = client.get("/api/v1/session").json()
    assert (session["user"], session["step"]) == (None, "second_factor")
    assert session["factors"] == ["totp"]
    assert client.get("/api/v1/tokens").status_code == 401
    answer = client.call("post", "/session/second-factor", {"code": code_of(secret)})
    assert answer.json()["user"]["id"] == str(user.pk)
    assert answer.json()["step"] is None
    [event] = changes()
    assert (event.kind, event.data["by"]) == ("access.signed_in", ["password", "totp"])


def test_wrong_code_lets_nobody_in_is_recorded_and_the_sixth_must_wait():
    user = UserFactory.create()
    secret = with_app(user)
    client = signed_in(user)

    for _ in range(5):
        answer = client.call("post", "/session/second-factor", {"code": "000000"})
        assert (answer.status_code, answer.json()["code"]) == (422, "access.proof_refused")

    answer = client.call("post", "/session/second-factor", {"code": code_of(secret)})
    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert client.get("/api/v1/session").json()["user"] is None
    failed = Event.objects.filter(kind="access.proof_failed")
    assert [(one.actor_id, one.data["by"]) for one in failed] == [(user.pk, ["totp"])] * 5


def test_first_proof_counts_for_ten_minutes_and_for_its_own_browser():
    user = UserFactory.create()
    secret = with_app(user)
    client = signed_in(user)
    session = client.session
    session["sign_in_pending"] |= {"at": session["sign_in_pending"]["at"] - 601}
    session.save()

    late = client.call("post", "/session/second-factor", {"code": code_of(secret)})
    other = Wire().call("post", "/session/second-factor", {"code": code_of(secret)})

    assert (late.status_code, late.json()["code"]) == (401, "access.sign_in_over")
    assert other.status_code == 401


def test_app_is_set_up_by_its_first_code_and_brings_recovery_codes():
    user = UserFactory.create()
    client = signed_in(user)

    made = client.call("post", "/session/factors/app-secret").json()
    wrong = client.call("post", "/session/factors/app", {"code": "000000"})
    right = client.call("post", "/session/factors/app", {"code": code_of(made["secret"])})

    assert (wrong.status_code, wrong.json()["code"]) == (422, "access.wrong_code")
    assert right.status_code == 201
    codes = right.json()["recovery_codes"]
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"([a-z2-9]{4}-){5}[a-z2-9]{4}", one) for one in codes)
    assert made["address"] == (
        f"otpauth://totp/Zhongshu%3A{user.username}?secret={made['secret']}&issuer=Zhongshu"
    )
    again = client.call("post", "/session/factors/app", {"code": code_of(made["secret"])})
    assert again.status_code in {409, 422}


def test_database_holds_no_secret_and_no_code():
    user = UserFactory.create()
    client = signed_in(user)
    secret = client.call("post", "/session/factors/app-secret").json()["secret"]
    in_session = str(client.session.items())

    answer = client.call("post", "/session/factors/app", {"code": code_of(secret)})

    stored = str(list(Authenticator.objects.values())) + str(list(RecoveryCode.objects.values()))
    told = str(list(Event.objects.values()))
    assert secret not in in_session + stored + told
    for code in answer.json()["recovery_codes"]:
        assert code not in stored + told
        assert code.replace("-", "") not in stored + told


def test_recovery_code_stands_in_once_for_a_lost_app():
    user = UserFactory.create()
    with_app(user)
    code, *_ = factors.new_recovery_codes(user)
    first, second = signed_in(user), signed_in(user)

    answer = first.call("post", "/session/second-factor", {"recovery_code": code.upper()})
    again = second.call("post", "/session/second-factor", {"recovery_code": code})

    assert answer.json()["user"]["id"] == str(user.pk)
    assert again.status_code == 422
    assert RecoveryCode.objects.filter(user=user, used_at=None).count() == 9


def test_other_recovery_codes_make_the_earlier_ones_worthless():
    user = UserFactory.create()
    with_app(user)
    old, *_ = factors.new_recovery_codes(user)

    answer = Wire(user).call("post", "/session/recovery-codes")

    now = timezone.now()
    assert not factors.use_recovery_code(user, old, at=now)
    assert factors.use_recovery_code(user, answer.json()["recovery_codes"][0], at=now)


def test_changes_of_factors_ask_for_a_fresh_proof():
    user = UserFactory.create()
    client = signed_in(user)
    age(client, proved=timedelta(minutes=11))

    answer = client.call("post", "/session/factors/app-secret")

    assert (answer.status_code, answer.json()["code"]) == (403, "access.proof_needed")
    assert client.call("post", "/session/proofs", {"password": PASSWORD}).status_code == 200
    assert client.call("post", "/session/factors/app-secret").status_code == 200


def test_last_factor_goes_with_its_recovery_codes():
    user = UserFactory.create()
    with_app(user)
    factors.new_recovery_codes(user)
    client = Wire(user)
    [factor] = client.get("/api/v1/session/factors").json()["items"]

    answer = client.call("delete", f"/session/factors/{factor['id']}")

    assert answer.status_code == 204
    assert not RecoveryCode.objects.filter(user=user).exists()
    assert [one.kind for one in changes()] == ["access.factor_removed"]


def test_nobody_removes_the_factor_of_another():
    user = UserFactory.create()
    with_app(user)

    answer = Wire(UserFactory.create()).call(
        "delete", f"/session/factors/{cards.public_id(Authenticator.objects.get())}"
    )

    assert answer.status_code == 404
    assert Authenticator.objects.filter(user=user).exists()
