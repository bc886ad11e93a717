"""One product as an indented list with bars of value: what it is made of, what of it is curbed, where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from sekisho.determination.core.outcome import Outcome
from sekisho.exposure.part_outcomes import VARIANTS
from sekisho.exposure.result import Exposure
from sekisho.i18n.names import territory_text
from sekisho.message import Text, counted, message
from sekisho.present.exposure.words import sourcing_text
from sekisho.present.outcome_labels import INKS, SHAPES
from sekisho.present.render.terminal import Ink, paint, share, table

BAR: Final = 12
"""Cells of a full bar."""
EIGHTHS: Final = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
SHOWN: Final = 4
"""Lines of one part that are shown beside those that are curbed or lead there; the others are folded."""
Tell = Callable[[str], str]
"""Tells a text in a language."""
HEADS: Final[tuple[str, ...]] = (
    message("exposure.part", "part"),
    message("exposure.quantity", "quantity"),
    message("exposure.value", "value"),
    "",
    message("exposure.outcome", "outcome"),
    message("exposure.from", "from"),
    message("exposure.sourcing", "sourcing"),
    message("exposure.stock", "stock"),
)
SHORT_WORDS: Final[Mapping[str, Text]] = {
    "prohibited": message("exposure.prohibited", "prohibited"),
    "licence required": message("exposure.licence", "licence required"),
    "undetermined": message("exposure.undetermined", "not decided"),
    "free_if_supposed": message("exposure.short_free_if_supposed", "no licence as assumed"),
    "free_with_alert": message("exposure.short_free_with_alert", "no licence, stop and ask"),
    "free": message("exposure.short_free", "no licence"),
}
NAME: Final = 44
MOST: Final = 200
"""Lines of a tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig:
    """A line of a product at its depth, or several that are folded.

    Parameters
    ----------
    part
        The part; -1 if lines are folded.
    many
        How many of it one product holds by this way, at most; or how many lines are folded.
    value_share
        Its value over the price of the product; None if unknown.
    line
        The line; -1 for the product.
    """

    depth: int
    part: int
    many: float
    value_share: float | None
    line: int = -1


def bar(part: float | None, width: int = BAR) -> str:
    """Draw a share as a bar, to an eighth of a cell.

    >>> bar(0.5, 4), bar(0.03, 4), bar(None, 4)
    ('██  ', '▏   ', '?   ')
    """
    if part is None:
        return "?".ljust(width)
    eighths = min(8 * width, max(round(8 * width * part), 1 if part > 0 else 0))
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).ljust(width)


class _Tree:
    """Walks the lines of a product, depth first, without recursion."""

    def __init__(self, found: Exposure, product: int) -> None:
        self.found, self.product = found, product
        lines = found.bill.lines
        self.order = np.argsort(lines.parent, kind="stable")
        self.first = np.searchsorted(lines.parent[self.order], np.arange(len(found.bill.parts) + 1))
        content = found.shares.content[found.reading]
        self.price = np.where(np.isfinite(content.price_high), content.price_high, np.nan)
        self.whole = float(self.price[product])
        _, ceiling = found.curbs.levels(VARIANTS[0])
        self.curbed = ceiling[found.curbs.of_line] > Outcome.FREE
        self.hangs = found.stakes.ceiling[VARIANTS[0]] > Outcome.FREE

    def twigs(self) -> Iterator[Twig]:
        """Yield the lines; of each part those that are curbed or lead there, and the dearest of the others."""
        waiting = [Twig(depth=0, part=self.product, many=1.0, value_share=1.0)]
        while waiting:
            twig = waiting.pop()
            yield twig
            if twig.part >= 0:
                waiting += reversed(self._below(twig))

    def _below(self, twig: Twig) -> list[Twig]:
        lines = self.order[self.first[twig.part] : self.first[twig.part + 1]].tolist()
        own = sorted((self._one(twig, line) for line in lines), key=lambda one: (-(one.value_share or 0.0), one.line))
        leads = [bool(self.curbed[one.line]) or bool(self.hangs[one.part]) for one in own]
        spare = [one for one, lead in zip(own, leads, strict=True) if not lead]
        kept = {one.line for one, lead in zip(own, leads, strict=True) if lead} | {one.line for one in spare[:SHOWN]}
        if len(spare) <= SHOWN + 1:
            return own
        rest = [one for one in own if one.line not in kept]
        worth = None if any(one.value_share is None for one in rest) else sum(one.value_share or 0.0 for one in rest)
        folded = Twig(depth=twig.depth + 1, part=-1, many=float(len(rest)), value_share=worth)
        return [*(one for one in own if one.line in kept), folded]

    def _one(self, twig: Twig, line: int) -> Twig:
        lines = self.found.bill.lines
        part = int(lines.part[line])
        many = twig.many * float(lines.high[line])
        value = many * float(self.price[part]) / self.whole if self.whole > 0 else np.nan
        known = float(value) if np.isfinite(value) else None
        return Twig(depth=twig.depth + 1, part=part, many=many, value_share=known, line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A line of a product as it is told; parameters as of `Twig`.

    Parameters
    ----------
    name
        Number and name of the part; empty if lines are folded.
    quantity
        With its unit; empty for the product.
    outcome
        Headline of what the law makes of it as it crosses the border, or of what hangs below it; empty if neither.
    below
        Whether the outcome is that of what hangs below it.
    is_choice
        Whether it is one of several alternatives.
    stock_days
        None if nobody states it.
    """

    depth: int
    name: str
    folded: int
    quantity: str
    value_share: float | None
    outcome: str
    below: bool
    origin: str
    sourcing: str
    stock_days: float | None
    is_choice: bool


def leaves(found: Exposure, product: int) -> Iterator[Leaf]:
    """Yield the lines of a product from the top down, no more than `MOST` and one with neither name nor number."""
    tree, parts = _Tree(found, product), found.bill.parts
    twigs = list(islice(tree.twigs(), MOST + 1))
    mass = max((one.many for one in twigs if one.part >= 0 and parts.unit[one.part] == "kg"), default=0.0)
    for number, twig in enumerate(twigs):
        folded, outcome = twig.part < 0, ("", False)
        if not folded and number < MOST:
            outcome = _outcome(found, tree, twig)
        stock = np.nan if folded else parts.stock_days[twig.part]
        yield Leaf(
            depth=twig.depth if number < MOST else 0,
            name="" if folded or number == MOST else parts.labelled(twig.part),
            folded=int(twig.many) if folded and number < MOST else 0,
            quantity="" if folded or twig.line < 0 else _quantity(found, twig, in_grams=mass < 1),
            value_share=twig.value_share,
            outcome=outcome[0],
            below=outcome[1],
            origin="" if folded else found.kinds.origin[twig.part],
            sourcing="" if folded else parts.sourcing[twig.part],
            stock_days=None if np.isnan(stock) else float(stock),
            is_choice=_is_choice(found, twig),
        )


def tree_rows(found: Exposure, product: int) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each line: name, quantity, value with its bar, outcome, origin, sourcing, stock."""
    yield HEADS
    for leaf in leaves(found, product):
        worth = "" if leaf.value_share is None else share(leaf.value_share, 1)
        indent = "  " * leaf.depth
        if leaf.folded:
            folded = counted("exposure.more_lines", "{n} more line", "{n} more lines", n=leaf.folded)
            yield (_under(indent, folded), "", worth, bar(leaf.value_share), "", "", "", "")
        elif not leaf.name:
            yield ("…", "", "", "", "", "", "", "")
        else:
            yield (
                message("exposure.choice", "{part} (or)", part=_short(indent + leaf.name))
                if leaf.is_choice
                else _short(indent + leaf.name),
                leaf.quantity,
                worth,
                bar(leaf.value_share),
                _outcome_text(leaf),
                territory_text(leaf.origin, found.library) if leaf.origin else "?",
                sourcing_text(leaf.sourcing),
                "" if leaf.stock_days is None else days_text(leaf.stock_days),
            )


def _under(indent: str, text: Text) -> Text:
    return message("exposure.under", "{indent}{text}", indent=indent, text=text)


def days_text(days: float) -> Text:
    """Write a number of days in a column."""
    return message("exposure.days", "{days} d", days=f"{days:g}")


def _is_choice(found: Exposure, twig: Twig) -> bool:
    return twig.line >= 0 and bool(found.bill.lines.group[twig.line] >= 0)


def _short(text: str) -> str:
    return text if len(text) <= NAME else text[: NAME - 1] + "…"


def _quantity(found: Exposure, twig: Twig, *, in_grams: bool) -> str:
    """Write a quantity with its unit; masses of a product all in kilograms, or in grams where none reaches one."""
    unit = found.bill.parts.unit[twig.part]
    if not np.isfinite(twig.many):
        return "?"
    if unit == "kg":
        return f"{twig.many * 1000:,.4g} g" if in_grams else f"{twig.many:,.4g} kg"
    return f"{twig.many:,.6g}" + ("" if unit == "piece" else f" {unit}")


def _outcome(found: Exposure, tree: _Tree, twig: Twig) -> tuple[str, bool]:
    """Say what the law makes of a line that crosses a border, and what hangs below it otherwise."""
    if twig.line >= 0 and tree.curbed[twig.line]:
        return found.curbs.crossings[int(found.curbs.of_line[twig.line])].verdicts[VARIANTS[0]].headline, False
    if tree.hangs[twig.part]:
        return found.stakes.verdict(twig.part).headline, True
    return "", False


def _outcome_text(leaf: Leaf) -> str:
    if leaf.below:
        below = message("exposure.outcome_below", "in its parts")
        return message("exposure.shaped", "{shape} {outcome}", shape=SHAPES[leaf.outcome], outcome=below)
    if not leaf.outcome:
        return ""
    return message(
        "exposure.shaped", "{shape} {outcome}", shape=SHAPES[leaf.outcome], outcome=SHORT_WORDS[leaf.outcome]
    )


def _inked(text: str, leaf: Leaf) -> str:
    return paint(text, Ink.DIM if leaf.below else INKS[leaf.outcome]) if text else ""


def tree_text(found: Exposure, product: int, say: Tell = str) -> list[str]:
    """Lay a product out as an indented list in a language."""
    head = message(
        "exposure.tree_head", "{part}: what it is made of, by value", part=found.bill.parts.labelled(product)
    )
    spoken = [tuple(map(say, row)) for row in tree_rows(found, product)]
    inks = [None, *leaves(found, product)]
    rows = [
        row if leaf is None else (*row[:4], _inked(row[4], leaf), *row[5:])
        for row, leaf in zip(spoken, inks, strict=True)
    ]
    return [paint(say(head), Ink.BOLD), *table(rows, right=frozenset({1, 2}))]
