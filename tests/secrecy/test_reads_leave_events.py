"""Whoever is shown a value of a high class is in the trail for it, whatever page showed it."""

import re
from typing import Any, NamedTuple

import pytest
from django.test import Client

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
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
from zhongshu.access.event_fields import AUDIT_EVENT
from zhongshu.access.models import SYSTEM
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Person, Unit
from zhongshu.organisation.services import people, units
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects import services
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
                 *(f"/api/v1/history/{kind}/{world.ids[f'{kind}_id']}"
                   for kind in ("person", "unit", "project")))  # fmt: skip
    found += [(address, address, {}) for address in histories]
    since = {"since": "2020-01-01T00:00:00Z"}
    found += [("planning.compare_plans", f"/api/v1/projects/{project}/comparison", since)]
    near = {"text": f"{RAISED} task", "near": str(project)}
    return [*found, ("planning.find", "/api/v1/find", near)]


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
            since = Event.objects.exclude(id__in=before).filter(kind__in=NOTED)
            # A file is noted with what was in it; of one's own data all is.
            named = [
                one for one in since if one.kind == trail.PERSONAL_EXPORTED or one.data["reads"]
            ]
            unnoted |= set() if named else {name}

    assert unnoted == set()
    assert {"planning.list_task_history", "planning.list_tasks", "organisation.get_person"} <= shown


RAISED = "canaryraised"
# All that is held of somebody is taken out whole: the event names no fields.
WHOLE = trail.PERSONAL_EXPORTED
TELL_PEOPLE = {"organisation.list_people", "organisation.get_person", "access.list_record_history"}
TELL_TASKS = {
    "planning.list_tasks", "planning.get_plan", "planning.get_overview", "planning.compare_plans",
    "planning.list_task_history", "planning.list_drivers", "planning.get_quality", "planning.find",
    "planning.list_variances", "integrations.export_plan", "collaboration.get_discussed",
}  # fmt: skip


class Raised(NamedTuple):
    """A record of a high class: its row, what it tells that is of none by itself, and where."""

    resource: str
    row: Any
    fields: set[str]
    secret: re.Pattern[str] = re.compile(RAISED)


def raised(world: World, which: str) -> Raised:
    """Raise one record of the company."""
    ids, high = world.ids, Classification.SENSITIVE
    project = Project.objects.get(pk=ids["project_id"])
    if which == "project":
        services.update_project(SYSTEM, project=project, expected_version=None,
                                description=f"{RAISED} text", classification=high)  # fmt: skip
        return Raised("project", project, {"description"})
    if which == "person":
        person = Person.objects.get(pk=ids["person_id"])
        people.update_person(SYSTEM, person=person, expected_version=None,
                             position=f"{RAISED} post", classification=high)  # fmt: skip
        return Raised("person", person, {"position"})
    if which == "unit":
        unit = Unit.objects.get(pk=ids["unit_id"])
        head = PersonFactory.create(name=f"{RAISED} head", unit=unit, scope=unit.scope)
        units.update_unit(SYSTEM, unit=unit, expected_version=None, head=head, classification=high)
        return Raised("unit", unit, {"head"}, re.compile(rf'"head": ?\{{[^}}]*{RAISED}'))
    fields: dict[str, Any] = {"name": f"{RAISED} task", "notes": f"{RAISED} notes"}
    if which == "task":
        fields["classification"] = int(high)
    else:
        Project.objects.filter(pk=project.pk).update(classification=high)
    renamed = {"op": "update_task", "id": str(ids["task_id"]), "fields": fields}
    edit_plan(SYSTEM, project=project, operations=[renamed])
    return Raised("task", Task.objects.get(pk=ids["task_id"]), {"name", "notes"})


def is_named(event: Event, one: Raised) -> bool:
    """Whether an event tells that a record was read, all over its scope, or what events tell."""
    owner = one.row.project if one.resource == "task" else one.row
    return event.kind == WHOLE or any(
        read["resource"] == AUDIT_EVENT.name
        or (
            read["resource"] == one.resource
            and one.fields & set(read["fields"])
            and {str(one.row.pk), str(owner.scope_id)}
            & {*read.get("rows", ()), *read.get("scopes", ())}
        )
        for read in event.data.get("reads", ())
    )


@pytest.mark.parametrize(
    ("which", "somewhere"),
    [
        ("project", {"projects.list_projects", "projects.get_project", "planning.get_plan"}),
        ("person", TELL_PEOPLE),
        ("unit", {"organisation.list_units", "organisation.get_unit"}),
        ("task", TELL_TASKS),
        ("task of a raised project", TELL_TASKS),
    ],
)
def test_every_answer_that_shows_a_raised_record_is_in_the_trail(world, which, somewhere):
    one = raised(world, which)
    client = Client()
    client.force_login(user_with(*_all_permissions()))

    shown, unnoted = set(), set()
    for name, address, query in asked(world):
        newest = Event.objects.order_by("-seq").values_list("seq", flat=True)[0]
        text = everything_in(client.get(address, query))
        if one.secret.search(text):
            shown.add(name)
            noted = Event.objects.filter(seq__gt=newest, kind__in=NOTED)
            unnoted |= set() if any(is_named(event, one) for event in noted) else {name}

    assert unnoted == set()
    assert somewhere <= shown


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
