"""What a policy may say: known names, fields that can be closed, and classes above their floor."""

from collections.abc import Mapping
from typing import Any

from zhongshu.access.authority import known_permissions
from zhongshu.access.models import Role
from zhongshu.access.policy.channels import SETTABLE, Channel, Passages
from zhongshu.access.policy.document import LEAST_K, Cell, Document, Effect, Subject
from zhongshu.access.policy.masks import DATE_MASKS, TEXT_MASKS
from zhongshu.access.resources import RESOURCES, Field, Measure, Resource
from zhongshu.access.values import Kind
from zhongshu.kit.declarations import Classification
from zhongshu.kit.errors import BadInput

LANGUAGES = ("zh-CN", "en")
MOST_CELLS = 1000
LONGEST_NAME = 30
_MOST_NAMED = 20
_RELATIONS = {"", "own", "managed"}
_MASKS: Mapping[Kind, Mapping[str, Any]] = {Kind.TEXT: TEXT_MASKS, Kind.DATE: DATE_MASKS}


class PolicyRefused(BadInput):
    """A policy says what no policy can say."""

    code = "access.policy_refused"


def check_document(document: Document) -> None:
    """Raise `PolicyRefused` unless everything in a policy means something."""
    if len(document.cells) > MOST_CELLS:
        raise PolicyRefused("too many cells", field="cells", most=MOST_CELLS)
    roles = {str(pk) for pk in Role.objects.values_list("pk", flat=True)}
    permissions = known_permissions()
    keys = set()
    for number, cell in enumerate(document.cells):
        where = f"cells.{number}"
        _check_subject(cell, where, roles, permissions)
        _check_target(cell, where)
        _check_reach(cell, where, document.classes)
        if cell.key in keys:
            raise PolicyRefused("two cells say what the same people may do", field=where)
        keys.add(cell.key)
    _check_classes(document.classes)
    _check_names(document.names)
    _check_channels(document.channels)


def _check_channels(channels: Passages) -> None:
    for channel, rule in channels.items():
        where = f"channels.{channel.value}"
        if channel not in SETTABLE:
            raise PolicyRefused(f"no policy decides over {channel.value}", field=where)
        if channel is not Channel.EXPORT and (rule.marked_from, rule.proved_from) != (None, None):
            raise PolicyRefused("only files are marked and proved", field=where)


def _check_subject(cell: Cell, where: str, roles: set[str], permissions: frozenset[str]) -> None:
    known = {
        Subject.EVERYONE: {""},
        Subject.ROLE: roles,
        Subject.PERMISSION: permissions,
    }[cell.subject]
    if cell.name not in known:
        raise PolicyRefused(
            f"there is no {cell.subject.value} {cell.name!r}", field=f"{where}.name"
        )


def _check_target(cell: Cell, where: str) -> None:
    if bool(cell.field) == (cell.classification is not None):
        raise PolicyRefused("a cell is for a field or for a class", field=f"{where}.field")
    if cell.resource and cell.resource not in RESOURCES:
        raise PolicyRefused(f"there is no resource {cell.resource!r}", field=f"{where}.resource")
    if cell.relation not in _RELATIONS:
        raise PolicyRefused(f"there is no relation {cell.relation!r}", field=f"{where}.relation")
    if not cell.field:
        _check_class_cell(cell, where)
        return
    if not cell.resource:
        raise PolicyRefused("a field belongs to a resource", field=f"{where}.resource")
    resource = RESOURCES[cell.resource]
    one = resource.by_name.get(cell.field)
    if one is None or not one.is_closable:
        raise PolicyRefused(f"no policy decides over {cell.field!r}", field=f"{where}.field")
    _check_conditions(cell, where, resource)
    _check_effect(cell, where, resource, one)


def _check_class_cell(cell: Cell, where: str) -> None:
    if cell.effect in (Effect.MASKED, Effect.AGGREGATE) or cell.mask or cell.k:
        raise PolicyRefused("a class has no mask and no sum", field=f"{where}.effect")
    if cell.resource:
        _check_conditions(cell, where, RESOURCES[cell.resource])
    elif cell.state or cell.relation:
        raise PolicyRefused("only rows of one resource have a state", field=f"{where}.resource")


def _check_reach(cell: Cell, where: str, classes: Mapping[str, Classification]) -> None:
    """Refuse a cell that would close fields of a class which no policy closes."""
    if cell.classification is None or cell.effect is Effect.WRITE:
        return
    kept = [
        f"{resource.name}.{one.name}"
        for resource in RESOURCES.values()
        if cell.resource in ("", resource.name)
        for one in resource.fields
        if one.open_as is not None
        and not one.open_as.is_passed_by
        and resource.classification(one.name, classes) == cell.classification
    ]
    if kept:
        raise PolicyRefused(
            f"the class has fields that stay open: {', '.join(kept[:_MOST_NAMED])}",
            field=f"{where}.classification",
            open=kept[:_MOST_NAMED],
        )


def _check_conditions(cell: Cell, where: str, resource: Resource) -> None:
    if cell.state and not resource.state:
        raise PolicyRefused(f"{resource.name} has no state", field=f"{where}.state")
    if cell.state and cell.state not in resource.states():
        raise PolicyRefused(f"there is no state {cell.state!r}", field=f"{where}.state")
    if cell.at_least is not None and not resource.record_class:
        raise PolicyRefused(f"{resource.name} has no class", field=f"{where}.at_least")
    if cell.relation and cell.relation not in resource.relations:
        raise PolicyRefused(f"no {resource.name} is {cell.relation}", field=f"{where}.relation")


def _check_effect(cell: Cell, where: str, resource: Resource, one: Field) -> None:
    can_mask = cell.effect is Effect.MASKED or (cell.effect is Effect.ON_REQUEST and cell.mask)
    if can_mask:
        if cell.mask not in _MASKS.get(one.kind, {}):
            raise PolicyRefused(f"{cell.mask!r} is no mask of it", field=f"{where}.mask")
    elif cell.mask:
        raise PolicyRefused("only a masked field has a mask", field=f"{where}.mask")
    if cell.effect is Effect.AGGREGATE:
        if one.measure is not Measure.SUM or resource.partition is None:
            raise PolicyRefused("it has no sum", field=f"{where}.effect")
        if cell.k < LEAST_K:
            raise PolicyRefused(f"a sum is of {LEAST_K} or more", field=f"{where}.k", least=LEAST_K)
    elif cell.k:
        raise PolicyRefused("only a sum has a least number", field=f"{where}.k")


def _check_classes(classes: Mapping[str, Classification]) -> None:
    for path, given in classes.items():
        name, _, field = path.partition(".")
        resource = RESOURCES.get(name)
        if resource is None or field not in resource.by_name:
            raise PolicyRefused(f"there is no field {path!r}", field=f"classes.{path}")
        floor = resource.floor(field)
        if given < floor:
            raise PolicyRefused(
                f"{path} cannot go below {floor.name.lower()}",
                field=f"classes.{path}",
                floor=int(floor),
            )
        if not resource.by_name[field].is_closable and given > resource.classification(field):
            raise PolicyRefused(
                f"{path} stays open, so its class cannot be raised", field=f"classes.{path}"
            )


def _check_names(names: Mapping[str, tuple[str, ...]]) -> None:
    for language, words in names.items():
        where = f"names.{language}"
        if language not in LANGUAGES:
            raise PolicyRefused(f"there is no language {language!r}", field=where)
        if len(words) != len(Classification) or len({one.strip() for one in words}) != len(words):
            raise PolicyRefused("four classes have four different names", field=where)
        if any(not one.strip() or len(one) > LONGEST_NAME for one in words):
            raise PolicyRefused(f"a name has 1 to {LONGEST_NAME} letters", field=where)
