"""What can be discussed: each domain registers its kinds, and rights are asked here alone."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    Expression,
    F,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404

from zhongshu.access.models import Actor, Grant, System, User, scopes_allowed
from zhongshu.kit.declarations import Classification
from zhongshu.kit.standing import Standing

_HIGHEST = int(max(Classification))
# What asks for the ids of scopes, by ``__in``.
Scopes = QuerySet[Any, Any] | Standing


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is discussed, carries files and is followed.

    ``key`` and ``name`` are how people call it, ``address`` the ids by which a page opens it;
    ``classification`` is the class of the record it belongs to; of one that ``is_kept`` whoever is
    told learns where to look and nothing else.
    """

    kind: str
    id: UUID
    scope_id: UUID
    key: str
    name: str
    address: Mapping[str, str]
    classification: int = 0
    is_kept: bool = False

    @property
    def label(self) -> str:
        """Key and name in one line."""
        return f"{self.key} {self.name}".strip()


class Gate(NamedTuple):
    """What closes subjects as a whole to some who hold the permission.

    ``closed`` are the scopes whose subjects are closed to somebody; ``open_to`` are those of some
    users to whom the subjects of a scope are not.
    """

    closed: Callable[[Actor], Collection[UUID]]
    open_to: Callable[[UUID, Collection[UUID]], set[UUID]]


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of subject: the permission to read one, how some are found, and who is concerned.

    ``find`` answers with those that exist within the scopes that it is given, or anywhere; which
    these are for somebody is decided here.
    ``concerned`` names the users whom a subject is about, by id. ``classes`` asks for the class of
    the one with an id, as `Subject.classification` tells it. ``names`` tells what some are
    called for those whom they may be called so, where that is not everybody who may read them.
    ``gate`` closes them as a whole, and with them the notifications of the kinds ``tells_of``,
    which are about what else is behind it.
    """

    code: str
    reading: str
    find: Callable[[Collection[UUID], Scopes | None], Iterable[Subject]]
    concerned: Callable[[UUID], set[UUID]]
    classes: Callable[[OuterRef], QuerySet[Any, Any]]
    names: Callable[[Actor, Collection[UUID]], Mapping[UUID, str | None]] | None = None
    gate: Gate | None = None
    tells_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldKind:
    """A kind of thing that people are told of and that nobody discusses here, as their account.

    ``find`` answers with those of some ids that exist, ``seen`` with the rows a user may see now,
    ``facts`` with what is to be known of those at the moment of telling, and ``kept`` with those
    of which a user may see no more than that there is something.
    """

    code: str
    find: Callable[[Collection[UUID]], Iterable[Subject]]
    seen: Callable[[User], QuerySet[Any, Any]]
    facts: Callable[[User, Collection[UUID]], dict[UUID, dict[str, Any]]] | None = None
    kept: Callable[[User, Collection[UUID]], set[UUID]] | None = None


_KINDS: dict[str, SubjectKind] = {}
_TOLD: dict[str, ToldKind] = {}


class ClassAbove(Expression):
    """The class of what a row hangs on: of its subject, and of what else some paths lead to.

    Of a subject that is gone the class is known no more, and it may have been the highest.
    """

    def __init__(self, *paths: str) -> None:
        super().__init__(output_field=PositiveSmallIntegerField())
        self.paths = paths

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """The expression over the kinds that are registered by now."""
        whens = [
            When(subject_kind=one.code, then=Subquery(one.classes(OuterRef("subject_id"))))
            for one in _KINDS.values()
        ]
        number = PositiveSmallIntegerField()
        of_subject = Coalesce(Case(*whens, output_field=number), _HIGHEST, output_field=number)
        others = [Coalesce(F(path), 0, output_field=number) for path in self.paths]
        told = Greatest(of_subject, *others) if others else of_subject
        return told.resolve_expression(*args, **kwargs)


def register(kind: SubjectKind) -> None:
    """Let a kind be discussed; called by its domain when the application starts."""
    _KINDS[kind.code] = kind


def register_told(kind: ToldKind) -> None:
    """Let people be told of a kind that they do not discuss."""
    _TOLD[kind.code] = kind


def is_told_only(kind: str) -> bool:
    """Whether people are told of a kind and do not discuss it."""
    return kind in _TOLD


def among(path: str, scopes: Scopes | None) -> dict[str, Any]:
    """The condition that a path of a row leads to one of some scopes; none if there are none."""
    return {} if scopes is None else {f"{path}__in": scopes}


def get_subject(actor: Actor, kind: str, subject_id: UUID) -> Subject:
    """Return the subject, or raise `Http404` if it is absent or out of sight."""
    found = subjects_in_view(actor, [(kind, subject_id)])
    if not found:
        raise Http404
    return found[kind, subject_id]


def subjects_in_view(
    actor: Actor, wanted: Iterable[tuple[str, UUID]]
) -> dict[tuple[str, UUID], Subject]:
    """Those of the subjects that exist and that the actor may read.

    They are looked for among these only, so that one out of sight costs as much as none.
    """
    ids: dict[str, set[UUID]] = {}
    for code, subject_id in wanted:
        ids.setdefault(code, set()).add(subject_id)
    found: dict[tuple[str, UUID], Subject] = {}
    for code in sorted(ids.keys() & _KINDS.keys()):
        seen = list(_KINDS[code].find(ids[code], _scopes_read(actor, _KINDS[code])))
        found |= {(code, one.id): one for one in _called(actor, _KINDS[code], seen)}
    return found


def _called(actor: Actor, kind: SubjectKind, subjects: list[Subject]) -> list[Subject]:
    """The subjects under the names by which the actor may know them; else by their keys alone."""
    if kind.names is None or not subjects:
        return subjects
    names = kind.names(actor, [one.id for one in subjects])
    return [replace(one, name=names[one.id] or "") for one in subjects]


def told_in_view(
    actor: User, wanted: Iterable[tuple[str, UUID]]
) -> dict[tuple[str, UUID], Subject]:
    """Those of the subjects that the actor may read, those included that nobody discusses."""
    places = list(wanted)
    found = subjects_in_view(actor, places)
    for code, kind in _TOLD.items():
        ids = {subject_id for one, subject_id in places if one == code}
        if ids:
            seen = set(kind.seen(actor).filter(pk__in=ids).values_list("pk", flat=True))
            kept = kind.kept(actor, seen) if kind.kept else set()
            found |= {
                (code, one.id): replace(one, is_kept=one.id in kept) for one in kind.find(seen)
            }
    return found


def told_facts(
    actor: User, found: Collection[tuple[str, UUID]]
) -> dict[tuple[str, UUID], dict[str, Any]]:
    """What is to be known now of subjects that the actor may read."""
    told: dict[tuple[str, UUID], dict[str, Any]] = {}
    for code, kind in _TOLD.items():
        ids = [subject_id for one, subject_id in found if one == code]
        if ids and kind.facts is not None:
            told |= {(code, pk): known for pk, known in kind.facts(actor, ids).items()}
    return told


def _scopes_read(actor: Actor, kind: SubjectKind) -> Scopes | None:
    """The scopes whose subjects of a kind the actor may read; None if all."""
    if isinstance(actor, System):
        return None
    allowed = scopes_allowed(actor, kind.reading)
    closed = kind.gate.closed(actor) if kind.gate else ()
    return allowed.rows.exclude(descendant__in=closed) if closed else allowed


def discussed_in_view(actor: Actor) -> Q:
    """The condition on what belongs to a subject that is discussed and that the actor may read."""
    seen = Q(pk__in=[])
    for code, kind in _KINDS.items():
        seen |= Q(subject_kind=code, **among("scope", _scopes_read(actor, kind)))
    return seen


def in_view(actor: User) -> Q:
    """The condition on rows that tell of a subject which the actor may read."""
    seen = discussed_in_view(actor)
    for code, told in _TOLD.items():
        seen |= Q(subject_kind=code, subject_id__in=told.seen(actor).values("pk"))
    return seen


def closed_to(actor: Actor) -> Q:
    """The condition on rows that tell of a subject which is closed to the actor as a whole."""
    closed = Q(pk__in=[])
    for code, kind in _KINDS.items():
        if kind.gate and (scopes := kind.gate.closed(actor)):
            closed |= Q(subject_kind=code, scope__in=scopes)
    return closed


def notices_closed_to(actor: Actor) -> Q:
    """The same on notifications, with those of what else is behind the same gates."""
    closed = closed_to(actor)
    for kind in _KINDS.values():
        if kind.gate and kind.tells_of and (scopes := kind.gate.closed(actor)):
            closed |= Q(kind__in=kind.tells_of, scope__in=scopes)
    return closed


def may_be_there(actor: Actor, scope_id: UUID) -> bool:
    """Whether nothing in a scope is closed to the actor as a whole."""
    return not any(one.gate and scope_id in one.gate.closed(actor) for one in _KINDS.values())


def open_among(scope_id: UUID, users: set[UUID]) -> set[UUID]:
    """Those of the users to whom nothing in a scope is closed as a whole."""
    for kind in _KINDS.values():
        if kind.gate:
            users = kind.gate.open_to(scope_id, users)
    return users


def holders(permission: str, scope_id: UUID) -> QuerySet[User]:
    """The users who hold a permission over a scope now."""
    grants = Grant.objects.in_force().filter(
        scope__reach__descendant=scope_id, role__permissions__permission=permission
    )
    return User.objects.filter(pk__in=grants.values("user"))


def readers(subject: Subject) -> QuerySet[User]:
    """The users who may read a subject now."""
    kind = _KINDS[subject.kind]
    found = holders(kind.reading, subject.scope_id)
    if kind.gate is None:
        return found
    ids = found.values_list("pk", flat=True)
    return found.filter(pk__in=kind.gate.open_to(subject.scope_id, set(ids)))


def readers_among(kind: str, scope_id: UUID | None, user_ids: Collection[UUID]) -> set[UUID]:
    """Those of the users who may read the subjects of a kind in a scope now."""
    if scope_id is None or kind not in _KINDS:
        return set()
    found = holders(_KINDS[kind].reading, scope_id).filter(pk__in=user_ids)
    users = set(found.values_list("pk", flat=True))
    gate = _KINDS[kind].gate
    return gate.open_to(scope_id, users) if gate else users


def told_among(subject: Subject, user_ids: Collection[UUID]) -> set[UUID]:
    """Those of the users who may be told of a subject now."""
    told = _TOLD.get(subject.kind)
    if told is None:
        return readers_among(subject.kind, subject.scope_id, user_ids)
    users = User.objects.filter(pk__in=user_ids, is_active=True)
    return {user.pk for user in users if told.seen(user).filter(pk=subject.id).exists()}


def let_through(notice_kind: str, scope_id: UUID, user_ids: Collection[UUID]) -> set[UUID]:
    """Those of the users to whom no gate closes what notifications of a kind tell of a scope."""
    users = set(user_ids)
    for kind in _KINDS.values():
        if kind.gate and notice_kind in kind.tells_of:
            users = kind.gate.open_to(scope_id, users)
    return users


def concerned(subject: Subject) -> set[UUID]:
    """The users whom a subject is about."""
    return _KINDS[subject.kind].concerned(subject.id)
