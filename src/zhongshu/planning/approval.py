"""What a decision on a requested baseline needs to know: how far it goes, and who did what."""

from datetime import datetime
from math import ceil
from uuid import UUID

from django.db.models import Max

from zhongshu.access.authorities import asking
from zhongshu.access.authorities.deciding import Amount, deciding_bodies
from zhongshu.access.authorities.kinds import BASELINE_APPROVAL
from zhongshu.access.authorities.models import Body, Question
from zhongshu.access.authorities.separating import doers_of
from zhongshu.kit.models import Event
from zhongshu.kit.moments import MINUTES_PER_DAY
from zhongshu.planning.changes import EDITED, IMPORTED, REDONE, UNDONE
from zhongshu.planning.models import Baseline, BaselineTask, Task
from zhongshu.projects.models import Project

BASELINE_KIND = "planning.baseline"
PROPOSED = "planning.baseline_proposed"
_EDITS = (EDITED, UNDONE, REDONE, IMPORTED)


def slip_of(request: Baseline) -> Amount:
    """By how many days, begun ones whole, the project would be allowed to end later."""
    agreed = Baseline.objects.filter(
        project=request.project_id, is_whole=True, state=Baseline.State.APPROVED
    )
    before = agreed.order_by("-in_force_at", "-id").first()
    was, wanted = (_finish(one) for one in (before, request))
    if was is None or wanted is None:
        return Amount(0)
    return Amount(max(0, ceil((wanted - was) / MINUTES_PER_DAY)))


def _finish(baseline: Baseline | None) -> int | None:
    if baseline is None:
        return None
    work = BaselineTask.objects.filter(baseline=baseline).exclude(kind=Task.Kind.HAMMOCK)
    last: int | None = work.aggregate(last=Max("finish"))["last"]
    return last


def put_to_body(body: Body, request: Baseline, *, at: datetime) -> Question:
    """Put a request before a body that may decide on it."""
    return asking.put(
        body,
        scope_id=request.project.scope_id,
        at=at,
        authority=BASELINE_APPROVAL,
        title=f"{request.project.key} {request.project.name} · {request.name}"[:300],
        asked_by=request.set_by,
        on_behalf_of_id=request.on_behalf_of_id,
        subject_kind=BASELINE_KIND,
        subject_id=request.pk,
        amount=slip_of(request).value,
    )


def put_to_bodies(request: Baseline, *, at: datetime) -> None:
    """Put a new request before each body that may decide on it."""
    scope_id, slip = request.project.scope_id, slip_of(request)
    for body in deciding_bodies(BASELINE_APPROVAL, scope_id, slip, at=at):
        put_to_body(body, request, at=at)


def editors_since_agreed(project: Project) -> set[UUID]:
    """Who edited the plan since the baseline in force was agreed to, or had a deputy do so."""
    agreed = Baseline.objects.filter(project=project, state=Baseline.State.APPROVED)
    since = agreed.aggregate(last=Max("set_at"))["last"]
    edits = Event.objects.filter(kind__in=_EDITS, subject_id=project.pk)
    if since is not None:
        edits = edits.filter(recorded_at__gte=since)
    return doers_of(edits)


def requesters(request: Baseline) -> set[UUID]:
    """Who asked for a baseline, and in whose place a deputy did; of old ones the trail tells it."""
    asked = Event.objects.filter(
        kind=PROPOSED, subject_id=request.project_id, data__baseline=str(request.pk)
    )
    stored = {one for one in (request.set_by_id, request.on_behalf_of_id) if one is not None}
    return doers_of(asked) | stored
