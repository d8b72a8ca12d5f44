"""What can be asked about those whom a plan counts on."""

from typing import Literal
from uuid import UUID

from ninja import Field

from zhongshu.planning.models import PlanResource
from zhongshu.planning.schemas.strict import GivenId, Strict
from zhongshu.planning.staffing import MAX_MINUTES


class AddResource(Strict):
    """Name somebody or something that the plan counts on.

    A person of the company brings their own name and calendar.
    """

    op: Literal["add_resource"]
    id: GivenId = None
    name: str | None = Field(None, min_length=1, max_length=255)
    person_id: UUID | None = None
    kind: PlanResource.Kind = PlanResource.Kind.WORK
    calendar_id: UUID | None = None
    max_units: float = Field(1.0, ge=0.0001, le=1000)


class Assign(Strict):
    """Put a resource or a person of the company to a task; units are shares of their time."""

    op: Literal["assign"]
    id: GivenId = None
    task_id: UUID
    resource_id: UUID | None = None
    person_id: UUID | None = Field(None, description="Becomes a resource, if there is none yet.")
    units: float = Field(1.0, ge=0.0001, le=1000)


class Unassign(Strict):
    """Take a resource off a task."""

    op: Literal["unassign"]
    id: UUID


class AssignmentFields(Strict):
    """Fields of an assignment to set."""

    units: float | None = Field(None, ge=0.0001, le=1000)
    work_minutes: int | None = Field(None, ge=0, le=MAX_MINUTES)


class UpdateAssignment(Strict):
    """Change an assignment."""

    op: Literal["update_assignment"]
    id: UUID
    fields: AssignmentFields
