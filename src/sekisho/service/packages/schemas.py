"""The JSON Schemas of the files that people write, for their editors: measures, cases, scenarios, mappings, packages.

An editor that is shown one completes keys and words and marks what the reader would refuse. They are made from the
shapes, keys and facts by which the files are read; what hangs on several keys, the readers alone tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sekisho.determination.line.golden_cases import CASE_KEYS, OUTCOMES
from sekisho.files.typed_yaml import Scalar, json_schema
from sekisho.impact.scenario.scenario_reader import SCENARIO
from sekisho.law.loading.measure_schema import measure_schema
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.term import Reading
from sekisho.trade.book.mapping_file import KEYS as MAPPING_KEYS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Final = json_schema(Scalar.TEXT)
_DAY: Final = json_schema(Scalar.DAY)
_TEXTS: Final[dict[str, object]] = {"type": "array", "items": _TEXT}
_ONE_OR_MORE: Final[dict[str, object]] = {"anyOf": [_TEXT, _TEXTS]}
_COLUMN: Final[dict[str, object]] = {"anyOf": [_TEXT, _TEXTS, {"type": "null"}]}
"""A column, several that make one text, or none, which is not looked for."""
_LEVELS: Final[dict[str, object]] = {"type": ["string", "object"]}
_NAMED: Final[dict[str, object]] = {"type": "object", "additionalProperties": _TEXT}
_UNKNOWN: Final = "unknown"


def case_schema(facts: FactTable) -> dict[str, object]:
    """Return the schema of a file of golden cases: a list of lines with the answer that a source gives."""
    stated = {str(name): {"description": fact.question, **_value(fact)} for name, fact in sorted(facts.facts.items())}
    kinds: dict[str, object] = {
        **dict.fromkeys(CASE_KEYS, _TEXT),
        **dict.fromkeys(("decided_by", "open", "missing", "obligations"), _ONE_OR_MORE),
        "as_of": _DAY,
        "facts": _mapping(stated),
        "assume": _NAMED,
        "outcome": {"enum": list(OUTCOMES)},
        "by_reading": _mapping(dict.fromkeys(map(str, Reading), _LEVELS)),
        "branches": {"type": ["array", "object"]},
    }
    case = {**_mapping({key: kinds[key] for key in CASE_KEYS}), "required": ["id", "facts"]}
    return {"$schema": DIALECT, "title": "Golden cases of sekisho", "type": "array", "items": case}


def scenario_schema(_facts: FactTable) -> dict[str, object]:
    """Return the schema of a scenario."""
    return {"$schema": DIALECT, "title": "A scenario of sekisho", **json_schema(SCENARIO)}


def mapping_schema(facts: FactTable) -> dict[str, object]:
    """Return the schema of a mapping, which says how an order list is read."""
    names = sorted(map(str, facts.facts))
    words: dict[str, object] = {"type": "object", "additionalProperties": _NAMED}
    kinds: dict[str, object] = {
        **dict.fromkeys(MAPPING_KEYS, _TEXT),
        "columns": _mapping(dict.fromkeys(names, _COLUMN), closed=False),
        "unsure": _mapping(dict.fromkeys(names, _COLUMN), closed=False),
        "decimals": _NAMED,
        "constants": _mapping({str(name): _value(fact) for name, fact in facts.facts.items()}, closed=False),
        "suppose": _ONE_OR_MORE,
        "values": words,
        "read_as": words,
    }
    return {
        "$schema": DIALECT,
        "title": "How sekisho reads a book",
        **_mapping({key: kinds[key] for key in MAPPING_KEYS}),
    }


def package_schema(_facts: FactTable) -> dict[str, object]:
    """Return the schema of `package.yaml`, by which a data package says what it is and what it holds."""
    keys: dict[str, object] = {
        **dict.fromkeys(("name", "version", "licence", "control_list"), _TEXT),
        **dict.fromkeys(("languages", "jurisdictions"), _TEXTS),
        "horizon": _DAY,
        "coverage": _mapping(dict.fromkeys(("encoded", "not_covered", "gaps", "gathered"), _TEXTS)),
    }
    needed = ["name", "version", "horizon"]
    return {
        "$schema": DIALECT,
        "title": "A data package of sekisho",
        **_mapping(keys, closed=False),
        "required": needed,
    }


SCHEMAS: Final[Mapping[str, Callable[[FactTable], dict[str, object]]]] = {
    "measure": measure_schema,
    "case": case_schema,
    "scenario": scenario_schema,
    "mapping": mapping_schema,
    "package": package_schema,
}
"""A schema a kind of file, from the facts that there are."""


def schema_of(kind: str, facts: FactTable) -> dict[str, object]:
    """Return the schema of a kind of file; of measures, if the name is none of these."""
    return SCHEMAS.get(kind, measure_schema)(facts)


def _value(fact: Fact) -> dict[str, object]:
    """Return what may be stated of a fact."""
    match fact.kind:
        case "choice":
            choice: dict[str, object] = {"enum": [*fact.choices, _UNKNOWN, ""]}  # empty takes back what `like` states
            return {"anyOf": [choice, {"type": "array", "items": choice}]}
        case "yes_no":
            return {"enum": ["yes", "no", _UNKNOWN, True, False, ""]}
        case _:
            return _ONE_OR_MORE


def _mapping(properties: Mapping[str, object], *, closed: bool = True) -> dict[str, object]:
    return {"type": "object", "properties": dict(properties), "additionalProperties": not closed}
