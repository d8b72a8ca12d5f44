"""Real plan files among the demo's projects, where the reference data is at hand."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from zhongshu.access.models import SYSTEM
from zhongshu.demo.company import Company
from zhongshu.integrations import services
from zhongshu.kit.errors import DomainError
from zhongshu.projects import services as projects
from zhongshu.projects.models import Project

_FOLDER = Path("plan_files") / "converted"
_FILES = (
    (
        "New_Product.mspdi.xml",
        "RD-SYS",
        "新产品模板计划（导入）",
        "New product template (imported)",
    ),
    (
        "Commercial_construction_project_plan.mspdi.xml",
        "MFG-EHS",
        "商业建筑施工计划（导入）",
        "Commercial construction (imported)",
    ),
    (
        "HouseBuildingSample.mspdi.xml",
        "MFG-SZ-EQP",
        "房屋建造示例计划（导入）",
        "House building sample (imported)",
    ),
)


def import_plan_files(
    company: Company, *, now: datetime, report: Callable[[str], object]
) -> list[Project]:
    """Import the plan files that are there, as somebody dropping them on the page would."""
    found = []
    for file_name, unit, zh, en in _FILES:
        path = settings.REFERENCE_DATA / _FOLDER / file_name
        if not path.is_file():
            continue
        try:
            uploaded, _ = services.preview_plan_file(
                SYSTEM, content=path.read_bytes(), file_name=file_name, now=now
            )
            imported = services.import_as_project(
                SYSTEM,
                unit=company.units[unit],
                uploaded=uploaded,
                now=now,
                name=company.said(zh, en),
            )
        except DomainError as error:
            report(f"{file_name} was left out: {error}")
            continue
        found.append(
            projects.update_project(
                SYSTEM,
                project=imported.project,
                expected_version=None,
                manager=company.people["GM-PMO"][1],
            )
        )
    return found
