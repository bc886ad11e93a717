"""What the makers of a sector make, by country: by it a use that was judged in one country moves to another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.economy.sources import A_DATE, FigureSource, citation_faults, cited
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.material import FigureKind
from sekisho.impact.materials.reader import band_faults
from sekisho.message import LawText, Text, joined, message

FILE: Final = "product-mix.csv"
COLUMNS: Final = (
    *("mix", "title", "country", "low", "central", "high"),
    *("unit", "reason", "source", "date", "confidence"),
)
KIND: Final = FigureKind("share or ratio", "how much of a sector's output, or of what it makes, are these products")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductMix:
    """Products by which the share of a sector's output that needs a material differs between countries.

    Parameters
    ----------
    id
        The id under which a use names it.
    title
        The products, in English.
    shares
        Country, ISO 3166 alpha-2, to what they are of the output there; all in the unit that the figures state.
    """

    id: str
    title: str
    shares: Mapping[str, Figure]

    @property
    def words(self) -> Text:
        """The products, in words that the data package translates."""
        return LawText(self.title)


def read_product_mixes(
    file: Path, sources: Mapping[str, FigureSource], *, territories: Collection[str] = ()
) -> Mapping[str, ProductMix]:
    """Read the product mixes of a data package, by id; none if it has no such file.

    Parameters
    ----------
    territories
        Codes of ISO 3166 alpha-2; none checks no country.

    Raises
    ------
    LibraryError
        With everything that is wrong: bands out of order or below 0, unknown countries, words and sources, a mix that
        stands twice for a country or has two titles or units.
    """
    problems: list[Problem] = []
    titles: dict[str, str] = {}
    shares: dict[str, dict[str, Figure]] = {}
    for number, row in enumerate(rows_of_table(file, *COLUMNS), start=2):
        where = f"{file.name}:{number}"
        of_mix = shares.setdefault(row["mix"], {})
        problems += _faults(row, where, sources, territories, of_mix)
        if titles.setdefault(row["mix"], row["title"]) != row["title"]:
            what = message("impact.mix_two_titles", "'{mix}' has two titles.", mix=row["mix"])
            problems.append(Problem(where=where, what=what, remedy=message("impact.mix_one_title", "Write one.")))
        of_mix[row["country"]] = _figure(row)
    if problems:
        raise LibraryError(problems)
    return {mix: ProductMix(id=mix, title=titles[mix], shares=of_mix) for mix, of_mix in shares.items()}


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _figure(row: Mapping[str, str]) -> Figure:
    confidence = row["confidence"]
    return Figure(
        low=_number(row["low"]),
        central=_number(row["central"]),
        high=_number(row["high"]),
        unit=row["unit"],
        source=cited(row["source"]),
        date=row["date"],
        confidence=FigureConfidence(confidence) if confidence in [*FigureConfidence] else FigureConfidence.LOW,
        reason=row["reason"],
    )


def _faults(
    row: Mapping[str, str],
    where: str,
    sources: Mapping[str, FigureSource],
    territories: Collection[str],
    of_mix: Mapping[str, Figure],
) -> Iterator[Problem]:
    if row["country"] in of_mix:
        what = message(
            "impact.key_times", "{key} stands {times} times.", key=f"{row['mix']}, {row['country']}", times=2
        )
        yield Problem(where=where, what=what, remedy=message("impact.join_rows", "Join the rows."))
    if territories and row["country"] not in territories:
        what = message("impact.no_country", "'{code}' is not a country.", code=row["country"])
        yield Problem(where=where, what=what, remedy=message("impact.expected_alpha2", "Expected two letters, as KR."))
    if of_mix and next(iter(of_mix.values())).unit != row["unit"]:
        what = message("impact.mix_two_units", "'{mix}' has two units.", mix=row["mix"])
        yield Problem(where=where, what=what, remedy=message("impact.mix_one_title", "Write one."))
    numbers = (_number(row["low"]), _number(row["central"]), _number(row["high"]))
    for fault in band_faults(numbers, KIND):
        yield Problem(where=where, what=message("impact.as_said", "{what}.", what=fault.rstrip(".")))
    yield from figure_faults(row, where, sources)


def figure_faults(row: Mapping[str, str], where: str, sources: Mapping[str, FigureSource]) -> Iterator[Problem]:
    """Say what is wrong with source, date, confidence and reason of a row."""
    yield from citation_faults(cited(row["source"]), sources, where)
    if not row["reason"].strip():
        yield Problem(where=where, what=message("impact.reason_empty", "reason is empty."))
    if not A_DATE.fullmatch(row["date"]):
        what = message("error.not_date", "'{value}' is not a date.", value=row["date"])
        yield Problem(
            where=where, what=what, remedy=message("impact.expected_some_day", "Expected YYYY, YYYY-MM or YYYY-MM-DD.")
        )
    if row["confidence"] not in [*FigureConfidence]:
        yield Problem(
            where=where,
            what=message(
                "impact.unknown_in_column", "unknown {column} '{code}'.", column="confidence", code=row["confidence"]
            ),
            remedy=message(
                "error.expected_either", "Expected {choices}.", choices=joined([*FigureConfidence], "comma")
            ),
        )
