"""Requests that work where the smallest one that the schema accepts does not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.secrecy.twins.secrets import LOW

Ids = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """A request that succeeds: other ids than the usual ones, a body, or a file."""

    body: Callable[[Ids], dict[str, Any]] | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    file: tuple[str, bytes] | None = None
    query: tuple[tuple[str, str], ...] = ()


# Of one world it says what is there already, and of the other it does not.
_PEOPLE = (
    "工号,姓名,部门,邮箱,入职日期\nN1,Somebody,VIS,,\n"
    f"mover,Mover,VIS,{LOW.email('mover')},2026-01-05\n"
).encode()
_PLAN = (
    b"<Project xmlns='http://schemas.microsoft.com/project'><Name>P</Name>"
    b"<StartDate>2026-01-05T08:00:00</StartDate><Tasks><Task><UID>1</UID><ID>1</ID>"
    b"<Name>T</Name><Duration>PT8H0M0S</Duration></Task></Tasks></Project>"
)

WORKING: dict[str, Case] = {
    "access.grant_role": Case(
        lambda ids: {
            "user_id": str(ids["user_id"]),
            "role_id": str(ids["spare_role_id"]),
            "scope_id": str(ids["project_scope_id"]),
        }
    ),
    "access.change_grant": Case(
        lambda ids: {"valid_from": None, "valid_to": "2030-01-01T00:00:00Z"},
        ids={"grant_id": "boss_grant_id"},
    ),
    "access.break_glass": Case(
        lambda ids: {
            "role_id": str(ids["spare_role_id"]),
            "scope_id": str(ids["project_scope_id"]),
            "reason": "The plant stands still",
        }
    ),
    "access.ask_to_lower": Case(
        lambda ids: {
            "record_kind": "comment",
            "record_id": str(ids["kept_comment_id"]),
            "classification": 0,
            "reason": "It is known by now",
        }
    ),
    "access.withdraw_lowering": Case(ids={"lowering_id": "own_lowering_id"}),
    "access.end_glass": Case(ids={"glass_id": "open_glass_id"}),
    "access.review_glass": Case(lambda ids: {"finding": "As it should be"}),
    "access.propose_authority": Case(
        lambda ids: {
            "authority": "stop",
            "user_id": str(ids["boss_id"]),
            "scope_id": str(ids["scope_id"]),
            "limit": 5,
            "currency": "CNY",
        }
    ),
    "access.dissolve_body": Case(ids={"body_id": "idle_body_id"}),
    "access.create_body": Case(
        lambda ids: {
            "scope_id": str(ids["scope_id"]),
            "name": "新会",
            "name_en": "New board",
            "kind": "other",
            "quorum": 2,
            "rule": "unanimous",
        }
    ),
    "access.update_body": Case(lambda ids: {"quorum": 3}, ids={"body_id": "idle_body_id"}),
    "access.confirm_body_change": Case(ids={"body_id": "idle_body_id"}),
    "access.decline_body_change": Case(ids={"body_id": "idle_body_id"}),
    "access.confirm_grant": Case(ids={"grant_id": "waiting_grant_id"}),
    "access.confirm_role_change": Case(ids={"role_id": "waiting_role_id"}),
    "access.decline_role_change": Case(ids={"role_id": "waiting_role_id"}),
    "access.seat_member": Case(lambda ids: {"role": "member"}, ids={"user_id": "clerk_id"}),
    "access.confirm_seat": Case(ids={"user_id": "waiting_member_id"}),
    "access.close_vote": Case(ids={"question_id": "begun_question_id"}),
    "access.withdraw_question": Case(ids={"question_id": "own_question_id"}),
    "access.delegate": Case(
        lambda ids: {
            "deputy_id": str(ids["boss_id"]),
            "scope_id": str(ids["scope_id"]),
            "permissions": ["projects.view"],
            "reason": "Leave",
            "valid_to": "2026-04-01T00:00:00Z",
        }
    ),
    "access.add_separation": Case(
        lambda ids: {
            "kind": "acts",
            "first": "planning.edit_plan",
            "second": "planning.decide_baseline",
        }
    ),
    "access.remove_separation": Case(ids={"separation_id": "own_separation_id"}),
    "projects.decide_state": Case(lambda ids: {"state": "on_hold", "reason": "No budget"}),
    "projects.ask_for_decision": Case(lambda ids: {"state": "on_hold", "reason": "No budget"}),
    "access.draft_policy": Case(lambda ids: {"cells": [], "note": "Another"}),
    "access.view_as": Case(
        lambda ids: {"user_id": str(ids["boss_id"]), "purpose": "Checking rights"}
    ),
    "access.set_preferences": Case(lambda ids: {"theme": "dark"}),
    "access.update_role": Case(lambda ids: {"name": "新名"}, ids={"role_id": "spare_role_id"}),
    "access.delete_role": Case(ids={"role_id": "spare_role_id"}),
    "access.list_sights": Case(
        query=(
            ("since", "2026-03-01T00:00:00Z"),
            ("until", "2026-03-03T00:00:00Z"),
            ("resource", "task"),
        )
    ),
    "access.export_audit": Case(query=(("format", "jsonl"),)),
    "access.place_hold": Case(
        lambda ids: {
            "somebody_id": str(ids["somebody_id"]),
            "reason": "Dispute",
            "since": "2026-03-01",
        }
    ),
    "access.set_retention_period": Case(lambda ids: {"days": 400}),
    "access.answer_notice": Case(
        lambda ids: {
            "notice_version_id": str(ids["notice_version_id"]),
            "language": "en",
            "digest": ids["notice_digest"],
            "answer": "acknowledged",
        }
    ),
    "access.create_notice": Case(
        lambda ids: {"kind": "consent", "purpose": "sensitive_data", "basis": "consent"}
    ),
    "access.draft_notice": Case(lambda ids: {"title": "新", "title_en": "New"}),
    "access.publish_notice": Case(lambda ids: {"effective_on": "2026-04-01", "is_material": True}),
    "access.save_view": Case(lambda ids: {"page": "projects", "name": "New", "definition": {}}),
    "organisation.move_unit": Case(
        lambda ids: {"parent_id": None, "from_date": "2026-03-03"},
        ids={"unit_id": "team_id"},
    ),
    "organisation.close_unit": Case(lambda ids: {"on": "2026-03-03"}, ids={"unit_id": "team_id"}),
    "organisation.create_calendar": Case(
        lambda ids: {"name": "New", "kind": "company", "week": [[[480, 1020]]] * 5 + [[], []]}
    ),
    "organisation.update_calendar": Case(lambda ids: {"name": "Renamed"}),
    "organisation.preview_import": Case(file=("people.csv", _PEOPLE)),
    "integrations.preview_import": Case(file=("plan.xml", _PLAN)),
    "access.create_account": Case(lambda ids: {"username": "newcomer", "name": "Newcomer"}),
    "access.revoke_grant": Case(ids={"grant_id": "boss_grant_id"}),
    "organisation.get_import": Case(ids={"import_id": "organisation_import_id"}),
    "organisation.move_person": Case(
        lambda ids: {"unit_id": str(ids["team_id"]), "from_date": "2026-03-03"},
        ids={"person_id": "mover_id"},
    ),
    "organisation.delete_calendar": Case(ids={"calendar_id": "spare_calendar_id"}),
    "collaboration.edit_comment": Case(
        lambda ids: {"text": "Other words"}, ids={"comment_id": "own_comment_id"}
    ),
    "collaboration.delete_comment": Case(ids={"comment_id": "own_comment_id"}),
    "collaboration.restore_comment": Case(ids={"comment_id": "gone_comment_id"}),
    "collaboration.add_file": Case(file=("words.txt", b"words")),
    "collaboration.delete_file": Case(ids={"file_id": "own_file_id"}),
    "collaboration.restore_file": Case(ids={"file_id": "gone_file_id"}),
    "collaboration.classify_comment": Case(
        lambda ids: {"classification": 2}, ids={"comment_id": "own_comment_id"}
    ),
    "collaboration.classify_file": Case(
        lambda ids: {"classification": 2}, ids={"file_id": "own_file_id"}
    ),
    "collaboration.set_preference": Case(lambda ids: {"kind": "commented", "is_in_app": False}),
    "projects.update_project": Case(lambda ids: {"name": "Renamed project"}),
    "planning.report_progress": Case(lambda ids: {"percent_complete": 0.5}),
    "planning.take_back_report": Case(
        lambda ids: {"event_id": str(ids["report_event_id"])},
        ids={"project_id": "third_project_id", "task_id": "third_task_id"},
    ),
    "planning.undo_edit": Case(),
    "planning.redo_edit": Case(ids={"project_id": "second_project_id"}),
    "planning.set_baseline": Case(
        lambda ids: {"name": "New"}, ids={"project_id": "second_project_id"}
    ),
    "planning.withdraw_baseline": Case(
        ids={"project_id": "third_project_id", "baseline_id": "own_baseline_id"}
    ),
}
