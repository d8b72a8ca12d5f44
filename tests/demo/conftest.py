"""What a demo company needs before it is founded."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from zhongshu import demo
from zhongshu.config import installation

REFERENCE_DATA = Path(os.environ.get("ZHONGSHU_REFERENCE_DATA", "../shared/data"))


@pytest.fixture
def roles(db) -> None:
    """The roles that every installation has."""
    installation.ensure_roles()


@pytest.fixture(scope="module")
def company(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A whole company that all tests of a module look at, in the module's ``LANGUAGE``."""
    nowhere = tmp_path_factory.mktemp("no_reference_data")
    with django_db_blocker.unblock(), transaction.atomic():
        installation.ensure_roles()
        with override_settings(DEMO=True, REFERENCE_DATA=nowhere):
            demo.build(language=getattr(request.module, "LANGUAGE", "zh"))
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_reference_data(settings, tmp_path):
    """The company is the same wherever it is built; real plan files have a test of their own."""
    settings.REFERENCE_DATA = tmp_path
