"""The addresses to which identity providers send browsers back."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from zhongshu.access.signin import oidc, returning, saml


def oidc_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take up what an OpenID provider sent a browser back with."""
    from allauth.socialaccount.models import SocialApp

    try:
        response: HttpResponse = oidc.callback(request, provider_id)
    except (SocialApp.DoesNotExist, *oidc.FAULTS):
        return returning.refusal("sso_failed")
    return response


# The names are those by which allauth asks for the addresses.
urlpatterns = [
    path("oidc/<slug:provider_id>/callback", oidc_callback, name="openid_connect_callback"),
    path("saml/<slug:organization_slug>/acs", saml.acs, name="saml_acs"),
    path("saml/<slug:organization_slug>/acs/finish", saml.finish, name="saml_finish_acs"),
    path("saml/<slug:organization_slug>/metadata", saml.metadata, name="saml_metadata"),
    path("saml/<slug:organization_slug>/logout", saml.nothing, name="saml_sls"),
]
