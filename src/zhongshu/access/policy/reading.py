"""What may be read about the policy: the catalogue of fields, its versions, and its matrix."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhongshu.access.authorities.fields import DELEGATION
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.authorities.proving import cards
from zhongshu.access.authority import are_holders_hidden, grant_told
from zhongshu.access.fields import MANAGE_POLICY, POLICY_VERSION, PUBLISH_POLICY
from zhongshu.access.guard import check, is_allowed
from zhongshu.access.models import (
    Actor,
    Grant,
    PolicyVersion,
    Role,
    RolePermission,
    Scope,
    System,
    User,
    scopes_allowed,
)
from zhongshu.access.paths import paths_down
from zhongshu.access.policy.channels import DEFAULTS, SETTABLE, Channel, passage
from zhongshu.access.policy.document import Document, Effect, Subject, read_document
from zhongshu.access.policy.exposure import channel_effect, effect_of
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.hats import Hat
from zhongshu.access.policy.masks import DATE_MASKS, TEXT_MASKS
from zhongshu.access.policy.readers import Reader, decide, readers
from zhongshu.access.policy.seeing import Facts, rules_of
from zhongshu.access.queries import MANAGE
from zhongshu.access.resources import RESOURCES, Field, Measure, Resource, UnknownField, present
from zhongshu.access.roles import VIEW_AS
from zhongshu.access.values import Kind
from zhongshu.kit.models import Event

# The enterprise's own grades of secrecy; no state secret is stored here, whatever a class is
# called.
DEFAULT_NAMES: dict[str, tuple[str, ...]] = {
    "zh-CN": ("公开", "内部", "敏感", "高敏"),
    "en": ("Public", "Internal", "Sensitive", "Highly sensitive"),
}
COMMERCIAL_NAMES: dict[str, tuple[str, ...]] = {
    "zh-CN": ("公开", "内部", "普通商密", "核心商密"),
    "en": ("Public", "Internal", "Trade secret", "Core trade secret"),
}
_PLAIN = Facts(None, 0, "", frozenset())
State = PolicyVersion.State
DRAFTED = "access.policy_drafted"


def catalogue() -> dict[str, Any]:
    """What the classes are called, and every field with its class: the same for everyone."""
    document = policy_in_force()
    names = DEFAULT_NAMES | dict(document.names)
    return {
        "names": {language: list(words) for language, words in names.items()},
        "schemes": {
            "default": {language: list(words) for language, words in DEFAULT_NAMES.items()},
            "commercial": {language: list(words) for language, words in COMMERCIAL_NAMES.items()},
        },
        "channels": {
            one.value: passage(document.channels, one).wire()
            | {"default": DEFAULTS[one].wire(), "is_settable": one in SETTABLE}
            for one in Channel
        },
        "resources": [
            {
                "name": resource.name,
                "has_class": bool(resource.record_class),
                "states": list(resource.states()) if resource.state else [],
                "relations": sorted(resource.relations),
                "fields": [_field(resource, one, document) for one in resource.fields],
            }
            for resource in RESOURCES.values()
        ],
    }


def _field(resource: Resource, one: Field, document: Document) -> dict[str, Any]:
    masks = {Kind.TEXT: TEXT_MASKS, Kind.DATE: DATE_MASKS}.get(one.kind, {})
    can_sum = resource.partition is not None and one.measure is Measure.SUM
    return {
        "name": one.name,
        "classification": int(resource.classification(one.name, document.classes)),
        "declared": int(resource.classification(one.name)),
        "floor": int(resource.floor(one.name)),
        "is_closable": one.is_closable,
        "needs": one.needs,
        "masks": sorted(masks) if one.is_closable else [],
        "can_sum": can_sum and one.is_closable,
    }


def versions(actor: Actor) -> QuerySet[PolicyVersion]:
    """Every version of the policy, for those who write it.

    Raises
    ------
    Forbidden
        If the actor does not.
    """
    check(actor, MANAGE_POLICY, None)
    return PolicyVersion.objects.all()


def get_version(actor: Actor, version_id: UUID) -> dict[str, Any]:
    """One version as JSON, or `Http404`."""
    return version_card(actor, get_object_or_404(versions(actor), pk=version_id))


def version_card(actor: Actor, version: PolicyVersion) -> dict[str, Any]:
    """One version with all that it says."""
    [card] = present(actor, POLICY_VERSION, PolicyVersion.objects.filter(pk=version.pk))
    return card | read_document(version.content).wire()


def state_of_policy(actor: Actor) -> dict[str, Any]:
    """The policy in force and the draft, each with its matrix."""
    found = {one.state: one for one in versions(actor).filter(state__in=["draft", "published"])}
    draft = found.get(State.DRAFT)
    return {
        "in_force": _told(actor, found.get(State.PUBLISHED)),
        "draft": _told(actor, draft),
        "matrix": matrix(_document(draft or found.get(State.PUBLISHED))),
        "can_publish": is_allowed(actor, PUBLISH_POLICY, None),
        "is_own_draft": draft is not None and actor.pk in drafters(draft),
    }


def _told(actor: Actor, version: PolicyVersion | None) -> dict[str, Any] | None:
    return None if version is None else version_card(actor, version)


def _document(version: PolicyVersion | None) -> Document:
    return Document() if version is None else read_document(version.content)


def drafters(draft: PolicyVersion) -> set[UUID]:
    """Everybody who wrote on the draft since it was begun."""
    written = Event.objects.filter(kind=DRAFTED, subject_id=draft.pk)
    found = set(written.values_list("actor_id", flat=True)) | {draft.drafted_by_id}
    return {key for key in found if key is not None}


def draft_effect(actor: Actor) -> dict[str, Any]:
    """What publishing the draft would newly show, hide and let be written.

    Raises
    ------
    Http404
        If there is no draft.
    """
    draft = get_object_or_404(versions(actor), state=State.DRAFT)
    before, after = policy_in_force(), read_document(draft.content)
    return {"changes": effect_of(before, after), "channels": channel_effect(before, after)}


def matrix(document: Document) -> list[dict[str, Any]]:
    """What each role gives over each closable field of a plain row, and how many exceptions."""
    roles: dict[UUID, set[str]] = {one: set() for one in Role.objects.values_list("pk", flat=True)}
    for role, permission in RolePermission.objects.values_list("role", "permission"):
        roles[role].add(permission)
    hats: dict[UUID, frozenset[Hat]] = {
        role: frozenset({(Subject.ROLE, str(role)), *((Subject.PERMISSION, one) for one in held)})
        for role, held in roles.items()
    }
    told = []
    for resource in RESOURCES.values():
        closable = [one.name for one in resource.fields if one.is_closable]
        rules = rules_of(document, resource, closable)
        most = Effect.WRITE if resource.is_edited else Effect.READ
        for name in closable:
            rule = rules.get(name)
            cells = list(rule.cells()) if rule else []
            told.append(
                {
                    "resource": resource.name,
                    "field": name,
                    "n_conditional": sum(bool(one.n_conditions) for one in cells),
                    "roles": {
                        str(role): min(decide(rule, worn, _PLAIN).effect, most).code
                        for role, worn in hats.items()
                        if resource.permission in roles[role]
                    },
                }
            )
    return told


def field_readers(actor: Actor, resource_name: str, name: str, row_id: UUID) -> dict[str, Any]:
    """Everybody who sees a row, what each may do with a field of it, and why.

    Raises
    ------
    UnknownField
        If there is no such field.
    Http404
        If there is no such row, or the actor does not manage access to it.
    """
    resource = RESOURCES.get(resource_name)
    if resource is None or not resource.scope or name not in resource.by_name:
        raise UnknownField(name, field="field")
    scope = _managed_scope(actor, resource, row_id)
    found = readers(policy_in_force(), resource, name, row_id)
    if found is None:
        raise Http404
    ways = paths_down(scope)
    keys = {key for one in found[1] for key in (one.user, one.through) if key is not None}
    accounts, grants = User.objects.in_bulk(keys), _grants(scope, list(keys))
    if are_holders_hidden(actor, scope):
        grants = {key: held if key == actor.pk else [] for key, held in grants.items()}
    passed = [one.delegation.pk for one in found[1] if one.delegation]
    until = cards(actor, DELEGATION, Delegation.objects.filter(pk__in=passed), ["valid_to"])
    told = [_reader(one, accounts, grants, resource, ways, until) for one in found[1]]
    return {
        "resource": resource.name,
        "field": name,
        "scope": {"id": str(scope.pk), "label": scope.label, "kind": scope.kind},
        "readers": sorted(told, key=lambda one: (-one["rank"], one["user"]["name"])),
    }


def _managed_scope(actor: Actor, resource: Resource, row_id: UUID) -> Scope:
    """The scope of a row, looked for where the actor manages access: one out of sight is none."""
    rows = resource.model._default_manager.filter(pk=row_id)
    if not isinstance(actor, System):
        rows = rows.filter(**{f"{resource.scope}__in": scopes_allowed(actor, MANAGE)})
    return get_object_or_404(Scope, pk__in=rows.values(f"{resource.scope}_id"))


def _grants(scope: Scope, users: list[UUID]) -> dict[UUID, list[Grant]]:
    rows = Grant.objects.in_force().filter(user__in=users, scope__reach__descendant=scope.pk)
    found: dict[UUID, list[Grant]] = {user: [] for user in users}
    for grant in rows.select_related("role", "scope").prefetch_related("role__permissions"):
        found[grant.user_id].append(grant)
    return found


def _reader(
    one: Reader,
    accounts: dict[UUID, User],
    grants: dict[UUID, list[Grant]],
    resource: Resource,
    ways: dict[UUID, list[Scope]],
    until: dict[UUID, dict[str, Any]],
) -> dict[str, Any]:
    """One account with the grants by which the deciding cell speaks for it, or for another."""
    cell = one.decision.cell
    subject, name = (Subject.EVERYONE, "") if cell is None else (cell.subject, cell.name)
    wanted = resource.permission if subject is Subject.EVERYONE else name
    carrying = [
        grant
        for grant in grants[one.through or one.user]
        if (subject is Subject.ROLE and str(grant.role_id) == name) or _carries(grant, wanted)
    ]
    by_view = one.through is not None and one.delegation is None
    looking = [
        grant
        for grant in grants[one.user]
        if by_view and grant.scope.kind == Scope.Kind.COMPANY and _carries(grant, VIEW_AS)
    ]
    card = until[one.delegation.pk] if one.delegation else {"valid_to": None}
    return {
        "user": _named(accounts[one.user]),
        "effect": one.decision.effect.code,
        "rank": int(one.decision.effect),
        "classification": int(one.decision.classification),
        "cell": cell and cell.wire() | {"is_built_in": cell.is_built_in},
        "grants": [grant_told(grant, ways) for grant in carrying],
        "through": one.through and _named(accounts[one.through]),
        "delegation_id": one.delegation and str(one.delegation.pk),
        "until": card["valid_to"],
        **_veil_of_end(card),
        "view_grants": [grant_told(grant, ways) for grant in looking],
    }


def _veil_of_end(card: dict[str, Any]) -> dict[str, Any]:
    """What may be known of an end that is locked: its class."""
    if "valid_to" not in card.get("_locked", ()):
        return {}
    return {"_locked": ["until"], "_classes": {"until": card["_classes"]["valid_to"]}}


def _named(user: User) -> dict[str, str]:
    return {"id": str(user.pk), "name": user.name}


def _carries(grant: Grant, permission: str) -> bool:
    return any(held.permission == permission for held in grant.role.permissions.all())
