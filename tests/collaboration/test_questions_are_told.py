"""Who holds an authority hears of the questions about it, and whoever asks hears the answer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.collaboration.test_mail import run_mail_jobs
from tests.factories.access import (
    UserFactory,
    body_with,
    company_scope,
    delegation_to,
    holding_of,
    scope_below,
    user_with,
)
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.authorities.models import Delegation, Holding, Member
from zhongshu.access.models import SYSTEM, User
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.collaboration.models import Notification
from zhongshu.kit import events
from zhongshu.projects.services import deciding

pytestmark = pytest.mark.django_db

TITLE = "Skip the second review?"


@pytest.fixture
def asker() -> User:
    user: User = user_with("access.put_questions")
    User.objects.filter(pk=user.pk).update(name="Ada")
    user.refresh_from_db()
    return user


def person(name: str = "Bo", language: str = "en") -> User:
    found: User = UserFactory.create(name=name, language=language)
    User.objects.filter(pk=found.pk).update(email=f"{found.username}@example.com")
    found.refresh_from_db()
    return found


def ask(asker, body, *, over=None, authority="exception"):
    question = services.ask_question(
        asker, body=body, scope=over or company_scope(), authority=authority, title=TITLE,
        at=timezone.now(),
    )  # fmt: skip
    events.deliver_pending()
    return question


def news_of(user) -> list[tuple[str, str, str | None]]:
    items = Wire(user).call("get", "/notifications").json()["items"]
    return [
        (one["kind"], one["data"].get("why"), one["subject"] and one["subject"]["name"])
        for one in items
    ]


def test_voters_holders_and_deputies_are_told_and_others_are_not(asker):
    voter, guest, holder, deputy, elsewhere, other, proposed = (person() for _ in range(7))
    body = body_with(voter, asker)
    Member.objects.create(body=body, user=guest, role="non_voting", confirmed_at=timezone.now())
    here, there = scope_below(), scope_below()
    holding_of(holder, "exception", is_delegable=True)
    delegation_to(deputy, holder, authorities=["exception"])
    holding_of(elsewhere, "exception", over=there)
    holding_of(other, "stop")
    holding_of(proposed, "exception", confirmed_at=None)

    ask(asker, body, over=here)

    assert news_of(voter) == [("question_put", "vote", TITLE)]
    assert news_of(holder) == news_of(deputy) == [("question_put", "authority", TITLE)]
    for one in (guest, elsewhere, other, proposed, asker):
        assert news_of(one) == []
    assert Notification.objects.count() == 3


def test_member_of_a_body_that_holds_the_authority_is_told(asker):
    voter, member = person(), person()
    asked, holding_body = body_with(voter), body_with(member)
    holding_of(holding_body, "exception")

    ask(asker, asked)

    assert news_of(member) == [("question_put", "authority", TITLE)]


def test_authority_that_may_be_passed_on_is_heard_of_down_the_line(asker):
    voter, holder, first, second = (person() for _ in range(4))
    holding_of(holder, "resource_arbitration", is_delegable=True)
    delegation_to(first, holder, authorities=["resource_arbitration"])
    delegation_to(second, first, authorities=["resource_arbitration"])

    ask(asker, body_with(voter), authority="resource_arbitration")

    assert [news_of(one) for one in (first, second)] == [[("question_put", "authority", TITLE)]] * 2


@pytest.mark.parametrize("loss", ["holding", "delegation", "account of the giver", "over"])
def test_who_may_not_read_it_any_more_is_told_nothing_of_it(asker, loss, settings):
    settings.MAIL_IS_ON = True
    voter, holder, deputy = (person() for _ in range(3))
    holding = holding_of(holder, "exception", is_delegable=True)
    delegation = delegation_to(deputy, holder, authorities=["exception"])
    question = ask(asker, body_with(voter))
    assert news_of(deputy) == [("question_put", "authority", TITLE)]
    path = f"/questions/{question.pk}"
    assert Wire(deputy).call("get", path).status_code == 200

    if loss == "holding":
        Holding.objects.filter(pk=holding.pk).delete()
    elif loss == "delegation":
        Delegation.objects.filter(pk=delegation.pk).update(revoked_at=timezone.now())
    elif loss == "over":
        Delegation.objects.filter(pk=delegation.pk).update(
            valid_from=timezone.now() - timedelta(days=2),
            valid_to=timezone.now() - timedelta(days=1),
        )
    else:
        User.objects.filter(pk=holder.pk).update(is_active=False)

    assert news_of(deputy) == []
    assert Wire(deputy).call("get", path).status_code == 404
    run_mail_jobs()
    assert {one.to[0] for one in mail.outbox}.isdisjoint({f'"Bo" <{deputy.email}>'})


def test_nothing_of_the_question_is_kept_with_the_notification(asker):
    voter = person()
    ask(asker, body_with(voter))

    assert Notification.objects.get(user=voter).data == {}


@pytest.mark.parametrize(
    ("language", "subject", "why"),
    [
        (
            "en",
            "Zhongshu: Ada put a question to Body 0: “Skip the second review?”",
            "You are asked to vote. Authority: Exception; scope: {scope}.",
        ),
        (
            "zh-CN",
            "中枢：Ada向Body 0提交了议题“Skip the second review?”",
            "请您表决。所涉治理权限：例外批准权；范围：{scope}。",
        ),
    ],
)
def test_letter_has_the_question_its_link_and_the_reason(asker, settings, language, subject, why):
    settings.MAIL_IS_ON = True
    settings.PUBLIC_URL = "https://pmo.example.com"
    voter = person(language=language)

    question = ask(asker, body_with(voter))
    run_mail_jobs()

    [sent] = mail.outbox
    _, block, _ = sent.body.split("\n\n")
    assert sent.subject == subject
    assert block.splitlines()[1:] == [
        why.format(scope=company_scope().label),
        f"https://pmo.example.com/governance/authorities?tab=decisions&question={question.pk}",
    ]


@pytest.mark.parametrize(
    ("language", "choices", "line"),
    [
        (
            "en",
            ["for", "for"],
            "Your question “Skip the second review?” to Body 0 was adopted: "
            "2 for, 0 against, 0 abstained",
        ),
        (
            "zh-CN",
            ["against"],
            "您向Body 0提交的议题“Skip the second review?”未通过：赞成 0，反对 1，弃权 0",
        ),
    ],
)
def test_whoever_asked_hears_the_decision(asker, settings, language, choices, line):
    settings.MAIL_IS_ON = True
    User.objects.filter(pk=asker.pk).update(language=language, email="ada@example.com")
    voters = [person(), person()]
    question = ask(asker, body_with(*voters))
    for voter, choice in zip(voters, choices, strict=False):
        services.cast_vote(voter, question=question, choice=choice, at=timezone.now())
    events.deliver_pending()

    run_mail_jobs()

    assert news_of(asker) == [("question_decided", "asked", TITLE)]
    [sent] = [one for one in mail.outbox if one.to == ['"Ada" <ada@example.com>']]
    assert sent.body.split("\n\n")[1].splitlines()[0] == line


def test_token_that_is_limited_knows_no_authority(asker):
    voter, holder = person(), person()
    holding_of(holder, "exception")
    question = ask(asker, body_with(voter))
    _, secret = services.issue_token(
        holder, name="x", expires_at=timezone.now() + timedelta(days=1), at=timezone.now(),
        permissions=frozenset(),
    )  # fmt: skip
    bearer = {"Authorization": f"Bearer {secret}"}

    answer = Wire().get(f"/api/v1/questions/{question.pk}", headers=bearer)

    assert answer.status_code == 404


def halting(project, actor):
    """The committee's questions about halting a project, for which the actor asks."""
    deciding.ask_for_decision(
        actor, project=project, state="on_hold", reason="No budget", at=timezone.now()
    )
    events.deliver_pending()


def committee_over(project):
    """Two voters, of whom only the first sees the project, and a member without a vote."""
    sees, blind, guest = user_with("projects.view", over=project.scope), person(), person()
    body = body_with(sees, blind)
    Member.objects.create(body=body, user=guest, role="non_voting", confirmed_at=timezone.now())
    holding_of(body, "stop")
    return sees, blind, guest


def test_voters_are_told_of_a_question_about_a_project_and_find_it(settings):
    settings.MAIL_IS_ON = True
    project = ProjectFactory.create(state="active", name="Lighthouse")
    sees, blind, guest = committee_over(project)
    editor = user_with("projects.view", "projects.edit", over=project.scope)

    halting(project, editor)
    run_mail_jobs()

    title = f"{project.key} Lighthouse · No budget"
    assert news_of(sees) == [("question_put", "vote", title)]
    assert news_of(blind) == [("question_put", None, "")]
    assert news_of(guest) == news_of(editor) == []
    for voter in (sees, blind):
        [told] = Wire(voter).call("get", "/notifications").json()["items"]
        key = told["subject"]["address"]["question_id"]
        assert Wire(voter).call("get", f"/questions/{key}").json()["can_vote"] is True
        listed = Wire(voter).call("get", "/questions").json()["items"]
        assert [one["id"] for one in listed] == [key]
    [letter] = [one for one in mail.outbox if blind.email in one.to[0]]
    assert "A question before a body concerns you; sign in to read it" in letter.body
    assert "Lighthouse" not in letter.body + letter.subject + letter.alternatives[0][0]
    assert project.key not in letter.body + letter.subject + letter.alternatives[0][0]


def test_letter_about_a_question_has_the_class_of_its_project(settings):
    settings.MAIL_IS_ON = True
    project = ProjectFactory.create(state="active", name="Lighthouse", classification=3)
    sees, _, _ = committee_over(project)
    User.objects.filter(pk=sees.pk).update(email="sees@example.com", language="en")

    halting(project, user_with("projects.view", "projects.edit", over=project.scope))
    run_mail_jobs()

    assert news_of(sees) == [("question_put", "vote", f"{project.key} Lighthouse · No budget")]
    [letter] = [one for one in mail.outbox if "sees@example.com" in one.to[0]]
    assert "A question before a body concerns you" in letter.body
    assert "Lighthouse" not in letter.body + letter.subject


def test_others_are_told_once_where_a_member_begins_by_voting():
    project = ProjectFactory.create(state="active")
    sees, blind, _ = committee_over(project)

    deciding.stop_project(
        sees, project=project, state="on_hold", reason="No budget", at=timezone.now(),
        expected_version=None,
    )  # fmt: skip
    events.deliver_pending()

    assert news_of(sees) == []
    assert news_of(blind) == [("question_put", None, "")]


def closing(*fields: str) -> None:
    """Publish a policy that closes fields, as ``resource.field``, to everybody."""
    cells = (
        Cell(Subject.EVERYONE, Effect.NONE, resource=resource, field=name)
        for resource, _, name in (one.partition(".") for one in fields)
    )
    services.draft_policy(SYSTEM, document=Document(tuple(cells)), note="", expected_version=None)
    services.publish_policy(SYSTEM, expected_version=None)


def decided(asker, *members):
    question = ask(asker, body_with(*members, quorum=len(members)))
    for one in members:
        services.cast_vote(one, question=question, choice="for", at=timezone.now())
    events.deliver_pending()


@pytest.mark.parametrize("closed", ["n_for", "n_against", "n_abstained"])
def test_news_and_letter_of_an_answer_keep_what_the_votes_came_to(asker, settings, closed):
    settings.MAIL_IS_ON = True
    User.objects.filter(pk=asker.pk).update(email="ada@example.com", language="en")
    closing(f"question.{closed}")

    decided(asker, person("Cy"), person("Di"))
    run_mail_jobs()

    [news] = Wire(asker).call("get", "/notifications").json()["items"]
    [letter] = [one for one in mail.outbox if "ada@example.com" in one.to[0]]
    assert (news["kind"], news["data"][closed], news["data"]["state"]) == (
        "question_decided", None, "adopted",
    )  # fmt: skip
    assert news["_locked"] == [closed]
    assert news["_classes"] == {closed: 1}
    assert letter.subject == f"Zhongshu: Your question “{TITLE}” to Body 0 was adopted"


@pytest.mark.parametrize("closed", ["question.asked_by", "vote.user"])
def test_news_and_letter_do_not_tell_who_did_it_where_that_is_closed(asker, settings, closed):
    settings.MAIL_IS_ON = True
    voter = person("Cy")
    closing(closed)

    ask(asker, body_with(voter, person("Di")))
    run_mail_jobs()

    [news] = Wire(voter).call("get", "/notifications").json()["items"]
    [letter] = [one for one in mail.outbox if f"{voter.username}@example.com" in one.to[0]]
    assert (news["by"], news["_locked"]) == (None, ["by"])
    assert letter.subject.startswith("Zhongshu: Somebody put a question to Body 0")
    assert "Ada" not in letter.body
