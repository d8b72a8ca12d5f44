"""Somebody with a word of their own in every personal field, and everything that is stored."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection, transaction

from tests.collaboration.discussed import mention, subject_of, task_of
from tests.factories.access import body_with, delegation_to, role_with, user_with
from tests.factories.organisation import UnitFactory, company_scope
from zhongshu.access import services
from zhongshu.access.authorities.asking import put
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.models import SYSTEM, ApiToken, Grant, NoticeVersion, RecoveryCode, User
from zhongshu.access.privacy.subjects import Somebody, somebody_called
from zhongshu.access.privacy.wording import text_digest
from zhongshu.collaboration.models import Presence
from zhongshu.collaboration.services import comments, files, notifications
from zhongshu.collaboration.services.watching import set_watch
from zhongshu.integrations import uploads
from zhongshu.integrations.models import PlanImport
from zhongshu.kit.origin import Origin, acting_from
from zhongshu.organisation.models import OrganisationImport, Person
from zhongshu.organisation.services import people
from zhongshu.planning.models import Assignment, LastLook, PlanResource, Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import undo_edit

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@dataclass
class Planted:
    """A human with an account and a person, and the words by which their data is known."""

    somebody: Somebody
    account: User
    person: Person
    other: User
    task: Task
    identifying: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    signing_in: list[str] = field(default_factory=list)


def word(salt: str, what: str) -> str:
    return f"zq{salt}{what.replace('_', '')}qz"


def plant(salt: str = "one") -> Planted:
    """Let somebody live and work here: made by services wherever there is one."""
    task = task_of(f"Task {salt}")
    chief = user_with(
        "organisation.manage",
        "access.manage",
        "planning.edit_plan",
        "collaboration.comment",
        "collaboration.attach",
    )
    account = user_with(
        "projects.view", "collaboration.comment", "collaboration.attach", "access.share_views"
    )
    account.username, account.name = word(salt, "username"), f"{word(salt, 'name')}李"
    account.email = f"{word(salt, 'mail')}@example.com"
    account.save()
    version = _published()
    origin = Origin(ip="203.0.113.77", user_agent=word(salt, "agent"))
    person = _employed(chief, account, salt)
    comments.add_comment(
        chief, subject=subject_of(task), text=f"ask {mention(account)} first", at=NOW
    )
    _planned(chief, person, task, salt)
    with acting_from(origin):
        _at_work(account, task, salt, version)
        _deciding(account, chief, salt)
    planted = Planted(somebody_called(person.pk), account, person, chief, task)
    planted.identifying = [
        account.username, account.name, account.email, person.employee_number, person.name,
        person.email, word(salt, "position"), word(salt, "location"), word(salt, "agent"),
        word(salt, "oldname"), word(salt, "crew"), "203.0.113.77",
        word(salt, "phone"),
    ]  # fmt: skip
    planted.signing_in = [
        word(salt, one) for one in ("subject", "claim", "passkey", "address", "browser", "place")
    ]
    planted.written = [word(salt, "said"), word(salt, "file")]
    return planted


def named_by_others(planted: Planted) -> None:
    """What a colleague types where anything may be typed, and what events tell of it."""
    chief, task, name = planted.other, planted.task, planted.person.name
    fields = {
        "name": f"Interview {name}",
        "notes": f"then call {name.upper()}",
        "blocked_because": f"{name} is away",
    }
    edit_plan(
        chief,
        project=task.project,
        operations=[{"op": "update_task", "id": str(task.pk), "fields": fields}],
    )
    add = {"op": "add_resource", "name": f"Help of {name}"}
    edit_plan(chief, project=task.project, operations=[add])
    undo_edit(chief, project=task.project)
    comments.add_comment(
        chief,
        subject=subject_of(task),
        text=f"{name.title()} and {planted.account.username}",
        at=NOW,
    )
    body = body_with(chief, planted.account)
    with transaction.atomic():
        put(
            body,
            scope_id=body.scope_id,
            at=NOW,
            authority="stop",
            title=f"Stop {name}?",
            asked_by=chief,
        )
    services.place_hold(
        SYSTEM, somebody_id=chief.pk, reason=f"Dispute with {name}", since=TODAY, until=None
    )
    files.add_file(
        chief, subject=subject_of(task), name=f"CV {name}.txt", content=b"of somebody", at=NOW
    )


def _employed(chief: User, account: User, salt: str) -> Person:
    person = people.create_person(
        chief,
        unit=UnitFactory.create(),
        employee_number=word(salt, "number"),
        name=word(salt, "oldname"),
        email=f"{word(salt, 'office')}@example.com",
        position=word(salt, "position"),
        location=word(salt, "location"),
        user=account,
        joins_on=date(2021, 3, 4),
    )
    person = people.update_person(
        chief, person=person, expected_version=None, name=f"{word(salt, 'personname')}娜"
    )
    people.move_person(
        chief, person=person, unit=UnitFactory.create(), from_date=date(2025, 1, 1), today=TODAY,
        expected_version=None,
    )  # fmt: skip
    return people.end_person(chief, person=person, on=date(2026, 10, 1), expected_version=None)


def _at_work(account: User, task: Task, salt: str, version: NoticeVersion) -> None:
    subject = subject_of(task)
    comments.add_comment(account, subject=subject, text=word(salt, "said"), at=NOW)
    files.add_file(
        account,
        subject=subject,
        name=f"{word(salt, 'file')}.txt",
        content=word(salt, "bytes").encode(),
        at=NOW,
    )
    set_watch(account, subject=subject, is_on=True)
    notifications.set_preference(account, kind="mentioned", mail="daily")
    services.set_preferences(account, language="en", density="compact")
    services.save_view(account, page="projects", name=word(salt, "view"), definition={})
    services.issue_token(
        account, name=word(salt, "token"), expires_at=NOW + timedelta(days=9), at=NOW
    )
    _read(account, version)
    ApiToken.objects.filter(user=account).update(last_used_at=NOW)
    services.note_sign_in(account, at=NOW, by=["password"])
    User.objects.filter(pk=account.pk).update(password_set_at=NOW)
    RecoveryCode.objects.create(user=account, digest=f"{salt:0>64}", used_at=NOW)
    _signed_in(account, salt)
    LastLook.objects.create(user=account, seq=1, looked_at=NOW)
    Presence.objects.create(
        id=account.pk, user=account, scope=task.project.scope, page="plan", seen_at=NOW
    )
    row = PlanImport.objects.create(
        file_name=f"{word(salt, 'plan')}.xml", format="mspdi", n_bytes=1, digest="0" * 64,
        source_id="x", uploaded_by=account, expires_at=NOW,
    )  # fmt: skip
    uploads.store(row.pk, word(salt, "planbytes").encode())
    OrganisationImport.objects.create(
        scope=company_scope(), kind="people", file_name="t.csv", on=TODAY,
        rows=[{"name": word(salt, "oldname")}, {"name": "somebody else"}], plan_digest="0" * 64,
        uploaded_by=account, expires_at=NOW,
    )  # fmt: skip


def _signed_in(account: User, salt: str) -> None:
    """What signing in keeps: an identity, a passkey, an address, and a session."""
    SocialAccount.objects.create(
        user=account, provider="corp", uid=word(salt, "subject"),
        extra_data={"groups": [word(salt, "claim")]}, last_login=NOW,
    )  # fmt: skip
    data = {"name": word(salt, "passkey"), "credential": {"id": word(salt, "credential")}}
    Authenticator.objects.create(
        user=account, type="webauthn", data=data, created_at=NOW, last_used_at=NOW
    )
    EmailAddress.objects.create(user=account, email=f"{word(salt, 'address')}@example.com")
    UserSession.objects.create(
        user=account, ip="203.0.113.78", user_agent=word(salt, "browser"),
        session_key=word(salt, "session"), data={"place": word(salt, "place")},
    )  # fmt: skip
    row = UserSession.objects.create(
        user=account, ip="203.0.113.79", user_agent=word(salt, "phone"),
        session_key=word(salt, "othersession"),
    )  # fmt: skip
    services.end_session(account, session=row)


def _published() -> NoticeVersion:
    """A notice that everybody is shown."""
    words = {"title": "告知", "title_en": "Notice", "text": "全文在此", "text_en": "The whole text"}
    notice = services.create_notice(
        SYSTEM, kind="information", purpose="", basis="employment", words=words
    )
    return services.publish_notice(
        SYSTEM, notice=notice, effective_on=TODAY, is_material=True, expected_version=None, at=NOW,
        on=TODAY,
    )  # fmt: skip


def _read(account: User, version: NoticeVersion) -> None:
    services.answer_notice(
        account, notice=version.notice, notice_version_id=version.pk, language="en",
        digest=text_digest(version, "en"), answer="acknowledged", at=NOW, on=TODAY,
    )  # fmt: skip


def _deciding(account: User, chief: User, salt: str) -> None:
    """A delegation, an emergency and a request with reasons of one's own, a vote with a note."""
    Lowering.objects.create(
        scope=company_scope(), record_kind="person", record_id=account.pk, was=3, classification=0,
        label=3, reason=word(salt, "lower"), asked_by=account, asked_at=NOW,
    )  # fmt: skip
    delegation_to(chief, account, reason=word(salt, "leave"))
    Grant.objects.create(
        user=account, role=role_with("projects.view"), scope=company_scope(),
        kind=Grant.Kind.BREAK_GLASS, reason=word(salt, "emergency"), finding=word(salt, "finding"),
        reviewed_by=chief, valid_to=NOW,
    )  # fmt: skip
    body = body_with(account, chief)
    with transaction.atomic():
        question = put(
            body, scope_id=body.scope_id, at=NOW, authority="stop", title="Stop?", asked_by=chief
        )
    services.cast_vote(account, question=question, choice="for", note=word(salt, "vote"), at=NOW)


def _planned(chief: User, person: Person, task: Task, salt: str) -> None:
    project = task.project
    operations = [
        {"op": "add_resource", "name": word(salt, "crew")},
    ]
    edit_plan(chief, project=project, operations=operations)
    crew = PlanResource.objects.get(project=project, name=word(salt, "crew"))
    crew.person, crew.email = person, f"{word(salt, 'crewmail')}@example.com"
    crew.save()
    Assignment.objects.create(task=task, resource=crew, actual_work_minutes=61)


def everything_stored() -> str:
    """Every value of every table, as a dump of the database would hold it."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                texts += [_as_text(value) for value in row]
    return "\n".join(texts)


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)


def every_file() -> str:
    """The bytes and the names of everything in the installation's folder."""
    found = BytesIO()
    for path in settings.HOME.rglob("*"):
        found.write(str(path).encode() + b"\n")
        if path.is_file():
            found.write(path.read_bytes())
    return found.getvalue().decode("utf-8", "replace")
