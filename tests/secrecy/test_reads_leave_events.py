"""Whoever is shown a value of a high class is in the trail for it, whatever page showed it."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.access import user_with
from tests.secrecy.operations import READS
from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.observing import canaries
from tests.secrecy.twins.policy import EVERYTHING
from tests.secrecy.twins.probes import Reach
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import Listener, cost_amounts, personal_texts, send
from tests.secrecy.twins.worlds import COMMON
from tests.secrecy.world import (
    COSTS,
    PERSONAL,
    PERSONAL_DATES,
    World,
    _all_permissions,
    everything_in,
)
from zhongshu.access import trail
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Person
from zhongshu.organisation.services import people
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

NEW_COST, NEW_ADDRESS = 13579246, "canary.new@example.com"
SECRETS = (PERSONAL, PERSONAL_DATES[0].isoformat(), *COSTS[:2], str(NEW_COST), NEW_ADDRESS)
NOTED = {trail.READ, trail.EXPORTED, trail.SHOWN, trail.PERSONAL_EXPORTED}


def asked(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    """Every read of the API by its name, with its address and query; exports in each format."""
    found = []
    for one in READS:
        ways = [{"format": kind} for kind in one.formats] or [{}]
        found += [(one.name, one.address(world.ids), one.query(world.ids) | way) for way in ways]
    project, task = world.ids["project_id"], world.ids["task_id"]
    histories = (f"/api/v1/projects/{project}/tasks/{task}/history",
                 f"/api/v1/history/person/{world.ids['person_id']}")  # fmt: skip
    return found + [(address, address, {}) for address in histories]


def test_every_answer_that_shows_a_high_value_is_in_the_trail(world):
    reader = user_with(*_all_permissions())
    project = Project.objects.get(pk=world.ids["project_id"])
    cost = {"op": "update_task", "id": str(world.ids["task_id"]),
            "fields": {"fixed_cost_minor": NEW_COST}}  # fmt: skip
    edit_plan(reader, project=project, operations=[cost])
    person = Person.objects.get(pk=world.ids["person_id"])
    people.update_person(reader, person=person, expected_version=None, email=NEW_ADDRESS)
    client = Client()
    client.force_login(reader)

    shown, unnoted = set(), set()
    for name, address, query in asked(world):
        before = set(Event.objects.values_list("id", flat=True))
        text = everything_in(client.get(address, query))
        if any(secret in text for secret in SECRETS):
            shown.add(name)
            kinds = set(Event.objects.exclude(id__in=before).values_list("kind", flat=True))
            unnoted |= set() if kinds & NOTED else {name}

    assert unnoted == set()
    assert {"planning.list_task_history", "planning.list_tasks", "organisation.get_person"} <= shown


def high_values() -> list[str]:
    """What a write may hand out of a high class in the company of the trace."""
    people = [text for n in range(3) for text in personal_texts(COMMON, f"VIS{n}")]
    return [*people, *map(str, cost_amounts(COMMON))]


@pytest.mark.trace
def test_every_answer_to_a_write_that_shows_a_high_value_is_in_the_trail(worlds):
    world, song = worlds.of(EVERYTHING, HIGH), canaries(high_values())
    writes = [one for one in Listener(world).probes(Reach.MERGE)
              if one.operation.is_unsafe and one.way in {"own", "working"}]  # fmt: skip

    shown, unnoted = set(), set()
    for write in writes:
        with standing_still(), world.undone():
            STREAM.start("answer")
            newest = Event.objects.order_by("-seq").values_list("seq", flat=True)[0]
            answer = send(world.client, write)
            kinds = set(Event.objects.filter(seq__gt=newest).values_list("kind", flat=True))
        if answer.status_code < 300 and song.search(answer.content):
            shown.add(write.operation.name)
            unnoted |= set() if kinds & NOTED else {write.operation.name}

    assert unnoted == set()
    assert {"organisation.update_person", "planning.report_progress"} <= shown
