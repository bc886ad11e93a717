"""Golden cases of a data package: lines with the answer that a source gives, read, checked and compared.

They stand in the `cases/` folders beside the measures, as YAML. Codes of problems:

M130  a case file or a case that is not built as one
M135  a case names a clause, a fact, a value, an outcome, a reading or an unknown of the law that does not exist
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.outcome import FREE_WITH_ALERT, UNDETERMINED, Determination, Outcome, Verdict
from sekisho.determination.line.determination import determine
from sekisho.errors import FactError, MeasureError, Problem, SekishoError, did_you_mean
from sekisho.files.yaml_nodes import ProblemCollector, compose
from sekisho.law.loading.library import load_measures
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import Text, joined, message

CASE_KEYS = (
    *("id", "name", "like", "as_of", "facts", "assume", "outcome", "headline", "floor", "ceiling", "decided_by"),
    *("open", "missing", "obligations", "by_reading", "branches", "because"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenCase:
    """One case: facts, a date, and what the source says the answer is."""

    id: str
    name: str
    file: str
    line: int
    as_of: str
    facts: Mapping[str, object]
    assume: Mapping[str, str]
    expected: Mapping[str, object] = field(default_factory=dict)


def read_cases(folder: Path | str) -> list[GoldenCase]:
    """Read every case of a data package: all files in folders called `cases`, wherever they stand in it.

    Raises
    ------
    MeasureError
        If a case file is not a list of cases, has an unknown key, or names a case that does not exist.
    """
    cases: list[GoldenCase] = []
    faults: list[ProblemCollector] = []
    for path in sorted(Path(folder).glob("**/cases/**/*.yaml")):
        fault = ProblemCollector(path.relative_to(folder).as_posix())
        cases += _read_file(path, fault, {case.id: case for case in cases})
        faults.append(fault)
    problems = [problem for fault in faults for problem in fault.found]
    if problems:
        raise MeasureError(problems)
    return cases


def _read_file(path: Path, faults: ProblemCollector, known: Mapping[str, GoldenCase]) -> Iterator[GoldenCase]:
    root = compose(path.read_text(encoding="utf-8"), faults)
    found = dict(known)
    if root is not None and root.items is None:
        faults.add(root.line, "M130", message("case.no_list", "the file is not a list of cases."))
    for node in root.items or () if root is not None else ():
        plain = node.plain()
        if not isinstance(plain, dict) or "id" not in plain or not isinstance(plain.get("facts"), dict):
            faults.add(node.line, "M130", message("case.needs", "a case needs an id, a name and facts."))
            continue
        for key in plain:
            if key not in CASE_KEYS:
                faults.add(
                    node.line,
                    "M130",
                    message("case.unknown_key", "case {id}: unknown key '{key}'.", id=plain["id"], key=key),
                )
        if plain["id"] in found:
            faults.add(node.line, "M130", message("case.twice", "case id '{id}' stands twice.", id=plain["id"]))
        base = found.get(str(plain.get("like", "")))
        if "like" in plain and base is None:
            faults.add(
                node.line,
                "M130",
                message("case.no_base", "case {id}: no case '{like}' before it.", id=plain["id"], like=plain["like"]),
            )
        case = GoldenCase(
            id=str(plain["id"]),
            name=str(plain.get("name", plain["id"])),
            file=faults.file,
            line=node.line,
            as_of=str(plain.get("as_of", base.as_of if base else "")),
            facts={**(base.facts if base else {}), **plain["facts"]},
            assume={**(base.assume if base else {}), **plain.get("assume", {})},
            expected={
                key: value
                for key, value in plain.items()
                if key not in {"id", "name", "like", "as_of", "facts", "assume", "because"}
            },
        )
        found[case.id] = case
        yield case


def differences(case: GoldenCase, library: Library) -> list[Text]:
    """Determine a case and list every way in which the answer differs from what is expected."""
    answer = determine(case.facts, library, as_of=case.as_of, assume=case.assume)
    found: list[Text] = []
    for key, expected in case.expected.items():
        found += _compare(key, expected, answer)
    if found:
        found.append(
            message(
                "case.answer",
                "answer: {outcome} ({floor} to {ceiling}); decisive {decisive}; open {open}; missing {missing}",
                outcome=str(answer.outcome),
                floor=answer.floor.level,
                ceiling=answer.ceiling.level,
                decisive=_all_of(answer.decisive),
                open=_all_of(answer.open),
                missing=_all_of(answer.missing),
            )
        )
    return found


def failures(cases: Iterable[GoldenCase], library: Library) -> Iterator[tuple[GoldenCase, list[Text]]]:
    """Determine each case and yield those whose answer differs, or cannot be given, with what is wrong."""
    for case in cases:
        try:
            found = differences(case, library)
        except SekishoError as fault:
            found = [joined((problem.where, problem.text), "colon") for problem in fault.problems]
        if found:
            yield case, found


def _all_of(names: Iterable[str]) -> Text:
    return joined(map(str, names), "comma") or message("case.none", "none")


def _differs(what: str, expected: object, got: object) -> Text:
    return message(
        "case.differs",
        "{what}: expected {expected}, got {got}",
        what=what,
        expected=expected if isinstance(expected, Text) else str(expected),
        got=got if isinstance(got, Text) else str(got),
    )


def _compare(key: str, expected: object, answer: Determination) -> Iterator[Text]:
    data = answer.to_dict()
    match key:
        case "outcome" | "headline" | "floor" | "ceiling":
            if not _is_level(str(expected), data[key], answer.verdict, key):
                yield _differs(key, expected, data[key])
        case "decided_by" | "open" | "missing" | "obligations":
            got: list[str] = {
                "decided_by": list(map(str, answer.decisive)),
                "open": list(map(str, answer.open)),
                "missing": list(map(str, answer.missing)),
                "obligations": [str(duty.clause) for duty in answer.obligations],
            }[key]
            names = list(map(str, expected)) if isinstance(expected, list) else [str(expected)]
            if not names and got:
                yield _differs(key, message("case.none", "none"), _all_of(got))
            for name in names:
                if name not in got:
                    yield message(
                        "case.not_among", "{what}: expected {name} among {got}", what=key, name=name, got=_all_of(got)
                    )
        case "by_reading":
            for reading, level in _items(expected):
                got_level = data["by_reading"].get(reading, {}).get("outcome")
                if got_level != level:
                    yield _differs(
                        message("case.of_reading", "{reading} reading", reading=reading),
                        level,
                        got_level or message("case.no_such_reading", "no such reading"),
                    )
        case "branches":
            yield from _compare_branches(expected, answer)


def _compare_branches(expected: object, answer: Determination) -> Iterator[Text]:
    got = {(str(branch.unknown), branch.value): branch.verdict.outcome for branch in answer.branches}
    for unknown, values in _items(expected):
        for value, level in _items(values):
            if got.get((unknown, value)) != level:
                yield _differs(
                    message("case.branch", "branch {unknown}={value}", unknown=unknown, value=value),
                    level,
                    got.get((unknown, value)) or message("case.none", "none"),
                )


def _items(mapping: object) -> Iterable[tuple[str, object]]:
    return mapping.items() if isinstance(mapping, Mapping) else ()


def _is_level(expected: str, got: str, verdict: Verdict, key: str) -> bool:
    """Compare a level; the words of a headline are accepted for levels too."""
    if expected == got:
        return True
    words = {"floor": verdict.floor.headline, "ceiling": verdict.ceiling.headline, "outcome": verdict.headline}
    return key in words and expected == words[key] and " " in expected


# --- whether what a case names exists --------------------------------------------------------------

LEVELS = tuple(outcome.level for outcome in Outcome)
HEADLINES = (*dict.fromkeys(outcome.headline for outcome in Outcome), UNDETERMINED, FREE_WITH_ALERT)


def lint_cases(cases: Iterable[GoldenCase], library: Library) -> list[Problem]:
    """Check that everything a case names exists in the library: facts, values, clauses, outcomes, readings."""
    return [
        Problem(
            where=f"{case.file}:{case.line}",
            code="M135",
            what=message("case.fault", "case {id}: {fault}", id=case.id, fault=text),
            remedy=remedy,
        )
        for case in cases
        for text, remedy in _faults_of(case, library)
    ]


def lint_cases_of(folder: Path | str) -> list[Problem]:
    """Read the cases of a data package and check what they name; a package that cannot be read has its own check."""
    try:
        library = load_measures([folder])
    except SekishoError:
        return []
    try:
        return lint_cases(read_cases(folder), library)
    except MeasureError as fault:
        return list(fault.problems)


Fault = tuple[str, str]
"""What is wrong with a case, and what to do."""


def _faults_of(case: GoldenCase, library: Library) -> Iterator[Fault]:
    if not case.expected.get("outcome"):
        yield (
            message("case.no_outcome", "it expects no outcome, so it shows nothing."),
            message("case.state_outcome", "State 'outcome'. Expected {outcomes}.", outcomes=_one_of(OUTCOMES)),
        )
    if not _is_day(case.as_of):
        yield (
            message("case.as_of", "'as_of': '{day}' is not a date.", day=str(case.as_of)),
            message("error.expected_iso_day", "Expected YYYY-MM-DD."),
        )
    try:
        settle_input(case.facts, library, as_of=date.min, readings=None, assume=case.assume)
    except FactError as fault:
        yield from ((joined((problem.where, problem.what), "colon"), problem.remedy) for problem in fault.problems)
    for key, expected in case.expected.items():
        yield from _expected_faults(key, expected, library)


OUTCOMES = (*LEVELS, *HEADLINES)


def _expected_faults(key: str, expected: object, library: Library) -> Iterator[Fault]:
    match key:
        case "outcome" | "floor" | "ceiling":
            yield from _unknown(key, [expected], OUTCOMES)
        case "headline":
            yield from _unknown(key, [expected], HEADLINES)
        case "decided_by" | "open" | "obligations":
            yield from _unknown(
                message("case.clause_of", "{key}: clause", key=key),
                _names(expected),
                [str(name) for name in library.clauses],
            )
        case "missing":
            yield from _unknown(
                message("case.missing_fact", "missing: fact"),
                _names(expected),
                [str(name) for name in library.facts.facts],
            )
        case "by_reading":
            yield from _unknown(
                message("case.reading", "'by_reading': reading"), [name for name, _ in _items(expected)], list(Reading)
            )
            yield from _unknown("by_reading", [level for _, level in _items(expected)], (*LEVELS, UNDETERMINED))
        case "branches":
            for unknown, values in _items(expected):
                yield from _branch_faults(unknown, values, library)


def _branch_faults(unknown: str, values: object, library: Library) -> Iterator[Fault]:
    fact = library.facts[FactName(unknown)] if unknown in library.facts else None
    if fact is None or fact.of != "law":
        known = [fact.name for fact in library.facts.facts.values() if fact.of == "law"]
        what = message("case.no_unknown", "branches: no unknown of the law is called '{name}'.", name=unknown)
        yield what, did_you_mean(unknown, known)
        return
    yield from _unknown(
        message("case.branch_value", "branches: value of {name}", name=unknown),
        [value for value, _ in _items(values)],
        fact.choices,
    )
    yield from _unknown("branches", [level for _, level in _items(values)], (*LEVELS, UNDETERMINED))


def _unknown(what: str, names: Iterable[object], known: Iterable[str]) -> Iterator[Fault]:
    """Tell of each name that is not among those known."""
    there = list(known)
    for name in map(str, names):
        if name not in there:
            few = len(there) <= len(OUTCOMES)
            yield (
                message("case.does_not_exist", "{what} '{name}' does not exist.", what=what, name=name),
                message("error.expected_either", "Expected {choices}.", choices=_one_of(there))
                if few
                else did_you_mean(name, there),
            )


def _names(expected: object) -> list[object]:
    return list(expected) if isinstance(expected, list) else [expected]


def _one_of(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
