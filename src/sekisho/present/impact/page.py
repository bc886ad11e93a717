"""A result, or an outlook, as one page of HTML: an article with charts, each with its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup, escape

from sekisho.i18n.messages import Translator
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Text, message
from sekisho.present.impact.document import document_of
from sekisho.present.impact.findings import BEFORE, law_text
from sekisho.present.render.document_page import document_page

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
CODES: Final = ("sekisho impact", "-o FILE.xlsx", ".csv", ".parquet")
"""What stands in the places of `MORE`, in the same order in every language."""


def page(
    answer: ImpactResult | OutlookResult,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> str:
    """Write the page in a language; the same result gives the same bytes."""
    document = document_of(answer)
    title = message("impact.page_title", "{title}: what it costs", title=law_text(document.head.title))
    return document_page(document, translator, title=title, words=WORDS, more=_with_codes(translator.say(MORE)))


def _with_codes(text: str) -> Markup:
    """Put commands into their places, as code."""
    first, *others = text.split(COMMAND)
    codes = (Markup("<code>{}</code>{}").format(code, after) for code, after in zip(CODES, others, strict=True))
    return escape(first) + Markup().join(codes)
