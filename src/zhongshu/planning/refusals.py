"""Refusals that several kinds of operations share."""

from zhongshu.kit.errors import DomainError


class UnknownTask(DomainError):
    """The plan has no such task."""

    code = "planning.unknown_task"
    status = 422


class UnknownLink(DomainError):
    """The plan has no such link."""

    code = "planning.unknown_link"
    status = 422


class LinkExists(DomainError):
    """The two tasks are already linked in this way."""

    code = "planning.link_exists"
