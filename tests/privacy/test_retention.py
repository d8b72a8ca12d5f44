"""What is older than its period goes, whole and signed for; what is held stays."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from tests.audit.conftest import seal_and_sign, verified
from tests.factories.access import UserFactory, user_with
from tests.factories.organisation import PersonFactory, company_scope
from tests.privacy.planted import TODAY, plant
from zhongshu.access import services
from zhongshu.access.models import SYSTEM, RetentionRun, User
from zhongshu.kit import append_only, events
from zhongshu.kit.audit import offline
from zhongshu.kit.audit.checkpoints import checkpoint_file, read_checkpoints
from zhongshu.kit.audit.proving import export
from zhongshu.kit.audit.retiring import retire
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import AuditBlock, Event
from zhongshu.organisation.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
SEALED = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=UTC)
LATER = SEALED + timedelta(days=3653)
ON = LATER.date()


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    monkeypatch.setattr("zhongshu.kit.audit.sealing.MOST_EVENTS", 4)


def happen(n_events: int, subject: User | None = None) -> list[Event]:
    user = subject or UserFactory.create()
    return [
        events.record("test.happened", actor=SYSTEM, subject=user, n=number)
        for number in range(n_events)
    ]


def of_audit(run: RetentionRun) -> dict:
    return next(one for one in run.report["classes"] if one["code"] == "audit")


def test_ten_years_later_whole_blocks_go_and_the_chain_verifies():
    happen(10)
    seal_and_sign()
    root = verified().root
    fresh = happen(3)
    seal(at=LATER - timedelta(days=1))

    run = services.apply_retention(SYSTEM, at=LATER, on=ON, is_dry=False)

    assert of_audit(run)["blocks"] == [1, 2, 3]
    assert list(Event.objects.filter(kind="test.happened").order_by("seq")) == fresh
    found = verified()
    assert (found.fault, found.n_retired, found.n_events) == (None, 10, 13)
    assert root in set(AuditBlock.objects.values_list("root", flat=True))
    [line] = read_checkpoints(checkpoint_file()).tombstones
    assert (line["first"], line["last"], line["n_events"]) == (1, 3, 10)
    from django.db import connection

    assert append_only.missing_guards(connection) == []


def test_a_dry_run_tells_the_same_and_removes_nothing():
    happen(10)
    seal_and_sign()
    n_before = Event.objects.count()

    run = services.apply_retention(SYSTEM, at=LATER, on=ON, is_dry=True)

    assert (of_audit(run)["n_due"], run.is_dry) == (10, True)
    assert Event.objects.count() == n_before + 1
    assert Event.objects.order_by("-seq")[0].kind == "access.retention_checked"


def test_nothing_goes_before_its_time():
    happen(10)
    seal_and_sign()
    at = SEALED + timedelta(days=3 * 365)

    run = services.apply_retention(SYSTEM, at=at, on=at.date(), is_dry=False)

    assert (of_audit(run)["n_removed"], verified().n_retired) == (0, 0)


@pytest.mark.parametrize(("days", "fits"), [(182, False), (183, True), (36_526, False)])
def test_the_trail_is_kept_for_half_a_year_at_least(days, fits):
    officer = user_with("access.retain")
    if fits:
        assert services.set_retention_period(officer, code="audit", days=days).days == days
    else:
        with pytest.raises(BadInput):
            services.set_retention_period(officer, code="audit", days=days)


def test_a_block_with_a_held_event_stays_whole():
    held = UserFactory.create()
    happen(4)
    happen(1, held)
    happen(7)
    seal_and_sign()
    services.place_hold(SYSTEM, somebody_id=held.pk, reason="Dispute", since=TODAY, until=None)

    run = services.apply_retention(SYSTEM, at=LATER, on=ON, is_dry=False)

    assert of_audit(run)["blocks"] == [1, 3]
    assert (Event.objects.filter(kind="test.happened").count(), verified().fault) == (4, None)


def test_a_removal_that_nobody_signed_is_a_deletion():
    from django.db import connection, transaction

    happen(10)
    seal_and_sign()
    with transaction.atomic(), append_only.removable(connection):
        Event.objects.filter(seq__lte=AuditBlock.objects.get(number=1).settled_seq)._raw_delete(
            "default"
        )

    assert verified().fault.code == "event_deleted"


def test_an_event_put_into_a_removed_block_is_named():
    [first, *_] = happen(10)
    seal_and_sign()
    retire(LATER, held=None, reason="old", at=LATER)

    Event.objects.create(seq=first.seq, kind="test.forged", data={})

    assert verified().fault.code == "event_edited"


def test_the_offline_verifier_follows_the_tombstone(tmp_path):
    happen(10)
    seal_and_sign()
    retire(SEALED + timedelta(days=1), held=None, reason="old", at=LATER)
    happen(2)
    seal(at=LATER)
    folder = tmp_path / "out"
    export(folder)
    command = [sys.executable, offline.__file__, str(folder), str(checkpoint_file())]

    told = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (told.returncode, "12 events" in told.stdout) == (0, True), told.stdout
    assert "10 events were removed: old" in told.stdout
    kept = checkpoint_file().read_text().splitlines()
    alone = tmp_path / "kept.jsonl"
    alone.write_text("\n".join(one for one in kept if '"tombstone"' not in one) + "\n")
    command[-1] = str(alone)
    unsigned = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (unsigned.returncode, "nobody signed" in unsigned.stdout) == (1, True)


def test_nobody_is_erased_before_a_period_is_chosen():
    planted = plant()
    assert planted.person.leaves_on == TODAY.replace(month=10, day=1)

    services.apply_retention(SYSTEM, at=LATER, on=ON, is_dry=False)
    assert Person.objects.get(pk=planted.person.pk).name == planted.person.name

    services.set_retention_period(SYSTEM, code="employment", days=731)
    stays = PersonFactory.create(leaves_on=ON - timedelta(days=700))
    run = services.apply_retention(SYSTEM, at=LATER, on=ON, is_dry=False)

    assert Person.objects.get(pk=planted.person.pk).name == planted.somebody.label
    assert Person.objects.get(pk=stays.pk).name == stays.name
    told = next(one for one in run.report["classes"] if one["code"] == "employment")
    assert (told["n_removed"], told["n_held"]) == (1, 0)


def test_a_held_person_is_not_erased_by_the_job():
    planted = plant()
    services.set_retention_period(SYSTEM, code="employment", days=731)
    services.place_hold(SYSTEM, scope=company_scope(), reason="Dispute", since=TODAY, until=None)

    run = services.apply_retention(SYSTEM, at=LATER, on=ON, is_dry=False)

    told = next(one for one in run.report["classes"] if one["code"] == "employment")
    assert (told["n_removed"], told["n_held"]) == (0, 1)
    assert Person.objects.get(pk=planted.person.pk).name == planted.person.name


def test_a_closed_account_goes_after_its_period():
    user_with("access.manage")
    account = UserFactory.create(name="Wang Wei")
    services.set_account_active(SYSTEM, user=account, is_active=False, expected_version=None)
    services.set_retention_period(SYSTEM, code="account", days=30)

    services.apply_retention(SYSTEM, at=LATER, on=ON, is_dry=False)

    assert User.objects.get(pk=account.pk).name.startswith("前成员")


def test_the_checkpoints_are_where_the_settings_say():
    assert checkpoint_file().is_relative_to(settings.AUDIT_HOME)
