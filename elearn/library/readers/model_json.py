"""The model as plain JSON and back. Fields at their default are left out: smaller files."""

from dataclasses import MISSING, fields
from typing import Any

from elearn.library.readers import model as m

BLOCKS: dict[str, type[m.Block]] = {
    kind.kind: kind
    for kind in (m.Heading, m.Para, m.List, m.Table, m.Figure, m.Box, m.Code, m.Quote)
}
# Which class the entries of a field have, where they are not plain values.
INNER: dict[str, Any] = {
    "src": m.Source,
    "items": m.Item,
    "rows": m.Row,
    "cells": m.Cell,
    "report": m.Report,
}
RUN_FIELDS = ("marks", "link", "xref", "note", "media")


def to_json(doc: m.Doc) -> dict[str, Any]:
    """Return the document as a dict of plain values, the same for the same document."""
    return {"model": m.VERSION, **_out(doc)}


def from_json(data: dict[str, Any]) -> m.Doc:
    """Build the document from `to_json`'s dict. Raises ValueError on another model version."""
    if data.get("model") != m.VERSION:
        raise ValueError(f"model {data.get('model')!r} is not {m.VERSION}")
    doc = m.Doc(meta=dict(data.get("meta", {})))
    doc.blocks = [block_from_json(b) for b in data.get("blocks", [])]
    doc.notes = {key: _note(value) for key, value in data.get("notes", {}).items()}
    doc.media = {key: m.Media(**value) for key, value in data.get("media", {}).items()}
    doc.report = m.Report(**data.get("report", {}))
    return doc


def block_from_json(data: dict[str, Any]) -> m.Block:
    """Build one block, and all that it holds, from its dict."""
    values = {key: _in(key, value) for key, value in data.items() if key != "kind"}
    return BLOCKS[data["kind"]](**values)


def _out(thing: Any) -> dict[str, Any]:
    result: dict[str, Any] = {}
    if isinstance(thing, m.Block):
        result["kind"] = thing.kind
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.default is not MISSING and value == field.default:
            continue
        plain = _value(value)
        if field.default_factory is not MISSING and not plain:
            continue
        result[field.name] = plain
    return result


def _value(value: Any) -> Any:
    if isinstance(value, m.Run):
        return _run(value)
    if isinstance(value, list):
        return [_value(v) for v in value]
    if isinstance(value, dict):
        return {key: _value(v) for key, v in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return _out(value)
    return value


def _run(run: m.Run) -> dict[str, str]:
    result = {"text": run.text}
    for name in RUN_FIELDS:
        value = getattr(run, name)
        if value:
            result[name] = value
    return result


def _in(key: str, value: Any) -> Any:
    if key in ("runs", "caption"):
        return [m.Run(**v) for v in value]
    if key == "blocks":
        return [block_from_json(v) for v in value]
    if key == "src":
        return m.Source(**value)
    if key in INNER:
        return [INNER[key](**{k: _in(k, v) for k, v in entry.items()}) for entry in value]
    return value


def _note(data: dict[str, Any]) -> m.Note:
    return m.Note(**{key: _in(key, value) for key, value in data.items()})
