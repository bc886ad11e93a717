"""Goods, somebody, figures and denials in the clauses of a question: each is taken alone, and the rest is told."""

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
    ("words", "goods"),
    [
        ("海上自衛隊の基地に中国製の扇風機を納入、問題ある？", "扇風機"),
        ("来月、切断機の主軸を大連から神戸へ", "切断機の主軸"),
        ("大学から、実験用にガリウムの引き合いがあります。天津から大阪です。", "ガリウム"),
        ("あるソフト会社が作った会計ソフトを、日本の支店が使います", "会計ソフト"),
        ("金属テルルを北京から大阪へ輸出します", "金属テルル"),
        ("给日本客户出口无人机行不行", "无人机"),
        ("新加坡仓库的金属铋能不能卖到日本", "金属铋"),
        ("收到浪速精机的询价，要三氧化钨2吨", "三氧化钨"),
        ("我们是宁波的货代，客户要发一票毛衣去札幌", "毛衣"),
        ("We are asked to supply pulse capacitors, 5 kV, 2 uF, from Chengdu to Osaka", "pulse capacitors, 5 kV, 2 uF"),
        (
            "超高分子量聚乙烯纤维，强度40cN/dtex，模量1500cN/dtex，上海到大阪",
            "超高分子量聚乙烯纤维, 强度40cN/dtex, 模量1500cN/dtex",
        ),
        ("graphite blocks, purity 99.99%, from Dalian to Kobe", "graphite blocks, purity 99.99%"),
        (
            "isostatic graphite, purity 99.95 %, flexural strength 45 MPa from Ningbo to Osaka for TDK, civil use",
            "isostatic graphite, purity 99.95 %, flexural strength 45 MPa",
        ),
        ("Ein Kunde in Kobe fragt nach 12 Wärmebildkameras aus chinesischer Fertigung", "12 Wärmebildkameras"),
    ],
)
def test_goods_are_read_out_of_a_clause(words: str, goods: str, library: Library):
    assert _read(words, library).facts["description"].replace("，", ", ") == goods


def test_what_is_in_goods_stays_with_them(library: Library):
    read = _read("ジスプロシウムを含むネオジム磁石、寧波から大阪へ", library)
    assert read.facts["description"] == "ジスプロシウム入りネオジム磁石"


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("ガリウム 3kg 天津→大阪 雑貨店", "雑貨店"),
        ("金属铋，发往日本大阪做模具。", "大阪做模具"),
        ("Last year we bought tungstate, from Tianjin to Osaka", "we"),
        ("Die Universität bestellt Galliumoxid aus China, nach Osaka", "Universität"),
    ],
)
def test_words_that_are_written_as_no_name_are_no_user(words: str, typed: str, library: Library):
    """With a user who is on no list the rows for a listed one are gone."""
    read = _read(words, library)
    assert typed not in read.facts.get("end_user", "")


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("酸化ガドリニウム、包頭から東京理科大学の研究室に", "東京理科大学の研究室"),
        ("三菱材料订购了一批碳化钨粉", "三菱材料"),
        ("東京科学大学からの注文で、テルルを北京から輸出", "東京科学大学"),
        ("ジャパンマリンユナイテッドから、鋼板の引き合いがあります", "ジャパンマリンユナイテッド"),
        ("Wolframcarbid, Ursprung China, ab Lager Hamburg an Mitsubishi Materials", "Mitsubishi Materials"),
        ("酸化セリウム 青島→大阪 最終需要者：光洋", "光洋"),
        ("氧化铈 天津→大阪 用户 浪速精机", "浪速精机"),
    ],
)
def test_somebody_is_taken_with_the_whole_name(words: str, user: str, library: Library):
    assert _read(words, library).facts["end_user"] == user


@pytest.mark.parametrize(
    "words",
    [
        "ball screws from Dongguan to Nagoya. Any military use known? No",
        "军事用途：无；品名：滚珠丝杠；目的国：日本",
        "軍事用途：なし、品名：ボールねじ、仕向地：日本",
        "ボールねじ 日本向け。防衛関係の取引はありません。",
    ],
)
def test_a_form_that_denies_a_military_use_points_to_none(words: str, library: Library):
    note = str(_read(words, library).unread["end_use"])
    assert "says what it is not" in note
    assert "point to a military use" not in note


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("明日、義烏から造花を大阪へ。HSコードは6702.90です。", "670290"),
        ("chairs and desks to Osaka, HS 9401.39 / 9403.10", None),
    ],
)
def test_the_one_customs_code_is_stated_and_none_of_several(words: str, code: str | None, library: Library):
    assert _read(words, library).facts.get("hs_code") == code


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("The end user is a clinic in Sapporo. It wants an MRI contrast agent from Hangzhou", "clinic"),
        ("天津からガドリニウム。使うのは京都の大学で、実験用です。", "大学"),
        ("一家香港公司订了50公斤金属镓，从广州发到大阪", "公司"),
        ("把含铽的荧光粉寄给福冈的食品厂，走海运", "食品厂"),
    ],
)
def test_whoever_is_told_without_a_name_is_no_user(words: str, typed: str, library: Library):
    read = _read(words, library)
    assert typed not in read.facts.get("end_user", "")
    assert "end_user" in read.unread or "end_user_kind" in read.facts


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("中国の雲南から金属インジウムを仕入れ、シャープの亀山工場に納めます", "シャープの亀山工場"),
        ("想把石墨电极出口到日本东海碳素，用于炼钢", "东海碳素"),
        ("Graphite blocks from Qingdao. Now Toyo Tanso in Osaka wants two tonnes of them.", "Toyo Tanso in Osaka"),
    ],
)
def test_a_firm_named_after_its_house_or_its_place_is_the_user(words: str, user: str, library: Library):
    assert _read(words, library).facts["end_user"] == user


@pytest.mark.parametrize(
    ("words", "user"),
    [
        ("海上自卫队采购了5公斤金属镓", "海上自卫队"),
        ("(株)日油から、黒鉛の引き合いがあります", "(株)日油"),
        ("氧化镝 上海→大阪 海上自卫队补给本部 12/25", "海上自卫队补给本部"),
    ],
)
def test_a_listed_name_is_not_cut_at_a_mark_within_it(words: str, user: str, library: Library):
    assert _read(words, library).facts["end_user"] == user


def test_a_machine_that_works_by_itself_comes_from_nowhere(library: Library):
    read = _read("青岛出口全自动包装机到大阪", library)
    assert (read.facts["description"], read.facts["destination"]) == ("全自动包装机", "JP")


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("중국산 무인기를 일본 농협에 팔 수 있나요", "무인기"),  # as long as what is made of it for reading
        ("從中國出口鎵到日本東京", "鎵"),
        ("法国客户要从上海买锑锭，最终给日本工厂", "锑锭"),
    ],
)
def test_goods_are_told_as_they_were_typed(words: str, goods: str, library: Library):
    assert _read(words, library).facts["description"] == goods


def test_goods_go_where_somebody_is_who_is_not_named(library: Library):
    """Else a row for goods that stay in China stands beside a user in Kyoto."""
    read = _read("天津からガドリニウム。使うのは京都の大学で、実験用です。", library)
    assert read.facts["destination"] == "JP"
    assert "京都" in str(read.unread["destination"])
