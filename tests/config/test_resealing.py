"""SEC-16: the keys turn, and what was sealed opens with the new one alone."""

import argparse
import base64
import secrets

import pytest

from tests.access.signin.keys import code_of
from tests.access.signin.people import signed_in, with_app
from tests.factories.access import UserFactory
from zhongshu.access.signin import factors
from zhongshu.config import resealing
from zhongshu.kit import events, sealed
from zhongshu.kit import resealing as kit_resealing
from zhongshu.kit.models import Event, SubjectKey
from zhongshu.kit.personal import keys, ring
from zhongshu.kit.resealing import reseal_all

pytestmark = pytest.mark.django_db


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.fixture(autouse=True)
def own_rings(settings, tmp_path):
    settings.HOME = tmp_path
    settings.SEALING_KEYS = [new_key()]
    settings.PRIVACY_HOME = tmp_path / "privacy"
    settings.PRIVACY_KEYS = (new_key(),)
    keys._known = keys._Known()
    yield
    keys._known = keys._Known()


def run(*words: str) -> None:
    parser = argparse.ArgumentParser()
    resealing.add_parser(parser.add_subparsers())
    resealing.run(parser.parse_args(["reseal", *words]))


def kept(user) -> str:
    sealed_text: str = factors.strong(user).get().data["secret"]
    return sealed_text


def counts(found) -> dict[str, tuple[int, int]]:
    return {one.name: (one.n_resealed, one.n_already) for one in found}


def test_after_resealing_the_old_keys_can_go(settings, capsys):
    users = [UserFactory.create(name=f"Person {n}") for n in range(5)]
    apps = {user: with_app(user) for user in users}
    event = events.record("access.preferences_set", actor=users[0], subject=users[0])
    old, old_privacy = settings.SEALING_KEYS, settings.PRIVACY_KEYS
    new, new_privacy = new_key(), new_key()
    settings.SEALING_KEYS, settings.PRIVACY_KEYS = [*old, new], (*old_privacy, new_privacy)
    n_people = SubjectKey.objects.count()

    run("--batch", "2")

    told = capsys.readouterr().out
    assert "second factors: 5 resealed, 0 under the newest key already." in told
    assert f"keys of people: {n_people} resealed, 0 under the newest key already." in told
    assert "Older keys can be removed." in told
    settings.SEALING_KEYS, settings.PRIVACY_KEYS = [new], (new_privacy,)
    keys._known = keys._Known()
    assert {user: sealed.opened(kept(user), purpose=factors.PURPOSE) for user in users} == apps
    assert Event.objects.get(pk=event.pk).actor_name == "Person 0"
    settings.SEALING_KEYS = old
    with pytest.raises(sealed.CannotOpen):
        sealed.opened(kept(users[0]), purpose=factors.PURPOSE)


def test_code_counts_once_across_the_turn_of_the_keys(settings):
    user = UserFactory.create()
    secret = with_app(user)
    code = code_of(secret)
    client = signed_in(user)
    assert client.call("post", "/session/second-factor", {"code": code}).status_code == 200
    settings.SEALING_KEYS = [*settings.SEALING_KEYS, new_key()]

    reseal_all()

    again = signed_in(user)
    assert again.call("post", "/session/second-factor", {"code": code}).status_code == 422


def test_it_goes_on_where_it_was_broken_off(settings, monkeypatch):
    users = [UserFactory.create() for _ in range(6)]
    for user in users:
        with_app(user)
    settings.SEALING_KEYS = [*settings.SEALING_KEYS, new_key()]
    wrote = []
    write = factors.SECRETS.write

    def break_off(row, text):
        if len(wrote) == 5:
            raise KeyboardInterrupt
        wrote.append(row.pk)
        write(row, text)

    broken = kit_resealing.SealedColumn(
        "second factors", factors.PURPOSE, factors.SECRETS.rows, factors.SECRETS.read, break_off
    )
    monkeypatch.setitem(kit_resealing._COLUMNS, "second factors", broken)
    with pytest.raises(KeyboardInterrupt):
        reseal_all(batch=2)
    monkeypatch.undo()

    # Whole batches stay: two of two; of the third nothing.
    assert counts(reseal_all(batch=2))["second factors"] == (2, 4)
    assert counts(reseal_all(batch=2))["second factors"] == (0, 6)


def test_dry_run_counts_and_changes_nothing(settings, capsys):
    user = UserFactory.create()
    with_app(user)
    before = kept(user)
    settings.SEALING_KEYS = [*settings.SEALING_KEYS, new_key()]

    run("--dry-run")

    told = capsys.readouterr().out
    assert "second factors: 1 would be resealed, 0 under the newest key already." in told
    assert "Older keys can be removed." not in told
    assert kept(user) == before
    assert not Event.objects.filter(kind="access.secrets_resealed").exists()


def test_what_no_key_opens_is_named_and_left(settings, capsys):
    lost, other = UserFactory.create(), UserFactory.create()
    with_app(lost)
    before = kept(lost)
    settings.SEALING_KEYS = [new_key()]
    with_app(other)
    settings.SEALING_KEYS = [*settings.SEALING_KEYS, new_key()]

    with pytest.raises(SystemExit, match="Put the missing keys back"):
        run()

    told = capsys.readouterr()
    missing = sealed.key_of(before)
    assert f"second factors: 1 cannot be opened: key {missing} is not in the ring." in told.err
    assert "second factors: 1 resealed" in told.out
    assert kept(lost) == before
    assert Event.objects.get(kind="access.secrets_resealed").data["n_lost"] == 1


def test_app_whose_key_is_gone_lets_nobody_in_and_breaks_nothing(settings):
    user = UserFactory.create()
    code = code_of(with_app(user))
    [recovery, *_] = factors.new_recovery_codes(user)
    settings.SEALING_KEYS = [new_key()]
    client = signed_in(user)

    refused = client.call("post", "/session/second-factor", {"code": code})
    let_in = client.call("post", "/session/second-factor", {"recovery_code": recovery})

    assert (refused.status_code, refused.json()["code"]) == (422, "access.proof_refused")
    assert let_in.json()["user"]["id"] == str(user.pk)


def test_new_key_is_made_in_the_folder_and_sealed_with(settings, capsys):
    settings.SEALING_KEYS = []
    user = UserFactory.create()
    with_app(user)

    run("--new-key")

    folder = settings.HOME / "sealing"
    assert sorted(one.name for one in folder.iterdir()) == ["0001.key", "0002.key"]
    assert "second factors: 1 resealed" in capsys.readouterr().out
    (folder / "0001.key").unlink()
    assert sealed.opened(kept(user), purpose=factors.PURPOSE)
    run("--new-key")
    assert (folder / "0003.key").exists()


def test_new_key_is_not_made_where_the_environment_gives_them():
    with pytest.raises(SystemExit, match="ZHONGSHU_SEALING_KEYS gives the keys"):
        run("--new-key")


def test_key_made_by_another_process_wraps_from_then_on(settings):
    settings.PRIVACY_KEYS = ()
    first = ring.wrap(b"k" * 32, b"a")
    folder = settings.PRIVACY_HOME / "keys"

    # As another process makes it: without a word to this one.
    (folder / "0002.key").write_text(new_key(), encoding="ascii")

    second = ring.wrap(b"k" * 32, b"a")
    assert first.partition(":")[0] != second.partition(":")[0]
    assert ring.unwrap(first, b"a") == ring.unwrap(second, b"a") == b"k" * 32


def test_destroyed_keys_stay_destroyed(settings):
    from django.utils import timezone

    user = UserFactory.create()
    events.record("access.preferences_set", actor=user, subject=user)
    keys.destroy([user.pk], label="gone", at=timezone.now())
    settings.PRIVACY_KEYS = (*settings.PRIVACY_KEYS, new_key())

    found = counts(reseal_all())

    assert SubjectKey.objects.get(pk=user.pk).wrapped == ""
    assert found["keys of people"][0] == SubjectKey.objects.filter(destroyed_at=None).count()
