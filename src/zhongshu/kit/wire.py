"""Types of the wire that more than one domain uses."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

from zhongshu.kit.moments import instant, moment_of, parse_moment

_FIRST, _END = moment_of(date(1900, 1, 1)), moment_of(date(2200, 1, 1))


def _read_moment(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("a moment is written as 2026-03-02T08:00")
    moment = parse_moment(value)
    if not _FIRST <= moment < _END:
        raise ValueError("a plan lies between the years 1900 and 2199")
    return moment


# A local date and time to the minute, held as minutes since 1970.
Moment = Annotated[
    int,
    BeforeValidator(_read_moment),
    WithJsonSchema({"type": "string", "examples": ["2026-03-02T08:00"]}),
]

# A moment in an answer. It is no `date-time` of RFC 3339, as the wall clock has no zone.
ToldMoment = Annotated[
    datetime, WithJsonSchema({"type": "string", "examples": ["2026-03-02T08:00"]})
]


def _read_instant(value: Any) -> Any:
    if isinstance(value, str):
        return instant(value)
    raise ValueError("an instant is written as 2026-03-02T08:00:00Z")


# An instant of the world's time; UTC where no zone is written.
Instant = Annotated[
    datetime,
    BeforeValidator(_read_instant),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Veiled(Schema):
    """What an object tells of its fields that the viewer may not read, or only in part."""

    locked_fields: list[str] | None = Field(
        None, alias="_locked", description="Fields that are null for the viewer's lack of a right."
    )
    masked_fields: list[str] | None = Field(
        None, alias="_masked", description="Fields that are shown in part."
    )
    present_fields: list[str] | None = Field(
        None, alias="_present", description="Locked fields that have a value."
    )
    requestable_fields: list[str] | None = Field(
        None,
        alias="_on_request",
        description="Locked or masked fields whose value is shown to the viewer who asks for it.",
    )
    unseen_fields: list[str] | None = Field(
        None,
        alias="_unseen",
        description="References that are null because they lead out of the viewer's sight.",
    )
    field_classes: dict[str, int] | None = Field(
        None, alias="_classes", description="The class of each field that is not shown whole."
    )
