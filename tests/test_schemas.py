"""The schemas and docs/record.md are what the models say, and valid in themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from attribution.record import FILES, reference, schemas
from attribution.record.schema import as_text
from tests.test_record import whole

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", list(FILES))
def test_the_committed_schema_is_the_models(name: str) -> None:
    """schemas/ is made by `python -m attribution.record schemas docs/record.md` and by nothing else."""
    assert as_text(schemas()[name]) == (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf8")


def test_the_committed_page_is_the_models() -> None:
    """So is docs/record.md."""
    assert reference() == (ROOT / "docs" / "record.md").read_text(encoding="utf8")


@pytest.mark.parametrize("name", list(FILES))
def test_a_schema_is_valid(name: str) -> None:
    """Each is a valid draft 2020-12 schema that names its dialect and itself."""
    schema = schemas()[name]

    Draft202012Validator.check_schema(schema)
    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    assert f"urn:news-attribution:schema:1.0:{name}" == schema["$id"]
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("name", list(FILES))
def test_every_object_is_closed_and_described(name: str) -> None:
    """No object takes unknown keys or lacks known ones, and every field says what it is."""
    schema = schemas()[name]
    shapes = [shape for shape in (schema, *schema.get("$defs", {}).values()) if shape.get("type") == "object"]
    for shape in shapes:
        assert shape["additionalProperties"] is False
        assert list(shape["properties"]) == shape["required"]
        for key, field in shape["properties"].items():
            described = field.get("description") or schema["$defs"][field["$ref"].rsplit("/", 1)[1]]["description"]
            assert described, key


def test_a_record_validates_and_a_broken_one_does_not() -> None:
    """The schema takes what the program writes, and refuses it with a key too many, too few, or of another type."""
    validator = Draft202012Validator(schemas()["record"])
    record = whole().as_dict()

    assert validator.is_valid(record)
    assert not validator.is_valid({**record, "more": 1})
    assert not validator.is_valid({**record, "kind": "verbatim"})
    assert not validator.is_valid({**record, "hedges": None})
    assert not validator.is_valid({key: value for key, value in record.items() if key != "cue"})
