"""What a viewer may do with each field of each row: the two gates of the policy.

A field passes the gate of the field and the gate of its class; the lower of the two counts.
Each role and each permission that the viewer holds over a row says what its most specific
cell says, the strictest of equals; what they say adds up over that row alone. Only where none
of them speaks does what is said of everyone count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Value, When

from zhongshu.access.guard import company
from zhongshu.access.models import Actor, System
from zhongshu.access.policy.channels import HIGHEST, passage
from zhongshu.access.policy.document import BUILT_IN, Cell, Document, Effect, Subject
from zhongshu.access.policy.hats import Hat, Worn, hats_of, who_stands_behind
from zhongshu.kit.declarations import Classification

if TYPE_CHECKING:
    from zhongshu.access.resources import Field, Resource

Cells = dict[Hat, tuple[Cell, ...]]
EVERYONE: Hat = (Subject.EVERYONE, "")
_NO_CELLS: Cells = {}
_NO_LABELS = (Classification.PUBLIC,)


class Decision(NamedTuple):
    """What a viewer may do with one field of one row, its class there, and the deciding cell."""

    effect: Effect
    classification: Classification
    cell: Cell | None

    @property
    def is_readable(self) -> bool:
        """Whether the value is shown as it is."""
        return self.effect >= Effect.READ


class Facts(NamedTuple):
    """What the conditions of cells ask of a row; ``record_class`` is no lower than its own."""

    scope: UUID | None
    record_class: int
    state: str
    relations: frozenset[str]
    own_class: int = 0


@dataclass(frozen=True, slots=True)
class Several:
    """The accounts to which a row is related where there may be several, at the end of a path."""

    path: str


@dataclass(frozen=True)
class Rule:
    """The cells over one field, its own class, and the rules of what it is computed from.

    Above the ``highest`` class that the channel lets through there is nothing, whatever the cells.
    A field that ``names_the_row`` is raised by the class of the row alone.
    """

    field_cells: Cells
    class_cells: Mapping[Classification, Cells]
    classification: Classification
    inputs: tuple[Rule, ...] = ()
    highest: Classification = HIGHEST
    names_the_row: bool = False

    def cells(self) -> Iterable[Cell]:
        """Every cell that may decide over the field."""
        for by_hat in (self.field_cells, *self.class_cells.values()):
            for cells in by_hat.values():
                yield from cells
        for one in self.inputs:
            yield from one.cells()

    def decide(self, worn: frozenset[Hat], facts: Facts) -> Decision:
        """What somebody who wears these hats over the row may do with the field."""
        raised = facts.own_class if self.names_the_row else facts.record_class
        label = Classification(max(self.classification, raised))
        if label > self.highest:
            return Decision(Effect.NONE, label, None)
        found = said(self.field_cells, worn, facts)
        effect = Effect.NONE if found is None else found.effect
        gate = said(self.class_cells.get(label, _NO_CELLS), worn, facts)
        if gate is not None and gate.effect < effect:
            effect, found = gate.effect, gate
        decided = Decision(effect, label, found)
        for one in self.inputs:
            behind = one.decide(worn, facts)
            if behind.effect < decided.effect and not behind.is_readable:
                label = max(label, behind.classification)
                decided = Decision(Effect.NONE, label, behind.cell)
        return decided


def said(by_hat: Cells, worn: frozenset[Hat], facts: Facts) -> Cell | None:
    """The cell of one gate that decides for who wears these hats over a row; None: it is open."""
    named = [cell for hat in worn if hat in by_hat and (cell := _of_one_hat(by_hat[hat], facts))]
    if named:
        return max(named, key=lambda one: (one.effect, one.name))
    return _of_one_hat(by_hat.get(EVERYONE, ()), facts)


def _of_one_hat(cells: Sequence[Cell], facts: Facts) -> Cell | None:
    """The most specific cell whose conditions the row meets; the strictest of equals."""
    met = [one for one in cells if _meets(one, facts)]
    return min(met, key=lambda one: (-_specificity(one), one.effect), default=None)


def _specificity(cell: Cell) -> int:
    return 2 * cell.n_conditions + bool(cell.resource)


def _meets(cell: Cell, facts: Facts) -> bool:
    return (
        (not cell.state or cell.state == facts.state)
        and (cell.at_least is None or facts.record_class >= cell.at_least)
        and (not cell.relation or cell.relation in facts.relations)
    )


def rules_of(document: Document, resource: Resource, names: Iterable[str]) -> dict[str, Rule]:
    """The rules over those of the named fields that are not open to all who see the row.

    They are those of the channel through which goes what is read now.
    """
    said = [cell for cell in document.cells if cell.resource in ("", resource.name)]
    found = {}
    for name in names:
        one = resource.by_name[name]
        rule = _rule(document, resource, one, said)
        if rule is not None:
            found[name] = rule
    return found


def _rule(document: Document, resource: Resource, one: Field, said: Sequence[Cell]) -> Rule | None:
    inputs = (
        *(
            rule
            for each in _inputs(resource, one)
            if (rule := _rule(document, resource, each, said)) is not None
        ),
        *_gate_of_rows(document, resource, said),
    )
    if not one.is_closable:
        return Rule(_index([Cell(Subject.EVERYONE, Effect.WRITE)]), {}, Classification.PUBLIC,
                    inputs) if inputs else None  # fmt: skip
    field_cells = [cell for cell in said if cell.field == one.name]
    class_cells = [cell for cell in said if cell.classification is not None]
    highest = passage(document.channels).highest
    if not (one.needs or field_cells or class_cells or inputs) and highest == HIGHEST:
        return None
    own = {cell.key: cell for cell in built_in_cells(resource, one)}
    own |= {cell.key: cell for cell in field_cells}
    by_class: dict[Classification, list[Cell]] = defaultdict(list)
    for cell in class_cells:
        assert cell.classification is not None  # noqa: S101 - filtered above
        by_class[cell.classification].append(cell)
    return Rule(
        _index(own.values()),
        {label: _index(cells) for label, cells in by_class.items()},
        resource.classification(one.name, document.classes),
        inputs,
        highest,
        one.names_the_row,
    )


def _gate_of_rows(document: Document, resource: Resource, said: Sequence[Cell]) -> tuple[Rule, ...]:
    """Where rows are secret whole, the gate of the class to which a row is raised."""
    if not resource.is_secret_whole:
        return ()
    by_class: dict[Classification, list[Cell]] = defaultdict(list)
    for cell in said:
        if cell.classification:
            by_class[cell.classification].append(cell)
    highest = passage(document.channels).highest
    if not by_class and highest == HIGHEST:
        return ()
    anybody = _index([Cell(Subject.EVERYONE, Effect.WRITE)])
    gates = {label: _index(cells) for label, cells in by_class.items()}
    return (Rule(anybody, gates, Classification.PUBLIC, highest=highest),)


def built_in_cells(resource: Resource, one: Field) -> list[Cell]:
    """What holds for a field as long as no policy says otherwise."""
    everyone = Cell(
        Subject.EVERYONE,
        Effect.NONE if one.needs else Effect.WRITE,
        resource=resource.name,
        field=one.name,
        is_built_in=True,
    )
    if not one.needs:
        return [everyone]
    return [replace(everyone, subject=Subject.PERMISSION, name=one.needs, effect=Effect.WRITE),
            everyone]  # fmt: skip


def _inputs(resource: Resource, one: Field) -> list[Field]:
    """The closable fields of the same resource from which a field is computed."""
    if not one.inputs or one.is_declassified:
        return []
    return [
        other
        for other in resource.fields
        if other.is_closable
        and other is not one
        and ({other.name, other.source, other.source.removesuffix("_id")} & set(one.inputs))
    ]


def _index(cells: Iterable[Cell]) -> Cells:
    by_hat: dict[Hat, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_hat[(cell.subject, cell.name)].append(cell)
    return {hat: tuple(found) for hat, found in by_hat.items()}


def named_by(rules: Iterable[Rule]) -> set[Hat]:
    """Every role and permission that the cells of some rules speak of."""
    return {(cell.subject, cell.name) for rule in rules for cell in rule.cells()}


def cases(resource: Resource, rule: Rule, scope: UUID | None) -> Iterable[Facts]:
    """Every combination of what the cells of a rule ask of a row of a scope."""
    cells = list(rule.cells())
    states = {"", *(cell.state for cell in cells)}
    related = {cell.relation for cell in cells} - {""}
    for label in Classification if resource.record_class else _NO_LABELS:
        for state in states:
            for relations in (frozenset[str](), *(frozenset({one}) for one in related)):
                yield from (
                    Facts(scope, label, state, relations, own)
                    for own in ((0, label) if resource.own_class else (0,))
                )


_NOTHING_SAID: Mapping[str, Decision] = {}


@dataclass
class Sight:
    """What one viewer may do with the ruled fields of a resource, row by row.

    ``columns`` are the paths of what the rules ask of a row; `decisions` takes their values.
    ``ceiling`` are the hats of whoever stands behind a limited token or a deputy: to hold less
    than they do never shows more than it shows to them. Over rows that no scope governs, what is
    held over the ``company`` counts.
    """

    resource: Resource
    rules: Mapping[str, Rule]
    worn: Worn
    viewer: UUID | None
    classes: Mapping[str, Classification] = field(default_factory=dict)
    ceiling: Worn | None = None
    company: UUID | None = None
    columns: tuple[Any, ...] = field(init=False)
    _relations: tuple[str, ...] = field(init=False)
    _has_state: bool = field(init=False)
    _hats: dict[UUID, tuple[frozenset[Hat], ...]] = field(init=False, default_factory=dict)
    _made: dict[Any, dict[str, Decision]] = field(init=False, default_factory=dict)
    _first_relation: int = field(init=False)
    _bare: tuple[frozenset[Hat], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        cells = [cell for rule in self.rules.values() for cell in rule.cells()]
        asked = {cell.relation for cell in cells} & set(self.resource.relations)
        self._relations = tuple(sorted(asked))
        self._has_state = bool(self.resource.state) and any(cell.state for cell in cells)
        self.columns = (
            f"{self.resource.scope}_id" if self.resource.scope else "pk",
            *((self.resource.record_class,) if self.resource.record_class and self.rules else ()),
            *((self.resource.own_class,) if self.resource.own_class and self.rules else ()),
            *((self.resource.state,) if self._has_state else ()),
            *(self._asked(self.resource.relations[one]) for one in self._relations),
        )
        self._first_relation = len(self.columns) - len(self._relations)
        all_worn = (self.worn,) if self.ceiling is None else (self.worn, self.ceiling)
        if not any(scopes for worn in all_worn for scopes in worn.values()):
            # Who holds nothing that the rules name holds nothing over any scope.
            self._bare = tuple(frozenset() for _ in all_worn)

    def decisions(self, values: Sequence[Any]) -> Mapping[str, Decision]:
        """What the viewer may do with each ruled field of a row.

        Rows of which the rules ask the same get the same answer, worked out once.
        """
        if not self.rules:
            return _NOTHING_SAID
        at = self._first_relation
        related = tuple(_is_one_of(self.viewer, key) for key in values[at:])
        worn = self._bare or self._worn(self.company or values[0])
        key = (worn, related, *values[1:at])
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self.decide(self.facts(values))
        return made

    def decide(self, facts: Facts) -> dict[str, Decision]:
        """What the viewer may do with each ruled field of a row of which this is so."""
        worn = self._bare or self._worn(self.company or facts.scope)
        return {name: _least(rule, worn, facts) for name, rule in self.rules.items()}

    def _worn(self, scope: UUID | None) -> tuple[frozenset[Hat], ...]:
        assert scope is not None  # noqa: S101 - rules need a scope
        worn = self._hats.get(scope)
        if worn is None:
            worn = self._hats[scope] = self._worn_over(scope)
        return worn

    def _worn_over(self, scope: UUID) -> tuple[frozenset[Hat], ...]:
        """The hats over one scope: the viewer's own, and those of who stands behind."""
        all_worn = [self.worn] if self.ceiling is None else [self.worn, self.ceiling]
        return tuple(
            frozenset(hat for hat, scopes in worn.items() if scope in scopes) for worn in all_worn
        )

    def least(self, name: str, scope: UUID) -> Effect:
        """The least that the viewer may do with a field on rows of a scope, whatever the row."""
        rule = self.rules[name]
        worn = self._worn_over(scope)
        return min(_least(rule, worn, one).effect for one in cases(self.resource, rule, scope))

    def facts(self, values: Sequence[Any]) -> Facts:
        """The values of `columns` by what they mean."""
        at = 1
        record_class, own_class, state = 0, 0, ""
        if self.resource.record_class and self.rules:
            record_class, at = values[at] or 0, at + 1
        if self.resource.own_class and self.rules:
            own_class, at = values[at] or 0, at + 1
        if self._has_state:
            state, at = values[at], at + 1
        related = frozenset(
            name
            for name, key in zip(self._relations, values[at:], strict=False)
            if _is_one_of(self.viewer, key)
        )
        highest = max(record_class, own_class)
        return Facts(values[0], highest, state, related, own_class)

    def _asked(self, one: str | Several) -> Any:
        if isinstance(one, str):
            return one
        if self.viewer is None:
            return one.path
        rows = self.resource.model._default_manager.filter(pk=OuterRef("pk"))
        # The viewer's id, or none: as of a row that is related to one account.
        return Case(When(Exists(rows.filter(**{one.path: self.viewer})), then=Value(self.viewer)))


def _is_one_of(viewer: UUID | None, told: Any) -> bool:
    """Whether a row is related to the viewer, by what it tells: an account, or several."""
    if viewer is None or told is None:
        return False
    return viewer in told if isinstance(told, frozenset) else bool(told == viewer)


def look(
    actor: Actor, resource: Resource, names: Iterable[str], document: Document = BUILT_IN
) -> Sight:
    """What a viewer may do with fields of a resource under a policy."""
    if isinstance(actor, System):
        return Sight(resource, {}, {}, None, document.classes)
    rules = rules_of(document, resource, names)
    hats = named_by(rules.values())
    worn, behind = hats_of(actor, hats), who_stands_behind(actor)
    ceiling = None if behind is None else hats_of(behind, hats)
    over = None if resource.scope or not rules else company().pk
    return Sight(resource, rules, worn, actor.pk, document.classes, ceiling, over)


def _least(rule: Rule, worn: tuple[frozenset[Hat], ...], facts: Facts) -> Decision:
    return min((rule.decide(one, facts) for one in worn), key=lambda made: made.effect)
