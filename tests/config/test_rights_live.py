"""An open page is told when what its viewer sees may have changed, and nothing but that."""

import threading
import time
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.access.test_policy import field, published
from tests.config.test_live import headers_of, opened, told  # noqa: F401 - the fixture
from tests.factories.access import user_with
from zhongshu.access import services, view_as
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.access.policy.document import Effect
from zhongshu.config import live

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("told")]

HEARD = b"event: rights_changed\ndata: {}\n\n"


def watched(act):
    """Do something while the thread runs that watches rights."""

    def during():
        stop = threading.Event()

        def watch():
            live.watch_rights(stop=stop, idle_seconds=0.05)
            connection.close()

        thread = threading.Thread(target=watch)
        thread.start()
        time.sleep(0.3)
        try:
            act()
            time.sleep(0.5)
        finally:
            connection.close()
            stop.set()
            thread.join()

    return during


def let_see_as(headers, user):
    """Let the session of these headers see as another account."""
    key = headers[0][1].decode().split("=")[-1]
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
    session[view_as._USER] = str(user.pk)
    session.save()


def test_a_page_is_told_once_and_nothing_but_that():
    user = user_with("projects.view")

    _, chunks = opened(user, watched(lambda: published(field("description", Effect.NONE))))

    assert [one for one in chunks if b"event:" in one] == [HEARD]


def test_a_page_is_told_what_concerns_whom_it_sees_as():
    looker, user = user_with("access.view_as", "access.manage"), user_with("projects.view")
    grant = Grant.objects.get(user=user)
    headers = headers_of(looker)
    let_see_as(headers, user)

    _, chunks = opened(
        looker, watched(lambda: services.revoke_grant(SYSTEM, grant=grant)), headers=headers
    )

    assert HEARD in chunks


@pytest.mark.parametrize(
    ("heard", "is_told"), [(None, True), (-5, True), (40, False), (-7200, True)]
)
def test_a_page_is_told_what_changed_while_it_did_not_listen(heard, is_told):
    """By the moment until which it heard; without one, or after long, of what was just done."""
    user = user_with("projects.view")
    now = timezone.now()
    published(field("description", Effect.NONE))
    headers = headers_of(user)
    if heard is not None:
        moment = now + timedelta(seconds=heard)
        headers.append((b"last-event-id", b"%d" % (moment.timestamp() * 1000)))

    _, chunks = opened(user, lambda: None, headers=headers)

    assert (HEARD in chunks) == is_told
    assert b"id: " in chunks[0]
