"""The report of a run as a file: the boss's page as HTML or PDF, or the workbook; every face writes it here."""

from __future__ import annotations

from pathlib import Path

from sekisho.determination.book.results.counts import tally_results
from sekisho.determination.book.run_files import open_run
from sekisho.i18n.messages import Translator
from sekisho.law.model.library import Library
from sekisho.present.book_results.page import page
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.book_results.workbook import write_workbook
from sekisho.present.render.pdf import pdf_of
from sekisho.service.book import ReportRequest

FORMS = (".html", ".pdf", ".xlsx")
"""Endings of the files that a report can be."""


def reported_run(results: Path, library: Library, language: str) -> ReportedRun:
    """Open the results of a run for a reader of a language.

    Raises
    ------
    BookError
        If the results are none, or their files are of two runs.
    """
    card = open_run(results).card
    tally = tally_results(results, card, library)
    return ReportedRun(
        results=results, card=card, tally=tally, library=library, words=Translator(language, ("report",))
    )


def write_report(run: ReportedRun, out: Path, request: ReportRequest) -> None:
    """Write the report in the form that the ending of its place says; half a file is never left there.

    Raises
    ------
    SekishoError
        If the place cannot be written, PDF cannot be made here, or a sheet holds fewer lines than the run.
    """
    partial = out.with_name(f".{out.name}.partial")
    try:
        if out.suffix == ".xlsx":
            write_workbook(run, partial, by=request.by)
        else:
            text = page(run, lines=request.lines, by=request.by)
            partial.write_bytes(pdf_of(text) if out.suffix == ".pdf" else text.encode("utf-8"))
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
