"""Runs alone in a process of its own: schedule small nets with MPXJ's Primavera scheduler.

Called as ``python mpxj_levels_of_effort.py NETS DATES``: a list of nets as JSON, each with the
durations of its tasks in days (none: a level of effort) and its links; out come the dates of each
task, net by net.
"""

import json
import sys
from pathlib import Path

import jpype
import mpxj  # noqa: F401 - puts its jars on the class path


def main(nets: str, dates: str) -> None:
    jpype.startJVM("-Xmx512m")
    found = [dates_of(net) for net in json.loads(Path(nets).read_text(encoding="utf-8"))]
    Path(dates).write_text(json.dumps(found), encoding="utf-8")


def dates_of(net: dict) -> list[list[str]]:
    java = jpype.JClass
    effort = java("org.mpxj.ActivityType")
    kinds = java("org.mpxj.RelationType")
    named = {
        "fs": kinds.FINISH_START,
        "ss": kinds.START_START,
        "ff": kinds.FINISH_FINISH,
        "sf": kinds.START_FINISH,
    }
    project = java("org.mpxj.ProjectFile")()
    calendar = project.addDefaultBaseCalendar()
    project.setDefaultCalendar(calendar)
    start = java("java.time.LocalDateTime").parse(net["start"])
    settings = project.getProjectProperties()
    settings.setStartDate(start)
    settings.setStatusDate(start)
    settings.setRelationshipLagCalendar(java("org.mpxj.RelationshipLagCalendar").SUCCESSOR)
    tasks = []
    for days in net["tasks"]:
        task = project.addTask()
        task.setName(str(len(tasks)))
        task.setActivityType(effort.TASK_DEPENDENT if days else effort.LEVEL_OF_EFFORT)
        task.setCalendar(calendar)
        for setting in (task.setDuration, task.setPlannedDuration, task.setRemainingDuration):
            setting(hours(days or 1))
        task.setActualDuration(hours(0))
        tasks.append(task)
    for before, after, kind, lag in net["links"]:
        link = java("org.mpxj.Relation$Builder")().predecessorTask(tasks[before])
        tasks[after].addPredecessor(link.type(named[kind]).lag(hours(lag)))
    java("org.mpxj.cpm.PrimaveraScheduler")().schedule(project, start)
    return [[str(task.getStart())[:16], str(task.getFinish())[:16]] for task in tasks]


def hours(days: int) -> object:
    unit = jpype.JClass("org.mpxj.TimeUnit").HOURS
    return jpype.JClass("org.mpxj.Duration").getInstance(8.0 * days, unit)


if __name__ == "__main__":
    main(*sys.argv[1:3])
