"""The board of a project with 2,000 cards in a real Chromium: first picture, scrolling.

Run it as ``python -m benchmarks.browser.board``; ``--url`` and ``--login`` measure the board of a
running server instead.
"""

import argparse
import contextlib
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browser.gantt import FLAGS, Run, Wheel, frames_of, show, sign_in
from benchmarks.installation import served, start_django

N_CARDS = 2000
SETTLE_MILLISECONDS = 800
LOGIN = ("bench", "eleven-quiet-harbours")
STATES = ("todo", "in_progress", "in_review", "blocked")
WHEELS = {
    "scroll frame p95, ms": (Wheel(0, 120), ""),
    "fast scroll frame p95, ms": (Wheel(0, 2400), ""),
    "lanes scroll frame p95, ms": (Wheel(0, 120), "?lanes=priority"),
}
FIRST_PICTURE = """
  const watch = () => {
    if (document.querySelectorAll('.board-card').length >= 10) {
      requestAnimationFrame(() => { window.firstPicture = performance.now() })
    } else requestAnimationFrame(watch)
  }
  watch()
"""


@contextlib.contextmanager
def served_board(n_cards: int, seed: int) -> Iterator[str]:
    """Serve a project whose cards stand in four columns, and yield the address of its board."""
    with tempfile.TemporaryDirectory() as folder:
        start_django(Path(folder))
        from benchmarks.plans import project_with
        from zhongshu.access import services as access
        from zhongshu.access.models import SYSTEM, Role, Scope
        from zhongshu.config.installation import ensure_company, ensure_roles
        from zhongshu.planning.models import Task

        ensure_roles()
        ensure_company("Benchmark")
        company = Scope.objects.get(kind=Scope.Kind.COMPANY)
        user = access.create_account(SYSTEM, username=LOGIN[0], name="Bench", password=LOGIN[1])
        role = Role.objects.get(code="administrator")
        access.grant_role(SYSTEM, user=user, role=role, scope=company)
        # Every fiftieth row is the head of a phase, which is no card.
        project = project_with(n_cards + -(-n_cards // 49))
        draw = random.Random(seed)
        cards = list(Task.objects.filter(project=project, kind="task"))
        for card in cards:
            card.state = draw.choice(STATES)
            card.priority = draw.choice((200, 500, 800))
        Task.objects.bulk_update(cards, ["state", "priority"], batch_size=500)
        print(f"{len(cards)} cards, seed {seed}")
        with served() as url:
            yield f"{url}/projects/{project.pk}/board"


def visit(browser: Browser, url: str, login: str) -> Run:
    """Open the board once for each way of scrolling, and measure it."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, url, login)
    page.add_init_script(FIRST_PICTURE)
    figures: dict[str, float] = {}
    extra: dict[str, float] = {}
    for name, (wheel, search) in WHEELS.items():
        page.goto(url + search)
        page.wait_for_function("() => window.firstPicture")
        if not figures:
            figures["first picture, ms"] = float(page.evaluate("window.firstPicture"))
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        box = page.locator(".board-cell").first.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 150)
        frames = sorted(frames_of(page, wheel))
        figures[name] = frames[int(0.95 * (len(frames) - 1))]
        extra[name.replace("p95", "p50")] = statistics.median(frames)
        extra[name.replace("p95", "max")] = frames[-1]
        extra[name.split(" frame")[0] + ", elements"] = float(
            page.evaluate("document.querySelectorAll('.board *').length")
        )
    context.close()
    return Run(figures, extra)


def main() -> None:
    """Measure the board of a generated project, or the one of a running server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="the board of a project")
    parser.add_argument("--login", default=":".join(LOGIN), help="username:password")
    parser.add_argument("--cards", type=int, default=N_CARDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    options = parser.parse_args()
    board = (
        contextlib.nullcontext(options.url)
        if options.url
        else served_board(options.cards, options.seed)
    )
    with board as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=FLAGS)
        visit(browser, url, options.login)
        runs = [visit(browser, url, options.login) for _ in range(options.runs)]
        browser.close()
    sys.exit(0 if show(runs) else 1)


if __name__ == "__main__":
    main()
