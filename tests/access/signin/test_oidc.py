"""SEC-22: OpenID Connect against a real provider process."""

import os
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount

from tests.access.signin.idp import (
    FOLDER,
    back,
    configured,
    provider_process,
    sent_out,
    signed_in_there,
)
from tests.access.signin.people import age, signed_in, with_app
from tests.factories.access import UserFactory, user_with
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.models import User
from zhongshu.kit.models import Event

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        # Where the whole suite is run nothing is passed over: without the provider it fails.
        not (FOLDER / "node_modules").is_dir() and "NEEDS_IDP" not in os.environ,
        reason="`make setup` installs the test provider",
    ),
]


@pytest.fixture(scope="module")
def issuer():
    with provider_process("corp", "other") as address:
        yield address


@pytest.fixture
def provider(issuer, settings, tmp_path):
    def let(**options):
        settings.SSO_PROVIDERS = configured(tmp_path, corp={"issuer": issuer, **options})

    let()
    return let


def linked(person: str, user: User | None = None, provider: str = "corp") -> User:
    user = user or UserFactory.create()
    SocialAccount.objects.create(user=user, provider=provider, uid=person)
    return user


def came_back(client: Wire, person: str, **options: str):
    return back(client, signed_in_there(sent_out(client, **options), person))


def viewer(client: Wire):
    return client.get("/api/v1/session").json()["user"]


def test_linked_identity_signs_in_and_goes_where_it_was_heading(provider):
    user = linked("lin")
    client = Wire()

    answer = came_back(client, "lin", to="/projects?tab=1")

    assert (answer.status_code, answer["Location"]) == (302, "/projects?tab=1")
    assert viewer(client)["id"] == str(user.pk)
    [event] = changes()
    assert (event.kind, event.data["by"]) == ("access.signed_in", ["sso:corp"])


def test_request_carries_state_nonce_and_pkce_and_no_secret(provider):
    address = sent_out(Wire())

    for part in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256"):
        assert part in address
    assert "secret" not in address


def test_unknown_identity_is_let_in_nowhere_even_with_a_known_address(provider):
    user = UserFactory.create(username="lin", email="lin@example.com")
    client = Wire()

    answer = came_back(client, "lin")

    assert answer["Location"] == "/sign-in?refused=sso_unknown"
    assert viewer(client) is None
    assert not SocialAccount.objects.exists()
    assert User.objects.get().pk == user.pk


def test_closed_account_is_told_the_same_as_an_unknown_one(provider):
    linked("lin", UserFactory.create(is_active=False))

    answer = came_back(Wire(), "lin")

    assert answer["Location"] == "/sign-in?refused=sso_unknown"


def test_second_factor_of_the_account_is_asked_for(provider):
    user = linked("lin")
    with_app(user)
    client = Wire()

    answer = came_back(client, "lin", to="/work")

    assert answer["Location"] == "/sign-in?to=%2Fwork"
    assert viewer(client) is None
    assert client.get("/api/v1/session").json()["step"] == "second_factor"


def test_somebody_who_is_signed_in_links_their_identity(provider):
    user = UserFactory.create()
    client = signed_in(user)

    answer = came_back(client, "lin", purpose="link", to="/security")

    assert answer["Location"] == "/security"
    row = SocialAccount.objects.get()
    assert (row.user_id, row.provider, row.uid) == (user.pk, "corp", "lin")
    assert row.extra_data == {}
    assert changes().latest("seq").kind == "access.identity_linked"
    again = Wire()
    came_back(again, "lin")
    assert viewer(again)["id"] == str(user.pk)


def test_linking_asks_for_a_fresh_proof_before_and_after_the_journey(provider):
    client = signed_in(UserFactory.create())
    address = sent_out(client, purpose="link")
    age(client, proved=timedelta(minutes=11))

    answer = back(client, signed_in_there(address, "lin"))
    before = client.call("post", "/session/sso/corp", {"purpose": "link"})

    assert answer["Location"] == "/security?refused=proof_needed"
    assert (before.status_code, before.json()["code"]) == (403, "access.proof_needed")
    assert not SocialAccount.objects.exists()


def test_identity_of_another_account_is_not_taken_over(provider):
    owner = linked("lin")
    client = signed_in(UserFactory.create())

    answer = came_back(client, "lin", purpose="link")

    assert answer["Location"] == "/security?refused=identity_taken"
    assert SocialAccount.objects.get().user_id == owner.pk


def test_link_begun_by_one_is_not_finished_by_another(provider):
    client = signed_in(UserFactory.create())
    address = signed_in_there(sent_out(client, purpose="link"), "lin")
    session = client.session
    states = session["socialaccount_states"]
    other = UserFactory.create()
    client.force_login(other)
    session = client.session
    session["socialaccount_states"] = states
    session.save()

    answer = back(client, address)

    assert answer["Location"] == "/security?refused=sso_failed"
    assert not SocialAccount.objects.exists()


def test_proof_by_single_sign_on_asks_the_provider_anew(provider):
    user = linked("lin", user_with("access.manage_accounts"))
    client = Wire()
    came_back(client, "lin")
    age(client, proved=timedelta(minutes=11))
    body = {"username": "x.y", "name": "X"}
    assert client.call("post", "/accounts", body).status_code == 403
    asked = client.get("/api/v1/session/proofs").json()["providers"]
    assert [one["id"] for one in asked] == ["corp"]
    address = sent_out(client, purpose="prove", to="/governance/access")
    assert "prompt=login" in address
    assert "max_age=0" in address

    answer = back(client, signed_in_there(address, "lin"))

    assert answer["Location"] == "/governance/access"
    assert client.call("post", "/accounts", body).status_code == 201
    proved = Event.objects.get(kind="access.proved")
    assert (proved.actor_id, proved.data["by"]) == (user.pk, ["sso:corp"])


def test_provider_that_asks_for_no_second_factor_is_no_proof_where_there_is_one(provider):
    user = linked("lin")
    client = signed_in(user)
    with_app(user)
    assert client.get("/api/v1/session/proofs").json()["providers"] == []
    before = client.session["sign_in"]["proved"]

    answer = came_back(client, "lin", purpose="prove", to="/security")

    assert answer["Location"] == "/security?refused=sso_weak"
    assert client.session["sign_in"]["proved"] == before


def test_proof_by_somebody_else_is_none(provider):
    linked("lin")
    user = linked("wang", user_with("access.manage_accounts"))
    client = signed_in(user)
    age(client, proved=timedelta(minutes=11))

    answer = came_back(client, "lin", purpose="prove")

    assert answer["Location"] == "/security?refused=sso_somebody_else"
    assert client.call("post", "/accounts", {"username": "x", "name": "x"}).status_code == 403


def test_provider_brings_accounts_where_it_may(provider):
    provider(provision=True)
    client = Wire()

    came_back(client, "lin")

    user = User.objects.get()
    assert (user.username, user.name, user.email) == ("lin", "Person lin", "lin@example.com")
    assert not user.has_usable_password()
    assert not user.grants.exists()
    assert viewer(client)["id"] == str(user.pk)
    assert [one.kind for one in changes().order_by("seq")] == [
        "access.account_created", "access.identity_linked", "access.signed_in",
    ]  # fmt: skip


@pytest.mark.parametrize("taken", [{"username": "LIN"}, {"email": "Lin@Example.com"}])
def test_provider_brings_nobody_whose_name_or_address_is_taken(provider, taken):
    provider(provision=True)
    UserFactory.create(**taken)

    answer = came_back(Wire(), "lin")

    assert answer["Location"] == "/sign-in?refused=sso_account_exists"
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


def test_answer_counts_once(provider):
    linked("lin")
    client = Wire()
    address = signed_in_there(sent_out(client), "lin")
    assert back(client, address)["Location"] == "/"
    client.call("delete", "/session")

    assert back(client, address)["Location"] == "/sign-in?refused=sso_failed"
    assert viewer(client) is None


def test_answer_to_another_browser_is_refused(provider):
    linked("lin")
    address = signed_in_there(sent_out(Wire()), "lin")
    victim = Wire()

    assert back(victim, address)["Location"] == "/sign-in?refused=sso_failed"
    assert viewer(victim) is None


def test_same_subject_of_another_provider_is_somebody_else(issuer, settings, tmp_path):
    settings.SSO_PROVIDERS = configured(tmp_path, corp={"issuer": issuer}, other={"issuer": issuer})
    linked("lin")
    client = Wire()

    answer = came_back(client, "lin", provider="other")

    assert answer["Location"] == "/sign-in?refused=sso_unknown"


def test_answer_is_not_taken_for_one_of_another_provider(issuer, settings, tmp_path):
    settings.SSO_PROVIDERS = configured(tmp_path, corp={"issuer": issuer}, other={"issuer": issuer})
    linked("lin", provider="other")
    client = Wire()
    address = signed_in_there(sent_out(client), "lin").replace("/oidc/corp/", "/oidc/other/")

    assert back(client, address)["Location"] == "/sign-in?refused=sso_failed"
    assert viewer(client) is None


def test_administrator_links_by_subject_before_anybody_came(provider):
    user = UserFactory.create()
    admin = Wire(user_with("access.manage_accounts"))

    answer = admin.call(
        "post", f"/accounts/{user.pk}/identities", {"provider": "corp", "subject": "lin"}
    )

    assert answer.status_code == 201
    client = Wire()
    came_back(client, "lin")
    assert viewer(client)["id"] == str(user.pk)


def test_unlinked_identity_signs_in_no_more(provider):
    user = linked("lin")
    client = signed_in(user)
    [row] = client.get("/api/v1/session/identities").json()["items"]

    assert client.call("delete", f"/session/identities/{row['id']}").status_code == 204

    assert came_back(Wire(), "lin")["Location"] == "/sign-in?refused=sso_unknown"


def test_last_way_in_is_kept(provider):
    user = linked("lin")
    user.set_unusable_password()
    user.save()
    client = Wire(user)
    [row] = client.get("/api/v1/session/identities").json()["items"]

    answer = client.call("delete", f"/session/identities/{row['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "access.last_way_in")
