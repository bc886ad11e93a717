"""Which column is which fact: proposed by headers in three languages and by values, written down, corrected, read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho import BookError, Library, determine_book
from sekisho.cli import main
from sekisho.i18n.territory_codes import territories_of
from sekisho.present.book import book_words
from sekisho.present.book_intake import reading_text
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.cells.vocabulary import _phrases
from sekisho.trade.book.mapping_file import read_mapping
from sekisho.trade.book.matching.headers import _by_header, book_headers, fact_of
from sekisho.trade.book.matching.proposals import Proposal, propose

BOOK = """\
受注番号,出荷日,最終仕向国,管理コード,最終用途,得意先,金額（円）
A-1,2026/9/30,日本,1C905.a,民生用,見本精密,"1,000"
A-2,令和8年9月30日,ドイツ,none,モーターの部品,見本精密,2000円
A-3,46295,JP,１Ｃ９０５．ａ,weapons,見本精密,3000
A-4,2026-02-30,JP,none,civil,見本精密,4000
合計,,,,,,"10,000"
"""


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.csv").write_bytes(BOOK.encode("cp932", "replace"))
    return tmp_path / "orders.csv"


def proposed(library: Library, samples: Mapping[str, Mapping[str, int]]) -> Proposal:
    meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
    return propose(list(samples), samples, library.facts, meanings)


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("最終仕向国", "destination"),
        ("仕向地", "destination"),
        ("最终目的国（地区）", "destination"),
        ("Ship-to Country", "destination"),
        ("需要者", "end_user"),
        ("エンドユーザー", "end_user"),
        ("最终用户", "end_user"),
        ("用途", "end_use"),
        ("該非", "control_codes"),
        ("管制编码", "control_codes"),
        ("原産国", "origin"),
        ("原产国", "origin"),
        ("品名規格", "description"),
        ("HSコード", "hs_code"),
        ("商品编码", "hs_code"),
        ("金額", "value"),
        ("总价", "value"),
        ("Destination / 仕向国", "destination"),
        ("需要者\nEnd user", "end_user"),
        ("ＨＳコード", "hs_code"),
        ("備考", None),
        ("ECCN", None),
        ("単価", None),
    ],
)
def test_a_header_names_a_fact_in_three_languages(header: str, fact: str | None):
    found = fact_of(header)
    assert (found.fact if found else None) == fact


def test_every_header_and_every_phrase_stands_for_a_fact_that_there_is(library: Library):
    for header in _by_header().values():
        assert header.fact in library.facts or header.fact in {"line", "value"}
    for (of, _), (value, why) in _phrases().items():
        assert (value == "unknown") == bool(why)
        if of in library.facts:
            library.facts.parse(of, value)


def test_a_header_is_believed_if_its_values_fit(library: Library):
    assert proposed(library, {"仕向国": {"日本": 5, "DE": 5}}).sure == {"destination": "仕向国"}
    doubted = proposed(library, {"仕向国": {"Quayside 5": 8, "JP": 2}})
    assert doubted.sure == {}
    assert "80% of the values do not fit" in doubted.unsure[0].reason


def test_values_alone_are_sure_only_where_they_are_codes_of_the_list(library: Library):
    found = proposed(library, {"col7": {"1C905.a": 5, "6E001": 3, "9E001": 1}, "col8": {"JP": 1, "CN": 1, "KR": 1}})
    assert found.sure == {"control_codes": "col7"}
    assert {guess.column: guess.fact for guess in found.unsure} == {"col8": "destination"}


CODED = {"3C001.a": 2, "1C210.a": 1}


@pytest.mark.parametrize("header", ["中国管制番号", "中国項番", "规制编码", "管控编码", "管制编码", "管理番号"])
@pytest.mark.parametrize("samples", [CODED, {**CODED, "none": 4}, {"3C001.a": 1, "none": 2}])
def test_a_column_of_codes_of_the_list_is_one_whatever_it_is_called(
    library: Library, header: str, samples: dict[str, int]
):
    assert proposed(library, {header: samples}).sure == {"control_codes": header}


@pytest.mark.parametrize("header", ["Ref", "Part No", "Zorro"])
def test_none_says_that_goods_are_on_no_list_only_where_the_header_speaks_of_control(library: Library, header: str):
    assert proposed(library, {header: CODED}).sure == {"control_codes": header}
    assert "control_codes" not in proposed(library, {header: {**CODED, "none": 4}}).sure


@pytest.mark.parametrize(
    ("header", "samples"),
    [
        *(("ECCN番号", CODED), ("US class", CODED), ("AL Nr", CODED), ("Zorro", {**CODED, "EAR99": 1})),
        *(("Zorro", {**CODED, "4711": 2}), ("管理番号", {"A-1": 1, "A-2": 1, "none": 4}), ("Zorro", {"none": 4})),
    ],
)
def test_codes_of_another_list_and_other_numbers_are_none(library: Library, header: str, samples: dict[str, int]):
    assert "control_codes" not in proposed(library, {header: samples}).sure


def test_of_two_columns_of_codes_the_one_with_the_header_is_taken(library: Library):
    assert proposed(library, {"Zorro": CODED, "規制番号": CODED}).sure == {"control_codes": "規制番号"}


def test_of_two_columns_the_surer_one_is_taken_and_equal_ones_are_left_to_a_person(library: Library):
    countries = {"JP": 9, "DE": 1}
    assert proposed(library, {"仕向地": countries, "最終仕向国": countries}).sure == {"destination": "最終仕向国"}
    assert proposed(library, {"仕向地": countries, "仕向国": countries}).sure == {}


def test_a_column_names_lines_only_if_its_names_differ(library: Library):
    assert proposed(library, {"受注番号": {f"A{n}": 1 for n in range(20)}}).sure == {"line": "受注番号"}
    assert proposed(library, {"受注番号": {"A1": 10, "A2": 10}}).sure == {}


def test_the_header_is_found_below_titles():
    header_place = book_headers(lambda _name: False, {}).place
    assert header_place([["受注一覧"], [], ["作成", "営業"], ["最終仕向国", "需要者", "x"], ["JP", "A", "1"]]) == 3
    assert header_place([["a", "b"], ["1", "2"]]) == 0
    assert header_place([]) == -1


def test_a_mapping_is_shown_and_written_and_kept(book: Path):
    done = call("map", "orders.csv")
    assert done.exit_code == 0
    assert "cp932" in done.stdout
    assert "最終仕向国" in done.stdout
    assert "'モーターの部品' is not read ('モーターの部品' is not understood.): 1 line" in done.stdout
    file = book.with_name("orders.csv.mapping.yaml")
    written = file.read_text("utf-8")
    assert '  end_use: "最終用途"' in written
    assert '    "民生用": civil  # 1 line' in written
    assert '    # "2026-02-30":' in written
    file.write_text("columns:\n  destination: x\n", encoding="utf-8")
    assert "is there already and was not changed" in call("map", "orders.csv").stderr
    assert "Wrote" in call("map", "orders.csv", "--force").stderr
    assert file.read_text("utf-8") == written
    found = json.loads(call("map", "orders.csv", "--format", "json").stdout)
    assert {each["fact"]: each["column"] for each in found["columns"] if each["sure"]}["value"] == "金額（円）"
    assert (found["lines"], found["no_lines"], found["gaps"], found["unit"]) == (4, 1, 2, "JPY")


def test_what_is_written_is_read_back_and_a_correction_counts(book: Path, library: Library):
    call("map", "orders.csv")
    file = book.with_name("orders.csv.mapping.yaml")
    recipe = read_mapping(file, library.facts)
    assert (recipe.encoding, recipe.unit, recipe.columns["destination"]) == ("cp932", "JPY", "最終仕向国")
    before = json.loads(call("bulk", "orders.csv", "-o", "a.csv", "--format", "json").stdout)
    same = json.loads(call("bulk", "orders.csv", "-o", "b.csv", "--mapping", file.name, "--format", "json").stdout)
    assert same["by_outcome"] == before["by_outcome"]
    assert before["reading"]["words"]["end_use"] == {"read": 1, "unknown": 0, "unread": 1}
    text = file.read_text("utf-8").replace('    # "モーターの部品":', '    "モーターの部品": civil')
    file.write_text(text.replace('    # "2026-02-30":', '    "2026-02-30": "2026-02-28"'), encoding="utf-8")
    after = json.loads(call("bulk", "orders.csv", "-o", "b.csv", "--mapping", file.name, "--format", "json").stdout)
    assert after["reading"]["words"]["end_use"] == {"read": 2, "unknown": 0, "unread": 0}
    assert (before["reading"]["judged_with_gap"], after["reading"]["judged_with_gap"]) == (2, 0)


def test_a_wrong_mapping_file_is_told_line_by_line(tmp_path: Path, library: Library):
    file = tmp_path / "m.yaml"
    file.write_text(
        "encodin: utf-8\ncolumns:\n  destinatio: X\nvalues:\n  end_use:\n    民生: cvil\ndates: dym\nheader_row: two\n",
        encoding="utf-8",
    )
    with pytest.raises(BookError) as raised:
        read_mapping(file, library.facts)
    told = [str(problem) for problem in raised.value.problems]
    assert len(told) == 5
    for line, words in ((1, "'encodin'"), (3, "'destinatio'"), (6, "'cvil'"), (7, "dym"), (8, "'two'")):
        assert any(text.startswith(f"m.yaml:{line}:") and words in text for text in told), (line, told)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Name a file or a folder"),
        (("orders.csv", "--sql", "SELECT 1", "--from", "sqlite:///x"), "a book and a query are given"),
        (("--sql", "SELECT 1"), "no database is named"),
        (("--from", "sqlite:///x"), "no query is given"),
        (("orders.csv", "--mapping", "no.yaml"), "no.yaml: no such file"),
        (("orders.csv", "--encoding", "latin-seven"), "is not an encoding"),
    ],
)
@pytest.mark.usefixtures("book")
def test_what_does_not_go_together_is_told(words: tuple[str, ...], says: str):
    done = call("bulk", *words, "-o", "r.csv")
    assert done.exit_code == 1
    assert says in done.stderr


def test_a_column_of_amounts_that_holds_none_is_left_aside_on_request(library: Library, tmp_path: Path):
    book = tmp_path / "parts.csv"
    book.write_text("destination,control_codes,value\nJP,none,100uF\nJP,none,10pF\nJP,none,7\n", encoding="utf-8")
    out = tmp_path / "results.csv"
    with_value = determine_book(book, library, out=out, as_of="2026-09-30")
    assert with_value.reading.with_gap == 2
    assert any(
        "--map value= leaves it aside" in line for line in reading_text(with_value.reading, book_words("en"), width=200)
    )
    without = determine_book(book, library, out=out, as_of="2026-09-30", mapping={"value": ""})
    assert (without.reading.with_gap, without.lines, without.unmapped) == (0, 3, ("value",))


def test_a_column_nobody_knows_is_not_compared_with_every_code_value_by_value(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A nearest code is sought among hundreds; for thousands of quantities or part numbers that took minutes."""
    sought = 0

    def counted(_word: str, known: Iterable[str]) -> str:
        nonlocal sought
        sought += len(list(known))
        return ""

    monkeypatch.setattr("sekisho.law.model.notation.did_you_mean", counted)
    book = tmp_path / "orders.csv"
    rows = "".join(f"JP,none,{number},P{number:05}\n" for number in range(3_000))
    book.write_text("destination,control_codes,pieces,part\n" + rows, encoding="utf-8")
    determine_book(book, library, out=tmp_path / "results.csv", as_of="2026-09-30")
    assert sought < 100_000, "3,000 parts against a thousand codes were three million"


def test_a_column_of_amounts_that_a_person_names_keeps_the_unit_of_its_header(library: Library, tmp_path: Path):
    book = tmp_path / "orders.csv"
    book.write_text("destination,control_codes,金額（千円）\nJP,none,800\nJP,none,約80万円\n", encoding="utf-8")
    named = determine_book(book, library, out=tmp_path / "a.csv", as_of="2026-09-30", mapping={"value": "金額（千円）"})
    found = determine_book(book, library, out=tmp_path / "b.csv", as_of="2026-09-30")
    assert named.unit == found.unit == "thousand JPY"
    assert named.value_by_headline == found.value_by_headline
    assert sum((named.value_by_headline or {}).values()) == 1600
