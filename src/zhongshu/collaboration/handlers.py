"""Who is told of a comment, and what open pages are told of discussions."""

from collections.abc import Collection
from uuid import UUID

from zhongshu.access.keeping import open_to
from zhongshu.access.models import SYSTEM
from zhongshu.collaboration import subjects
from zhongshu.collaboration.confirmations import (
    ANSWERED,
    ASKED,
    TURNED_DOWN,
    of_confirmation,
    of_glass,
    of_refusal,
    of_request,
)
from zhongshu.collaboration.fields import ATTACHMENT, COMMENT
from zhongshu.collaboration.models import Comment
from zhongshu.collaboration.notifying import NOTIFIED, notify, of_comment
from zhongshu.collaboration.own_account import SIGN_IN_EVENTS, of_sign_in
from zhongshu.collaboration.questions import (
    of_answer,
    of_asked_decision,
    of_first_vote,
    of_question,
)
from zhongshu.kit import clock, events
from zhongshu.kit.models import Event

_SAID = tuple(
    f"collaboration.{done}"
    for done in (
        "comment_added", "comment_edited", "comment_deleted", "comment_restored",
        "comment_classified", "file_added", "file_deleted", "file_restored", "file_classified",
    )
)  # fmt: skip
_READ = ("collaboration.notification_marked", "collaboration.notifications_read")


@events.handler(
    "collaboration.notify", "collaboration.comment_added", "collaboration.comment_edited"
)
def notify_of_comment(event: Event) -> None:
    """Tell those whom a comment names, concerns or is followed by; an edit only tells the named."""
    comment = Comment.objects.filter(pk=event.subject_id, deleted_at=None).first()
    if comment is None:
        return
    place = (comment.subject_kind, comment.subject_id)
    subject = subjects.subjects_in_view(SYSTEM, [place]).get(place)
    if subject is None:
        return
    mentioned = {UUID(one) for one in event.data["mentions"]}
    notices = of_comment(comment, subject, mentioned)
    open_to_them = open_to(COMMENT, comment.pk, {one.user_id for one in notices})
    if comment.reply_to_id is not None:
        open_to_them = open_to(COMMENT, comment.reply_to_id, open_to_them)
    notices = [one for one in notices if one.user_id in open_to_them]
    if event.kind == "collaboration.comment_edited":
        notices = [one for one in notices if one.user_id in mentioned]
    notify(notices, event=event, at=clock.now())


@events.handler("collaboration.notify_of_sign_in", *SIGN_IN_EVENTS)
def notify_of_sign_in(event: Event) -> None:
    """Tell the owner of an account that how one signs in to it changed."""
    notify(of_sign_in(event), event=event, at=clock.now())


@events.handler("collaboration.notify_of_question", "access.question_put")
def notify_of_question(event: Event) -> None:
    """Tell those who vote on a question, and who hold the authority that it is about."""
    notify(of_question(event), event=event, at=clock.now())


@events.handler("collaboration.notify_of_asked_decision", "projects.decision_asked")
def notify_of_asked_decision(event: Event) -> None:
    """Tell those who vote on a project, and who hold the authority that it is about."""
    notify(of_asked_decision(event), event=event, at=clock.now())


@events.handler("collaboration.notify_of_first_vote", "access.vote_cast")
def notify_of_first_vote(event: Event) -> None:
    """Tell the others where a member of a body begins to decide on a project by voting."""
    notify(of_first_vote(event), event=event, at=clock.now())


@events.handler("collaboration.notify_of_answer", "access.question_decided")
def notify_of_answer(event: Event) -> None:
    """Tell whoever put a question what was decided."""
    notify(of_answer(event), event=event, at=clock.now())


@events.handler("collaboration.notify_of_waiting", *ASKED)
def notify_of_waiting(event: Event) -> None:
    """Tell those who may confirm what one person asked for."""
    notify(of_request(event), event=event, at=clock.now())


@events.handler("collaboration.notify_of_confirmed", *ANSWERED)
def notify_of_confirmed(event: Event) -> None:
    """Tell whoever asked that another person agreed."""
    notify(of_confirmation(event), event=event, at=clock.now())


@events.handler("collaboration.notify_of_declined", *TURNED_DOWN)
def notify_of_declined(event: Event) -> None:
    """Tell whoever asked that another person did not agree."""
    notify(of_refusal(event), event=event, at=clock.now())


@events.handler("collaboration.notify_of_glass", "access.glass_broken")
def notify_of_glass(event: Event) -> None:
    """Tell who manages access that somebody opened a role to themselves in an emergency."""
    notify(of_glass(event), event=event, at=clock.now())


@events.live_to(*_SAID)
def tell_discussion(event: Event, among: Collection[UUID]) -> tuple[set[UUID], events.Message]:
    """Open panels of a subject learn that something was said or shared."""
    kind, about = event.data["about_kind"], event.data["about"]
    told = subjects.readers_among(kind, event.scope_id, among)
    told = open_to(_RESOURCES[event.subject_type], event.subject_id, told, own_classes=_was(event))
    return told, ("discussion_changed", {"kind": kind, "subject_id": about})


_RESOURCES = {one.model._meta.label_lower: one for one in (COMMENT, ATTACHMENT)}


def _was(event: Event) -> list[int]:
    """The class from which something was raised: who saw it sees it go."""
    before = event.data.get("before") or {}
    return [before["classification"]] if "classification" in before else []


@events.live_to(NOTIFIED)
def tell_notified(event: Event, among: Collection[UUID]) -> tuple[set[UUID], events.Message]:
    """The bells of those who were told learn that there is news, and nothing else."""
    return {UUID(one) for one in event.data["users"]}, ("notified", {})


@events.live_to(*_READ)
def tell_read(event: Event, among: Collection[UUID]) -> tuple[set[UUID], events.Message]:
    """The other pages of somebody who read the news learn that it was read."""
    return ({event.actor_id} if event.actor_id else set()), ("notified", {})
