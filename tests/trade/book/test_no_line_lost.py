"""Whatever stands in its cells, a line is judged, its parties are screened, and the counts reconcile."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from opencc import OpenCC
from tests.support.unpresumed import determine

from sekisho import Library, determine_book
from sekisho.errors import BookError
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.book.cell_pointers import MOST
from sekisho.trade.book.cells.defence_words import TABLE, defence_words_in
from sekisho.trade.book.gaps import read_gaps
from sekisho.trade.book.line_lookup import line_of_book
from sekisho.trade.book.non_lines import RowJudge, RowKind, is_sum_word

LISTED = "三菱重工航空エンジン株式会社"
PLAIN = {
    "movement": "export",
    "departure": "CN",
    "destination": "JP",
    "origin": "CN",
    "control_codes": "1C905.a",
    "hs_code": "850511",
    "description": "bolts",
    "end_user": LISTED,
    "importer": "",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_risk": "no",
    "prc_content_share": "0.5",
    "value": "480",
    "date": "2026-09-30",
    "remark": "",
}
UNREADABLE = (
    *(
        "別途",
        "Cipango",
        "??!",
        "10.0.0",
        "12月上旬",
        "EU",
        "#REF!",
        "NULL",
        "None",
        "nan",
        "未定",
        "480千円くらいから",
    ),
    *("85051100.0", "〃", "-", "—", "同左", "\ufffd", "独", "yes and no", "2026-02-30", "99", "レーダー整備用", "=1+1"),
)
"""Cells that some column cannot read, and that another may."""
DAY = "2026-11-24"


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["line", *PLAIN], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def military(row: Mapping[str, str]) -> str:
    """Return of what points in a line the words for a military use."""
    return ";".join(part for part in row["points"].split(";") if part.startswith("defence_words:"))


def test_every_fact_with_every_unreadable_cell_keeps_its_line_and_its_listed_party(library: Library, tmp_path: Path):
    names = [name for name in PLAIN if name != "end_user"]
    rows = [{"line": f"{name}/{place}", **PLAIN, name: cell} for name in names for place, cell in enumerate(UNREADABLE)]
    book = write(tmp_path / "orders.csv", [{"line": "plain", **PLAIN}, *rows])
    result = determine_book(book, library, out=tmp_path / "results.csv", as_of=DAY)
    found = {row["line"]: row for row in read(tmp_path / "results.csv")}
    assert list(found) == ["plain", *(row["line"] for row in rows)]
    assert result.reading.rows == result.lines == len(rows) + 1
    assert result.parties.zones["match"] == 1
    assert found["plain"]["unread"] == military(found["plain"]) == ""
    levels = ("free", "registration", "licence", "individual_licence", "case_by_case", "refused_in_principle")
    for line, row in found.items():
        assert row["ceiling"] not in levels, f"{line}: a listed party never falls below what it may reach"
    assert found["destination/1"]["unread"] == "destination: Cipango"
    assert found["date/4"]["unread"] == "date: 12月上旬"
    assert found["hs_code/7"]["unread"] == "", "NULL says nothing, as an empty cell"


def test_random_mixtures_reconcile_and_are_explained_as_they_were_judged(library: Library, tmp_path: Path):
    dice = random.Random(7)
    rows = []
    for number in range(120):
        row = {"line": f"L{number}", **PLAIN, "end_user": dice.choice((LISTED, "Mihon KK", "示例精密有限公司"))}
        for name in dice.sample(list(PLAIN), dice.randint(0, 5)):
            row[name] = dice.choice(UNREADABLE)
        rows.append(row)
    text = write(tmp_path / "orders.csv", rows).read_text("utf-8").splitlines()
    text[10:10] = ["Total,,,,,,,,,,,,,,110,,", "※ 本表は社外秘", text[0], ",".join([""] * 17)]
    (tmp_path / "orders.csv").write_text("\n".join(text) + "\n", encoding="utf-8")
    result = determine_book(
        tmp_path / "orders.csv", library, out=tmp_path / "results.csv", today=date.fromisoformat(DAY)
    )
    reading, found = result.reading, read(tmp_path / "results.csv")
    assert [one.kind for one in reading.no_lines] == ["sum", "note", "header", "blank"]
    assert reading.rows == len(found) + len(reading.no_lines) == 124
    assert [row["line"] for row in found] == [row["line"] for row in rows]
    assert reading.with_gap == sum(bool(row["unread"]) for row in found)
    for row in found[::24]:
        facts = line_of_book(result.card, row["line"], facts=library.facts, territory=territories_of(library).code)
        answer = determine(facts, library)
        told = (answer.floor.level, answer.ceiling.level, ";".join(answer.missing))
        assert told == (row["floor"], row["ceiling"], row["missing"])


def test_a_row_out_of_line_is_put_right_in_one_way_or_judged_with_nothing_known(library: Library, tmp_path: Path):
    head = "line,date,destination,control_codes,end_user,value"
    good = [f"{number},2026-09-30,JP,none,Mihon KK,{number}0" for number in range(1, 6)]
    rows = [*good, "6,2026-09-30,JP,none,Mihon, Ltd,60", f"7,2026-09-30,JP,x,y,{LISTED},1,2,3", "8,2026-09-30"]
    (tmp_path / "orders.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    result = determine_book(tmp_path / "orders.csv", library, out=tmp_path / "results.csv", as_of=DAY)
    found = {row["line"]: row for row in read(tmp_path / "results.csv")}
    assert list(found) == [str(number) for number in range(1, 9)]
    assert result.reading.mended == (6,)
    assert found["6"]["unread"] == ""
    assert found["7"]["unread"].startswith("row: 7 | 2026-09-30 | JP | x | y | ")
    assert {"destination", "control_codes"} & set(found["7"]["missing"].split(";"))
    assert any(row["name"] == LISTED for row in read(tmp_path / "results.matches.csv"))


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["", "", "総合計", "1,200"], RowKind.SUM),
        (["Subtotal:", "", "", "$5"], RowKind.SUM),
        (["2026年3月計", "", "", "3,000円"], RowKind.SUM),
        (["No", "Item", "Customer", "Amount"], RowKind.HEADER),
        (["※ 単価は税別"], RowKind.NOTE),
        (["Page 2 of 3"], RowKind.NOTE),
        (["", "-", "", " "], RowKind.BLANK),
        (["9", "", "Total", "100"], None),
        (["", "", "TotalEnergies SE", "100"], None),
        (["", "", "三菱重工", ""], None),
        (["", "合計器", "Mihon", "5"], None),
        (["9", "", "", ""], None),
    ],
)
def test_only_what_is_plainly_no_line_is_none(cells: list[str], kind: RowKind | None):
    judge = RowJudge(names=["No", "Item", "Customer", "Amount"], facts={0: "line", 2: "end_user", 3: "value"}, usual=4)
    assert judge.kind(cells) == kind


def test_a_row_that_names_a_party_where_parties_are_looked_for_is_a_line():
    names = ["Kunde", "Item", "Customer", "Amount", "No"]
    judge = RowJudge(names=names, facts={0: "importer", 2: "end_user", 3: "value", 4: "line"}, usual=5)
    assert judge.kind(["三菱造船株式会社", "", "", "", ""]) is None
    assert judge.kind(["合計", "", "IHI", "10", ""]) is None
    assert judge.kind(["Kunde", "Item", "三菱造船株式会社", "10", "L1"]) is None


def test_one_text_that_is_read_as_two_things_is_refused(tmp_path: Path):
    table = tmp_path / "gaps.csv"
    table.write_text("column,text,fact,read_as\nto,x,destination,JP\nto,x,destination,KR\n", encoding="utf-8")
    with pytest.raises(BookError, match="'x' is read as 'JP' and as 'KR'"):
        read_gaps(table)


def test_a_denial_in_another_script_than_the_word_says_nothing_of_it():
    assert defence_words_in("Navy pump 返品不可") == ("navy",)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("防衛装備品向け", True),
        ("艦艇用", True),
        ("军工", True),
        ("for the Ministry of Defense", True),
        ("レーダー整備用", True),
        ("MIL-SPEC connector", True),
        ("Navy blue polo shirt", False),
        ("免疫防衛", False),
        ("军绿色背包", False),
        ("not for military use", False),
        ("空調機", False),
        ("護衛艦搭載用ポンプ 返品不可", True),
        ("護衛艦搭載用 転売禁止", True),
        ("潜水艦用電池、代理店以外", True),
        ("軍用車両部品、開封不可", True),
        ("not for the army; for the navy", True),
        ("軍用ではない", False),
        ("軍事用途ではありません", False),
        ("軍事転用禁止", False),
        ("防衛用を除く", False),
        ("非軍用", False),
        ("不涉军工", False),
        ("与军工无关", False),
        ("不用于军事用途", False),
    ],
)
def test_words_for_a_military_use_point_and_harmless_ones_do_not(text: str, *, points: bool):
    assert bool(defence_words_in(text, use=True)) is points


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Ersatzteil für Fregatte F125", True),
        ("Kampfpanzer Leopard, Kupplung", True),
        ("Munitionsfabrik", True),
        ("pompe pour sous-marin", True),
        ("câble sous-marin à fibre", False),
        ("repuesto para fragata", True),
        ("Ministero della Difesa, fregata", True),
        ("onderdelen onderzeeër", True),
        ("części do czołgu", True),
        ("함정용 펌프", True),
        ("잠수함 장난감", False),
        ("해상자위대", True),
        ("phụ tùng tàu ngầm", True),
        ("запчасти для подводной лодки", True),
        ("艦艇用泵", True),
        ("潛艇零件", True),
        ("彈藥箱", True),
        ("Panzerglas Folie für Handy", False),
        ("Waffeleisen", False),
        ("Ausrüstung für Camping", False),
        ("pompa sommergibile", False),
        ("무기화학 시약", False),
    ],
)
def test_words_for_a_military_use_are_known_in_the_languages_of_those_who_ship_on(text: str, *, points: bool):
    assert bool(defence_words_in(text, use=True)) is points


def test_every_chinese_word_is_known_in_traditional_characters():
    traditional = OpenCC("s2t").convert
    with TABLE.open(encoding="utf-8", newline="") as file:
        words = [row["word"] for row in csv.DictReader(file) if row["language"] == "zh"]
    assert [word for word in words if not defence_words_in(traditional(word), use=True)] == []


def test_no_word_has_an_escape_that_means_another_thing_in_small_letters():
    with TABLE.open(encoding="utf-8", newline="") as file:
        assert [row["word"] for row in csv.DictReader(file) if re.search(r"\\[A-Z]", row["word"])] == []


def test_a_use_that_looks_military_is_unknown_flagged_and_told_first(library: Library, tmp_path: Path):
    rows = [{"line": "1", **PLAIN, "end_use": "レーダー整備用"}, {"line": "2", **PLAIN, "remark": "護衛艦向け"}]
    book = write(tmp_path / "orders.csv", [*rows, {"line": "3", **PLAIN}])
    result = determine_book(book, library, out=tmp_path / "results.csv", as_of=DAY)
    found = {row["line"]: row for row in read(tmp_path / "results.csv")}
    assert (found["1"]["unread"], military(found["1"])) == ("end_use: レーダー整備用", "defence_words:レーダー")
    assert (found["2"]["unread"], military(found["2"])) == ("", "defence_words:護衛艦")
    assert military(found["3"]) == ""
    assert [gap.reason for gap in result.reading.gaps] == ["military"]
    assert (result.reading.pointing, dict(result.reading.defence)) == (2, {"レーダー": 1, "護衛艦": 1})
    answer = determine({"description": "護衛艦用ポンプ", "destination": "JP"}, library, as_of=DAY)
    assert any(caution.startswith("description looks military (護衛艦)") for caution in answer.cautions)


def test_a_book_of_more_than_a_thousand_columns_keeps_its_lines_and_what_points(library: Library, tmp_path: Path):
    book = tmp_path / "orders.csv"
    more = [f"extra {number}" for number in range(1_050)]
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["line", *PLAIN, *more], restval="x1", lineterminator="\n")
        writer.writeheader()
        writer.writerows([{"line": "1", **PLAIN}, {"line": "2", **PLAIN, more[-1]: "護衛艦向け"}])
    result = determine_book(book, library, out=tmp_path / "results.csv", as_of=DAY)
    found = {row["line"]: military(row) for row in read(tmp_path / "results.csv")}
    assert found == {"1": "", "2": "defence_words:護衛艦"}
    assert result.parties.zones["match"] == 1


def test_words_in_any_width_of_letters_point_in_a_book_with_more_texts_than_are_read_one_by_one(
    library: Library, tmp_path: Path
):
    wide = {
        "ＮＡＶＹ yard": "navy",
        "for the Ministry\u3000of Defense": "ministry of defense",
        "ﾐｻｲﾙ部品": "ミサイル",
        "船舶用ﾚｰﾀﾞｰ": "レーダー",
        "レータ\u3099ー用": "レーダー",
        "\ufa45軍向け": "海軍",
        "Ru\u0308stungsgut": "rüstungsgut",
        "mißile part": "missile",
    }
    texts = [*wide, *(f"bracket no. {number}" for number in range(MOST + 1 - len(wide)))]
    rows = [{"line": str(number), **PLAIN, "end_use": text} for number, text in enumerate(texts)]
    determine_book(write(tmp_path / "orders.csv", rows), library, out=tmp_path / "results.csv", as_of=DAY)
    found = {row["line"]: military(row) for row in read(tmp_path / "results.csv")}
    for number, (text, word) in enumerate(wide.items()):
        assert f"defence_words:{word}" in found[str(number)].split(";"), text
    assert not any(found[str(number)] for number in range(len(wide), len(texts)))


OSAKA = Path(__file__).parents[3] / ".." / "shared" / "data" / "osaka_like_book.xlsx"


@pytest.mark.skipif(not OSAKA.exists(), reason="the made-up purchase book is not on this machine")
def test_a_messy_purchase_book_is_judged_whole(library: Library, tmp_path: Path):
    result = determine_book(OSAKA, library, out=tmp_path / "results.parquet", as_of=DAY)
    assert (result.lines, len(result.reading.no_lines)) == (200, 9)


INNOCENT = Path(__file__).parents[3] / ".." / "shared" / "data" / "innocent_items.csv"


@pytest.mark.skipif(not INNOCENT.exists(), reason="the innocent descriptions are not on this machine")
def test_words_for_a_military_use_hit_hardly_any_innocent_description():
    with INNOCENT.open(encoding="utf-8", newline="") as file:
        texts = [row["description"] for row in csv.DictReader(file)]
    assert sum(bool(defence_words_in(text)) for text in texts) <= 0.005 * len(texts)


@pytest.mark.parametrize(
    "word", ["합계", "총계", "소계", "계", "총합계", "누계", "합 계", "합계 금액", "이월금액", "合　計"]
)
def test_a_row_of_a_sum_is_no_line_in_korean_either(library: Library, tmp_path: Path, word: str):
    rows = ["순번,품목명,도착국,거래처명,금액(USD)", "1,면 수건,일본,TDK,100", "2,라면,일본,TDK,200", f"{word},,,,300"]
    book = tmp_path / "book.csv"
    book.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = determine_book(book, library, out=tmp_path / "r.csv", as_of="2026-09-30")
    with found.out.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(rows) - 2
    assert "'kind': 'sum'" in str(found.card["no_lines"])


@pytest.mark.parametrize("word", ["기계", "설계", "시계", "관계", "온도계", "이월", "합판", "設計", "時計"])
def test_a_word_that_ends_like_a_sum_is_none(word: str):
    assert not is_sum_word(word)
