"""What is said of one field of an entity: its kind, where it stands, and by what it is sorted."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from zhongshu.access.models import Actor
from zhongshu.access.open_fields import Open
from zhongshu.access.values import Kind
from zhongshu.kit.sort_keys import SortKeyField


class Measure(Enum):
    """How the values of many rows become one; rows without a value do not count."""

    SUM = "sum"
    MEAN = "mean"
    LEAST = "least"
    GREATEST = "greatest"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a resource.

    ``source`` is the path from the model; ``label`` (references only) the path of the text
    shown beside the id; ``needs`` the permission over the row without which it is locked as
    long as no policy says otherwise; ``expression`` computes it in the
    query, of what its viewer may know; ``inputs`` are
    the stored fields it is computed from, whose highest class it takes, and whose locks too
    unless it ``is_declassified``. ``order`` gives the codes of a choice in the order in which
    people read them; ``measure`` says how a group of rows is summed up in this field, and
    ``currency`` is the path of the currency of money, of which no two are added. ``seen`` finds
    what of that to which a reference may lead is in the viewer's sight. A policy decides who
    reads and changes the field, unless its resource keeps it open. Where it
    ``names_the_row``, only the class to which the row itself was raised counts for it, not that
    of the record it belongs to: who is let into that one has to find the way about in it.
    ``newest`` is the path of the versions by field, of which a version is the newest one told. By
    a field that some rows hide (``hidden``) lists are asked as if these had none.
    """

    name: str
    kind: Kind
    source: str = ""
    label: str = ""
    needs: str = ""
    is_queryable: bool = True
    expression: Callable[[Actor], Any] | None = None
    inputs: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    measure: Measure | None = None
    currency: str = ""
    is_groupable: bool = False
    is_declassified: bool = False
    names_the_row: bool = False
    newest: str = ""
    open_as: Open | None = None
    model: type[models.Model] | None = None
    seen: Callable[[Actor], QuerySet[Any]] | None = None
    hidden: Callable[[Actor], Q] | None = None

    @property
    def path(self) -> str:
        """Where the query finds the value."""
        return f"_{self.name}" if self.expression else (self.source or self.name)

    @property
    def asked_path(self) -> str:
        """Where the query finds what can be asked for: nothing hidden, nor what is out of sight."""
        return f"_asked_{self.name}" if self.seen or self.hidden else self.path

    @property
    def asked_label(self) -> str:
        """The text beside a reference."""
        return f"_asked_{self.name}_label" if self.seen else self.label

    @property
    def sorted_path(self) -> str:
        """By what the query sorts: names by their sort key."""
        if self.hidden:
            return self.asked_path
        return f"_asked_{self.name}_sort" if self.seen else self.stored_sort

    @property
    def stored_sort(self) -> str:
        """Where that is stored: beside a name, or the text of a reference; else the value."""
        return sort_path(self.model, self.label or self.path) if self.model else self.path

    @property
    def is_closable(self) -> bool:
        """Whether a policy decides who may read and change the field."""
        return self.open_as is None

    @property
    def is_raised_with_record(self) -> bool:
        """Whether the class to which its record is raised counts for it.

        What tells a record from others, names it or draws it is open to all who see it.
        """
        return self.is_closable or self.open_as is Open.PART


@dataclass(frozen=True, slots=True)
class Partition:
    """The one way of grouping by which sums over unreadable values are told.

    With a second one, or for somebody who can change what is summed up or move rows from group
    to group (``movers``), the difference of two sums would be the value of one row.
    """

    field: str
    movers: tuple[str, ...]


@cache
def sort_path(model: type[models.Model], path: str) -> str:
    """The path of the sort key beside a name; the path itself where there is none."""
    head, _, last = path.rpartition("__")
    owner: Any = model
    for step in head.split("__") if head else ():
        owner = owner._meta.get_field(step).related_model
    for one in owner._meta.concrete_fields:
        if isinstance(one, SortKeyField) and one.sources == (last,):
            return f"{head}__{one.name}" if head else one.name
    return path
