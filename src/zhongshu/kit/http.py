"""What routes share on the wire: problem documents, answers without a second check, versions."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Schema
from pydantic import ConfigDict, Field

from zhongshu.kit.errors import DomainError, Stale
from zhongshu.kit.models import Event

PROBLEM_TYPE = "application/problem+json"
_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_UTC_Z

View = TypeVar("View", bound=Callable[..., Any])


class VersionNotNamed(DomainError):
    """A change of a versioned object must say which version it was made from."""

    code = "if_match_missing"
    status = 428


class FieldProblem(Schema):
    """What is wrong with one field; further members are the facts the sentence needs."""

    model_config = ConfigDict(extra="allow")

    field: str | None = Field(None, description="Path of the field, as in `operations.0.name`.")
    code: str
    detail: str = ""


class Problem(Schema):
    """Why a request was refused (RFC 9457). Clients translate ``code``, which never changes."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    errors: list[FieldProblem] = Field(default_factory=list)


# What a route may answer besides what was asked; `api` documents it on every operation.
REFUSALS: dict[int, type[Problem]] = dict.fromkeys((403, 404, 409, 412, 422), Problem)


IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of the state that is changed; required for versioned objects.",
    "schema": {"type": "string"},
}
# How a POST that changes a versioned object is documented; other writes of it always are.
VERSIONED = {"parameters": [IF_MATCH]}


def to_json(data: Any) -> bytes:
    """Encode an answer; ids and moments in time become strings."""
    return orjson.dumps(data, default=str, option=_OPTIONS)


def answer(data: Any, *, status: int = 200, version: int | None = None) -> HttpResponse:
    """An answer that is already in wire form: it is documented by a schema, but not run through it.

    Checking a page of a hundred rows again costs as much as reading it.
    """
    response = HttpResponse(to_json(data), status=status, content_type="application/json")
    if version is not None:
        response["ETag"] = f'"{version}"'
    return response


def attachment(content: bytes, *, file_name: str, media_type: str) -> HttpResponse:
    """A file that a browser saves and never runs on our origin, whatever is in it.

    ``media_type`` is chosen by the code; for what a user uploaded it is
    ``application/octet-stream``.
    """
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=_SEPARATORS.sub("_", file_name)
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# What would end a header line, or lead out of the folder of downloads.
_SEPARATORS = re.compile(r"[\x00-\x1f\x7f/\\:\u202a-\u202e\u2066-\u2069]")


def problem(status: int, code: str, detail: str = "", **members: Any) -> HttpResponse:
    """A problem document."""
    body = {
        **members,
        "type": f"urn:zhongshu:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "errors": members.get("errors", []),
    }
    return HttpResponse(to_json(body), status=status, content_type=PROBLEM_TYPE)


def expected_version(request: HttpRequest) -> int | None:
    """The version in ``If-Match``; None for ``*``, which accepts whatever is there.

    Raises
    ------
    VersionNotNamed
        If the header is missing or is not a version.
    """
    text = request.headers.get("If-Match", "").strip()
    if text == "*":
        return None
    number = text.removeprefix("W/").strip('"')
    if not number.isdecimal():
        raise VersionNotNamed("send the version you changed in the header If-Match")
    return int(number)


def refuse_stale(
    present: int,
    *,
    expected: int | None,
    current: Callable[[], Any],
    subject: Any = None,
    is_told: Callable[[Event], bool] = lambda _: True,
    named: Callable[[str], str | None] = lambda name: name,
) -> None:
    """Refuse a change made from another version than the present one.

    Call it inside the transaction of the change, after the row was locked.

    Raises
    ------
    Stale
        With ``current``, the state of the object as it is now; where the subject of the change
        is given, also who changed it last, and when, by the events that the caller is told of;
        ``named`` says under which name, None if the caller may not know who it was.
    """
    if expected is None or expected == present:
        return
    facts = {} if subject is None else _last_change(subject, is_told, named)
    raise Stale(
        f"version {expected} is not the present one",
        version=present,
        current=current(),
        **facts,
    )


def _last_change(
    subject: Any, is_told: Callable[[Event], bool], named: Callable[[str], str | None]
) -> dict[str, str | None]:
    """Who changed an object last; what a domain above did with it does not count."""
    kinds = f"{subject._meta.app_label}."
    changes = Event.objects.filter(subject_id=subject.pk, kind__startswith=kinds)
    event = next(filter(is_told, changes.order_by("-seq").iterator(20)), None)
    if event is None:
        return {}
    return {"by": named(event.actor_name), "at": event.recorded_at.isoformat()}


def attempt(view: View) -> View:
    """Mark a POST that tries a secret: the attempt counts even where the request is undone.

    It is not kept for repeats, because that would take the count back with what was refused.
    """
    view.is_attempt = True  # type: ignore[attr-defined]
    return view


def shown_once(view: View) -> View:
    """Mark a POST whose answer holds a secret: a repeat is refused instead of answered again."""
    view.shows_secret = True  # type: ignore[attr-defined]
    return view
