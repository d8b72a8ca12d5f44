"""Who else of the demo company signs in, which roles they hold over what, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from zhongshu.access.models import Grant, Role, RolePermission, Scope, User
from zhongshu.demo.chance import Chance
from zhongshu.demo.company import FOUNDED, Company
from zhongshu.demo.plans import Story
from zhongshu.organisation import transfers
from zhongshu.organisation.models import Person, Transfer, UnitPlacement

# Roles of the company's own, beside those that come with the product.
_OWN_ROLES = (
    (
        "site_clerk",
        ("现场文员", "Site clerk"),
        ("organisation.view", "organisation.view_personal", "organisation.manage"),
    ),
    (
        "cost_reader",
        ("成本查看", "Cost reader"),
        ("projects.view", "organisation.view", "finance.view_costs"),
    ),
)
_SUBSTITUTE_DAYS = 30
_MEMBERS_PER_UNIT = 1
# A team that once belonged to another department, and the day on which it changed.
_REHUNG = ("RD-FW-ALG", "RD-SYS", date(2023, 7, 1))
# Who came from where: unit, position in it, the unit before, days ago (below zero: still to come).
_MOVES = (
    ("RD-SYS", 3, "RD-MEC", 410),
    ("GM-PMO", 4, "RD-SYS", 200),
    ("RD-FW-DRV", 5, "RD-FW-ALG", 95),
    ("RD-MEC", 6, "RD-SYS", -25),
)
# Days ago, over which unit, why, and what another person found, in both languages.
_EMERGENCIES = (
    (
        37,
        "RD-SYS",
        (
            "试制线停机，项目经理联系不上，需查看并顺延当晚任务",
            "The trial line stood still and its manager was not there: tonight's tasks had to move",
        ),
        (
            "已核对审计记录，操作与原因相符",
            "Compared with the trail: what was done fits the reason",
        ),
    ),
    (
        2,
        "RD-MEC",
        (
            "供应商连夜改图，需核对受影响的任务",
            "The supplier changed a drawing at night: to see which tasks it touches",
        ),
        ("", ""),
    ),
)


@dataclass
class _Rights:
    """The accounts and grants drawn so far; each person gets one account."""

    today: date
    chance: Chance
    roles: dict[str, Role]
    users: dict[str, User]
    people: list[Person]
    grants: list[Grant]

    def give(
        self,
        person: Person,
        role: str,
        scope: Scope,
        *,
        since: date,
        until: date | None = None,
        asked_by: Person | None = None,
    ) -> None:
        """Let a person hold a role over a scope; one that somebody asked for waits for another."""
        self.grants.append(
            Grant(
                user=self.account(person),
                role=self.roles[role],
                scope=scope,
                valid_from=_midnight(since),
                valid_to=until and _midnight(until),
                is_waiting=asked_by is not None,
                proposed_by=self.account(asked_by) if asked_by else None,
            )
        )

    def account(self, person: Person) -> User:
        """The account of a person, made where it is missing."""
        username = person.email.partition("@")[0]
        if person.user is not None:
            return person.user
        user = User(
            username=username,
            name=person.name,
            email=person.email,
            password=make_password(None),
            last_login=self._last_seen(),
        )
        person.user = self.users[username] = user
        self.people.append(person)
        return user

    def _last_seen(self) -> datetime | None:
        if self.chance.happens(0.12):
            return None
        hours = self.chance.between(1, 24) ** 1.7
        return _midnight(self.today) + timedelta(hours=8) - timedelta(hours=hours)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def give_roles(company: Company, stories: Sequence[Story], chance: Chance, today: date) -> None:
    """Give heads, project managers, members and substitutes what they need."""
    rights = _Rights(today, chance, _roles(), {}, [], [])
    signed_in = dict(Person.objects.filter(user__isnull=False).values_list("pk", "user_id"))
    for group in company.people.values():
        for person in group:
            if person.pk in signed_in:
                person.user = User(pk=signed_in[person.pk])
    _heads(rights, company)
    _managers(rights, stories)
    _specials(rights, company)
    _emergencies(rights, company)
    User.objects.bulk_create(rights.users.values())
    Person.objects.bulk_update(rights.people, ["user"])
    Grant.objects.bulk_create(rights.grants, ignore_conflicts=True)
    Role.objects.filter(code="cost_reader").update(
        waiting_permissions=["organisation.view_personal"],
        proposed_by=rights.account(_deputy(company)),
    )
    _histories(company, today)


def _roles() -> dict[str, Role]:
    for code, names, permissions in _OWN_ROLES:
        role = Role.objects.create(code=code, name=names[0], name_en=names[1])
        RolePermission.objects.bulk_create(
            RolePermission(role=role, permission=one) for one in permissions
        )
    return {role.code: role for role in Role.objects.all()}


def _heads(rights: _Rights, company: Company) -> None:
    """Each head looks over the unit; one of each department's people is a member there."""
    for code, unit in company.units.items():
        people = company.people[code]
        since = people[0].joins_on or FOUNDED
        rights.give(people[0], "executive", unit.scope, since=since)
        if code.count("-") == 1:
            for person in people[1 : 1 + _MEMBERS_PER_UNIT]:
                rights.give(person, "member", unit.scope, since=person.joins_on or FOUNDED)


def _managers(rights: _Rights, stories: Sequence[Story]) -> None:
    """Who manages a project plans it; now and then a substitute did for some weeks."""
    for story in stories:
        project = story.project
        if project.manager is None:
            continue
        began = date(1970, 1, 1) + timedelta(minutes=project.start)
        since = min(began, rights.today) - timedelta(days=20)
        rights.give(project.manager, "project_manager", project.scope, since=since)


def _specials(rights: _Rights, company: Company) -> None:
    """The PMO, a deputy administrator, a substitute now and one to come, and own roles."""
    today, pmo = rights.today, company.people["GM-PMO"]
    rights.give(pmo[-1], "pmo", company.scope, since=today - timedelta(days=300))
    rights.give(pmo[-2], "pmo", company.units["RD"].scope, since=today - timedelta(days=120))
    rights.give(_deputy(company), "administrator", company.scope, since=today - timedelta(days=420))
    soon = today + timedelta(days=10)
    rights.give(
        pmo[-2], "pmo", company.scope, since=soon, until=soon + timedelta(days=_SUBSTITUTE_DAYS)
    )
    rights.give(
        company.people["IT"][2],
        "administrator",
        company.units["RD"].scope,
        since=today - timedelta(days=90),
        until=today - timedelta(days=60),
    )
    rights.give(
        company.people["GM"][1], "cost_reader", company.scope, since=today - timedelta(days=200)
    )
    rights.give(company.people["RD"][1], "site_clerk", company.units["RD"].scope, since=today)
    rights.give(
        company.people["RD"][0], "cost_reader", company.units["RD"].scope, since=today,
        asked_by=_deputy(company),
    )  # fmt: skip


def _emergencies(rights: _Rights, company: Company) -> None:
    """Twice somebody on duty broke the glass: one was reviewed, the other is to be."""
    duty, deputy = rights.account(company.people["IT"][3]), rights.account(_deputy(company))
    rights.give(
        company.people["IT"][3], "system_administrator", company.scope,
        since=rights.today - timedelta(days=300),
    )  # fmt: skip
    for days, code, reason, found in _EMERGENCIES:
        why, finding = company.said(*reason), company.said(*found)
        began = _midnight(rights.today - timedelta(days=days)) + timedelta(hours=22, minutes=10)
        ended = began + timedelta(hours=2)
        rights.grants.append(
            Grant(
                user=duty, role=rights.roles["project_manager"], scope=company.units[code].scope,
                kind=Grant.Kind.BREAK_GLASS, reason=why, valid_from=began, valid_to=ended,
                ended_at=ended, is_to_review=not finding, finding=finding,
                reviewed_by=deputy if finding else None,
                reviewed_at=began + timedelta(hours=12) if finding else None,
            )
        )  # fmt: skip


def _deputy(company: Company) -> Person:
    """Who administers beside the login of the administrator, and asks that one to confirm."""
    return company.people["IT"][1]


def _histories(company: Company, today: date) -> None:
    """Where one team hung before, and who came from another unit or is about to go."""
    team, before, day = _REHUNG
    UnitPlacement.objects.filter(unit=company.units[team]).update(from_date=day)
    UnitPlacement.objects.create(
        unit=company.units[team], parent=company.units[before], from_date=FOUNDED, to_date=day
    )
    for code, position, other, days in _MOVES:
        person, on = company.people[code][position], today - timedelta(days=days)
        if days < 0:
            transfers.plan(person, company.units[other], on=on, today=today)
        else:
            Transfer.objects.create(
                person=person, from_unit=company.units[other], to_unit=company.units[code], on=on
            )
