"""The accounts with which a visitor looks at the demo company, one for each role."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings

from zhongshu.access import services
from zhongshu.access.models import SYSTEM, Role, Scope, User
from zhongshu.demo.company import MANAGER, MEMBER, Company
from zhongshu.organisation.models import Person

# The demo shows it to everyone; `zhongshu demo` refuses to build beside real data.
PASSWORD = "hub-of-many-projects"  # noqa: S105


# The accounts by user name.
Accounts = Mapping[str, User]


class _Login(NamedTuple):
    username: str
    role: str
    unit: str
    position: int
    over: str


_LOGINS = (
    _Login("admin", "administrator", "IT", 0, ""),
    _Login("pmo", "pmo", "GM-PMO", 0, ""),
    _Login("manager", "project_manager", *MANAGER, ""),
    _Login("member", "member", *MEMBER, "RD"),
    _Login("executive", "executive", "GM", 0, ""),
    _Login("auditor", "auditor", "GM", 2, ""),
    _Login("privacy", "data_protection_officer", "GM", 3, ""),
)


def make_logins(company: Company) -> Accounts:
    """Make the accounts, and note them where the sign-in page of the demo finds them."""
    roles = {role.code: role for role in Role.objects.all()}
    accounts = {one.username: _make(company, one, roles[one.role]) for one in _LOGINS}
    shown = [
        {
            "username": one.username,
            "password": PASSWORD,
            "role": one.role,
            "name": accounts[one.username].name,
        }
        for one in _LOGINS
    ]
    file = settings.HOME / "demo-logins.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(shown, ensure_ascii=False, indent=2), encoding="utf-8")
    return accounts


def _make(company: Company, login: _Login, role: Role) -> User:
    person: Person = company.people[login.unit][login.position]
    user = services.create_account(
        SYSTEM,
        username=login.username,
        name=person.name,
        email=person.email,
        password=PASSWORD,
    )
    if company.language != "zh":
        services.set_preferences(user, language="en", theme=user.theme)
    Person.objects.filter(pk=person.pk).update(user=user)
    scope: Scope = company.units[login.over].scope if login.over else company.scope
    services.grant_role(SYSTEM, user=user, role=role, scope=scope)
    return user
