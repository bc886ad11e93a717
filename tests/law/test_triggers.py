"""Goods that a measure names by customs code, or in words: what sets a fact, what opens it, and what does neither."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.support.unpresumed import determine

from sekisho import FactError, Library, MeasureError, load_measures
from sekisho.classification.classifier import classify
from sekisho.law.model import trigger
from sekisho.law.model.condition import FactName
from sekisho.law.model.trigger import hits_of
from sekisho.trade.transaction import facts_of_line

HELIUM = "cn/2026-29-helium#helium"
LINE = {
    "movement": "export",
    "departure": "CN",
    "destination": "KR",
    "origin": "CN",
    "control_codes": "none",
    "exporter_is_prc_person": "yes",
    "end_user": "Haneul Semiconductor",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_risk": "no",
    "prior_undertaking": "no",
}


def goods_of(library: Library, **facts: str) -> str:
    """What the fact special_item is of a line."""
    return str(facts_of_line({**LINE, **facts}, library.facts)[FactName("special_item")])


def test_each_text_that_holds_a_phrase_of_a_measure_holds_its_first_word(library: Library):
    """No pattern is compiled for a text that holds none; with a phrase of a line in any shape, one is."""
    asked = 0
    for one in library.facts.triggers:
        for phrase in one.words:
            for text in (phrase, phrase.upper(), f"2 kg {phrase}s, new", re.sub(r"[ -]", " - ", phrase)):
                whole = trigger._pattern(one.words).search(trigger.fold(text)) is not None
                assert whole <= any(head in trigger.fold(text) for head in trigger._heads(one.words)), text
                asked += whole
    assert asked > 100


@pytest.mark.parametrize("code", ["2804290010", "2804.29.0010", "2804 29 0010", "２８０４２９００１０", "2804-29-0010"])
def test_the_code_of_the_ban_sets_helium_however_it_is_written(code: str, library: Library):
    assert goods_of(library, hs_code=code) == "helium"


@pytest.mark.parametrize("code", ["280429", "28042900", "2804290090"])
def test_a_coarser_code_or_another_of_the_same_subheading_opens_helium(code: str, library: Library):
    assert goods_of(library, hs_code=code) == "helium|none"


@pytest.mark.parametrize("code", ["2804", "28", "280410", "2804210000", "2805290010"])
def test_another_code_points_nowhere(code: str, library: Library):
    assert goods_of(library, hs_code=code) == "none"


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("HELIUM, liquid", "helium|none"),
        ("ＨＥＬＩＵＭ ｇａｓ", "helium|none"),
        ("ヘリウムガス", "helium|none"),
        ("高纯氦", "helium|none"),
        ("heliumfree gas", "none"),
        ("helium-free gas", "none"),
        ("epihelium", "none"),
        ("FPV drones", "civil_drone|drone_part|none"),
        ("anti drone jammer", "none"),
        ("农业无人机电池", "civil_drone|drone_part|none"),
        ("銀行向け端末", "none"),
        ("銀粉", "none|silver"),
        ("silver grey paint", "none"),
        ("N-phenethyl-4-piperidone", "none|precursor_part_1|precursor_part_2"),
    ],
)
def test_words_open_whole_in_latin_letters_and_anywhere_in_others(text: str, goods: str, library: Library):
    assert goods_of(library, description=text) == goods


def test_what_the_line_states_wins_over_what_opens_and_not_over_what_sets(library: Library):
    assert goods_of(library, hs_code="280429", special_item="none") == "none"
    assert goods_of(library, hs_code="280429", special_item="silver") == "silver"
    assert goods_of(library, hs_code="2804290010", special_item="helium") == "helium"
    assert goods_of(library, hs_code="2804290010", special_item="unknown") == "helium"
    assert goods_of(library, hs_code="2804290010", special_item="none") == "helium|none"
    assert goods_of(library, hs_code="2804290010", description="silver") == "helium"


def test_an_answer_says_what_the_code_made_of_the_goods(library: Library):
    answer = determine({**LINE, "hs_code": "2804290010"}, library, as_of="2026-08-03")
    assert answer.decisive == (HELIUM,)
    assert any(text.startswith("Taken for helium by its customs code 2804290010") for text in answer.cautions)
    (one,) = answer.to_dict()["triggered"]
    assert (one["fact"], one["value"], one["effect"], one["by"]) == ("special_item", "helium", "sets", "hs_code")


def test_an_answer_tells_a_contradiction_with_both_answers(library: Library):
    answer = determine({**LINE, "hs_code": "2804290010", "special_item": "none"}, library, as_of="2026-08-03")
    assert (answer.outcome, answer.ceiling.level) == ("undetermined", "prohibited")
    (one,) = answer.to_dict()["contradictions"]
    assert one["stated"] == "none"
    assert {each["value"]: each["outcome"] for each in one["answers"]} == {"helium": "prohibited", "none": "free"}
    assert any("find out which is right" in text for text in answer.cautions)


@pytest.mark.parametrize(
    ("facts", "as_of"),
    [
        ({"hs_code": "2804290010"}, "2026-07-09"),
        ({"hs_code": "2804290010", "special_item": "none"}, "2026-07-09"),
        ({"hs_code": "2804290010", "movement": "in_country_transfer", "destination": "CN"}, "2026-08-03"),
        ({"hs_code": "880624"}, "2026-09-15"),
    ],
)
def test_a_trigger_is_silent_where_no_clause_of_its_measure_could_bear(
    facts: dict[str, str], as_of: str, library: Library
):
    answer = determine({**LINE, "end_user_territory": "CN", **facts}, library, as_of=as_of)
    assert answer.outcome == "free"
    assert answer.triggered == answer.contradictions == ()
    assert not any("customs code" in text for text in answer.cautions)


def test_every_trigger_is_met_by_each_of_its_own_codes_and_words(library: Library):
    for one in library.facts.triggers:
        for code in one.codes:
            assert [hit.sure for hit in hits_of([one], {"hs_code": code})] == [one.sets]  # type: ignore[dict-item]
        for word in one.words:
            assert hits_of([one], {"description": f"some {word}, new"}), word  # type: ignore[dict-item]
        for phrase in one.but:
            assert not hits_of([one], {"description": f"some {phrase}, new"}), phrase  # type: ignore[dict-item]


def test_the_name_of_a_military_body_against_a_stated_kind_is_told_with_both_answers(library: Library):
    line = {**LINE, "destination": "JP", "control_codes": "1C905.a", "end_user": "防衛装備庁"}
    answer = determine(line, library, as_of="2026-10-01")
    (one,) = answer.to_dict()["contradictions"]
    assert (one["fact"], one["stated"], one["by"]) == ("end_user_kind", "civil", "end_user")
    by_kind = {each["value"]: each["ceiling"] for each in one["answers"]}
    assert by_kind["military"] == answer.ceiling.level == "prohibited"
    assert by_kind["civil"] != "prohibited"
    plain = determine({**line, "end_user_kind": "military"}, library, as_of="2026-10-01")
    assert plain.contradictions == ()


def test_knowledge_of_a_barred_use_is_knowledge_of_a_risk(library: Library):
    def known(**facts: str) -> tuple[object, object]:
        found = facts_of_line(facts, library.facts)
        return found["knowledge_of_barred_use"], found["knowledge_of_risk"]  # type: ignore[index]

    assert known(knowledge_of_barred_use="yes") == (True, True)
    assert known(knowledge_of_risk="no") == (False, False)
    assert known(knowledge_of_barred_use="no", knowledge_of_risk="yes") == (False, True)
    assert [str(value) for value in known(knowledge_of_risk="yes")] == ["UNKNOWN", "True"]
    assert [str(value) for value in known(knowledge_of_barred_use="no")] == ["False", "UNKNOWN"]
    with pytest.raises(FactError, match="knowledge_of_risk is no"):
        known(knowledge_of_barred_use="yes", knowledge_of_risk="no")


PACKAGE = "name: made-up\nversion: '1'\nhorizon: 2026-01-01\njurisdictions: [XX]\n"
MEASURE = """id: xx/2026-1-gas
title: {zh: 气体, en: Gas}
kind: trade-ban
jurisdiction: XX
authority: nobody
instrument: none
published: 2026-01-01
effective: 2026-01-01
repealed: open
confidence: high
sources: [{url: "https://example.org", language: en, read: 2026-01-01}]
TRIGGERS
clauses:
  - id: gas
    article: 1
    words: {en: gas}
    effect: prohibit
    level: prohibited
    when: {special_item: helium, destination: JP}
    confidence: high
"""


@pytest.mark.parametrize(
    ("trigger", "code", "says"),
    [
        ("{sets: {special_item: helium}, because: it}", "M141", "only a customs code sets"),
        ("{opens: {special_item: helium}}", "M141", "needs customs codes or words"),
        ('{opens: {special_itm: helium}, hs_code: ["28"]}', "M106", "unknown fact"),
        ('{opens: {special_item: neon}, hs_code: ["2804"]}', "M106", "is not a choice"),
        ('{opens: {special_item: none}, hs_code: ["2804"]}', "M106", "never to none"),
        ('{opens: {destination: JP}, hs_code: ["2804"]}', "M141", "of kind territory"),
        ('{sets: {special_item: helium}, hs_code: ["28a4"]}', "M141", "is not a customs code"),
        ('{sets: {special_item: helium}, opens: {special_item: helium}, hs_code: ["2804"]}', "M141", "either sets"),
        ('{opens: {special_item: helium}, hscode: ["2804"]}', "M102", "unknown key"),
    ],
)
def test_a_wrong_trigger_is_told(trigger: str, code: str, says: str, tmp_path: Path):
    with pytest.raises(MeasureError) as caught:
        _package(tmp_path, trigger)
    assert any(one.code == code and says in one.what for one in caught.value.problems), caught.value


def _package(folder: Path, *triggers: str) -> Library:
    (folder / "xx").mkdir()
    (folder / "package.yaml").write_text(PACKAGE, encoding="utf-8")
    listed = "\n".join(f"  - {one}" for one in triggers)
    text = MEASURE.replace("TRIGGERS", f"triggers:\n{listed}")
    (folder / "xx" / "2026-1-gas.yaml").write_text(text, encoding="utf-8")
    return load_measures([folder])


def test_a_data_package_of_ones_own_may_carry_triggers_in_any_order_of_languages(tmp_path: Path):
    library = _package(
        tmp_path,
        '{sets: {special_item: helium}, hs_code: ["2804290010"]}',
        "{opens: {special_item: helium}, words: {en: [helium], zh: [氦], ja: [ヘリウム]}}",
    )
    for facts, outcome in (
        ({"hs_code": "28042900101"[:10]}, "prohibited"),
        ({"description": "氦"}, "undetermined"),
        ({"description": "neon"}, "free"),
        ({"description": "氦", "destination": "KR"}, "free"),
    ):
        assert determine({"destination": "JP", **facts}, library, as_of="2026-02-01").outcome == outcome


def test_classification_tells_which_measure_names_the_goods(library: Library):
    told = classify("", library, hs="2804.29.0010", as_of="2026-08-03").cautions
    assert told[0] == "2804290010: named by Announcement No. 29 of 2026, export banned since 2026-07-10."
    before = classify("", library, hs="2804290010", as_of="2026-07-09").cautions
    assert not any("named by" in text for text in before)
    drone = classify("crop spraying drone", library, as_of="2026-09-15").cautions
    assert any("an unlisted civil drone: Announcement No. 34 of 2026" in text for text in drone)
    assert not any(
        "Announcement" in text for text in classify("anti-drone radar", library, as_of="2026-09-15").cautions
    )
