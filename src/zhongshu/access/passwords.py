"""How passwords are stored, and which are accepted."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError

MAXIMUM_LENGTH = 128
_FEWEST_DIFFERENT = 5
# Without what looks alike when read aloud or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 5


def new_password() -> str:
    """A random password of twenty characters in groups, some 98 bits."""
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


class Argon2id(Argon2PasswordHasher):
    """Argon2id with the second recommended option of RFC 9106, section 4: 64 MiB, 3 passes."""

    time_cost = 3
    memory_cost = 65_536
    parallelism = 4


class MaximumLengthValidator:
    """Refuses passwords so long that hashing them would be an attack."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password longer than `MAXIMUM_LENGTH`."""
        if len(password) > MAXIMUM_LENGTH:
            raise ValidationError(
                f"the password has more than {MAXIMUM_LENGTH} characters", code="password_too_long"
            )

    def get_help_text(self) -> str:
        """What the rule asks for."""
        return f"At most {MAXIMUM_LENGTH} characters."


class RepetitionValidator:
    """Refuses passwords of a few characters repeated, which are long without being hard."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Refuse a password with fewer than five different characters."""
        if len(set(password)) < _FEWEST_DIFFERENT:
            raise ValidationError(
                f"the password has fewer than {_FEWEST_DIFFERENT} different characters",
                code="password_too_repetitive",
            )

    def get_help_text(self) -> str:
        """What the rule asks for."""
        return f"At least {_FEWEST_DIFFERENT} different characters."
