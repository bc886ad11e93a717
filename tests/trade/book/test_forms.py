"""A form says what a line says, one fact below the other; a table is none."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from sekisho import Library, determine_book
from sekisho.law.model.condition import FactName
from sekisho.service.explain import ExplainRequest, explain
from sekisho.service.workspace import Workspace
from sekisho.trade.book.matching.forms import form_of

LISTED = "Mitsubishi Shipbuilding Co., Ltd."
FORM = [
    ["EXPORT REQUEST", ""],
    ["Item:", "office chair"],
    ["Origin:", "China"],
    ["Destination:", "Japan"],
    ["End user:", "Naniwa Seiki"],
    ["End use:", "office"],
]
REAL = Path(__file__).parents[4] / "shared" / "data"


@pytest.mark.parametrize(
    ("rows", "form"),
    [
        ([["品名", "ガリウム"], ["仕向地", "日本"], ["需要者", "浪速精機"]],
         (["品名", "仕向地", "需要者"], [["ガリウム", "日本", "浪速精機"]])),
        ([["品名：ガリウム"], ["仕向地：日本"], ["需要者：浪速"]],
         (["品名", "仕向地", "需要者"], [["ガリウム", "日本", "浪速"]])),
        # Two labels in a row, and a unit behind a value, make no second line.
        ([["Item", "gallium", "Origin", "China"], ["Destination", "Japan"], ["End user", "Naniwa"]],
         (["Item", "Origin", "Destination", "End user"], [["gallium", "China", "Japan", "Naniwa"]])),
        ([["Item", "gallium"], ["Destination", "Japan"], ["End user", "Naniwa"], ["Quantity", "5", "kg"]],
         (["Item", "Destination", "End user"], [["gallium", "Japan", "Naniwa"]])),
        # Lines beside each other.
        ([["", "A", "B"], ["Item", "gallium", "chair"], ["Destination", "Japan", "Japan"],
          ["End user", "Naniwa", "Kobe"]],
         (["Item", "Destination", "End user"], [["gallium", "Japan", "Naniwa"], ["chair", "Japan", "Kobe"]])),
        # A fact that is left empty is unknown, and the rest counts.
        ([["Item", "gallium"], ["Destination", "Japan"], ["End user", ""], ["Origin", "China"]],
         (["Item", "Destination", "End user", "Origin"], [["gallium", "Japan", "", "China"]])),
        # A table, an invoice with labels above one, and two columns of a list are no forms.
        ([["Item", "Destination"], ["gallium", "Japan"], ["chair", "Japan"]], None),
        ([["Buyer:", "Naniwa"], ["Origin:", "China"], ["Destination:", "Japan"],
          ["No", "Description", "Qty"], ["1", "chair", "2"], ["2", "lamp", "1"]], None),
        ([["Name", "Country"], ["Naniwa", "Japan"], ["Kobe Denki", "Japan"], ["Foo", "China"]], None),
    ],
)  # fmt: skip
def test_a_form_is_told_by_its_labels(rows: list[list[str]], form: object) -> None:
    assert form_of(rows) == form


def judged(book: Path, library: Library, folder: Path) -> list[dict[str, str]]:
    out = folder / "results.csv"
    determine_book(book, library, out=out, as_of="2026-11-27")
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_csv(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows(rows)


def as_sheet(file: Path, rows: list[list[str]]) -> None:
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


def as_page(file: Path, rows: list[list[str]]) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    file.write_text(f"<html><table>{cells}</table></html>", encoding="utf-8")


WRITERS = [("form.csv", as_csv), ("form.xlsx", as_sheet), ("form.html", as_page)]


@pytest.mark.parametrize(("name", "write"), WRITERS)
def test_a_form_is_judged_as_one_line(name: str, write: object, library: Library, tmp_path: Path) -> None:
    write(tmp_path / name, FORM)  # type: ignore[operator]
    (line,) = judged(tmp_path / name, library, tmp_path)
    assert (line["description"], line["triage"]) == ("office chair", "nothing_points")
    write(tmp_path / name, [*FORM[:4], ["End user:", LISTED], FORM[5]])  # type: ignore[operator]
    (line,) = judged(tmp_path / name, library, tmp_path)
    assert line["triage"] == "stop"


def test_each_sheet_of_a_workbook_of_forms_is_a_line(library: Library, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "forms.xlsx") as workbook:
        for party in ("Naniwa Seiki", LISTED):
            sheet = workbook.add_worksheet()
            for at, row in enumerate([*FORM[:4], ["End user:", party], FORM[5]]):
                sheet.write_row(at, 0, row)
    found = judged(tmp_path / "forms.xlsx", library, tmp_path)
    assert sorted(line["triage"] for line in found) == ["nothing_points", "stop"]


def test_lines_beside_each_other_are_judged_by_themselves(library: Library, tmp_path: Path) -> None:
    rows = [
        ["Description", "office chair", "lamp"],
        ["Destination", "Japan", "Japan"],
        ["End user", LISTED, "Naniwa Seiki"],
    ]
    as_csv(tmp_path / "form.csv", rows)
    assert [line["triage"] for line in judged(tmp_path / "form.csv", library, tmp_path)] == ["stop", "nothing_points"]


def test_a_listed_name_anywhere_on_a_form_points(library: Library, tmp_path: Path) -> None:
    as_csv(tmp_path / "form.csv", [*FORM, [f"For the yard of {LISTED}", ""]])
    (line,) = judged(tmp_path / "form.csv", library, tmp_path)
    assert line["triage"] == "look"


def test_a_line_of_a_form_is_explained_again(library: Library, tmp_path: Path) -> None:
    as_csv(tmp_path / "form.csv", FORM)
    judged(tmp_path / "form.csv", library, tmp_path)
    workspace = Workspace(library=library, today=date(2026, 11, 27))
    again = explain(ExplainRequest(line="1"), workspace, tmp_path / "results.csv")
    assert str(again.answer.outcome) == again.of.stored["outcome"]
    assert again.of.facts[FactName("description")] == "office chair"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real books are not present")
def test_no_real_table_is_taken_for_a_form() -> None:
    import python_calamine

    books = sorted(REAL.glob("customs_books/*.xlsx"))[::4]
    assert books
    for book in books:
        sheet = python_calamine.load_workbook(book).get_sheet_by_index(0)
        rows = [[str(cell) for cell in row] for row in sheet.to_python(nrows=60)]
        assert form_of(rows) is None, book.name
