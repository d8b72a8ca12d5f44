"""How people want to be told: by default, and as each of them chose."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from zhongshu.collaboration.models import Notification, NotificationPreference

Kind = Notification.Kind
Mail = Notification.Mail


class Channels(NamedTuple):
    """Whether somebody is told in the application, and how by mail."""

    is_in_app: bool
    mail: str


DEFAULTS = {
    Kind.MENTIONED: Channels(True, Mail.AT_ONCE),
    Kind.COMMENTED: Channels(True, Mail.DAILY),
    Kind.ASSIGNED: Channels(True, Mail.AT_ONCE),
    Kind.DATES_MOVED: Channels(True, Mail.DAILY),
    Kind.BASELINE_WAITING: Channels(True, Mail.AT_ONCE),
    Kind.BASELINE_DECIDED: Channels(True, Mail.AT_ONCE),
    Kind.QUESTION_PUT: Channels(True, Mail.AT_ONCE),
    Kind.QUESTION_DECIDED: Channels(True, Mail.AT_ONCE),
    Kind.CONFIRM_WAITING: Channels(True, Mail.AT_ONCE),
    Kind.CONFIRMED: Channels(True, Mail.AT_ONCE),
    Kind.DECLINED: Channels(True, Mail.AT_ONCE),
}

# What nobody can switch off: whoever took an account over would do it first.
ALWAYS = {
    Kind.SIGN_IN_CHANGED: Channels(True, Mail.AT_ONCE),
    Kind.GLASS_BROKEN: Channels(True, Mail.AT_ONCE),
}


def channels(user_ids: Collection[UUID]) -> dict[tuple[UUID, str], Channels]:
    """How each user wants to be told of each kind of thing."""
    wanted = {
        (user_id, kind.value): by_default
        for user_id in user_ids
        for kind, by_default in DEFAULTS.items()
    }
    chosen = NotificationPreference.objects.filter(user__in=user_ids)
    for user_id, kind, is_in_app, mail in chosen.values_list(
        "user_id", "kind", "is_in_app", "mail"
    ):
        wanted[user_id, kind] = Channels(is_in_app, mail)
    for user_id in user_ids:
        wanted |= {(user_id, kind.value): fixed for kind, fixed in ALWAYS.items()}
    return wanted
