"""A small company in which every text and amount that can be hidden is a canary."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.factories.access import (
    UserFactory,
    body_with,
    delegation_to,
    holding_of,
    user_with,
)
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.secrecy.operations import Operation
from tests.secrecy.ways_in import ways_in
from zhongshu.access import services as access
from zhongshu.access.authorities.asking import put
from zhongshu.access.authorities.models import Body, Separation, Vote
from zhongshu.access.authorities.separating import DECIDE_BASELINE, LEAD_PROJECT
from zhongshu.access.guard import company
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.models import (
    SYSTEM,
    Grant,
    LegalHold,
    NoticeAnswer,
    NoticeVersion,
    PolicyVersion,
    Role,
    SavedView,
    User,
)
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.privacy.wording import text_digest
from zhongshu.access.trail import NOT_CHANGES
from zhongshu.collaboration.models import Attachment, Comment, Notification, Presence, Watch
from zhongshu.collaboration.services import comments, files
from zhongshu.collaboration.subjects import get_subject
from zhongshu.integrations.models import PlanImport
from zhongshu.kit import events
from zhongshu.kit.audit.sealing import seal
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Calendar, OrganisationImport, Person, Transfer, Unit
from zhongshu.planning.fields import RATES
from zhongshu.planning.models import PlanResource, Task
from zhongshu.planning.services import baselines
from zhongshu.planning.services.edits import edit_plan

# Stands in what nobody without a grant may see.
ROWS = "canaryrow"
# Stand in the fields that need a permission of their own.
PERSONAL = "canarypersonal"
PERSONAL_DATES = (date(1987, 6, 15), date(2087, 7, 16))
COST = 98_765_432
COSTS = ("98765432", "987654.32", "98,765,432")


@dataclass(frozen=True)
class World:
    """The ids of one object of each kind, by the name of the path parameter."""

    ids: dict[str, Any]


def built() -> World:
    """Build the company; what is asked of it is asked with `World.ids`."""
    project = ProjectFactory.create(name=f"{ROWS} project")
    tasks = plan_with(project, {f"{ROWS}1": 2, f"{ROWS}2": 3}, [f"{ROWS}1 -> {ROWS}2"])
    Task.objects.filter(project=project).update(
        notes=f"{ROWS} notes",
        checklist=[{"id": "1", "text": f"{ROWS} item", "is_done": True}],
        fixed_cost_minor=COST,
        cost_minor=COST,
        actual_cost_minor=COST,
    )
    person = PersonFactory.create(
        name=f"{ROWS} person",
        unit=project.unit,
        scope=project.unit.scope,
        email=f"{PERSONAL}@example.com",
        employee_number=PERSONAL,
        joins_on=PERSONAL_DATES[0],
        leaves_on=PERSONAL_DATES[1],
    )
    Transfer.objects.create(
        person=person,
        from_unit=UnitFactory.create(name=f"{ROWS} unit"),
        to_unit=project.unit,
        on=date(2026, 1, 5),
    )
    put = {"op": "assign", "task_id": next(iter(tasks.values())), "person_id": str(person.pk)}
    edit_plan(SYSTEM, project=project, operations=[put])
    resource = PlanResource.objects.get(project=project)
    PlanResource.objects.filter(pk=resource.pk).update(
        email=f"{PERSONAL}@example.com",
        **dict.fromkeys(RATES, COST),
        rates={"standard_rate": str(COST)},
        details={"notes": f"{ROWS} notes"},
    )
    manager = user_with(*_all_permissions())
    baselines.set_baseline(
        manager, project=project, name=f"{ROWS} baseline", task_ids=None, at=timezone.now()
    )
    request = baselines.set_baseline(
        SYSTEM, project=project, name=f"{ROWS} request", at=timezone.now(), reason=f"{ROWS} why"
    )
    token, _ = access.issue_token(
        manager,
        name=ROWS,
        expires_at=timezone.now() + timedelta(days=1),
        at=timezone.now(),
    )
    grant = Grant.objects.get(user=manager)
    task_id = next(iter(tasks.values()))
    discussed = _discussion(manager, task_id)
    ids = {
        "project_id": project.pk,
        "task_id": task_id,
        "plan_resource_id": resource.pk,
        "task_key": f"{project.key}-1",
        "subject_kind": "task",
        "subject_id": task_id,
        **discussed,
        "unit_id": project.unit_id,
        "parent_id": project.unit_id,
        "person_id": person.pk,
        "somebody_id": person.pk,
        "record_kind": "person",
        "record_id": person.pk,
        "hold_id": _hold(person.pk).pk,
        "code": "audit",
        "calendar_id": project.calendar_id,
        "baseline_id": request.pk,
        "token_id": token.pk,
        "grant_id": grant.pk,
        "glass_id": _broken_glass(grant).pk,
        "lowering_id": _lowering(manager, discussed["comment_id"], project.scope).pk,
        "role_id": grant.role_id,
        "scope_id": project.scope_id,
        "user_id": manager.pk,
        "view_id": _shared_view(manager).pk,
        "import_id": _plan_import(manager).pk,
        "event_id": _sealed_event().id,
        "year": 2026,
        "version_id": _draft().pk,
        **_notice(manager),
        "resource": "person",
        "field": "email",
        "row_id": person.pk,
        "tab_id": _open_page(manager, project.scope),
        **_authorities(manager, project.scope),
        **ways_in(manager, ROWS),
    }
    return World(ids)


def _lowering(asker: Any, comment_id: UUID, scope: Any) -> Lowering:
    """A comment that somebody asks to lower."""
    Comment.objects.filter(pk=comment_id).update(classification=1)
    return Lowering.objects.create(
        scope=scope, record_kind="comment", record_id=comment_id, was=1, classification=0, label=1,
        reason=f"{ROWS} lower", asked_by=asker, asked_at=timezone.now(),
    )  # fmt: skip


def _broken_glass(like: Grant) -> Grant:
    """What somebody opened in an emergency, and nobody has reviewed."""
    return Grant.objects.create(
        user=UserFactory.create(name=f"{ROWS} opener"), role=like.role, scope=like.scope,
        kind=Grant.Kind.BREAK_GLASS, reason=f"{ROWS} emergency", is_to_review=True,
        valid_to=timezone.now() - timedelta(hours=1),
    )  # fmt: skip


def _hold(somebody_id: UUID) -> LegalHold:
    return access.place_hold(
        SYSTEM, somebody_id=somebody_id, reason=f"{ROWS} dispute", since=date(2026, 1, 1),
        until=date(2026, 2, 1),
    )  # fmt: skip


def _authorities(owner: Any, scope: Any) -> dict[str, Any]:
    """A body with a question before it, an authority, a delegation and a rule."""
    other = UserFactory.create(name=f"{ROWS} deputy")
    body = body_with(owner, other, over=scope)
    Body.objects.filter(pk=body.pk).update(name=f"{ROWS} body", name_en=f"{ROWS} body")
    question = put(
        body, scope_id=scope.pk, at=timezone.now(), authority="stop", title=f"{ROWS} question"
    )
    Vote.objects.create(
        question=question, user=other, choice="for", note=f"{ROWS} note", cast_at=timezone.now()
    )
    delegation = delegation_to(other, owner, over=scope, reason=f"{ROWS} reason")
    rule = Separation.objects.create(kind="acts", first=LEAD_PROJECT, second=DECIDE_BASELINE)
    holding = holding_of(owner, "stop", over=scope, confirmed_at=None)
    return {
        "body_id": body.pk,
        "question_id": question.pk,
        "delegation_id": delegation.pk,
        "separation_id": rule.pk,
        "holding_id": holding.pk,
        "deputy_id": other.pk,
    }


def _draft() -> PolicyVersion:
    """A policy that somebody is writing."""
    cell = Cell(Subject.EVERYONE, Effect.READ, resource="person", field="email")
    return access.draft_policy(
        SYSTEM, document=Document((cell,)), note=f"{ROWS} note", expected_version=None
    )


def _notice(reader: User) -> dict[str, Any]:
    """A notice in force that somebody has read, and that somebody is writing anew."""
    words = {"title": "告知", "title_en": "Notice", "text": "内容", "text_en": "Text"}
    notice = access.create_notice(
        SYSTEM, kind="information", purpose="", basis="employment", words=words
    )
    at, on = timezone.now(), timezone.localdate()
    version = access.publish_notice(
        SYSTEM, notice=notice, effective_on=on, is_material=True, expected_version=None, at=at,
        on=on,
    )  # fmt: skip
    access.answer_notice(
        reader, notice=notice, notice_version_id=version.pk, language="en", at=at, on=on,
        digest=text_digest(version, "en"), answer="acknowledged",
    )  # fmt: skip
    words |= {"text": f"{ROWS} draft"}
    access.draft_notice(SYSTEM, notice=notice, words=words, expected_version=0)
    return {"notice_id": notice.pk, "notice_version_id": version.pk}


def _open_page(owner: Any, scope: Any) -> UUID:
    """Somebody has the project open, and is called by a canary."""
    owner.name = f"{ROWS} owner"
    owner.save()
    tab = UUID(int=7)
    Presence.objects.create(id=tab, user=owner, scope=scope, page="plan", seen_at=timezone.now())
    return tab


def _all_permissions() -> list[str]:
    from zhongshu.access.roles import READY_ROLES

    return sorted(set().union(*(role.permissions for role in READY_ROLES)))


def _shared_view(owner: Any) -> SavedView:
    definition = {"filters": [f"cost_minor:eq:{COST}", f"name:contains:{ROWS}"], "sort": "name"}
    view = access.save_view(owner, page="plan", name=f"{ROWS} view", definition=definition)
    return access.share_view(owner, view=view, scope=company(), expected_version=None)


def _sealed_event() -> Event:
    event = Event.objects.order_by("-seq")[0]
    seal(at=timezone.now())
    return event


def _discussion(author: Any, task_id: str) -> dict[str, Any]:
    """A comment that names its author's colleague, a file, and what the colleague was told."""
    subject, at = get_subject(SYSTEM, "task", UUID(task_id)), timezone.now()
    text = f"{ROWS} comment @[x](user:{user_with('projects.view').pk})"
    comment = comments.add_comment(author, subject=subject, text=text, at=at)
    file = files.add_file(author, subject=subject, name=f"{ROWS}.txt", content=ROWS.encode(), at=at)
    events.deliver_pending()
    return {
        "comment_id": comment.pk,
        "file_id": file.pk,
        "notification_id": Notification.objects.get(comment=comment).pk,
    }


def _plan_import(owner: Any) -> PlanImport:
    return PlanImport.objects.create(
        file_name=f"{ROWS}.xml",
        format="mspdi",
        n_bytes=1,
        digest="0" * 64,
        source_id=ROWS,
        uploaded_by=owner,
        expires_at=timezone.now() + timedelta(days=1),
    )


def ask(client: Client, operation: Operation, world: World, **headers: str) -> HttpResponse:
    """Send a request that would work for somebody who may do it."""
    given = {"If-Match": "*", **headers}
    address = operation.address(world.ids)
    if operation.media_type == "application/json":
        options = {"data": operation.body(world.ids), "content_type": "application/json"}
    elif operation.media_type == "multipart/form-data":
        file = io.BytesIO(b"<Project xmlns='http://schemas.microsoft.com/project'/>")
        file.name = "plan.xml"
        options = {"data": {"file": file, "kind": "people"}}
    elif operation.is_unsafe:
        options = {}
    else:
        options = {"data": operation.query({**world.ids, "text": ROWS})}
    return getattr(client, operation.method)(address, headers=given, **options)


def everything_in(response: HttpResponse) -> str:
    """The text of an answer, headers and the insides of archives included."""
    body = response.content
    texts = [str(response.headers), body.decode("utf-8", "replace")]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            texts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "\n".join(texts)


def fingerprint() -> dict[str, int]:
    """How much there is of everything, and how often it was changed."""
    counted: list[type[models.Model]] = [
        Task, Person, Grant, Role, PolicyVersion, PlanImport, OrganisationImport, SavedView,
        Calendar, Transfer, Unit, Presence, Comment, Attachment, Notification, Watch,
        NoticeAnswer, NoticeVersion,
    ]  # fmt: skip
    changes = {"changes": Event.objects.exclude(kind__in=NOT_CHANGES).count()}
    return changes | {model.__name__: model.objects.count() for model in counted}


def stranger() -> Client:
    """Somebody who is signed in and holds nothing."""
    client = Client()
    client.force_login(UserFactory.create())
    return client
