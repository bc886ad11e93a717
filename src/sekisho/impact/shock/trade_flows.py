"""Trade statistics as an order book: the value that is certainly, and possibly, under a licence or a ban.

A row of customs statistics is a line whose end user, end use and parties are unknown; the end user is taken to be of
the importing territory. Its customs code is a hint:
the item may fall under the entries for which the licence catalogue prints that code, and never certainly does. A
month is judged by the law of its first and of its last day: certain is what both hit, possible what either may.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from itertools import chain
from pathlib import Path

from sekisho.determination.book.bulk import determine_book
from sekisho.determination.core.decision import level_of
from sekisho.determination.core.outcome import Outcome
from sekisho.errors import BookError, Problem
from sekisho.files.temporary import temporary_folder
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Readings
from sekisho.trade.items.tariff import Hints

COLUMNS = ("month", "exporter", "importer", "hs6", "value_usd")
LICENCE = Outcome.REGISTRATION
BAN = Outcome.PROHIBITED_SAVE_SPECIAL
UNKNOWN_FACTS: Mapping[str, str] = dict.fromkeys(
    ("end_user", "importer", "intermediate_consignee", "end_use", "special_use"), "unknown"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeFlow:
    """One row of trade statistics.

    Parameters
    ----------
    exporter, importer
        ISO 3166 alpha-2.
    value
        Value of the month, in the currency of the table.
    """

    month: str
    exporter: str
    importer: str
    hs6: str
    value: Decimal

    @property
    def year(self) -> str:
        """Year of the month."""
        return self.month.partition("-")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowVerdict:
    """A flow, the least that the law of its month makes of it, and the clauses that certainly or possibly hit it."""

    flow: TradeFlow
    floor: Outcome
    certain: Mapping[ClauseId, Outcome]
    possible: Mapping[ClauseId, Outcome]

    def value_at(self, level: Outcome, *, without: Collection[str] = ()) -> tuple[Decimal, Decimal]:
        """Return the value certainly, and possibly, at a level or above.

        Parameters
        ----------
        without
            Clauses to leave out of what is possible, such as the catch-all.
        """
        zero = Decimal(0)
        ceiling = max((self.floor, *(high for name, high in self.possible.items() if name not in without)))
        return (
            self.flow.value if self.floor >= level else zero,
            self.flow.value if ceiling >= level else zero,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTotals:
    """Values hit by one cut of the flows, in the currency of the table."""

    total: Decimal
    licence_certain: Decimal
    licence_possible: Decimal
    ban_certain: Decimal
    ban_possible: Decimal


def read_flows(path: Path | str, territories: Mapping[str, str]) -> list[TradeFlow]:
    """Read monthly trade statistics: month, exporter, importer (ISO 3166 alpha-3), hs6, value_usd.

    Parameters
    ----------
    territories
        Alpha-3 code to alpha-2 code.

    Raises
    ------
    BookError
        With every row that cannot be read, in one pass; or if the file is not there, is not UTF-8 or has no rows.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        do = f"Name a table with the columns {', '.join(COLUMNS)}."
        raise BookError(Problem(where=str(path), what="no such file.", do=do)) from None
    except UnicodeDecodeError:
        raise BookError(Problem(where=path.name, what="is not UTF-8 text.", do="Save it as CSV in UTF-8.")) from None
    return _flows(csv.DictReader(StringIO(text, newline="")), path.name, territories)


def _flows(rows: csv.DictReader[str], name: str, territories: Mapping[str, str]) -> list[TradeFlow]:
    lacking = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if lacking:
        raise BookError(
            Problem(where=name, what=f"no column {', '.join(lacking)}.", do=f"Expected {', '.join(COLUMNS)}.")
        )
    flows, problems = [], []
    for row in rows:
        faults = list(_faults(row, territories))
        problems += [Problem(where=f"{name}:{rows.line_num}", what=what, do=do) for what, do in faults]
        if not faults:
            flows.append(
                TradeFlow(
                    month=row["month"],
                    exporter=territories[row["exporter"]],
                    importer=territories[row["importer"]],
                    hs6=row["hs6"],
                    value=Decimal(row["value_usd"]),
                )
            )
    if not flows and not problems:
        problems.append(
            Problem(where=name, what="no rows.", do="Expected one row a month, exporter, importer and hs6.")
        )
    if problems:
        raise BookError(problems)
    return flows


def _faults(row: Mapping[str, str], territories: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a row, and what was expected."""
    if None in row or None in row.values():
        yield "the row has more or fewer cells than the header.", "Give every row as many cells as the header."
        return
    for column in ("exporter", "importer"):
        if row[column] not in territories:
            yield f"{column} '{row[column]}' is not a territory.", "Expected ISO 3166 alpha-3, such as JPN."
    if not (row["hs6"].isdigit() and len(row["hs6"]) == 6):  # noqa: PLR2004 - a six-digit code
        yield f"'{row['hs6']}' is not an HS code.", "Expected six digits; a reader may have dropped a leading zero."
    try:
        _month_ends(row["month"])
    except ValueError:
        yield f"'{row['month']}' is not a month.", "Expected YYYY-MM."
    try:
        finite = Decimal(row["value_usd"]).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        yield f"value_usd '{row['value_usd']}' is not a number.", "Expected a number in USD."


def _month_ends(month: str) -> tuple[date, date]:
    year, _, number = month.partition("-")
    first = date(int(year), int(number), 1)
    if f"{first:%Y-%m}" != month:
        raise ValueError(month)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def trade_hit(
    flows: Iterable[TradeFlow],
    library: Library,
    hints: Hints,
    *,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    suppose: Mapping[str, str] | None = None,
) -> list[FlowVerdict]:
    """Run trade statistics through the law, month by month.

    Parameters
    ----------
    hints
        Customs code to the control entries for which it is printed.
    suppose
        Facts supposed of every flow, such as `knowledge_of_risk: no`. Statistics know nothing of them; without a
        supposition the catch-all makes all trade since its first day possibly subject to a licence.
    """
    flows = list(flows)
    if not flows:
        return []
    found: dict[str, dict[int, _End]] = {}
    with temporary_folder() as folder:
        book, out = folder / "flows.csv", folder / "hit.csv"
        _write_book(flows, hints, book, suppose or {})
        determine_book(book, library, out=out, readings=readings, assume=assume)
        with out.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                number, _, end = row["line"].partition("/")
                found.setdefault(number, {})[int(end)] = (
                    Outcome[row["floor"].upper()],
                    row["decisive"],
                    row["open"],
                )
    levels = {name: level_of(clause) for name, (_, clause) in library.clauses.items()}
    return [_join(flow, found[str(number)], levels) for number, flow in enumerate(flows)]


def _write_book(flows: Iterable[TradeFlow], hints: Hints, book: Path, suppose: Mapping[str, str]) -> None:
    """Write each flow twice: dated on the first and on the last day of its month."""
    rows = (
        {
            "line": f"{number}/{end}",
            "date": day.isoformat(),
            "movement": "export",
            "departure": flow.exporter,
            "origin": flow.exporter,
            "destination": flow.importer,
            "hs_code": flow.hs6,
            "control_codes": ";".join(f"?{code}" for code in hints.get(flow.hs6, ())) or "none",
            "end_user_territory": flow.importer,
            **UNKNOWN_FACTS,
            **suppose,
        }
        for number, flow in enumerate(flows)
        for end, day in enumerate(_month_ends(flow.month))
    )
    first = next(rows)
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerows(chain([first], rows))


_End = tuple[Outcome, str, str]
"""Floor, decisive and open clauses of a flow on one end of its month."""


def _join(flow: TradeFlow, ends: Mapping[int, _End], levels: Mapping[ClauseId, Outcome]) -> FlowVerdict:
    met = [set(_names(ends[end][1])) for end in (0, 1)]
    may = [set(_names(ends[end][2])) for end in (0, 1)]
    return FlowVerdict(
        flow=flow,
        floor=min(ends[0][0], ends[1][0]),
        certain={name: levels[name] for name in sorted(met[0] & met[1])},
        possible={name: levels[name] for name in sorted(set().union(*met, *may))},
    )


def _names(text: str) -> Iterator[ClauseId]:
    return (ClauseId(name) for name in text.split(";") if name)


def hit_by(hits: Iterable[FlowVerdict], *keys: str, without: Collection[str] = ()) -> dict[tuple[str, ...], FlowTotals]:
    """Add up hit values by any of year, month, exporter, importer, hs6; the totals are those of the flows.

    Parameters
    ----------
    without
        Clauses to leave out of what is possible, such as the catch-all.
    """
    sums: dict[tuple[str, ...], list[Decimal]] = {}
    for hit in hits:
        place = tuple(str(getattr(hit.flow, key)) for key in keys)
        into = sums.setdefault(place, [Decimal(0)] * 5)
        for number, value in enumerate(_values(hit, without)):
            into[number] += value
    return {
        place: FlowTotals(
            total=total,
            licence_certain=licence_certain,
            licence_possible=licence_possible,
            ban_certain=ban_certain,
            ban_possible=ban_possible,
        )
        for place, (total, licence_certain, licence_possible, ban_certain, ban_possible) in sorted(sums.items())
    }


def _values(hit: FlowVerdict, without: Collection[str]) -> tuple[Decimal, ...]:
    return (hit.flow.value, *hit.value_at(LICENCE, without=without), *hit.value_at(BAN, without=without))


def hit_by_clause(hits: Iterable[FlowVerdict]) -> dict[ClauseId, tuple[Decimal, Decimal]]:
    """Add up the value that each clause certainly, and possibly, decides."""
    sums: dict[ClauseId, list[Decimal]] = {}
    for hit in hits:
        for name in hit.possible:
            into = sums.setdefault(name, [Decimal(0), Decimal(0)])
            into[0] += hit.flow.value if name in hit.certain else 0
            into[1] += hit.flow.value
    return {name: (certain, possible) for name, (certain, possible) in sorted(sums.items())}
