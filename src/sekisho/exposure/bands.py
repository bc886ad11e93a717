"""What a case does to one product or part, as bands: weeks, revenue, days until it is short, and until it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.exposure.result import BoundedNumber, SupplyCase
from sekisho.exposure.shortage_network import YEAR
from sekisho.exposure.time_to_stop import WEEK, Stops
from sekisho.trade.bom.bill import Bill, Floats

QUANTILES: Final = (0.05, 0.5, 0.95)
Row = NDArray[np.floating] | NDArray[np.integer]
Reader = Callable[[Stops, int], Row]
OF_PRODUCTS: Final[dict[str, Reader]] = {
    "lost_days": lambda stops, at: stops.lost_days[:, at],
    "survive": lambda stops, at: stops.survive[:, at],
    "recover": lambda stops, at: stops.recover[:, at],
}
OF_PARTS: Final[dict[str, Reader]] = {
    "gap": lambda stops, at: np.maximum(stops.part_recover[:, at] - stops.part_survive[:, at], 0),
    "survive": lambda stops, at: stops.part_survive[:, at],
    "recover": lambda stops, at: stops.part_recover[:, at],
}


@dataclass(slots=True, eq=False)
class Numbers:
    """Reads bands off a case: certain and possible of one supposed case, or the outer quantiles of draws of both."""

    bill: Bill
    case: SupplyCase
    _products: list[dict[int, int]] = field(init=False)
    _sources: list[dict[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        """Find the place of each product and part in the three networks."""
        networks = (self.case.network, self.case.possible_network, self.case.pointed_network)
        self._products = [{part: at for at, part in enumerate(one.products.tolist())} for one in networks]
        self._sources = [{part: at for at, part in enumerate(one.sources.tolist())} for one in networks]

    def of_product(self, part: int, what: str) -> BoundedNumber | None:
        """Return a band of a product; None if it hangs on nothing that is scarce."""
        return self._band(
            part, self._products, OF_PRODUCTS[what], never=0 if what != "survive" else self.case.stops.days
        )

    def of_part(self, part: int, what: str) -> BoundedNumber | None:
        """Return a band of a part through which something scarce comes in."""
        return self._band(part, self._sources, OF_PARTS[what], never=0 if what != "survive" else self.case.stops.days)

    def weeks(self, part: int) -> BoundedNumber | None:
        """Return the weeks of output that a product loses."""
        return _times(self.of_product(part, "lost_days"), 1.0 / WEEK)

    def revenue(self, part: int) -> BoundedNumber | None:
        """Return the revenue that is not made with a product."""
        return _times(self.of_product(part, "lost_days"), float(self.bill.parts.revenue[part]) / YEAR)

    def at_risk(self) -> Floats:
        """Return the middle of the revenue at risk of every product; shape (products,)."""
        places, stops = self._products[1], self.case.possible
        lost = np.median(stops.lost_days, axis=0) if stops.lost_days.size else np.zeros(0)
        worth = np.nan_to_num(self.bill.parts.revenue) / YEAR
        return np.array(
            [worth[part] * lost[places[part]] if part in places else 0.0 for part in self.bill.products.tolist()]
        )

    def certain_day(self, part: int) -> float | None:
        """Return the day on which a product stops at the earliest by what is certain; None if it need not stop."""
        return self._first_day(part, self._products[0], self.case.stops)

    def pointed_day(self, part: int) -> float | None:
        """Return the day on which it stops at the earliest by what is certain or what a code points to, if it does."""
        return self._first_day(part, self._products[2], self.case.pointed)

    def capped(self) -> tuple[Floats, Floats, Mapping[int, float]]:
        """Return the revenue a day and the days lost of every product, and the days that each part is short.

        All in the middle of the draws; a part that is not among them is never short.
        """
        stops, products = self.case.possible, self.bill.products.tolist()
        lost = np.median(stops.lost_days, axis=0) if stops.lost_days.size else np.zeros(0)
        places = self._products[1]
        days = np.array([float(lost[places[part]]) if part in places else 0.0 for part in products])
        gaps = np.maximum(stops.part_recover - stops.part_survive, 0)
        short = np.median(gaps, axis=0) if gaps.size else np.zeros(0)
        worth = np.nan_to_num(self.bill.parts.revenue[self.bill.products]) / YEAR
        return worth, days, {part: float(short[at]) for part, at in self._sources[1].items()}

    def _first_day(self, part: int, places: Mapping[int, int], stops: Stops) -> float | None:
        if part not in places:
            return None
        values = stops.survive[:, places[part]]
        day = float(np.quantile(values, QUANTILES[0])) if self.case.drawn else float(values[0])
        return day if day < stops.days else None

    def _band(self, part: int, places: list[dict[int, int]], read: Reader, *, never: float) -> BoundedNumber | None:
        if part not in places[1]:
            return None
        possible = read(self.case.possible, places[1][part])
        certain = read(self.case.stops, places[0][part]) if part in places[0] else np.full(len(possible), never)
        ends = (
            [np.quantile(values, QUANTILES) for values in (certain, possible)]
            if self.case.drawn
            else [certain, possible]
        )
        low, high = float(min(end[0] for end in ends)), float(max(end[-1] for end in ends))
        return BoundedNumber(low=low, mid=float(ends[1][len(ends[1]) // 2]), high=high)


def _times(band: BoundedNumber | None, factor: float) -> BoundedNumber | None:
    if band is None or not np.isfinite(factor):
        return None
    return BoundedNumber(low=band.low * factor, mid=band.mid * factor, high=band.high * factor)
