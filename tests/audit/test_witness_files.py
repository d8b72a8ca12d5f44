"""The files of the witness: made, left, removed; a machine that stops, sleeps or fails."""

import os
import time
from itertools import pairwise
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from tests.audit.conftest import happen, seal_and_sign, verified
from zhongshu.access.models import SYSTEM
from zhongshu.kit import events
from zhongshu.kit.audit import comparing, witness
from zhongshu.kit.audit.checkpoints import checkpoint_file, read_checkpoints
from zhongshu.kit.audit.witness import WITNESS, files, witness_folder
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


def test_power_cut_that_takes_the_newest_notes_is_no_alarm(committed):
    committed(2)
    seal_and_sign()
    committed(2)
    [name] = files()
    file = witness_folder() / name
    content = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(content[:-3]) + content[-3][:20] + b"\0" * 80)

    seal_and_sign()

    report = verified()
    assert (report.fault, report.n_unwitnessed) == (None, 1)


def test_file_that_is_read_and_old_is_removed_and_the_next_goes_on(committed, monkeypatch):
    committed(2)
    seal_and_sign()
    [old] = files()
    os.utime(witness_folder() / old, (0, 0))
    monkeypatch.setattr(WITNESS, "_began", WITNESS._began - 4000)

    committed(2)
    seal_and_sign()
    [new] = files()
    committed(1)
    seal_and_sign()

    assert new != old
    places = read_checkpoints(checkpoint_file()).blocks[-1]["witness"]["places"]
    assert list(places) == [new]
    assert (verified().fault, verified().n_witnessed) == (None, 5)


@pytest.mark.parametrize("hours", [3, -3])
def test_machine_that_sleeps_or_gets_another_time_writes_on_in_another_file(
    committed, monkeypatch, hours
):
    committed(2)
    seal_and_sign()
    committed(1)
    [old] = files()
    later = SimpleNamespace(time=lambda: time.time() + hours * 3600, monotonic=time.monotonic)
    monkeypatch.setattr(witness, "time", later)

    seal_and_sign()
    committed(1)
    seal_and_sign()

    assert old not in files() or hours < 0
    assert files() != [old]
    assert (verified().fault, verified().n_witnessed) == (None, 4)


def test_folder_is_closed_to_others_with_the_one_around_it(committed, audit_home):
    committed(1)

    assert [oct(one.stat().st_mode)[-3:] for one in (audit_home, witness_folder())] == ["700"] * 2


def test_file_in_which_something_waits_is_kept(committed):
    committed(1)
    seal_and_sign()
    happen(1)
    [name] = files()
    os.utime(witness_folder() / name, (0, 0))

    assert comparing.compare(None, []).done == []


def test_folder_that_cannot_be_written_to_stops_nobody_and_is_told(committed, audit_home, caplog):
    committed(1)
    seal_and_sign()
    witness_folder().rename(audit_home / "aside")
    witness_folder().write_text("a file in the way")

    done = committed(2)
    told = [one.msg["seq"] for one in caplog.records if "audit_not_witnessed" in str(one.msg)]
    witness_folder().unlink()
    (audit_home / "aside").rename(witness_folder())
    seal_and_sign()

    assert Event.objects.filter(pk__in=[one.pk for one in done]).count() == 2
    # Of each event neither note could be written.
    assert told == [done[0].pk, done[1].pk] * 2
    assert (verified().fault, verified().unwitnessed) == (None, [one.pk for one in done])


@pytest.mark.django_db(transaction=True)
def test_each_commit_has_two_notes_in_order():
    with transaction.atomic():
        events.record("test.happened", actor=SYSTEM, subject=None)
        with transaction.atomic():
            events.record("test.undone", actor=SYSTEM, subject=None)
            transaction.set_rollback(True)

    [name] = files()
    notes = witness.read_after(name, (0, 0)).notes

    assert [one.is_committed for one in notes] == [False, False, True]
    assert notes[0].id == notes[2].id
    assert all(one.place < two.place for one, two in pairwise(notes))
    assert connection.in_atomic_block is False
