"""The operations of an edit by name, applied to a draft one after the other.

Each operation is a dictionary with an ``op``; a refusal names the operation and the field.
"""

from collections.abc import Callable

from zhongshu.kit.errors import DomainError
from zhongshu.planning import checklists, cross_links, operations, recurring, staffing
from zhongshu.planning.changes import Draft
from zhongshu.planning.operations import Operation

_OPERATIONS: dict[str, Callable[[Draft, Operation], None]] = {
    "add_task": operations.add_task,
    "update_task": operations.update_task,
    "move_task": operations.move_task,
    "delete_task": operations.delete_task,
    "add_checklist_item": checklists.add_checklist_item,
    "update_checklist_item": checklists.update_checklist_item,
    "move_checklist_item": checklists.move_checklist_item,
    "remove_checklist_item": checklists.remove_checklist_item,
    "add_recurring_task": recurring.add_recurring_task,
    "update_recurrence": recurring.update_recurrence,
    "add_link": operations.add_link,
    "update_link": operations.update_link,
    "delete_link": operations.delete_link,
    "add_cross_link": cross_links.add_cross_link,
    "update_cross_link": cross_links.update_cross_link,
    "delete_cross_link": cross_links.delete_cross_link,
    "add_resource": staffing.add_resource,
    "assign": staffing.assign,
    "unassign": staffing.unassign,
    "update_assignment": staffing.update_assignment,
    "update_project": operations.update_project,
}


def apply(draft: Draft, given: list[Operation]) -> None:
    """Apply the operations in order.

    Raises
    ------
    DomainError
        If one cannot be applied; the draft must then be thrown away.
    """
    for number, operation in enumerate(given):
        try:
            _OPERATIONS[operation["op"]](draft, operation)
        except DomainError as error:
            error.params.setdefault("operation", number)
            raise


def told(given: list[Operation]) -> list[str]:
    """The names of the operations, as the history shows them."""
    return [operation["op"] for operation in given]
