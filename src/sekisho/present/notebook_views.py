"""What a notebook shows of an answer: what the command line says of it in the reader's language, with its charts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.library import Library
from sekisho.message import joined
from sekisho.present.outcome_labels import HEADLINES
from sekisho.present.render.terminal import bare

if TYPE_CHECKING:
    from sekisho.classification.answer import Classification
    from sekisho.determination.book.run_summary import RunResult
    from sekisho.determination.core.outcome import Determination
    from sekisho.exposure.result import Exposure
    from sekisho.i18n.messages import Translator
    from sekisho.impact.nowcast.nowcast import NowcastResult
    from sekisho.present.charts.chart import Chart
    from sekisho.service.check import ComparedAnswers
    from sekisho.service.letters import LettersAnswer
    from sekisho.service.screen import ScreenAnswer

SHOWN: Final = 3
"""Names of which everything is told; of more, what the lists say of each in a line."""
WIDTH: Final = 96
"""Letters of a line: what a cell of a notebook shows on a laptop without scrolling sideways."""
TH: Final = '<th style="text-align:left;vertical-align:top;white-space:nowrap">'
TD: Final = '<td style="text-align:left;vertical-align:top">'
DRAWS: Final = ("altair", "vl_convert")
"""What draws charts, with the extra `economy`; without it the words stand alone."""


def language_of_reader(language: str | None = None) -> str:
    """Return the language in which an answer is shown: the one asked for, else SEKISHO_LANGUAGE, else English."""
    wanted = language or os.environ.get("SEKISHO_LANGUAGE", "")  # noqa: TID251 - a notebook is a face, as the command line is
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def determination_view(
    answer: Determination, line: Mapping[str, object], library: Library, language: str | None = None
) -> str:
    """Show an answer in its few lines, each part beside its label."""
    from sekisho.present.determination.brief import brief
    from sekisho.present.outcome_labels import LABELS
    from sekisho.present.render.brief_layout import margin_of, parts_data, spoken

    tell = teller_of(library, language_of_reader(language))
    verdict, *parts = parts_data(
        spoken(brief(answer, line, library, flags=False), tell, margin_of(tell, LABELS.values())), tell
    )
    rows = ((part["label"], part["lines"]) for part in parts)
    return _piece(_head(" ".join(verdict["lines"])) + _table(rows), tell.language)


def comparison_view(found: ComparedAnswers, library: Library, language: str | None = None) -> str:
    """Show two answers beside each other; what differs is marked."""
    from sekisho.present.determination.compared_answers import compared_parts

    tell = teller_of(library, language_of_reader(language))
    rows = []
    for part in compared_parts(found, library, tell):
        cells = (f"{TD}{'<br>'.join(map(escape, lines))}</td>" for lines in (part.first, part.second))
        name = escape(part.label)
        rows.append(f"<tr>{TH}{f'≠ {name}' if part.differs else name}</th>{''.join(cells)}</tr>")
    return _piece(f"<table>{''.join(rows)}</table>", tell.language)


def screening_view(answer: ScreenAnswer, language: str | None = None) -> str:
    """Show what the lists say of each name; of many names a line each."""
    from sekisho.present.screening import screening_text, zone_text

    spoken = language_of_reader(language)
    policy = answer.library.identity.policy
    if len(answer.found) <= SHOWN:
        texts = [
            line
            for name in answer.found
            for line in (*screening_text(name, answer.library, answer.day, policy, language=spoken, width=WIDTH), "")
        ]
        return _piece(_text(texts), spoken)
    tell = teller_of(answer.library, spoken)
    rows = (
        (name.query, [tell(name.problem or zone_text(name)), *(hit.name for hit in name.hits[:SHOWN])])
        for name in answer.found
    )
    return _piece(_table(rows), spoken)


def classification_view(found: Classification, library: Library, language: str | None = None) -> str:
    """Show the suggestion, the codes and the questions that decide."""
    from sekisho.present.classification import classification_text

    spoken = language_of_reader(language)
    return _piece(_text(classification_text(found, library, language=spoken, width=WIDTH)), spoken)


def book_view(result: RunResult, library: Library, language: str | None = None) -> str:
    """Show the queue, the worst lines and what to ask first, above them the outcomes as a bar."""
    from sekisho.present.book import book_text, book_words
    from sekisho.present.charts.outcome_bar import OutcomeBar, svg

    words = book_words(language_of_reader(language))
    lines = max(result.lines, 1)
    shares = {headline: result.by_headline.get(headline, 0) / lines for headline in HEADLINES}
    counts = joined(
        [f"{words(name)} {result.by_headline[name]:,}" for name in HEADLINES if result.by_headline.get(name)], "comma"
    )
    bar = svg(
        [OutcomeBar(label=words.titled("by_lines"), shares=shares)],
        title=words.titled("by_lines"),
        description=words.say(counts),
    )
    texts = book_text(result, library, language=words.language, width=WIDTH)
    return _piece(str(bar) + _text(texts), words.language)


def exposure_view(found: Exposure, language: str | None = None) -> str:
    """Show what stops first and when, with the weeks and the products as charts."""
    from sekisho.present.exposure.charts import charts_of
    from sekisho.present.exposure.terminal import exposure_text

    translator = teller_of(found.library, language_of_reader(language)).translator
    texts = exposure_text(found, width=WIDTH, translator=translator)
    return _piece(_text(texts) + _drawn(charts_of(found).values(), translator), translator.language)


def nowcast_view(result: NowcastResult, library: Library, language: str | None = None) -> str:
    """Show prior and posterior beside each other, and the forecasts."""
    from sekisho.present.nowcast.terminal import nowcast_text

    translator = teller_of(library, language_of_reader(language)).translator
    return _piece(_text(nowcast_text(result, width=WIDTH, translator=translator)), translator.language)


def letters_view(answer: LettersAnswer, out: str, language: str | None = None) -> str:
    """Show to whom letters were written, and to whom none."""
    from sekisho.present.letters.folder import letters_text

    spoken = language_of_reader(language)
    return _piece(_text(letters_text(answer, out, language=spoken, width=WIDTH)), spoken)


def _piece(inside: str, language: str) -> str:
    """Put a piece of HTML into a box of its language, in which browsers choose the letters."""
    return f'<div lang="{language}" class="sekisho">{inside}</div>'


def _head(text: str) -> str:
    return f"<p><b>{escape(bare(text))}</b></p>"


def _table(rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    cells = (
        f"<tr>{TH}{escape(name)}</th>{TD}{'<br>'.join(escape(bare(line)) for line in lines)}</td></tr>"
        for name, lines in rows
    )
    return f"<table>{''.join(cells)}</table>"


def _text(lines: Sequence[str]) -> str:
    """Set lines as a terminal does: their columns stand below each other."""
    text = escape(bare("\n".join(lines)).strip("\n"))
    return f'<pre style="white-space:pre-wrap;font-family:monospace">{text}</pre>'


def _drawn(charts: Iterable[Chart], translator: Translator) -> str:
    if not all(map(find_spec, DRAWS)):
        return ""
    from sekisho.present.render.charts import svg

    return "".join(svg(chart, translator.say) for chart in charts)
