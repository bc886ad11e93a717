"""PDF files in the layout of the official documents are read whole, and other files are refused in plain words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support import pdf
from tests.support.list_documents import as_lines, changed, rows, without

from sekisho import Library
from sekisho.errors import ListError
from sekisho.trade.official_lists.diff import rows_in_use
from sekisho.trade.official_lists.official_list import OfficialList
from sekisho.trade.official_lists.printed_text import narrow
from sekisho.trade.official_lists.reader import read_official

for needed in ("pdfplumber", "reportlab"):
    pytest.importorskip(needed, reason="needs the extras books and dev")

WRAPPED = """交叉流（切向流）过滤设备：
ａ．总过滤面积大于等于１m2；
ｂ．可在位灭菌，用 1C902.b
项所列材料制造，符合1C351
所列的要求。"""
WHOLE = (
    "交叉流（切向流）过滤设备：a.总过滤面积大于等于1m2；b.可在位灭菌，用 1C902.b项所列材料制造，符合1C351所列的要求。"
)

FIRST_TWO = [row for row in rows() if row.code[0] in "12"]
"""Rows of the first two categories: a document of many pages that is read in a quarter of the time of the whole."""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> OfficialList:
    """The catalogue with shared cells, rows over two pages, a code cut in two, and rows without a code."""
    made = changed(FIRST_TWO, "2B352.d.1", lambda row: replace(row, text=WRAPPED))
    file = pdf.write_catalogue(
        tmp_path_factory.mktemp("pdf") / "catalogue.pdf",
        made,
        shared=frozenset({"1A226"}),
        split=frozenset({"1B101.a", "2B352.d.1"}),
        cut_code=frozenset({"1B101.c"}),
        several=frozenset({"1B102"}),
        uncoded=("核反应堆", "压力管"),
    )
    return read_official(file, "cn-catalogue", known=())


def test_every_row_of_the_catalogue_becomes_an_entry_with_its_name_customs_codes_and_unit(catalogue: OfficialList):
    made = {row.code: row for row in FIRST_TWO}
    assert len(made) > 200, "the document has many pages"
    assert set(catalogue.items) == set(made)
    for code, item in catalogue.items.items():
        if code == "1B102":
            continue
        assert item.name == narrow(made[code].name)
        assert item.hs == made[code].hs, code
        assert item.unit == "千克"
        assert item.serial == str(made[code].serial)
        assert item.place.startswith("page ")


@pytest.mark.slow
def test_a_document_as_long_as_the_real_one_is_read_whole(tmp_path: Path):
    made = rows()
    assert len(made) > 880
    whole = read_official(pdf.write_catalogue(tmp_path / "whole.pdf", made), "cn-catalogue", known=())
    assert list(whole.items) == sorted(row.code for row in made)


def test_a_cell_that_goes_on_over_lines_and_pages_is_put_together(catalogue: OfficialList):
    assert catalogue.items["2B352.d.1"].text == WHOLE
    assert catalogue.items["1B101.a"].text.startswith("纤维缠绕机")


def test_a_code_with_two_reference_names_keeps_both_apart_with_both_customs_codes(catalogue: OfficialList):
    assert catalogue.items["1B102"].name == "雾化或球状金属粉末生产设备；另一商品"
    assert catalogue.items["1B102"].hs == ("9999999999",)
    assert catalogue.items["1B102"].text == "雾化或球状金属粉末生产设备；"


def test_a_wrapped_line_that_looks_like_the_heading_of_an_area_stays_in_the_text(tmp_path: Path):
    lines = ["1C 材料", "1C111 金属粉末，用于", "3D打印，粒度小于50um；", "1C117 难熔金属"]
    found = read_official(pdf.write_lines(tmp_path / "list.pdf", lines), "cn-control-list", known=())
    assert found.items["1C111"].text == "金属粉末，用于3D打印，粒度小于50um；"
    assert found.headings == {"1C": "材料"}


def test_a_code_that_the_end_of_a_page_cuts_in_two_is_one_code(catalogue: OfficialList):
    printed = next(row.serial for row in rows() if row.code == "1B101.c")
    assert catalogue.items["1B101.c"].serial == str(printed)
    assert "1B101" not in catalogue.items


def test_a_cell_that_spans_two_rows_belongs_to_both(catalogue: OfficialList):
    assert catalogue.items["1A226"].text == catalogue.items["1A225"].text == "镀铂催化剂；"
    assert catalogue.items["1A226"].name == "从天然水分离重水用专用填料"


def test_rows_without_a_code_are_kept_apart_and_lines_outside_the_table_are_told_of(catalogue: OfficialList):
    assert [item.name for item in catalogue.uncoded] == ["核反应堆", "压力管"]
    assert [(each.place, each.text) for each in catalogue.unread] == [
        ("page 1, line 2", "为实施出口管制，公布本目录。")
    ]
    assert catalogue.headings["2B"] == "测试、检测和生产设备"


def test_a_dropped_row_leaves_a_gap_in_the_serial_numbers_that_is_told_with_its_place(tmp_path: Path):
    file = pdf.write_catalogue(tmp_path / "catalogue.pdf", without(rows()[:60], "1B115.a.3"))
    [gap] = read_official(file, "cn-catalogue", known=()).grave
    dropped = next(row.serial for row in rows() if row.code == "1B115.a.3")
    assert gap.why == f"serial {dropped} is missing before this row"
    assert gap.place.startswith("page ")


def test_the_list_as_lines_gives_the_same_entries(tmp_path: Path, library: Library):
    made = changed(rows(), "2B352.d.1", lambda row: replace(row, text=WRAPPED))
    marked = frozenset({"1C902.b", "1C902.c", "1C902.a.2"})
    lines = [line for text in as_lines(made, marked=marked) for line in text.split("\n")]
    file = pdf.write_lines(tmp_path / "list.pdf", lines)
    found = read_official(file, "cn-control-list", known=rows_in_use(library))
    assert set(found.items) == {row.code for row in made}
    assert found.items["2B352.d.1"].text == WHOLE
    assert found.items["1C902.a.2"].text == "含钐的合金；"
    assert found.grave == ()
    assert [each.text for each in found.unread] == [
        "目录",
        "1A 系统、设备和部件........3",
        "为履行国际义务，制定本清单。",
        "a.总过滤面积大于等于1m2；",
        "b.可在位灭菌，用 1C902.b",
        "“技术”是指专门信息。",
    ]


def test_a_marked_sub_item_that_is_no_code_in_use_stays_in_the_text_and_is_told_of(tmp_path: Path, library: Library):
    lines = ["1A 系统、设备和部件", "1A202 管状复合结构：", "a．内径75～400mm；", "1A225 镀铂催化剂"]
    found = read_official(pdf.write_lines(tmp_path / "list.pdf", lines), "cn-control-list", known=rows_in_use(library))
    assert found.items["1A202"].text == "管状复合结构：a.内径75~400mm；"
    _, told = found.unread
    assert told.why == "'a.' is not a code in use below 1A202: it stays in its text"


def test_a_line_that_begins_with_a_code_and_was_read_as_a_reference_is_told_of(tmp_path: Path, library: Library):
    lines = ["1A 系统、设备和部件", "1A225 镀铂催化剂", "1A226 所有专用填料", "1A227 辐射屏蔽窗"]
    found = read_official(pdf.write_lines(tmp_path / "list.pdf", lines), "cn-control-list", known=rows_in_use(library))
    assert [each.why for each in found.grave] == ["1A226 was read as a reference"]


def test_an_entry_out_of_order_is_told_of(tmp_path: Path):
    lines = ["1A225 镀铂催化剂，符合", "2B001 要求", "1A226 专用填料"]
    found = read_official(pdf.write_lines(tmp_path / "list.pdf", lines), "cn-control-list", known=())
    assert ["1A226 follows 2B001" in each.why for each in found.grave] == [True]


def test_a_file_without_a_text_layer_is_refused(tmp_path: Path):
    with pytest.raises(ListError, match=r"scan\.pdf: has no text layer.*\n.*as CSV"):
        read_official(pdf.write_scan(tmp_path / "scan.pdf"), "cn-catalogue", known=())


def test_an_encrypted_file_is_refused(tmp_path: Path):
    file = pdf.write_catalogue(tmp_path / "secret.pdf", rows()[:5], encrypt="a password")
    with pytest.raises(ListError, match=r"secret\.pdf: is encrypted and needs a password"):
        read_official(file, "cn-catalogue", known=())


@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, share: float):
    whole = pdf.write_catalogue(tmp_path / "whole.pdf", rows()[:200]).read_bytes()
    file = tmp_path / "cut.pdf"
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ListError, match=r"cut\.pdf: "):
        read_official(file, "cn-catalogue", known=())


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path):
    file = tmp_path / "page.pdf"
    file.write_text("<html>Not found</html>", encoding="utf-8")
    with pytest.raises(ListError, match=r"page\.pdf: cannot be read as PDF"):
        read_official(file, "cn-catalogue", known=())


def test_an_invoice_is_refused(tmp_path: Path):
    file = pdf.write_lines(
        tmp_path / "invoice.pdf", ["INVOICE 4711", "Widgets  10  USD 1,000.00", "Total USD 1,000.00"]
    )
    with pytest.raises(ListError, match=r"invoice\.pdf: contains no row with a control code"):
        read_official(file, "cn-control-list", known=())
