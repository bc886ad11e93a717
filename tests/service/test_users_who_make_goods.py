"""Goods that somebody makes are not those that go to him: cups for a maker of machine tools are cups."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

ENGLISH = (
    "{goods} from Shanghai to Osaka, end user is a {made} factory",
    "{goods} from Shanghai to Osaka, end user: {made} maker",
    "{goods} to Kobe, end user is a {made} producer",
)
JAPANESE = ("{goods}、上海から大阪、最終需要者は{made}工場", "{goods}、上海から大阪、需要者は{made}メーカー")
CHINESE = ("{goods}，上海到大阪，最终用户是{made}厂", "{goods}，从上海发往大阪，用户是一家{made}制造商")
ASKED = [
    (frame, goods, made)
    for frames, every, makes in (
        (ENGLISH, ("teacups", "garden lamps"), ("machine tool", "diesel engine", "gallium wafer", "ball bearing")),
        (JAPANESE, ("湯飲み", "扇子"), ("工作機械", "ディーゼルエンジン", "炭素繊維", "軸受")),
        (CHINESE, ("茶杯", "扇子"), ("机床", "柴油发动机", "碳纤维", "轴承")),
    )
    for frame in frames
    for goods in every
    for made in makes
]


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(("frame", "goods", "made"), ASKED)
def test_goods_that_the_user_makes_are_not_those_that_go(frame: str, goods: str, made: str, workspace: Workspace):
    read = facts_in_words(frame.format(goods=goods, made=made), workspace)
    assert (read.facts["description"], read.facts["destination"]) == (goods, "JP")


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("machine tools from Shanghai to Osaka, end user is a teacup maker", "machine tools"),
        ("磁石メーカー向けの酸化ジスプロシウム、上海から大阪", "酸化ジスプロシウム"),
        ("氧化镝，上海到大阪，最终用户是磁铁厂", "氧化镝"),
    ],
)
def test_goods_of_a_list_for_a_maker_stay_the_goods(words: str, goods: str, workspace: Workspace):
    assert goods in facts_in_words(words, workspace).facts["description"]
