"""What an installation needs before anybody can sign in."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from zhongshu.access import services
from zhongshu.access.authorities.models import Separation
from zhongshu.access.authorities.separating import READY_RULES
from zhongshu.access.models import SYSTEM, Role, Scope, User
from zhongshu.access.roles import READY_ROLES
from zhongshu.kit.append_only import protect

COMPANY = "Company"


def migrate() -> None:
    """Bring the database to the state that this release needs, roles included."""
    call_command("migrate", interactive=False, verbosity=0)
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", verbosity=0)
    protect(connection)
    ensure_roles()
    ensure_separations()


def ensure_roles() -> None:
    """Give every installation the ready-made roles; a role that is right is left alone."""
    present = {role.code: role for role in Role.objects.prefetch_related("permissions")}
    for ready in READY_ROLES:
        role = present.get(ready.code)
        held = {one.permission for one in role.permissions.all()} if role else set()
        if role is None or held != ready.permissions:
            services.define_role(
                SYSTEM,
                code=ready.code,
                name=ready.name,
                name_en=ready.name_en,
                permissions=ready.permissions,
            )


def ensure_separations() -> None:
    """Give every installation the rules that keep duties apart; one that is there stays."""
    present = set(Separation.objects.values_list("kind", "first", "second"))
    for ready in READY_RULES:
        if (ready.kind, ready.first, ready.second) not in present:
            services.install_separation(SYSTEM, ready=ready)


def ensure_company(name: str = COMPANY) -> Scope:
    """The scope of the whole company, made where it is missing."""
    scope = Scope.objects.filter(kind=Scope.Kind.COMPANY).first()
    return scope or services.found_company(SYSTEM, name=name)


def make_administrator(*, username: str, name: str, password: str, company: str) -> User:
    """Make an account that may do everything everywhere."""
    ensure_roles()
    scope = ensure_company(company)
    user = services.create_account(SYSTEM, username=username, name=name, password=password)
    role = Role.objects.get(code="administrator")
    services.grant_role(SYSTEM, user=user, role=role, scope=scope)
    return user
