"""Turns every error into a problem document, and lets nothing internal out."""

import sqlite3
from http import HTTPStatus
from typing import Any

import structlog
from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from zhongshu.access.guard import Forbidden
from zhongshu.kit.errors import DomainError
from zhongshu.kit.http import problem
from zhongshu.kit.origin import here
from zhongshu.kit.sqlite.base import NoTurn

_log = structlog.get_logger(__name__)
_TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def register(api: NinjaAPI) -> None:
    """Give the API its only exception handlers."""
    for kind, handle in _HANDLERS.items():
        api.add_exception_handler(kind, handle)


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal by the business, with the facts its sentence needs."""
    members = {key: value for key, value in error.params.items() if key not in _RESERVED}
    if error.field is not None and "errors" not in members:
        one = {**members, "field": error.field, "code": error.code, "detail": str(error)}
        members["errors"] = [one]
    answer = problem(error.status, error.code, str(error), **members)
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = str(error.params["seconds"])
    return answer


_RESERVED = {"type", "title", "status", "code", "detail"}


def forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
    """A refusal by access control, of something the actor may see."""
    here().refused = error.permission
    return problem(403, "access.forbidden", error.permission, permission=error.permission)


def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """There is no such thing, or it is not for these eyes: the same answer, to the byte."""
    return problem(404, "not_found")


def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody is signed in."""
    response = problem(401, "access.not_signed_in")
    response["WWW-Authenticate"] = 'Bearer realm="zhongshu"'
    return response


def bad_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The input has the wrong shape: each field with what is wrong about it.

    What was sent is not sent back: it may be a password.
    """
    errors = [_field_problem(one) for one in error.errors]
    fields = ", ".join(str(one["field"]) for one in errors if one["field"])
    return problem(422, "bad_input", f"not acceptable: {fields}", errors=errors)


def _field_problem(one: dict[str, Any]) -> dict[str, Any]:
    # ninja's location begins with where the value was (body, query, …) and, for a body,
    # the name of the route's parameter; neither means anything to the sender.
    place, *path = one["loc"]
    if place in {"body", "form", "file"} and len(path) > 1:
        path = path[1:]
    facts = {
        key: value
        for key, value in one.get("ctx", {}).items()
        if isinstance(value, int | float | str)
    }
    named = ".".join(str(part) for part in path) or None
    return {**facts, "field": named, "code": one["type"], "detail": one["msg"]}


def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    """The account has asked for more than its allowance of this minute."""
    return problem(429, "too_many_requests", "wait for the seconds that Retry-After names")


def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that cannot be read; the parser's own refusal says why."""
    cause = error.__cause__
    if isinstance(cause, DomainError):
        return refused(request, cause)
    if isinstance(cause, _TOO_LARGE):
        return too_large(request, cause)
    return problem(error.status_code, f"http.{error.status_code}", error.message)


def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    """More bytes, fields or files than a request may have."""
    return problem(413, "too_large", "the request is larger than the server accepts")


def suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    """A request that no client of ours would send."""
    _log.warning("suspicious_request", path=request.path, reason=type(error).__name__)
    return problem(400, "bad_request")


def not_multipart(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
    """An upload that is not well-formed."""
    return problem(400, "bad_request", "the upload is not well-formed")


def busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """Others kept the database for too long: nothing was changed, and a repeat will do."""
    if not _waited_in_vain(error):
        return unexpected(request, error)
    response = problem(503, "busy")
    response["Retry-After"] = "1"
    return response


def _waited_in_vain(error: OperationalError) -> bool:
    cause = error.__cause__
    if isinstance(error, NoTurn):
        return True
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    # PostgreSQL: serialization failure, deadlock, lock not available.
    return getattr(cause, "sqlstate", None) in {"40001", "40P01", "55P03"}


def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our own fault: logged in full, answered with the number under which it was logged."""
    number = getattr(request, "request_id", "")
    _log.error(
        "request_failed",
        path=request.path,
        method=request.method,
        request_id=number,
        exc_info=error,
    )
    return problem(500, "internal", request_id=number)


_HANDLERS: dict[type[Exception], Any] = {
    DomainError: refused,
    Forbidden: forbidden,
    Http404: not_found,
    AuthenticationError: not_signed_in,
    ValidationError: bad_input,
    Throttled: too_many,
    HttpError: unreadable,
    RequestDataTooBig: too_large,
    TooManyFieldsSent: too_large,
    TooManyFilesSent: too_large,
    SuspiciousOperation: suspicious,
    MultiPartParserError: not_multipart,
    OperationalError: busy,
    Exception: unexpected,
}
