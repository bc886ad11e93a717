"""What a tool takes, as JSON Schema: made of the request that it asks, so that no field is described twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sekisho.law.model.fact import Fact
from sekisho.law.model.library import Library
from sekisho.service.request import NOBODY_LOWERS, RequestField, fields_of

Schema = dict[str, Any]
MOST_LETTERS: Final = 2_000
"""Of one value. A description of goods is shorter; a text that is longer is a document, and no fact."""
MOST_ITEMS: Final = 50
"""Members of a list or an object that a tool takes."""


def schema_of(
    request: type, names: Iterable[str], *, most: Mapping[str, float] = NOBODY_LOWERS, more: Mapping[str, Schema] = {}
) -> Schema:
    """Describe some fields of a request, and what a tool asks beside them."""
    fields = fields_of(request, names, most=most)
    return {
        "type": "object",
        "properties": {**more, **{entry.name: _field(entry) for entry in fields}},
        "required": [entry.name for entry in fields if entry.required],
        "additionalProperties": False,
    }


def facts_schema(library: Library) -> Schema:
    """Describe the facts of a line, each with its question; what is left out is unknown."""
    return {
        "type": "object",
        "description": "Facts of the shipment by name, as the user stated them. Leave out what nobody told you: "
        "an unknown fact is an answer, a guess is not.",
        "properties": {
            str(fact.name): _fact(fact) for fact in library.facts.facts.values() if fact.of != "law" and fact.question
        },
        "additionalProperties": False,
        "maxProperties": MOST_ITEMS,
    }


def _fact(fact: Fact) -> Schema:
    unit = f" ({fact.unit})" if fact.unit else ""
    text: Schema = {"type": "string", "maxLength": MOST_LETTERS}
    schema: Schema = {"description": f"{fact.question}{unit}{_WRITTEN.get(fact.kind, '')}"}
    match fact.kind:
        case "choice":
            return schema | {"type": "string", "enum": [*map(str, fact.choices), "unknown"]}
        case "yes_no":
            return schema | {"type": ["string", "boolean"], "enum": ["yes", "no", "unknown", True, False]}
        case "number":
            return schema | {"type": ["string", "number"]}
        case "codes":
            return schema | {"type": ["string", "array"], "items": text, "maxItems": MOST_ITEMS}
        case "map":
            return schema | {"type": "object", "additionalProperties": text, "maxProperties": MOST_ITEMS}
    return schema | text


_WRITTEN: Final[Mapping[str, str]] = {
    "territory": " A country by its ISO 3166 code, such as JP, or by its name.",
    "codes": " One or several; 'none' if the user says that it stands under none.",
    "date": " As YYYY-MM-DD.",
    "map": " Each by its name, as text with its unit.",
}
"""What a model is told beside the question of a fact, by its kind: how the answer is written."""


def _field(entry: RequestField) -> Schema:
    ask = entry.ask
    left_out = f" Left out: {ask.left_out}." if ask.left_out else ""
    schema: Schema = {"description": f"{ask.help}{left_out}"}
    text: Schema = {"type": "string", "maxLength": MOST_LETTERS}
    match entry.shape:
        case "flag":
            schema |= {"type": "boolean"}
        case "whole" | "number":
            schema |= {"type": "integer" if entry.shape == "whole" else "number"}
            schema |= {
                name: value for name, value in (("minimum", ask.least), ("maximum", ask.most)) if value is not None
            }
        case "day":
            schema |= {"type": "string", "format": "date"}
        case "list":
            schema |= {"type": "array", "items": text, "maxItems": int(ask.most or MOST_ITEMS)}
        case "pairs":
            schema |= {"type": "object", "additionalProperties": text, "maxProperties": MOST_ITEMS}
        case _:
            schema |= {**text, "enum": list(entry.choices)} if entry.choices else text
    return schema
