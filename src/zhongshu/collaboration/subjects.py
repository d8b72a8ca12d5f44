"""What can be discussed: each domain registers its kinds, and rights are asked here alone."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from zhongshu.access.models import Actor, Grant, System, User, scopes_allowed


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is discussed, carries files and is followed.

    ``key`` and ``name`` are how people call it, ``address`` the ids by which a page opens it.
    """

    kind: str
    id: UUID
    scope_id: UUID
    key: str
    name: str
    address: Mapping[str, str]

    @property
    def label(self) -> str:
        """Key and name in one line."""
        return f"{self.key} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of subject: the permission to read one, how some are found, and who is concerned.

    ``find`` answers with those that exist; whether somebody may see them is decided here.
    ``concerned`` names the users whom a subject is about, by id.
    """

    code: str
    reading: str
    find: Callable[[Collection[UUID]], Iterable[Subject]]
    concerned: Callable[[UUID], set[UUID]]


_KINDS: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Let a kind be discussed; called by its domain when the application starts."""
    _KINDS[kind.code] = kind


def get_subject(actor: Actor, kind: str, subject_id: UUID) -> Subject:
    """Return the subject, or raise `Http404` if it is absent or out of sight."""
    found = subjects_in_view(actor, [(kind, subject_id)])
    if not found:
        raise Http404
    return found[kind, subject_id]


def subjects_in_view(
    actor: Actor, wanted: Iterable[tuple[str, UUID]]
) -> dict[tuple[str, UUID], Subject]:
    """Those of the subjects that exist and that the actor may read."""
    ids: dict[str, set[UUID]] = {}
    for code, subject_id in wanted:
        ids.setdefault(code, set()).add(subject_id)
    found: dict[tuple[str, UUID], Subject] = {}
    for code in sorted(ids.keys() & _KINDS.keys()):
        subjects = list(_KINDS[code].find(ids[code]))
        allowed = _scopes_read(actor, _KINDS[code], {one.scope_id for one in subjects})
        found |= {(code, one.id): one for one in subjects if one.scope_id in allowed}
    return found


def _scopes_read(actor: Actor, kind: SubjectKind, among: set[UUID]) -> set[UUID]:
    if isinstance(actor, System):
        return among
    allowed = scopes_allowed(actor, kind.reading).filter(descendant__in=among)
    return set(allowed.values_list("descendant", flat=True))


def in_view(actor: Actor) -> Q:
    """The condition on rows with ``subject_kind`` and ``scope`` that the actor may read."""
    if isinstance(actor, System):
        return Q()
    seen = Q(pk__in=[])
    for code, kind in _KINDS.items():
        seen |= Q(subject_kind=code, scope__in=scopes_allowed(actor, kind.reading))
    return seen


def holders(permission: str, scope_id: UUID) -> QuerySet[User]:
    """The users who hold a permission over a scope now."""
    grants = Grant.objects.in_force().filter(
        scope__reach__descendant=scope_id, role__permissions__permission=permission
    )
    return User.objects.filter(pk__in=grants.values("user"))


def readers(subject: Subject) -> QuerySet[User]:
    """The users who may read a subject now."""
    return holders(_KINDS[subject.kind].reading, subject.scope_id)


def readers_among(kind: str, scope_id: UUID | None, user_ids: Collection[UUID]) -> set[UUID]:
    """Those of the users who may read the subjects of a kind in a scope now."""
    if scope_id is None or kind not in _KINDS:
        return set()
    found = holders(_KINDS[kind].reading, scope_id).filter(pk__in=user_ids)
    return set(found.values_list("pk", flat=True))


def concerned(subject: Subject) -> set[UUID]:
    """The users whom a subject is about."""
    return _KINDS[subject.kind].concerned(subject.id)
