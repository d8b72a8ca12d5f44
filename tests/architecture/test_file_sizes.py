"""A file longer than a reader's patience is two files."""

import pytest

from tests.architecture.source import PACKAGE, ROOT, python_files

LIMIT = 400
FILES = python_files() + sorted((ROOT / "tests").rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LIMIT


def test_the_package_is_looked_at():
    assert PACKAGE / "__init__.py" in FILES
