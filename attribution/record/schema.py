"""The models as JSON Schemas (draft 2020-12), and as the page docs/record.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from attribution.record.cluster import Cluster
from attribution.record.correction import Correction
from attribution.record.models import Record
from attribution.record.run import ArticleLine, ErrorLine, RunInfo
from attribution.record.spans import Model

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Where each shape is written, in the order in which people meet them: the first four in a run's folder.
FILES: dict[str, tuple[str, type[Model]]] = {
    "record": ("attributions.jsonl", Record),
    "article": ("articles.jsonl", ArticleLine),
    "error": ("errors.jsonl", ErrorLine),
    "run": ("run.json", RunInfo),
    "cluster": ("clusters.jsonl", Cluster),
    "correction": ("corrections.jsonl", Correction),
}

Schema = dict[str, Any]

SPAN = {"start", "end", "text"}


class _Complete(GenerateJsonSchema):
    """A schema of what is written: every key is there, those with a default too."""

    def generate(self, schema: Any, mode: JsonSchemaMode = "serialization") -> Schema:
        return super().generate(schema, mode)

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True

    def field_title_should_be_set(self, schema: Any) -> bool:
        # Pydantic's titles repeat the key ("Start"); the descriptions say what there is to say.
        return False


def schemas() -> dict[str, Schema]:
    """Name of each shape ("record", "article", "error", …: those of FILES) -> its JSON Schema, draft 2020-12."""
    found = {}
    for name, (file, model) in FILES.items():
        schema = model.model_json_schema(by_alias=True, mode="serialization", schema_generator=_Complete)
        found[name] = {
            "$schema": DIALECT,
            "$id": f"urn:news-attribution:schema:1.0:{name}",
            **schema,
            "title": f"{'' if file.endswith('.json') else 'A line of '}{file}",
        }
    return found


def reference() -> str:
    """The page docs/record.md: every field of every shape, from the models' own descriptions."""
    lines = [
        "# What is written, field by field",
        "",
        "Made from the models in `attribution/record` by `python -m attribution.record schemas docs/record.md`, as are",
        "the JSON Schemas (draft 2020-12) in `schemas/`.",
        "",
        "A **span** is `start`, `end` and `text`: a half-open range of Unicode code points into the article's text as",
        "it was read, and the words that stand there. In Python, `text[start:end]` is exactly the string beside them.",
        "",
        "The set of keys never changes. Objects and lists are never null, only leaves are: where a **span or nulls**",
        'is absent, it is `{"start": null, "end": null, "text": null}`.',
    ]
    for name, schema in schemas().items():
        definitions = schema.get("$defs", {})
        lines += ["", f"## {FILES[name][0]}", "", _prose(schema["description"]), "", "| field | type | what it is |"]
        lines += ["|---|---|---|"]
        for path, kind, description in _fields(schema, definitions, "", {}):
            lines.append(f"| `{path}` | {kind} | {_prose(description)} |")
    return "\n".join(lines) + "\n"


def as_text(schema: Schema) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _fields(
    schema: Schema, definitions: dict[str, Schema], prefix: str, shown: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Path, type and description of every field, an object's own fields right below it.

    `shown` gathers the shapes that have been spelled out (title -> path): they are spelled out once.
    """
    for key, field in schema["properties"].items():
        path = f"{prefix}{key}"
        value = _resolve(field, definitions)
        items = _resolve(value.get("items", {}), definitions)
        inner = items if "properties" in items else value
        kind = _kind(value, items)
        fresh = "properties" in inner and inner["title"] not in shown
        if "properties" in inner and not fresh:
            kind += f", each as `{shown[inner['title']]}`" if inner is items else f", as `{shown[inner['title']]}`"
        yield path, kind, field.get("description") or value.get("description", "")
        if fresh:
            dots = "[]." if inner is items else "."
            if not _is_span(inner):
                shown[inner["title"]] = path
            yield from _fields(_without_span(inner), definitions, path + dots, shown)


def _is_span(schema: Schema) -> bool:
    return SPAN.issubset(schema.get("properties", {}))


def _without_span(schema: Schema) -> Schema:
    """An object's own fields, less the three that the page explains once, at its top."""
    if not _is_span(schema):
        return schema
    return {**schema, "properties": {key: value for key, value in schema["properties"].items() if key not in SPAN}}


def _resolve(field: Schema, definitions: dict[str, Schema]) -> Schema:
    pointer = field.get("$ref")
    return definitions[pointer.rsplit("/", 1)[1]] if pointer else field


def _kind(field: Schema, items: Schema) -> str:
    """The type in words: "string or null", "list of spans", "`a`, `b`"."""
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "anyOf" in field:
        return " or ".join(_kind(choice, {}) for choice in field["anyOf"])
    if _is_span(field):
        return "span or nulls" if "anyOf" in field["properties"]["text"] else "span"
    if field.get("type") == "array":
        return f"list of {'span' if _is_span(items) else items.get('type', 'value')}s"
    if isinstance(field.get("additionalProperties"), dict):
        return f"object of {field['additionalProperties'].get('type', 'value')}s"
    return str(field.get("type", "any value"))


def _prose(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
