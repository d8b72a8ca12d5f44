"""What each request leaves in the audit trail, beside the events of the services it calls."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhongshu.access import trail
from zhongshu.access.models import User
from zhongshu.kit.origin import USER_AGENT_LENGTH, Origin, acting_from

GetResponse = Callable[[HttpRequest], HttpResponse]

_LONGEST_PATH = 300


def keep_trail(get_response: GetResponse) -> GetResponse:
    """Tell every event where it comes from, and record refusals, failures and high reads.

    At most one event is added to a request. If it cannot be written, neither is the answer:
    nobody reads what is audited without it being audited.
    """

    def kept(request: HttpRequest) -> HttpResponse:
        with acting_from(_origin(request)) as origin:
            response = get_response(request)
            _record(request, response.status_code, origin)
        return response

    return kept


def _origin(request: HttpRequest) -> Origin:
    record = getattr(request, "sign_in", None)
    return Origin(
        request_id=getattr(request, "request_id", ""),
        proved_at=record.proved if record else None,
        ip=_printable(request.META.get("REMOTE_ADDR", ""))[:45],
        user_agent=_printable(request.headers.get("User-Agent", ""))[:USER_AGENT_LENGTH],
    )


def _record(request: HttpRequest, status: int, origin: Origin) -> None:
    viewer = getattr(request, "own_user", None)
    if status < 400 and not origin.sights and viewer is None:
        return
    actor = viewer or getattr(request, "user", None)
    # A stranger who knocks leaves a line in the log, and cannot fill the trail.
    if not isinstance(actor, User):
        return
    place = {
        "method": request.method,
        "path": _printable(request.path)[:_LONGEST_PATH],
        "status": status,
    }
    if status == 403:
        trail.note_refusal(actor, origin, place=place)
    elif status >= 500:
        trail.note_failure(actor, place=place)
    elif origin.sights or viewer is not None:
        trail.note_reads(actor, origin, place=place)


def _printable(text: str) -> str:
    """The text without what could end a line or reorder it: it may come from anybody."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)
