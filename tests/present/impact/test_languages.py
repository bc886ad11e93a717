"""A result in Japanese and Chinese: no English left on any face, and the same numbers as in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.support import made_results as made_up

from sekisho import Library
from sekisho.i18n.messages import Translator
from sekisho.i18n.package_translation import teller_of
from sekisho.impact.economy.tables.loading import load_table
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.scenario_reader import find_scenario
from sekisho.law.model.term import Reading
from sekisho.message import CapitalText, JoinedText, Message, NumberText, Text
from sekisho.present.document import ChartFigure, Document, Paragraph, Points, Table
from sekisho.present.impact.document import document_of
from sekisho.present.impact.export import told
from sekisho.present.impact.page import excerpt, page
from sekisho.present.impact.workbook import write_impact_workbook
from sekisho.present.render.charts import svg

LABEL = re.compile(r'<(?:svg role="img"|div)[^>]* aria-label="([^"]*)"')
"""What is read out in place of a drawing or a region; marks inside of a drawing are its own affair."""
WORDS = re.compile(r"[A-Za-z][A-Za-z'’]*(?: [A-Za-z][A-Za-z'’]*)+")
"""Two words of English and more in a row."""
NAMES = re.compile(
    r"made-up(?:-outlook)?|made up|sekisho impact NAME|sekisho measures|-o FILE|GDP of|"
    r"sekisho, |Arial, [^\"']*|Liberation Sans"
)
"""Names that a made-up result bears, commands, and typefaces."""


def _real(library: Library, answer: ImpactResult | OutlookResult) -> ImpactResult | OutlookResult:
    """Give a made-up result the words of a scenario on file."""
    if isinstance(answer, OutlookResult):
        outlook = find_scenario(library, "outlook-2026")
        ways = zip(outlook.outcomes, answer.outcomes, strict=False)
        outcomes = tuple((branch, _real(library, each)) for branch, (_, each) in ways)
        return replace(answer, scenario=outlook, outcomes=outcomes)  # type: ignore[arg-type] # each is a result
    scenario = find_scenario(library, "rare-earths-stop")
    named = load_table("jpn-2018", law=library).sectors
    return replace(
        answer,
        sectors=tuple(replace(one, name=real.name) for one, real in zip(answer.sectors, named, strict=False)),
        scenario=replace(scenario, id="made-up"),
        assumptions=scenario.notes,
        cautions=(),
        brackets=(),
        anchor=replace(answer.anchor, source=""),
    )


ANSWERS: dict[str, Callable[[], ImpactResult | OutlookResult]] = {
    "readings": made_up.result,
    "one reading": lambda: made_up.result(readings=(Reading.CENTRAL,)),
    "no spread": lambda: made_up.result(readings=(Reading.CENTRAL,), spread=False),
    "no loss": lambda: made_up.result(size=0.0),
    "outlook": made_up.outlook,
}


@pytest.fixture(params=ANSWERS, scope="module")
def answer(request: pytest.FixtureRequest, library: Library) -> ImpactResult | OutlookResult:
    return _real(library, ANSWERS[request.param]())


@pytest.fixture(params=["ja", "zh"], scope="module")
def translator(request: pytest.FixtureRequest, library: Library) -> Translator:
    return teller_of(library, request.param).translator


def _english(text: str) -> list[str]:
    return WORDS.findall(NAMES.sub("", text))


@pytest.mark.parametrize("width", [60, 100])
def test_no_english_stands_on_a_terminal(answer: ImpactResult | OutlookResult, translator: Translator, width: int):
    text = "\n".join(told(answer, width=width, full=True, translator=translator).text)
    assert _english(text) == []


def test_no_english_stands_on_a_page(answer: ImpactResult | OutlookResult, translator: Translator):
    whole = page(answer, translator)
    assert f'<html lang="{translator.language}">' in whole
    shown = re.sub(r"<style>.*?</style>|<code>.*?</code>", "", whole, flags=re.DOTALL)
    texts = [*re.findall(r">([^<]+)<", shown), *LABEL.findall(shown)]
    assert [found for text in texts for found in _english(text)] == []


def test_no_english_stands_in_a_notebook(answer: ImpactResult | OutlookResult, translator: Translator):
    texts = re.findall(r">([^<]+)<", re.sub(r"<code>.*?</code>", "", excerpt(answer, translator)))
    assert [found for text in texts for found in _english(text)] == []


def test_no_english_stands_in_a_workbook_but_in_its_data(
    answer: ImpactResult | OutlookResult, translator: Translator, tmp_path: Path
):
    out = tmp_path / "result.xlsx"
    write_impact_workbook(answer, out, translator)
    book = CalamineWorkbook.from_path(str(out))
    *names, _ = book.sheet_names
    texts = [str(cell) for name in names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert [found for text in (*names, *texts) for found in _english(text)] == []


def test_no_english_stands_in_a_chart(answer: ImpactResult | OutlookResult, translator: Translator):
    for figure in document_of(answer).figures():
        for slim in (False, True):
            drawn = svg(figure.chart, translator.say, slim=slim)
            texts = [*re.findall(r">([^<]+)<", drawn), *LABEL.findall(drawn)]
            assert [found for text in texts for found in _english(text)] == []


def _texts(document: Document) -> Iterator[str]:
    head = document.head
    yield from (head.title, head.line, *head.findings, *head.cautions, *head.card, *head.card.values())
    for section in document.sections:
        yield section.heading
        for part in section.parts:
            match part:
                case Paragraph():
                    yield part.text
                case Points():
                    yield from part.items
                case Table():
                    yield from (part.caption, *part.heads, *(cell for row in part.rows for cell in row))
                case ChartFigure():
                    yield from (part.chart.title, part.chart.subtitle, part.chart.source, part.chart.says)
                    yield from (cell for row in part.table.rows for cell in row)


def _places(text: str) -> Iterator[str]:
    """Go through what stands in a text, down to names and numbers."""
    match text:
        case Message():
            for part in text.parameters.values():
                yield f"{part:,}" if isinstance(part, int) else part
                yield from _places(part) if isinstance(part, str) else ()
        case JoinedText():
            for part in text.parts:
                yield part
                yield from _places(part)
        case CapitalText():
            yield from _places(text.text)


def test_what_stands_in_a_text_stands_in_it_in_every_language(
    answer: ImpactResult | OutlookResult, translator: Translator
):
    for text in _texts(document_of(answer)):
        spoken = translator.say(text)
        assert [part for part in _places(text) if translator.say(part) not in spoken] == []


def test_a_number_has_the_same_digits_in_every_language_unless_its_unit_is_another(
    answer: ImpactResult | OutlookResult, translator: Translator
):
    numbers = [
        part
        for text in _texts(document_of(answer))
        for part in (text, *_places(text))
        if isinstance(part, NumberText) and part.kind in {"percent", "tenth", "share", "millions"}
    ]
    assert numbers or answer.scenario.id == "made-up"
    digits = re.compile(r"[^\d.<>-]")
    assert [one for one in numbers if digits.sub("", one) != digits.sub("", translator.say(one))] == []


def test_a_document_is_told_of_messages_alone(answer: ImpactResult | OutlookResult):
    """Words that are no text have no translation: but names, versions and plain numbers there are none."""
    plain = re.compile(r"[\d\s.,%<>:◂-]*|p\d+|numpy|made-up.*|[0-9a-f]{7,}|[a-z]+(?:-[a-z0-9]+)+(?:[ ,:]+.*)?")
    texts = [text for text in _texts(document_of(answer)) if not isinstance(text, Text)]
    assert [text for text in texts if not plain.fullmatch(text)] == []
