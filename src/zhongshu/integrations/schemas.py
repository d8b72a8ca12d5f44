"""What the integrations' routes take and answer."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from zhongshu.planning.schemas.judged import QualityOut


class FindingOut(Schema):
    """Something to know about a file before it is taken over; clients translate the code."""

    severity: Literal["error", "warning", "info"]
    code: str
    params: dict[str, Any]
    where: str
    n: int


class SummaryOut(Schema):
    """The size and the frame of a plan; moments are local to the project."""

    name: str
    start: str | None
    finish: str | None
    status_date: str | None
    n_tasks: int
    n_summaries: int
    n_milestones: int
    n_links: int
    n_resources: int
    n_assignments: int
    n_calendars: int
    n_baselines: int
    n_custom_fields: int
    currency: str


class LeftOut(Schema):
    """A field that the file gives and its importer may not set: it stays as it is."""

    entity: Literal["task", "resource"]
    field: str
    code: Literal["hidden_field", "read_only_field", "written_once"]
    n: int
    examples: list[str]


class ImportChanges(Schema):
    """How many tasks the file would add, keep and remove, and what it may not set."""

    added: int
    updated: int
    removed: int
    left_out: list[LeftOut]


class ExistingProject(Schema):
    """The project that an earlier state of the file became."""

    id: UUID
    key: str
    name: str
    changes: ImportChanges | None


class PlanImportOut(Schema):
    """A plan file and what was read in it."""

    id: UUID
    state: str
    file_name: str
    format: str
    n_bytes: int
    summary: SummaryOut
    findings: list[FindingOut]
    quality: QualityOut | None = Field(description="Absent where a loop keeps it from scheduling.")
    existing_project: ExistingProject | None
    project_id: UUID | None
    project_key: str | None
    expires_at: datetime


class ApplyIn(Schema):
    """Where the plan goes: into a project, or below a unit as a new one.

    Without either, the project that the file became before is updated.
    """

    model_config = ConfigDict(extra="forbid")

    project_id: UUID | None = None
    unit_id: UUID | None = None
    name: str = Field("", max_length=200)
    as_new: bool = Field(False, description="Make a new project although one is known.")


class ApplyOut(Schema):
    """What an import did."""

    project_id: UUID
    project_key: str
    created: bool
    counts: dict[str, int]
    left_out: list[LeftOut]
