"""A line of trade: what an exporter would fill in for a part of trade of which route, day and item are known.

No other module makes such a line, so customs statistics, segments of a material and an order book of either are judged
alike. What is supposed of every flow stands here, and `SUPPOSITIONS` says it in the answer.

What is known of an item differs, and so does the line. A form of a material is defined by what it is, so its control
codes are certain: a magnet with dysprosium is listed under whichever heading it travels. A flow of statistics is known
by its heading alone, which holds other goods too, so its codes are hints and never certain: to take all of heading
850511 for magnets with dysprosium would tell certain value that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.impact.shock.segments import Segment
from sekisho.law.model.condition import FactName
from sekisho.message import message

CODES: Final = FactName("control_codes")
HEADING: Final = FactName("hs_code")
NOT_LISTED: Final = ""
"""Stands for the control code of an item that is classified as not listed."""

SUPPOSED: Final[Mapping[str, str]] = {"movement": "export", "knowledge_of_risk": "no"}
"""Supposed of every flow. Were the knowledge of a risk left open, the catch-all would possibly reach the documented
civil use of everything since its first day, and what a measure adds could not be told from it."""
NOT_IN_STATISTICS: Final[Mapping[str, str]] = dict.fromkeys(
    ("end_user", "importer", "intermediate_consignee", "end_use", "special_use"), "unknown"
)
"""Facts of a flow whose use nobody splits into segments. A segment says who uses the item; of its line nobody else is
supposed to take part, since any name that is open may be that of a listed party, in every flow alike."""
SUPPOSITIONS: Final = (
    message(
        "impact.every_flow",
        "Every flow is taken to be an export made where it leaves, to an end user where it goes, with no known risk.",
    ),
    message(
        "impact.every_heading",
        "Goods under a heading may fall under the control codes printed for it, or under that of a form counted "
        "there. None is certain.",
    ),
)
"""What is supposed of every flow, and of a heading, in sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where trade goes, the day whose law is asked, and what is assumed of the law's named unknowns.

    Parameters
    ----------
    origin
        Where it was made; empty where that is the supplier, and another where the supplier passes it on.
    """

    supplier: str
    buyer: str
    on: date
    assume: tuple[tuple[str, str], ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TradeItem:
    """What is known of an item.

    Parameters
    ----------
    codes
        Control codes as an order book writes them, with a question mark before one under which the item only may fall;
        none if it is classified as not listed.
    hs
        Six digits of its customs heading; empty if nobody says.
    """

    codes: tuple[str, ...]
    hs: str = ""

    @property
    def name(self) -> str:
        """What a verdict on it is found under: the heading of a flow, or else the control code, or NOT_LISTED."""
        return self.hs or next(iter(self.codes), NOT_LISTED)

    @property
    def cell(self) -> str:
        """Its control codes as the cell of an order book."""
        return ";".join(self.codes) or "none"


def item_under_code(code: str) -> TradeItem:
    """Return an item that certainly falls under a control code, or that is NOT_LISTED."""
    return TradeItem(codes=(code,) if code else ())


def item_under_heading(hs: str, codes: Iterable[str]) -> TradeItem:
    """Return what is counted under a customs heading, which may fall under any of the codes."""
    return TradeItem(codes=tuple(f"?{code}" for code in dict.fromkeys(codes)), hs=hs)


def trade_line(route: Route, item: TradeItem, segment: Segment | None = None) -> dict[str, str]:
    """Make the line of a part of trade, as cells of an order book by the names of their facts.

    Parameters
    ----------
    segment
        Who uses it, and for what; None where nobody splits the trade, and all of that is unknown.
    """
    return {
        **SUPPOSED,
        "date": route.on.isoformat(),
        "departure": route.supplier,
        "origin": route.origin or route.supplier,
        "destination": route.buyer,
        "end_user_territory": route.buyer,
        CODES: item.cell,
        **({HEADING: item.hs} if item.hs else {}),
        # Who passes an item on abroad is no person of the place that made it; one who is exports by its law.
        **({"exporter_is_prc_person": "no"} if route.origin else {}),
        **(NOT_IN_STATISTICS if segment is None else segment.facts),
    }
