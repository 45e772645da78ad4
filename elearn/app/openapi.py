"""The document of the API, for programs and for people."""

from typing import Any

from flask import current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from elearn.core.access import anyone
from elearn.core.api import ProblemSchema
from elearn.core.web import Blueprint

blueprint = Blueprint("openapi", __name__, url_prefix="/api/v1")
METHODS = ("get", "post", "put", "patch", "delete")


@blueprint.get("/openapi.json", access=anyone)
def document() -> ResponseReturnValue:
    """Send the OpenAPI 3.1 document."""
    return jsonify(described())


@blueprint.get("/", access=anyone)
def browse() -> ResponseReturnValue:
    """Show the document as a page."""
    spec = described()
    operations = [
        (path, method, item[method])
        for path, item in sorted(spec["paths"].items())
        for method in METHODS
        if method in item
    ]
    groups: dict[str, list[Any]] = {}
    for path, method, operation in operations:
        groups.setdefault(operation["tags"][0], []).append((path, method, operation))
    return render_template("app/api.html", groups=groups, schemas=spec["components"]["schemas"])


def described() -> dict[str, Any]:
    """Return the document, made once from the schemas the API itself uses."""
    api = current_app.extensions["api"]
    if "described" not in current_app.extensions:
        current_app.extensions["described"] = complete(api.spec)
    spec: dict[str, Any] = current_app.extensions["described"]
    return spec


def complete(spec: Any) -> dict[str, Any]:
    """Add what every operation shares: ways to sign in, and the error answers."""
    spec.components.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": "A personal token."}
    )
    spec.components.security_scheme(
        "session", {"type": "apiKey", "in": "cookie", "name": "session"}
    )
    if "Problem" not in spec.components.schemas:
        spec.components.schema("Problem", schema=ProblemSchema)
    described: dict[str, Any] = spec.to_dict()
    described["security"] = [{}, {"token": []}, {"session": []}]
    problem = {
        "description": "The request was refused; `detail` says why and what to do.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    for item in described["paths"].values():
        for method in METHODS:
            if method in item:
                answers = item[method].setdefault("responses", {})
                for status in [code for code in answers if code[:1] in "45"]:
                    answers[status] = problem
                answers["default"] = problem
    return described
