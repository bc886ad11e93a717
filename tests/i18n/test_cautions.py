"""Cautions: an answer says of every clause that it rests on, or could, how sure its encoding is."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.synthetic_law import is_, library_of, new_clause, new_measure

from sekisho import Library, determine
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.measure import Confidence

DAY = date(2026, 1, 10)
TO_JAPAN = is_("destination", "JP")


@pytest.mark.parametrize("grade", [Confidence.MEDIUM, Confidence.LOW])
@pytest.mark.parametrize("line", [{"destination": "JP"}, {}], ids=["decisive", "open"])
def test_a_clause_that_is_not_encoded_with_high_confidence_is_told(line: dict[str, str], grade: Confidence):
    clause = new_clause("ban", TO_JAPAN, confidence=grade, note="One summary was read.")
    answer = determine(line, library_of([new_measure("m", clause)]), as_of=DAY)
    assert f"m is encoded with {grade} confidence: One summary was read." in answer.cautions


def test_a_clause_of_high_confidence_or_one_that_bears_on_nothing_gives_no_caution():
    sure = new_clause("ban", TO_JAPAN)
    away = new_clause("other", is_("destination", "KP"), confidence=Confidence.LOW)
    answer = determine({"destination": "JP"}, library_of([new_measure("m", sure, away)]), as_of=DAY)
    assert [told for told in answer.cautions if "confidence" in told] == []


FIBRE = {
    "movement": "export",
    "departure": "CN",
    "destination": "JP",
    "control_codes": "1C210.a",
    "exporter_is_prc_person": "yes",
    "end_user": "Kasumi Sporting Goods",
    "end_user_kind": "civil",
    "end_use": "civil",
}


@pytest.mark.parametrize("role", ["intermediate_consignee", "exporter"])
def test_a_watch_listed_body_that_is_neither_importer_nor_end_user_is_told_as_such(library: Library, role: str):
    told = "The list is of importers and end users, and here it is neither: find out whether that is true."
    line = {**FIBRE, "knowledge_of_risk": "no"}
    between = determine({**line, role: "TDK Corporation"}, library, as_of="2026-05-11")
    assert [caution for caution in between.cautions if caution.endswith(told)]
    importing = determine({**line, "importer": "TDK Corporation"}, library, as_of="2026-05-11")
    assert not [caution for caution in importing.cautions if told in caution]
    in_japanese = [teller_of(library, "ja").pair(caution) for caution in between.cautions if told in caution]
    assert in_japanese
    assert all(language == "ja" and "find out" not in text for language, text in in_japanese)


def test_a_civil_use_beside_knowledge_of_a_barred_one_does_not_hold(library: Library):
    line = {**FIBRE, "destination": "KR"}
    told = "The line states a civil use and knowledge of a barred use"
    knowing = determine({**line, "knowledge_of_barred_use": "yes"}, library, as_of="2026-05-11")
    [caution] = [caution for caution in knowing.cautions if caution.startswith(told)]
    assert teller_of(library, "zh").pair(caution)[0] == "zh"
    other = determine(
        {**line, "knowledge_of_barred_use": "no", "knowledge_of_risk": "yes"}, library, as_of="2026-05-11"
    )
    assert not [caution for caution in other.cautions if caution.startswith(told)]
