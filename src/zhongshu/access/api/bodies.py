"""Bodies, their members, and the questions before them over HTTP."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from zhongshu.access import services
from zhongshu.access.authorities import reading
from zhongshu.access.authorities.fields import BODY, MANAGE, PUT, QUESTION
from zhongshu.access.http import Request, aware
from zhongshu.access.listing import ListQuery, page
from zhongshu.access.queries import get_scope
from zhongshu.access.schemas import authorities as shapes
from zhongshu.kit.http import REFUSALS, VERSIONED, answer, expected_version

router = Router(tags=["access"], by_alias=True)


@router.get("/bodies", response={200: shapes.BodyPage} | REFUSALS)
def list_bodies(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List the bodies, as far as one may look, and those one sits in."""
    return answer(page(request.user, BODY, reading.bodies(request.user), query))


@router.post("/bodies", response={201: shapes.BodyDetail} | REFUSALS)
def create_body(request: Request, body: shapes.NewBody) -> HttpResponse:
    """Found a body."""
    terms = body.model_dump(exclude={"scope_id"})
    scope = get_scope(request.user, body.scope_id, MANAGE)
    made = services.create_body(request.user, scope=scope, **terms)
    return answer(reading.body_card(request.user, made), status=201, version=made.version)


@router.get("/bodies/{uuid:body_id}", response={200: shapes.BodyDetail} | REFUSALS)
def get_body(request: Request, body_id: UUID) -> HttpResponse:
    """Show a body with its members."""
    body = reading.get_body(request.user, body_id)
    return answer(reading.body_card(request.user, body), version=body.version)


@router.patch("/bodies/{uuid:body_id}", response={200: shapes.BodyDetail} | REFUSALS)
def update_body(request: Request, body_id: UUID, body: shapes.BodyPatch) -> HttpResponse:
    """Rename a body, or change how it decides from the next question on."""
    changed = services.update_body(
        request.user,
        body=reading.get_body(request.user, body_id),
        expected_version=expected_version(request),
        **body.model_dump(exclude_unset=True),
    )
    return answer(reading.body_card(request.user, changed), version=changed.version)


@router.post(
    "/bodies/{uuid:body_id}/confirmation",
    response={200: shapes.BodyDetail} | REFUSALS,
    openapi_extra=VERSIONED,
)
def confirm_body_change(request: Request, body_id: UUID) -> HttpResponse:
    """Let a body decide as somebody else proposed."""
    changed = services.confirm_body_change(
        request.user,
        body=reading.get_body(request.user, body_id),
        expected_version=expected_version(request),
    )
    return answer(reading.body_card(request.user, changed), version=changed.version)


@router.delete(
    "/bodies/{uuid:body_id}/confirmation",
    response={200: shapes.BodyDetail} | REFUSALS,
    openapi_extra=VERSIONED,
)
def decline_body_change(request: Request, body_id: UUID) -> HttpResponse:
    """Turn down, or take back, how a body was to decide."""
    changed = services.decline_body_change(
        request.user,
        body=reading.get_body(request.user, body_id),
        expected_version=expected_version(request),
    )
    return answer(reading.body_card(request.user, changed), version=changed.version)


@router.delete("/bodies/{uuid:body_id}", response={204: None} | REFUSALS)
def dissolve_body(request: Request, body_id: UUID) -> HttpResponse:
    """End a body; its decisions stay in the register."""
    services.dissolve_body(
        request.user,
        body=reading.get_body(request.user, body_id),
        expected_version=expected_version(request),
        at=timezone.now(),
    )
    return HttpResponse(status=204)


@router.put(
    "/bodies/{uuid:body_id}/members/{uuid:user_id}",
    response={200: shapes.BodyDetail} | REFUSALS,
)
def seat_member(
    request: Request, body_id: UUID, user_id: UUID, body: shapes.SeatIn
) -> HttpResponse:
    """Propose a seat in a body for somebody, or another part in it."""
    of = reading.get_body(request.user, body_id)
    services.seat_member(
        request.user,
        body=of,
        user=reading.get_decider(request.user, user_id),
        role=body.role,
        at=timezone.now(),
        valid_from=body.valid_from and aware(body.valid_from),
        valid_to=body.valid_to and aware(body.valid_to),
    )
    return answer(reading.body_card(request.user, of), version=of.version)


@router.post(
    "/bodies/{uuid:body_id}/members/{uuid:user_id}/confirmation",
    response={200: shapes.BodyDetail} | REFUSALS,
)
def confirm_seat(request: Request, body_id: UUID, user_id: UUID) -> HttpResponse:
    """Let a seat that somebody else proposed count from now on."""
    body = reading.get_body(request.user, body_id)
    member = reading.get_member(body, user_id)
    services.confirm_seat(request.user, body=body, member=member, at=timezone.now())
    return answer(reading.body_card(request.user, body), version=body.version)


@router.delete("/bodies/{uuid:body_id}/members/{uuid:user_id}", response={204: None} | REFUSALS)
def unseat_member(request: Request, body_id: UUID, user_id: UUID) -> HttpResponse:
    """Take somebody's seat away."""
    body = reading.get_body(request.user, body_id)
    services.unseat_member(request.user, body=body, member=reading.get_member(body, user_id))
    return HttpResponse(status=204)


@router.get("/questions", response={200: shapes.QuestionPage} | REFUSALS)
def list_questions(request: Request, query: Query[ListQuery]) -> HttpResponse:
    """List what bodies decide on and decided: the register of decisions."""
    return answer(page(request.user, QUESTION, reading.questions(request.user), query))


@router.post("/questions", response={201: shapes.QuestionDetail} | REFUSALS)
def ask_question(request: Request, body: shapes.NewQuestion) -> HttpResponse:
    """Put a question to a body."""
    question = services.ask_question(
        request.user,
        body=reading.get_body(request.user, body.body_id),
        scope=get_scope(request.user, body.scope_id, PUT),
        authority=body.authority,
        title=body.title,
        at=timezone.now(),
    )
    return answer(reading.question_card(request.user, question), status=201)


@router.get("/questions/{uuid:question_id}", response={200: shapes.QuestionDetail} | REFUSALS)
def get_question(request: Request, question_id: UUID) -> HttpResponse:
    """Show a question with its votes."""
    question = reading.get_question(request.user, question_id)
    return answer(reading.question_card(request.user, question), version=question.version)


@router.post(
    "/questions/{uuid:question_id}/votes",
    response={200: shapes.QuestionDetail} | REFUSALS,
)
def cast_vote(request: Request, question_id: UUID, body: shapes.VoteIn) -> HttpResponse:
    """Vote on a question, once; the vote that settles it carries the decision out."""
    question = services.cast_vote(
        request.user,
        question=reading.get_question(request.user, question_id),
        choice=body.choice,
        note=body.note,
        at=timezone.now(),
    )
    return answer(reading.question_card(request.user, question))


@router.post(
    "/questions/{uuid:question_id}/closing",
    response={200: shapes.QuestionDetail} | REFUSALS,
)
def close_vote(request: Request, question_id: UUID) -> HttpResponse:
    """End a vote as the chair."""
    question = reading.get_question(request.user, question_id)
    question = services.close_vote(request.user, question=question, at=timezone.now())
    return answer(reading.question_card(request.user, question))


@router.post(
    "/questions/{uuid:question_id}/withdrawal",
    response={200: shapes.QuestionDetail} | REFUSALS,
)
def withdraw_question(request: Request, question_id: UUID) -> HttpResponse:
    """Take back a question that one put."""
    question = reading.get_question(request.user, question_id)
    question = services.withdraw_question(request.user, question=question, at=timezone.now())
    return answer(reading.question_card(request.user, question))
