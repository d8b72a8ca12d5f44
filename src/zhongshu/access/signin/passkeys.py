"""Passkeys and security keys (WebAuthn), for signing in and as a second factor."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError

from zhongshu.access.models import User
from zhongshu.kit.errors import BadInput

Options = dict[str, Any]


class PasskeyRefused(BadInput):
    """The answer of the passkey does not fit the question, or is none."""

    code = "access.passkey_refused"


def registration(user: User) -> Options:
    """What a browser needs to make a passkey for an account that also works without a password."""
    return _plain(webauthn.begin_registration(user, True))


def register(user: User, *, name: str, credential: dict[str, Any]) -> Authenticator:
    """Store the passkey that a browser made.

    Raises
    ------
    PasskeyRefused
        If it is not the answer to the last question, or is stored already.
    """
    try:
        webauthn.parse_registration_response(credential)
        binding = webauthn.complete_registration(credential)
    except _FAULTS as error:
        raise PasskeyRefused("not an answer to our question", field="credential") from error
    assert binding.credential_data is not None  # noqa: S101 - a registration carries it
    if webauthn.get_authenticator_by_credential_id(user, binding.credential_data.credential_id):
        raise PasskeyRefused("the passkey is here already", field="credential")
    made: Authenticator = webauthn.WebAuthn.add(user, name, credential).instance
    return made


def question(user: User | None) -> Options:
    """What a browser needs to answer with a passkey: one of an account, or whichever it has."""
    return _plain(webauthn.begin_authentication(user))


def owner(credential: dict[str, Any]) -> User | None:
    """The account that a passkey says it belongs to; nothing is proved by that."""
    try:
        found: User = webauthn.extract_user_from_response(credential)
    except _FAULTS:
        return None
    return found


def use(user: User, credential: dict[str, Any], *, is_alone: bool = False) -> bool:
    """Whether a passkey of the account answered the last question; each answer counts once.

    One that signs in ``is_alone`` stands for two factors, so it must have checked its owner,
    whatever the question was that it answers.
    """
    try:
        answer = webauthn.parse_authentication_response(credential)
        if is_alone and not answer.response.authenticator_data.is_user_verified():
            return False
        row = webauthn.complete_authentication(user, credential)
    except _FAULTS:
        return False
    finally:
        webauthn.clear_state()
    row.record_usage()
    return True


# What the libraries raise on an answer that somebody made up.
_FAULTS = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)


def _plain(options: Any) -> Options:
    """Options as JSON has them; the library's own objects encode their bytes themselves."""
    plain: Options = json.loads(json.dumps(options, default=dict))
    return plain
