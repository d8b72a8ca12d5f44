"""What those who look after personal data may read of it: whom they find, holds, periods, runs."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.event_fields import READ_AUDIT
from zhongshu.access.guard import Forbidden, check, is_allowed
from zhongshu.access.models import Actor, Scope
from zhongshu.access.privacy import register
from zhongshu.access.privacy.erasing import is_erased
from zhongshu.access.privacy.models import LegalHold, RetentionRun
from zhongshu.access.privacy.retention import RULES, days_of
from zhongshu.access.privacy.subjects import Somebody, somebody_called, somebody_models

ERASE, HOLD, RETAIN, EXPORT = (
    "access.erase", "access.hold", "access.retain", "access.export_personal",
)  # fmt: skip
_MOST_FOUND = 20
_MOST_RUNS = 30


def refuse_strangers(actor: Actor) -> None:
    """Refuse who looks after no personal data.

    Raises
    ------
    Forbidden
        If the actor holds none of the permissions over the company.
    """
    if not any(is_allowed(actor, one, None) for one in (ERASE, HOLD, RETAIN, EXPORT)):
        raise Forbidden(ERASE)


def refuse_who_asks_of_nobody(actor: Actor) -> None:
    """Refuse who neither looks after personal data nor reads the audit of the company."""
    if not is_allowed(actor, READ_AUDIT, None):
        refuse_strangers(actor)


def somebody_for(actor: Actor, permission: str, key: UUID) -> Somebody:
    """Somebody by the id of their account or person, for those who hold a permission."""
    check(actor, permission, None)
    return somebody_called(key)


def found(actor: Actor, text: str) -> list[dict[str, Any]]:
    """The people and accounts whose name holds a text; an account with a person counts as that."""
    refuse_who_asks_of_nobody(actor)
    items: dict[UUID, dict[str, Any]] = {}
    known: set[UUID] = set()
    for model in reversed(somebody_models()):
        rows = model._default_manager.filter(Q(name__icontains=text)).order_by("sort_key", "pk")
        for row in rows[:_MOST_FOUND]:
            somebody = somebody_called(row.pk)
            if not known & set(somebody.ids):
                items[row.pk] = told(somebody)
            known |= set(somebody.ids)
    return list(items.values())[:_MOST_FOUND]


def told(somebody: Somebody) -> dict[str, Any]:
    """Somebody, by id and name."""
    return {
        "id": str(somebody.row.pk),
        "kind": "person" if somebody.kind == "person" else "account",
        "name": somebody.name,
        "account_id": _id_of(somebody, "user"),
        "person_id": _id_of(somebody, "person"),
        "is_erased": is_erased(somebody),
    }


def _id_of(somebody: Somebody, table: str) -> str | None:
    return next((str(one.pk) for one in somebody.rows if one._meta.model_name == table), None)


def holds(actor: Actor) -> list[dict[str, Any]]:
    """Every hold, those in force first."""
    check(actor, HOLD, None)
    rows = LegalHold.objects.select_related("held_scope", "placed_by", "released_by")
    return [hold_told(one) for one in rows.order_by("-released_at", "-since", "-pk")]


def hold_told(hold: LegalHold) -> dict[str, Any]:
    """A hold as its readers see it."""
    somebody = somebody_called(hold.somebody_id) if hold.somebody_id else None
    return {
        "id": str(hold.pk),
        "somebody": somebody and {"id": str(somebody.row.pk), "name": somebody.name},
        "scope": hold.held_scope and _scope_told(hold.held_scope),
        "reason": hold.reason,
        "since": hold.since.isoformat(),
        "until": hold.until and hold.until.isoformat(),
        "placed_by": hold.placed_by and hold.placed_by.name,
        "released_at": hold.released_at and hold.released_at.isoformat(),
        "released_by": hold.released_by and hold.released_by.name,
    }


def _scope_told(scope: Scope) -> dict[str, str]:
    return {"id": str(scope.pk), "name": scope.label, "kind": scope.kind}


def get_hold(actor: Actor, hold_id: UUID) -> LegalHold:
    """Return the hold, or raise `Http404` unless the actor may hold data of the company."""
    rows = LegalHold.objects.all() if is_allowed(actor, HOLD, None) else LegalHold.objects.none()
    return get_object_or_404(rows, pk=hold_id)


def holdable_scopes(actor: Actor) -> QuerySet[Scope]:
    """Every scope whose data can be held, for those who may hold data of the company."""
    check(actor, HOLD, None)
    return Scope.objects.all()


def get_held_scope(actor: Actor, scope_id: UUID) -> Scope:
    """Return the scope, or raise `Http404` unless the actor may hold data of the company."""
    rows = Scope.objects.all() if is_allowed(actor, HOLD, None) else Scope.objects.none()
    return get_object_or_404(rows, pk=scope_id)


def periods(actor: Actor) -> dict[str, Any]:
    """How long each class of data is kept, and what the last runs did."""
    check(actor, RETAIN, None)
    runs = RetentionRun.objects.select_related("asked_by").order_by("-ran_at", "-pk")[:_MOST_RUNS]
    classes = [
        {
            "code": one.code,
            "days": days_of(one),
            "proposed_days": one.days,
            "floor": one.floor,
            "can_be_chosen": one.floor is not None,
        }
        for one in RULES.values()
    ]
    return {"classes": classes, "runs": [run_told(one) for one in runs]}


def run_told(run: RetentionRun) -> dict[str, Any]:
    """A run as its readers see it."""
    return {
        "id": str(run.pk),
        "ran_at": run.ran_at.isoformat(),
        "is_dry": run.is_dry,
        "asked_by": run.asked_by.name if run.asked_by else None,
        "classes": [
            {name: value for name, value in one.items() if name != "blocks"}
            for one in run.report["classes"]
        ],
    }


def register_for(actor: Actor) -> list[dict[str, Any]]:
    """The register of processing, for those who look after personal data."""
    refuse_strangers(actor)
    return register.register()
