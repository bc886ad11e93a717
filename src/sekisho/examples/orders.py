"""A made-up order book that looks like a real one: goods, routes, parties, and many unknowns.

Goods and control codes are real, and so are parties that stand on a list. Every other firm is invented: its name says
"example" or "fictitious" in the language of its territory. The same seed gives the same book.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from io import StringIO
from itertools import accumulate, product
from pathlib import Path
from typing import Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from sekisho.errors import BookError
from sekisho.files.formats import check_place, literal, writing_fault
from sekisho.files.package_csv import header_rows
from sekisho.files.tables import table_kind, write_query
from sekisho.law.model.library import Library

Places = NDArray[np.uint16]
"""For each line, the place of its value in a list of values; shape (lines,)."""

FIRST_DAY: Final = date(2025, 10, 1)
DAYS: Final = 400
CHUNK: Final = 500_000
"""Lines that are made at a time; part of what a seed means."""
LISTED_CODES: Final = 60
"""Entries of the control list that are drawn at random, beside the goods of goods.csv."""
DESTINATIONS: Final = {
    "JP": 55,
    "US": 8,
    "DE": 8,
    "KR": 8,
    "VN": 5,
    "TH": 4,
    "IN": 3,
    "TW": 3,
    "MX": 2,
    "MY": 2,
    "NL": 1,
    "GB": 1,
}
TRANSIT: Final = {"DE": 3, "NL": 2, "MY": 2, "SG": 2, "TH": 2, "VN": 2, "KR": 1, "HK": 1}
MOVEMENTS: Final = {
    "export": 90,
    "re_export": 7,
    "intangible": 1.2,
    "deemed_export": 0.8,
    "transit": 0.5,
    "service": 0.5,
}
END_USES: Final = {
    None: 60,
    "civil": 31,
    "stock": 4,
    "research": 3,
    "repair_return": 1.6,
    "emergency_relief": 0.2,
    "military": 0.15,
    "weapons": 0.05,
}
SECTORS: Final = {
    None: 30,
    "general": 55,
    "semiconductors": 8,
    "aerospace": 3,
    "shipbuilding": 2,
    "space": 0.5,
    "defence_supply_chain": 0.7,
}
KINDS: Final = {"civil": 74, None: 24.7, "government": 0.8, "defence_contractor": 0.3, "police": 0.2}
RISK: Final = {"no": 85, None: 14.95, "yes": 0.05}
LICENCES: Final = {None: 40, "none": 50, "individual": 8, "general": 2}
UNDERTAKINGS: Final = {"no": 64, None: 34, "yes": 2}
SHARES: Final = {None: 50, "0": 25, "0.0005": 5, "0.001": 5, "0.02": 10, "0.25": 5}
TECHNOLOGY: Final = {"no": 60, None: 38, "yes": 2}

STATED: Final = (
    *("end_user_kind", "end_use", "end_use_sector", "exporter_is_prc_person", "knowledge_of_risk", "prior_undertaking"),
    *("prc_content_share", "prc_technology", "licence_held"),
)
"""Facts that are drawn for themselves, in the order of the columns."""

STEMS: Final = {
    "JP": ("架空", "見本", "例示", "仮名"),
    "CN": ("示例", "虚构", "样本", "范例"),
    "KR": ("Yesi", "Gasang", "Bonbogi"),
    "DE": ("Muster", "Beispiel", "Fiktiv"),
    "VN": ("Vi Du", "Mau Thu", "Hu Cau"),
    "TH": ("Tua Yang", "Som Mut"),
    "": ("Example", "Sample", "Fictitious", "Imaginary"),
}
"""Words for "example" and "fictitious" by territory; '' is every other one."""
TRADES: Final = {
    "JP": ("精密", "金属", "電機", "化学", "光学", "自動車部品", "重機", "素材"),
    "CN": ("精密", "金属", "电子", "化工", "光学", "材料", "进出口", "磁材"),
    "": ("Precision", "Metals", "Electronics", "Chemicals", "Optics", "Automotive", "Materials", "Trading"),
}
FORMS: Final = {
    "JP": ("{}工業株式会社", "株式会社{}", "{}製作所株式会社"),
    "CN": ("苏州{}有限公司", "宁波{}有限公司", "{}股份有限公司"),
    "KR": ("{} Co., Ltd.",),
    "DE": ("{} GmbH", "{} AG"),
    "VN": ("{} JSC",),
    "TH": ("{} Co., Ltd.",),
    "": ("{} Inc.", "{} Ltd", "{} Corporation"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Values with the weights at which they are drawn.

    Parameters
    ----------
    upto
        Cumulative weights, the last of them 1; shape (values,).
    """

    values: tuple[str | None, ...]
    upto: NDArray[np.float64]

    def draw(self, at: NDArray[np.float64]) -> Places:
        """Turn numbers from 0 to 1 into places of values."""
        return np.searchsorted(self.upto, at, side="right").clip(max=len(self.values) - 1).astype(np.uint16)

    def place(self, value: str | None) -> int:
        """Return the place of a value."""
        return self.values.index(value)


def choices(weights: Mapping[str, float] | Mapping[str | None, float]) -> Choices:
    """Make choices from values and weights."""
    sums = np.array(list(accumulate(weights.values())), dtype=np.float64)
    return Choices(tuple(weights), sums / sums[-1])


def evenly(values: Iterable[str | None]) -> Choices:
    """Make choices in which every value is as likely as any other."""
    return choices(dict.fromkeys(values, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A kind of goods."""

    description: str
    hs_code: str | None
    control_codes: str
    share: float
    value_usd: int


def goods(library: Library, seed: int) -> tuple[Good, ...]:
    """Take the goods of goods.csv, and some entries of the control list at random."""
    text = resources.files("sekisho.examples").joinpath("goods.csv").read_text(encoding="utf-8")
    known = [
        Good(
            description=row["description"],
            hs_code=row["hs_code"],
            control_codes=row["control_codes"],
            share=float(row["share"]),
            value_usd=int(row["value_usd"]),
        )
        for row in header_rows(StringIO(text))
    ]
    names = library.code_names.get(library.facts["control_codes"].scheme, {})
    entries = sorted(code for code, name in names.items() if name and len(code) > len("1C905"))
    picked = random.Random(seed).sample(entries, min(LISTED_CODES, len(entries)))  # noqa: S311 - made-up data
    drawn = [
        Good(description=names[code], hs_code=None, control_codes=code, share=0.6, value_usd=40_000) for code in picked
    ]
    return (*(good for good in known if good.control_codes == "none" or good.control_codes in names), *drawn)


def invented(territory: str) -> tuple[str, ...]:
    """Make up firms of a territory, each of which says that it is made up.

    >>> invented("JP")[0], invented("DE")[0]
    ('架空精密工業株式会社', 'Muster Precision GmbH')
    """
    stems, trades, forms = (table.get(territory, table[""]) for table in (STEMS, TRADES, FORMS))
    space = "" if territory in {"JP", "CN"} else " "
    return tuple(form.format(f"{stem}{space}{trade}") for stem, trade, form in product(stems, trades, forms))


def listed(library: Library, territory: str, *, by_nature: bool) -> tuple[str, ...]:
    """Name the parties of a territory that stand on lists, each by all its names.

    Parameters
    ----------
    by_nature
        Those whose listing has no day: they are what the list says by nature, such as a military body.
    """
    return tuple(
        name
        for entry in library.entries
        if entry.territory == territory and (entry.listed is None) is by_nature
        for name in entry.names
    )


class _Maker:
    """Draws the lines of one book."""

    def __init__(self, library: Library, seed: int) -> None:
        kinds = goods(library, seed)
        self.seed = seed
        self.goods = choices({str(place): good.share for place, good in enumerate(kinds)})
        known = library.facts.schemes.get("iso/3166", frozenset())
        to, via = (
            {name: weights[name] for name in weights if not known or name in known}
            for weights in (DESTINATIONS, TRANSIT)
        )
        self.territories = tuple(dict.fromkeys(("CN", "JP", *to, *via)))
        self.firms = {territory: invented(territory) for territory in self.territories}
        self.banned = listed(library, "JP", by_nature=False)
        self.military = listed(library, "JP", by_nature=True)
        names = [name for firms in self.firms.values() for name in firms]
        self.names = (None, *names, *self.banned, *self.military)
        self.first: dict[str, int] = {}
        at = 1
        for territory, firms in self.firms.items():
            self.first[territory], at = at, at + len(firms)
        self.first_banned, self.first_military = at, at + len(self.banned)
        self.amounts = tuple(f"{int(1.02**step * 4)}.{step * 37 % 100:02d}" for step in range(600))
        scale = [next(i for i, text in enumerate(self.amounts) if float(text) >= good.value_usd) for good in kinds]
        self.scale = np.array(scale, dtype=np.int32)
        self.fixed = {
            "movement": choices(MOVEMENTS),
            "end_use": choices(END_USES),
            "end_use_sector": choices(SECTORS),
            "end_user_kind": choices({**KINDS, "military": 0.0}),
            "knowledge_of_risk": choices(RISK),
            "licence_held": choices(LICENCES),
            "prior_undertaking": choices(UNDERTAKINGS),
            "prc_content_share": choices(SHARES),
            "prc_technology": choices(TECHNOLOGY),
            "exporter_is_prc_person": evenly(("yes", "no", None)),
            "to_territory": choices(to),
            "via_territory": choices(via),
        }
        places = (None, *self.territories)
        self.lists: dict[str, Sequence[str | None]] = {
            "date": [(FIRST_DAY + timedelta(day)).isoformat() for day in range(DAYS)],
            "description": [good.description for good in kinds],
            "hs_code": [good.hs_code for good in kinds],
            "control_codes": [good.control_codes for good in kinds] + [None],
            "movement": self.fixed["movement"].values,
            **dict.fromkeys(("origin", "departure", "destination"), places),
            **dict.fromkeys(("exporter", "importer", "intermediate_consignee", "end_user"), self.names),
            "end_user_territory": places,
            **{name: drawn.values for name, drawn in self.fixed.items() if name in STATED},
            "value_usd": self.amounts,
        }

    def chunk(self, number: int, count: int) -> dict[str, Places]:
        """Draw some lines: for each column, the places of its values; each of shape (count,)."""
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, number])))

        def dice() -> NDArray[np.float64]:
            return rng.random(count)

        found = {name: drawn.draw(dice()) for name, drawn in self.fixed.items()}
        kinds = self.goods.draw(dice())
        self._routes(found)
        found["date"] = (dice() * DAYS).astype(np.uint16)
        found["hs_code"] = found["description"] = kinds
        self._unused(found)
        unclassified = dice() < 0.2  # noqa: PLR2004 - a fifth of a real book is not classified
        found["control_codes"] = np.where(unclassified, len(self.lists["control_codes"]) - 1, kinds).astype(np.uint16)
        self._parties(found, dice)
        found["value_usd"] = self._values(kinds, dice)
        return {name: found[name] for name in self.lists}

    def _unused(self, found: dict[str, Places]) -> None:
        """Leave the field of use unknown where the use is."""
        unused = found["end_use"] == self.fixed["end_use"].place(None)
        sector = self.fixed["end_use_sector"].place(None)
        found["end_use_sector"] = np.where(unused, sector, found["end_use_sector"]).astype(np.uint16)

    def _routes(self, found: dict[str, Places]) -> None:
        """Give every line its way: out of China, or on from a third place."""
        via = found.pop("via_territory")
        onward = found["movement"] == self.fixed["movement"].place("re_export")
        places = {name: place for place, name in enumerate((None, *self.territories))}
        to_place = np.array([places[name] for name in self.fixed["to_territory"].values], dtype=np.uint16)
        via_place = np.array([places[name] for name in self.fixed["via_territory"].values], dtype=np.uint16)
        destination = to_place[found.pop("to_territory")]
        departure = np.where(onward, via_place[via], places["CN"]).astype(np.uint16)
        found["destination"] = np.where(departure == destination, places["JP"], destination).astype(np.uint16)
        found["departure"] = departure
        # Two thirds of what moves on from third places was made in China.
        foreign = onward & (via % 3 == 2)  # noqa: PLR2004 - see above
        found["origin"] = np.where(foreign, departure, places["CN"]).astype(np.uint16)
        for name in ("prc_content_share", "prc_technology"):
            found[name] = np.where(foreign, found[name], self.fixed[name].place(None)).astype(np.uint16)
        held = self.fixed["prior_undertaking"]
        found["prior_undertaking"] = np.where(onward, found["prior_undertaking"], held.place("no")).astype(np.uint16)
        prc = self.fixed["exporter_is_prc_person"]
        abroad = np.where(found["exporter_is_prc_person"] == prc.place("yes"), prc.place(None), prc.place("no"))
        found["exporter_is_prc_person"] = np.where(onward, abroad, prc.place("yes")).astype(np.uint16)

    def _firm(self, places: Places, at: NDArray[np.float64]) -> Places:
        """Draw an invented firm of each line's territory."""
        first = np.array([0, *(self.first[name] for name in self.territories)], dtype=np.int64)
        size = np.array([1, *(len(self.firms[name]) for name in self.territories)], dtype=np.int64)
        # Squared, so that some customers order more often than others.
        return (first[places] + (at * at * size[places]).astype(np.int64)).astype(np.uint16)

    def _parties(self, found: dict[str, Places], dice: Callable[[], NDArray[np.float64]]) -> None:
        """Name who ships, imports, passes on and uses; some of them stand on lists."""
        destination = found["destination"]
        found["exporter"] = self._firm(found["departure"], dice())
        importer, at = self._firm(destination, dice()), dice()
        japan = destination == 1 + self.territories.index("JP")
        banned = (self.first_banned + (dice() * len(self.banned)).astype(np.int64)).astype(np.uint16)
        military = (self.first_military + (dice() * len(self.military)).astype(np.int64)).astype(np.uint16)
        user, known = importer.copy(), dice()
        other = (at > 0.7) & (known < 0.62)  # noqa: PLR2004 - some buyers sell on to a user that they name
        user = np.where(other, self._firm(destination, dice()), user).astype(np.uint16)
        user = np.where(known < 0.62, user, 0).astype(np.uint16)  # noqa: PLR2004 - the others name no user
        at = dice()
        if self.banned:
            user = np.where(japan & (at < 0.004), banned, user).astype(np.uint16)  # noqa: PLR2004 - a few are listed
            importer = np.where(japan & (at > 0.9995), banned, importer).astype(np.uint16)  # noqa: PLR2004 - fewer
        if self.military:
            is_military = japan & (at > 0.5) & (at < 0.501)  # noqa: PLR2004 - one line in a thousand
            user = np.where(is_military, military, user).astype(np.uint16)
            kind = self.fixed["end_user_kind"]
            found["end_user_kind"] = np.where(is_military, kind.place("military"), found["end_user_kind"]).astype(
                np.uint16
            )
        found["importer"], found["end_user"] = importer, user
        found["end_user_territory"] = np.where(user > 0, destination, 0).astype(np.uint16)
        between = dice() < 0.08  # noqa: PLR2004 - few lines pass through a trading house
        found["intermediate_consignee"] = np.where(between, self._firm(destination, dice()), 0).astype(np.uint16)

    def _values(self, kinds: Places, dice: Callable[[], NDArray[np.float64]]) -> Places:
        """Draw amounts around what a line of such goods is taken to be worth; most from a quarter to four times."""
        spread = ((dice() + dice() + dice() - 1.5) * 92).astype(np.int32)
        return (self.scale[kinds] + spread).clip(0, len(self.amounts) - 1).astype(np.uint16)


def write_orders(
    library: Library,
    *,
    lines: int,
    seed: int,
    out: Path,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[str, ...]:
    """Write a made-up order book and return its columns.

    Parameters
    ----------
    out
        `.csv` or `.parquet`.

    Raises
    ------
    BookError
        If the file has another ending, or cannot be written.
    """
    check_place(out, (".parquet", ".csv"))
    told = progress or (lambda _stage, _share: None)
    maker = _Maker(library, seed)
    names = tuple(maker.lists)
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1200MB'")
        connection.execute(f"CREATE TABLE places ({', '.join(f'{name} USMALLINT' for name in names)})")
        for number, start in enumerate(range(0, lines, CHUNK)):
            told("drawing lines", 0.5 * start / lines)
            connection.register("chunk", maker.chunk(number, min(CHUNK, lines - start)))
            connection.execute(f"INSERT INTO places SELECT {', '.join(names)} FROM chunk")
            connection.unregister("chunk")
        told("writing", 0.5)
        for name, values in maker.lists.items():
            cells = ", ".join("NULL" if value is None else literal(value) for value in values)
            connection.execute(f"SET VARIABLE {name} = [{cells}]")
        shown = ", ".join(_column(name) for name in names)
        try:
            write_query(connection, f"SELECT rowid + 1 AS line, {shown} FROM places", out, table_kind(out))
        except duckdb.IOException as fault:
            raise BookError(writing_fault(fault, out)) from None
    told("done", 1.0)
    return ("line", *names)


def _column(name: str) -> str:
    """Return SQL that gives the values of a column by their places."""
    value = f"getvariable('{name}')[{name}::INTEGER + 1]"
    kind = {"date": "DATE", "value_usd": "DECIMAL(14, 2)"}.get(name)
    return f"{f'{value}::{kind}' if kind else value} AS {name}"
