"""Speaking to the API as its own pages do."""

from typing import Any
from uuid import uuid4

from django.test import Client

from zhongshu.access.models import User

JSON = "application/json"


class Wire(Client):
    """A client that speaks JSON to ``/api/v1`` and signs its writes as our pages do."""

    def __init__(self, user: User | None = None, **options: Any) -> None:
        super().__init__(**options)
        if user is not None:
            self.force_login(user)

    def call(
        self, method: str, path: str, body: Any = None, *, version: int | None = None, key: str = ""
    ) -> Any:
        """Send one request; ``version`` becomes If-Match, ``key`` the Idempotency-Key."""
        headers = {"If-Match": f'"{version}"'} if version is not None else {}
        if method == "post":
            headers["Idempotency-Key"] = key or uuid4().hex
        options = {} if body is None else {"data": body, "content_type": JSON}
        return getattr(self, method)(f"/api/v1{path}", headers=headers, **options)

    def see_as(self, user: User, *, purpose: str = "Checking rights") -> Any:
        """See the pages as another account from now on."""
        return self.call("post", "/view-as", {"user_id": str(user.pk), "purpose": purpose})
