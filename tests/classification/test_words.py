"""The words of classification: one concept a word, three languages, and codes that exist."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.classification.answer import ItemState
from sekisho.classification.classifier import Classifier
from sekisho.classification.lexicon import Lexicon, read_lexicon
from sekisho.classification.tokens import fold, units_of
from sekisho.law.loading.data_package import installed_folders
from sekisho.trade.items.parameter import read_stated

KINDS = {
    "chemical",
    "device",
    "element",
    "form",
    "machine",
    "material",
    "organism",
    "other",
    "property",
    "software",
    "technology",
    "use",
}
LISTED_RARE_EARTHS = (
    "samarium",
    "gadolinium",
    "terbium",
    "dysprosium",
    "lutetium",
    "scandium",
    "yttrium",
    "holmium",
    "erbium",
    "thulium",
    "europium",
    "ytterbium",
)
LANGUAGES = ("en", "zh", "ja")


def _table(name: str) -> Path:
    found = [folder / "lists" / name for folder in installed_folders()]
    return next(file for file in found if file.exists())


def _rows(name: str) -> list[dict[str, str]]:
    with _table(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WORDS = _rows("item-words.csv")
KEYWORDS = _rows("item-keywords.csv")
LOOK_ALIKES = _rows("look-alikes.csv")
CODES = {row["code"]: row for row in _rows("cn-dual-use.csv")}


def _alternatives(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def _units(word: str) -> tuple[str, ...]:
    """Return what the classifier makes of a word of the table: a symbol with its case, else units in the singular."""
    if word.startswith("="):
        return (word,)
    return tuple(unit.plain for unit in units_of(fold(word)))


def _meanings() -> dict[tuple[str, ...], set[str]]:
    meanings: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in WORDS:
        for language in LANGUAGES:
            for word in _alternatives(row[language]):
                meanings[_units(word)].add(row["concept"])
        meanings[_units(row["concept"].replace("_", " "))].add(row["concept"])
    return meanings


BROADER = {row["concept"]: _alternatives(row["broader"]) for row in WORDS}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The words as the classifier reads them."""
    return read_lexicon(_table("item-words.csv"))


def _concepts(lexicon: Lexicon, text: str) -> set[str]:
    """The concepts of a text by longest match, with all that they imply."""
    found = lexicon.tag(text).concepts
    return {*found, *lexicon.implied(found)}


def test_every_concept_is_named_once_in_snake_case_and_has_a_kind_of_the_closed_set():
    concepts = [row["concept"] for row in WORDS]
    assert len(concepts) == len(set(concepts))
    assert [concept for concept in concepts if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", concept)] == []
    assert [row["concept"] for row in WORDS if row["kind"] not in KINDS] == []


def test_every_cell_of_words_is_tidy_and_every_concept_has_a_word():
    untidy = [
        (row["concept"], word)
        for row in WORDS
        for language in LANGUAGES
        for word in row[language].split("|")
        if word != word.strip() or (not word and row[language]) or (word and not _units(word))
    ]
    assert untidy == []
    assert [row["concept"] for row in WORDS if not any(row[language] for language in LANGUAGES)] == []


def test_latin_words_stand_in_the_english_column_where_they_are_matched_whole():
    inside = [(row["concept"], word) for row in WORDS for word in _alternatives(row["zh"]) if word.isascii()]
    inside += [(row["concept"], word) for row in WORDS for word in _alternatives(row["ja"]) if word.isascii()]
    assert inside == []


def test_no_word_stands_for_two_concepts_unless_both_rows_say_so():
    on_purpose = {row["concept"] for row in WORDS if "ambiguous" in row["note"]}
    doubled = {key: names for key, names in _meanings().items() if len(names) > 1 and not names <= on_purpose}
    assert doubled == {}


def test_every_broader_concept_exists_and_none_implies_itself(lexicon: Lexicon):
    missing = {concept: set(wider) - set(BROADER) for concept, wider in BROADER.items() if set(wider) - set(BROADER)}
    assert missing == {}
    assert [concept for concept in BROADER if concept in lexicon.implied([concept])] == []


@pytest.mark.parametrize("element", LISTED_RARE_EARTHS)
def test_a_listed_rare_earth_has_element_oxide_and_metal_in_three_languages(element: str):
    rows = {row["concept"]: row for row in WORDS}
    for concept in (element, f"{element}_oxide", f"{element}_metal"):
        assert all(rows[concept][language] for language in LANGUAGES), concept
    assert {element, "oxide"} <= set(BROADER[f"{element}_oxide"])


def test_every_code_of_goods_has_words_and_a_japanese_name():
    goods = {code for code in CODES if re.fullmatch(r"\d[ABC]\d{3}.*", code)}
    named = {row["code"] for row in KEYWORDS if row["ja"]}
    assert goods - named == set()
    assert {row["code"] for row in KEYWORDS} <= set(CODES)


def test_a_look_alike_names_existing_codes_a_reason_a_source_and_an_honest_confidence():
    for row in LOOK_ALIKES:
        near = row["near"].split(";")
        assert set(near) <= set(CODES), row["id"]
        assert row["why"].endswith("."), row["id"]
        assert row["by"], row["id"]
        assert row["source"].startswith("http"), row["id"]
        assert date.fromisoformat(row["read"]) >= date(2026, 1, 1), row["id"]
        assert row["confidence"] in {"high", "medium", "low"}, row["id"]
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in row["ask"].split(";") if name), row["id"]
        assert re.fullmatch(r"\d{6}", row["hs"]), row["id"]
        assert all(row[f"{column}_{language}"] for column in ("name", "words") for language in LANGUAGES), row["id"]
        assert not re.search(r"\b(legal|allowed|may go|free to)\b", row["why"]), row["id"]
    assert len(LOOK_ALIKES) >= 60


def test_mere_reasoning_is_never_held_with_high_confidence():
    sure = [row["id"] for row in LOOK_ALIKES if row["confidence"] == "high" and row["by"].startswith("reasoning")]
    assert sure == []


def test_only_kinds_told_apart_by_what_they_are_settle_an_answer_alone():
    """A row of high confidence that asks nothing answers *not listed* by itself: each one is here on purpose."""
    alone = {row["id"] for row in LOOK_ALIKES if row["confidence"] == "high" and not row["ask"]}
    by_the_ministry = {"catalyst-calcined", "magnetic-consumer-goods", "motor", "motor-rotor", "motor-stator"}
    by_the_ministry.add("sensor-moulded")
    by_element = {f"ree-{name}" for name in ("cerium", "lanthanum", "ndpr", "neodymium", "praseodymium")}
    by_element |= {"bismuth-compound", "indium-metal", "indium-tin-oxide", "molybdenum-compound", "polishing-powder"}
    # Their entries name every form that they mean, and these compounds are none of them.
    by_element |= {"gallium-unlisted-compound", "tungsten-other-compound"}
    by_kind = {"magnet-alnico", "magnet-ferrite", "ship-ordinary"}
    assert alone == by_the_ministry | by_element | by_kind


SENTENCES = [
    ("Dysprosium oxide 99.9%, powder", {"dysprosium", "oxide", "rare_earth", "powder"}),
    ("Dy2O3 4N", {"dysprosium_oxide", "high_purity"}),
    ("酸化テルビウム 粉末", {"terbium", "oxide", "powder"}),
    ("高纯氧化镥", {"high_purity", "lutetium", "oxide"}),
    ("Sintered NdFeB magnets containing Tb", {"sintered", "ndfeb", "permanent_magnet", "terbium"}),
    ("ネオジム磁石(ジスプロシウム含有)", {"ndfeb", "magnet", "dysprosium"}),
    ("含镝的烧结钕铁硼磁钢", {"dysprosium", "sintered", "ndfeb", "permanent_magnet"}),
    ("Sm2Co17 magnet blocks", {"samarium_cobalt", "samarium", "cobalt", "magnet", "block"}),
    ("超高分子量ポリエチレン繊維", {"uhmwpe_fibre", "uhmwpe", "fibre", "polyethylene"}),
    ("五軸加工機", {"five_axis", "machine_tool"}),
    ("卧式五轴加工中心", {"five_axis", "machine_tool"}),
    ("農業用ドローン", {"agricultural_drone", "uav"}),
    ("多旋翼无人机", {"quadcopter", "uav"}),
    ("GaN epi-wafers on SiC substrates", {"gallium_nitride", "epiwafer", "silicon_carbide", "substrate"}),
    ("InSb detector", {"indium_antimonide", "indium", "antimonide", "detector"}),
    ("ITO target", {"indium_tin_oxide"}),
    ("tin ingot", {"tin", "ingot"}),
    ("TiN coated end mills", {"titanium_nitride", "coating", "cutting_tool"}),
    ("黄色氧化钨", {"tungsten_trioxide", "tungsten", "oxide"}),
    ("パラタングステン酸アンモニウム", {"ammonium_paratungstate", "tungsten"}),
    ("等静压石墨块", {"isostatic_graphite", "artificial_graphite", "graphite", "block"}),
    ("凍結乾燥機 蒸気滅菌", {"freeze_dryer", "sterilisable"}),
    ("Bacillus anthracis strain", {"bacillus_anthracis", "bacterium"}),
    ("CZT基板", {"cadmium_zinc_telluride", "substrate", "tellurium"}),
    ("电机转子", {"motor_rotor", "rotor"}),
    ("LED phosphors", {"phosphor", "luminescent_material"}),
    ("酸化ストロンチウム", {"oxide", "strontium"}),
    ("batteries for toys", {"battery", "toy"}),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_sentence_is_tagged_with_its_concepts(lexicon: Lexicon, text: str, expected: set[str]):
    assert expected <= _concepts(lexicon, text)


UNTOUCHED = [
    ("Metals in as-cast state, no oxide at 90 W", {"indium", "arsenic", "nobelium", "tungsten", "astatine"}),
    ("lead time of 亜鉛めっき鋼板", {"lead_element", "silver"}),
    ("ワイヤレス充電器", {"wire"}),
    ("ガスケット", {"gas"}),
    ("铅笔", {"lead_element"}),
    ("シリコーンゴム", {"silicon"}),
    ("a gap of 2 mm", {"gallium_phosphide", "gallium"}),
    ("modern cameras led the market", {"light_emitting_diode"}),
    ("水泵", {"mercury"}),
    ("金属ケース", {"gold"}),
]


@pytest.mark.parametrize(("text", "absent"), UNTOUCHED, ids=[text for text, _ in UNTOUCHED])
def test_a_word_inside_another_word_is_not_read(lexicon: Lexicon, text: str, absent: set[str]):
    assert _concepts(lexicon, text) & absent == set()


def test_a_symbol_is_one_unit_since_only_single_units_are_matched_with_their_case():
    symbols = [word for row in WORDS for word in _alternatives(row["en"]) if word.startswith("=")]
    assert [symbol for symbol in symbols if len(units_of(symbol.removeprefix("="))) != 1] == []


def test_nearly_every_entry_is_tagged_by_its_own_names(lexicon: Lexicon):
    entries = [row for code, row in CODES.items() if re.fullmatch(r"\d[ABC]\d{3}.*", code)]
    bare = [row["code"] for row in entries if not _concepts(lexicon, f"{row['name_en']} {row['name_zh']}")]
    # A heading that names only what it is not.
    assert bare == ["1C350"]


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    """The classifier over the lists as they ship."""
    return Classifier(library, as_of=date(2026, 11, 24))


@pytest.mark.parametrize(
    "description",
    [
        "didymium oxide with samarium oxide",
        "neodymium oxide with 2% dysprosium oxide",
        "モーター磁石 ネオジム ジスプロシウム含有",
        "EVモーター用ネオジム磁石 Dy 3%",
        "Dy-bearing NdFeB magnets for traction motors",
        "speaker magnet NdFeB with Dy",
        "电机磁钢 钕铁硼 含铽",
        "SmCo magnet ring for Hall sensor",
        "yttrium oxide, phosphor grade",
    ],
)
def test_a_listed_item_beside_words_of_a_look_alike_is_never_settled_as_not_listed(
    classifier: Classifier, description: str
):
    assert classifier.classify(description).state is not ItemState.NOT_LISTED


@pytest.mark.parametrize(
    "description", ["Lanthanum oxide, 4N", "酸化ランタン", "磁吸手机壳", "Neodymium metal; NdPr oxide"]
)
def test_what_is_not_listed_by_its_kind_is_settled(classifier: Classifier, description: str):
    assert classifier.classify(description).state is ItemState.NOT_LISTED


@pytest.mark.parametrize(
    "description",
    [
        "star sensor",
        "helicopter rotor for unmanned aircraft",
        "ガス遠心分離機用ローター",
        "burning rate catalyst ferrocene derivative",
        "stator for gas centrifuge motor",
        "研磨粉（人造ダイヤモンド）5 μm",
        "polishing slurry with natural diamond",
    ],
)
def test_what_the_ministry_spoke_of_is_a_good_that_holds_a_listed_thing(classifier: Classifier, description: str):
    """Its answers are of motors, sensors and catalysts with rare earths in them, and of no others."""
    assert classifier.classify(description).state is not ItemState.NOT_LISTED


@pytest.mark.parametrize(
    ("description", "code"),
    [
        ("ダイヤモンド研磨材 平均粒径 5 μm", "2C902.a"),
        ("金刚石抛光粉 5微米", "2C902.a"),
        ("高純度黒鉛 密度1.85 g/cm3 曲げ強さ 45MPa 純度99.99%", "1C108.b"),
    ],
)
def test_an_item_whose_limits_are_met_stands_first(classifier: Classifier, description: str, code: str):
    assert classifier.classify(description).candidates[0].code == code


def test_graphite_powder_for_anodes_is_not_settled_by_the_limits_of_blocks(classifier: Classifier):
    """An anode of artificial graphite has an entry of its own, 3C901.b.1, which knows no strength."""
    stated = read_stated({"flexural_strength": "0 MPa"}, classifier.items.parameters)
    found = classifier.classify("artificial graphite powder for battery anode", stated=stated)
    assert found.state is not ItemState.NOT_LISTED
