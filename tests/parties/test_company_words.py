"""The tables of words that company names are made of, and of short names, are well formed."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

PARTIES = Path(__file__).parents[2] / "src/sekisho/parties/names"
WORDS = PARTIES / "company-words.csv"
SHORT = PARTIES / "short-names.csv"
KINDS = ("body", "broad", "direction", "field", "generic", "house", "place", "unit")
LANGUAGES = ("en", "ja", "zh")
LATIN_WORDS = re.compile(r"[a-z0-9&]+( [a-z0-9&]+)*")
KANA_OR_HAN = re.compile("[々〆ゝゞァ-ヺー・ぁ-ゖ一-鿿]+")
HAN = re.compile("[一-鿿·]+")
NUMERAL = re.compile(r"第\d+")

# A form that two concepts share, and why both need it.
SHARED = {
    "aircraft": "official English for 飛行機 and, as in Tokyo Aircraft Instrument, for 航空",
    "army": "陸軍, and a regional army of the Ground Self-Defense Force, 方面隊",
    "assembly": "a parliament, and putting parts together",
    "coatings": "paint makers and coaters both call themselves so",
    "eisei": "romanised 衛生 and 衛星",
    "heavy industries": "重工業, and 重機械工業 of Sumitomo",
    "hoso": "romanised 包装 and 放送",
    "industries": "工業, and 産機 as in Komatsu Industries",
    "juki": "romanised 重機, and the house Juki",
    "kiko": "romanised 機構 and 機工",
    "kogyo": "romanised 工業, 興業 and 鉱業",
    "laboratories": "研究所 is laboratory as often as institute",
    "laboratory": "研究所 is laboratory as often as institute",
    "motor": "自動車 and 発動機",
    "motors": "自動車 and 発動機",
    "nisshin": "romanised 日新 and 日清",
    "nissin": "romanised 日新 and 日清",
    "onkyo": "romanised 音響, and the house Onkyo",
    "railway": "鉄道 and 旅客鉄道",
    "research center": "a centre of a firm, and 研究所 of the Ministry of Defense",
    "sanyo": "romanised 三洋 and 山陽",
    "seibu": "romanised 西武 and 西部",
    "seiko": "romanised 精工, 製鋼 and the house",
    "shin etsu": "the house and the region 信越",
    "shinetsu": "the house and the region 信越",
    "shinko": "romanised 神鋼 and 新光",
    "steel": "鉄鋼, and 特殊鋼 as in Daido Steel",
    "taiyo": "romanised 太陽 and 大洋",
    "tanko": "romanised 炭鉱 and 鍛工",
    "tobu": "romanised 東武 and 東部",
    "toshi": "romanised 投資 and 都市",
    "イオン": "ion, and the house Aeon",
    "ニッシン": "日新 and 日清",
    "中国": "China, and the Chugoku region of Japan",
    "中部": "the Chubu region, and the Middle Army",
    "信越": "the house and the region",
    "大同": "the houses Daido and Tatung, and the city Datong",
    "大和": "read Daiwa or Yamato",
    "東北": "the Tohoku region, and the North Eastern Army",
    "航空": "aviation, and an airline",
    "造船所": "a shipyard, and Shipbuilding in the English names of firms",
    "鉱山": "a mine, and Mining in the English names of firms",
    "东北": "the Tohoku region, and the north-east",
    "东方": "east, and Orient",
    "乐天": "Lotte and Rakuten",
    "兄弟": "brothers, and the house Brother",
    "协会": "association and society are not told apart",
    "发动机": "engine, and 発動機 as in Yamaha Motor",
    "商会": "a chamber of commerce, and Japanese firms called 商会",
    "学会": "association and society are not told apart",
    "学院": "academy, college and educational institution",
    "安全": "safety and security are not told apart",
    "建筑": "architecture and construction are not told apart",
    "机器": "Chinese for machine, and Japanese 機器 for equipment",
    "橡塑": "rubber and plastics",
    "测量": "measuring and surveying are not told apart",
    "环球": "global and universal are not told apart",
    "现代": "modern, and the house Hyundai",
    "理工大学": "an institute of technology, or a university of science and technology",
    "矿山": "a mine, and Mining in the English names of firms",
    "精工": "精工 of Japanese names, and the house Seiko",
    "纺织": "textile, and Chinese for 紡績",
    "联合体": "coalition and joint venture",
    "联盟": "alliance, coalition and federation are not told apart",
    "航天": "space, and Chinese for aerospace",
    "设备": "equipment, and Japanese 設備 for facilities",
    "输送": "conveying, and Japanese 輸送 for transport",
    "通用": "general and universal are not told apart",
    "造船厂": "a shipyard, and Shipbuilding in the English names of firms",
    "酒业": "brewing and liquor are not told apart",
    "重机": "heavy machinery, and the house Juki",
}


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def forms(row: dict[str, str], language: str) -> list[str]:
    """Return the forms of a concept in a language."""
    return row[language].split("|") if row[language] else []


@pytest.fixture(scope="module")
def words() -> list[dict[str, str]]:
    return rows(WORDS)


@pytest.fixture(scope="module")
def short_names() -> list[dict[str, str]]:
    return rows(SHORT)


@pytest.mark.parametrize(
    ("path", "header"),
    [(WORDS, "concept,kind,en,ja,zh,note"), (SHORT, "short,stands_for,note")],
    ids=["words", "short"],
)
def test_a_table_opens_with_its_header_and_no_cell_has_loose_spaces(path: Path, header: str):
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    assert ",".join(table[0]) == header
    for cells in table[1:]:
        assert len(cells) == len(table[0]), cells
        assert [cell for cell in cells if cell != " ".join(cell.split())] == [], cells


def test_the_words_are_many_and_of_every_kind(words: list[dict[str, str]]):
    counts = Counter(row["kind"] for row in words)
    assert set(counts) == set(KINDS)
    assert counts.total() >= 700
    assert counts["house"] >= 250


def test_the_words_are_sorted_by_kind_then_concept(words: list[dict[str, str]]):
    keys = [(row["kind"], row["concept"]) for row in words]
    assert keys == sorted(keys)


def test_a_concept_has_one_row_and_a_name_in_capitals(words: list[dict[str, str]]):
    concepts = [row["concept"] for row in words]
    assert [concept for concept, count in Counter(concepts).items() if count > 1] == []
    assert [concept for concept in concepts if not re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", concept)] == []


def test_a_concept_has_a_form_and_no_form_twice(words: list[dict[str, str]]):
    for row in words:
        assert any(row[language] for language in LANGUAGES), f"{row['concept']}: no form in any language"
        for language in LANGUAGES:
            twice = [form for form, count in Counter(forms(row, language)).items() if count > 1]
            assert twice == [], f"{row['concept']}, {language}: twice {twice}"


def test_an_english_form_is_lower_case_words_in_ascii(words: list[dict[str, str]]):
    wrong = [(row["concept"], form) for row in words for form in forms(row, "en") if not LATIN_WORDS.fullmatch(form)]
    assert wrong == []


def test_no_english_form_is_a_single_letter_or_digit(words: list[dict[str, str]]):
    assert [
        (row["concept"], form) for row in words for form in forms(row, "en") if re.fullmatch("[a-z0-9]", form)
    ] == []


@pytest.mark.parametrize(("language", "script"), [("ja", KANA_OR_HAN), ("zh", HAN)], ids=["ja", "zh"])
def test_a_form_is_written_in_the_script_of_its_language(
    words: list[dict[str, str]], language: str, script: re.Pattern[str]
):
    wrong = [
        (row["concept"], form)
        for row in words
        for form in forms(row, language)
        if not script.fullmatch(form.removeprefix("L3") if row["concept"] == "L3HARRIS" else form)
        and not NUMERAL.fullmatch(form)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_no_form_is_a_single_character(words: list[dict[str, str]], language: str):
    assert [(row["concept"], form) for row in words for form in forms(row, language) if len(form) < 2] == []


def test_no_chinese_form_is_left_in_japanese_characters(words: list[dict[str, str]]):
    japanese = set("製電機鉄鋼業気図書発売続験産択戸営両広芸薬劇応辺単県関軍車東長門馬鳥黒斉竜亀")
    wrong = [(row["concept"], form) for row in words for form in forms(row, "zh") if japanese & set(form)]
    assert wrong == []


def test_a_form_in_two_concepts_is_known_with_its_reason(words: list[dict[str, str]]):
    owners: dict[str, set[str]] = defaultdict(set)
    shared: set[str] = set()
    for language in LANGUAGES:
        owners.clear()
        for row in words:
            for form in forms(row, language):
                owners[form].add(row["concept"])
        shared |= {form for form, concepts in owners.items() if len(concepts) > 1}
    assert shared == set(SHARED)


def test_a_short_name_stands_once_and_for_something_longer(short_names: list[dict[str, str]]):
    shorts = [row["short"] for row in short_names]
    assert len(shorts) >= 120
    assert shorts == sorted(set(shorts))
    for row in short_names:
        assert row["stands_for"], f"{row['short']} stands for nothing"
        assert row["short"] == row["short"].lower()
        assert row["stands_for"] == row["stands_for"].lower()


def test_a_short_name_is_no_beginning_of_what_it_stands_for(short_names: list[dict[str, str]]):
    """Else a name written in full would be filled up a second time."""
    assert [row["short"] for row in short_names if f"{row['stands_for']} ".startswith(f"{row['short']} ")] == []
    cjk = [row for row in short_names if not row["short"].isascii()]
    assert [row["short"] for row in cjk if row["stands_for"].startswith(row["short"])] == []


def test_what_a_short_name_stands_for_is_itself_no_short_name(short_names: list[dict[str, str]]):
    shorts = {row["short"] for row in short_names}
    assert [row["short"] for row in short_names if row["stands_for"] in shorts] == []


def test_a_short_name_is_no_form_of_a_word(words: list[dict[str, str]], short_names: list[dict[str, str]]):
    """Each form is explained in one of the two tables."""
    known = {form for row in words for language in LANGUAGES for form in forms(row, language)}
    assert [row["short"] for row in short_names if row["short"] in known] == []
