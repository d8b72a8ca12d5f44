"""What can be asked of the checklist of a task."""

from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from zhongshu.planning.schemas.strict import Strict

_LONGEST = 500


class AddChecklistItem(Strict):
    """Put an item into the checklist of a task, after another (absent: last; null: first)."""

    op: Literal["add_checklist_item"]
    task_id: UUID
    id: UUID | None = None
    text: str = Field(min_length=1, max_length=_LONGEST)
    after_id: UUID | None = None


class ChecklistItemFields(Strict):
    """Fields of an item to set."""

    text: str | None = Field(None, min_length=1, max_length=_LONGEST)
    is_done: bool | None = None


class UpdateChecklistItem(Strict):
    """Reword an item, tick it, or take the tick away."""

    op: Literal["update_checklist_item"]
    task_id: UUID
    id: UUID
    fields: ChecklistItemFields


class ChecklistItemOut(Schema):
    """A small step inside a task."""

    id: str
    text: str
    is_done: bool


class Tick(Strict):
    """An item that is done, or is not done after all."""

    id: UUID
    is_done: bool


class MoveChecklistItem(Strict):
    """Put an item after another (absent: last; null: first)."""

    op: Literal["move_checklist_item"]
    task_id: UUID
    id: UUID
    after_id: UUID | None = None


class RemoveChecklistItem(Strict):
    """Take an item off the checklist."""

    op: Literal["remove_checklist_item"]
    task_id: UUID
    id: UUID
