"""What is known of a table beside its figures: from its source card, its file name, its layout, and whoever adds it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sekisho.errors import MeasureError, Problem, TableError
from sekisho.files.yaml_nodes import read_plain
from sekisho.impact.economy.package_folder import Scheme, alpha3_codes, sector_schemes
from sekisho.impact.economy.table import Sector
from sekisho.law.model.library import Library
from sekisho.message import message

_YEAR: Final = re.compile(r"(?<!\d)(19[5-9]\d|20[0-4]\d)(?!\d)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_COUNTRY: Final = frozenset({"IOT"})
"""The code of a territory that in the name of a file means an input-output table."""
_NONE: Final[Mapping[str, Scheme]] = MappingProxyType({})
_NO_CODES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMetadata:
    """Name, year, unit and so on of a table; empty where nothing is stated.

    Parameters
    ----------
    region
        Whose table it is, where the figures do not say: ISO 3166, alpha-2 or alpha-3.
    sectors
        Code to name of sectors, for a classification that is not known.
    """

    name: str = ""
    year: int | None = None
    unit: str = ""
    prices: str = ""
    source: str = ""
    region: str = ""
    scheme: str = ""
    sectors: Mapping[str, str] = field(default_factory=lambda: _NO_CODES)
    rounding: float = 0.0
    assumptions: tuple[str, ...] = ()

    def over(self, other: TableMetadata) -> TableMetadata:
        """Take what is stated here, and the rest from another."""
        return TableMetadata(
            **{each.name: getattr(self, each.name) or getattr(other, each.name) for each in fields(self)}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCodes:
    """Codes that data packages know.

    Parameters
    ----------
    schemes
        Classifications by name.
    territories
        ISO 3166 alpha-3 to alpha-2.
    """

    schemes: Mapping[str, Scheme] = field(default_factory=lambda: _NONE)
    territories: Mapping[str, str] = field(default_factory=lambda: _NO_CODES)

    def region(self, code: str) -> str:
        """Return the alpha-2 code of a territory; other codes stay as they are."""
        return self.territories.get(code, code)

    def sector(self, code: str, scheme: str, name: str | None = None) -> Sector:
        """Name a sector by its scheme, if that is known, else as the table does."""
        names = self.schemes[scheme].names if scheme in self.schemes else {}
        return Sector(code=code, name=names.get(code, name or code), scheme=scheme)

    def naming(self, codes: Collection[str], scheme: str) -> Mapping[str, str]:
        """Return the codes of a classification as a table writes them, to ours; empty if they are not known."""
        return (self.schemes[scheme].naming_of(codes) or {}) if scheme in self.schemes else {}


def known_from(library: Library) -> KnownCodes:
    """Gather the codes that the data packages of a library know."""
    return KnownCodes(schemes=sector_schemes(library), territories=alpha3_codes(library))


def from_name(path: Path, territories: Collection[str] = ()) -> TableMetadata:
    """Take year and country from the name of a file, as in `JPN2018ttl.csv`.

    Parameters
    ----------
    territories
        ISO 3166 alpha-3 codes that a word of the name may be, in capitals.

    >>> from_name(Path("JPN2018ttl.csv"), {"JPN"}).year, from_name(Path("JPN2018ttl.csv"), {"JPN"}).region
    (2018, 'JPN')
    """
    stem = path.name.partition(".")[0]
    years = set(_YEAR.findall(stem))
    countries = set(_WORD.findall(stem)) & set(territories) - _NO_COUNTRY
    return TableMetadata(
        name=stem,
        year=int(years.pop()) if len(years) == 1 else None,
        region=countries.pop() if len(countries) == 1 else "",
    )


def card_of(path: Path) -> TableMetadata:
    """Read the source card beside a table, `NAME.source.yaml`; without one nothing is stated.

    Raises
    ------
    TableError
        If it is not a YAML mapping, or year or rounding is not a number.
    """
    card = path.with_name(f"{path.name.partition('.')[0]}.source.yaml")
    if not card.is_file():
        return TableMetadata()
    try:
        found = read_plain(card.read_text(encoding="utf-8-sig"), name=card.name)
    except MeasureError as fault:
        raise TableError(fault.problems) from None
    problems = []
    numbers: dict[str, float] = {}
    for key in ("year", "rounding"):
        text = str(found.get(key, "0") or "0")
        try:
            numbers[key] = int(text) if key == "year" else float(text)
        except ValueError:
            remedy = message("impact.expected_a_number", "Expected a number.")
            problems.append(
                Problem(
                    where=card.name,
                    what=message("impact.key_no_number", "{key} '{text}' is not a number.", key=key, text=text),
                    remedy=remedy,
                )
            )
    if problems:
        raise TableError(problems)
    assumptions, sectors = found.get("assumptions", []), found.get("sectors", {})
    publisher, title = str(found.get("publisher", "")), str(found.get("title", ""))
    return TableMetadata(
        year=int(numbers["year"]) or None,
        unit=str(found.get("unit", "")),
        prices=str(found.get("prices", "")),
        source=str(found.get("source", "")) or ", ".join(filter(None, (publisher, title))),
        region=str(found.get("region", "")),
        scheme=str(found.get("scheme", "")),
        sectors={str(code): str(name) for code, name in sectors.items()} if isinstance(sectors, dict) else {},
        rounding=numbers["rounding"],
        assumptions=tuple(map(str, assumptions)) if isinstance(assumptions, list) else (),
    )


def settled(stated: TableMetadata, *, where: str) -> TableMetadata:
    """Insist on a year and a unit, without which no figure means anything.

    Raises
    ------
    TableError
        If either is not stated.
    """
    problems = []
    if stated.year is None:
        remedy = message(
            "impact.state_year", "State it with --year of `sekisho table`, or as `year` of the source card."
        )
        problems.append(
            Problem(where=where, what=message("impact.no_year", "the year of the table is not stated."), remedy=remedy)
        )
    if not stated.unit:
        remedy = message(
            "impact.state_unit",
            "State it with --unit of `sekisho table`, such as 'million USD', or as `unit` of the source card.",
        )
        problems.append(
            Problem(where=where, what=message("impact.no_unit", "the unit of the table is not stated."), remedy=remedy)
        )
    if problems:
        raise TableError(problems)
    return stated
