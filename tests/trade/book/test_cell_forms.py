"""Every form in which a cell may be written is read, or left unknown with a reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import Library
from sekisho.determination.book.opener import look_at
from sekisho.files.package_csv import rows_of_file
from sekisho.files.row_staging import UNREAD
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Unknown
from sekisho.trade.book.cells import places
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.trade.book.cells.places import place_in
from sekisho.trade.book.cells.territories import territory_in
from sekisho.trade.book.gaps import gaps_of
from sekisho.trade.book.order_book import text_of
from sekisho.trade.book.recipe import Recipe

UNREADABLE = "unknown, with a gap"
NOTHING = "unknown"

FORMS: dict[str, tuple[tuple[str, str], ...]] = {
    "date": (
        ("2026-03-28", "2026-03-28"),
        ("28.03.2026", "2026-03-28"),
        ("28/03/2026", "2026-03-28"),
        ("29-Aug-14", "2014-08-29"),
        ("29-AUG-2014", "2014-08-29"),
        ("20260328", "2026-03-28"),
        ("46109", "2026-03-28"),
        ("1774656000000", "2026-03-28"),
        ("2025/3/28 12:00:00 AM", "2025-03-28"),
        ("令和8年3月28日", "2026-03-28"),
        ("R8.3.28", "2026-03-28"),
        ("2026年3月28日", "2026-03-28"),
        ("令和八年三月二十八日", "2026-03-28"),
        ("二〇二六年三月廿八日", "2026-03-28"),
        ("贰零贰陆年叁月贰拾捌日", "2026-03-28"),
        ("二〇二六・三・二八", "2026-03-28"),
        ("令和八年三月上旬", "2026-03-01/2026-03-10"),
        ("二〇二六年十三月一日", UNREADABLE),
        ("28 de marzo de 2026", "2026-03-28"),
        ("28 mars 2026", "2026-03-28"),
        ("28 de março de 2026", "2026-03-28"),
        ("28 марта 2026 г.", "2026-03-28"),
        ("Mar 2025", "2025-03"),
        ("Mar-25", "2025-03"),
        ("202503", "2025-03"),
        ("2025年3月", "2025-03"),
        ("2025年3月上旬", "2025-03-01/2025-03-10"),
        ("2025年3月下旬", "2025-03-21/2025-03-31"),
        ("至急", UNREADABLE),
        ("未定", NOTHING),
        ("TBD", NOTHING),
        ("#N/A", NOTHING),
        ("", NOTHING),
    ),
    "hs_code": (
        ("85", "85"),
        ("8505.11", "8505.11"),
        ("8505 11", "850511"),
        ("69072190090", "6907219009"),
        ("10063098000", "1006309800"),
        ("8505-11-00", "85051100"),
        ("69072100.0", "69072100"),
        ("101210000", "0101210000"),
        ("1012100", "01012100"),
        ("6.9072E+09", "6907"),
        ("HS 8505.11", "850511"),
        ("８５０５．１１", "8505.11"),
        ("852990909000", "8529909090"),
        ("8505.11; 8506.10", "850511"),
        ("NULL", NOTHING),
        ("-", NOTHING),
    ),
    "control_codes": (
        ("該当なし", "none"),
        ("非該当", "none"),
        ("対象外", "none"),
        ("不属于", "none"),
        ("无", "none"),
        ("not controlled", "none"),
        ("NLR", "none"),
        ("EAR99", NOTHING),
        ("ECCN 3A001", UNREADABLE),
        ("不明", NOTHING),
    ),
    "destination": (
        ("中國", "CN"),
        ("China Mainland", "CN"),
        ("CN-China", "CN"),
        ("VN, VIET NAM", "VN"),
        ("IN, INDIA", "IN"),
        ("BRAZIL (BR)", "BR"),
        ("CHINA, PEOPLES REPUBLIC OF", "CN"),
        ("Congo, DRC", "CD"),
        ("独", "DE"),
        ("米", "US"),
        ("仏", "FR"),
        ("越", "VN"),
        ("台", "TW"),
        ("韓", "KR"),
        ("Alemania", "DE"),
        ("Allemagne", "DE"),
        ("Alemanha", "DE"),
        ("Германия", "DE"),
        ("Germania", "DE"),
        ("EUROPEAN UNION", UNREADABLE),
        ("EU", UNREADABLE),
        ("UNION EUROPEA", UNREADABLE),
        ("EUROPA", UNREADABLE),
        ("CNSHA", "CN"),
        ("CN SHA", "CN"),
        ("上海", "CN"),
        ("青島港", "CN"),
        ("ハイフォン", "VN"),
        ("Nhava Sheva Sea", "IN"),
        ("Valencia", UNREADABLE),
        ("Valencia, Spain", "ES"),
        ("VALENCIA (VE)", "VE"),
        ("142", UNREADABLE),
        ("null", NOTHING),
        ("None", NOTHING),
        ("not available", NOTHING),
        ("不明", NOTHING),
        ("暂无", NOTHING),
    ),
    "value": (
        ("1,234.50", "1234.5"),
        ("¥1,200", "1200"),
        ("1,200円", "1200"),
        ("１，２００", "1200"),
        ("3千円", "3000"),
        ("2百万円", "2000000"),
        ("1億円", "100000000"),
        ("1.5k", "1500"),
        ("2m", "2000000"),
        ("約1,000", "1000"),
        ("(500)", "-500"),
        ("△500", "-500"),
        ("別途見積", UNREADABLE),
        ("#REF!", NOTHING),
        ("NaN", NOTHING),
    ),
    "value in dollars": (
        ("USD 1,200", "1200"),
        ("1200 USD", "1200"),
        ("US$1,200.00", "1200"),
        ("$1,200", "1200"),
        ("3千円", UNREADABLE),
    ),
    "value with commas": (
        ("1.234,50", "1234.5"),
        ("0,75", "0.75"),
        ("12.000.000,00", "12000000"),
    ),
    "end_user": (
        ("未定", NOTHING),
        ("NULL", NOTHING),
        ("#N/A", NOTHING),
        ("Example Works", "Example Works"),
    ),
}


CASES = [(fact, text, meant) for fact, forms in FORMS.items() for text, meant in forms]


@pytest.fixture(scope="module")
def as_read(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[str, str]]:
    """What each form is read as, and its gap; all forms of a kind stand in one book."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, forms in FORMS.items():
        fact = kind.partition(" ")[0]
        path = tmp_path_factory.mktemp("forms") / "book.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["line", fact, "description"])
            writer.writerows([number, text, "widget"] for number, (text, _) in enumerate(forms, start=1))
        cells = cells_of(path, library, fact)
        found |= {(kind, text): cell for (text, _), cell in zip(forms, cells, strict=True)}
    return found


def cells_of(path: Path, library: Library, fact: str) -> list[tuple[str, str]]:
    """What each line of a book says of a fact, and what in it cannot be read."""
    with look_at(path, library, recipe=Recipe(dates="dmy"), mapping={}) as (_, cleaned):
        book = cleaned.book
        column = book.columns.value if fact == "value" else book.columns.facts[FactName(fact)]
        gap = UNREAD if UNREAD in book.kinds else "NULL"
        text = text_of(column, book.kinds[column])
        rows = book.connection.execute(
            f"SELECT coalesce({text}, ''), coalesce({gap}, '') FROM {book.sql} ORDER BY sekisho_row"
        ).fetchall()
    return [(str(value), str(unread)) for value, unread in rows]


@pytest.mark.parametrize(("kind", "text", "meant"), CASES, ids=[f"{kind}: {text}" for kind, text, _ in CASES])
def test_a_form_is_read_or_left_unknown(
    kind: str, text: str, meant: str, as_read: dict[tuple[str, str], tuple[str, str]], library: Library
):
    value, gap = as_read[kind, text]
    facts, fact = library.facts, kind.partition(" ")[0]
    typed = facts.parse(fact, value)
    if meant in {NOTHING, UNREADABLE}:
        assert isinstance(typed, Unknown)
        assert bool(gap) is (meant == UNREADABLE)
    else:
        assert typed == facts.parse(fact, meant)
        assert bool(gap) is (text in FLAGGED)


FLAGGED = {"8505.11; 8506.10"}
"""Read, and told as a gap: a cell of several codes of which the first is used."""


@pytest.mark.parametrize("word", ["〃", "同上", "do.", '"'])
def test_a_cell_that_points_above_is_the_cell_above(word: str, library: Library, tmp_path: Path):
    path = tmp_path / "book.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["line", "end_user", "description"], [1, "Example Works", "a"], [2, word, "b"], [3, word, "c"]]
        )
    assert {value for value, _ in cells_of(path, library, "end_user")} == {"Example Works"}


@pytest.mark.parametrize(("header", "values"), [("金額(千円)", ("12", "1,200")), ("amount (万元)", ("1.5", "30"))])
def test_the_unit_of_a_header_goes_with_its_column(
    header: str, values: tuple[str, ...], library: Library, tmp_path: Path
):
    path = tmp_path / "book.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["line", header, "description"], *([1, value, "a"] for value in values)])
    with look_at(path, library, recipe=Recipe(), mapping={}) as (opened, _):
        assert unit_parts(opened.book.columns.unit)[0] in {1_000, 10_000}


CODES = {"CNSHA": "CN", "CN SHA": "CN", "JPTYO 東京": "JP", "INNSA1": "IN", "Cat Lai (VNCLI)": "VN"}
NAMES = {"SHANGHAI": "CN", "中国上海": "CN", "青島港": "CN", "ホーチミン": "VN", "São Paulo": "BR", "FOB NINGBO": "CN"}
TOGETHER = {
    "Valencia, Spain": "ES",
    "VALENCIA (VE)": "VE",
    "London, Ontario": "CA",
    "Los Angeles, CA": "US",
    "Hamburg DE": "DE",
    "Ontario CA": "",
}
TOGETHER |= {"Hamburg, Germany": "DE", "Shanghai, Germany": "", "Athens, GA": "US", "Busan, Korea": "KR"}
TOGETHER |= {"Hamburg DE": "DE", "Ontario CA": ""}
REGIONS = {
    "Ehime": "JP",
    "愛知県": "JP",
    "Aichi-ken": "JP",
    "江苏省": "CN",
    "Bayern": "DE",
    "Nantong, Jiangsu": "CN",
    "Hanam": "",
}
REGIONS |= {
    "愛知県豊田市元町1番地": "JP",
    "江苏省苏州市工业园区": "CN",
    "広島県経済連": "",
    "成都": "CN",
    "Detroit, Michigan": "US",
}
ADDRESSES = {
    "1-2-3 Marunouchi, Chiyoda-ku, Tokyo 100-0005, Japan": "JP",
    "325-6 Sunayama-cho, Hamamatsu City, Shizuoka 430-8587": "JP",
    "〒471-8571 愛知県豊田市トヨタ町1番地": "JP",
    "苏州市工业园区星湖街328号": "CN",
    "東京都千代田区丸の内2-5-1 丸の内二丁目ビル": "JP",
    "大阪市立大学": "",
    "川崎市役所": "",
}
NO_PLACE = {"WORKS": "", "PARTS": "", "machine oil": "", "CNZZZ": "", "x" * 200: ""}


@pytest.mark.parametrize(("text", "territory"), (CODES | NAMES | TOGETHER | REGIONS | ADDRESSES | NO_PLACE).items())
def test_a_place_tells_its_territory_or_nothing(text: str, territory: str, library: Library):
    meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
    known = library.facts.schemes["iso/3166"].__contains__
    found = place_in(text, lambda part: territory_in(part, meanings.territory, known))
    assert found.territory == territory


MADE_IN = (
    *("made in China", "MADE IN P.R.C.", "Product of China", "CHINA ORIGIN", "Origin: China", "Chinese"),
    *("中国産", "中国製", "中国原産", "原産国：中国", "产自中国", "中国产", "原产于中国", "中国制造"),
)
NOT_MADE = ("made in", "産", "国産", "中国製鋼", "中国産業", "made of copper", "日産")


@pytest.mark.parametrize(
    ("text", "territory"), [*((text, "CN") for text in MADE_IN), *((text, "") for text in NOT_MADE)]
)
def test_words_of_making_around_a_country_name_it(text: str, territory: str, library: Library):
    meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
    meant = meanings.meant(library.facts[FactName("origin")], text)
    assert (meant.text if meanings.reads(library.facts[FactName("origin")], text) else "") == territory


def test_a_name_of_places_in_several_territories_names_them_all():
    assert set(place_in("Valencia", lambda _: "").several) >= {"ES", "VE"}


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        *(("London", "GB"), ("Paris", "FR"), ("Sydney", "AU"), ("ボストン", "US"), ("Vienna", "AT"), ("Rome", "IT")),
        *(("Vancouver", "CA"), ("Hyderabad", "IN"), ("Bandung", "ID"), ("柏林", "DE"), ("洛阳", "CN")),
        *(("London, Canada", "CA"), ("London, Ontario", "CA"), ("Boston, UK", "GB"), ("Birmingham, AL", "US")),
        # Neither is far larger, or one lies in Japan and the other is not fifty times as large.
        *(("Cambridge", ""), ("Valencia", ""), ("Chita", ""), ("Georgetown", ""), ("Victoria", "")),
    ],
)
def test_a_name_that_smaller_cities_share_is_taken_for_by_far_the_largest(text: str, territory: str, library: Library):
    meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
    meant = meanings.meant(library.facts[FactName("destination")], text)
    assert meant.text == territory
    assert meant.bad is not bool(territory)


def test_a_largest_city_is_one_of_those_that_share_its_name():
    rows = [*rows_of_file(Path(places.__file__).with_name("cities.csv"))]
    shared = {name for row in rows for name in row["largest"].split("|") if name}
    assert len(shared) > 300
    for row in rows:
        largest = set(filter(None, row["largest"].split("|")))
        assert largest <= set(row["names"].split("|"))
    for name in shared:
        place = place_in(name, lambda _: "")
        assert place.territory
        assert sum(name in row["largest"].split("|") for row in rows) == 1


def test_a_book_uses_the_largest_city_and_says_so(library: Library, tmp_path: Path):
    path = tmp_path / "book.csv"
    lines = [("London", ""), ("London", "Canada"), ("Cambridge", "")]
    with path.open("w", encoding="utf-8", newline="") as file:
        head = ["item no", "description", "destination port", "destination country"]
        csv.writer(file).writerows([head, *([n, "oranges", *line] for n, line in enumerate(lines, 1))])
    with look_at(path, library, recipe=Recipe(), mapping={"destination": "destination port"}) as (_, cleaned):
        book = cleaned.book
        column = book.columns.facts[FactName("destination")]
        rows = book.connection.execute(f'SELECT "{column}" FROM {book.sql} ORDER BY sekisho_row').fetchall()
        gaps = {(gap.text, gap.reason, gap.is_doubt) for gap in gaps_of(book.connection, cleaned)}
    assert [text for (text,) in rows] == ["GB", "CA", "unknown"]
    assert gaps == {("London", "place_shared", True), ("Cambridge", "place", False)}


def test_a_port_says_where_goods_leave_only_where_no_country_does(library: Library, tmp_path: Path):
    path = tmp_path / "book.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["item no", "description", "port of loading", "country of dispatch"],
                [1, "a widget", "SHANGHAI", "CN"],
                [2, "a widget", "HAIPHONG", "VN"],
                [3, "a widget", "Valencia", "ES"],
            ]
        )
    with look_at(path, library, recipe=Recipe(), mapping={}) as (opened, _):
        assert opened.book.columns.facts[FactName("departure")] == "country of dispatch"


@pytest.mark.parametrize("header", ["積出港", "port of loading", "装货港", "起运港", "POL", "LOADING_PORT", "積出地"])
def test_a_column_of_ports_is_sure_where_its_cells_are_ports(header: str, library: Library, tmp_path: Path):
    path = tmp_path / "book.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["item no", "description", header],
                *([number, "a widget", port] for number, port in enumerate(["SHANGHAI", "青島港", "CNNGB", "上海"], 1)),
            ]
        )
    with look_at(path, library, recipe=Recipe(), mapping={}) as (opened, _):
        assert opened.book.columns.facts[FactName("departure")] == header


@pytest.mark.parametrize("header", ["使途", "用途", "用途区分", "最終用途", "用途说明", "end use"])
def test_a_column_of_uses_in_words_of_its_own_is_sure_and_each_word_is_asked_once(
    header: str, library: Library, tmp_path: Path
):
    path = tmp_path / "book.csv"
    uses = ["空調機", "自社設備用", "量産", "補用", "量産", "民生", "護衛艦搭載機器", "護衛艦の空調機"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["item no", "description", header], *([n, "a widget", use] for n, use in enumerate(uses, 1))]
        )
    with look_at(path, library, recipe=Recipe(), mapping={}) as (opened, cleaned):
        assert opened.book.columns.facts[FactName("end_use")] == header
        gaps = {gap.text: (gap.reason, gap.lines) for gap in gaps_of(opened.book.connection, cleaned)}
        use = opened.meanings.facts[FactName("end_use")]
        meant = [opened.meanings.meant(use, text) for text in ("空調機", "自社設備用", "医療機器用", "food processing")]
    # What names a field of civil life is no gap, and states nothing: the use stays open.
    assert [(one.text, one.bad) for one in meant] == [("", False)] * len(meant)
    assert gaps == {
        "量産": ("own_words", 2),
        "補用": ("own_words", 1),
        "護衛艦搭載機器": ("military", 1),
        "護衛艦の空調機": ("military", 1),
    }


def test_a_column_of_numbers_under_a_header_of_uses_is_not_its_use(library: Library, tmp_path: Path):
    path = tmp_path / "book.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["item no", "description", "用途"], *([n, "a widget", n * 10] for n in range(1, 6))]
        )
    with look_at(path, library, recipe=Recipe(), mapping={}) as (opened, _):
        assert FactName("end_use") not in opened.book.columns.facts


def test_a_place_of_several_countries_is_told_by_the_country_of_its_line(library: Library, tmp_path: Path):
    path = tmp_path / "book.csv"
    lines = [
        ("Valencia", "Spain", "JP"),
        ("Valencia", "VENEZUELA", "JP"),
        ("Valencia", "", "JP"),
        ("Valencia", "DE", "ES"),  # neither the letters of Delaware nor the other end of the way tells
        ("Rotterdam", "Germany", "JP"),
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        head = ["item no", "description", "port of loading", "country of origin", "destination country"]
        csv.writer(file).writerows([head, *([n, "oranges", *line] for n, line in enumerate(lines, 1))])
    with look_at(path, library, recipe=Recipe(), mapping={"departure": "port of loading"}) as (_, cleaned):
        book = cleaned.book
        departure = book.columns.facts[FactName("departure")]
        rows = book.connection.execute(f'SELECT "{departure}" FROM {book.sql} ORDER BY sekisho_row').fetchall()
        gaps = [(gap.text, gap.reason, gap.lines) for gap in gaps_of(book.connection, cleaned)]
    assert [text for (text,) in rows] == ["ES", "VE", "unknown", "unknown", "NL"]
    assert gaps == [("Valencia", "place", 2)]


_PARTS = (
    "1C905.b",
    "3c901",
    "１Ｃ９０５",
    "?1C905",
    "1",
    "1C",
    "none",
    "None",
    "unknown",
    "不明",
    "非該当",
    "EAR99",
    "8505.11",
    "v31x4",
    "green",
    "#8c7d6e",
)


@given(st.lists(st.sampled_from((*_PARTS, *" ;,|/?-.+①Ａ未")), max_size=5).map("".join))
def test_a_column_of_codes_is_known_by_cells_that_are_read_as_codes(library: Library, text: str):
    """The quick look at a cell, which passes over what plainly is no code, says what reading it says."""
    meanings = Meanings(facts=library.facts, words={"control_codes": {"green": "1C905.a"}})
    fact = library.facts[FactName("control_codes")]
    assert meanings.reads(fact, text) is not meanings.meant(fact, text).bad


def test_the_names_of_a_row_come_to_the_same_form_together_as_one_by_one():
    for table in (places._CITIES, places._PORTS, places._REGIONS):
        territories: dict[str, set[str]] = {}
        for row in rows_of_file(table):
            for name in row["names"].split("|"):
                territories.setdefault(places._folded(name), set()).add(row["territory"])
        assert places._territories(table) == territories
