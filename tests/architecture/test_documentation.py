"""The pages of the documentation lead to one another and show pictures that exist."""

import re

import pytest

from tests.architecture.source import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("benchmarks/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)|src(?:set)?=\"([^\"]+)\"")


def heading_anchor(heading: str) -> str:
    """The anchor that a forge gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    links = [first or second for first, second in LINK.findall(page.read_text(encoding="utf-8"))]
    inside = [link for link in links if not re.match(r"[a-z]+:", link)]

    broken = []
    for link in inside:
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.M) if anchor else []
        if not target.exists() or (anchor and anchor not in map(heading_anchor, headings)):
            broken.append(link)

    assert broken == []


def test_every_decision_is_listed_in_the_order_of_their_numbers():
    page = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")

    listed = re.findall(r"\]\(decisions/([\w.-]+)\)", page)
    assert listed == sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
