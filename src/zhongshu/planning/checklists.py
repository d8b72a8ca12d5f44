"""The checklist of a task: small steps to be ticked, edited one at a time."""

from collections.abc import Iterable
from typing import Any

from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.ids import uuid7
from zhongshu.planning.changes import Draft
from zhongshu.planning.open_plan import TaskRow
from zhongshu.planning.outline import Key
from zhongshu.planning.refusals import UnknownTask

MAX_ITEMS = 200

Item = dict[str, Any]
Operation = dict[str, Any]

_ASPECTS = ("text", "is_done", "place")


class UnknownChecklistItem(DomainError):
    """The checklist has no such item."""

    code = "planning.unknown_checklist_item"
    status = 422


class ItemChanged(Exception):
    """Somebody changed an item that was to be given back what it was."""


def add_checklist_item(draft: Draft, operation: Operation) -> None:
    """Put an item into the checklist of a task, after another (absent: last; null: first)."""
    row = _task(draft, operation)
    if len(row.checklist) >= MAX_ITEMS:
        raise BadInput(f"a checklist holds at most {MAX_ITEMS} items", field="text")
    key = operation.get("id") or str(uuid7())
    if any(item["id"] == key for item in row.checklist):
        raise BadInput("something in the checklist has this id", field="id")
    item = {"id": key, "text": _text(operation["text"]), "is_done": False}
    _write(draft, row, _placed(list(row.checklist), item, operation))


def update_checklist_item(draft: Draft, operation: Operation) -> None:
    """Reword an item, tick it, or take the tick away."""
    row, item = _item(draft, operation)
    changed = {**item, **operation["fields"]}
    changed["text"] = _text(changed["text"])
    _write(draft, row, [changed if one is item else one for one in row.checklist])


def move_checklist_item(draft: Draft, operation: Operation) -> None:
    """Put an item after another one (absent: last; null: first)."""
    row, item = _item(draft, operation)
    others = [one for one in row.checklist if one is not item]
    _write(draft, row, _placed(others, item, operation))


def remove_checklist_item(draft: Draft, operation: Operation) -> None:
    """Take an item off the checklist."""
    row, item = _item(draft, operation)
    _write(draft, row, [one for one in row.checklist if one is not item])


def tick(draft: Draft, key: Key, ticks: Iterable[Item]) -> None:
    """Tick items of a task, or take their ticks away."""
    row = draft.tasks[key]
    wanted = {str(one["id"]): one["is_done"] for one in ticks}
    if absent := sorted(wanted.keys() - {item["id"] for item in row.checklist}):
        raise UnknownChecklistItem(absent[0], field="ticks", id=absent[0])
    ticked = [
        {**item, "is_done": wanted.get(item["id"], item["is_done"])} for item in row.checklist
    ]
    _write(draft, row, ticked)


def touched(before: list[Item], after: list[Item]) -> set[str]:
    """What differs between two states of a checklist, as names of single things.

    Edits that have no name in common do not stand in each other's way.
    """
    was, now = _by_id(before), _by_id(after)
    names = {f"checklist.{key}.{aspect}" for key in was.keys() ^ now.keys() for aspect in _ASPECTS}
    for key in was.keys() & now.keys():
        names |= {
            f"checklist.{key}.{aspect}"
            for aspect in ("text", "is_done")
            if was[key][aspect] != now[key][aspect]
        }
    return names | {f"checklist.{key}.place" for key in _moved(before, after)}


def turned_back(held: list[Item], now: list[Item], then: list[Item]) -> list[Item]:
    """The held checklist with the step from ``then`` to ``now`` taken back; other steps stay.

    Raises
    ------
    ItemChanged
        If somebody changed the same thing of the same item since.
    """
    current, after, before = _by_id(held), _by_id(now), _by_id(then)
    for key in after.keys() - before.keys():
        if current.get(key, after[key]) != after[key]:
            raise ItemChanged(key)
    found = [item for item in held if item["id"] in before or item["id"] not in after]
    found = [_reverted(item, after, before) for item in found]
    if before.keys() & after.keys() - current.keys():
        gone = before.keys() & after.keys() - current.keys()
        if any(before[key] != after[key] for key in gone):
            raise ItemChanged(sorted(gone)[0])
    returning = [item["id"] for item in then if item["id"] not in after]
    for key in [*returning, *_moved(now, then)]:
        if key in returning or key in current:
            found = _put_back(found, before[key] if key in returning else current[key], then)
    return [_reverted(item, after, before) for item in found]


def _reverted(item: Item, after: dict[str, Item], before: dict[str, Item]) -> Item:
    """An item with what the step changed of it as it was."""
    key = item["id"]
    if key not in after or key not in before:
        return item
    changed = dict(item)
    for aspect in ("text", "is_done"):
        if after[key][aspect] == before[key][aspect] or item[aspect] == before[key][aspect]:
            continue
        if item[aspect] != after[key][aspect]:
            raise ItemChanged(key)
        changed[aspect] = before[key][aspect]
    return changed


def _put_back(items: list[Item], item: Item, then: list[Item]) -> list[Item]:
    """The items with one behind the nearest that stood before it then."""
    others = [one for one in items if one["id"] != item["id"]]
    kept = next((one for one in items if one["id"] == item["id"]), item)
    order = [one["id"] for one in then]
    present = {one["id"]: place for place, one in enumerate(others)}
    earlier = [key for key in order[: order.index(item["id"])] if key in present]
    place = present[earlier[-1]] + 1 if earlier else 0
    return [*others[:place], kept, *others[place:]]


def _moved(before: list[Item], after: list[Item]) -> list[str]:
    """The ids in both that left their order: the fewest whose move explains it."""
    known = {item["id"] for item in after}
    rank = {key: n for n, key in enumerate(i["id"] for i in before if i["id"] in known)}
    order = [item["id"] for item in after if item["id"] in rank]
    # The longest run of ids that kept their order stays; quadratic, but a checklist is short.
    best: list[tuple[int, int]] = []
    for n, key in enumerate(order):
        found = max(
            ((length + 1, m) for m, (length, _) in enumerate(best) if rank[order[m]] < rank[key]),
            default=(1, -1),
        )
        best.append(found if n else (1, -1))
    staying = set()
    at = max(range(len(order)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        staying.add(order[at])
        at = best[at][1]
    return [key for key in order if key not in staying]


def _by_id(items: list[Item]) -> dict[str, Item]:
    return {item["id"]: item for item in items}


def _text(text: str) -> str:
    if not text.strip():
        raise BadInput("an item needs words", field="text")
    return text.strip()


def _task(draft: Draft, operation: Operation) -> TaskRow:
    key = operation["task_id"]
    row = draft.tasks.get(key)
    if row is None:
        raise UnknownTask(str(key), field="task_id", id=str(key))
    return row


def _item(draft: Draft, operation: Operation) -> tuple[TaskRow, Item]:
    row = _task(draft, operation)
    key: Key = operation["id"]
    for item in row.checklist:
        if item["id"] == key:
            return row, item
    raise UnknownChecklistItem(str(key), field="id", id=str(key))


def _placed(items: list[Item], item: Item, operation: Operation) -> list[Item]:
    """The items with one more, after the named one (absent: last; null: first)."""
    if "after_id" not in operation:
        return [*items, item]
    after_id = operation["after_id"]
    if after_id is None:
        return [item, *items]
    for n, one in enumerate(items):
        if one["id"] == after_id:
            return [*items[: n + 1], item, *items[n + 1 :]]
    raise UnknownChecklistItem(str(after_id), field="after_id", id=str(after_id))


def _write(draft: Draft, row: TaskRow, items: list[Item]) -> None:
    draft.set_task(row.id, checklist=items)
