"""A table is read out of a document, and out of a file that is called by another name than what it is."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import weasyprint
from tests.support.pdf import new_canvas

from sekisho import BookError, Library, determine_book
from sekisho.classification.book_items import BookClassifier
from sekisho.files.documents.html import read_page
from sekisho.files.documents.kind import FileKind, kind_of
from sekisho.files.text_tables import open_sheets

LISTED = "Mitsubishi Shipbuilding Co., Ltd."
ABOVE = f"Consignee: {LISTED}"
ROWS = [["No", "Description of goods", "Destination"], ["1", "office chair", "Japan"], ["2", "lamp", "Japan"]]


def page(rules: str = "border='1'", encoding: str = "utf-8") -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    head = f"<meta charset='{encoding}'><title>x</title>"
    return f"<html><head>{head}</head><body><p>INVOICE</p><p>{ABOVE}</p><table {rules}>{cells}</table></body></html>"


def html(file: Path) -> None:
    file.write_text(page(), encoding="utf-8")


def html_in_shift_jis(file: Path) -> None:
    file.write_text(page(encoding="shift_jis").replace("INVOICE", "注文書"), encoding="cp932")


def html_of_layout_tables(file: Path) -> None:
    inner = page().partition("<table")[2]
    file.write_text(f"<html><table><tr><td>{ABOVE}</td></tr><tr><td><table{inner}", encoding="utf-8")


def archive_of_page(file: Path) -> None:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_b"\n\n--=_b\n'
    file.write_text(f"{head}Content-Type: text/html; charset=utf-8\n\n{page()}\n--=_b--\n", encoding="utf-8")


def tabs(file: Path) -> None:
    file.write_text("\n".join([ABOVE, *("\t".join(row) for row in ROWS)]), encoding="utf-8")


def excel_xml(file: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join(
        f"<Row>{''.join(f'<Cell><Data>{escape(cell)}</Data></Cell>' for cell in row)}</Row>" for row in [[ABOVE], *ROWS]
    )
    file.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{space}"><Worksheet><Table>{rows}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )


def word(file: Path) -> None:
    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"

    rows = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in ROWS)
    body = f"<w:body>{paragraph(ABOVE)}<w:tbl>{rows}</w:tbl></w:body>"
    text = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{body}</w:document>'
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("word/document.xml", text)


def open_text(file: Path) -> None:
    def cell(text: str) -> str:
        return f"<t:table-cell><x:p>{escape(text)}</x:p></t:table-cell>"

    rows = "".join(f"<t:table-row>{''.join(map(cell, row))}</t:table-row>" for row in ROWS)
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {"o": "office", "t": "table", "x": "text"}.items()
    )
    body = f"<o:body><o:text><x:p>{escape(ABOVE)}</x:p><t:table>{rows}</t:table></o:text></o:body>"
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        parts.writestr("content.xml", f"<o:document-content {names}>{body}</o:document-content>")


def pdf(file: Path) -> None:
    style = "<style>td { border: 1px solid black }</style>"
    weasyprint.HTML(string=style + page()).write_pdf(file)


@pytest.mark.parametrize(
    ("name", "write", "kind"),
    [
        ("order.html", html, FileKind.HTML),
        ("order.htm", html_in_shift_jis, FileKind.HTML),
        ("order.html", html_of_layout_tables, FileKind.HTML),
        ("report.xls", html, FileKind.HTML),
        ("report.xls", archive_of_page, FileKind.PAGE_ARCHIVE),
        ("report.xls", excel_xml, FileKind.EXCEL_XML),
        ("report.xml", excel_xml, FileKind.EXCEL_XML),
        ("report.xls", tabs, FileKind.TEXT),
        ("report.xlsx", tabs, FileKind.TEXT),
        ("order.docx", word, FileKind.WORD),
        ("order.odt", open_text, FileKind.OPEN_TEXT),
        ("order.pdf", pdf, FileKind.PDF),
    ],
)
def test_a_document_is_judged_like_the_table_in_it(
    name: str, write: object, kind: FileKind, library: Library, tmp_path: Path
) -> None:
    book, out = tmp_path / name, tmp_path / "results.csv"
    write(book)  # type: ignore[operator]
    assert kind_of(book) == kind
    result = determine_book(book, library, out=out, as_of="2026-11-27")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["description"]) for row in rows] == [("1", "office chair"), ("2", "lamp")]
    assert {row["triage"] for row in rows} == {"stop"}, "the consignee above the table is on a list"
    assert result.card["found_out"]["kind"] == str(kind)  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "write"), [("names.xls", html), ("names.xls", excel_xml), ("names.docx", word), ("names.pdf", pdf)]
)
def test_lists_of_names_and_parts_are_opened_the_same_way(name: str, write: object, tmp_path: Path) -> None:
    file = tmp_path / name
    write(file)  # type: ignore[operator]
    rows = [list(row.cells) for row in open_sheets(file)[0].rows()]
    assert rows[-3:] == ROWS


def test_pages_of_a_pdf_go_on_with_the_table(library: Library, tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>chair {n}</td><td>Japan</td></tr>" for n in range(1, 120))
    head = f"<thead><tr>{''.join(f'<td>{cell}</td>' for cell in ROWS[0])}</tr></thead>"
    weasyprint.HTML(string=f"<style>td{{border:1px solid}}</style><table>{head}{rows}</table>").write_pdf(
        tmp_path / "long.pdf"
    )
    result = determine_book(tmp_path / "long.pdf", library, out=tmp_path / "out.csv", as_of="2026-11-27")
    assert result.lines == 119, "the header of each further page is no line"


def test_documents_beside_tables_of_a_folder_are_named_and_not_read_twice(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    folder.mkdir()
    word(folder / "order.docx")
    (folder / "order.csv").write_text("\n".join(",".join(row) for row in ROWS), encoding="utf-8")
    result = determine_book(folder, library, out=tmp_path / "out.csv", as_of="2026-11-27")
    assert (result.lines, result.card["found_out"]["files_not_read"]) == (2, "order.docx")  # type: ignore[index]
    (folder / "order.csv").unlink()
    assert determine_book(folder, library, out=tmp_path / "out.csv", as_of="2026-11-27").lines == 2


def broken(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04 cut off")


LONG = "office chair with arms and a mesh back, adjustable in height, in depth and to the side, in black or in grey"


def without_rules(file: Path, style: str) -> None:
    """An invoice without lines between its columns, of which one row has a long name."""
    rows = [["No", "Description", "HS code", "Quantity", "Amount USD"], ["1", "lamp", "940520", "2", "80"]]
    rows += [["2", LONG, "940139", "3", "240"], ["3", "desk", "940330", "1", "90"], ["", "TOTAL", "", "", "410"]]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    html = f"<style>body{{font-size:10pt}} td{{{style}}}</style><p>{ABOVE}</p><table>{cells}</table><p>Thank you.</p>"
    weasyprint.HTML(string=html).write_pdf(file)


def tight(file: Path) -> None:
    without_rules(file, "padding:0; font-size:9pt")


def set_in_the_middle(file: Path) -> None:
    without_rules(file, "padding:3px 14px; vertical-align:middle")


def test_gaps_that_run_through_a_table_part_its_columns(library: Library, tmp_path: Path) -> None:
    without_rules(tmp_path / "order.pdf", "padding:3px 14px; vertical-align:top")
    out = tmp_path / "out.csv"
    determine_book(tmp_path / "order.pdf", library, out=out, as_of="2026-11-27")
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["line"], row["description"], row["value"]) for row in rows] == [
        ("1", "lamp", "80.0"),
        ("2", LONG, "240.0"),
        ("3", "desk", "90.0"),
    ]
    assert {row["triage"] for row in rows} == {"stop"}


def addresses_beside(file: Path) -> None:
    """Two blocks of addresses, whose labels are headers too, and goods that no line and no gap parts."""
    blocks = "<table><tr><td>Bill To:<td>Ship To:<tr><td>Naniwa Seiki<td>Kobe Denki</table>"
    goods = "<p>Item Quantity Rate Amount</p><p>Service A 12 $10.00 $120.00</p>"
    weasyprint.HTML(string=f"<style>td{{padding:3px 60px}}</style>{blocks}{goods}").write_pdf(file)


def rows_outside_the_lines(file: Path) -> None:
    """A header in lines, and its goods below without any, as a shop prints them."""
    header = "<table class=ruled><tr><td>Item</td><td>Description</td><td>Quantity</td><td>Amount USD</td></tr></table>"
    goods = "<table><tr><td>1</td><td>gaming monitor</td><td>2</td><td>156.20</td></tr></table>"
    style = "<style>td{padding:3px 40px} .ruled td{border:1px solid}</style>"
    weasyprint.HTML(string=style + header + goods).write_pdf(file)


def header_alone(file: Path) -> None:
    cells = "".join(f"<td>{cell}" for cell in ROWS[0])
    file.write_text(f"<html><table><tr>{cells}</table><p>Nothing ordered.</p></html>", encoding="utf-8")


def prose(file: Path) -> None:
    file.write_text("<html><p>Dear all, please ship the chairs.</p></html>", encoding="utf-8")


def bomb(file: Path) -> None:
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>',
        encoding="utf-8",
    )


def cut_off(file: Path) -> None:
    file.write_bytes(b"%PDF-1.7 cut off")


def locked(file: Path) -> None:
    canvas = new_canvas(file, encrypt="a password")
    canvas.drawString(72, 700, "gallium metal to Naniwa Seiki")
    canvas.save()


@pytest.mark.parametrize(
    ("name", "write", "told"),
    [
        ("order.docx", broken, "damaged"),
        ("order.pdf", cut_off, "damaged, or cut off"),
        ("order.pdf", locked, "needs a password"),
        ("order.xls", bomb, "damaged"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(
    name: str, write: object, told: str, library: Library, tmp_path: Path
) -> None:
    write(tmp_path / name)  # type: ignore[operator]
    with pytest.raises(BookError) as caught:
        determine_book(tmp_path / name, library, out=tmp_path / "out.csv", as_of="2026-11-27")
    (problem,) = caught.value.problems
    assert told in problem.what
    assert problem.remedy
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("order.pdf", tight),
        ("order.pdf", set_in_the_middle),
        ("order.pdf", addresses_beside),
        ("order.pdf", rows_outside_the_lines),
        ("order.html", prose),
        ("order.html", header_alone),
    ],
)
def test_a_paper_whose_table_is_not_read_is_one_line_to_look_at(
    name: str, write: object, library: Library, tmp_path: Path
) -> None:
    write(tmp_path / name)  # type: ignore[operator]
    result = determine_book(tmp_path / name, library, out=tmp_path / "out.csv", as_of="2026-11-27")
    assert (result.lines, result.by_triage["nothing_points"]) == (1, 0)
    assert "paper" in result.card["found_out"]  # type: ignore[operator]
    (line,) = csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8")))
    assert "row_unread" in line["points"]


WORDS = """Dear Ms Li,

please quote 200 kg of gallium metal 99.99 % for delivery in January.
The end user is IHI Aerospace Co., Ltd., Tomioka. It goes into solid rocket motors.

Best regards
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("inquiry.txt", WORDS),
        ("inquiry.eml", f"From: a@example.jp\nTo: b@example.cn\nSubject: Inquiry\nMIME-Version: 1.0\n\n{WORDS}"),
        ("inquiry.html", f"<html><p>{WORDS.replace(chr(10), '<p>')}</html>"),
    ],
)
def test_a_letter_names_its_listed_party_its_goods_and_its_use(
    name: str, text: str, library: Library, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    determine_book(
        tmp_path / name, library, out=tmp_path / "out.csv", as_of="2026-11-27", classifies=BookClassifier(library)
    )
    (line,) = csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8")))
    points = {point.partition(":")[0] for point in line["points"].split(";")}
    assert {"party_perhaps", "defence_words", "row_unread"} <= points
    assert "code_lead:3C001.a" in line["points"]


def test_cells_that_reach_down_count_for_each_row() -> None:
    table = "<table><tr><td rowspan=2>Naniwa<td>a<tr><td>b<tr><td colspan=2>sum</table>"
    assert [block.rows for block in read_page(table).blocks] == [(("Naniwa", "a"), ("Naniwa", "b"), ("sum", ""))]


LETTER = """From: sales@example.cn
To: buyer@example.de
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_b"

--=_b
Content-Type: text/plain; charset=utf-8

Item: office chair
Destination: Japan
End user: Mitsubishi Shipbuilding Co., Ltd., Yokohama, Japan
--=_b
Content-Type: text/csv; name="orders.csv"
Content-Disposition: attachment; filename="orders.csv"

a,b
--=_b--
"""


def test_a_message_is_read_and_what_is_attached_is_named(library: Library, tmp_path: Path) -> None:
    (tmp_path / "order.eml").write_text(LETTER, encoding="utf-8")
    result = determine_book(tmp_path / "order.eml", library, out=tmp_path / "out.csv", as_of="2026-11-27")
    assert (result.lines, result.by_triage["stop"]) == (1, 1)
    assert result.card["found_out"]["kind"] == "EML"  # type: ignore[index]
    assert result.card["found_out"]["attachments_not_read"] == "orders.csv"  # type: ignore[index]


def test_lines_of_a_text_are_a_form_with_the_commas_of_its_names(library: Library, tmp_path: Path) -> None:
    text = "Item: office chair\nDestination: Japan\nEnd user: Mitsubishi Shipbuilding Co., Ltd., Yokohama, Japan\n"
    (tmp_path / "order.txt").write_text(text, encoding="utf-8")
    result = determine_book(tmp_path / "order.txt", library, out=tmp_path / "out.csv", as_of="2026-11-27")
    assert (result.lines, result.by_triage["stop"]) == (1, 1)
