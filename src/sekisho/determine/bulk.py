"""Determine a whole order book: distinct values once, lines as signatures, bit sets, and back.

Each column's distinct values are typed once and cut to cells. A line becomes a signature, the numbers of its cells
packed into words; the distinct signatures are few. Their verdicts come from the bit sets of `cells`, and DuckDB
joins them back to the lines. No line is touched by Python.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

import duckdb
import numpy as np
import yaml

from sekisho.determine.answers import Answers, fill_book
from sekisho.determine.encode import Progress, Stage, encode
from sekisho.determine.finest import finest_of
from sekisho.determine.given import parties_of, settle_input
from sekisho.determine.keeping import MarkKeeper, run_id, write_kept
from sekisho.determine.kept import kept_of
from sekisho.determine.met import Parties, parties_met, write_sheet
from sekisho.determine.one import coverage_names
from sekisho.determine.outcome import UNDETERMINED, Outcome
from sekisho.determine.packing import DATE
from sekisho.determine.signatures import UNDETERMINED_CODE, Verdicts
from sekisho.errors import BookError, Problem
from sekisho.law.condition import FactName
from sekisho.law.fact import FactValue
from sekisho.law.library import Library
from sekisho.law.term import Reading, Readings
from sekisho.parties.follow import TERRITORY
from sekisho.parties.lists.territory import territories_of
from sekisho.trade.book import value_problems
from sekisho.trade.columns import Columns
from sekisho.trade.file import check_place, literal, reading_fault, writing_fault
from sekisho.trade.reading.clean import Cleaned, clean
from sekisho.trade.reading.opened import Opened, open_book
from sekisho.trade.reading.outcome import BookReading, book_reading, check_some_left, strict_problems
from sekisho.trade.reading.recipe import Recipe
from sekisho.trade.reading.rejects import rejects_of, write_rejects

LEVELS = (*(outcome.level for outcome in Outcome), UNDETERMINED)
MEMORY_LIMIT = "1500MB"
HEADLINES = ("prohibited", "licence required", UNDETERMINED, "free")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookResult:
    """What a run over a book gave.

    Parameters
    ----------
    value_by_headline
        Value of the lines by headline, in `unit`; None if the book states no values.
    unknown_share
        Share of lines in which a fact is unknown, for facts that have a column; 0 to 1.
    absent
        Facts that the law tests and the book has no column for.
    settle_first
        Facts, the open lines that wait for each, and those that wait for it alone; most lines settled first.
    parties, matches
        The parties of the book, and the table of those that are or may be listed; None if there is none.
    card
        The run card: everything needed to repeat the run.
    reading
        How the book was read: what was found out, mapped and left out. Lines read are lines determined and left out.
    """

    lines: int
    by_headline: Mapping[str, int]
    by_outcome: Mapping[str, int]
    value_by_headline: Mapping[str, float] | None
    unit: str
    unknown_share: Mapping[FactName, float]
    mapped: Mapping[FactName, str]
    unmapped: tuple[str, ...]
    absent: tuple[FactName, ...]
    settle_first: tuple[tuple[FactName, int, int], ...]
    out: Path
    run_card: Path
    parties: Parties
    matches: Path | None
    card: Mapping[str, object] = field(repr=False)
    reading: BookReading = field(repr=False)


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
    answers: Answers | None = None,
    threads: int | None = None,
    keep: bool = False,
    progress: Progress | None = None,
) -> BookResult:
    """Determine every line of a book and write the results beside it.

    Parameters
    ----------
    book
        A file of any kind that `trade.reading` reads, a folder of them, or the URL of a database with `recipe.sql`.
    out
        Where the results go, `.parquet` or `.csv`; written beside first, then renamed. The run card goes to the
        same name with `.run.yaml`.
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
        Refuse the book for a single line that cannot be read; else such lines go to `OUT.rejects.csv`.
    keep
        Keep beside the results, with `.kept`, what is needed to judge the run again under another law (see `kept`).
    answers
        What people answered of the lines; it fills what the book leaves open, and the run card keeps it.

    Raises
    ------
    BookError
        With everything that is wrong with the book, in one pass; nothing is written then.
    """
    out = Path(out)
    _check_out(Path(book), out)
    answers = answers or Answers()
    library = answers.over(library)
    day, chosen, constants = _settings(library, as_of, readings, assume or {})
    told = progress or (lambda _stage, _share: None)
    with _connect(threads) as (connection, folder):
        told("reading the book", 0.0)
        opened = _open(
            connection, book, folder, library, recipe=recipe or Recipe(), mapping=mapping or {}, unknown=unknown
        )
        columns, name, faults = opened.book.columns, opened.book.name, list(opened.faults)
        if day is None and DATE not in columns.facts:
            day = today
        if day is None and DATE not in columns.facts:
            faults.append(Problem(where=name, what="no date of law.", do="Give --as-of, or add a column 'date'."))
        variants = (chosen, *(Readings(reading) for reading in (Reading.NARROW, Reading.BROAD)))
        try:
            faults += strict_problems(opened) if strict else []
            cleaned = clean(opened, folder, dated=day is None, keep_bad=strict or bool(faults))
            if faults:
                raise BookError([*faults, *value_problems(cleaned.book, library.facts)])
            check_some_left(opened, cleaned)
            cleaned = replace(cleaned, book=fill_book(cleaned.book, answers, library, folder))
            stage = encode(
                cleaned.book,
                library,
                day=day,
                variants=variants,
                constants=constants,
                progress=told,
                workers=threads or os.cpu_count() or 1,
                finest=finest_of(library) if keep else None,
            )
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, Path(name))) from None
        told("deciding", 0.6)
        marks = MarkKeeper(len(stage.counts)) if keep else None
        verdicts = stage.verdicts(marks.seen if marks else None)
        told("writing", 0.8)
        met = parties_met(cleaned.book, library)
        summary = _summary(stage, verdicts, has_value=bool(columns.value))
        card = {
            **_card(opened, cleaned, library),
            "as_of": day.isoformat() if day else "the date of each line",
            "readings": chosen.to_dict(),
            "assume": dict(assume or {}),
            "engine": f"DuckDB {duckdb.__version__}",
            "lines": stage.lines,
            "by_outcome": dict(summary["by_outcome"]),
            "unknown_share": {
                str(name): round(share, 6) for name, share in stage.unknown_shares().items() if name in columns.facts
            },
            "parties": {**met.to_dict(), **coverage_names(library)},
            "policy": library.identity.policy.to_dict(),
            **replace(answers, decisions=library.identity.decisions).to_card(),
        }
        reading = book_reading(opened, cleaned, rejects_of(out))
        if marks is not None:
            card["kept"] = run_id(card, library)
            more = {"as_of": day.isoformat() if day else "each", "unknown_territory": TERRITORY in columns.unknown}
            write_kept(connection, stage, marks, library, place=partial_of(kept_of(out)), run={**card, **more})
        _write(connection, stage, verdicts, out, yaml.safe_dump(card, sort_keys=False, allow_unicode=True))
        sheet = matches_of(out) if met.met else None
        if sheet is not None:
            write_sheet(sheet, met, parties_of(library))
        write_rejects(connection, opened, cleaned, rejects_of(out))
    told("done", 1.0)
    stated = cleaned.book.columns.facts
    return BookResult(
        lines=stage.lines,
        unit=columns.unit,
        unknown_share={
            name: share for name, share in stage.unknown_shares().items() if name in cleaned.book.columns.facts
        },
        mapped=columns.facts,
        unmapped=columns.unmapped,
        absent=tuple(
            column.fact for column in stage.columns if column.fact in library.facts and column.fact not in stated
        ),
        out=out,
        run_card=run_card_of(out),
        parties=met,
        matches=sheet,
        card=card,
        reading=reading,
        **summary,
    )


def run_card_of(out: Path) -> Path:
    """Return the place of the run card of a results file."""
    return out.with_suffix(".run.yaml")


def matches_of(out: Path) -> Path:
    """Return the place of the table of parties that are or may be listed."""
    return out.with_suffix(".matches.csv")


def _check_out(book: Path, out: Path) -> None:
    check_place(out, (".parquet", ".csv"))
    if book.exists() and out.exists() and book.samefile(out):
        raise BookError(Problem(where=str(out), what="the results would overwrite the book.", do="Name another file."))


@contextmanager
def _connect(threads: int | None) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Open DuckDB in memory, with a folder to spill to that is gone afterwards."""
    with TemporaryDirectory(prefix="sekisho-") as folder, duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = {literal(folder)}")
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        if threads:
            connection.execute(f"SET threads = {int(threads)}")
        try:
            yield connection, Path(folder)
        except RuntimeError as fault:
            if "interrupted" not in str(fault).lower():
                raise
            raise KeyboardInterrupt from None


def _open(
    connection: duckdb.DuckDBPyConnection,
    book: Path | str,
    folder: Path,
    library: Library,
    *,
    recipe: Recipe,
    mapping: Mapping[str, str],
    unknown: Collection[str],
) -> Opened:
    """Stage the book in the folder, and map its columns."""
    try:
        return open_book(
            connection,
            book,
            folder,
            facts=library.facts,
            territory=territories_of(library).code,
            recipe=recipe,
            mapping=mapping,
            unknown=unknown,
        )
    except duckdb.Error as fault:
        raise BookError(reading_fault(fault, Path(book))) from None


def _settings(
    library: Library, as_of: date | str | None, readings: Readings | str | None, assume: Mapping[str, str]
) -> tuple[date | None, Readings, dict[FactName, FactValue]]:
    """Type what holds for all lines; all problems at once."""
    meant = date.max if as_of is None else as_of
    facts, day, chosen = settle_input({}, library, as_of=meant, readings=readings, assume=assume)
    constants = {name: value for name, value in facts.items() if library.facts[name].of == "law"}
    return None if as_of is None else day, chosen, constants


class _Counts(TypedDict):
    by_headline: dict[str, int]
    by_outcome: dict[str, int]
    value_by_headline: dict[str, float] | None
    settle_first: tuple[tuple[FactName, int, int], ...]


def _summary(stage: Stage, verdicts: Verdicts, *, has_value: bool) -> _Counts:
    outcome = verdicts.outcome()
    words = np.array([_headline_code(level) for level in range(len(Outcome))])
    floor, ceiling = words[verdicts.floor[0]], words[verdicts.ceiling[0]]
    headline = np.where(floor == ceiling, floor, HEADLINES.index(UNDETERMINED))
    by_headline = {word: int(stage.counts[headline == code].sum()) for code, word in enumerate(HEADLINES)}
    by_value = {word: float(stage.values[headline == code].sum()) for code, word in enumerate(HEADLINES)}
    codes = (*range(len(Outcome)), UNDETERMINED_CODE)
    by_outcome = {name: int(stage.counts[outcome == code].sum()) for name, code in zip(LEVELS, codes, strict=True)}
    return {
        "by_headline": by_headline,
        "by_outcome": {name: count for name, count in by_outcome.items() if count},
        "value_by_headline": by_value if has_value else None,
        "settle_first": _settle_first(stage, verdicts),
    }


def _headline_code(level: int) -> int:
    return HEADLINES.index(Outcome(level).headline)


def _settle_first(stage: Stage, verdicts: Verdicts) -> tuple[tuple[FactName, int, int], ...]:
    """Count, for each fact, the open lines that wait for it, and those that wait for it alone."""
    lines = np.bincount(verdicts.missing, weights=stage.counts, minlength=len(verdicts.missing_texts)).astype(int)
    waiting: dict[FactName, int] = {}
    alone: dict[FactName, int] = {}
    for text, count in zip(verdicts.missing_texts, lines, strict=True):
        names = [FactName(name) for name in text.split(";") if name]
        for name in names:
            waiting[name] = waiting.get(name, 0) + int(count)
        if len(names) == 1:
            alone[names[0]] = alone.get(names[0], 0) + int(count)
    ordered = sorted(waiting, key=lambda name: (-alone.get(name, 0), -waiting[name]))
    return tuple((name, waiting[name], alone.get(name, 0)) for name in ordered)


def _card(opened: Opened, cleaned: Cleaned, library: Library) -> dict[str, object]:
    columns: Columns = opened.book.columns
    return {
        "book": opened.source.place,
        "book_sha256": opened.source.sha256,
        "mapping": {str(fact): column for fact, column in columns.facts.items()},
        "unknown": sorted(columns.unknown),
        "line_column": columns.line,
        "value_column": columns.value,
        "unit": columns.unit,
        "reading": cleaned.recipe.to_dict(),
        "lines_read": cleaned.lines_read,
        "lines_left_out": cleaned.lines_read - cleaned.lines,
        "library": {"version": library.version, "hash": library.hash, "horizon": library.horizon.isoformat()},
    }


def _write(connection: duckdb.DuckDBPyConnection, stage: Stage, verdicts: Verdicts, out: Path, card: str) -> None:
    """Join the verdicts to the lines and write both files beside their places, then rename them."""
    _verdict_table(connection, stage, verdicts)
    place = run_card_of(out)
    partial, partial_card, partial_kept = (partial_of(path) for path in (out, place, kept_of(out)))
    kept = place.read_bytes() if place.exists() else None
    keys = ", ".join(f"k{word}" for word in range(len(stage.keys)))
    options = "FORMAT parquet" if out.suffix == ".parquet" else "FORMAT csv, HEADER"
    try:
        connection.execute(
            f"COPY (SELECT line, verdict.* EXCLUDE ({keys}) FROM encoded JOIN verdict USING ({keys})) "
            f"TO {literal(str(partial))} ({options})"
        )
        partial_card.write_text(card, encoding="utf-8")
        os.replace(partial_card, place)  # noqa: PTH105 - an atomic rename over what is there
        try:
            os.replace(partial, out)  # noqa: PTH105 - the same
        except BaseException:
            _put_back(place, kept)
            raise
        if partial_kept.exists():
            partial_kept.replace(kept_of(out))
        else:
            kept_of(out).unlink(missing_ok=True)
    except duckdb.IOException as fault:
        raise BookError(writing_fault(fault, out)) from None
    finally:
        for each in (partial, partial_card, partial_kept):
            each.unlink(missing_ok=True)


def partial_of(path: Path) -> Path:
    """Return the place beside a file where it is written until it is whole."""
    return path.with_name(f"{path.name}.partial")


def _put_back(place: Path, kept: bytes | None) -> None:
    """Leave a run card as it was, so that results and card stay together."""
    if kept is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(kept)


def _verdict_table(connection: duckdb.DuckDBPyConnection, stage: Stage, verdicts: Verdicts) -> None:
    """Make the table `verdict`: the words of each signature and its results, as enumerations."""
    columns: dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]] = {
        f"k{word}": key for word, key in enumerate(stage.keys)
    }
    names = {"outcome": verdicts.outcome()}
    for variant, prefix in enumerate(("", "narrow_", "broad_")):
        names[f"{prefix}floor"], names[f"{prefix}ceiling"] = verdicts.floor[variant], verdicts.ceiling[variant]
    texts = {
        "decisive": verdicts.decisive_texts,
        "open": verdicts.open_texts,
        "missing": verdicts.missing_texts,
        "duties": verdicts.duties_texts,
        "duties_open": verdicts.duties_open_texts,
        "branches": verdicts.branches_texts,
    }
    connection.execute(f"CREATE TYPE level AS ENUM ({', '.join(map(literal, LEVELS))})")
    for name, codes in names.items():
        columns[name] = np.where(codes == UNDETERMINED_CODE, len(LEVELS) - 1, codes).astype(np.uint8)
    columns |= {"decisive": verdicts.decisive, "open": verdicts.open, "missing": verdicts.missing}
    columns |= {"duties": verdicts.duties, "duties_open": verdicts.duties_open, "branches": verdicts.branches}
    connection.register("found", columns)
    levels_list = "[" + ", ".join(map(literal, LEVELS)) + "]"
    shown = [f"({levels_list})[{name}::INTEGER + 1]::level AS {name}" for name in names]
    joins = []
    for name, kept in texts.items():
        connection.register(f"{name}_rows", {"place": np.arange(len(kept)), "text": np.array(kept, dtype=object)})
        connection.execute(f"CREATE TEMP TABLE {name}_texts AS SELECT place, text::VARCHAR AS text FROM {name}_rows")
        connection.execute(f"CREATE TYPE {name}_text AS ENUM (SELECT text FROM {name}_texts)")
        joins.append(f"JOIN {name}_texts ON found.{name} = {name}_texts.place")
        shown.append(f"{name}_texts.text::{name}_text AS {name}")
    keys = ", ".join(f"found.k{word}" for word in range(len(stage.keys)))
    connection.execute(f"CREATE TEMP TABLE verdict AS SELECT {keys}, {', '.join(shown)} FROM found {' '.join(joins)}")
