"""The JSON side: routes that must say who may enter, one transaction a write, safe repeats.

    blueprint = ApiBlueprint("courses_api", __name__, url_prefix="/api/v1/courses")

    @blueprint.route("/<slug>/enrolment", methods=["PUT"], access=signed_in)
    @blueprint.response(200, EnrolmentSchema)
    def enrol(slug): ...

A route serves one method. Unsafe methods run inside `transaction.write()`, unless `own_write=True`
says that the view opens it itself after slow work. With an Idempotency-Key header the first
answer is kept for a day and given again.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import flask
import marshmallow
from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_smorest import Api
from flask_smorest import Blueprint as SmorestBlueprint
from flask_wtf.csrf import CSRFError
from sqlalchemy import String, Text, UniqueConstraint, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.exceptions import BadRequest, NotFound, UnsupportedMediaType

from elearn.core.access import Access
from elearn.core.clock import now
from elearn.core.database import Model, UtcDateTime, db
from elearn.core.errors import Conflict
from elearn.core.limits import limited
from elearn.core.transaction import write
from elearn.core.web import conditional, csrf, guard

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
KEY_HOURS = 24
LONGEST_KEY = 120
# The largest number a column holds, and as deep as any body of ours goes, with room.
LARGEST = 2**63 - 1
DEEPEST = 20
View = Callable[..., ResponseReturnValue]
F = TypeVar("F", bound=Callable[..., Any])


class Schema(marshmallow.Schema):
    """Base schema: a field nobody knows is an error, misspelt and forbidden ones alike.

    So is text that cannot be kept: NUL (which PostgreSQL refuses) and halves of characters.
    """

    class Meta:
        unknown = marshmallow.RAISE

    def __deepcopy__(self, memo: object) -> "Schema":
        """Return the schema itself, which nothing changes: a copy for every mention is memory."""
        return self

    @marshmallow.pre_load
    def refuse_broken_text(self, data: Any, **more: Any) -> Any:
        """Refuse characters no text has, and nesting nobody needs, wherever they stand."""
        if not storable(data):
            raise marshmallow.ValidationError("Holds characters that no text has.")
        return data


@cache
def shared(schema: type[Schema]) -> Schema:
    """Return the one instance of a schema that is made without options."""
    return schema()


def storable(value: Any, depth: int = 0) -> bool:
    """Tell whether every text in the value can be kept, and it is not nested without end."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, int):
        return abs(value) <= LARGEST
    parts: list[Any]
    if isinstance(value, Mapping):
        parts = [*value, *value.values()]
    elif isinstance(value, list):
        parts = value
    else:
        return True
    return depth < DEEPEST and all(storable(part, depth + 1) for part in parts)


class StrictParser(FlaskParser):
    """Read JSON as written: no name twice, no NaN; and refuse filters nobody knows."""

    DEFAULT_UNKNOWN_BY_LOCATION = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": marshmallow.RAISE,
    }

    def _raw_load_json(self, req: flask.Request) -> Any:
        if not is_json_request(req):
            return marshmallow.missing
        try:
            return json.loads(
                req.get_data().decode(), object_pairs_hook=_unique, parse_constant=_no_number
            )
        except (ValueError, RecursionError) as error:
            raise BadRequest(_("The body is not JSON.")) from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("A name stands twice.")
    return made


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number.")


class ProblemSchema(Schema):
    """The body of every error answer (problem+json, RFC 9457)."""

    type = marshmallow.fields.String(required=True, metadata={"example": "about:blank"})
    title = marshmallow.fields.String(required=True, metadata={"example": "Not found"})
    status = marshmallow.fields.Integer(required=True, metadata={"example": 404})
    detail = marshmallow.fields.String(
        required=True, metadata={"example": "There is no such course."}
    )
    code = marshmallow.fields.String(required=True, metadata={"example": "not-found"})
    request_id = marshmallow.fields.String(allow_none=True, metadata={"example": "4x7kq0v2m9tc"})
    errors = marshmallow.fields.Dict(metadata={"example": {"json": {"name": ["Not a name."]}}})


class KeptAnswer(Model):
    """The first answer to a write that carried an Idempotency-Key."""

    __tablename__ = "kept_answer"
    __table_args__ = (UniqueConstraint("owner", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True)
class Door:
    """What the document says of a route besides its schemas."""

    unsafe: bool
    own_write: bool
    limited: bool

    @property
    def repeatable(self) -> bool:
        """Whether an Idempotency-Key is heeded."""
        return self.unsafe and not self.own_write


class ApiBlueprint(SmorestBlueprint):  # type: ignore[misc]
    """A flask-smorest blueprint whose routes do not start unless they say who may enter."""

    ARGUMENTS_PARSER = StrictParser()

    def response(self, status: int, schema: Any = None, **more: Any) -> Callable[[F], F]:
        """Write the answer with the schema; routes that name one class share its instance."""
        if isinstance(schema, type):
            schema = shared(schema)
        decorator: Callable[[F], F] = super().response(status, schema, **more)
        return decorator

    if TYPE_CHECKING:
        # flask-smorest has no types; without these, no view behind its decorators would be checked.
        def route(self, rule: str, **options: Any) -> Callable[[F], F]: ...
        def arguments(self, schema: Any, **options: Any) -> Callable[[F], F]: ...
        def alt_response(self, status: int, **options: Any) -> Callable[[F], F]: ...

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: View | None = None,
        provide_automatic_options: bool | None = None,
        *,
        access: Access,
        limit: str | None = None,
        own_write: bool = False,
        **options: Any,
    ) -> None:
        if view_func is None:
            raise TypeError("A route needs its view.")
        view = limited(view_func, limit) if limit else view_func
        unsafe = not set(options.get("methods", ("GET",))) <= SAFE
        view = _written(view, own_write) if unsafe else _read(view)
        guarded = guard(view, access)
        guarded.door = Door(unsafe, own_write, limit is not None)  # type: ignore[attr-defined]
        super().add_url_rule(rule, endpoint or view_func.__name__, guarded, **options)


class JsonApi(Api):  # type: ignore[misc]
    """The API: error answers are the application's problem+json, in code and in the document."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        self._spec: Any = None
        self._undescribed: list[ApiBlueprint] = []
        self._describing = threading.RLock()
        super().__init__(app)

    def _register_error_handlers(self) -> None:
        """Leave errors to the handlers of the application."""

    def register_blueprint(self, blp: ApiBlueprint) -> None:
        """Open the doors of a room; they are described when somebody asks for the document."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._undescribed.append(blp)

    @property
    def spec(self) -> Any:
        """The description of every door, made when it is asked for: starting need not wait."""
        with self._describing:
            waiting, self._undescribed = self._undescribed, []
            for blp in waiting:
                blp.register_views_in_doc(
                    self, self._app, self._spec, name=blp.name, parameters=None
                )
                self._spec.tag({"name": blp.name, "description": blp.description})
        return self._spec

    @spec.setter
    def spec(self, made: Any) -> None:
        self._spec = made


def create_api(app: Flask, title: str, version: str) -> JsonApi:
    """Give the application its JSON API; the document itself is served by the roof."""
    app.config.update(
        API_TITLE=title,
        API_VERSION=version,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=None,
    )
    return JsonApi(app)


def _read(view: View) -> View:
    """Answer 304 when the caller has this content already."""

    @wraps(view)
    def read(**values: Any) -> ResponseReturnValue:
        _refuse_broken_address(values)
        response = flask.make_response(view(**values))
        if response.status_code != 200 or response.is_streamed or "ETag" in response.headers:
            return response
        tag = hashlib.sha256(response.get_data()).hexdigest()[:32]
        return conditional(response, tag)

    return read


def _written(view: View, own_write: bool) -> View:
    """Run an unsafe view once per Idempotency-Key, inside one write transaction."""

    @wraps(view)
    def written(**values: Any) -> ResponseReturnValue:
        _refuse_broken_address(values)
        if not own_write:
            # Before the token is looked for in a form, which would use up the body.
            _refuse_other_bodies()
        _refuse_forged()
        if own_write:
            return view(**values)
        with write():
            return _once(lambda: flask.make_response(view(**values)))

    return written


def _refuse_broken_address(values: dict[str, Any]) -> None:
    # PostgreSQL answers such a search with an error; there is nothing to find anyway.
    if not storable(values):
        raise NotFound


def _refuse_forged() -> None:
    # A token cannot be sent by another site; a cookie can, so it needs the CSRF token too. What
    # counts is how the person was found: any header can stand beside a cookie.
    person = g.get("signed_in")
    if person is not None and getattr(person, "token_scopes", None) is None:
        try:
            csrf.protect()
        except CSRFError as error:
            raise BadRequest(_("Send the X-CSRFToken header, or use a personal token.")) from error


def _refuse_other_bodies() -> None:
    # Without this, webargs reads a body of any other type as an empty object.
    if request.get_data() and not request.is_json:
        raise UnsupportedMediaType


def _once(answer: Callable[[], Response]) -> Response:
    key = request.headers.get("Idempotency-Key")
    person = g.get("signed_in")
    if key and len(key) > LONGEST_KEY:
        raise BadRequest(_("The Idempotency-Key is longer than 120 characters."))
    if not key or person is None:
        return answer()
    owner = f"person:{person.id}"
    fingerprint = hashlib.sha256(
        b"\n".join([request.method.encode(), request.path.encode(), request.get_data()])
    ).hexdigest()
    kept = db.session.execute(
        select(KeptAnswer.request_hash, KeptAnswer.status, KeptAnswer.body).where(
            KeptAnswer.owner == owner, KeptAnswer.key == key
        )
    ).one_or_none()
    if kept is not None:
        if kept.request_hash != fingerprint:
            raise Conflict(_("This Idempotency-Key was used for a different request."))
        response = Response(kept.body, kept.status, mimetype="application/json")
        response.headers["Idempotency-Replayed"] = "true"
        return response
    response = answer()
    values = {
        "owner": owner,
        "key": key,
        "request_hash": fingerprint,
        "status": response.status_code,
        "body": response.get_data(as_text=True),
        "kept_at": now(),
    }
    db.session.execute(insert(KeptAnswer).values(values))
    return response


def forget_old_answers() -> None:
    """Delete kept answers older than a day, in the open transaction."""
    oldest = now() - timedelta(hours=KEY_HOURS)
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < oldest))
