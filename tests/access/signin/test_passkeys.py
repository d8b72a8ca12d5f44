"""SEC-18: passkeys as second factor and instead of a password."""

import pytest

from tests.access.signin.keys import Passkey
from tests.access.signin.people import signed_in, with_passkey
from tests.factories.access import UserFactory
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.models import User
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


def browser() -> Wire:
    return Wire(secure=True)


def question(client: Wire):
    return client.call("post", "/session/passkey-question").json()


def test_passkey_alone_signs_in():
    user = UserFactory.create()
    key = with_passkey(user)
    client = browser()

    answer = client.call("post", "/session/passkey", {"credential": key.answer(question(client))})

    assert answer.status_code == 200, answer.content
    assert answer.json()["user"]["id"] == str(user.pk)
    assert changes().latest("seq").data["by"] == ["passkey"]


def test_passkey_is_the_second_factor_of_a_password():
    user = UserFactory.create()
    key = with_passkey(user)
    client = signed_in(user)
    client.defaults["wsgi.url_scheme"] = "https"
    assert client.get("/api/v1/session").json()["factors"] == ["passkey", "recovery_code"]

    answer = client.call(
        "post", "/session/second-factor", {"credential": key.answer(question(client))}
    )

    assert answer.json()["user"]["id"] == str(user.pk)
    assert changes().latest("seq").data["by"] == ["password", "passkey"]


def test_question_names_no_account_and_no_key():
    with_passkey(UserFactory.create())

    asked = question(browser())

    assert not asked["publicKey"].get("allowCredentials")
    assert asked["publicKey"]["userVerification"] == "required"
    assert len(asked["publicKey"]["challenge"]) >= 22


def refused(client: Wire, credential: object) -> None:
    answer = client.call("post", "/session/passkey", {"credential": credential})
    assert (answer.status_code, answer.json()["code"]) == (401, "access.sign_in_failed")
    assert client.get("/api/v1/session").json()["user"] is None


def test_answer_counts_once():
    user = UserFactory.create()
    key = with_passkey(user)
    client = browser()
    answer = key.answer(question(client))
    assert client.call("post", "/session/passkey", {"credential": answer}).status_code == 200
    client.call("delete", "/session")

    refused(client, answer)
    question(client)
    refused(client, answer)


def test_answer_to_the_question_of_another_browser_is_refused():
    key = with_passkey(UserFactory.create())
    theirs, ours = browser(), browser()
    question(ours)

    refused(ours, key.answer(question(theirs)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: setattr(key, "origin", "https://evil.example"),
        lambda key: setattr(key, "key", Passkey().key),
        lambda key: setattr(key, "id", b"another-key-0000"),
        lambda key: setattr(key, "is_verifying", False),
        lambda key: setattr(key, "owner", "00000000000000000000000000000000"),
        lambda key: setattr(key, "owner", "###"),
        lambda key: setattr(key, "owner", None),
    ],
    ids=["foreign page", "another key", "unknown key", "no check of the owner", "nobody", "junk",
         "no owner"],
)  # fmt: skip
def test_forged_answer_is_refused(spoil):
    key = with_passkey(UserFactory.create())
    client = browser()
    asked = question(client)
    spoil(key)

    refused(client, key.answer(asked))


@pytest.mark.parametrize("junk", [{}, {"response": 1}, {"id": "x", "response": {}}, {"a": [[]]}])
def test_junk_is_refused_and_breaks_nothing(junk):
    client = browser()
    question(client)

    refused(client, junk)


def test_passkey_of_a_closed_account_lets_nobody_in():
    user = UserFactory.create()
    key = with_passkey(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = browser()

    refused(client, key.answer(question(client)))


def test_passkey_of_one_is_not_the_second_factor_of_another():
    key = with_passkey(UserFactory.create())
    other = UserFactory.create()
    with_passkey(other)
    client = signed_in(other)
    client.defaults["wsgi.url_scheme"] = "https"

    answer = client.call(
        "post", "/session/second-factor", {"credential": key.answer(question(client))}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "access.proof_refused")


@pytest.mark.parametrize("junk", [{}, {"response": {}}, {"id": "x", "rawId": "x", "response": []}])
def test_junk_for_a_new_passkey_is_refused_by_name(junk):
    client = Wire(UserFactory.create(), secure=True)
    client.call("post", "/session/factors/passkey-question")

    answer = client.call("post", "/session/factors/passkey", {"name": "x", "credential": junk})

    assert (answer.status_code, answer.json()["code"]) == (422, "access.passkey_refused")
    assert not changes().exists()


def test_new_passkey_must_answer_our_own_question():
    client = Wire(UserFactory.create(), secure=True)
    asked = client.call("post", "/session/factors/passkey-question").json()
    key = Passkey()
    credential = key.made(asked)
    body = {"name": "Key", "credential": credential}
    assert client.call("post", "/session/factors/passkey", body).status_code == 201

    again = client.call("post", "/session/factors/passkey", body)

    assert again.status_code == 422
    assert Event.objects.filter(kind="access.factor_added").count() == 1
