"""Aircraft, ships, weapons and bases of the forces, as people who supply them call them: by designation and class."""

from __future__ import annotations

import duckdb
import pytest

from sekisho.trade.book.cells.defence_words import any_word_pattern, defence_words_in

CALLED = (
    *("P-3C spares kit", "F-35A 用 シール", "F-15J 改修品", "UH60JA gearbox", "SH-60L ソーナー", "CH-47JA ブレード"),
    *("もがみ型 配管", "Taigei-class valve", "いずも型 改修", "30FFM 向け", "イージス・システム", "Aegis Ashore cable"),
    *("10式戦車 履帯", "03式中SAM 電源", "12式地対艦 部品", "SM-3 Block IIA", "PAC-3 MSE canister", "sonobuoy battery"),
    *("霞ヶ浦駐屯地", "防衛装備庁 艦艇", "海幕 承認品", "Camp Zama", "Yokota AB", "USFJ", "U.S. Forces Japan"),
    *("陆自 车辆", "军机 蒙皮", "舰用 阀门", "机载火控", "宙斯盾 雷达"),
)
HARMLESS = (
    *("Ford F-350 filter", "AH-640 extrusion", "CH-4700 channel", "あさひ型枠 900x1800", "PAC-3 エアコンフィルタ"),
    *(
        "ミリタリージャケット",
        "ミルスペック スマホケース",
        "灭火控制器",
        "火控制面板",
        "消防省力化",
        "Type 12 screw",
        "camp chair",
    ),
    *("陆自驾游 地图", "電子戦略 セミナー", "プラモデル F-15J 1/72"),
)


@pytest.mark.parametrize("text", CALLED)
def test_what_the_forces_use_points_under_its_designation(text: str):
    assert defence_words_in(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_only_spelt_alike_does_not_point(text: str):
    assert not defence_words_in(text)


def test_a_book_is_searched_for_the_same_words():
    """DuckDB has another engine of expressions: what it passes over is never looked at again."""
    pattern = any_word_pattern()
    with duckdb.connect() as connection:
        found = [
            connection.execute("SELECT regexp_matches(lower(?), ?)", [text, pattern]).fetchall()[0][0]
            for text in CALLED
        ]
    assert all(found)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *(("徹甲弾の弾芯", "徹甲"), ("防需", "防需"), ("官需", "官需"), ("10式", "10式"), ("90式 部品", "90式")),
        *(
            ("F-15改修", "f-15"),
            ("F-2用", "f-2用"),
            ("P-1搭載", "p-1搭載"),
            ("穿甲弹 弹芯", "穿甲弹"),
            ("철갑탄", "철갑탄"),
        ),
    ],
)
def test_what_a_use_is_called_in_a_column_of_use_points(text: str, word: str):
    assert word in defence_words_in(text, use=True)


@pytest.mark.parametrize(
    "text", ["2010式", "Ford F-150", "F-1500 filter", "P-1 pump", "F-2 filter", "消火器", "10年式", "110式", "C-1300"]
)
def test_a_designation_within_another_number_is_none_in_a_column_of_use(text: str):
    assert not defence_words_in(text, use=True)


def test_a_designation_that_may_be_anything_points_in_a_column_of_use_alone():
    assert not any(map(defence_words_in, ("10式", "F-15", "官需")))
