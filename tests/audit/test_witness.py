"""Between the commit and the seal: whoever owns the database alone differs from the witness."""

import pytest
from django.db import transaction
from django.db.models import F

from tests.audit.conftest import NOW, happen, owning_the_database, seal_and_sign, verified
from zhongshu.kit.audit import checkpoints, offline, witness
from zhongshu.kit.audit.canonical import event_bytes, rows_between
from zhongshu.kit.audit.checkpoints import (
    accept_chain,
    checkpoint_file,
    found_since_signed,
    read_checkpoints,
)
from zhongshu.kit.audit.merkle import leaf_hash
from zhongshu.kit.audit.proving import export
from zhongshu.kit.audit.verifying import Fault
from zhongshu.kit.audit.watching import alarms
from zhongshu.kit.audit.witness import files, witness_folder
from zhongshu.kit.models import AuditBlock, Event

pytestmark = pytest.mark.django_db


def remove(*gone: Event) -> None:
    with owning_the_database():
        Event.objects.filter(pk__in=[one.pk for one in gone]).delete()


def deleted(event: Event, block: int, position: int) -> Fault:
    return Fault("deleted_before_sealing", block, position, event.pk)


ODD = [1e22, -0.0, 1e-7, 1.0, 0.1 + 0.2, 1.5e16, 123456789012345680.0, -1e300, 10**30, True, None]


@pytest.mark.parametrize("value", [ODD, {"一": [{"b": "\u2028\x1b"}], 10: 1, 9: 2}, ("a", {})])
def test_what_is_noted_is_what_will_be_sealed(value):
    [event] = happen(1, odd=value)

    [row] = rows_between(event.pk - 1, event.pk)
    [note] = [one for name in files() for one in witness.read_after(name, (0, 0)).notes]

    assert note.leaf == leaf_hash(event_bytes(row))
    assert (note.seq, note.id, note.is_committed) == (event.pk, str(event.id), False)


def test_nothing_that_somebody_typed_is_in_a_note(committed):
    committed(1, note="Zebedee")

    [name] = files()
    [_, line] = (witness_folder() / name).read_text().splitlines()

    assert [len(part) for part in line.split()] == [1, 1, len(line.split()[2]), 36, 64]


def test_untouched_events_are_sealed_as_they_were_noted(committed):
    committed(10)
    seal_and_sign()
    committed(3)
    seal_and_sign()

    report = verified()

    assert (report.fault, report.n_witnessed, report.n_unwitnessed) == (None, 13, 0)
    assert (found_since_signed(), alarms(now=NOW)) == ([], [])


@pytest.mark.parametrize("at", [0, 5, 8])
def test_event_deleted_before_sealing_is_named(committed, at):
    done = committed(10)

    remove(done[at])
    seal_and_sign()

    assert verified().fault == deleted(done[at], 1 + at // 4, at)
    assert alarms(now=NOW) == ["altered_before_sealing:1"]


def test_events_deleted_before_sealing_are_named_though_nothing_is_left_to_seal(committed):
    done = committed(2)

    remove(*done)
    seal_and_sign()

    assert verified().fault == deleted(done[0], 1, 0)
    assert [one["seq"] for one in verified().findings] == [one.pk for one in done]


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"after": {"n": 9}}},
        {"actor_name": "x"},
        {"kind": "test.other"},
        {"seq": F("seq") + 50},
    ],
    ids=lambda change: next(iter(change)),
)
def test_event_edited_before_sealing_is_named(committed, change):
    done = committed(3)

    with owning_the_database():
        Event.objects.filter(pk=done[1].pk).update(**change)
    [fresh] = found_since_signed()
    seal_and_sign()

    assert (fresh["code"], fresh["seq"]) == ("edited_before_sealing", done[1].pk)
    assert verified().fault == Fault("edited_before_sealing", 1, 1, done[1].pk)


def test_events_swapped_before_sealing_are_named(committed):
    one, _, other = committed(3)

    with owning_the_database():
        rows = [Event.objects.get(pk=each.pk) for each in (one, other)]
        Event.objects.filter(pk__in=[one.pk, other.pk]).delete()
        rows[0].seq, rows[1].seq = rows[1].seq, rows[0].seq
        Event.objects.bulk_create(rows)
    seal_and_sign()

    assert [each["code"] for each in verified().findings] == ["edited_before_sealing"] * 2
    assert verified().fault == Fault("edited_before_sealing", 1, 0, one.pk)


def test_event_inserted_with_a_made_up_id_has_no_witness(committed):
    done = committed(2)

    forged = Event.objects.create(kind="test.forged", subject_type="x")
    seal_and_sign()

    report = verified()
    assert (report.fault, report.n_witnessed) == (None, 2)
    assert report.unwitnessed == [forged.pk]
    assert forged.pk == done[-1].pk + 1


def test_what_was_found_is_not_taken_back_by_what_happens_afterwards(committed):
    done = committed(3)
    remove(done[1])
    seal_and_sign()

    with owning_the_database():
        Event.objects.bulk_create([done[1]])
    committed(3)
    seal_and_sign()

    assert verified().fault == Fault("event_inserted", 1, 1, done[1].pk)
    remove(done[1])
    assert verified().fault == deleted(done[1], 1, 1)
    assert len(verified().findings) == 1


def test_line_that_tells_what_was_found_is_missed(committed, capsys, tmp_path):
    done = committed(3)
    remove(done[1])
    seal_and_sign()
    committed(1)
    seal_and_sign()
    lines = checkpoint_file().read_bytes().splitlines(keepends=True)

    checkpoint_file().write_bytes(b"".join(one for one in lines if b'"findings"' not in one))
    export(tmp_path / "export")

    assert verified().fault == Fault("findings_missing", 2, 3)
    assert offline.main([str(tmp_path / "export")]) == 1
    assert "1 events were found altered" in capsys.readouterr().out


def test_no_block_is_signed_twice_where_the_end_of_the_file_tells_of_none(committed, monkeypatch):
    committed(3)
    seal_and_sign()
    remove(*committed(1))
    seal_and_sign()
    last = checkpoint_file().read_bytes().splitlines(keepends=True)[-1]
    assert b'"type":"witness"' in last

    monkeypatch.setattr(checkpoints, "_TAIL_BYTES", len(last) + 10)
    committed(1)
    seal_and_sign()

    known = read_checkpoints(checkpoint_file())
    assert [one["number"] for one in known.blocks] == [1, 2]


def test_auditor_is_told_without_the_database(committed, capsys, tmp_path):
    done = committed(5)
    remove(done[2])
    Event.objects.create(kind="test.forged", subject_type="x")
    seal_and_sign()

    export(tmp_path / "export")

    assert offline.main([str(tmp_path / "export")]) == 1
    told = capsys.readouterr().out
    assert "WRONG: deleted_before_sealing" in told
    assert str(done[2].id) in told
    assert "1 events came without a witness" in told


def test_what_is_undone_is_no_alarm(committed):
    committed(1)
    for _ in range(2):
        with transaction.atomic():
            happen(2)
            transaction.set_rollback(True)
        seal_and_sign()
    committed(2)
    seal_and_sign()

    report = verified()

    assert (report.fault, report.n_witnessed, report.n_unwitnessed) == (None, 3, 0)
    assert alarms(now=NOW) == []


def test_kill_between_the_commit_and_its_note_is_no_alarm(committed):
    committed(1)
    happen(2)
    seal_and_sign()

    report = verified()

    assert (report.fault, report.n_witnessed, report.n_unwitnessed) == (None, 3, 0)


def test_note_of_a_commit_that_comes_after_the_seal_is_no_alarm(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        happen(2)
        seal_and_sign()
    happen(1)
    seal_and_sign()

    assert (verified().fault, verified().n_witnessed) == (None, 3)


def test_note_of_a_commit_that_comes_after_the_seal_names_what_was_deleted(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        done = happen(3)
        remove(done[1])
        seal_and_sign()
    assert verified().fault is None
    seal_and_sign()

    assert verified().fault == deleted(done[1], 1, 1)


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda lines: lines[:2], 4),
        (lambda lines: [], 4),
        (lambda lines: lines[:5] + lines[6:], 6),
        (lambda lines: [*lines[:4], b"nonsense\n", *lines[5:]], 5),
    ],
    ids=["signed end cut off", "all removed", "taken from the middle", "overwritten"],
)
def test_notes_that_were_taken_away_are_missed(committed, spoil, line):
    committed(2)
    seal_and_sign()
    committed(2)
    [name] = files()
    file = witness_folder() / name

    file.write_bytes(b"".join(spoil(file.read_bytes().splitlines(keepends=True))))
    seal_and_sign()

    first = verified().findings[0]
    assert (first["code"], first["file"], first["line"]) == ("witness_cut", name, line)
    assert verified().fault.code == "witness_cut"


def test_end_of_the_notes_that_was_cut_off_is_missed_by_the_number_of_the_next(committed):
    done = committed(2)
    [name] = files()
    file = witness_folder() / name
    remove(done[1])
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:3]))

    seal_and_sign()
    committed(1)
    seal_and_sign()

    assert verified().findings[0] | {"file": ""} == {"code": "witness_cut", "file": "", "line": 4}


def test_database_restored_within_the_minute_is_named_until_it_is_accepted(committed):
    committed(2)
    seal_and_sign()
    lost = committed(3)
    remove(*lost)

    seal_and_sign()
    assert verified().fault == deleted(lost[0], 2, 2)
    accept_chain(reason="the standby took over", at=NOW)
    committed(2)
    seal_and_sign()

    report = verified()
    assert (report.fault, report.n_accepted) == (None, 3)
    assert report.restarts == ["the standby took over"]
    assert alarms(now=NOW) == []


def test_events_that_a_restored_backup_lacks_are_accepted_with_it(committed):
    committed(4)
    seal_and_sign()
    lost = committed(4)
    seal_and_sign()
    late = committed(1)
    with owning_the_database():
        Event.objects.filter(pk__gte=lost[0].pk).delete()
        AuditBlock.objects.filter(number=2).delete()
    assert verified().fault == Fault("truncated", 2, 4)

    accept_chain(reason="restored", at=NOW)
    committed(2)
    seal_and_sign()

    report = verified()
    assert (report.fault, report.n_events, report.n_accepted) == (None, 6, len(late))


def test_erasing_a_text_leaves_what_was_noted_right(committed):
    [event] = committed(1, name="Zebedee")
    Event.objects.filter(pk=event.pk).update(texts="[]")

    seal_and_sign()

    assert verified().fault == Fault("text_erased", 1, 0, event.pk)
    assert verified().findings == []
