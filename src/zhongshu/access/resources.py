"""The one way out: what each entity shows, to whom, and by what it may be asked for.

A `Resource` names the fields of an entity; `listing.page` and `present` are the only code
that turns rows into answers, so lists, exports and pickers obey the same rights.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Expression, Q, QuerySet

from zhongshu.access.actions import tell_actions
from zhongshu.access.described import Field as Field
from zhongshu.access.described import Measure as Measure
from zhongshu.access.described import Partition as Partition
from zhongshu.access.models import Actor, Scope
from zhongshu.access.open_fields import Open, Unclassed
from zhongshu.access.policy.document import BUILT_IN, Effect
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.seeing import Decision, Several, Sight, look
from zhongshu.access.rows import as_item, asked_as, closed_to, sees, tell_versions, writer_of
from zhongshu.access.sighting import asked_of_classes, note_shown
from zhongshu.access.values import Kind
from zhongshu.access.versioned import FieldVersioned
from zhongshu.kit.declarations import Classification, Declaration, declarations
from zhongshu.kit.errors import BadInput

_NO_CLASSES: Mapping[str, Classification] = {}


class UnknownField(BadInput):
    """The entity has no such field that the viewer could ask for.

    A field that exists but may not be read is refused with exactly the same words.
    """

    code = "access.unknown_field"
    status = 400


@dataclass(frozen=True)
class Resource:
    """An entity as the world may see it: ``permission`` opens its rows, the fields its columns.

    ``scope`` is the path from a row to the scope that governs it; where it is empty, the whole
    company does. ``record_class`` and ``state`` are the paths of the
    class and the state that a policy may ask of a row, ``own_class`` that of the class to which
    the row was raised above the record it belongs to; where no path leads to the class of that
    record an expression tells it, and ``resting`` the rows that rest on another one. Rows
    without a class are ``unclassed``: each resource tells their class or the reason. Rows that are
    ``is_secret_whole`` are out of sight where the gate of their class is closed. ``relations`` are
    those of the accounts to which a row belongs (``own``) or whom it answers to (``managed``).
    ``actions`` are the permissions of which each row shown tells whether the viewer holds them, as
    ``_may``; ``partition`` says by which groups sums are told to those who may read sums only.
    ``stands_for`` is the path to the id of the record that a row stands for, if there is one.
    ``behind`` names the resource and its field that keep rows of the scope which its row owns out
    of sight of whom the field is closed to.
    ``open`` names the few fields that no policy closes, by the reason. Rows that are only added to,
    like those of the trail, are not ``is_edited``: nobody changes them, whatever a policy says.
    """

    name: str
    model: type[models.Model]
    permission: str
    fields: tuple[Field, ...]
    open: Mapping[Open, str] = field(default_factory=dict)
    default_sort: tuple[str, ...] = ("id",)
    scope: str = "scope"
    actions: tuple[str, ...] = ()
    record_class: str | Expression = ""
    unclassed: Unclassed | None = None
    own_class: str = ""
    state: str = ""
    relations: Mapping[str, str | Several] = field(default_factory=dict)
    partition: "Partition | None" = None
    is_edited: bool = True
    is_secret_whole: bool = False
    behind: tuple[str, str] | None = None
    stands_for: str = ""
    resting: Callable[[models.Model], Q] | None = None
    by_name: dict[str, Field] = field(init=False, default_factory=dict)
    _own: dict[str, Classification] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if bool(self.record_class) == bool(self.unclassed):
            raise TypeError(f"{self.name} tells either the class of its records or why it has none")
        kept = {name: reason for reason, names in self.open.items() for name in names.split()}
        if unknown := kept.keys() - {one.name for one in self.fields if not one.needs}:
            raise TypeError(f"{self.name} cannot keep open {sorted(unknown)}")
        fields = tuple(
            replace(one, open_as=kept.get(one.name), model=None if one.expression else self.model)
            for one in self.fields
        )
        object.__setattr__(self, "fields", fields)
        self.by_name.update({one.name: one for one in self.fields})
        RESOURCES[self.name] = self

    def classification(
        self, name: str, classes: Mapping[str, Classification] = _NO_CLASSES
    ) -> Classification:
        """The class of a field: that of its column, or the highest of its inputs.

        ``classes`` are those that a policy gives to fields, by ``resource.field``.
        """
        one = self.by_name[name]
        if name not in self._own:
            sources = one.inputs or (one.source or one.name,)
            self._own[name] = max(_declared(self.model, path).classification for path in sources)
        given = classes.get(f"{self.name}.{name}") if classes else None
        if not classes or not one.inputs:
            return self._own[name] if given is None else given
        behind = {f"{self.name}.{each.name}" for each in self.fields
                  if (each.source or each.name) in one.inputs}  # fmt: skip
        raised = [classes[key] for key in behind if key in classes]
        return max([self._own[name], *raised, *([] if given is None else [given])])

    def states(self) -> tuple[str, ...]:
        """The codes of the states that a policy may ask of a row."""
        choices = getattr(_column(self.model, self.state), "choices", None)
        return tuple(code for code, _ in choices or ())

    def is_always_there(self, path: str) -> bool:
        """Whether every row has a value at a path; of what is computed nobody knows."""
        known = {one.name: one for one in self.model._meta.concrete_fields}
        return path in known and not known[path].null

    def floor(self, name: str) -> Classification:
        """The lowest class that a policy may give to a field."""
        one = self.by_name[name]
        sources = one.inputs or (one.source or one.name,)
        return max(_declared(self.model, source).floor for source in sources)

    @cached_property
    def class_paths(self) -> tuple[str, ...]:
        """The paths from a row to its class and to that of the record it belongs to."""
        return tuple(one for one in (self.record_class, self.own_class)
                     if one and isinstance(one, str))  # fmt: skip

    def noted_as(self, name: str) -> str:
        """Under which field the trail keeps that one was shown: a part, with what closes it."""
        one = self.by_name[name]
        if one.open_as is not Open.PART:
            return name
        behind = (each for each in self.fields if each.is_closable)
        return next((each.name for each in behind if each.path in one.inputs), name)

    def is_high(self, name: str, classes: Mapping[str, Classification] = _NO_CLASSES) -> bool:
        """Whether showing the field to somebody leaves a mark in the audit trail."""
        return self.classification(name, classes) >= Classification.SENSITIVE


RESOURCES: dict[str, Resource] = {}


def _column(model: type[models.Model], path: str) -> Any:
    head, _, rest = path.partition("__")
    column: Any = model._meta.get_field(head)
    return _column(column.related_model, rest) if rest else column


def _declared(model: type[models.Model], path: str) -> Declaration:
    column = _column(model, path)
    return declarations(column.model)[column.name]


def sight(actor: Actor, resource: Resource, names: Iterable[str] = ()) -> Sight:
    """What the viewer may do with fields of a resource under the policy in force."""
    wanted = [name for name in names or resource.by_name if resource.by_name[name].is_closable
              or resource.by_name[name].inputs or resource.is_secret_whole]  # fmt: skip
    is_ruled = wanted and any(one.is_closable for one in resource.fields)
    document = policy_in_force() if is_ruled else BUILT_IN
    return look(actor, resource, wanted, document)


def queryable(resource: Resource, name: str, rows: QuerySet[Any], actor: Actor) -> Field:
    """The field, if the viewer may filter and sort by it on every row in view.

    Raises
    ------
    UnknownField
        If there is no such field, or a row in view would lock it.
    """
    one = resource.by_name.get(name)
    if one is None or not one.is_queryable or one.kind is Kind.JSON:
        raise UnknownField(name, field=name)
    said = [] if one.hidden else decided_on(actor, resource, name, rows)
    if not all(decided.is_readable for decided in said):
        raise UnknownField(name, field=name)
    return one


def decided_on(actor: Actor, resource: Resource, name: str, rows: QuerySet[Any]) -> list[Decision]:
    """What the viewer may do with a field on the rows in view, each answer once."""
    seeing = sight(actor, resource, [name])
    if not seeing.rules:
        return []
    if seeing.company and len(seeing.columns) == 1:
        # No scope governs the rows and nothing is asked of them: all are decided alike.
        return [seeing.decisions((None,))[name]]
    found = rows.order_by().values_list(*seeing.columns).distinct()
    return list({seeing.decisions(values)[name] for values in found})


def readable(
    actor: Actor, resource: Resource, names: Sequence[str], rows: QuerySet[Any]
) -> dict[str, Q]:
    """For each field the condition that a row shows the viewer its value."""
    seeing = sight(actor, resource, names)
    if not seeing.rules:
        return {name: Q() for name in names}
    key = seeing.columns[0] if len(seeing.columns) == 1 and resource.scope else "pk"
    found = [
        (one[0], seeing.decisions(one[1:]))
        for one in rows.order_by().values_list(key, *seeing.columns).distinct()
    ]
    shown = {
        name: {one for one, said in found if said[name].is_readable}
        for name in names
        if name in seeing.rules
    }
    return {name: Q(**{f"{key}__in": shown[name]}) if name in shown else Q() for name in names}


def present(
    actor: Actor, resource: Resource, rows: QuerySet[Any], names: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows as dictionaries of the asked fields; locked fields are None and named.

    The number of queries does not depend on the number of rows.
    """
    shown = [_known(resource, name) for name in names] if names else list(resource.fields)
    newest = {one.name: one.newest for one in shown if one.newest}
    counted = list(newest.values())
    if issubclass(resource.model, FieldVersioned) and resource.by_name["version"] in shown:
        counted.append("field_edits")
    # Which edits count for the viewer depends on all fields, whatever is shown of them.
    seeing = sight(actor, resource, () if counted else [one.name for one in shown])
    rows = annotate(actor, rows, shown)
    asked = seeing.columns or ("pk",)
    classes = asked_of_classes(resource, shown)
    columns = list(dict.fromkeys([*asked, *classes, *_columns(shown), *counted]))
    at = {path: position for position, path in enumerate(columns)}
    found = list(rows.values_list(*columns))
    decisions = [seeing.decisions(row[: len(asked)]) for row in found]
    note_shown(resource, shown, decisions, found, at, seeing.classes)
    writers = [writer_of(one, at) for one in shown]
    # Rows that differ in nothing the policy asks of them share one decision.
    distinct = {id(said): said for said in decisions}
    closed = {key: closed_to(said, writers) for key, said in distinct.items()}
    items = [
        as_item(row, writers, *closed[id(said)]) for row, said in zip(found, decisions, strict=True)
    ]
    if counted:
        tell_versions(items, found, decisions, at, newest, resource.name)
    if resource.actions and not names:
        tell_actions(actor, resource.actions, [row[0] for row in found], items)
    return items


def open_value(
    actor: Actor, resource: Resource, rows: QuerySet[Any], name: str
) -> tuple[Any, Classification]:
    """The value of one field of one row, as JSON, for a viewer who asks for it, and its class.

    Raises
    ------
    UnknownField
        If there is no such field, or not even asking opens it.
    """
    one = _known(resource, name)
    seeing = sight(actor, resource, [name])
    columns = list(dict.fromkeys([*(seeing.columns or ("pk",)), *_columns([one])]))
    at = {path: position for position, path in enumerate(columns)}
    row = annotate(actor, rows, [one]).values_list(*columns).get()
    decided = seeing.decisions(row[: len(seeing.columns)]).get(name)
    if decided is not None and decided.effect < Effect.ON_REQUEST:
        raise UnknownField(name, field=name)
    label = resource.classification(name, seeing.classes)
    value = as_item(row, [writer_of(one, at)], {})[name]
    return value, label if decided is None else decided.classification


def annotate(actor: Actor, rows: QuerySet[Any], shown: Iterable[Field]) -> QuerySet[Any]:
    """Add the computed fields to the query, and which references lead to something in sight."""
    computed: dict[str, Any] = {}
    for one in shown:
        if one.expression:
            computed[one.path] = one.expression(actor)
        computed |= asked_as(one, actor)
    return rows.annotate(**computed) if computed else rows


def _known(resource: Resource, name: str) -> Field:
    if name not in resource.by_name:
        raise UnknownField(name, field=name)
    return resource.by_name[name]


def _columns(shown: Iterable[Field]) -> list[str]:
    columns = []
    for one in shown:
        columns.append(one.path)
        if one.label:
            columns.append(one.label)
        if one.seen:
            columns.append(sees(one))
    return list(dict.fromkeys(columns))


def said_of(
    actor: Actor, resource: Resource, row: models.Model, names: Iterable[str] = ()
) -> Mapping[str, Decision]:
    """What the viewer may do with the ruled fields of one stored row."""
    seeing = sight(actor, resource, names)
    if not seeing.rules:
        return {}
    rows = resource.model._default_manager.filter(pk=row.pk)
    return seeing.decisions(rows.values_list(*seeing.columns).get())


def classes_of_scopes(scopes: Iterable[Scope]) -> dict[UUID, int]:
    """The class of the unit or project that each scope is, which is called as the scope is."""
    by_kind: dict[str, list[UUID]] = {}
    for one in scopes:
        by_kind.setdefault(one.kind, []).append(one.pk)
    found: dict[UUID, int] = {}
    for kind in by_kind.keys() & RESOURCES.keys():
        rows = RESOURCES[kind].model._default_manager.filter(scope__in=by_kind[kind])
        found |= dict(rows.values_list("scope", RESOURCES[kind].record_class))
    return found


def said_over(actor: Actor, resource: Resource, scope_id: UUID) -> Mapping[str, Decision]:
    """What the viewer may do with the ruled fields of the rows that one scope governs.

    Class, state and managers are those of the owner of the scope, if the rows hang on one as
    tasks do on their project; else those of a row that has none.
    """
    seeing = sight(actor, resource)
    if not seeing.rules:
        return {}
    return seeing.decisions(facts_over(resource, seeing, [scope_id])[scope_id])


def facts_over(
    resource: Resource, seeing: Sight, scope_ids: Iterable[UUID]
) -> dict[UUID, list[Any]]:
    """What the rules ask of rows that each scope governs, as far as its owner says it."""
    prefix, _, scope = resource.scope.rpartition("__")
    above = f"{prefix}__"
    told = [path for path in seeing.columns if isinstance(path, str) and path.startswith(above)]
    found: dict[UUID, dict[Any, Any]] = {one: {seeing.columns[0]: one} for one in scope_ids}
    if prefix and len(seeing.columns) > 1:
        owner: Any = resource.model._meta.get_field(prefix).related_model
        rows = owner._default_manager.filter(**{f"{scope}__in": list(found)})
        for key, *values in rows.values_list(scope, *(one.removeprefix(above) for one in told)):
            found[key] = dict(zip(told, values, strict=True)) | found[key]
    return {key: [one.get(path) for path in seeing.columns] for key, one in found.items()}


def locked(actor: Actor, resource: Resource, scope_id: UUID) -> frozenset[str]:
    """The fields that the viewer may not read on rows governed by one scope."""
    said = said_over(actor, resource, scope_id)
    return frozenset(name for name, decided in said.items() if not decided.is_readable)
