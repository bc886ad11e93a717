"""`rescreen`: a run that was kept, judged again under another law."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.console import data, records, tell, width
from sekisho.cli.identity_options import identity_options, with_identity
from sekisho.cli.options import as_date, collecting, format_option, language_option, library_of
from sekisho.determination.book.run_card import open_run, own_lists_changed
from sekisho.errors import BookError, Problem
from sekisho.law.model.library import Library
from sekisho.present.own_lists import own_lists_say
from sekisho.present.render.terminal import wrap
from sekisho.present.rescreen import rescreen_data, rescreen_rows, rescreen_text

if TYPE_CHECKING:
    from datetime import date

    from sekisho.determination.rescreen.comparison import Rescreened


@click.command(
    short_help="Say which lines of a kept run another law changes.",
    epilog="\b\nExamples:\n"
    "  sekisho bulk orders.csv -o results.parquet --keep\n"
    "  sekisho rescreen results.parquet --law-to 2026-11-28 -o changes.csv\n"
    "  sekisho rescreen results.parquet --library-from old/ --library-to new/",
)
@click.argument("results", type=click.Path(path_type=Path))
@click.option("--law-from", metavar="DATE", help="Compare with the law of this day. Default: the answers of the run.")
@click.option("--law-to", metavar="DATE", help="The law of this day. Default: the day of the run, or of each line.")
@click.option(
    "--library-from",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Compare with the law of this data package; repeatable. Default: the answers of the run.",
)
@click.option(
    "--library-to",
    multiple=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="The law of this data package; repeatable. Default: those installed.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Where the lines that change go, .parquet, .csv or .json: before, after, and the clauses that did it.",
)
@click.option("--threads", type=click.IntRange(min=1), metavar="N", help="Threads. Default: all cores.")
@identity_options
@language_option
@format_option
def rescreen(
    *,
    results: Path,
    law_from: str | None,
    law_to: str | None,
    library_from: tuple[Path, ...],
    library_to: tuple[Path, ...],
    out: Path | None,
    threads: int | None,
    policy_file: Path | None,
    matches_file: Path | None,
    language: str,
    format: str,
) -> None:
    """Judge a run again that `sekisho bulk --keep` wrote, and say which lines change, and by which clauses.

    The book is not read. What changes is exactly what two full runs would tell apart: floor or ceiling, under the
    reading of the run, all narrow, or all broad.
    """
    from sekisho.determination.rescreen.change_export import check_changes_place

    started = time.monotonic()
    problems: list[Problem] = []
    first, second = None, None
    with collecting(problems):
        first = as_date(law_from, where="law-from") if law_from else None
    with collecting(problems):
        second = as_date(law_to, where="law-to") if law_to else None
    with collecting(problems):
        if out is not None:
            check_changes_place(out)
    if problems:
        raise BookError(problems)
    card = open_run(results).card
    after = with_identity(library_of(library_to), policy_file, matches_file)
    before = with_identity(library_of(library_from), policy_file, matches_file) if library_from else None
    if before is None and first is not None:
        before = after
    found = compared(results, card.get("kept"), (before, first), (after, second), out=out, threads=threads)
    seconds = time.monotonic() - started
    own = own_lists_changed(card, after)
    if format == "text":
        data(rescreen_text(found, language=language, width=width()))
        if own:
            data(["", *wrap(own_lists_say(own), width=width())])
        tell(f"{f'Wrote {out}. ' if out else ''}{seconds:.1f} s")
        return
    more = {"seconds": round(seconds, 3), "out": str(out) if out else None, "own_lists_changed": own}
    records({**rescreen_data(found), **more}, rescreen_rows(found), format)


def compared(
    results: Path,
    run: object,
    before: tuple[Library | None, date | None],
    after: tuple[Library, date | None],
    *,
    out: Path | None = None,
    threads: int | None = None,
) -> Rescreened:
    """Compare two laws for a run that was kept.

    Parameters
    ----------
    run
        Name of the run, as its card states it.
    before
        A library and a day; without a library, the answers of the run.

    Raises
    ------
    BookError
        If the run was not kept, or what is there is not of this run.
    """
    from sekisho.determination.book.bulk import MEMORY_LIMIT
    from sekisho.determination.book.snapshot import kept_of, opened
    from sekisho.determination.rescreen.change_export import write_changes
    from sekisho.determination.rescreen.comparison import compare
    from sekisho.determination.rescreen.law_side import law_side, stored_side

    with opened(kept_of(results), memory_limit=MEMORY_LIMIT, threads=threads) as kept:
        if kept.meta["kept"] != run:
            remedy = "Run `sekisho bulk` with --keep again."
            raise BookError(
                Problem(where=str(kept.path), what=f"was kept by another run than {results.name}.", remedy=remedy)
            )
        library, day = before
        one = stored_side(kept) if library is None else law_side(kept, library, day or kept.day)
        found = compare(kept, one, law_side(kept, after[0], after[1] or kept.day))
        if out is not None:
            write_changes(found, out)
        return found.result
