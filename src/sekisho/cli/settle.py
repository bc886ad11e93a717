"""`settle`: which answers settle most open lines of a run, as a sheet; and the sheet applied."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import data, problems, records, tell, width
from sekisho.cli.options import format_option, language_option, library_of, measures_option
from sekisho.determination.book.run_card import open_run
from sekisho.errors import BookError, FactError, Problem

TOP: Final = 50


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
    short_help="Which answers settle most open lines of a run.",
    epilog="\b\nExamples:\n"
    "  sekisho settle results.parquet -o questions.xlsx\n"
    "  sekisho settle results.parquet -o questions.csv --by value --top 10\n"
    "  sekisho settle apply questions.xlsx results.parquet -o settled.parquet",
)
def settle() -> None:
    """Find the answers that settle most open lines of a bulk run.

    `sekisho settle RESULTS -o SHEET` writes a sheet of questions, those first that settle most lines; `sekisho settle
    apply SHEET RESULTS -o NEW` takes the answers.
    """


@settle.command(_SHEET, short_help="Write the sheet; the same as `sekisho settle RESULTS`.")
@click.argument("results", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The sheet, .xlsx or .csv.")
@click.option("--top", type=click.IntRange(min=1), default=TOP, show_default=True, metavar="N", help="Questions.")
@click.option(
    "--by", type=click.Choice(["lines", "value"]), default="lines", show_default=True, help="What is to be settled."
)
@click.option(
    "--group",
    default="end_user,item",
    show_default=True,
    metavar="NAMES",
    help="What lines share that one answer about their use, way or risk is about: "
    "end_user, importer, intermediate_consignee, exporter, destination, item.",
)
@click.option(
    "--from", "url", default="", metavar="URL", help="URL of the database with its password, if it needs one."
)
@language_option
@format_option
@measures_option
def sheet(
    *,
    results: Path,
    out: Path,
    top: int,
    by: str,
    group: str,
    language: str,
    url: str,
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Write a sheet of questions, those first that settle most lines, whatever is answered."""
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire, rank
    from sekisho.files.formats import check_place
    from sekisho.present.settle import settle_data, settle_text, sheet_rows, write_sheet

    check_place(out, (".xlsx", ".csv"))
    chosen = _group(group)
    card = open_run(results).card
    library = library_of(folders)
    inquiry = inquire(finished(results, card, library, url=url), group=chosen)
    if by == "value" and not inquiry.run.columns.value:
        raise BookError(Problem(where=results.name, what="the book states no values.", remedy="Use --by lines."))
    ranked = rank(inquiry, top=top, by="value" if by == "value" else "lines")
    write_sheet(out, ranked, inquiry, language=language)
    if format == "text":
        data(settle_text(inquiry, ranked, out, language=language, width=width()))
        return
    records(settle_data(inquiry, ranked, out), sheet_rows(ranked, inquiry), format)


def _group(names: str) -> tuple[str, ...]:
    from sekisho.determination.settle.questions import GROUPS, group_of

    said = [name.strip() for name in names.split(",") if name.strip()]
    wrong = [name for name in said if name not in GROUPS]
    if wrong or not said:
        what = f"'{', '.join(wrong) or names}' is nothing that lines share."
        raise BookError(Problem(where="group", what=what, remedy=f"Expected some of {', '.join(GROUPS)}."))
    return group_of(said)


@settle.command(short_help="Take the answers of a sheet, and determine the book again.")
@click.argument("sheet_file", metavar="SHEET", type=click.Path(path_type=Path))
@click.argument("results", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="The new results, .parquet or .csv.")
@click.option(
    "--keep",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the answers are kept: answers.csv, items.csv, matches.csv. Default: beside the new results.",
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
    """Take the answers of a sheet, say what each settles beside what was predicted, and keep them."""
    from sekisho.classification.answer_files import keep, plan, tables_in
    from sekisho.determination.settle.answer_effects import determine_again, measure
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.question_ranking import inquire
    from sekisho.determination.settle.question_sheet import group_in, read_answers
    from sekisho.files.formats import check_place
    from sekisho.present.settle import measured_rows, measured_text

    check_place(out, (".parquet", ".csv"))
    tables = tables_in(folder or out.parent)
    check_place(tables.answers, (".csv",))
    if out.exists() and results.exists() and out.samefile(results):
        raise BookError(Problem(where=str(out), what="the results would overwrite themselves.", remedy="Name another."))
    card = open_run(results).card
    library = library_of(folders)
    run = finished(results, card, library, url=url)
    inquiry = inquire(run, group=group_in(sheet_file))
    given, unread = read_answers(sheet_file, inquiry)
    if unread and not given:
        raise FactError(unread)
    if unread:
        tell("Answers that could not be read, and so answer nothing:")
        problems(unread)
    if not given:
        remedy = "Fill in the columns answer, by and on of a row."
        raise BookError(Problem(where=sheet_file.name, what="holds no answer.", remedy=remedy))
    measured = measure(inquiry, given)
    plans = plan(given, run, tables)
    determine_again(run, given, out)
    kept = keep(plans)
    rows = measured_rows(measured, library)
    if format == "text":
        data(measured_text(inquiry, measured, kept, out, language=language, width=width()))
        return
    whole = {
        "open_lines": inquiry.count,
        "settled": measured[-1].together,
        "answers": rows,
        "kept": {str(path): count for path, count in kept.items()},
        "out": str(out),
    }
    records(whole, rows, format)
