"""The JSON Schema of a measure file, made from the shapes by which measure files are read and from the table of facts.

An editor that is shown it completes keys and words, and marks what the reader would refuse. What hangs on more than
one key, such as which level fits an effect, the reader alone tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.files.typed_yaml import Scalar, json_schema
from sekisho.law.loading.condition_reader import BOUNDS
from sekisho.law.loading.measure_reader import MEASURE
from sekisho.law.model.condition import Tiers
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable

_CONDITION: Final[dict[str, object]] = {"$ref": "#/$defs/condition"}
_TEXT: Final = json_schema(Scalar.TEXT)
_ONE_OR_MORE: Final[dict[str, object]] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_OTHER: Final[dict[str, object]] = {
    "all": {"type": "array", "items": _CONDITION},
    "any": {"type": "array", "items": _CONDITION},
    "not": _CONDITION,
    "term": _TEXT,
    "in_force": _TEXT,
}
"""What a condition may be beside the test of a fact."""


def measure_schema(facts: FactTable) -> dict[str, object]:
    """Return the JSON Schema of a measure file.

    Parameters
    ----------
    facts
        Facts that a condition may test.
    """
    tests: dict[str, object] = {
        str(name): {"description": fact.question, **_test(fact)} for name, fact in sorted(facts.facts.items())
    }
    schema = json_schema(MEASURE)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A measure of sekisho",
        **schema,
        "$defs": {
            "condition": {
                "type": "object",
                "properties": _OTHER | tests,
                "minProperties": 1,
                "additionalProperties": False,
            },
            "owned": _owned(),
        },
    }


def _test(fact: Fact) -> dict[str, object]:
    """Return what may be tested of a fact."""
    match fact.kind:
        case "codes":
            return _object({"under": _ONE_OR_MORE, "without": _ONE_OR_MORE}, "under")
        case "party":
            keys = {"listed": _ONE_OR_MORE, "or_owned": {"$ref": "#/$defs/owned"}, "as": _ONE_OR_MORE, "named": _TEXT}
            return _object(keys, "listed")
        case "number" | "date":
            return {**_object(dict.fromkeys(BOUNDS, _TEXT)), "minProperties": 1}
        case "choice":
            words = {"enum": list(fact.choices)}
            return {"anyOf": [words, {"type": "array", "items": words, "minItems": 1}]}
        case "yes_no":
            return {"enum": ["yes", "no", True, False]}
        case _:
            return _ONE_OR_MORE


def _owned() -> dict[str, object]:
    """Return the rule on owners."""
    tiers = {"enum": [str(word) for word in Tiers]}
    keys = {"at_least": json_schema(Scalar.NUMBER), "tiers": tiers, "also_by": _ONE_OR_MORE}
    return _object(keys, "at_least", "tiers")


def _object(properties: Mapping[str, object], *needed: str) -> dict[str, object]:
    return {"type": "object", "properties": dict(properties), "required": list(needed), "additionalProperties": False}
