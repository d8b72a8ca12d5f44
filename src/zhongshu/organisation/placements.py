"""Where units hang: from which day, under which parent, and who has authority there."""

from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from zhongshu.access.guard import company
from zhongshu.access.models import Scope
from zhongshu.access.scopes import hang
from zhongshu.kit import jobs
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.organisation.models import Unit, UnitPlacement
from zhongshu.organisation.queries import parents_on
from zhongshu.organisation.trees import loop_through


class UnitLoop(DomainError):
    """A unit cannot lie below itself."""

    code = "organisation.unit_loop"


def place(unit: Unit, parent: Unit | None, *, from_date: date, today: date) -> bool:
    """Hang a unit under another parent from a day on; False if it hangs there already.

    Moves planned for later days are dropped. A day in the future gets a job.

    Raises
    ------
    UnitLoop
        If on that day or later the parent lies below the unit.
    BadInput
        If the day lies before the unit's last move, or outside the unit's life.
    """
    _refuse_day(unit, from_date, today)
    earlier = unit.placements.filter(from_date__lt=from_date).order_by("-from_date").first()
    stays = earlier is not None and earlier.parent_id == (parent.pk if parent else None)
    n_dropped, _ = unit.placements.filter(from_date__gte=from_date).delete()
    if stays and not n_dropped:
        return False
    if earlier is not None:
        earlier.to_date = unit.valid_to if stays else from_date
        earlier.save(update_fields=["to_date"])
    if not stays:
        UnitPlacement.objects.create(
            unit=unit, parent=parent, from_date=from_date, to_date=unit.valid_to
        )
    _refuse_loop(unit, from_date)
    _take_effect(unit, parent, from_date, today)
    return True


def hang_now(unit: Unit, parent: Unit | None) -> None:
    """Make a parent the present one; authority follows."""
    unit.parent = parent
    unit.version += 1
    unit.save(update_fields=["parent", "version", "updated_at"])
    hang(unit.scope, parents=[scope_below(parent)])


def scope_below(parent: Unit | None) -> Scope:
    """The scope under which the children of a unit, or of the company, hang."""
    return parent.scope if parent else company()


def _take_effect(unit: Unit, parent: Unit | None, from_date: date, today: date) -> None:
    if from_date <= max(today, unit.valid_from):
        hang_now(unit, parent)
        return
    unit.version += 1
    unit.save(update_fields=["version", "updated_at"])
    midnight = timezone.make_aware(datetime.combine(from_date, time.min))
    jobs.enqueue(
        "organisation.apply_placements",
        at=midnight,
        unique_key=f"organisation.apply_placements:{from_date}",
        on=from_date.isoformat(),
    )


def _refuse_day(unit: Unit, from_date: date, today: date) -> None:
    if from_date < unit.valid_from:
        raise BadInput("the unit does not exist yet", field="from_date")
    if unit.valid_to and from_date >= unit.valid_to:
        raise BadInput("the unit is closed by then", field="from_date")
    if unit.placements.filter(from_date__gt=from_date, from_date__lte=today).exists():
        raise BadInput("a move cannot lie before the unit's last one", field="from_date")


def _refuse_loop(unit: Unit, from_date: date) -> None:
    """Look at the day of the move and at each later day on which some unit moves."""
    later = UnitPlacement.objects.filter(from_date__gt=from_date)
    days = {from_date, *later.values_list("from_date", flat=True)}
    for day in sorted(days):
        loop: list[UUID] = loop_through(unit.pk, parents_on(day))
        if loop:
            raise UnitLoop(field="parent", loop=[str(pk) for pk in loop], on=day.isoformat())
