"""Who decides in the demo company: authorities, bodies and what is before them, deputies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from zhongshu.access.authorities.asking import counted, put, settle
from zhongshu.access.authorities.models import Body, Delegation, Holding, Member, Question, Vote
from zhongshu.access.models import Scope, User
from zhongshu.demo.company import Company
from zhongshu.demo.logins import Accounts
from zhongshu.demo.plans import Story
from zhongshu.organisation.models import Person
from zhongshu.projects.models import Project

_CNY = {"currency": "CNY"}
_MILLION = 100_000_000
_LEVEL = 2
_DAYS = 10


@dataclass
class _Deciders:
    """The people who decide, by what they do, and the day on which the demo stands."""

    company: Company
    by_login: Accounts
    noon: datetime

    def head_of(self, unit: str, position: int = 0) -> User | None:
        """The account of somebody in a unit, if there is one."""
        key = self.company.people[unit][position].pk
        return User.objects.filter(pk__in=Person.objects.filter(pk=key).values("user")).first()

    def days(self, number: int) -> datetime:
        """The instant so many days from today."""
        return self.noon + timedelta(days=number)


def decide(company: Company, accounts: Accounts, stories: Sequence[Story], *, today: date) -> None:
    """Give the authorities to people and bodies, with questions, votes and delegations."""
    noon = timezone.make_aware(datetime.combine(today, time(12)))
    who = _Deciders(company, accounts, noon)
    steering, changes = _bodies(who)
    _authorities(who, steering, changes)
    _questions(who, steering, changes, stories)
    _proposals(who, steering, stories)
    _delegations(who)


def _bodies(who: _Deciders) -> tuple[Body, Body]:
    company, by = who.company, who.by_login
    steering = _body(
        company.scope, "项目指导委员会", "Project steering committee", "steering_committee",
        quorum=3, rule="two_thirds",
    )  # fmt: skip
    changes = _body(
        company.units["RD"].scope, "研发变更控制委员会", "R&D change control board",
        "change_board", quorum=2, rule="simple_majority", does_chair_break_ties=True,
    )  # fmt: skip
    portfolio = _body(
        company.scope, "项目组合委员会", "Portfolio board", "portfolio_board", quorum=2,
        rule="simple_majority",
    )  # fmt: skip
    heads = [who.head_of(unit) for unit in ("RD", "MFG", "FIN", "GM-PMO") if unit in company.units]
    sitting = [one for one in heads if one]
    _seat(who, steering, by["executive"], sitting, guest=by["manager"])
    _seat(who, changes, by["pmo"], [one for one in sitting if one != by["pmo"]], guest=by["member"])
    _seat(who, portfolio, by["executive"], [by["pmo"], *sitting])
    ways = {"quorum": 3, "rule": "two_thirds", "does_chair_break_ties": True}
    Body.objects.filter(pk=portfolio.pk).update(waiting=ways, proposed_by=by["pmo"])
    Member.objects.create(
        body=portfolio, user=by["manager"], role=Member.Role.NON_VOTING, proposed_by=by["pmo"]
    )
    return steering, changes


def _body(scope: Scope, name: str, name_en: str, kind: str, **terms: Any) -> Body:
    return Body.objects.create(scope=scope, name=name, name_en=name_en, kind=kind, **terms)


def _seat(
    who: _Deciders, body: Body, chair: User, others: list[User], guest: User | None = None
) -> None:
    voting = [one for one in dict.fromkeys(others) if one != chair]
    seats = [(chair, "chair"), *((one, "member") for one in voting)]
    if guest is not None and guest not in voting:
        seats.append((guest, "non_voting"))
    Member.objects.bulk_create(
        Member(body=body, user=user, role=role, confirmed_at=who.days(-90)) for user, role in seats
    )


def _authorities(who: _Deciders, steering: Body, changes: Body) -> None:
    company, by = who.company, who.by_login
    everywhere, research = company.scope, company.units["RD"].scope
    pmo, executive = by["pmo"], by["executive"]
    held: list[tuple[str, User | Body, Scope, dict[str, Any]]] = [
        ("admission", pmo, everywhere, {"limit": 2 * _MILLION, **_CNY}),
        ("admission", steering, everywhere, {}),
        ("resource_arbitration", pmo, everywhere, {"limit": 3, "is_delegable": True}),
        ("performance_evaluation", pmo, everywhere, {}),
        ("budget_release", executive, everywhere, {"limit": 5 * _MILLION, **_CNY}),
        ("budget_release", steering, everywhere, {}),
        ("baseline_approval", pmo, everywhere, {"is_delegable": True}),
        ("baseline_approval", changes, research, {"limit": 60}),
        ("exception", pmo, everywhere, {"limit": _LEVEL}),
        ("exception", executive, everywhere, {"is_delegable": True}),
        ("stop", executive, everywhere, {"limit": 10 * _MILLION, **_CNY, "is_delegable": True}),
        ("stop", steering, everywhere, {}),
    ]
    head = who.head_of("RD")
    if head is not None:
        terms = {"limit": _DAYS, "valid_to": who.days(200)}
        held.append(("baseline_approval", head, research, terms))
    for authority, holder, scope, terms in held:
        _hold(authority, holder, scope, confirmed_at=who.days(-90), **terms)
    finance = who.head_of("FIN") if "FIN" in company.units else None
    if finance is not None:
        waiting = {"limit": _MILLION // 2, **_CNY, "proposed_by": pmo}
        _hold("budget_release", finance, everywhere, **waiting)


def _hold(authority: str, holder: User | Body, scope: Scope, **terms: Any) -> None:
    of = {"body": holder} if isinstance(holder, Body) else {"user": holder}
    Holding.objects.create(authority=authority, scope=scope, **of, **terms)


def _questions(who: _Deciders, steering: Body, changes: Body, stories: Sequence[Story]) -> None:
    said = who.company.said
    project = stories[0].project
    asked: list[tuple[Body, str, str, int, list[str]]] = [
        (
            steering,
            "stop",
            said("是否终止“{}”？", "Stop “{}”?").format(project.name),
            -40,
            ["against", "against", "for"],
        ),
        (
            steering,
            "admission",
            said("准入：下一代伺服驱动平台", "Admit: next servo drive platform"),
            -12,
            ["for", "for", "for", "abstain"],
        ),
        (
            changes,
            "exception",
            said("免除样机阶段的第二次评审", "Skip the second review of the prototype stage"),
            -2,
            ["for"],
        ),
    ]
    for body, authority, title, days, choices in asked:
        opened = who.days(days)
        question = put(
            body, scope_id=body.scope_id, at=opened, authority=authority, title=title,
            asked_by=who.by_login["pmo"],
        )  # fmt: skip
        _vote(question, choices, opened)


def _proposals(who: _Deciders, steering: Body, stories: Sequence[Story]) -> None:
    """Ask the committee for the last proposal, which costs more than the PMO may admit alone."""
    proposed = [one.project for one in stories if one.project.state == Project.State.PROPOSED]
    if not proposed:
        return
    project, opened = proposed[-1], who.days(-3)
    reason = who.company.said(
        "市场需求已确认，预算已列入明年计划", "The market is there, and next year's budget has it"
    )
    question = put(
        steering, scope_id=project.scope_id, at=opened, authority="admission",
        title=f"{project.key} {project.name} · {reason}", asked_by=who.by_login["manager"],
        subject_kind=f"projects.state.{Project.State.PLANNED}", subject_id=project.pk,
    )  # fmt: skip
    _vote(question, ["for", "for"], opened)


def _vote(question: Question, choices: list[str], opened: datetime) -> None:
    """Let the members vote, one a day, the chair last, until the question is decided."""
    seats = question.body.members.exclude(role="non_voting").order_by("-role", "user__username")
    for number, (seat, choice) in enumerate(zip(seats, choices, strict=False), 1):
        at = opened + timedelta(days=number)
        Vote.objects.create(question=question, user=seat.user, choice=choice, cast_at=at)
        result = counted(question)
        settle(question, result, at=at)
        if result.is_adopted is not None:
            return


def _delegations(who: _Deciders) -> None:
    company, by = who.company, who.by_login
    pmo, executive = by["pmo"], by["executive"]
    deputy = who.head_of("GM-PMO", -1)
    said = company.said
    look = ["projects.view", "organisation.view"]
    Delegation.objects.create(
        giver=executive, deputy=pmo, scope=company.scope, authorities=["exception", "stop"],
        permissions=[*look, "finance.view_costs"], valid_from=who.days(-3),
        valid_to=who.days(18), reason=said("出访供应商", "Visit to suppliers"),
    )  # fmt: skip
    if deputy is None or deputy == pmo:
        return
    Delegation.objects.create(
        giver=pmo, deputy=deputy, scope=company.scope,
        authorities=["baseline_approval", "resource_arbitration"],
        permissions=[*look, "projects.edit", "planning.edit_plan"], valid_from=who.days(-1),
        valid_to=who.days(10), reason=said("年假", "Annual leave"),
    )  # fmt: skip
    Delegation.objects.create(
        giver=pmo, deputy=deputy, scope=company.scope, authorities=["baseline_approval"],
        valid_from=who.days(-70), valid_to=who.days(-50), revoked_at=who.days(-55),
        reason=said("培训", "Training"),
    )  # fmt: skip
