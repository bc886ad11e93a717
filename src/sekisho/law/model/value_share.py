"""Value shares: what a measure counts as content, and how the share is worked out where the text does not say.

A clause tests a share as a fact of the line (`prc_content_share`). The fact can be worked out from what a product is
made of, and the readings of that differ as the readings of a term do: which content counts, and at which price.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import Condition, FactName
from sekisho.law.model.guidance import Argument, argument_data
from sekisho.law.model.term import Reading


class CountedContent(StrEnum):
    """Which content counts."""

    BOUGHT_AS_SUCH = "bought_as_such"
    """What the maker buys as such and works in; not what stands in parts that it buys ready-made."""
    IN_ALL_INPUTS = "in_all_inputs"
    """What stands in any input, at whatever depth."""


class Prices(StrEnum):
    """At which price content and product are valued."""

    STANDARD = "standard"
    """One price a part, such as a standard cost."""
    LOTS = "lots"
    """The price of each lot: the whole range of prices at which a part is bought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareMethod:
    """One reading of how a share is worked out, the reasons for it, and who argues it.

    Parameters
    ----------
    argued_by
        Empty if no source supports the reading; None if nothing is said of that.
    """

    counts: CountedContent
    prices: Prices
    because: str = ""
    argued_by: tuple[Argument, ...] | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueShare:
    """A share that a measure tests: the value of some content over the price of the product, ex works.

    Parameters
    ----------
    fact
        The fact that states it.
    origin
        Territory whose content counts, ISO 3166 alpha-2.
    content
        Condition that an item meets if it is such content, apart from its origin.
    """

    fact: FactName
    article: str
    words: Mapping[str, str]
    origin: str
    content: Condition
    narrow: ShareMethod
    central: ShareMethod
    broad: ShareMethod

    def method(self, reading: Reading) -> ShareMethod:
        """Return how the share is worked out under one reading."""
        match reading:
            case Reading.NARROW:
                return self.narrow
            case Reading.CENTRAL:
                return self.central
            case Reading.BROAD:
                return self.broad


def share_data(share: ValueShare) -> dict[str, object]:
    """Return a share as plain data."""
    return {
        "fact": share.fact,
        "article": share.article,
        "words": dict(share.words),
        "origin": share.origin,
        **{str(reading): _method_data(share.method(reading)) for reading in Reading},
    }


def _method_data(method: ShareMethod) -> dict[str, object]:
    return {
        "counts": str(method.counts),
        "prices": str(method.prices),
        "because": method.because,
        "argued_by": [argument_data(one) for one in method.argued_by or ()],
    }
