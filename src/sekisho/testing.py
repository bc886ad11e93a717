"""What a data package imports to test itself: golden cases, lint, and a pytest option that runs both.

`pytest --sekisho FOLDER` checks the data package in FOLDER: every case of its `cases/` folders, and its lint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.errors import MeasureError, SekishoError
from sekisho.law.nodes import Faults, compose

if TYPE_CHECKING:
    import pytest

    from sekisho.determine.outcome import Determination, Verdict
    from sekisho.law.library import Library

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
    """Read every case of a data package, those of `cases/` in each of its folders.

    Raises
    ------
    MeasureError
        If a case file is not a list of cases, has an unknown key, or names a case that does not exist.
    """
    cases: list[GoldenCase] = []
    faults: list[Faults] = []
    for path in sorted(Path(folder).glob("*/cases/*.yaml")):
        fault = Faults(path.relative_to(folder).as_posix())
        cases += _read_file(path, fault, {case.id: case for case in cases})
        faults.append(fault)
    problems = [problem for fault in faults for problem in fault.found]
    if problems:
        raise MeasureError(problems)
    return cases


def _read_file(path: Path, faults: Faults, known: Mapping[str, GoldenCase]) -> Iterator[GoldenCase]:
    root = compose(path.read_text(encoding="utf-8"), faults)
    found = dict(known)
    if root is not None and root.items is None:
        faults.add(root.line, "M130", "the file is not a list of cases.")
    for node in root.items or () if root is not None else ():
        plain = node.plain()
        if not isinstance(plain, dict) or "id" not in plain or not isinstance(plain.get("facts"), dict):
            faults.add(node.line, "M130", "a case needs an id, a name and facts.")
            continue
        for key in plain:
            if key not in CASE_KEYS:
                faults.add(node.line, "M130", f"case {plain['id']}: unknown key '{key}'.")
        if plain["id"] in found:
            faults.add(node.line, "M130", f"case id '{plain['id']}' stands twice.")
        base = found.get(str(plain.get("like", "")))
        if "like" in plain and base is None:
            faults.add(node.line, "M130", f"case {plain['id']}: no case '{plain['like']}' before it.")
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


def differences(case: GoldenCase, library: Library) -> list[str]:
    """Determine a case and list every way in which the answer differs from what is expected."""
    from sekisho.determine.one import determine

    answer = determine(case.facts, library, as_of=case.as_of, assume=case.assume)
    found: list[str] = []
    for key, expected in case.expected.items():
        found += _compare(key, expected, answer)
    if found:
        found.append(
            f"answer: {answer.outcome} ({answer.floor.level} to {answer.ceiling.level}); "
            f"decisive {list(answer.decisive)};"
            f" open {list(answer.open)}; missing {list(answer.missing)}"
        )
    return found


def _compare(key: str, expected: object, answer: Determination) -> Iterator[str]:
    data = answer.to_dict()
    match key:
        case "outcome" | "headline" | "floor" | "ceiling":
            if not _is_level(str(expected), data[key], answer.verdict, key):
                yield f"{key}: expected {expected}, got {data[key]}"
        case "decided_by" | "open" | "missing" | "obligations":
            got: list[str] = {
                "decided_by": list(map(str, answer.decisive)),
                "open": list(map(str, answer.open)),
                "missing": list(map(str, answer.missing)),
                "obligations": [str(duty.clause) for duty in answer.obligations],
            }[key]
            names = list(map(str, expected)) if isinstance(expected, list) else [str(expected)]
            if not names and got:
                yield f"{key}: expected none, got {got}"
            for name in names:
                if name not in got:
                    yield f"{key}: expected {name} among {got}"
        case "by_reading":
            for reading, level in _items(expected):
                got_level = data["by_reading"].get(reading, {}).get("outcome", "no such reading")
                if got_level != level:
                    yield f"{reading} reading: expected {level}, got {got_level}"
        case "branches":
            yield from _compare_branches(expected, answer)


def _compare_branches(expected: object, answer: Determination) -> Iterator[str]:
    got = {(str(branch.unknown), branch.value): branch.verdict.outcome for branch in answer.branches}
    for unknown, values in _items(expected):
        for value, level in _items(values):
            if got.get((unknown, value)) != level:
                yield f"branch {unknown}={value}: expected {level}, got {got.get((unknown, value))}"


def _items(mapping: object) -> Iterable[tuple[str, object]]:
    return mapping.items() if isinstance(mapping, Mapping) else ()


def _is_level(expected: str, got: str, verdict: Verdict, key: str) -> bool:
    """Compare a level; the words of a headline are accepted for levels too."""
    if expected == got:
        return True
    words = {"floor": verdict.floor.headline, "ceiling": verdict.ceiling.headline, "outcome": verdict.headline}
    return key in words and expected == words[key] and " " in expected


# --- pytest ------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--sekisho FOLDER`."""
    parser.addoption("--sekisho", metavar="FOLDER", default=None, help="check the sekisho data package in FOLDER")


def pytest_collection(session: pytest.Session) -> None:
    """Check the data package before anything else; its problems end the run."""
    folder = session.config.getoption("--sekisho")
    if folder is None:
        return
    import pytest

    problems = list(check_package(folder))
    if problems:
        raise pytest.UsageError("\n".join(problems))


def check_package(folder: Path | str) -> Iterator[str]:
    """Yield everything that is wrong with a data package: lint, readings that are not nested, failed cases."""
    from sekisho.determine.nested import nested_problems
    from sekisho.law.library import load_measures
    from sekisho.law.lint import lint

    try:
        library = load_measures([folder])
        cases = read_cases(folder)
    except SekishoError as fault:
        yield from map(str, fault.problems)
        return
    yield from (str(problem) for problem in (*lint(library), *nested_problems(library)))
    for case in cases:
        place = f"{case.file}:{case.line}: {case.id}"
        try:
            yield from (f"{place}: {text}" for text in differences(case, library))
        except SekishoError as fault:
            yield from (f"{place}: {problem}" for problem in fault.problems)
