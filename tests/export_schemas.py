"""What the formats of the exports demand, written from their specifications: JSON Schemas, and schema.org's types.

Each quotes where the demand stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

IRI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"}

# https://www.w3.org/TR/annotation-model/, sections 3.1 to 3.3 and 4.1 to 4.3: every MUST that bears on the keys in use.
# No key of another model is let in but `dcterms:identifier`, whose prefix the JSON-LD context defines.
WEB_ANNOTATION: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "id", "type", "target"],
    "additionalProperties": False,
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "Annotation"},
        "motivation": {"$ref": "#/$defs/motivation"},
        "generator": {
            "type": "object",
            "properties": {"type": {"enum": ["Person", "Organization", "Software"]}, "name": {"type": "string"}},
            "additionalProperties": False,
        },
        "dcterms:identifier": {"type": "string"},
        "body": {"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/textual"}, {"$ref": "#/$defs/specific"}]}},
        "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/specific"}},
    },
    "$defs": {
        "motivation": {
            "enum": [
                *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
                *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
            ]
        },
        "textual": {
            "type": "object",
            "required": ["type", "value"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "TextualBody"},
                "value": {"type": "string", "minLength": 1},
                "format": {"const": "text/plain"},
                "purpose": {"$ref": "#/$defs/motivation"},
            },
        },
        "specific": {
            "type": "object",
            "required": ["source"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": IRI,
                "purpose": {"$ref": "#/$defs/motivation"},
                "state": {"$ref": "#/$defs/state"},
                "selector": {
                    "type": "array",
                    "items": {"anyOf": [{"$ref": "#/$defs/position"}, {"$ref": "#/$defs/quote"}]},
                },
            },
        },
        "state": {
            "type": "object",
            "required": ["type", "cached"],
            "additionalProperties": False,
            "properties": {"type": {"const": "TimeState"}, "cached": IRI},
        },
        "position": {
            "type": "object",
            "required": ["type", "start", "end"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 0},
            },
        },
        "quote": {
            "type": "object",
            "required": ["type", "exact"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string", "minLength": 1},
                "prefix": {"type": "string", "maxLength": 32},
                "suffix": {"type": "string", "maxLength": 32},
            },
        },
    },
}

# https://labelstud.io/guide/predictions and https://labelstud.io/guide/task_format.
LABEL_STUDIO: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["data", "predictions"],
    "additionalProperties": False,
    "properties": {
        "data": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
        "predictions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["result"],
                "additionalProperties": False,
                "properties": {
                    "model_version": {"type": "string"},
                    "score": {"type": "number", "minimum": 0, "maximum": 1},
                    "result": {
                        "type": "array",
                        "items": {"anyOf": [{"$ref": "#/$defs/region"}, {"$ref": "#/$defs/relation"}]},
                    },
                },
            },
        },
    },
    "$defs": {
        "region": {
            "type": "object",
            "required": ["id", "from_name", "to_name", "type", "value"],
            "additionalProperties": False,
            "properties": {
                "id": {"type": "string"},
                "from_name": {"type": "string"},
                "to_name": {"const": "text"},
                "type": {"enum": ["labels", "choices", "textarea"]},
                "origin": {"const": "prediction"},
                "score": {"type": "number", "minimum": 0, "maximum": 1},
                "value": {
                    "type": "object",
                    "required": ["start", "end"],
                    "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
                },
            },
            "oneOf": [
                {"properties": {"type": {"const": "labels"}, "value": {"required": ["text", "labels"]}}},
                {"properties": {"type": {"const": "choices"}, "value": {"required": ["choices"]}}},
                {"properties": {"type": {"const": "textarea"}, "value": {"properties": {"text": {"type": "array"}}}}},
            ],
        },
        "relation": {
            "type": "object",
            "required": ["type", "from_id", "to_id", "direction"],
            "additionalProperties": False,
            "properties": {
                "type": {"const": "relation"},
                "from_id": {"type": "string"},
                "to_id": {"type": "string"},
                "direction": {"enum": ["left", "right", "bi"]},
                "labels": {"type": "array", "items": {"type": "string"}},
            },
        },
    },
}

# https://schema.org/Claim and the pages of the other types: each type's parent, and each property's values.
PARENTS = {
    "Claim": "CreativeWork",
    "Quotation": "CreativeWork",
    "NewsArticle": "CreativeWork",
    "CreativeWork": "Thing",
    "Person": "Thing",
    "Organization": "Thing",
    "Thing": None,
}
PROPERTIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Thing": {"identifier": ("Text",), "name": ("Text",), "url": ("Text",)},
    "CreativeWork": {
        "author": ("Person", "Organization"),
        "creditText": ("Text",),
        "dateCreated": ("Text",),
        "datePublished": ("Text",),
        "headline": ("Text",),
        "isBasedOn": ("CreativeWork",),
        "isPartOf": ("CreativeWork",),
        "publisher": ("Person", "Organization"),
        "text": ("Text",),
    },
    "Claim": {"appearance": ("CreativeWork",), "claimInterpreter": ("Person", "Organization")},
    "Person": {"affiliation": ("Organization",), "jobTitle": ("Text",)},
}


def schema_org_problems(node: Mapping[str, Any]) -> Iterator[str]:
    """What schema.org's vocabulary does not know of a node: types, properties, and types of values."""
    types = list(_ancestors(node.get("@type")))
    known = {name: values for type in types for name, values in PROPERTIES.get(type, {}).items()}
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{node.get('@type')} has no {name}"
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                if not set(_ancestors(each.get("@type"))) & set(known[name]):
                    yield f"{name} is no {each.get('@type')}"
                yield from schema_org_problems(each)
            elif not isinstance(each, str) or "Text" not in known[name]:
                yield f"{name} is {each!r}"


def _ancestors(type: str | None) -> Iterator[str]:
    while type is not None:
        yield type
        type = PARENTS[type]
