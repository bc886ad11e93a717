"""Who may be listed is asked after also where a licence is due anyway, under the name of the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest
from tests.support.situations import golden_cases

from sekisho import Library
from sekisho.determination.core.deciding_table import RowCase
from sekisho.i18n.package_translation import teller_of
from sekisho.parties.index import parties_of
from sekisho.present.determination.brief import brief_data
from sekisho.present.determination.brief_parts.case_rows import case_rows, fact_case, whether_listed
from sekisho.present.outcome_labels import LABELS
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace

LANGUAGES: Final = ("en", "ja", "zh")
GALLIUM: Final = {
    "control_codes": "3C001.a",
    "departure": "CN",
    "destination": "JP",
    "end_user_kind": "civil",
    "end_use": "civil",
    "knowledge_of_risk": "no",
}
DAY: Final = date(2026, 12, 1)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["コマツ", "OKI", "Nitto", "Howa", "JMU"])
def test_a_party_that_may_be_listed_is_asked_who_it_is(name: str, language: str, library: Library):
    facts: dict[str, object] = {**GALLIUM, "end_user": name}
    answer = check(CheckRequest(facts=facts, as_of=DAY), Workspace(library=library, today=DAY))
    say = teller_of(library, language)
    told = {part["label"]: " ".join(part["lines"]) for part in brief_data(answer, facts, library, say)}
    entry = parties_of(library).by_id[answer.alerts[0]["entity"]]
    for label in ("why", "next"):
        assert entry.name_in(language) in told[say(LABELS[label])]
    assert "--same" in told[say(LABELS["next"])]


def test_a_party_that_is_on_no_list_is_not_asked_who_it_is(library: Library):
    facts: dict[str, object] = {**GALLIUM, "end_user": "Naniwa Seiki"}
    answer = check(CheckRequest(facts=facts, as_of=DAY), Workspace(library=library, today=DAY))
    told = brief_data(answer, facts, library, teller_of(library, "en"))
    assert "--same" not in " ".join(line for part in told for line in part["lines"])


def test_a_case_says_of_several_listed_parties_once_that_it_is_none(library: Library):
    facts: dict[str, object] = {**GALLIUM, "end_user": "OKI"}
    answer = check(CheckRequest(facts=facts, as_of=DAY), Workspace(library=library, today=DAY))
    first, second, *_ = (str(entry.id) for entry in parties_of(library).entries if entry.names)
    none = RowCase(same={first: "no", second: "no"})
    assert list(map(str, whether_listed(none.same, answer, library))) == ["it is none of the listed ones"]
    one = RowCase(same={first: "yes", second: "no"})
    assert len(whether_listed(one.same, answer, library)) == 1


def test_no_case_names_all_values_but_those_that_it_leaves_out(library: Library):
    movement = library.facts["movement"]
    every = tuple(movement.choices)
    told = str(fact_case(movement.name, every[1:], library))
    assert "any but" in told
    assert "another" not in told
    asked = 0
    for case in golden_cases():
        given = {str(name): value for name, value in case.facts.items()}
        day = date.fromisoformat(str(case.as_of))
        answer = check(CheckRequest(facts=given, as_of=day, assume=case.assume), Workspace(library=library, today=day))
        for row, _ in case_rows(answer, library):
            asked += 1
            assert "civil, military or another" not in row
            assert row.count("it is not the listed one") < 2, row
    assert asked > 500


@pytest.mark.parametrize(
    ("name", "only"),
    [
        ("三井物産エアロスペース", "jp-ewl-a13"),
        ("航空自衛隊第2補給処", "meu-048"),
        ("海上自衛隊横須賀地方総監部", ""),
        ("陸上自衛隊関東補給処", ""),
    ],
)
def test_who_surely_is_on_a_list_is_not_told_to_be_perhaps_on_its_like(name: str, only: str, library: Library):
    facts: dict[str, object] = {**GALLIUM, "end_user": name}
    answer = check(CheckRequest(facts=facts, as_of=DAY), Workspace(library=library, today=DAY))
    assert {alert["zone"] for alert in answer.alerts} == {"match"}
    assert not only or {alert["entity"] for alert in answer.alerts} == {only}
    told = " ".join(
        line for part in brief_data(answer, facts, library, teller_of(library, "en")) for line in part["lines"]
    )
    assert "may be" not in told
    assert "One unit of" not in told
    assert not any("may be on" in caution for caution in answer.cautions)


def test_before_its_own_listing_a_firm_is_told_as_what_it_is_on_the_day(library: Library):
    unit = date(2026, 2, 20)
    facts: dict[str, object] = {**GALLIUM, "end_user": "三井物産エアロスペース"}
    answer = check(CheckRequest(facts=facts, as_of=unit), Workspace(library=library, today=unit))
    assert not answer.alerts, "neither the firm nor its unit is listed"
    told = " ".join(
        line for part in brief_data(answer, facts, library, teller_of(library, "en")) for line in part["lines"]
    )
    assert "One unit of" not in told
    assert "24 February 2026" in told
