"""Workbooks and letters as an office prints them: LibreOffice opens each, and no page is cut or left over."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho.cli import main

ORDERS = """注文番号,品名,項番,積出国,仕向国,需要者,用途,金額（千円）
1,酸化ジスプロシウム,1C905.b,中国,日本,浪速精機株式会社,民生,1200
2,金属ガリウム,3C001.a,中国,日本,三菱造船株式会社,,800
3,ネオジム磁石,1C902.a.4,中国,日本,川崎重工業株式会社,民生,23000
4,ヘリウムガス,,上海,日本,大阪大学,研究,約80万円
"""
BILL = """product,part,description,quantity,unit,origin,supplier,control code,price
motor,M1,magnet,2,pcs,CN,Kita Magnet,1C902.a.4,500
motor,M2,gallium metal,1,g,CN,Nishi Metal,3C001.a,900
"""
MOST_PAGES = {"report.xlsx": 8, "questions.xlsx": 12, "exposure.xlsx": 12, "cost.xlsx": 20}
"""Pages of each, with room for a sheet more: 6, 9, 9 and 17 were counted on 2026-11-29, and 6, 38, 26 and 18 before the
sheets were laid out."""
PAGES = re.compile(r"Pages: +(?P<pages>\d+)")
WIDE = re.compile(r"Page size: +(?P<wide>[\d.]+) x (?P<tall>[\d.]+)")


@pytest.mark.slow
def test_what_is_written_prints_on_pages_of_a4(tmp_path: Path):
    soffice, info = shutil.which("soffice"), shutil.which("pdfinfo")
    if soffice is None or info is None:
        pytest.skip("LibreOffice and poppler open what is written; they are not installed here")
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "bill.csv").write_text(BILL, encoding="utf-8")
    at = {name: str(tmp_path / name) for name in ("orders.csv", "bill.csv", "r.parquet", *MOST_PAGES)}
    said = ("--as-of", "2026-11-27", "--language", "ja")
    for words in (
        ("bulk", at["orders.csv"], "-o", at["r.parquet"], "--keep", *said),
        ("report", at["r.parquet"], "-o", at["report.xlsx"], "--language", "ja"),
        ("settle", at["r.parquet"], "-o", at["questions.xlsx"], "--language", "ja"),
        ("letters", at["r.parquet"], "-o", str(tmp_path / "letters"), "--language", "ja"),
        ("exposure", at["bill.csv"], "-o", at["exposure.xlsx"], *said),
        ("impact", "gallium-2023", "--draws", "16", "-o", at["cost.xlsx"], "--language", "ja"),
    ):
        assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code < 40, words
    letters = sorted((tmp_path / "letters").glob("*.docx"))
    replies = sorted((tmp_path / "letters").glob("*.xlsx"))
    assert letters
    assert replies
    made = [*(tmp_path / name for name in MOST_PAGES), *letters, *replies]
    pdf = tmp_path / "pdf"
    office = [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/office"]
    command = [*office, "--convert-to", "pdf", "--outdir", str(pdf), *map(str, made)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for file in made:
        told = subprocess.run(
            [info, str(pdf / f"{file.stem}.pdf")], check=True, capture_output=True, text=True, timeout=60
        ).stdout
        size = WIDE.search(told)
        assert size is not None, file.name
        wide, tall = float(size["wide"]), float(size["tall"])
        counted = PAGES.search(told)
        assert counted is not None, file.name
        pages = int(counted["pages"])
        assert sorted((round(wide), round(tall))) == [595, 842], file.name
        assert (wide > tall) == (file.suffix == ".xlsx"), file.name
        assert pages <= MOST_PAGES.get(file.name, 2), (file.name, pages)
