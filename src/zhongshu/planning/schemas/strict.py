"""What all input of planning has in common."""

from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator, ConfigDict, WithJsonSchema


def _whole_percent(ratio: float) -> int:
    if not 0 <= ratio <= 1:
        raise ValueError("per cent complete is a ratio between 0 and 1")
    return round(ratio * 100)


# A ratio from 0 to 1 on the wire, whole per cent inside.
Ratio = Annotated[
    float,
    AfterValidator(_whole_percent),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]

# An id by which the client can go on speaking of what it adds, within an edit or after it.
GivenId = Annotated[
    UUID | None,
    Field(
        description="Of version 8, and begins with the last 12 digits of the id of the project.",
    ),
]


class Strict(Schema):
    """Input in which an unknown field is an error, not silently dropped."""

    model_config = ConfigDict(extra="forbid")
