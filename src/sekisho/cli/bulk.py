"""`bulk` and `explain`: an order book, and one of its lines again with reasons."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.book_options import (
    constants_option,
    decided_text,
    place_and_recipe,
    reading_a_book,
    remember,
    with_gaps,
)
from sekisho.cli.console import Progress, data, records, tell, width
from sekisho.cli.console import problems as tell_problems
from sekisho.cli.engine import address, check_engine, check_spark, engine_of, engine_options
from sekisho.cli.identity_options import check_no_decisions, identity_options, with_identity
from sekisho.cli.options import (
    as_date,
    as_of_option,
    assumptions_of,
    collecting,
    format_option,
    language_option,
    library_of,
    measures_option,
    pairs,
    reading_options,
    readings_of,
    today,
)
from sekisho.cli.recording import not_kept, run_kept, store_option
from sekisho.determination.book.run_card import open_run, own_lists_changed
from sekisho.determination.core.inputs import may_be_listed
from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.determination import determine, reasons
from sekisho.errors import BookError, Problem
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.present.book import agreement, book_data, book_rows, book_text
from sekisho.present.determination.text import determination
from sekisho.present.own_lists import own_lists_say
from sekisho.present.render.data import answer_row
from sekisho.trade.book.cells.defence_words import PREFIX
from sekisho.trade.book.matching.joins import BETWEEN
from sekisho.trade.book.recipe import Recipe

if TYPE_CHECKING:
    from sekisho.determination.book.answers import BookAnswers
    from sekisho.determination.book.run_summary import RunResult


@click.command(
    short_help="Determine every line of an order book.",
    epilog="\b\nExamples:\n"
    "  sekisho bulk orders.csv -o results.parquet --as-of 2026-09-30\n"
    "  sekisho bulk orders.xlsx -o results.csv --map end_user=customer --unknown end_use\n"
    "  sekisho bulk orders.xlsx -o results.csv --set movement=export --set destination=JP --suppose ordinary\n"
    "  sekisho bulk --sql 'SELECT * FROM orders' --from sqlite:///erp.db -o results.csv",
)
@click.argument("book", required=False)
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
@constants_option
@click.option(
    "--suppose",
    multiple=True,
    metavar="SET",
    help="What is supposed where a line leaves a fact open: ordinary, a .yaml file, or FACT=VALUE; repeatable.",
)
@reading_a_book
@click.option("--strict", is_flag=True, help="Refuse the book if a single cell or row cannot be read.")
@click.option(
    "--answers",
    "tables",
    multiple=True,
    metavar="TABLE.csv",
    type=click.Path(path_type=Path),
    help="Fill what the book leaves open from answers: answers.csv, items.csv, matches.csv, OUT.gaps.csv; repeatable.",
)
@click.option("--threads", type=click.IntRange(min=1), metavar="N", help="Threads. Default: all cores.")
@engine_options
@store_option
@click.option(
    "--keep",
    is_flag=True,
    help="Keep beside the results, ending in .kept, what `sekisho rescreen` needs to judge them under another law.",
)
@identity_options
@as_of_option
@reading_options
@language_option
@format_option
@measures_option
def bulk(
    *,
    book: str | None,
    out: Path,
    mapping: tuple[str, ...],
    unknown: tuple[str, ...],
    same: tuple[str, ...],
    suppose: tuple[str, ...],
    mapping_file: Path | None,
    encoding: str,
    zone: str,
    sheet: str,
    query: str,
    url: str,
    strict: bool,
    tables: tuple[Path, ...],
    threads: int | None,
    engine: str,
    spark_master: str | None,
    spark_remote: str | None,
    spark_conf: tuple[str, ...],
    store_place: str | None,
    keep: bool,
    policy_file: Path | None,
    matches_file: Path | None,
    as_of: str | None,
    reading: str | None,
    terms: tuple[str, ...],
    assume: tuple[str, ...],
    language: str,
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Determine every line of an order book and write the results.

    A book is CSV, Excel, Parquet or JSON lines, a folder of them, or a query on a database. Columns
    are facts: by name, by a header in English, Japanese or Chinese, by --map, or by a mapping file
    that `sekisho map` writes. Every line is judged: a cell that cannot be read leaves its fact
    unknown, and stands in OUT.gaps.csv, where `read_as` says what it means: --answers OUT.gaps.csv.
    What is the same in every line is said once, with --set; a line that says otherwise keeps its own.
    Every line gets a place in the queue, as for an ordinary civil order: stop, look, or nothing points.
    With --suppose the results also say what the outcome would be if that holds; the outcome stays.
    The date of law is --as-of; else the date of each line; else today.

    With --engine spark, BOOK is CSV or Parquet, OUT is a folder of Parquet, both may be addresses
    such as s3a://bucket/orders, and a line that cannot be read stops the run.
    """
    from sekisho.determination.book.answers import BookAnswers
    from sekisho.determination.book.constants import read_constants

    started = time.monotonic()
    library = library_of(folders)
    problems: list[Problem] = []
    columns, readings, assumed, day = dict[str, str](), Readings(), dict[str, str](), None
    place, recipe, answers, law = book or "", Recipe(), BookAnswers(), dict[str, str]()
    settings, on_spark, constants = dict[str, str](), engine == "spark", dict[FactName, str]()
    with collecting(problems):
        settings = pairs("spark-conf", spark_conf)
    with collecting(problems):
        check_engine(engine, master=spark_master, remote=spark_remote, settings=spark_conf)
    if on_spark:
        given = {
            "--mapping": mapping_file,
            "--encoding": encoding,
            "--zone": zone,
            "--sheet": sheet,
            "--sql": query,
            "--from": url,
            "--answers": tables,
            "--set": same,
            "--suppose": suppose,
            "--threads": threads,
            "--store": store_place,
            "--keep": keep,
        }
        with collecting(problems):
            check_spark(given, book=place, out=address(out))
    else:
        with collecting(problems):
            place, recipe = place_and_recipe(
                book, mapping_file, library, encoding=encoding, sheet=sheet, query=query, url=url, zone=zone
            )
    with collecting(problems):
        library = with_identity(library, policy_file, matches_file)
    with collecting(problems):
        columns, constants = pairs("map", mapping), read_constants(pairs("set", same), library)
    with collecting(problems):
        readings = readings_of(library, reading, pairs("term", terms))
    with collecting(problems):
        assumed = assumptions_of(library, pairs("assume", assume))
    with collecting(problems):
        day = as_date(as_of) if as_of else None
    with collecting(problems):
        _check_matches(out)
    with collecting(problems):
        tables, recipe = with_gaps(tables, recipe)
        answers, law = _answers_in(tables, library, strict=strict)
    if problems:
        raise BookError(problems)
    now = today()
    keeping = (
        not_kept()
        if on_spark
        else run_kept(
            store_place,
            book=Path(place),
            out=out,
            library=library,
            as_of=day.isoformat() if day else f"{now}, or each line's own",
            readings=readings,
            assume=assumed,
            options={"mapping": columns, "unknown": sorted(unknown), **({"constants": constants} if constants else {})},
        )
    )
    own = {"recipe": recipe, "strict": strict, "answers": answers, "constants": constants, "suppose": suppose}
    chosen = engine_of(engine, threads=threads, master=spark_master, remote=spark_remote, settings=settings)
    with chosen as determine_lines, keeping as record, Progress() as told:
        result = determine_lines(
            place,
            library,
            out=address(out) if on_spark else out,
            as_of=day,
            today=now,
            readings=readings,
            assume={**law, **assumed},
            mapping=columns,
            unknown=unknown,
            **({} if on_spark else {**own, "keep": keep}),
            progress=told,
        )
        record(result)
    _tell_columns(result, "" if on_spark else place, {**recipe.columns, **columns}, day=now)
    seconds = time.monotonic() - started
    if format == "text":
        data(book_text(result, library, language=language, width=width()))
        tell(f"{seconds:.1f} s, {result.lines / max(seconds, 0.001):,.0f} lines a second")
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


def _answers_in(tables: Sequence[Path], library: Library, *, strict: bool) -> tuple[BookAnswers, dict[str, str]]:
    """Read tables of answers, and say which answers could not be read; under --strict they are refused."""
    from sekisho.classification.answer_files import read_tables

    answers, law = read_tables(tables, library)
    if strict and answers.unread:
        raise BookError(answers.unread)
    if answers.unread:
        tell("Answers that could not be read, and so answer nothing:")
        tell_problems(answers.unread)
    return answers, law


@click.command(short_help="Judge one line of a bulk run again, with its reasons.")
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--line", required=True, metavar="N", help="Which line, as in column 'line'.")
@click.option("--full", is_flag=True, help="Every part of each clause and term, with words and sources.")
@click.option(
    "--from", "url", default="", metavar="URL", help="URL of the database with its password, if it needs one."
)
@format_option
@measures_option
def explain(*, results: Path, line: str, full: bool, url: str, format: str, folders: tuple[Path, ...]) -> None:
    """Judge one line of a bulk run again, and say whether the stored row still holds."""
    from sekisho.determination.book.answers import answers_of_card, fill_line
    from sekisho.determination.settle.completed_run import library_of_run
    from sekisho.trade.book.line_lookup import line_of_book
    from sekisho.trade.book.order_book import stored_row

    card = open_run(results, folders_too=True).card
    answers = answers_of_card(card)
    library = library_of_run(card, library_of(folders))
    stated = line_of_book(
        card,
        line,
        facts=library.facts,
        territory=territories_of(library).code,
        url=url,
        listed=may_be_listed(library),
    )
    facts = fill_line(stated, answers, library, line=line, mapped=_strings(card["mapping"]))
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
    row = {"line": line, **answer_row(answer.to_dict()), **_supposed(card, facts, answer, stored, library)}
    if format == "text":
        data([f"Line {line} of {Path(str(card['book'])).name}", ""])
        found = reasons(answer, facts, library)
        data(determination(answer, facts, found, library, full=full, width=width()))
        data(["", *_checked(card, library, row, stored)])
        if not full:
            tell("Every part, the words and sources: --full.")
        return
    plain = answer.to_dict()
    differ = agreement(stored, row)
    then = {"line": line, "stored": stored, "differs": differ, "library_of_run": card["library"]}
    then["own_lists_changed"] = own_lists_changed(card, library)
    records({**plain, **then}, [{**row, "differs": differ}], format)


def _strings(value: object) -> dict[str, str]:
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, Mapping) else {}


def _points(stored: Mapping[str, object]) -> list[str]:
    return str(stored.get("points") or "").split(";")


def _supposed(
    card: Mapping[str, object],
    facts: Mapping[str, str],
    answer: Determination,
    stored: Mapping[str, object],
    library: Library,
) -> dict[str, str]:
    """Judge a line under what its run supposed, as the run did; nothing if it supposed nothing."""
    from sekisho.determination.book.supposition import suppositions_of_card
    from sekisho.determination.book.supposition_line import supposed_row

    suppositions = suppositions_of_card(card)
    if suppositions is None:
        return {}
    unknown = card.get("unknown")
    as_of = str(card.get("as_of", ""))
    readings = _strings(card.get("readings"))
    return supposed_row(
        facts,
        answer,
        library,
        suppositions,
        as_of=as_of if as_of[:1].isdigit() else None,
        readings=readings_of(library, readings.pop("all", None), readings),
        assume=assumptions_of(library, _strings(card.get("assume"))),
        pointing=any(point.startswith((PREFIX, "row_unread:")) for point in _points(stored)),
        unknown=[str(name) for name in unknown] if isinstance(unknown, list) else (),
    )


def _checked(
    card: Mapping[str, object],
    library: Library,
    row: Mapping[str, object],
    stored: Mapping[str, object],
) -> list[str]:
    """Say whether the library has changed since, and whether the stored row still holds."""
    then = _strings(card.get("library")).get("hash", "")
    lines = []
    if unread := str(stored.get("unread") or ""):
        lines.append(f"Not read, and so unknown: {unread}.")
    if words := [point.partition(":")[2] for point in _points(stored) if point.startswith(PREFIX)]:
        lines.append(f"Looks military, confirm: {', '.join(words)}.")
    if then == library.hash:
        lines.append("The library is the one of the run.")
    else:
        lines.append(f"The library has changed since the run: {then[:7]}, now {library.hash[:7]}.")
    if changed := own_lists_changed(card, library):
        lines.append(own_lists_say(changed))
    differ = agreement(stored, row)
    lines += [f"  {text}" for text in differ]
    lines.append("The stored row differs as shown." if differ else "The stored row says the same.")
    return lines
