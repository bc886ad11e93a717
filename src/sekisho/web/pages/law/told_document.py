"""A document of `present` on a page: its texts told in the language of a visit, numbers and dates kept whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from sekisho.present.document import Document
from sekisho.present.render.template import glued
from sekisho.web.request_context import RequestContext

CLASSES: Final = {
    "■": "prohibited",
    "▲": "licence-required",
    "◆": "undetermined",
    "◇": "undetermined",
    "○": "free",
    "—": "quiet",
}
"""How signs are coloured."""


class DocumentTelling:
    """Says the texts of a document in the language of a visit."""

    def __init__(self, visit: RequestContext) -> None:
        """Speak the language of a visit."""
        self.language, self.translator = visit.language, visit.tell.translator

    def say(self, text: str) -> str:
        """Tell a text, for attributes."""
        return self.translator.say(text)

    def marked(self, text: str) -> Markup:
        """Tell a text; one that is told in English alone is marked so."""
        language, spoken = self.translator.tagged(text)
        whole = _coloured(glued(spoken))
        return whole if language == self.language else Markup('<span lang="{}">{}</span>').format(language, whole)


def _coloured(text: Markup) -> Markup:
    """Colour the sign that a text begins with; the words that follow say the same."""
    sign, rest = text[:1], text[1:]
    if sign not in CLASSES or not rest.startswith((" ", "\u00a0")):
        return text
    return Markup('<span class="outcome {}"><span class="shape" aria-hidden="true">{}</span></span>{}').format(
        CLASSES[sign], sign, rest
    )


def document_context(document: Document, visit: RequestContext) -> Mapping[str, Any]:
    """Return what a template that shows a document tells."""
    return {"document": document, "telling": DocumentTelling(visit)}
