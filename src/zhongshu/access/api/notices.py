"""Privacy notices over HTTP: reading and answering them, and writing and publishing them."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import services
from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.privacy import notices
from zhongshu.access.privacy.fields import NOTICE_ANSWER
from zhongshu.access.schemas import notices as shapes
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, VERSIONED, answer, expected_version

router = Router(tags=["access"], by_alias=True)
NOTICE = "/privacy/notices/{uuid:notice_id}"


@router.get("/notices/owed", response={200: shapes.OwedNotices} | REFUSALS)
def list_owed_notices(request: Request) -> HttpResponse:
    """Show what the viewer has to read and to answer."""
    return answer({"notices": notices.owed(request.user, on=clock.today())})


@router.get("/notices/own", response={200: shapes.OwnNotices} | REFUSALS)
def list_own_notices(request: Request) -> HttpResponse:
    """Show what the viewer was told and agreed to, and when."""
    return answer({"notices": notices.own(request.user, on=clock.today())})


@router.get(
    "/notices/versions/{uuid:notice_version_id}", response={200: shapes.ShownNotice} | REFUSALS
)
def get_notice_version(request: Request, notice_version_id: UUID) -> HttpResponse:
    """Show a published version again, word for word."""
    return answer(notices.published(notice_version_id))


@router.post("/notices/{uuid:notice_id}/answers", response={200: shapes.OwnNotices} | REFUSALS)
def answer_notice(request: Request, notice_id: UUID, body: shapes.NewAnswer) -> HttpResponse:
    """Acknowledge what was shown, agree to it, refuse it, or take consent back."""
    today = clock.today()
    services.answer_notice(
        request.user,
        notice=notices.answerable(notice_id),
        at=timezone.now(),
        on=today,
        **body.model_dump(),
    )
    return answer({"notices": notices.own(request.user, on=today)})


@router.get("/privacy/notices", response={200: shapes.Notices} | REFUSALS)
def list_notices(request: Request) -> HttpResponse:
    """List the notices, and how many answered them in which way."""
    return answer(notices.catalogue(request.user, on=clock.today()))


@router.post("/privacy/notices", response={201: shapes.NoticeHistory} | REFUSALS)
def create_notice(request: Request, body: shapes.NewNotice) -> HttpResponse:
    """Begin a notice with its first draft."""
    words = body.model_dump(exclude={"kind", "purpose", "basis"})
    notice = services.create_notice(
        request.user, kind=body.kind, purpose=body.purpose, basis=body.basis, words=words
    )
    return answer(notices.card(request.user, notice, on=clock.today()), status=201)


@router.get(NOTICE, response={200: shapes.NoticeHistory} | REFUSALS)
def get_notice(request: Request, notice_id: UUID) -> HttpResponse:
    """Show a notice with all its versions."""
    notice = notices.managed(request.user, notice_id)
    return answer(notices.card(request.user, notice, on=clock.today()))


@router.put(NOTICE + "/draft", response={200: shapes.NoticeHistory} | REFUSALS)
def draft_notice(request: Request, notice_id: UUID, body: shapes.DraftWords) -> HttpResponse:
    """Write the draft; If-Match is 0 where there is none."""
    notice = notices.managed(request.user, notice_id)
    draft = services.draft_notice(
        request.user,
        notice=notice,
        words=body.model_dump(),
        expected_version=expected_version(request),
    )
    told = notices.card(request.user, notice, on=clock.today())
    return answer(told, version=draft.version)


@router.delete(NOTICE + "/draft", response={204: None} | REFUSALS)
def discard_notice_draft(request: Request, notice_id: UUID) -> HttpResponse:
    """Drop the draft, and with it a notice that was never published."""
    services.discard_notice_draft(
        request.user,
        notice=notices.managed(request.user, notice_id),
        expected_version=expected_version(request),
    )
    return HttpResponse(status=204)


@router.post(
    NOTICE + "/draft/publish",
    response={200: shapes.NoticeHistory} | REFUSALS,
    openapi_extra=VERSIONED,
)
def publish_notice(request: Request, notice_id: UUID, body: shapes.Publication) -> HttpResponse:
    """Publish the draft: from its day on everybody is shown it, and it never changes."""
    notice, today = notices.managed(request.user, notice_id), clock.today()
    services.publish_notice(
        request.user,
        notice=notice,
        effective_on=body.effective_on,
        is_material=body.is_material,
        expected_version=expected_version(request),
        at=timezone.now(),
        on=today,
    )
    return answer(notices.card(request.user, notice, on=today))


@router.get("/privacy/notice-answers", response={200: shapes.LedgerPage} | REFUSALS)
def list_notice_answers(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List who answered what, to which version, and when."""
    return answer(page(request.user, NOTICE_ANSWER, notices.answers_for(request.user), query))
