"""Customs statistics by month and heading, of a data package or of the user's own, and what forms weigh by them."""

from __future__ import annotations

import shutil
from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BookError, LibraryError, ListError, MeasureError, Problem
from sekisho.files.formats import sha256_of
from sekisho.files.package_csv import HeaderRows, header_rows
from sekisho.files.versions import VersionCard, VersionedData, VersionFolder, card_text, version_name
from sekisho.files.yaml_nodes import read_plain
from sekisho.impact.economy.package_folder import alpha3_codes, economy_folders
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.message import joined, message

if TYPE_CHECKING:
    from sekisho.impact.materials.material import Material, Materials

COLUMNS: Final = ("month", "exporter", "importer", "hs6", "value_usd")
MASS: Final = "quantity_kg"
"""Column that a table may have besides."""
SHIPPED: Final = "trade-flows.csv"
TRADE_FLOWS: Final = "trade-flows"
"""What the user's own are called where lists of all kinds are named, and the name of their folder."""
KIND: Final = VersionedData(
    data="flows.csv",
    card="source.yaml",
    digest="sha256",
    keys=("list", "version", "title", "file", "flows", "first", "last"),
    prefix="",
    none="built-in",
    error=ListError,
)
NORMAL_MONTHS: Final = 24
"""Months before the first day of a horizon of which the mean is a normal month: two whole seasons. Fewer let one ship
move the weights of forms; more take in trade of before the last change of the law. A judgement, not a measurement."""
HS_DIGITS: Final = 6
"""Digits of a customs code that all countries share."""
KG_A_TONNE: Final = 1000
"""Kilograms of a tonne."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeFlow:
    """One row of trade statistics.

    Parameters
    ----------
    exporter, importer
        ISO 3166 alpha-2.
    value
        Value of the month, in USD.
    tonnes
        Mass of the month; None where the table has none, or none for a value above nothing.
    """

    month: str
    exporter: str
    importer: str
    hs6: str
    value: Decimal
    tonnes: Decimal | None = None

    @property
    def year(self) -> str:
        """Year of the month."""
        return self.month.partition("-")[0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FlowTable:
    """Trade statistics with what is said of them.

    Parameters
    ----------
    version
        Of the user's own; empty for that of a data package.
    sha256
        Of the file.
    """

    title: str
    version: str
    sha256: str
    flows: tuple[TradeFlow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalFlow:
    """What is counted under a heading in a normal month.

    Parameters
    ----------
    first, last
        First and last month on file of the mean.
    usd, tonnes
        Mean of a month; a month between them that has no row counts as nothing. No tonnes where a month has none.
    """

    hs6: str
    first: str
    last: str
    usd: float
    tonnes: float | None


def flow_table(library: Library, user_folder: Path | None) -> FlowTable | None:
    """Return the trade statistics in use: the user's own, else those of a data package; None if there are none.

    Parameters
    ----------
    user_folder
        The user's folder of trade statistics; None knows only what is shipped.

    Raises
    ------
    BookError, LibraryError
        If they cannot be read, or were changed since they were added.
    """
    versions = VersionFolder(user_folder, KIND) if user_folder is not None else None
    version = versions.in_use() if versions is not None else ""
    if versions is None or not version:
        return shipped_flows(library)
    card, _ = versions.read(version)
    flows = read_flows(versions.find(version) / KIND.data, alpha3_codes(library))
    title = str(card["title"] or card["file"])
    return FlowTable(title=title, version=version, sha256=str(card["sha256"]), flows=tuple(flows))


def keep_flows(user_folder: Path, file: Path, flows: Collection[TradeFlow], given: VersionCard) -> Path:
    """Keep a file of trade statistics and put it in use; returns the folder of its version.

    Parameters
    ----------
    flows
        What was read of the file.
    """
    sha = sha256_of(file)
    version = version_name(given.read, sha)
    months = [flow.month for flow in flows]
    card = {
        "list": TRADE_FLOWS,
        "version": version,
        "title": given.title,
        "url": given.url,
        "read": given.read,
        "added": given.added,
        "file": file.name,
        "flows": len(flows),
        "first": min(months),
        "last": max(months),
        "sha256": sha,
    }

    def write(draft: Path) -> None:
        shutil.copyfile(file, draft / KIND.data)
        (draft / KIND.card).write_text(card_text(card), encoding="utf-8")

    return VersionFolder(user_folder, KIND).add(version, None, write, day=given.added)


@cached_per_library
def shipped_flows(library: Library) -> FlowTable | None:
    """Return the trade statistics of the last data package that has some.

    Raises
    ------
    BookError, LibraryError
        If they cannot be read, or have no source card.
    """
    files = [folder / SHIPPED for folder in economy_folders(library) if (folder / SHIPPED).is_file()]
    if not files:
        return None
    file = files[-1]
    flows = read_flows(file, alpha3_codes(library))
    return FlowTable(title=_title(file), version="", sha256=sha256_of(file), flows=tuple(flows))


def _title(file: Path) -> str:
    card = file.with_name(f"{file.stem}.source.yaml")
    try:
        return str(read_plain(card.read_text(encoding="utf-8"), name=card.name)["title"])
    except (KeyError, MeasureError, OSError, UnicodeDecodeError):
        remedy = message(
            "impact.expected_card",
            "Expected a source card beside it that says title, publisher, url, read and licence.",
        )
        raise LibraryError(
            Problem(where=str(card), what=message("impact.card_missing", "is missing or has no title."), remedy=remedy)
        ) from None


def read_flows(path: Path | str, territories: Mapping[str, str]) -> list[TradeFlow]:
    """Read monthly trade statistics: month, exporter, importer (ISO 3166), hs6, value_usd, and quantity_kg if known.

    Parameters
    ----------
    territories
        Alpha-3 code to alpha-2 code; a table may write either.

    Raises
    ------
    BookError
        With every row that cannot be read, in one pass; or if the file is not there, is not UTF-8 or has no rows.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        remedy = message(
            "impact.name_flow_table", "Name a table with the columns {columns}.", columns=joined(COLUMNS, "comma")
        )
        raise BookError(
            Problem(where=str(path), what=message("impact.no_file", "no such file."), remedy=remedy)
        ) from None
    except UnicodeDecodeError:
        raise BookError(
            Problem(
                where=path.name,
                what=message("file.not_utf8", "is not UTF-8 text."),
                remedy=message("impact.save_csv_utf8", "Save it as CSV in UTF-8."),
            )
        ) from None
    return _flows(header_rows(StringIO(text, newline="")), path.name, territories)


def _flows(rows: HeaderRows, name: str, territories: Mapping[str, str]) -> list[TradeFlow]:
    lacking = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if lacking:
        raise BookError(
            Problem(
                where=name,
                what=message("impact.no_columns", "no column {lacking}.", lacking=joined(lacking, "comma")),
                remedy=message("error.expected_either", "Expected {choices}.", choices=joined(COLUMNS, "comma")),
            )
        )
    codes = {**territories, **{code: code for code in territories.values()}}
    flows: list[TradeFlow] = []
    problems: list[Problem] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in rows:
        faults = list(_faults(row, codes))
        problems += [Problem(where=f"{name}:{rows.line_num}", what=what, remedy=remedy) for what, remedy in faults]
        if faults:
            continue
        flow = _flow(row, codes)
        key = (flow.month, flow.exporter, flow.importer, flow.hs6)
        if key in lines:
            what, remedy = (
                message(
                    "impact.same_as_line", "has the month, route and heading of line {line}.", line=str(lines[key])
                ),
                message("impact.add_rows_up", "Add the two rows up to one."),
            )
            problems.append(Problem(where=f"{name}:{rows.line_num}", what=what, remedy=remedy))
        lines[key] = rows.line_num
        flows.append(flow)
    if not flows and not problems:
        problems.append(
            Problem(
                where=name,
                what=message("impact.no_rows", "no rows."),
                remedy=message("impact.expected_flow_rows", "Expected one row a month, exporter, importer and hs6."),
            )
        )
    if problems:
        raise BookError(problems)
    return flows


def _flow(row: Mapping[str, str], codes: Mapping[str, str]) -> TradeFlow:
    value, mass = Decimal(row["value_usd"]), Decimal(row.get(MASS) or 0) / KG_A_TONNE
    return TradeFlow(
        month=row["month"],
        exporter=codes[row["exporter"]],
        importer=codes[row["importer"]],
        hs6=row["hs6"],
        value=value,
        tonnes=mass if mass or (row.get(MASS) and not value) else None,
    )


def _faults(row: Mapping[str, str], codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a row, and what was expected."""
    if None in row or None in row.values():
        yield (
            message("impact.cells_differ", "the row has more or fewer cells than the header."),
            message("impact.as_many_cells", "Give every row as many cells as the header."),
        )
        return
    for column in ("exporter", "importer"):
        if row[column] not in codes:
            yield (
                message(
                    "impact.no_territory", "{column} '{code}' is not a territory.", column=column, code=row[column]
                ),
                message("impact.expected_iso", "Expected a code of ISO 3166, such as JPN or JP."),
            )
    if not (row["hs6"].isascii() and row["hs6"].isdigit() and len(row["hs6"]) == HS_DIGITS):
        yield (
            message("impact.no_hs_code", "'{code}' is not an HS code.", code=row["hs6"]),
            message("impact.expected_six", "Expected six digits; a reader may have dropped a leading zero."),
        )
    try:
        month_ends(row["month"])
    except ValueError:
        yield (
            message("impact.no_month", "'{month}' is not a month.", month=row["month"]),
            message("impact.expected_month", "Expected YYYY-MM."),
        )
    if not _is_amount(row["value_usd"]):
        yield (
            message(
                "impact.no_number", "{column} '{text}' is not a number.", column="value_usd", text=row["value_usd"]
            ),
            message("impact.expected_usd", "Expected a number in USD, 0 or more."),
        )
    if row.get(MASS) and not _is_amount(row[MASS]):
        yield (
            message("impact.no_number", "{column} '{text}' is not a number.", column=MASS, text=row[MASS]),
            message("impact.expected_kg", "Expected a number in kg, 0 or more, or nothing."),
        )


def _is_amount(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and number >= 0


def month_ends(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month that is written YYYY-MM.

    Raises
    ------
    ValueError
        If it is not written so.
    """
    year, _, number = month.partition("-")
    first = date(int(year), int(number), 1)
    if f"{first:%Y-%m}" != month:
        raise ValueError(month)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def normal_flows(table: FlowTable, supplier: str, buyer: str, before: date) -> dict[str, NormalFlow]:
    """Return what is counted under each heading on a route in a normal month before a day, by heading.

    A heading that the table does not have in the NORMAL_MONTHS before that day is left out.
    """
    end = _number(f"{before:%Y-%m}")
    rows: dict[str, list[TradeFlow]] = {}
    for flow in table.flows:
        if (flow.exporter, flow.importer) == (supplier, buyer) and end - NORMAL_MONTHS <= _number(flow.month) < end:
            rows.setdefault(flow.hs6, []).append(flow)
    return {hs6: _mean(hs6, flows) for hs6, flows in sorted(rows.items())}


def _mean(hs6: str, flows: Iterable[TradeFlow]) -> NormalFlow:
    flows = sorted(flows, key=lambda flow: flow.month)
    first, last = flows[0].month, flows[-1].month
    months = _number(last) - _number(first) + 1
    tonnes = [flow.tonnes for flow in flows if flow.tonnes is not None]
    return NormalFlow(
        hs6=hs6,
        first=first,
        last=last,
        usd=float(sum(flow.value for flow in flows)) / months,
        tonnes=float(sum(tonnes)) / months if len(tonnes) == len(flows) else None,
    )


def _number(month: str) -> int:
    """Number a month, so that the next has the next number."""
    return int(month[:4]) * 12 + int(month[5:])


def form_weights(materials: Materials, normal: Mapping[str, NormalFlow]) -> dict[str, tuple[float, ...]]:
    """Return what the forms of a material weigh by their flows, for each material whose forms can be told apart.

    They can if every form has a flow, and no heading of theirs is named by another form: a heading of several says
    nothing of how it is split. Mass weighs where each of the flows has one, and value where not.
    """
    named = Counter(hs for material in materials.items for form in material.forms for hs in form.hs)
    of_all = {str(material.id): _weights(material, normal, named) for material in materials.items}
    return {name: weights for name, weights in of_all.items() if weights}


def _weights(material: Material, normal: Mapping[str, NormalFlow], named: Mapping[str, int]) -> tuple[float, ...]:
    if len(material.forms) == 1 or any(named[hs] > 1 for form in material.forms for hs in form.hs):
        return ()
    flows = [[normal[hs] for hs in form.hs if hs in normal] for form in material.forms]
    weighed = all(flow.tonnes is not None for of_form in flows for flow in of_form)
    sums = [sum((flow.tonnes or 0.0) if weighed else flow.usd for flow in of_form) for of_form in flows]
    return tuple(each / sum(sums) for each in sums) if all(sums) else ()
