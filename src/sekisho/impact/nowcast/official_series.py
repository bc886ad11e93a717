"""Statistical series as their publishers hand them out: months of trade by heading, in the layout of each.

Read are Japan's customs (e-Stat, a row a heading and country, a column a month), UN Comtrade (both forms of its CSV),
the customs of China (a row a month, heading and partner), and the program's own table of trade flows. Layouts were
written down from the publishers' descriptions of their columns; no file of theirs is shipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, FactError, Problem
from sekisho.files.text_tables import Row, columns_of, read_table
from sekisho.impact.shock.import_flows import OTHERS
from sekisho.impact.shock.trade_flows import COLUMNS as FLOW_COLUMNS
from sekisho.impact.shock.trade_flows import HS_DIGITS, KG_A_TONNE, MASS, month_ends
from sekisho.message import Text, joined, message

WORLD: Final = ""
"""Origin of what comes from all countries together."""
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
KILOGRAMS: Final = frozenset({"KG", "KILOGRAM", "KILOGRAMS", "千克", "公斤"})
TONNES: Final = frozenset({"MT", "TON", "TONNE", "TONNES", "吨", "噸"})
"""How units of mass are written."""
_YEAR: Final = re.compile(r"\d{4}")
_MONTH: Final = re.compile(r"(\d{4})-?(\d{2})")

JP_COUNTRIES: Final[Mapping[str, str]] = {
    "103": "KR", "105": "CN", "106": "TW", "108": "HK", "110": "VN", "111": "TH", "112": "SG", "113": "MY",
    "117": "PH", "118": "ID", "123": "IN", "205": "GB", "207": "NL", "208": "BE", "210": "FR", "213": "DE",
    "220": "IT", "224": "RU", "302": "CA", "304": "US", "305": "MX", "410": "BR", "601": "AU",
}  # fmt: skip
"""Codes of countries of Japan's customs, those that sell the materials on file; any other counts among all others."""
M49: Final[Mapping[str, str]] = {
    "392": "JP", "156": "CN", "410": "KR", "490": "TW", "344": "HK", "704": "VN", "764": "TH", "702": "SG",
    "458": "MY", "608": "PH", "360": "ID", "699": "IN", "356": "IN", "826": "GB", "528": "NL", "56": "BE",
    "251": "FR", "250": "FR", "276": "DE", "380": "IT", "381": "IT", "643": "RU", "124": "CA", "842": "US",
    "840": "US", "484": "MX", "76": "BR", "36": "AU",
}  # fmt: skip
"""Numbers of countries of the United Nations, the same that Japan's customs have codes of: an extract of Comtrade
without descriptions leaves the letters out. 490 and S19 are other Asia, not elsewhere specified, which is Taiwan."""
AREAS: Final[Mapping[str, str]] = {"W00": WORLD, "WLD": WORLD, "WORLD": WORLD, "0": WORLD, "S19": "TW"}
"""Partners of Comtrade that are no country of their own."""
SPECIAL: Final = re.compile(r"(?=\w*[\d_])[A-Z_][A-Z\d_]{1,2}")
"""Letters of Comtrade for areas that are no country, such as A79 or _X: they hold a digit or a line."""
CN_PARTNERS: Final[Mapping[str, str]] = {
    "116": "JP", "日本": "JP", "JAPAN": "JP", "133": "KR", "502": "US", "143": "TW", "304": "DE",
}  # fmt: skip
"""Codes and names of trading partners of China's customs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedMonth:
    """What a publisher counts of a heading on a route in a month.

    Parameters
    ----------
    where
        File and line; of several lines added up, the first.
    reporter
        Country whose customs counted it.
    origin
        Country that it comes from; WORLD for all together, OTHERS for one of which no code is on file.
    hs
        Heading of six digits.
    tonnes
        None where the publisher counts no mass.
    is_traded
        Whether anything is counted, be it a value alone.
    """

    where: str
    reporter: str
    origin: str
    importer: str
    hs: str
    month: str
    tonnes: float | None
    is_traded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialSeries:
    """A file of a publisher, read.

    Parameters
    ----------
    notes
        What the file leaves unsaid, in sentences.
    """

    layout: str
    months: tuple[CountedMonth, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A figure as it stands in a file, before parts of a heading are added up.

    Parameters
    ----------
    key
        What no two rows may share.
    """

    key: tuple[str, ...]
    month: CountedMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """A publisher's layout: the columns by which it is known, and what reads a row.

    Parameters
    ----------
    read
        Goes through the figures of a row, or yields a fault of it: what, and what was expected.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[str, Row, Mapping[str, str]], Iterator[_Cell | tuple[Text, Text]]]
    note: Text | None = None


def is_series(path: Path) -> bool:
    """Tell whether a file has the columns of a publisher's layout.

    Raises
    ------
    FactError
        If it cannot be read as a table.
    """
    return _layout(path) is not None


def read_series(path: Path, territories: Mapping[str, str]) -> OfficialSeries:
    """Read a file in a publisher's layout.

    Parameters
    ----------
    territories
        ISO 3166 alpha-3 to alpha-2.

    Raises
    ------
    FactError
        With everything that is wrong in it.
    """
    layout = _layout(path)
    if layout is None:
        raise FactError(
            Problem(
                where=path.name,
                what=message("nowcast.no_layout", "has the columns of no series that is known."),
                remedy=message(
                    "nowcast.expected_layout", "Expected a file of {layouts}.", layouts=joined(LAYOUT_NAMES, "or")
                ),
            )
        )
    again = message("nowcast.columns_again", "Fetch the file again.")
    rows = read_table(path, layout.columns, remedy=again, may_be_closed=True)
    codes = {**territories, **{code: code for code in territories.values()}}
    problems: list[Problem] = []
    places: dict[tuple[str, ...], str] = {}
    cells: list[CountedMonth] = []
    for where, row in rows:
        for found in layout.read(where, row, codes):
            if isinstance(found, tuple):
                what, remedy = found
                problems.append(Problem(where=where, what=what, remedy=remedy))
            elif found.key in places:
                what = message(
                    "nowcast.month_twice",
                    "{month} of heading {hs} stands in {other} already.",
                    month=found.month.month,
                    hs=found.month.hs,
                    other=places[found.key],
                )
                again = message("nowcast.expected_month_once", "Expected each month of a heading and a route once.")
                problems.append(Problem(where=where, what=what, remedy=again))
            else:
                places[found.key] = where
                cells.append(found.month)
    if not cells and not problems:
        problems.append(
            Problem(
                where=path.name,
                what=message("nowcast.no_months", "has no month of a heading."),
                remedy=message("nowcast.expected_months", "Expected monthly figures; a file of years says no month."),
            )
        )
    if problems:
        raise FactError(problems)
    # A month that is not out yet stands in a table of a year as nothing, like one without trade.
    out = max((cell.month for cell in cells if cell.is_traded), default="")
    months = _added_up([cell for cell in cells if cell.month <= out])
    return OfficialSeries(layout=layout.name, months=months, notes=(layout.note,) if layout.note else ())


def _layout(path: Path) -> _Layout | None:
    try:
        columns = set(columns_of(path))
    except BookError as fault:
        raise FactError(fault.problems) from None
    return next((layout for layout in LAYOUTS if columns.issuperset(layout.columns)), None)


def _added_up(cells: list[CountedMonth]) -> tuple[CountedMonth, ...]:
    """Add up what stands in several rows: the national headings of one of six digits, kinds of trade, countries."""
    sums: dict[tuple[str, ...], CountedMonth] = {}
    for cell in cells:
        key = (cell.reporter, cell.origin, cell.importer, cell.hs, cell.month)
        before = sums.get(key)
        if before is None:
            sums[key] = cell
            continue
        # A heading of which a part has no mass has none.
        tonnes = None if before.tonnes is None or cell.tonnes is None else before.tonnes + cell.tonnes
        sums[key] = replace(before, tonnes=tonnes, is_traded=before.is_traded or cell.is_traded)
    return tuple(sums.values())


def _number(text: str) -> float | None:
    """Return the number of a cell, with or without commas between thousands; None if it is none."""
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return number if number >= 0 and number != float("inf") else None


def _tonnes(amount: float, unit: str) -> float | None:
    name = unit.strip().upper()
    if name in KILOGRAMS:
        return amount / KG_A_TONNE
    return amount if name in TONNES else None


def _heading(text: str) -> str:
    """Return the six digits of a heading that a country writes with more; empty if it has fewer."""
    digits = text.strip().lstrip("'").replace(".", "")
    return digits[:HS_DIGITS] if digits.isascii() and digits.isdigit() and len(digits) >= HS_DIGITS else ""


def _no_number(column: str, value: str) -> tuple[Text, Text]:
    return (
        message("nowcast.column_no_number", "{column} '{value}' is not a number.", column=column, value=value),
        message("nowcast.expected_amount", "Expected 0 or more."),
    )


def _no_heading(value: str) -> tuple[Text, Text]:
    return (
        message("nowcast.no_heading", "'{value}' is not a heading.", value=value),
        message("nowcast.expected_heading", "Expected six digits or more; a spreadsheet may have dropped a zero."),
    )


def _no_month(value: str) -> tuple[Text, Text]:
    return (
        message("nowcast.no_month", "'{value}' is not a month.", value=value),
        message("nowcast.expected_month", "Expected a month, such as 2026-01 or 202601; a year tells no month."),
    )


def _japan(where: str, row: Row, _codes: Mapping[str, str]) -> Iterator[_Cell | tuple[Text, Text]]:
    """Read a heading and country of a year; mass stands in the second quantity, or in the first."""
    if row["Exp or Imp"].strip() != "2":  # 1 is exports
        return
    hs, year = _heading(row["HS"]), row["Year"].strip()
    if not hs:
        yield _no_heading(row["HS"])
    if not _YEAR.fullmatch(year):
        yield _no_month(year)
    if not hs or not _YEAR.fullmatch(year):
        return
    origin = JP_COUNTRIES.get(row["Country"].strip(), OTHERS)
    for number, name in enumerate(MONTHS, start=1):
        tonnes: float | None = None
        empty = True
        for which in ("2", "1"):
            amount, unit = row.get(f"Quantity{which}-{name}", "").strip(), row.get(f"Unit{which}", "")
            size = _number(amount) if amount else None
            if amount and size is None:
                yield _no_number(f"Quantity{which}-{name}", amount)
            empty = empty and not size
            if tonnes is None and size is not None:
                tonnes = _tonnes(size, unit)
        value = _number(row.get(f"Value-{name}", "").strip() or "0")
        if value is None:
            yield _no_number(f"Value-{name}", row[f"Value-{name}"])
        month = f"{year}-{number:02d}"
        yield _Cell(
            # By custom house each row is a part of the heading; without such a column there is but one row.
            key=(row["HS"], row["Country"], row.get("Custom", ""), month),
            month=CountedMonth(
                where=where,
                reporter="JP",
                origin=origin,
                importer="JP",
                hs=hs,
                month=month,
                tonnes=0.0 if empty and not value else tonnes,
                is_traded=not empty or bool(value),
            ),
        )


def _comtrade(where: str, row: Row, codes: Mapping[str, str]) -> Iterator[_Cell | tuple[Text, Text]]:
    """Read a row of UN Comtrade in either of its forms; what is only a part of another row is left out."""
    parts = (("partner2Code", "0"), ("motCode", "0"), ("customsCode", "C00"))
    if any(row.get(name, whole).strip() not in {"", whole} for name, whole in parts):
        return
    new = "flowCode" in row
    names = ("period", "reporterISO", "partnerISO", "flowCode", "cmdCode", "netWgt")
    if not new:
        names = ("Period", "Reporter ISO", "Partner ISO", "Trade Flow", "Commodity Code", "Netweight (kg)")
    period, reporter, partner, flow, code, mass = (row[name].strip() for name in names)
    reporter, partner = reporter or row.get("reporterCode", "").strip(), partner or row.get("partnerCode", "").strip()
    if flow.upper() not in {"M", "X", "IMPORT", "IMPORTS", "EXPORT", "EXPORTS"}:
        return
    yield from _counted(
        where,
        period=period,
        code=code,
        route=_route(codes, reporter, partner, imports=flow.upper()[0] in {"M", "I"}),
        mass=mass,
        column=names[5],
        names=(reporter, partner),
    )


def _route(codes: Mapping[str, str], reporter: str, partner: str, *, imports: bool) -> tuple[str, str, str] | None:
    """Return who counts, where from and where to; None if a code is not known."""
    mine = codes.get(reporter) or M49.get(reporter)
    other = codes.get(partner) or M49.get(partner) or AREAS.get(partner)
    if other is None and (SPECIAL.fullmatch(partner) or partner.isdigit()):
        other = OTHERS
    if mine is None or other is None:
        return None
    return (mine, other, mine) if imports else (mine, mine, other)


def _counted(
    where: str,
    *,
    period: str,
    code: str,
    route: tuple[str, str, str] | None,
    mass: str,
    column: str,
    names: tuple[str, str],
) -> Iterator[_Cell | tuple[Text, Text]]:
    hs, written = _heading(code), _MONTH.fullmatch(period)
    month = f"{written[1]}-{written[2]}" if written else ""
    faults: list[tuple[Text, Text]] = []
    if not hs:
        faults.append(_no_heading(code))
    if not month or not _is_month(month):
        faults.append(_no_month(period))
    if route is None:
        faults.append(
            (
                message("nowcast.no_country", "a country of '{names}' is not known.", names=" ".join(names)),
                message("nowcast.expected_iso", "Expected codes of ISO 3166, such as CHN or CN."),
            )
        )
    amount = _number(mass) if mass else None
    if mass and amount is None:
        faults.append(_no_number(column, mass))
    if faults or route is None:
        yield from faults
        return
    reporter, origin, importer = route
    yield _Cell(
        key=(reporter, origin, importer, *names, code, month),
        month=CountedMonth(
            where=where,
            reporter=reporter,
            origin=origin,
            importer=importer,
            hs=hs,
            month=month,
            # A mass of nothing beside a value is one that nobody counted.
            tonnes=None if not amount else amount / KG_A_TONNE,
        ),
    )


def _is_month(text: str) -> bool:
    try:
        month_ends(text)
    except ValueError:
        return False
    return True


def _own(where: str, row: Row, codes: Mapping[str, str]) -> Iterator[_Cell | tuple[Text, Text]]:
    """Read a row of the program's own table of trade flows."""
    exporter, importer = codes.get(row["exporter"]), codes.get(row["importer"])
    yield from _counted(
        where,
        period=row["month"],
        code=row["hs6"],
        route=None if exporter is None or importer is None else ("", exporter, importer),
        mass=row.get(MASS, ""),
        column=MASS,
        names=(row["exporter"], row["importer"]),
    )


def _china(names: Mapping[str, str]) -> Callable[[str, Row, Mapping[str, str]], Iterator[_Cell | tuple[Text, Text]]]:
    """Return what reads a row of China's customs, with its columns in one of their languages."""

    def read(where: str, row: Row, _codes: Mapping[str, str]) -> Iterator[_Cell | tuple[Text, Text]]:
        partner = row[names["partner"]].strip()
        importer = CN_PARTNERS.get(partner) or CN_PARTNERS.get(row.get(names["partner_name"], "").strip().upper())
        if importer is None:
            return  # another country's: a query of all partners names them all
        hs, written = _heading(row[names["code"]]), _MONTH.fullmatch(row[names["month"]].strip())
        month = f"{written[1]}-{written[2]}" if written else ""
        if not hs:
            yield _no_heading(row[names["code"]])
        if not month or not _is_month(month):
            yield _no_month(row[names["month"]])
        tonnes: float | None = None
        for amount_of, unit_of in (("amount", "unit"), ("amount_2", "unit_2")):
            text = row.get(names[amount_of], "").strip()
            if not text or text == "-":
                continue
            size = _number(text)
            if size is None:
                yield _no_number(names[amount_of], text)
            elif tonnes is None:
                tonnes = _tonnes(size, row.get(names[unit_of], ""))
        if not hs or not month or not _is_month(month):
            return
        kind = row.get(names["kind"], "") + row.get(names["place"], "")
        yield _Cell(
            key=(row[names["code"]], partner, month, kind),
            month=CountedMonth(
                where=where, reporter="CN", origin="CN", importer=importer, hs=hs, month=month, tonnes=tonnes
            ),
        )

    return read


_CHINESE: Final = {
    "month": "数据年月", "code": "商品编码", "partner": "贸易伙伴编码", "partner_name": "贸易伙伴名称",
    "amount": "第一数量", "unit": "第一计量单位", "amount_2": "第二数量", "unit_2": "第二计量单位",
    "kind": "贸易方式编码", "place": "注册地编码",
}  # fmt: skip
_IN_ENGLISH: Final = {
    "month": "Date of data", "code": "Commodity code", "partner": "Trading partner code",
    "partner_name": "Trading partner", "amount": "Quantity", "unit": "Unit", "amount_2": "Supplementary Quantity",
    "unit_2": "Supplementary Unit", "kind": "Trade mode code", "place": "Location code",
}  # fmt: skip
_EXPORTS: Final = message(
    "nowcast.taken_for_exports",
    "The file of China's customs does not say whether it counts exports or imports; it is taken for exports.",
)
LAYOUTS: Final = (
    _Layout(
        name="jp-customs",
        columns=("Exp or Imp", "Year", "HS", "Country", "Unit1", "Unit2", "Quantity2-Jan", "Value-Jan"),
        read=_japan,
    ),
    _Layout(
        name="un-comtrade",
        columns=("period", "reporterISO", "flowCode", "partnerISO", "cmdCode", "netWgt"),
        read=_comtrade,
    ),
    _Layout(
        name="un-comtrade",
        columns=("Period", "Trade Flow", "Reporter ISO", "Partner ISO", "Commodity Code", "Netweight (kg)"),
        read=_comtrade,
    ),
    *(
        _Layout(
            name="cn-customs",
            columns=tuple(names[column] for column in ("month", "code", "partner", "amount", "unit")),
            read=_china(names),
            note=_EXPORTS,
        )
        for names in (_CHINESE, _IN_ENGLISH)
    ),
    _Layout(name="trade-flows", columns=FLOW_COLUMNS, read=_own),
)
"""Every layout that is read; the first whose columns are all there."""
LAYOUT_NAMES: Final = tuple(dict.fromkeys(layout.name for layout in LAYOUTS))
