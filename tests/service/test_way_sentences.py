"""Ways said in steps, behind what goods are for, without a mark, or of goods as the topic of a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 11, 30))


@pytest.mark.parametrize(
    ("words", "facts"),
    [
        # Behind what goods are for stands the way: the start was taken for the end.
        ("sensor for car, China to Germany", {"description": "sensor", "origin": "CN", "destination": "DE"}),
        ("lens for camera, Dalian to Yokohama", {"destination": "JP", "origin": "CN"}),
        ("steel for bridges, Rotterdam to Yokohama", {"description": "steel", "departure": "NL", "destination": "JP"}),
        (
            "yttrium oxide target for semiconductor, Suzhou - Kumamoto, TSMC JASM",
            {"description": "yttrium oxide target", "destination": "JP", "end_user": "TSMC JASM"},
        ),
        (
            "bearings for Mitsubishi Heavy Industries, Shanghai to Kobe",
            {"description": "bearings", "end_user": "Mitsubishi Heavy Industries", "destination": "JP"},
        ),
        # In two steps.
        (
            "tungsten carbide powder, Xiamen to Rotterdam then Nagoya",
            {"description": "tungsten carbide powder", "departure": "CN", "via": "NL", "destination": "JP"},
        ),
        ("wafers from Suzhou to Singapore and then on to Kumamoto", {"via": "SG", "destination": "JP"}),
        ("Gallium aus Shanghai nach Rotterdam, dann nach Osaka", {"description": "Gallium", "via": "NL"}),
        ("从厦门到鹿特丹再到名古屋的碳化钨粉", {"description": "碳化钨粉", "via": "NL", "destination": "JP"}),
        ("这批镓从上海出口到釜山，然后到神户", {"description": "镓", "via": "KR", "destination": "JP"}),
        ("从宁波经香港运到大阪的氧化镝", {"description": "氧化镝", "via": "HK", "destination": "JP"}),
        # A code and two places, without a mark.
        ("hs 8505.11.10 Ningbo Tokyo", {"hs_code": "8505.11.10", "origin": "CN", "destination": "JP"}),
        ("3C001.a Hamburg Osaka", {"control_codes": "3C001.a", "departure": "DE", "destination": "JP"}),
        # Goods as the topic of a question.
        ("レアアースは日本に輸出できますか", {"description": "レアアース", "destination": "JP"}),
        ("川崎重工向けのタングステン棒は出荷できますか", {"description": "タングステン棒", "end_user": "川崎重工"}),
        ("ネオジム磁石、上海→名古屋、需要者デンソー", {"description": "ネオジム磁石", "end_user": "デンソー"}),
        ("はさみを日本へ", {"description": "はさみ", "destination": "JP"}),
        # When a licence is needed.
        (
            "Seit wann braucht man fuer Dysprosium eine Genehmigung nach Japan?",
            {"description": "Dysprosium", "destination": "JP"},
        ),
        (
            "Brauchen wir für Terbiumoxid eine Ausfuhrgenehmigung nach Japan?",
            {"description": "Terbiumoxid", "destination": "JP"},
        ),
        ("When do we need a licence for dysprosium to Japan?", {"description": "dysprosium", "destination": "JP"}),
        ("Wir wollen Terbiumoxid aus China ueber Hamburg nach Osaka liefern", {"via": "DE", "destination": "JP"}),
        # From what goods are made says nothing of their way; a store or a supplier does.
        (
            "NdFeB magnets, made in Vietnam from Chinese alloy, to Toyota",
            {"description": "NdFeB magnets from Chinese alloy", "origin": "VN", "destination": "JP"},
        ),
        ("magnets from Chinese stock to Osaka", {"description": "magnets", "origin": "CN", "destination": "JP"}),
    ],
)
def test_a_way_is_read(words: str, facts: Mapping[str, str], workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert {name: read.get(name) for name in facts} == dict(facts)


def test_goods_of_a_foreign_material_leave_nowhere(workspace: Workspace):
    read = facts_in_words("NdFeB magnets, made in Vietnam from Chinese alloy, to Toyota", workspace).facts
    assert "departure" not in read


@pytest.mark.parametrize("words", ["8505.11 to Japan", "1c905.B to Germany", "3C001.a in Japan"])
def test_a_mark_behind_a_code_is_no_country(words: str, workspace: Workspace):
    assert "departure" not in facts_in_words(words, workspace).facts
