"""The web pages: one document for every address that is not the API's."""

import json
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

_PLACEHOLDER = "__CSP_NONCE__"
_LONGEST_REPORT = 10_000
_log = structlog.get_logger(__name__)


@require_safe
def page(request: HttpRequest, address: str = "") -> HttpResponse:
    """The document of the web client, with the nonce of this answer."""
    file = settings.PAGES / "index.html"
    if not file.is_file():
        return HttpResponse(
            "The web pages are not built: run `make demo`, or install the wheel.\n",
            status=503,
            content_type="text/plain; charset=utf-8",
        )
    html = _document(file, file.stat().st_mtime_ns)
    nonce = request.csp_nonce  # type: ignore[attr-defined]
    response = HttpResponse(html.replace(_PLACEHOLDER, nonce))
    response["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=2)
def _document(file: Path, changed_at: int) -> str:
    return file.read_text(encoding="utf-8")


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Note that a browser stopped something on one of our pages."""
    body = request.body
    if len(body) <= _LONGEST_REPORT:
        try:
            report = json.loads(body)
        except ValueError:
            return HttpResponse(status=400)
        _log.warning("csp_violation", report=report)
    return HttpResponse(status=204)


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok\n", content_type="text/plain")
