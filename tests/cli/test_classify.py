"""`classify`, `parameters`, and what they add to a line: a user's slip is told in words, never as a stack trace."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.support.calling import LAW, Call

from sekisho import load_measures
from sekisho.classification.answer import DecidingParameter
from sekisho.cli import main
from sekisho.law.dates.calendar import Stage
from sekisho.law.model.condition import FactName
from sekisho.present import classification

ROUTE = ("--departure", "CN", "--destination", "JP")
MADE_UP = ("--measures", str(LAW))


@pytest.fixture
def _classifies() -> None:
    for module in ("opencc", "pint"):
        pytest.importorskip(module)


@pytest.mark.usefixtures("_classifies")
def test_a_library_without_a_table_of_words_finds_entries_by_their_names_and_says_so(call: Call):
    told = call("classify", "dysprosium metal", *MADE_UP)
    assert told.exit_code == 0
    assert "1C905.a" in told.stdout
    assert "found by their names alone: a person decides" in " ".join(told.stdout.split())


@pytest.mark.usefixtures("_classifies")
def test_a_line_is_determined_by_a_library_that_cannot_classify_its_description(call: Call):
    assert "compare it with" not in call("check", *ROUTE, "--description", "graphite").stdout.lower()


@pytest.mark.usefixtures("_classifies")
def test_parameters_beside_a_group_of_codes_change_nothing(call: Call):
    words = ("--control-codes", "1C", "--parameters", "density=1 g/cm3")
    assert call("check", *ROUTE, *words).exit_code == 0


@pytest.mark.usefixtures("_classifies")
@pytest.mark.parametrize("more", [("--hs", "2846"), ("--param", "density=1 g/cm3"), ("--code", "1C108")])
def test_what_speaks_of_one_item_is_refused_beside_a_table(more: tuple[str, ...], call: Call):
    Path("items.csv").write_text("description\n", encoding="utf-8")
    told = call("classify", "--file", "items.csv", "-o", "out.csv", *more)
    assert told.exit_code == 2
    assert "without TEXT, --hs, --param, --code" in told.stderr


@pytest.mark.usefixtures("_classifies")
def test_a_code_that_is_like_none_is_told_where_all_are_listed(call: Call):
    assert "`sekisho facts control_codes` lists all." in call("classify", "--code", "foo").stderr


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("1c902.A", "The text of 1C902.a states no limits."),
        ("1C350.b", "No parameter measures the limits of 1C350.b: CAS 7789-23-3"),
    ],
)
def test_a_code_without_parameters_says_why(code: str, told: str, call: Call):
    assert call("parameters", code).stdout.strip() == told


def test_where_no_limit_is_encoded_the_parameters_ask_for_the_texts_of_the_list(call: Call):
    told = call("parameters", *MADE_UP).stdout
    assert "1C905.a/as_stated" in told
    assert "Does the item meet the limits of 1C905.a (purity >= 99 %)?" in told


def test_a_code_is_not_set_on_two_days_side_by_side(call: Call):
    told = call("show", "1C905.a", "--compare", "2024-01-01", "2025-01-01")
    assert told.exit_code == 1
    assert told.stderr.startswith("compare: measures and clauses are compared, not codes.")


def test_a_time_line_takes_a_code_in_either_case(call: Call):
    assert "1C902.a" in call("timeline", "1c902.A", "--since", "2026-01-01", "--until", "2026-01-31").stdout


def test_a_time_line_of_nothing_is_refused(call: Call):
    assert "no measure, control code or name of an entry is ''." in call("timeline", "").stderr


def test_what_changed_is_told_up_to_the_last_day_of_the_calendar(call: Call):
    told = call("changed", "--since", "9999-01-01", "--until", "9999-12-31", "--as-of", "9999-12-31", *MADE_UP)
    assert told.exit_code == 0


@pytest.mark.usefixtures("_classifies")
def test_a_code_whose_measure_was_not_published_on_the_day_is_told_as_such(call: Call):
    told = call("classify", "samarium oxide", "--as-of", "2020-01-01")
    assert told.exit_code == 0
    assert "not yet published (Announcement No. 18 of 2025)" in told.stdout


def test_every_stage_of_a_measure_can_be_told_beside_a_code():
    assert set(classification.LAW) == set(map(str, Stage))


@pytest.mark.usefixtures("_classifies")
def test_a_question_shows_answers_that_its_parameter_takes(call: Call):
    asked = json.loads(call("classify", "graphite", "--format", "json").stdout)["questions"]
    answers = {one["parameter"]: (one["unit"], one["choices"]) for one in asked}
    assert answers["density"] == ("g/cm3", [])
    assert answers["vacuum_pump"] == ("", ["yes", "no"])
    assert answers["flow_rate"] == ("m3/h", [])


@pytest.mark.parametrize(
    ("unit", "choices", "shown"), [("MPa", (), "5 MPa"), ("", (), "5"), ("", ("ccd", "cmos"), "ccd|cmos")]
)
def test_a_question_is_answered_in_its_own_kind(unit: str, choices: tuple[str, ...], shown: str):
    asked = DecidingParameter(parameter=FactName("it"), question="What?", unit=unit, codes=(), choices=choices)
    assert classification.answers_of(asked) == shown


@pytest.mark.usefixtures("_classifies")
def test_what_was_done_names_every_state_whatever_the_rows_are(call: Call):
    Path("items.csv").write_text("description\nwooden chair\n", encoding="utf-8")
    done = json.loads(call("classify", "--file", "items.csv", "-o", "out.csv", "--format", "json").stdout)
    states = ["classified", "not_listed", "unclassified", "unlikely_listed", "unread"]
    assert list(done) == ["rows", "distinct", *states, "seconds"]
    assert sum(done[state] for state in states) == 1
    assert "0 classified" not in call("classify", "--file", "items.csv", "-o", "out.csv").stdout


@pytest.mark.usefixtures("_classifies")
def test_an_area_of_the_list_is_no_code_to_claim_or_to_measure():
    told = CliRunner().invoke(main, ["classify", "--code", "1C", "--param", "density=1 g/cm3"])
    assert told.exit_code == 1
    assert "1C is an area of the list and no entry" in told.stderr
    assert "1C is an area of the list" in CliRunner().invoke(main, ["parameters", "1C"]).stdout


@pytest.mark.usefixtures("_classifies")
def test_a_code_that_is_not_there_is_told_alike_by_every_command():
    said = {CliRunner().invoke(main, call).stderr for call in (["classify", "--code", "9Z1"], ["show", "9Z1"])}
    assert len(said) == 1
    assert "the dual-use list has no code '9Z1'" in said.pop()


def test_coverage_as_a_table_has_a_row_a_measure():
    rows = list(csv.DictReader(io.StringIO(CliRunner().invoke(main, ["coverage", "--format", "csv"]).stdout)))
    assert {row["id"] for row in rows} == {str(measure) for measure in load_measures().measures}


def test_words_within_a_longer_word_name_no_entry():
    told = CliRunner().invoke(main, ["timeline", "磁体"])
    assert told.exit_code == 1
    assert "no entry of the dual-use list is called '磁体'; 2 have it within their names" in told.stderr
    assert "3A201.b" in told.stderr
