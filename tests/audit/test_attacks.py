"""Whoever owns the database can change it; verification names what they changed first."""

import shutil
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import UUIDField

from tests.audit.conftest import NOW, happen, owning_the_database, seal_and_sign, verified
from tests.factories.access import UserFactory
from zhongshu.access.models import SYSTEM
from zhongshu.kit import append_only, events
from zhongshu.kit.audit.canonical import COLUMNS, block_hash
from zhongshu.kit.audit.checkpoints import (
    ChainRewritten,
    accept_chain,
    checkpoint_file,
    read_checkpoints,
    write_checkpoints,
)
from zhongshu.kit.audit.retiring import retire
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.audit.verifying import Fault, verify
from zhongshu.kit.audit.watching import alarms
from zhongshu.kit.audit.witness import witness_folder
from zhongshu.kit.models import AuditBlock, Event, OutboxCursor, SubjectKey
from zhongshu.kit.personal import keys
from zhongshu.kit.personal.keys import former_member
from zhongshu.kit.personal.texts import ERASED

pytestmark = pytest.mark.django_db


def test_untouched_chain_is_right(sealed):
    happen(2)

    report = verified()

    assert (report.fault, report.n_events, report.n_blocks) == (None, 10, 3)
    assert (report.n_checkpoints, report.n_unsealed) == (3, 2)


def slightly_other(value: Any) -> Any:
    """The least change of a stored value, and something in the place of nothing."""
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1)
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, dict):
        return {**value, "after": {"n": value["after"]["n"] ^ 1}}
    return f"{value[:-1]}{chr(ord(value[-1]) ^ 1)}" if value else "x"


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "seq"])
def test_edited_event_is_named(sealed, column):
    event = Event.objects.filter(pk=sealed[5].pk)
    before = getattr(event.get(), column)
    is_id = isinstance(Event._meta.get_field(column), UUIDField)
    with owning_the_database():
        event.update(**{column: uuid4() if is_id and before is None else slightly_other(before)})

    assert verified().fault == Fault("event_edited", 2, 5, sealed[5].pk)


def test_renumbered_event_is_named(sealed):
    with owning_the_database():
        Event.objects.filter(pk=sealed[5].pk).update(seq=sealed[-1].pk + 1)

    assert verified().fault == Fault("event_deleted", 2, 5, sealed[5].pk)


def test_deleted_event_is_named(sealed):
    with owning_the_database():
        Event.objects.filter(pk=sealed[6].pk).delete()

    assert verified().fault == Fault("event_deleted", 2, 6, sealed[6].pk)


def test_inserted_event_is_named(sealed):
    with owning_the_database():
        gap = sealed[4].pk
        Event.objects.filter(pk=gap).delete()
        Event.objects.create(seq=gap, kind="test.forged", subject_type="x")

    assert verified().fault == Fault("event_edited", 2, 4, gap)


def test_event_slipped_into_a_gap_is_named(db):
    first = happen(3)
    with owning_the_database():
        Event.objects.filter(pk=first[1].pk).delete()
    seal_and_sign()

    Event.objects.create(seq=first[1].pk, kind="test.forged", subject_type="x")

    assert verified().fault == Fault("event_inserted", 1, 1, first[1].pk)


def test_swapped_events_are_named(sealed):
    one, other = (Event.objects.get(pk=sealed[at].pk) for at in (2, 7))
    with owning_the_database():
        Event.objects.filter(pk__in=[one.pk, other.pk]).delete()
        one.seq, other.seq = other.seq, one.seq
        Event.objects.bulk_create([one, other])

    assert verified().fault == Fault("event_edited", 1, 2, sealed[2].pk)


def test_truncation_is_found_by_the_checkpoints_alone(sealed):
    with owning_the_database():
        Event.objects.filter(pk__gte=sealed[8].pk).delete()
        AuditBlock.objects.filter(number=3).delete()

    assert verify().fault is None
    assert verified().fault == Fault("truncated", 3, 8)


def test_chain_rebuilt_by_the_owner_is_found_by_the_checkpoints_alone(sealed):
    with owning_the_database():
        Event.objects.filter(pk=sealed[5].pk).update(actor_name="somebody else")
        AuditBlock.objects.filter(number__gte=2).delete()
    seal(at=NOW)

    assert verify().fault is None
    assert verified().fault == Fault("rebuilt", 2, 4)


def cut_off_with_the_checkpoint(sealed) -> None:
    """Take the last block away, its events, and the line that says that it was."""
    lines = checkpoint_file().read_bytes().splitlines(keepends=True)
    with owning_the_database():
        Event.objects.filter(pk__gte=sealed[8].pk).delete()
        AuditBlock.objects.filter(number=3).delete()
    checkpoint_file().write_bytes(b"".join(lines[:-1]))


def test_end_cut_off_together_with_its_checkpoint_is_found_by_a_kept_copy(sealed, tmp_path):
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(checkpoint_file().read_bytes())

    cut_off_with_the_checkpoint(sealed)

    assert verified().fault is None
    assert verify(read_checkpoints(kept)).fault == Fault("truncated", 3, 8)


def test_end_cut_off_together_with_its_checkpoint_raises_the_alarm(sealed):
    OutboxCursor.objects.create(consumer="test.reader", seq=sealed[9].pk)
    assert alarms(now=NOW) == []

    cut_off_with_the_checkpoint(sealed)
    assert alarms(now=NOW) == ["cut_off"]
    # What happens afterwards does not hide it.
    happen(3)
    seal_and_sign()

    assert alarms(now=NOW) == ["cut_off"]


def test_reader_that_stands_at_a_retired_event_is_no_alarm(sealed):
    OutboxCursor.objects.create(consumer="test.reader", seq=sealed[1].pk)

    retired = retire(NOW + timedelta(days=1), held=None, reason="old", at=NOW)

    assert retired == [1, 2, 3]
    assert alarms(now=NOW) == []


def test_chain_rebuilt_and_signed_anew_with_the_stolen_key_is_found_by_a_kept_copy(
    sealed, tmp_path
):
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(checkpoint_file().read_bytes())

    with owning_the_database():
        Event.objects.filter(pk=sealed[5].pk).update(actor_name="somebody else")
        AuditBlock.objects.all().delete()
    checkpoint_file().unlink()
    shutil.rmtree(witness_folder())
    seal_and_sign()

    assert verified().fault is None
    assert verify(read_checkpoints(kept)).fault == Fault("rebuilt", 2, 4)


def test_nothing_more_is_signed_over_a_rebuilt_chain(sealed):
    signed = checkpoint_file().read_bytes()
    with owning_the_database():
        AuditBlock.objects.all().delete()
        Event.objects.filter(pk=sealed[0].pk).update(actor_name="somebody else")
    happen(3)
    seal(at=NOW)

    with pytest.raises(ChainRewritten):
        write_checkpoints(at=NOW)

    assert checkpoint_file().read_bytes() == signed


def test_missing_block_is_named(sealed):
    with owning_the_database():
        AuditBlock.objects.filter(number=2).delete()

    assert verify().fault == Fault("block_missing", 2, 4)


@pytest.mark.parametrize("name", ["root", "previous", "sealed_at", "hash", "n_events"])
def test_edited_header_is_named(sealed, name):
    other = {"sealed_at": NOW.replace(year=2025), "n_events": 3}.get(name, "f" * 64)
    with owning_the_database():
        AuditBlock.objects.filter(number=2).update(**{name: other})

    assert verify().fault == Fault("block_edited", 2, 4)


def test_header_edited_with_its_hash_is_named(sealed):
    block = AuditBlock.objects.get(number=2)
    block.root = "f" * 64
    with owning_the_database():
        AuditBlock.objects.filter(number=2).update(root=block.root, hash=block_hash(block))

    assert verify().fault == Fault("index_edited", 2, 4)


@pytest.mark.parametrize("index", [b"", b"x", b"x" * 40])
def test_spoilt_index_is_a_fault_and_no_crash(sealed, index):
    with owning_the_database():
        AuditBlock.objects.filter(number=1).update(index=index)

    assert verified().fault is not None
    assert verified().fault.block == 1


def test_restored_backup_is_accepted_with_a_reason_that_is_told_for_ever(sealed):
    with owning_the_database():
        Event.objects.filter(pk__gte=sealed[8].pk).delete()
        AuditBlock.objects.filter(number=3).delete()
    accept_chain(reason="the disk broke; restored from the backup of the night", at=NOW)
    happen(3)
    seal_and_sign()

    report = verified()

    assert (report.fault, report.n_events) == (None, 11)
    assert report.restarts == ["the disk broke; restored from the backup of the night"]


ROWS = {"kit_event": "kind = 'x'", "kit_auditblock": "root = 'x'"}


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("act", ["UPDATE {0} SET {1}", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_database_itself_refuses_to_change_what_is_audited(sealed, table, act):
    if act.startswith("TRUNCATE") and connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")

    with (
        pytest.raises(DatabaseError, match="never"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table, ROWS[table]))

    assert verified().fault is None


def test_guards_that_were_taken_away_are_missed_and_put_back(db):
    with connection.cursor() as cursor:
        for statement in append_only.removal(connection):
            cursor.execute(statement)
    n_missing = len(append_only.missing_guards(connection))

    append_only.protect(connection)

    assert n_missing == (9 if connection.vendor == "postgresql" else 7)
    assert append_only.missing_guards(connection) == []


@pytest.mark.parametrize("column", [one.column for one in Event._meta.concrete_fields])
def test_no_column_of_an_event_is_changed_and_no_text_put_beside_it(sealed, column):
    value = "'[]'" if column == "texts" else f'"{column}"'
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'UPDATE kit_event SET "{column}" = {value}')


def noted(text: str) -> Event:
    event = events.record("test.noted", actor=SYSTEM, subject=None, after={"name": text})
    seal_and_sign()
    return event


def test_changed_text_is_named(db):
    event = noted("the wall is 3 m high")
    changed = Event.objects.get(pk=event.pk).texts.replace("3 m", "2 m")

    with owning_the_database():
        Event.objects.filter(pk=event.pk).update(texts=changed)

    assert Event.objects.get(pk=event.pk).data["after"]["name"] == "the wall is 2 m high"
    assert verified().fault == Fault("text_edited", 1, 0, event.pk)


@pytest.mark.parametrize("left", [None, "[]", "[null]", "x", "1", '{"0":1}', "[1]", '[["x"]]'])
def test_text_that_no_erasure_took_is_named(db, left):
    event = noted("the wall is 3 m high")

    Event.objects.filter(pk=event.pk).update(texts=left)

    assert Event.objects.get(pk=event.pk).data["after"]["name"] == ERASED
    assert verified().fault == Fault("text_erased", 1, 0, event.pk)


def test_actor_who_was_renamed_as_if_erased_is_named(db):
    crook = UserFactory.create(name="Crook")
    events.record("test.done", actor=crook, subject=None)
    seal_and_sign()

    SubjectKey.objects.filter(pk=crook.pk).update(
        wrapped="", label=former_member(UserFactory.create().pk), destroyed_at=NOW
    )
    keys.forget_destroyed()

    assert verified().fault == Fault("key_destroyed", 1, 1, about=str(crook.pk))


@pytest.mark.parametrize(
    "told", [[], {"keys": ["x"], "former": "y"}, {"keys": [5]}, {"erased_texts": [[[]], 1]}]
)
def test_erasure_that_was_spoilt_is_named(db, told):
    event = events.record("access.somebody_erased", actor=SYSTEM, subject=None, reason="asked")
    seal_and_sign()

    with owning_the_database():
        Event.objects.filter(pk=event.pk).update(data=told)

    assert verified().fault == Fault("event_edited", 1, 0, event.pk)
