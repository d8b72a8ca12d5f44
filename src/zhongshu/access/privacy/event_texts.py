"""Where somebody is named in what events tell: texts that others typed, found and erased."""

from collections.abc import Iterator

from django.db.models import Q
from django.db.models.query import QuerySet

from zhongshu.access.privacy.called import Called
from zhongshu.kit.models import Event
from zhongshu.kit.personal import texts
from zhongshu.kit.personal.sealing import open_value

_AT_ONCE = 200


def naming(called: Called) -> Iterator[tuple[Event, texts.Entries, list[int]]]:
    """Each event in whose texts somebody is named, with its texts and the places of these."""
    for event in _likely(called).only("seq", "id", "texts").order_by("seq").iterator(_AT_ONCE):
        entries = texts.unpacked(event.texts)
        places = [
            place
            for place, entry in enumerate(entries)
            if entry and called.in_prose.stands_in(open_value(entry[1]))
        ]
        if places:
            yield event, entries, places


def erase_where_named(called: Called) -> list[list[str | int]]:
    """Erase these texts for good; return the ids of the events, each with the places."""
    erased: list[list[str | int]] = []
    for event, entries, places in list(naming(called)):
        left = texts.packed(texts.without(entries, places))
        Event.objects.filter(pk=event.pk).update(texts=left)
        erased.append([str(event.id), *places])
    return erased


def _likely(called: Called) -> QuerySet[Event]:
    """The events that may name somebody; what is sealed in them only opening tells."""
    is_sealed = Q(texts__contains='"enc1:')
    return Event.objects.filter(called.in_prose.likely("texts", is_json=True) | is_sealed)
