"""What an auditor can check without the database, by a program that shares no code with ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from tests.audit.conftest import happen, seal_and_sign
from zhongshu.kit.audit import offline
from zhongshu.kit.audit.checkpoints import accept_chain, checkpoint_file, rotate_key
from zhongshu.kit.audit.merkle import is_consistent
from zhongshu.kit.audit.proving import NotSealed, export, prove_event, prove_growth

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(sealed, tmp_path) -> Path:
    """An export of ten events in three blocks."""
    folder = tmp_path / "export"
    assert export(folder) == 10
    return folder


def lines(file: Path) -> list[str]:
    return file.read_text("ascii").splitlines(keepends=True)


def test_export_is_right(exported, capsys):
    assert offline.main([str(exported)]) == 0
    assert "10 events and 3 checkpoints are right" in capsys.readouterr().out


def test_verifier_runs_alone(exported):
    done = subprocess.run(
        [sys.executable, "-I", offline.__file__, str(exported)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"]},
    )

    assert (done.returncode, done.stdout[:6], done.stderr) == (0, "RIGHT:", "")
    assert "zhongshu" not in Path(offline.__file__).read_text().split('"""', 2)[2].lower()


def edited(found: list[str]) -> list[str]:
    return [*found[:5], found[5].replace('"n":5', '"n":6'), *found[6:]]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (edited, "block 2: its events (entries 4 to 7)"),
        (lambda found: found[:5] + found[6:], "block 2"),
        (lambda found: [*found[:2], found[1], *found[2:]], "entry 2 of block 1"),
        (lambda found: [*found[:2], found[3], found[2], *found[4:]], "entry 3 of block 1"),
        (lambda found: found[:9], "entry 9 of block 3"),
        (lambda found: [*found, found[9].replace('"seq":', '"seq":9')], "entry 10"),
    ],
    ids=["edited", "deleted", "inserted", "swapped", "cut off", "added"],
)
def test_spoilt_events_are_named(exported, capsys, spoil, told):
    file = exported / "events.jsonl"
    file.write_text("".join(spoil(lines(file))))

    assert offline.main([str(exported)]) == 1
    assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda found: [found[0], found[2]], "block 2 is missing"),
        (
            lambda found: [found[0], found[1].replace('"format":1', '"format":2'), found[2]],
            "header",
        ),
    ],
)
def test_spoilt_blocks_are_named(exported, capsys, spoil, told):
    file = exported / "blocks.jsonl"
    file.write_text("".join(spoil(lines(file))))

    assert offline.main([str(exported)]) == 1
    assert told in capsys.readouterr().out


def test_end_that_was_cut_off_is_found_by_the_checkpoints(exported, capsys):
    for name, kept in (("events.jsonl", 8), ("blocks.jsonl", 2)):
        (exported / name).write_text("".join(lines(exported / name)[:kept]))

    assert offline.main([str(exported)]) == 1
    assert "block 3 was signed and is missing" in capsys.readouterr().out


def test_checkpoints_that_the_auditor_kept_count(exported, capsys, tmp_path):
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(checkpoint_file().read_bytes())
    first = json.loads(lines(kept)[0])["id"]

    assert offline.main([str(exported), str(kept), "--trust", first]) == 0
    assert offline.main([str(exported), str(kept), "--trust", "0" * 16]) == 1
    assert "the first key is" in capsys.readouterr().out


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: [found[0], found[1].replace('"number":1', '"number":7'), *found[2:]],
        lambda found: found[1:],
    ],
    ids=["edited", "key removed"],
)
def test_spoilt_checkpoints_are_refused(exported, capsys, spoil):
    file = exported / "checkpoints.jsonl"
    file.write_text("".join(spoil(lines(file))))

    assert offline.main([str(exported)]) == 1
    assert "checkpoint line" in capsys.readouterr().out


def test_rotated_keys_and_restarts_are_followed(sealed, tmp_path, capsys):
    rotate_key(at=timezone.now())
    happen(2)
    seal_and_sign()
    accept_chain(reason="exercise", at=timezone.now())
    export(tmp_path / "export")

    assert offline.main([str(tmp_path / "export")]) == 0
    assert "accepted anew at block 4: exercise" in capsys.readouterr().out


@pytest.mark.parametrize("at", [0, 3, 4, 7, 9])
def test_each_event_has_a_proof(sealed, tmp_path, at, capsys):
    proof = tmp_path / "proof.json"
    proof.write_text(json.dumps(prove_event(sealed[at].id)))

    assert offline.main([str(proof), str(checkpoint_file())]) == 0
    assert f"is entry {at} of" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["event", "position", "path"])
def test_spoilt_proof_is_wrong(sealed, tmp_path, name):
    proof = prove_event(sealed[4].id)
    other = prove_event(sealed[5].id)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof | {name: other[name]}))

    assert offline.main([str(file), str(checkpoint_file())]) == 1


def test_event_that_is_not_sealed_has_no_proof(sealed):
    [waiting] = happen(1)

    with pytest.raises(NotSealed):
        prove_event(waiting.id)
    with pytest.raises(NotSealed):
        prove_event(sealed[0].subject_id)
    with pytest.raises(NotSealed):
        prove_growth(1, 9)


def test_growth_from_one_block_to_another_is_proved(sealed):
    proof = prove_growth(1, 3)

    assert is_consistent(
        bytes.fromhex(proof["earlier"]["root"]),
        proof["earlier"]["tree_size"],
        bytes.fromhex(proof["later"]["root"]),
        proof["later"]["tree_size"],
        [bytes.fromhex(one) for one in proof["proof"]],
    )


def test_what_cannot_be_read_is_said(tmp_path, capsys):
    assert offline.main([str(tmp_path)]) == 2
    assert offline.main([]) == 2
    assert "UNREADABLE" in capsys.readouterr().out
