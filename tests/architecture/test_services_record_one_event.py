"""Every public service records an event, itself or through what it calls."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE

FILES = sorted([*PACKAGE.glob("*/services.py"), *PACKAGE.glob("*/services/*.py")])
RECORD = "zhongshu.kit.events.record"
# Throws away what its owner already decided to let go; the decision was the event.
SILENT = {"clear_uploads"}
# What is recorded is the event of the record, by the service of its domain: a kind names it.
HANDED_ON = {"confirm_lowering"}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {
    module_name(path): ast.parse(path.read_text(encoding="utf-8"))
    for path in PACKAGE.rglob("*.py")
    if "migrations" not in path.parts
}


@cache
def names_in(module: str) -> dict[str, str]:
    """What the names of a module stand for: its own functions, and what it imports."""
    known = {}
    for node in TREES[module].body:
        if isinstance(node, ast.ImportFrom) and node.module:
            known |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.FunctionDef):
            known[node.name] = f"{module}.{node.name}"
    return known


def function_called(name: str) -> tuple[str, ast.FunctionDef] | None:
    module, _, function = name.rpartition(".")
    if module not in TREES:
        return None
    for node in TREES[module].body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return module, node
    elsewhere = names_in(module).get(function)
    return function_called(elsewhere) if elsewhere and elsewhere != name else None


@cache
def records(name: str, depth: int = 6) -> bool:
    """Whether a function can reach `events.record`."""
    if name == RECORD:
        return True
    found = function_called(name)
    if found is None or not depth:
        return False
    module, function = found
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            head, _, rest = ast.unparse(node.func).partition(".")
            target = names_in(module).get(head, "")
            if target and records(f"{target}.{rest}" if rest else target, depth - 1):
                return True
    return False


PUBLIC = [
    f"{module_name(path)}.{node.name}"
    for path in FILES
    for node in TREES[module_name(path)].body
    if isinstance(node, ast.FunctionDef)
    and not node.name.startswith("_")
    and node.name not in SILENT | HANDED_ON
    # That every public service is guarded is another test.
    and node.decorator_list
]


@pytest.mark.parametrize("name", PUBLIC)
def test_service_records_an_event(name):
    assert records(name)


def test_a_function_that_records_nothing_is_noticed():
    assert not records("zhongshu.access.queries.demo_logins")
