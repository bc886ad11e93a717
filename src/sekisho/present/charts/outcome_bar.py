"""Bars in parts: outcomes, or places in the queue, by lines and by value, as SVG that scales to any width.

Written by hand: two bars take about 3 KB, need no library, and keep their letters at reading size on a phone, since
only lengths are in percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from sekisho.present.outcome_labels import SHAPES

FILLS: Final[Mapping[str, str]] = {
    "prohibited": "#7a1f1f",
    "licence required": "#e69f00",
    "undetermined": "url(#hatch)",
    "free_if_supposed": "#eef3f8",
    "free_with_alert": "#d9d9d9",
    "free": "#f4f8f4",
}
"""Dark, middle, hatched, nearly white: told apart in grey and by every eye."""
INK_ON: Final[Mapping[str, str]] = {"prohibited": "#ffffff"}
ROW: Final = 64
"""Height of a bar with its label, pixels."""
BAR: Final = 32
LABEL: Final = 20
LETTERS_FROM: Final = 0.06
"""Share from which a part has room for its shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeBar:
    """One bar: what is measured, and the share of each headline, 0 to 1."""

    label: str
    shares: Mapping[str, float]


def svg(bars: Sequence[OutcomeBar], *, title: str, description: str) -> Markup:
    """Draw bars one below the other; the title states the finding, the description every share."""
    height = ROW * len(bars)
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="bar-title bar-desc" '
        'width="100%" height="{}" font-size="15" font-family="inherit">'
        '<title id="bar-title">{}</title><desc id="bar-desc">{}</desc>'
        '<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="8" height="8" fill="#dceaf6"/>'
        '<rect width="3" height="8" fill="#2b6ca3"/></pattern></defs>'
    ).format(height, title, description)
    parts = [part for number, bar in enumerate(bars) for part in _bar(bar, top=number * ROW)]
    return head + Markup("").join(parts) + Markup("</svg>")


def _bar(bar: OutcomeBar, *, top: int) -> Iterable[Markup]:
    yield Markup('<text x="0" y="{}" fill="#1a1a1a">{}</text>').format(top + LABEL - 6, bar.label)
    start = 0.0
    for headline, shape in SHAPES.items():
        part = bar.shares.get(headline, 0.0)
        if part <= 0:
            continue
        yield Markup(
            '<rect x="{:.3f}%" y="{}" width="{:.3f}%" height="{}" fill="{}" stroke="#1a1a1a" data-outcome="{}"/>'
        ).format(100 * start, top + LABEL, 100 * part, BAR, FILLS[headline], headline)
        if part >= LETTERS_FROM:
            yield _shape(shape, headline, middle=100 * (start + part / 2), top=top)
        start += part


def _shape(shape: str, headline: str, *, middle: float, top: int) -> Markup:
    """Write the shape of an outcome into its part, on a plain ground where the part is hatched."""
    plate = Markup('<circle cx="{0:.3f}%" cy="{1}" r="11" fill="#ffffff"/>').format(middle, top + LABEL + BAR // 2)
    return (plate if headline == "undetermined" else Markup("")) + Markup(
        '<text x="{:.3f}%" y="{}" text-anchor="middle" fill="{}">{}</text>'
    ).format(middle, top + LABEL + BAR // 2 + 5, INK_ON.get(headline, "#1a1a1a"), shape)


QUEUE_FILLS: Final[Mapping[str, str]] = {"stop": "#8c0f1e", "look": "#f0b45c", "nothing_points": "#e8ecf1"}
"""Dark, middle and pale: told apart in print without colour."""
QUEUE_INKS: Final[Mapping[str, str]] = {"stop": "#ffffff"}
QUEUE_ROW, QUEUE_BAR = 30, 24
"""Height of a bar with the space below it, and of the bar, pixels."""
QUEUE_LABEL: Final = 15
"""Share of the width that the labels at the left take, per cent."""
NUMBER_FROM: Final = 0.045
"""Share from which a part has room for a number of three digits."""
WORD_FROM: Final = 0.16
"""Share from which a part has room for its word as well."""


@dataclass(frozen=True, slots=True)
class QueuePart:
    """A place in the queue in a bar: its share, 0 to 1, its number in words, and the same with its name."""

    place: str
    share: float
    number: str
    named: str


@dataclass(frozen=True, slots=True)
class QueueBar:
    """One bar: what is measured, and its parts from the left."""

    label: str
    parts: Sequence[QueuePart]


def queue_svg(bars: Sequence[QueueBar], *, title: str, description: str, name: str = "queue") -> Markup:
    """Draw bars of the places in the queue one below the other, each part with its number beside or in it.

    Parameters
    ----------
    name
        By which the drawing is told from another on its page.
    """
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{0}-title {0}-desc" '
        'width="100%" height="{1}" font-size="12.5" font-family="inherit">'
        '<title id="{0}-title">{2}</title><desc id="{0}-desc">{3}</desc>'
    ).format(name, QUEUE_ROW * len(bars), title, description)
    parts = [part for number, bar in enumerate(bars) for part in _queue_bar(bar, top=number * QUEUE_ROW)]
    return head + Markup("").join(parts) + Markup("</svg>")


def _queue_bar(bar: QueueBar, *, top: int) -> Iterable[Markup]:
    baseline = top + QUEUE_BAR // 2 + 5
    yield Markup('<text x="0" y="{}" fill="#1a1a1a">{}</text>').format(baseline, bar.label)
    start, room = float(QUEUE_LABEL), 100 - QUEUE_LABEL
    for part in bar.parts:
        if part.share <= 0:
            continue
        width = room * part.share
        yield Markup(
            '<rect x="{:.3f}%" y="{}" width="{:.3f}%" height="{}" fill="{}" stroke="#1a1a1a" data-place="{}"/>'
        ).format(start, top, width, QUEUE_BAR, QUEUE_FILLS[part.place], part.place)
        if part.share >= NUMBER_FROM:
            yield Markup('<text x="{:.3f}%" y="{}" text-anchor="middle" fill="{}">{}</text>').format(
                start + width / 2,
                baseline,
                QUEUE_INKS.get(part.place, "#1a1a1a"),
                part.named if part.share >= WORD_FROM else part.number,
            )
        start += width
