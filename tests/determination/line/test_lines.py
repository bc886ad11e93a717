"""A line that is wrong: every problem is told at once, with the value, the fact, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from tests.support.told import check_whole, problem_of
from tests.support.unpresumed import determine, readings

from sekisho import UNKNOWN, FactError, Library, Line, Reading, Readings
from sekisho.determination.line.determination import determine as determined
from sekisho.law.model.condition import TermId
from sekisho.machine import today

DAY = date(2026, 11, 24)


def told(library: Library, facts: Mapping[str, object], **more: object) -> FactError:
    """The error that a line raises."""
    with pytest.raises(FactError) as raised:
        determine(facts, library, as_of=DAY, **more)  # type: ignore[arg-type]
    return raised.value


@pytest.mark.parametrize(
    ("fact", "value", "hint"),
    [
        ("end_use", "civl", "Did you mean 'civil'?"),
        ("movement", "re exported", "Expected one of export, re export"),
        ("destination", "False", "NO (Norway)"),
        ("destination", "JPX", "such as JP"),
        ("control_codes", "10.0", "number"),
        ("control_codes", "1.0E+1", "number"),
        ("control_codes", "1.00E+01", "number"),
        ("control_codes", "300.0", "number"),
        ("control_codes", "3E2", "number"),
        ("control_codes", "1Z905", "1C905"),
        ("control_codes", "9C999", "none if the item is classified as not listed"),
        ("hs_code", "magnets", "digits, as text"),
        ("prc_content_share", "1.5", "0 to 1"),
        ("prc_content_share", "-0.1", "0 to 1"),
        ("prc_content_share", "112 %", "0 to 1"),
        ("prc_content_share", "NaN", "empty if it is unknown"),
        ("prc_content_share", "Infinity", "empty if it is unknown"),
        ("value", "12,000円", "Expected a number"),
        ("date", "2026-02-30", "YYYY-MM-DD"),
        ("prior_undertaking", "perhaps", "yes, no or unknown"),
    ],
)
def test_a_wrong_value_is_quoted_with_its_fact_and_what_to_do(library: Library, fact: str, value: str, hint: str):
    check_whole(
        told(library, {fact: value}), (f"'{value}'" if value not in {"1.5", "-0.1", "112 %"} else value, fact, hint)
    )


@pytest.mark.parametrize("value", [float("inf"), Decimal("NaN"), 10.0, 300.0])
def test_a_number_in_place_of_a_code_or_a_share_is_refused(library: Library, value: object):
    fact = "prc_content_share" if value != value or value == float("inf") else "control_codes"  # noqa: PLR0124 - NaN
    found = told(library, {fact: value}).problems
    assert [str(value) in found[0].what, fact in found[0].where, bool(found[0].remedy)] == [True] * 3


@pytest.mark.parametrize("fact", ["end_user", "importer", "exporter"])
def test_nan_is_not_the_name_of_a_firm_that_nobody_listed(library: Library, fact: str):
    check_whole(told(library, {fact: "NaN"}), ("'NaN' is not a name", fact, "empty if it is unknown"))


@pytest.mark.parametrize("fact", ["end_user", "prc_content_share", "end_use"])
def test_the_number_that_pandas_writes_for_a_missing_cell_is_unknown(library: Library, fact: str):
    """It is never nobody, no share, or a civil use."""
    left_out, missing = (determine(line, library, as_of=DAY) for line in ({}, {fact: float("nan")}))
    assert fact not in missing.facts
    assert missing.to_dict() == left_out.to_dict()


def test_an_unknown_fact_is_named_with_the_nearest_one(library: Library):
    check_whole(told(library, {"end_usr": "x"}), ("'end_usr'", "", "Did you mean 'end_user'? `sekisho facts` lists"))


def test_every_problem_of_a_line_is_told_in_one_pass(library: Library):
    wrong = {
        "end_usr": "x",
        "control_codes": ["10.0", "9Z999"],
        "destination": "False",
        "date": "2026-02-30",
        "hs_code": "magnets",
        "prc_content_share": "1.5",
    }
    fault = told(library, wrong)
    for words in (
        ("end_usr", "end_user"),
        ("'10.0'", "control_codes"),
        ("'9Z999'", "control_codes"),
        ("'False'", "Norway"),
        ("2026-02-30", "date"),
        ("magnets", "hs_code"),
        ("1.5", "prc_content_share"),
    ):
        problem_of(fault, *words)
    assert len(fault.problems) == 7


def test_the_date_of_law_the_readings_and_what_is_assumed_are_told_in_the_same_pass(library: Library):
    with pytest.raises(FactError) as raised:
        determine({"end_usr": "x"}, library, as_of="2026-02-30", readings="wide", assume={"what_folowed": "x"})
    assert len(raised.value.problems) == 4
    for words in (("end_usr",), ("2026-02-30", "as_of"), ("'wide'", "narrow, central, broad"), ("what_folowed",)):
        problem_of(raised.value, *words)


def test_a_value_that_a_named_unknown_cannot_have_is_refused(library: Library):
    name = next(fact.name for fact in library.facts.facts.values() if fact.of == "law")
    problem = problem_of(told(library, {}, assume={name: "perhaps"}), "'perhaps'")
    assert name in problem.where
    assert library.facts[name].choices[0] in problem.remedy


def test_a_line_without_any_date_of_law_says_how_to_give_one(library: Library):
    """Below what `sekisho` offers nothing reads the clock; that takes today, as the command does."""
    with pytest.raises(FactError) as raised:
        determined({"destination": "JP"}, library)
    check_whole(raised.value, ("no date of law", "", "as_of"))
    assert determine({"destination": "JP"}, library).as_of == today()


@pytest.mark.parametrize("function", [determine, readings])
def test_a_term_that_is_unknown_or_not_disputed_is_refused(library: Library, function: object):
    defined = next(term.id for term in library.terms.values() if not term.disputed)
    argument = "readings" if function is determine else "base"
    for name in (TermId("no-such-term"), defined):
        chosen = Readings(Reading.CENTRAL, ((name, Reading.BROAD),))
        with pytest.raises(FactError) as raised:
            function({"destination": "JP"}, library, as_of=DAY, **{argument: chosen})  # type: ignore[operator]
        problem_of(raised.value, f"'{name}'")


def test_unknown_refuses_to_be_read_as_true_or_false():
    with pytest.raises(TypeError, match="is UNKNOWN"):
        bool(UNKNOWN)
    with pytest.raises(TypeError):
        assert not UNKNOWN


def test_a_line_that_is_merely_unknown_raises_nothing(library: Library):
    """Unknown facts, open answers and possible matches are results."""
    assert determine({}, library, as_of=DAY).outcome == "undetermined"
    assert determine(Line(end_user="MOD", control_codes="?1C905.a"), library, as_of=DAY).outcome == "undetermined"


@pytest.mark.parametrize("blank", ["", "n/a", " - ", "unknown", "Military "])
def test_a_kind_that_is_blank_or_military_does_not_contradict_a_military_name(library: Library, blank: str):
    name = next(entry.names[0] for entry in library.entries if entry.list == "jp/military-users")
    found = determine({"end_user": name, "end_user_kind": blank}, library, as_of=DAY)
    assert not [text for text in found.cautions if "says otherwise" in text]
    told = determine({"end_user": name, "end_user_kind": "civil", "importer": ""}, library, as_of=DAY)
    assert [text for text in told.cautions if "states end user kind civil, and its end user says otherwise" in text]
    assert told.to_dict()["facts"]["end_user_kind"] == "civil|military", "both count"
    assert "importer" not in told.facts, "an empty text states nothing"
