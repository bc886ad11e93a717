"""`check` and `readings`: one line, from flags, from a case file, or by asking."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from sekisho.cli.check_request import inquiry_of, inquiry_options, shipment_argument
from sekisho.cli.console import data, records, save, tell, width
from sekisho.cli.options import language_option, place_of, store_option
from sekisho.determination.core.outcome import Determination
from sekisho.i18n.names import level_text
from sekisho.i18n.package_translation import teller_of
from sekisho.message import joined, message
from sekisho.present.determination.brief import brief_data
from sekisho.present.determination.text import Detail, answer_lines
from sekisho.present.outcome_labels import EXIT_CODES
from sekisho.present.render.brief_layout import WIDTH
from sekisho.service.line.case_file import CaseFile, case_text
from sekisho.service.line.stated_line import Inquiry


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho check gallium to Japan\n"
    "  sekisho check --control-codes 1C905.a --departure CN --destination JP\n"
    "  sekisho check --from case.yaml --end-use military",
)
@inquiry_options
@shipment_argument
@click.option("--why", is_flag=True, help="Every measure that decides or could, a screen more.")
@click.option("--papers", is_flag=True, help="Duties and papers, how a licence is got, what a breach costs.")
@click.option("--readings", is_flag=True, help="The same with the disputed words read otherwise, one at a time.")
@click.option("--full", is_flag=True, help="Every part of each clause, with words and sources.")
@language_option
@click.option(
    "--save",
    "save_to",
    metavar="CASE.yaml",
    type=click.Path(path_type=Path),
    help="Keep the case, to be read again with --from.",
)
@click.option(
    "--letters",
    "letters_to",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write drafts to the customer and the supplier that ask for what is open.",
)
@store_option
@click.option("--ask", "asking", is_flag=True, help="Ask for what is missing.")
@click.option(
    "--exit-code",
    is_flag=True,
    help="Exit 0 no licence required, 10 licence required, 20 prohibited, 30 not decided.",
)
@click.pass_context
def check(ctx: click.Context, /, **params: object) -> None:
    """Determine one line: from a few words, from flags, from a case file, or by asking.

    Words say an item, where it goes, whence and for whom: gallium from Shanghai to Japan, 氧化镝 日本.
    A fact that is left out is unknown, save a few of which `sekisho facts NAME` says what leaving
    them out means; one stated as 'unknown' always is.
    """
    inquiry, case = inquiry_of(params)
    facts = inquiry.facts
    if params["asking"]:
        from sekisho.cli.interview import ask

        facts = ask(facts, inquiry.library.facts, inquiry.answer)
    answer = inquiry.answer(facts)
    _compare(answer, case)
    _print(answer, facts, inquiry, params)
    if isinstance(params["save_to"], Path):
        save(params["save_to"], case_text(answer, facts, inquiry.assume))
        tell(message("command.case_kept", "Saved the case in {file}.", file=str(params["save_to"])))
    if isinstance(params["letters_to"], Path):
        _write_letters(answer, inquiry, params["letters_to"], str(params["language"]))
    place = place_of(str(params["store_place"] or ""))
    if place is not None:
        from sekisho.cli.recording import keep_check

        keep_check(place, answer, inquiry.stated(facts))
    if params["exit_code"]:
        ctx.exit(EXIT_CODES[answer.verdict.headline])


def _print(answer: Determination, facts: Mapping[str, object], inquiry: Inquiry, params: Mapping[str, object]) -> None:
    format, library = str(params["format"]), inquiry.library
    tell = teller_of(library, str(params["language"]))
    if format != "text":
        from sekisho.present.render.data import answer_row

        plain = answer.to_dict()
        records({**plain, "brief": brief_data(answer, facts, library, tell)}, [answer_row(plain)], format)
        return
    detail: list[Detail] = [name for name in ("why", "papers", "full") if params[name]]
    lines = answer_lines(answer, facts, library, language=tell.language, width=width(), detail=detail)
    if params["readings"] and not params["full"]:
        from sekisho.present.determination.terms import readings_text

        varied = inquiry.vary(answer)
        lines += ["", *readings_text(answer, varied, library, language=tell.language, width=min(width(), WIDTH))]
    data(lines)


def _write_letters(answer: Determination, inquiry: Inquiry, out: Path, language: str) -> None:
    """Write the drafts about an answer, and say how many they are and who gets none."""
    from sekisho.present.letters.folder import letters_told, write_letters
    from sekisho.service.letters import letters_on_answer

    written = letters_on_answer(answer, inquiry.library)
    write_letters(written, out, language=language)
    for text in letters_told(written, str(out)):
        tell(text)


def _compare(answer: Determination, case: CaseFile) -> None:
    """Say so if the case was saved with another library."""
    if not case.library or case.library == answer.coverage.hash:
        return
    same = case.outcome == answer.outcome
    if same:
        verdict = message("command.same_answer", "The answer is the same.")
    else:
        verdict = message("command.other_answer", "The answer then was {outcome}.", outcome=level_text(case.outcome))
    saved = message(
        "command.saved_with",
        "The case was saved with law data {before}; this is {now}.",
        before=case.library[:7],
        now=answer.coverage.hash[:7],
    )
    tell(joined([saved, verdict], "sentence"))


@click.command()
@language_option
@inquiry_options
@shipment_argument
def readings(**params: object) -> None:
    """Show how the answer changes if the disputed words are read otherwise, one term at a time."""
    from sekisho.present.determination.terms import readings_data, readings_rows, readings_text

    inquiry, _ = inquiry_of(params)
    answer = inquiry.answer()
    varied = inquiry.vary(answer)
    format = str(params["format"])
    if format == "text":
        language = str(params["language"])
        data(readings_text(answer, varied, inquiry.library, language=language, width=width()))
        return
    plain = readings_data(answer, varied, inquiry.library)
    records(plain, readings_rows(answer, varied), format)
