"""`report`: the results of a run as a page or a workbook, for people."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.console import tell, wrote
from sekisho.cli.options import language_option, library_of, measures_option
from sekisho.determination.book.run_files import open_run
from sekisho.errors import BookError, Problem
from sekisho.files.formats import check_place
from sekisho.i18n.messages import Translator
from sekisho.message import message
from sekisho.present.render.pdf import check_pdf, pdf_of

MOST_SHOWN = 1_000
"""Lines that a page shows at most."""


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho report results.parquet -o report.html\n"
    "  sekisho report results.parquet -o report.xlsx --language ja",
)
@click.argument("results", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the report goes: .html or .pdf for the summary on one page, .xlsx for every line.",
)
@language_option
@click.option(
    "--lines",
    type=click.IntRange(1, MOST_SHOWN),
    metavar="N",
    help=f"Add the N gravest lines to the page, with the parties that the book names; up to {MOST_SHOWN:,}.",
)
@measures_option
def report(*, results: Path, out: Path, language: str, lines: int | None, folders: tuple[Path, ...]) -> None:
    """Write the results of `sekisho bulk` for people.

    The page counts and names no party unless --lines asks for lines. The workbook holds every line
    with the book's own columns as text. Both carry floor, ceiling and the run card.
    """
    from sekisho.determination.book.outcome_counts import tally_results
    from sekisho.determination.book.results_with_book import gravest_lines
    from sekisho.present.book_results.findings import remarks
    from sekisho.present.book_results.page import page
    from sekisho.present.book_results.run import ReportedRun
    from sekisho.present.book_results.workbook import write_workbook

    check_place(out, (".html", ".pdf", ".xlsx"))
    if out.suffix == ".pdf":
        check_pdf()
    card = open_run(results).card
    _keep_apart(results, out, card)
    library = library_of(folders)
    tally = tally_results(results, card, library)
    run = ReportedRun(results=results, card=card, tally=tally, library=library, words=Translator(language, ("report",)))
    partial = out.with_name(f".{out.name}.partial")
    try:
        if out.suffix == ".xlsx":
            write_workbook(run, partial)
        else:
            shown = gravest_lines(results, card, library, lines) if lines else None
            text = page(run, lines=shown)
            partial.write_bytes(pdf_of(text) if out.suffix == ".pdf" else text.encode("utf-8"))
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    for remark in remarks(ReportedRun(results=results, card=card, tally=tally, library=run.library, words=run.words)):
        tell(remark)
    tell(wrote(out))


def _keep_apart(results: Path, out: Path, card: dict[str, object]) -> None:
    """Refuse to write over the book or the results.

    Raises
    ------
    BookError
        If the report would.
    """
    for path in (results, Path(str(card["book"]))):
        if out.exists() and path.exists() and out.samefile(path):
            raise BookError(
                Problem(
                    where=str(out),
                    what=message("command.would_overwrite", "would overwrite {name}.", name=path.name),
                    remedy=message("error.name_other_file", "Name another file."),
                )
            )
