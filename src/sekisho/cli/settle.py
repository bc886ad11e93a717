"""`settle`: which answers settle most open lines of a run, as a sheet; and the sheet applied."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import data, problems, records, tell, width
from sekisho.cli.options import (
    SourcePath,
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    workspace_of,
)
from sekisho.errors import BookError, Problem
from sekisho.message import message
from sekisho.service.request import by_flag, request_from
from sekisho.service.settle import SettleRequest, apply_answers, rank_questions


class _Settle(click.Group):
    """`settle RESULTS` writes a sheet; `settle apply SHEET RESULTS` applies it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take whatever names no command as the results to write a sheet of."""
        if args and args[0] not in self.commands and args[0] not in {"-h", "--help"}:
            args = [_SHEET, *args]
        return super().parse_args(ctx, args)


_SHEET: Final = "sheet"


@click.group(
    cls=_Settle,
    epilog="\b\nExamples:\n"
    "  sekisho settle results.parquet -o questions.xlsx\n"
    "  sekisho settle results.parquet -o questions.csv --by value --top 10\n"
    "  sekisho settle apply questions.xlsx results.parquet -o settled.parquet",
)
def settle() -> None:
    """Find the answers that decide most open lines of a bulk run.

    `sekisho settle RESULTS -o SHEET` writes a sheet of questions, those first that decide most lines; `sekisho settle
    apply SHEET RESULTS -o NEW` takes the answers.
    """


@settle.command(_SHEET, short_help="Write the sheet; the same as `sekisho settle RESULTS`.")
@click.argument("results", type=SourcePath(run=True))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The sheet, .xlsx or .csv.")
@click_options(SettleRequest, "top", "by", "group")
@click.option("--full", is_flag=True, help="Tell every question of all lines, and the first single ones.")
@language_option
@click_options(SettleRequest, "url")
@format_option
@measures_option
def sheet(
    *,
    results: Path,
    out: Path,
    full: bool,
    language: str,
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Write a sheet of questions, those first that decide most lines, whatever is answered."""
    from sekisho.files.formats import check_place
    from sekisho.present.brief.questions import questions_lines
    from sekisho.present.settle import settle_data, settle_text, sheet_rows, write_sheet

    check_place(out, (".xlsx", ".csv"))
    request = request_from(SettleRequest, given, where=by_flag)
    answer = rank_questions(request, workspace_of(library_of(folders)), results)
    ranked, waiting = answer.questions, answer.waiting
    write_sheet(out, ranked, waiting, asked=answer.asked, language=language)
    if format == "text":
        tell = settle_text if full else questions_lines
        data(tell(waiting, ranked, out, asked=answer.asked, language=language, width=width()))
        return
    records(settle_data(waiting, ranked, out, asked=answer.asked), sheet_rows(ranked, waiting), format)


@settle.command(short_help="Take the answers of a sheet, and determine the book again.")
@click.argument("sheet_file", metavar="SHEET", type=SourcePath())
@click.argument("results", type=SourcePath(run=True))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The new results, .parquet or .csv.")
@click.option(
    "--keep",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the answers are saved: answers.csv, items.csv, matches.csv. Default: beside the new results.",
)
@click.option(
    "--from", "url", default="", metavar="URL", help="URL of the database with its password, if it needs one."
)
@language_option
@format_option
@measures_option
def apply(
    *,
    sheet_file: Path,
    results: Path,
    out: Path,
    folder: Path | None,
    url: str,
    language: str,
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Take the answers of a sheet, say what each decides beside what was predicted, and save them."""
    from sekisho.classification.answer_files import tables_in
    from sekisho.files.formats import check_place
    from sekisho.present.settle import measured_rows, measured_text

    check_place(out, (".parquet", ".csv"))
    tables = tables_in(folder or out.parent)
    check_place(tables.answers, (".csv",))
    if out.exists() and results.exists() and out.samefile(results):
        raise BookError(
            Problem(
                where=str(out),
                what=message("command.overwrite_self", "the results would overwrite themselves."),
                remedy=message("command.name_other", "Name another."),
            )
        )
    workspace = workspace_of(library_of(folders))
    settled = apply_answers(SettleRequest(url=url), workspace, results, sheet_file, out, tables=tables)
    library, waiting, measured, kept = workspace.library, settled.waiting, settled.effects, settled.kept
    if settled.unread:
        tell(message("command.unread_answers", "Answers that could not be read, and so answer nothing:"))
        problems(settled.unread)
    rows = measured_rows(measured, library)
    if format == "text":
        whole = (settled.settled, settled.promised) if not measured else None
        data(measured_text(waiting, measured, kept, out, whole=whole, language=language, width=width()))
        return
    summary = {
        "open_lines": waiting.count,
        "settled": settled.settled,
        "promised": settled.promised,
        "answers": rows,
        "kept": {str(path): count for path, count in kept.items()},
        "out": str(out),
    }
    records(summary, rows, format)
