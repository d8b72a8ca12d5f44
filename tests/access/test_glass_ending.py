"""C18: what is opened by breaking the glass ends by itself, early, or with the right to it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.access.test_glass import (
    BREAK,
    COSTS,
    MANAGE,
    VIEW,
    open_to,
    over,
    review,
)
from tests.factories.access import role_with, user_with
from tests.factories.organisation import company_scope
from tests.factories.projects import ProjectFactory
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.guard import is_allowed
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.access.tasks import note_ends

pytestmark = pytest.mark.django_db


def test_it_ends_by_itself_and_the_trail_says_so(opener, managers):
    project = ProjectFactory.create()
    client = Wire(opener)
    glass = open_to(opener, client=client).json()["id"]
    path = f"/projects/{project.pk}"
    during = client.call("get", path).status_code

    over(glass)
    after = client.call("get", path).status_code
    note_ends()
    note_ends()

    assert (during, after) == (200, 404)
    ended = changes().get(kind="access.glass_ended")
    assert (ended.actor_id, str(ended.subject_id)) == (None, glass)


def test_it_is_ended_early_by_who_opened_it_or_who_governs(opener, managers):
    stranger = user_with(VIEW)
    first = open_to(opener).json()["id"]
    second = open_to(opener).json()["id"]

    hidden = Wire(stranger).call("delete", f"/break-glass/{first}").status_code
    own = Wire(opener).call("delete", f"/break-glass/{first}")
    still = is_allowed(opener, COSTS, company_scope())
    theirs = Wire(managers[0]).call("delete", f"/break-glass/{second}")

    assert (hidden, own.status_code, still, theirs.status_code) == (404, 200, True, 200)
    assert not is_allowed(opener, COSTS, company_scope())
    assert Wire(opener).call("delete", f"/break-glass/{first}").status_code == 200
    assert changes().filter(kind="access.glass_ended").count() == 2


def taken_away(opener, grant, role):
    """Every way to take the permission away, by its name; what else is done is told by none."""
    now = timezone.now()
    return {
        "revoked": lambda: services.revoke_grant(SYSTEM, grant=grant),
        "shortened": lambda: services.change_grant(
            SYSTEM, grant=grant, valid_from=None, valid_to=now, expected_version=grant.version
        ),
        "out of the role": lambda: services.update_role(
            SYSTEM, role=role, expected_version=role.version, permissions=frozenset({VIEW})
        ),
        "account closed": lambda: services.set_account_active(
            SYSTEM, user=opener, is_active=False, expected_version=opener.version
        ),
        "in another way": lambda: (Grant.objects.filter(pk=grant.pk).delete(), note_ends()),
    }


@pytest.mark.parametrize("way", taken_away(None, None, None))
def test_it_ends_with_the_permission_to_break_it(managers, opener, way):
    grant, other = opener.grants.get(), user_with(BREAK)
    glass, of_other = open_to(opener).json()["id"], open_to(other).json()["id"]

    taken_away(opener, grant, grant.role)[way]()
    opener.is_active = True
    opener.save()

    ended = changes().get(kind="access.glass_ended")
    assert str(ended.subject_id) == glass
    assert not is_allowed(opener, COSTS, company_scope())
    assert is_allowed(other, COSTS, company_scope())
    assert Grant.objects.get(pk=of_other).ended_at is None
    assert review(managers[0], glass).status_code == 200


def test_it_ends_when_its_role_would_make_an_administrator(opener, managers):
    role = role_with(VIEW)
    glass = open_to(opener, role=role).json()["id"]
    services.update_role(
        SYSTEM, role=role, expected_version=role.version, permissions=frozenset({VIEW, MANAGE})
    )

    assert not is_allowed(opener, MANAGE, company_scope())
    assert str(changes().get(kind="access.glass_ended").subject_id) == glass


def test_it_lasts_no_longer_than_the_permission_to_break_it(opener, managers):
    latest = timezone.now() + timedelta(minutes=90)
    opener.grants.update(valid_to=latest)

    [refusal] = open_to(opener, hours=2).json()["errors"]

    assert (refusal["code"], refusal["field"]) == ("access.outlasts_authority", "hours")
    assert open_to(opener, hours=1).status_code == 201
