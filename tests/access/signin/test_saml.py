"""SEC-22: SAML assertions, signed by an identity provider of the test with a key of its own."""

import base64
import re
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.access.signin.idp import new_rsa
from tests.access.signin.people import age
from tests.factories.access import UserFactory, user_with
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access.models import User
from zhongshu.access.signin.idps import BadProvider, read

onelogin = pytest.importorskip("onelogin.saml2.utils", reason="needs the extra saml")

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
ACS = f"{HOST}/sso/saml/adfs/acs"
OURS = f"{HOST}/sso/saml/adfs/metadata"
IDP = "https://adfs.example.com/trust"
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}"
 Version="2.0" IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{recipient}"
 InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{authenticated}" SessionIndex="s1"><saml:AuthnContext>
<saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement><saml:AttributeStatement>
<saml:Attribute Name="urn:oid:0.9.2342.19200300.100.1.3">
<saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" IssueInstant="{now}"
 Destination="{destination}" InResponseTo="{request}"><saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{assertion}</samlp:Response>"""


class Idp:
    """Signs whatever it is told, with its own key; by default the truth."""

    def __init__(self) -> None:
        self.key = new_rsa()
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime.now(UTC) - timedelta(days=1))
            .not_valid_after(datetime.now(UTC) + timedelta(days=30))
            .sign(self.key, hashes.SHA256())
        )

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def assertion(self, request: str, *, is_signed: bool = True, **told: str) -> str:
        text = ASSERTION.format(**self._facts(request), **self._told(told))
        if not is_signed:
            return text
        key = self.key.private_bytes(
            Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        ).decode()
        signed = onelogin.OneLogin_Saml2_Utils.add_sign(text, key, self.pem)
        return signed.decode() if isinstance(signed, bytes) else signed

    def response(self, request: str, assertion: str, **told: str) -> str:
        facts = self._facts(request) | {"destination": ACS, "issuer": IDP} | told
        text = RESPONSE.format(assertion=assertion, **facts)
        return base64.b64encode(text.encode()).decode()

    @staticmethod
    def _facts(request: str) -> dict[str, str]:
        now = datetime.now(UTC)
        return {
            "id": f"_{uuid4().hex}",
            "now": stamp(now),
            "request": request,
        }

    @staticmethod
    def _told(told: dict[str, str]) -> dict[str, str]:
        now = datetime.now(UTC)
        return {
            "issuer": IDP, "subject": "s-1", "recipient": ACS, "audience": OURS,
            "since": stamp(now - timedelta(minutes=2)), "until": stamp(now + timedelta(minutes=5)),
            "context": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
            "email": "lin@example.com", "authenticated": stamp(now), **told,
        }  # fmt: skip


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="module")
def idp() -> Idp:
    return Idp()


@pytest.fixture(autouse=True)
def provider(idp, settings, tmp_path):
    def let(more: str = "") -> None:
        file = tmp_path / "sso.toml"
        certificate = "".join(idp.pem.splitlines()[1:-1])
        file.write_text(
            f'[[saml]]\nid = "adfs"\nname = "AD FS"\nentity_id = "{IDP}"\n'
            f'sso_url = "https://adfs.example.com/ls/"\ncertificate = "{certificate}"\n{more}'
        )
        settings.SSO_PROVIDERS = read(file)

    let()
    return let


@pytest.fixture
def user() -> User:
    made: User = UserFactory.create()
    SocialAccount.objects.create(user=made, provider="adfs", uid="s-1")
    return made


@pytest.fixture
def administrator() -> User:
    made = user_with("access.manage_accounts")
    SocialAccount.objects.create(user=made, provider="adfs", uid="s-1")
    return made


def sent_out(client: Wire, **asked: str) -> str:
    """The id of the request with which a browser is sent to the provider."""
    answer = client.call("post", "/session/sso/adfs", {"to": "/work", **asked})
    assert answer.status_code == 200, answer.content
    query = parse_qs(urlsplit(answer.json()["address"]).query)
    request = zlib.decompress(base64.b64decode(query["SAMLRequest"][0]), -15).decode()
    assert f'AssertionConsumerServiceURL="{ACS}"' in request
    assert ('ForceAuthn="true"' in request) == (asked.get("purpose") == "prove")
    found = re.search(r'ID="([^"]+)"', request)
    assert found
    return found[1]


def posted(client: Wire, response: str):
    """What our server answers when the browser brings a response from the other site."""
    taken = client.post(
        "/sso/saml/adfs/acs", {"SAMLResponse": response}, headers={"Host": "testserver"}
    )
    if taken["Location"] != "/sso/saml/adfs/acs/finish":
        return taken
    assert taken.cookies["saml-acs-session"]["httponly"]
    return client.get(taken["Location"], headers={"Host": "testserver"})


def browser() -> Wire:
    return Wire(HTTP_HOST="testserver")


def viewer(client: Wire):
    return client.get("/api/v1/session").json()["user"]


def test_linked_subject_signs_in(idp, user):
    client = browser()
    request = sent_out(client)

    answer = posted(client, idp.response(request, idp.assertion(request)))

    assert answer["Location"] == "/work"
    assert viewer(client)["id"] == str(user.pk)
    assert changes().latest("seq").data["by"] == ["sso:adfs"]
    kept = SocialAccount.objects.get().extra_data
    assert kept["acr"] == "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
    assert kept.keys() == {"acr", "auth_time"}


def test_session_of_the_provider_that_lives_on_proves_nothing(idp, administrator):
    client = browser()
    request = sent_out(client)
    hours_ago = stamp(datetime.now(UTC) - timedelta(hours=5))

    posted(client, idp.response(request, idp.assertion(request, authenticated=hours_ago)))
    refused = client.call("post", "/accounts", {"username": "x.y", "name": "X"})
    request = sent_out(client, purpose="prove")
    back = posted(client, idp.response(request, idp.assertion(request, authenticated=hours_ago)))

    assert viewer(client)["id"] == str(administrator.pk)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.proof_needed")
    assert back["Location"] == "/security?refused=sso_failed"
    again = client.call("post", "/accounts", {"username": "x.y", "name": "X"})
    assert again.json()["code"] == "access.proof_needed"


def test_proof_asks_the_provider_anew(idp, administrator):
    client = browser()
    request = sent_out(client)
    posted(client, idp.response(request, idp.assertion(request)))
    age(client, proved=timedelta(minutes=11))
    assert client.call("post", "/accounts", {"username": "x.y", "name": "X"}).status_code == 403
    asked = client.get("/api/v1/session/proofs").json()["providers"]
    assert [one["id"] for one in asked] == ["adfs"]

    request = sent_out(client, purpose="prove")
    back = posted(client, idp.response(request, idp.assertion(request)))

    assert back["Location"] == "/work"
    assert client.call("post", "/accounts", {"username": "x.y", "name": "X"}).status_code == 201


FORGED = {
    "unsigned": {"is_signed": False},
    "for another service": {"audience": "https://other.example.com"},
    "for another address": {"recipient": "https://other.example.com/acs"},
    "over": {"until": "2026-01-01T00:00:00Z"},
    "not yet": {"since": "2099-01-01T00:00:00Z"},
    "of another provider": {"issuer": "https://evil.example.com"},
}


@pytest.mark.parametrize("told", FORGED.values(), ids=FORGED)
def test_forged_assertion_is_refused(told, idp, user):
    client = browser()
    request = sent_out(client)

    answer = posted(client, idp.response(request, idp.assertion(request, **told)))

    assert answer["Location"] == "/sign-in?refused=sso_failed"
    assert viewer(client) is None


def test_assertion_signed_by_somebody_else_is_refused(idp, user):
    client = browser()
    request = sent_out(client)

    answer = posted(client, idp.response(request, Idp().assertion(request)))

    assert answer["Location"] == "/sign-in?refused=sso_failed"


def test_signed_assertion_with_a_word_changed_is_refused(idp, user):
    client = browser()
    request = sent_out(client)
    changed = idp.assertion(request, subject="s-2").replace("s-2", "s-1")

    answer = posted(client, idp.response(request, changed))

    assert answer["Location"] == "/sign-in?refused=sso_failed"


@pytest.mark.parametrize("order", ["forged first", "forged last", "forged around"])
def test_signed_assertion_does_not_cover_for_another(order, idp, user):
    client = browser()
    request = sent_out(client)
    true = idp.assertion(request, subject="nobody")
    forged = idp.assertion(request, is_signed=False)
    if order == "forged around":
        both = forged.replace("</saml:Subject>", f"{true}</saml:Subject>")
    else:
        both = forged + true if order == "forged first" else true + forged

    answer = posted(client, idp.response(request, both))

    assert answer["Location"].startswith("/sign-in?refused=")
    assert viewer(client) is None


def test_comment_in_a_subject_does_not_cut_it(idp, user):
    client = browser()
    request = sent_out(client)
    assertion = idp.assertion(request, subject="s-1<!-- -->.evil")

    answer = posted(client, idp.response(request, assertion))

    assert answer["Location"].startswith("/sign-in?refused=")
    assert viewer(client) is None


def test_assertion_counts_once(idp, user):
    client = browser()
    request = sent_out(client)
    response = idp.response(request, idp.assertion(request))
    assert posted(client, response)["Location"] == "/work"
    client.call("delete", "/session")

    assert posted(client, response)["Location"] == "/sign-in?refused=sso_failed"
    assert posted(browser(), response)["Location"] == "/sign-in?refused=sso_failed"
    assert viewer(client) is None


def test_assertion_that_nobody_asked_for_is_refused(idp, user):
    client = browser()

    answer = posted(client, idp.response("_unasked", idp.assertion("_unasked")))

    assert answer["Location"] == "/sign-in?refused=sso_failed"
    assert viewer(client) is None


@pytest.mark.parametrize(
    "junk",
    [
        "", "junk", base64.b64encode(b"<a/>").decode(), base64.b64encode(b"\x00\xff").decode(),
        base64.b64encode(
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        ).decode(),
    ],
    ids=["nothing", "no base64", "no response", "no XML", "external entity"],
)  # fmt: skip
def test_junk_is_refused_and_breaks_nothing(junk):
    client = browser()

    assert posted(client, junk)["Location"] == "/sign-in?refused=sso_failed"


def test_no_subject_is_made_of_an_address(idp):
    UserFactory.create(email="lin@example.com")
    client = browser()
    request = sent_out(client)

    answer = posted(client, idp.response(request, idp.assertion(request)))

    assert answer["Location"] == "/sign-in?refused=sso_unknown"


def test_more_than_an_assertion_holds_is_not_kept():
    client = browser()

    assert posted(client, "A" * 300_000)["Location"] == "/sign-in?refused=sso_failed"


def test_metadata_tells_the_provider_what_we_need():
    answer = Wire(HTTP_HOST="testserver").get("/sso/saml/adfs/metadata")

    assert answer["Content-Type"] == "application/samlmetadata+xml"
    text = answer.content.decode()
    assert f'entityID="{OURS}"' in text
    assert f'Location="{ACS}"' in text
    assert 'WantAssertionsSigned="true"' in text
    assert "SingleLogoutService" not in text


@pytest.mark.parametrize("path", ["none/acs/finish", "none/metadata", "adfs/logout"])
def test_what_is_not_there_is_absent(path):
    assert Wire(HTTP_HOST="testserver").get(f"/sso/saml/{path}").status_code == 404


def test_certificate_is_needed(tmp_path):
    file = tmp_path / "sso.toml"
    file.write_text('[[saml]]\nid = "a"\nname = "a"\nentity_id = "e"\nsso_url = "https://a/"\n')

    with pytest.raises(BadProvider, match="lacks certificate"):
        read(file)
