"""People and units whose class is asked to be lowered."""

from functools import partial

from zhongshu.access.lowering.kinds import Lowerable, shown_by_name
from zhongshu.organisation.fields import LOWER_CLASS, PERSON, UNIT
from zhongshu.organisation.queries import get_person, get_unit, people_in_view, units_in_view
from zhongshu.organisation.services import lower_person, lower_unit

PEOPLE = Lowerable(
    PERSON, LOWER_CLASS, get_person, people_in_view, lower_person, partial(shown_by_name, PERSON)
)
UNITS = Lowerable(
    UNIT, LOWER_CLASS, get_unit, units_in_view, lower_unit, partial(shown_by_name, UNIT)
)
