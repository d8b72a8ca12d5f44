"""What is done about personal data over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import services
from zhongshu.access.fields import SCOPE
from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.privacy import erasing, reading, register
from zhongshu.access.schemas import privacy as shapes
from zhongshu.access.schemas.common import Purpose
from zhongshu.access.schemas.rights import ScopePage
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, answer, attachment
from zhongshu.kit.limits import COSTLY

router = Router(tags=["access"], by_alias=True)
SOMEBODY = "/privacy/somebody/{uuid:somebody_id}"


@router.get("/privacy/somebody", response={200: shapes.SomebodyList} | REFUSALS)
def find_somebody(request: Request, query: Query[shapes.SomebodyQuery]) -> HttpResponse:
    """Find people and accounts by name, for those who look after personal data."""
    return answer({"items": reading.found(request.user, query.text)})


@router.get(SOMEBODY + "/erasure", response={200: shapes.ErasurePreview} | REFUSALS)
def preview_erasure(
    request: Request, somebody_id: UUID, query: Query[shapes.ErasureQuery]
) -> HttpResponse:
    """Show what an erasure would do, and what must be settled before."""
    somebody = reading.somebody_for(request.user, reading.ERASE, somebody_id)
    choice = erasing.Choice(**query.model_dump())
    shown = erasing.preview(request.user, somebody, on=clock.today(), choice=choice)
    return answer(shown | {"somebody": reading.told(somebody)})


@router.post(SOMEBODY + "/erasure", response={200: shapes.ErasureDone} | REFUSALS)
def erase_somebody(request: Request, somebody_id: UUID, body: shapes.NewErasure) -> HttpResponse:
    """Erase a person and their account, for good."""
    somebody = reading.somebody_for(request.user, reading.ERASE, somebody_id)
    choice = erasing.Choice(body.with_contributions, body.replaces_in_texts)
    done = services.erase_somebody(
        request.user,
        somebody=somebody,
        reason=body.reason,
        at=timezone.now(),
        on=clock.today(),
        choice=choice,
    )
    return answer({"label": somebody.label, **{k: done[k] for k in _COUNTED}})


_COUNTED = ("deleted", "blanked", "emptied", "replaced")


@router.get(SOMEBODY + "/data", response={200: None} | REFUSALS, throttle=COSTLY)
def export_personal_data(
    request: Request, somebody_id: UUID, purpose: Purpose | None = None
) -> HttpResponse:
    """Take out everything that is held of somebody, as a zip of JSON and files."""
    somebody = reading.somebody_for(request.user, reading.EXPORT, somebody_id)
    content = services.export_personal_data(
        request.user, somebody=somebody, at=timezone.now(), purpose=purpose
    )
    return attachment(content, file_name="personal-data.zip", media_type="application/zip")


@router.get("/privacy/own-data", response={200: None} | REFUSALS, throttle=COSTLY)
def export_own_data(request: Request, purpose: Purpose | None = None) -> HttpResponse:
    """Take out everything that is held of oneself, as a zip of JSON and files."""
    content = services.export_own_data(request.user, at=timezone.now(), purpose=purpose)
    return attachment(content, file_name="my-data.zip", media_type="application/zip")


@router.get("/privacy/holds", response={200: shapes.HoldList} | REFUSALS)
def list_holds(request: Request) -> HttpResponse:
    """List the legal holds."""
    return answer({"items": reading.holds(request.user)})


@router.get("/privacy/scopes", response={200: ScopePage} | REFUSALS)
def list_holdable_scopes(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the scopes whose data can be held, for those who place holds."""
    return answer(page(request.user, SCOPE, reading.holdable_scopes(request.user), query))


@router.post("/privacy/holds", response={201: shapes.Hold} | REFUSALS)
def place_hold(request: Request, body: shapes.NewHold) -> HttpResponse:
    """Keep data of somebody, or of all below a scope, from being removed for a time."""
    actor, scope_id = request.user, body.scope_id
    hold = services.place_hold(
        actor,
        somebody_id=body.somebody_id,
        scope=reading.get_held_scope(actor, scope_id) if scope_id else None,
        reason=body.reason,
        since=body.since,
        until=body.until,
    )
    return answer(reading.hold_told(hold), status=201)


@router.post("/privacy/holds/{uuid:hold_id}/release", response={200: shapes.Hold} | REFUSALS)
def release_hold(request: Request, hold_id: UUID) -> HttpResponse:
    """End a hold."""
    hold = reading.get_hold(request.user, hold_id)
    released = services.release_hold(request.user, hold=hold, at=timezone.now())
    return answer(reading.hold_told(released))


@router.get("/privacy/retention", response={200: shapes.Retention} | REFUSALS)
def get_retention(request: Request) -> HttpResponse:
    """Show how long data is kept, and what the last runs did."""
    return answer(reading.periods(request.user))


@router.post("/privacy/retention/check", response={200: shapes.RetentionRun} | REFUSALS)
def check_retention(request: Request) -> HttpResponse:
    """Tell what is due to go and remove nothing."""
    run = services.check_retention(request.user, at=timezone.now(), on=clock.today())
    return answer(reading.run_told(run))


@router.post("/privacy/retention/run", response={202: None} | REFUSALS)
def run_retention(request: Request) -> HttpResponse:
    """Ask for the job that removes what is due."""
    services.ask_for_retention(request.user, at=timezone.now())
    return HttpResponse(status=202)


@router.put("/privacy/retention/{code}", response={200: shapes.Retention} | REFUSALS)
def set_retention_period(request: Request, code: str, body: shapes.NewPeriod) -> HttpResponse:
    """Choose for how many days data of a class is kept."""
    services.set_retention_period(request.user, code=code, days=body.days)
    return answer(reading.periods(request.user))


@router.get("/privacy/register", response={200: shapes.Register} | REFUSALS)
def get_register(request: Request) -> HttpResponse:
    """Show the register of processing."""
    return answer({"items": reading.register_for(request.user)})


@router.get("/privacy/register.csv", response={200: None} | REFUSALS)
def export_register(request: Request) -> HttpResponse:
    """Take out the register of processing as a table."""
    reading.refuse_strangers(request.user)
    return attachment(register.as_csv(), file_name="register.csv", media_type="text/csv")
