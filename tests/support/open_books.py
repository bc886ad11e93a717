"""Random books over the made-up law of the tests, and random answers to what they leave open."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.run_files import read_card
from sekisho.determination.settle.answer_effects import MeasuredAnswer
from sekisho.determination.settle.completed_run import finished
from sekisho.determination.settle.question_ranking import WaitingLines, inquire
from sekisho.determination.settle.questions import GROUP, Question
from sekisho.files.formats import source_sql
from sekisho.law.model.library import Library

COLUMNS = (
    *("line", "date", "departure", "destination", "control_codes", "end_use", "end_user", "end_user_kind"),
    *("importer", "description", "hs_code", "value_jpy"),
)
VALUES = {
    "date": ("2026-02-01", "2026-09-30", "2026-11-20", "2025-01-15"),
    "departure": ("CN", "CN", "CN", "JP", ""),
    "destination": ("JP", "JP", "DE", "unknown"),
    "control_codes": ("1C905.a", "3C001", "3E001", "none", "", "?1C905.a"),
    "end_use": ("civil", "military", "emergency_relief", "", ""),
    "end_user": ("Mihon KK", "Alpha Works", "AW", "Forces of Tests", "", "=SUM(1)", "ＡＷ Co."),
    "end_user_kind": ("civil", "military", ""),
    "importer": ("Boueki KK", "", "AW"),
    "description": ("magnet", 'rod, "long"', "wafer", ""),
    "hs_code": ("", "8112920010"),
    "value_jpy": ("100", "2500.5", ""),
}
LEVEL_OPEN = ("2026-02-01", "CN", "JP", "1C905.a", "", "Alpha Works", "", "", "magnet", "", "5")
"""A line that is prohibited whatever its use is; how gravely hangs on it."""
ANSWERS = {
    "departure": ("CN", "JP"),
    "destination": ("JP", "DE"),
    "control_codes": ("1C905.a", "3C001", "none", "3E001"),
    "end_use": ("civil", "military", "weapons", "emergency_relief"),
    "end_user": ("Mihon KK", "Alpha Works", "none"),
    "end_user_kind": ("civil", "military", "defence_contractor"),
    "end_user_territory": ("JP", "DE"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A book, its results, and the questions that they leave."""

    book: Path
    results: Path
    inquiry: WaitingLines


def random_of(seed: int) -> random.Random:
    """A source of random choices."""
    return random.Random(seed)


def random_rows(seed: int, lines: int) -> list[list[str]]:
    """Lines of a random book; the line's name comes first."""
    rng = random_of(seed)
    return [[f"L{number}", *(rng.choice(VALUES[name]) for name in COLUMNS[1:])] for number in range(1, lines + 1)]


def write_book(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Write a book as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return path


def run_of(book: Path, library: Library, *, group: tuple[str, ...] = GROUP, name: str = "results.csv") -> Run:
    """Determine a book, and find what its open lines wait for."""
    results = book.with_name(name)
    determine_book(book, library, out=results, threads=1)
    return Run(book=book, results=results, inquiry=inquire_of(results, library, group=group))


def inquire_of(results: Path, library: Library, *, group: tuple[str, ...] = GROUP) -> WaitingLines:
    """Find what the open lines of results wait for."""
    return inquire(finished(results, read_card(results), library), group=group)


def answer_for(question: Question, inquiry: WaitingLines, rng: random.Random) -> str:
    """Draw an answer that leaves nothing open itself."""
    if question.kind == "name":
        return rng.choice(("yes", "no"))
    if question.kind == "law":
        return rng.choice(inquiry.run.library.facts[question.fact].choices)
    return rng.choice(ANSWERS[question.fact])


def given(question: Question, answer: str) -> MeasuredAnswer:
    """Give an answer."""
    return MeasuredAnswer(question=question, answer=answer, by="A. Tester", on="2026-11-20", basis="asked")


def outcomes(results: Path) -> dict[str, tuple[str, ...]]:
    """Outcome, floor, ceiling and missing facts of each line."""
    import duckdb

    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT line::VARCHAR, outcome::VARCHAR, floor::VARCHAR, ceiling::VARCHAR, missing "
            f"FROM {source_sql(results)}"
        ).fetchall()
    # Parquet holds a list of names, a text file one text.
    return {line: (*told, ";".join(missing) if isinstance(missing, list) else missing) for line, *told, missing in rows}
