"""The demo company: a manufacturer with its people, calendars and projects, from a seed.

`build` is all that anybody needs. What is left to chance follows distributions that
`docs/explanation/demo-company.md` describes.
"""

from collections.abc import Callable
from datetime import date

# Where the company stands in its history: a Friday.
TODAY = date(2026, 11, 20)
SEED = 2026
N_PROJECTS = 60


def build(
    *,
    today: date | None = None,
    report: Callable[[str], object] = lambda text: None,
    language: str = "zh",
    seed: int = SEED,
    n_projects: int = N_PROJECTS,
) -> bool:
    """Build the demo company in an empty installation; False if one is there already.

    The same seed gives the same company. The database must be migrated, roles included.
    A database with other data in it is refused.
    """
    from django.conf import settings

    from zhongshu.demo.building import build_company

    return build_company(
        today=today or settings.TODAY or TODAY,
        report=report,
        language=language,
        seed=seed,
        n_projects=n_projects,
    )
