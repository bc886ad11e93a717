"""What an answer is made of before it is shown: sections of paragraphs, points, tables and charts.

Nothing here is in a language: whatever holds text holds a `Text`, and whoever shows a document tells it in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.message import Text, joined, message

if TYPE_CHECKING:
    from sekisho.present.charts.chart import Chart

Row = Sequence[str]
BLANK: Final = "【　　　　】"
"""Stands where somebody writes by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A sentence or several."""

    text: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Sentences one below the other.

    Parameters
    ----------
    places
        Address of a page for each sentence, which says more of it; empty if none does.
    """

    items: tuple[str, ...]
    places: tuple[str, ...] = ()
    kind: str = "points"


TREE, CARDS = "tree", "cards"
"""Layouts of tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose first column heads its rows.

    Parameters
    ----------
    heads
        Heads of the columns; those that end in a unit or hold numbers are set flush right.
    texts
        Number of columns, from the left, that hold words.
    words
        Columns after those, counted from 0, that hold words too: set flush left, and broken over lines.
    folded
        What to open to see it; empty shows it at once.
    spare
        Columns, counted from 0, that a slim page leaves out.
    places
        Address of a page for each row, which says more of it; empty if none does.
    placed
        Column, counted from 0, that leads there.
    ends
        Address for the last cell of each row; empty if it leads nowhere.
    layout
        What a page sets otherwise than in other tables: `TREE` keeps the spaces that indent the first column, and rows
        of `CARDS` stand one below the other on a slim page, each cell behind the name of its column.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    texts: int = 1
    folded: str = ""
    spare: frozenset[int] = frozenset()
    places: tuple[str, ...] = ()
    placed: int = 0
    ends: tuple[str, ...] = ()
    layout: str = ""
    words: frozenset[int] = frozenset()
    kind: str = "grid"

    @property
    def numbers(self) -> frozenset[int]:
        """Columns, counted from 0, that are set flush right and never broken."""
        return frozenset(range(self.texts, len(self.heads))) - self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigure:
    """A chart with its table; `beside` stands in place of the one that the chart carries."""

    chart: Chart
    beside: Table | None = None
    kind: str = "figure"

    @property
    def table(self) -> Table:
        """The table behind the chart."""
        if self.beside is not None:
            return self.beside
        columns = self.chart.columns
        one_unit = len({column.unit for column in columns if column.unit}) == 1  # the caption names it
        return Table(
            caption=self.chart.subtitle,
            heads=tuple(column.name if one_unit else column.heading for column in columns),
            rows=tuple(
                [column.shown(cell) for column, cell in zip(columns, row, strict=True)] for row in self.chart.rows
            ),
            folded=message("chart.table", "Table"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Blanks:
    """Questions that are answered by hand, one below the other, each with an empty box."""

    questions: tuple[str, ...]
    kind: str = "blanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRow:
    """One line of a calendar.

    Parameters
    ----------
    certain, possible
        Weeks, counted from 1, in which it happens for certain, and in which it happens at all; first and last of each.
    text
        The same in words.
    """

    name: str
    certain: tuple[tuple[int, int], ...]
    possible: tuple[tuple[int, int], ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Weeks from left to right, a line for each thing: solid for certain, hatched for possible.

    Parameters
    ----------
    heads
        What a line is, and what its words tell.
    """

    caption: str
    heads: tuple[str, str]
    weeks: int
    lines: tuple[CalendarRow, ...]
    kind: str = "calendar"

    @property
    def marks(self) -> tuple[int, ...]:
        """The weeks in which its quarters begin."""
        return tuple(1 + round(quarter * self.weeks / 4) for quarter in range(4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """Questions that are answered once for everything, each with its answer and what hangs on it.

    Parameters
    ----------
    questions
        Of each the fact, its name, the answer in words, and the effect.
    """

    caption: str
    heads: tuple[str, str, str]
    questions: tuple[tuple[str, str, str, str], ...]
    kind: str = "constants"


Part = Paragraph | Points | Table | ChartFigure | Calendar | Constants


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it.

    Parameters
    ----------
    is_detail
        Whether it is shown to who asks for everything: a page folds it, a terminal leaves it out.
    is_secondary
        Whether a page of the web folds it, so that the answer stands on a screen or two; a file shows it.
    name
        By which an address on a page leads to it; empty if none does.
    is_open
        Whether a page that folds what stands far down leaves it open.
    """

    heading: str
    parts: tuple[Part, ...]
    is_detail: bool = False
    is_secondary: bool = False
    name: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the head of a report, and at its foot.

    Parameters
    ----------
    line
        What a reader should see beside the title: dates, reading, versions.
    findings
        The summary, sentence by sentence.
    cautions
        What to know before using a number.
    card
        What the numbers rest on, by name.
    """

    title: str
    line: str
    findings: tuple[str, ...]
    cautions: tuple[str, ...]
    card: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An answer, whole."""

    head: Head
    sections: tuple[Section, ...]

    def figures(self) -> Iterator[ChartFigure]:
        """Go through its charts."""
        for one in self.sections:
            yield from (part for part in one.parts if isinstance(part, ChartFigure))


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as a draft.

    Parameters
    ----------
    remarks
        What the sender is told, and takes away before the letter goes.
    head
        Number, day, sender and addressee, one a line.
    """

    number: str
    subject: str
    remarks: tuple[str, ...]
    head: tuple[str, ...]
    parts: tuple[Paragraph | Points | Table | Blanks, ...]


NOTHING: Final = Text("")
"""The last wording of a part that may be left out, and what stands beside a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPart:
    """One part of an answer that fits a screen: a label, and beside it a sentence or a table of cases.

    Parameters
    ----------
    label
        Empty for the verdict, and for commands.
    wordings
        The same said ever shorter; the first that fits is shown.
    lines
        Lines of the narrowest screen that it may take.
    rows
        Cases, and the answer in each.
    place
        Address of a page that says more; empty if none does.
    spare
        Places of the cases in the order in which they are left out where not all fit.
    easily
        Whether the first of them is left out before any sentence is shortened.
    counted
        Wordings at the end that only count what they leave out: taken where nothing else makes the answer short enough.
    weight
        Of parts that could be counted the lightest is first.
    """

    label: str = ""
    wordings: tuple[str, ...] = ()
    lines: int = 1
    counted: int = 0
    weight: int = 0
    rows: tuple[tuple[str, str], ...] = ()
    place: str = ""
    spare: tuple[int, ...] = ()
    easily: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """An answer that fits a screen.

    Parameters
    ----------
    headline
        Word of the outcome, by which it is coloured.
    parts
        The verdict first.
    """

    headline: str
    parts: tuple[BriefPart, ...]


def section(
    heading: str, *parts: Part | None, is_detail: bool = False, is_secondary: bool = False, name: str = ""
) -> list[Section]:
    """Return a section of the parts that there are; none if there are none."""
    there = tuple(part for part in parts if part is not None)
    if not there:
        return []
    return [Section(heading=heading, parts=there, is_detail=is_detail, is_secondary=is_secondary, name=name)]


def paragraph(*sentences: str | None) -> Paragraph | None:
    """Return a paragraph of the sentences that there are."""
    text = joined(filter(None, sentences), "sentence")
    return Paragraph(text=text) if text else None
