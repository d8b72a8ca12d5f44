"""JSON in and out."""

from typing import Any

import orjson
from django.http import HttpRequest, RawPostDataException
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from zhongshu.kit.errors import BadInput
from zhongshu.kit.http import to_json

MAX_DEPTH = 64


class Renderer(BaseRenderer):
    """Answers as JSON."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        """Encode an answer."""
        return to_json(data)


class BodyParser(Parser):
    """Requests in JSON, neither broken nor nested beyond reason."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Decode a body.

        Raises
        ------
        BadInput
            If it is a form or not JSON, holds NUL, or is nested deeper than `MAX_DEPTH`.
        """
        try:
            body = request.body
        except RawPostDataException as error:
            raise BadInput("the body is a form, and JSON is asked for") from error
        try:
            data = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BadInput(f"the body is not JSON: {error}") from error
        if b"\\u0000" in body:
            raise BadInput("a text holds the character NUL, which cannot be stored")
        if body.count(b"[") + body.count(b"{") > MAX_DEPTH:
            _refuse_depth(data)
        return data


def _refuse_depth(data: Any) -> None:
    level = [data]
    for _ in range(MAX_DEPTH + 1):
        level = [child for item in level for child in _children(item)]
        if not level:
            return
    raise BadInput("the body is nested too deeply", limit=MAX_DEPTH)


def _children(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return list(item.values())
    return item if isinstance(item, list) else []
