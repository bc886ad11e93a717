"""A short unit word behind a blank: told with the group, and with a listed unit of the same firm and field."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library, determine
from sekisho.message import Message
from sekisho.parties.identification import identify
from sekisho.parties.index import parties_of

DAY = date(2026, 11, 24)
FACTS = {"control_codes": "none", "departure": "CN", "destination": "JP", "end_use": "civil"}


def notes(user: str, library: Library) -> set[str]:
    answer = determine({**FACTS, "end_user": user}, library, as_of=DAY)
    return {note.id for note in answer.notes if isinstance(note, Message) and note.id.startswith("note.group")}


@pytest.mark.parametrize(
    "user",
    [
        *("川崎重工業 モーターサイクル", "川崎重工業 ロボット事業", "川崎重工業 車両", "川崎重工 エネルギー"),
        *("三菱重工業 冷熱", "IHI 回転機械", "三菱重工業株式会社 冷熱", "Kawasaki Heavy Industries Rolling Stock"),
    ],
)
def test_a_unit_of_a_head_is_told_with_its_group(user: str, library: Library):
    assert notes(user, library) == {"note.group"}


def test_any_unit_of_each_head_is_told_with_it(library: Library):
    index = parties_of(library)
    asked = [
        (group.id, f"{name} 鯨")
        for group in index.groups
        for name in group.names
        if not name.isascii() and len(name) > 2
    ]
    assert len(asked) > 30
    silent = [
        (group, cell)
        for group, cell in asked
        if not (found := identify(cell, index, on=DAY)).hits and group not in {body.party for body in found.known}
    ]
    assert silent == []


@pytest.mark.parametrize(
    "user",
    [
        *("浪速重工業 車両", "日立 太郎", "Toshiba Carrier"),
        "川崎重工業 の 工場 の 近く に ある 食堂",
    ],
)
def test_another_firm_or_a_sentence_is_told_with_none(user: str, library: Library):
    assert not notes(user, library)


@pytest.mark.parametrize("user", ["三菱重工業 冷熱株式会社", "IHI Rotating Machinery Ltd."])
def test_what_says_that_it_is_a_company_is_no_unit_but_bears_the_name(user: str, library: Library):
    assert notes(user, library) == {"note.group_name"}


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "川崎重工業 航空機",
            "川崎重工業 防衛事業",
            "川崎重工業 防衛・航空",
            "川崎重工業株式会社 航空機",
            "川崎重工 宇宙",
        ),
        *("Kawasaki Heavy Industries Aerospace", "Kawasaki Heavy Industries, Ltd. Defence Business"),
    ],
)
def test_a_unit_of_the_field_may_be_the_listed_one(cell: str, library: Library):
    hits = {hit.entity: hit.zone for hit in parties_of(library).settle(cell).hits}
    assert hits.get("jp-ecl-a06") == "review"


@pytest.mark.parametrize("cell", ["川崎重工業 車両", "川崎重工業 冷熱", "川崎航空"])
def test_a_unit_of_another_field_is_not_it(cell: str, library: Library):
    assert "jp-ecl-a06" not in {hit.entity for hit in parties_of(library).settle(cell).hits if hit.zone != "none"}
