"""The security headers of every answer."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

# Scripts run only if the page names them by the nonce of this very answer, or if such a script
# loads them. Styles that antd adds at run time carry the nonce; style attributes cannot.
_PAGE = (
    "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; "
    "style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'; require-trusted-types-for 'script'; report-uri /csp-report"
)
_DATA = (
    "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'none'"
)
_FEATURES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
    "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip
# Passkeys are for our own pages alone.
_OWN = ("publickey-credentials-create", "publickey-credentials-get")
_PERMISSIONS = ", ".join(
    [*(f"{feature}=()" for feature in _FEATURES), *(f"{feature}=(self)" for feature in _OWN)]
)


def add_security_headers(get_response: GetResponse) -> GetResponse:
    """Add the headers that tell a browser what it must not do with an answer."""

    def guarded(request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(18)  # type: ignore[attr-defined]
        response = get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        policy = _PAGE.format(nonce=request.csp_nonce) if is_page else _DATA  # type: ignore[attr-defined]
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return guarded
