"""What can be asked of the integrations."""

from zhongshu.integrations.services.imports import (
    AlreadyApplied,
    Expired,
    UnreadablePlanFile,
    clear_uploads,
    import_as_project,
    import_file,
    import_into_project,
    preview_plan_file,
)

__all__ = [
    "AlreadyApplied",
    "Expired",
    "UnreadablePlanFile",
    "clear_uploads",
    "import_as_project",
    "import_file",
    "import_into_project",
    "preview_plan_file",
]
