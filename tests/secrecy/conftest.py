"""The worlds of a process: cloned from its test database before the first test touches it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.secrecy.twins.worlds import Worlds, copied


@pytest.fixture(scope="session")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[Worlds]:
    """The worlds to ask; nothing that is done in them may stay."""
    with django_db_blocker.unblock():
        _let_go()
        connection.creation.clone_test_db(suffix="twins", verbosity=0)
    standing = Worlds(copied(connection, "twins"))
    yield standing
    with django_db_blocker.unblock():
        standing.remove()
        connection.creation.destroy_test_db(suffix="twins", verbosity=0)


def _let_go() -> None:
    """Close every connection to the test database: PostgreSQL copies none that is in use."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
    connection.close()
