"""Who and what a text says that it is not: a denial states nobody, and what only looks like one denies nothing."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.determination.core.outcome import Outcome
from sekisho.service.check import CheckRequest, check
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace


@pytest.fixture
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=date(2026, 12, 1))


@pytest.mark.parametrize(
    "words",
    [
        "氧化铽5公斤，青岛到神户，给水产厅的船用，水产厅不是自卫队，对吗",
        "酸化テルビウムを青島から神戸へ。自衛隊の予算は入っていないと教授が説明しました",
        "酸化テルビウムを青島から神戸へ。防衛省とは一切関係ないそうです",
        "Terbium oxide from Qingdao to Kobe for phosphors, no JMSDF contract, private buyer",
        "Terbiumoxid von Qingdao nach Kobe, kein Rüstungsbezug",
        "산화테르븀을 칭다오에서 고베로 보냅니다. 자위대와 관련 없습니다",
        "氧化铽 青岛 神户 做荧光粉 不涉军",
        "氧化铽，青岛到神户，买方和自卫队没有任何往来",
        "酸化テルビウムを青島から神戸へ、浪速精機向け（防衛省とは無関係）",
    ],
)
def test_forces_that_are_denied_are_no_user(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    assert "knowledge_of_barred_use" not in read.facts
    assert read.facts["end_use"] == "unknown"
    assert "says what it is not" in read.unread["end_use"]
    answer = check(CheckRequest(facts=read.facts, notes=read.notes), workspace)
    assert answer.floor < Outcome.PROHIBITED <= answer.ceiling


@pytest.mark.parametrize(
    "words",
    [
        "氧化铽，青岛到神户，买方是不是海上自卫队？",
        "氧化铽，青岛到神户，用户不是海上自卫队吗？",
        "氧化铽，青岛到神户，要不是自卫队要，我们也不卖",
        "酸化テルビウムを青島から神戸へ、納入は海上自衛隊との取引しかありません",
        "酸化テルビウムを青島から神戸へ、海上自衛隊向けでも問題ありません",
        "酸化テルビウムを青島から神戸へ、海上自衛隊以外の用途はありません",
        "酸化テルビウムを青島から神戸へ、海上自衛隊とは関係ないとは言えません",
        "Terbium oxide from Qingdao to Kobe, not for anyone other than JMSDF",
        "氧化铽，青岛到神户，客户不是自己用，是海上自卫队要",
        "酸化テルビウムを青島から神戸へ、海上自衛隊とは無関係ではない",
        "氧化铽，青岛到神户，客户和海上自卫队没有直接关系",
    ],
)
def test_what_denies_a_denial_or_asks_denies_nothing(words: str, workspace: Workspace):
    read = facts_in_words(words, workspace)
    told = "\n".join(map(str, (*read.unread.values(), *read.facts.values())))
    assert "says what it is not" not in told
    assert any(name in told for name in ("自卫队", "自衛隊", "JMSDF", "Self-Defense"))
    answer = check(CheckRequest(facts=read.facts, notes=read.notes), workspace)
    assert answer.ceiling is Outcome.PROHIBITED


def test_forces_that_were_taken_for_a_name_are_told(workspace: Workspace):
    read = facts_in_words("氧化铽，青岛到神户，客户不是民用，是军用", workspace)
    assert "military use (军用)" in read.unread["end_use"]


def test_who_is_meant_behind_who_is_not_is_the_user(workspace: Workspace):
    read = facts_in_words("氧化铽，青岛到神户，最终用户并非防卫省，而是浪速精机", workspace)
    assert read.facts["end_user"] == "浪速精机"
    assert "end_user" not in read.unread


def test_the_short_name_of_a_group_is_told_and_is_denied_as_any_name(workspace: Workspace):
    beside = facts_in_words("Terbium oxide from Qingdao to Kobe. Trial order placed through MHI people", workspace)
    assert "firms of its group are on lists" in beside.unread["end_user"]
    used = facts_in_words("Terbium windows from Qingdao, the buyer says they are for MHI Kobe shipyard", workspace)
    assert "firms of its group are on lists" in used.unread["end_user"]
    denied = facts_in_words("Terbium oxide from Qingdao to Naniwa Seiki, Kobe, not MHI, please note", workspace)
    assert "“not MHI”" in denied.unread["end_use"]
    assert "end_user" not in denied.unread


def test_a_name_with_a_sign_between_its_words_is_one_user(workspace: Workspace):
    words = "Terbium rods left Qingdao on 3 June 2025 for Naniwa Guidance & Control. At that date was it free?"
    read = facts_in_words(words, workspace)
    assert read.facts["end_user"] == "Naniwa Guidance & Control"
    assert "other_users" not in read.unread
