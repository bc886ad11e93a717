"""Determine a whole order book: distinct values once, lines as signatures, bits, and back.

Each column's distinct values are typed once and cut to cells. A line becomes a signature, the numbers of its cells
packed into words; the distinct signatures are few. Their verdicts come from the bits of `law_judge`, and DuckDB
joins them back to the lines. No line is touched by Python.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from sekisho.determination.book.answer_columns import answers_met, fill_book
from sekisho.determination.book.answers import BookAnswers
from sekisho.determination.book.encoder import Progress, encode
from sekisho.determination.book.engine import DuckLines
from sekisho.determination.book.finest_partition import finest_of
from sekisho.determination.book.items import Classifies, items_of
from sekisho.determination.book.opener import connected, open_for
from sekisho.determination.book.packing import DATE
from sekisho.determination.book.party_matches import Parties, parties_met, write_sheet
from sekisho.determination.book.results.files import write_results
from sekisho.determination.book.results.package import check_package_place, write_package
from sekisho.determination.book.run_card import BookSettings, FilledBook, JudgedBook, card_of
from sekisho.determination.book.run_files import (
    KEPT,
    PACKAGE,
    RUN,
    RunPlaces,
    commit,
    matches_of,
    run_card_of,
    run_id,
    staged,
)
from sekisho.determination.book.run_summary import (
    RunResult,
    WorstLine,
    settings_of,
    summary_of,
    variants_of,
)
from sekisho.determination.book.snapshot_writer import MarkKeeper, write_kept
from sekisho.determination.book.supposition import (
    Suppositions,
    constants_met,
    read_constants,
    read_suppositions,
)
from sekisho.determination.book.triage import queued
from sekisho.errors import BookError, Problem
from sekisho.files.formats import check_place, reading_fault
from sekisho.files.frames.arrow import frame_of
from sekisho.files.frames.html_table import html_table
from sekisho.files.staging import stamp_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.message import message
from sekisho.trade.book.cleaning import Cleaned
from sekisho.trade.book.columns import AS_STATED
from sekisho.trade.book.gaps import Gap, gaps_of, write_gaps
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.intake_report import BookReading, book_reading, check_some_left, strict_problems
from sekisho.trade.book.order_book import value_problems
from sekisho.trade.book.reading_memory import clean_remembered
from sekisho.trade.book.recipe import Recipe
from sekisho.trade.book.rejects import rejects_of, write_rejects


@dataclass(frozen=True, slots=True, kw_only=True)
class BookResult(RunResult):
    """What a run over a book gave, in files of this machine."""

    out: Path
    run_card: Path
    matches: Path | None
    shown: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """What a notebook shows, in the language of its reader; without it a plain table is shown."""

    def __repr__(self) -> str:
        """Show the lines by headline in one line."""
        counts = ", ".join(f"{lines} {word}" for word, lines in self.by_headline.items() if lines)
        return f"<BookResult of {self.lines} lines: {counts}; {self.out}>"

    def _repr_html_(self) -> str:
        """Show the lines by headline and the worst of them as a table in a notebook."""
        if self.shown is not None:
            return self.shown()
        worst = ((one.line, f"{one.triage}: {one.why} {one.ask}") for one in self.worst)
        return html_table([*self.by_headline.items(), ("results", self.out), *worst])

    def to_pandas(self) -> Any:  # noqa: ANN401 - the library is the user's own
        """Return the results as a frame of pandas."""
        return frame_of(self.out, "pandas")

    def to_polars(self) -> Any:  # noqa: ANN401 - as above
        """Return the results as a frame of polars; it needs pyarrow too."""
        return frame_of(self.out, "polars")

    def to_arrow(self) -> Any:  # noqa: ANN401 - as above
        """Return the results as a table of pyarrow."""
        return frame_of(self.out, "pyarrow")


def determine_book(
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
    recipe: Recipe | None = None,
    strict: bool = False,
    answers: BookAnswers | None = None,
    constants: Mapping[str, object] | None = None,
    suppose: Suppositions | Sequence[str] | str = (),
    threads: int | None = None,
    keep: bool = False,
    check: Callable[[Path], None] | None = None,
    classifies: Classifies | None = None,
    language: str = "en",
    progress: Progress | None = None,
    origin: str = "",
) -> BookResult:
    """Determine every line of a book and write the results beside it.

    Parameters
    ----------
    book
        A file of any kind that `trade.book` reads, a folder of them, or the URL of a database with `recipe.sql`.
    out
        Where the results go, `.parquet` or `.csv`; the run card goes to the same name with `.run.yaml`. All files of
        the run are written beside first, and become the run together (see `run_files`).
    as_of
        Date of law for all lines; each line's own `date` if left out.
    today
        Date of law for all lines if neither `as_of` nor a column 'date' gives one.
    mapping
        Fact to column, where names differ; `line` and `value` may be mapped too.
    unknown
        Facts to leave unknown in every line although a column may exist.
    recipe
        How the book is read; what it leaves open is found out.
    strict
        Refuse the book for a single cell or row that cannot be read, and write these rows to `OUT.rejects.csv`. Else
        such a cell makes its fact unknown in its line, and stands in `OUT.gaps.csv`.
    keep
        Keep beside the results, with `.kept`, what is needed to judge the run again under another law (see `snapshot`).
    language
        Language of the reasons in the table of gaps: en, ja or zh.
    classifies
        Says what the items of the book are, each distinct pair of description and customs code once; if left out,
        items point by stated codes alone. `sekisho.service.items` makes one.
    check
        Is told where the results lie before they are the run; if it raises, nothing is written.
    answers
        What people answered of the lines; it fills what the book leaves open, and the run card keeps it.
    constants
        Facts that are the same in every line, in the words that a cell may hold: `{"destination": "日本"}`. They fill
        what lines and answers leave open; a line that says otherwise keeps its own, and is counted.
    suppose
        What is supposed where a line leaves a fact open: `ordinary`, a file of one's own, or FACT=VALUE. The outcome
        stays what it is; `supposed` says what it would be.
    origin
        Where the book was fetched from, if `book` is a copy; the run card names it.

    Raises
    ------
    BookError
        With everything that is wrong with the book, in one pass; nothing is written then.
    """
    out = Path(out)
    _check_out(Path(book), out)
    answers, recipe = _with_constants(
        answers if answers is not None else BookAnswers(), constants, recipe or Recipe(), library
    )
    library = answers.over(library)
    supposing = read_suppositions(suppose, library)
    day, chosen, law = settings_of(library, as_of, readings, assume or {})
    told = progress or (lambda _stage, _share: None)
    stamp = stamp_of(book)
    run = BookSettings(
        library=library, day=day, chosen=chosen, law=law, assume=assume or {}, unknown=unknown, language=language
    )
    with connected(threads) as (connection, folder):
        told("reading the book", 0.0)
        opened = open_for(
            connection,
            book,
            folder,
            library,
            recipe=recipe,
            mapping=mapping or {},
            unknown=unknown,
            again=True,
            workers=threads or os.cpu_count() or 1,
        )
        name, faults = opened.book.name, list(opened.faults)
        day, undated = _day_of_law(opened, answers, day, today)
        faults += undated
        run = replace(run, day=day)
        try:
            dated_alone = day is None and DATE not in answers.constants
            cleaned = clean_remembered(opened, connection, folder, dated=dated_alone, today=today, keep_bad=strict)
            _check_read(opened, cleaned, faults, library, rejects_of(out) if strict else None, language=language)
            filled = _filled(cleaned, answers, library, folder, classifies)
            lines = DuckLines(filled.cleaned.book, filled.items)
            stage = encode(
                lines,
                library,
                day=day,
                variants=variants_of(chosen),
                constants=law,
                progress=told,
                workers=threads or os.cpu_count() or 1,
                finest=finest_of(library) if keep else None,
                items=filled.items,
            )
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, Path(name))) from None
        told("deciding", 0.6)
        marks = MarkKeeper(len(stage.counts)) if keep else None
        verdicts = queued(stage, stage.verdicts(marks.seen if marks else None), library, supposing)
        told("writing", 0.8)
        judged = JudgedBook(
            opened=opened,
            filled=filled,
            lines=lines,
            stage=stage,
            verdicts=verdicts,
            met=parties_met(lines, library),
            counts=summary_of(stage, verdicts, has_value=bool(filled.cleaned.book.columns.value)),
        )
        card = card_of(judged, run, answers, origin=origin)
        gaps = gaps_of(connection, filled.cleaned)
        reading = book_reading(opened, filled.cleaned, gaps, RunPlaces(out).beside["gaps"])
        _check_unchanged(book, stamp, name)
        card[RUN] = run_id(card, library)
        with staged(out) as made:
            worst = _write(connection, made, judged, run, card, marks=marks)
            _write_beside(made, card, library, met=judged.met, gaps=gaps, language=language)
            if check is not None:
                check(made.results)
            card = commit(made, out, card)
    told("done", 1.0)
    return _result(judged, library, out, card=card, reading=reading, worst=worst)


def _filled(
    cleaned: Cleaned, answers: BookAnswers, library: Library, folder: Path, classifies: Classifies | None
) -> FilledBook:
    constants = constants_met(cleaned.book, answers.constants, library)
    counts = list(answers_met(cleaned.book, answers.facts, library))
    cleaned = replace(cleaned, book=fill_book(cleaned.book, answers, library, folder))
    items = items_of(cleaned.book, library, classifies) if classifies is not None else None
    return FilledBook(cleaned=cleaned, answers=counts, constants=constants, items=items)


def _write(
    connection: duckdb.DuckDBPyConnection,
    made: RunPlaces,
    judged: JudgedBook,
    run: BookSettings,
    card: dict[str, object],
    *,
    marks: MarkKeeper | None,
) -> tuple[WorstLine, ...]:
    """Write the results, and what judges them again if that is kept, which the card then says; return the worst."""
    stage, columns = judged.stage, judged.opened.book.columns
    if marks is not None:
        card[KEPT] = card[RUN]
        more = {"as_of": run.day.isoformat() if run.day else "each"}
        write_kept(connection, stage, marks, run.library, place=made.beside[KEPT], run={**card, **more})
    currency = columns.unit if columns.value and columns.unit != AS_STATED else ""
    return write_results(
        connection,
        stage,
        judged.verdicts,
        run.library,
        made.results,
        currency=currency,
        language=run.language,
        book=judged.filled.cleaned.book,
    )


def _result(
    judged: JudgedBook,
    library: Library,
    out: Path,
    *,
    card: dict[str, object],
    reading: BookReading,
    worst: tuple[WorstLine, ...],
) -> BookResult:
    columns, stage, facts = judged.opened.book.columns, judged.stage, judged.filled.cleaned.book.columns.facts
    return BookResult(
        lines=stage.lines,
        unit=columns.unit,
        unknown_share={name: share for name, share in stage.unknown_shares().items() if name in facts},
        mapped=columns.facts,
        unmapped=columns.unmapped,
        absent=tuple(
            column.fact for column in stage.columns if column.fact in library.facts and column.fact not in facts
        ),
        out=out,
        run_card=run_card_of(out),
        parties=judged.met,
        matches=matches_of(out) if judged.met.met else None,
        card=card,
        reading=reading,
        worst=worst,
        **judged.counts,
    )


def _with_constants(
    answers: BookAnswers, constants: Mapping[str, object] | None, recipe: Recipe, library: Library
) -> tuple[BookAnswers, Recipe]:
    """Take the constants of an earlier run, those of the mapping file, and those said with the run, the last first."""
    of_file = read_constants(recipe.constants, library, where="constants")
    together = {**answers.constants, **of_file, **read_constants(constants or {}, library)}
    return replace(answers, constants=together), replace(recipe, constants={})


def _day_of_law(
    opened: BookIntake, answers: BookAnswers, day: date | None, today: date | None
) -> tuple[date | None, list[Problem]]:
    """Return the date of law of all lines, None where each has its own; and what is wrong if there is neither."""
    if day is not None or DATE in opened.book.columns.facts or DATE in answers.constants:
        return day, []
    remedy = message("run.day_of_law", "Give --as-of, or add a column 'date'.")
    return today, [] if today is not None else [
        Problem(where=opened.book.name, what=message("error.no_day_of_law", "no date of law."), remedy=remedy)
    ]


def _check_unchanged(book: Path | str, stamp: object, name: str) -> None:
    if stamp_of(book) != stamp:
        what = message("run.book_written", "the book was written anew while it was read.")
        raise BookError(
            Problem(where=name, what=what, remedy=message("run.start_again", "Start again when nobody writes to it."))
        )


def _write_beside(
    made: RunPlaces,
    card: Mapping[str, object],
    library: Library,
    *,
    met: Parties,
    gaps: Sequence[Gap],
    language: str,
) -> None:
    """Write what describes the results, and the tables beside them, each if there is anything in it."""
    run = str(card[RUN])
    write_package(made.beside[PACKAGE], [made.results], card, library, language=language)
    if met.met:
        write_sheet(made.beside["matches"], met, run)
    write_gaps(gaps, made.beside["gaps"], language=language, run=run)


def _check_read(
    opened: BookIntake,
    cleaned: Cleaned,
    faults: list[Problem],
    library: Library,
    rejects: Path | None,
    *,
    language: str,
) -> None:
    """Refuse a book whose columns are wrong, that has no line, or that must be read wholly and cannot.

    Parameters
    ----------
    rejects
        Where the rows go that cannot be read, if the book must be read wholly.

    Raises
    ------
    BookError
        With everything that is wrong.
    """
    rows = strict_problems(opened, cleaned) if rejects else []
    found = [*faults, *rows]
    if rejects:  # else a cell that cannot be read is a gap of its line, and no fault beside a wrong column
        found += value_problems(cleaned.book, library.facts)
    if found and rejects and not faults and (rows or cleaned.gaps_sql):
        write_rejects(opened.book.connection, opened, cleaned, rejects, language=language)
    if found:
        raise BookError(found)
    check_some_left(opened, cleaned)


def _check_out(book: Path, out: Path) -> None:
    check_place(out, (".parquet", ".csv"))
    check_package_place(out)
    if book.exists() and out.exists() and book.samefile(out):
        raise BookError(
            Problem(
                where=str(out),
                what=message("run.overwrites_book", "the results would overwrite the book."),
                remedy=message("error.name_other_file", "Name another file."),
            )
        )
