"""The one opener of PDF files: their pages one after another, and in plain words why a file has none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.errors import Problem, SekishoError
from sekisho.message import joined, message

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF


@contextmanager
def pdf_pages(file: Path, *, error: type[SekishoError], remedy: str) -> Iterator[Iterator[Page]]:
    """Open a PDF and go through its pages; what is read of one is let go before the next.

    Parameters
    ----------
    error
        What to raise: an error of orders, of lists.
    remedy
        What the user can do where no page can be read.

    Raises
    ------
    SekishoError
        As `error`: if pdfplumber is not installed; if the file needs a password, or is damaged, which may be seen only
        when a page is taken apart by the caller.
    """
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ImportError:
        what = message("command.needs_pdf", "PDF files need pdfplumber, which is not installed.")
        install = message(
            "command.install_pdf", "Install it with `pip install 'sekisho[books]'`, or give the list as CSV."
        )
        raise error(Problem(where=file.name, what=what, remedy=install)) from None
    try:
        with pdfplumber.open(file) as pdf:
            yield _each(pdf)
    except SekishoError:
        raise  # what a page says was wrong for the caller
    except Exception as fault:  # the reader raises errors of many kinds on a damaged file
        cause = fault.args[0] if fault.args else fault  # pdfplumber wraps what its own reader raises
        if isinstance(fault, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect):
            what = message("file.encrypted", "is encrypted and needs a password.")
            remedy = joined([message("file.without_password", "Save it without a password."), remedy], "sentence")
        else:
            what = message("file.pdf_damaged", "cannot be read as PDF: it is damaged, or cut off.")
        raise error(Problem(where=file.name, what=what, remedy=remedy)) from fault


def _each(pdf: PDF) -> Iterator[Page]:
    for page in pdf.pages:
        yield page
        page.close()
