"""What every test stands on: a database in a file, a folder of its own, fast passwords."""

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from _pytest.runner import pytest_runtest_protocol as run_protocol
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from zhongshu.access.signin.idps import OIDC, IdentityProvider
from zhongshu.kit import append_only

if TYPE_CHECKING:
    from tests.secrecy.world import World

REFERENCE = "ZHONGSHU_REFERENCE_DATA"
NOWHERE = {
    "kind": OIDC, "id": "corp", "name": "公司", "name_en": "Company", "client_id": "zhongshu",
    "issuer": "https://idp.invalid", "settings": {"server_url": "https://idp.invalid"},
}  # fmt: skip
ROWS = {"db", "transactional_db", "django_db_setup", "live_server"}


# The same examples on every run, so that a merge is not decided by luck; without a clock. Set
# HYPOTHESIS_PROFILE=search to look for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None, max_examples=50)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000, database=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def pytest_configure() -> None:
    # What imports leave stays, and need not be walked through again; on from the first test.
    gc.disable()
    gc.set_threshold(100_000, 20, 100)
    settings.SECRET_KEY = "only-the-tests-sign-with-this-key-0123456789-abcdefghij"
    settings.SECURE_SSL_REDIRECT = False
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    # A trace asks thousands of questions in a minute.
    settings.REQUESTS_PER_MINUTE = 1_000_000
    # Every client of a test has middleware of its own: it need not look at each file of the pages.
    settings.WHITENOISE_AUTOREFRESH = True
    # Argon2id takes its time by design; the tests of sign-in ask for it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.HOME = Path(tempfile.mkdtemp(prefix="zhongshu-test-"))
    settings.AUDIT_HOME = settings.HOME / "audit"
    settings.PRIVACY_HOME = settings.HOME / "privacy"
    # A provider that cannot be reached: it has no host.
    settings.SSO_PROVIDERS = (IdentityProvider(**NOWHERE),)
    os.environ.setdefault(REFERENCE, str(Path(__file__).parents[2] / "shared" / "data"))


def _with_room(run: Callable[[], Any]) -> Any:
    """Call something with room on the stack for every frame below it.

    CPython 3.11 asks the system for a piece of stack when the last one is full, and gives it back
    as soon as the call returns that needed it: where calls go up and down there, thousands of times
    in a test. The frame of this function takes more than half a piece of its own, and leaves the
    rest of it, 700 kB, to what it calls.
    """
    return run()


if sys.version_info < (3, 12):
    _with_room.__code__ = _with_room.__code__.replace(co_stacksize=170_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> object:
    return _with_room(lambda: run_protocol(item, nextitem))


def pytest_collection_finish() -> None:
    """Look for cycles in what the tests make alone, not in all that is loaded."""
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    for folder, _, names in os.walk(settings.HOME, topdown=False):
        for name in names:
            Path(folder, name).unlink()
        Path(folder).rmdir()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, run what needs rows; the run on SQLite runs everything.

    The trace comes first: one process then asks all of it of the worlds that it has built, while
    the others take what is left, and none is left alone with it at the end; then what is long by
    itself, for the same reason.
    """
    items.sort(key=lambda item: not item.get_closest_marker("long"))
    items.sort(key=lambda item: "worlds" not in getattr(item, "fixturenames", ()))
    if settings.IS_SQLITE:
        return
    elsewhere = {"trace"} if "once" in config.option.markexpr else {"trace", "once"}
    needs_rows = [
        item
        for item in items
        if _needs_rows(item) and not elsewhere & {mark.name for mark in item.iter_markers()}
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in needs_rows])
    items[:] = needs_rows


def _needs_rows(item: pytest.Item) -> bool:
    is_marked = item.get_closest_marker("django_db") is not None
    return is_marked or bool(ROWS & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """SQLite in a file, as in an installation: threads of one test share it."""
    from django.db import connections

    if settings.IS_SQLITE:
        name = str(tmp_path_factory.mktemp("rows") / "test.sqlite3")
        connections["default"].settings_dict["TEST"]["NAME"] = name
        # What a test writes need not outlive the machine. The server of PostgreSQL waits for no
        # disk either: see scripts/with-postgres.
        options = connections["default"].settings_dict["OPTIONS"]
        options["init_command"] += " PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let the tests empty the tables that an installation only adds to."""
    from django.db import connection

    flush = connection.ops.sql_flush

    def unguarded(*args: Any, **kwargs: Any) -> list[str]:
        statements = flush(*args, **kwargs)
        if not statements:
            return []
        return [
            *append_only.removal(connection),
            *statements,
            *append_only.installation(connection),
        ]

    connection.ops.sql_flush = unguarded  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def shared_world(django_db_setup: None, django_db_blocker: Any) -> "Iterator[World]":
    """Rows that all tests of a module see; what a test writes is taken back after it."""
    from tests.secrecy.world import built

    with django_db_blocker.unblock(), transaction.atomic():
        yield built()
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world: "World", db: None) -> "World":
    """A small company with one object of each kind, full of canaries."""
    return shared_world


@pytest.fixture(autouse=True)
def _no_counters_of_the_test_before(request: pytest.FixtureRequest) -> None:
    if settings.IS_SQLITE:
        cache.clear()
    elif "db" in request.fixturenames:
        request.getfixturevalue("db")
        cache.clear()
