"""A POST with an ``Idempotency-Key`` happens once, however often it is sent.

The answer is kept in the transaction of the write, so neither is ever there without the
other. An upload may take long, and its transaction would keep every other writer of an
embedded database waiting: for uploads the key is claimed first, and the answer kept after.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from ninja.operation import Operation

from zhongshu.access.models import User
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import problem
from zhongshu.kit.models import IdempotentAnswer

RUNNING = 0
_LOST_AFTER = timedelta(minutes=15)
_KEPT_HEADERS = ("ETag", "Location")


class KeyReused(DomainError):
    """The key was used for another request."""

    code = "idempotency_key_reused"
    status = 422


class StillRunning(DomainError):
    """The same request is being worked on."""

    code = "still_running"


class ShownOnce(DomainError):
    """The request was answered, and its answer held a secret that is not kept."""

    code = "shown_once"


class Run(Protocol):
    """An operation that runs."""

    def __call__(self, request: HttpRequest, **path: Any) -> HttpResponse:
        """Answer a request."""


def happen_once(run: Run) -> Run:
    """Decorate the run of an operation, if it is a POST."""
    operation = cast("Any", run).__self__
    if "POST" not in operation.methods or getattr(operation.view_func, "is_attempt", False):
        return run

    @wraps(run)
    def once(request: HttpRequest, **path: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None:
            return run(request, **path)
        refusal = operation._run_checks(request)
        if refusal is not None:
            return cast("HttpResponse", refusal)
        if not isinstance(request.user, User):
            return run(request, **path)
        try:
            return _once(operation, request, key, lambda: run(request, **path))
        except DomainError as error:
            return cast("HttpResponse", operation.api.on_exception(request, error))

    return once


def _once(
    operation: Operation, request: HttpRequest, key: str, run: Callable[[], HttpResponse]
) -> HttpResponse:
    if not key.isascii() or not key.isprintable() or not 8 <= len(key) <= 120:
        raise BadInput("a key has 8 to 120 printable characters", field="Idempotency-Key")
    row = IdempotentAnswer(
        actor_id=cast("User", request.user).pk,
        key=key,
        path=request.path[:300],
        request_digest=_digest(request),
        status=RUNNING,
        content_type="",
        body=b"",
    )
    keep_body = not getattr(operation.view_func, "shows_secret", False)
    if request.content_type == "multipart/form-data":
        return _claimed_first(row, run, keep_body=keep_body)
    with transaction.atomic():
        earlier = _earlier(row)
        if earlier is not None:
            return _again(earlier, row)
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            _keep(row, response, keep_body=keep_body)
    return response


def _claimed_first(
    row: IdempotentAnswer, run: Callable[[], HttpResponse], *, keep_body: bool
) -> HttpResponse:
    now = timezone.now()
    lost = IdempotentAnswer.objects.filter(
        actor_id=row.actor_id, key=row.key, status=RUNNING, created_at__lt=now - _LOST_AFTER
    )
    with transaction.atomic():
        lost.delete()
        earlier = _earlier(row)
    if earlier is not None:
        return _again(earlier, row)
    response = problem(500, "internal")
    try:
        response = run()
    finally:
        if response.status_code >= 400:
            IdempotentAnswer.objects.filter(pk=row.pk).delete()
        else:
            _keep(row, response, keep_body=keep_body)
    return response


def _earlier(row: IdempotentAnswer) -> IdempotentAnswer | None:
    """The answer that has this key; None if the row now has it.

    The insert waits for a transaction that is about to use the same key.
    """
    IdempotentAnswer.objects.bulk_create([row], ignore_conflicts=True)
    holder = IdempotentAnswer.objects.get(actor_id=row.actor_id, key=row.key)
    return None if holder.pk == row.pk else holder


def _again(earlier: IdempotentAnswer, row: IdempotentAnswer) -> HttpResponse:
    if (earlier.path, earlier.request_digest) != (row.path, row.request_digest):
        raise KeyReused("the key was used for another request", field="Idempotency-Key")
    if earlier.status == RUNNING:
        raise StillRunning("the same request is being worked on")
    if not earlier.content_type:
        raise ShownOnce("the secret was shown when the request was first answered")
    response = HttpResponse(
        bytes(earlier.body), status=earlier.status, content_type=earlier.content_type
    )
    for name, value in earlier.headers.items():
        response[name] = value
    response["Idempotent-Replay"] = "true"
    return response


def _keep(row: IdempotentAnswer, response: HttpResponse, *, keep_body: bool) -> None:
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    IdempotentAnswer.objects.filter(pk=row.pk).update(
        status=response.status_code,
        content_type=response["Content-Type"] if keep_body else "",
        headers=headers if keep_body else {},
        body=response.content if keep_body else b"",
    )


def _digest(request: HttpRequest) -> str:
    """Tells one request from another; keyed, because a body may hold a password."""
    seen = hashlib.sha256()
    seen.update(request.META.get("QUERY_STRING", "").encode() + b"\0")
    if request.content_type == "multipart/form-data":
        # The boundary of a form differs each time it is sent.
        for name, values in sorted(request.POST.lists()):
            seen.update(repr((name, values)).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                seen.update(repr((name, file.name)).encode())
                for chunk in file.chunks():
                    seen.update(chunk)
                file.seek(0)
    else:
        seen.update(request.body)
    return salted_hmac("zhongshu.idempotency", seen.digest(), algorithm="sha256").hexdigest()
