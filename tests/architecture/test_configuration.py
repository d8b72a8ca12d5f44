"""Every environment variable that the product reads is explained, and no other is."""

import re

import pytest

from tests.architecture.source import PACKAGE, ROOT
from zhongshu.config.environment import VARIABLES

NAME = re.compile(r"\bZHONGSHU_[A-Z_]+[A-Z]\b")
REFERENCE = (ROOT / "docs" / "reference" / "configuration.md").read_text(encoding="utf-8")
KNOWN = {variable.name for variable in VARIABLES}
EXAMPLES = sorted([*(ROOT / "deploy").iterdir(), *(ROOT / "docs").rglob("*.md")])
# Read by the tests, not by the product.
OF_TESTS = {
    "ZHONGSHU_REFERENCE_DATA",
    "ZHONGSHU_TEST_DATABASE_URL",
    "ZHONGSHU_URL",
    "ZHONGSHU_SKIP_WEB",
}


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_variable_has_its_row_in_the_reference(variable):
    row = f"| `{variable.name}` | {variable.default} | {variable.meaning} |"

    assert row in REFERENCE.splitlines()


def test_the_reference_explains_nothing_else():
    assert set(re.findall(r"^\| `(ZHONGSHU_\w+)`", REFERENCE, re.MULTILINE)) == KNOWN


def test_the_product_reads_no_other_variable():
    read = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in NAME.findall(path.read_text(encoding="utf-8"))
    }

    assert read == KNOWN


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_example_sets_only_variables_that_exist(path):
    assert set(NAME.findall(path.read_text(encoding="utf-8"))) - OF_TESTS <= KNOWN
