"""The policy over HTTP: its catalogue, its draft, what that would change, and who reads what."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import queries, services, showing
from zhongshu.access import view_as as seeing
from zhongshu.access.fields import POLICY_VERSION
from zhongshu.access.http import Request
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.policy import reading
from zhongshu.access.policy.document import read_document
from zhongshu.access.schemas import policy as shapes
from zhongshu.kit.http import REFUSALS, VERSIONED, answer, expected_version, shown_once

router = Router(tags=["access"], by_alias=True)


@router.get("/fields", response={200: shapes.Catalogue} | REFUSALS)
def list_fields(request: Request) -> HttpResponse:
    """Name the classes, and every field with its class."""
    return answer(reading.catalogue())


@router.get("/policy", response={200: shapes.PolicyState} | REFUSALS)
def get_policy(request: Request) -> HttpResponse:
    """Show the policy in force and the draft."""
    return answer(reading.state_of_policy(request.user))


@router.get("/policy/versions", response={200: shapes.VersionPage} | REFUSALS)
def list_policy_versions(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List every version of the policy, the latest first."""
    return answer(page(request.user, POLICY_VERSION, reading.versions(request.user), query))


@router.get("/policy/versions/{uuid:version_id}", response={200: shapes.Version} | REFUSALS)
def get_policy_version(request: Request, version_id: UUID) -> HttpResponse:
    """Show one version of the policy with all that it says."""
    return answer(reading.get_version(request.user, version_id))


@router.put("/policy/draft", response={200: shapes.Version} | REFUSALS)
def draft_policy(request: Request, body: shapes.PolicyContent) -> HttpResponse:
    """Write the draft, which changes nothing yet; If-Match is 0 where there is none."""
    draft = services.draft_policy(
        request.user,
        document=read_document(body.model_dump()),
        note=body.note,
        expected_version=expected_version(request),
    )
    return answer(reading.version_card(request.user, draft), version=draft.version)


@router.delete("/policy/draft", response={204: None} | REFUSALS)
def discard_policy_draft(request: Request) -> HttpResponse:
    """Drop the draft."""
    services.discard_policy_draft(request.user, expected_version=expected_version(request))
    return HttpResponse(status=204)


@router.get("/policy/draft/effect", response={200: shapes.PolicyEffect} | REFUSALS)
def get_policy_effect(request: Request) -> HttpResponse:
    """Tell what publishing the draft would newly show and hide, and to how many people."""
    return answer(reading.draft_effect(request.user))


@router.post(
    "/policy/draft/publish",
    response={200: shapes.Version} | REFUSALS,
    openapi_extra=VERSIONED,
)
def publish_policy(request: Request) -> HttpResponse:
    """Bring the draft into force, in every channel and at once."""
    version = services.publish_policy(request.user, expected_version=expected_version(request))
    return answer(reading.version_card(request.user, version), version=version.version)


@router.post("/values/{record_kind}/{uuid:record_id}", response={200: shapes.ShownValue} | REFUSALS)
@shown_once
def show_value(
    request: Request, record_kind: str, record_id: UUID, body: shapes.ShownField
) -> HttpResponse:
    """Show one value of a record to a viewer who asks for it, and record that and what for."""
    return answer(
        showing.show_value(
            request.user, record_kind=record_kind, record_id=record_id, **body.model_dump()
        )
    )


@router.post("/view-as", response={200: shapes.Viewing} | REFUSALS)
def view_as(request: Request, body: shapes.ViewAs) -> HttpResponse:
    """See the pages as another account would, read only, until it ends by itself."""
    now = timezone.now()
    user = queries.get_account(request.user, body.user_id)
    until = services.begin_viewing_as(request.user, user=user, purpose=body.purpose, at=now)
    seeing.begin(request, user, at=now)
    return answer({"user": {"id": str(user.pk), "name": user.name}, "until": until})


@router.delete("/view-as", response={204: None} | REFUSALS)
def stop_viewing_as(request: Request) -> HttpResponse:
    """See the pages as oneself again."""
    user = seeing.viewed(request)
    if user is not None:
        services.end_viewing_as(request.user, user=user)
        seeing.end(request)
    return HttpResponse(status=204)


@router.get("/access/readers", response={200: shapes.Readers} | REFUSALS)
def list_readers(request: Request, resource: str, field: str, row_id: UUID) -> HttpResponse:
    """Tell who sees a row, what each may do with a field of it, and by which grant and cell."""
    return answer(reading.field_readers(request.user, resource, field, row_id))
