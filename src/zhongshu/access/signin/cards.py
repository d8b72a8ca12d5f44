"""How factors, sessions and identities are shown to their owners and to those who manage them."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Model
from django.http import Http404
from django.utils.crypto import salted_hmac

from zhongshu.access.guard import check
from zhongshu.access.models import RecoveryCode, User
from zhongshu.access.signin import factors, providers, records, sessions

Card = dict[str, Any]
Row = TypeVar("Row", bound=Model)


def public_id(row: Model) -> UUID:
    """By what a row is called outside: its number would tell how many of them there are."""
    text = f"{row._meta.label_lower} {row.pk}"
    return UUID(bytes=salted_hmac("zhongshu.public_id", text, algorithm="sha256").digest()[:16])


def _called(rows: Iterable[Row], public: UUID) -> Row:
    """The row with this public id among the few that belong to one account."""
    for row in rows:
        if public_id(row) == public:
            return row
    raise Http404


def factors_of(user: User) -> Card:
    """The second factors of an account."""
    return {
        "items": [_factor(one) for one in factors.strong(user).order_by("pk")],
        "n_recovery_codes": RecoveryCode.objects.filter(user=user, used_at=None).count(),
        "is_needed": records.needs_second_factor(user),
    }


def _factor(row: Authenticator) -> Card:
    is_app = row.type == Authenticator.Type.TOTP
    return {
        "id": public_id(row),
        "kind": "totp" if is_app else "passkey",
        "name": "" if is_app else row.wrap().name,
        "created_at": row.created_at.isoformat(),
        "last_used_at": row.last_used_at and row.last_used_at.isoformat(),
    }


def get_factor(user: User, factor_id: UUID) -> Authenticator:
    """Return one of the user's factors, or raise `Http404`."""
    return _called(factors.strong(user), factor_id)


def sessions_of(user: User, *, current: str | None) -> Card:
    """The living sessions of an account."""
    return {"items": [_session(one, current) for one in sessions.living(user)]}


def _session(row: UserSession, current: str | None) -> Card:
    return {
        "id": public_id(row),
        "ip": row.ip,
        "user_agent": row.user_agent,
        "created_at": row.created_at.isoformat(),
        "last_seen_at": row.last_seen_at.isoformat(),
        "is_current": row.session_key == current,
    }


def get_session(user: User, session_id: UUID) -> UserSession:
    """Return one of the user's sessions, or raise `Http404`."""
    return _called(UserSession.objects.filter(user_id=user.pk), session_id)


def identities_of(user: User) -> Card:
    """The identities linked to an account."""
    rows = SocialAccount.objects.filter(user_id=user.pk).order_by("pk")
    return {"items": [identity(one) for one in rows]}


def identity(row: SocialAccount) -> Card:
    """One linked identity."""
    return {
        "id": public_id(row),
        "provider": providers.name_of(row.provider),
        "subject": row.uid,
        "linked_at": row.date_joined.isoformat(),
        "last_used_at": row.last_login.isoformat(),
    }


def get_identity(user: User, identity_id: UUID) -> SocialAccount:
    """Return one of the user's linked identities, or raise `Http404`."""
    return _called(SocialAccount.objects.filter(user_id=user.pk), identity_id)


def security_of(actor: User, user: User) -> Card:
    """How somebody signs in, for those who manage the accounts of the company."""
    check(actor, "access.manage_accounts", None)
    told = factors_of(user)
    return {
        "factors": told["items"],
        "n_recovery_codes": told["n_recovery_codes"],
        "is_needed": told["is_needed"],
        "sessions": sessions_of(user, current=None)["items"],
        "identities": identities_of(user)["items"],
        "has_password": user.has_usable_password(),
        "must_change_password": user.must_change_password,
    }
