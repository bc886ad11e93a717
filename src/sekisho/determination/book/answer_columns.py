"""Columns of a book that answers fill: what each line says of a subject, whether anything in it points, and its facts.

The rule is that of a single line (`values_of`), in SQL. Who or what answers name is worked out first, in a column
beside what the book states, so that every answer finds its lines whatever the order in which they were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.answers import (
    A_PARTY_POINTS,
    LINE,
    NOBODY_SAYS,
    NOTHING_POINTS,
    POINTS,
    SUBJECTS,
    WORDS_POINT,
    Answer,
    BookAnswers,
    in_order,
    points_to,
)
from sekisho.files.formats import literal, quoted
from sekisho.files.row_staging import POINTS as ROW_POINTS
from sekisho.files.row_staging import TEXT
from sekisho.files.tables import stored_table, write_query
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN, Fact
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.parties.index import parties_of
from sekisho.trade.book.order_book import SPACES, Book, text_of
from sekisho.trade.items.inference import triggered_facts

if TYPE_CHECKING:
    import duckdb

_POINTED: Final = "sekisho pointed"
"""Column that says of each line whether anything in it points to a military use, or to a party that is or may be
listed: what is said of a whole book in one answer on use and user does not hold there."""
_NAMED: Final = "sekisho named {}"
"""Column of what a line names with the answers filled in, beside the column of what its book states."""
_ROLES: Final = ("end_user", "importer", "intermediate_consignee", "exporter")
_FORCES: Final = ("military", "defence_contractor", "police")
_NEW: Final = "answered {}"
_VALUE: Final = FactName("value")


def with_pointing(book: Book, library: Library) -> Book:
    """Say of each line of a book whether anything in it points; a book that says so is returned as it is."""
    if _POINTED in book.kinds:
        return book
    words = " OR ".join(f"book.{quoted(name)} IS NOT NULL" for name in (ROW_POINTS, TEXT) if name in book.kinds)
    signs, joins, parties = [], [], parties_of(library)
    kind = book.columns.facts.get(FactName("end_user_kind"))
    if kind is not None:
        signs.append(f"lower(trim({text_of(kind, book.kinds[kind], of='book')})) IN {_FORCES}")
    for role in _ROLES:
        column = book.columns.facts.get(FactName(role))
        named = _NAMED.format(role)
        if named in book.kinds:
            text = f"book.{quoted(named)}"
        elif column is not None:
            text = text_of(column, book.kinds[column], of="book")
        else:
            continue
        rows = book.connection.execute(f"SELECT DISTINCT {text} FROM {book.sql} AS book WHERE {text} IS NOT NULL")
        names = [[name] for (name,) in rows.fetchall() if points_to(str(name), parties)]
        if names:
            table = f"pointing_{role}"
            book.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} (v VARCHAR)")
            book.connection.executemany(f"INSERT INTO {table} VALUES (?)", names)
            joins.append(f"LEFT JOIN {table} ON {text} = {table}.v")
            signs.append(f"{table}.v IS NOT NULL")
    shown = (
        f"CASE WHEN {words or 'false'} THEN {literal(WORDS_POINT)} "
        f"WHEN {' OR '.join(signs) or 'false'} THEN {literal(A_PARTY_POINTS)} ELSE {literal(NOTHING_POINTS)} END"
    )
    sql = f"(SELECT book.*, {shown} AS {quoted(_POINTED)} FROM {book.sql} AS book {' '.join(joins)})"
    return replace(book, sql=sql, kinds={**book.kinds, _POINTED: "VARCHAR"})


def fill_book(book: Book, answers: BookAnswers, library: Library, folder: Path, *, says_points: bool = False) -> Book:
    """Fill the open fields of a book, in a copy in `folder`; facts without a column get one.

    A fact that is to be unknown in every line is known where an answer says so, and unknown in all others: leaving it
    out of the book says where it does not come from, not that nobody may know it.

    Parameters
    ----------
    says_points
        Say of each line whether anything in it points, even where no answer is about that.
    """
    by_fact = _by_fact(in_order(answers.filling))
    book = _with_subjects(book, answers.filling, library, says_points=says_points)
    if not by_fact:
        return book
    joins = _Joins(book, "filling")
    named = [name for name in map(_NAMED.format, SUBJECTS) if name in book.kinds]
    without = f" EXCLUDE ({', '.join(map(quoted, named))})" if named else ""
    shown, added = [f"book.*{without}"], dict(book.columns.facts)
    replaced = []
    for fact, chosen in by_fact.items():
        column = None if fact in book.columns.unknown else _column_of(book, fact)
        new = _filled_sql(book, fact, chosen, joins, library)
        if column:
            replaced.append(f"{new} AS {quoted(column)}")
        else:
            shown.append(f"{new} AS {quoted(_NEW.format(fact))}")
        added[fact] = column or _NEW.format(fact)
    if replaced:
        shown[0] += f" REPLACE ({', '.join(replaced)})"
    rows = f"SELECT {', '.join(shown)} FROM {book.sql} AS book {' '.join(joins.joins)}"
    sql = f"({rows})"
    if joins.joins:
        # What is the same in every line costs nothing to look up again; a join does.
        filled = folder / "filled.parquet"
        write_query(book.connection, f"{rows} ORDER BY sekisho_row", filled)
        sql = stored_table(filled)
    kinds = {name: kind for name, kind in book.kinds.items() if name not in named}
    kinds |= {added[fact]: "VARCHAR" for fact in by_fact}
    value = added.pop(_VALUE, book.columns.value)
    columns = replace(book.columns, facts=added, value=value, unknown=book.columns.unknown - by_fact.keys())
    return replace(book, sql=sql, kinds=kinds, columns=columns)


def _by_fact(ordered: Iterable[Answer]) -> dict[FactName, list[Answer]]:
    """Gather answers by fact, in their order."""
    by_fact: dict[FactName, list[Answer]] = {}
    for answer in ordered:
        by_fact.setdefault(answer.fact, []).append(answer)
    return by_fact


def _filled_sql(book: Book, fact: FactName, ordered: Sequence[Answer], joins: _Joins, library: Library) -> str:
    """Return SQL that gives a fact of a line with its answers filled in."""
    old, is_left = _left_sql(book, library.facts[fact], library.facts)
    none = literal(NOBODY_SAYS) if fact in book.columns.unknown else old
    return f"CASE WHEN {is_left} THEN coalesce({joins.values(ordered)}, {none}) ELSE {old} END"


def _with_subjects(book: Book, answers: Sequence[Answer], library: Library, *, says_points: bool = False) -> Book:
    """Say of each line what it names with the answers filled in, and whether anything in it points, where that counts.

    What a line names may itself hang on what another answer names in it: it is worked out as often as that can be.
    """
    about = {name for answer in answers for name, _ in answer.about}
    says_points = says_points or POINTS in about
    by_fact = {
        fact: ordered
        for fact, ordered in _by_fact(in_order(answers)).items()
        if fact in about or (says_points and fact in _ROLES)
    }
    by_fact = {fact: ordered for fact, ordered in by_fact.items() if fact in SUBJECTS}
    chained = any(
        name in by_fact and name != fact for fact in by_fact for one in by_fact[fact] for name, _ in one.about
    )
    for turn in range(len(by_fact) if chained else min(1, len(by_fact))):
        joins = _Joins(book, f"naming_{turn}")
        columns = {_NAMED.format(fact): _filled_sql(book, fact, by_fact[fact], joins, library) for fact in by_fact}
        before = [name for name in columns if name in book.kinds]
        without = f" EXCLUDE ({', '.join(map(quoted, before))})" if before else ""
        shown = ", ".join(f"{text} AS {quoted(name)}" for name, text in columns.items())
        sql = f"(SELECT book.*{without}, {shown} FROM {book.sql} AS book {' '.join(joins.joins)})"
        book = replace(book, sql=sql, kinds={**book.kinds, **dict.fromkeys(columns, "VARCHAR")})
    return with_pointing(book, library) if says_points else book


def _column_of(book: Book, fact: FactName) -> str | None:
    """Return the column of a fact; that of the values of lines stands apart from the facts that a clause may test."""
    return book.columns.value or None if fact == _VALUE else book.columns.facts.get(fact)


def answers_met(book: Book, answers: Iterable[Answer], library: Library) -> Iterator[tuple[Answer, int, int]]:
    """Count, for each answer, the lines that it is about and that leave its fact open, and those that say otherwise."""
    tables: dict[tuple[FactName, tuple[str, ...]], list[Answer]] = {}
    answers = list(answers)
    book = _with_subjects(book, answers, library)
    for one in answers:
        tables.setdefault((one.fact, tuple(name for name, _ in one.about)), []).append(one)
    for number, ((fact, names), rows) in enumerate(tables.items()):
        if not names:
            # It is about every line, and there is one of each fact.
            yield rows[-1], *_counted_in_all(book, rows[-1], library)
            continue
        table = f"stated_{number}"
        columns = "".join(f", s{place} VARCHAR" for place in range(len(names)))
        book.connection.execute(f"CREATE TEMP TABLE {table} (id BIGINT, value VARCHAR{columns})")
        marks = ", ".join("?" for _ in range(len(names) + 2))
        book.connection.executemany(
            f"INSERT INTO {table} VALUES ({marks})",
            [[place, one.value, *(text for _, text in one.about)] for place, one in enumerate(rows)],
        )
        old, is_left = _left_sql(book, library.facts[fact], library.facts)
        differs = _differs_sql(old, f"{table}.value")
        # A line that an answer meets by what it states and by what is answered of it is one line.
        pairs = " UNION ".join(
            f"SELECT {table}.id, book.sekisho_row AS row, {is_left} AS is_left, {differs} AS differs "
            f"FROM {book.sql} AS book JOIN {table} ON {_meets_sql(texts, table)}"
            for texts in _subject_texts(book, names)
        )
        counts = book.connection.execute(
            f"SELECT id, count(*) FILTER (is_left), count(*) FILTER (NOT is_left AND differs) FROM ({pairs}) GROUP BY 1"
        ).fetchall()
        by_place = {place: (left, others) for place, left, others in counts}
        for place, one in enumerate(rows):
            yield one, *by_place.get(place, (0, 0))


def _counted_in_all(book: Book, one: Answer, library: Library) -> tuple[int, int]:
    """Count the lines that leave the fact of an answer open, and those that say otherwise."""
    old, is_left = _left_sql(book, library.facts[one.fact], library.facts)
    differs = _differs_sql(old, literal(one.value))
    left, others = book.connection.execute(
        f"SELECT count(*) FILTER ({is_left}), count(*) FILTER (NOT {is_left} AND {differs}) FROM {book.sql} AS book"
    ).fetchall()[0]
    return left, others


def _differs_sql(text: str, value: str) -> str:
    return f"lower(trim({text}, {SPACES})) <> lower({value})"


def _left_sql(book: Book, fact: Fact, table: FactTable) -> tuple[str, str]:
    """Return SQL for what a book says of a fact as text, and for whether that leaves it open to answers."""
    column = _column_of(book, fact.name)
    if column is None or fact.name in book.columns.unknown:
        return "NULL::VARCHAR", "true"
    old = text_of(column, book.kinds[column], of="book")
    return old, _open_sql(fact, old, pointed=fact.name in triggered_facts(table.triggers))


class _Joins:
    """Tables of answers, joined to the lines that they are about; `name` sets them apart from others of the run."""

    def __init__(self, book: Book, name: str) -> None:
        self.book, self.name, self.joins = book, name, list[str]()

    def values(self, ordered: Sequence[Answer]) -> str:
        """Return SQL that gives the value of the last answer that is about a line."""
        tables: dict[tuple[str, ...], list[tuple[int, Answer]]] = {}
        for rank, answer in enumerate(ordered):
            tables.setdefault(tuple(name for name, _ in answer.about), []).append((rank, answer))
        values: dict[str, str] = {}
        for names, rows in tables.items():
            # Of answers about every line there is one of each fact.
            values |= self._joined(names, rows) if names else {str(rows[-1][0]): literal(rows[-1][1].value)}
        cases = " ".join(f"WHEN {rank} THEN {value}" for rank, value in values.items())
        return f"CASE greatest({', '.join(values)}) {cases} END"

    def _joined(self, names: tuple[str, ...], rows: Iterable[tuple[int, Answer]]) -> dict[str, str]:
        """Join a table of answers by what lines state, and by what is answered of them; return values by their rank."""
        table = f"answers_{self.name}_{len(self.joins)}"
        columns = ", ".join(f"s{place} VARCHAR" for place in range(len(names)))
        connection: duckdb.DuckDBPyConnection = self.book.connection
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({columns}, rank BIGINT, value VARCHAR)")
        marks = ", ".join("?" for _ in range(len(names) + 2))
        connection.executemany(
            f"INSERT INTO {table} VALUES ({marks})",
            [[*(text for _, text in answer.about), rank, answer.value] for rank, answer in rows],
        )
        values = {}
        for texts in _subject_texts(self.book, names):
            of = f"{self.name}_{len(self.joins)}"
            self.joins.append(f"LEFT JOIN {table} AS {of} ON {_meets_sql(texts, of)}")
            values[f"{of}.rank"] = f"{of}.value"
        return values


def _subject_texts(book: Book, names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Go through the ways in which a line names subjects, as SQL: as its book states it, or with answers filled in."""
    return product(
        *(
            (said_sql(book, name), *([_told_sql(f"book.{quoted(named)}")] if named in book.kinds else []))
            for name, named in ((name, _NAMED.format(name)) for name in names)
        )
    )


def _meets_sql(texts: Iterable[str], table: str) -> str:
    return " AND ".join(f"{text} = {table}.s{place}" for place, text in enumerate(texts))


def said_sql(book: Book, subject: str) -> str:
    """Return SQL that gives what a line says of a subject, as `told` does."""
    if subject == POINTS:
        return f"book.{quoted(_POINTED)}" if _POINTED in book.kinds else literal(NOBODY_SAYS)
    if subject == LINE:
        name = f"book.{quoted(book.columns.line)}" if book.columns.line else "book.sekisho_row"
        text = f"{name}::VARCHAR"
    else:
        column = book.columns.facts.get(FactName(subject))
        if column is None:
            return literal(NOBODY_SAYS)
        text = text_of(column, book.kinds[column], of="book")
    return _told_sql(text)


def _told_sql(text: str) -> str:
    bare = f"trim({text}, {SPACES})"
    blank = ", ".join(map(literal, sorted(WRITTEN_UNKNOWN)))
    return f"CASE WHEN {text} IS NULL OR lower({bare}) IN ({blank}) THEN {literal(NOBODY_SAYS)} ELSE {bare} END"


def _open_sql(fact: Fact, text: str, *, pointed: bool) -> str:
    """Return SQL that tells whether a field leaves its fact open, as `is_open` does."""
    bare = f"lower(trim({text}, {SPACES}))"
    if fact.absent == "none" and not pointed:
        return f"{bare} = {literal(NOBODY_SAYS)}"
    blank = ", ".join(map(literal, sorted(WRITTEN_UNKNOWN)))
    found = f"{text} IS NULL OR {bare} IN ({blank})"
    return f"({found} OR {text} LIKE '%?%')" if fact.kind == "codes" else f"({found})"
