"""A document as one page of HTML that needs nothing else: an article with charts, each with its table."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from sekisho.i18n.messages import Translator
from sekisho.message import Text
from sekisho.present.charts.chart import Chart
from sekisho.present.document import Document
from sekisho.present.render.calendar import calendar_svg
from sekisho.present.render.charts import on_page
from sekisho.present.render.template import filled, glued


def document_page(
    document: Document, translator: Translator, *, title: Text, words: Mapping[str, Text], more: Markup | str = ""
) -> str:
    """Write the page in a language; the same document gives the same bytes.

    Parameters
    ----------
    title
        Of the window.
    words
        Heads that every page has: `summary`, `before`, `made` and `rests_on`.
    more
        A paragraph at the foot.
    """
    say = translator.say

    def shown(text: str) -> Markup:
        return glued(say(text))

    def drawn(chart: Chart, *, slim: bool) -> Markup:
        return on_page(chart, say, slim=slim)

    context = {
        "language": translator.language,
        "page_title": say(title),
        "head": document.head,
        "sections": document.sections,
        "words": {name: say(text) for name, text in words.items()},
        "more": more,
        "drawn": drawn,
        "strip": calendar_svg,
        "glued": shown,
        "say": say,
    }
    return filled("render", "document.html", context, style="document.css")
