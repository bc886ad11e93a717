"""Official lists made for the tests, in the layout of the documents: the catalogue's table and the list's lines.

The rows come from the built-in list, so that the guards find what they expect; texts are made up around them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sekisho import load_measures
from sekisho.trade.official_lists.diff import table_of
from sekisho.trade.official_lists.official_list import HEADINGS
from sekisho.trade.official_lists.printed_text import list_order

HEADER = ("序号", "管制编码", "物项名称及描述", "参考商品名称", "海关商品编号", "单位")
AREAS = {"A": "系统、设备和部件", "B": "测试、检测和生产设备", "C": "材料", "D": "软件", "E": "技术"}
"""Item type to the heading of its areas."""
WIDE = str.maketrans("0123456789.abcdefghij", "０１２３４５６７８９．ａｂｃｄｅｆｇｈｉｊ")
"""Narrow letters to full-width ones."""

SUSPENDED = ("cn/2025-55", "cn/2025-56", "cn/2025-57", "cn/2025-58", "cn/2025-62")


@dataclass(frozen=True, kw_only=True)
class Made:
    """One row of a made-up document."""

    serial: int
    code: str
    name: str
    text: str
    hs: tuple[str, ...]
    unit: str = "千克"


def rows(*, suspended: bool = True) -> list[Made]:
    """Rows like those of the catalogue: every code of the built-in list that is no heading."""
    with table_of(load_measures()).open(encoding="utf-8", newline="") as file:
        built_in = [row for row in csv.DictReader(file) if row["quality"] not in HEADINGS and len(row["code"]) > 4]
    kept = [row for row in built_in if suspended or not row["since_measure"].startswith(SUSPENDED)]
    kept.sort(key=lambda row: list_order(row["code"]))
    return [
        Made(
            serial=number,
            code=row["code"],
            name=row["name_zh"] or "物项",
            text=f"{row['name_zh'] or '物项'}；",
            hs=tuple(code for code in row["hs"].split(";") if len(code) > 6),
        )
        for number, row in enumerate(kept, start=1)
    ]


def changed(made: Iterable[Made], code: str, change: Callable[[Made], Made]) -> list[Made]:
    """The same rows with one of them changed."""
    return [change(row) if row.code == code else row for row in made]


def without(made: Iterable[Made], code: str) -> list[Made]:
    """The same rows, as printed, with one of them dropped."""
    return [row for row in made if row.code != code]


def numbered(made: Iterable[Made]) -> list[Made]:
    """The same rows with serial numbers that run through."""
    return [replace(row, serial=number) for number, row in enumerate(made, start=1)]


def cells(row: Made, *, wide: bool = False) -> list[str]:
    """The cells of a row; some in full-width letters, as the documents have them."""
    code = row.code.translate(WIDE) if wide else row.code
    return [str(row.serial), code, row.text, row.name, "\n".join(row.hs), row.unit]


def write_csv(path: Path, made: Iterable[Made], *, encoding: str = "utf-8", header: Sequence[str] = HEADER) -> Path:
    """Write the rows as CSV."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(cells(row) for row in made)
    return path


def as_lines(made: Iterable[Made], *, marked: frozenset[str] = frozenset()) -> list[str]:
    """The list as printed lines: headings of categories and areas, a code and its text, sub-items by letter.

    Parameters
    ----------
    marked
        Codes that are printed by their last letter or number alone.
    """
    lines = ["目录", "1A 系统、设备和部件........3", "为履行国际义务，制定本清单。"]
    category = area = ""
    for row in made:
        if row.code[0] != category:
            category = row.code[0]
            lines.append("（一）物项大类")
        if row.code[:2] != area:
            area = row.code[:2]
            lines.append(f"{area} {AREAS[area[1]]}")
        if row.code in marked:
            lines.append(f"{row.code.rpartition('.')[2]}．{row.text}")
        elif row.serial % 5 == 0:
            lines.append(f"{row.code.translate(WIDE)}　{row.text}")
        else:
            lines.append(f"{row.code.replace('.', '. ')} {row.text}")
    return [*lines, "附件：术语", "“技术”是指专门信息。"]
