"""The roles that come with the product, as data."""

from dataclasses import dataclass


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
_LEAD = {
    *_WORK,
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
    "planning.approve_baseline",
    "collaboration.moderate",
    "organisation.view_personal",
}
_PROTECT = {"access.erase", "access.export_personal", "access.hold", "access.retain"}
_ADMINISTER = {
    *_GOVERN, *_PROTECT, "organisation.manage", "access.manage", "access.read_audit",
}  # fmt: skip


READY_ROLES = (
    ReadyRole("administrator", "系统管理员", "Administrator", frozenset(_ADMINISTER)),
    ReadyRole("pmo", "项目管理办公室", "PMO", frozenset(_GOVERN)),
    ReadyRole("project_manager", "项目经理", "Project manager", frozenset(_LEAD)),
    ReadyRole("member", "项目成员", "Member", frozenset(_WORK)),
    ReadyRole("auditor", "审计员", "Auditor", frozenset(_LOOK | {"access.read_audit"})),
    ReadyRole(
        "data_protection_officer",
        "数据保护官",
        "Data protection officer",
        frozenset(_LOOK | _PROTECT | {"access.read_audit", "organisation.view_personal"}),
    ),
    ReadyRole(
        "executive", "高层管理者", "Executive", frozenset(_LOOK | _TALK | {"finance.view_costs"})
    ),
)

READY_CODES = frozenset(role.code for role in READY_ROLES)
