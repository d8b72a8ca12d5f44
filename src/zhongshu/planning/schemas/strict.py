"""What all input of planning has in common."""

from typing import Annotated

from ninja import Schema
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


class Strict(Schema):
    """Input in which an unknown field is an error, not silently dropped."""

    model_config = ConfigDict(extra="forbid")
