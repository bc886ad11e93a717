"""A row that is a line is not taken for a header; what is said for all lines and contradicted is told at once."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from sekisho import BookError, Library
from sekisho.cli import main
from sekisho.determination.book.bulk import determine_book
from sekisho.determination.book.opener import look_at
from sekisho.trade.book.recipe import Recipe

LINES = """1001,steel bolt M8,CN,JP,2026-03-28,1200
1002,gallium metal 99.99%,CN,JP,2026-03-29,50000
"""


def test_a_book_without_a_header_is_refused_and_no_line_is_lost_in_silence(library: Library, tmp_path: Path):
    book = tmp_path / "book.csv"
    book.write_text(LINES, encoding="utf-8")
    with pytest.raises(BookError, match=r"(?s)book.csv:1: this row has values, such as '1001' and.*header_row"):
        determine_book(book, library, out=tmp_path / "out.csv", as_of="2026-11-27")
    assert [path.name for path in tmp_path.iterdir()] == ["book.csv"]


@pytest.mark.parametrize(
    "first",
    [
        "gallium metal,IHI Aerospace,200",
        "dysprosium oxide,Naniwa Seiki Co. Ltd.,3",
        "ジスプロシウム,浪速精機㈱,3",
        "cotton gloves,Osaka office,Japan",
    ],
)
@pytest.mark.parametrize("others", ["", "cotton gloves,Owari Mihon,3\ntile,Owari Mihon,4\n"])
def test_a_first_row_with_a_party_or_a_place_is_a_line_and_no_header(
    library: Library, tmp_path: Path, first: str, others: str
):
    book = tmp_path / "book.csv"
    book.write_text(f"{first}\n{others}", encoding="utf-8")
    with pytest.raises(BookError, match=r"book.csv:1: this row has values"):
        determine_book(book, library, out=tmp_path / "out.csv", as_of="2026-11-27")


def test_goods_under_headers_that_nobody_knows_are_read_and_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    Path("book.csv").write_text(
        "Zorro,Qwerty,Menge\ndysprosium oxide 99.9 %,A-1,5\ncotton gloves,A-2,6\noffice chair,A-3,7\n", encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["bulk", "book.csv", "-o", "out.csv", "--as-of", "2026-11-27"])
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert "1C905.b" in said
    assert "No column names the goods: the words under Zorro were taken for them." in said


def test_a_book_of_whose_goods_nothing_is_known_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("book.csv").write_text("Buyer,Destination,Qty\nNaniwa Seiki,JP,5\nOwari Mihon,JP,6\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["bulk", "book.csv", "-o", "out.csv", "--as-of", "2026-11-27"])
    assert "No column names the goods, so nothing is known of them." in " ".join(done.output.split())


@pytest.mark.parametrize("said", [["--map", "description=Qwerty"], ["--map", "description="]])
def test_what_a_person_says_of_the_goods_counts_more_than_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[str]
):
    monkeypatch.chdir(tmp_path)
    Path("book.csv").write_text("Zorro,Qwerty\ndysprosium oxide,blue gloves\nchair,grey gloves\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["bulk", "book.csv", "-o", "out.csv", "--as-of", "2026-11-27", *said])
    assert done.exit_code == 0, done.output
    assert "1C905.b" not in done.output
    assert "words under" not in done.output


@pytest.mark.parametrize(
    "header", ["goods,2025,2026,remark", "1,2,3,4", "品名,2025年度,2026年度,備考", "number,description,JP,2026-03-28"]
)
def test_columns_of_years_and_numbered_columns_are_headers(library: Library, tmp_path: Path, header: str):
    book = tmp_path / "book.csv"
    book.write_text(f"{header}\nbolt,1,2,x\ntile,3,4,y\n", encoding="utf-8")
    with look_at(book, library, recipe=Recipe(), mapping={}) as (opened, cleaned):
        assert not opened.faults
        assert cleaned.lines == 2


@pytest.mark.parametrize(
    ("language", "says"), [("en", "1 line says otherwise"), ("ja", "1行は別の記載"), ("zh", "1行另有记载")]
)
def test_a_constant_that_contradicts_a_line_is_counted_on_the_first_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, says: str
):
    monkeypatch.chdir(tmp_path)
    Path("book.csv").write_text(
        "description,departure,destination\nbolt,CN,US\nbolt,CN,JP\nbolt,CN,\n", encoding="utf-8"
    )
    command = ["bulk", "book.csv", "-o", "out.csv", "--as-of", "2026-11-27", "--no-classify", "--set", "destination=JP"]
    done = CliRunner().invoke(main, [*command, "--language", language])
    assert done.exit_code == 0, done.output
    told = {"en": "Said for every line", "ja": "全行に共通", "zh": "各行共同"}
    plain = "".join(done.output.split())  # lines break within Japanese words
    note = plain.partition("".join(told[language].split()))[2]
    assert "".join(says.split()) in note.partition("。" if language != "en" else ".")[0]
