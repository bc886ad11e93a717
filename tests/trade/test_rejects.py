"""Lines that cannot be read are set apart with the reason; the others go on, and the counts reconcile."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from sekisho import BookError, Library, determine, determine_book
from sekisho.cli import main
from sekisho.parties.lists.territory import territories_of
from sekisho.trade.example_dirty import HEADERS, write_dirty
from sekisho.trade.reading.line import line_of_book

BOOK = """\
line,date,destination,control_codes,end_use,value_usd,remark
1,2026-09-30,JP,1C905.a,civil,10,"a, b"
2,2026-02-30,Nippon-koku,1C905.a,civil,20,
3,2026-09-30,JP,10.0,civil,30,
4,2026-09-30,JP,none
5,,JP,none,civil,50,
Total,,,,,110,
6,2026-09-30,DE,none,stock,60,
"""


def rejects(folder: Path) -> list[dict[str, str]]:
    with (folder / "results.rejects.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(BOOK, encoding="utf-8")
    return tmp_path / "orders.csv"


def test_good_lines_go_on_and_bad_ones_are_set_apart_whole_and_with_the_reason(library: Library, book: Path):
    result = determine_book(book, library, out=book.with_name("results.csv"))
    found = rejects(book.parent)
    assert (result.reading.read, result.lines, result.reading.left_out, len(found)) == (7, 2, 5, 5)
    told = {row["line"]: (row["row"], row["column"], row["value"], row["reason"]) for row in found}
    assert told["2"][:3] == ("2", "date | destination", "2026-02-30 | Nippon-koku")
    assert told["3"][:3] == ("3", "control_codes", "10.0")
    assert told["4"] == ("4", "", "", "the row has 4 cells and the header 7 (line 5 of the file).")
    assert "has no date" in told["5"][3]
    assert "row of totals" in told["Total"][3]
    assert next(row for row in found if row["line"] == "2")["remark"] == ""
    card = yaml.safe_load(result.run_card.read_text("utf-8"))
    assert card["lines_read"] == card["lines"] + card["lines_left_out"] == 7


def test_with_a_date_of_law_given_a_line_needs_no_date(library: Library, book: Path):
    result = determine_book(book, library, out=book.with_name("results.csv"), as_of="2026-09-30")
    assert result.lines == 3


def test_rejects_of_an_earlier_run_do_not_stay_beside_a_run_without_any(library: Library, book: Path):
    determine_book(book, library, out=book.with_name("results.csv"))
    assert rejects(book.parent)
    book.write_text("\n".join([*BOOK.splitlines()[:2]]) + "\n", encoding="utf-8")
    determine_book(book, library, out=book.with_name("results.csv"))
    assert not book.with_name("results.rejects.csv").exists()


def test_a_book_without_a_line_that_can_be_read_is_an_error_with_the_reasons(library: Library, book: Path):
    rows = BOOK.splitlines()
    book.write_text("\n".join([rows[0], rows[2], rows[3], rows[4]]) + "\n", encoding="utf-8")
    with pytest.raises(BookError) as raised:
        determine_book(book, library, out=book.with_name("results.csv"))
    told = str(raised.value)
    assert "no line of 3 can be read" in told
    assert "'10.0' is not a control code" in told
    assert [path.name for path in book.parent.iterdir()] == ["orders.csv"]


def test_a_slip_in_the_names_of_columns_is_told_before_any_line_is_set_apart(library: Library, book: Path):
    book.write_text(BOOK.replace("end_use,", "end_usr,"), encoding="utf-8")
    with pytest.raises(BookError, match="column 'end_usr' is not a fact"):
        determine_book(book, library, out=book.with_name("results.csv"))


def test_the_command_reconciles_and_explains_lines_as_they_were_read(book: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(book.parent)
    runner = CliRunner()
    done = runner.invoke(main, ["bulk", "orders.csv", "-o", "results.csv"], catch_exceptions=False)
    assert "7 lines read = 2 determined + 5 left out (results.rejects.csv)." in done.stdout
    kept = runner.invoke(main, ["explain", "results.csv", "--line", "6"], catch_exceptions=False)
    assert kept.stdout.endswith("The stored row says the same.\n")
    lost = runner.invoke(main, ["explain", "results.csv", "--line", "3"], catch_exceptions=False)
    assert "line '3' cannot be read" in lost.stderr
    strict = runner.invoke(main, ["bulk", "orders.csv", "-o", "strict.csv", "--strict"], catch_exceptions=False)
    assert strict.exit_code == 1
    for words in ("the row has 4 cells", "'10.0' is not a control code", "'2026-02-30' is not a date"):
        assert words in strict.stderr
    assert not book.with_name("strict.csv").exists()


@pytest.mark.parametrize("kind", ["csv", pytest.param("xlsx", marks=pytest.mark.slow)])
def test_a_dirty_book_is_mapped_whole_and_every_line_is_explained_as_it_was_determined(
    library: Library, tmp_path: Path, kind: str
):
    rows = write_dirty(library, lines=120, seed=3, out=tmp_path / f"orders.{kind}", truth=tmp_path / "truth.parquet")
    result = determine_book(tmp_path / f"orders.{kind}", library, out=tmp_path / "results.csv")
    assert set(result.mapped.values()) == set(HEADERS.values()) - {HEADERS["line"], HEADERS["value"]}
    assert (result.reading.read, result.unit) == (rows, "USD")
    assert result.reading.left_out == len(rejects(tmp_path)) >= 3, "two rows of subtotals and one of totals at least"
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        found = {row["line"]: row for row in csv.DictReader(file)}
    for line in list(found)[::40]:
        facts = line_of_book(result.card, line, facts=library.facts, territory=territories_of(library).code)
        answer = determine(facts, library)
        assert found[line]["floor"] == answer.floor.level
        assert found[line]["ceiling"] == answer.ceiling.level


def test_the_same_seed_gives_the_same_dirty_book(library: Library, tmp_path: Path):
    for name in ("a.csv", "b.csv"):
        write_dirty(library, lines=60, seed=5, out=tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
