"""Requests in the place of another: the header that names the delegation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from zhongshu.access.authorities.acting import take_up
from zhongshu.access.http import StepFirst
from zhongshu.access.models import User
from zhongshu.access.signin import records
from zhongshu.access.view_as import ViewingOnly, is_viewing

HEADER = "X-Acting-Under"


def act_for_another(view: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a route: a request with the header has the rights of the delegation it names.

    Who sees as another account takes up nothing that was passed on to that one.
    """

    @wraps(view)
    def acting(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        delegation_id = request.headers.get(HEADER, "")
        if delegation_id and isinstance(request.user, User):
            if is_viewing():
                raise ViewingOnly(HEADER)
            take_up(request.user, delegation_id, at=timezone.now())
            _refuse_unproved(request, request.user)
        return view(request, *args, **kwargs)

    return acting


def _refuse_unproved(request: HttpRequest, deputy: User) -> None:
    """Ask a deputy at once for the proofs that the giver's roles demand."""
    record = getattr(request, "sign_in", None)
    owes = records.owed(deputy, record.by, at=timezone.now()) if record else []
    if owes:
        raise StepFirst("finish signing in first", step=owes[0])
