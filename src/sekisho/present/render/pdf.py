"""A page of HTML as PDF, without network: WeasyPrint where it is installed, else the browser prints it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from typing import Final

from sekisho.errors import Problem, SekishoError
from sekisho.message import message

BESIDE: Final = """
@page { @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #55585f; } }
html, body { display: block; min-height: 0; }
svg { overflow: visible; }
"""
"""What a printer adds that a browser would: numbers of pages; a body that breaks across them."""


@cache
def is_installed() -> bool:
    """Tell whether PDF can be made here."""
    try:
        import weasyprint  # noqa: F401 - it loads Pango
    except (ImportError, OSError):
        return False
    return True


def check_pdf() -> None:
    """Make sure that PDF can be made here.

    Raises
    ------
    SekishoError
        If WeasyPrint, or the library Pango that it draws letters with, is not installed.
    """
    if not is_installed():
        what = message("report_file.pdf_needs", "PDF needs WeasyPrint and the system's Pango, which are not installed.")
        remedy = message(
            "report_file.install_pdf",
            "Install them with `pip install 'sekisho[books]'` and your system's package of Pango "
            "(Debian: libpango-1.0-0 libpangoft2-1.0-0), or write .html and print it from a browser.",
        )
        raise SekishoError(Problem(what=what, remedy=remedy))


def pdf_of(html: str, *, styles: Sequence[str] = ()) -> bytes:
    """Lay a page out on paper; nothing is fetched for it.

    Parameters
    ----------
    styles
        Style sheets beside those that the page holds.

    Raises
    ------
    SekishoError
        If PDF cannot be made here.
    """
    check_pdf()
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it tells of every style that is for screens alone
    nothing = URLFetcher(allowed_protocols=("data",))
    sheets = [CSS(string=text, url_fetcher=nothing) for text in (*styles, BESIDE)]
    made: bytes = HTML(string=html, url_fetcher=nothing).write_pdf(stylesheets=sheets)
    return made
