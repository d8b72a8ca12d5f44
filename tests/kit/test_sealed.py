"""SEC-16: secrets are encrypted with a ring of keys, and keys can be changed at any time."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from zhongshu.kit import sealed


@pytest.fixture(autouse=True)
def own_ring(settings, tmp_path):
    settings.HOME = tmp_path
    settings.SEALING_KEYS = []


def key() -> str:
    return base64.b64encode(sealed.secrets.token_bytes(32)).decode()


def test_what_is_sealed_opens_again_and_looks_like_nothing():
    box = sealed.seal("密 secret", purpose="p")

    assert sealed.opened(box, purpose="p") == "密 secret"
    assert "secret" not in box
    assert sealed.seal("密 secret", purpose="p") != box


@pytest.mark.parametrize(
    "spoil",
    [
        lambda box: box[:-4] + "AAA=",
        lambda box: box[:12] + "x" + box[13:],
        lambda box: "s9" + box[2:],
        lambda box: "",
        lambda box: "s1.00000000.AAAA",
    ],
)
def test_changed_box_does_not_open(spoil):
    with pytest.raises(sealed.CannotOpen):
        sealed.opened(spoil(sealed.seal("secret", purpose="p")), purpose="p")


def test_box_opens_for_its_own_purpose_only():
    with pytest.raises(sealed.CannotOpen):
        sealed.opened(sealed.seal("secret", purpose="p"), purpose="q")


def test_newest_key_seals_and_all_open(settings):
    first = sealed.seal("secret", purpose="p")
    settings.SEALING_KEYS = [key()]
    second = sealed.seal("secret", purpose="p")

    assert first.split(".")[1] != second.split(".")[1]
    assert sealed.opened(first, purpose="p") == "secret"
    moved = sealed.resealed(first, purpose="p")
    assert moved.split(".")[1] == second.split(".")[1]
    assert sealed.resealed(moved, purpose="p") == moved


def test_key_that_is_gone_opens_nothing(settings):
    settings.SEALING_KEYS = [key()]
    box = sealed.seal("secret", purpose="p")
    settings.SEALING_KEYS = [key()]

    with pytest.raises(sealed.CannotOpen):
        sealed.opened(box, purpose="p")


@pytest.mark.parametrize("bad", ["not base64!", base64.b64encode(b"short").decode()])
def test_bad_key_is_refused_by_name(bad, settings):
    settings.SEALING_KEYS = [bad]

    with pytest.raises(sealed.BadSealingKey, match="ZHONGSHU_SEALING_KEYS"):
        sealed.seal("secret", purpose="p")


def test_first_key_is_for_the_server_alone_and_made_once(settings):
    with ThreadPoolExecutor(8) as pool:
        boxes = list(pool.map(lambda n: sealed.seal(str(n), purpose="p"), range(8)))

    [file] = list((settings.HOME / "sealing").iterdir())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [sealed.opened(box, purpose="p") for box in boxes] == [str(n) for n in range(8)]
