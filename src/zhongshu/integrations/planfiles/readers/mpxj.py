"""Files that only MPXJ can read, converted to MSPDI by a sandboxed subprocess."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from zhongshu.integrations.planfiles import mpxj_convert
from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.moments import moment
from zhongshu.integrations.planfiles.mspdi_fields import CONSTRAINTS
from zhongshu.integrations.planfiles.plan import Finding, Plan
from zhongshu.integrations.planfiles.readers.mspdi import read_mspdi
from zhongshu.integrations.planfiles.readers.whole_days import give_times

READERS = {
    "mpp": "org.mpxj.mpp.MPPReader",
    "mpx": "org.mpxj.mpx.MPXReader",
    "pmxml": "org.mpxj.primavera.PrimaveraPMFileReader",
    "ganttproject": "org.mpxj.ganttproject.GanttProjectReader",
    "planner": "org.mpxj.planner.PlannerReader",
    "mspdi": "org.mpxj.mspdi.MSPDIReader",
    "xer": "org.mpxj.primavera.PrimaveraXERFileReader",
}
_MAY_KNOW_DAYS_ONLY = ("mpx", "ganttproject", "planner")
TIME_LIMIT_SECONDS = 120
_SCRIPT = Path(mpxj_convert.__file__)
_LAG_CALENDARS = {
    "PREDECESSOR": "predecessor",
    "SUCCESSOR": "successor",
    "PROJECT_DEFAULT": "project",
    "TWENTY_FOUR_HOUR": "elapsed",
}
_PROGRESS_MODES = {
    "RETAINED_LOGIC": "retained_logic",
    "PROGRESS_OVERRIDE": "progress_override",
    "ACTUAL_DATES": "actual_dates",
}
_FLOAT_MODES = {"START_SLACK": "start", "FINISH_SLACK": "finish", "SMALLEST_SLACK": "smallest"}
_CONSTRAINT_NAMES = dict(
    zip(
        (
            "AS_SOON_AS_POSSIBLE",
            "AS_LATE_AS_POSSIBLE",
            "MUST_START_ON",
            "MUST_FINISH_ON",
            "START_NO_EARLIER_THAN",
            "START_NO_LATER_THAN",
            "FINISH_NO_EARLIER_THAN",
            "FINISH_NO_LATER_THAN",
        ),
        CONSTRAINTS,
        strict=True,
    )
)


def is_java_there() -> bool:
    """Whether a Java runtime can be found without starting it."""
    home = os.environ.get("JAVA_HOME", "")
    return bool(shutil.which("java")) or bool(home and Path(home, "bin", "java").exists())


def read_with_mpxj(content: bytes, file_name: str, file_format: str) -> Plan:
    """The plan of a file in one of the formats of ``READERS``.

    Raises
    ------
    PlanFileError
        When Java or MPXJ is missing, the limits are exceeded, or MPXJ cannot read the file.
    """
    with tempfile.TemporaryDirectory(prefix="planfile-") as scratch:
        folder = Path(scratch)
        (folder / "input").write_bytes(content)
        _convert(folder, file_format)
        converted = (folder / "output.xml").read_bytes()
        notes = json.loads((folder / "notes.json").read_text(encoding="utf-8"))
    plan = read_mspdi(converted, file_name)
    plan.format = file_format
    _take_notes(plan, notes)
    if file_format in _MAY_KNOW_DAYS_ONLY:
        give_times(plan)
    return plan


def _convert(folder: Path, file_format: str) -> None:
    command = [
        sys.executable,
        "-I",
        str(_SCRIPT),
        READERS[file_format],
        str(folder / "input"),
        str(folder / "output.xml"),
        str(folder / "notes.json"),
    ]
    kept = ("PATH", "JAVA_HOME", "LD_LIBRARY_PATH")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder)}
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell, no user text in it
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIME_LIMIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PlanFileError("too_slow", limit_seconds=TIME_LIMIT_SECONDS) from late
    if done.returncode != 0 or not (folder / "notes.json").exists():
        raise _failure(done.returncode, done.stderr, file_format)


def _failure(code: int, errors: bytes, file_format: str) -> PlanFileError:
    params: dict[str, Any] = {}
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    try:
        params = json.loads(lines[-1]) if lines else {}
    except ValueError:
        params = {}
    if code == mpxj_convert.MISSING:
        return PlanFileError("java_missing", format=file_format, missing=params.get("missing"))
    reason = str(params.get("reason", ""))
    if "password" in reason.lower():
        return PlanFileError("password_protected", format=file_format)
    if code == mpxj_convert.UNREADABLE:
        return PlanFileError("broken_file", format=file_format, reason=reason)
    return PlanFileError("reader_stopped", format=file_format, exit_code=code)


def _take_notes(plan: Plan, notes: dict[str, Any]) -> None:
    """Values for which MSPDI has no element, from the converter's second file."""
    project = notes["project"]
    plan.code = project["code"]
    if plan.format == "pmxml":
        plan.lag_calendar = _LAG_CALENDARS.get(project["lag_calendar"], plan.lag_calendar)  # type: ignore[assignment]
        plan.progress_mode = _PROGRESS_MODES.get(project["progress_mode"], plan.progress_mode)  # type: ignore[assignment]
        plan.float_mode = _FLOAT_MODES.get(project["float_mode"], plan.float_mode)
    for task in plan.tasks:
        note = notes["tasks"].get(str(task.uid), {})
        task.code = note.get("code", "")
        task.activity_type = note.get("activity_type", "").lower()
        if note.get("second_constraint") in _CONSTRAINT_NAMES:
            task.second_constraint = _CONSTRAINT_NAMES[note["second_constraint"]]  # type: ignore[assignment]
            at = note.get("second_constraint_at")
            task.second_constraint_at = moment(at) if at else None
    if notes["n_projects"] > 1:
        plan.findings.append(
            Finding(severity="warning", code="other_projects", n=notes["n_projects"] - 1)
        )
