"""The table that goes with a letter comes back filled, and is read as answers on the lines of its party alone."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from sekisho import FactError, Library, determine_book
from sekisho.files.text_tables import open_table
from sekisho.i18n.messages import Translator
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import value_text
from sekisho.present.letters.folder import write_letters
from sekisho.service.letters import LettersRequest, letters
from sekisho.service.settle import SettledRun, SettleRequest, answers_of, apply_answers
from sekisho.service.workspace import Workspace

ORDERS = (
    ("order no", "supplier", "importer", "country of dispatch", "goods"),
    ("1", "Ningbo Example Trading", "東海見本株式会社", "CN", "special magnet"),
    ("2", "NINGBO EXAMPLE TRADING", "尾張見本工業", "CN", "special magnet"),
    ("3", "Suzhou Example Motors", "尾張見本工業", "CN", "special magnet"),
)


@pytest.fixture(scope="module")
def results(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a book in which two suppliers ship goods of one name."""
    folder = tmp_path_factory.mktemp("replies")
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ORDERS)
    same = {"movement": "export", "destination": "JP"}
    determine_book(folder / "orders.csv", library, out=folder / "r.parquet", as_of="2026-11-27", constants=same)
    return folder / "r.parquet"


def table_of(library: Library, results: Path, out: Path, to: str, language: str) -> Path:
    answer = letters(LettersRequest(every_line=True), Workspace(library=library), results)
    write_letters(answer, out, language=language)
    (number,) = [letter.number for letter in answer.letters if letter.to == to]
    (file,) = out.glob(f"{number}*_reply.xlsx")
    return file


def filled(table: Path, out: Path, cells: Mapping[int, str]) -> Path:
    """Fill the cells of the first row of a table by their places, as workbook or as CSV by the name of `out`."""
    head, row, *rest = [list(row.cells) for row in open_table(table).rows()]
    row = [cells.get(place, cell) for place, cell in enumerate([*row, *[""] * (len(head) - len(row))])]
    rows = [head, row, *rest]
    if out.suffix == ".csv":
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        return out
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet(open_table(table).sheet)
        for at, each in enumerate(rows):
            sheet.write_row(at, 0, each)
    return out


def applied(library: Library, results: Path, reply: Path, out: Path) -> SettledRun:
    return apply_answers(SettleRequest(), Workspace(library=library), results, reply, out, strict=True)


def lines_of(out: Path) -> dict[str, dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return {row["line"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("language", "ending"),
    [
        ("ja", "csv"),
        pytest.param("en", "xlsx", marks=pytest.mark.slow),
        pytest.param("zh", "xlsx", marks=pytest.mark.slow),
    ],
)
def test_what_a_supplier_fills_in_holds_for_its_goods_however_it_is_spelt_and_for_no_other_supplier(
    language: str, ending: str, library: Library, results: Path, tmp_path: Path
):
    table = table_of(library, results, tmp_path / "letters", "NINGBO EXAMPLE TRADING", language)
    head, row = (list(row.cells) for row in open_table(table).rows())
    assert "Suzhou" not in " ".join([*head, *row])
    assert row[1:5] == ["NINGBO EXAMPLE TRADING", "special magnet", "", "1, 2"]
    reply = filled(table, tmp_path / f"reply.{ending}", {5: "1C905.a.4", 6: "中国", 7: "Li Wei", 8: "2026-11-20"})
    done = applied(library, results, reply, tmp_path / "new.csv")
    assert done.given == 4  # a code and an origin, in each of the two spellings
    rows = lines_of(tmp_path / "new.csv")
    for line in ("1", "2"):
        assert "control_codes" not in rows[line]["missing"].split(";")
        assert "origin" not in rows[line]["missing"].split(";")
    assert "control_codes" in rows["3"]["missing"].split(";")
    (given,) = {(act.by, act.basis) for act in answers_of(tmp_path / "new.csv")}
    assert given == ("Li Wei (NINGBO EXAMPLE TRADING)", row[0])


def test_what_a_customer_fills_in_holds_for_its_lines(library: Library, results: Path, tmp_path: Path):
    table = table_of(library, results, tmp_path / "letters", "尾張見本工業", "ja")
    general = Translator("ja").say(value_text(FactName("end_use_sector"), "general"))
    cells = {3: "三河見本電機", 4: "民間", 5: "日本", 6: "民生", 7: general, 8: "山田", 9: "令和八年十一月二十日"}
    done = applied(library, results, filled(table, tmp_path / "reply.xlsx", cells), tmp_path / "new.csv")
    assert done.given >= 5
    rows = lines_of(tmp_path / "new.csv")
    asked = {"end_user", "end_user_kind", "end_use", "end_user_territory"}
    assert asked.isdisjoint(rows["2"]["missing"].split(";"))
    assert not asked.isdisjoint(rows["1"]["missing"].split(";"))


def test_a_reply_speaks_of_the_party_of_its_letter_alone(library: Library, results: Path, tmp_path: Path):
    table = table_of(library, results, tmp_path / "letters", "Suzhou Example Motors", "en")
    signed = {5: "none", 7: "Mr X", 8: "2026-11-20"}
    other = filled(table, tmp_path / "other.xlsx", {**signed, 1: "NINGBO EXAMPLE TRADING"})
    with pytest.raises(FactError, match="the letter went to Suzhou Example Motors"):
        applied(library, results, other, tmp_path / "new.csv")
    nameless = filled(table, tmp_path / "unknown.xlsx", {**signed, 0: "A-00000"})
    with pytest.raises(FactError, match="needs a reply to letter A-00000"):
        applied(library, results, nameless, tmp_path / "new.csv")
    numberless = filled(table, tmp_path / "numberless.csv", {**signed, 0: ""})
    with pytest.raises(FactError, match="bears no number"):
        applied(library, results, numberless, tmp_path / "new.csv")
    unsigned = filled(table, tmp_path / "unsigned.xlsx", {5: "none"})
    with pytest.raises(FactError, match="nobody answers"):
        applied(library, results, unsigned, tmp_path / "new.csv")
    assert not (tmp_path / "new.csv").exists()
