"""Of two columns of a route the end and the beginning are told by their words, and who receives the goods by theirs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sekisho import Library
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.matching.header_reading import read_header
from sekisho.trade.book.matching.proposals import Proposal, propose


def proposed(library: Library, samples: Mapping[str, Mapping[str, int]]) -> Proposal:
    meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
    return propose(list(samples), samples, library.facts, meanings)


@pytest.mark.parametrize(
    ("passing", "end"),
    [
        ("运抵国（地区）", "最终目的国（地区）"),
        ("仕向国", "最終仕向国"),
        ("Destination country", "Country of ultimate destination"),
    ],
)
def test_the_last_country_is_the_destination(library: Library, passing: str, end: str):
    found = proposed(library, {passing: {"SG": 3, "JP": 4}, end: {"JP": 7}})
    assert found.sure["destination"] == end


def test_a_customs_declaration_of_china_says_where_goods_go(library: Library):
    found = proposed(
        library,
        {
            "境内发货人": {"苏州磁业有限公司": 4},
            "商品编号": {"8505111000": 4},
            "原产国（地区）": {"中国": 4},
            "运抵国（地区）": {"日本": 4},
            "最终目的国（地区）": {"日本": 4},
        },
    )
    assert found.sure["destination"] == "最终目的国（地区）"


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("仕出国", "departure"),
        ("仕出地", "departure"),
        ("仕出港", "departure"),
        ("着荷主", "importer"),
        ("発荷主", "exporter"),
        ("荷渡先", "importer"),
        ("使用单位", "end_user"),
        ("实际使用方", "end_user"),
        ("需求单位", "importer"),
    ],
)
def test_a_header_tells_beginning_and_receiver(header: str, fact: str):
    assert read_header(header).fact == fact


def test_names_of_an_export_from_sap_are_those_of_its_partners(library: Library):
    columns = ("VBELN", "ARKTX", "STAWN", "HERKL", "KUNWE_NAME1", "LAND1_WE", "WADAT")
    values = ("80001", "HEX BOLT", "73181500", "CN", "Naniwa Seiki KK", "JP", "20260710")
    found = proposed(library, {column: {value: 5} for column, value in zip(columns, values, strict=True)})
    assert (found.sure["importer"], found.sure["destination"]) == ("KUNWE_NAME1", "LAND1_WE")


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        *((name, "departure") for name in ("Dep. Country", "Dep Ctry", "DEP_COUNTRY", "Dept. country of dispatch")),
        *((name, "departure") for name in ("Dept Ctry", "Disp. Country", "Country (dep.)", "Ldg Country", "Dep. port")),
        *((name, "destination") for name in ("Arr. Country", "Dest Ctry")),
        *(("Orig. Ctry", "origin"), ("Dep. date", "date"), ("Department country", "")),
    ],
)
def test_an_end_of_a_route_is_told_by_its_short_word_too(header: str, fact: str):
    reading = read_header(header)
    assert reading.fact == fact
    assert not fact or reading.rank <= 2
