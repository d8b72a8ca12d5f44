"""People who sign in as the pages do."""

from datetime import timedelta
from typing import Any

from django.test import Client

from tests.access.signin.keys import Passkey
from tests.factories.access import PASSWORD
from tests.wire import Wire
from zhongshu.access.models import User
from zhongshu.access.signin import factors, records


def signed_in(user: User, password: str = PASSWORD) -> Wire:
    """A browser in which somebody typed a name and a password."""
    client = Wire()
    answer = client.call("post", "/session", {"username": user.username, "password": password})
    assert answer.status_code == 200, answer.content
    return client


def with_app(user: User) -> str:
    """Let an account have an authenticator app that was never used; its secret."""
    secret = factors.new_totp_secret()
    factors.keep_totp(user, secret, -1)
    return secret


def with_passkey(user: User, client: Wire | None = None) -> Passkey:
    """Let an account have a passkey, made as a browser makes one."""
    client = client or Wire(user, secure=True)
    key = Passkey()
    options = client.call("post", "/session/factors/passkey-question").json()
    answer = client.call(
        "post", "/session/factors/passkey", {"name": "Key", "credential": key.made(options)}
    )
    assert answer.status_code == 201, answer.content
    return key


def age(client: Client, **by: Any) -> None:
    """Let the record of a session be as old as if so much time had gone by."""
    session = client.session
    record = records.record_of(session)
    for name, span in by.items():
        assert isinstance(span, timedelta)
        setattr(record, name, getattr(record, name) - span.total_seconds())
    records.write(session, record)
    session.save()
