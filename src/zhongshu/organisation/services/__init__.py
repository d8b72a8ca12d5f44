"""What the organisation can be asked to do."""

from zhongshu.organisation.placements import UnitLoop
from zhongshu.organisation.services.calendars import (
    CalendarInUse,
    CalendarLoop,
    create_calendar,
    delete_calendar,
    update_calendar,
)
from zhongshu.organisation.services.imports import (
    ImportApplied,
    ImportExpired,
    ImportOutdated,
    apply_import,
    preview_import,
)
from zhongshu.organisation.services.people import (
    EmployeeNumberTaken,
    ManagerLoop,
    apply_transfers,
    create_person,
    end_person,
    lower_person,
    move_person,
    update_person,
)
from zhongshu.organisation.services.units import (
    UnitCodeTaken,
    UnitNotEmpty,
    apply_placements,
    close_unit,
    create_unit,
    lower_unit,
    move_unit,
    update_unit,
)

__all__ = [
    "CalendarInUse",
    "CalendarLoop",
    "EmployeeNumberTaken",
    "ImportApplied",
    "ImportExpired",
    "ImportOutdated",
    "ManagerLoop",
    "UnitCodeTaken",
    "UnitLoop",
    "UnitNotEmpty",
    "apply_import",
    "apply_placements",
    "apply_transfers",
    "close_unit",
    "create_calendar",
    "create_person",
    "create_unit",
    "delete_calendar",
    "end_person",
    "lower_person",
    "lower_unit",
    "move_person",
    "move_unit",
    "preview_import",
    "update_calendar",
    "update_person",
    "update_unit",
]
