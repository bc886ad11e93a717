"""Many items at once: what is the same is classified once, on all cores, into a table to review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Final

from sekisho.classification.answer import Classification, ItemState
from sekisho.classification.classifier import Classifier
from sekisho.classification.item_decisions import COLUMNS
from sekisho.errors import FactError, Problem
from sekisho.files.formulas import TableWriter
from sekisho.files.text_tables import read_table
from sekisho.law.model.fact import is_blank
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.trade.book.cells.customs import read_customs_code
from sekisho.trade.items.harmonised_system import is_no_customs_code
from sekisho.trade.items.parameter import StatedParameters, pairs_of, read_stated

CHUNK: Final = 500
"""Items that one process classifies before it hands them back."""
SHOWN: Final = 3
"""Candidates that a row names."""

_CLASSIFIERS: dict[str, Classifier] = {}
"""The classifier of this process; worker processes inherit it when they are forked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCounts:
    """What a bulk classification did.

    Parameters
    ----------
    states
        Rows by state; all states, even without a row.
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
    cache: Path | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> BatchCounts:
    """Classify the items of a CSV file, and write a table of the same rows with suggestions.

    Parameters
    ----------
    source
        CSV in UTF-8 with a column `description`, and, as far as known, `item`, `hs_code`, `parameters`
        ("density=1.85 g/cm3; purity=99.9 %"), and the columns of kept classifications, which are carried over.
    cache
        Folder in which the index of the library is kept between runs.

    Raises
    ------
    BookError
        If the file is no table.
    FactError
        If the file has no description, or a parameter is wrong; with all problems, nothing written. A customs code that
        cannot be read is told in the column `unread` of its row, and counts as none.
    """
    remedy = message(
        "classify.name_description",
        "Name the column that says what each item is so; 'item', 'hs_code' and 'parameters' may follow.",
    )
    placed = list(read_table(source, ("description",), remedy=remedy))
    classifier = Classifier(library, as_of=as_of, cache=cache)
    wanted = _distinct(placed, classifier)
    answers = dict(zip(wanted, _classified(list(wanted.values()), classifier, processes, progress), strict=True))
    states = dict.fromkeys(map(str, ItemState), 0)
    partial = target.with_name(target.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = TableWriter(file, COLUMNS, others=True)
        for _, row in placed:
            answer = answers[_key(row)]
            states[answer["state"]] += 1
            unread = {"unread": f"hs_code: {hs}" if (hs := unread_code(row.get("hs_code", ""))) else ""}
            writer.write(dict.fromkeys(COLUMNS, "") | row | answer | unread)
    partial.replace(target)
    return BatchCounts(rows=len(placed), distinct=len(wanted), states=states)


def unread_code(cell: str) -> str:
    """Return a cell that states something else than a customs code that exists; empty if it states one, or nothing."""
    text = cell.strip()
    code = read_customs_code(text)
    return text if not is_blank(text) and (code is None or is_no_customs_code(code.code)) else ""


Key = tuple[str, str, str]
Task = tuple[str, str, StatedParameters]


def _key(row: Mapping[str, str]) -> Key:
    return row["description"].strip(), row.get("hs_code", "").strip(), row.get("parameters", "").strip()


def _distinct(placed: Iterable[tuple[str, Mapping[str, str]]], classifier: Classifier) -> dict[Key, Task]:
    """Read each distinct item once; a customs code that cannot be read is none, and its row says so."""
    found: dict[Key, Task] = {}
    problems: list[Problem] = []
    for where, row in placed:
        key = _key(row)
        if key in found:
            continue
        description, hs, parameters = key
        stated = StatedParameters()
        code = read_customs_code(hs)
        hs = code.code if code is not None else ""
        try:
            stated = read_stated(pairs_of(parameters.split(";"), where=where), classifier.items.parameters, where=where)
        except FactError as fault:
            problems += fault.problems
        found[key] = (description, hs, stated)
    if problems:
        raise FactError(problems)
    return found


def _classified(
    tasks: list[Task], classifier: Classifier, processes: int, progress: Callable[[str, float], None] | None
) -> Iterable[dict[str, str]]:
    chunks = [tasks[at : at + CHUNK] for at in range(0, len(tasks), CHUNK)]
    _CLASSIFIERS["this"] = classifier
    try:
        if processes <= 1 or len(chunks) <= 1 or "fork" not in get_all_start_methods():
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
