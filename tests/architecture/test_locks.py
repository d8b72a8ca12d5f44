"""The locks hold what pyproject.toml asks for, with hashes, and name no index and no path."""

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import PYPROJECT, ROOT

LOCKS = ("runtime", "dev", "build", "node")
GROUPS = PYPROJECT["dependency-groups"]
PROJECT = PYPROJECT["project"]


def group(name: str) -> list[str]:
    """The requirements of a dependency group, the groups it includes among them."""
    wanted: list[str] = []
    for item in GROUPS[name]:
        wanted += group(item["include-group"]) if isinstance(item, dict) else [item]
    return wanted


def runtime() -> list[str]:
    """The requirements of the product with all its extras."""
    extras = PROJECT["optional-dependencies"].values()
    return [*PROJECT["dependencies"], *(item for extra in extras for item in extra)]


WANTED = {
    "runtime": runtime(),
    "dev": [*runtime(), *group("dev")],
    "build": group("build"),
    "node": group("node"),
}


def text_of(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")


def entries(lock: str) -> list[str]:
    """The packages of a lock, each with its hashes and what brought it."""
    return re.split(r"\n(?=\S)", text_of(lock).strip())


def pins(lock: str) -> list[Requirement]:
    """The pinned packages of a lock; one package may have a pin for each Python."""
    return [Requirement(entry.partition(" \\\n")[0]) for entry in entries(lock)]


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_satisfies_what_pyproject_asks_for(lock):
    locked = [
        (canonicalize_name(pin.name), next(iter(pin.specifier)).version) for pin in pins(lock)
    ]

    for line in WANTED[lock]:
        wanted = Requirement(line)
        versions = [version for name, version in locked if name == canonicalize_name(wanted.name)]
        assert versions, f"{wanted} is not in {lock}.txt: run `make lock`"
        assert all(version in wanted.specifier for version in versions), (
            f"{wanted}: run `make lock`"
        )


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_nothing_that_pyproject_no_longer_asks_for(lock):
    asked_for = {entry.partition("==")[0] for entry in entries(lock) if " zhongshu (" in entry}

    assert asked_for == {canonicalize_name(Requirement(line).name) for line in WANTED[lock]}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock):
    for entry in entries(lock):
        assert re.match(r"[a-z0-9.-]+==\S+", entry)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry)


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_installs_from_any_index(lock):
    text = text_of(lock)

    assert "://" not in text
    assert not re.search(r"^\s*-(?:i|f|-index-url|-extra-index-url|-find-links)\b", text, re.M)


def test_every_lock_agrees_with_the_development_lock():
    everything = {str(pin) for pin in pins("dev")}

    for lock in LOCKS:
        assert {str(pin) for pin in pins(lock)} <= everything


def test_web_locks_name_no_registry():
    for folder in ("web", "web/tools/openapi", "web/tools/idp"):
        lock = ROOT / folder / "package-lock.json"
        assert '"resolved"' not in lock.read_text(encoding="utf-8")
