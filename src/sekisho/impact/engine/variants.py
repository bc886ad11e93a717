"""Structural options of the engine: each is a named variant to set beside another, never an uncertain number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sekisho.errors import EngineError, Problem
from sekisho.message import joined, message


class Inventory(StrEnum):
    """When a stock of inputs limits output."""

    PHYSICAL = "physical"
    """Output stops when the stock on hand does not cover the day's need."""
    PSI = "psi"
    """Output falls as soon as the stock is below psi times its target (Hallegatte 2014)."""


class Rationing(StrEnum):
    """Who gets what a short supplier makes.

    Under every rule but `by_orders` a buyer is given what it asks for up to a level that is the same for all buyers in
    ratio to their normal purchases, so nobody gains from asking for more than it needs.
    """

    CUSTOMARY = "customary"
    """All buyers by one level: what one does not ask for goes to the others."""
    INTERMEDIATES_FIRST = "intermediates_first"
    """Users of inputs by one level; final demand gets what they leave."""
    FINAL_FIRST = "final_first"
    """Users of inputs up to the supplier's share of normal output; then final demand; what is left to users again."""
    PRIORITY = "priority"
    """The same guarantee; then the sectors of a list, one after another; then all others and final demand alike."""
    BY_ORDERS = "by_orders"
    """All buyers the same share of what they ordered, as in ARIO and BoARIO; with their rules for orders and stocks.

    Orders that are cut ask for less the next day, so this rule can let a small shortage grow without end.
    """


class Ceilings(StrEnum):
    """How several materials limit one sector."""

    MINIMUM = "minimum"
    """The scarcest decides."""
    PRODUCT = "product"
    """Each takes its share of what the others leave: independent uses."""
    NESTED = "nested"
    """The scarcest of a nest of materials that go into the same parts; nests as independent uses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """How the engine runs, apart from the numbers that are drawn.

    Parameters
    ----------
    priority
        Sectors served first under rationing by priority, first of all first; codes of the economy.
    downstream
        Whether stocks of inputs stand between firms, and a lack of them may limit output.
    binding
        Whether a lack of inputs limits output where stocks stand; if not, firms run stocks down and refill them alone.
    upstream
        Whether orders follow output; if not, suppliers are asked for as much as on a normal day at least.
    postponed_share
        Share of final demand not met that waits and is asked for later, 0 to 1; the rest is lost.
    catch_up_days
        Days over which what waits is asked for.
    smoothing_days
        Time constant with which target stocks follow planned output; 0: at once, as in ARIO.
    switching_days
        Time constant with which buyers turn to regions that can deliver; 1: at once, as in ARIO.
    compatible
        Follow BoARIO 0.7.2 in its tolerances and in its rules of overcapacity and of rationing, which is by orders
        whatever `rationing` says, to compare digit by digit.
    """

    inventory: Inventory = Inventory.PHYSICAL
    rationing: Rationing = Rationing.CUSTOMARY
    priority: tuple[str, ...] = ()
    ceilings: Ceilings = Ceilings.MINIMUM
    downstream: bool = True
    binding: bool = True
    upstream: bool = True
    postponed_share: float = 0.0
    catch_up_days: float = 30.0
    smoothing_days: float = 30.0
    switching_days: float = 1.0
    compatible: bool = False

    @property
    def by_orders(self) -> bool:
        """Whether suppliers ration, users order and stocks move as in ARIO."""
        return self.compatible or self.rationing == Rationing.BY_ORDERS

    @property
    def guaranteed(self) -> bool:
        """Whether users of inputs keep the supplier's share of normal output, whoever comes first."""
        return self.rationing in {Rationing.FINAL_FIRST, Rationing.PRIORITY}

    def __post_init__(self) -> None:
        """Take words for their kinds, and refuse values out of range, all at once."""
        problems = [*self._unknown_words(), *self._out_of_range()]
        if problems:
            raise EngineError(problems)

    def _unknown_words(self) -> Iterator[Problem]:
        for name, kind in (("inventory", Inventory), ("rationing", Rationing), ("ceilings", Ceilings)):
            try:
                object.__setattr__(self, name, kind(getattr(self, name)))
            except ValueError:
                what = message(
                    "impact.unknown_in_column", "unknown {column} '{code}'.", column=name, code=getattr(self, name)
                )
                yield Problem(
                    where="switches",
                    what=what,
                    remedy=message(
                        "error.expected_one_of", "Expected one of {choices}.", choices=joined(kind, "comma")
                    ),
                )
        if bool(self.priority) != (self.rationing == Rationing.PRIORITY):
            yield Problem(
                where="switches: priority",
                what=message(
                    "impact.sectors_under_rationing",
                    "names {n} sectors under rationing '{rationing}'.",
                    n=len(self.priority),
                    rationing=self.rationing,
                ),
                remedy=message("impact.only_priority", "Name sectors with rationing 'priority', and with no other."),
            )

    def _out_of_range(self) -> Iterator[Problem]:
        for name, low, high in (
            ("postponed_share", 0.0, 1.0),
            ("catch_up_days", 1.0, float("inf")),
            ("smoothing_days", 0.0, float("inf")),
            ("switching_days", 1.0, float("inf")),
        ):
            if not low <= getattr(self, name) <= high:
                what, remedy = (
                    message("impact.value_is", "is {value}.", value=getattr(self, name)),
                    message("impact.expected_between", "Expected {low} to {high}.", low=f"{low:g}", high=f"{high:g}"),
                )
                yield Problem(where=f"switches: {name}", what=what, remedy=remedy)
