"""Answers that people gave of the lines of a book: what each is about, and how it fills the fields left open.

An answer is about the lines that share some texts (an end user, an item, one line). It fills a field only where the
book leaves the fact open: what a book states is never changed. A line by itself and a whole book are filled by the
same rule.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.line.party_points import PARTY_KINDS
from sekisho.errors import Problem
from sekisho.files.formats import literal, quoted
from sekisho.files.row_staging import POINTS as ROW_POINTS
from sekisho.files.row_staging import TEXT
from sekisho.files.tables import stored_table, write_query
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN, Fact
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Decision, Identity
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.trade.book.order_book import SPACES, Book, text_of
from sekisho.trade.items.inference import triggered_facts

if TYPE_CHECKING:
    import duckdb


LINE: Final = "line"
SUBJECTS: Final = (
    *("end_user", "importer", "intermediate_consignee", "exporter"),
    *("description", "hs_code", "destination", LINE),
    "points",
)
"""What an answer may be about: texts that lines share, and whether anything in them points."""
POINTS: Final = "points"
NOTHING_POINTS, A_PARTY_POINTS, WORDS_POINT = "none", "party", "words"
ANY: Final = "any"
"""Stands for every line of a book, where a table says what an answer is about."""
_POINTED: Final = "sekisho pointed"
"""Column that says of each line whether anything in it points to a military use, or to a party that is or may be
listed: what is said of a whole book in one answer on use and user does not hold there."""
_WORD_KINDS: Final = frozenset({"defence_words", "row_unread"})
"""Kinds of points by which a line is one of those: a party that points, and words."""
_ROLES: Final = ("end_user", "importer", "intermediate_consignee", "exporter")
_FORCES: Final = ("military", "defence_contractor", "police")
NOBODY_SAYS: Final = "unknown"
"""Stands for a field of a subject that the line leaves open."""

About = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One fact of the lines that share some texts.

    Parameters
    ----------
    about
        What the lines share, in the order of `SUBJECTS`: a fact and its text; nothing means every line.
    """

    fact: FactName
    about: About
    value: str
    by: str = ""
    on: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAnswers:
    """All answers of a run.

    Parameters
    ----------
    facts
        Facts of lines; of two answers for one line, the one that is about less goes first, then the later one.
    decisions
        Whether a name is that of a listed party.
    unread
        Answers that could not be read, and so answer nothing; each with its place.
    constants
        Facts that are the same in every line; an answer goes before them.
    """

    facts: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    unread: tuple[Problem, ...] = ()
    constants: Mapping[FactName, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.facts or self.decisions)

    @property
    def filling(self) -> tuple[Answer, ...]:
        """Everything that fills fields: the constants, which are about every line, then the answers."""
        return (*(Answer(fact=fact, about=(), value=value) for fact, value in self.constants.items()), *self.facts)

    def over(self, library: Library) -> Library:
        """Return the library with the decisions on names."""
        if not self.decisions:
            return library
        known: Identity = library.identity
        return replace(library, identity=replace(known, decisions=(*known.decisions, *self.decisions)))

    def to_card(self) -> dict[str, object]:
        """Return the answers as a run card keeps them."""
        unread = {"answers_unread": [str(one) for one in self.unread]} if self.unread else {}
        if not self:
            return dict(unread)
        return {
            **unread,
            "answers": [{**asdict(one), "about": dict(one.about)} for one in self.facts],
            "decisions": [{**asdict(one), "on": one.on.isoformat()} for one in self.decisions],
        }


def answers_of_card(card: Mapping[str, object]) -> BookAnswers:
    """Return the answers that a run card keeps."""
    from datetime import date

    def rows(name: str) -> Iterable[Mapping[str, object]]:
        found = card.get(name) or ()
        assert isinstance(found, list | tuple)  # noqa: S101 - run cards are written by sekisho
        return found

    return BookAnswers(
        constants=_constants_of(card),
        facts=tuple(
            Answer(
                fact=FactName(str(row["fact"])),
                about=about_of(row["about"]),
                **{name: str(row[name]) for name in ("value", "by", "on", "basis")},
            )
            for row in rows("answers")
        ),
        decisions=tuple(
            Decision(
                name=str(row["name"]),
                entry=str(row["entry"]),
                by=str(row["by"]),
                digest=str(row["digest"]),
                basis=str(row["basis"]),
                where=str(row["where"]),
                same=str(row["same"]).lower() == "true",
                escalated=str(row.get("escalated", "")).lower() == "true",
                id=str(row.get("id", "")),
                on=date.fromisoformat(str(row["on"])),
            )
            for row in rows("decisions")
        ),
    )


def _constants_of(card: Mapping[str, object]) -> dict[FactName, str]:
    """Return the constants that a run card keeps, each with the lines that it filled."""
    constants = card.get("constants")
    rows = constants.items() if isinstance(constants, Mapping) else ()
    return {FactName(str(fact)): str(row["value"]) for fact, row in rows if isinstance(row, Mapping)}


def about_of(texts: object) -> About:
    """Return what is said of each subject, in order, without what is left out; nothing for every line."""
    assert isinstance(texts, Mapping)  # noqa: S101 - a mapping by its only callers
    subjects = tuple((name, str(texts[name])) for name in SUBJECTS if texts.get(name))
    return () if subjects == ((POINTS, ANY),) else subjects


def told(text: object) -> str:
    """Return what a field says as a subject: its text, or that it says nothing.

    >>> told(" Mihon KK "), told(None), told("n/a")
    ('Mihon KK', 'unknown', 'unknown')
    """
    bare = "" if text is None else str(text).strip()
    return NOBODY_SAYS if bare.lower() in WRITTEN_UNKNOWN else bare


def is_open(fact: Fact, text: object, *, pointed: bool = False) -> bool:
    """Tell whether a field leaves its fact open: nothing said, or a code that the item may have.

    Parameters
    ----------
    pointed
        Some trigger points to the fact, so that saying nothing of it need not mean that it is none.
    """
    bare = "" if text is None else str(text).strip().lower()
    if fact.kind == "codes" and "?" in bare:
        return True
    return bare == NOBODY_SAYS or (bare in WRITTEN_UNKNOWN and (pointed or fact.absent != "none"))


def in_order(answers: Iterable[Answer]) -> list[Answer]:
    """Order answers so that the first that is about a line is the one that counts for it."""
    last = {(one.fact, one.about): one for one in answers}
    return sorted(last.values(), key=lambda one: (one.fact, -len(one.about), [name for name, _ in one.about]))


def fill_line(
    facts: Mapping[str, str],
    answers: BookAnswers,
    library: Library,
    *,
    line: str,
    points: str = "",
    mapped: Container[str] | None = None,
) -> dict[str, str]:
    """Fill the open fields of one line; that its book says nothing of a fact does not say that nobody may know it.

    Parameters
    ----------
    points
        What points in the line, as its results say: `kind:subject` joined by ;.
    mapped
        Facts for which the book has a column, if that is known: of any other it says nothing, whatever that means.
    """
    found = dict(facts)
    for one in reversed(in_order(answers.filling)):
        said = {**facts, LINE: line, POINTS: pointed_by(points)}
        pointed = one.fact in triggered_facts(library.facts.triggers)
        left = is_open(library.facts[one.fact], facts.get(one.fact), pointed=pointed)
        left = left or (mapped is not None and one.fact not in mapped)
        if left and all(told(said.get(name)) == text for name, text in one.about):
            found[str(one.fact)] = one.value
    return found


def pointed_by(points: str) -> str:
    """Tell by the points of a line whether words or a party in it point to a military use or a listed party.

    >>> pointed_by("defence_words:navy;code_stated:3C001"), pointed_by("code_stated:3C001")
    ('words', 'none')
    """
    kinds = {point.partition(":")[0] for point in points.split(";")}
    if not kinds.isdisjoint(_WORD_KINDS):
        return WORDS_POINT
    return NOTHING_POINTS if kinds.isdisjoint(PARTY_KINDS) else A_PARTY_POINTS


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
        if column is None:
            continue
        text = text_of(column, book.kinds[column], of="book")
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


def points_to(name: str, parties: PartyIndex) -> bool:
    """Tell whether a name is, or may be, that of a listed party or a military body."""
    return bool(parties.matches(name) or parties.military(name))


def _speak_of_points(answers: Iterable[Answer]) -> bool:
    return any(name == POINTS for answer in answers for name, _ in answer.about)


def fill_book(book: Book, answers: BookAnswers, library: Library, folder: Path) -> Book:
    """Fill the open fields of a book, in a copy in `folder`; facts without a column get one.

    A fact that is to be unknown in every line is known where an answer says so, and unknown in all others: leaving it
    out of the book says where it does not come from, not that nobody may know it.
    """
    by_fact: dict[FactName, list[Answer]] = {}
    for one in in_order(answers.filling):
        by_fact.setdefault(one.fact, []).append(one)
    if not by_fact:
        return book
    if _speak_of_points(answers.facts):
        book = with_pointing(book, library)
    joins = _Joins(book)
    shown, added = ["book.*"], dict(book.columns.facts)
    replaced = []
    for fact, chosen in by_fact.items():
        column = None if fact in book.columns.unknown else _column_of(book, fact)
        old, is_left = _left_sql(book, library.facts[fact], library.facts)
        none = literal(NOBODY_SAYS) if fact in book.columns.unknown else old
        new = f"CASE WHEN {is_left} THEN coalesce({joins.values(chosen)}, {none}) ELSE {old} END"
        if column:
            replaced.append(f"{new} AS {quoted(column)}")
        else:
            shown.append(f"{new} AS {quoted(_NEW.format(fact))}")
        added[fact] = column or _NEW.format(fact)
    if replaced:
        shown[0] = f"book.* REPLACE ({', '.join(replaced)})"
    rows = f"SELECT {', '.join(shown)} FROM {book.sql} AS book {' '.join(joins.joins)}"
    sql = f"({rows})"
    if joins.joins:
        # What is the same in every line costs nothing to look up again; a join does.
        filled = folder / "filled.parquet"
        write_query(book.connection, f"{rows} ORDER BY sekisho_row", filled)
        sql = stored_table(filled)
    kinds = {**book.kinds, **{added[fact]: "VARCHAR" for fact in by_fact}}
    value = added.pop(_VALUE, book.columns.value)
    columns = replace(book.columns, facts=added, value=value, unknown=book.columns.unknown - by_fact.keys())
    return replace(book, sql=sql, kinds=kinds, columns=columns)


def _column_of(book: Book, fact: FactName) -> str | None:
    """Return the column of a fact; that of the values of lines stands apart from the facts that a clause may test."""
    return book.columns.value or None if fact == _VALUE else book.columns.facts.get(fact)


def answers_met(book: Book, answers: Iterable[Answer], library: Library) -> Iterator[tuple[Answer, int, int]]:
    """Count, for each answer, the lines that it is about and that leave its fact open, and those that say otherwise."""
    tables: dict[tuple[FactName, tuple[str, ...]], list[Answer]] = {}
    answers = list(answers)
    if _speak_of_points(answers):
        book = with_pointing(book, library)
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
        on = [f"{said_sql(book, name)} = {table}.s{place}" for place, name in enumerate(names)]
        differs = _differs_sql(old, f"{table}.value")
        found = book.connection.execute(
            f"SELECT {table}.id, count(*) FILTER ({is_left}), count(*) FILTER (NOT {is_left} AND {differs}) "
            f"FROM {book.sql} AS book JOIN {table} ON {' AND '.join(on) or 'true'} GROUP BY ALL"
        ).fetchall()
        counted = {place: (left, others) for place, left, others in found}
        for place, one in enumerate(rows):
            yield one, *counted.get(place, (0, 0))


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


_NEW: Final = "answered {}"
_VALUE: Final = FactName("value")


class _Joins:
    """Tables of answers, joined to the lines that they are about."""

    def __init__(self, book: Book) -> None:
        self.book, self.joins = book, list[str]()

    def values(self, answers: Iterable[Answer]) -> str:
        """Return SQL that gives the value of the first answer that is about a line."""
        tables: dict[tuple[str, ...], list[Answer]] = {}
        for one in answers:
            tables.setdefault(tuple(name for name, _ in one.about), []).append(one)
        # What is about every line comes last, since it is about less than all else.
        return ", ".join(
            self._table(names, rows) if names else literal(rows[-1].value) for names, rows in tables.items()
        )

    def _table(self, names: tuple[str, ...], rows: Iterable[Answer]) -> str:
        table = f"answers_{len(self.joins)}"
        columns = ", ".join(f"s{place} VARCHAR" for place in range(len(names)))
        connection: duckdb.DuckDBPyConnection = self.book.connection
        connection.execute(f"CREATE TEMP TABLE {table} ({columns}{', ' if columns else ''}value VARCHAR)")
        marks = ", ".join("?" for _ in range(len(names) + 1))
        connection.executemany(
            f"INSERT INTO {table} VALUES ({marks})", [[*(text for _, text in one.about), one.value] for one in rows]
        )
        on = [f"{said_sql(self.book, name)} = {table}.s{place}" for place, name in enumerate(names)]
        self.joins.append(f"LEFT JOIN {table} ON {' AND '.join(on) or 'true'}")
        return f"{table}.value"


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
