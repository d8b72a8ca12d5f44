"""What files say of the costs of resources: exactly, by many units, and for other days."""

from decimal import Decimal

from zhongshu.integrations.planfiles.plan import PlanResource
from zhongshu.planning.models import PlanResource as Row

# Attributes of resources that are money, and those that tell of them in words.
RATES_OF_FILES = (
    "standard_rate", "standard_rate_format", "overtime_rate", "overtime_rate_format",
    "cost_per_use", "rates", "baselines",
)  # fmt: skip
DETAILS_OF_FILES = ("initials", "code", "group", "material_label", "notes")
# Working hours of each of Microsoft's rate units: minute, hour, day, week, month, year.
_RATE_HOURS = {1: 1 / 60, 2: 1.0, 3: 8.0, 4: 40.0, 5: 160.0, 7: 1920.0}
_COLUMNS = {"standard_rate": "rate_minor", "overtime_rate": "overtime_rate_minor"}
_MINOR = 100


def rate_in_minor(rate: Decimal | None, unit: int | None) -> int:
    """A rate in hundredths per hour."""
    if rate is None:
        return 0
    return round(float(rate) * _MINOR / _RATE_HOURS.get(unit or 2, 1.0))


def take_from_columns(resource: PlanResource, row: Row) -> None:
    """Take rates from their columns alone, by the hour."""
    for name, column in _COLUMNS.items():
        setattr(resource, name, Decimal(getattr(row, column)) / _MINOR)
    resource.cost_per_use = Decimal(row.cost_per_use_minor) / _MINOR


def keep_to_columns(resource: PlanResource, row: Row) -> None:
    """Take rates from their columns where these say something else than the file once did."""
    for name, column in _COLUMNS.items():
        stored = getattr(row, column)
        unit = f"{name}_format"
        if rate_in_minor(getattr(resource, name), getattr(resource, unit)) != stored:
            setattr(resource, name, Decimal(stored) / _MINOR)
            setattr(resource, unit, None)
    if round((resource.cost_per_use or 0) * _MINOR) != row.cost_per_use_minor:
        resource.cost_per_use = Decimal(row.cost_per_use_minor) / _MINOR
