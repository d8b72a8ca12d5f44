"""The list and the roadmap of 5,000 projects: answers over HTTP, scrolling in a real Chromium."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browser.gantt import FLAGS, Wheel, frames_of, sign_in
from benchmarks.installation import served, start_django
from benchmarks.portfolio.company import fill

LOGIN = ("bench", "eleven-quiet-harbours")
ADDRESSES = {
    "list": "/api/v1/projects?limit=200&sort=-finish",
    "list in groups": "/api/v1/projects?limit=200&sort=name&group=unit",
    "list, filtered": "/api/v1/projects?limit=200&filter=health:in:red,amber&group=manager",
    "roadmap": "/api/v1/projects/roadmap?limit=100&sort=start&group=unit",
}
PAGES = {
    "list": "/projects",
    "groups": "/projects?group=unit",
    "roadmap": "/projects?layout=roadmap",
}
ANSWER_MILLISECONDS = 200.0
FRAME_MILLISECONDS = 33.0
N_ANSWERS = 7

LAST_ROW_SHOWN = """
  () => {
    const box = document.querySelector('.grid')
    const rows = [...box.querySelectorAll('.grid-row')]
    const ends = rows.map((row) => row.offsetTop + row.offsetHeight)
    const inner = box.querySelector('.grid-inner').offsetHeight
    return Math.max(...ends) >= inner - 1 && !box.querySelector('.grid-waiting')
  }
"""


def answers(page: Page, url: str) -> dict[str, float]:
    """Median milliseconds of each address, asked as a page asks."""
    medians = {}
    for name, address in ADDRESSES.items():
        taken = []
        for _ in range(N_ANSWERS + 1):
            began = time.perf_counter()
            answer = page.request.get(url + address)
            taken.append((time.perf_counter() - began) * 1000)
            assert answer.ok, answer.text()
        medians[name] = statistics.median(taken[1:])
    return medians


def scrolled(page: Page, url: str) -> dict[str, float]:
    """Frames while scrolling, elements on the page, and the way to the last of the projects."""
    page.goto(url)
    page.wait_for_selector(".grid-row a")
    page.wait_for_timeout(800)
    box = page.locator(".grid").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 200)
    frames = sorted(frames_of(page, Wheel(0, 120, n_turns=60)))
    began = time.perf_counter()
    page.evaluate("() => { const box = document.querySelector('.grid'); box.scrollTop = 1e9 }")
    page.wait_for_function(LAST_ROW_SHOWN)
    return {
        "frame p95, ms": frames[int(0.95 * (len(frames) - 1))],
        "frame p50, ms": statistics.median(frames),
        "to the last row, ms": (time.perf_counter() - began) * 1000,
        "elements": float(page.evaluate("document.querySelectorAll('.grid *').length")),
    }


def measure(browser: Browser, url: str) -> bool:
    """Print both tables; return whether the bars are met."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, url, ":".join(LOGIN))
    is_met = True
    print(f"{'first page':<22} {'median, ms':>11} {'bar':>6}")
    for name, median in answers(page, url).items():
        is_met = is_met and median < ANSWER_MILLISECONDS
        print(f"{name:<22} {median:>11.0f} {ANSWER_MILLISECONDS:>6.0f}")
    for name, address in PAGES.items():
        figures = scrolled(page, url + address)
        is_met = is_met and figures["frame p95, ms"] < FRAME_MILLISECONDS
        print(f"{name:<10}", "  ".join(f"{what} {value:.1f}" for what, value in figures.items()))
    context.close()
    return is_met


def main() -> None:
    """Make the company in a folder of its own, serve it, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start_django(Path(folder))
        fill(options.projects, options.seed, username=LOGIN[0], password=LOGIN[1])
        print(f"{options.projects} projects, seed {options.seed}")
        with served() as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=FLAGS)
            is_met = measure(browser, url)
            browser.close()
    sys.exit(0 if is_met else 1)


if __name__ == "__main__":
    main()
