"""Every text of a library that is said in English beside the words of law, and what is wrong with its translations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import Problem
from sekisho.files.package_csv import header_rows, rows_of_table
from sekisho.files.yaml_nodes import read_plain
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.translation_tables import LOOK_ALIKES
from sekisho.law.model.condition import Condition
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import control_entries
from sekisho.message import joined, message

HEADER: Final = ("en", *(language for language in LANGUAGES if language != "en"))


def texts_of(library: Library) -> Iterator[str]:
    """Go through the texts of measures, named unknowns, assumptions, practice, lists of goods, coverage and events."""
    yield from _texts(tuple(library.measures.values()))
    yield from (practice.by for practice in library.practice)
    yield from (sales.measure for sales in library.defence_sales)
    for party in library.entries:
        yield from (party.list, "/".join(party.list.split("/")[:2]))
    for fact in library.facts.facts.values():
        if fact.of == "law":
            yield from (choice.replace("_", " ") for choice in fact.choices)
    for one in library.assumptions:
        yield from (one.question, one.because)
    for entry in control_entries(library).values():
        yield from (*entry.names.values(), entry.threshold, entry.note)
    for package in library.packages:
        plain = read_plain((package.folder / "package.yaml").read_text(encoding="utf-8-sig"), name="package.yaml")
        coverage = plain.get("coverage")
        for lines in coverage.values() if isinstance(coverage, dict) else ():
            yield from map(str, lines if isinstance(lines, list) else ())
        for row in rows_of_table(package.folder / LOOK_ALIKES, "why", "by"):
            yield from (row["why"], row["by"])
        yield from (row["note"] for row in rows_of_table(package.folder / "lists" / "concordance.csv", "note"))
        events = package.folder / "lists" / "events.csv"
        if events.is_file():
            with events.open(encoding="utf-8-sig", newline="") as table:
                yield from (row["text"] for row in header_rows(table))


def _texts(part: object) -> Iterator[str]:
    """Go through all strings of a measure; a condition says nothing by itself."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)
    elif is_dataclass(part) and not isinstance(part, Condition):
        for one in fields(part):
            yield from _texts(getattr(part, one.name))


def lint_translations(library: Library) -> Iterator[Problem]:
    """Find translations of texts that nothing says any more, and texts that stand twice; the order of rows is free."""
    files = [package.folder / "translations.csv" for package in library.packages]
    known = set(texts_of(library)) if any(file.is_file() for file in files) else set()
    for file in files:
        if file.is_file():
            yield from _lint(file, known)


def _lint(file: Path, known: set[str]) -> Iterator[Problem]:
    with file.open(encoding="utf-8-sig", newline="") as table:
        rows = header_rows(table)
        if tuple(rows.fieldnames or ()) != HEADER:
            yield _problem(
                1,
                message(
                    "lawdata.has_columns", "has the columns {columns}.", columns=joined(rows.fieldnames or (), "comma")
                ),
                message("error.expected_either", "Expected {choices}.", choices=joined(HEADER, "comma")),
            )
            return
        texts = [(number, row["en"]) for number, row in enumerate(rows, start=2)]
    for number, text in texts:
        if text not in known:
            yield _problem(
                number,
                message("lawdata.nothing_says", "translates a text that nothing says: '{text}'.", text=text[:60]),
                message(
                    "lawdata.change_here_too",
                    "If the text was changed, change it here too and look at its translations; else take the row out.",
                ),
            )
    first: dict[str, int] = {}
    for number, text in texts:
        if text in first:
            yield _problem(
                number,
                message("lawdata.text_twice", "'{text}' stands in row {row} already.", text=text[:60], row=first[text]),
                message("lawdata.take_row_out", "Take one of the two rows out."),
            )
        first.setdefault(text, number)


def _problem(row: int, what: str, remedy: str) -> Problem:
    return Problem(where=f"translations.csv:{row}", code="M133", what=what, remedy=remedy)
