"""Requests that nobody wrote down: Schemathesis draws them from the description of the API."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from django.conf import settings as product
from django.core.cache import cache
from django.test import Client
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.auths import AuthContext, set_on_case
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.coverage._operation import iter_coverage_cases
from schemathesis.wfc.escalation import EscalatingAuthProvider

from tests.factories.access import UserFactory
from tests.secrecy.operations import OPERATIONS, Operation
from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.company import Ids
from tests.secrecy.twins.observing import Observation, unpacked
from tests.secrecy.twins.probes import Probe, Sight
from tests.secrecy.twins.trace import Listener
from tests.secrecy.twins.worlds import World
from zhongshu.api import api

Case = Any
# The same requests each night; a finding is told by its request, and so is not made shorter.
STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
# What is checked of an answer to whatever request, beside that it tells no secret.
OF_ANSWERS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "unsupported_method",
)  # fmt: skip
# What is checked of a request after others.
OF_COURSES = (*OF_ANSWERS, "use_after_free", "ensure_resource_availability",
              "object_level_authorization")  # fmt: skip
_METHODS = {"get", "put", "post", "delete", "patch", "trace"}
_BY_NAME = {one.name: one for one in OPERATIONS}
# How often, of eight times, an id of the world stands where one was drawn.
_OFTEN = 7
_OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge", "in", "contains", "is_null")
_DOCUMENT = json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"))


@dataclass
class Found:
    """What came of the requests."""

    findings: dict[tuple[str, str], str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    succeeded: set[str] = field(default_factory=set)

    def note(self, case: Case, response: Any, failures: list[Any]) -> None:
        """Remember an answer, and of each kind of finding the first one."""
        name, status = named(case).name, response.status_code
        self.asked.add(name)
        if 200 <= status < 300:
            self.succeeded.add(name)
        for one in failures:
            told = f"{case.method} {case.formatted_path} {case.query} {case.body!r}"[:700]
            text = f"{name}: {one.title}: {one.message[:700]}\n  {told} -> {status}"
            self.findings.setdefault((name, one.title), text)


class Server:
    """The API as one world serves it, called as a WSGI application.

    ``keeps`` is whether what a request writes stays for the next one.
    """

    def __init__(self, world: World, *, keeps: bool = False) -> None:
        self.world, self.keeps = world, keeps
        # Unlike a server it does not close the connection of the world after each request.
        self._handler = ClientHandler(enforce_csrf_checks=False)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        environ |= {"HTTP_HOST": "testserver", "REMOTE_ADDR": "127.0.0.1"}
        # Nothing is listened for in what is packed.
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        if self.keeps:
            return self._answer(environ, start_response)
        STREAM.start("answer")
        with self.world.undone():
            return self._answer(environ, start_response)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        response = self._handler(environ)
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items()])
        return [response.content]


class Session:
    """Lets a request come by the session of a client."""

    def __init__(self, client: Client) -> None:
        self._name = product.SESSION_COOKIE_NAME
        self._value = client.cookies[self._name].value

    def get(self, _: Case, __: AuthContext) -> str:
        return self._value

    def set(self, case: Case, value: str, _: AuthContext) -> None:
        case.cookies[self._name] = value


def described(server: Server, clients: dict[str, Client]) -> Any:
    """The API that a world serves; the first client asks, and none may read what is another's."""
    # What is in the source would make the requests depend on every file of it.
    config = {"analysis": {"constants": {"enabled": False}}}
    found = schemathesis.openapi.from_dict(
        json.loads(_DOCUMENT), config=SchemathesisConfig.from_dict(config)
    )
    found.app = server
    names = [*clients]
    sessions = [Session(client) for client in clients.values()]
    found.auth.providers.append(
        EscalatingAuthProvider(sessions, names, peers=tuple(names), pinned=names[0])
    )
    return found


def named(case: Case) -> Operation:
    """The operation of a request."""
    return _BY_NAME[case.operation.definition.raw["operationId"]]


class Ear:
    """The check of each answer: no secret of the world is in it, in any encoding."""

    def __init__(self, world: World) -> None:
        self._listener = Listener(world)

    def no_canary(self, _: Any, response: Any, case: Case) -> None:
        body = b"\n".join(unpacked(response.content))
        headers = tuple((name, *values) for name, values in sorted(response.headers.items()))
        observation = Observation(response.status_code, headers, body, 0)
        asked = f"{response.request.url} {response.request.body!r}"
        told = self._listener.without_asked(observation, asked)
        heard = self._listener.hear(Probe(named(case), {}), told)
        assert not heard, f"heard {heard}"


def failures_of(case: Case, response: Any, names: tuple[str, ...], ear: Ear, **more: Any) -> list:
    """What the checks find in an answer."""
    wanted = [ear.no_canary, *(getattr(checks, name) for name in names)]
    try:
        case.validate_response(response, checks=wanted, **more)
    except FailureGroup as group:
        return list(group.exceptions)
    return []


def fuzzed(
    world: World,
    chosen: Callable[[Operation], bool] = lambda operation: True,
    n_examples: int = 20,
) -> Found:
    """Ask a world what is drawn from the description of each operation, as its viewer."""
    found, ear = Found(), Ear(world)
    schema = described(Server(world), {"viewer": world.client})
    sight = Sight(world.twin.visible, world.twin.hidden)
    to_sign_in_to = {one.name for one in OPERATIONS if one.needs_sign_in}

    def ask(case: Case) -> None:
        # Who asks is known; a token that was drawn would be refused before all else.
        case.headers.pop("Authorization", None)
        response = case.call()
        name = named(case).name
        names = OF_ANSWERS
        if name in to_sign_in_to and 200 <= response.status_code < 300:
            # It sends the request again without a session, and with a wrong one: once is enough.
            to_sign_in_to.discard(name)
            names = (*OF_ANSWERS, "ignored_auth")
        found.note(case, response, failures_of(case, response, names, ear))

    with standing_still():
        for one in schema.get_all_operations():
            operation = one.ok()
            if not chosen(_BY_NAME[operation.definition.raw["operationId"]]):
                continue
            for case in covering(schema, operation, sight):
                ask(case)
            asked = given(case=aimed(operation, sight))(ask)
            settings(STEADY, max_examples=n_examples)(asked)()
    return found


def covering(schema: Any, operation: Any, sight: Sight) -> Iterator[Case]:
    """What lies at the limits of a schema and beyond, and each method that is not described."""
    ways = [ids for _, ids in sight.mixed]
    found = iter_coverage_cases(
        operation=operation,
        generation_modes=list(GenerationMode),
        generate_duplicate_query_parameters=False,
        unexpected_methods=_METHODS,
        generation_config=schema.config.generation_for(operation=operation, phase="coverage"),
    )
    for n, case in enumerate(found):
        set_on_case(case, AuthContext(operation=operation, app=operation.app), None)
        # Every other one is for what is in sight, the rest for what is hidden, in turns.
        ids = ways[0] if n % 2 == 0 else ways[n // 2 % len(ways)]
        case.path_parameters = placed(case.path_parameters, ids)
        yield case


def aimed(operation: Any, sight: Sight) -> st.SearchStrategy[Case]:
    """What is drawn for an operation, mostly with ids that there are, in sight and hidden."""
    ways = st.sampled_from([ids for _, ids in sight.mixed])
    columns = sorted(_BY_NAME[operation.definition.raw["operationId"]].columns)

    @st.composite
    def request(draw: st.DrawFn) -> Case:
        mode = draw(st.sampled_from([GenerationMode.POSITIVE] * 3 + [GenerationMode.NEGATIVE]))
        case = draw(operation.as_strategy(mode))
        ids = draw(ways)
        if draw(st.integers(0, 7)) < _OFTEN:
            case.path_parameters = placed(case.path_parameters, ids)
        if draw(st.booleans()):
            case.body = placed(case.body, ids)
            case.query = placed(case.query, ids)
            if "If-Match" in case.headers:
                case.headers["If-Match"] = "*"
        if columns and isinstance(case.query.get("filter"), list):
            names, operators = st.sampled_from(columns), st.sampled_from(_OPERATORS)
            parts = draw(st.lists(st.tuples(names, operators, _VALUES), max_size=2))
            case.query["filter"] = [":".join(one) for one in parts]
        if columns and isinstance(case.query.get("sort"), str):
            case.query["sort"] = draw(st.sampled_from(("", "-"))) + draw(st.sampled_from(columns))
        return case

    return request()


_VALUES = st.one_of(
    st.text(max_size=8),
    st.integers().map(str),
    st.dates().map(str),
    st.uuids().map(str),
    st.sampled_from(("true", "false", "")),
)


def placed(given: Any, ids: Ids, told: str = "") -> Any:
    """What was drawn, with the ids of the world wherever something is called like one.

    An id that is in what was ``told`` before stays.
    """
    if isinstance(given, dict):
        return {
            name: str(ids[name])
            if name in ids and isinstance(one, str | int) and str(one) not in told
            else placed(one, ids, told)
            for name, one in given.items()
        }
    if isinstance(given, list):
        return [placed(one, ids, told) for one in given]
    return given


def known(body: Any, ids: Ids, told: str) -> Any:
    """A body without the ids of nothing: what is optional may be left out."""
    if not isinstance(body, dict):
        return body
    return {
        name: one
        for name, one in body.items()
        if not name.endswith("_id") or name in ids or str(one) in told
    }


def followed(
    world: World,
    chosen: Callable[[Operation], bool],
    n_courses: int = 40,
    n_steps: int = 8,
) -> Found:
    """Let requests follow from the answers to others, as the viewer; somebody else looks on."""
    found, ear = Found(), Ear(world)
    ids = world.twin.visible
    with standing_still(), world.undone():
        clients = {"viewer": world.client, "stranger": world.client_of(UserFactory.create())}
        schema = described(Server(world, keeps=True), clients)
        left_out = [one.name for one in OPERATIONS if not chosen(one)]
        machine = schema.exclude(operation_id=left_out).as_state_machine()

        class Course(machine):  # type: ignore[misc, valid-type]
            def setup(self) -> None:
                STREAM.start("answer")
                cache.clear()
                self._told = ""
                self._undone = world.undone()
                self._undone.__enter__()

            def teardown(self) -> None:
                self._undone.__exit__(None, None, None)

            def before_call(self, case: Case) -> None:
                case.headers.pop("Authorization", None)
                if "If-Match" in case.headers:
                    case.headers["If-Match"] = "*"
                # What an answer told stays; an id that was drawn gives way to one in sight.
                case.path_parameters = placed(case.path_parameters, ids, self._told)
                case.body = known(placed(case.body, ids, self._told), ids, self._told)

            def after_call(self, response: Any, case: Case) -> None:
                super().after_call(response, case)
                self._told += response.content.decode("utf-8", "replace")

            def validate_response(self, response: Any, case: Case, *_: Any, **__: Any) -> None:
                failures = failures_of(case, response, OF_COURSES, ear, recorder=self.recorder)
                found.note(case, response, failures)

        Course.run(settings=settings(STEADY, max_examples=n_courses, stateful_step_count=n_steps))
    return found
