"""A town that is the name of a firm too: where nobody is named, its group is told, and its part asked for."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.message import Message
from sekisho.parties.index import parties_of
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 2))


def groups(words: str, workspace: Workspace) -> list[str]:
    read = facts_in_words(words, workspace)
    return [str(note) for note in read.notes if isinstance(note, Message) and note.id == "words.group_left_out"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("germanium dioxide from Ningbo to Hitachi", "Hitachi"),
        ("tungsten carbide powder for Komatsu", "Komatsu"),
        ("日立へ酸化ゲルマニウム", "日立"),
        ("小松向け 炭化タングステン", "小松"),
        ("氧化锗 运到日立", "日立"),
        ("GERMANIUM DIOXIDE TO HITACHI", "HITACHI"),
        ("酸化ゲルマニウムを日立へ", "日立"),
        ("germanium dioxide to Kawasaki", "Kawasaki"),
        ("germanium dioxide from Ningbo to KAWASAKI", "KAWASAKI"),
        ("酸化ゲルマニウム 川崎向け", "川崎"),
        ("酸化ゲルマニウムを川崎へ", "川崎"),
        ("氧化锗 运到川崎", "川崎"),
    ],
)
def test_a_town_that_is_a_firm_too_is_told_with_its_group(words: str, name: str, workspace: Workspace):
    (note,) = groups(words, workspace)
    assert name in note


@pytest.mark.parametrize(
    "words",
    [
        "germanium dioxide from Ningbo to Hitachi City",
        "germanium dioxide to Hitachi Port",
        "日立市へ酸化ゲルマニウム",
        "germanium dioxide to Komatsu for Example Headlamp",
        "germanium dioxide to Osaka",
        "germanium dioxide to Kawasaki, Japan",
        "germanium dioxide to Kawasaki City",
        "GERMANIUM DIOXIDE TO KAWASAKI CITY",
        "GERMANIUM DIOXIDE TO KAWASAKI, JAPAN",
        "germanium dioxide to Hitachi, Ibaraki",
        "酸化ゲルマニウムを川崎港へ",
        "酸化ゲルマニウム 川崎市向け",
        "酸化ゲルマニウム 東京向け",
        "小松原へ酸化ゲルマニウム",
    ],
)
def test_a_town_that_is_told_as_one_is_no_firm(words: str, workspace: Workspace):
    assert not groups(words, workspace)


def test_the_town_of_a_listed_maker_is_told_with_it(workspace: Workspace):
    read = facts_in_words("日野向け 酸化ゲルマニウム", workspace)
    assert any("Hino Motors" in str(note) for note in read.notes)


def test_each_house_of_a_head_that_is_a_town_too_is_told(workspace: Workspace, library: Library):
    names = parties_of(library).tables.group_names
    assert names is not None
    asked = {house: f"酸化ゲルマニウム {house}向け" for house in names.houses if not house.isascii()}
    towns = {house for house, words in asked.items() if facts_in_words(words, workspace).facts.get("destination")}
    assert {"川崎", "日立"} <= towns
    assert [house for house in towns if not groups(asked[house], workspace)] == []
