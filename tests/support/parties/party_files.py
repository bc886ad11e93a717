"""Made-up files of party lists, in the layouts that are read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from click.testing import CliRunner, Result

from sekisho.cli import main
from sekisho.i18n.territory_codes import Territories, read_territories
from sekisho.law.loading.data_package import installed_folders
from sekisho.parties.lists.layouts import OPENSANCTIONS_COLUMNS, SCREENING_COLUMNS

TERRITORIES: Territories = read_territories(installed_folders())

OWN_JA = (
    "取引先名,別名,国名,法人番号,備考\n"
    "株式会社アルファ,アルファ|ALF;ALPHA WORKS,日本,7000012050002,要注意\n"
    "ベータ工業,,イラン,,\n"
)
OWN_ZH = "公司名称,别名,国家,统一社会信用代码\n东方机械有限公司,东方机械,伊朗,91350100M000100Y43\n"
OWN_EN = "name,aliases,country,lei,listed date\nAlpha Trading LLC,Alpha; AT,Iran,5493001KJTIIGC8Y1R12,2026-02-01\n"


def call(*words: str) -> Result:
    """Call sekisho in this process."""
    return CliRunner().invoke(main, words, catch_exceptions=False)


def add(file: Path | str, *words: str) -> Result:
    """Add a party list as of one day."""
    return call("data", "add", "party-list", str(file), "--read", "2026-10-01", *words)


def write(file: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file in an encoding."""
    file.write_bytes(text.encode(encoding))
    return file


def table(columns: Sequence[str], rows: Iterable[dict[str, str]]) -> str:
    """Write rows as CSV."""
    target = io.StringIO()
    writer = csv.DictWriter(target, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def opensanctions(rows: Iterable[dict[str, str]]) -> str:
    """Write `targets.simple.csv`."""
    return table(OPENSANCTIONS_COLUMNS, rows)


def screening(rows: Iterable[dict[str, str]]) -> str:
    """Write the Consolidated Screening List as CSV."""
    return table(SCREENING_COLUMNS, rows)


def screening_json(records: Iterable[dict[str, object]]) -> str:
    """Write the Consolidated Screening List as JSON."""
    return json.dumps({"results": list(records)})


def suppliers(count: int, *, first: int = 1) -> str:
    """Write a list of a company's own with an id a row."""
    rows = "".join(f"S{number},Supplier {number} Ltd,JP\n" for number in range(first, first + count))
    return f"id,name,country\n{rows}"


def write_xlsx(file: Path, *sheets: Sequence[Sequence[str]]) -> Path:
    """Write a spreadsheet of text cells."""
    main_ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{types}.worksheet+xml"/>' for at in numbers
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main_ns}" xmlns:r="{office}"><sheets>'
        + "".join(f'<sheet name="Sheet {at}" sheetId="{at}" r:id="r{at}"/>' for at in numbers)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in numbers
        )
        + "</Relationships>",
    }
    for at, rows in zip(numbers, sheets, strict=True):
        data = "".join(_row(number, cells) for number, cells in enumerate(rows, start=1))
        parts[f"xl/worksheets/sheet{at}.xml"] = (
            f'<worksheet xmlns="{main_ns}"><sheetData>{data}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return file


def _row(number: int, cells: Sequence[str]) -> str:
    filled = [(chr(ord("A") + at), text) for at, text in enumerate(cells) if text]
    inner = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        for column, text in filled
    )
    return f'<row r="{number}">{inner}</row>'
