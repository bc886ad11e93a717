"""The same book in every format that a firm may keep it in."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import duckdb
import xlsxwriter
from tests.support import spreadsheets

Rows = Sequence[Sequence[str]]
HEADER = ("line", "departure", "destination", "control_codes", "hs_code", "end_use", "end_user", "value_usd", "date")
ROWS: Rows = tuple(
    (
        str(number),
        "CN",
        ("JP", "NO", "NA", "JP", "DE")[number % 5],
        ("1C905.a", "none", "", "6E001", "1C905.a;6E001")[number % 5],
        ("010121", "850511", "", "2804290010")[number % 4],
        ("civil", "weapons", "", "stock")[number % 4],
        ("日本電気株式会社", "示例精密有限公司", "", "Firm, with a comma", 'Firm "quoted"')[number % 5],
        f"{number * 10}.50",
        f"2026-09-{number % 28 + 1:02}",
    )
    for number in range(1, 201)
)
"""Two hundred lines with what readers spoil: NO, NA, 6E001, leading zeros, commas, quotes, three scripts, gaps."""


def csv_text(header: Sequence[str] = HEADER, rows: Rows = ROWS, *, delimiter: str = ",") -> str:
    """A book as separated text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([header, *rows])
    return text.getvalue()


def in_encoding(encoding: str, delimiter: str = ",") -> Callable[[Path], str]:
    """A text file in some encoding; what it cannot write is left out."""

    def write(folder: Path) -> str:
        rows = ROWS
        if encoding in {"cp932", "gb18030"}:
            other = {"cp932": "示例精密有限公司", "gb18030": "日本電気株式会社"}[encoding]
            rows = [["見本精密" if cell == other else cell for cell in row] for row in ROWS]
        (folder / "orders.csv").write_bytes(csv_text(rows=rows, delimiter=delimiter).encode(encoding))
        return "orders.csv"

    return write


def xlsx(folder: Path) -> str:
    """A spreadsheet below two rows of titles; dates are dates, the rest is text or numbers."""
    from datetime import datetime

    book = xlsxwriter.Workbook(folder / "orders.xlsx")
    book.add_worksheet("notes").write_string(0, 0, "See the other sheet.")
    sheet = book.add_worksheet("orders")
    day = book.add_format({"num_format": "yyyy/m/d"})
    sheet.write_string(0, 0, "Orders of September")
    sheet.write_row(2, 0, HEADER)
    for at, row in enumerate(ROWS, start=3):
        for column, cell in enumerate(row):
            match HEADER[column]:
                case "line" | "value_usd":
                    sheet.write_number(at, column, float(cell))
                case "date":
                    sheet.write_datetime(at, column, datetime.fromisoformat(cell), day)
                case _ if cell:
                    sheet.write_string(at, column, cell)
    book.close()
    return "orders.xlsx"


def xls(folder: Path) -> str:
    """An old spreadsheet, written once with xlwt from the same rows in the same shapes."""
    shutil.copy(Path(__file__).with_name("orders.xls"), folder)
    return "orders.xls"


def shaped() -> list[list[spreadsheets.Cell]]:
    """The rows below two rows of titles; days are days, amounts are numbers, the rest is text."""
    rows: list[list[spreadsheets.Cell]] = [["Orders of September"], [], list(HEADER)]
    for row in ROWS:
        cells: list[spreadsheets.Cell] = []
        for name, cell in zip(HEADER, row, strict=True):
            match name:
                case "line" | "value_usd":
                    cells.append(float(cell))
                case "date":
                    cells.append(date.fromisoformat(cell))
                case _:
                    cells.append(cell)
        rows.append(cells)
    return rows


def xlsb(folder: Path) -> str:
    """A binary spreadsheet."""
    spreadsheets.write_xlsb(folder / "orders.xlsb", shaped())
    return "orders.xlsb"


def ods(folder: Path) -> str:
    """An OpenDocument spreadsheet."""
    spreadsheets.write_ods(folder / "orders.ods", shaped())
    return "orders.ods"


def parquet(folder: Path) -> str:
    """Parquet with types, and lists of codes."""
    (folder / "x.csv").write_text(csv_text(), encoding="utf-8")
    with duckdb.connect() as connection:
        connection.read_csv(str(folder / "x.csv"), all_varchar=True).create_view("x")
        connection.execute(
            "CREATE TABLE orders AS SELECT * REPLACE (line::BIGINT AS line, value_usd::DOUBLE AS value_usd, "
            "date::DATE AS date, CASE WHEN control_codes = 'none' THEN [] WHEN control_codes <> '' "
            "THEN string_split(control_codes, ';') END AS control_codes) FROM x"
        )
        connection.table("orders").write_parquet(str(folder / "orders.parquet"))
    (folder / "x.csv").unlink()
    return "orders.parquet"


def jsonl(folder: Path) -> str:
    """JSON lines without the keys that are not known, codes as lists."""
    lines = []
    for row in ROWS:
        stated: dict[str, object] = {name: cell for name, cell in zip(HEADER, row, strict=True) if cell}
        codes = stated.get("control_codes")
        if codes:
            stated["control_codes"] = [] if codes == "none" else str(codes).split(";")
        lines.append(json.dumps(stated, ensure_ascii=False))
    (folder / "orders.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "orders.jsonl"


def several(folder: Path) -> str:
    """A folder with parts of different formats."""
    inside = folder / "orders"
    inside.mkdir()
    (inside / "a.csv").write_bytes(csv_text(rows=ROWS[:70]).encode("utf-8-sig"))
    (inside / "b.tsv").write_text(csv_text(rows=ROWS[70:120], delimiter="\t"), encoding="utf-16")
    lines = [json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) for row in ROWS[120:]]
    (inside / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (inside / "readme.md").write_text("no book", encoding="utf-8")
    return "orders"


def sqlite(folder: Path) -> str:
    """A table of a database."""
    with sqlite3.connect(folder / "orders.db") as connection:
        connection.execute(f"CREATE TABLE orders ({', '.join(f'{name} TEXT' for name in HEADER)})")
        rows = [[cell or None for cell in row] for row in ROWS]
        marks = ", ".join("?" * len(HEADER))
        marks = ", ".join("?" * len(HEADER))
        connection.executemany(f"INSERT INTO orders VALUES ({marks})", rows)
    connection.close()
    return f"sqlite:///{folder / 'orders.db'}"
