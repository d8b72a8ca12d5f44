"""Proofs that somebody is who the session says: what may be given, and whether it is right."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from zhongshu.access import trail
from zhongshu.access.models import User
from zhongshu.access.signin import factors, limits, passkeys
from zhongshu.kit.errors import BadInput


class ProofRefused(BadInput):
    """The password, the code or the passkey is not right; nothing says which part."""

    code = "access.proof_refused"


@dataclass(frozen=True, slots=True)
class Given:
    """One proof, as it came: exactly one of the four."""

    password: str | None = None
    code: str | None = None
    recovery_code: str | None = None
    credential: dict[str, Any] | None = None


def accepted(
    request: HttpRequest, user: User, given: Given, *, among: set[str], at: datetime
) -> str:
    """By what the user has just proved who they are.

    Raises
    ------
    ProofRefused
        If it is not right, or of a kind that is not asked for.
    TooManyAttempts
        If too many were wrong of late.
    """
    kind = _kind(given)
    usage = limits.count(request, str(user.pk))
    if kind not in among or not _is_right(user, given, kind, at):
        trail.note_failed_proof(user, by=kind)
        raise ProofRefused("not right")
    limits.take_back(usage)
    return kind


def _kind(given: Given) -> str:
    kinds = {
        "password": given.password,
        "totp": given.code,
        "recovery_code": given.recovery_code,
        "passkey": given.credential,
    }
    found = [kind for kind, value in kinds.items() if value is not None]
    if len(found) != 1:
        raise BadInput("give one proof", field="code")
    return found[0]


def _is_right(user: User, given: Given, kind: str, at: datetime) -> bool:
    if kind == "password":
        return user.check_password(given.password or "")
    if kind == "totp":
        return factors.use_totp(user, given.code or "", at=at)
    if kind == "recovery_code":
        return factors.use_recovery_code(user, given.recovery_code or "", at=at)
    return passkeys.use(user, given.credential or {})


def proofs_of(user: User) -> list[str]:
    """By what somebody who is signed in can prove again who they are.

    Where there is a second factor, the password is no proof any more: whoever took over a
    session and knows the password could remove the factor.
    """
    return factors.kinds(user) or (["password"] if user.has_usable_password() else [])
