"""`classify` and `parameters`: which code of the control list an item may fall under."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import Progress, data, records, usage_error, width
from sekisho.cli.options import (
    SourcePath,
    click_options,
    format_option,
    language_option,
    library_of,
    measures_option,
    workspace_of,
)
from sekisho.files.formats import check_place
from sekisho.message import joined, message
from sekisho.service.classify import ClassifyRequest, classify_table
from sekisho.service.classify import classify as ask
from sekisho.service.request import by_flag, request_from
from sekisho.service.workspace import Workspace

STATES: Final = {
    "classified": message("command.state_classified", "classified"),
    "not_listed": message("command.state_not_listed", "not listed"),
    "unlikely_listed": message("command.state_unlikely_listed", "unlikely listed"),
    "unclassified": message("command.state_unclassified", "unclassified"),
    "unread": message("command.state_unread", "unread"),
}
"""What became of a row, in words."""


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho classify 'NdFeB magnet, 3 % dysprosium'\n"
    "  sekisho classify '等静压石墨' --param 'density=1.85 g/cm3' --param 'flexural_strength=45 MPa'\n"
    "  sekisho classify --hs 2846901940",
)
@click.argument("words", metavar="[TEXT]...", nargs=-1)
@click_options(ClassifyRequest, "hs_code", "edition", "parameters", "code")
@click.option(
    "--file",
    "source",
    metavar="ITEMS.csv",
    type=SourcePath(),
    help="Classify every row of a CSV file with a column 'description'.",
)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="With --file: the table to review, a .csv file.")
@click.option("--full", is_flag=True, help="Show every candidate, limit, reason and question.")
@click_options(ClassifyRequest, "language", "as_of")
@format_option
@measures_option
def classify(
    *,
    words: tuple[str, ...],
    source: Path | None,
    out: Path | None,
    full: bool,
    format: str,
    folders: tuple[Path, ...],
    **given: object,
) -> None:
    """Find the codes of the control list that an item may fall under, with reasons and deciding questions.

    TEXT is a description in English, Chinese or Japanese; figures in it are read with their units. An answer is a
    suggestion: a person keeps it, in the table that --file writes, with a name and a date.
    """
    from sekisho.i18n.package_translation import teller_of
    from sekisho.present.brief.classification import classification_lines
    from sekisho.present.classification import classification_text

    workspace = workspace_of(library_of(folders))
    request = request_from(ClassifyRequest, {**given, "description": " ".join(words)}, where=by_flag)
    if source is not None or out is not None:
        if source is None or out is None or words or any(given[name] for name in ("hs_code", "parameters", "code")):
            raise usage_error(
                message(
                    "command.many_options",
                    "--file ITEMS.csv and -o TABLE.csv go together, without TEXT, --hs, --param, --code.",
                )
            )
        _many(source, out, workspace, request.as_of, format)
        return
    answer = ask(request, workspace)
    if format == "text":
        if full:
            data(classification_text(answer, workspace.library, language=request.language, width=width()))
        else:
            translator = teller_of(workspace.library, request.language).translator
            data(classification_lines(answer, workspace.library, width=width(), translator=translator))
        return
    plain = answer.to_dict()
    candidates = plain["candidates"]
    assert isinstance(candidates, list)  # noqa: S101 - made so
    records(plain, candidates, format)


def _many(source: Path, out: Path, workspace: Workspace, day: date | None, format: str) -> None:
    check_place(out, (".csv",))
    started = time.monotonic()
    with Progress() as told:
        done = classify_table(source, out, workspace, as_of=day, progress=told)
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
    states = joined(
        [
            message("command.rows_of_state", "{number} {state}", number=number, state=STATES.get(state, state))
            for state, number in sorted(done.states.items())
            if number
        ],
        "comma",
    )
    classified = message(
        "command.classified",
        "Classified {rows} rows, {distinct} of them distinct: {states}.",
        rows=done.rows,
        distinct=done.distinct,
        states=states or message("command.of_no_state", "none"),
    )
    suggestions = message(
        "command.suggestions",
        "Wrote {file}. These are suggestions: fill in 'kept' (codes, or none), 'kept_by' and 'kept_on', "
        "then use it with",
        file=str(out),
    )
    data([classified, suggestions, message("command.check_items", "`sekisho check --items`.")])


@click.command()
@click.argument("code", required=False)
@language_option
@format_option
@measures_option
def parameters(code: str | None, language: str, format: str, folders: tuple[Path, ...]) -> None:
    """List the technical parameters that limits measure, with units; of one CODE if it is given."""
    from sekisho.present.law.parameters import parameters_rows, parameters_text

    library = library_of(folders)
    if format == "text":
        data(parameters_text(library, code, language=language, width=width()))
        return
    rows: Iterable[dict[str, object]] = parameters_rows(library, code)
    records(list(rows), list(rows), format)
