"""No text of ours is a formula of a spreadsheet, and each comes back as it was."""

import re
from pathlib import Path

import pytest

import zhongshu
from zhongshu.kit.formulas import guarded, unguarded

SOURCES = Path(zhongshu.__file__).parent
FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\ttext", " =1", "\u3000=1",
    "\uff1d1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)",
]  # fmt: skip
_WRITES = re.compile(r"\bcsv\.(Dict)?writer\b|\bcsv\.DictWriter\b|\b(xlsxwriter|openpyxl)\b")
_GUARDS = re.compile(r"\b(guarded|cell_text)\(")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_may_be_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", [*FORMULAS, *(f"'{one}" for one in FORMULAS), "''=1", "'a", "a", ""]
)
def test_each_text_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text


def test_each_module_that_writes_a_table_guards_its_cells():
    writers = {
        path.relative_to(SOURCES).as_posix(): text
        for path in SOURCES.rglob("*.py")
        if _WRITES.search(text := path.read_text())
    }

    assert {name for name, text in writers.items() if not _GUARDS.search(text)} == set()
    assert set(writers) == {
        "access/handing_out.py",
        "access/privacy/register.py",
        "integrations/planfiles/writers/comma_separated.py",
        "integrations/planfiles/writers/xlsx.py",
    }
