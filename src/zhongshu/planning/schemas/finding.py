"""How something is looked for, and what is found."""

from uuid import UUID

from ninja import Field, Schema

from zhongshu.projects.schemas import Reference

Stretch = tuple[int, int]


class FoundProject(Schema):
    """A project that answers to what was looked for; ``marks`` are stretches of its name."""

    id: UUID
    key: str
    name: str
    state: str
    health: str | None
    marks: list[Stretch]


class FoundPerson(Schema):
    """A person who answers to what was looked for."""

    id: UUID
    name: str
    unit: Reference
    position: str
    marks: list[Stretch]


class FoundTask(Schema):
    """A task that answers to what was looked for."""

    id: UUID
    key: str = Field(description="Key of the project and number of the task.")
    number: int
    name: str | None
    project: Reference
    marks: list[Stretch]


class Found(Schema):
    """What is in view under a name or key, the best of each kind first."""

    projects: list[FoundProject]
    people: list[FoundPerson]
    tasks: list[FoundTask]


class FindQuery(Schema):
    """What is looked for, and near which projects tasks are looked for by name."""

    text: str = Field(max_length=100)
    limit: int = Field(6, ge=1, le=20, description="Of each kind.")
    near: list[UUID] = Field(default_factory=list, max_length=20)
