"""What answers of the data package say of penalties and of how a licence is got."""

from __future__ import annotations

import pytest
from tests.support.unpresumed import determine

from sekisho import Determination, Library, load_measures
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.consequences import licensing_of
from sekisho.law.model.licensing import LicenceKind, Limit
from sekisho.law.model.measure import Confidence, Effect
from sekisho.law.model.penalty import Penalty
from sekisho.law.model.term import Reading
from sekisho.present.determination.text import determination
from sekisho.present.render.terminal import bare

LAW_ID = "cn/2020-export-control-law"
DYSPROSIUM = {
    "movement": "export",
    "departure": "CN",
    "destination": "JP",
    "origin": "CN",
    "control_codes": "1C905.a",
    "end_user": "Example Motors",
    "end_user_kind": "civil",
    "end_use": "civil",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_measures()


def answer_to(library: Library, **facts: str) -> Determination:
    return determine({**DYSPROSIUM, **facts}, library, as_of="2026-09-30")


def full(answer: Determination, library: Library) -> str:
    return bare("\n".join(determination(answer, DYSPROSIUM, (), library)))


def test_an_item_that_general_licences_cover_shows_the_clock_and_both_kinds_of_licence(library: Library):
    answer = answer_to(library)
    found = dict(answer.licensing)["cn/2025-18-medium-heavy-rare-earths"]  # type: ignore[index]
    assert found.clock is not None
    assert (found.clock.limit, found.clock.days) == (Limit.DAYS, 45)
    assert {LicenceKind.INDIVIDUAL, LicenceKind.GENERAL} <= {level.kind for level in found.levels if level.available}
    said = full(answer, library)
    assert "45 working days from acceptance" in said
    assert "general" in said


def test_a_watch_listed_party_has_no_statutory_clock_and_no_general_licence(library: Library):
    answer = answer_to(library, end_user="SUBARU Corporation", knowledge_of_barred_use="no")
    assert answer.outcome == "individual_licence"
    data = answer.to_dict()["licensing"]
    assert [(one["statutory"]["limit"], one["statutory"]["days"]) for one in data] == [("no_limit", None)]
    assert [level["available"] for level in data[0]["levels"] if level["level"] == "general"] == [False]
    said = full(answer, library)
    assert "45 working days" not in said
    assert "o statutory limit" in said
    papers = [paper["words"] for paper in data[0]["documents"]]
    assert any("risk assessment" in words for words in papers)
    assert all(paper["level"] != "general" for paper in data[0]["documents"])


def test_a_prohibited_line_shows_the_penalties_of_the_law_and_no_way_to_a_licence(library: Library):
    answer = answer_to(library, end_use="military")
    assert answer.outcome == "prohibited"
    assert answer.licensing == ()
    by_article = {(one["measure"], one["article"]): one for one in answer.to_dict()["penalties"]}
    fines = by_article[LAW_ID, "Art. 34"]["fines"]
    assert [(fine["unit"], fine["low"], fine["high"]) for fine in fines] == [
        ("times", 5, 10),
        ("money", 500_000, 5_000_000),
    ]
    assert (LAW_ID, "Art. 37") not in by_article
    said = full(answer, library)
    assert "If it goes in spite of the ban" in said
    assert "How a licence is got" not in said


def test_a_control_listed_party_shows_the_higher_scale_and_the_special_application(library: Library):
    answer = answer_to(library, end_user="JAXA", knowledge_of_barred_use="no")
    assert answer.outcome == "prohibited_save_special"
    fines = {penalty.article: penalty.fines for _, penalty in answer.penalties}
    assert [(int(fine.low), int(fine.high)) for fine in fines["Art. 37"]] == [(10, 20), (500_000, 5_000_000)]
    assert "Art. 34" not in fines
    assert [level.kind for _, one in answer.licensing for level in one.levels] == [LicenceKind.SPECIAL_APPLICATION]


def test_a_free_line_has_neither(library: Library):
    answer = answer_to(library, control_codes="none", knowledge_of_risk="no", prior_undertaking="no")
    assert answer.outcome == "free"
    assert (answer.licensing, answer.penalties) == ((), ())


def test_every_penalty_and_licensing_has_the_same_keys(library: Library):
    data = answer_to(library).to_dict()
    for one in data["penalties"]:
        assert list(one) == ["measure", "article", "for", "words", "fines", "consequences", "confidence", "source"]
        for fine in one["fines"]:
            keys = ["unit", "low", "high", "currency", "of", "of_at_least", "of_below", "gravity", "words"]
            assert list(fine) == keys
    keys = ["measure", "under", "authority", "channel", "statutory", "documents", "levels", "practice"]
    assert [list(one) for one in data["licensing"]] == [keys] * len(data["licensing"])
    assert data["penalties"]
    assert data["licensing"]


def test_every_measure_that_requires_or_prohibits_says_what_a_breach_costs(library: Library):
    """Save the rules before 2024-12-01, whose scale was not read."""
    silent = {
        measure.id
        for measure in library.measures.values()
        if not measure.penalties
        and any(clause.effect in {Effect.REQUIRE_LICENCE, Effect.PROHIBIT} for clause in measure.clauses)
    }
    assert silent <= {"cn/2002-earlier-control-rules"}


def test_what_only_the_press_or_nobody_states_is_not_of_high_confidence(library: Library):
    found = [licensing_of(measure, library.measures) for measure in library.measures.values()]
    seen = {practice for licensing in found if licensing for practice in licensing.practice}
    assert seen
    assert [one for one in seen if one.confidence is Confidence.HIGH] == []


def test_fines_of_one_article_leave_no_base_between_their_steps(library: Library):
    for measure in library.measures.values():
        for penalty in measure.penalties:
            if isinstance(penalty, Penalty):
                above = [fine.base_at_least for fine in penalty.fines if fine.base_at_least is not None]
                below = [fine.base_below for fine in penalty.fines if fine.base_below is not None]
                assert above == below, (measure.id, penalty.article)


def test_a_term_keeps_its_voices_on_a_day_of_law(library: Library):
    term = law_on(library, answer_to(library).as_of).terms["enhances-military-strength"]  # type: ignore[index]
    kinds = {str(one.kind) for one in term.reach(Reading.CENTRAL).argued_by or ()}
    assert kinds == {"ministry", "press"}
    assert term.reach(Reading.NARROW).argued_by == ()
