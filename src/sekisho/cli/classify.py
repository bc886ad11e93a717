"""`classify` and `parameters`: which code of the control list an item may fall under."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from sekisho.cli.console import Progress, data, records, width
from sekisho.cli.options import (
    as_date,
    as_of_option,
    cache_folder,
    format_option,
    library_of,
    measures_option,
    today,
)
from sekisho.files.formats import check_place
from sekisho.law.model.library import Library
from sekisho.trade.items.customs_codes import EDITIONS
from sekisho.trade.items.parameter import pairs_of

QUESTION_LANGUAGES = ("en", "zh", "ja")
"""Languages in which the parameters of the list ask."""


@click.command(
    short_help="Find the code of the control list that an item may fall under.",
    epilog="\b\nExamples:\n"
    "  sekisho classify 'NdFeB magnet, 3 % dysprosium'\n"
    "  sekisho classify '等静压石墨' --param 'density=1.85 g/cm3' --param 'flexural_strength=45 MPa'\n"
    "  sekisho classify --hs 2846901940",
)
@click.argument("words", metavar="[TEXT]...", nargs=-1)
@click.option("--hs", metavar="CODE", default="", help="Its customs code: a hint, never a ground of control.")
@click.option(
    "--hs-edition",
    "edition",
    type=click.Choice(EDITIONS),
    default=EDITIONS[0],
    show_default=True,
    help="Edition of that customs code; an older one is converted.",
)
@click.option(
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A technical parameter with its unit; repeatable. `sekisho parameters` lists all.",
)
@click.option("--code", metavar="CODE", default="", help="Judge the limits of this claimed code alone.")
@click.option(
    "--file",
    "source",
    metavar="ITEMS.csv",
    type=click.Path(path_type=Path),
    help="Classify every row of a CSV file with a column 'description'.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="With --file: the table to review, a .csv file.")
@click.option(
    "--language",
    type=click.Choice(QUESTION_LANGUAGES),
    default="en",
    show_default=True,
    help="Language of questions, and of limits in English and Chinese.",
)
@as_of_option
@format_option
@measures_option
def classify(
    *,
    words: tuple[str, ...],
    hs: str,
    edition: str,
    parameters: tuple[str, ...],
    code: str,
    source: Path | None,
    out: Path | None,
    language: str,
    as_of: str | None,
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Find the codes of the control list that an item may fall under, with reasons and deciding questions.

    TEXT is a description in English, Chinese or Japanese; figures in it are read with their units. An answer is a
    suggestion: a person keeps it, in the table that --file writes, with a name and a date.
    """
    from sekisho.classification.classifier import classify as find
    from sekisho.present.classification import classification_text

    library = library_of(folders)
    day = as_date(as_of, where="as-of") if as_of else today()
    if source is not None or out is not None:
        if source is None or out is None or words or hs or parameters or code:
            raise click.UsageError(
                "--file ITEMS.csv and -o TABLE.csv go together, without TEXT, --hs, --param, --code."
            )
        _many(source, out, library, day, format)
        return
    found = find(
        " ".join(words),
        library,
        hs=hs,
        edition=edition,
        parameters=pairs_of(parameters),
        code=code,
        cache=cache_folder(),
        as_of=day,
        language=language,
    )
    if format == "text":
        data(classification_text(found, width=width()))
        return
    plain = found.to_dict()
    candidates = plain["candidates"]
    assert isinstance(candidates, list)  # noqa: S101 - made so
    records(plain, candidates, format)


def _many(source: Path, out: Path, library: Library, day: date, format: str) -> None:
    from sekisho.classification.batch import classify_items

    check_place(out, (".csv",))
    started = time.monotonic()
    with Progress() as told:
        cores = os.cpu_count() or 1
        done = classify_items(source, out, library, as_of=day, processes=cores, cache=cache_folder(), progress=told)
    seconds = time.monotonic() - started
    plain: dict[str, object] = {
        "rows": done.rows,
        "distinct": done.distinct,
        **done.states,
        "seconds": round(seconds, 2),
    }
    if format != "text":
        records(plain, [plain], format)
        return
    states = ", ".join(
        f"{number:,} {state.replace('_', ' ')}" for state, number in sorted(done.states.items()) if number
    )
    data(
        [
            f"Classified {done.rows:,} rows, {done.distinct:,} of them distinct: {states or 'none'}.",
            f"Wrote {out}. These are suggestions: fill kept (codes, or none), kept_by and kept_on, then use it with",
            "`sekisho check --items`.",
        ]
    )


@click.command(short_help="List the technical parameters that limits of the list measure.")
@click.argument("code", required=False)
@format_option
@measures_option
def parameters(code: str | None, format: str, folders: tuple[Path, ...]) -> None:
    """List the technical parameters that limits measure, with units; of one CODE if it is given."""
    from sekisho.present.law.parameters import parameters_rows, parameters_text

    library = library_of(folders)
    if format == "text":
        data(parameters_text(library, code, width=width()))
        return
    rows: Iterable[dict[str, object]] = parameters_rows(library, code)
    records(list(rows), list(rows), format)
