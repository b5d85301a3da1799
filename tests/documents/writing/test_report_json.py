"""The data set and its published schema, checked by a small reader of schemas that knows what the schema uses."""

import copy
import json
import re
from typing import Any

import pytest

from gongkai.documents.writing import report_data, report_json, report_schema
from gongkai.law.annual_report.model import FormVersion, Tables, zero_tables

from .samples import ORGAN, SUQIAN, document, every_cell_its_own

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
KNOWN = {
    *("$schema", "$id", "$ref", "$defs", "title", "description", "type", "const", "enum", "pattern", "anyOf"),
    *("additionalProperties", "required", "properties", "minimum", "maximum", "items", "minItems", "maxItems"),
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str = "$") -> list[str]:
    """Give what a value has against a schema; refuse a schema that says more than is understood here."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, where)
    if "anyOf" in schema:
        tried = [faults(value, option, root, where) for option in schema["anyOf"]]
        return [] if [] in tried else [f"{where}: none of {tried}"]
    if "const" in schema and value != schema["const"]:
        return [f"{where}: not {schema['const']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: not one of {schema['enum']}"]
    kinds = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if kinds and not any(isinstance(value, TYPES[kind]) and not isinstance(value, bool) for kind in kinds):
        return [f"{where}: not {kinds}"]
    return [*_bounds(value, schema, where), *_members(value, schema, root, where), *_items(value, schema, root, where)]


def _bounds(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    found = []
    low, high = schema.get("minimum", float("-inf")), schema.get("maximum", float("inf"))
    if isinstance(value, int | float) and not low <= value <= high:
        found.append(f"{where}: out of bounds")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{where}: not {schema['pattern']}")
    return found


def _members(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str) -> list[str]:
    if not isinstance(value, dict):
        return []
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{where}: {name} missing" for name in schema.get("required", []) if name not in value]
    for name, member in value.items():
        if name in properties:
            found += faults(member, properties[name], root, f"{where}.{name}")
        elif more is False:
            found.append(f"{where}: {name} unknown")
        elif isinstance(more, dict):
            found += faults(member, more, root, f"{where}.{name}")
    return found


def _items(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str) -> list[str]:
    if not isinstance(value, list):
        return []
    found = []
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        found.append(f"{where}: {len(value)} items")
    for place, item in enumerate(value):
        found += faults(item, schema.get("items", {}), root, f"{where}[{place}]")
    return found


SCHEMA = json.loads(report_schema())


def check(data: Any) -> list[str]:
    return faults(data, SCHEMA, SCHEMA)


@pytest.mark.parametrize(
    "tables",
    [
        zero_tables(),
        SUQIAN,
        every_cell_its_own(),
        zero_tables(FormVersion.F2019),
        SUQIAN.with_cell3("g", "c1", None),
        None,
    ],
    ids=["zero", "suqian", "distinct", "2019", "blank", "none"],
)
def test_the_export_keeps_the_published_schema(tables: Tables | None) -> None:
    assert check(json.loads(report_json(document(tables)))) == []


def test_the_export_says_who_when_and_which() -> None:
    data = report_data(document())
    assert (data["organ"], data["organ_name"], data["code"], data["year"]) == (ORGAN, ORGAN, "640423999", 2023)
    assert (data["form"], data["version"]) == ("2021", 1)
    assert data["signed"] == {"by": "演示甲", "on": "2024-01-26"}
    assert data["tables"]["table2"]["charge"] == 59237.2449
    assert data["tables"]["table3"][0] == [3402, 99, 0, 4, 5, 1, 3511]
    assert data["tables"]["table4"][4] == 440
    assert [section["number"] for section in data["sections"]] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("digest",), "abc"),
        (("year",), "2023"),
        (("form",), "2020"),
        (("tables", "table3", 4), [1, 2, 3]),
        (("tables", "table3", 4, 2), -1),
        (("tables", "table3", 4, 2), 1.5),
        (("tables", "table4"), [0] * 14),
        (("tables", "table2", "license"), [1]),
        (("signed", "on"), "2024年1月26日"),
        (("sections", 0, "number"), 7),
        (("unknown",), 1),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(report_data(document()))
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert check(data)


def test_the_schema_refuses_what_is_missing() -> None:
    for name in SCHEMA["required"]:
        data = report_data(document())
        del data[name]
        assert check(data)
