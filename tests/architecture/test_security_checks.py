"""The table of security checks names each check, and tests that exist."""

import ast
import re

from tests.architecture.source import ROOT

PAGE = (ROOT / "docs/reference/security-checks.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ((?:SEC|AUD|PRIV)-\d\d) \| (.+) \| (.+) \| (.*) \|$", PAGE, re.M)
ASKED = {
    *("SEC-07", "SEC-49", "SEC-55", "SEC-57", "SEC-58", "SEC-59"),
    *(f"SEC-{number}" for number in range(16, 46)),
    *(f"AUD-0{number}" for number in range(1, 10)),
    *(f"PRIV-{number:02}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 13)),
}


def test_each_check_has_a_row():
    assert {row[0] for row in ROWS} == ASKED
    assert len(ROWS) == len(ASKED)


def test_each_row_has_a_status_and_what_is_shown_names_its_tests():
    for check, _, status, tests in ROWS:
        assert status in {"shown", "in part", "open", "not applicable"}, check
        assert ("::" in tests) == (status in {"shown", "in part"}), check


def test_each_test_that_is_named_exists():
    missing = []
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE):
        file = ROOT / path
        tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([])
        names = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        if name not in names:
            missing.append(f"{path}::{name}")
    assert missing == []


def test_each_test_of_the_pages_that_is_named_exists():
    named = re.findall(r"`(web/[^`]+)`", PAGE)

    assert named
    assert [path for path in named if not (ROOT / path).is_file()] == []
    assert [path for path in named if not re.search(r"\.(spec|test)\.tsx?$", path)] == []
