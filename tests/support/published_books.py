"""Workbooks and archives as publishers hand them out, small and made up, in the true layout.

The layouts are those that public readers of the files describe: WIOD, the rows and columns before the numbers in
https://github.com/IndEcol/pymrio (doc/source/notebooks/working_with_wiod) and CLIMADA's table handler; e-Stat, the
header rows and names in https://github.com/UchidaMizuki/econiodatajp (iotable-regional-nation-2020); Eora26 and
EXIOBASE 3, the notes of their releases. No figure is a publisher's.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import xlsxwriter
from tests.support.raw_tables import totals

from sekisho.impact.economy.table import InputOutputTable

Cells = Sequence[Sequence[object]]


def write_xlsx(path: Path, rows: Cells, *, sheet: str = "1", before: Mapping[str, Cells] | None = None) -> Path:
    """Write a workbook; None and the empty text leave a cell empty."""
    with xlsxwriter.Workbook(path) as book:
        for name, cells in {**(before or {}), sheet: rows}.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(cells):
                for column, cell in enumerate(row):
                    if cell not in (None, ""):
                        page.write(at, column, cell if isinstance(cell, str) else float(cell))  # type: ignore[arg-type]
    return path


def write_xlsb(path: Path, rows: Cells, *, sheet: str = "2014") -> Path:
    """Write a binary workbook by the records of [MS-XLSB] that a reader needs: one sheet, numbers and texts."""
    parts = [record(129), record(148, struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)), record(145)]
    for at, row in enumerate(rows):
        parts.append(record(0, struct.pack("<I", at) + bytes(13)))
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(cell, str) and cell:
                parts.append(record(6, place + wide(cell)))
            elif cell not in (None, ""):
                parts.append(record(5, place + struct.pack("<d", float(cell))))  # type: ignore[arg-type]
    body = b"".join([*parts, record(146), record(130)])
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide(sheet))
    book += record(144) + record(132)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relations = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/sheet1.bin", body)
    return path


def record(kind: int, payload: bytes = b"") -> bytes:
    """Write a record: its kind and size in seven bits a byte, and what it holds."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(payload)
    sizes = bytearray()
    while True:
        size, low = size >> 7, size & 0x7F
        sizes.append(low | (0x80 if size else 0))
        if not size:
            return head + bytes(sizes) + payload


def wide(text: str) -> bytes:
    """Write a text with its length before it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


FINAL = ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
"""Final uses of the release of 2016, of which the last may be below zero."""
SPLIT = (0.6, 0.05, 0.2, 0.25, -0.1)


def wiod_rows(
    table: InputOutputTable, regions: Mapping[str, str], *, codes: Sequence[str], old: bool = False
) -> list[list[object]]:
    """Lay a closed table of several regions out as the database does; `old` writes the release of 2013."""
    n = len(codes)
    names = [regions[region] for region in table.regions]
    places = [(name, code) for name in names for code in codes]
    uses = [(name, use) for name in names for use in FINAL]
    final_codes = ["" if old else use for _, use in uses]
    numbers = [f"c{at % n + 1}" for at in range(len(places))] + [f"c{at % 5 + n + 2}" for at in range(len(uses))]
    title = [f"World Input-Output Table for {table.year}", "", "", ""]
    head: list[list[object]] = [
        [title[0]],
        ["(in current prices)" if old else ""],
        ["(industry-by-industry)", "", "", "", *[code for _, code in places], *final_codes, "" if old else "GO"],
        [
            "(millions of US$)",
            "",
            "",
            "",
            *[f"Industry {code}" for _, code in places],
            *[use for _, use in uses],
            "Total",
        ],
        ["", "", "", "", *[name for name, _ in places], *[name for name, _ in uses], "TOT"],
        ["", "", "", "", *numbers, "c62"],
    ]
    share = 1 / len(names)
    rows: list[list[object]] = []
    for at, (name, code) in enumerate(places):
        final = [share * part * table.final[at] for _ in names for part in SPLIT]
        rows.append([code, f"Industry {code}", name, f"r{at % n + 1}", *table.flows[at], *final, table.output[at]])
    margins = 0.25 * table.taxes
    blank = [0.0] * (len(uses) + 1)
    ends = {
        ("II_fob", "Total intermediate consumption", "r60"): table.flows.sum(axis=0),
        ("TXSP", "taxes less subsidies on products", "r61"): table.taxes - margins,
        ("EXP_adj", "Cif/ fob adjustments on exports", "r62"): 0 * margins,
        ("VA", "Value added at basic prices", "r64"): table.value_added,
        ("IntTTM", "International Transport Margins", "r65"): margins,
        ("GO", "Output at basic prices", "r69"): table.output,
    }
    rows += [
        ["" if old else code, name, "TOT", number, *values, *blank] for (code, name, number), values in ends.items()
    ]
    return [*head, *rows]


def estat_rows(table: InputOutputTable, codes: Sequence[object], *, unit: str = "100万円") -> list[list[object]]:
    """Lay a table of one country out as total uses in the words of e-Stat; imports are below zero."""
    parts = totals(table)
    after = {
        "内生部門計": parts["uses"].sum(axis=1),
        "家計外消費支出（列）": 0.1 * parts["home"],
        "民間消費支出": 0.9 * parts["home"],
        "国内最終需要計": parts["home"],
        "国内需要合計": parts["home"] + parts["uses"].sum(axis=1),
        "輸出計": parts["exports"],
        "最終需要計": parts["home"] + parts["exports"],
        "（控除）輸入": -0.9 * parts["imports"],
        "（控除）関税": -0.1 * parts["imports"],
        "（控除）輸入計": -parts["imports"],
        "国内生産額": table.output,
    }
    added = table.value_added + table.taxes
    rows: list[list[object]] = [
        [f"令和2年(2020年)産業連関表　取引基本表（生産者価格評価）（単位 : {unit}）"],
        ["", "", *codes, *(700 + at for at in range(len(after)))],
        ["", "", *(f"部門 {at}" for at in range(len(codes))), *after],
    ]
    for at, code in enumerate(codes):
        uses = [cell or "-" for cell in parts["uses"][at]]
        rows.append([code, f"部門 {at}", *uses, *(values[at] for values in after.values())])
    blank = [""] * len(after)
    rows += [
        [700, "内生部門計", *parts["uses"].sum(axis=0), *blank],
        [711, "家計外消費支出（行）", *(0.1 * added), *blank],
        [911, "賃金・俸給", *(0.9 * added), *blank],
        [960, "粗付加価値部門計", *added, *blank],
        [970, "国内生産額", *table.output, *blank],
    ]
    return rows


def nbs_rows(table: InputOutputTable, codes: Sequence[str], *, apart: bool = False) -> list[list[object]]:
    """Lay a table of one country out as the Chinese bureau does: total inputs, or those from abroad apart."""
    parts = totals(table)
    added = table.value_added + table.taxes
    after = {
        "TIU": parts["uses"].sum(axis=1),
        "FU101": 0.4 * parts["home"],
        "FU102": 0.2 * parts["home"],
        "THC": 0.6 * parts["home"],
        "FU103": 0.1 * parts["home"],
        "TC": 0.7 * parts["home"],
        "FU201": 0.4 * parts["home"],
        "FU202": -0.1 * parts["home"],
        "GCF": 0.3 * parts["home"],
        "EX": parts["exports"],
        "TFU": parts["home"] + parts["exports"],
        "IM": parts["imports"],
        "GO": table.output,
    }
    names = [f"部门{code}" for code in codes]
    rows: list[list[object]] = [
        ["2020年全国投入产出表"],
        ["", "", "单位：万元"],
        ["", "", "产出", *names, *(f"使用{code}" for code in after)],
        ["投入", "", "代码", *codes, *after],
    ]
    if apart:
        whole = table.final / 0.7
        after = {code: values for code, values in after.items() if code not in {"IM", "TIU", "TFU", "GO", "EX"}}
        after = {code: values / parts["home"] * 0.7 * whole for code, values in after.items()}
        after |= {"EX": table.final - after["TC"] - after["FU201"] - after["FU202"], "GO": table.output}
        rows[2:] = [["", "", "产出", *names, *(f"使用{code}" for code in after)], ["投入", "", "代码", *codes, *after]]
        for origin, flows in (("国内品", table.flows), ("进口品", table.imports)):
            for at, (code, name) in enumerate(zip(codes, names, strict=True)):
                ends = [values[at] if origin == "国内品" else 0.0 for values in after.values()]
                rows.append([origin if not at else "", name, code, *flows[at], *ends])
    else:
        for at, (code, name) in enumerate(zip(codes, names, strict=True)):
            rows.append(["", name, code, *parts["uses"][at], *(values[at] for values in after.values())])
    blank = [""] * len(after)
    rows += [
        ["", "中间投入合计", "TII", *parts["uses"].sum(axis=0), *blank],
        ["", "劳动者报酬", "VA001", *(0.6 * added), *blank],
        ["", "营业盈余", "VA004", *(0.4 * added), *blank],
        ["", "增加值合计", "TVA", *added, *blank],
        ["", "总投入", "TI", *table.output, *blank],
    ]
    return rows


def eora_files(table: InputOutputTable, names: Mapping[str, str], *, gap: float = 1.0) -> dict[str, str]:
    """Lay a closed table of several regions out as Eora26 does: bare matrices, and labels in files of their own.

    Parameters
    ----------
    gap
        Factor on the published value added of the first region, which does not balance then.
    """
    places = [(names[region], sector.name) for region in table.regions for sector in table.sectors]
    categories = ("Household final consumption P.3h", "Changes in inventories P.52")
    paid = np.stack([0.7 * table.value_added, 0.3 * table.value_added + table.taxes])
    paid[:, : len(table.sectors)] *= gap
    final = [[part * one / len(names) for _ in names for part in (1.2, -0.2)] for one in table.final]
    labels = "".join(f"{code} land\t{code}\tIndustries\t{sector}\t\n" for code, sector in places)
    uses = "".join(f"{code} land\t{code}\tFinal demand\t{use}\t\n" for code in names.values() for use in categories)
    return {
        "Eora26_2017_bp_T.txt": lines(table.flows),
        "Eora26_2017_bp_FD.txt": lines(final),
        "Eora26_2017_bp_VA.txt": lines(paid),
        "Eora26_2017_bp_Q.txt": lines(table.flows[:1]),
        "labels_T.txt": labels,
        "labels_FD.txt": uses,
    }


def lines(rows: Iterable[Iterable[object]]) -> str:
    """Write numbers between tabs."""
    return "".join("\t".join(repr(float(cell)) for cell in row) + "\n" for row in rows)  # type: ignore[arg-type]


def exiobase_files(
    table: InputOutputTable, sectors: Sequence[str], *, coefficients: bool = True, primary: bool = True
) -> dict[str, str]:
    """Lay a closed table of several regions out as EXIOBASE 3 does."""
    places = [(region, sector) for region in table.regions for sector in sectors]
    head: list[list[object]] = [
        ["region", "", *(place[0] for place in places)],
        ["sector", "", *(place[1] for place in places)],
    ]
    third: list[list[object]] = [["region", "sector", *([""] * len(places))]]
    uses = [(region, use) for region in table.regions for use in ("Final consumption by households", "Exports: Total")]
    matrix = table.flows / table.output if coefficients else table.flows
    final_head: list[list[object]] = [
        ["region", "", *(place[0] for place in uses)],
        ["category", "", *(place[1] for place in uses)],
    ]

    def labelled(values: object) -> list[list[object]]:
        return [[*place, *row] for place, row in zip(places, values, strict=True)]  # type: ignore[call-overload]

    share = 1 / len(uses)
    files: dict[str, list[list[object]]] = {
        "A.txt" if coefficients else "Z.txt": [*head, *third, *labelled(matrix.tolist())],
        "Y.txt": [*final_head, *labelled([[share * one] * len(uses) for one in table.final])],
        "x.txt": [["region", "sector", "indout"], *labelled([[one] for one in table.output])],
        "unit.txt": [["region", "sector", "unit"], *labelled([["M.EUR"]] * len(places))],
    }
    if primary:
        wages = "Compensation of employees; wages, salaries, & employers' social contributions: Low-skilled"
        rows = {
            "Taxes less subsidies on products purchased: Total": table.taxes,
            "Other net taxes on production": 0.1 * table.value_added,
            wages: 0.5 * table.value_added,
            "Operating surplus: Remaining net operating surplus": 0.4 * table.value_added,
            "Employment people: Low-skilled male": 9e9 + 0 * table.value_added,
        }
        accounts = [[name, *values] for name, values in rows.items()]
        files["satellite/F.txt"] = [[head[0][0], *head[0][2:]], [head[1][0], *head[1][2:]], ["stressor"], *accounts]
    return {
        f"IOT_2011_ixi/{name}": "".join("\t".join(map(str, row)) + "\n" for row in rows) for name, rows in files.items()
    }


def write_zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Pack texts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, text in files.items():
            parts.writestr(name, text)
    return path
