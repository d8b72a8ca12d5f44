"""The graph over which authority is granted: its nodes, and what lies below what."""

from typing import Self

from django.db import models
from django.db.models import Q

from zhongshu.kit.models import Model
from zhongshu.kit.sort_keys import SortKeyField


class ScopeQuerySet(models.QuerySet["Scope"]):
    """Scopes, narrowed to those that are there."""

    def standing(self) -> Self:
        """Keep the scopes whose owner was not deleted."""
        return self.filter(is_gone=False)


class Scope(Model):
    """A node of the graph over which authority is granted.

    The company, each unit, portfolio, programme and project own one node. A node may have
    several parents: a project hangs under its unit and under a portfolio. One that ``is_gone``
    outlives its owner, for the history and for legal holds; nothing that was given there counts.
    """

    class Kind(models.TextChoices):
        """What owns the node."""

        COMPANY = "company"
        UNIT = "unit"
        PORTFOLIO = "portfolio"
        PROGRAMME = "programme"
        PROJECT = "project"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    label = models.CharField(max_length=200)
    sort_key = SortKeyField(sources=("label",))
    is_gone = models.BooleanField(default=False)

    objects = ScopeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"


class ScopeEdge(models.Model):
    """One scope lies directly below another."""

    parent = models.ForeignKey(Scope, models.CASCADE, related_name="edges_down")
    child = models.ForeignKey(Scope, models.CASCADE, related_name="edges_up")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="scope_edge_unique"),
            models.CheckConstraint(
                condition=~Q(parent=models.F("child")), name="scope_edge_no_self"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent_id} > {self.child_id}"


class ScopeClosure(models.Model):
    """One scope reaches another, itself included: the edges, followed all the way."""

    ancestor = models.ForeignKey(Scope, models.CASCADE, related_name="reach")
    descendant = models.ForeignKey(Scope, models.CASCADE, related_name="reached_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="scope_closure_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} >> {self.descendant_id}"
