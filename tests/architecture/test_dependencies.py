"""What the product imports is what pyproject.toml says it needs."""

import ast
import sys
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import PACKAGE, PYPROJECT, ROOT

PROJECT = PYPROJECT["project"]
PRODUCT = [
    *PROJECT["dependencies"],
    *(item for extra in PROJECT["optional-dependencies"].values() for item in extra),
]
DEVELOPMENT = [item for item in PYPROJECT["dependency-groups"]["dev"] if isinstance(item, str)]
# pydantic is a part of django-ninja's interface: its schemas are pydantic models.
PART_OF_ANOTHER = {"pydantic": "django-ninja"}


def imported_by(folder) -> set[str]:
    """The top-level names of every absolute import below a folder."""
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names)


def distributions_of(names: set[str]) -> set[str]:
    known = packages_distributions()
    found = {dist for name in names for dist in known.get(name, [name])}
    return {canonicalize_name(PART_OF_ANOTHER.get(dist, dist)) for dist in found}


@pytest.mark.parametrize(
    ("folder", "requirements"),
    [
        (PACKAGE, PRODUCT),
        (ROOT / "tests", [*PRODUCT, *DEVELOPMENT]),
        (ROOT / "benchmarks", [*PRODUCT, *DEVELOPMENT]),
    ],
    ids=["product", "tests", "benchmarks"],
)
def test_every_import_is_declared(folder, requirements):
    declared = {canonicalize_name(Requirement(line).name) for line in requirements}
    own = {"zhongshu", "tests", "benchmarks"}

    assert distributions_of(imported_by(folder) - own) - declared == set()
