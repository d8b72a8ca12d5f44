"""Whether each field that a policy closes is closed to those who write as well.

No list says which field of a write sets which field of a record: every field is written once
while nothing is closed, and what the rows have then tells. The same write must be refused once a
policy closes that, in a world as it is and in one where the value that is written stands already.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from tests.secrecy.operations import OPERATIONS
from tests.secrecy.test_one_event_per_write import newest
from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.company import Ids
from tests.secrecy.twins.observing import Observation, observe
from tests.secrecy.twins.probes import Probe
from tests.secrecy.twins.trace import send
from tests.secrecy.twins.varying import CLOSABLE, column_of, named, other_value, publish
from tests.secrecy.twins.worlds import World
from tests.secrecy.twins.writing import Write, writes
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Effect
from zhongshu.access.resources import UnknownField
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.access.writing import EMPTY, FieldIsReadOnly
from zhongshu.kit.models import Event
from zhongshu.planning.models import Assignment, Link, PlanResource, Task
from zhongshu.planning.open_plan import shelf
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

# Closing it closes the plan that begins there with all that is in it.
_START = "project.start"
# The fields of records that have a column, by the table and the column.
_FIELDS = {
    (resource.model, column.attname): named(resource, one)
    for resource, one in CLOSABLE
    if resource.model is not Event and (column := column_of(resource.model, one)) is not None
}
_COLUMNS: dict[type[models.Model], list[str]] = {}
for _model, _column in _FIELDS:
    _COLUMNS.setdefault(_model, []).append(_column)

_WHOLE = {
    model: [one.attname for one in model._meta.concrete_fields if one.name != "password"]
    for model in _COLUMNS
}
_REFUSALS = ((Effect.NONE, UnknownField), (Effect.READ, FieldIsReadOnly))
# What is taken whatever a policy closes, and why.
_NEW = "a new task has a name, whoever may read it later"
_VIEW = "one's own view is one's own arrangement of a page"
TAKEN = {
    "access.cast_vote ": "closed is who cast which vote; one's own is cast all the same",
    "access.save_view .definition": _VIEW,
    "access.update_view .definition": _VIEW,
    "planning.edit_plan .operations[]add_task.name": _NEW,
    "planning.edit_plan .operations[]add_task.fields.name": _NEW,
    "planning.edit_plan .operations[]add_recurring_task.": _NEW,
    "planning.edit_plan .operations[]update_recurrence.": _NEW,
}
# Answers of an operation that is out of reach, whatever its body has.
_CLOSED = {401, 403, 404, 429}
# After so many values that were taken and changed nothing, there is nothing to change.
_ENOUGH = 2

Place = tuple[type[models.Model], Any, str]
Rows = dict[Place, Any]


@dataclass
class Effects:
    """A write that works, with what it sets of the fields that can be closed."""

    write: Write
    body: Any
    places: Rows
    besides: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(_FIELDS[model, column] for model, _, column in self.places)


@dataclass
class Learned:
    """What came of trying every field of every write while nothing is closed."""

    found: list[Effects] = field(default_factory=list)
    called_alike: set[str] = field(default_factory=set)


class Desk:
    """Somebody who may write everything in a world, as far as no policy says otherwise."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._rows: Rows = {}
        self._idle: set[tuple[str, str]] = set()
        self._stored: dict[type[models.Model], Any] = {}
        self._bases: dict[str, tuple[Rows, Observation]] = {}

    @contextmanager
    def opened(self) -> Iterator["Desk"]:
        """A world in which there is something of all that a plan can have."""
        with standing_still(), self.world.undone():
            STREAM.start("desk")
            self.ids = self.world.twin.visible | _more_to_write(self.world.twin.visible)
            self._rows = rows()
            yield self

    def learn(self, *, is_whole: bool) -> Learned:
        """Try each field that some write has, with values until one changes something.

        If not whole, those alone that are called like a field that can be closed.
        """
        learned = Learned()
        for write in writes(self.ids):
            if is_whole or write.is_closable:
                self._try(write, learned)
        return learned

    def _try(self, write: Write, learned: Learned) -> None:
        without, answer = self._known(write)
        if answer.status in _CLOSED:
            return
        idle = write.operation.name, write.name.rpartition(".")[2]
        if idle in self._idle:
            return
        n_taken = 0
        for body in write.bodies:
            changed, _ = self._changed(write, body)
            if changed is None:
                continue
            n_taken += 1
            if found := _told_apart(write, body, without, changed):
                learned.found.append(found)
                return
            if n_taken == (_ENOUGH if write.is_closable else 1):
                break
        if write.is_closable:
            learned.called_alike.add(str(write))
        else:
            self._idle.add(idle)

    def _known(self, write: Write) -> tuple[Rows, Observation]:
        """What the request sets without the field, which it shares with others."""
        key = f"{write.operation.name} {write.without}"
        if key not in self._bases:
            changed, answer = self._changed(write, write.without)
            self._bases[key] = changed or {}, answer
        return self._bases[key]

    def _changed(self, write: Write, body: Any) -> tuple[Rows | None, Observation]:
        """What a write sets of fields that can be closed; nothing at all if it is refused."""
        with self.world.undone():
            answer = self.ask(write, body)
            if not 200 <= answer.status < 300:
                return None, answer
            return self.differing(), answer

    def differing(self) -> Rows:
        """The values of fields that can be closed which are others than when it was opened."""
        return {
            at: value
            for at, value in rows().items()
            if (self._rows[at] != value if at in self._rows else value not in EMPTY)
        }

    def ask(self, write: Write, body: Any) -> Observation:
        """Send a write as the client would."""
        shelf.clear()
        STREAM.start("answer")
        probe = Probe(write.operation, write.ids, (), body)
        return observe(lambda: send(self.world.client, probe))[0]

    def refused(self, learned: Learned, operations: Collection[str] = ()) -> Iterator[str]:
        """What should have been refused and was not, or not in the same words everywhere."""
        for besides in {one.besides for one in learned.found}:
            group = [
                one for one in learned.found
                if one.besides == besides and not passes(one.write)
                and (not operations or one.write.operation.name in operations)
            ]  # fmt: skip
            closed = {*_FIELDS.values()} - besides - {_START}
            for effect, words in _REFUSALS if group else ():
                with self.world.undone():
                    STREAM.start("closing")
                    publish(closed, effect)
                    self._stored = _all_rows()
                    for one in group:
                        if one.names & closed:
                            yield from self._judged(one, effect, words)

    def _judged(self, one: Effects, effect: Effect, words: Any) -> Iterator[str]:
        """Send a write to a world as it is, and to one where what it writes stands already."""
        answers = []
        for is_there in (False, True) if effect is Effect.NONE else (False,):
            with self.world.undone():
                if is_there:
                    _put(one.places)
                seq = newest()
                answers.append(self.ask(one.write, one.body))
                # What stands there already could be written without a trace in its row.
                if _changes_since(seq) or (not is_there and _all_rows() != self._stored):
                    yield f"{one.write} {effect.code}: something was written"
        yield from _unlike(f"{one.write} {effect.code}", answers, words)

    def taken_back(self, learned: Learned) -> Iterator[str]:
        """The same for taking back an edit, whether or not somebody changed the same since."""
        undo = next(one for one in OPERATIONS if one.name == "planning.undo_edit")
        for one in learned.found:
            is_old = all(at in self._rows for at in one.places)
            is_edit = one.write.operation.name == "planning.edit_plan"
            if not (is_edit and is_old) or passes(one.write) or _START in one.names:
                continue
            with self.world.undone():
                self.ask(one.write, one.body)
                publish(one.names)
                answers = []
                for is_changed in (False, True):
                    with self.world.undone():
                        if is_changed:
                            _put({at: self._rows[at] for at in one.places})
                        answers.append(self.ask(Write(undo, self.ids, "", None, ()), None))
                yield from _unlike(f"{one.write} taken back", answers, UnknownField)

    def assigned(self, operations: Collection[str] = ()) -> Iterator[str]:
        """Where a write takes what its schema does not have: every column of what it changes."""
        bases = {str((one.operation.name, one.without)): one for one in writes(self.ids)}
        for write in bases.values():
            if operations and write.operation.name not in operations:
                continue
            before, plain = _all_rows(), self._outcome(write, write.without)
            if not plain or not isinstance(write.without, dict):
                continue
            changed = {model for model in _COLUMNS if plain[model] != before[model]}
            extra = {
                name: other_value(column, None, self.world.twin.viewer, 0)
                for model in changed or _of_part(write.operation.name)
                for column in model._meta.concrete_fields
                for name in (column.name, column.attname)
                if name not in write.operation.properties()
            }
            full = self._outcome(write, _json(extra) | write.without)
            if full is not None and full != plain:
                yield f"{write.operation.name}: something was written beside its fields"

    def _outcome(self, write: Write, body: Any) -> dict[type[models.Model], Any] | None:
        with self.world.undone():
            answer = self.ask(write, body)
            return _all_rows() if 200 <= answer.status < 300 else None


def _told_apart(write: Write, body: Any, without: Rows, changed: Rows) -> Effects | None:
    """What a field sets, by what a request changes without it, or with one value, and another."""
    # Of two values one may be that which is stored.
    if lost := {at: value for at, value in without.items() if at not in changed}:
        return Effects(write, write.without, lost, frozenset())
    places = {at: value for at, value in changed.items() if without.get(at) != value}
    if not places:
        return None
    besides = {_FIELDS[at[0], at[2]] for at in without}
    return Effects(write, body, places, frozenset(besides - {_FIELDS[a, c] for a, _, c in places}))


def passes(write: Write) -> bool:
    """Whether a write is taken on purpose, whatever a policy closes."""
    return any(str(write).startswith(name) for name in TAKEN)


def _unlike(name: str, answers: list[Observation], words: Any) -> Iterator[str]:
    """What is wrong with answers that should be one, and a refusal in these words."""
    code = f'"code":"{words.code}"'.encode()
    for one in answers:
        if one.status != words.status or code not in one.body:
            yield f"{name}: {one.status} {one.body[:200]!r}"
        if different := answers[0].differences(one):
            yield f"{name}: {'; '.join(different)}"


def _of_part(operation: str) -> list[type[models.Model]]:
    part = operation.partition(".")[0]
    return [model for model in _COLUMNS if model._meta.app_label == part]


def _json(values: dict[str, Any]) -> dict[str, Any]:
    known = (str, int, float, bool, type(None))
    return {name: one if isinstance(one, known) else str(one) for name, one in values.items()}


def _changes_since(seq: int) -> bool:
    return Event.objects.filter(seq__gt=seq).exclude(kind__in=NOT_CHANGES).exists()


def rows() -> Rows:
    """Every value of a field that can be closed."""
    return {
        (model, key, name): value
        for model, names in _COLUMNS.items()
        for key, *values in model._default_manager.values_list("pk", *names)
        for name, value in zip(names, values, strict=True)
    }


def _all_rows() -> dict[type[models.Model], Any]:
    """Everything in the tables that have such a field, but for what is salted by chance."""
    return {
        model: list(model._default_manager.order_by("pk").values_list(*names))
        for model, names in _WHOLE.items()
    }


def _put(places: Rows) -> None:
    for (model, key, column), value in places.items():
        model._default_manager.filter(pk=key).update(**{column: value})


def _more_to_write(ids: Ids) -> Ids:
    """One of each thing that a plan can have, with its id."""
    project = Project.objects.get(pk=ids["project_id"])
    second = Task.objects.filter(project_id=ids["second_project_id"]).first()
    task = str(ids["task_id"])
    space = f"{str(project.pk)[-12:-4]}-{str(project.pk)[-4:]}"
    names = ("cross_link", "recurring_task", "checklist_item")
    named = {name: f"{space}-8000-8000-00000000000{n}" for n, name in enumerate(names)}
    recurrence = {"frequency": "daily", "from_date": "2026-01-05", "count": 2}
    edit_plan(SYSTEM, project=project, operations=[
        {"op": "add_cross_link", "id": named["cross_link"], "before_id": str(second.pk),
         "after_id": task},
        {"op": "add_recurring_task", "id": named["recurring_task"], "name": "Again",
         "recurrence": recurrence, "duration_minutes": 60},
        {"op": "add_checklist_item", "id": named["checklist_item"], "task_id": task, "text": "x"},
    ])  # fmt: skip
    last = Task.objects.filter(project=project, parent=None).order_by("-number")[1]
    resource = PlanResource.objects.get(project=project)
    return {
        **{f"{name}_id": key for name, key in named.items()},
        "link_id": Link.objects.get(project=project).pk,
        "before_id": second.pk, "after_id": last.pk,
        "resource_id": resource.pk, "plan_resource_id": resource.pk,
        "assignment_id": Assignment.objects.get(task__project=project).pk,
    }  # fmt: skip
