"""Erasing somebody: what it would do, what blocks it, and the deed itself."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import models, transaction

from zhongshu.access.guard import is_allowed
from zhongshu.access.models import Actor, Grant, User
from zhongshu.access.privacy import event_texts
from zhongshu.access.privacy.holds import holds_on
from zhongshu.access.privacy.parts import (
    AFTERWARDS,
    BLOCKERS,
    PARTS,
    Found,
    Part,
    basis_of,
    blocker,
    effect_on,
    part,
    retention_of,
)
from zhongshu.access.privacy.subjects import (
    Somebody,
    called_now_and_before,
    events_by_or_about,
    naming,
    owned,
    personal_models,
    references,
)
from zhongshu.access.privacy.texts import replace_names, texts_naming
from zhongshu.kit.declarations import is_somebody
from zhongshu.kit.models import AuditBlock, Event, IdempotentAnswer, SubjectKey
from zhongshu.kit.personal import keys

_KIT = {Event, AuditBlock, SubjectKey, IdempotentAnswer}


@dataclass(frozen=True, slots=True)
class Choice:
    """How far an erasure goes: also over what they wrote and uploaded, and over others' texts."""

    with_contributions: bool = False
    replaces_in_texts: bool = False


@dataclass(slots=True)
class Done:
    """What an erasure did: rows by effect, whose keys it destroyed, which texts of events went."""

    rows: dict[str, int]
    keys: list[UUID] = field(default_factory=list)
    texts: list[list[str | int]] = field(default_factory=list)


part(
    User,
    puts={
        "username": lambda somebody, row, on: f"former-{row.pk.hex[-12:]}",
        "name": lambda somebody, row, on: somebody.label,
        "email": lambda somebody, row, on: "",
        "language": lambda somebody, row, on: "system",
        "preferences": lambda somebody, row, on: {},
        "last_login": lambda somebody, row, on: None,
        "password": lambda somebody, row, on: make_password(None),
        "password_set_at": lambda somebody, row, on: None,
        "is_active": lambda somebody, row, on: False,
    },
)


@blocker("legal_hold")
def _held(actor: Actor, somebody: Somebody, on: date) -> Found:
    may_read = is_allowed(actor, "access.hold", None)
    return [
        {"id": str(one.pk), "name": one.reason} if may_read else None
        for one in holds_on(somebody, on)
    ]


@blocker("last_administrator")
def _last_administrator(actor: Actor, somebody: Somebody, on: date) -> Found:
    in_force = Grant.objects.in_force().filter(role__permissions__permission="access.manage")
    company = in_force.filter(scope__kind="company")
    mine = company.filter(user__in=somebody.ids)
    if not mine.exists() or company.exclude(user__in=somebody.ids).exists():
        return []
    return [{"id": str(one.role_id), "name": one.role.name} for one in mine.select_related("role")]


def is_erased(somebody: Somebody) -> bool:
    """Whether the keys of somebody were destroyed."""
    return SubjectKey.objects.filter(pk=somebody.row.pk, destroyed_at__isnull=False).exists()


def preview(actor: Actor, somebody: Somebody, *, on: date, choice: Choice) -> dict[str, Any]:
    """What an erasure would do, table by table, and what must be settled before."""
    told = events_by_or_about(somebody)
    in_clear = told.exclude(actor_name="").exclude(actor_name__startswith="enc1:")
    called = called_now_and_before(somebody)
    texts: list[dict[str, Any]] = [
        {"table": model._meta.label_lower, "field": name, "n_rows": len(rows)}
        for model, name, rows in texts_naming(called)
    ]
    n_events = sum(1 for _ in event_texts.naming(called))
    if n_events:
        texts.append({"table": Event._meta.label_lower, "field": "data", "n_rows": n_events})
    return {
        "label": somebody.label,
        "is_erased": is_erased(somebody),
        "blocked_by": blocked_by(actor, somebody, on=on),
        "effects": _effects(somebody, choice),
        "texts": texts,
        "n_events": told.count(),
        "n_events_in_clear": in_clear.filter(actor_id__in=somebody.ids).count(),
    }


def blocked_by(actor: Actor, somebody: Somebody, *, on: date) -> list[dict[str, Any]]:
    """What must be settled before the erasure, without what the actor may not read of it."""
    found = [(one.code, list(one.find(actor, somebody, on))) for one in BLOCKERS]
    return [
        {
            "code": code,
            "items": [item for item in items if item is not None],
            "is_kept_back": None in items,
        }
        for code, items in found
        if items
    ]


def _effects(somebody: Somebody, choice: Choice) -> list[dict[str, Any]]:
    effects = []
    for model in personal_models():
        if model in _KIT:
            continue
        n_owned = owned(model, somebody).count()
        n_naming = sum(naming(model, name, somebody).count() for name in references(model))
        if n_owned or n_naming:
            effects.append(
                {
                    "table": model._meta.label_lower,
                    "n_rows": n_owned,
                    "n_naming": n_naming,
                    "effect": effect_on(model, with_contributions=choice.with_contributions),
                    "retention": retention_of(model),
                    "basis": basis_of(model),
                }
            )
    return effects


def erase(somebody: Somebody, *, at: datetime, on: date, choice: Choice) -> Done:
    """Take everything personal away and destroy the keys; the caller's transaction holds it all.

    The rows that are left name a former member.
    """
    called = called_now_and_before(somebody)
    done = Done({"deleted": 0, "blanked": 0, "emptied": 0, "replaced": 0})
    sealed_for = set(somebody.ids)
    for model in personal_models():
        if model in _KIT:
            continue
        rows = owned(model, somebody)
        effect = effect_on(model, with_contributions=choice.with_contributions)
        if PARTS.get(model, Part()).puts and not is_somebody(model):
            sealed_for |= set(rows.values_list("pk", flat=True))
        _let_files_go(model, rows, effect)
        done.rows[effect] = done.rows.get(effect, 0) + _apply(model, rows, somebody, effect, on)
    for act in AFTERWARDS:
        act(somebody)
    if choice.replaces_in_texts:
        done.rows["replaced"] = replace_names(called, somebody.label)
        done.texts = event_texts.erase_where_named(called)
        done.rows["erased"] = len(done.texts)
    _forget_elsewhere(somebody)
    done.keys = sorted(sealed_for)
    keys.destroy(sealed_for, label=somebody.label, at=at)
    return done


def _apply(model: type[models.Model], rows: Any, somebody: Somebody, effect: str, on: date) -> int:
    known = PARTS.get(model, Part())
    if effect == "deleted":
        return int(rows.delete()[1].get(model._meta.label, 0))
    n_rows: int = rows.count()
    if effect == "blanked":
        for row in rows:
            for name, put in known.puts.items():
                setattr(row, name, put(somebody, row, on))
            row.save()
    elif effect == "emptied" and known.contribution:
        known.contribution(rows, somebody)
    return n_rows


def _let_files_go(model: type[models.Model], rows: Any, effect: str) -> None:
    """Remove the bytes once everything is committed: what is undone keeps its files."""
    lets_go = PARTS.get(model, Part()).lets_go
    if lets_go is None or effect not in {"deleted", "emptied"}:
        return
    for row in list(rows):
        transaction.on_commit(partial(lets_go, row))


def _forget_elsewhere(somebody: Somebody) -> None:
    """Clear what stands in tables that are not ours, and the answers that are kept for a day."""
    IdempotentAnswer.objects.all().delete()
    account = somebody.row_of(User)
    if account is None:
        return
    for model in apps.get_models():
        if model.__module__.startswith("zhongshu."):
            continue
        for column in model._meta.concrete_fields:
            if column.related_model is User:
                model._default_manager.filter(**{column.name: account}).delete()
    for session in Session.objects.iterator(500):
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
