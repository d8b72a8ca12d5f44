"""The same networks scheduled by others, in working days from the start of the project."""

import time
from dataclasses import dataclass
from typing import Any

import networkx
import numpy as np
from numpy.typing import NDArray

from benchmarks.cpm.networks import Links
from zhongshu.engines.network import FF, FS, SF, SS

Days = NDArray[np.int64]


@dataclass(frozen=True)
class PeerResult:
    """Early and late starts in days, and the seconds for building and for scheduling."""

    early_start: Days
    late_start: Days
    build: float
    schedule: float


def with_networkx(links: Links) -> PeerResult:
    """Order, both passes and floats on a networkx graph, as its users write them."""
    began = time.perf_counter()
    graph = networkx.MultiDiGraph()
    for activity, duration in enumerate(links.duration.tolist()):
        graph.add_node(activity, duration=duration)
    rows = zip(links.before, links.after, links.kind, links.lag, strict=True)
    graph.add_edges_from(
        (int(a), int(b), {"kind": int(kind), "lag": int(lag)}) for a, b, kind, lag in rows
    )
    built = time.perf_counter()
    early = _networkx_forward(graph)
    late = _networkx_backward(graph, early)
    slack = {activity: late[activity] - early[activity] for activity in graph}
    done = time.perf_counter()
    n = len(slack)
    return PeerResult(
        np.array([early[activity] for activity in range(n)]),
        np.array([late[activity] for activity in range(n)]),
        built - began,
        done - built,
    )


def _networkx_forward(graph: Any) -> dict[int, int]:
    early: dict[int, int] = {}
    duration = graph.nodes
    for activity in networkx.topological_sort(graph):
        start = 0
        for source, _, link in graph.in_edges(activity, data=True):
            asked = early[source] + link["lag"]
            if link["kind"] in (FS, FF):
                asked += duration[source]["duration"]
            if link["kind"] in (FF, SF):
                asked -= duration[activity]["duration"]
            start = max(start, asked)
        early[activity] = start
    return early


def _networkx_backward(graph: Any, early: dict[int, int]) -> dict[int, int]:
    late: dict[int, int] = {}
    duration = graph.nodes
    finish = max(early[activity] + duration[activity]["duration"] for activity in graph)
    for activity in reversed(list(networkx.topological_sort(graph))):
        own = duration[activity]["duration"]
        start = finish - own
        for _, target, link in graph.out_edges(activity, data=True):
            limit = late[target] - link["lag"]
            if link["kind"] in (FF, SF):
                limit += duration[target]["duration"]
            if link["kind"] in (FS, FF):
                limit -= own
            start = min(start, limit)
        late[activity] = start
    return late


class MpxjPlan:
    """A network as a project file of MPXJ, in a Java virtual machine of this process."""

    def __init__(self, links: Links) -> None:
        import jpype
        import mpxj  # noqa: F401 - adds its jars to the class path

        if not jpype.isJVMStarted():
            jpype.startJVM("-Xss512m", "-Xmx6g", convertStrings=False)
        began = time.perf_counter()
        self._java = jpype
        project = jpype.JPackage("org").mpxj
        self.file = project.ProjectFile()
        calendar = self.file.addDefaultBaseCalendar()
        self.file.getProjectProperties().setDefaultCalendar(calendar)
        days = {
            n: project.Duration.getInstance(float(n), project.TimeUnit.DAYS) for n in range(-5, 25)
        }
        self.tasks = [self._task(project, days, int(n)) for n in links.duration]
        kinds = {
            FS: project.RelationType.FINISH_START,
            SS: project.RelationType.START_START,
            FF: project.RelationType.FINISH_FINISH,
            SF: project.RelationType.START_FINISH,
        }
        for a, b, kind, lag in zip(links.before, links.after, links.kind, links.lag, strict=True):
            link = project.Relation.Builder().predecessorTask(self.tasks[int(a)])
            self.tasks[int(b)].addPredecessor(link.type(kinds[int(kind)]).lag(days[int(lag)]))
        self.build = time.perf_counter() - began

    def _task(self, project: Any, days: dict[int, Any], duration: int) -> Any:
        task = self.file.addTask()
        task.setDuration(days[duration])
        task.setRemainingDuration(days[duration])
        task.setActualDuration(days[0])
        task.setType(project.TaskType.FIXED_DURATION)
        task.setConstraintType(project.ConstraintType.AS_SOON_AS_POSSIBLE)
        task.setActivityType(project.ActivityType.TASK_DEPENDENT)
        return task

    def schedule(self, scheduler: str, start: str) -> float:
        """Schedule once with one of MPXJ's schedulers; the seconds it took."""
        java = self._java
        moment = java.JClass("java.time.LocalDateTime").parse(start)
        taken: list[float] = []
        file = self.file

        @java.JImplements("java.lang.Runnable")
        class Work:
            @java.JOverride
            def run(self) -> None:
                engine = getattr(java.JPackage("org").mpxj.cpm, scheduler)()
                began = time.perf_counter()
                engine.schedule(file, moment)
                taken.append(time.perf_counter() - began)

        # Its depth-first sort recurses once for every activity on a path.
        thread = java.JClass("java.lang.Thread")(None, Work(), "schedule", 1 << 30)
        thread.start()
        thread.join()
        if not taken:
            raise RuntimeError(f"{scheduler} did not finish")
        return taken[0]

    def moments(self, name: str) -> NDArray[np.int64]:
        """``EarlyStart`` and the like of every task, in minutes since 1970."""
        zone = self._java.JClass("java.time.ZoneOffset").UTC
        return np.array(
            [getattr(task, f"get{name}")().toEpochSecond(zone) // 60 for task in self.tasks],
            dtype=np.int64,
        )
