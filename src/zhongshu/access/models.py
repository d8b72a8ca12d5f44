"""Who may do what, and over which part of the enterprise."""

from functools import lru_cache
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from zhongshu.access.authorities import models as authorities
from zhongshu.access.graph import Scope, ScopeClosure, ScopeEdge
from zhongshu.access.lowering import models as lowering
from zhongshu.kit.models import Model
from zhongshu.kit.origin import Acting, here
from zhongshu.kit.sort_keys import SortKeyField
from zhongshu.kit.standing import Standing

__all__ = ["Scope", "ScopeClosure", "ScopeEdge", "authorities", "lowering"]


class UserManager(BaseUserManager["User"]):
    """Makes accounts; Django's authentication asks for these names."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password it cannot sign in with one."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Model, AbstractBaseUser):
    """Someone, or some system, that can sign in."""

    username = models.CharField(
        max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(max_length=200)
    sort_key = SortKeyField(sources=("name",), is_person=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="system")
    theme = models.CharField(max_length=10, default="system")
    preferences = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)
    password_set_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()
    # What the token with which the account is used just now is limited to; None: to nothing.
    limited_to: frozenset[str] | None = None

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return f"{self.pk} {self.username}"


class Role(Model):
    """A named set of permissions.

    ``waiting_permissions`` were added to it by ``proposed_by``, and count once somebody else
    has confirmed them.
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    sort_key = SortKeyField(sources=("name",))
    sort_key_en = SortKeyField(sources=("name_en",))
    needs_second_factor = models.BooleanField(default=False)
    waiting_permissions = models.JSONField(default=list)
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.code


class RolePermission(models.Model):
    """One permission that a role carries; the name is the one of the service it opens."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="permissions")
    permission = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "permission"], name="role_permission_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} {self.permission}"


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, narrowed to those that count."""

    def standing(self) -> Self:
        """Keep the grants over what was not deleted."""
        return self.filter(scope__is_gone=False)

    def in_force(self) -> Self:
        """Keep the grants that wait for nobody, whose period contains the database's present."""
        return self.standing().filter(
            Q(is_waiting=False),
            Q(valid_from__isnull=True) | Q(valid_from__lte=Now()),
            Q(valid_to__isnull=True) | Q(valid_to__gt=Now()),
            user__is_active=True,
        )

    def not_over(self) -> Self:
        """Keep the grants that count or may still come to count."""
        return self.standing().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=Now()))

    def used_by(self, user_id: UUID) -> Self:
        """Keep the grants in force of a user, as far as what runs now may use them.

        What somebody opened by breaking the glass is theirs in person: no token, no deputy and
        nobody who sees as they do has it, and it is not handed on.
        """
        held = self.in_force().filter(user=user_id)
        return held if is_in_person() else held.filter(kind=Grant.Kind.ORDINARY)


def is_in_person() -> bool:
    """Whether what runs now is done by somebody for themselves, and not with a token."""
    origin = here()
    is_by_another = origin.token_id is not None or origin.on_behalf_of_id is not None
    return not (is_by_another or origin.is_handing_on)


class Grant(Model):
    """A role held by one user over one scope and all that lies below it, for a time.

    One that ``is_waiting`` counts for nothing until somebody other than its proposer and its
    user has confirmed it. One of the kind `BREAK_GLASS` was opened by its user for a
    ``reason``, and stays ``is_to_review`` until another person has written what they found;
    ``ended_at`` is when its end was recorded.
    """

    class Kind(models.TextChoices):
        """Whether somebody was given a role, or opened it to themselves in an emergency."""

        ORDINARY = "ordinary"
        BREAK_GLASS = "break_glass"

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")
    scope = models.ForeignKey(Scope, models.CASCADE, related_name="grants")
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    is_waiting = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.ORDINARY)
    reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    is_to_review = models.BooleanField(default=False)
    reviewed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=2000, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope"],
                condition=Q(kind="ordinary"),
                name="grant_unique",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role_id} {self.scope_id}"


class ApiToken(Model):
    """A secret with which a program acts as its owner; only its digest is kept.

    It opens what its owner may do, at most ``permissions`` of it (None: all of it), and no
    writes if it is only to read.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    permissions = models.JSONField(null=True)
    is_read_only = models.BooleanField(default=False)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.prefix}… of {self.user_id}"


class RecoveryCode(Model):
    """A code that stands in once for a lost second factor; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class FormerPassword(Model):
    """A password that an account once had, hashed, so that it does not come back too soon."""

    user = models.ForeignKey(User, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"former password of {self.user_id}"


class SavedView(Model):
    """How somebody looks at a page: columns, filters, order, groups and scale, under a name.

    It is its owner's alone, or shared with everyone whose authority touches one scope.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    sort_key = SortKeyField(sources=("name",))
    definition = models.JSONField(default=dict)
    shared_with = models.ForeignKey(Scope, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"], name="saved_view_name_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.name}"


class DefaultView(models.Model):
    """The view with which a page opens for one user."""

    user = models.ForeignKey(User, models.CASCADE, related_name="default_views")
    page = models.CharField(max_length=40)
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="default_of")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "page"], name="default_view_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.page}"


class PolicyVersion(Model):
    """What the company decided on who may see and change which field, as it stood at one time.

    There is at most one draft. A version is published once, and is in force until the next;
    its content never changes after that. Roles are named by id, so none made later under the
    same code takes over what was meant for another.
    """

    class State(models.TextChoices):
        """Whether a version is being written, is in force, or was."""

        DRAFT = "draft"
        PUBLISHED = "published"
        PAST = "past"

    number = models.PositiveIntegerField(null=True, unique=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    note = models.CharField(max_length=500, blank=True)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=["draft", "published"]),
                name="policy_version_one_of_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.number or ''}"


class GovernedQuerySet(models.QuerySet[Any]):
    """Rows that are read only by those with authority over their scope."""

    def visible_to(self, actor: "User | System", permission: str) -> Self:
        """Keep the rows over which ``actor`` holds ``permission``."""
        if isinstance(actor, System):
            return self
        return self.filter(scope__in=scopes_allowed(actor, permission))


class Governed(Model):
    """A row that owns a scope, or hangs under one."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")

    objects = GovernedQuerySet.as_manager()

    class Meta:
        abstract = True


class System:
    """The platform itself as an actor: jobs, imports of the demo company, migrations."""

    pk = None
    name = "system"
    is_authenticated = True


SYSTEM = System()
Actor = User | System


def scopes_allowed(actor: User, permission: str) -> Standing:
    """The ids of all scopes over which a user holds a permission today: ask with ``__in``.

    Who acts in the place of another holds what was delegated, as far as the other holds it.
    """
    if actor.limited_to is not None and permission not in actor.limited_to:
        return Standing(ScopeClosure.objects.none().values("descendant"))
    acting = here().acting
    if acting is not None and acting.deputy_id == actor.pk:
        return Standing(_scopes_received(acting, permission))
    return _scopes_granted(actor.pk, permission, is_in_person())


# Building the query costs more than running it, and it depends on nothing else.
@lru_cache(maxsize=1024)
def _scopes_granted(user_id: UUID, permission: str, is_own: bool) -> Standing:
    granted = Grant.objects.in_force().filter(
        user=user_id, role__permissions__permission=permission
    )
    if not is_own:
        granted = granted.filter(kind=Grant.Kind.ORDINARY)
    reached = ScopeClosure.objects.filter(ancestor__in=granted.values("scope"))
    return Standing(reached.values("descendant"))


def _scopes_received(acting: Acting, permission: str) -> "models.QuerySet[ScopeClosure, Any]":
    if permission not in acting.permissions:
        return ScopeClosure.objects.none().values("descendant")
    granted = Grant.objects.used_by(acting.giver_id).filter(
        role__permissions__permission=permission
    )
    below = ScopeClosure.objects.filter(ancestor=acting.scope_id)
    return ScopeClosure.objects.filter(
        ancestor__in=granted.values("scope"), descendant__in=below.values("descendant")
    ).values("descendant")


# At the end, as they refer to what is above.
from zhongshu.access.privacy.models import (  # noqa: E402
    LegalHold as LegalHold,
)
from zhongshu.access.privacy.models import (  # noqa: E402
    NoticeAnswer as NoticeAnswer,
)
from zhongshu.access.privacy.models import (  # noqa: E402
    NoticeVersion as NoticeVersion,
)
from zhongshu.access.privacy.models import (  # noqa: E402
    PrivacyNotice as PrivacyNotice,
)
from zhongshu.access.privacy.models import (  # noqa: E402
    RetentionPeriod as RetentionPeriod,
)
from zhongshu.access.privacy.models import (  # noqa: E402
    RetentionRun as RetentionRun,
)
