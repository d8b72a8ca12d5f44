import os
import stat
import subprocess
import sys

import pytest
from django.db import ConnectionHandler, connection

from zhongshu.config import environment, secret, startup

GOOD = "Zq8vN2rT5xW1yB4cE7fH0jK3mP6sU9aD_LgOiRlXnQtVwYzIbCeFhJkM"


@pytest.mark.parametrize(
    "key", [secret.MISSING, "", "short", "a" * 60, "ab" * 40, "django-insecure-" + GOOD]
)
def test_weak_key_is_refused_with_what_to_do(key):
    assert "set ZHONGSHU_SECRET_KEY" in secret.complaint(key)


def test_good_key_is_accepted():
    assert secret.complaint(GOOD) is None


def test_demo_makes_its_own_key_once_and_keeps_it_to_itself(tmp_path, monkeypatch):
    monkeypatch.delenv("ZHONGSHU_SECRET_KEY", raising=False)

    first = secret.secret_key(tmp_path / "one", is_demo=True)
    again = secret.secret_key(tmp_path / "one", is_demo=True)
    other = secret.secret_key(tmp_path / "two", is_demo=True)

    assert first == again != other
    assert secret.complaint(first) is None
    assert stat.S_IMODE((tmp_path / "one" / "secret_key").stat().st_mode) == 0o600


def test_outside_the_demo_no_key_is_made(tmp_path, monkeypatch):
    monkeypatch.delenv("ZHONGSHU_SECRET_KEY", raising=False)

    assert secret.secret_key(tmp_path, is_demo=False) == secret.MISSING
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_sound_installation_has_nothing_to_complain_about(monkeypatch):
    # The throw-away server of the tests is allowed to forget.
    monkeypatch.setattr(startup, "_lost_by_a_power_cut", lambda: None)

    assert startup.complaints() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ALLOWED_HOSTS", ["*"], "name the hosts"),
        ("ALLOWED_HOSTS", ["*.example.com"], "name the hosts"),
        ("ALLOWED_HOSTS", [], "name the hosts"),
        ("DEBUG", True, "switch it off"),
        ("SECRET_KEY", "short", "set ZHONGSHU_SECRET_KEY"),
    ],
)
def test_unsafe_setting_ends_the_start_with_what_to_do(name, value, sentence, settings):
    setattr(settings, name, value)

    with pytest.raises(startup.UnsafeStart) as refused:
        startup.refuse_unsafe_start()

    assert sentence in str(refused.value)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="pragmas are SQLite's")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pragma", ["synchronous = NORMAL", "journal_mode = DELETE"])
def test_database_that_forgets_is_refused(pragma):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")

    try:
        assert any("not durable" in one for one in startup.complaints())
    finally:
        connection.close()


@pytest.mark.django_db
def test_embedded_database_forgets_nothing(monkeypatch, tmp_path):
    # The tests' own database may forget: see the fixture of its settings.
    monkeypatch.delenv("ZHONGSHU_DATABASE_URL", raising=False)
    fresh = ConnectionHandler({"default": environment.database(tmp_path)})["default"]

    with fresh.cursor() as cursor:
        found = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    fresh.close()

    assert found == ["wal", 2, 1]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="settings of PostgreSQL")
@pytest.mark.django_db
def test_server_that_forgets_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    assert any("synchronous_commit" in one for one in startup.complaints())


def run(tmp_path, *words, **variables):
    environment_of_child = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "ZHONGSHU_HOME": str(tmp_path),
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", "from zhongshu.config.cli import main; main()", *words],
        env=environment_of_child, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_server_without_a_key_or_migrations_says_so_and_ends(tmp_path):
    done = run(tmp_path, "serve", "--port", "1")

    assert done.returncode == 1
    assert "No secret key was given: set ZHONGSHU_SECRET_KEY" in done.stderr
    assert "run `zhongshu migrate`" in done.stderr
    assert "Traceback" not in done.stderr


def test_database_in_memory_is_refused(tmp_path):
    done = run(
        tmp_path, "serve", "--port", "1",
        ZHONGSHU_SECRET_KEY=GOOD, ZHONGSHU_DATABASE_URL="sqlite://",
    )  # fmt: skip

    assert done.returncode == 1
    assert "not durable" in done.stderr


def test_setting_that_cannot_be_read_is_named(tmp_path):
    done = run(tmp_path, "serve", ZHONGSHU_THREADS="many")

    assert done.returncode == 1
    assert "ZHONGSHU_THREADS is 'many': set it to a whole number." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////data/rows.sqlite3", "/data/rows.sqlite3"),
        ("sqlite:///rows.sqlite3", "rows.sqlite3"),
        ("", "/home/of/it/zhongshu.sqlite3"),
    ],
)
def test_sqlite_address_names_a_file(url, name, monkeypatch, tmp_path):
    from pathlib import Path

    monkeypatch.setenv("ZHONGSHU_DATABASE_URL", url)

    found = environment.database(Path("/home/of/it"))

    assert found["NAME"] == name
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgresql_address_is_taken_apart(monkeypatch, tmp_path):
    monkeypatch.setenv(
        "ZHONGSHU_DATABASE_URL", "postgresql://me:p%40ss@db.example:6432/plans?sslmode=require"
    )

    found = environment.database(tmp_path)

    assert {key: found[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")} == {
        "HOST": "db.example", "PORT": "6432", "NAME": "plans", "USER": "me", "PASSWORD": "p@ss",
    }  # fmt: skip
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_unknown_database_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("ZHONGSHU_DATABASE_URL", "mysql://db/plans")

    with pytest.raises(environment.BadSetting, match="sqlite:///… or postgresql://…"):
        environment.database(tmp_path)
