"""Print PERF-01 as one table: ``python -m benchmarks.cpm [--sizes 1000 …] [--peers]``."""

import argparse
import gc
import statistics
import time
from collections.abc import Callable

import numpy as np

from benchmarks.cpm.networks import DAY, MONDAY, Links, network_of, random_links
from benchmarks.cpm.peers import MpxjPlan, with_networkx
from zhongshu.engines.network import Network
from zhongshu.engines.passes import run
from zhongshu.engines.patching import Reschedule
from zhongshu.engines.placing import rules_of
from zhongshu.engines.schedule import Schedule, schedule
from zhongshu.engines.warm_up import warm_up
from zhongshu.engines.wiring import wire

SEED = 1
N_DAYS = 12_000


def timed(work: Callable[[], object], n_runs: int) -> str:
    """Median, minimum and maximum in milliseconds."""
    return _figures(_runs(work, n_runs))


def _runs(work: Callable[[], object], n_runs: int) -> list[float]:
    work()
    taken = []
    for _ in range(n_runs):
        gc.collect()
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _figures(taken: list[float]) -> str:
    return f"{statistics.median(taken):10.2f} {min(taken):10.2f} {max(taken):10.2f}"


def working_days(plan: Schedule, moments: np.ndarray) -> np.ndarray:
    """Days of work between the start of the project and each moment, on the office's calendar."""
    rows = np.zeros(moments.size, dtype=np.int64)
    begin = np.full(moments.size, plan.network.project_start)
    return plan.network.calendars.between_all(rows, begin, moments) // DAY


def row(name: str, n: int, figures: str, note: str = "") -> None:
    print(f"{name:<46} {n:>9,} {figures} {note}", flush=True)


def measure_own(links: Links, n_calendars: int, n_runs: int) -> float:
    """The engine alone; the median milliseconds from the edge list on."""
    n = links.duration.size
    network = network_of(links, n_calendars, N_DAYS)
    which = f"zhongshu, {n_calendars} calendar{'s' if n_calendars > 1 else ''}"

    def from_edges() -> Schedule:
        return schedule(_again(network))

    runs = _runs(from_edges, n_runs)
    row(f"{which}: edge list to dates", n, _figures(runs))
    wiring = wire(network)
    rules = rules_of(network, wiring.nodes)
    row(f"{which}: passes alone", n, timed(lambda: run(network, wiring, rules), n_runs))
    measure_edits(network, which)
    return statistics.median(runs)


def _again(network: Network) -> Network:
    """The arrays of a network as if they had just been read."""
    return Network(
        calendars=network.calendars,
        project_start=network.project_start,
        duration=network.duration,
        calendar=network.calendar,
        before=network.before,
        after=network.after,
        link_type=network.link_type,
        lag=network.lag,
    )


def measure_edits(network: Network, which: str, n_edits: int = 1000) -> None:
    """A day more or less on random activities, one after the other."""
    plan = Reschedule(network)
    draw = np.random.default_rng(SEED)
    taken, moved = [], []
    for activity in draw.integers(0, network.n_activities, n_edits).tolist():
        longer = int(plan.duration_of(activity)) + DAY
        began = time.perf_counter()
        changed = plan.set_duration(activity, longer)
        taken.append((time.perf_counter() - began) * 1e6)
        moved.append(changed.size)
    p50, p95 = np.percentile(taken, [50, 95])
    note = f"us p50 p95 max; moved p50 {np.median(moved):.0f} max {max(moved):,}"
    figures = f"{p50:10.2f} {p95:10.2f} {max(taken):10.2f}"
    row(f"{which}: one edit", network.n_activities, figures, note)


def measure_networkx(links: Links, own: float) -> None:
    """networkx on the same links, after its dates are found equal."""
    n = links.duration.size
    plan = schedule(network_of(links, 1, N_DAYS))
    peer = with_networkx(links)
    starts = working_days(plan, plan.early_start)
    late = working_days(plan, plan.late_start)
    equal = (starts == peer.early_start).all() and (late == peer.late_start).all()
    total = (peer.build + peer.schedule) * 1000
    ratio, prebuilt = total / own, peer.schedule * 1000 / own
    note = f"dates equal: {bool(equal)}; {ratio:.0f} x (graph prebuilt: {prebuilt:.0f} x)"
    row("networkx: build, order, passes, floats", n, f"{total:10.2f} {'':>21}", note)


def _passes(network: Network) -> Callable[[], object]:
    wiring = wire(network)
    rules = rules_of(network, wiring.nodes)
    return lambda: run(network, wiring, rules)


def measure_mpxj(n: int, n_runs: int) -> None:
    """MPXJ's MicrosoftScheduler on links without leads, after its dates are found equal."""
    links = random_links(n, SEED, leads=False)
    network = network_of(links, 1, N_DAYS)
    plan = schedule(network)
    own = statistics.median(_runs(lambda: schedule(_again(network)), 5))
    passes = [
        statistics.median(_runs(_passes(network_of(links, n_calendars, N_DAYS)), 5))
        for n_calendars in (1, 8)
    ]
    peer = MpxjPlan(links)
    start = str(np.datetime64(MONDAY * 1440 + 480, "m"))
    taken = [peer.schedule("MicrosoftScheduler", start) * 1000 for _ in range(n_runs)]
    starts = peer.moments("EarlyStart")
    differs = starts != plan.early_start
    before = starts < network.project_start
    median = statistics.median(taken)
    note = f"dates equal but for {differs.sum()}, {before.sum()} of them before the project; "
    note += f"{median / own:.0f} x, passes alone {median / passes[0]:.0f} x"
    note += f", with 8 calendars {median / passes[1]:.0f} x"
    row("MPXJ MicrosoftScheduler (objects prebuilt)", n, _figures(taken), note)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cpm", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", action="store_true", help="run networkx and MPXJ as well")
    parser.add_argument("--peers-up-to", type=int, default=100_000)
    options = parser.parse_args()
    warm_up()
    print(f"seed {SEED}; milliseconds: median, minimum, maximum of {options.runs} runs")
    for n in options.sizes:
        links = random_links(n, SEED)
        print(f"\n{n:,} activities, {links.before.size:,} links")
        own = measure_own(links, 1, options.runs)
        measure_own(links, 8, options.runs)
        if options.peers and n <= options.peers_up_to:
            measure_networkx(links, own)
            measure_mpxj(n, 3)


if __name__ == "__main__":
    main()
