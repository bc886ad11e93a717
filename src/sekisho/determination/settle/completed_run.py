"""A finished run, opened again: its settings, its answers, and its open lines, those that are alike as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from sekisho.determination.book.answer_columns import fill_book, said_sql
from sekisho.determination.book.answers import LINE, NOBODY_SAYS, SUBJECTS, BookAnswers, answers_of_card
from sekisho.determination.book.derived_facts import SOURCES, sources_of
from sekisho.determination.book.law.compiled_law import CompiledLaw, compile_law, leaves_of
from sekisho.determination.book.packing import DATE
from sekisho.determination.book.results.columns import results_sql
from sekisho.determination.core.inputs import party_finder, settle_input
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, HEADLINES, UNDETERMINED
from sekisho.errors import BookError, Problem
from sekisho.files.formats import column_kinds, literal, quoted, reading_fault, source_sql
from sekisho.files.records import texts_by_name
from sekisho.files.row_staging import POINTS
from sekisho.files.tables import short_connection
from sekisho.files.temporary import temporary_folder
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import FactName, Leaf
from sekisho.law.model.fact import DaySpan
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import policy_of
from sekisho.law.model.term import Reading, Readings
from sekisho.message import counted, message
from sekisho.parties.index import parties_of
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.line_lookup import open_again
from sekisho.trade.book.order_book import Book, text_of
from sekisho.trade.book.reading_memory import clean_remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedRun:
    """What a run was made with.

    Parameters
    ----------
    library
        With the decisions on names that the run took.
    day
        Date of law for all lines; None where each line has its own.
    url
        URL of the database with its password, which a run card does not keep.
    """

    results: Path
    card: Mapping[str, object]
    library: Library
    day: date | None
    readings: Readings
    assume: Mapping[str, str]
    answers: BookAnswers
    columns: Columns
    url: str = ""

    @property
    def place(self) -> str:
        """Return the place of the book: a file, a folder, or the URL of a database."""
        return self.url or str(self.card["book"])


def library_of_run(card: Mapping[str, object], library: Library) -> Library:
    """Return the library with the thresholds for names and the decisions on names that a run took."""
    if "policy" in card:
        policy = policy_of(texts_by_name(card["policy"]), where="policy")
        if policy != library.identity.policy:  # else what was worked out of its names serves the run too
            library = replace(library, identity=replace(library.identity, policy=policy))
    return answers_of_card(card).over(library)


def finished(results: Path, card: Mapping[str, object], library: Library, *, url: str = "") -> CompletedRun:
    """Take the settings of a run from its card.

    Raises
    ------
    BookError
        If the run was made with other law; opening the book tells whether it was changed since.
    """
    then = texts_by_name(card.get("library")).get("hash", "")
    if then != library.hash:
        what = message(
            "settle.law_changed",
            "the law has changed since the run: {then}, now {now}.",
            then=then[:7],
            now=library.hash[:7],
        )
        raise BookError(
            Problem(where=str(results), what=what, remedy=message("error.run_again", "Run `sekisho bulk` again."))
        )
    as_of, readings = str(card.get("as_of", "")), texts_by_name(card.get("readings"))
    answers = answers_of_card(card)
    return CompletedRun(
        results=results,
        card=card,
        url=url,
        library=library_of_run(card, library),
        day=date.fromisoformat(as_of) if as_of[:1].isdigit() else None,
        readings=_readings(readings),
        assume=texts_by_name(card.get("assume")),
        answers=answers,
        columns=Columns(
            facts={FactName(fact): column for fact, column in texts_by_name(card["mapping"]).items()},
            line=str(card.get("line_column") or ""),
            value=str(card.get("value_column") or ""),
            unit=str(card.get("unit") or ""),
            unmapped=(),
            unknown=frozenset(map(FactName, card.get("unknown") or ())),  # type: ignore[call-overload]
        ),
    )


def _readings(stated: Mapping[str, str]) -> Readings:
    """Read the readings as `Readings.to_dict` writes them."""
    terms = {name: Reading(text) for name, text in stated.items() if name != "all"}
    return Readings(Reading(stated.get("all", Reading.CENTRAL)), tuple(sorted(terms.items())))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """Open lines of which the law and the questions can tell no two apart.

    Parameters
    ----------
    facts
        Text of each fact that the law tests and the book has a column for; None for an empty field.
    says
        What the lines say of each subject, `unknown` if nothing.
    missing
        Facts that would settle them, as the run found them.
    count, value
        How many they are, and what they are worth.
    undetermined
        Whether their headline is open; else it stands, and their level alone is open.
    military
        Whether words for a military use stand in them.
    item_state, item_codes
        What the results say of their goods; empty in results that say nothing of goods.
    """

    facts: Mapping[FactName, str | None]
    says: Mapping[str, str]
    missing: tuple[FactName, ...]
    count: int
    value: float
    undetermined: bool = True
    military: bool = False
    item_state: str = ""
    item_codes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLines:
    """The open lines of a run, and the law under which they stand.

    Parameters
    ----------
    laws
        The law of each span of days that occurs in the book, under the readings of the run.
    by_headline
        All lines of the run, open or not, by the headline that the results state.
    """

    alike: tuple[OpenGroup, ...]
    laws: tuple[CompiledLaw, ...]
    by_headline: Mapping[str, int]

    def leaves(self) -> Iterator[Leaf]:
        """Go through all tests of the laws."""
        return (leaf for law in self.laws for condition in law.expanded for leaf in leaves_of(condition))


@contextmanager
def opened(run: CompletedRun) -> Iterator[Book]:
    """Open the book of a run, with what was answered filled in."""
    with temporary_folder() as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(str(folder))}")
        try:
            territory = territories_of(run.library).code
            found = open_again(
                connection,
                run.card,
                folder,
                facts=run.library.facts,
                territory=territory,
                url=run.url,
                parties=party_finder(run.library),
            )
            dated = run.day is None and DATE not in run.answers.constants
            book = clean_remembered(found, connection, folder, dated=dated).book
            yield fill_book(book, run.answers, run.library, folder, says_points=True)
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, Path(run.place))) from None


def open_lines(run: CompletedRun) -> OpenLines:
    """Gather the open lines of a run.

    Raises
    ------
    BookError
        If two lines have one name, or the results are not those of the book.
    """
    with opened(run) as book:
        _check_lines(run, book)
        days = _days(run, book)
        laws = _laws(run, days)
        tested = {leaf.fact for law in laws for condition in law.expanded for leaf in leaves_of(condition)}
        sources = {*SOURCES, *sources_of(tested, run.library.facts.triggers)}
        facts = [
            fact
            for fact in book.columns.facts
            if fact in tested or fact in sources or (fact == DATE and run.day is None)
        ]
        return OpenLines(alike=tuple(_alike(run, book, facts, days)), laws=laws, by_headline=_counted(run, book))


def counts_by_headline(results: Path) -> dict[str, int]:
    """Count the lines of results by headline."""
    with short_connection() as connection:
        rows = connection.execute(
            f"SELECT headline::VARCHAR, count(*) FROM {source_sql(results)} GROUP BY 1"
        ).fetchall()
    return dict.fromkeys(HEADLINES, 0) | dict(rows)


def _counted(run: CompletedRun, book: Book) -> dict[str, int]:
    rows = book.connection.execute(
        f"SELECT headline::VARCHAR, count(*) FROM {source_sql(run.results)} GROUP BY 1"
    ).fetchall()
    return dict.fromkeys(HEADLINES, 0) | dict(rows)


def _check_lines(run: CompletedRun, book: Book) -> None:
    line = line_sql(book)
    counts = book.connection.execute(f"SELECT count(*), count(DISTINCT {line}) FROM {book.sql} AS book").fetchone()
    assert counts is not None  # noqa: S101 - a count has a row
    if counts[0] != counts[1]:
        what = counted(
            "settle.name_of_another",
            "{n} line has the name of another.",
            "{n} lines have the name of another.",
            n=counts[0] - counts[1],
        )
        remedy = message(
            "settle.own_names", "Give each line a separate name in column '{column}'.", column=run.columns.line
        )
        raise BookError(Problem(where=book.name, what=what, remedy=remedy))
    found = book.connection.execute(
        f"SELECT count(*) FROM {source_sql(run.results)} AS r SEMI JOIN {book.sql} AS book ON r.line::VARCHAR = {line}"
    ).fetchone()
    if found is None or found[0] != counts[0]:
        what = message(
            "settle.other_results",
            "not the results of {book}, which has {lines} lines.",
            book=book.name,
            lines=counts[0],
        )
        raise BookError(
            Problem(where=str(run.results), what=what, remedy=message("error.run_again", "Run `sekisho bulk` again."))
        )


def line_sql(book: Book) -> str:
    """Return SQL that names a line as the results do: by its own name, else by its row."""
    return f"book.{quoted(book.columns.line)}::VARCHAR" if book.columns.line else "book.sekisho_row::VARCHAR"


def _days(run: CompletedRun, book: Book) -> dict[str, date]:
    """Return the days of the book by their texts; days under one law share the first."""
    if run.day is not None:
        return {"": run.day}
    column = book.columns.facts[DATE]
    text = text_of(column, book.kinds[column])
    rows = book.connection.execute(f"SELECT DISTINCT {text} FROM {book.sql}").fetchall()
    days = {str(row[0]): run.library.facts.parse(DATE, row[0]) for row in rows}
    first: dict[int, date] = {}
    found: dict[str, date] = {}
    for name, stated in sorted(days.items(), key=lambda pair: str(pair[1])):
        # What is asked of a line whose date is a span of days is asked under the law of the last.
        day = stated.last if isinstance(stated, DaySpan) else stated
        assert isinstance(day, date)  # noqa: S101 - the run typed them
        found[name] = first.setdefault(id(law_on(run.library, day)), day)
    return found


def _laws(run: CompletedRun, days: Mapping[str, date]) -> tuple[CompiledLaw, ...]:
    facts, _, _ = settle_input({}, run.library, as_of=date.max, readings=run.readings, assume=dict(run.assume))
    constants = {name: value for name, value in facts.items() if run.library.facts[name].of == "law"}
    return tuple(
        compile_law(
            law_on(run.library, day), variants=(run.readings,), constants=constants, parties=parties_of(run.library)
        )
        for day in sorted(set(days.values()))
    )


def _alike(run: CompletedRun, book: Book, facts: list[FactName], days: Mapping[str, date]) -> Iterator[OpenGroup]:
    shown = {fact: text_of(book.columns.facts[fact], book.kinds[book.columns.facts[fact]], of="book") for fact in facts}
    if run.day is None:
        pairs = ", ".join(f"{literal(text)}: {literal(day.isoformat())}" for text, day in days.items())
        shown[DATE] = f"MAP {{{pairs}}}[{shown[DATE]}]"
    item = [said_sql(book, name) for name in ("description", "hs_code")]
    says = {name: said_sql(book, name) for name in SUBJECTS if name != LINE}
    nameless = " AND ".join(f"{text} = {literal(NOBODY_SAYS)}" for text in item)
    nobody = " AND ".join(f"{says[name]} = {literal(NOBODY_SAYS)}" for name in ("end_user", "importer"))
    says[LINE] = f"CASE WHEN ({nameless}) OR ({nobody}) THEN {line_sql(book)} ELSE '' END"
    value = f"TRY_CAST(book.{quoted(book.columns.value)} AS DOUBLE)" if book.columns.value else "0.0"
    columns = ", ".join(f"{text} AS c{place}" for place, text in enumerate((*shown.values(), *says.values())))
    military = f"book.{POINTS} IS NOT NULL" if POINTS in book.kinds else "false"
    results = results_sql(book.connection, run.results)
    stored = column_kinds(book.connection, results)
    goods = ", ".join(
        f"coalesce(min(r.{name}::VARCHAR), '') AS {name}" if name in stored else f"'' AS {name}"
        for name in ("item_state", "item_codes")
    )
    rows = book.connection.execute(
        f"SELECT {columns}, {goods}, {military} AS military, r.headline::VARCHAR AS headline, "
        f"r.missing::VARCHAR AS missing, count(*) AS n, coalesce(sum({value}), 0.0) AS value "
        f"FROM {book.sql} AS book JOIN {results} AS r ON r.line::VARCHAR = {line_sql(book)} "
        f"WHERE r.outcome::VARCHAR = '{UNDETERMINED}' GROUP BY ALL ORDER BY min(book.sekisho_row)"
    ).fetchall()
    for row in rows:
        end = len(shown)
        yield OpenGroup(
            facts=dict(zip(shown, row[:end], strict=True)),
            says=dict(zip(says, row[end : end + len(says)], strict=True)),
            missing=tuple(map(FactName, filter(None, (row[-3] or "").split(";")))),
            count=row[-2],
            value=float(row[-1]),
            undetermined=row[-4] in {UNDETERMINED, FREE_IF_SUPPOSED},
            military=row[-5],
            item_state=row[-7],
            item_codes=row[-6],
        )
