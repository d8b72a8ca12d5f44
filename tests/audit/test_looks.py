"""What a look at the trail found reaches those who audit, and not the log alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.audit.conftest import happen, owning_the_database, seal_and_sign
from tests.factories.access import scope_below, user_with
from tests.wire import Wire
from zhongshu.kit.audit import looks
from zhongshu.kit.audit.checkpoints import checkpoint_file
from zhongshu.kit.audit.jobs import verify_events, watch_trail
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.audit.watching import SIGNED_WITHIN, alarms
from zhongshu.kit.models import AuditBlock, Event

pytestmark = pytest.mark.django_db
STATE = "/api/v1/audit/state"


@pytest.fixture
def fresh(db) -> list[Event]:
    """Events in signed blocks; none waits."""
    done = happen(8)
    seal_and_sign()
    return done


def told(over=None) -> list[tuple[str, str]]:
    state = Wire(user_with("access.read_audit", over=over)).get(STATE).json()
    return [(one["code"], one["about"]) for one in state["alarms"]]


def test_nothing_is_claimed_before_the_first_look(fresh):
    state = Wire(user_with("access.read_audit")).get(STATE).json()

    assert (state["watched_at"], state["verified_at"], state["alarms"]) == (None, None, [])


def test_a_sound_trail_raises_no_alarm(fresh):
    watch_trail()
    verify_events()

    state = Wire(user_with("access.read_audit")).get(STATE).json()
    assert state["alarms"] == []
    assert state["watched_at"] <= state["verified_at"]


def test_what_was_tampered_with_is_told_to_all_who_audit_and_where_to_those_of_the_company(fresh):
    with owning_the_database():
        Event.objects.filter(pk=fresh[5].pk).update(actor_name="nobody")

    verify_events()

    where = f"block 2, entry 5, event {fresh[5].pk}"
    assert told() == [("event_edited", where)]
    assert told(over=scope_below()) == [("event_edited", "")]
    assert Wire(user_with("access.manage")).get(STATE).status_code == 403


def test_guards_that_are_gone_are_told(fresh):
    with owning_the_database():
        watch_trail()

    assert ("unguarded", "kit_event_no_update") in told()
    watch_trail()
    assert told() == []


def test_a_chain_that_was_built_anew_is_told_without_waiting_for_the_verification(fresh):
    with owning_the_database():
        AuditBlock.objects.filter(number=2).delete()
        Event.objects.filter(pk=fresh[5].pk).update(actor_name="nobody")
    seal(at=timezone.now())

    watch_trail()

    assert ("rewritten", "") in told()


def test_a_block_that_was_sealed_just_now_needs_no_checkpoint_yet(db):
    happen(8)
    seal(at=timezone.now())
    watch_trail()
    assert told() == []

    assert alarms(now=timezone.now() + SIGNED_WITHIN) == ["checkpoints_missing"]


def test_checkpoints_that_cannot_be_read_are_told(fresh):
    checkpoint_file().write_text('{"type": "checkpoint", "by": "me"}\n', encoding="utf-8")

    verify_events()

    assert [code for code, _ in told()] == ["bad_checkpoint"]


def test_a_look_that_is_overdue_is_an_alarm(fresh):
    now = timezone.now()
    looks.keep_watch([], at=now)
    looks.keep_verification([], at=now)

    for after, late in ((1, []), (30, ["watch_late"]), (3000, ["watch_late", "verification_late"])):
        found = looks.last_looks(now=now + timedelta(minutes=after))
        assert [one["code"] for one in found.alarms] == late
