"""How long data is kept, what is due to go, and what holds it back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from zhongshu.access.models import NoticeAnswer, User
from zhongshu.access.privacy.consents import last_answers
from zhongshu.access.privacy.holds import holds_on, people_held, scopes_held
from zhongshu.access.privacy.models import RetentionPeriod
from zhongshu.access.privacy.subjects import somebody_called
from zhongshu.kit.audit.retiring import old_blocks
from zhongshu.kit.models import Event, SubjectKey

AUDIT = "audit"
CONSENT = "consent"
Due = Callable[[datetime], Iterable[UUID]]


@dataclass(frozen=True, slots=True)
class Rule:
    """The retention of one class of data.

    ``days`` is the period by default and ``floor`` the shortest that may be chosen; None: as long
    as what it belongs to exists, and nothing removes it by itself. ``due`` names whose data is
    older than a moment; what is due is erased. Where ``must_be_chosen``, nobody is erased by
    itself before somebody has chosen a period: the default is only a proposal.
    """

    code: str
    days: int | None = None
    floor: int | None = None
    due: Due | None = None
    must_be_chosen: bool = False


def _closed_accounts(before: datetime) -> Iterable[UUID]:
    """Accounts that were closed before a moment and stayed so."""
    shut = User.objects.filter(is_active=False).values("pk")
    closed = Event.objects.filter(kind="access.account_closed", subject_id__in=shut)
    last = closed.values("subject_id").annotate(at=Max("recorded_at")).filter(at__lt=before)
    return [one["subject_id"] for one in last.order_by("at")]


# The trail: six months by the Cybersecurity Law. Employment: contracts that ended are kept for two
# years by the Labour Contract Law, art. 50.
RULES: dict[str, Rule] = {
    one.code: one
    for one in (
        Rule(AUDIT, days=3 * 365 + 1, floor=183),
        # Claims lapse after three years by the Civil Code, art. 188.
        Rule(CONSENT, days=3 * 365 + 1, floor=365),
        Rule("account", days=365, floor=30, due=_closed_accounts, must_be_chosen=True),
        Rule("employment", days=3 * 365 + 1, floor=2 * 365 + 1, must_be_chosen=True),
        Rule("organisation"),
        Rule("project"),
        Rule("operation"),
        Rule("one day"),
        Rule("seven days"),
    )
}


def rule_for(code: str, due: Due) -> None:
    """Tell whose data of a class is due; called by the domain that knows, when it starts."""
    known = RULES[code]
    RULES[code] = replace(known, due=due)


def days_of(rule: Rule) -> int | None:
    """The period that is chosen, or that of the default; None where nothing goes by itself."""
    chosen = RetentionPeriod.objects.filter(code=rule.code).values_list("days", flat=True).first()
    if chosen is None and rule.must_be_chosen:
        return None
    return rule.days if chosen is None else chosen


def report(*, at: datetime, on: date) -> dict[str, Any]:
    """What is due to go now, and what of it is held back; nothing is removed."""
    classes = [_of_class(rule, at, on) for rule in RULES.values() if rule.days is not None]
    return {"classes": classes}


def _of_class(rule: Rule, at: datetime, on: date) -> dict[str, Any]:
    days = days_of(rule)
    told: dict[str, Any] = {"code": rule.code, "days": days, "n_due": 0, "n_held": 0}
    if days is None:
        return told
    before = at - timedelta(days=days)
    if rule.code == AUDIT:
        for _, n_events, is_held in old_blocks(before, held=held_events(on)):
            told["n_held" if is_held else "n_due"] += n_events
        return told
    if rule.code == CONSENT:
        answers, held_answers = old_answers(before, on)
        return told | {"n_due": answers.count(), "n_held": held_answers.count()}
    due, held = due_people(rule, before, on)
    return told | {"n_due": len(due), "n_held": len(held)}


def old_answers(
    before: datetime, on: date
) -> tuple[QuerySet[NoticeAnswer], QuerySet[NoticeAnswer]]:
    """The answers to notices that are due to go, and those that would be but for a hold.

    What somebody answered last stays as long as their account is open.
    """
    counts = last_answers().filter(account__is_active=True)
    old = NoticeAnswer.objects.filter(answered_at__lt=before).exclude(pk__in=counts.values("pk"))
    held = Q(account__in=_held_ids(on))
    return old.exclude(held), old.filter(held)


def _held_ids(on: date) -> set[UUID]:
    """The ids of all accounts and people that are held, by whichever of them."""
    return {key for one in people_held(on) for key in somebody_called(one).ids}


def due_people(rule: Rule, before: datetime, on: date) -> tuple[list[UUID], list[UUID]]:
    """Whose data of a class is due, and whose would be but for a hold."""
    found = list(rule.due(before)) if rule.due else []
    erased = SubjectKey.objects.filter(pk__in=found, destroyed_at__isnull=False)
    gone = set(erased.values_list("pk", flat=True))
    waiting = [one for one in found if one not in gone]
    held = [one for one in waiting if holds_on(somebody_called(one), on)]
    return [one for one in waiting if one not in held], held


def held_events(on: date) -> Q | None:
    """Which events are held: those of people and scopes that are; None if nothing is."""
    people, scopes = people_held(on), scopes_held(on)
    if not people and not scopes:
        return None
    everyone = _held_ids(on)
    return Q(actor_id__in=everyone) | Q(subject_id__in=everyone) | Q(scope_id__in=scopes)
