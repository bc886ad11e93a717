"""`report`: the results of a run as a page or a workbook, for people."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.console import tell, wrote
from sekisho.cli.options import SourcePath, click_options, language_option, library_of, measures_option
from sekisho.determination.book.run_files import open_run
from sekisho.errors import BookError, Problem
from sekisho.files.formats import check_place
from sekisho.message import message
from sekisho.present.render.pdf import check_pdf
from sekisho.service.book import ReportRequest
from sekisho.service.request import by_flag, request_from


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho report results.parquet -o boss.pdf --language ja\n"
    "  sekisho report results.parquet -o report.xlsx --by Tanaka",
)
@click.argument("results", type=SourcePath(run=True))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the report goes: .pdf or .html for the boss's page and the danger list, .xlsx for every line.",
)
@language_option
@click_options(ReportRequest)
@measures_option
def report(*, results: Path, out: Path, language: str, folders: tuple[Path, ...], **given: object) -> None:
    """Write the results of `sekisho bulk` for people.

    The first side says what cannot be shipped, what to ask this week and what was not checked; the danger list follows.
    The workbook has both, every line, the questions with choices, the gaps and the scope.
    """
    from sekisho.present.book_results.export import FORMS, reported_run, write_report
    from sekisho.present.book_results.findings import remarks

    check_place(out, FORMS)
    if out.suffix == ".pdf":
        check_pdf()
    request = request_from(ReportRequest, given, where=by_flag)
    _keep_apart(results, out, open_run(results).card)
    run = reported_run(results, library_of(folders), language)
    write_report(run, out, request)
    for remark in remarks(run):
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
