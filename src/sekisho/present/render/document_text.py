"""A document as lines for a terminal: headings, paragraphs, points, tables; of charts the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from sekisho.present.document import Calendar, ChartFigure, Constants, Document, Paragraph, Part, Points, Table
from sekisho.present.render.section_text import part_text
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, indented, paint, table, wrap


def document_lines(document: Document, say: Callable[[str], str], *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Set out a document: its title, what it found, and section by section the rest.

    Parameters
    ----------
    say
        Tells a text in the language of the reader.
    """
    head = document.head
    lines = [paint(say(head.title), Ink.BOLD)]
    if head.line and say(head.line) != say(head.title):
        lines += wrap(say(head.line), width=width)
    for text in (*head.findings, *head.cautions):
        lines += wrap(say(text), width=width, hang="  ")
    for section in document.sections:
        lines += ["", paint(say(section.heading), Ink.BOLD)]
        for part in section.parts:
            lines += part_lines(part, say, width)
    return lines


def part_lines(part: Part, say: Callable[[str], str], width: int) -> Iterator[str]:
    """Set out one part of a document."""
    match part:
        case Paragraph():
            yield from indented(say(part.text), width=width)
        case Points():
            for text in part.items:
                yield from wrap(say(text), width=width, indent="  - ", hang="    ")
        case Table():
            yield from table([[say(cell) for cell in row] for row in part.rows], width=width)
        case ChartFigure():
            yield from part_lines(part.table, say, width)
        case Calendar() | Constants():
            yield from part_text(part, say, width)
        case _:
            assert_never(part)
