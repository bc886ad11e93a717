"""An input-output table: who sells how much to whom, in one year, one unit and one set of sectors.

Products made inside the table's regions are `flows` and `final`; what comes from outside is `imports`. Sectors are
numbered region by region: sector s of region r stands at r x n + s, with n sectors and N = regions x n places.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import Problem, TableError
from sekisho.message import Text, joined, message

Array = NDArray[np.float64]

SIZES: Final[Mapping[str, float]] = MappingProxyType(
    {"": 1.0, "thousand": 1e3, "10 thousand": 1e4, "million": 1e6, "billion": 1e9, "trillion": 1e12}
)
"""Words for the size of a unit, before the code of its currency."""
PRICES: Final[Mapping[str, Text]] = {
    "basic": message("table.prices_basic", "basic"),
    "producers'": message("table.prices_producers", "producers'"),
}
"""Kinds of prices in words; another stands as its file states it."""
_UNIT: Final = re.compile(r"(?:(.+) )?([A-Z]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """An industry of a classification.

    Parameters
    ----------
    code
        Text, with leading zeros.
    name
        What people call it; the code where nothing better is known.
    scheme
        Classification that gives the code its meaning, such as `oecd45`.
    """

    code: str
    name: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InputOutputTable:
    """Flows of one year between the sectors of one or several regions.

    All figures are in `unit` a year; n sectors, R regions, N = R x n places, region by region. A table that was read
    may fail its identities; `identities.checks_of` tells. Arrays are read-only.

    Parameters
    ----------
    year
        Calendar year, or the year in which a fiscal year begins.
    unit
        Size and currency, such as `million USD` (see `SIZES`).
    prices
        `basic` or `producers'`: whether taxes on products are in the flows.
    source
        Publisher, title and edition, in a few words.
    regions
        ISO 3166 alpha-2 where a region is one territory, else the code of the publisher, such as EU27.
    flows
        Z, intermediate use of products made inside; shape (N, N), row = seller, column = buyer.
    imports
        Inputs from outside by product; shape (n, N). All zero where the table is a closed world.
    final
        Final use of products made inside, all categories together, exports with them; shape (N,).
    output
        x, gross output; shape (N,).
    value_added
        Output less all inputs and taxes on them; shape (N,).
    taxes
        Taxes less subsidies on products used as inputs; shape (N,).
    origins
        `imports` by origin where the publisher tells them apart: code of the origin to an array of shape (n, N). Those
        named add up to no more than `imports`.
    rounding
        Size of the last digit that was published, in the unit; 0 if figures are exact.
    assumptions
        What was assumed to make the table out of what was published, in sentences.
    """

    name: str
    year: int
    unit: str
    prices: str = "basic"
    source: str = ""
    regions: tuple[str, ...]
    sectors: tuple[Sector, ...]
    flows: Array
    imports: Array
    final: Array
    output: Array
    value_added: Array
    taxes: Array
    origins: Mapping[str, Array] = field(default_factory=dict)
    rounding: float = 0.0
    assumptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check shapes and codes, and make the arrays read-only.

        Raises
        ------
        TableError
            With every shape, code or unit that does not fit.
        """
        for name in ("flows", "imports", "final", "output", "value_added", "taxes"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))
        object.__setattr__(self, "origins", {name: _frozen(each) for name, each in self.origins.items()})
        problems = [*self._wrong_shapes(), *self._wrong_words()]
        if problems:
            raise TableError(problems)

    def _wrong_shapes(self) -> Iterator[Problem]:
        n, places = len(self.sectors), len(self.regions) * len(self.sectors)
        shapes: dict[str, tuple[int, ...]] = {"flows": (places, places), "imports": (n, places)}
        arrays = {each.name: getattr(self, each.name) for each in fields(self)}
        arrays |= {f"origins {name}": each for name, each in self.origins.items()}
        for name, array in arrays.items():
            if isinstance(array, np.ndarray):
                expected = shapes.get(name, (n, places) if name.startswith("origins") else (places,))
                if array.shape != expected:
                    what = message(
                        "impact.array_has_shape", "'{name}' has the shape {shape}.", name=name, shape=str(array.shape)
                    )
                    remedy = message(
                        "impact.expected_regions_sectors",
                        "Expected {expected}: {regions} regions of {sectors} sectors.",
                        expected=str(expected),
                        regions=len(self.regions),
                        sectors=n,
                    )
                    yield Problem(where=self.name, what=what, remedy=remedy)

    def _wrong_words(self) -> Iterator[Problem]:
        for what, codes in (("region", self.regions), ("sector", tuple(each.code for each in self.sectors))):
            if not codes:
                yield Problem(
                    where=self.name, what=message("impact.table_has_no", "the table has no {what}.", what=what)
                )
            for code in sorted({code for code in codes if codes.count(code) > 1}):
                yield Problem(
                    where=self.name,
                    what=message("impact.code_twice", "{what} '{code}' stands twice.", what=what, code=code),
                    remedy=message("impact.one_code_each", "Give each one code."),
                )
        if not _size_and_currency(self.unit):
            remedy = message(
                "impact.expected_unit",
                "Expected a size ({sizes}, or none) and a currency, such as million USD.",
                sizes=joined(filter(None, SIZES), "comma"),
            )
            yield Problem(
                where=self.name,
                what=message("impact.not_unit", "'{unit}' is not a unit.", unit=self.unit),
                remedy=remedy,
            )

    @property
    def unit_size(self) -> float:
        """Units of the currency that one unit of the table stands for; 1e6 for million USD."""
        size, _, _ = self.unit.rpartition(" ")
        return SIZES[size]

    @property
    def unit_text(self) -> Text:
        """The unit as a reader is told it; data have it as `unit`."""
        match self.unit.rpartition(" ")[0]:
            case "thousand":
                return message("table.unit_thousand", "thousand {currency}", currency=self.currency)
            case "10 thousand":
                return message("table.unit_ten_thousand", "10 thousand {currency}", currency=self.currency)
            case "million":
                return message("table.unit_million", "million {currency}", currency=self.currency)
            case "billion":
                return message("table.unit_billion", "billion {currency}", currency=self.currency)
            case "trillion":
                return message("table.unit_trillion", "trillion {currency}", currency=self.currency)
            case _:
                return Text(self.unit)

    @property
    def told_in(self) -> tuple[float, Text]:
        """What a single amount is multiplied by and the unit that then stands behind it.

        Ten thousands, in which the tables of China count, are told as millions: outside East Asia nobody reads them.
        """
        if self.unit.rpartition(" ")[0] == "10 thousand":
            return 1e-2, message("table.unit_million", "million {currency}", currency=self.currency)
        return 1.0, self.unit_text

    @property
    def prices_text(self) -> Text:
        """The kind of prices as a reader is told it."""
        return PRICES.get(self.prices, Text(self.prices))

    @property
    def currency(self) -> str:
        """Code of the currency, ISO 4217."""
        return self.unit.rpartition(" ")[2]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the n sectors."""
        return tuple(sector.code for sector in self.sectors)

    @property
    def scheme(self) -> str:
        """Classification of the sectors."""
        return self.sectors[0].scheme

    def place(self, code: str, region: str | None = None) -> int:
        """Return where a sector stands, 0 to N - 1; the region may be left out if there is one.

        Raises
        ------
        TableError
            If there is no such sector or region.
        """
        region = region or self.regions[0]
        codes = self.codes
        if code not in codes or region not in self.regions:
            wrong = f"sector '{code}'" if code not in codes else f"region '{region}'"
            known = codes if code not in codes else self.regions
            raise TableError(
                Problem(
                    where=self.name,
                    what=message("impact.there_is_no", "no {what}.", what=wrong),
                    remedy=message("impact.known", "Known: {known}.", known=joined(known, "comma")),
                )
            )
        return self.regions.index(region) * len(codes) + codes.index(code)

    def label(self, place: int) -> str:
        """Name the sector at a place, with its region if there are several."""
        sector = self.sectors[place % len(self.sectors)]
        name = sector.code if sector.name == sector.code else f"{sector.code} {sector.name}"
        return name if len(self.regions) == 1 else f"{self.regions[place // len(self.sectors)]} {name}"


def _frozen(array: Array) -> Array:
    found = np.array(array, dtype=np.float64)
    found.setflags(write=False)
    return found


def _size_and_currency(unit: str) -> tuple[str, str] | None:
    match = _UNIT.fullmatch(unit)
    size = (match[1] or "") if match else "none"
    return (size, match[2]) if match and size in SIZES else None


def technical_coefficients(flows: Array, output: Array) -> Array:
    """Inputs needed from each sector for one unit of each sector's output, A = Z x^-1.

    Parameters
    ----------
    flows
        Z, intermediate flows; shape (N, N), row = seller, column = buyer.
    output
        x, gross output in the same unit; shape (N,).

    Returns
    -------
    Array
        A, dimensionless; shape (N, N). A sector without output has a zero column.

    Source
    ------
    Miller and Blair, Input-Output Analysis, 2nd ed. (2009), eq. 2.2.
    """
    return np.divide(flows, output, out=np.zeros_like(flows), where=output > 0)


def hash_of(table: InputOutputTable) -> str:
    """Return the SHA-256 over all that a table states but its name, 64 hexadecimal digits; a result names it."""
    digest = hashlib.sha256()
    for each in (one for one in fields(table) if one.name != "name"):
        value = getattr(table, each.name)
        parts = value.items() if isinstance(value, Mapping) else [("", value)]
        for name, part in sorted(parts):
            body = part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode()
            digest.update(f"{each.name}\0{name}\0".encode() + body + b"\0")
    return digest.hexdigest()
