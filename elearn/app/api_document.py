"""What the OpenAPI document says beyond the schemas: who may enter, refusals, examples, headers.

Everything is read off the routes themselves, so that a new route cannot stay half documented.
"""

import re
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from elearn.app.api_examples import example_of
from elearn.core.access import anyone
from elearn.core.api import LONGEST_KEY, Door, ProblemSchema
from elearn.core.web import HTTP_CODES, HTTP_TITLES

METHODS = ("get", "post", "put", "patch", "delete")
PREFIX = "/api/v1"
INTRODUCTION = (
    "Everything learners do on the pages, and the imports of trainers, for programs: the same "
    "operations, the same rights. Sign in with a personal token (`Authorization: Bearer ...`) from "
    "your account page, or with the session of the site. Errors are problem+json. Lists come in "
    "pages of at most 100. Answers carry an ETag; writes take an Idempotency-Key."
)
TITLES = {
    "courses_api": "Courses and progress",
    "editions_api": "New editions of manuals",
    "question_checks_api": "Questions and new editions",
    "quizzes_api": "Quizzes",
    "certificates_api": "Certificates",
    "programmes_api": "Training programmes",
    "runs_api": "Trainings and places",
    "toolkit_api": "Toolkit and imports",
    "imports_api": "Outlines of documents",
    "styles_api": "Styles of documents",
    "suggestion_requests_api": "Suggestions for lessons",
    "suggestions_api": "Suggestions: setting",
    "surveys_api": "Surveys, actions and follow-ups",
    "course_forms_api": "Surveys and checklists of a course",
    "accounts_api": "Account",
}
ID = r"^[0-9a-hjkmnp-tv-z]{12}$"
# name of a path parameter: pattern, example, what it is
PLACES = {
    "slug": (r"^[a-z0-9]+(-[a-z0-9]+)*$", "introduction-to-esm", "The name in the address."),
    "tool_slug": (
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        "practical-manuals",
        "The name of the tool in the address.",
    ),
    "code": (
        r"^[0-9A-Za-z -]{20,40}$",
        "01234-56789-ABCDE-FGHJ4",
        "The code printed on the certificate.",
    ),
    "key": (r"^[A-Za-z0-9-]{1,20}$", "b-5f0c6ad3e1b2", "The key of the paragraph."),
    "name": (
        r"^[0-9a-f]{64}\.[a-z]{1,8}$",
        f"{'2c26b46b68ffc68f' * 4}.png",
        "The name of the picture, as the list gives it.",
    ),
    "position": (r"^[0-9]{1,6}$", "1", "The number of the part, from 0."),
}
REASONS = {
    400: "The request cannot be read: broken JSON, a missing CSRF token, a header out of bounds.",
    401: "Nobody is signed in, or the token is unknown, expired or revoked.",
    403: "This is not yours to do, or the token lacks the scope.",
    404: "There is no such thing, or not for you.",
    409: "It is in a state that does not allow this, or the Idempotency-Key was used before.",
    410: "Its time is over, or it was answered already.",
    413: "What was sent is too large.",
    415: "The body is not of the type this route reads.",
    422: "Some values cannot be used: `errors` names them, or `detail` says why.",
    429: "Too many requests; `Retry-After` says when to come again, in seconds.",
    503: "Busy or under repair; nothing was changed. Try again shortly.",
}
SCHEMES = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal token from the account page, with scope `read` or `write`.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "The session of the site.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": "The CSRF token of the page; writes with a session need it.",
    },
}


def complete(app: Flask, spec: Any) -> dict[str, Any]:
    """Return the whole document of the API of this application."""
    for name, scheme in SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    if "Problem" not in spec.components.schemas:
        spec.components.schema("Problem", schema=ProblemSchema)
    document: dict[str, Any] = spec.to_dict()
    document["info"]["description"] = INTRODUCTION
    document["servers"] = [{"url": "/"}]
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        as_javascript(schema)
    for unused in ("Error", "PaginationMetadata"):
        schemas.pop(unused, None)
    document["components"]["responses"] = {
        f"Refused{status}": refusal(status) for status in REASONS
    }
    document["tags"] = [
        {"name": TITLES.get(tag["name"], tag["name"]), "description": tag.get("description", "")}
        for tag in document["tags"]
    ]
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
        item = document["paths"].get(path, {})
        for method in (rule.methods or set()) & {name.upper() for name in METHODS}:
            if method.lower() in item:
                describe(app, rule, item, item[method.lower()], schemas)
    return document


def as_javascript(schema: dict[str, Any]) -> None:
    """Write patterns as JSON Schema reads them: it does not know Python's end of text."""
    for part in schema.get("properties", {}).values():
        as_javascript(part)
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            as_javascript(schema[name])
    if "pattern" in schema:
        schema["pattern"] = "^" + schema["pattern"].removeprefix("^").replace("\\Z", "$")


def describe(
    app: Flask, rule: Rule, item: dict[str, Any], operation: dict[str, Any], schemas: dict[str, Any]
) -> None:
    """Say of one operation who may enter, how it refuses, and show examples."""
    view: Any = app.view_functions[rule.endpoint]
    door: Door = view.door
    open_to_all = view.access is anyone
    room, _, name = rule.endpoint.partition(".")
    operation["operationId"] = f"{room.removesuffix('_api')}_{name}"
    operation["tags"] = [TITLES.get(room, room)]
    operation["summary"] = operation.get("summary", name).rstrip(".")
    session: dict[str, list[str]] = {"session": []}
    if door.unsafe:
        session["csrf"] = []
    ways: list[dict[str, list[str]]] = [{"token": []}, session]
    operation["security"] = [{}, *ways] if open_to_all else ways
    item["parameters"] = [place(one["name"]) for one in item.get("parameters", [])]
    if not item["parameters"]:
        del item["parameters"]
    gather_form(operation, schemas)
    for content in operation.get("requestBody", {}).get("content", {}).values():
        content.setdefault("example", example_of(content["schema"], schemas))
    add_headers(operation, door)
    add_refusals(operation, door, open_to_all, "parameters" in item)
    show_answers(operation, door, schemas)


def place(name: str) -> dict[str, Any]:
    """Describe one part of the path."""
    pattern, example, text = PLACES.get(name, (ID, "4x7kq0v2m9tc", "The id, as lists give it."))
    return {
        "in": "path",
        "name": name,
        "required": True,
        "description": text,
        "schema": {"type": "string", "pattern": pattern},
        "example": example,
    }


def gather_form(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Turn files and fields of an upload into one multipart body, as OpenAPI 3 has it."""
    files = [one for one in operation.get("parameters", []) if one["in"] == "formData"]
    if not files:
        return
    operation["parameters"] = [one for one in operation["parameters"] if one["in"] != "formData"]
    body = operation.get("requestBody", {"content": {}})
    details = [
        schemas[content["schema"]["$ref"].rpartition("/")[2]]
        for content in body["content"].values()
    ]
    properties = {
        one["name"]: one["schema"] | {"description": one.get("description", "")} for one in files
    }
    for schema in details:
        properties |= schema["properties"]
    required = [one["name"] for one in files if one.get("required")]
    form = {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    operation["requestBody"] = {
        "required": True,
        "content": {"multipart/form-data": {"schema": form}},
    }


def add_headers(operation: dict[str, Any], door: Door) -> None:
    """Name the headers an operation heeds."""
    parameters = operation.setdefault("parameters", [])
    if not door.unsafe:
        parameters.append(
            header("If-None-Match", "The ETag you have; 304 when nothing changed.", '"5f0c6ad3"')
        )
    elif door.repeatable:
        text = "Your own name for this request; repeated within a day, it is answered from memory."
        parameters.append(header("Idempotency-Key", text, "8c0f6b1e", LONGEST_KEY))
    if not parameters:
        del operation["parameters"]


def header(name: str, text: str, example: str, longest: int | None = None) -> dict[str, Any]:
    """Describe a request header that may be left out."""
    schema = {"type": "string"} | ({"maxLength": longest} if longest else {})
    return {
        "in": "header",
        "name": name,
        "required": False,
        "description": text,
        "schema": schema,
        "example": example,
    }


def add_refusals(
    operation: dict[str, Any], door: Door, open_to_all: bool, has_places: bool
) -> None:
    """Name every status the operation can refuse with; what it says of one itself stays."""
    has_body = "requestBody" in operation
    answers = operation["responses"]
    answers.pop("default", None)
    statuses = {400, 503} | {int(code) for code in answers if code[:1] == "4"}
    statuses |= set() if open_to_all else {401, 403}
    statuses |= {404} if has_places else set()
    statuses |= {409} if door.unsafe else set()
    statuses |= {413, 415} if door.unsafe else set()
    statuses |= {422} if has_body else set()
    statuses |= {429} if door.limited else set()
    for status in sorted(statuses):
        said = answers.pop(str(status), {})
        answers[str(status)] = {"$ref": f"#/components/responses/Refused{status}"}
        if said.get("description", "").lower() not in ("", "unprocessable_entity"):
            answers[str(status)]["description"] = said["description"]


def refusal(status: int) -> dict[str, Any]:
    """Describe one error answer."""
    body = {
        "type": "about:blank",
        "title": HTTP_TITLES[status],
        "status": status,
        "detail": REASONS[status],
        "code": HTTP_CODES.get(status, "error"),
        "request_id": "4x7kq0v2m9tc",
    }
    if status == 422:
        body["errors"] = {"json": {"name": ["Not a name."]}}
    answer: dict[str, Any] = {
        "description": REASONS[status],
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": body,
            }
        },
    }
    if status in (429, 503):
        answer["headers"] = {
            "Retry-After": {"description": "Seconds.", "schema": {"type": "string"}}
        }
    return answer


def show_answers(operation: dict[str, Any], door: Door, schemas: dict[str, Any]) -> None:
    """Put an example on each good answer, and say what its headers are."""
    answers = operation["responses"]
    for status in [code for code in answers if code[:1] == "2"]:
        for content in answers[status].get("content", {}).values():
            content.setdefault("example", example_of(content["schema"], schemas))
        words = answers[status].get("description", "")
        answers[status]["description"] = DONE.get(status, words)
    if not door.unsafe:
        tag = {"description": "Send it back in If-None-Match.", "schema": {"type": "string"}}
        answers["200"].setdefault("headers", {})["ETag"] = tag
        answers["304"] = {"description": "You have this already."}
    elif door.repeatable:
        text = "`true` when this is the answer kept for the same Idempotency-Key."
        for status in [code for code in answers if code[:1] == "2"]:
            answers[status].setdefault("headers", {})["Idempotency-Replayed"] = {
                "description": text,
                "schema": {"type": "string"},
            }


DONE = {
    "200": "Done: here it is.",
    "201": "Created.",
    "202": "Taken in; work goes on.",
    "204": "Done; there is nothing to say.",
}
