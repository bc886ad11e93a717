"""Rows of a workbook: a line under a row runs through its empty cells and those that nobody gave."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from sekisho.files.workbook import WorksheetWriter, workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def test_a_row_has_the_look_of_all_its_columns():
    def fill(book: Workbook) -> None:
        lined = book.add_format({"bottom": 1})
        sheet = WorksheetWriter(book, "one")
        sheet.write(["a title"], forms=dict.fromkeys(range(4), lined))
        sheet.write(["a", "", None, 5], forms=dict.fromkeys(range(4), lined))
        sheet.write(["plain", "", None, 5])

    with zipfile.ZipFile(BytesIO(workbook_bytes("title", fill))) as packed:
        xml = packed.read("xl/worksheets/sheet1.xml").decode("utf-8")
    rows = [re.findall(r'<c r="([A-Z]\d)"', row) for row in re.findall(r"<row .*?</row>", xml)]
    assert rows[0] == ["A1", "B1", "C1", "D1"]
    assert rows[1] == ["A2", "B2", "C2", "D2"]
    assert rows[2] == ["A3", "D3"], "what has no look of its own stays empty"
