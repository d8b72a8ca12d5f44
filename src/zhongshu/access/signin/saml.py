"""SAML 2.0 as allauth and python3-saml have it: our part is what is kept, and what is let in."""

from typing import Any

from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zhongshu.access.signin import returning

# A signed assertion is some kilobytes; strangers can send one.
_MOST_BYTES = 262_144
_COOKIE = "saml-acs-session"


class Provider(SAMLProvider):  # type: ignore[misc]
    """A provider of which the subject and the way of proof are kept, and no attribute."""

    def redirect(
        self,
        request: HttpRequest,
        process: Any,
        next_url: str | None = None,
        data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Send a browser to the provider, which asks again who it is where a proof is wanted."""
        from allauth.socialaccount.providers.saml.utils import build_auth

        auth = build_auth(request, self)
        is_asked_anew = (data or {}).get("purpose") == "prove"
        address = auth.login(return_to="", force_authn=is_asked_anew)
        state_id = auth.get_last_request_id()
        self.stash_redirect_state(request, process, next_url, data, state_id=state_id, **kwargs)
        return HttpResponseRedirect(address)

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """How the provider saw them, and when."""
        contexts = data.get_last_authn_contexts()
        told = {"acr": contexts[0]} if contexts else {}
        return {**told, "auth_time": _authenticated_at(data)}

    def extract_email_addresses(self, data: Any) -> list[Any]:
        """No address is believed to be anybody's."""
        return []


def _authenticated_at(data: Any) -> float:
    """When the provider saw who it is: the oldest moment that the one verified assertion tells."""
    from onelogin.saml2.utils import OneLogin_Saml2_Utils
    from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

    document = OneLogin_Saml2_XML.to_etree(data.get_last_response_xml())
    found = OneLogin_Saml2_XML.query(document, "//saml:Assertion/saml:AuthnStatement")
    return min(
        float(OneLogin_Saml2_Utils.parse_SAML_to_time(one.get("AuthnInstant"))) for one in found
    )


@csrf_exempt
@require_POST
def acs(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Take an assertion that a browser was sent with, from another site and so without cookies."""
    from allauth.socialaccount.providers.saml import views

    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BYTES:
        return returning.refusal("sso_failed")
    response: HttpResponse = views.acs(request, organization_slug)
    if _COOKIE in response.cookies:
        response.cookies[_COOKIE]["httponly"] = True
    return response


@require_safe
def finish(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Verify the assertion, now that the browser comes with its session."""
    from allauth.socialaccount.providers.saml import views
    from onelogin.saml2.errors import OneLogin_Saml2_Error

    try:
        response: HttpResponse = views.finish_acs(request, organization_slug)
    except (PermissionDenied, ValueError, SyntaxError, OneLogin_Saml2_Error):
        # No request of this session is waiting for it: it comes for the second time, or unasked.
        return returning.refusal("sso_failed")
    return response


@require_safe
def metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """What the identity provider must know of us."""
    from allauth.socialaccount.providers.saml.utils import build_saml_config, get_app_or_404
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    app = get_app_or_404(request, organization_slug)
    config = build_saml_config(request, app.settings, organization_slug)
    del config["sp"]["singleLogoutService"]
    told = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(told, content_type="application/samlmetadata+xml")


def nothing(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Addresses that the library names and that we do not serve."""
    raise Http404
