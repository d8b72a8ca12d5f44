"""One's own second factors, sessions and linked identities, and what is done about others'."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from zhongshu.access import queries, services
from zhongshu.access.danger import refuse_without_proof
from zhongshu.access.http import Request, anyone, one_signed_in, one_signing_in
from zhongshu.access.schemas import rights
from zhongshu.access.schemas import security as shapes
from zhongshu.access.services.factors import WrongCode
from zhongshu.access.signin import cards, passkeys, providers, setting_up
from zhongshu.kit.http import REFUSALS, answer, attempt, expected_version, shown_once

router = Router(tags=["access"], by_alias=True)


@router.get("/session/factors", response={200: shapes.Factors} | REFUSALS, auth=[one_signing_in])
def list_factors(request: Request) -> HttpResponse:
    """List one's own second factors."""
    return answer(cards.factors_of(request.user))


@router.post(
    "/session/factors/app-secret", response={200: shapes.NewApp} | REFUSALS, auth=[one_signing_in]
)
@shown_once
def begin_totp(request: Request) -> HttpResponse:
    """Make the secret of an authenticator app; its first code makes it a factor."""
    refuse_without_proof()
    return answer(setting_up.new_app(request))


@router.post(
    "/session/factors/app", response={201: shapes.RecoveryCodes} | REFUSALS, auth=[one_signing_in]
)
@shown_once
def add_totp(request: Request, body: shapes.AppCode) -> HttpResponse:
    """Let the authenticator app be a second factor."""
    secret = setting_up.secret_of(request)
    if secret is None:
        raise WrongCode("ask for a secret first", field="code")
    codes = services.add_totp(request.user, secret=secret, code=body.code)
    setting_up.done(request, "totp", is_first=codes is not None)
    return answer({"recovery_codes": codes}, status=201)


@router.post(
    "/session/factors/passkey-question",
    response={200: dict[str, Any]} | REFUSALS,
    auth=[one_signing_in],
)
def begin_passkey(request: Request) -> HttpResponse:
    """Give what a browser needs to make a passkey."""
    refuse_without_proof()
    return answer(passkeys.registration(request.user))


@router.post(
    "/session/factors/passkey",
    response={201: shapes.RecoveryCodes} | REFUSALS,
    auth=[one_signing_in],
)
@shown_once
def add_passkey(request: Request, body: shapes.NewPasskey) -> HttpResponse:
    """Let a passkey be a second factor and a way to sign in."""
    codes = services.add_passkey(request.user, name=body.name, credential=body.credential)
    setting_up.done(request, "passkey", is_first=codes is not None)
    return answer({"recovery_codes": codes}, status=201)


@router.delete(
    "/session/factors/{uuid:factor_id}", response={204: None} | REFUSALS, auth=[one_signed_in]
)
def remove_factor(request: Request, factor_id: UUID) -> HttpResponse:
    """Remove an authenticator app or a passkey."""
    services.remove_factor(request.user, factor=cards.get_factor(request.user, factor_id))
    return HttpResponse(status=204)


@router.post(
    "/session/recovery-codes",
    response={200: shapes.RecoveryCodes} | REFUSALS,
    auth=[one_signed_in],
)
@shown_once
def replace_recovery_codes(request: Request) -> HttpResponse:
    """Make other recovery codes, which are in this answer and nowhere else."""
    return answer({"recovery_codes": services.replace_recovery_codes(request.user)})


@router.get("/sessions", response={200: shapes.OpenSessions} | REFUSALS, auth=[one_signed_in])
def list_sessions(request: Request) -> HttpResponse:
    """List where one is signed in."""
    return answer(cards.sessions_of(request.user, current=request.session.session_key))


@router.delete("/sessions/{uuid:session_id}", response={204: None} | REFUSALS, auth=[one_signed_in])
def end_session(request: Request, session_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    services.end_session(request.user, session=cards.get_session(request.user, session_id))
    return HttpResponse(status=204)


@router.post(
    "/sessions/end-others", response={200: shapes.EndedSessions} | REFUSALS, auth=[one_signed_in]
)
def end_other_sessions(request: Request) -> HttpResponse:
    """End every session of one's own but the present one."""
    current = request.session.session_key
    return answer({"n_sessions": services.end_other_sessions(request.user, current=current)})


@router.post("/session/sso/{provider}", response={200: shapes.Elsewhere} | REFUSALS, auth=[anyone])
@attempt
def leave_for_provider(request: HttpRequest, provider: str, body: shapes.WayOut) -> HttpResponse:
    """Give the address of an identity provider, to sign in there, link or prove."""
    address = providers.way_out(request, provider, purpose=body.purpose, to=body.to)
    return answer({"address": address})


@router.get(
    "/session/identities", response={200: shapes.Identities} | REFUSALS, auth=[one_signed_in]
)
def list_identities(request: Request) -> HttpResponse:
    """List one's own linked identities."""
    return answer(cards.identities_of(request.user))


@router.delete(
    "/session/identities/{uuid:identity_id}", response={204: None} | REFUSALS, auth=[one_signed_in]
)
def unlink_identity(request: Request, identity_id: UUID) -> HttpResponse:
    """Unlink one of one's own identities."""
    identity = cards.get_identity(request.user, identity_id)
    services.unlink_identity(request.user, identity=identity)
    return HttpResponse(status=204)


@router.get("/accounts/{uuid:user_id}/security", response={200: shapes.AccountSecurity} | REFUSALS)
def get_account_security(request: Request, user_id: UUID) -> HttpResponse:
    """Show the second factors, sessions and identities of an account one manages."""
    user = queries.get_account(request.user, user_id)
    return answer(cards.security_of(request.user, user))


@router.post(
    "/accounts/{uuid:user_id}/end-sessions", response={200: shapes.EndedSessions} | REFUSALS
)
def end_sessions_of(request: Request, user_id: UUID) -> HttpResponse:
    """End every session of an account."""
    user = queries.get_account(request.user, user_id)
    return answer({"n_sessions": services.end_sessions_of(request.user, user=user)})


@router.delete("/accounts/{uuid:user_id}/factors", response={204: None} | REFUSALS)
def reset_factors(request: Request, user_id: UUID) -> HttpResponse:
    """Remove every second factor of an account that lost them."""
    services.reset_factors(request.user, user=queries.get_account(request.user, user_id))
    return HttpResponse(status=204)


@router.post("/accounts/{uuid:user_id}/identities", response={201: shapes.Identity} | REFUSALS)
def link_identity_of(request: Request, user_id: UUID, body: shapes.NewIdentity) -> HttpResponse:
    """Let somebody sign in by an identity provider that knows them by this subject."""
    identity = services.link_identity_of(
        request.user,
        user=queries.get_account(request.user, user_id),
        provider=body.provider,
        subject=body.subject,
    )
    return answer(cards.identity(identity), status=201)


@router.delete(
    "/accounts/{uuid:user_id}/identities/{uuid:identity_id}", response={204: None} | REFUSALS
)
def unlink_identity_of(request: Request, user_id: UUID, identity_id: UUID) -> HttpResponse:
    """Unlink an identity of an account."""
    user = queries.get_account(request.user, user_id)
    identity = cards.get_identity(user, identity_id)
    services.unlink_identity_of(request.user, user=user, identity=identity)
    return HttpResponse(status=204)


@router.put(
    "/roles/{uuid:role_id}/second-factor",
    response={200: rights.RoleDetail} | REFUSALS,
)
def demand_second_factor(
    request: Request, role_id: UUID, body: shapes.FactorDemand
) -> HttpResponse:
    """Let a role demand a second factor of those who hold it, or not."""
    role = services.demand_second_factor(
        request.user,
        role=queries.get_role(request.user, role_id),
        is_needed=body.needs_second_factor,
        expected_version=expected_version(request),
    )
    return answer(queries.role_card(request.user, role), version=role.version)
