"""`letters`: drafts to the suppliers and customers of a book about its open lines."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.console import data, records
from sekisho.cli.console import width as terminal_width
from sekisho.cli.options import SourcePath, click_options, format_option, library_of, measures_option, workspace_of
from sekisho.present.letters.folder import letter_rows, letters_data, letters_text, write_letters
from sekisho.service.letters import LettersRequest
from sekisho.service.letters import letters as ask
from sekisho.service.request import by_flag, request_from


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho letters results.parquet -o letters --language ja\n"
    "  sekisho letters results.parquet -o letters-zh --language zh --every-line"
)
@click.argument("results", type=SourcePath(run=True))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the letters; it is made if it is not there.",
)
@click_options(LettersRequest)
@format_option
@measures_option
def letters(*, results: Path, out: Path, format: str, folders: tuple[Path, ...], **given: object) -> None:
    """Write a draft to each supplier and each customer about its open lines, as .docx and .txt.

    A note to Sales names the lines that must stop, a question to the ministry those that the law itself leaves open.
    Blanks stand in brackets, and each letter has a number for the reply. A listed party gets none: the note to the
    officer says so. Nothing is sent.
    """
    request = request_from(LettersRequest, given, where=by_flag)
    answer = ask(request, workspace_of(library_of(folders)), results)
    write_letters(answer, out, language=request.language)
    if format == "text":
        data(letters_text(answer, str(out), language=request.language, width=terminal_width()))
        return
    records(letters_data(answer, str(out)), letter_rows(answer), format)
