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
from pathlib import Path
from tempfile import TemporaryDirectory

from sekisho.determine.bulk import determine_book
from sekisho.determine.decide import level_of
from sekisho.determine.outcome import Outcome
from sekisho.errors import BookError, Problem
from sekisho.law.library import Library
from sekisho.law.measure import ClauseId
from sekisho.law.term import Readings
from sekisho.trade.code import Hints

COLUMNS = ("month", "exporter", "importer", "hs6", "value_usd")
LICENCE = Outcome.REGISTRATION
BAN = Outcome.PROHIBITED_SAVE_SPECIAL
UNKNOWN_FACTS: Mapping[str, str] = dict.fromkeys(
    ("end_user", "importer", "intermediate_consignee", "end_use", "special_use"), "unknown"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class HitFlow:
    """A flow with the least and the most that the law of its month makes of it, and the clauses that do."""

    flow: Flow
    floor: Outcome
    ceiling: Outcome
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
        ceiling = max((high for name, high in self.possible.items() if name not in without), default=Outcome.FREE)
        return (
            self.flow.value if self.floor >= level else zero,
            self.flow.value if ceiling >= level else zero,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Values hit by one cut of the flows, in the currency of the table."""

    total: Decimal
    licence_certain: Decimal
    licence_possible: Decimal
    ban_certain: Decimal
    ban_possible: Decimal


def read_flows(path: Path | str, territories: Mapping[str, str]) -> list[Flow]:
    """Read monthly trade statistics: month, exporter, importer (ISO 3166 alpha-3), hs6, value_usd.

    Parameters
    ----------
    territories
        Alpha-3 code to alpha-2 code.

    Raises
    ------
    BookError
        With every row that cannot be read, in one pass.
    """
    path = Path(path)
    flows, problems = [], []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        lacking = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if lacking:
            raise BookError(
                Problem(where=path.name, what=f"no column {', '.join(lacking)}.", do=f"Expected {', '.join(COLUMNS)}.")
            )
        for number, row in enumerate(rows, start=2):
            faults = list(_faults(row, territories))
            if faults:
                problems += [Problem(where=f"{path.name}:{number}", what=fault) for fault in faults]
                continue
            flows.append(
                Flow(
                    month=row["month"],
                    exporter=territories[row["exporter"]],
                    importer=territories[row["importer"]],
                    hs6=row["hs6"],
                    value=Decimal(row["value_usd"]),
                )
            )
    if problems:
        raise BookError(problems)
    return flows


def _faults(row: Mapping[str, str], territories: Mapping[str, str]) -> Iterator[str]:
    for column in ("exporter", "importer"):
        if row[column] not in territories:
            yield f"{column} '{row[column]}' is not an ISO 3166 alpha-3 code."
    if not (row["hs6"].isdigit() and len(row["hs6"]) == 6):  # noqa: PLR2004 - a six-digit code
        yield f"'{row['hs6']}' is not a six-digit HS code; a reader may have dropped a leading zero."
    try:
        _month_ends(row["month"])
    except ValueError:
        yield f"'{row['month']}' is not a month as YYYY-MM."
    try:
        finite = Decimal(row["value_usd"]).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        yield f"value_usd '{row['value_usd']}' is not a number."


def _month_ends(month: str) -> tuple[date, date]:
    year, _, number = month.partition("-")
    first = date(int(year), int(number), 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def trade_hit(
    flows: Iterable[Flow],
    library: Library,
    hints: Hints,
    *,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    suppose: Mapping[str, str] | None = None,
) -> list[HitFlow]:
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
    with TemporaryDirectory(prefix="sekisho-") as folder:
        book, out = Path(folder) / "flows.csv", Path(folder) / "hit.csv"
        _write_book(flows, hints, book, suppose or {})
        determine_book(book, library, out=out, readings=readings, assume=assume)
        with out.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                number, _, end = row["line"].partition("/")
                found.setdefault(number, {})[int(end)] = (
                    Outcome[row["floor"].upper()],
                    Outcome[row["ceiling"].upper()],
                    row["decisive"],
                    row["open"],
                )
    levels = {name: level_of(clause) for name, (_, clause) in library.clauses.items()}
    return [_join(flow, found[str(number)], levels) for number, flow in enumerate(flows)]


def _write_book(flows: Iterable[Flow], hints: Hints, book: Path, suppose: Mapping[str, str]) -> None:
    """Write each flow twice: dated on the first and on the last day of its month."""
    supposed = {**UNKNOWN_FACTS, **suppose}
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                "line",
                "date",
                "movement",
                "departure",
                "origin",
                "destination",
                "hs_code",
                "control_codes",
                "end_user_territory",
                *supposed,
            ]
        )
        for number, flow in enumerate(flows):
            codes = ";".join(f"?{code}" for code in hints.get(flow.hs6, ())) or "none"
            for end, day in enumerate(_month_ends(flow.month)):
                writer.writerow(
                    [
                        *(f"{number}/{end}", day.isoformat(), "export", flow.exporter, flow.exporter, flow.importer),
                        *(flow.hs6, codes, flow.importer, *supposed.values()),
                    ]
                )


_End = tuple[Outcome, Outcome, str, str]


def _join(flow: Flow, ends: Mapping[int, _End], levels: Mapping[ClauseId, Outcome]) -> HitFlow:
    met = [set(_names(ends[end][2])) for end in (0, 1)]
    may = [set(_names(ends[end][3])) for end in (0, 1)]
    return HitFlow(
        flow=flow,
        floor=min(ends[0][0], ends[1][0]),
        ceiling=max(ends[0][1], ends[1][1]),
        certain={name: levels[name] for name in sorted(met[0] & met[1])},
        possible={name: levels[name] for name in sorted(set().union(*met, *may))},
    )


def _names(text: str) -> Iterator[ClauseId]:
    return (ClauseId(name) for name in text.split(";") if name)


def hit_by(hits: Iterable[HitFlow], *keys: str, without: Collection[str] = ()) -> dict[tuple[str, ...], Hit]:
    """Add up hit values by any of month, exporter, importer, hs6; the totals are those of the flows.

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
        place: Hit(
            total=total,
            licence_certain=licence_certain,
            licence_possible=licence_possible,
            ban_certain=ban_certain,
            ban_possible=ban_possible,
        )
        for place, (total, licence_certain, licence_possible, ban_certain, ban_possible) in sorted(sums.items())
    }


def _values(hit: HitFlow, without: Collection[str]) -> tuple[Decimal, ...]:
    return (hit.flow.value, *hit.value_at(LICENCE, without=without), *hit.value_at(BAN, without=without))


def hit_by_clause(hits: Iterable[HitFlow]) -> dict[ClauseId, tuple[Decimal, Decimal]]:
    """Add up the value that each clause certainly, and possibly, decides."""
    sums: dict[ClauseId, list[Decimal]] = {}
    for hit in hits:
        for name in hit.possible:
            into = sums.setdefault(name, [Decimal(0), Decimal(0)])
            into[0] += hit.flow.value if name in hit.certain else 0
            into[1] += hit.flow.value
    return {name: (certain, possible) for name, (certain, possible) in sorted(sums.items())}
