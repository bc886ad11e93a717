"""A verb, an amount or goods within a name are no part of it: the name alone is taken, or nobody; the rest is told."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.workspace import Workspace

DAY: Final = date(2026, 12, 1)


def _read(words: str, library: Library) -> WordsRead:
    return facts_in_words(words, Workspace(library=library, today=DAY))


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("客户是川崎重工的子公司，给三菱造船做船用轴承的，钨丝20公斤，厦门发神户", "三菱造船"),
        ("防卫研究所（东京）订的词典8本，天津寄出", "防卫研究所"),
        ("コマツNTC株式会社 富山 研削盤 位置決め精度2μm 大連", "コマツNTC株式会社"),
        ("德国慕尼黑 Naniwa Optics GmbH 要3公斤碲化镉，用于光伏，上海空运", "Naniwa Optics GmbH"),
        ("九州大学的教授想要5克氧化钪", "九州大学"),
        (
            "2 germanium windows from Beijing to Tokyo, for Dr Mori, National Defense Academy",
            "National Defense Academy",
        ),
        (
            "From: Xiamen. To: Moji. Goods: tungstate. Buyer: Naniwa Seiki Co., Ltd. End user: same.",
            "Naniwa Seiki Co., Ltd",
        ),
        ("중국산 산화디스프로슘을 서울에서 일본 오사카로 재수출합니다. 최종사용자는 TDK입니다.", "TDK"),
    ],
)
def test_the_name_alone_is_taken_from_words_that_say_more(words: str, user: str, library: Library):
    assert _read(words, library).facts["end_user"] == user


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("洗发水 广州到神户 成交 CIF JPY 2,450,000", "JPY"),
        ("sodium cyanide from Tianjin to Manila ok, for gold mining", "ok"),
        ("上海の協力会社からソフトを送ってもらう予定です。受取は当社（東大阪市）", "予定"),
        ("ヘリウムガス 上海発 大阪着 エンドユーザー不明（商社在庫）", "不明"),
    ],
)
def test_what_names_nobody_is_no_user(words: str, typed: str, library: Library):
    """A user who is none takes the place of one who is not known, and an answer is milder by it."""
    read = _read(words, library)
    assert typed not in read.facts.get("end_user", "")
    assert "end_user" not in read.facts


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("手提带3块钐钴磁铁样品去日本参展，上海浦东出", "钐钴磁铁样品"),
        ("is sodium cyanide from Tianjin to Manila ok, for gold mining, 20 MT", "sodium cyanide"),
        ("hand carry 2 pcs germanium windows from Beijing to Tokyo", "germanium windows"),
        ("Our Osaka warehouse sells Chinese tellurium metal to JAXA Sagamihara", "tellurium metal"),
        ("Our customer Mitsui E&S in Tamano orders crankshaft bearings from Dalian", "crankshaft bearings"),
        ("乙酸酐 20吨 去缅甸仰光 昆明陆运", "乙酸酐"),
        ("様から三塩化リン 500g×10本の引合", "三塩化リン"),
    ],
)
def test_the_goods_alone_are_taken_from_words_that_say_more(words: str, goods: str, library: Library):
    assert goods in _read(words, library).facts["description"]
    assert len(_read(words, library).facts["description"]) <= len(goods) + len("様から")


def test_what_is_left_of_goods_is_told_and_never_milder(library: Library):
    """A listed name and a destroyer stood beside the goods: neither is lost with the words that are left out."""
    words = (
        "Can Mitsubishi Heavy Industries Engine & Turbocharger, Ltd.'s Osaka office get gallium from our Hamburg stock?"
    )
    assert any("barred or military" in note for note in _read(words, library).notes)
    read = _read(
        "Someone told us the valves may end up in a destroyer. Alloy valves, Wuxi to Kobe, buyer Fujikin.", library
    )
    assert read.facts["end_use"] == "unknown"
    assert any("destroyer" in note for note in read.notes)


@pytest.mark.parametrize(
    "name",
    [
        *("三菱重工業 航空エンジン", "信越化学工業株式会社 武生工場", "Bank of Example", "Kuroda Seiko, Japan"),
        *(
            "JX金属株式会社",
            "日立製作所 研究開発グループ",
            "Toyota Tsusho Corporation, Nagoya",
            "Naniwa Seiki Co., Ltd.",
        ),
    ],
)
def test_names_with_an_address_or_a_unit_stay_whole(name: str, library: Library):
    read = _read(f"gallium from Shanghai, end user: {name}", library)
    assert not any("Not read as a name" in note for note in read.notes)
    first = name.replace(",", " ").split(maxsplit=1)[0]
    assert read.facts["end_user"].startswith(first)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("germanium dioxide, USD 61,250.00, Kunming to Tokyo", "61250.00"),
        ("酸化イットリウム 価格 1,200万円 上海発 大阪着", "12000000"),
        ("高温合金 宁波到名古屋 金额32万美元", "320000"),
    ],
)
def test_a_sum_of_money_is_the_value(words: str, value: str, library: Library):
    assert _read(words, library).facts["value"] == value


@pytest.mark.parametrize(
    ("place", "code"),
    [("金泽", "JP"), ("宇都宫", "JP"), ("滨松", "JP"), ("東莞", "CN"), ("広州", "CN"), ("寧徳", "CN")],
)
def test_a_place_is_known_in_the_characters_of_the_other_language(place: str, code: str, library: Library):
    assert _read(f"gallium from Hamburg to {place}", library).facts["destination"] == code


@pytest.mark.parametrize(
    "words",
    [
        "Please advise: the agent told us that the magnets go into torpedoes. Magnets, Shanghai to Nagasaki.",
        "客先から誘導弾の部品と聞いています。サマリウムコバルト磁石、上海から名古屋。",
        "钨粉从厦门到新潟，听说有一部分做炮弹",
        "民間機向けではなく誘導弾の部品と聞いています。磁石、上海から名古屋。",
    ],
)
def test_who_was_told_of_arms_knows_of_a_barred_use(words: str, library: Library):
    assert _read(words, library).facts["knowledge_of_barred_use"] == "yes"


@pytest.mark.parametrize(
    "words",
    [
        "We do not know whether a destroyer gets them. Valves, Wuxi to Kobe.",
        "护卫舰用的吗？不知道。阀门，无锡到神户",
        "Valves for a destroyer, Wuxi to Kobe",
        "We were told that they are not for missiles. Valves, Wuxi to Kobe.",
        "客先から誘導弾用ではないと聞いています。磁石、上海から名古屋。",
        "ミサイルには使わないと言われました。磁石、上海から名古屋。",
        "客户告诉我们不是导弹用的，钨粉，厦门到新潟",
        "对方说与导弹无关，我们知道的就这些，钨粉，厦门到新潟",
    ],
)
def test_who_was_told_nothing_knows_nothing(words: str, library: Library):
    assert "knowledge_of_barred_use" not in _read(words, library).facts


def test_the_price_of_one_piece_is_no_value_and_a_code_behind_a_weight_is_read(library: Library):
    assert "value" not in _read("gallium, 单价 USD 300/kg, 上海到大阪", library).facts
    assert "value" not in _read("gallium @ USD 300, Shanghai to Osaka", library).facts
    read = _read("Goods: shampoo / net weight 25 kg HS 3305.10 / Guangzhou to Kobe", library)
    assert "3305.10" in " ".join([*read.facts.values(), *read.notes])


def test_a_listed_party_is_not_lost_with_the_words_beside_its_name(library: Library):
    """What may be a listed name stays: it was thrown away as no name, and the list with it."""
    read = _read("给小松产机金泽工厂做备件的，轴承，宁波到金泽", library)
    assert "小松产机" in read.facts.get("end_user", "") or any("on a list" in note for note in read.notes)


@pytest.mark.parametrize(
    ("words", "name", "text"),
    [
        (
            "客先名:三菱電機エンジニアリング株式会社 姫路事業所\n品目:アルミダイカスト",
            "end_user",
            "三菱電機エンジニアリング株式会社",
        ),
        (
            "上海の子会社から本社(日立アドバンストシステムズ 横浜)へソフトをメールで送る予定",
            "end_user",
            "日立アドバンストシステムズ",
        ),
        ("ガリウム 6N 25kg、エンドユーザーまだ教えてもらえない。豊田通商経由で日本へ。", "importer", "豊田通商"),
        (
            "Käufer: Sumitomo Metal Mining, Endverwendung: zivil, Galliumoxid von Shanghai nach Yokohama",
            "importer",
            "Sumitomo",
        ),
        ("칭다오에서 도쿄로 면 티셔츠 3000장, 수입자 유니클로, 허가 필요한가요?", "end_user", "유니클로"),
        ("중국 바오터우에서 부산 경유 오사카로 디스프로슘 금속 80kg 보내려고 합니다.", "via", "KR"),
        (
            "Not for the SDF, not for weapons: 5 rolls of carbon fiber T300 from Jilin to Kobe",
            "description",
            "carbon fiber",
        ),
        ("老板问一下 氧化钆 3N 500公斤 赣州出 到日本大阪", "description", "氧化钆 3N"),
        ("日本飞行机那边要的铝型材 6063 佛山发横滨 他们采购说不是军用", "end_user", "日本飞行机"),
        (
            "Seller: Baotou Jinmeng; buyer: Sojitz Corp; notify: Example World. Goods SmCo magnets 45 kg",
            "description",
            "SmCo",
        ),
    ],
)
def test_forms_and_notes_in_a_hurry_are_read(words: str, name: str, text: str, library: Library):
    assert text in _read(words, library).facts.get(name, "")


@pytest.mark.parametrize(
    "words",
    [
        "工程师带两片样品去筑波 手提",
        "目的港：横滨 品名：钼粉 最终用户：待定",
        "锑锭 从防城港到 泰国林查班 客户说做阻燃剂",
    ],
)
def test_words_of_a_way_and_of_waiting_are_nobody(words: str, library: Library):
    assert "end_user" not in _read(words, library).facts


@pytest.mark.parametrize(
    ("words", "name", "text"),
    [
        (
            "Seller: Baotou Jinmeng; buyer: Sojitz Corp; end user: Tokin Corp Sendai. Goods SmCo magnets 45 kg",
            "end_user",
            "Tokin",
        ),
        ("インジウムりん基板50枚、北京→つくば。産総研さん向け、基礎研究です。", "end_user", "産総研"),
        ("JMU呉事業所の護衛艦修理向けに、大連からステンレス製バルブを入れたい。", "end_user", "JMU"),
        ("請問鍺窗片 直徑50mm 20片 從長春寄到台灣漢翔航空工業 台中 要申請許可嗎", "end_user", "漢翔航空工業"),
        ("modules from Hangzhou to KELK, maybe also in missiles, they said once", "knowledge_of_barred_use", "yes"),
    ],
)
def test_parties_of_forms_and_of_honorifics_are_read(words: str, name: str, text: str, library: Library):
    assert text in _read(words, library).facts.get(name, "")
    assert "要申請" not in _read(words, library).facts.get(name, "")
