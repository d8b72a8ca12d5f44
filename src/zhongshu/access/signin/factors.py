"""Second factors: codes of an authenticator app, passkeys, and codes that stand in for them."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

import structlog
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.db.models import QuerySet

from zhongshu.access.models import RecoveryCode, User
from zhongshu.kit import sealed
from zhongshu.kit.resealing import SealedColumn

_log = structlog.get_logger(__name__)
PURPOSE = "second factor"
N_RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# 24 of 31 letters are some 118 bits: enough for a plain digest (ASVS 6.5.2).
_GROUPS, _GROUP_LENGTH = 6, 4
_NEVER = -1


def strong(user: User) -> QuerySet[Authenticator]:
    """The authenticator app and the passkeys of an account."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user.pk, type__in=types)
    return found


def has_any(user: User) -> bool:
    """Whether the account has an authenticator app or a passkey."""
    return bool(strong(user).exists())


def kinds(user: User) -> list[str]:
    """By what the account can prove itself beside its password, the easiest first."""
    types = set(strong(user).values_list("type", flat=True))
    found = []
    if Authenticator.Type.WEBAUTHN in types:
        found.append("passkey")
    if Authenticator.Type.TOTP in types:
        found.append("totp")
    if found and RecoveryCode.objects.filter(user=user, used_at=None).exists():
        found.append("recovery_code")
    return found


def new_totp_secret() -> str:
    """A new secret for an authenticator app: 160 random bits, in base32."""
    secret: str = totp.generate_totp_secret()
    return secret


def counter_of(secret: str, code: str) -> int | None:
    """The half minute whose code this is, one earlier and one later included; else None."""
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if compare_user_code(actual=code, expected=expected):
            return int(counter)
    return None


def keep_totp(user: User, secret: str, counter: int) -> None:
    """Store the app of an account, and that its first code was used."""
    data = {"secret": sealed.seal(secret, purpose=PURPOSE), "last_counter": counter}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)


def opened_secret(kept: str) -> str | None:
    """The secret of an app; None where its key is gone, so that no code is right any more."""
    try:
        return sealed.opened(kept, purpose=PURPOSE)
    except sealed.CannotOpen:
        _log.exception("second_factor_cannot_be_opened", key=sealed.key_of(kept))
        return None


@transaction.atomic
def use_totp(user: User, code: str, *, at: datetime) -> bool:
    """Whether a code of the account's app is right; no code, nor an earlier one, is right twice."""
    rows = Authenticator.objects.select_for_update()
    row = rows.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if row is None:
        return False
    secret = opened_secret(row.data["secret"])
    counter = None if secret is None else counter_of(secret, code)
    if counter is None or counter <= row.data.get("last_counter", _NEVER):
        return False
    row.data["last_counter"] = counter
    row.last_used_at = at
    row.save(update_fields=["data", "last_used_at"])
    return True


def _apps() -> QuerySet[Authenticator]:
    found: QuerySet[Authenticator] = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    return found


def _keep_sealed(row: Authenticator, secret: str) -> None:
    row.data["secret"] = secret
    row.save(update_fields=["data"])


SECRETS = SealedColumn(
    "second factors", PURPOSE, _apps, lambda row: row.data["secret"], _keep_sealed
)


def new_recovery_codes(user: User) -> list[str]:
    """Codes that are told this once; those from before are worthless from now on."""
    codes = [_code() for _ in range(N_RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(one)) for one in codes)
    return codes


def use_recovery_code(user: User, code: str, *, at: datetime) -> bool:
    """Whether this is an unused code of the account; it is used by being asked for."""
    codes = RecoveryCode.objects.filter(user=user, digest=_digest(code), used_at=None)
    return codes.update(used_at=at) == 1


def forget_all(user: User) -> dict[str, Any]:
    """Remove every second factor of an account; how many of each there were."""
    found = {
        "totp": strong(user).filter(type=Authenticator.Type.TOTP).count(),
        "passkeys": strong(user).filter(type=Authenticator.Type.WEBAUTHN).count(),
        "recovery_codes": RecoveryCode.objects.filter(user=user, used_at=None).count(),
    }
    Authenticator.objects.filter(user_id=user.pk).delete()
    RecoveryCode.objects.filter(user=user).delete()
    return found


def _code() -> str:
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


def _digest(code: str) -> str:
    letters = "".join(one for one in code.lower() if one.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
