"""What every stored field is: its class, whether it is personal, and how long it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models


class Classification(IntEnum):
    """How far a value may travel; a higher class includes the guards of the lower."""

    PUBLIC = 0
    INTERNAL = 1
    SENSITIVE = 2
    HIGHLY_SENSITIVE = 3


@dataclass(frozen=True, slots=True)
class Declaration:
    """The declaration of one stored field.

    ``basis`` is the ground on which personal data is held (contract, legal duty, …);
    ``retention`` names the period after which the row's values are erased or archived;
    ``floor`` is the lowest class that a policy may give to the field. ``is_free_text`` says that
    people type into it what they like, so it may name anybody; all else are keys and codes.
    """

    classification: Classification
    personal: bool
    basis: str
    retention: str
    floor: Classification
    is_free_text: bool = False


_DECLARED: dict[type[models.Model], dict[str, Declaration]] = {}
# By which fields a row leads to whom it is about; "self" is somebody.
_WHOSE: dict[type[models.Model], str] = {}

# What `Model` and `FieldVersioned` give to tables says nothing about anybody.
_KIT_FIELDS = ("id", "version", "created_at", "updated_at", "field_edits")


def declare(
    model: type[models.Model],
    *,
    retention: str,
    public: Iterable[str] = (),
    internal: Iterable[str] = (),
    sensitive: Iterable[str] = (),
    highly_sensitive: Iterable[str] = (),
    personal: Iterable[str] = (),
    basis: str = "",
    whose: str = "",
    lowerable: Iterable[str] = (),
    free_text: Iterable[str] = (),
) -> None:
    """Declare every field of a model, each in exactly one class.

    ``whose`` is the way from a row to whom its personal values are about, as ``resource__person``;
    ``self`` where the row is a person or an account. Where it is not given, the first personal
    field that refers to somebody leads there. A policy may raise the class of any field, and
    lower that of the ``lowerable`` by one. Into the ``free_text`` people type what they like.

    Raises
    ------
    ValueError
        If a field is declared twice, does not exist, or is personal without a basis.
    """
    groups = (public, internal, sensitive, highly_sensitive)
    owners, may_sink, typed = set(personal), set(lowerable), set(free_text)
    if owners and not basis:
        raise ValueError(f"{model.__name__}: personal fields need a basis")
    declared: dict[str, Declaration] = {}
    for classification, names in zip(Classification, groups, strict=True):
        for name in names:
            if name in declared:
                raise ValueError(f"{model.__name__}.{name} is declared twice")
            floor = Classification(max(0, classification - (name in may_sink)))
            ground = basis if name in owners else ""
            declared[name] = Declaration(
                classification, name in owners, ground, retention, floor, name in typed
            )
    stored = {field.name for field in model._meta.concrete_fields}
    for name in _KIT_FIELDS:
        if name in stored:
            internal_one = Classification.INTERNAL
            declared.setdefault(name, Declaration(internal_one, False, "", retention, internal_one))
    if unknown := (set(declared) | owners | may_sink | typed) - stored:
        raise ValueError(f"{model.__name__} has no field {sorted(unknown)}")
    _DECLARED[model] = declared
    _WHOSE[model] = whose


def declarations(model: type[models.Model]) -> dict[str, Declaration]:
    """The declarations of a model by field name; empty if it has none."""
    return _DECLARED.get(model, {})


def declared_models() -> list[type[models.Model]]:
    """Every model that is declared, by name."""
    return sorted(_DECLARED, key=lambda one: one._meta.label_lower)


def is_somebody(model: type[models.Model]) -> bool:
    """Whether a row of this model is a person or an account."""
    return _WHOSE.get(model) == "self"


@cache
def whose(model: type[models.Model]) -> str:
    """The way from a row to whom its personal values are about; empty if there is none."""
    if given := _WHOSE.get(model, ""):
        return given
    return next(iter(references_to_somebody(model)), "")


@cache
def references_to_somebody(model: type[models.Model]) -> tuple[str, ...]:
    """The personal fields that refer to a person or an account, in the order of the columns."""
    found = []
    for name, declared in declarations(model).items():
        related = model._meta.get_field(name).related_model
        if declared.personal and isinstance(related, type) and is_somebody(related):
            found.append(name)
    return tuple(found)


@cache
def personal_values(model: type[models.Model]) -> frozenset[str]:
    """The personal fields that hold a value, and do not only refer to somebody or something."""
    return frozenset(
        name
        for name, declared in declarations(model).items()
        if declared.personal and not model._meta.get_field(name).is_relation
    )


def free_texts(model: type[models.Model]) -> list[str]:
    """The fields of a model into which people type what they like."""
    return [name for name, declared in declarations(model).items() if declared.is_free_text]


@cache
def names_of_free_texts() -> frozenset[str]:
    """What a free text of any table is called: under these names an event tells of it."""
    return frozenset(name for model in _DECLARED for name in free_texts(model))


def subject_of(row: models.Model) -> UUID | None:
    """The id of whom the personal values of a row are about; None if nobody is known.

    A row that leads to nobody stands for itself: its values can be erased by its own id.
    """
    way = whose(row._meta.model)
    if not personal_values(row._meta.model):
        return None
    found: Any = row
    if way and way != "self":
        for step in way.split("__"):
            found = getattr(found, step, None)
    key: UUID | None = found if isinstance(found, UUID) else getattr(found, "pk", row.pk)
    return key


# The classes that a policy gives to fields, by the table and the name of the column.
RaisedFields = Mapping[type[models.Model], Mapping[str, int]]


def classification_of(
    model: type[models.Model] | None,
    payload: dict[str, Any],
    *,
    domain: str = "",
    raised: RaisedFields | None = None,
) -> Classification:
    """The highest class of the fields that a payload names, however deep.

    A name counts as the subject's own field; where the subject has none of that name, as that
    of any table of its domain, and of the ``domain`` that tells of it, as planning tells of the
    tasks of a project. What names no field is internal. A field that is ``raised`` counts as such.
    """
    known = _classes(model) if model is not None else {}
    if model is None or domain != model._meta.app_label:
        known = _classes_in(domain) | known
    if raised:
        known = _with_raised(known, model, domain, raised)
    found = Classification.INTERNAL
    waiting: list[Any] = [payload]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
            found = max([found, *(known[name] for name in one if name in known)])
        elif isinstance(one, list | tuple):
            waiting += one
    return found


def _with_raised(
    known: Mapping[str, Classification],
    model: type[models.Model] | None,
    domain: str,
    raised: RaisedFields,
) -> dict[str, Classification]:
    """The classes by name, where those of some fields are raised."""
    found = dict(known)
    own = _with_ids(dict.fromkeys(declarations(model), Classification.PUBLIC)) if model else {}
    home = model._meta.app_label if model else ""
    for table, names in raised.items():
        place = table._meta.app_label
        # Of its own domain an event tells the fields of its subject; of another, those of others.
        is_told = table is model or (place == domain and place != home)
        for name, label in names.items() if place in (domain, home) else ():
            if is_told or name not in own:
                found[name] = Classification(max(label, found.get(name, label)))
    return found


def class_of_name(model: type[models.Model], name: str, *, domain: str = "") -> Classification:
    """The class of a field that an event about a row of this model names.

    It is no lower than in the ``domain`` that tells of it, as planning tells of the tasks of a
    project.
    """
    own = _classes(model).get(name, Classification.INTERNAL)
    return max(own, _classes_in(domain).get(name, own)) if domain else own


@cache
def _classes(model: type[models.Model]) -> dict[str, Classification]:
    own = {name: one.classification for name, one in _DECLARED.get(model, {}).items()}
    return _classes_in(model._meta.app_label) | _with_ids(own)


@cache
def _classes_in(domain: str) -> dict[str, Classification]:
    """The highest class of each name among the fields of the tables of a domain."""
    found: dict[str, Classification] = {}
    for one in (one for one in _DECLARED if one._meta.app_label == domain):
        for name, declared in _DECLARED[one].items():
            found[name] = max(found.get(name, declared.classification), declared.classification)
    return _with_ids(found)


def _with_ids(classes: dict[str, Classification]) -> dict[str, Classification]:
    return classes | {f"{name}_id": klass for name, klass in classes.items()}
