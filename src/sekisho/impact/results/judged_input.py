"""What one uncertain input does to a loss: at its low, at its centre and at its high, and the figures behind it."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.impact.economy.input_proofs import InputProof
from sekisho.impact.materials.figure import Figure
from sekisho.impact.results.bands import QuantileBand


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureEffect:
    """One figure behind an input, moved alone while all else stands at its middle.

    Parameters
    ----------
    material, sector
        Of which it is; empty where it is the model's own, or of no sector.
    name
        Of the figure.
    at_low, at_high
        Loss with it at its low and its high, in per cent of annual GDP.
    proof
        What has tested it; None if nothing has.
    """

    material: str
    sector: str
    name: str
    figure: Figure
    at_low: float
    at_high: float
    proof: InputProof | None

    @property
    def reach(self) -> float:
        """How far the loss moves between its ends."""
        return abs(self.at_high - self.at_low)


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
        The figures that move the loss most, the farthest reach first.
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
