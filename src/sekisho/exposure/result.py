"""What exposure finds: a row a product, a row a part, and what stands behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sekisho.determination.book.supposition import Suppositions
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, UNDETERMINED, Verdict, outcome_name
from sekisho.exposure.part_items import CodeStanding
from sekisho.exposure.part_kinds import Kinds
from sekisho.exposure.part_outcomes import Curbs
from sekisho.exposure.product_outcomes import ProductOutcomes
from sekisho.exposure.remedies import Plan
from sekisho.exposure.share_settlement import Settler
from sekisho.exposure.shortage_network import Network
from sekisho.exposure.suppliers import SupplierRow
from sekisho.exposure.time_to_stop import Availability, Stops
from sekisho.exposure.value_shares import PartShares, ShareState, ThresholdSide
from sekisho.files.frames.html_table import html_table
from sekisho.files.frames.rows import FramedRows
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.trade.bom.bill import Bill


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedNumber:
    """A number with its bounds: certain and possible where one case is supposed, else p5, median and p95 of draws."""

    low: float
    mid: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return the band as plain data."""
        return {"low": self.low, "mid": self.mid, "high": self.high}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """The share of a product under one reading."""

    low: float
    high: float
    state: ShareState
    side: ThresholdSide


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPart:
    """A curbed part in a product.

    Parameters
    ----------
    quantity
        How many a unit holds at most; None if nothing bounds it.
    value_share
        Its value over the price of the product; None if unknown.
    """

    part: int
    quantity: float | None
    value_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """What exposure says of a product.

    Parameters
    ----------
    verdicts
        Floor and ceiling of what it needs, as chosen, and under the narrow and the broad reading.
    counts, no_sign
        Different curbed parts in it, by the words for people; and how many of the undetermined show no sign of control.
    parts
        The curbed parts, single-sourced ones first; not filled in for products beyond those that are shown.
    revenue
        Yearly revenue, in the currency of the bill; None if unknown.
    revenue_at_risk, weeks, survive_days, recover_days
        Revenue not made, weeks of output lost, days until the line is first short, and day on which it is short last;
        within the days that are looked ahead. None if it hangs on nothing that is scarce.
    shares
        The share by value, for each reading of how it is worked out.
    settlers
        What would settle an open share, under the chosen reading.
    frees
        Whether it is open, and free under what is supposed.
    stopped_by
        Parts whose shortage stops it at the earliest, the gravest first; empty if it does not stop.
    certainly_stopped_by
        Parts whose shortage stops it at the latest, however what is open is decided; empty if it need not stop.
    certain_day
        Day on which it stops at the earliest by what is certain; None if it need not stop.
    pointed_by, pointed_day
        Parts that stop it at the earliest among those that are certain or that a code points to, and that day; empty
        and None if none does.
    """

    part: int
    product: str
    name: str
    verdicts: Mapping[str, Verdict]
    counts: Mapping[str, int]
    parts: tuple[HeldPart, ...]
    revenue: float | None
    revenue_at_risk: BoundedNumber | None
    weeks: BoundedNumber | None
    survive_days: BoundedNumber | None
    recover_days: BoundedNumber | None
    shares: Mapping[Reading, ShareRow]
    settlers: tuple[Settler, ...]
    frees: bool = False
    stopped_by: tuple[int, ...] = ()
    certainly_stopped_by: tuple[int, ...] = ()
    certain_day: float | None = None
    pointed_by: tuple[int, ...] = ()
    pointed_day: float | None = None
    no_sign: int = 0

    @property
    def headline(self) -> str:
        """The word for people, under what is supposed."""
        word = self.verdicts["chosen"].headline
        return FREE_IF_SUPPOSED if self.frees and word == UNDETERMINED else word

    @property
    def outcome(self) -> str:
        """Level name, or undetermined."""
        verdict = self.verdicts["chosen"]
        return outcome_name(verdict.floor, verdict.ceiling)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """What exposure says of a curbed part: the row that supply-chain people know.

    Parameters
    ----------
    products
        How many products hold it.
    revenue, revenue_at_risk
        Of these products together, and of it what they lose at most while the part itself is short, so nothing where it
        never is; None if none of them states its revenue. Parts share products, so these do not add up.
    gap_days, survive_days, recover_days
        Days from the first to the last on which it is short itself; the rest as in `ProductRow`.
    missing, decisive
        Facts that would settle its outcome, and the clauses that decide it, at its gravest crossing.
    standing
        How near a code of the list stands to it.
    item_state, item_codes
        What its words say that it may be, as in the results of a book, and the codes that it leads to.
    reach
        Floor and ceiling if it falls under these codes; None if it leads to none.
    frees
        Whether it is open, and free under what is supposed.
    by_customs_code
        Whether these codes are those of its customs code alone, which is a hint.
    finished, inside
        Of a part that resembles no entry: the kind of finished goods that it is, if listed material is usually inside,
        and the codes of that material; empty if nothing is known of its content.
    """

    part: int
    number: str
    name: str
    verdict: Verdict
    supplier: str
    site: str
    origin: str
    sourcing: str
    stock_days: float | None
    products: int
    revenue: float | None
    revenue_at_risk: float | None
    gap_days: BoundedNumber | None
    survive_days: BoundedNumber | None
    recover_days: BoundedNumber | None
    missing: tuple[str, ...]
    decisive: tuple[str, ...]
    standing: CodeStanding = CodeStanding.UNASKED
    item_state: str = ""
    item_codes: tuple[str, ...] = ()
    reach: Verdict | None = None
    frees: bool = False
    by_customs_code: bool = False
    finished: str = ""
    inside: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """The word for people, under what is supposed."""
        return FREE_IF_SUPPOSED if self.frees and self.verdict.headline == UNDETERMINED else self.verdict.headline


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SupplyCase:
    """What is supposed of supply, and what it does: `stops` as far as that is certain, `possible` as far as it may be.

    Parameters
    ----------
    words
        What is supposed, in one sentence.
    drawn
        Whether it is draws of a scenario; else certain and possible of one supposed case.
    start
        The first day that is run.
    licence_days
        Days that a licence is supposed to take; None where a scenario is drawn.
    untied
        Curbed parts that are bought and that nothing ties to a material of the national model, so that a scenario lets
        them arrive; 0 where one case is supposed.
    unsettled
        Parts that may be a scarce material of the scenario, by a lead or by name, and of which that is not settled;
        empty where one case is supposed.
    pointed_network, pointed
        As far as parts are scarce for certain or a code points to them: between the other two.
    """

    words: str
    start: date
    drawn: bool
    licence_days: int | None
    availability: Availability
    network: Network
    stops: Stops
    possible_network: Network
    possible: Stops
    pointed_network: Network
    pointed: Stops
    untied: int = 0
    unsettled: tuple[int, ...] = ()


SHOWN_IN_SHORT: Final = 10
"""Products that a notebook shows: what fits on a screen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exposure(FramedRows):
    """The answer of a whole run.

    Parameters
    ----------
    products, parts
        The rows, those with most at stake first.
    remedies, after
        The cheapest set of remedies, and the same case with it; None if none was asked for.
    unclassified
        Parts without a control code, and of these, those taken by their customs code.
    suppliers
        Suppliers that are or may be on a held list, whatever they deliver.
    constants
        What was said of all parts alike and filled what they leave open: fact or column, value, and how many parts.
    suppose
        What is supposed where nothing is stated.
    stated
        What was stated of all shipments alike: fact and value. It may hold names.
    """

    bill: Bill
    library: Library
    kinds: Kinds
    curbs: Curbs
    stakes: ProductOutcomes
    shares: PartShares
    case: SupplyCase
    products: tuple[ProductRow, ...]
    parts: tuple[PartRow, ...]
    remedies: Plan | None
    after: Stops | None
    as_of: date
    reading: Reading
    made_in: str
    unclassified: tuple[int, int]
    suppliers: tuple[SupplierRow, ...] = ()
    constants: tuple[tuple[str, str, int], ...] = ()
    suppose: Suppositions | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    shown: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """What a notebook shows, in the language of its reader; without it a plain table is shown."""
    plain: Callable[[], dict[str, object]] | None = field(default=None, repr=False, compare=False)
    rows: Callable[[], list[dict[str, object]]] | None = field(default=None, repr=False, compare=False)
    """The answer as data, and as a table; `assess_exposure` of `sekisho` gives both."""

    def to_dict(self) -> dict[str, object]:
        """Return everything, as JSON holds it; empty if the answer was made inside the program."""
        return self.plain() if self.plain is not None else {}

    def to_rows(self) -> list[dict[str, object]]:
        """Return a row a product; `to_pandas`, `to_polars` and `to_arrow` give the same as a frame."""
        return self.rows() if self.rows is not None else []

    def __repr__(self) -> str:
        """Show the size of the answer in one line; `sekisho.present.exposure.data` gives all of it."""
        return (
            f"<Exposure of {self.bill.name} as of {self.as_of}: {len(self.products)} products, "
            f"{len(self.parts)} parts, {self.unclassified[0]} without a code>"
        )

    def _repr_html_(self) -> str:
        """Show the products with most at stake as a table in a notebook."""
        if self.shown is not None:
            return self.shown()
        head = [("bill", self.bill.name), ("as of", self.as_of), ("parts", len(self.parts))]
        return html_table([*head, *((row.product, row.headline) for row in self.products[:SHOWN_IN_SHORT])])

    def of_standing(self, *standings: CodeStanding) -> tuple[PartRow, ...]:
        """Return the rows of parts to which a code stands so near, in their order."""
        return tuple(row for row in self.parts if row.standing in standings)

    @property
    def currency(self) -> str:
        """Currency of all amounts."""
        return self.bill.currency
