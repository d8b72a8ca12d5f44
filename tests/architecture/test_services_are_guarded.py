"""Every service that others can call names the right it needs, or serves only its caller.

In a folder of services, a function without a guard is a part that the services share: it may be
called from inside the folder only.
"""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, python_files

FILES = sorted(PACKAGE.glob("*/services.py"))
FOLDERS = sorted(path for path in PACKAGE.glob("*/services") if path.is_dir())
GUARDS = {"requires", "own", "decides"}


def guard_of(service: ast.FunctionDef) -> set[str]:
    """The guards among a function's decorators, called or bare, whatever module they come by."""
    marks = [mark.func if isinstance(mark, ast.Call) else mark for mark in service.decorator_list]
    return GUARDS & {ast.unparse(mark).rpartition(".")[2] for mark in marks}


def unguarded(path: Path) -> set[str]:
    """The public functions of a file that have no guard."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not guard_of(node)
    }


def used_from(path: Path, services: str) -> set[str]:
    """What a file takes from a package of services, as ``module.function``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules: dict[str, str] = {}
    used: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(services):
            inner = (node.module or "").removeprefix(services).lstrip(".")
            for alias in node.names:
                used.add(f"{inner}.{alias.name}")
                modules[alias.asname or alias.name] = alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used.add(f"{modules.get(node.value.id, '')}.{node.attr}")
    return used


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_public_service_of_a_file_is_guarded(path):
    assert unguarded(path) == set()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.parent.name)
def test_what_is_not_guarded_stays_inside_its_folder(folder):
    services = f"zhongshu.{folder.parent.name}.services"
    inside = {f"{path.stem}.{name}" for path in folder.glob("*.py") for name in unguarded(path)}
    outside = [path for path in python_files() if folder not in path.parents]

    taken = {
        (str(path.relative_to(PACKAGE)), name)
        for path in outside
        for name in used_from(path, services) & inside
    }

    assert taken == set()


def test_some_services_are_looked_at():
    assert [*FILES, *FOLDERS]
