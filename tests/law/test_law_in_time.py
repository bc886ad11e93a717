"""Law in time: what sleeps, what changes soon, what was said of an unknown state, and what the office does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.support.synthetic_law import FIRST, NAMED, is_, library_of, new_clause, new_measure
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.law.dates.calendar import Stage
from sekisho.law.model.condition import TRUE, FactName
from sekisho.law.model.measure import MeasureState, StatusInterval
from sekisho.law.model.state_assumption import read_assumptions

ANN70 = FactName("ann70_after_2026_11_10")
ANN72 = FactName("ann72_after_2026_11_27")
CIVIL = {
    "movement": "export",
    "departure": "CN",
    "destination": "JP",
    "origin": "CN",
    "end_user": "Example Headlamp",
    "end_user_kind": "civil",
    "end_use": "civil",
    "end_use_sector": "general",
    "knowledge_of_risk": "no",
}
ERBIUM = {**CIVIL, "control_codes": "1C910"}


def paused(first: int, last: int | None, by: str = "xx/pause") -> StatusInterval:
    return StatusInterval(
        state=MeasureState.SUSPENDED, start=date(2026, 1, first), until=date(2026, 1, last) if last else None, by=by
    )


# --- sleeping law ---------------------------------------------------------------------------------


def test_a_suspended_clause_that_would_be_met_is_told_with_its_last_day_and_who_suspended_it(library: Library):
    answer = determine(ERBIUM, library, as_of="2026-06-03")
    assert answer.outcome == "free"
    (asleep,) = answer.to_dict()["sleeping"]
    assert asleep == {
        "clause": "cn/2025-57-holmium-and-others#list-licence",
        "level": "licence",
        "state": "suspended",
        "until": "2026-11-10",
        "by": "cn/2025-70-suspension",
        "certain": True,
    }


def test_a_suspended_clause_that_the_line_misses_leaves_no_trace_and_one_that_is_open_is_told_as_open():
    clause = new_clause("ban", is_("end_use", "military"), status=(paused(5, 20),))
    library = library_of([new_measure("m", clause)])
    day = date(2026, 1, 10)
    assert determine({"end_use": "civil"}, library, as_of=day).sleeping == ()
    (open_,) = determine({}, library, as_of=day).sleeping
    assert (open_.certain, open_.state, open_.level.level) == (False, "suspended", "prohibited")
    (met,) = determine({"end_use": "military"}, library, as_of=day).sleeping
    assert met.certain
    awake = determine({"end_use": "military"}, library, as_of=date(2026, 1, 21))
    assert (awake.sleeping, awake.outcome) == ((), "prohibited")


def test_a_suspension_without_a_last_day_is_a_stop():
    library = library_of([new_measure("m", new_clause("ban", TRUE), status=(paused(5, None),))])
    (asleep,) = determine({}, library, as_of=date(2026, 1, 10)).sleeping
    assert (asleep.state, asleep.until, asleep.by) == ("stopped", None, "xx/pause")


# --- what changes soon ----------------------------------------------------------------------------


def test_what_changes_within_the_days_asked_for_is_told_for_clauses_that_bear_on_the_line():
    clause = new_clause("ban", is_("end_use", "military"), status=(paused(5, 20),))
    library = library_of([new_measure("m", clause)])
    day = date(2026, 1, 10)
    told = determine({"end_use": "military"}, library, as_of=day).ahead
    assert [(one.on, one.before, one.after) for one in told] == [(date(2026, 1, 21), Stage.SUSPENDED, Stage.IN_FORCE)]
    assert determine({"end_use": "civil"}, library, as_of=day).ahead == ()
    assert determine({"end_use": "military"}, library, as_of=day, ahead=10).ahead == ()
    assert len(determine({"end_use": "military"}, library, as_of=day, ahead=11).ahead) == 1


def test_the_end_of_announcement_72_is_told_before_it_comes(library: Library):
    wafers = {**CIVIL, "destination": "US", "control_codes": "3C002.a"}
    told = determine(wafers, library, as_of="2026-11-02").to_dict()["ahead"]
    changes = [one for one in told if one["named"] == ANN72]
    assert {(one["on"], one["from"], one["to"]) for one in changes} == {("2026-11-28", "suspended", "unknown")}


def test_a_line_that_leaves_after_the_date_of_law_is_judged_by_that_date_and_asked_about(library: Library):
    answer = determine({**ERBIUM, "date": "2026-12-01"}, library, as_of="2026-06-03")
    assert answer.outcome == "free"
    (asked,) = [text for text in answer.cautions if "Which day is meant?" in text]
    assert "The line leaves on 1 December 2026, after the date of law, 3 June 2026" in asked
    assert "cn/2025-57-holmium-and-others#list-licence on 11 November 2026: suspended to not known" in asked
    assert not [text for text in determine({**ERBIUM, "date": "2026-06-03"}, library).cautions if "Which day" in text]


# --- an unknown state of the law ------------------------------------------------------------------


def test_a_text_that_may_have_been_changed_has_no_level_and_widens_no_answer(library: Library):
    answer = determine(ERBIUM, library, as_of="2026-11-20")
    assert (answer.outcome, answer.floor.level, answer.ceiling.level) == ("undetermined", "free", "licence")
    told = {one["value"]: one for one in answer.to_dict()["branches"] if one["unknown"] == ANN70}
    assert told["extended"]["outcome"] == "free"
    assert told["lapsed"]["outcome"] == "licence"
    assert (told["changed"]["known"], told["changed"]["floor"], told["changed"]["ceiling"]) == (False, None, None)
    assert all(one["bears"] for one in told.values())


def test_where_the_known_branches_agree_that_is_the_answer_with_a_caution():
    span = StatusInterval(
        state=MeasureState.UNKNOWN,
        start=FIRST,
        until=None,
        named=FactName("what_followed"),
        values=NAMED["what_followed"],
    )
    library = library_of([new_measure("m", new_clause("ban", is_("end_use", "military")), status=(span,))])
    answer = determine({"end_use": "civil"}, library, as_of=FIRST)
    assert answer.outcome == "free"
    assert "If what_followed is changed, the text is not known, and the answer may be another." in answer.cautions
    opened = determine({"end_use": "civil"}, library, as_of=FIRST, assume={"what_followed": "changed"})
    assert (opened.outcome, opened.ceiling.level) == ("undetermined", "prohibited")


def test_what_the_ministry_said_stands_beside_the_branches_that_it_names_and_those_that_it_does_not(library: Library):
    (statement,) = determine(ERBIUM, library, as_of="2026-11-20").statements
    assert (statement.unknown, statement.value) == (ANN70, "extended")
    assert "28 September 2026" in statement.in_words("en")
    wafers = {**CIVIL, "destination": "US", "control_codes": "3C002.a"}
    silent = [one for one in determine(wafers, library, as_of="2026-11-30").statements if one.unknown == ANN72]
    assert [one.value for one in silent] == [""]
    assert "does not name" in silent[0].in_words("en")


SAID = {"as_the_ministry_said": "yes"}


def test_the_statement_can_be_assumed_up_to_its_last_day_and_no_further(library: Library):
    def on(day: str) -> str:
        return determine(ERBIUM, library, as_of=day, assume=SAID).outcome

    assert [on(day) for day in ("2026-11-20", "2027-01-10", "2027-01-11")] == ["free", "free", "undetermined"]
    assert determine(ERBIUM, library, as_of="2026-11-20", assume={"as_the_ministry_said": "no"}).outcome != "free"
    lapsed = {**SAID, str(ANN70): "lapsed"}
    assert determine(ERBIUM, library, as_of="2026-11-20", assume=lapsed).outcome == "licence", "a stated value wins"
    wafers = {**CIVIL, "destination": "US", "control_codes": "3C002.a"}
    open_ = determine(wafers, library, as_of="2026-11-30", assume=SAID)
    assert ANN72 in open_.missing, "the statement does not name Announcement 72"


def test_every_assumption_is_about_unknowns_that_exist_and_comes_in_three_languages(library: Library):
    assert library.assumptions
    for one in library.assumptions:
        for text in (one.words, *one.silent_on.values()):
            assert set(text) == {"en", "ja", "zh"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ann70_after_2026_11_10: extended", "ann70_after: extended", "no unknown of the law is called 'ann70_after'"),
        ("ann70_after_2026_11_10: extended", "ann70_after_2026_11_10: long", "'long' is not a value of"),
        ("until: 2027-01-10", "until: 2027-13-10", "until: '2027-13-10' is not a date."),
        ("  source:", "  sauce:", "unknown key 'sauce'."),
    ],
)
def test_an_assumption_that_is_wrong_is_told(library: Library, tmp_path: Path, old: str, new: str, said: str):
    from sekisho.errors import LibraryError

    text = (library.packages[0].folder / "assumptions.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "assumptions.yaml").write_text(text.replace(old, new), encoding="utf-8")
    unknowns = {name: fact for name, fact in library.facts.facts.items() if fact.of == "law"}
    with pytest.raises(LibraryError) as raised:
        read_assumptions(tmp_path, unknowns)
    assert said in str(raised.value)


# --- practice -------------------------------------------------------------------------------------


def test_practice_stands_beside_an_answer_of_the_level_of_a_licence_and_changes_nothing(library: Library):
    oxide = {**CIVIL, "control_codes": "1C905.b"}
    answer = determine(oxide, library, as_of="2026-05-06")
    told = answer.to_dict()["practice"]
    assert {one["from"] for one in told} == {"2025-12-18", "2026-01-08", "2026-02-06"}
    assert all(one["source"].startswith("http") and one["confidence"] and one["by"] for one in told)
    assert all(set(one["words"]) == {"en", "ja", "zh"} for one in told)
    assert determine(oxide, library, as_of="2026-01-07").practice[-1].start <= date(2026, 1, 7)
    elsewhere = determine({**oxide, "destination": "KR"}, library, as_of="2026-05-06").practice
    assert {one.id for one in elsewhere} == {"2025-12-general-licences"}
    assert determine({**CIVIL, "control_codes": "none"}, library, as_of="2026-05-06").practice == ()


def test_practice_is_told_from_its_first_day_to_its_last(library: Library):
    report = next(one for one in library.practice if one.until is None)
    first, last = date(2026, 5, 4), date(2026, 5, 6)
    ended = replace(report, id="ended", start=first, until=last, destinations=frozenset(), codes=())
    held = replace(library, practice=(ended,))
    days = [first - timedelta(days=1), first, last, last + timedelta(days=1)]
    oxide = {**CIVIL, "control_codes": "1C905.b"}
    told = [[one.id for one in determine(oxide, held, as_of=day).practice] for day in days]
    assert told == [[], ["ended"], ["ended"], []]


def test_no_practice_ends_before_it_begins(library: Library):
    """A day that is misread as of another year would hide a report from every day."""
    assert library.practice
    assert [one.id for one in library.practice if one.until is not None and one.until < one.start] == []
