"""What happens to every request before and after the routes."""

from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhongshu.kit.http import PROBLEM_TYPE, problem

GetResponse = Callable[[HttpRequest], HttpResponse]

_CODES = {
    400: "bad_request",
    403: "access.forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    500: "internal",
}


def identify(get_response: GetResponse) -> GetResponse:
    """Give each request a number, which its log lines and its answer carry."""

    def identified(request: HttpRequest) -> HttpResponse:
        request.request_id = uuid4().hex  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request_id=request.request_id):  # type: ignore[attr-defined]
            response = get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response

    return identified


def limit_size(get_response: GetResponse) -> GetResponse:
    """Refuse a body larger than the server accepts before a byte of it is read."""

    def limited(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_form = request.content_type == "multipart/form-data"
        most = settings.MAX_UPLOAD_BYTES if is_form else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if not length.isdecimal() or int(length) > most:
            return problem(413, "too_large", f"at most {most} bytes", limit=most)
        return get_response(request)

    return limited


def explain_in_api(get_response: GetResponse) -> GetResponse:
    """Turn what Django itself refuses below ``/api/`` into problem documents."""

    def explained(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_ours = response.get("Content-Type", "").startswith(PROBLEM_TYPE)
        if response.status_code < 400 or is_ours or not request.path.startswith("/api/"):
            return response
        status = response.status_code
        told = problem(status, _CODES.get(status, f"http.{status}"))
        if "Allow" in response:
            told["Allow"] = response["Allow"]
        return told

    return explained
