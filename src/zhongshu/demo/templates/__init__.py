"""How the demo company runs each kind of project: work breakdown, roles, days and links.

Every template is an outline. Two spaces indent one level; a line reads
``Chinese | English | median days | role``, and a line with children gives the first two.

* A row follows the one before it; ``&`` puts it beside that one instead.
* ``*`` is a milestone: it follows every open end of its phase.
* ``~ss+5``, ``~ff``, ``~fs-2`` after the role replace the plain link to the row before;
  the number is a lag in days.
* ``%`` repeats a branch for each subsystem of the project, side by side; ``{}`` is its name.
* ``!`` after the role asks for a deadline, ``^`` for a start no earlier than a fixed day.
"""

from zhongshu.demo.templates.information_technology import ERP, MES, SECURITY
from zhongshu.demo.templates.manufacturing import LINE, RELOCATION, TOOLING, WAREHOUSE
from zhongshu.demo.templates.product import COMPLIANCE, COST_DOWN, NEW_PRODUCT
from zhongshu.demo.templates.supply import SUPPLIER

__all__ = [
    "COMPLIANCE", "COST_DOWN", "ERP", "LINE", "MES", "NEW_PRODUCT", "RELOCATION", "SECURITY",
    "SUPPLIER", "TOOLING", "WAREHOUSE",
]  # fmt: skip
