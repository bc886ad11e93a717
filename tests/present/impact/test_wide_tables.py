"""A sheet on paper: no table is cut at the edge of a page, and the short one has two sides in every language."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.i18n.messages import Translator
from sekisho.impact.results.result import ImpactResult
from sekisho.present.document import ChartFigure, Table
from sekisho.present.impact.bridge import BRIDGE_HEAD
from sekisho.present.impact.document import LOSERS_HEAD, PUBLISHED_HEAD, STRUCTURE_HEAD, TURNS_ON, document_of
from sekisho.present.impact.export import told, write
from sekisho.present.impact.findings import LOSS_HEAD, chance
from sekisho.present.impact.page import page
from sekisho.present.render import pdf
from sekisho.present.render.pdf import pdf_of
from sekisho.present.render.terminal import cells
from sekisho.service.impact import ImpactRequest
from sekisho.service.impact import impact as impact_of
from sekisho.service.workspace import Workspace

WIDEST = 46
"""Cells of the widest figures that stand in a column of numbers: a share with its sum in two currencies."""
MARGIN = 14 / 25.4 * 72
"""Points at the edges of a printed page that stay empty."""


def _ready(library: Library, name: str) -> ImpactResult:
    answer = impact_of(ImpactRequest(names=(name,)), Workspace(library=library))
    assert isinstance(answer, ImpactResult)
    return answer


def _tables(result: ImpactResult) -> Iterator[Table]:
    for section in document_of(result).sections:
        for part in section.parts:
            if isinstance(part, ChartFigure):
                yield part.table
            elif isinstance(part, Table):
                yield part


@pytest.mark.parametrize("name", ["japan-ban", "rare-earths-stop", "daiwa-2025"])
def test_no_column_of_numbers_holds_a_sentence(library: Library, name: str):
    for table in _tables(_ready(library, name)):
        for row in table.rows:
            for column in table.numbers:
                assert cells(str(row[column])) <= WIDEST, (table.caption, row[column])


@pytest.mark.skipif(not pdf.is_installed(), reason="needs WeasyPrint and Pango")
@pytest.mark.parametrize("name", ["japan-ban", "daiwa-2025"])
def test_no_word_of_a_printed_sheet_reaches_into_the_margin(library: Library, name: str):
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf_of(page(_ready(library, name))))) as document:
        for sheet in document.pages:
            beyond = [word["text"] for word in sheet.extract_words() if word["x1"] > sheet.width - MARGIN + 1]
            assert not beyond, (sheet.page_number, beyond[:9])


@pytest.mark.skipif(not pdf.is_installed(), reason="needs WeasyPrint and Pango")
@pytest.mark.parametrize(("name", "language"), [("japan-ban", "en"), ("japan-ban", "ja"), ("rare-earths-stop", "zh")])
def test_a_cost_on_paper_has_two_sides_and_says_what_a_ministry_reads_first(
    library: Library, name: str, language: str, tmp_path: Path
):
    import pdfplumber

    found, translator = _ready(library, name), Translator(language)
    write(told(found, width=80, full=False, translator=translator), tmp_path / "short.pdf")
    write(told(found, width=80, full=True, translator=translator), tmp_path / "full.pdf")
    with pdfplumber.open(tmp_path / "short.pdf") as short, pdfplumber.open(tmp_path / "full.pdf") as full:
        assert len(short.pages) == 2
        assert len(full.pages) > 2
        text = "".join(sheet.extract_text() for sheet in short.pages).replace("\n", "").replace(" ", "")
    for heading in (LOSS_HEAD, PUBLISHED_HEAD, TURNS_ON, LOSERS_HEAD, BRIDGE_HEAD, STRUCTURE_HEAD):
        assert translator.say(heading).replace(" ", "") in text
    assert translator.say(chance(found) or "").replace(" ", "").replace("\u00a0", "") in text.replace("\u00a0", "")
