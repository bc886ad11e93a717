"""Many items at once: what is the same is classified once, on all cores, into a table to review."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from sekisho.classification.answer import Classification
from sekisho.classification.kept import COLUMNS
from sekisho.classification.one import Classifier
from sekisho.errors import FactError, Problem
from sekisho.law.fact import is_blank
from sekisho.law.library import Library
from sekisho.trade.parameter import Stated, read_stated

CHUNK: Final = 500
"""Items that one process classifies before it hands them back."""
SHOWN: Final = 3
"""Candidates that a row names."""

_CLASSIFIERS: dict[str, Classifier] = {}
"""The classifier of this process; worker processes inherit it when they are forked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a bulk classification did.

    Parameters
    ----------
    states
        Rows by state.
    """

    rows: int
    distinct: int
    states: Mapping[str, int]


def classify_items(
    source: Path,
    target: Path,
    library: Library,
    *,
    as_of: date,
    processes: int = 1,
    progress: Callable[[str, float], None] | None = None,
) -> Counted:
    """Classify the items of a CSV file, and write a table of the same rows with suggestions.

    Parameters
    ----------
    source
        CSV in UTF-8 with a column `description`, and, as far as known, `item`, `hs_code`, `parameters`
        ("density=1.85 g/cm3; purity=99.9 %"), and the columns of kept classifications, which are carried over.

    Raises
    ------
    FactError
        If the file has no description, or a customs code or parameter is wrong; with all problems, nothing written.
    """
    rows = _rows(source)
    classifier = Classifier(library, as_of=as_of)
    wanted = _distinct(rows, classifier, library, source.name)
    answers = dict(zip(wanted, _classified(list(wanted.values()), classifier, processes, progress), strict=True))
    states: dict[str, int] = {}
    partial = target.with_name(target.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            answer = answers[_key(row)]
            states[answer["state"]] = states.get(answer["state"], 0) + 1
            writer.writerow(dict.fromkeys(COLUMNS, "") | row | answer)
    partial.replace(target)
    return Counted(rows=len(rows), distinct=len(wanted), states=states)


def _rows(source: Path) -> list[dict[str, str]]:
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if "description" not in (reader.fieldnames or ()):
            raise FactError(
                Problem(
                    where=source.name,
                    what="no column 'description'.",
                    do="Name the column that says what each item is so; item, hs_code and parameters may follow.",
                )
            )
        return [{name: value or "" for name, value in row.items() if name} for row in reader]


Key = tuple[str, str, str]
Task = tuple[str, str, Stated]


def _key(row: Mapping[str, str]) -> Key:
    return row["description"].strip(), row.get("hs_code", "").strip(), row.get("parameters", "").strip()


def _distinct(
    rows: Iterable[Mapping[str, str]], classifier: Classifier, library: Library, name: str
) -> dict[Key, Task]:
    found: dict[Key, Task] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows, start=2):
        key = _key(row)
        if key in found:
            continue
        where = f"{name}:{number}"
        description, hs, parameters = key
        stated = Stated()
        try:
            hs = str(library.facts.parse("hs_code", hs, where=f"{where}: hs_code")) if not is_blank(hs) else ""
        except FactError as fault:
            problems += fault.problems
        try:
            stated = read_stated(_pairs(parameters, where), classifier.items.parameters, where=where)
        except FactError as fault:
            problems += fault.problems
        found[key] = (description, hs, stated)
    if problems:
        raise FactError(problems)
    return found


def _pairs(text: str, where: str) -> dict[str, str]:
    """Take parameters apart; one that is stated twice, with two values, is refused."""
    found: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        name, _, value = (each.strip() for each in part.partition("="))
        if found.setdefault(name, value) != value:
            what = f"'{name}' is stated twice, as {found[name]} and as {value}."
            raise FactError(Problem(where=f"{where}: parameters: {name}", what=what, do="State one value."))
    return found


def _classified(
    tasks: list[Task], classifier: Classifier, processes: int, progress: Callable[[str, float], None] | None
) -> Iterable[dict[str, str]]:
    chunks = [tasks[at : at + CHUNK] for at in range(0, len(tasks), CHUNK)]
    _CLASSIFIERS["this"] = classifier
    try:
        if processes <= 1 or len(chunks) <= 1:
            yield from _told(map(_chunk, chunks), len(chunks), progress)
            return
        with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
            yield from _told(pool.map(_chunk, chunks), len(chunks), progress)
    finally:
        _CLASSIFIERS.clear()


def _told(
    done: Iterable[list[dict[str, str]]], count: int, progress: Callable[[str, float], None] | None
) -> Iterable[dict[str, str]]:
    for number, rows in enumerate(done, start=1):
        if progress is not None:
            progress("classifying", number / count)
        yield from rows


def _chunk(tasks: list[Task]) -> list[dict[str, str]]:
    classifier = _CLASSIFIERS["this"]
    return [_row(classifier.classify(description, hs=hs, stated=stated)) for description, hs, stated in tasks]


def _row(found: Classification) -> dict[str, str]:
    return {
        "state": str(found.state),
        "suggested": ";".join(found.codes) or ("none" if found.state == "not_listed" else ""),
        "candidates": "; ".join(f"{one.code} {one.score:.2f}" for one in found.candidates[:SHOWN]),
        "questions": "; ".join(str(one.parameter) for one in found.questions),
        "library": f"{found.version} {found.hash[:7]}",
    }
