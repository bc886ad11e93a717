"""Reading observation files: every fault of every row at once, and nothing is read if any is wrong."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, FactError, Problem, did_you_mean
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.files.tables import PARQUET
from sekisho.files.text.delimited import TEXT
from sekisho.files.text_tables import Row, read_table, table_inside
from sekisho.impact.materials.figure import FigureConfidence
from sekisho.impact.materials.material import Materials
from sekisho.impact.nowcast.observation import Observation, ObservationKind, ObservedEvent, ObservedSeries
from sekisho.message import Text, counted, joined, message

COLUMNS: Final = (
    *("id", "kind", "country", "period", "known_by", "variable", "material", "value", "low", "high", "unit"),
    *("versus", "error", "error_kind", "source", "url", "confidence", "note"),
)
"""Columns that a file must have; `from`, `form` and `event` may be added, and go before what the words say."""
INSIDE: Final = (*sorted(TEXT), *sorted(SPREADSHEETS), *sorted(PARQUET))
"""Endings of tables that are read out of a packed file."""
QUALITATIVE: Final = "qualitative"
ALL: Final = "all"
UNITS: Final[Mapping[ObservationKind, tuple[str, ...]]] = {
    ObservationKind.FLOW: ("t", "kg", "USD", QUALITATIVE),
    ObservationKind.SHARE: ("%", "share"),
    ObservationKind.LICENCE: ("%", "share", QUALITATIVE),
    ObservationKind.FIRM: ("%", "share", QUALITATIVE),
    ObservationKind.OUTPUT: ("2020=100", "2015=100", "index"),
    ObservationKind.PRICE: ("ratio",),
    ObservationKind.ESTIMATE: ("% of GDP",),
}
"""Units in which each kind may be stated."""
MASS: Final = frozenset({"t", "kg"})
PER_CENT: Final = frozenset({"%"})
PERCENT: Final = 100.0
"""Per cent of one."""
UNSTATED: Final[Mapping[ObservationKind, float]] = {
    ObservationKind.FLOW: 10.0,
    ObservationKind.SHARE: 5.0,
    ObservationKind.OUTPUT: 1.5,
}
"""Error of a figure of which none is stated: per cent of a flow, points of a share, points of an index. A judgement:
twice what is stated of official figures on file. Taken for nothing, a figure whose source is silent would be surer than
one whose source is frank; kinds that are not named weigh by other things than an error."""
KG_A_TONNE: Final = 1_000.0
"""Kilograms of a tonne."""
NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?")
CHANGE: Final = re.compile(r"([-+]\d+(?:\.\d+)?) % (y/y|m/m)")
_FROM: Final = re.compile(r"\bfrom ([A-Z]{2})\b")
_TO: Final = re.compile(r"\bto ([A-Z]{2})\b")
_OF: Final = re.compile(r"\bshare of ([A-Z]{2})\b")
WORDS: Final[tuple[tuple[str, ObservedEvent], ...]] = (
    ("stall", ObservedEvent.STOPPED),
    ("stopped", ObservedEvent.STOPPED),
    ("halted", ObservedEvent.STOPPED),
    ("no loss", ObservedEvent.NO_LOSS),
    ("paused", ObservedEvent.PAUSED),
    ("approved", ObservedEvent.APPROVED),
)
"""Words in a value or a variable by which an event is known, the first that stands there."""
Fault = tuple[Text, Text]


def unstated_error(count: int) -> Text:
    """Say of how many figures no error is stated, and what is assumed of them."""
    return counted(
        "nowcast.error_unstated",
        "{n} figure states no error; assumed are {flow} % of a flow, {share} points of a share and {index} of an "
        "index.",
        "{n} figures state no error; assumed are {flow} % of a flow, {share} points of a share and {index} of an "
        "index.",
        n=count,
        flow=f"{UNSTATED[ObservationKind.FLOW]:g}",
        share=f"{UNSTATED[ObservationKind.SHARE]:g}",
        index=f"{UNSTATED[ObservationKind.OUTPUT]:g}",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What a row may name: ids of materials, their groups and forms, and the seller."""

    names: Collection[str]
    forms: Collection[str]
    seller: str


@contextmanager
def observed_table(file: Path) -> Iterator[Path]:
    """Unpack the one table of a file as a publisher hands it out, for as long as it is read.

    Raises
    ------
    FactError
        If it is damaged, or holds no table or several.
    """
    try:
        with table_inside(file, INSIDE) as table:
            yield table
    except BookError as fault:
        raise FactError(fault.problems) from None


def read_observations(path: Path, materials: Materials) -> tuple[Observation, ...]:
    """Read an observation file.

    Raises
    ------
    FactError
        With everything that is wrong in it.
    """
    needs = message("nowcast.expected_columns", "Expected the columns {columns}.", columns=joined(COLUMNS, "comma"))
    try:
        rows = read_table(path, COLUMNS, remedy=needs)
    except BookError as fault:
        raise FactError(fault.problems) from None
    known = _Known(
        names=(
            *(str(material.id) for material in materials.items),
            *dict.fromkeys(material.group for material in materials.items),
        ),
        forms={form.name for material in materials.items for form in material.forms},
        seller=materials.seller,
    )
    observations: list[Observation] = []
    problems: list[Problem] = []
    places: dict[tuple[object, ...], str] = {}
    for where, row in rows:
        faults = list(_faults(row, known))
        problems += [Problem(where=where, what=what, remedy=remedy) for what, remedy in faults]
        if faults:
            continue
        entry = _observation(row, known, where)
        twice = (*entry.figure, entry.known_by)
        for key, again in (((entry.id,), ID_AGAIN), (twice, PERIOD_AGAIN)):
            if key in places:
                what = message("nowcast.row_twice", "stands in {other} already.", other=places[key])
                problems.append(Problem(where=where, what=what, remedy=again))
            places.setdefault(key, where)
        observations.append(entry)
    if not rows:
        empty = message("nowcast.no_rows", "no row.")
        problems.append(
            Problem(where=path.name, what=empty, remedy=message("nowcast.expected_rows", "Expected one row a figure."))
        )
    if problems:
        raise FactError(problems)
    return tuple(observations)


ID_AGAIN: Final = message("nowcast.expected_one_id", "Expected a separate id for each row.")
PERIOD_AGAIN: Final = message(
    "nowcast.expected_one_figure",
    "Expected one figure for a series and a period on a day. A revised figure has a later 'known_by', other goods "
    "another 'form'.",
)


def _faults(row: Row, known: _Known) -> Iterator[Fault]:
    if row["kind"] not in tuple(ObservationKind):
        hint = did_you_mean(row["kind"], ObservationKind)
        expected = message("error.expected_either", "Expected {choices}.", choices=joined(ObservationKind, "or"))
        yield (
            message("nowcast.no_kind", "'{value}' is not a kind of observation.", value=row["kind"]),
            joined((hint, expected), "sentence"),
        )
        return
    yield from _faults_of_days(row)
    yield from _faults_of_names(row, known)
    yield from _faults_of_numbers(row, ObservationKind(row["kind"]))
    if row["confidence"] not in tuple(FigureConfidence):
        choices = joined(FigureConfidence, "or")
        yield (
            message("nowcast.no_confidence", "'{value}' is not a confidence.", value=row["confidence"]),
            message("error.expected_either", "Expected {choices}.", choices=choices),
        )
    if not row["source"]:
        yield (
            message("nowcast.no_source", "the row names no source."),
            message("nowcast.name_source", "Name who published the figure, and the address under url."),
        )


def _faults_of_days(row: Row) -> Iterator[Fault]:
    known_by = _day(row["known_by"])
    if known_by is None:
        yield (
            message(
                "nowcast.no_vintage",
                "'known_by' '{value}' is not a day, so the vintage is not known.",
                value=row["known_by"],
            ),
            message("nowcast.expected_vintage", "Expected the day on which the figure was known, YYYY-MM-DD."),
        )
    span = period_of(row["period"])
    if span is None:
        yield (
            message("nowcast.no_period", "'{value}' is not a period.", value=row["period"]),
            message(
                "nowcast.expected_period",
                "Expected YYYY, YYYY-MM, YYYY-MM-DD, or two of them with ' to ' between them.",
            ),
        )
    elif known_by is not None and known_by < span[1] and row["kind"] != ObservationKind.ESTIMATE:
        yield (
            message(
                "nowcast.known_early",
                "'known_by' {day} lies before the period ends, on {last}.",
                day=row["known_by"],
                last=span[1].isoformat(),
            ),
            message(
                "nowcast.outturns_alone",
                "An observation file has what was seen; forecasts go into other files.",
            ),
        )


def _faults_of_names(row: Row, known: _Known) -> Iterator[Fault]:
    given = _materials(row)
    if not given and row["kind"] not in {ObservationKind.OUTPUT, ObservationKind.ESTIMATE}:
        yield (
            message("nowcast.no_material_named", "the row names no material."),
            message("nowcast.name_material", "Name a material or a group, several with ';', or '{all}'.", all=ALL),
        )
    for name in given:
        if name != ALL and name not in known.names:
            listed = message("impact.known", "Known: {known}.", known=joined(known.names, "comma"))
            yield (
                message("impact.no_material", "no material '{asked}'.", asked=name),
                joined((did_you_mean(name, known.names), listed), "sentence"),
            )
    form = row.get("form", "")
    if form and form not in known.forms:
        yield (
            message("nowcast.no_form", "no form '{value}'.", value=form),
            joined(
                (
                    did_you_mean(form, known.forms),
                    message("impact.known", "Known: {known}.", known=joined(sorted(known.forms), "comma")),
                ),
                "sentence",
            ),
        )
    event = row.get("event", "")
    if event and event not in tuple(ObservedEvent):
        yield (
            message("nowcast.no_event", "'{value}' is not an event.", value=event),
            message("error.expected_either", "Expected {choices}.", choices=joined(ObservedEvent, "or")),
        )


def _faults_of_numbers(row: Row, kind: ObservationKind) -> Iterator[Fault]:
    units = UNITS[kind]
    if row["unit"] not in units:
        yield (
            message("nowcast.no_unit", "'{value}' is not a unit of a {kind}.", value=row["unit"], kind=str(kind)),
            message("error.expected_either", "Expected {choices}.", choices=joined(units, "or")),
        )
    words = row["variable"].lower()
    if kind is ObservationKind.FLOW and row["unit"] in {"t", "kg", "USD"}:
        of_value, in_mass = " value" in words, row["unit"] in MASS
        if of_value == in_mass:
            yield (
                message(
                    "nowcast.value_or_mass",
                    "the variable is '{variable}', and the unit is {unit}.",
                    variable=row["variable"],
                    unit=row["unit"],
                ),
                message("nowcast.expected_value_or_mass", "Expected USD for a value, and t or kg for a quantity."),
            )
    if row["unit"] != QUALITATIVE and not _numbers(row["value"], several=kind is ObservationKind.FIRM):
        yield (
            message("error.is_no_number", "'{value}' is not a number.", value=row["value"]),
            message(
                "nowcast.expected_number",
                "Expected a number in the unit, or the unit '{unit}' for words.",
                unit=QUALITATIVE,
            ),
        )
    for name in ("low", "high", "error"):
        if row[name] and not _numbers(row[name]):
            yield (
                message(
                    "nowcast.column_no_number", "{column} '{value}' is not a number.", column=name, value=row[name]
                ),
                message("nowcast.expected_number_or_nothing", "Expected a number, or nothing."),
            )
    low, high = (_numbers(row[name]) for name in ("low", "high"))
    if low and high and low[0] > high[0]:
        yield (
            message("nowcast.low_above_high", "low {low} is above high {high}.", low=row["low"], high=row["high"]),
            message("nowcast.expected_low_first", "Expected low, then high."),
        )
    value, error = _numbers(row["value"]), _numbers(row["error"])
    if value and not (low or value)[0] <= value[0] <= (high or value)[0]:
        yield (
            message(
                "nowcast.value_outside",
                "{value} lies outside {low} to {high}.",
                value=row["value"],
                low=row["low"] or "–",
                high=row["high"] or "–",
            ),
            message("nowcast.expected_value_within", "Expected the figure between its low and its high."),
        )
    if error and error[0] < 0:
        yield (
            message("nowcast.error_below_zero", "an error of {value} cannot be.", value=row["error"]),
            message("nowcast.expected_error", "Expected 0 or more; leave it empty where the source states none."),
        )
    if kind is ObservationKind.FLOW and value and value[0] < 0:
        yield (
            message("nowcast.flow_below_zero", "a flow of {value} cannot be.", value=row["value"]),
            message("nowcast.expected_zero_or_more", "Expected 0 or more."),
        )


def _numbers(text: str, *, several: bool = False) -> list[float]:
    """Return the numbers of a cell: one that is the whole of it, or all in it; none if it holds no such number."""
    if several:
        return [float(digits) for digits in NUMBER.findall(text)]
    return [float(text)] if NUMBER.fullmatch(text.strip()) else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def period_of(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of a period; None if it is none.

    >>> period_of("2026-02")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    >>> period_of("2026-01-06 to 2026-02-06")
    (datetime.date(2026, 1, 6), datetime.date(2026, 2, 6))
    """
    ends = [_ends(part.strip()) for part in text.split(" to ")]
    if len(ends) > 2 or None in ends:  # noqa: PLR2004 - a first and a last
        return None
    first, last = ends[0], ends[-1]
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _ends(text: str) -> tuple[date, date] | None:
    try:
        match text.count("-"):
            case 0:
                return date(int(text), 1, 1), date(int(text), 12, 31)
            case 1:
                year, month = (int(part) for part in text.split("-"))
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            case _:
                day = date.fromisoformat(text)
                return day, day
    except ValueError:
        return None


def _materials(row: Row) -> tuple[str, ...]:
    return tuple(part.strip() for part in row["material"].split(";") if part.strip())


def _observation(row: Row, known: _Known, where: str) -> Observation:
    kind = ObservationKind(row["kind"])
    since, until = period_of(row["period"]) or (date.min, date.max)
    factor, unit = _scale(row["unit"])
    qualitative = row["unit"] == QUALITATIVE
    numbers = [] if qualitative else _numbers(row["value"], several=kind is ObservationKind.FIRM)
    ends = [_numbers(row[name]) for name in ("low", "high")]
    spread = len(numbers) > 1
    stated = bool(row["error"]) or not numbers or kind not in UNSTATED
    error = UNSTATED[kind] if not stated else float(row["error"] or 0.0)
    importer, origin = _route(row, kind, known.seller)
    return Observation(
        id=row["id"],
        where=where,
        series=ObservedSeries(
            kind=kind,
            importer=importer,
            origin=origin,
            materials=_materials(row),
            form=row.get("form", "") or _form(row["variable"], known.forms),
            unit=unit,
        ),
        country=row["country"],
        period=row["period"],
        since=since,
        until=until,
        known_by=date.fromisoformat(row["known_by"]),
        variable=row["variable"],
        value=factor * sum(numbers) / len(numbers) if numbers else None,
        low=factor * (min(numbers) if spread else ends[0][0]) if spread or ends[0] else None,
        high=factor * (max(numbers) if spread else ends[1][0]) if spread or ends[1] else None,
        event=_event(row) if qualitative else None,
        yearly=_change(row["versus"], "y/y"),
        monthly=_change(row["versus"], "m/m"),
        error=error if kind is ObservationKind.OUTPUT else error / PERCENT,
        error_stated=stated,
        source=row["source"],
        url=row["url"],
        confidence=FigureConfidence(row["confidence"]),
        note=row["note"],
    )


def _scale(unit: str) -> tuple[float, str]:
    if unit in PER_CENT:
        return 1.0 / PERCENT, "share"
    return (1.0 / KG_A_TONNE, "t") if unit == "kg" else (1.0, unit)


def _route(row: Row, kind: ObservationKind, seller: str) -> tuple[str, str]:
    """Return the importer and the origin that a row speaks of."""
    words = row["variable"]
    if kind is ObservationKind.FLOW and "export" in words.lower() and row["unit"] != QUALITATIVE:
        to = _TO.search(words)
        return (to[1], row["country"]) if to else ("", "*")
    if row.get("from"):
        return row["country"], row["from"]
    if kind is ObservationKind.SHARE:
        of = _OF.search(words)
        return row["country"], of[1] if of else "*"
    if kind is ObservationKind.FLOW and row["unit"] != QUALITATIVE:
        of = _FROM.search(words)
        return row["country"], of[1] if of else "" if "all origins" in words.lower() else "*"
    if kind in {ObservationKind.OUTPUT, ObservationKind.PRICE, ObservationKind.ESTIMATE}:
        return row["country"], ""
    return row["country"], seller


def _form(words: str, forms: Collection[str]) -> str:
    return "magnet" if "magnet" in words.lower() and "magnet" in forms and "import" not in words.lower() else ""


def _event(row: Row) -> ObservedEvent | None:
    if row.get("event"):
        return ObservedEvent(row["event"])
    words = f"{row['value']} {row['variable']}".lower()
    return next((event for word, event in WORDS if word in words), None)


def _change(versus: str, against: str) -> float | None:
    change = next((float(size) for size, of in CHANGE.findall(versus) if of == against), None)
    return None if change is None else change / PERCENT
