"""The formats in which operations answer, as the description of the API names them."""

from tests.secrecy.operations import OPERATIONS, Operation


def formats_of(operation: Operation) -> tuple[str, ...]:
    """The formats that an operation can be asked for; none if it has but one."""
    for one in operation.definition.get("parameters", []):
        if one["in"] == "query" and one["name"] == "format":
            return tuple(one["schema"]["enum"])
    return ()


# In which a plan leaves as a file.
PLAN_FORMATS = next(formats_of(one) for one in OPERATIONS if one.name == "integrations.export_plan")
