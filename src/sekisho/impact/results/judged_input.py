"""What one uncertain input does to a loss: at its low, at its centre and at its high, and the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sekisho.impact.economy.input_proofs import InputProof
from sekisho.impact.materials.figure import Figure
from sekisho.impact.results.bands import QuantileBand
from sekisho.message import Text

NO_LABEL: Final = Text("")
"""Label of a figure that is named by its material."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEffect:
    """One figure behind an input, and what it does if it is moved alone while all else stands at its middle.

    Parameters
    ----------
    material, sector
        Of which it is; empty where it is the model's own, or of no sector.
    name
        Of the figure.
    at_low, at_high
        Loss with it at its low and its high, in per cent of annual GDP; None where it moves only with others.
    proof
        What has tested it; None if nothing has.
    label
        What it is called where it is of no material: a number of the model, a field of use, how licences went.
    """

    material: str
    sector: str
    name: str
    figure: Figure
    at_low: float | None
    at_high: float | None
    proof: InputProof | None
    label: Text = NO_LABEL

    @property
    def reach(self) -> float:
        """How far the loss moves between its ends."""
        return 0.0 if self.at_low is None or self.at_high is None else abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedInput:
    """What an uncertain input does.

    Parameters
    ----------
    share
        Share of the spread that it makes up alone, 0 to 1; None where nothing spreads.
    low, central, high
        Loss with the input at its low, centre and high, everything else drawn; in per cent of annual GDP.
    middle
        Loss with every input at its middle.
    effects
        The figures that move the loss most, the farthest reach first; then those that move only with others.
    figures, weak, tested
        How many figures stand behind it, how many of them rest on judgement or a weak source, and how many something
        has tested.
    """

    name: str
    share: float | None
    low: QuantileBand
    central: QuantileBand
    high: QuantileBand
    middle: float
    effects: tuple[FigureEffect, ...]
    figures: int
    weak: int
    tested: int
    draws: int
