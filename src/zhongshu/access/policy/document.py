"""A policy as a document: what the classes are called, which class a field has, and its cells."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum, IntEnum
from typing import Any

from zhongshu.access.policy.channels import Channel, Passage, read_passages
from zhongshu.kit.declarations import Classification

LEAST_K = 5


class Effect(IntEnum):
    """What a cell gives; each includes all that those before it give, masks and sums aside.

    ``ON_REQUEST`` opens one value at a time to whoever asks for it, and each is recorded; for
    all else, such as filters and exports, it opens no more than a mask.
    """

    NONE = 0
    EXISTS = 1
    AGGREGATE = 2
    MASKED = 3
    ON_REQUEST = 4
    READ = 5
    WRITE_ONCE = 6
    WRITE = 7

    @property
    def code(self) -> str:
        """The effect as JSON writes it."""
        return self.name.lower()


class Subject(Enum):
    """Whom a cell speaks of."""

    EVERYONE = "everyone"
    ROLE = "role"
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class Cell:
    """One rule: who may do what with a field, or with all of a class, on which rows.

    ``name`` is the role's id or the permission. Exactly one of ``field`` and ``classification``
    is given; an empty ``resource`` is every resource. ``state``, ``at_least`` (the class of the
    record) and ``relation`` (``own``, ``managed``) are the conditions on a row. What the product
    says by itself ``is_built_in``.
    """

    subject: Subject
    effect: Effect
    name: str = ""
    resource: str = ""
    field: str = ""
    classification: Classification | None = None
    state: str = ""
    at_least: Classification | None = None
    relation: str = ""
    mask: str = ""
    k: int = 0
    is_built_in: bool = False

    @property
    def n_conditions(self) -> int:
        """How many conditions a row must meet."""
        return bool(self.state) + (self.at_least is not None) + bool(self.relation)

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes two cells speak of the same: everything but what they give."""
        return (
            self.subject, self.name, self.resource, self.field, self.classification,
            self.state, self.at_least, self.relation,
        )  # fmt: skip

    def wire(self) -> dict[str, Any]:
        """The cell as JSON."""
        told = asdict(self)
        del told["is_built_in"]
        return told | {"subject": self.subject.value, "effect": self.effect.code}


@dataclass(frozen=True)
class Document:
    """All that a policy says; what it does not say stays as the product has it.

    ``classes`` are by ``resource.field``; ``names`` by language, in the order of the classes;
    ``channels`` tell what goes out of the server, as far as they differ from the product's.
    """

    cells: tuple[Cell, ...] = ()
    classes: Mapping[str, Classification] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    channels: Mapping[Channel, Passage] = field(default_factory=dict)

    def wire(self) -> dict[str, Any]:
        """The document as JSON, always in the same order."""
        cells = [one.wire() for one in self.cells]
        return {
            "cells": sorted(cells, key=lambda one: json.dumps(one, sort_keys=True)),
            "classes": {name: int(one) for name, one in sorted(self.classes.items())},
            "names": {language: list(names) for language, names in sorted(self.names.items())},
            "channels": {
                one.value: self.channels[one].wire() for one in Channel if one in self.channels
            },
        }

    def digest(self) -> str:
        """What tells one document from another."""
        text = json.dumps(self.wire(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


BUILT_IN = Document()


def read_cell(told: Mapping[str, Any]) -> Cell:
    """The cell that `Cell.wire` wrote."""
    classes = {
        name: None if told.get(name) is None else Classification(told[name])
        for name in ("classification", "at_least")
    }
    plain = {
        name: told[name]
        for name in ("name", "resource", "field", "state", "relation", "mask", "k")
        if told.get(name) is not None
    }
    return Cell(
        subject=Subject(told["subject"]),
        effect=Effect[told["effect"].upper()],
        classification=classes["classification"],
        at_least=classes["at_least"],
        **plain,
    )


def read_document(told: Mapping[str, Any]) -> Document:
    """The document that `Document.wire` wrote."""
    return Document(
        cells=tuple(read_cell(one) for one in told.get("cells", ())),
        classes={name: Classification(one) for name, one in told.get("classes", {}).items()},
        names={language: tuple(names) for language, names in told.get("names", {}).items()},
        channels=read_passages(told.get("channels", {})),
    )
