"""What one request left half read does not keep the next one from what was written meanwhile."""

from threading import Thread

import pytest
from django.conf import settings
from django.db import close_old_connections, connection

from tests.factories.organisation import UnitFactory
from zhongshu.organisation.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


def written_by_another() -> None:
    UnitFactory.create(name="new")
    connection.close()


@pytest.mark.skipif(
    not settings.IS_SQLITE, reason="a snapshot of PostgreSQL ends with its statement"
)
def test_what_was_left_half_read_ends_with_its_request():
    UnitFactory.create_batch(200)
    half_read = Unit.objects.values_list("pk").iterator(chunk_size=2)
    next(half_read)
    another = Thread(target=written_by_another)
    another.start()
    another.join()
    assert not Unit.objects.filter(name="new").exists()

    close_old_connections()

    assert Unit.objects.filter(name="new").exists()
