"""An order book that is wrong, read strictly: every problem in one pass, with column, row and count, nothing written.

Without --strict, every line is judged, and what cannot be read is unknown: tests/trade/book/test_rejects.py.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import duckdb
import pytest
from tests.support.told import check_style, check_whole, problem_of

from sekisho import BookError, FactError, Library, SekishoError, determine_book
from sekisho.law.model.condition import FactName

HEADER = "movement,departure,destination,control_codes"
LINE = "export,CN,JP,1C905.a"
DAY = "2026-11-24"


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def csv_book(folder: Path, *lines: str, name: str = "orders.csv") -> Path:
    """A CSV book."""
    book = folder / name
    book.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return book


def parquet_book(folder: Path, select: str) -> Path:
    """A Parquet book from an SQL query."""
    book = folder / "orders.parquet"
    with duckdb.connect() as connection:
        connection.sql(select).write_parquet(str(book))
    return book


def told(book: Path, library: Library, **more: object) -> SekishoError:
    """The error that a book raises; no output, no partial file and no temporary file is left."""
    arguments: dict[str, object] = {"out": book.with_name("results.parquet"), "as_of": DAY, "strict": True, **more}
    with pytest.raises(SekishoError) as raised:
        determine_book(book, library, **arguments)  # type: ignore[arg-type]
    assert isinstance(raised.value, BookError | FactError)
    assert list(Path(tempfile.gettempdir()).iterdir()) == [], "a temporary file is left"
    left = {path.name for path in book.parent.iterdir() if path.name.startswith("results") or "partial" in path.name}
    assert left <= {"results.rejects.csv"}, "there is no output, and no part of one"
    for problem in raised.value.problems:
        check_style(problem)
    return raised.value


# --- columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["control_codes", "destination", "movement", "departure"])
def test_no_column_is_demanded(library: Library, tmp_path: Path, missing: str):
    columns = [name for name in HEADER.split(",") if name != missing]
    cells = [cell for name, cell in zip(HEADER.split(","), LINE.split(","), strict=True) if name != missing]
    book = csv_book(tmp_path, ",".join(columns), ",".join(cells))
    result = determine_book(book, library, out=tmp_path / "results.csv", as_of=DAY)
    assert (result.lines, result.by_headline["undetermined"]) == (1, 1)
    assert missing in result.absent


@pytest.mark.parametrize(
    ("slip", "fact"), [("end_usr", "end_user"), ("end_user_kin", "end_user_kind"), ("orgin", "origin")]
)
def test_a_column_whose_name_is_a_slip_is_told_and_never_passed_over(
    library: Library, tmp_path: Path, slip: str, fact: str
):
    book = csv_book(tmp_path, f"{HEADER},{slip}", f"{LINE},")
    check_whole(told(book, library), (f"column '{slip}'", "orders.csv", f"Did you mean '{fact}'?"))
    check_whole(told(book, library), (f"column '{slip}'", "orders.csv", f"--map {fact}={slip}"))


def test_case_and_spaces_in_the_name_of_a_column_are_no_slip(library: Library, tmp_path: Path):
    book = csv_book(tmp_path, f"{HEADER},End Use ", f"{LINE},civil")
    result = determine_book(book, library, out=tmp_path / "results.csv", as_of=DAY)
    assert result.mapped[FactName("end_use")] == "End Use"


def test_all_problems_of_columns_are_told_in_one_pass(library: Library, tmp_path: Path):
    book = csv_book(tmp_path, "movement,departure,end_usr,orgin", "export,CN,x,CN")
    fault = told(book, library, mapping={"consignee": "customer"}, unknown=["end_yse"])
    for words in (
        ("'end_usr'", "end_user"),
        ("'orgin'", "origin"),
        ("no column 'customer'",),
        ("unknown fact 'consignee'",),
        ("'end_yse'", "end_use"),
    ):
        problem_of(fault, *words)


def test_wrong_values_are_told_in_the_same_pass_as_wrong_columns(library: Library, tmp_path: Path):
    book = csv_book(tmp_path, f"{HEADER},orgin,value", "expart,CN,Nippon,9Z999,CN,12", f"{LINE},CN,many")
    fault = told(book, library, mapping={"end_use": "purpose"})
    for words in (("'orgin'",), ("'purpose'",), ("expart",), ("Nippon",), ("9Z999",), ("'many'",)):
        assert problem_of(fault, *words).where.startswith("orders.csv")
    assert len(fault.problems) == 6


@pytest.mark.parametrize(
    "header",
    [f"{HEADER},control_code", f"{HEADER},Destination", f"{HEADER},destination", f"{HEADER},control codes"],
)
def test_two_columns_for_one_fact_are_told_and_neither_wins_in_silence(library: Library, tmp_path: Path, header: str):
    book = csv_book(tmp_path, header, f"{LINE},none" if "control_code" in header else f"{LINE},NO")
    fact = "control_codes" if "control" in header.rsplit(",", maxsplit=1)[-1] else "destination"
    assert "--map" in problem_of(told(book, library), f"'{fact}'", f"'{header.rsplit(',', maxsplit=1)[-1]}'").remedy


@pytest.mark.parametrize("given", [["--map"], ["--unknown"]])
def test_no_column_vanishes_without_being_told(library: Library, tmp_path: Path, given: list[str]):
    book = csv_book(tmp_path, f"{HEADER},end_user,customer,value_usd,value", f"{LINE},a,b,1,2")
    mapping = {"end_user": "customer"} if given == ["--map"] else {}
    unknown = ["control_code"] if given == ["--unknown"] else []
    found = determine_book(book, library, out=tmp_path / "results.csv", as_of=DAY, mapping=mapping, unknown=unknown)
    named = {*found.mapped.values(), *found.unmapped, "value_usd", *(["control_codes"] if unknown else [])}
    assert named == {*HEADER.split(","), "end_user", "customer", "value_usd", "value"}


def test_a_book_without_dates_is_judged_by_the_law_of_today(library: Library, tmp_path: Path):
    """As the command judges it; the card says by which day."""
    book = csv_book(tmp_path, HEADER, LINE)
    card = determine_book(book, library, out=tmp_path / "results.parquet", today=date.fromisoformat(DAY)).card
    assert card["as_of"] == DAY


def test_lines_without_a_date_beside_others_are_told(library: Library, tmp_path: Path):
    book = csv_book(tmp_path, f"{HEADER},date", f"{LINE},2026-11-24", f"{LINE},", f"{LINE},unknown")
    check_whole(told(book, library, as_of=None), ("without a date", "date", "--as-of"))


@pytest.mark.parametrize("blank", ["", "n/a", "-", " ", "\u00a0", "unknown"])
def test_a_line_whose_date_is_blank_is_never_judged_by_the_law_of_another_day(
    library: Library, tmp_path: Path, blank: str
):
    """It was: by the earliest law of the book, so that a banned line came out free."""
    book = csv_book(tmp_path, f"{HEADER},date", f"{LINE},2019-02-01", f"{LINE},{blank}", f"{LINE},2026-02-01")
    check_whole(told(book, library, as_of=None), ("without a date", "date", "--as-of"))


# --- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "hint"),
    [
        ("destination", "False", "NO (Norway)"),
        ("destination", "Cipango", "such as JP"),
        ("control_codes", "10.0", "number"),
        ("control_codes", "1.0E+1", "number"),
        ("control_codes", "300.0", "number"),
        ("control_codes", "9Z999", "digit"),
        ("hs_code", "101", "leading zero"),
        ("end_use", "militarry", "Did you mean 'military'?"),
        ("prior_undertaking", "perhaps", "yes, no or unknown"),
        ("prc_content_share", "1.5", "0-1"),
        ("prc_content_share", "12 pct", "share 0-1"),
        ("prc_content_share", "inf", "empty if it is unknown"),
        ("value", "12,000円から", "Expected"),
        ("date", "2026-02-30", "YYYY-MM-DD"),
        ("control_codes", "1C905.a;10.0", "number"),
    ],
)
def test_a_wrong_value_is_told_with_its_column_its_first_row_and_how_many(
    library: Library, tmp_path: Path, column: str, value: str, hint: str
):
    """The same whether a clause of the day tests the column or not."""
    names = [*HEADER.split(","), *([column] if column not in HEADER else [])]
    right = dict(zip(names, [*LINE.split(","), ""], strict=False))
    rows = [right, {**right, column: value}, right, {**right, column: value}]
    lines = [",".join(f'"{row[name]}"' for name in names) for row in rows]
    fault = told(csv_book(tmp_path, ",".join(names), *lines), library)
    problem = problem_of(fault, value.rpartition(";")[2])
    assert len(fault.problems) == 1
    assert problem.where.startswith(f"orders.csv: column '{column}'")
    assert "row 2" in str(problem)
    assert "2 rows" in str(problem) or "2 of 4 rows" in str(problem)
    assert hint in problem.remedy or hint in problem.what


@pytest.mark.parametrize(
    ("select", "column", "value"),
    [
        ("'Infinity'::DOUBLE AS value", "value", "inf"),
        ("1.5::DOUBLE AS prc_content_share", "prc_content_share", "1.5"),
        ("300.0::DOUBLE AS control_codes", "control_codes", "300.0"),
        ("10::BIGINT AS control_codes", "control_codes", "10"),
        ("false AS destination", "destination", "false"),
        ("101::INTEGER AS hs_code", "hs_code", "101"),
    ],
)
def test_a_value_that_a_parquet_writer_has_mangled_is_told(
    library: Library, tmp_path: Path, select: str, column: str, value: str
):
    """NaN sorts above every number: a reader that let it pass would meet every threshold."""
    given = {"destination": "'JP' AS destination", "control_codes": "'none' AS control_codes"}
    rest = ", ".join(text for name, text in given.items() if name != column)
    fault = told(parquet_book(tmp_path, f"SELECT {rest}, {select}"), library)
    problem = problem_of(fault, column, value)
    assert problem.remedy


def test_every_problem_of_every_column_is_told_in_one_pass(library: Library, tmp_path: Path):
    book = csv_book(
        tmp_path,
        f"{HEADER},prc_content_share,value_jpy,hs_code,end_use,date",
        'export,CN,JP,1C905.a,0.5,"12,000円から",850511,civil,2026-11-24',
        "expart,CN,False,10.0,1.5,1,101,civil,2026-02-30",
        "export,CN,Nippon,9Z999,some,some,850511,militarry,2026-11-24",
    )
    fault = told(book, library)
    for words in (
        ("expart",), ("False",), ("Nippon",), ("10.0",), ("9Z999",), ("1.5",), ("12,000円から",), ("101",),
        ("militarry",), ("2026-02-30",),
    ):  # fmt: skip
        problem_of(fault, *words)
    assert any("prc_content_share" in problem.where and "some" in problem.what for problem in fault.problems)


def test_many_wrong_values_are_counted_and_the_first_are_shown(library: Library, tmp_path: Path):
    lines = [f"export,CN,JP,9Z{number:03}" for number in range(50)]
    fault = told(csv_book(tmp_path, HEADER, *lines), library)
    assert 2 <= len(fault.problems) <= 25
    problem_of(fault, "control_codes", "more values")


def test_an_impossible_date_of_law_and_wrong_assumptions_are_told(library: Library, tmp_path: Path):
    book = csv_book(tmp_path, HEADER, LINE)
    problem_of(told(book, library, as_of="2026-02-30"), "2026-02-30", "YYYY-MM-DD")
    problem_of(told(book, library, as_of=""), "as_of", "YYYY-MM-DD")
    problem_of(told(book, library, assume={"what_followed": "x"}), "what_followed")
    problem_of(told(book, library, readings="wide"), "'wide'", "narrow")


# --- files ----------------------------------------------------------------------------------------


def broken_parquet(folder: Path) -> Path:
    """A Parquet book whose pages are damaged while its footer is whole."""
    book = parquet_book(
        folder,
        "SELECT 'export' AS movement, 'CN' AS departure, 'JP' AS destination, '1C905.a' AS control_codes, "
        "'Party ' || i AS end_user FROM range(20000) AS t(i)",
    )
    data = bytearray(book.read_bytes())
    for place in range(200, len(data) - 3_000, 7):
        data[place] = 0xA5
    book.write_bytes(bytes(data))
    return book


def test_a_book_that_is_not_there_or_of_another_kind_is_told(library: Library, tmp_path: Path):
    assert problem_of(told(tmp_path / "no.csv", library), "no such file").remedy
    problem_of(told(csv_book(tmp_path, HEADER, name="orders.xlsx"), library), "orders.xlsx", "spreadsheet")
    empty = tmp_path / "empty"
    empty.mkdir()
    problem_of(told(empty, library, out=tmp_path / "results.parquet"), str(empty), "no order list")


@pytest.mark.parametrize(
    "content",
    [b"PAR1 this is no parquet file PAR1", b"", b"PK\x03\x04 a spreadsheet in disguise"],
    ids=["garbage", "empty", "spreadsheet"],
)
def test_a_file_that_only_claims_to_be_parquet_is_told(library: Library, tmp_path: Path, content: bytes):
    book = tmp_path / "orders.parquet"
    book.write_bytes(content)
    problem = problem_of(told(book, library), "orders.parquet")
    assert problem.remedy


def test_a_parquet_file_with_damaged_pages_is_told(library: Library, tmp_path: Path):
    assert problem_of(told(broken_parquet(tmp_path), library), "orders.parquet").remedy


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le"])
def test_a_book_of_half_letters_is_told_with_what_to_do(library: Library, tmp_path: Path, encoding: str):
    """UTF-16 without a mark is read; a byte that is lost in it is told."""
    book = tmp_path / "orders.csv"
    text = f"{HEADER},end_user\n" + f"{LINE},Firm\n" * 3
    book.write_bytes(text.encode(encoding)[:-1])
    problem = problem_of(told(book, library), "orders.csv")
    assert "UTF-8" in problem.remedy


@pytest.mark.parametrize("filling", [0, 30, 30_000])
@pytest.mark.parametrize("odd", ["export,CN,JP,1C905.a,too many", "export,CN"])
def test_a_row_with_more_or_fewer_cells_than_the_header_is_told_with_its_row(
    library: Library, tmp_path: Path, odd: str, filling: int
):
    """No row is dropped in silence, and the columns are not blamed for it."""
    book = csv_book(tmp_path, HEADER, *[LINE] * filling, odd, LINE, LINE)
    fault = told(book, library)
    assert "no column" not in str(fault)
    assert str(filling + 2) in str(fault).replace(",", "") or str(filling + 1) in str(fault).replace(",", "")


def test_an_empty_file_is_told(library: Library, tmp_path: Path):
    book = tmp_path / "orders.csv"
    book.write_bytes(b"")
    assert told(book, library).problems


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("no-such-folder/results.parquet", ["no-such-folder", "no folder"]),
        ("results.xlsx", ["'.xlsx'", ".parquet or .csv"]),
        ("results", [".parquet or .csv"]),
    ],
)
def test_a_place_that_results_cannot_go_to_is_told(library: Library, tmp_path: Path, out: str, words: list[str]):
    book = csv_book(tmp_path, HEADER, LINE)
    assert problem_of(told(book, library, out=tmp_path / out), *words).remedy
    assert not (tmp_path / "no-such-folder").exists()


def test_a_place_that_refuses_the_results_is_told(library: Library, tmp_path: Path):
    """Nothing can be made in /proc, whoever asks."""
    fault = told(csv_book(tmp_path, HEADER, LINE), library, out=Path("/proc/results.parquet"))
    assert problem_of(fault, "/proc/results.parquet", "cannot be written").remedy


def test_a_folder_in_the_place_of_the_results_is_told_and_stays(library: Library, tmp_path: Path):
    book = csv_book(tmp_path, HEADER, LINE)
    folder = tmp_path / "orders-results.parquet"
    folder.mkdir()
    problem_of(told(book, library, out=folder), "orders-results.parquet")
    assert folder.is_dir()
    assert [path.name for path in tmp_path.iterdir() if "run.yaml" in path.name] == []


@pytest.mark.parametrize("through", ["itself", "link", "dots"])
def test_a_book_is_never_overwritten_by_its_results(library: Library, tmp_path: Path, through: str):
    book = csv_book(tmp_path, HEADER, LINE)
    before = book.read_bytes()
    out = {"itself": book, "link": tmp_path / "link.csv", "dots": tmp_path / "." / ".." / tmp_path.name / book.name}
    if through == "link":
        out["link"].symlink_to(book)
    problem_of(told(book, library, out=out[through]), "overwrite")
    assert book.read_bytes() == before


def test_an_amount_with_a_fixed_or_wide_space_about_it_is_read(library: Library, tmp_path: Path):
    """Sheets pad amounts with such spaces, and DuckDB's own numbers know none of them."""
    book = tmp_path / "orders.csv"
    book.write_text("destination,value_jpy\nJP,\u00a01000\nJP,\u300020\nJP,3\u00a0\n", encoding="utf-8")
    result = determine_book(book, library, out=tmp_path / "out.parquet", as_of="2026-11-24")
    assert sum((result.value_by_headline or {}).values()) == 1023
    assert result.reading.gaps == ()
