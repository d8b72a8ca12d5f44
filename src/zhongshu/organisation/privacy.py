"""What is erased of a person, and what must be settled before."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from zhongshu.access.models import Actor
from zhongshu.access.privacy.parts import Found, afterwards, blocker, named, part
from zhongshu.access.privacy.readers import Reader, read_by
from zhongshu.access.privacy.retention import rule_for
from zhongshu.access.privacy.subjects import Somebody, called_now_and_before, identifying_texts
from zhongshu.organisation.fields import UNIT
from zhongshu.organisation.models import OrganisationImport, Person, Transfer, Unit

read_by(Person, Reader.NOBODY, "search_key sort_key")
read_by(Transfer, "organisation.view", "person from_unit to_unit on")
read_by(OrganisationImport, Reader.OWN, "rows uploaded_by")

part(
    Person,
    puts={
        "employee_number": lambda somebody, row, on: f"former-{row.pk.hex[-12:]}",
        "name": lambda somebody, row, on: somebody.label,
        "email": lambda somebody, row, on: "",
        "user": lambda somebody, row, on: None,
        "position": lambda somebody, row, on: "",
        "location": lambda somebody, row, on: "",
        "joins_on": lambda somebody, row, on: None,
        "leaves_on": lambda somebody, row, on: on,
    },
)


@blocker("still_employed")
def _employed(actor: Actor, somebody: Somebody, on: date) -> Found:
    person = somebody.row_of(Person)
    if person is None or (person.leaves_on and person.leaves_on <= on):
        return []
    return [{"id": str(person.pk), "name": person.name}]


@blocker("leads_unit")
def _leads(actor: Actor, somebody: Somebody, on: date) -> Found:
    return named(actor, UNIT, "head", Unit.objects.filter(head__in=somebody.ids).order_by("code"))


def _left_before(before: datetime) -> list[UUID]:
    """Those who left before a moment."""
    left = Person.objects.filter(leaves_on__lt=timezone.localdate(before)).order_by("leaves_on")
    return list(left.values_list("pk", flat=True))


rule_for("employment", _left_before)


@afterwards
def _clear_uploaded_tables(somebody: Somebody) -> None:
    """A table that somebody uploaded may hold the row of this person, until it expires."""
    texts, wording = set(identifying_texts(somebody)), called_now_and_before(somebody).among_codes
    for row in OrganisationImport.objects.iterator(50):
        cells = [str(cell) for line in row.rows for cell in line.values()]
        if wording.stands_in(cells) or texts & set(cells):
            row.delete()
