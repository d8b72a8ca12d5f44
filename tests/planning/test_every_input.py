"""No input of planning and projects is answered with a fault of ours, and refusals are problems."""

from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.access import user_with
from tests.factories.planning import DAY, id_in, plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.api import api
from zhongshu.planning.models import Assignment, Link, PlanResource, Task
from zhongshu.planning.services.edits import edit_plan

pytestmark = pytest.mark.django_db

many = settings(
    max_examples=settings.default.max_examples // 2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_TEXTS = [
    "", "A", "泵站", "x" * 600, "2026-01-05T08:00", "0001-01-01", "9999-12-31T23:59",
    "2026-01-05T08:00:00+08:00", "2026-02-30", "0001-01-01T00:00:00+14:00", "\u2028", "'--", "%_\\",
]  # fmt: skip
_NUMBERS = [0, 1, -1, 0.5, 480, 1e-300, 1e300, 2**31, 2**63, -(2**63) - 1, 52_560_000]
_SORTS = ["name", "-start", "unit,-manager", "id", "nope", "", "-", ",,", "cost_minor", "project"]
_FILTERS = [
    "name:contains:a", "start:ge:2026-01-05T08:00", "start:lt:9999-12-31",
    "duration_minutes:in:1,99999999999999999999999", "percent_complete:gt:nan", "number:in:2",
    "n_tasks:eq:99999999999999999999999", "slip_minutes:in:99999999999999999999999", "x:y:z",
    "is_critical:lt:true", "id:eq:1", "set_at:lt:0001-01-01T00:00:00+14:00", "name:is_null:maybe",
    "percent_complete:in:inf", "cost_minor:gt:0", "name", ":::", f"name:contains:{'%' * 60_000}",
    "parent_id:is_null:true", "set_by:contains:a", "percent_complete:le:1e400",
]  # fmt: skip
_CURSORS = ["", "!!", "W10=", "W251bGxd", "WyJcdWQ4MDAiLCJ4Il0=", "WyJhIiwgMV0=", "Ww" * 5000]


@pytest.fixture
def world():
    """A plan with a row of each kind, somebody who may do everything to it, and its ids."""
    project = ProjectFactory.create()
    ids = plan_with(
        project, {"P": 1, "A": {"parent": "P", "duration_minutes": DAY}, "B": 1}, ["A -> B"]
    )
    edit_plan(SYSTEM, project=project, operations=[{"op": "add_resource", "name": "R"}])
    resource = PlanResource.objects.get()
    operation = {"op": "assign", "task_id": ids["A"], "resource_id": str(resource.pk)}
    edit_plan(SYSTEM, project=project, operations=[operation])
    planner = user_with(
        "projects.view", "projects.edit", "projects.create", "projects.delete", "organisation.view",
        "planning.edit_plan", "planning.set_baseline", "planning.import_plan",
    )  # fmt: skip
    wire = Wire(planner, raise_request_exception=False)
    known = [
        project.pk, project.unit_id, project.calendar_id, resource.pk, Link.objects.get().pk,
        Assignment.objects.get().pk, *Task.objects.values_list("pk", flat=True), UUID(int=0),
        id_in(project),
    ]  # fmt: skip
    return wire, project, [str(key) for key in known]


def _described():
    """Each operation of the two domains: method, path, parameters, and the schema of its body."""
    document = api.get_openapi_schema()
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            if one["tags"][0] in {"planning", "projects"}:
                content = one.get("requestBody", {}).get("content", {})
                body = content.get("application/json", {}).get("schema")
                yield method, path, one.get("parameters", []), body


DESCRIBED = list(_described())
SCHEMAS = api.get_openapi_schema()["components"]["schemas"]


def values(schema, known, depth=0):
    """What fits a schema, and now and then what does not."""
    wrong = st.sampled_from([None, True, [], {}, *_TEXTS, *_NUMBERS, *known])
    fitting = _fitting(schema, known, depth)
    return st.integers(0, 11).flatmap(lambda n: wrong if n == 0 else fitting)


def _fitting(schema, known, depth):
    if "$ref" in schema:
        return _fitting(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]], known, depth)
    choices = schema.get("anyOf", schema.get("oneOf"))
    if choices is not None:
        return st.one_of(*(_fitting(one, known, depth) for one in choices))
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    if schema.get("format") == "uuid":
        return st.sampled_from([*known, str(uuid4())])
    if schema.get("type") == "array":
        return st.lists(_fitting(schema["items"], known, depth + 1), min_size=1, max_size=4)
    if schema.get("type") == "object":
        return _objects(schema, known, depth)
    return _SIMPLE[schema.get("type", "null")]


_SIMPLE = {
    "string": st.sampled_from(_TEXTS),
    "boolean": st.booleans(),
    "integer": st.sampled_from(_NUMBERS),
    "number": st.sampled_from(_NUMBERS),
    "null": st.none(),
}


def _objects(schema, known, depth):
    fields = {
        name: _fitting(one, known, depth) if "const" in one else values(one, known, depth + 1)
        for name, one in schema.get("properties", {}).items()
    }
    required = {name: fields.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(required, optional=fields)


def _query(draw, parameters, known):
    found = {}
    for one in parameters:
        if one["in"] != "query" or draw(st.booleans()):
            continue
        special = {"sort": _SORTS, "filter": _FILTERS, "cursor": [*_CURSORS, "5", "-5", "9" * 40]}
        if one["name"] in special:
            found[one["name"]] = draw(st.sampled_from(special[one["name"]]))
        else:
            found[one["name"]] = str(draw(values(one["schema"], known)))
    return found


@pytest.mark.parametrize(
    ("method", "path", "parameters", "body"),
    [pytest.param(*one, id=f"{one[0]} {one[1]}") for one in DESCRIBED],
)
@many
@given(data=st.data())
def test_an_input_is_taken_or_refused_with_a_problem(world, method, path, parameters, body, data):
    wire, project, known = world
    task = data.draw(st.sampled_from(known))
    path = path.replace("{project_id}", str(project.pk)).replace("{task_id}", task)
    options = {}
    if body is not None:
        content = data.draw(values(body, known))
        options = {"data": content, "content_type": "application/json"}
    if method == "get":
        options = {"data": _query(data.draw, parameters, known)}

    with transaction.atomic():
        answer = getattr(wire, method)(path, headers={"If-Match": "*"}, **options)
        transaction.set_rollback(True)

    assert answer.status_code < 500, answer.content[:300]
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["code"]
