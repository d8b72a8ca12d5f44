"""A right that is taken away ends in every channel at once: what is on its way as well.

So does the sight of what a policy closes.
"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from tests.collaboration.discussed import member_of, mention, subject_of, task_of
from tests.config.test_live import opened, told  # noqa: F401 - the fixture
from tests.factories.access import delegation_to, holding_of, user_with
from tests.planning.closed import LET_IN, close
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.authorities.deciding import may
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.collaboration import mailing
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.presence import here, showing
from zhongshu.collaboration.services import comments
from zhongshu.config import live
from zhongshu.kit import events
from zhongshu.planning.handlers import _hearers, tell_plan_changed
from zhongshu.planning.models import Baseline
from zhongshu.planning.services.baselines import set_baseline

pytestmark = pytest.mark.django_db

PAGES = ("", "/overview", "/plan", "/baselines", "/export?format=xlsx")


@pytest.fixture
def task():
    return task_of("Pour concrete")


@pytest.fixture
def reader(task):
    user = member_of(task.project, name="Bo")
    user.email = "bo@example.com"
    user.save()
    # The last administrator stays whoever is revoked.
    user_with("access.manage")
    return user


def revoke(user):
    services.revoke_grant(SYSTEM, grant=Grant.objects.get(user=user))


def say(task, user):
    author = member_of(task.project)
    text = f"canary {mention(user)}"
    comments.add_comment(author, subject=subject_of(task), text=text, at=timezone.now())


def both_there(task, *users):
    """Lets users be in a plan; what is told of who is there, whenever it is asked."""
    now, scope = timezone.now(), task.project.scope_id
    for user in users:
        showing.show_presence(
            user, tab_id=user.pk, scope_id=scope, page="plan", subject_id=None, field="", at=now
        )
    return lambda: {UUID(one["user"]["id"]) for one in here.told(scope, at=now)}


def deputy_of(giver):
    """Somebody who acts in the place of another."""
    deputy = user_with()
    delegation = delegation_to(deputy, giver, permissions=["projects.view"])
    return Wire(deputy, HTTP_X_ACTING_UNDER=str(delegation.pk))


@pytest.mark.parametrize("page", PAGES)
def test_next_request_is_refused(task, reader, page):
    wire = Wire(reader)
    path = f"/projects/{task.project_id}{page}"
    before = wire.call("get", path)

    revoke(reader)
    after = wire.call("get", path)

    assert (before.status_code, after.status_code) == (200, 404), before.content
    assert wire.call("get", "/projects").json()["total"] == 0


def test_permission_that_leaves_a_role_closes_at_once(task, reader):
    wire, role = Wire(reader), Grant.objects.get(user=reader).role
    before = wire.call("get", f"/projects/{task.project_id}").status_code

    services.update_role(SYSTEM, role=role, expected_version=None, permissions=frozenset())

    assert (before, wire.call("get", f"/projects/{task.project_id}").status_code) == (200, 404)


@pytest.mark.django_db(transaction=True)
def test_open_stream_goes_silent(told, task, reader):  # noqa: F811 - the fixture
    events.listen(live.HUB.publish)

    def during():
        try:
            events.record("test.happened", actor=SYSTEM, subject=task.project)
            revoke(reader)
            events.record("test.happened", actor=SYSTEM, subject=task.project)
        finally:
            connection.close()

    _, chunks = opened(reader, during)

    assert sum(b"event: changed" in chunk for chunk in chunks) == 1


def test_presence_forgets_who_may_not_be_there(task, reader):
    other = member_of(task.project)
    there = both_there(task, reader, other)
    before = there()

    revoke(reader)

    assert (before, there()) == ({reader.pk, other.pk}, {other.pk})


def test_letter_that_waits_is_not_sent_and_the_news_is_gone(task, reader, settings):
    settings.MAIL_IS_ON = True
    say(task, reader)
    events.deliver_pending()
    row = Notification.objects.get(user=reader)
    before = Wire(reader).call("get", "/notifications").json()["total"]

    revoke(reader)

    assert mailing.mail_one(row.pk, at=timezone.now()) is False
    assert mail.outbox == []
    listed = Wire(reader).call("get", "/notifications")
    assert before == 1
    assert b"canary" not in listed.content


def test_news_on_its_way_does_not_reach_who_lost_the_right(task, reader):
    say(task, reader)

    revoke(reader)
    events.deliver_pending()

    assert not Notification.objects.filter(user=reader).exists()


def test_deputy_loses_what_the_giver_loses(task, reader):
    wire = deputy_of(reader)
    before = wire.call("get", f"/projects/{task.project_id}").status_code

    revoke(reader)

    assert (before, wire.call("get", f"/projects/{task.project_id}").status_code) == (200, 404)


def test_authority_that_is_revoked_decides_nothing_and_is_asked_for_nothing(task, reader):
    deputy = member_of(task.project)
    holding = holding_of(reader, "baseline_approval", is_delegable=True)
    delegation_to(deputy, reader, authorities=["baseline_approval"])
    before = [may(one, "baseline_approval", task.project) for one in (reader, deputy)]
    set_baseline(SYSTEM, project=task.project, name="V1", at=timezone.now())

    services.revoke_authority(SYSTEM, holding=holding)
    later = timezone.now() + timedelta(hours=1)
    set_baseline(SYSTEM, project=task.project, name="V2", at=later, reason="More scope")
    events.deliver_pending()

    assert before == [True, True]
    assert [may(one, "baseline_approval", task.project) for one in (reader, deputy)] == [False] * 2
    assert not Notification.objects.filter(kind="baseline_waiting").exists()
    assert Baseline.objects.get(name="V2").state == "proposed"


def test_closed_account_ends_everywhere(task, reader):
    wire = Wire(reader)

    services.set_account_active(SYSTEM, user=reader, is_active=False, expected_version=None)

    assert wire.call("get", f"/projects/{task.project_id}").status_code == 401


@pytest.mark.parametrize("page", PAGES[2:])
def test_plan_that_a_policy_closes_is_refused_from_the_next_request_on(task, reader, page):
    wire = Wire(reader)
    path = f"/projects/{task.project_id}{page}"
    before = wire.call("get", path)

    close()

    assert (before.status_code, wire.call("get", path).status_code) == (200, 403)


@pytest.mark.parametrize("path", ["/projects/{}", "/projects"])
def test_value_that_a_policy_closes_is_a_lock_from_the_next_request_on(task, reader, path):
    task.project.description = "canary"
    task.project.save()
    wire, path = Wire(reader), path.format(task.project_id)
    before = wire.call("get", path)

    close(Cell(Subject.EVERYONE, Effect.NONE, resource="project", field="description"))
    after = wire.call("get", path)

    assert (before.status_code, after.status_code) == (200, 200)
    assert (b"canary" in before.content, b"canary" in after.content) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_open_stream_tells_nothing_of_a_plan_that_a_policy_closes(told, task, reader):  # noqa: F811 - the fixture
    events.live("test.edited", permission="projects.view", hearers=_hearers)(tell_plan_changed)
    events.listen(live.HUB.publish)

    def during():
        try:
            events.record("test.edited", actor=SYSTEM, subject=task.project, is_quiet=False)
            close()
            events.record("test.edited", actor=SYSTEM, subject=task.project, is_quiet=False)
        finally:
            connection.close()

    _, chunks = opened(reader, during)

    assert sum(b"event: plan_changed" in chunk for chunk in chunks) == 1


def test_presence_leaves_out_to_whom_a_policy_closes_the_plan(task, reader):
    other = member_of(task.project, LET_IN)
    there = both_there(task, reader, other)
    before = there()

    close()

    assert (before, there()) == ({reader.pk, other.pk}, {other.pk})


def test_letter_about_a_task_whose_plan_a_policy_closes_is_not_sent(task, reader, settings):
    settings.MAIL_IS_ON = True
    say(task, reader)
    events.deliver_pending()
    row = Notification.objects.get(user=reader)

    close()

    assert mailing.mail_one(row.pk, at=timezone.now()) is False
    assert mail.outbox == []
    assert b"canary" not in Wire(reader).call("get", "/notifications").content


def test_news_on_its_way_does_not_reach_to_whom_a_policy_closes_the_plan(task, reader):
    say(task, reader)

    close()
    events.deliver_pending()

    assert not Notification.objects.filter(user=reader).exists()


def test_deputy_loses_what_a_policy_closes_to_the_giver(task, reader):
    wire = deputy_of(reader)
    before = wire.call("get", f"/projects/{task.project_id}/plan").status_code

    close()

    assert (before, wire.call("get", f"/projects/{task.project_id}/plan").status_code) == (200, 403)
