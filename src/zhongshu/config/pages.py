"""The web pages: one document for every address that is not the API's."""

import json
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from zhongshu.access.signin.records import record_of

_NONCE = "__CSP_NONCE__"
_SIGNED_IN = "__SIGNED_IN__"
# It may fetch what it keeps, and nothing else.
_WORKER = (
    "default-src 'none'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'none'"
)
_LONGEST_REPORT = 10_000
_log = structlog.get_logger(__name__)


@require_safe
def page(request: HttpRequest, address: str = "") -> HttpResponse:
    """The document of the web client, with the nonce of this answer.

    It says whether somebody is signed in who owes no step before anything else, so that its
    script can ask for their data at once.
    """
    file = settings.PAGES / "index.html"
    if not file.is_file():
        return HttpResponse(
            "The web pages are not built: run `make demo`, or install the wheel.\n",
            status=503,
            content_type="text/plain; charset=utf-8",
        )
    html = _document(file, file.stat().st_mtime_ns)
    nonce = request.csp_nonce  # type: ignore[attr-defined]
    is_signed_in = "yes" if _is_let_in(request) else "no"
    response = HttpResponse(html.replace(_NONCE, nonce).replace(_SIGNED_IN, is_signed_in))
    response["Cache-Control"] = "no-store"
    return response


def _is_let_in(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    record = record_of(request.session)
    return record is None or record.step is None


@lru_cache(maxsize=4)
def _document(file: Path, changed_at: int) -> str:
    return file.read_text(encoding="utf-8")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the pages for times without a network; at the root, above them all."""
    file = settings.PAGES / "sw.js"
    if not file.is_file():
        raise Http404
    response = HttpResponse(
        _document(file, file.stat().st_mtime_ns), content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = _WORKER
    return response


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
