"""What somebody tries who holds a part of what signs in: a password, a key, a session."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from tests.access.signin.keys import code_of
from tests.access.signin.people import age, signed_in, with_app, with_passkey
from tests.factories.access import PASSWORD, UserFactory
from tests.wire import Wire
from zhongshu.access.models import User
from zhongshu.access.signin import factors

pytestmark = pytest.mark.django_db


def question(client: Wire):
    return client.call("post", "/session/passkey-question").json()


def second_step(user: User) -> Wire:
    """A browser in which the password was typed, and the second factor is asked for."""
    client = signed_in(user)
    assert client.get("/api/v1/session").json()["step"] == "second_factor"
    return client


def test_stolen_key_that_checks_nobody_signs_in_nobody_whatever_it_was_asked():
    victim, thief = UserFactory.create(), UserFactory.create()
    key = with_passkey(victim)
    key.is_verifying = False
    # Who is signed in is asked for any touch of the key, as a proof beside the password.
    client = Wire(thief, secure=True)

    answer = client.call("post", "/session/passkey", {"credential": key.answer(question(client))})

    assert (answer.status_code, answer.json()["code"]) == (401, "access.sign_in_failed")
    assert client.get("/api/v1/session").json()["user"]["id"] == str(thief.pk)


def test_key_that_checks_nobody_is_still_a_second_factor():
    user = UserFactory.create()
    key = with_passkey(user)
    key.is_verifying = False
    client = second_step(user)
    client.defaults["wsgi.url_scheme"] = "https"

    answer = client.call(
        "post", "/session/second-factor", {"credential": key.answer(question(client))}
    )

    assert answer.status_code == 200, answer.content


def test_right_proofs_of_ones_own_do_not_clear_the_way_to_guess_those_of_others():
    own = UserFactory.create()
    codes = factors.new_recovery_codes(own) if with_app(own) else []
    victims = [UserFactory.create() for _ in range(6)]
    for victim in victims:
        with_app(victim)

    answers = []
    for victim, code in zip(victims, codes, strict=False):
        client = second_step(victim)
        answers += [
            client.call("post", "/session/second-factor", {"code": "000000"}).status_code
            for _ in range(4)
        ]
        second_step(own).call("post", "/session/second-factor", {"recovery_code": code})

    # Twenty failures of one address in a minute, whatever was right in between.
    assert answers == [422] * 20 + [429] * 4


def test_right_proof_does_not_forgive_the_failures_of_the_account():
    user = UserFactory.create()
    secret = with_app(user)
    thief, owner = second_step(user), second_step(user)
    for _ in range(4):
        thief.call("post", "/session/second-factor", {"code": "000000"})

    right = owner.call("post", "/session/second-factor", {"code": code_of(secret)})
    fifth, sixth = (
        thief.call("post", "/session/second-factor", {"code": "000000"}) for _ in range(2)
    )

    assert [one.status_code for one in (right, fifth, sixth)] == [200, 422, 429]


def test_password_is_no_proof_where_there_is_a_second_factor():
    user = UserFactory.create()
    client = signed_in(user)
    with_app(user)
    [recovery, *_] = factors.new_recovery_codes(user)
    age(client, proved=timedelta(minutes=11))
    [factor] = client.get("/api/v1/session/factors").json()["items"]
    path = f"/session/factors/{factor['id']}"

    by_password = client.call("post", "/session/proofs", {"password": PASSWORD})
    refused = client.call("delete", path)

    assert client.get("/api/v1/session/proofs").json()["kinds"] == ["totp", "recovery_code"]
    assert (by_password.status_code, refused.status_code) == (422, 403)
    assert client.call("post", "/session/proofs", {"recovery_code": recovery}).status_code == 200
    assert client.call("delete", path).status_code == 204


def test_first_second_factor_ends_the_sessions_that_know_only_the_password():
    user = UserFactory.create()
    owner, thief = signed_in(user), signed_in(user)
    secret = owner.call("post", "/session/factors/app-secret").json()["secret"]
    body = {"code": code_of(secret)}

    assert owner.call("post", "/session/factors/app", body).status_code == 201

    assert owner.get("/api/v1/sessions").status_code == 200
    assert thief.get("/api/v1/sessions").status_code == 401


def test_further_factor_ends_no_session():
    user = UserFactory.create()
    secret = with_app(user)
    clients = [second_step(user) for _ in range(2)]
    [recovery, *_] = factors.new_recovery_codes(user)
    first = clients[0].call("post", "/session/second-factor", {"code": code_of(secret)})
    second = clients[1].call("post", "/session/second-factor", {"recovery_code": recovery})
    assert [first.status_code, second.status_code] == [200, 200]
    clients[0].defaults["wsgi.url_scheme"] = "https"

    with_passkey(user, clients[0])

    assert [one.get("/api/v1/sessions").status_code for one in clients] == [200, 200]


def test_passkey_that_is_the_last_way_in_is_kept():
    user = UserFactory.create()
    with_passkey(user)
    user.set_unusable_password()
    user.save()
    client = Wire(user)
    [factor] = client.get("/api/v1/session/factors").json()["items"]

    answer = client.call("delete", f"/session/factors/{factor['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "access.last_way_in")
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1
