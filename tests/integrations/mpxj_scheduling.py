"""Runs alone in a process of its own: schedule MSPDI files with MPXJ's Microsoft scheduler.

Called as ``python mpxj_scheduling.py FOLDER``: every ``*.xml`` gets a ``*.json`` beside it with
the dates of each task by its number.
"""

import json
import sys
from pathlib import Path

import jpype
import mpxj  # noqa: F401 - puts its jars on the class path


def main(folder: str) -> None:
    jpype.startJVM("-Xmx512m")
    reader = jpype.JClass("org.mpxj.mspdi.MSPDIReader")
    scheduler = jpype.JClass("org.mpxj.cpm.MicrosoftScheduler")
    for path in sorted(Path(folder).glob("*.xml")):
        project = reader().read(str(path))
        scheduler().schedule(project, project.getProjectProperties().getStartDate())
        dates = {
            int(task.getUniqueID()): [
                str(moment)[:16]
                for moment in (
                    task.getStart(), task.getFinish(), task.getLateStart(), task.getLateFinish(),
                )
            ]
            for task in project.getTasks()
            if not task.getSummary()
        }  # fmt: skip
        path.with_suffix(".json").write_text(json.dumps(dates), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
