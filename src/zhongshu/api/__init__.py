"""The one HTTP API: mounts every domain's router and turns errors into answers."""

from functools import cache
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from zhongshu import __version__
from zhongshu.access.api import router as access
from zhongshu.access.http import SessionAuth
from zhongshu.api import problems
from zhongshu.api.acting import act_for_another
from zhongshu.api.authentication import TokenAuth
from zhongshu.api.idempotency import happen_once
from zhongshu.api.openapi import Document
from zhongshu.api.wire import BodyParser, Renderer
from zhongshu.collaboration.api import router as collaboration
from zhongshu.collaboration.presence.api import router as presence
from zhongshu.integrations.api import router as integrations
from zhongshu.kit import limits
from zhongshu.organisation.api import router as organisation
from zhongshu.planning.api import router as planning
from zhongshu.projects.api import router as projects


class API(NinjaAPI):
    """Names each operation ``domain.function``, so clients and logs read alike."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """``zhongshu.planning.api.set_baseline`` becomes ``planning.set_baseline``."""
        view = operation.view_func
        return f"{view.__module__.split('.')[1]}.{view.__name__}"

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document: it takes seconds to write, and no operation comes later."""
        return _document(self, path_prefix or self.get_root_path(path_params or {}))


@cache
def _document(api: API, path_prefix: str) -> Document:
    return Document(api, path_prefix)


api = API(
    title="Zhongshu",
    version=__version__,
    auth=[TokenAuth(), SessionAuth()],
    renderer=Renderer(),
    parser=BodyParser(),
    docs_url=None,
    throttle=limits.ONE,
)
api.add_decorator(happen_once, mode="view")
api.add_decorator(act_for_another, mode="operation")
problems.register(api)
for router in (
    access,
    organisation,
    presence,
    collaboration,
    projects,
    planning,
    integrations,
):
    api.add_router("", router)
