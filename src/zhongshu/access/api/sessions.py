"""Signing in and out, in as many steps as it takes, and one's own preferences."""

from typing import Any

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Router

from zhongshu.access import queries, services, trail, view_as
from zhongshu.access.adapter import authenticated
from zhongshu.access.guard import permissions_held
from zhongshu.access.http import Request, anyone, one_signing_in
from zhongshu.access.models import User
from zhongshu.access.privacy.consents import owed_by
from zhongshu.access.schemas import sessions as shapes
from zhongshu.access.signin import entering, factors, limits, passkeys, providers, proving, records
from zhongshu.kit import clock
from zhongshu.kit.http import REFUSALS, answer, attempt, problem

router = Router(tags=["access"], by_alias=True)


@router.get("/session", response=shapes.Session, auth=[anyone])
def get_session(request: HttpRequest) -> HttpResponse:
    """Tell who is signed in, and the token that the next write must carry."""
    return answer(_session(request))


@router.post("/session", response={200: shapes.Session} | REFUSALS, auth=[anyone])
@attempt
def sign_in(request: HttpRequest, body: shapes.SignIn) -> HttpResponse:
    """Begin a session, or ask for the second factor; any session before it ends."""
    user = authenticated(request, username=body.username, password=body.password)
    if user is None:
        trail.note_failed_sign_in(body.username)
        return problem(401, "access.sign_in_failed")
    return _enter(request, user, ["password"])


@router.post("/session/second-factor", response={200: shapes.Session} | REFUSALS, auth=[anyone])
@attempt
def give_second_factor(request: HttpRequest, body: shapes.SecondFactor) -> HttpResponse:
    """Complete a sign-in with a code, a passkey or a recovery code."""
    now = timezone.now()
    held = entering.held(request, at=now)
    if held is None:
        return problem(401, "access.sign_in_over")
    user, by = held
    given = proving.Given(**body.model_dump())
    kind = proving.accepted(request, user, given, among=set(factors.kinds(user)), at=now)
    return _enter(request, user, [*by, kind])


@router.post("/session/passkey-question", response={200: dict[str, Any]} | REFUSALS, auth=[anyone])
@attempt
def ask_passkey(request: HttpRequest) -> HttpResponse:
    """Give the question that a passkey answers: to sign in, as second factor, or as a proof."""
    held = entering.held(request, at=timezone.now())
    user = request.user if isinstance(request.user, User) else held and held[0]
    return answer(passkeys.question(user))


@router.post("/session/passkey", response={200: shapes.Session} | REFUSALS, auth=[anyone])
@attempt
def sign_in_with_passkey(request: HttpRequest, body: shapes.PasskeyAnswer) -> HttpResponse:
    """Begin a session with a passkey alone; it has checked its owner by itself."""
    limits.count(request, "", action="passkey")
    user = passkeys.owner(body.credential)
    is_right = user is not None and passkeys.use(user, body.credential, is_alone=True)
    if user is None or not is_right or not user.is_active:
        trail.note_failed_sign_in(user.username if user else "")
        return problem(401, "access.sign_in_failed")
    return _enter(request, user, ["passkey"])


@router.get("/session/proofs", response={200: shapes.Proofs} | REFUSALS, auth=[one_signing_in])
def list_proofs(request: Request) -> HttpResponse:
    """Tell by what one can prove again who one is."""
    return answer(
        {
            "kinds": proving.proofs_of(request.user),
            "providers": providers.linked(request.user),
            "minutes": int(settings.STEP_UP_AFTER.total_seconds() // 60),
        }
    )


@router.post("/session/proofs", response={200: shapes.Session} | REFUSALS, auth=[one_signing_in])
@attempt
def prove(request: Request, body: shapes.Proof) -> HttpResponse:
    """Prove again who one is, which dangerous acts ask for."""
    now = timezone.now()
    given = proving.Given(**body.model_dump())
    among = set(proving.proofs_of(request.user))
    kind = proving.accepted(request, request.user, given, among=among, at=now)
    entering.renew(request, kind, at=now)
    services.note_proof(request.user, by=kind)
    return answer(_session(request))


@router.delete("/session", response={204: None} | REFUSALS, auth=[one_signing_in])
def sign_out(request: Request) -> HttpResponse:
    """End the session."""
    services.note_sign_out(request.user)
    logout(request)
    return HttpResponse(status=204)


@router.patch("/session/preferences", response={200: shapes.Session} | REFUSALS)
def set_preferences(request: Request, body: shapes.Preferences) -> HttpResponse:
    """Choose how the pages look and behave; it follows the account everywhere."""
    services.set_preferences(request.user, **body.model_dump(exclude_none=True))
    return answer(_session(request))


@router.post("/session/password", response={200: shapes.Session} | REFUSALS, auth=[one_signing_in])
@attempt
def change_password(request: Request, body: shapes.PasswordChange) -> HttpResponse:
    """Change one's own password; the other sessions end."""
    attempt_made = limits.count(request, str(request.user.pk))
    try:
        services.change_password(request.user, present=body.present, wanted=body.password)
    except services.PasswordRefused:
        limits.take_back(attempt_made)
        raise
    limits.take_back(attempt_made)
    before = request.session.session_key
    update_session_auth_hash(request, request.user)
    entering.follow_key(request, before)
    entering.owe_again(request, at=timezone.now())
    return answer(_session(request))


def _enter(request: HttpRequest, user: User, by: list[str]) -> HttpResponse:
    now = timezone.now()
    if entering.needs_more(user, by):
        entering.hold(request, user, by, at=now)
    else:
        entering.let_in(request, user, by, at=now)
        services.note_sign_in(user, at=now, by=by)
    return answer(_session(request))


def _session(request: HttpRequest) -> dict[str, Any]:
    own = request.user if isinstance(request.user, User) else None
    other = view_as.viewed(request) if own else None
    user = other or own
    record = getattr(request, "sign_in", None) if user else None
    held = None if user else entering.held(request, at=timezone.now())
    step = record.step if record else (records.SECOND_FACTOR if held else None)
    asked = user or (held[0] if held else None)
    logins = queries.demo_logins()
    today = clock.today()
    return {
        "user": user and shapes.Viewer.from_orm(user).model_dump(),
        "csrf_token": get_token(request),
        "demo": None if logins is None else {"logins": logins},
        "permissions": permissions_held(user) if user and not step else [],
        "viewing_as": other
        and own
        and {"user": {"id": own.pk, "name": own.name}, "until": view_as.until(request)},
        "server_date": today,
        "step": step,
        "factors": factors.kinds(asked) if asked and step == records.SECOND_FACTOR else [],
        "providers": providers.shown(),
        "password_rules": {
            "shortest": settings.SIGN_IN_PROFILE.shortest,
            "n_kinds": settings.SIGN_IN_PROFILE.n_kinds,
            "n_remembered": settings.SIGN_IN_PROFILE.n_remembered,
        },
        # Nobody is asked in the middle of signing in, nor in the place of another.
        "owes_notice": own is not None and not (other or step) and owed_by(own, on=today).exists(),
    }
