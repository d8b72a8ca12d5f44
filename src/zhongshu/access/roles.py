"""The roles that come with the product, as data."""

from dataclasses import dataclass

# Over the company, it lets its holder see as anybody.
VIEW_AS = "access.view_as"
# It lets its holder open a role to themselves in an emergency, for a few hours.
BREAK_GLASS = "access.break_glass"


@dataclass(frozen=True, slots=True)
class ReadyRole:
    """A role that every installation has."""

    code: str
    name: str
    name_en: str
    permissions: frozenset[str]


_LOOK = {"projects.view", "organisation.view"}
_TALK = {"collaboration.comment", "collaboration.attach"}
_WORK = {*_LOOK, *_TALK, "planning.report_progress"}
_DECIDE = {"access.view_authorities", "access.put_questions"}
_LEAD = {
    *_WORK,
    *_DECIDE,
    "access.share_views",
    "projects.create",
    "projects.edit",
    "planning.edit_plan",
    "planning.set_baseline",
    "planning.import_plan",
    "finance.view_costs",
}
_GOVERN = {
    *_LEAD,
    "projects.delete",
    "projects.lower_class",
    "collaboration.moderate",
    "collaboration.lower_class",
    "organisation.view_personal",
    "organisation.lower_class",
    "access.manage_authorities",
}
_PROTECT = {
    "access.erase",
    "access.export_personal",
    "access.hold",
    "access.retain",
    "access.manage_notices",
    "access.publish_notices",
    "access.read_consents",
}
_RIGHTS = {
    "access.manage",
    "access.grant_any",
    "access.manage_policy",
    "access.publish_policy",
    VIEW_AS,
    "access.view_authorities",
    "access.manage_authorities",
}
_SYSTEM = {"access.manage_accounts", "organisation.manage", BREAK_GLASS}
_AUDIT = {"access.read_audit", "access.view_authorities"}
_ADMINISTER = {*_GOVERN, *_RIGHTS, *_SYSTEM, *_AUDIT, *_PROTECT}
_PORTFOLIO = {*_LOOK, *_TALK, *_DECIDE, "access.share_views", "finance.view_costs"}


def _role(code: str, name: str, name_en: str, permissions: set[str]) -> ReadyRole:
    return ReadyRole(code, name, name_en, frozenset(permissions))


# No role carries an authority: those are given by name, see `zhongshu.access.authorities`.
READY_ROLES = (
    _role("administrator", "系统管理员", "Administrator", _ADMINISTER),
    _role("pmo", "项目管理办公室", "PMO", _GOVERN),
    _role("executive", "高层管理者", "Executive", {*_PORTFOLIO} - {"access.share_views"}),
    _role(
        "portfolio_manager", "项目组合经理", "Portfolio manager", {*_PORTFOLIO, "projects.create"}
    ),
    _role(
        "resource_manager",
        "资源经理",
        "Resource manager",
        {*_LOOK, *_TALK, *_DECIDE, "access.share_views", "organisation.view_personal"},
    ),
    _role("project_manager", "项目经理", "Project manager", _LEAD),
    _role("member", "项目成员", "Member", _WORK),
    _role(
        "finance", "财务", "Finance", {*_LOOK, *_TALK, "access.share_views", "finance.view_costs"}
    ),
    _role(
        "data_protection_officer",
        "数据保护官",
        "Data protection officer",
        {*_LOOK, *_AUDIT, *_PROTECT, "organisation.view_personal"},
    ),
    _role(
        "integrator",
        "集成管理员",
        "Integrator",
        {*_LOOK, "planning.import_plan", "organisation.manage"},
    ),
    _role("auditor", "审计员", "Auditor", {*_LOOK, *_AUDIT}),
    _role("system_administrator", "系统管理员（三权）", "System administrator", _SYSTEM),
    _role("security_administrator", "安全管理员（三权）", "Security administrator", _RIGHTS),
    _role("audit_administrator", "审计管理员（三权）", "Audit administrator", _AUDIT),
)

READY_CODES = frozenset(role.code for role in READY_ROLES)
