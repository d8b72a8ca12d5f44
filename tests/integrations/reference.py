"""The real plan files of the reference data, where they are present."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from zhongshu.integrations.planfiles.readers.mpxj import is_java_there

_ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("ZHONGSHU_REFERENCE_DATA", _ROOT.parent / "shared" / "data"))
PLAN_FILES = FOLDER / "plan_files"

needs_java = [
    pytest.mark.java,
    pytest.mark.skipif(not is_java_there(), reason="no Java runtime on this machine"),
]
_WITHOUT_JAVA = (".xer", ".mspdi.xml")
_PLAIN_MSPDI = ("baselines", "mspdi", "sample.xml")


def _is_mspdi(path: Path) -> bool:
    return path.suffix == ".xml" and path.name.startswith(_PLAIN_MSPDI)


def readable_without_java() -> list[Path]:
    """MSPDI and XER files, without the one that is broken on purpose."""
    return [
        path
        for path in sorted(PLAN_FILES.glob("*/*"))
        if path.name.endswith(_WITHOUT_JAVA) or _is_mspdi(path)
        if "invalid" not in path.name
    ]


def mspdi_files() -> list[Path]:
    """The MSPDI files alone."""
    return [path for path in readable_without_java() if path.suffix == ".xml"]


def readable_with_java() -> list[Path]:
    """Everything else that is a plan file."""
    others = {".mpp", ".mpx", ".gan", ".planner", ".xml"}
    known = set(readable_without_java())
    return [
        path
        for path in sorted(PLAN_FILES.glob("*/*"))
        if path.suffix in others and path not in known
    ]


def expected_counts() -> dict[str, Any]:
    """What MPXJ counted in some of the files."""
    path = PLAN_FILES / "expected_counts.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def parameters(paths: list[Path]) -> Any:
    """The files as parameters of a test, one skipped parameter when they are absent."""
    if paths:
        marks = [pytest.mark.reference_data]
        return [pytest.param(path, id=path.name, marks=marks) for path in paths]
    absent = pytest.mark.skip(reason="reference data is absent: set ZHONGSHU_REFERENCE_DATA")
    return [pytest.param(PLAN_FILES, id="absent", marks=[absent])]
