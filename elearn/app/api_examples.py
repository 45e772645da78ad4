"""Examples of bodies, put together from the examples that stand at the fields of schemas."""

from typing import Any

WHEN = {"date-time": "2026-11-22T09:30:00+00:00", "date": "2026-11-22", "binary": "manual.docx"}
PLAIN: dict[str, Any] = {"boolean": True, "integer": 1, "number": 1, "string": "", "object": {}}


def example_of(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return a value of the schema, as a reader of the document would like to see one."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "example" in schema:
        return schema["example"]
    for choice in ("allOf", "anyOf", "oneOf"):
        if choice in schema:
            return example_of(schema[choice][0], schemas)
    if "enum" in schema:
        return next(one for one in schema["enum"] if one)
    if "default" in schema and schema["default"] != "":
        return schema["default"]
    return by_kind(schema, schemas)


def by_kind(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return a value by the type the schema names; a field that may be null shows its value."""
    kind = schema.get("type", "object")
    if isinstance(kind, list):
        kind = next(one for one in kind if one != "null")
    if kind == "array":
        return [example_of(schema["items"], schemas)]
    if kind == "object" and "properties" in schema:
        return {name: example_of(part, schemas) for name, part in schema["properties"].items()}
    return WHEN.get(schema.get("format", ""), PLAIN[kind])
