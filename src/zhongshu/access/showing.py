"""One value shown to a viewer who asks for it, and kept in the trail: never in passing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhongshu.access import auditing
from zhongshu.access.authorities import reading
from zhongshu.access.authorities.fields import (
    BODY,
    DELEGATION,
    HOLDING,
    MEMBER,
    QUESTION,
    SEPARATION,
    VOTE,
)
from zhongshu.access.event_fields import AUDIT_EVENT
from zhongshu.access.fields import POLICY_VERSION
from zhongshu.access.models import Actor
from zhongshu.access.policy.reading import versions
from zhongshu.access.privacy.fields import NOTICE_ANSWER
from zhongshu.access.privacy.notices import answers_for
from zhongshu.access.recalling import RECALLED
from zhongshu.access.resources import Resource, UnknownField, open_value
from zhongshu.access.trail import note_shown, stated
from zhongshu.access.viewing import PAGES
from zhongshu.kit.origin import Sight

Rows = Callable[[Actor], QuerySet[Any]]
_SHOWN: dict[str, tuple[Resource, Rows]] = {}


def register_shown(resource: Resource, rows: Rows) -> None:
    """Let fields be shown on request of records that have neither a page nor a history.

    Called by the domain of the records when the application starts.
    """
    _SHOWN[resource.name] = (resource, rows)


def show_value(
    actor: Actor, *, record_kind: str, record_id: UUID, field: str, purpose: str
) -> dict[str, Any]:
    """The value of one field of one record; that it was shown, and what for, is recorded.

    The value never is.

    Raises
    ------
    BadInput
        If the purpose says nothing.
    Http404
        If there is no such kind of record, or no such record in view.
    UnknownField
        If there is no such field, or the policy does not open it even to whoever asks.
    """
    purpose = stated(purpose)
    if record_kind not in (found := _kinds()):
        raise Http404
    resource, rows = found[record_kind]
    with transaction.atomic():
        # The key of an event is its number, which nobody is told.
        chosen = rows(actor).filter(**{resource.by_name["id"].path: record_id})
        row = get_object_or_404(chosen)
        if field not in resource.by_name:
            raise UnknownField(field, field=field)
        value, label = open_value(actor, resource, chosen, field)
        seen = Sight(resource.name, resource.model._meta.label_lower, {field}, {str(record_id)})
        if resource is AUDIT_EVENT and field == "data":
            # Of what an event tells, each reader has a part.
            value = auditing.payload(actor, row)
        note_shown(actor, row, seen, purpose=purpose)
    return {"value": value, "classification": int(label)}


def _kinds() -> dict[str, tuple[Resource, Rows]]:
    """Every kind of record whose fields can be shown on request, with its rows in view.

    Of a saved view nothing is: each viewer has a part of its definition only.
    """
    found = {one.resource.name: (one.resource, one.rows) for one in PAGES.values()}
    found |= {
        DELEGATION.name: (DELEGATION, reading.delegations),
        HOLDING.name: (HOLDING, reading.holdings),
        BODY.name: (BODY, reading.bodies),
        MEMBER.name: (MEMBER, reading.members),
        QUESTION.name: (QUESTION, reading.questions),
        VOTE.name: (VOTE, reading.votes),
        SEPARATION.name: (SEPARATION, reading.separations),
        POLICY_VERSION.name: (POLICY_VERSION, versions),
        AUDIT_EVENT.name: (AUDIT_EVENT, auditing.events_in_view),
        NOTICE_ANSWER.name: (NOTICE_ANSWER, answers_for),
    }
    recalled = {one.resource.name: (one.resource, one.rows) for one in RECALLED.values()}
    found |= {name: (one, rows) for name, (one, rows) in recalled.items() if rows}
    return found | _SHOWN
