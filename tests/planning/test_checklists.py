"""Checklists: items are edited one by one, by several people at once, and taken back."""

from uuid import uuid4

import pytest

from tests.factories.access import user_with
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.planning.random_edits import stored
from zhongshu.kit.errors import BadInput, Stale
from zhongshu.planning.checklists import (
    MAX_ITEMS,
    ItemChanged,
    UnknownChecklistItem,
    touched,
    turned_back,
)
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import ChangedSince, redo_edit, undo_edit

pytestmark = pytest.mark.django_db


class Checked:
    """A task with three items, and two people who edit it."""

    def __init__(self):
        self.project = ProjectFactory.create()
        self.task = plan_with(self.project, {"A": 1})["A"]
        self.me, self.other = (
            user_with("planning.edit_plan", over=self.project.scope) for _ in range(2)
        )
        self.items = [str(uuid4()) for _ in range(3)]
        adds = [self.step("add", id=key, text=f"Step {n}") for n, key in enumerate(self.items)]
        edit_plan(self.other, project=self.project, operations=adds)
        self.version = self.present()

    def step(self, what, **given):
        return {"op": f"{what}_checklist_item", "task_id": self.task, **given}

    def edit(self, actor, what, *, base=None, **given):
        operations = [self.step(what, **given)]
        return edit_plan(
            actor, project=self.project, operations=operations, base_version=base
        ).event

    def tick(self, actor, n, *, base=None):
        return self.edit(actor, "update", base=base, id=self.items[n], fields={"is_done": True})

    def present(self):
        self.project.refresh_from_db()
        return self.project.plan_version

    def shown(self):
        rows = Task.objects.get(pk=self.task).checklist
        return [(row["text"], row["is_done"]) for row in rows]


@pytest.fixture
def one():
    return Checked()


def test_items_are_added_reworded_ticked_moved_and_removed(one):
    one.edit(one.me, "add", text="  First ", after_id=None)
    one.edit(one.me, "update", id=one.items[0], fields={"text": "Reworded"})
    one.tick(one.me, 1)
    one.edit(one.me, "move", id=one.items[2], after_id=one.items[0])
    one.edit(one.me, "remove", id=one.items[1])

    assert one.shown() == [("First", False), ("Reworded", False), ("Step 2", False)]


def test_two_people_who_tick_different_items_of_the_same_version_both_win(one):
    one.tick(one.me, 0, base=one.version)
    one.tick(one.other, 2, base=one.version)

    assert [is_done for _, is_done in one.shown()] == [True, False, True]


def test_two_who_reword_the_same_item_are_told(one):
    one.edit(one.me, "update", base=one.version, id=one.items[0], fields={"text": "mine"})
    before = stored(one.project)

    with pytest.raises(Stale) as refusal:
        one.edit(one.other, "update", base=one.version, id=one.items[0], fields={"text": "theirs"})

    assert refusal.value.field == "checklist"
    assert stored(one.project) == before


def test_who_takes_a_tick_back_leaves_what_others_did(one):
    one.tick(one.me, 0)
    one.tick(one.other, 1)
    one.edit(one.other, "add", text="New", after_id=one.items[0])

    undo_edit(one.me, project=one.project)
    taken_back = one.shown()
    redo_edit(one.me, project=one.project)

    assert taken_back == [("Step 0", False), ("New", False), ("Step 1", True), ("Step 2", False)]
    assert one.shown()[0] == ("Step 0", True)


def test_what_somebody_changed_since_is_not_taken_back(one):
    one.edit(one.me, "update", id=one.items[0], fields={"text": "mine"})
    one.edit(one.other, "update", id=one.items[0], fields={"text": "theirs"})
    before = stored(one.project)

    with pytest.raises(ChangedSince):
        undo_edit(one.me, project=one.project)

    assert stored(one.project) == before


def test_a_removed_item_comes_back_behind_the_one_it_followed(one):
    one.edit(one.me, "remove", id=one.items[1])
    one.edit(one.other, "move", id=one.items[2], after_id=None)

    undo_edit(one.me, project=one.project)

    assert [text for text, _ in one.shown()] == ["Step 2", "Step 0", "Step 1"]


@pytest.mark.parametrize(
    ("what", "given", "error", "field"),
    [
        ("add", {"text": " "}, BadInput, "text"),
        ("add", {"text": "x", "after_id": "none"}, UnknownChecklistItem, "after_id"),
        ("update", {"id": "none", "fields": {"is_done": True}}, UnknownChecklistItem, "id"),
        ("move", {"id": "none"}, UnknownChecklistItem, "id"),
        ("remove", {"id": "none"}, UnknownChecklistItem, "id"),
    ],
)
def test_what_cannot_be_done_is_refused_by_field(one, what, given, error, field):
    before = stored(one.project)

    with pytest.raises(error) as refusal:
        one.edit(one.me, what, **given)

    assert refusal.value.field == field
    assert stored(one.project) == before


def test_a_checklist_holds_so_many_items_and_an_id_once(one):
    with pytest.raises(BadInput) as twice:
        one.edit(one.me, "add", text="x", id=one.items[0])
    steps = [one.step("add", text=str(n)) for n in range(MAX_ITEMS - 3)]
    edit_plan(one.me, project=one.project, operations=steps)
    with pytest.raises(BadInput) as full:
        one.edit(one.me, "add", text="one more")

    assert (twice.value.field, full.value.field) == ("id", "text")
    assert len(one.shown()) == MAX_ITEMS


def items(*texts):
    """Items by one letter each, ticked where it is a capital."""
    return [{"id": text.lower(), "text": text.lower(), "is_done": text.isupper()} for text in texts]


@pytest.mark.parametrize(
    ("held", "now", "then", "expected"),
    [
        ("aBc", "aBc", "abc", "abc"),
        ("ABc", "aBc", "abc", "Abc"),
        ("cabd", "cab", "abc", "abcd"),
        ("bc", "abc", "bc", "bc"),
        ("ac", "ac", "abc", "abc"),
    ],
)
def test_a_step_is_taken_back_out_of_what_was_made_of_it(held, now, then, expected):
    found = turned_back(items(*held), items(*now), items(*then))

    assert found == items(*expected)


def test_an_item_that_was_added_and_then_ticked_is_not_taken_away():
    with pytest.raises(ItemChanged):
        turned_back(items(*"aB"), items(*"ab"), items(*"a"))


def test_a_move_touches_only_what_moved():
    assert touched(items(*"abcd"), items(*"dabc")) == {"checklist.d.place"}
