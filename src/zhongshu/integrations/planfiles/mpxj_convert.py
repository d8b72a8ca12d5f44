"""Runs alone in a process of its own: one plan file into MSPDI by MPXJ, under hard limits.

Called as ``python -I mpxj_convert.py READER INPUT OUTPUT NOTES``. It imports nothing of the
platform. Exit codes: 0 converted, 3 Java or MPXJ is missing, 4 the file cannot be read.
"""

import ctypes
import json
import resource
import sys
from pathlib import Path
from typing import Any

MISSING, UNREADABLE = 3, 4
_ADDRESS_SPACE = 3 * 1024**3  # the JVM reserves far more than it uses
_FILE_SIZE = 512 * 1024**2
_CPU_SECONDS = 60
_OPEN_FILES = 256
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_JVM_OPTIONS = (
    "-Xmx768m",
    "-Xss4m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:CompressedClassSpaceSize=128m",
    "-XX:ReservedCodeCacheSize=96m",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "-Djavax.xml.accessExternalDTD=",
    "-Djavax.xml.accessExternalSchema=",
    "-Djdk.xml.entityExpansionLimit=1",
)


def _restrict() -> None:
    for kind, limit in (
        (resource.RLIMIT_AS, _ADDRESS_SPACE),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (soft, soft))
    try:
        # An empty network namespace where the kernel allows one to everybody.
        ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)
    except (OSError, AttributeError):
        return


def _start_java() -> Any:
    try:
        import jpype
        import mpxj  # puts its jars on the class path
    except ImportError as missing:
        _leave(MISSING, missing=missing.name or "mpxj")
    try:
        jpype.startJVM(*_JVM_OPTIONS)
    except (jpype.JVMNotFoundException, OSError) as missing:
        _leave(MISSING, missing="java", reason=str(missing))
    return jpype, mpxj


def _leave(code: int, **params: str) -> None:
    sys.stderr.write(json.dumps(params))
    sys.stderr.flush()
    sys.exit(code)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _task_notes(task: Any) -> dict[str, str]:
    """What MPXJ knows of a task and MSPDI has no place for."""
    return {
        "code": _text(task.getActivityID()),
        "activity_type": _text(task.getActivityType()),
        "second_constraint": _text(task.getSecondaryConstraintType()),
        "second_constraint_at": _text(task.getSecondaryConstraintDate()),
    }


def _notes(project: Any, n_projects: int) -> dict[str, Any]:
    properties = project.getProjectProperties()
    return {
        "n_projects": n_projects,
        "project": {
            "code": _text(properties.getProjectID()),
            "lag_calendar": _text(properties.getRelationshipLagCalendar()),
            "progress_mode": _text(properties.getSchedulingProgressedActivities()),
            "float_mode": _text(properties.getTotalSlackCalculationType()),
        },
        "tasks": {
            int(task.getUniqueID()): {k: v for k, v in _task_notes(task).items() if v}
            for task in project.getTasks()
            if task.getUniqueID() is not None
        },
    }


def main(reader_name: str, source: str, target: str, notes: str) -> None:
    """Convert one file; the outcome is the exit code."""
    _restrict()
    jpype, _mpxj = _start_java()
    reader = jpype.JClass(reader_name)()
    try:
        projects = [each for each in reader.readAll(source) if each is not None]
        if not projects:
            _leave(UNREADABLE, reason="no project in the file")
        writer = jpype.JClass("org.mpxj.mspdi.MSPDIWriter")()
        writer.setWriteTimephasedData(True)
        writer.write(projects[0], target)
    except jpype.JException as failure:
        reasons = [str(failure)]
        cause = failure.getCause() if hasattr(failure, "getCause") else None
        if cause is not None:
            reasons.append(str(cause))
        _leave(UNREADABLE, reason=": ".join(reasons)[:500])
    Path(notes).write_text(json.dumps(_notes(projects[0], len(projects))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:5])
