"""A document of `present` on a page: its texts told in the language of a visit, numbers and dates kept whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from markupsafe import Markup, escape

from sekisho.present.document import Document, Table
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
CARDS_FROM: Final = 4
"""Columns from which a row is a card on a small screen: beside three others a column would break its words."""


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

    @staticmethod
    def is_cards(grid: Table) -> bool:
        """Tell whether the rows of a table are cards on a small screen."""
        return len(grid.heads) >= CARDS_FROM

    def rows(self, grid: Table, link: Callable[[str], str]) -> Markup:
        """Write the rows of a table.

        A page of changes has a thousand cells: written by the template, each of them would cost five times as much.
        """
        spare = [" spare" if column in grid.spare else "" for column in range(len(grid.heads))]
        heads = [f' data-head="{escape(self.say(name))}"' if self.is_cards(grid) else "" for name in grid.heads]
        classes = [
            (f' class="n{more}"' if column in grid.numbers else f' class="{more.strip()}"' if more else "") + head
            for column, (more, head) in enumerate(zip(spare, heads, strict=True))
        ]
        return Markup("\n").join(
            self._row(row, grid, (place, end), classes, link)
            for row, place, end in zip_longest(grid.rows, grid.places, grid.ends, fillvalue="")
        )

    def _row(
        self,
        row: Sequence[str],
        grid: Table,
        places: tuple[str, str],
        classes: Sequence[str],
        link: Callable[[str], str],
    ) -> Markup:
        cells = []
        place, end = places
        leads = {grid.placed: place, len(row) - 1: end} if end else {grid.placed: place}
        for column, text in enumerate(row):
            shown: str = self.marked(text)
            if leads.get(column):
                shown = f'<a href="{escape(link(leads[column]))}">{shown}</a>'
            cells.append(f"<td{classes[column]}>{shown}</td>" if column else f'<th scope="row">{shown}</th>')
        return Markup(f"<tr>{''.join(cells)}</tr>")  # noqa: S704 - cells and addresses are escaped


def _coloured(text: Markup) -> Markup:
    """Colour the sign that a text begins with; the words that follow say the same."""
    plain = str(text)
    sign, rest = plain[:1], Markup(plain[1:])  # noqa: S704 - what is left of an escaped text
    if sign not in CLASSES or not plain[1:].startswith((" ", "\u00a0")):
        return text
    return Markup('<span class="outcome {}"><span class="shape" aria-hidden="true">{}</span></span>{}').format(
        CLASSES[sign], sign, rest
    )


def document_context(document: Document, visit: RequestContext) -> Mapping[str, Any]:
    """Return what a template that shows a document tells."""
    return {"document": document, "telling": DocumentTelling(visit)}
