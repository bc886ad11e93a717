"""Shares of imports by origin, with the basket that each counts, and named suppliers outside the seller."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.sources import FigureSource, citation_faults, cited
from sekisho.impact.materials.figure import FigureConfidence
from sekisho.message import LawText, Text, joined, message

BASKETS: Final = "baskets.csv"
SHARES: Final = "dependence.csv"
ALTERNATIVES: Final = "alternatives.csv"
BASKET_COLUMNS: Final = ("basket", "material", "title", "measure", "covers", "hs", "note")
SHARE_COLUMNS: Final = (
    "basket", "importer", "period", "origin", "share_low", "share_high", "amount", "unit",
    "source", "confidence", "note",
)  # fmt: skip
ALTERNATIVE_COLUMNS: Final = (
    "material", "supplier", "territory", "product", "start", "status", "share_low", "share_central", "share_high",
    "source", "confidence", "note",
)  # fmt: skip
PERIOD: Final = re.compile(r"(\d{4})(?:-(?:H([12])|(\d{2})))?")
STATUSES: Final = frozenset({"in operation", "planned", "suspended", "test"})
MONTHS: Final = 12
"""Of a year."""


class Covers(StrEnum):
    """What a basket holds: the whole of a material in all forms, a part of it, or the output of the world."""

    WHOLE = "whole"
    PART = "part"
    WORLD = "world"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """What a share counts.

    Parameters
    ----------
    material
        Id of a material, or of a group of materials.
    measure
        Volume, value, metal-equivalent volume, or unstated.
    hs
        Headings of four or six digits; empty if the source does not say.
    """

    id: str
    material: str
    title: str
    measure: str
    covers: Covers
    hs: tuple[str, ...]
    note: str

    @property
    def words(self) -> Text:
        """What is counted, by the title that the data package gives it."""
        return LawText(self.title)

    @property
    def says(self) -> Text:
        """Title and measure, as they are printed beside a share."""
        return message("dependence.basket", "{title} ({measure})", title=self.words, measure=self.measured)

    @property
    def measured(self) -> Text:
        """What was counted, in words."""
        if self.measure == "unstated":
            return message("dependence.measure_unstated", "volume or value not said")
        return LawText(self.measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketShare:
    """Share of an origin in a basket.

    Parameters
    ----------
    importer
        ISO 3166 alpha-2; empty for the output of the world.
    period
        YYYY, YYYY-H1, YYYY-H2 or YYYY-MM.
    low, high
        Share, 0 to 1; equal if the source gives one number, high None if it says "more than".
    """

    basket: Basket
    importer: str
    period: str
    origin: str
    low: float
    high: float | None
    amount: float | None
    unit: str
    source: tuple[str, ...]
    confidence: FigureConfidence
    note: str

    @property
    def year(self) -> int:
        """Year of the period."""
        return int(self.period[:4])

    @property
    def is_month(self) -> bool:
        """Whether it speaks of a single month."""
        return len(self.period) == len("YYYY-MM") and "H" not in self.period

    @property
    def middle(self) -> date:
        """Day in the middle of the period, for a time axis."""
        match = PERIOD.fullmatch(self.period)
        half, month = (match.group(2), match.group(3)) if match else (None, None)
        if month:
            return date(self.year, int(month), 15)
        return date(self.year, {"1": 4, "2": 10}.get(half or "", 7), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A named supplier outside the seller.

    Parameters
    ----------
    start
        When its goods come or came; empty is not known.
    status
        In operation, planned, suspended or test.
    low, central, high
        Share of the importer's need that it may cover, 0 to 1.
    """

    material: str
    supplier: str
    territory: str
    product: str
    start: str
    status: str
    low: float
    central: float
    high: float
    source: tuple[str, ...]
    confidence: FigureConfidence
    note: str

    @property
    def first_day(self) -> date | None:
        """First day of the year or the month from which its goods come; None if that is not known."""
        year, _, month = self.start.partition("-")
        return date(int(year), int(month) if month.isdigit() else 1, 1) if year else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DependenceData:
    """All shares and alternatives of a data package."""

    shares: tuple[BasketShare, ...]
    alternatives: tuple[Alternative, ...]
    sources: Mapping[str, FigureSource]


def read_dependence(
    folder: Path, sources: Mapping[str, FigureSource], *, materials: Collection[str], territories: Collection[str]
) -> DependenceData:
    """Read baskets, shares and alternatives of a folder of economy data; a table need not be there.

    Parameters
    ----------
    materials
        Ids of materials and of their groups.
    territories
        ISO 3166 alpha-2 codes.

    Raises
    ------
    LibraryError
        With everything that is wrong: baskets, materials, territories, sources and words that are not known, shares
        that are none or whose origins sum to more than the whole, and periods that cannot be read.
    """
    problems: list[Problem] = []
    baskets: dict[str, Basket] = {}
    for number, row in enumerate(rows_of_table(folder / BASKETS, *BASKET_COLUMNS), start=2):
        where = f"{BASKETS}:{number}"
        problems += _known(row["material"], materials, where, "material")
        problems += _known(row["covers"], [*Covers], where, "covers")
        if row["basket"] in baskets:
            problems.append(
                Problem(
                    where=where,
                    what=message("impact.basket_twice", "basket '{basket}' stands twice.", basket=row["basket"]),
                )
            )
        baskets[row["basket"]] = _basket(row)
    shares = []
    for number, row in enumerate(rows_of_table(folder / SHARES, *SHARE_COLUMNS), start=2):
        where = f"{SHARES}:{number}"
        faults = [
            *_share_faults(row, where, baskets, territories),
            *citation_faults(cited(row["source"]), sources, where),
        ]
        problems += faults
        if not faults:
            shares.append(_share(row, baskets))
    problems += _sums(shares)
    alternatives = []
    for number, row in enumerate(rows_of_table(folder / ALTERNATIVES, *ALTERNATIVE_COLUMNS), start=2):
        where = f"{ALTERNATIVES}:{number}"
        faults = [*_alternative_faults(row, where, materials, territories)]
        faults += citation_faults(cited(row["source"]), sources, where)
        problems += faults
        if not faults:
            alternatives.append(_alternative(row))
    if problems:
        raise LibraryError(problems)
    return DependenceData(shares=tuple(shares), alternatives=tuple(alternatives), sources=sources)


def _known(word: str, known: Iterable[str], where: str, column: str) -> Iterator[Problem]:
    held = list(known)
    if word not in held:
        yield Problem(
            where=where,
            what=message("impact.no_such", "no {what} '{word}'.", what=column, word=word),
            remedy=did_you_mean(word, held),
        )


def _basket(row: Mapping[str, str]) -> Basket:
    return Basket(
        id=row["basket"],
        material=row["material"],
        title=row["title"],
        measure=row["measure"],
        covers=Covers(row["covers"]) if row["covers"] in [*Covers] else Covers.PART,
        hs=cited(row["hs"]),
        note=row["note"],
    )


def _share(row: Mapping[str, str], baskets: Mapping[str, Basket]) -> BasketShare:
    return BasketShare(
        basket=baskets[row["basket"]],
        importer=row["importer"],
        period=row["period"],
        origin=row["origin"],
        low=float(row["share_low"]),
        high=float(row["share_high"]) if row["share_high"] else None,
        amount=float(row["amount"]) if row["amount"] else None,
        unit=row["unit"],
        source=cited(row["source"]),
        confidence=FigureConfidence(row["confidence"]),
        note=row["note"],
    )


def _alternative(row: Mapping[str, str]) -> Alternative:
    return Alternative(
        material=row["material"],
        supplier=row["supplier"],
        territory=row["territory"],
        product=row["product"],
        start=row["start"],
        status=row["status"],
        low=float(row["share_low"]),
        central=float(row["share_central"]),
        high=float(row["share_high"]),
        source=cited(row["source"]),
        confidence=FigureConfidence(row["confidence"]),
        note=row["note"],
    )


def _numbers(row: Mapping[str, str], where: str, names: Iterable[str]) -> Iterator[Problem]:
    """Check that shares are numbers from 0 to 1 that do not fall."""
    found = []
    for name in names:
        try:
            found.append(float(row[name]))
        except ValueError:
            yield Problem(
                where=where,
                what=message(
                    "impact.column_no_number", "{name} '{value}' is not a number.", name=name, value=row[name]
                ),
                remedy=message("impact.expected_share_0_1", "Expected a share, 0 to 1."),
            )
            return
    if not all(0 <= value <= 1 for value in found) or found != sorted(found):
        what = message(
            "impact.shares_out_of_order",
            "{names}: {values} are no shares in order.",
            names=joined(names, "comma"),
            values=joined(map(str, found), "comma"),
        )
        yield Problem(
            where=where,
            what=what,
            remedy=message("impact.expected_rising_shares", "Expected shares from 0 to 1 that do not fall."),
        )


def _share_faults(
    row: Mapping[str, str], where: str, baskets: Mapping[str, Basket], territories: Collection[str]
) -> Iterator[Problem]:
    yield from _known(row["basket"], baskets, where, "basket")
    yield from _known(row["origin"], territories, where, "territory")
    basket = baskets.get(row["basket"])
    if basket is not None and (basket.covers is Covers.WORLD) != (row["importer"] == ""):
        yield Problem(
            where=where,
            what=message(
                "impact.importer_does_not_fit", "importer '{value}' does not fit the basket.", value=row["importer"]
            ),
            remedy=message("impact.none_for_world", "None for the world."),
        )
    elif row["importer"]:
        yield from _known(row["importer"], territories, where, "territory")
    match = PERIOD.fullmatch(row["period"])
    if match is None or not 1 <= int(match.group(3) or 1) <= MONTHS:
        what = message("impact.not_period", "'{value}' is not a period.", value=row["period"])
        yield Problem(
            where=where,
            what=what,
            remedy=message("impact.expected_period", "Expected YYYY, YYYY-H1, YYYY-H2 or YYYY-MM."),
        )
    names = ("share_low", "share_high") if row["share_high"] else ("share_low",)
    yield from _numbers(row, where, names)
    yield from _known(row["confidence"], [*FigureConfidence], where, "confidence")
    if row["amount"] and not re.fullmatch(r"\d+(\.\d+)?", row["amount"]):
        yield Problem(
            where=where,
            what=message("impact.amount_no_number", "amount '{value}' is not a number.", value=row["amount"]),
            remedy=message("impact.expected_digits", "Expected digits."),
        )


def _alternative_faults(
    row: Mapping[str, str], where: str, materials: Collection[str], territories: Collection[str]
) -> Iterator[Problem]:
    yield from _known(row["material"], materials, where, "material")
    yield from _known(row["territory"], territories, where, "territory")
    yield from _known(row["status"], STATUSES, where, "status")
    yield from _known(row["confidence"], [*FigureConfidence], where, "confidence")
    yield from _numbers(row, where, ("share_low", "share_central", "share_high"))
    if row["start"] and not PERIOD.fullmatch(row["start"]):
        yield Problem(
            where=where,
            what=message("impact.start_no_date", "start '{value}' is not a date.", value=row["start"]),
            remedy=message("impact.expected_year_or_month", "Expected YYYY or YYYY-MM."),
        )


def _sums(shares: Iterable[BasketShare]) -> Iterator[Problem]:
    """Check that origins of a basket and period are named once and do not make more than the whole."""
    held: dict[tuple[str, str, str], dict[str, float]] = {}
    for share in shares:
        origins = held.setdefault((share.basket.id, share.importer, share.period), {})
        if share.origin in origins:
            what = message(
                "impact.origin_twice",
                "{id}, {period}: {origin} stands twice.",
                id=share.basket.id,
                period=share.period,
                origin=share.origin,
            )
            yield Problem(
                where=SHARES, what=what, remedy=message("impact.one_row_low_high", "Write one row with low and high.")
            )
        origins[share.origin] = share.low
    for (basket, _, period), origins in held.items():
        if sum(origins.values()) > 1 + 1e-9:
            what = message(
                "impact.shares_sum",
                "{basket}, {period}: shares sum to {total}.",
                basket=basket,
                period=period,
                total=f"{sum(origins.values()):g}",
            )
            yield Problem(
                where=SHARES,
                what=what,
                remedy=message("impact.shares_at_most_1", "Shares of the origins of a basket are at most 1 together."),
            )
