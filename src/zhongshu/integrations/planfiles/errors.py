"""What is said when a plan file cannot be read."""

from typing import Any


class PlanFileError(Exception):
    """A plan file is broken, hostile, too big or of no known format.

    Parameters
    ----------
    code:
        Stable code under ``planfiles.``, which the client translates.
    where:
        The place in the file in the reader's own terms, e.g. ``line 12`` or ``Task UID 5``.
    params:
        Values the translated sentence needs.
    """

    def __init__(self, code: str, where: str = "", **params: Any) -> None:
        self.code = f"planfiles.{code}"
        self.where = where
        self.params = params
        super().__init__(f"{self.code} at {where or 'the file'}: {params}")
