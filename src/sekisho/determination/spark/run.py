"""A run over a book in Spark: what is asked of its lines, what is decided here, and what goes back to them.

The law is compiled and every distinct value typed on the machine that asks, by the code that serves DuckDB. Spark gets
small tables and gives back distinct values and distinct signatures; no Python runs for a line.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.determination.book.answers import BookAnswers
from sekisho.determination.book.encoder import EncodedBook, Progress, encode
from sekisho.determination.book.input_ledger import settings_inputs
from sekisho.determination.book.packing import DATE
from sekisho.determination.book.party_matches import parties_met, write_rows
from sekisho.determination.book.run_card import book_card, run_card, stated_card
from sekisho.determination.book.run_files import RUN, run_id
from sekisho.determination.book.run_summary import RunResult, settings_of, summary_of, variants_of
from sekisho.determination.book.triage import queued
from sekisho.determination.spark.engine import SparkLines
from sekisho.determination.spark.faults import reading
from sekisho.determination.spark.grouped_book import grouped_book
from sekisho.determination.spark.locations import card_place, is_address, matches_place, name_of
from sekisho.determination.spark.result_files import check_out, results_of, write
from sekisho.determination.spark.source import SparkBook, open_book, text_of, with_joined
from sekisho.errors import BookError, Problem
from sekisho.files.formats import sha256_of
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.message import message
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.columns import Columns, named_fact
from sekisho.trade.book.intake import SAMPLED, goods_told, map_by_header
from sekisho.trade.book.intake_report import BookReading
from sekisho.trade.book.matching.proposals import Proposal
from sekisho.trade.book.matching.values import Sample
from sekisho.trade.book.recipe import Recipe

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def determine_book_spark(
    session: SparkSession,
    book: Path | str,
    library: Library,
    *,
    out: Path | str,
    as_of: date | str | None = None,
    today: date | None = None,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    unknown: Collection[str] = (),
    progress: Progress | None = None,
) -> RunResult:
    """Determine every line of a book with Spark; the values of every line are those of `determine_book`.

    Parameters
    ----------
    session
        A Spark session, on this machine, on a cluster, or through Spark Connect. Its settings are left as they are.
    book
        CSV or Parquet: a file, a folder of files, or an address such as s3a://. A name without a scheme is a place on
        this machine, which the executors must see under the same path. It is read as with `strict`.
    out
        A folder of Parquet, or its address; whole once it holds `_SUCCESS`. The run card goes beside it.
    as_of, today, readings, assume, mapping, unknown
        As for `determine_book`.

    Raises
    ------
    BookError
        With everything that is wrong with the book, in one pass; nothing is written then.
    """
    book, out, said = str(book), str(out), dict(mapping or {})
    check_out(session, book, out)
    day, chosen, constants = settings_of(library, as_of, readings, assume or {})
    told = progress or (lambda _stage, _share: None)
    told("reading the book", 0.0)
    with _opened(session, book) as source:
        meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
        with reading(name_of(book)):
            columns, proposal, wrong = map_by_header(
                source.kinds,
                lambda names: _sampled(source, names),
                meanings,
                book=name_of(book),
                said=said,
                unknown=unknown,
            )
        read, columns = with_joined(source, columns, proposal.joined)
        faults = list(wrong)
        if day is None and DATE not in columns.facts:
            day = today
        if day is None and DATE not in columns.facts:
            what = message("error.no_day_of_law", "no date of law.")
            faults.append(
                Problem(
                    where=name_of(book),
                    what=what,
                    remedy=message("run.day_of_law", "Give --as-of, or add a column 'date'."),
                )
            )
        lines = SparkLines(
            session=session,
            frame=read.frame,
            name=name_of(book),
            kinds=read.kinds,
            columns=columns,
            meanings=meanings,
            told={**source.told, **goods_told(columns, proposal, unknown)},
            keeps=source.packed,
            grouped=grouped_book(
                session, book, out, kinds=read.kinds, columns=columns, table=library.facts, files=source.files
            ),
        )
        stage = _encode(lines, library, faults=faults, day=day, chosen=chosen, constants=constants, told=told)
        told("deciding", 0.6)
        verdicts = queued(stage, stage.verdicts(), library, None)
        told("writing", 0.7)
        met, named = parties_met(lines, library), [named_fact(fact) for fact in unknown]
        counts = summary_of(stage, verdicts, has_value=bool(columns.value))
        card = {
            **_book_of(book, source),
            **book_card(
                columns,
                library,
                told=lines.told,
                recipe=_recipe(lines, source, said),
                lines=stage.lines,
                no_lines=lines.blank,
            ),
            **run_card(
                stage,
                columns,
                library,
                day=day,
                chosen=chosen,
                assume=assume or {},
                engine=f"Spark {session.version}",
                counts=counts,
                met=met,
            ),
            **stated_card(
                BookAnswers(decisions=library.identity.decisions),
                settings_inputs(stage, lines, library, chosen=chosen, assume=assume or {}, unknown=named),
            ),
        }
        card[RUN] = run = run_id(card, library)
        sheet = (lambda file: write_rows(file, met, run)) if met.met else None
        whole = write(session, results_of(lines, stage, verdicts, out), out, card, sheet)
    told("done", 1.0)
    return RunResult(
        lines=stage.lines,
        unit=columns.unit,
        unknown_share={name: share for name, share in stage.unknown_shares().items() if name in columns.facts},
        mapped=columns.facts,
        unmapped=columns.unmapped,
        absent=_absent(stage, library, columns),
        out=_place(out, out),
        run_card=_place(out, card_place(out)),
        parties=met,
        matches=_place(out, matches_place(out)) if met.met else None,
        card=whole,
        reading=_reading(lines, proposal, stage.lines),
        worst=(),
        **counts,
    )


def _place(out: str, place: str) -> Path | str:
    """Return a place beside the results as they are named: a path on this machine, or an address."""
    return place if is_address(out) else Path(place)


def _sampled(source: SparkBook, names: Sequence[str]) -> dict[str, Sample]:
    """Return the values at the beginning of some columns, with their counts; what is empty counts too."""
    if not names:
        return {}
    shown = [text_of(name, source.kinds[name]).alias(f"c{place}") for place, name in enumerate(names)]
    found = source.frame.select(*shown).limit(SAMPLED).toArrow()
    return {
        name: Counter("" if value is None else value for value in column.to_pylist())
        for name, column in zip(names, found.columns, strict=True)
    }


def _recipe(lines: SparkLines, source: SparkBook, said: Mapping[str, str]) -> Recipe:
    """Return how the book was read, enough for `explain` to read it again."""
    told = source.told
    return Recipe(
        encoding=told.get("encoding", ""),
        separator=told.get("separator", ""),
        header_row=int(told.get("header_row", 0)),
        dates=lines.meanings.orders.get(str(DATE), ""),
        columns=said,
    )


def _reading(lines: SparkLines, proposal: Proposal, read: int) -> BookReading:
    """Gather what there is to tell; there are no gaps, since what cannot be read stops the run."""
    columns, words = lines.columns, lines.words
    mapped = {*map(str, columns.facts), "line", "value"}
    return BookReading(
        rows=read + len(lines.blank),
        lines=read,
        with_gap=0,
        no_lines=lines.blank,
        mended=(),
        gaps=(),
        all_gaps=0,
        gaps_file=None,
        defence=(),
        pointing=0,
        told=lines.told,
        proposed=tuple(guess for guess in proposal.guesses if guess.sure and guess.fact in mapped),
        unsure=proposal.unsure,
        words={fact: (*words[fact], 0) for fact in columns.facts if fact in words},
        double=None if columns.line else 0,
    )


@contextmanager
def _opened(session: SparkSession, book: str) -> Iterator[SparkBook]:
    """Open a book, and let Spark forget what it kept of it afterwards."""
    source = open_book(session, book)
    try:
        yield source
    finally:
        source.forget()


def _encode(
    lines: SparkLines,
    library: Library,
    *,
    faults: list[Problem],
    day: date | None,
    chosen: Readings,
    constants: Mapping[FactName, FactValue],
    told: Progress,
) -> EncodedBook:
    """Count what the columns hold, and encode the lines; what is wrong with columns and values is told together."""
    with reading(lines.name):
        told("reading distinct values", 0.1)
        lines.prepare(library.facts)
        if faults:
            raise BookError([*faults, *lines.value_problems(library.facts, but=())])
        try:
            return encode(
                lines,
                library,
                day=day,
                variants=variants_of(chosen),
                constants=constants,
                progress=told,
                workers=os.cpu_count() or 1,
            )
        except BookError as fault:  # what is wrong with values is told as where a whole book is looked through for it
            raise BookError(lines.value_problems(library.facts, but=()) or fault.problems) from None


def _book_of(book: str, source: SparkBook) -> dict[str, object]:
    """Return what the run card says of the book; the content of many files is not hashed."""
    if not is_address(book) and Path(book).is_file():
        return {"book": str(Path(book).resolve()), "book_sha256": sha256_of(Path(book)), "files": 1}
    place = book if is_address(book) else str(Path(book).resolve())
    return {"book": place, "book_sha256": None, "files": source.files}


def _absent(stage: EncodedBook, library: Library, columns: Columns) -> tuple[FactName, ...]:
    return tuple(
        column.fact for column in stage.columns if column.fact in library.facts and column.fact not in columns.facts
    )
