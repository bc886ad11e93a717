"""`bulk` and `explain`: an order list, and one of its lines again with reasons."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sekisho.cli.book_options import decided_text, remember
from sekisho.cli.console import Progress, data, records, tell, width
from sekisho.cli.console import problems as tell_problems
from sekisho.cli.engine import check_engine, check_spark, engine_options, is_quick, spark_of
from sekisho.cli.identity_options import check_no_decisions, identity_options, with_identity
from sekisho.cli.options import (
    SourcePath,
    click_options,
    collecting,
    format_option,
    language_option,
    library_of,
    measures_option,
    pairs,
    store_option,
    today,
    workspace_of,
)
from sekisho.cli.recording import not_kept, run_kept
from sekisho.errors import BookError, Problem
from sekisho.files.storage import address, is_object
from sekisho.message import message
from sekisho.present.book import book_data, book_rows, book_text
from sekisho.present.determination.text import Detail
from sekisho.present.explained_line import explained_data, explained_row, explained_text
from sekisho.service.book import (
    READING,
    BookInputs,
    BookRequest,
    book_inputs,
    determine_asked,
    determine_on_spark,
)
from sekisho.service.explain import ExplainRequest
from sekisho.service.explain import explain as ask_explain
from sekisho.service.request import by_flag, fields_of, read_request, request_from
from sekisho.trade.book.matching.joins import BETWEEN

if TYPE_CHECKING:
    from sekisho.determination.book.run_summary import RunResult

NOT_ON_SPARK: Final = (
    "mapping_file",
    "encoding",
    "zone",
    "sheet",
    "sql",
    "url",
    "tables",
    "constants",
    "suppose",
    "threads",
    "keep",
)
"""Fields that a run in Spark does not offer."""

_NO_FOLDER: Final = Problem(
    where="--out",
    what=message("command.spark_no_out", "a run on Spark has no place for its results."),
    remedy=message("command.spark_name_out", "Name a folder or an address with --out."),
)


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho bulk orders.xlsx\n"
    "  sekisho bulk orders.csv -o results.parquet --as-of 2026-09-30\n"
    "  sekisho bulk orders.xlsx -o results.csv --map end_user=customer --unknown end_use\n"
    "  sekisho bulk orders.xlsx -o results.csv --set movement=export --set destination=JP --suppose ordinary\n"
    "  sekisho bulk --sql 'SELECT * FROM orders' --from sqlite:///erp.db -o results.csv\n"
    "  sekisho bulk s3://trade/orders.csv -o s3://trade/results.parquet",
)
@click.argument("book", required=False)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Where the results go, .parquet or .csv; a run card goes beside them. Default: BOOK.results.csv here.",
)
@click_options(BookRequest, "mapping", "unknown", "constants", "suppose", *READING, "strict", "tables", "threads")
@engine_options
@store_option
@click_options(BookRequest, "keep", "no_classify")
@identity_options
@click_options(BookRequest, "as_of", "reading", "terms", "assume")
@click.option("--full", is_flag=True, help="Tell all: more lines, outcomes, missing facts, and how the file was read.")
@language_option
@format_option
@measures_option
def bulk(
    *,
    book: str | None,
    out: Path | None,
    engine: str,
    spark_master: str | None,
    spark_remote: str | None,
    spark_conf: tuple[str, ...],
    store_place: str | None,
    policy_file: Path | None,
    matches_file: Path | None,
    full: bool,
    language: str,
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Determine every line of an order list and write the results.

    A book is CSV, Excel, Parquet or JSON lines, a folder of them, or a query on a database. Columns
    are facts: by name, by a header in English, Japanese or Chinese, by --map, or by a mapping file
    that `sekisho map` writes. Every line is judged: a cell that cannot be read leaves its fact
    unknown, and stands in OUT.gaps.csv, where `read_as` says what it means: --answers OUT.gaps.csv.
    What is the same in every line is said once, with --set; a line that says otherwise keeps its own.
    Every line gets a place in the queue, as for an ordinary civil order: stop, look, or nothing points.
    With --suppose the results also say what the outcome would be if that is right; the outcome stays.
    The date of law is --as-of; else the date of each line; else today.

    With --engine spark, BOOK is CSV or Parquet, OUT is a folder of Parquet, both may be addresses
    such as s3a://bucket/orders, and a line that cannot be read stops the run.
    """
    started = time.monotonic()
    library = library_of(folders)
    problems: list[Problem] = []
    settings, on_spark = dict[str, str](), engine == "spark"
    if out is None and on_spark:
        raise BookError(_NO_FOLDER)
    out = out or Path(f"{Path(book or '').stem or 'orders'}.results.csv")
    with collecting(problems):
        settings = pairs("spark-conf", spark_conf)
    with collecting(problems):
        check_engine(engine, master=spark_master, remote=spark_remote, settings=spark_conf)
    if on_spark:
        stated = {entry.flag: given[entry.name] for entry in fields_of(BookRequest, NOT_ON_SPARK)}
        with collecting(problems):
            check_spark({**stated, "--store": store_place}, book=book or "", out=address(out))
    with collecting(problems):
        library = with_identity(library, policy_file, matches_file)
    request, faults = read_request(BookRequest, given)
    problems += [fault.problem(by_flag) for fault in faults]
    with collecting(problems):
        _check_matches(out)
    workspace = workspace_of(library)
    asked: BookInputs | None = None
    with collecting(problems):
        asked = book_inputs(request, workspace, book or "", plain=on_spark)
    if problems or asked is None:
        raise BookError(problems)
    if asked.notes:
        tell(message("command.unread_answers", "Answers that could not be read, and so answer nothing:"))
        tell_problems(asked.notes)
    constants = {"constants": asked.constants} if asked.constants else {}
    keeping = (
        not_kept()
        if on_spark or is_object(out)
        else run_kept(
            store_place,
            book=Path(asked.place),
            out=out,
            library=library,
            as_of=asked.as_of.isoformat() if asked.as_of else f"{workspace.today}, or each line's own",
            readings=asked.readings,
            assume=asked.stated,
            options={"mapping": asked.mapping, "unknown": sorted(asked.unknown), **constants},
        )
    )
    quick = is_quick(engine, asked.place, str(out))
    holds = spark_of(engine, master=spark_master, remote=spark_remote, settings=settings, quick=quick)
    with holds as spark, keeping as record, Progress() as progress:
        result: RunResult
        if spark is None:
            result = determine_asked(asked, workspace, out, language=language, progress=progress)
        else:
            result = determine_on_spark(spark, asked, workspace, address(out), progress=progress)
        record(result)
    _tell_columns(result, "" if on_spark else asked.place, asked.columns, day=today())
    seconds = time.monotonic() - started
    if format == "text":
        data(book_text(result, library, language=language, width=width(), full=full))
        tell(
            message(
                "command.speed",
                "{seconds} s, {lines} lines a second",
                seconds=f"{seconds:.1f}",
                lines=f"{result.lines / max(seconds, 0.001):,.0f}",
            )
        )
        return
    records(book_data(result, seconds=seconds), book_rows(result), format)


def _tell_columns(result: RunResult, book: str, said: Mapping[str, str], *, day: date) -> None:
    """Remember what a person said of the columns of a book, or say what was recalled."""
    card = result.card
    if said and book:
        named = [str(card[key]) for key in ("line_column", "value_column") if card.get(key)]
        parts = {part.strip() for column in (*result.mapped.values(), *named) for part in column.split(BETWEEN)}
        remember(book, sorted(parts | set(result.unmapped)), said, day)
        return
    reading = card.get("reading")
    decided = str(reading.get("decided") or "") if isinstance(reading, Mapping) else ""
    if decided:
        tell(decided_text(decided))


def _check_matches(out: Path) -> None:
    from sekisho.determination.book.run_files import matches_of

    check_no_decisions(matches_of(out))


@click.command()
@click.argument("results", type=SourcePath(run=True))
@click_options(ExplainRequest, "line")
@click.option("--why", is_flag=True, help="Every measure that decides or could, a screen more.")
@click.option("--full", is_flag=True, help="Every part of each clause and term, with words and sources.")
@click_options(ExplainRequest, "url")
@language_option
@format_option
@measures_option
def explain(
    *, results: Path, why: bool, full: bool, language: str, format: str, folders: tuple[Path, ...], **given: object
) -> None:
    """Judge one line of a bulk run again, and say whether the stored row is still right."""
    request = request_from(ExplainRequest, given, where=by_flag)
    judged = ask_explain(request, workspace_of(library_of(folders)), results)
    if format == "text":
        detail: list[Detail] = ["full"] if full else ["why"] if why else []
        data(explained_text(judged, language=language, width=width(), detail=detail))
        return
    records(explained_data(judged, language=language), [explained_row(judged)], format)
