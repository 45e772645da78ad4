"""Flask's application and request, without what every request pays for and none of ours needs."""

from collections.abc import Callable
from typing import Any

import flask
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.http import parse_cookie
from werkzeug.utils import cached_property


class Request(flask.Request):
    """A request whose cookies are read where they lie, not looked for in all headers."""

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """The cookies sent, the first of a name first."""
        return parse_cookie(self.environ, cls=self.dict_storage_class)  # type: ignore[return-value]


class Application(flask.Flask):
    """An application that does not ask of every hook and view whether it is a coroutine."""

    request_class = Request

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is: none of ours is asynchronous."""
        return func
