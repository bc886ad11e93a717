"""Repair in a sentence of a shipment: the way there is judged, the way back is told, and nothing is cleared by it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho import Library
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("words", "goods", "user", "back"),
    [
        ("五轴机床返修，沈阳→日本大隈，修完运回", "五轴机床", "大隈", "修完运回"),
        (
            "修理のため、ファナック製ロボットを大連から山梨のファナックへ返送し、修理後また大連へ戻します。",
            "ファナック製ロボット",
            "ファナック",
            "大連へ戻します",
        ),
        (
            "修理のため、上海から名古屋のオークマへ五軸加工機を送り、修理後は上海に戻す",
            "五軸加工機",
            "オークマ",
            "上海に戻す",
        ),
        (
            "校正のため、測定器を蘇州から東京のキーエンスへ輸出し、校正後は蘇州に戻します",
            "測定器",
            "キーエンス",
            "蘇州に戻します",
        ),
        ("离心机从上海出口到日本大阪维修，维修后复运进境", "离心机", None, "复运进境"),
        (
            "Rücksendung einer Fräsmaschine zur Reparatur von Shanghai nach Nagoya, danach zurück nach Shanghai",
            "Fräsmaschine",
            None,
            "zurück nach Shanghai",
        ),
        (
            "Return of a laser to Hamamatsu Photonics for repair, from Shanghai, then back to Shanghai",
            "laser",
            "Hamamatsu Photonics",
            "then back to Shanghai",
        ),
        (
            "A robot is sent from Dalian to Fanuc in Osaka for repair and returned afterwards",
            "A robot",
            "Fanuc",
            "returned afterwards",
        ),
    ],
)
def test_what_leaves_for_repair_is_judged_on_its_way_there(
    words: str, goods: str, user: str | None, back: str, workspace: Workspace
):
    read = facts_in_words(words, workspace)
    assert read.facts["end_use"] == "outward_repair"
    assert (read.facts["destination"], read.facts["description"]) == ("JP", goods)
    assert read.facts.get("end_user") == user
    assert back in str(read.unread["way_back"])


def test_the_way_back_is_never_where_it_goes(workspace: Workspace):
    words = "Spindle of a lathe goes from Dalian to Mazak Oguchi for repair and will come back to Dalian."
    read = facts_in_words(words, workspace)
    assert read.facts.get("destination") != "CN"
    assert (read.facts["end_user"], read.facts["end_use"]) == ("Mazak Oguchi", "outward_repair")


@pytest.mark.parametrize(
    ("words", "goods"),
    [
        ("修理のため中国に戻す工作機械、修理後に日本へ返送", "工作機械"),
        ("After repair in Suzhou the infrared camera goes back to its owner Canon in Tokyo", "the infrared camera"),
        ("在苏州修理后的红外相机运回日本佳能", "红外相机"),
    ],
)
def test_what_goes_back_from_china_after_repair_is_judged_on_that_way(words: str, goods: str, workspace: Workspace):
    read = facts_in_words(words, workspace).facts
    assert (read["end_use"], read["destination"], read["description"]) == ("repair_return", "JP", goods)
    assert read.get("departure", "CN") == "CN"


@pytest.mark.parametrize(
    "words",
    [
        "return a machine tool for repair from Osaka to Dalian",
        "send a frigate radar from Shanghai to Yokosuka for repair, then back to Shanghai",
        "魚雷部品を修理のため上海から横須賀へ送る",
    ],
)
def test_a_repair_towards_china_and_one_of_military_goods_leave_the_use_open(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts.get("end_use", "unknown") not in {"outward_repair", "repair_return", "civil"}


@pytest.mark.parametrize(
    "words",
    [
        "spare parts for repair of machine tools from Shanghai to Osaka",
        "titanium bolts for repair of ships from Shanghai to Kure",
        "维修用零件，从上海到大阪",
        "航空機の修理用部品を上海から大阪へ",
        "bearings from Dalian to Osaka for maintenance work",
    ],
)
def test_goods_that_serve_to_repair_others_are_not_repaired(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert read.facts.get("end_use") not in {"outward_repair", "repair_return"}
    assert "way_back" not in read.unread


@settings(max_examples=20, deadline=None)
@given(
    goods=st.sampled_from(["lathe spindle", "5-axis machining centre", "infrared camera", "gallium"]),
    user=st.sampled_from(["Okuma", "Denso", "Mitsubishi Heavy Industries", "JAXA"]),
    back=st.sampled_from([" and will come back to Dalian", ", then back to Dalian", " and returned afterwards"]),
)
def test_a_repair_changes_neither_goods_nor_user_nor_way(goods: str, user: str, back: str, workspace: Workspace):
    plain = facts_in_words(f"{goods} from Dalian to {user} in Osaka", workspace).facts
    repaired = facts_in_words(f"{goods} from Dalian to {user} in Osaka for repair{back}", workspace).facts
    assert repaired == {**plain, "end_use": "outward_repair"}
