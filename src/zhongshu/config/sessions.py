"""Sessions end when nobody is there any more, or after their longest time."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from zhongshu.access.signin import entering

GetResponse = Callable[[HttpRequest], HttpResponse]


def keep_session(get_response: GetResponse) -> GetResponse:
    """Look after the session of each request to the API and to single sign-on."""

    def kept(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/api/", "/sso/")):
            entering.keep(request)
        return get_response(request)

    return kept
