"""Case files: the one format in which a line is kept, read, tested and sent in a report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError, MeasureError, Problem, did_you_mean
from sekisho.files.records import as_yaml
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.law.model.term import Reading
from sekisho.message import counted, message

CONTROLS: Final = frozenset({"facts", "as_of", "reading", "readings", "assume"})
EXPECTED: Final = frozenset(
    {
        *("id", "name", "like", "because", "library", "outcome", "headline", "floor", "ceiling"),
        *("decided_by", "decisive", "open", "missing", "questions", "obligations", "citations"),
        *("by_reading", "branches", "licensing", "penalties", "cautions", "coverage", "parties"),
        *("presumed", "without_presumptions", "may_fall_under", "item_state", "alerts", "inputs", "if", "brief"),
        *("statements", "sleeping", "ahead", "practice", "triggered", "contradictions"),
    }
)
"""Keys that a case or a saved answer may have and that are no input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """What a case file states.

    Parameters
    ----------
    outcome, library
        The answer and the hash of the library when the case was saved; empty if it does not say.
    places
        File and line of what it states: of a fact by its name, of `as_of`, `reading`, `term NAME` and `assume NAME`.
    problems
        What is wrong with the file and does not keep it from being read.
    """

    facts: Mapping[str, object] = field(default_factory=dict)
    as_of: str = ""
    reading: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    assume: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    library: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_case(path: Path, chosen: str | None) -> CaseFile:
    """Read a case from a file: a case, bare facts, a saved answer, or one case of a list.

    Raises
    ------
    FactError
        If the file holds no case, several cases of which none is chosen, or unknown keys.
    MeasureError
        If it is not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        what = message("error.not_utf8", "not UTF-8 text.")
        remedy = message("error.save_utf8", "Save the file as UTF-8.")
        raise FactError(Problem(where=str(path), what=what, remedy=remedy)) from None
    return case_in(text, path, chosen)


def case_in(text: str, path: Path, chosen: str | None = None) -> CaseFile:
    """Read a case from the text of a file; `path` says where it came from, and by its ending what it is.

    Raises
    ------
    FactError, MeasureError
        As for `read_case`.
    """
    found, node, problems = _plain(text, path)
    if isinstance(found, list):
        picked, nodes = _pick(found, node.items or () if node else (), chosen, path)
        return _case(picked, nodes, path, problems)
    if not isinstance(found, dict):
        remedy = message("error.expected_case", "Expected a mapping of facts, or a list of cases.")
        raise FactError(Problem(where=str(path), what=message("error.not_case", "no case."), remedy=remedy))
    return _case(found, (node,) if node else (), path, problems)


def _plain(text: str, path: Path) -> tuple[object, Node | None, list[Problem]]:
    """Read YAML or JSON with every scalar as text; JSON comes without lines."""
    if path.suffix == ".json":
        try:
            return json.loads(text, parse_float=str, parse_int=str), None, []
        except json.JSONDecodeError as fault:
            what = message("error.not_json", "not JSON: {why}.", why=fault.msg)
            remedy = message("error.expected_json", "Expected JSON as --format json writes it.")
            raise FactError(Problem(where=f"{path}:{fault.lineno}", what=what, remedy=remedy)) from None
    faults = ProblemCollector(str(path))
    node = compose(text, faults)
    if node is None:
        raise MeasureError(faults.found)
    return node.plain(), node, faults.found


def _pick(
    cases: list[object], nodes: Sequence[Node], chosen: str | None, path: Path
) -> tuple[dict[str, object], tuple[Node, ...]]:
    """Choose a case of a list by id, with what it takes over from the case it is like."""
    by_id = {str(case["id"]): case for case in cases if isinstance(case, dict) and "id" in case}
    node_of = {_id(node): node for node in nodes}
    if chosen is None and len(cases) == 1 and len(by_id) == 1:
        chosen = next(iter(by_id))
    if chosen is None and len(cases) == 1 and isinstance(cases[0], dict):
        return cases[0], tuple(nodes)
    if chosen is None:
        ids = ", ".join(by_id)
        what = counted("error.cases", "{n} case.", "{n} cases.", n=len(cases))
        remedy = message("error.choose_case", "Choose one with --case: {cases}.", cases=ids)
        raise FactError(Problem(where=str(path), what=what, remedy=remedy))
    if chosen not in by_id:
        has = message("error.file_has", "It has {cases}.", cases=", ".join(by_id))
        what = message("error.no_such_case", "no case '{case}'.", case=chosen)
        raise FactError(Problem(where=str(path), what=what, remedy=did_you_mean(chosen, by_id) or has))
    case = dict(by_id[chosen])
    seen = [chosen]
    while "like" in case:
        parent = str(case.pop("like"))
        if parent in seen or parent not in by_id:
            what = message(
                "error.like_nothing",
                "case '{case}' is like '{other}', which is not there or like itself.",
                case=chosen,
                other=parent,
            )
            remedy = message(
                "error.put_case", "Put case '{other}' into the same file, or write its facts out.", other=parent
            )
            raise FactError(Problem(where=str(path), what=what, remedy=remedy))
        seen.append(parent)
        above = by_id[parent]
        merged = {key: {**_mapping(above.get(key)), **_mapping(case.get(key))} for key in ("facts", "assume")}
        case = {**{name: above[name] for name in ("as_of", "like") if name in above}, **case, **merged}
    return case, tuple(node_of[name] for name in reversed(seen) if name in node_of)


def _id(node: Node) -> str:
    named = node.get("id")
    return named.text or "" if named else ""


def _places(nodes: Iterable[Node], path: Path) -> dict[str, str]:
    """Say where each thing that a case states stands; of several nodes the last that states it counts."""
    lines: dict[str, int] = {}
    for node in nodes:
        for name, line, value in node.keys or ():
            inner = value.keys or ()
            match name:
                case "facts":
                    lines |= {fact: at for fact, at, _ in inner}
                case "assume":
                    lines |= {f"assume {key}": at for key, at, _ in inner}
                case "reading" | "readings":
                    lines |= {"reading": line, **{f"term {key}": at for key, at, _ in inner}}
                case _:
                    lines[name] = line
    return {name: f"{path}:{line}" for name, line in lines.items()}


def _mapping(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _case(given: Mapping[str, object], nodes: Iterable[Node], path: Path, problems: list[Problem]) -> CaseFile:
    facts = given.get("facts")
    places = _places(nodes, path)
    if facts is None:
        facts = {name: value for name, value in given.items() if name not in CONTROLS}
    else:
        problems = [*problems, *_unknown_keys(given, places, path)]
    if not isinstance(facts, Mapping):
        raise FactError(
            [
                *problems,
                Problem(where=f"{path}: facts", what=message("error.no_facts", "no mapping of facts to values.")),
            ]
        )
    reading, terms = _reading(given)
    library = given.get("library")
    assume = _mapping(given.get("assume"))
    stated = (*facts, "as_of", "reading", *(f"term {name}" for name in terms), *(f"assume {name}" for name in assume))
    return CaseFile(
        facts=dict(facts),
        as_of=str(given.get("as_of") or ""),
        reading=reading,
        terms=terms,
        assume={name: str(value) for name, value in assume.items()},
        outcome=str(given.get("outcome", "")) if isinstance(library, Mapping) else "",
        library=str(library.get("hash", "")) if isinstance(library, Mapping) else "",
        places={name: places.get(name, str(path)) for name in stated},
        problems=tuple(problems),
    )


def _unknown_keys(given: Mapping[str, object], places: Mapping[str, str], path: Path) -> Iterable[Problem]:
    known = CONTROLS | EXPECTED
    if "like" in given:
        remedy = message(
            "error.file_with_both",
            "Name a file that contains both cases, and the case with --case; or write the facts out.",
        )
        what = message("error.like_absent", "like '{case}', which is not there.", case=str(given["like"]))
        yield Problem(where=places.get("like", str(path)), what=what, remedy=remedy)
    for name in given:
        if name not in known:
            under = message("error.under_facts", "A fact stands under 'facts'.")
            what = message("error.unknown_key", "unknown key '{name}'.", name=str(name))
            yield Problem(where=places.get(name, str(path)), what=what, remedy=did_you_mean(name, known) or under)


def _reading(given: Mapping[str, object]) -> tuple[str, dict[str, str]]:
    """Read `reading: narrow`, `readings: narrow` or `readings: {all: central, TERM: narrow}`."""
    stated = given.get("readings", given.get("reading"))
    if isinstance(stated, Mapping):
        terms = {str(name): str(value) for name, value in stated.items()}
        return terms.pop("all", ""), terms
    return str(stated or ""), {}


def case_text(answer: Determination, facts: Mapping[str, object], assume: Mapping[str, str]) -> str:
    """Write a case: what was asked, and what was answered with which library."""
    case: dict[str, object] = {
        "as_of": answer.as_of.isoformat(),
        "facts": {name: _value(value) for name, value in facts.items()},
    }
    readings = answer.readings.to_dict()
    if readings != {"all": str(Reading.CENTRAL)}:
        case["readings"] = readings
    if assume:
        case["assume"] = dict(assume)
    case["outcome"] = answer.outcome
    case["floor"], case["ceiling"] = answer.floor.level, answer.ceiling.level
    case["library"] = {"version": answer.coverage.version, "hash": answer.coverage.hash}
    return as_yaml(case)


def _value(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): str(item) for name, item in value.items()}
    if isinstance(value, bool):
        return "yes" if value else "no"
    return [str(item) for item in value] if isinstance(value, list | tuple) else str(value)
