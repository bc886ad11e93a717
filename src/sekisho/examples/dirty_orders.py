"""A made-up order book as firms have them: Japanese headers, words of three languages, slips, totals; the truth beside.

The lines are those of `orders`, so that what each cell should be read as is known. The same seed gives the same book.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from sekisho.errors import BookError, Problem
from sekisho.examples.orders import write_orders
from sekisho.files.formats import check_place, whole_file, whole_path, writing_fault
from sekisho.files.package_csv import csv_text
from sekisho.files.records import write_table
from sekisho.files.tables import stored_table
from sekisho.files.temporary import temporary_folder
from sekisho.files.workbook import workbook_bytes
from sekisho.law.model.library import Library
from sekisho.message import message

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

HEADERS: Final = {
    "line": "受注番号",
    "date": "出荷予定日",
    "description": "品名・規格",
    "hs_code": "HSコード",
    "control_codes": "管制コード（中国）",
    "movement": "取引形態",
    "origin": "原産国",
    "departure": "積出国",
    "destination": "最終仕向国",
    "exporter": "輸出者",
    "importer": "輸入者",
    "intermediate_consignee": "中間荷受人",
    "end_user": "需要者",
    "end_user_territory": "需要者国籍",
    "end_user_kind": "需要者区分",
    "end_use": "最終用途",
    "end_use_sector": "用途分野",
    "exporter_is_prc_person": "供給者が中国企業",
    "knowledge_of_risk": "懸念情報の有無",
    "prior_undertaking": "既存承诺",
    "prc_content_share": "中国原産比率",
    "prc_technology": "中国技術使用",
    "licence_held": "許可種別",
    "value": "金額（USD）",
}
"""Fact to header; what the headers of the book mean."""
OTHERS: Final = ("担当者", "備考", "数量")
"""Columns that are no facts."""
SEVERAL: Final = 50
"""Lines after which a row of subtotals stands."""
_WIDE: Final = str.maketrans("0123456789.%/ABCDEabcdefg", "０１２３４５６７８９．％／ＡＢＣＤＥａｂｃｄｅｆｇ")
_ERA: Final = 2018
_YES: Final = ("はい", "○", "有", "是", "Y", "yes")
_NO: Final = ("いいえ", "×", "無", "否", "N", "no")
_NOT_KNOWN: Final = ("", "", "", "不明", "-", "未定", "TBD")
_TERRITORIES: Final = {
    "CN": ("中国", "中华人民共和国", "China", "CHN"),
    "JP": ("日本", "日本国", "Japan", "JPN"),
    "US": ("アメリカ合衆国", "美国", "United States", "USA"),
    "DE": ("ドイツ", "德国", "Germany", "DEU"),
    "KR": ("大韓民国", "韩国", "South Korea", "KOR"),
    "VN": ("ベトナム", "越南", "Viet Nam", "VNM"),
    "TH": ("タイ", "泰国", "Thailand", "THA"),
    "IN": ("インド", "印度", "India", "IND"),
    "TW": ("台湾", "Taiwan", "TWN"),
    "MX": ("メキシコ", "墨西哥", "Mexico", "MEX"),
    "MY": ("マレーシア", "马来西亚", "Malaysia", "MYS"),
    "NL": ("オランダ", "荷兰", "Netherlands", "NLD"),
    "GB": ("イギリス", "英国", "United Kingdom", "GBR"),
    "SG": ("シンガポール", "新加坡", "Singapore", "SGP"),
    "HK": ("香港", "Hong Kong", "HKG"),
}
_PHRASES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "movement": {
        "export": ("輸出", "出口", "export"),
        "re_export": ("再輸出", "转口", "Re-export"),
        "intangible": ("技術提供", "无形转移"),
        "deemed_export": ("みなし輸出", "视同出口"),
        "transit": ("通過", "过境"),
        "service": ("役務", "服务"),
    },
    "end_use": {
        "civil": ("民生用", "民用", "civil use", "民生品製造", "民 生 用"),
        "stock": ("在庫", "库存", "for stock"),
        "research": ("研究開発用", "科研", "R&D"),
        "repair_return": ("修理返送", "返修"),
        "emergency_relief": ("人道支援", "紧急救援"),
        "military": ("軍事用", "军用"),
        "weapons": ("兵器製造", "武器"),
    },
    "end_use_sector": {
        "general": ("一般産業", "一般工业"),
        "semiconductors": ("半導体", "半导体"),
        "aerospace": ("航空機", "航空航天"),
        "shipbuilding": ("造船", "船舶制造"),
        "space": ("宇宙", "航天"),
        "defence_supply_chain": ("防衛産業", "军工供应链"),
    },
    "end_user_kind": {
        "civil": ("民生", "民用", "civilian"),
        "government": ("官公庁", "政府机构"),
        "police": ("警察",),
        "military": ("自衛隊", "军方"),
        "defence_contractor": ("防衛企業", "军工企业"),
    },
    "licence_held": {
        "none": ("なし", "无", "未取得"),
        "individual": ("個別許可", "单项许可"),
        "general": ("包括許可", "通用许可"),
    },
}
_OWN_WORDS: Final = {
    "end_use": ("車載モーターの部品として", "用于空调压缩机", "for assembly of pumps"),
    "end_user_kind": ("民間企業", "株式上場会社"),
}
"""Phrases that a reader cannot be sure of."""


@dataclass(slots=True)
class DirtyRow:
    """A row of the book: its cells by fact, what they mean, and whether one of them was spoilt on purpose."""

    cells: dict[str, str]
    truth: dict[str, str | None]
    spoilt: set[str] = field(default_factory=set)
    total: bool = False
    joined: bool = False


class _Spoiler:
    """Writes cells as people do."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - made-up data, no secrets

    def row(self, truth: Mapping[str, str | None]) -> DirtyRow:
        """Write a line."""
        row = DirtyRow({}, dict(truth))
        for fact in HEADERS:
            row.cells[fact] = self._cell(fact, truth[fact], row)
        return row

    def _cell(self, fact: str, value: str | None, row: DirtyRow) -> str:
        match fact:
            case "line" | "description":
                return value or ""
            case "intermediate_consignee":
                return value or self.dice.choice(("", "", "なし", "无"))
            case "exporter" | "importer" | "end_user":
                return self._name(value, unknown=fact == "end_user")
            case _ if value is None:
                return self.dice.choice(_NOT_KNOWN)
            case "date":
                return self._date(value, row)
            case "origin" | "departure" | "destination" | "end_user_territory":
                return self._spoilt(fact, "日夲國", row) or self.dice.choice(
                    (value, value, *_TERRITORIES.get(value, ()))
                )
            case "control_codes":
                return self._codes(value, row)
            case "hs_code":
                return self.dice.choice(
                    (value, f"{value[:4]}.{value[4:]}" if value[4:] else value, value.translate(_WIDE))
                )
            case "prc_content_share":
                percent = f"{float(value) * 100:g}%"
                return self.dice.choice((value, percent, percent.translate(_WIDE)))
            case "value":
                return self._amount(value, row)
            case _ if value in {"yes", "no"}:
                return self.dice.choice(_YES if value == "yes" else _NO)
            case _:
                return self._phrase(fact, value, row)

    def _spoilt(self, fact: str, text: str, row: DirtyRow, share: float = 0.002) -> str:
        """Now and then a cell that cannot be read."""
        if self.dice.random() >= share:
            return ""
        row.spoilt.add(fact)
        return text

    def _phrase(self, fact: str, value: str, row: DirtyRow) -> str:
        if self.dice.random() < 0.05 and value == "civil":  # noqa: PLR2004 - one in twenty in words of its own
            row.spoilt.add(fact)
            return self.dice.choice(_OWN_WORDS[fact])
        return self.dice.choice((value, *_PHRASES[fact].get(value, ())))

    def _name(self, value: str | None, *, unknown: bool) -> str:
        if value is None:
            return self.dice.choice(_NOT_KNOWN if unknown else ("",))
        if self.dice.random() < 0.02 and len(value) > 8:  # noqa: PLR2004 - one name in fifty has a slip
            at = self.dice.randrange(2, len(value) - 2)
            return value[:at] + value[at + 1] + value[at] + value[at + 2 :]
        return value

    def _codes(self, value: str, row: DirtyRow) -> str:
        if value == "none":
            return self.dice.choice(("none", "非管制", "不属于管制物项", "中国非該当"))
        wrong = self._spoilt("control_codes", value[:2] + "O" + value[3:], row)
        return wrong or self.dice.choice((value, value.lower(), value.translate(_WIDE), f" {value} "))

    def _amount(self, value: str, row: DirtyRow) -> str:
        amount = float(value)
        wrong = self._spoilt("value", f"約{amount:,.0f}", row, 0.001)
        ways = (value, f"{amount:,.2f}", f"USD {amount:,.2f}", f"${amount:,.2f}", value.translate(_WIDE))
        return wrong or self.dice.choice(ways)

    def _date(self, value: str, row: DirtyRow) -> str:
        day = date.fromisoformat(value)
        wrong = self._spoilt("date", f"{day.year}/2/30", row)
        return wrong or self.dice.choice(
            (
                value,
                f"{day.year}/{day.month}/{day.day}",
                f"{day.year}年{day.month}月{day.day}日",
                f"令和{day.year - _ERA}年{day.month}月{day.day}日",
                f"R{day.year - _ERA}.{day.month}.{day.day}",
                f"{day:%Y%m%d}",
                f"{day:%d.%m.%Y}",
                f"{day.year}/{day.month}/{day.day}".translate(_WIDE),
                str((day - date(1899, 12, 30)) // timedelta(1)),
            )
        )


def dirty_rows(library: Library, *, lines: int, seed: int) -> Iterator[DirtyRow]:
    """Yield the rows of a dirty book: its lines, some of them joined to the one before, and rows of totals."""
    spoiler = _Spoiler(seed)
    total = 0.0
    before: DirtyRow | None = None
    for number, truth in enumerate(_clean_lines(library, lines, seed), start=1):
        if truth["end_use"] is None and spoiler.dice.random() < 1 / 3:
            truth["end_use"] = "civil"  # 60 % of the clean book are not known, and 40 % of this one
        joined = before is not None and spoiler.dice.random() < 0.03  # noqa: PLR2004 - cells merged over two rows
        if joined and before is not None:
            truth["date"] = before.truth["date"]
        row = spoiler.row(truth)
        if joined and before is not None:
            row.joined, row.cells["date"] = True, before.cells["date"]
            row.spoilt = (row.spoilt - {"date"}) | (before.spoilt & {"date"})
        if before is not None and spoiler.dice.random() < 0.005:  # noqa: PLR2004 - a number that stands twice
            row.cells["line"] = before.cells["line"]
        total += float(truth["value"] or 0)
        yield row
        before = row
        if number % SEVERAL == 0:
            yield _total("小計", total)
            before = None
    yield _total("合計", total)


def _total(word: str, amount: float) -> DirtyRow:
    cells = dict.fromkeys(HEADERS, "") | {"line": word, "value": f"{amount:,.2f}"}
    return DirtyRow(cells, dict.fromkeys(HEADERS), total=True)


def _clean_lines(library: Library, lines: int, seed: int) -> Iterator[dict[str, str | None]]:
    with temporary_folder() as folder, duckdb.connect() as connection:
        place = folder / "clean.parquet"
        names = write_orders(library, lines=lines, seed=seed, out=place)
        found = connection.execute(f"SELECT COLUMNS(*)::VARCHAR FROM {stored_table(place)} ORDER BY line::INT")
        while rows := found.fetchmany(10_000):
            for row in rows:
                stated = dict(zip(names, row, strict=True))
                stated["value"] = stated.pop("value_usd")
                stated["line"] = f"SO-{int(stated['line'] or 0):07}"
                yield stated


def write_dirty(library: Library, *, lines: int, seed: int, out: Path, truth: Path | None = None) -> int:
    """Write a dirty order book, and what its rows mean; returns the number of its rows.

    Parameters
    ----------
    out
        `.csv` or `.xlsx`.
    truth
        `.parquet`: for each row, its number, whether it is a row of totals, the facts that were spoilt so that they
        cannot be read or are only known to a person, and every fact.

    Raises
    ------
    BookError
        If a file has another ending, or cannot be written.
    """
    check_place(out, (".csv", ".xlsx"))
    if truth is not None:
        check_place(truth, (".parquet",))
    rows = list(dirty_rows(library, lines=lines, seed=seed))
    try:
        numbers = _csv(out, rows) if out.suffix == ".csv" else _xlsx(out, rows)
        if truth is not None:
            _truth(truth, rows, numbers)
    except (OSError, duckdb.IOException) as fault:
        raise BookError(writing_fault(fault, out)) from None
    return len(rows)


def _line(row: DirtyRow) -> list[str]:
    return [*(row.cells[fact] for fact in HEADERS), "", "至急" if row.joined else "", "" if row.total else "1"]


def _csv(out: Path, rows: Sequence[DirtyRow]) -> Sequence[int]:
    with whole_file(out) as file:
        lines = ([*HEADERS.values(), *OTHERS], *map(_line, rows))
        file.write("\ufeff" + csv_text(lines, end="\r\n"))
    return range(1, len(rows) + 1)


_FIRST: Final = 3
"""Rows of a spreadsheet above the header: a title, the day, and an empty one."""


def _xlsx(out: Path, rows: Sequence[DirtyRow]) -> Sequence[int]:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("受注明細")
        sheet.write_string(0, 0, "受注一覧表（輸出管理用）")
        sheet.write_string(1, 0, "作成：営業部")
        for at, name in enumerate([*HEADERS.values(), *OTHERS]):
            sheet.write_string(_FIRST, at, name)
        _fill(sheet.write_string, sheet.merge_range, rows)

    try:
        workbook = workbook_bytes("受注明細", fill)
    except ImportError:
        remedy = message(
            "file.install_books_or_csv_out", "Install it with `pip install 'sekisho[books]'`, or write .csv."
        )
        raise BookError(
            Problem(
                where=str(out),
                what=message("file.spreadsheets_need_writer", "spreadsheets need XlsxWriter."),
                remedy=remedy,
            )
        ) from None
    with whole_path(out) as partial:
        partial.write_bytes(workbook)
    return range(_FIRST + 2, _FIRST + 2 + len(rows))


def _fill(write: Callable[..., object], merge: Callable[..., object], rows: Sequence[DirtyRow]) -> None:
    """Write the cells; a date that stands for the row below too is merged with it."""
    date_at = list(HEADERS).index("date")
    start = 0
    for number, row in enumerate(rows):
        start = start if row.joined else number
        for column, cell in enumerate(_line(row)):
            if cell and column != date_at:
                write(_FIRST + 1 + number, column, cell)
        last = number + 1 == len(rows) or not rows[number + 1].joined
        if last and number > start:
            merge(_FIRST + 1 + start, date_at, _FIRST + 1 + number, date_at, row.cells["date"])
        elif last and row.cells["date"]:
            write(_FIRST + 1 + number, date_at, row.cells["date"])


def _truth(place: Path, rows: Sequence[DirtyRow], numbers: Sequence[int]) -> None:
    stated = (
        {
            "row": number,
            "total": row.total,
            "spoilt": ";".join(sorted(row.spoilt)),
            **{fact: row.truth[fact] or None for fact in HEADERS},
        }
        for number, row in zip(numbers, rows, strict=True)
    )
    write_table(place, ("row", "total", "spoilt", *HEADERS), stated)
