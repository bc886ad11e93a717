"""An exposure in Japanese and Chinese: no English left on any face but names of the bill, and the same numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.support.bills import LIBRARY, WORKS, exposed

from sekisho.exposure.result import Exposure
from sekisho.i18n.messages import Translator
from sekisho.i18n.package_translation import teller_of
from sekisho.present.exposure.charts import charts_of
from sekisho.present.exposure.findings import caveats, findings
from sekisho.present.exposure.page import page
from sekisho.present.exposure.terminal import exposure_text
from sekisho.present.exposure.workbook import write_workbook
from sekisho.present.render.charts import svg

WORDS = re.compile(r"[A-Za-z][A-Za-z'’]*(?: [A-Za-z][A-Za-z'’]*)+")
"""Two words of English and more in a row."""
NAMES = re.compile(
    r"Mihon Magnets|Hua Metal(?: Ganzhou)?|sekisho coverage|second_source_cost|\bcn/[-0-9a-z#.]+(?:, Art\. [\d() ]+)?"
)
"""Names of the bill, commands, and the clause that is cited."""
LABEL = re.compile(r'<(?:svg role="img"|div)[^>]* aria-label="([^"]*)"')


def _english(text: str) -> list[str]:
    return WORDS.findall(NAMES.sub("", text))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Exposure:
    return exposed(tmp_path_factory.mktemp("bill"), WORKS)


@pytest.fixture(params=["ja", "zh"])
def translator(request: pytest.FixtureRequest) -> Translator:
    return teller_of(LIBRARY, request.param).translator


@pytest.mark.parametrize("shown", ["first", "full", "tree"])
def test_no_english_stands_on_a_terminal(found: Exposure, translator: Translator, shown: str):
    tree = found.products[0].part if shown == "tree" else -1
    text = "\n".join(exposure_text(found, full=shown == "full", tree=tree, translator=translator))
    assert _english(text) == []


def test_no_english_stands_on_a_page(found: Exposure, translator: Translator):
    whole = page(found, translator)
    assert f'<html lang="{translator.language}">' in whole
    shown = re.sub(r"<style>.*?</style>|<code>.*?</code>", "", whole, flags=re.DOTALL)
    texts = [*re.findall(r">([^<]+)<", shown), *LABEL.findall(shown)]
    assert [run for text in texts for run in _english(text)] == []


def test_no_english_stands_in_a_chart(found: Exposure, translator: Translator):
    for chart in charts_of(found).values():
        drawn = svg(chart, translator.say)
        assert [run for text in re.findall(r">([^<]+)<", drawn) for run in _english(text)] == []


def test_a_workbook_says_in_the_language_what_is_no_data(found: Exposure, translator: Translator, tmp_path: Path):
    out = tmp_path / "exposure.xlsx"
    write_workbook(found, out, translator)
    book = CalamineWorkbook.from_path(str(out))
    first = book.get_sheet_by_name(book.sheet_names[0]).to_python()
    assert [run for row in first for cell in row for run in _english(str(cell))] == []
    assert not any(name.isascii() for name in book.sheet_names)


def test_a_sentence_has_the_same_counts_in_every_language(found: Exposure, translator: Translator):
    """Amounts are written by ten thousands in East Asia, and days by their parts; counts are the same."""
    counts = re.compile(r"(?<![\d.,-])\d{1,3}(?![\d.,-]| m\b|億|万|亿|年|月|日)")
    for text in (*findings(found), *caveats(found)[:2]):
        english = {*counts.findall(text)} - {"90", "12"}
        assert english <= {*re.findall(r"\d+", translator.say(text))}
