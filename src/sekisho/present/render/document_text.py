"""A document on a terminal: title, findings, headings, sentences, tables that fit, and weeks as letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from sekisho.message import joined
from sekisho.present.document import (
    TREE,
    Calendar,
    CalendarRow,
    ChartFigure,
    Constants,
    Document,
    Paragraph,
    Part,
    Points,
    Section,
    Table,
)
from sekisho.present.render.line_breaks import flow, points
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, paint, shortened, table, wrap

NAME: Final = 17
"""Cells for the names beside a calendar: with fewer they say nothing, and weeks are told in words."""
ROOM: Final = 30
"""Cells in which words can be broken into lines: with fewer, every line holds a word."""
Say = Callable[[str], str]
"""Tells a text in the language of the reader."""
CERTAIN, POSSIBLE, NOTHING = "█", "▒", "·"


def document_lines(document: Document, say: Say, *, width: int = DEFAULT_WIDTH) -> list[str]:
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
    told = sections_text(document.sections, say, width, charts=True)
    return [*lines, "", *told] if told else lines


def sections_text(sections: Iterable[Section], say: Say, width: int, *, charts: bool = False) -> list[str]:
    """Tell sections one below the other; what pages alone lay out is left out.

    Parameters
    ----------
    charts
        Give the table behind each chart; else charts are left out too.
    """
    lines: list[str] = []
    for section in sections:
        inside = [line for part in section.parts for line in part_text(part, say, width, charts=charts)]
        if inside:
            lines += ["", paint(say(section.heading), Ink.BOLD), *inside]
    return lines[1:]


def part_text(part: Part, say: Say, width: int, *, charts: bool = False) -> Iterator[str]:
    """Tell one part of a section."""
    match part:
        case Paragraph():
            yield from flow(say(part.text), width)
        case Points():
            yield from points(map(say, part.items), width)
        case Table() if part.layout != TREE:
            if name := say(part.folded or part.caption):
                yield from flow(paint(name, Ink.DIM), width)
            yield from table_text(
                [part.heads, *part.rows], say, width, texts=part.texts, spare=part.spare, words=part.words
            )
        case ChartFigure() if charts:
            yield from part_text(part.table, say, width)
        case Calendar():
            yield from flow(paint(say(part.caption), Ink.DIM), width)
            yield from _calendar(part, say, width)
        case Constants():
            yield from table_text([part.heads, *(row[1:] for row in part.questions)], say, width, texts=3)
        case _:
            return


def table_text(
    rows: Sequence[Sequence[str]],
    say: Say,
    width: int,
    *,
    texts: int,
    spare: frozenset[int] = frozenset(),
    words: frozenset[int] = frozenset(),
) -> list[str]:
    """Lay a table out, its head first; nothing is cut.

    Where lines are too long, spare columns go first; then the last column is broken into lines, if it is one of words
    with room for them; else each row stands as a sentence of names and values.

    Parameters
    ----------
    texts
        Columns of words, from the left; those after them are set flush right, but for those in `words`.
    """
    spoken = [[say(cell) for cell in row] for row in rows]
    columns = list(range(len(spoken[0])))
    for column in (None, *sorted(spare, reverse=True)):
        if column is not None:
            columns.remove(column)
        right = frozenset(place for place, at in enumerate(columns) if at >= texts and at not in words)
        chosen = [[row[at] for at in columns] for row in spoken]
        lines = table(chosen, right=right)
        if max(map(cells, lines)) <= width:
            return lines
    before = max(map(cells, table([row[:-1] for row in chosen], right=right)))
    if (columns[-1] < texts or columns[-1] in words) and width - before >= ROOM:
        return table(chosen, right=right, width=width)
    return list(_cards(chosen, say, width))


def _cards(rows: Sequence[Sequence[str]], say: Say, width: int) -> Iterator[str]:
    """Tell each row below the other: what it is, and under it the name of each column with its value."""
    (_, *heads), *others = rows
    for name, *values in others:
        yield from flow(name, width)
        pairs = (joined([head, value], "colon") for head, value in zip(heads, values, strict=True) if value)
        yield from flow(say(joined(pairs, "semicolon")), width, indent="    ")


def _calendar(part: Calendar, say: Say, width: int) -> Iterator[str]:
    """Tell the weeks as letters, a week a letter, where a line has room for them; else in words."""
    if width < part.weeks + NAME:
        rows = [(row.name, say(row.text)) for row in part.lines]
        yield from table_text([part.heads, *rows], say, width, texts=2)
        return
    room = width - part.weeks - 4
    names = [shortened(row.name, room) for row in part.lines]
    axis = [" "] * part.weeks
    for week in part.marks:
        axis[week - 1 : week - 1 + len(str(week))] = str(week)
    weeks = ("".join(_letter(row, week) for week in range(1, part.weeks + 1)) for row in part.lines)
    yield from table([("", "".join(axis).rstrip()), *zip(names, weeks, strict=True)])


def _letter(row: CalendarRow, week: int) -> str:
    if any(first <= week <= last for first, last in row.certain):
        return CERTAIN
    return POSSIBLE if any(first <= week <= last for first, last in row.possible) else NOTHING
