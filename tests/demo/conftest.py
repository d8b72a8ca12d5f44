"""What a demo company needs before it is founded."""

import os
from pathlib import Path

import pytest

from zhongshu.config import installation

REFERENCE_DATA = Path(os.environ.get("ZHONGSHU_REFERENCE_DATA", "../shared/data"))


@pytest.fixture
def roles(db) -> None:
    """The roles that every installation has."""
    installation.ensure_roles()


@pytest.fixture(autouse=True)
def _no_reference_data(settings, tmp_path):
    """The company is the same wherever it is built; real plan files have a test of their own."""
    settings.REFERENCE_DATA = tmp_path
