"""Who decides: authorities held by people and bodies, passed on for a time, kept apart."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zhongshu.kit.ids import untimed
from zhongshu.kit.models import Model
from zhongshu.kit.sort_keys import SortKeyField

USER = "access.User"
SCOPE = "access.Scope"


class PeriodQuerySet(models.QuerySet[Any]):
    """Rows with a period, narrowed to those that count."""

    def in_force(self) -> Self:
        """Keep the rows whose period contains the database's present."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=Now()),
            Q(valid_to__isnull=True) | Q(valid_to__gt=Now()),
        )


class Period(Model):
    """A row that counts from one instant until another, or without an end on either side."""

    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class StandingQuerySet(PeriodQuerySet):
    """What is given over a scope, narrowed to what counts."""

    def standing(self) -> Self:
        """Keep what was given over what was not deleted."""
        return self.filter(scope__is_gone=False)

    def in_force(self) -> Self:
        """Keep what stands, and whose period contains the database's present."""
        return super().in_force().standing()


class Body(Model):
    """People who decide together: a steering committee, a change control board.

    A decision needs ``quorum`` votes and the majority that ``rule`` names; where as many are
    for as against, the chair's own vote decides if ``does_chair_break_ties``. ``waiting`` is how
    it would decide by the proposal of ``proposed_by``, until somebody else has confirmed it.
    """

    class Kind(models.TextChoices):
        """What the body is there for."""

        STEERING_COMMITTEE = "steering_committee"
        CHANGE_BOARD = "change_board"
        PORTFOLIO_BOARD = "portfolio_board"
        OTHER = "other"

    class Rule(models.TextChoices):
        """Which majority adopts: of the votes for and against; abstentions do not count."""

        SIMPLE_MAJORITY = "simple_majority"
        TWO_THIRDS = "two_thirds"
        UNANIMOUS = "unanimous"

    scope = models.ForeignKey(SCOPE, models.CASCADE, related_name="bodies")
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    sort_key = SortKeyField(sources=("name",))
    sort_key_en = SortKeyField(sources=("name_en",))
    kind = models.CharField(max_length=20, choices=Kind.choices)
    quorum = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=20, choices=Rule.choices)
    does_chair_break_ties = models.BooleanField(default=False)
    waiting = models.JSONField(null=True)
    proposed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    dissolved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "name"], name="body_name_unique"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="body_quorum_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"


class Member(Period):
    """A seat in a body: its chair, a member who votes, or one who only takes part.

    It counts once somebody other than its proposer and its member has confirmed it.
    """

    class Role(models.TextChoices):
        """What the seat carries."""

        CHAIR = "chair"
        MEMBER = "member"
        NON_VOTING = "non_voting"

    body = models.ForeignKey(Body, models.CASCADE, related_name="members")
    user = models.ForeignKey(USER, models.CASCADE, related_name="seats")
    role = models.CharField(max_length=10, choices=Role.choices)
    proposed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    confirmed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "user"], name="member_once"),
            models.UniqueConstraint(
                fields=["body"], condition=Q(role="chair"), name="member_one_chair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.user_id} {self.role}"


class Holding(Period):
    """An authority held by a person or a body over a scope and all below it.

    ``limit`` is how far it reaches, in the measure of the authority: minor units of
    ``currency``, days, or a level; none is without limit. It counts once somebody other than
    its proposer and its holder has confirmed it.
    """

    authority = models.CharField(max_length=40)
    user = models.ForeignKey(USER, models.CASCADE, null=True, related_name="holdings")
    body = models.ForeignKey(Body, models.CASCADE, null=True, related_name="holdings")
    scope = models.ForeignKey(SCOPE, models.CASCADE, related_name="holdings")
    limit = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    is_delegable = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    confirmed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "user", "scope"], name="holding_once_for_user"
            ),
            models.UniqueConstraint(
                fields=["authority", "body", "scope"], name="holding_once_for_body"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True, body__isnull=False)
                | Q(user__isnull=False, body__isnull=True),
                name="holding_of_one_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.user_id or self.body_id} {self.scope_id}"


class Delegation(Period):
    """What one person lets another do in their place over a scope, until a day, and why.

    The deputy never has more than the giver holds at the moment of use.
    """

    giver = models.ForeignKey(USER, models.CASCADE, related_name="delegations_given")
    deputy = models.ForeignKey(USER, models.CASCADE, related_name="delegations_received")
    scope = models.ForeignKey(SCOPE, models.CASCADE, related_name="+")
    authorities = models.JSONField(default=list)
    permissions = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    revoked_at = models.DateTimeField(null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=models.F("deputy")), name="delegation_to_another"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=False), name="delegation_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} > {self.deputy_id}"


class Question(Model):
    """What a body decides on: votes are collected until the result can no longer change.

    Quorum and rule are those of the body when the question was put. ``on_behalf_of`` is in whose
    place a deputy put it. Where ``subject_kind`` is set, the domain that owns the subject carries
    the decision out.
    """

    class State(models.TextChoices):
        """Still open, or what became of it."""

        OPEN = "open"
        ADOPTED = "adopted"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"

    body = models.ForeignKey(Body, models.PROTECT, related_name="questions")
    scope = models.ForeignKey(SCOPE, models.CASCADE, related_name="+")
    authority = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    asked_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.UUIDField(null=True)
    amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    quorum = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=20, choices=Body.Rule.choices)
    does_chair_break_ties = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    n_for = models.PositiveSmallIntegerField(default=0)
    n_against = models.PositiveSmallIntegerField(default=0)
    n_abstained = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "subject_id"],
                condition=Q(state="open"),
                name="question_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def askers(self) -> set[Any]:
        """Who put it, and in whose place."""
        return {self.asked_by_id, self.on_behalf_of_id} - {None}


class Elector(Model):
    """Who had a vote in the body when a question was put to it, and so decides on it.

    A seat that is given later does not vote on it. One that is taken away casts no vote any
    more, and is still counted: as it was cast before, or as missing.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="electors")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Member.Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="elector_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.user_id} {self.role}"


class Vote(Model):
    """How one member of a body voted on a question, once.

    When it was cast may be closed, so its id is not made of the moment.
    """

    class Choice(models.TextChoices):
        """For, against, or neither."""

        FOR = "for"
        AGAINST = "against"
        ABSTAIN = "abstain"

    id = models.UUIDField(primary_key=True, default=untimed, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="votes")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=7, choices=Choice.choices)
    note = models.CharField(max_length=500, blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "user"], name="vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.user_id} {self.choice}"


class Separation(Model):
    """Two duties that one person must not have: two acts on one subject, or two roles.

    A rule that comes with the product and ``is_fixed`` cannot be switched off; one that asks for a
    second person is switched off by two, of whom the first is kept.
    """

    class Kind(models.TextChoices):
        """Whether acts are kept apart, or roles."""

        ACTS = "acts"
        ROLES = "roles"

    kind = models.CharField(max_length=5, choices=Kind.choices)
    first = models.CharField(max_length=64)
    second = models.CharField(max_length=64)
    is_on = models.BooleanField(default=True)
    off_proposed_by = models.ForeignKey(USER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="separation_once"),
            models.CheckConstraint(
                condition=~Q(first=models.F("second")), name="separation_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} | {self.second}"
