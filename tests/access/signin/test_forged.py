"""SEC-22, SEC-50, SEC-59: what a provider, or somebody in its name, must not get away with."""

import time

import pytest
import requests
from allauth.socialaccount.models import SocialAccount

from tests.access.signin.idp import back, configured, forging, new_rsa, sent_out
from tests.factories.access import UserFactory, user_with
from tests.wire import Wire
from zhongshu.access.models import Role
from zhongshu.access.signin import egress
from zhongshu.access.signin.idps import BadProvider, read
from zhongshu.access.signin.providers import own_path

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def forger(settings, tmp_path):
    with forging() as one:
        settings.SSO_PROVIDERS = configured(tmp_path, corp={"issuer": one.issuer})
        one.folder = tmp_path
        yield one


@pytest.fixture
def user():
    made = UserFactory.create()
    SocialAccount.objects.create(user=made, provider="corp", uid="p1")
    return made


def outcome(forger, **more: str):
    client = Wire()
    answer = back(client, forger.way_back(sent_out(client), **more))
    return answer["Location"], client.get("/api/v1/session").json()["user"]


def test_truth_is_believed(forger, user):
    location, viewer = outcome(forger, iss=forger.issuer)

    assert (location, viewer["id"]) == ("/", str(user.pk))
    [asked] = forger.asked
    assert set(asked) == {
        "grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier",
    }  # fmt: skip
    assert len(asked["code_verifier"]) >= 43


def test_provider_that_names_itself_is_not_believed_without_its_name(forger, user):
    forger.document = {"authorization_response_iss_parameter_supported": True}

    without, nobody = outcome(forger)
    named, viewer = outcome(forger, iss=forger.issuer)

    assert (without, nobody) == ("/sign-in?refused=sso_failed", None)
    assert (named, viewer["id"]) == ("/", str(user.pk))


FORGED = {
    "nonce of another request": lambda one: one.claims.update(nonce="n-other"),
    "no nonce": lambda one: setattr(one, "dropped", ("nonce",)),
    "for somebody else": lambda one: one.claims.update(aud="other-client"),
    "for somebody else as well": lambda one: one.claims.update(aud=["zhongshu", "other"]),
    "for nobody": lambda one: setattr(one, "dropped", ("aud",)),
    "in another name": lambda one: one.claims.update(iss="https://evil.example"),
    "in nobody's name": lambda one: setattr(one, "dropped", ("iss",)),
    "over": lambda one: one.claims.update(exp=int(time.time()) - 300),
    "without an end": lambda one: setattr(one, "dropped", ("exp",)),
    "of nobody": lambda one: setattr(one, "dropped", ("sub",)),
    "not yet": lambda one: one.claims.update(nbf=int(time.time()) + 600),
    "signed by another": lambda one: setattr(one, "signing", new_rsa()),
    "unsigned": lambda one: (setattr(one, "algorithm", "none"), setattr(one, "signing", "")),
    "signed with the secret": lambda one: (
        setattr(one, "algorithm", "HS256"),
        setattr(one, "signing", "a-secret-that-only-the-tests-know"),
    ),
    "no ID token": lambda one: one.answer.update(id_token=None),
    "junk": lambda one: one.answer.update(id_token="a.b.c"),
    "junk of another kind": lambda one: one.answer.update(id_token=[1]),
    "keys elsewhere": lambda one: one.document.update(jwks_uri="http://127.0.0.2:1/jwks"),
    "token elsewhere": lambda one: one.document.update(token_endpoint="http://10.0.0.1/token"),
}


@pytest.mark.parametrize("spoil", FORGED.values(), ids=FORGED)
def test_forgery_is_refused(spoil, forger, user):
    client = Wire()
    address = forger.way_back(sent_out(client))
    spoil(forger)

    answer = back(client, address)

    assert answer["Location"] == "/sign-in?refused=sso_failed"
    assert client.get("/api/v1/session").json()["user"] is None


def test_answer_in_the_name_of_another_provider_is_refused(forger, user):
    assert outcome(forger, iss="https://evil.example") == ("/sign-in?refused=sso_failed", None)
    assert forger.asked == []


def test_provider_that_calls_itself_otherwise_is_not_asked(forger):
    forger.document["issuer"] = forger.issuer + "/"

    answer = Wire().call("post", "/session/sso/corp", {})

    assert (answer.status_code, answer.json()["code"]) == (424, "access.provider_unreachable")


def test_nobody_is_led_elsewhere_by_a_redirect(forger):
    forger.redirect = "http://169.254.169.254/latest/meta-data"

    assert Wire().call("post", "/session/sso/corp", {}).status_code == 424


def test_errors_of_the_provider_are_told_in_our_words(forger):
    client = Wire()
    address = forger.way_back(sent_out(client)).replace("code=c", "error=<script>alert(1)")

    answer = back(client, address)

    assert answer["Location"] == "/sign-in?refused=sso_failed"
    assert b"script" not in answer.content


@pytest.mark.parametrize(
    ("claims", "options", "is_strong"),
    [
        ({"amr": ["pwd", "mfa"]}, {"trusts_second_factor": True}, True),
        ({"acr": "gold"}, {"trusts_second_factor": True, "second_factor_acr": ["gold"]}, True),
        ({"amr": ["pwd"]}, {"trusts_second_factor": True}, False),
        ({"amr": "mfa"}, {"trusts_second_factor": True}, False),
        ({"amr": ["mfa"]}, {}, False),
    ],
)
def test_word_of_a_provider_counts_where_it_is_trusted(
    claims, options, is_strong, forger, settings
):
    table = {"issuer": forger.issuer, **options}
    settings.SSO_PROVIDERS = configured(forger.folder, corp=table)
    forger.claims.update(claims)
    user = user_with("projects.view")
    Role.objects.filter(grants__user=user).update(needs_second_factor=True)
    SocialAccount.objects.create(user=user, provider="corp", uid="p1")

    client = Wire()
    back(client, forger.way_back(sent_out(client)))

    step = client.get("/api/v1/session").json()["step"]
    assert step == (None if is_strong else "set_up_second_factor")


def test_old_sign_in_at_the_provider_is_no_fresh_proof(forger, user):
    client = Wire(user)
    forger.claims["auth_time"] = int(time.time()) - 3600

    answer = back(client, forger.way_back(sent_out(client, purpose="prove")))

    assert answer["Location"] == "/security?refused=sso_failed"


def test_unknown_provider_is_absent():
    assert Wire().call("post", "/session/sso/none", {}).status_code == 404
    assert Wire().get("/sso/oidc/none/callback?code=1&state=2")["Location"] == (
        "/sign-in?refused=sso_failed"
    )


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "evil",
        "javascript:alert(1)", "/\t/evil.example", "/a\r\nSet-Cookie: x=1", "", "///evil.example",
        " /work", "http:/evil.example", "/\x00",
    ],
)  # fmt: skip
def test_nobody_is_led_to_a_foreign_page(to):
    assert own_path(to) == "/"


@pytest.mark.parametrize("to", ["/", "/work", "/projects?tab=1#x", "/项目"])
def test_own_pages_are_led_to(to):
    assert own_path(to) == to


@pytest.mark.parametrize(
    "address",
    ["http://169.254.169.254/", "http://idp.example.com.evil.example/", "http://localhost:1/",
     "http://idp.example.com@evil.example/"],
)  # fmt: skip
def test_only_the_hosts_of_the_providers_are_asked(address):
    with pytest.raises(egress.ForeignHost):
        egress.ProviderSession(frozenset({"idp.example.com"})).get(address)


def test_answer_of_a_provider_has_an_end(forger, monkeypatch):
    monkeypatch.setattr(egress, "_MOST_BYTES", 10)

    with pytest.raises(egress.TooMuch):
        egress.ProviderSession(frozenset({"127.0.0.1"})).get(forger.issuer)


def test_environment_of_the_process_leads_nobody_elsewhere(forger, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    answer = egress.ProviderSession(frozenset({"127.0.0.1"})).get(forger.issuer)

    assert isinstance(answer, requests.Response)
    assert answer.json()["issuer"] == forger.issuer


GOOD = 'id = "corp"\nname = "x"\nissuer = "https://i"\nclient_id = "c"\nclient_secret = "s"\n'


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[[oidc]]\n" + GOOD.replace('"https://i"', '"http://i.example"'), "https://"),
        ("[[oidc]]\n" + GOOD.replace("client_secret", "secret"), "lacks client_secret"),
        ("[[oidc]]\n" + GOOD + "trust = true\n", "trust"),
        ("[[oidc]]\n" + GOOD.replace('"corp"', '"../corp"'), "an id is"),
        ("[[oidc]]\n" + GOOD + "[[oidc]]\n" + GOOD, "two providers"),
        ("[[ldap]]\nid = 1\n", "ldap"),
        ("[[oidc\n", "ZHONGSHU_SSO_FILE"),
        (None, "ZHONGSHU_SSO_FILE"),
    ],
)
def test_file_that_cannot_be_used_is_refused_with_the_reason(content, complaint, tmp_path):
    file = tmp_path / "sso.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    with pytest.raises(BadProvider, match=complaint):
        read(file)
