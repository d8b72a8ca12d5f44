"""What was signed stays signed: keys follow one another, and no line can be changed."""

import base64
import json
import logging
import socket
import stat

import pytest
from django.conf import settings

from tests.audit.conftest import NOW, happen, seal_and_sign, verified
from zhongshu.kit.audit.checkpoints import (
    BadCheckpoint,
    checkpoint_file,
    read_checkpoints,
    rotate_key,
)
from zhongshu.kit.audit.keys import BadKey, present_key

pytestmark = pytest.mark.django_db


GIVEN = base64.b64encode(b"k" * 32).decode()


def lines() -> list[dict]:
    return [json.loads(line) for line in checkpoint_file().read_text().splitlines()]


def write(changed: list[dict]) -> None:
    checkpoint_file().write_text("".join(json.dumps(line) + "\n" for line in changed))


def test_each_block_is_signed_once(sealed):
    seal_and_sign()

    assert [line["type"] for line in lines()] == ["key"] + ["checkpoint"] * 3
    assert [line["number"] for line in lines()[1:]] == [1, 2, 3]
    assert [line["tree_size"] for line in lines()[1:]] == [4, 8, 10]


def test_only_the_server_reads_the_key(sealed, audit_home):
    [key] = (audit_home / "keys").iterdir()

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text() not in checkpoint_file().read_text()


def test_new_key_is_introduced_by_the_old_one(sealed):
    before = present_key().id

    after = rotate_key(at=NOW)
    happen(1)
    seal_and_sign()

    assert [line["by"] for line in lines()] == [before] * 5 + [after]
    known = read_checkpoints(checkpoint_file())
    assert list(known.keys) == [before, after]
    assert known.first_key == before
    assert verified().fault is None


def test_key_comes_from_the_environment(monkeypatch, audit_home):
    monkeypatch.setattr(settings, "AUDIT_KEYS", [GIVEN])
    happen(1)
    seal_and_sign()

    assert not (audit_home / "keys").exists()
    assert lines()[0]["by"] == present_key().id
    assert verified().fault is None


def test_spoilt_key_is_named(monkeypatch):
    monkeypatch.setattr(settings, "AUDIT_KEYS", ["short"])

    with pytest.raises(BadKey, match="ZHONGSHU_AUDIT_KEYS"):
        present_key()


@pytest.mark.parametrize("name", ["hash", "root", "tree_size", "at", "signature", "by"])
def test_changed_checkpoint_is_named(sealed, name):
    changed = lines()
    changed[2][name] = changed[1][name] if changed[1][name] != changed[2][name] else "x"
    write(changed)

    with pytest.raises(BadCheckpoint, match="line 3"):
        read_checkpoints(checkpoint_file())


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda found: found[1:], "line 1"),
        (lambda found: [found[0], found[2], found[1]], "line 3"),
        (lambda found: [found[0], found[1], found[1]], "line 3"),
        (lambda found: [{"type": "key"}], "line 1"),
    ],
    ids=["key removed", "swapped", "twice", "no key"],
)
def test_rearranged_file_is_refused(sealed, spoil, line):
    write(spoil(lines()))

    with pytest.raises(BadCheckpoint, match=line):
        read_checkpoints(checkpoint_file())


def test_text_that_is_no_json_is_refused(sealed):
    checkpoint_file().write_text("nonsense\n")

    with pytest.raises(BadCheckpoint, match="line 1"):
        read_checkpoints(checkpoint_file())


def test_key_given_later_is_introduced_by_the_one_that_signed_last(sealed, monkeypatch):
    before = present_key().id
    monkeypatch.setattr(settings, "AUDIT_KEYS", [GIVEN])
    happen(1)
    seal_and_sign()

    assert [line["by"] for line in lines()[-2:]] == [before, present_key().id]
    assert verified().fault is None


def test_key_that_nobody_can_introduce_signs_nothing(sealed, monkeypatch, audit_home):
    signed = checkpoint_file().read_bytes()
    for file in (audit_home / "keys").iterdir():
        file.unlink()
    monkeypatch.setattr(settings, "AUDIT_KEYS", [GIVEN])
    happen(1)

    with pytest.raises(BadKey, match="is gone"):
        seal_and_sign()

    assert checkpoint_file().read_bytes() == signed


def test_checkpoints_go_to_the_log_and_to_syslog(monkeypatch, caplog):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(5)
        monkeypatch.setattr(settings, "AUDIT_SYSLOG", f"127.0.0.1:{server.getsockname()[1]}")
        happen(1)
        with caplog.at_level(logging.INFO, logger="zhongshu"):
            seal_and_sign()
        sent = [server.recv(4096) for _ in range(2)]

    assert b'zhongshu-audit: {"at":' in sent[1]
    assert b'"type":"checkpoint"' in sent[1]
    assert sum("audit_checkpoint" in str(record.msg) for record in caplog.records) == 2
