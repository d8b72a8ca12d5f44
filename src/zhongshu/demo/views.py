"""The views that the PMO of the demo company shares with everybody."""

from typing import Any

from zhongshu.access import services
from zhongshu.access.models import User
from zhongshu.demo.company import Company

_PAGE = "projects"
_VIEWS: tuple[tuple[tuple[str, str], dict[str, Any]], ...] = (
    (
        ("延误与风险", "Late and at risk"),
        {
            "filters": ["health:in:red,amber", "state:in:active"],
            "sort": "-slip_minutes",
            "group": "health",
        },
    ),
    (
        ("各单位路线图", "Roadmap by unit"),
        {
            "filters": ["state:in:planned,active"],
            "sort": "start",
            "group": "unit",
            "layout": "roadmap",
        },
    ),
    (
        ("各经理在办项目", "Active projects by manager"),
        {
            "columns": [
                {"field": field, "width": None}
                for field in (
                    "name",
                    "unit",
                    "health",
                    "finish",
                    "slip_minutes",
                    "percent_complete",
                )
            ],
            "filters": ["state:in:active"],
            "sort": "finish",
            "group": "manager",
        },
    ),
)


def share_views(company: Company, owner: User) -> None:
    """Save the ready views of the project list and share them with the whole company."""
    for names, definition in _VIEWS:
        view = services.save_view(
            owner,
            page=_PAGE,
            name=names[company.language != "zh"],
            definition={"filters": [], "settings": {}, **definition},
        )
        services.share_view(owner, view=view, scope=company.scope, expected_version=None)
