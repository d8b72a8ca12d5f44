"""How somebody signs in: a second factor, a session and a linked identity of one account."""

from base64 import b32encode
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils import timezone

from zhongshu.access.models import User
from zhongshu.access.signin import cards
from zhongshu.access.signin.factors import PURPOSE
from zhongshu.kit.sealed import seal


def ways_in(user: User, text: str = "own") -> dict[str, Any]:
    """Give an account one of each; their ids by the names of path parameters."""
    secret = b32encode(text.encode()).decode()
    factor = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.TOTP,
        data={"secret": seal(secret, purpose=PURPOSE), "last_counter": 0},
        created_at=timezone.now(),
    )
    session = UserSession.objects.create(
        user=user,
        ip="192.0.2.1",
        session_key=f"{text}{user.pk.hex}"[:40],
        user_agent=text,
        created_at=timezone.now(),
        last_seen_at=timezone.now(),
    )
    SocialAccount.objects.create(user=user, provider="corp", uid=f"spare {text} {user.pk}")
    identity = SocialAccount.objects.create(user=user, provider="corp", uid=f"{text} {user.pk}")
    return {
        "factor_id": cards.public_id(factor),
        "session_id": cards.public_id(session),
        "identity_id": cards.public_id(identity),
        "provider": "corp",
    }
