"""Who may confirm what waits for another person hears of it, and whoever asked hears the answer."""

import pytest
from django.core import mail

from tests.access.test_policy import published
from tests.collaboration.test_mail import run_mail_jobs
from tests.factories.access import UserFactory, body_with, role_with, user_with
from tests.factories.organisation import company_scope
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import Grant, User
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.collaboration.models import Notification
from zhongshu.kit import events

pytestmark = pytest.mark.django_db

COSTS, MANAGE, ANY = "finance.view_costs", "access.manage", "access.grant_any"
RULES = ("access.manage_authorities", "access.view_authorities")


@pytest.fixture
def managers():
    return [user_with(MANAGE, ANY, *RULES) for _ in range(2)]


def news_of(user):
    items = Wire(user).call("get", "/notifications").json()["items"]
    return [(one["kind"], one["subject"]["kind"], one["subject"]["name"]) for one in items]


def test_grant_that_waits_is_told_to_who_may_confirm_it_and_its_answer_to_who_gave_it(
    managers, settings
):
    settings.MAIL_IS_ON = True
    giver, other = managers
    User.objects.filter(pk=other.pk).update(email="other@example.com", language="en")
    receiver, lesser = UserFactory.create(name="Xu Receiver"), user_with(MANAGE)
    role = role_with(COSTS)
    new = {"user_id": str(receiver.pk), "role_id": str(role.pk)}

    given = Wire(giver).call("post", "/grants", new | {"scope_id": str(company_scope().pk)}).json()
    events.deliver_pending()
    run_mail_jobs()
    asked = news_of(other)
    Wire(other).call("post", f"/grants/{given['id']}/confirmation")
    events.deliver_pending()

    name = f"{role.name} · {company_scope().label}"
    assert asked == [("confirm_waiting", "grant", name)]
    assert news_of(giver) == [("confirmed", "grant", name)]
    assert news_of(receiver) == news_of(lesser) == []
    [letter] = mail.outbox
    assert f"“{role.name_en} · {company_scope().label}”" in letter.body
    assert "/governance/access?tab=grants&state=proposed" in letter.body
    assert "Xu Receiver" not in letter.body + letter.subject


def test_role_and_rule_that_wait_are_told(managers):
    asker, other = managers
    role, body = role_with("projects.view"), body_with(UserFactory.create())
    Grant.objects.create(user=UserFactory.create(), role=role, scope=company_scope())
    wire = Wire(asker)

    wire.call("patch", f"/roles/{role.pk}", {"permissions": ["projects.view", COSTS]}, version=1)
    wire.call("patch", f"/bodies/{body.pk}", {"quorum": 1}, version=1)
    wire.call("patch", f"/bodies/{body.pk}", {"name": "委员会"}, version=2)
    events.deliver_pending()
    Wire(other).call("post", f"/roles/{role.pk}/confirmation", version=2)
    Wire(other).call("post", f"/bodies/{body.pk}/confirmation", version=3)
    events.deliver_pending()

    assert sorted(news_of(other)) == [
        ("confirm_waiting", "body", "委员会"),
        ("confirm_waiting", "role", role.name),
    ]
    assert sorted(news_of(asker)) == [
        ("confirmed", "body", "委员会"),
        ("confirmed", "role", role.name),
    ]
    assert Notification.objects.count() == 4


def test_what_another_person_declined_is_told_to_who_asked(managers, settings):
    settings.MAIL_IS_ON = True
    asker, other = managers
    User.objects.filter(pk=asker.pk).update(email="asker@example.com", language="en")
    receiver = UserFactory.create(name="Xu Receiver")
    role, body = role_with("projects.view"), body_with(UserFactory.create())
    opened = role_with(COSTS)
    Grant.objects.create(user=UserFactory.create(), role=role, scope=company_scope())
    wire, refusing = Wire(asker), Wire(other)
    new = {"user_id": str(receiver.pk), "role_id": str(opened.pk)}
    given = wire.call("post", "/grants", new | {"scope_id": str(company_scope().pk)}).json()
    wire.call("patch", f"/roles/{role.pk}", {"permissions": ["projects.view", COSTS]}, version=1)
    wire.call("patch", f"/bodies/{body.pk}", {"quorum": 1}, version=1)

    answers = [
        refusing.call("delete", f"/grants/{given['id']}"),
        refusing.call("delete", f"/roles/{role.pk}/confirmation", version=2),
        refusing.call("delete", f"/bodies/{body.pk}/confirmation", version=2),
    ]
    events.deliver_pending()
    run_mail_jobs()

    assert [one.status_code for one in answers] == [204, 200, 200]
    assert sorted(news_of(asker)) == [
        ("declined", "body", body.name),
        *sorted(("declined", "role", one.name) for one in (role, opened)),
    ]
    assert news_of(receiver) == []
    told = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]
    assert any(f"declined “{opened.name_en}”, which you asked for" in one for one in told)
    assert "Xu Receiver" not in "".join(told)


def test_nobody_is_told_of_what_they_took_back_or_of_a_grant_that_counted(managers):
    asker, other = managers
    role, held = role_with(COSTS), role_with("projects.view")
    receiver = UserFactory.create()
    scope = {"user_id": str(receiver.pk), "scope_id": str(company_scope().pk)}
    waiting = Wire(asker).call("post", "/grants", scope | {"role_id": str(role.pk)}).json()
    Grant.objects.create(user=receiver, role=held, scope=company_scope(), proposed_by=asker)
    counted = Grant.objects.get(role=held)

    Wire(asker).call("delete", f"/grants/{waiting['id']}")
    Wire(other).call("delete", f"/grants/{counted.pk}")
    events.deliver_pending()

    assert news_of(asker) == []


@pytest.mark.parametrize(
    "closed", ["audit_event.actor_name", "grant.proposed_by", "grant.confirmed_by"]
)
def test_news_and_letter_do_not_tell_who_asked_where_that_is_closed(managers, settings, closed):
    settings.MAIL_IS_ON = True
    asker, other = managers
    User.objects.filter(pk=asker.pk).update(name="Ada Asker")
    User.objects.filter(pk=other.pk).update(email="other@example.com", language="en")
    resource, _, name = closed.partition(".")
    published(Cell(Subject.EVERYONE, Effect.NONE, resource=resource, field=name))
    new = {"user_id": str(UserFactory.create().pk), "role_id": str(role_with(COSTS).pk)}

    Wire(asker).call("post", "/grants", new | {"scope_id": str(company_scope().pk)})
    events.deliver_pending()
    run_mail_jobs()

    [news] = Wire(other).call("get", "/notifications").json()["items"]
    [letter] = mail.outbox
    assert (news["by"], news["_locked"], set(news["_classes"])) == (None, ["by"], {"by"})
    assert letter.subject.startswith("Zhongshu: Somebody asks you to confirm")
    assert "Ada" not in letter.body


def test_a_mail_names_no_project_of_a_class_that_it_may_not_carry(managers, settings):
    settings.MAIL_IS_ON = True
    project = ProjectFactory.create(classification=3)
    talk = ("projects.view", "projects.lower_class")
    asker, lowerer = (user_with(*talk) for _ in range(2))
    User.objects.filter(pk__in=[lowerer.pk, managers[1].pk]).update(email="other@example.com")
    body = {"record_kind": "project", "record_id": str(project.pk), "classification": 1,
            "reason": "Known"}  # fmt: skip
    grant = {"user_id": str(user_with().pk), "role_id": str(role_with(COSTS).pk),
             "scope_id": str(project.scope_id)}  # fmt: skip

    answers = [Wire(asker).call("post", "/lowerings", body),
               Wire(managers[0]).call("post", "/grants", grant)]  # fmt: skip
    events.deliver_pending()
    run_mail_jobs()

    assert [one.status_code for one in answers] == [201, 201]
    assert len(mail.outbox) == 2
    called = project.scope.label
    assert not any(called in str(one.message()) for one in mail.outbox)
    # In the application, which carries every class, it is called by its name.
    assert ("confirm_waiting", "lowering", called) in news_of(lowerer)
