"""Facts: what may be known of a line, what values they have, and the one value for what is not known."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NoReturn

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import FactName
from sekisho.message import LawText, Message, Text, message


class _Unknown:
    """The value of a fact that nobody has stated; neither true nor false."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        message = "unknown is neither true nor false; compare with `is UNKNOWN`"
        raise TypeError(message)

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()
Unknown = _Unknown
Truth = bool | Unknown


def negate(value: Truth) -> Truth:
    """Kleene's not: unknown stays unknown."""
    return UNKNOWN if isinstance(value, Unknown) else not value


def all_of(values: Iterable[Truth]) -> Truth:
    """Kleene's and: false if a value is, else unknown if a value is; of nothing it is true."""
    several = set(values)
    return False if False in several else UNKNOWN if UNKNOWN in several else True


def any_of(values: Iterable[Truth]) -> Truth:
    """Kleene's or: true if a value is, else unknown if a value is; of nothing it is false."""
    return negate(all_of(map(negate, values)))


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of an item: those it has, and those it may have.

    Empty on both sides means: classified as not listed. `?1C108.c` in text is a code it may have.
    """

    sure: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Show the codes as they are written in an order book."""
        return ";".join([*sorted(self.sure), *("?" + code for code in sorted(self.maybe))]) or "none"


@dataclass(frozen=True, slots=True)
class NumberInterval:
    """A number known only by its bounds; None is without end. A data sheet says ">= 99.9 %" or "10 to 20 um"."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __str__(self) -> str:
        """Show the bounds with their signs."""
        low = "" if self.low is None else f"{'>' if self.low_open else '>='} {self.low:f}"
        high = "" if self.high is None else f"{'<' if self.high_open else '<='} {self.high:f}"
        return " and ".join(filter(None, (low, high)))


@dataclass(frozen=True, slots=True)
class Among:
    """A choice of which only the values are known that it may have; written `helium|none`."""

    values: frozenset[str]

    def __str__(self) -> str:
        """Show the values as they are written in an order book."""
        return "|".join(sorted(self.values))


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A day of which only the month, or the first and last possible day, is known; both days belong to it."""

    first: date
    last: date

    def __str__(self) -> str:
        """Show a month as a month, and other days with both ends.

        >>> str(DaySpan(date(2025, 3, 1), date(2025, 3, 31))), str(DaySpan(date(2025, 3, 1), date(2025, 3, 10)))
        ('2025-03', '2025-03-01/2025-03-10')
        """
        whole = self == month_span(self.first.year, self.first.month)
        return f"{self.first:%Y-%m}" if whole else f"{self.first.isoformat()}/{self.last.isoformat()}"


def month_span(year: int, month: int) -> DaySpan:
    """Return the days of a month."""
    return DaySpan(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


FactValue = str | bool | Decimal | NumberInterval | date | DaySpan | Codes | Among | Mapping[str, object] | Unknown

KINDS: Final = frozenset({"yes_no", "choice", "territory", "code", "codes", "number", "date", "text", "party", "map"})
BLANK: Final = frozenset({"", "n/a", "-"})
WRITTEN_UNKNOWN: Final = BLANK | {"unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row of the table of facts.

    Parameters
    ----------
    absent
        What leaving the fact out means: `unknown`; `none` (no separate party of that role, nothing of the kind); or
        `follows`: it may follow from other facts, and is unknown if it does not.
    of
        What the fact belongs to: line, item, party, or law (a named unknown of the law).
    """

    name: FactName
    kind: str
    question: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    scheme: str = ""
    of: str = "line"
    absent: str = "unknown"
    help: str = ""


def fact_label(name: FactName | str) -> Text:
    """Name a fact in plain words.

    >>> fact_label("end_use"), fact_label("exporter_is_prc_person")
    ('end use', 'supplier is a PRC person')
    """
    return Message(f"name.{name}", _LABELS.get(str(name), str(name).replace("_", " ")), {})


_LABELS: Final[Mapping[str, str]] = {
    "exporter_is_prc_person": "supplier is a PRC person",
    "hs_code": "HS code",
    "prc_content_share": "share of PRC content",
    "prc_technology": "PRC technology",
}
"""Names of facts that are no words once their lines are taken out; as the catalogue of names has them."""


_UNITS: Final[Mapping[str, Text]] = {
    "share 0-1": message("error.unit_share", "share from 0 to 1"),
    "currency as stated": message("error.unit_currency", "in the currency stated"),
}


def unit_text(fact: Fact) -> Text:
    """Say in which unit a fact is given; empty if it has none."""
    return _UNITS.get(fact.unit, Text(fact.unit))


def value_text(fact: FactName | str, value: str, *, of: str = "line") -> Text:
    """Name a choice of a fact in words; one of the law as packages do."""
    return LawText(value) if of == "law" else Message(f"value.{fact}.{value}", value.replace("_", " "), {})


def is_blank(given: object) -> bool:
    """Tell whether a value is left out: nothing, an empty cell, `n/a` or `-`."""
    return given is None or (isinstance(given, str) and given.strip().lower() in BLANK)


def when_absent(fact: Fact) -> FactValue:
    """Return what leaving a fact out means, apart from what may follow from others: none is 0, no, or nothing."""
    if fact.absent != "none":
        return UNKNOWN
    return False if fact.kind == "yes_no" else Decimal(0) if fact.kind == "number" else "none"
