"""Answers count whatever the order in which they are given, and what one says of a line is what all faces say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from sekisho import Library
from sekisho.determination.book.answer_columns import answers_met, fill_book
from sekisho.determination.book.answers import About, Answer, BookAnswers, fill_line
from sekisho.law.model.condition import FactName
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.order_book import Book

LINES: tuple[Mapping[str, str], ...] = (
    {"line": "1", "importer": "Mihon KK", "end_user": "", "description": "magnet", "end_use": ""},
    {"line": "2", "importer": "Mihon KK", "end_user": "Mihon KK", "description": "box", "end_use": ""},
    {"line": "3", "importer": "Mihon KK", "end_user": "Another KK", "description": "box", "end_use": ""},
    {"line": "4", "importer": "Another KK", "end_user": "", "description": "glove", "end_use": "research"},
    {"line": "5", "importer": "unknown", "end_user": "", "description": "glove", "end_use": ""},
)
USERS = [("end_user", (("importer", name),), name) for name in ("Mihon KK", "Another KK")]
BEFORE: About = (("end_user", "unknown"), ("importer", "Mihon KK"))
AFTER: About = (("end_user", "Mihon KK"),)
KIND, COUNTRY, USE = "end_user_kind", "end_user_territory", "end_use"


def _answers(*stated: tuple[str, About, str]) -> BookAnswers:
    return BookAnswers(
        facts=tuple(Answer(fact=FactName(fact), about=about, value=text) for fact, about, text in stated)
    )


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The lines as a book that is open; it has no column of who its customers are."""
    with duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = '{tmp_path}'")
        names = list(LINES[0])
        connection.execute(f"CREATE TABLE lines (sekisho_row BIGINT, {', '.join(f'{name} VARCHAR' for name in names)})")
        marks = ", ".join("?" for _ in range(len(names) + 1))
        connection.executemany(
            f"INSERT INTO lines VALUES ({marks})",
            [[number, *(text or None for text in line.values())] for number, line in enumerate(LINES, start=1)],
        )
        yield Book(
            connection=connection,
            sql="lines",
            kinds={"sekisho_row": "BIGINT", **dict.fromkeys(names, "VARCHAR")},
            columns=Columns(
                facts={FactName(name): name for name in names if name != "line"},
                line="line",
                value="",
                unit="",
                unmapped=(),
            ),
            name="lines",
        )


def _of_book(book: Book, answers: BookAnswers, library: Library, folder: Path) -> dict[str, dict[str, str]]:
    """Facts of each line as the whole book has them."""
    filled = fill_book(book, answers, library, folder)
    columns = {str(fact): column for fact, column in filled.columns.facts.items()}
    shown = ", ".join(f'"{column}"' for column in columns.values())
    rows = book.connection.execute(f"SELECT line, {shown} FROM {filled.sql} ORDER BY sekisho_row").fetchall()
    return {row[0]: {fact: text for fact, text in zip(columns, row[1:], strict=True) if text} for row in rows}


def _of_lines(answers: BookAnswers, library: Library) -> dict[str, dict[str, str]]:
    """The same, each line by itself."""
    mapped = set(LINES[0])
    found = {}
    for line in LINES:
        facts = {name: text for name, text in line.items() if text and name != "line"}
        found[line["line"]] = fill_line(facts, answers, library, line=line["line"], mapped=mapped)
    return found


@pytest.mark.parametrize("about", [BEFORE, AFTER])
def test_what_is_said_of_a_customer_counts_before_and_after_it_is_said_to_use_the_goods(
    about: About, book: Book, library: Library, tmp_path: Path
):
    said = [*USERS, (KIND, about, "civil"), (COUNTRY, about, "JP"), (USE, (*about, ("points", "none")), "civil")]
    results = []
    for place, order in enumerate((said, said[::-1], [*said[2:], *said[:2]])):
        folder = tmp_path / str(place)
        folder.mkdir()
        results.append(_of_book(book, _answers(*order), library, folder))
    assert results[0] == results[1] == results[2]
    first = results[0]["1"]
    assert (first["end_user"], first[KIND], first[COUNTRY], first[USE]) == ("Mihon KK", "civil", "JP", "civil")
    assert KIND not in results[0]["3"], "another firm uses these goods"
    assert (KIND in results[0]["2"]) == (about == AFTER), "of whom a line names, nobody speaks who speaks of nobody"
    assert results[0]["4"][USE] == "research"
    assert "end_user" not in results[0]["5"]


def test_a_line_by_itself_and_a_whole_book_are_filled_alike_in_every_order(
    book: Book, library: Library, tmp_path: Path
):
    said = [
        *USERS[:1],
        (KIND, BEFORE, "military"),
        (KIND, AFTER, "civil"),
        (USE, (("points", "none"),), "civil"),
        (USE, (("description", "magnet"),), "production"),
    ]
    for place, order in enumerate(permutations(said)):
        folder = tmp_path / str(place)
        folder.mkdir()
        answers = _answers(*order)
        whole = _of_book(book, answers, library, folder)
        assert whole == _of_lines(answers, library)
        # Two answers that are as narrow: the later one counts.
        kinds = [text for fact, _, text in order if fact == KIND]
        assert whole["1"][KIND] == kinds[-1]


def test_an_answer_on_whom_another_answer_names_is_counted_as_used(book: Book, library: Library):
    said = _answers(*USERS, (KIND, AFTER, "civil"), (KIND, (("end_user", "Nobody KK"),), "civil"))
    counts = {one.about: left for one, left, _ in answers_met(book, said.facts, library)}
    assert counts[AFTER] == 2, "line 1 by an answer, line 2 by the book"
    assert counts[("end_user", "Nobody KK"),] == 0


def test_an_answer_may_name_what_two_others_lead_to(book: Book, library: Library, tmp_path: Path):
    said = _answers(
        ("importer", (("line", "5"),), "Mihon KK"),
        ("end_user", (("importer", "Mihon KK"),), "Mihon KK"),
        (KIND, AFTER, "civil"),
    )
    whole = _of_book(book, said, library, tmp_path)
    assert whole["5"][KIND] == "civil"
    assert whole == _of_lines(said, library)
