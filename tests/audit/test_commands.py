"""The `zhongshu audit` commands, as their words are typed."""

import argparse
import json

import pytest

from tests.audit.conftest import happen, owning_the_database, seal_and_sign
from zhongshu.config import audit
from zhongshu.kit.audit.checkpoints import checkpoint_file
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


def run(*words: str) -> None:
    parser = argparse.ArgumentParser()
    audit.add_parser(parser.add_subparsers())
    audit.run(parser.parse_args(["audit", *words]))


def test_what_happened_is_sealed_and_verified(capsys):
    happen(5)

    run("seal")
    run("verify")

    told = capsys.readouterr().out
    assert "5 events sealed in 2 blocks; 2 checkpoints signed." in told
    assert "5 events in 2 blocks are as they were sealed, and 2 checkpoints" in told


def test_fault_ends_the_command_with_its_name(sealed):
    with owning_the_database():
        Event.objects.filter(pk=sealed[5].pk).delete()

    with pytest.raises(SystemExit, match="TAMPERED WITH: event_deleted: block 2, entry 5"):
        run("verify")


def test_everything_that_the_witness_found_is_told_once_whatever_comes_first(sealed, committed):
    done = committed(4)
    with owning_the_database():
        Event.objects.filter(pk__in=[done[0].pk, done[1].pk]).delete()
    seal_and_sign()
    with owning_the_database():
        Event.objects.filter(pk__in=[sealed[5].pk, committed(1)[0].pk]).delete()

    with pytest.raises(SystemExit) as ended:
        run("verify")

    told = str(ended.value).splitlines()
    assert [line.partition(": block")[0] for line in told] == [
        "TAMPERED WITH: event_deleted",
        *["Altered as well: deleted_before_sealing"] * 3,
    ]
    assert len(set(told)) == 4


def test_kept_checkpoints_and_a_trusted_key_are_asked_for(sealed, tmp_path, capsys):
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(checkpoint_file().read_bytes())
    first = json.loads(kept.read_text().splitlines()[0])["id"]

    run("verify", "--checkpoints", str(kept), "--trust", first)
    with pytest.raises(SystemExit, match="the first key is"):
        run("verify", "--trust", "other")
    with pytest.raises(SystemExit, match="There is no file"):
        run("verify", "--checkpoints", str(tmp_path / "none"))

    assert f"first key {first}" in capsys.readouterr().out


def test_spoilt_checkpoints_end_the_command(sealed):
    checkpoint_file().write_text("nonsense\n")

    with pytest.raises(SystemExit, match="unreadable: line 1"):
        run("verify")


def test_proofs_are_printed(sealed, capsys):
    run("prove", "--event", str(sealed[3].id))
    proof = json.loads(capsys.readouterr().out)
    run("prove", "--growth", "1", "2")
    growth = json.loads(capsys.readouterr().out)

    assert (proof["position"], growth["later"]["number"]) == (3, 2)
    with pytest.raises(SystemExit, match="Nothing can be proved"):
        run("prove", "--event", str(sealed[3].subject_id))


def test_export_key_and_restart(sealed, tmp_path, capsys):
    run("export", "--output", str(tmp_path / "out"))
    run("rotate-key")
    run("accept", "--reason", "exercise")
    run("verify")

    told = capsys.readouterr().out
    assert "10 events are in" in told
    assert Event.objects.get(kind="access.exported").automation == "audit export"
    assert "signs from now on" in told
    assert "The chain was accepted anew: exercise" in told
