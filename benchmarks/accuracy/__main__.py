"""Measure the accuracy of the schedule engine and write the page of the reference."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.installation import start_django

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "schedule-accuracy.md"
FORMATS = {".mpp", ".mpx", ".xml", ".xer", ".gan", ".planner"}


def main() -> int:
    """Write the page; the exit code is 1 when a difference has no explanation."""
    data = os.environ.get("ZHONGSHU_REFERENCE_DATA", str(ROOT.parent / "shared" / "data"))
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    parser.add_argument("--files", type=Path, default=Path(data) / "plan_files")
    parser.add_argument("--output", type=Path, default=PAGE)
    options = parser.parse_args()
    paths = sorted(path for path in options.files.glob("*/*") if path.suffix in FORMATS)
    if not paths:
        print(f"no plan files below {options.files}: set ZHONGSHU_REFERENCE_DATA")
        return 2
    with tempfile.TemporaryDirectory() as home:
        start_django(Path(home))
        # Imported here because the models need the installation.
        from benchmarks.accuracy.measuring import UNEXPLAINED, measure
        from benchmarks.accuracy.reporting import page

        measured = [measure(path) for path in paths]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(page(measured), encoding="utf-8")
    unexplained = sum(each.causes()[UNEXPLAINED] for each in measured)
    for each in measured:
        print(f"{each.path.name}: {each.n_equal}/{each.n_tasks} {dict(each.causes())}")
    print(f"{unexplained} unexplained; written to {options.output}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
