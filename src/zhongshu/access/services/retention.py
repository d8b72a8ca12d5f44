"""Letting go of what is older than its period, and choosing the periods."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, NoticeAnswer
from zhongshu.access.privacy import retention
from zhongshu.access.privacy.erasing import Choice
from zhongshu.access.privacy.models import RetentionPeriod, RetentionRun
from zhongshu.access.privacy.retention import AUDIT, CONSENT, RULES, Rule
from zhongshu.access.privacy.subjects import somebody_called
from zhongshu.access.services.erasing import ErasureBlocked, erase_somebody
from zhongshu.kit import events
from zhongshu.kit.append_only import removable
from zhongshu.kit.audit.retiring import retire
from zhongshu.kit.errors import BadInput
from zhongshu.kit.ids import uuid7
from zhongshu.kit.jobs import enqueue

_LONGEST_DAYS = 36_525
_REASON = "older than its retention period"
JOB = "access.apply_retention"


@requires("access.retain", on=None)
@dangerous
@transaction.atomic
def set_retention_period(actor: Actor, /, *, code: str, days: int) -> RetentionPeriod:
    """Keep data of a class for so many days; never less than the floor of its class."""
    rule = RULES.get(code)
    if rule is None or rule.days is None or rule.floor is None:
        raise BadInput("there is no such class with a period of its own", field="code")
    if not rule.floor <= days <= _LONGEST_DAYS:
        raise BadInput(
            f"from {rule.floor} to {_LONGEST_DAYS} days", field="days", least=rule.floor,
            most=_LONGEST_DAYS,
        )  # fmt: skip
    before = {"days": retention.days_of(rule)}
    period, _ = RetentionPeriod.objects.update_or_create(code=code, defaults={"days": days})
    events.record(
        "access.retention_set",
        actor=actor,
        subject=None,
        code=code,
        before=before,
        after={"days": days},
    )
    return period


@requires("access.retain", on=None)
@transaction.atomic
def check_retention(actor: Actor, /, *, at: datetime, on: date) -> RetentionRun:
    """Tell what is due to go and what is held back, remove nothing, and keep the report."""
    run = _kept(actor, at, retention.report(at=at, on=on), is_dry=True)
    events.record("access.retention_checked", actor=actor, subject=None, run=str(run.pk))
    return run


@requires("access.retain", on=None)
@dangerous
@transaction.atomic
def ask_for_retention(actor: Actor, /, *, at: datetime) -> None:
    """Ask for the job that removes what is due, now instead of at night."""
    enqueue(JOB, at=at, unique_key=f"{JOB}.asked")
    events.record("access.retention_asked", actor=actor, subject=None)


@requires("access.retain", on=None)
def apply_retention(actor: Actor, /, *, at: datetime, on: date, is_dry: bool) -> RetentionRun:
    """Remove what is due, class by class; what was done stays done if a later class fails."""
    if is_dry:
        return check_retention(actor, at=at, on=on)
    classes = [_apply(actor, rule, at, on) for rule in RULES.values() if rule.days is not None]
    with transaction.atomic():
        run = _kept(actor, at, {"classes": classes}, is_dry=False)
        events.record(
            "access.retention_applied", actor=actor, subject=None, run=str(run.pk), classes=classes
        )
    return run


def _apply(actor: Actor, rule: Rule, at: datetime, on: date) -> dict[str, Any]:
    days = retention.days_of(rule)
    told: dict[str, Any] = {"code": rule.code, "days": days, "n_removed": 0, "n_held": 0}
    if days is None:
        return told
    before = at - timedelta(days=days)
    if rule.code == AUDIT:
        blocks = retire(before, held=retention.held_events(on), reason=_REASON, at=at)
        return told | {"n_removed": len(blocks), "blocks": blocks}
    if rule.code == CONSENT:
        return told | _remove_answers(before, on)
    due, held = retention.due_people(rule, before, on)
    told["n_held"] = len(held)
    for key in due:
        somebody = somebody_called(key)
        try:
            erase_somebody(actor, somebody=somebody, reason=_REASON, at=at, on=on, choice=Choice())
            told["n_removed"] += 1
        except ErasureBlocked:
            told["n_held"] += 1
    return told


@transaction.atomic
def _remove_answers(before: datetime, on: date) -> dict[str, int]:
    due, held = retention.old_answers(before, on)
    done = {"n_removed": due.count(), "n_held": held.count()}
    if done["n_removed"]:
        table = NoticeAnswer._meta.db_table
        with removable(connection, table):
            due.delete()
    return done


def _kept(actor: Actor, at: datetime, report: dict[str, Any], *, is_dry: bool) -> RetentionRun:
    return RetentionRun.objects.create(
        id=uuid7(), ran_at=at, is_dry=is_dry, asked_by_id=actor.pk, report=report
    )
