"""A result, or an outlook, as HTML: a page with charts, each with its table; and a short piece for notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from sekisho.i18n.messages import Translator
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Text, message
from sekisho.present.impact.document import document_of, two_sides
from sekisho.present.impact.findings import BEFORE
from sekisho.present.impact.headline import scale_of
from sekisho.present.impact.names import WHOLE_READINGS, law_text
from sekisho.present.impact.outlook import ALL, first_of, weighed
from sekisho.present.impact.quantities import amounts, money_head, spread
from sekisho.present.impact.summary import head_of
from sekisho.present.impact.tables import LOSS, OF_GDP
from sekisho.present.render.document_page import document_page
from sekisho.present.render.template import filled

WORDS: Final[Mapping[str, Text]] = {
    "summary": message("impact.summary_head", "Summary"),
    "before": BEFORE,
    "made": message("impact.made_head", "How this was made"),
    "rests_on": message("impact.rests_on", "What the numbers rest on"),
}
"""Heads that every page has."""
COMMAND: Final = "\0"
"""Stands where a page writes a command or the ending of a file in its own letters."""
MORE: Final = message(
    "impact.more_in_tables",
    "Every number with its interval, by reading, sector and month, is in the tables that {command} writes "
    "with {xlsx}, {csv} or {parquet}.",
    command=COMMAND,
    xlsx=COMMAND,
    csv=COMMAND,
    parquet=COMMAND,
)
ON_PAPER: Final = message(
    "impact.on_paper", "This is the summary; --full prints all sections, and a page (.html) has them too."
)
SHORT_STYLE: Final = """
@page { margin: 9mm 12mm 11mm !important }
body { font-size: 8pt !important; line-height: 1.3 !important }
h1 { font-size: 15pt !important; margin: 0 !important } h2 { font-size: 10.5pt !important }
.finding { font-size: 8.6pt !important } .source, .quiet { font-size: 7pt !important }
th, td, caption, figcaption, figcaption strong { font-size: 7.8pt !important; padding: .7pt 5pt .7pt 0 !important }
section, h2, figure, figcaption, table, p, ol { margin-top: 2pt !important; margin-bottom: 2pt !important }
section { padding-top: 3pt !important }
td:last-child:not(.n) { min-width: 58mm }
.chart svg { max-height: 24mm } .chart .broad svg { max-height: 74mm }
details { display: none }
"""
"""Of two sides of paper: small type, and no table behind a drawing, which the page and the workbook have."""
CODES: Final = ("sekisho impact", "-o FILE.xlsx", ".csv", ".parquet")
"""What stands in the places of `MORE`, in the same order in every language."""


def page(
    answer: ImpactResult | OutlookResult,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
    *,
    short: bool = False,
) -> str:
    """Write the page in a language; the same result gives the same bytes.

    Parameters
    ----------
    short
        Whether it is one for two sides of paper, which says where all else stands.
    """
    document = document_of(answer)
    title = message("impact.page_title", "{title}: what it costs", title=law_text(document.head.title))
    more = _with_codes(translator.say(MORE))
    if short:
        document, more = two_sides(document), Markup("{} {}").format(translator.say(ON_PAPER), more)
    return document_page(document, translator, title=title, words=WORDS, more=more)


def _with_codes(text: str) -> Markup:
    """Put commands into their places, as code."""
    first, *others = text.split(COMMAND)
    codes = (Markup("<code>{}</code>{}").format(code, after) for code, after in zip(CODES, others, strict=True))
    return escape(first) + Markup().join(codes)


def excerpt(
    answer: ImpactResult | OutlookResult,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> str:
    """Write the piece in a language; it styles nothing outside itself and needs no chart."""
    scale = scale_of(first_of(answer) if isinstance(answer, OutlookResult) else answer)
    context = {
        "head": head_of(answer),
        "rows": _rows(answer),
        "heads": (OF_GDP, money_head(scale.currency, scale.year)),
        "caption": message("impact.excerpt_caption", "Loss of value added: mean (9 in 10 runs)"),
        "more": translator.say(SAVE).split(CODE),
        "say": translator.say,
    }
    return filled("impact", "excerpt.html", context)


CODE: Final = "\0"
"""Stands where the piece writes a call in letters of its own."""
SAVE: Final = message("impact.excerpt_save", "{call} writes all of it, with charts.", call=CODE)


def _rows(answer: ImpactResult | OutlookResult) -> list[tuple[str, str, str]]:
    if isinstance(answer, OutlookResult):
        money = scale_of(first_of(answer)).billion
        bands = [(weighed(outcome.title, outcome.weight), each.percent()) for outcome, each in answer.outcomes]
        return [(name, spread(band), amounts(band * money)) for name, band in (*bands, (ALL, answer.mixture()))]
    several, money = len(answer.readings) > 1, scale_of(answer).billion
    bands = [(WHOLE_READINGS[reading] if several else LOSS, answer.percent(reading)) for reading in answer.readings]
    return [(name, spread(band), amounts(band * money)) for name, band in bands]
