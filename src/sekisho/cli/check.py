"""`check` and `readings`: one line, from flags, from a case file, or by asking."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from sekisho.cli.check_request import inquiry_of, inquiry_options
from sekisho.cli.console import data, records, save, tell, width
from sekisho.cli.interview import ask
from sekisho.cli.options import language_option
from sekisho.cli.recording import keep_check, store_option
from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.determination import reasons
from sekisho.i18n.package_translation import teller_of
from sekisho.message import message
from sekisho.present.determination.terms import readings_data, readings_rows, readings_text
from sekisho.present.determination.text import determination
from sekisho.present.outcome_labels import EXIT_CODES
from sekisho.present.render.data import answer_row
from sekisho.service.case_file import CaseFile, case_text
from sekisho.service.stated_line import Inquiry


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho check --control-codes 1C905.a --departure CN --destination JP\n"
    "  sekisho check --from case.yaml --end-use military",
)
@inquiry_options
@click.option("--full", is_flag=True, help="Every part of each clause, with words and sources.")
@language_option
@click.option(
    "--save",
    "save_to",
    metavar="CASE.yaml",
    type=click.Path(path_type=Path),
    help="Keep the case, to be read again with --from.",
)
@store_option
@click.option("--ask", "asking", is_flag=True, help="Ask for what is missing.")
@click.option(
    "--exit-code",
    is_flag=True,
    help="Exit 0 free, 10 licence required, 20 prohibited, 30 undetermined.",
)
@click.pass_context
def check(ctx: click.Context, /, **params: object) -> None:
    """Determine one line: from flags, from a case file, or by asking.

    A fact that is left out is unknown, save a few of which `sekisho facts NAME` says what leaving
    them out means; one stated as 'unknown' always is. If no fact is stated and this is a terminal,
    questions are asked.
    """
    inquiry, case = inquiry_of(params)
    facts = inquiry.facts
    if params["asking"] or (not facts and sys.stdin.isatty()):
        facts = ask(facts, inquiry.library.facts, inquiry.answer)
    answer = inquiry.answer(facts)
    _compare(answer, case)
    _print(answer, facts, inquiry, params)
    if isinstance(params["save_to"], Path):
        save(params["save_to"], case_text(answer, facts, inquiry.assume))
        tell(f"Kept the case in {params['save_to']}.")
    place = params["store_place"]
    keep_check(str(place) if place else None, answer, inquiry.stated(facts))
    if params["exit_code"]:
        ctx.exit(EXIT_CODES[answer.verdict.headline])


def _print(answer: Determination, facts: Mapping[str, object], inquiry: Inquiry, params: Mapping[str, object]) -> None:
    format = str(params["format"])
    if format != "text":
        plain = answer.to_dict()
        records(plain, [answer_row(plain)], format)
        return
    full, language = bool(params["full"]), str(params["language"])
    why = reasons(answer, facts, inquiry.library)
    data(determination(answer, facts, why, inquiry.library, full=full, language=language, width=width()))
    if not full:
        more = message("check.see_more", "Words and sources: --full.  Keep this case: --save case.yaml.")
        tell(teller_of(inquiry.library, language)(more))


def _compare(answer: Determination, case: CaseFile) -> None:
    """Say so if the case was saved with another library."""
    if not case.library or case.library == answer.coverage.hash:
        return
    same = case.outcome == answer.outcome
    verdict = "The answer is the same." if same else f"The answer then was {case.outcome}."
    tell(f"The case was saved with library {case.library[:7]}; this is {answer.coverage.hash[:7]}. {verdict}")


@click.command()
@inquiry_options
def readings(**params: object) -> None:
    """Show how the answer changes if the disputed words are read otherwise, one term at a time."""
    inquiry, _ = inquiry_of(params)
    answer = inquiry.answer()
    varied = inquiry.vary(answer)
    format = str(params["format"])
    if format == "text":
        data(readings_text(answer, varied, inquiry.library, width=width()))
        return
    plain = readings_data(answer, varied, inquiry.library)
    records(plain, readings_rows(answer, varied), format)
