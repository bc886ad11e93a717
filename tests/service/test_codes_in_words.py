"""Codes among the words of goods count: of the control list and of customs, in a sentence, a text, a book of lines."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library, brief, classify, determine
from sekisho.classification.answer import ItemState
from sekisho.determination.book.bulk import determine_book
from sekisho.service.book import book_classifier
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.workspace import Workspace

DAY = date(2026, 9, 30)


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=DAY)


@pytest.mark.parametrize(
    ("words", "control", "customs", "description"),
    [
        ("3C001.a (HS 8112.92), China to Japan", "3C001.a", "811292", ""),
        ("3C001.a 8112.92 from China to Japan", "3C001.a", "811292", ""),
        ("項番3C001.a、HSコード8112.92を中国から日本へ", "3C001.a", "811292", ""),
        ("1C905.b and 3C001.a from China to Japan", "1C905.b;3C001.a", "", ""),
        ("3C001.a, 1C905.b 中国→日本", "3C001.a;1C905.b", "", ""),
        ("metal 3C001.a, China to Japan", "3C001.a", "", "metal 3C001.a"),
        ("wafer ECCN 3C001, China to Japan", "", "", "wafer ECCN 3C001"),
        ("pump price 8112.92, China to Japan", "", "", "pump price 8112.92"),
    ],
)
def test_codes_in_a_sentence_are_facts_and_none_is_lost(
    words: str, control: str, customs: str, description: str, workspace: Workspace
):
    facts = facts_in_words(words, workspace).facts
    assert facts.get("control_codes", "") == control
    assert facts.get("hs_code", "") == customs
    assert facts.get("description", "") == description
    assert facts["destination"] == "JP"


@pytest.mark.parametrize(("words", "goods"), [("gallium, germanium 中国→日本", "gallium, germanium")])
def test_goods_before_a_country_in_other_letters_are_not_dropped(words: str, goods: str, workspace: Workspace):
    assert facts_in_words(words, workspace).facts["description"] == goods


def test_several_codes_are_named_by_all_of_them_and_not_by_the_name_of_one(library: Library):
    line = {"control_codes": "1C905.b;3C001.a", "departure": "CN", "destination": "JP", "origin": "CN"}
    first = str(brief(determine(line, library, as_of=DAY), line, library)[0])
    assert "1C905.b" in first
    assert "3C001.a" in first


def test_a_text_that_states_a_code_leads_to_it_and_a_person_decides(library: Library):
    answer = classify("material as per 1C905.b, grade A", library, as_of=DAY)
    assert answer.state is ItemState.UNCLASSIFIED
    assert answer.candidates[0].code == "1C905.b"
    assert answer.candidates[0].reasons[0].kind == "code"
    other = classify("wafer, ECCN 3C001", library, as_of=DAY)
    assert not any(reason.kind == "code" for candidate in other.candidates for reason in candidate.reasons)


def test_a_text_that_is_a_customs_code_is_asked_as_one(library: Library):
    assert (
        classify("8112.92", library, as_of=DAY).candidates == classify("", library, hs="811292", as_of=DAY).candidates
    )


BOOK = """line,description,remark,ECCN,destination,origin,departure
in the goods,spacer 3C001.a,,,JP,CN,CN
in a remark,spacer,supplied as per 1C905.b,,JP,CN,CN
of another list,office chair,,3C001,JP,CN,CN
nowhere,office chair,see drawing 1C905b-2,,JP,CN,CN
"""


def test_a_line_whose_words_state_a_code_is_looked_at(workspace: Workspace, tmp_path: Path):
    (tmp_path / "book.csv").write_text(BOOK, encoding="utf-8")
    out = tmp_path / "out.csv"
    determine_book(tmp_path / "book.csv", workspace.library, out=out, as_of=DAY, classifies=book_classifier(workspace))
    with out.open(encoding="utf-8", newline="") as file:
        queue = {row["line"]: (row["triage"], row["points"]) for row in csv.DictReader(file)}
    assert queue["in the goods"] == ("look", "code_lead:3C001.a")
    assert queue["in a remark"] == ("look", "code_lead:1C905.b")
    assert queue["of another list"][0] == "nothing_points"
    assert queue["nowhere"][0] == "nothing_points"
