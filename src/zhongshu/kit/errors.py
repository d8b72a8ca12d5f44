"""The one error the API knows how to explain."""

from typing import Any


class DomainError(Exception):
    """A rule of the business refused the request.

    ``code`` is part of the API: the web client translates it, so it never changes.
    Subclasses live beside the service that raises them. ``params`` are the facts that the
    sentence needs; ``field`` names the input that must change.
    """

    code = "refused"
    status = 409

    def __init__(self, detail: str = "", *, field: str | None = None, **params: Any) -> None:
        super().__init__(detail)
        self.field = field
        self.params = params


class BadInput(DomainError):
    """A value is not acceptable where it stands."""

    code = "bad_input"
    status = 422


class Stale(DomainError):
    """Somebody changed the object since it was read; ``current`` is its present state."""

    code = "stale"
    status = 412
