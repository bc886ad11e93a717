"""`bulk` and `explain`: an order book, and one of its lines again with reasons."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import click

from sekisho.cli.engine import address, engine_of, engine_options
from sekisho.cli.options import (
    as_date,
    as_of_option,
    assumptions_of,
    format_option,
    gathering,
    library_of,
    measures_option,
    pairs,
    reading_options,
    readings_of,
    today,
)
from sekisho.cli.output import Progress, data, records, tell, width
from sekisho.determine.one import determine, reasons
from sekisho.determine.outcome import Determination
from sekisho.errors import BookError, Problem
from sekisho.law.library import Library
from sekisho.law.nodes import Faults, compose
from sekisho.law.term import Readings
from sekisho.report.book import agreement, book_data, book_rows, book_text
from sekisho.report.records import answer_row
from sekisho.report.text import determination


@click.command(
    short_help="Determine every line of an order book.",
    epilog="\b\nExamples:\n"
    "  sekisho bulk orders.csv -o results.parquet --as-of 2026-09-30\n"
    "  sekisho bulk orders.csv -o results.csv --map end_user=customer --unknown end_use",
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the results go, .parquet or .csv; a run card goes beside them.",
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="FACT=COLUMN",
    help="Which column holds a fact, if it has another name; repeatable.",
)
@click.option(
    "--unknown",
    multiple=True,
    metavar="FACT",
    help="Leave a fact unknown in every line; repeatable.",
)
@click.option("--threads", type=click.IntRange(min=1), metavar="N", help="Threads. Default: all cores.")
@engine_options
@as_of_option
@reading_options
@format_option
@measures_option
def bulk(
    *,
    book: Path,
    out: Path,
    mapping: tuple[str, ...],
    unknown: tuple[str, ...],
    threads: int | None,
    engine: str,
    spark_master: str | None,
    spark_remote: str | None,
    spark_conf: tuple[str, ...],
    as_of: str | None,
    reading: str | None,
    terms: tuple[str, ...],
    assume: tuple[str, ...],
    form: str,
    folders: tuple[Path, ...],
) -> None:
    """Determine every line of an order book, CSV or Parquet, and write the results.

    Columns are facts, by name or by --map. The date of law is --as-of; else the column 'date' of
    each line; else today. With --engine spark, OUT is a folder of Parquet, and BOOK and OUT may be
    addresses such as s3a://bucket/orders.
    """
    started = time.monotonic()
    library = library_of(folders)
    problems: list[Problem] = []
    columns, readings, assumed, day = dict[str, str](), Readings(), dict[str, str](), None
    settings = dict[str, str]()
    with gathering(problems):
        columns = pairs("map", mapping)
    with gathering(problems):
        readings = readings_of(library, reading, pairs("term", terms))
    with gathering(problems):
        assumed = assumptions_of(library, pairs("assume", assume))
    with gathering(problems):
        day = as_date(as_of) if as_of else None
    with gathering(problems):
        settings = pairs("spark-conf", spark_conf)
    if problems:
        raise BookError(problems)
    chosen = engine_of(engine, threads=threads, master=spark_master, remote=spark_remote, settings=settings)
    with chosen as determine_lines, Progress() as told:
        result = determine_lines(
            address(book) if engine == "spark" else book,
            library,
            out=address(out) if engine == "spark" else out,
            as_of=day,
            today=today(),
            readings=readings,
            assume=assumed,
            mapping=columns,
            unknown=unknown,
            progress=told,
        )
    seconds = time.monotonic() - started
    if form == "text":
        data(book_text(result, library, width=width()))
        tell(f"{seconds:.1f} s, {result.lines / max(seconds, 0.001):,.0f} lines a second")
        return
    records(book_data(result, seconds=seconds), book_rows(result), form)


@click.command(short_help="Judge one line of a bulk run again, with its reasons.")
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--line", required=True, metavar="N", help="Which line, as in column 'line'.")
@click.option("--full", is_flag=True, help="Every part of each clause and term, with words and sources.")
@format_option
@measures_option
def explain(*, results: Path, line: str, full: bool, form: str, folders: tuple[Path, ...]) -> None:
    """Judge one line of a bulk run again, and say whether the stored row still holds."""
    from sekisho.trade.book import line_of_book, stored_row

    card = _read_card(results)
    library = library_of(folders)
    facts = line_of_book(card, line)
    stored = stored_row(results, line)
    as_of = str(card.get("as_of", ""))
    readings = _strings(card.get("readings"))
    answer = determine(
        facts,
        library,
        as_of=as_of if as_of[:1].isdigit() else None,
        readings=readings_of(library, readings.pop("all", None), readings),
        assume=assumptions_of(library, _strings(card.get("assume"))),
    )
    if form == "text":
        data([f"Line {line} of {Path(str(card['book'])).name}", ""])
        found = reasons(answer, facts, library)
        data(determination(answer, facts, found, library, full=full, width=width()))
        data(["", *_checked(card, library, answer, stored)])
        if not full:
            tell("Every part, the words and sources: --full.")
        return
    plain = answer.to_dict()
    row = {"line": line, **answer_row(plain)}
    differ = agreement(stored, row)
    then = {"line": line, "stored": stored, "differs": differ, "library_of_run": card["library"]}
    records({**plain, **then}, [{**row, "differs": differ}], form)


def _strings(value: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}


def _read_card(results: Path) -> dict[str, object]:
    """Read the run card beside the results.

    Raises
    ------
    BookError
        If either file is missing or the card cannot be read.
    """
    if not results.exists():
        raise BookError(Problem(where=str(results), what="no such file.", do="Name a bulk result."))
    path = results.with_suffix(".run.yaml")
    if not path.is_file():
        expected = f"`sekisho bulk` writes {path.name} beside the results."
        raise BookError(Problem(where=str(path), what="no run card.", do=expected))
    faults = Faults(str(path))
    node = compose(path.read_text(encoding="utf-8"), faults)
    found = node.plain() if node is not None else None
    if faults.found or not isinstance(found, dict):
        raise BookError(faults.found or Problem(where=str(path), what="no run card."))
    needed = [name for name in ("book", "book_sha256", "mapping", "library", "lines") if name not in found]
    if needed:
        what = f"the run card lacks {', '.join(needed)}."
        raise BookError(Problem(where=str(path), what=what, do="Run `sekisho bulk` again."))
    return found


def _checked(
    card: Mapping[str, object],
    library: Library,
    answer: Determination,
    stored: Mapping[str, object],
) -> list[str]:
    """Say whether the library has changed since, and whether the stored row still holds."""
    then = _strings(card.get("library")).get("hash", "")
    lines = []
    if then == library.hash:
        lines.append("The library is the one of the run.")
    else:
        lines.append(f"The library has changed since the run: {then[:7]}, now {library.hash[:7]}.")
    differ = agreement(stored, answer_row(answer.to_dict()))
    lines += [f"  {text}" for text in differ]
    lines.append("The stored row differs as shown." if differ else "The stored row says the same.")
    return lines
