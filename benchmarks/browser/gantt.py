"""PERF-04: the Gantt with 10,000 tasks in a real Chromium: first picture, scrolling, memory.

Without ``--url`` it builds the page beside it and measures the component alone on a plan from a
seed. With ``--url`` it measures a page of a running server, signed in first where ``--login`` is
given.
"""

import argparse
import contextlib
import functools
import http.server
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browser.plan import make_plan

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "web"
N_BARS = 10
SETTLE_MILLISECONDS = 800
BARS = {
    "first picture, ms": 1500.0,
    "scroll frame p95, ms": 33.0,
    "fast scroll frame p95, ms": 33.0,
    "sideways frame p95, ms": 33.0,
    "lanes scroll frame p95, ms": 33.0,
    "renderer memory, MB": 300.0,
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Marks the frame after the one in which enough bars stand on the page.
FIRST_PICTURE = """
  const watch = () => {
    if (document.querySelectorAll('[data-bar]').length >= %d) {
      requestAnimationFrame(() => { window.firstPicture = performance.now() })
    } else requestAnimationFrame(watch)
  }
  watch()
"""

FRAMES = """
  () => {
    window.frames_ = []
    let last = performance.now()
    const next = (now) => {
      window.frames_.push(now - last)
      last = now
      window.frameHandle = requestAnimationFrame(next)
    }
    window.frameHandle = requestAnimationFrame((now) => { last = now; next(now) })
  }
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def built_page(n_tasks: int, seed: int) -> Iterator[str]:
    """Build the page that holds the component alone, serve it, and yield its address."""
    node = Path(sys.executable).parent
    path = f"{node}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        command = ["npx", "vite", "build", "--logLevel", "error"]
        config = HERE / "page" / "vite.config.mjs"
        subprocess.run(
            [*command, "--config", str(config), "--outDir", folder],
            cwd=WEB,
            env=dict(os.environ, PATH=path),
            check=True,
        )
        plan = make_plan(n_tasks, seed)
        Path(folder, "plan.json").write_text(json.dumps(plan, separators=(",", ":")))
        print(
            f"{len(plan['tasks']['rows'])} tasks, {len(plan['links']['rows'])} links, seed {seed}"
        )
        handler = functools.partial(Quiet, directory=folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/index.html"
        finally:
            server.shutdown()


def sign_in(page: Page, url: str, login: str) -> None:
    """Sign in over the API, in the session the page will use."""
    username, _, password = login.partition(":")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    session = page.request.get(f"{origin}/api/v1/session").json()
    answer = page.request.post(
        f"{origin}/api/v1/session",
        data={"username": username, "password": password},
        headers={"X-CSRFToken": session["csrf_token"], "Referer": origin},
    )
    if not answer.ok:
        sys.exit(f"signing in as {username} was answered by {answer.status}")


@dataclass
class Wheel:
    """A way of scrolling: what one turn of the wheel moves, how often, and how fast."""

    dx: int
    dy: int
    n_turns: int = 90
    pause_milliseconds: float = 16.0


WHEELS = {
    "scroll frame p95, ms": Wheel(0, 120),
    "fast scroll frame p95, ms": Wheel(0, 2400),
    "sideways frame p95, ms": Wheel(240, 0),
}


def frames_of(page: Page, wheel: Wheel) -> list[float]:
    """Times between frames while real wheel events come in."""
    page.evaluate(FRAMES)
    for _ in range(wheel.n_turns):
        page.mouse.wheel(wheel.dx, wheel.dy)
        page.wait_for_timeout(wheel.pause_milliseconds)
    frames: list[float] = page.evaluate(
        "() => { cancelAnimationFrame(window.frameHandle); return window.frames_ }"
    )
    return frames[1:]


def memory_of(browser: Browser) -> float:
    """Megabytes of the largest renderer, counting shared pages by their share."""
    session = browser.new_browser_cdp_session()
    found = []
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] == "renderer":
            rollup = Path(f"/proc/{process['id']}/smaps_rollup").read_text()
            line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
            found.append(int(line.split()[1]) / 1024)
    return max(found)


@dataclass
class Run:
    """Figures of one visit."""

    figures: dict[str, float]
    extra: dict[str, float] = field(default_factory=dict)


def visit(browser: Browser, url: str, login: str | None) -> Run:
    """Open the page once and measure it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    if login:
        sign_in(page, url, login)
    page.add_init_script(FIRST_PICTURE % N_BARS)
    page.goto(url)
    page.wait_for_function("() => window.firstPicture")
    figures = {"first picture, ms": float(page.evaluate("window.firstPicture"))}
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    page.mouse.move(1000, 450)
    extra: dict[str, float] = {}
    for name, wheel in WHEELS.items():
        frames = sorted(frames_of(page, wheel))
        figures[name] = frames[int(0.95 * (len(frames) - 1))]
        extra[name.replace("p95", "p50")] = statistics.median(frames)
        extra[name.replace("p95", "max")] = frames[-1]
    metrics = context.new_cdp_session(page)
    metrics.send("Performance.enable")
    metrics.send("HeapProfiler.collectGarbage")
    for metric in metrics.send("Performance.getMetrics")["metrics"]:
        if metric["name"] in ("JSHeapUsedSize", "Nodes"):
            scale = 1e6 if metric["name"] == "JSHeapUsedSize" else 1
            extra[metric["name"]] = metric["value"] / scale
    figures["renderer memory, MB"] = memory_of(browser)
    context.close()
    return Run(figures, extra)


def show(runs: list[Run]) -> bool:
    """Print one table; return whether every bar is met."""
    print(f"{'what':<28} {'median':>9} {'min':>9} {'max':>9} {'bar':>7}")
    is_met = True
    for name in [*runs[0].figures, *runs[0].extra]:
        values = [(run.figures | run.extra)[name] for run in runs]
        middle = statistics.median(values)
        bar = BARS.get(name)
        is_met = is_met and (bar is None or middle < bar)
        shown = f"{bar:>7.0f}" if bar else " " * 7
        print(f"{name:<28} {middle:>9.1f} {min(values):>9.1f} {max(values):>9.1f} {shown}")
    return is_met


def main() -> None:
    """Measure the built page, or the one of a running server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a page that shows the Gantt of a project")
    parser.add_argument("--login", help="username:password")
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    options = parser.parse_args()
    page = (
        contextlib.nullcontext(options.url)
        if options.url
        else built_page(options.tasks, options.seed)
    )
    with page as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=FLAGS)
        visit(browser, url, options.login)
        runs = [visit(browser, url, options.login) for _ in range(options.runs)]
        browser.close()
    sys.exit(0 if show(runs) else 1)


if __name__ == "__main__":
    main()
