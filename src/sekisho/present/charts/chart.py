"""A chart and what belongs to it: the finding, what is measured, the source, and the table behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from sekisho.i18n.locale import quantity
from sekisho.message import NumberText, Text, message

if TYPE_CHECKING:
    from sekisho.impact.dependence import Interval

Cell = str | float | int | None
Written = Callable[[float], str]
"""How a number is written for people."""
Tell = Callable[[str], str]
"""Tells a text in a language, such as `Translator.say`."""
Drawing = Callable[[Tell, bool], Mapping[str, Any]]
"""Draws with the words of a language, for a wide page or (True) for one as wide as a phone. Altair checks no schema,
which takes half of the time: vl-convert refuses what it cannot draw."""
_YEAR: Final = re.compile(r"\b(19|20)\d\d\b")
_UNIT: Final = re.compile(
    r"%|\bper cent\b|\bshare\b|\bmillion\b|\bbillion\b|\btrillion\b|\bdays?\b|\btonnes?\b|\bhours?\b|\bindex\b"
    r"|\b(?:[A-Z]{3}|yen) (?:a (?:week|year)|at the GDP)\b"
)


def fixed(places: int) -> Written:
    """Write numbers with so many digits after the point.

    >>> fixed(2)(1234.5)
    '1,234.50'
    """
    return lambda number: f"{number:,.{places}f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartColumn:
    """A column of the table behind a chart.

    Parameters
    ----------
    unit
        Empty for text.
    places
        Digits after the point.
    written
        How its numbers are written, in place of so many digits.
    of_days
        Whether it holds days, as files have them: people see them as their language writes a day.
    """

    name: str
    unit: str = ""
    places: int = 1
    written: Written | None = None
    of_days: bool = False

    @property
    def heading(self) -> str:
        """Name with unit."""
        return message("chart.column", "{name} ({unit})", name=self.name, unit=self.unit) if self.unit else self.name

    def shown(self, value: Cell) -> str:
        """Write a value for people; nothing is a dash."""
        if value is None:
            return "-"
        if isinstance(value, str):
            return quantity("date", date.fromisoformat(value)) if self.of_days else value
        return (self.written or fixed(self.places))(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart as data, ready to be drawn.

    Parameters
    ----------
    title
        The finding, as a sentence without a full stop.
    subtitle
        What is measured, of whom, with unit and year.
    source
        Where the numbers come from, in words, beginning with "Source:"; digests stand where it says how it was made.
    draw
        Draws it in a language.
    is_slim
        Whether it is drawn anew for a page as wide as a phone; else the drawing may shrink.
    says
        What the drawing shows, for those who cannot see it.
    columns, rows
        The table behind it, whole.
    """

    title: str
    subtitle: str
    source: str
    draw: Drawing
    says: str
    columns: tuple[ChartColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_slim: bool = True

    @property
    def label(self) -> Text:
        """What stands for the drawing where it cannot be seen: its finding, and what it shows."""
        return message("chart.label", "{title}. {says}", title=self.title, says=self.says)

    def spec_in(self, tell: Tell, *, slim: bool = False) -> Mapping[str, Any]:
        """Return the Vega-Lite specification of the drawing, without title and source, its data inline."""
        return self.draw(tell, slim and self.is_slim)

    @property
    def spec(self) -> Mapping[str, Any]:
        """The drawing in English."""
        return self.spec_in(str)

    @property
    def slim(self) -> Mapping[str, Any] | None:
        """The same for a page as wide as a phone; None where the drawing may shrink."""
        return self.spec_in(str, slim=True) if self.is_slim else None

    def records(self) -> list[dict[str, Cell]]:
        """Return the table as records under its headings, for CSV."""
        headings = [column.heading for column in self.columns]
        return [dict(zip(headings, row, strict=True)) for row in self.rows]


WORDS_TWICE: Final = 4
"""Words in a row that are no chance: fewer are a name and a month."""
MEAN: Final = message("chart.mean", "mean")
MIDDLE: Final = message("chart.middle_run", "middle run")
LEVELS: Final[tuple[str, ...]] = (
    quantity("share", 0.05),
    quantity("share", 0.25),
    MIDDLE,
    quantity("share", 0.75),
    quantity("share", 0.95),
)
"""Heads of columns of quantiles."""
HALF: Final = message("chart.half", "half of the runs")
MOST: Final = message("chart.most", "9 in 10 runs")
"""Names of the intervals of half of the runs, and of nine in ten."""


def span_text(low: str, high: str) -> Text:
    """Write two ends."""
    return message("chart.span", "{low} to {high}", low=low, high=high)


def share_text(low: float, high: float | None) -> Text:
    """Write a share, or an interval of shares, in whole per cent; `high` None if only the least is known.

    >>> share_text(0.58, 0.796), share_text(0.7, 0.7), share_text(0.66, None)
    ('58 to 80 %', '70 %', 'over 66 %')
    """
    least = f"{100 * low:.0f}"
    if high is None:
        return message("chart.share_over", "over {low} %", low=least)
    most = f"{100 * high:.0f}"
    if least == most:
        return message("chart.share", "{share} %", share=least)
    return message("chart.share_span", "{low} to {high} %", low=least, high=most)


def period_text(period: str) -> str:
    """Write a year, half of a year or a month.

    >>> period_text("2024"), period_text("2024-H1"), period_text("2010-09")
    ('2024', '2024-H1', '2010-09')
    """
    year, _, part = period.partition("-")
    match part:
        case "":
            return period
        case "H1":
            return message("chart.first_half", "{year}-H1", year=year)
        case "H2":
            return message("chart.second_half", "{year}-H2", year=year)
        case _:
            return NumberText(period, "month", (int(year), int(part)))


def lacking(chart: Chart) -> Iterator[str]:
    """Say what a chart lacks of what every chart must have; a test asks this of each."""
    if len(chart.title.split()) < 4 or chart.title.endswith("."):  # noqa: PLR2004 - fewer words are a label
        yield f"the title '{chart.title}' states no finding, or ends in a full stop."
    if not _UNIT.search(chart.subtitle):
        yield f"the subtitle '{chart.subtitle}' names no unit."
    if not _YEAR.search(chart.subtitle):
        yield f"the subtitle '{chart.subtitle}' names no year."
    if not chart.source.startswith("Source:"):
        yield f"the source line '{chart.source}' does not begin with 'Source:'."
    if not chart.says.strip():
        yield "nothing says what the drawing shows."
    if twice := _said_twice(chart.title, chart.says):
        yield f"'{twice}' is the finding, and is said again of what the drawing shows."
    if not chart.rows or any(len(row) != len(chart.columns) for row in chart.rows):
        yield "the table is empty, or a row has another number of cells than there are columns."
    if not any(column.unit for column in chart.columns):
        yield "no column of the table has a unit."
    for found in _urls([chart.spec, chart.slim]):
        yield f"the specification names a remote address: {found}."


def _said_twice(finding: str, shown: str) -> str:
    """Return words of a finding that are said again, which whoever hears the drawing hears twice; nothing if none are.

    >>> _said_twice("Motor vehicles lose most in the worst runs", "Cars lose most in the worst runs. Mean: 2")
    'lose most in the'
    >>> _said_twice("The mean loss is highest in June 2026: JPY 3 billion", "By month. June 2026: mean 3")
    ''
    """
    words = finding.split()
    runs = (" ".join(words[at : at + WORDS_TWICE]) for at in range(len(words) - WORDS_TWICE + 1))
    return next((run for run in runs if run in shown), "")


def _urls(part: object) -> Sequence[str]:
    """Find addresses in a specification, save that of its schema."""
    if isinstance(part, Mapping):
        return [found for key, value in part.items() if key != "$schema" for found in _urls(value)]
    if isinstance(part, list | tuple):
        return [found for value in part for found in _urls(value)]
    return [part] if isinstance(part, str) and "://" in part else []


def interval_text(one: Interval) -> Text:
    """Write an interval of shares in whole per cent; a share of which only the least is known says so.

    >>> from sekisho.impact.dependence import Interval
    >>> interval_text(Interval(year=2018, low=0.58, high=0.796, shares=()))
    '58 to 80 %'
    """
    return share_text(one.low, None if [share.high for share in one.shares] == [None] else one.high)
