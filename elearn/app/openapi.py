"""The document of the API, for programs and for people."""

from typing import Any

from flask import abort, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from elearn.app.api_document import METHODS, complete
from elearn.core.access import anyone
from elearn.core.web import Blueprint

blueprint = Blueprint("openapi", __name__, url_prefix="/api/v1")


@blueprint.get("/openapi.json", access=anyone)
def document() -> ResponseReturnValue:
    """Send the OpenAPI 3.1 document."""
    return jsonify(described())


@blueprint.get("/", access=anyone)
def browse() -> ResponseReturnValue:
    """Show what the API offers, group by group."""
    return render_template("app/api.html", groups=[group for group in groups() if group["doors"]])


@blueprint.get("/about/<name>", access=anyone)
def about(name: str) -> ResponseReturnValue:
    """Show the operations of one group, with examples and refusals."""
    group = next((one for one in groups() if one["slug"] == name and one["doors"]), None)
    if group is None:
        abort(404)
    operations = [shown(*door) for door in group["doors"]]
    return render_template("app/api_group.html", group=group, operations=operations)


def groups() -> list[dict[str, Any]]:
    """Return the groups of the document, each with its doors: path, method, item, operation."""
    spec = described()
    found = {
        tag["name"]: {**tag, "slug": tag["name"].lower().replace(" ", "-"), "doors": []}
        for tag in spec["tags"]
    }
    for path, item in spec["paths"].items():
        for method in METHODS:
            if method in item:
                door = (path, method, item, item[method])
                found[item[method]["tags"][0]]["doors"].append(door)
    return list(found.values())


def shown(
    path: str, method: str, item: dict[str, Any], operation: dict[str, Any]
) -> dict[str, Any]:
    """Return one operation as the page shows it: examples and refusals laid out."""
    answers = operation["responses"]
    status = next(code for code in answers if code[:1] == "2")
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"].replace("`", ""),
        "description": operation.get("description", "").replace("`", ""),
        "open": {} in operation["security"],
        # Headers are the same everywhere: the page tells of them once, under its habits.
        "parameters": [
            one
            for one in (*item.get("parameters", []), *operation.get("parameters", []))
            if one.get("in") != "header"
        ],
        "sent": examples(operation.get("requestBody", {})),
        "status": status,
        "given": examples(answers[status]),
        "refusals": [
            (code, reason(code, answer)) for code, answer in answers.items() if code > "3"
        ],
    }


def examples(part: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return media type and example of a body or an answer."""
    return [(kind, content["example"]) for kind, content in part.get("content", {}).items()]


def reason(code: str, answer: dict[str, Any]) -> str:
    """Return what an answer means; what the operation says of it comes before the usual."""
    if "description" in answer:
        return str(answer["description"])
    shared = described()["components"]["responses"]
    return str(shared[answer["$ref"].rpartition("/")[2]]["description"]).replace("`", "")


def described() -> dict[str, Any]:
    """Return the document, made once from the routes and schemas the API itself uses."""
    kept = current_app.extensions
    if "described" not in kept:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        kept["described"] = complete(app, kept["api"].spec)
    spec: dict[str, Any] = kept["described"]
    return spec
