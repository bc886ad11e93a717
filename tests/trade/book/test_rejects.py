"""Every line is judged: what cannot be read is unknown, flagged and counted; rows that are no lines are told apart."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from tests.support.unpresumed import determine

from sekisho import BookError, Library, determine_book
from sekisho.cli import main
from sekisho.examples.dirty_orders import HEADERS, write_dirty
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.book.line_lookup import line_of_book
from sekisho.trade.book.recipe import Recipe

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


def table(folder: Path, kind: str) -> list[dict[str, str]]:
    with (folder / f"results{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "orders.csv").write_text(BOOK, encoding="utf-8")
    return tmp_path / "orders.csv"


def test_every_line_is_judged_and_what_cannot_be_read_is_told(library: Library, book: Path):
    result = determine_book(book, library, out=book.with_name("results.csv"), today=date(2026, 11, 24))
    reading = result.reading
    assert (reading.rows, result.lines, reading.with_gap, len(reading.no_lines)) == (7, 6, 3, 1)
    assert [(one.row, one.kind, one.text) for one in reading.no_lines] == [(6, "sum", "Total | 110")]
    found = {row["line"]: row for row in table(book.parent, "")}
    assert list(found) == ["1", "2", "3", "4", "5", "6"]
    assert {line: row["unread"] for line, row in found.items() if row["unread"]} == {
        "2": "date: 2026-02-30 | destination: Nippon-koku",
        "3": "control_codes: 10.0",
        "4": "row: 4 | 2026-09-30 | JP | none",
    }
    card = yaml.safe_load(result.run_card.read_text("utf-8"))
    assert card["rows_read"] == card["lines"] + len(card["no_lines"]) == 7
    assert not book.with_name("results.rejects.csv").exists()


def test_the_table_of_gaps_counts_equal_texts_and_fills_them_when_it_comes_back(
    book: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(book.parent)
    book.write_text(BOOK.replace("3,2026-09-30,JP,10.0", "3,2026-09-30,Nippon-koku,none"), encoding="utf-8")
    runner = CliRunner()
    assert runner.invoke(main, ["bulk", "orders.csv", "-o", "results.csv"], catch_exceptions=False).exit_code == 0
    gaps = table(book.parent, ".gaps")
    assert list(gaps[0]) == ["row", "column", "text", "fact", "reason", "lines", "read_as", "run"]
    first = gaps[0]
    assert (first["row"], first["text"], first["fact"], first["lines"]) == ("2", "Nippon-koku", "destination", "2")
    first["read_as"] = "日本"
    with (book.parent / "filled.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerows(gaps)
    again = ["bulk", "orders.csv", "-o", "results.csv", "--answers", "filled.csv"]
    assert runner.invoke(main, again, catch_exceptions=False).exit_code == 0
    unread = {row["line"]: row["unread"] for row in table(book.parent, "")}
    assert (unread["2"], unread["3"]) == ("date: 2026-02-30", "")
    told = runner.invoke(main, ["explain", "results.csv", "--line", "3"], catch_exceptions=False)
    assert told.stdout.endswith("The stored row says the same.\n")


def test_a_word_that_reads_a_cell_as_nothing_known_is_told(library: Library, book: Path):
    for column, text, word, says in (
        ("destination", "Nippon-koku", "Cipango", "'Cipango' is not a territory"),
        ("remark", "a", "JP", "column 'remark' contains no fact"),
        ("value_usd", "x", "many", "'many' is not a number"),
    ):
        with pytest.raises(BookError, match=says):
            determine_book(
                book,
                library,
                out=book.with_name("results.csv"),
                as_of="2026-09-30",
                recipe=Recipe(read_as={column: {text: word}}),
            )


def test_a_line_without_a_date_is_judged_by_every_law_it_may_fall_under(library: Library, tmp_path: Path):
    """A party that was listed in February: its line without a date cannot be settled, and waits for the date."""
    book = tmp_path / "orders.csv"
    listed = "export,CN,JP,CN,none,三菱重工航空エンジン株式会社,military,military"
    head = "line,date,movement,departure,destination,origin,control_codes,end_user,end_user_kind,end_use"
    rows = [f"1,2026-01-01,{listed}", f"2,未定,{listed}", f"3,,{listed}", f"4,2026-01,{listed}", f"5,2026-03,{listed}"]
    book.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    result = determine_book(book, library, out=tmp_path / "results.csv", today=date(2026, 11, 24))
    found = {row["line"]: row for row in table(tmp_path, "")}
    assert found["5"]["outcome"] == "prohibited"
    for line in ("2", "3", "4"):
        assert found[line]["missing"].split(";")[0] == "date", "the law changed within these days"
        assert found[line]["ceiling"] == "prohibited"
        facts = line_of_book(result.card, line, facts=library.facts, territory=territories_of(library).code)
        answer = determine(facts, library)
        judged = (answer.floor.level, answer.ceiling.level, ";".join(answer.missing), ";".join(answer.open))
        assert judged == tuple(found[line][name] for name in ("floor", "ceiling", "missing", "open"))
    assert found["2"]["unread"] == "date: 未定"
    with_day = determine_book(book, library, out=tmp_path / "results.csv", as_of="2026-11-24")
    assert with_day.by_outcome == {"prohibited": 5}


def test_a_book_without_a_line_is_an_error(library: Library, book: Path):
    rows = BOOK.splitlines()
    book.write_text("\n".join([rows[0], rows[6], rows[0]]) + "\n", encoding="utf-8")
    with pytest.raises(BookError, match="none of its 2 rows is a line"):
        determine_book(book, library, out=book.with_name("results.csv"))
    assert [path.name for path in book.parent.iterdir()] == ["orders.csv"]


def test_a_slip_in_the_names_of_columns_is_told(library: Library, book: Path):
    book.write_text(BOOK.replace("end_use,", "end_usr,"), encoding="utf-8")
    with pytest.raises(BookError, match="column 'end_usr' is not a fact"):
        determine_book(book, library, out=book.with_name("results.csv"))


@pytest.mark.parametrize(
    "header", ["VAT", "VIN", "DATA", "DATES", "VIS", "ORGAN", "IMPORTS", "REGISTRATION_DATE", "END_UNIT"]
)
def test_a_header_of_words_of_its_own_is_no_slip_and_is_left_aside(library: Library, book: Path, header: str):
    book.write_text(BOOK.replace("remark", header), encoding="utf-8")
    assert determine_book(book, library, out=book.with_name("results.csv"), as_of="2026-11-24").lines


def test_a_column_that_is_a_state_of_the_law_is_told_as_one(library: Library, book: Path):
    name = next(str(fact.name) for fact in library.facts.facts.values() if fact.of == "law")
    book.write_text(BOOK.replace("remark", name), encoding="utf-8")
    with pytest.raises(BookError) as raised:
        determine_book(book, library, out=book.with_name("results.csv"))
    told = str(raised.value)
    assert f"column '{name}' is a state of the law" in told
    assert f"--assume {name}=" in told
    assert "Did you mean" not in told


def test_the_command_counts_first_and_a_strict_run_writes_the_rows_it_refuses(
    book: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(book.parent)
    runner = CliRunner()
    done = runner.invoke(main, ["bulk", "orders.csv", "-o", "results.csv", "--full"], catch_exceptions=False)
    says = "6 lines: 3 judged, 3 judged with a gap, 0 not judged; 1 row is not a line."
    assert done.stdout.splitlines()[0] == says
    kept = runner.invoke(main, ["explain", "results.csv", "--line", "6", "--full"], catch_exceptions=False)
    assert kept.stdout.endswith("The stored row says the same.\n")
    strict = runner.invoke(main, ["bulk", "orders.csv", "-o", "strict.csv", "--strict"], catch_exceptions=False)
    assert strict.exit_code == 1
    for words in ("the row has 4 cells", "'10.0' is not a control code", "'2026-02-30' is not a date"):
        assert words in strict.stderr
    assert [path.name for path in book.parent.glob("strict*")] == ["strict.rejects.csv"]
    with (book.parent / "strict.rejects.csv").open(encoding="utf-8", newline="") as file:
        refused = {row["row"]: row for row in csv.DictReader(file)}
    assert set(refused) == {"2", "3", "4"}
    assert (refused["2"]["column"], refused["2"]["value"]) == ("date | destination", "2026-02-30 | Nippon-koku")
    assert refused["2"]["value_usd"] == "20"


@pytest.mark.parametrize("kind", ["csv", pytest.param("xlsx", marks=pytest.mark.slow)])
def test_a_dirty_book_is_mapped_whole_and_every_line_is_explained_as_it_was_determined(
    library: Library, tmp_path: Path, kind: str
):
    rows = write_dirty(library, lines=120, seed=3, out=tmp_path / f"orders.{kind}", truth=tmp_path / "truth.parquet")
    result = determine_book(tmp_path / f"orders.{kind}", library, out=tmp_path / "results.csv")
    assert set(result.mapped.values()) == set(HEADERS.values()) - {HEADERS["line"], HEADERS["value"]}
    assert (result.reading.read, result.unit) == (rows, "USD")
    sums = [one for one in result.reading.no_lines if one.kind == "sum"]
    assert len(result.reading.no_lines) == len(sums) >= 3, "two rows of subtotals and one of totals at least"
    assert result.reading.rows == result.lines + len(sums)
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
