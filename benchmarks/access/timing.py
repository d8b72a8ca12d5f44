"""Whether time tells what is hidden: the same requests in two worlds, in turns.

The worlds are those of the secrecy tests: alike in all that the viewer may see; one hides a
single project, the other a hundred. Welch's t-test compares the times of each request. The
result is a report, not a bar: beyond |t| = 4.5 a difference is taken to be there.
"""

import argparse
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.installation import start_django

N_RUNS, N_HIDDEN, N_WARM = 600, 100, 20
SEED = 20260302
# The usual bound of leakage assessment.
BOUND = 4.5


class Welch(NamedTuple):
    """Welch's t-test of two samples whose variances may differ."""

    t: float
    degrees: float


def welch(one: Sequence[float], other: Sequence[float]) -> Welch:
    """The statistic, and its degrees of freedom by Welch and Satterthwaite."""
    parts = [statistics.variance(sample) / len(sample) for sample in (one, other)]
    error = sum(parts)
    if error == 0:
        return Welch(0.0, math.inf)
    t = (statistics.fmean(one) - statistics.fmean(other)) / math.sqrt(error)
    spread = sum(part**2 / (len(s) - 1) for part, s in zip(parts, (one, other), strict=True))
    return Welch(t, error**2 / spread)


def trimmed(sample: Sequence[float]) -> list[float]:
    """A sample without its slowest tenth, in which the machine did something else."""
    return sorted(sample)[: math.ceil(len(sample) * 0.9)]


def requests_of(world: Any) -> dict[str, Callable[[], Any]]:
    """The requests, each ready to be sent in a world."""
    ids, hidden = world.twin.visible, world.twin.hidden
    paths = {
        "list of projects": "/projects",
        "plan of a project": f"/projects/{ids['project_id']}/plan",
        "list of people": "/people",
        "search by a word": "/find?text=task",
        "a hidden project by its id": f"/projects/{hidden['project_id']}",
    }

    def ready(path: str) -> Callable[[], Any]:
        def send() -> Any:
            return world.client.get(f"/api/v1{path}")

        return send

    return {name: ready(path) for name, path in paths.items()}


def in_turns(worlds: Sequence[Any], name: str, n_runs: int) -> tuple[list[float], list[float]]:
    """The seconds of one request in both worlds, in an order drawn by chance."""
    from tests.secrecy.twins.clockwork import standing_still

    found: tuple[list[float], list[float]] = ([], [])
    sends = [requests_of(world)[name] for world in worlds]
    for world, send in zip(worlds, sends, strict=True):
        with standing_still(), world.undone():
            assert send().status_code == (404 if "hidden" in name else 200), name
    order = [0, 1] * (n_runs + N_WARM)
    random.Random(SEED).shuffle(order)
    with standing_still():
        for which in order:
            with worlds[which].undone():
                start = time.perf_counter()
                sends[which]()
                found[which].append(time.perf_counter() - start)
    return found[0][N_WARM:], found[1][N_WARM:]


def built() -> list[Any]:
    """Two worlds of one planner, with one hidden project and with many."""
    from django.conf import settings
    from django.db import connection
    from tests.secrecy.twins.policy import PLANNER
    from tests.secrecy.twins.secrets import Secrets
    from tests.secrecy.twins.worlds import Worlds

    settings.REQUESTS_PER_MINUTE = 10_000_000
    connection.close()
    worlds = Worlds(connection)
    few = Secrets("few", is_high=False, n_hidden=1)
    many = Secrets("many", is_high=True, n_hidden=N_HIDDEN)
    return [worlds.of(PLANNER, one) for one in (few, many)]


def main() -> int:
    """Build both worlds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=N_RUNS)
    n_runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as home:
        start_django(Path(home))
        worlds = built()
        print(f"{n_runs} runs of each, 1 and {N_HIDDEN} hidden projects, seed {SEED}\n")
        print("| request | one hidden | many hidden | t | degrees | |\n| --- " + "| --- " * 5 + "|")
        for name in requests_of(worlds[0]):
            one, other = (trimmed(sample) for sample in in_turns(worlds, name, n_runs))
            found = welch(one, other)
            medians = [f"{statistics.median(sample) * 1000:.2f} ms" for sample in (one, other)]
            verdict = "differs" if abs(found.t) > BOUND else "alike"
            figures = [*medians, f"{found.t:.2f}", f"{found.degrees:.0f}", verdict]
            print(f"| {name} | {' | '.join(figures)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
