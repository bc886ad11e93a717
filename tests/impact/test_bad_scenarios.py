"""Scenario files and settings that cannot be run are refused, everything at once: what, where, expected, what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.small_economy import BAN, OTHER, lawful, stop
from tests.support.told import check_style, check_whole

from sekisho import Library
from sekisho.errors import ScenarioError, SekishoError, TableError
from sekisho.impact.economy.reshaping import in_unit
from sekisho.impact.economy.tables.user_tables import find_table
from sekisho.impact.materials.material import Rule
from sekisho.impact.model import Model, model_of
from sekisho.impact.outlook import run_outlook
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.horizon import LONGEST
from sekisho.impact.scenario.resolution import outcomes_of, scenario_of
from sekisho.impact.scenario.scenario import ALL, AssumedCut, CapacityLoss, LegalCut, PolicyResponse, Scenario
from sekisho.impact.scenario.scenario_reader import find_scenario, read_scenario, scenario_names
from sekisho.impact.simulation import simulate

HEAD = "title: A stop\nbecause: a test\nstart: 2026-01-06\nmonths: 3\n"
CUT = "cuts:\n  - {materials: [gallium], share: 1}\n"
OUTLOOK = """outcomes:
  - {scenario: talks-succeed, title: talks succeed, weight: 0.5, because: a test}
  - {scenario: ban-widens, title: the ban widens, weight: 0.5, because: a test}
"""


STANDSTILL = CapacityLoss(sector="MAT", share=0.1, since=None, until=None, because="a test")


def read(text: str) -> Scenario:
    return read_scenario(text, name="mine.yaml", id="mine")


def refused(text: str) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        read(text)
    for problem in caught.value.problems:
        check_style(problem)
        assert problem.where.startswith("mine.yaml")
    return caught.value


def test_the_smallest_scenario_says_what_where_when_and_how_long():
    found = read(HEAD + CUT)
    assert found.cuts == (AssumedCut(materials=("gallium",), share=found.cuts[0].share, fields=(ALL,)),)  # type: ignore[union-attr]
    assert (found.id, found.start, found.months) == ("mine", date(2026, 1, 6), 3)
    assert (found.supplier, found.buyer) == ("CN", "JP")


ONE_FAULT: tuple[tuple[str, str, str, str], ...] = (
    (HEAD.replace("title: A stop\n", "") + CUT, "key 'title' is missing", "mine.yaml:1", ""),
    (HEAD.replace("A stop", "") + CUT, "'title' says nothing", "mine.yaml:1", "Expected words"),
    (HEAD.replace("2026-01-06", "2026-02-30") + CUT, "start '2026-02-30' is not a date", "mine.yaml:3", "YYYY-MM-DD"),
    (HEAD.replace("2026-01-06", "6 January") + CUT, "start '6 January' is not a date", "mine.yaml:3", "YYYY-MM-DD"),
    (HEAD.replace("months: 3", "months: 0") + CUT, "months '0' is out of range", "mine.yaml:4", "from 1 to 36"),
    (HEAD.replace("months: 3", "months: 99") + CUT, "months '99' is out of range", "mine.yaml:4", "from 1 to 36"),
    (HEAD.replace("months: 3", "months: 2.5") + CUT, "months '2.5' is out of range", "mine.yaml:4", "a whole number"),
    (HEAD.replace("months: 3", "months: soon") + CUT, "months 'soon' is not a number", "mine.yaml:4", "such as 12"),
    (HEAD, "neither cuts nor outcomes", "mine.yaml:1", "A scenario has cuts; an outlook has outcomes"),
    (HEAD + CUT + OUTLOOK, "both cuts and outcomes", "mine.yaml:1", "A scenario has cuts; an outlook has outcomes"),
    (HEAD + "cuts: gallium\n" + OUTLOOK, "'cuts' is not a list", "mine.yaml:5", ""),
    (HEAD + OUTLOOK.replace("0.5", "0.4"), "weights of outcomes add up to 0.8", "mine.yaml:1", "Expected 1"),
    (HEAD + OUTLOOK.replace("weight: 0.5, ", "", 1), "key 'weight' is missing", "mine.yaml:6", ""),
    (HEAD + CUT.replace("share: 1", "share: 1.2"), "share 1.2 of the flow cannot be cut", "mine.yaml:6", "0 (nothing)"),
    (HEAD + CUT.replace("share: 1", "share: -0.1"), "share -0.1 of the flow cannot", "mine.yaml:6", "0 (nothing)"),
    (
        HEAD + CUT.replace("share: 1", "share: {low: 0.9, central: 0.5, high: 1}"),
        "share 0.9, 0.5, 1 of the flow cannot",
        "mine.yaml:6",
        "low to high",
    ),
    (HEAD + CUT.replace("share: 1", "share: {low: 0, high: 1}"), "key 'central' is missing", "mine.yaml:6", ""),
    (HEAD + CUT.replace("share: 1", "share: most"), "share 'most' is not a number", "mine.yaml:6", "0.5"),
    (HEAD + CUT.replace("share: 1", "share: [1]"), "share is not a number", "mine.yaml:6", "0.5"),
    (HEAD + CUT.replace(", share: 1", ""), "key 'share' is missing", "mine.yaml:6", ""),
    (HEAD + CUT.replace("[gallium]", "[]"), "'materials' is not a list of names", "mine.yaml:6", "one name or more"),
    (HEAD + CUT.replace("[gallium]", "{a: b}"), "'materials' is not a list of names", "mine.yaml:6", "one name"),
    (HEAD + "cuts:\n  - {measures: []}\n", "'measures' is not a list of names", "mine.yaml:6", "one name or more"),
    (HEAD + "cuts:\n  - gallium\n", "cut: expected keys and values", "mine.yaml:6", "Known keys: materials"),
    (
        HEAD + CUT.replace("share: 1", "share: 1, from: 2026-03-01, until: 2026-02-01"),
        "the cut ends on 1 February 2026, before it begins on 1 March 2026",
        "mine.yaml:6",
        "Expected 'until' on or after 'from'",
    ),
    (
        HEAD + CUT.replace("share: 1", "share: 1, until: 2025-12-31"),
        "the cut ends on 31 December 2025, before it begins on 6 January 2026",
        "mine.yaml:6",
        "leave it out if it is open",
    ),
    (HEAD + CUT.replace("share: 1", "share: 1, form: metal"), "cut: unknown key 'form'", "mine.yaml:6", "'from'"),
    (HEAD + CUT + "monts: 3\n", "scenario: unknown key 'monts'", "mine.yaml:7", "Did you mean 'months'?"),
    (HEAD + CUT + "months: 3\n", "months", "mine.yaml:7", ""),
    (HEAD + CUT + "fixed: {leakge: 0}\n", "no uncertain input 'leakge'", "mine.yaml:7", "Did you mean 'leakage'?"),
    (HEAD + CUT + "fixed: {leakage: 2}\n", "leakage '2' is out of range", "mine.yaml:7", "a number from 0 to 1"),
    (HEAD + CUT + "fixed: {phi: 0.3}\n", "phi cannot be fixed at '0.3'", "mine.yaml:7", "low, central, high"),
    (HEAD + CUT + "fixed: leakage\n", "fixed: expected keys and values", "mine.yaml:7", "Write a key a line"),
    (HEAD + CUT + "answers: {thrift: 9}\n", "thrift '9' is out of range", "mine.yaml:7", "from 0 to 5"),
    (HEAD + CUT + "answers: {release_day: -1}\n", "release_day '-1' is out of range", "mine.yaml:7", "from 0 to 1000"),
    (HEAD + CUT + "answers: none\n", "answers: expected keys and values", "mine.yaml:7", "public_release"),
    (
        HEAD + CUT + "answers: {public_release: soon}\n",
        "unknown public_release 'soon'",
        "mine.yaml:7",
        "none, at_once, from_day, priority",
    ),
    (HEAD + CUT + "propagation: far\n", "unknown propagation 'far'", "mine.yaml:7", "none, upstream, full"),
    (HEAD + CUT + "rationing: fair\n", "unknown rationing 'fair'", "mine.yaml:7", "customary"),
    (HEAD + CUT + "rationing: priority\n", "rationing 'priority' needs a list", "mine.yaml:7", "final_first"),
    (HEAD + CUT + "published: {year: 1.3}\n", "'year' cannot be run as a number of months", "mine.yaml:7", "12: 1.3"),
    (HEAD + CUT + "published: {99: 1.3}\n", "'99' cannot be run as a number of months", "mine.yaml:7", "1 to 36"),
    (HEAD + CUT + "published: {12: much}\n", "published 'much' is not a number", "mine.yaml:7", "0.5"),
    ("", "the file is empty", "mine.yaml:1", ""),
    ("- 1\n", "scenario: expected keys and values", "mine.yaml:1", "Known keys: title, for, because"),
    ("title: [a\nb: c", "not YAML", "mine.yaml:2", ""),
)


@pytest.mark.parametrize(
    ("text", "what", "where", "remedy"),
    ONE_FAULT,
    ids=[f"{number} {row[1][:40]}" for number, row in enumerate(ONE_FAULT)],
)
def test_a_file_with_one_fault_is_refused_for_it(text: str, what: str, where: str, remedy: str):
    fault = refused(text)
    (problem,) = fault.problems
    assert what in problem.what
    assert problem.where == where
    assert remedy in problem.remedy


def test_all_faults_of_a_file_are_told_at_once():
    fault = refused(
        "title: A stop\nbecause: a test\nstart: 2026-13-06\nmonths: 99\nsuplier: CN\n"
        "cuts:\n  - {materials: [gallium], share: 1.5, from: 2026-05-01, until: 2026-04-01}\n"
        "  - {materials: [], share: 1}\n"
        "fixed: {phy: low, leakage: 3}\nanswers: {thrift: many}\nceilings: glass\n"
    )
    check_whole(
        fault,
        ("start '2026-13-06' is not a date", "mine.yaml:3", "YYYY-MM-DD"),
        ("months '99' is out of range", "mine.yaml:4", "1 to 36"),
        ("unknown key 'suplier'", "mine.yaml:5", "Did you mean 'supplier'?"),
        ("the cut ends on 1 April 2026", "mine.yaml:7", "'until' on or after"),
        ("share 1.5", "mine.yaml:7", "0 (nothing) to 1 (all)"),
        ("'materials' is not a list of names", "mine.yaml:8", "Expected one name"),
        ("no uncertain input 'phy'", "mine.yaml:9", "Did you mean 'phi'?"),
        ("leakage '3' is out of range", "mine.yaml:9", "from 0 to 1"),
        ("thrift 'many' is not a number", "mine.yaml:10", "0.5"),
        ("unknown ceilings 'glass'", "mine.yaml:11", "minimum, product"),
    )


# ---------------------------------------------------------------- names that nobody knows


def test_unknown_names_are_told_at_once_with_the_nearest(library: Library, small: Model):
    cuts = (
        *stop(materials=("listed-mettal", OTHER)).cuts,
        *stop(fields=("aerospce",)).cuts,
        *lawful("cn/2026-01-japan-dualuse", new_licences=("latte",)).cuts,
    )
    with pytest.raises(ScenarioError) as caught:
        simulate(replace(stop(), cuts=cuts), library, small, RunSettings(draws=16))
    check_whole(
        caught.value,
        ("no material 'listed-mettal'", "made-up", "Did you mean 'listed-metal'?"),
        ("no field of use 'aerospce'", "made-up", "Did you mean 'aerospace'?"),
        ("no experience 'latte'", "made-up", "Did you mean 'late'?"),
        ("no measure 'cn/2026-01-japan-dualuse'", "made-up", f"Did you mean '{BAN}'?"),
    )


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["japan-bann"], ("no scenario 'japan-bann'", "Did you mean 'japan-ban'?", "or name a YAML file")),
        (["cn/2026-1-japan-dual-use"], ("no measure 'cn/2026-1-japan-dual-use'", f"Did you mean '{BAN}'?")),
        (["missing.yaml"], ("missing.yaml: no such file", "Check the path")),
    ],
)
def test_a_name_that_is_neither_measure_nor_scenario_is_told(
    library: Library, names: list[str], words: tuple[str, ...]
):
    with pytest.raises(ScenarioError) as caught:
        scenario_of(library, names)
    for word in words:
        assert word in str(caught.value)


def test_every_unknown_name_is_told(library: Library):
    with pytest.raises(ScenarioError) as caught:
        scenario_of(library, ["first", "japan-ban", "second/third", "fourth.yaml"])
    assert len(caught.value.problems) == 3


def test_scenarios_that_differ_in_what_is_done_are_not_put_together(library: Library):
    with pytest.raises(ScenarioError, match="differ in propagation") as caught:
        scenario_of(library, ["nri-2025", "daiwa-2025"])
    assert "Run them apart" in str(caught.value)
    with pytest.raises(ScenarioError, match="is an outlook"):
        scenario_of(library, ["japan-ban", "outlook-2026"])
    with pytest.raises(ScenarioError, match=r"fix 'dependence' at 0\.7 and 0\.63"):
        scenario_of(library, ["daiwa-2025", "mizuho-2026"])


def test_scenarios_put_together_have_all_cuts_from_the_earliest_day(library: Library):
    both = scenario_of(library, ["japan-ban", "rare-earths-stop", "senkaku-2010"])
    assert both.start == date(2010, 9, 21)
    assert both.months == 12
    assert len(both.cuts) == 4
    fixed = find_scenario(library, "senkaku-2010").fixed
    assert {"dependence", "leakage"} <= set(fixed)
    assert both.fixed == fixed


def test_a_file_that_is_no_text_is_told(library: Library, tmp_path: Path):
    file = tmp_path / "mine.yaml"
    file.write_bytes(b"title: \xff\xfe\n")
    with pytest.raises(ScenarioError, match="is not UTF-8 text"):
        find_scenario(library, str(file))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_is_read_by_its_path(library: Library, tmp_path: Path, mark: str):
    file = tmp_path / "mine.yaml"
    file.write_text(mark + HEAD + CUT, encoding="utf-8")
    assert find_scenario(library, str(file)).id == "mine"


def test_every_scenario_of_the_packages_can_be_read(library: Library):
    names = scenario_names(library)
    assert len(names) == 13
    for name in names:
        found = find_scenario(library, name)
        assert found.id == name
        assert found.because
        assert found.outcomes or found.cuts


# ---------------------------------------------------------------- days and settings


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (
            replace(stop(), start=date(2226, 1, 6)),
            ("begins on 6 January 2226", "The last GDP on file is that of", "Expected a first day up to 31 December"),
        ),
        (
            replace(stop(), answers=PolicyResponse(public_release=Rule.FROM_DAY, release_day=900)),
            ("public stocks open on day 900", "the span has 90 days", "Expected a day of the span"),
        ),
        (
            replace(stop(), capacity=(replace(STANDSTILL, since=date(2036, 5, 1)),)),
            ("a standstill begins on 1 May 2036, after the last day of the span", "Expected days of the span"),
        ),
        (
            replace(stop(), capacity=(replace(STANDSTILL, until=date(2025, 12, 31)),)),
            ("a standstill ends on 31 December 2025, before the first day of the span", "or move the span"),
        ),
        (
            replace(stop(), cuts=(replace(stop().cuts[0], since=date(2026, 7, 1)),)),
            ("a cut begins on 1 July 2026, after the last day of the span, 5 April 2026", "--months"),
        ),
        (
            replace(stop(), cuts=(replace(stop().cuts[0], since=date(2025, 1, 1), until=date(2025, 6, 1)),)),
            ("a cut ends on 1 June 2025, before it can bite on 6 January 2026", "Begin the span earlier"),
        ),
        (
            lawful(start=date(2025, 6, 1)),
            ("a cut begins on 6 January 2026, after the last day of the span, 31 August 2025", "--start"),
        ),
        (
            lawful(start=date(2026, 3, 1), until=date(2026, 2, 1)),
            ("a cut ends on 1 February 2026, before it can bite on 1 March 2026",),
        ),
    ],
)
def test_what_would_never_come_to_pass_is_refused(
    library: Library, small: Model, scenario: Scenario, words: tuple[str, ...]
):
    with pytest.raises(ScenarioError) as caught:
        simulate(scenario, library, small, RunSettings(draws=16))
    (problem,) = caught.value.problems
    check_style(problem)
    for word in words:
        assert word in str(problem)


@pytest.mark.parametrize("months", [0, -3, LONGEST + 1, 99])
def test_a_horizon_of_no_or_too_many_months_is_refused(library: Library, small: Model, months: int):
    with pytest.raises(ScenarioError, match=f"a span of {months} months cannot be run") as caught:
        simulate(stop(), library, small, RunSettings(draws=16, months=months))
    assert "Expected 1 to 36" in str(caught.value)


def test_settings_out_of_range_are_told_at_once(library: Library, small: Model):
    with pytest.raises(ScenarioError) as caught:
        simulate(stop(), library, small, RunSettings(draws=48, seed=-1, months=99))
    check_whole(
        caught.value,
        ("48 draws cannot be made", "draws", "such as 64"),
        ("-1 is not a seed", "seed", "from 0"),
        ("99 months cannot be run", "months", "1 to 36"),
    )


def test_other_countries_than_those_of_the_data_are_refused(library: Library, small: Model):
    with pytest.raises(ScenarioError) as caught:
        simulate(replace(stop(), buyer="KR", supplier="RU"), library, small, RunSettings(draws=16))
    assert "asks what KR buys from RU" in str(caught.value)
    assert "those that JP buys from CN" in str(caught.value)


# ---------------------------------------------------------------- outlooks


def outlook(*scenarios: str, weight: float | None = None) -> Scenario:
    lines = [
        f"  - {{scenario: {name}, title: {name}, weight: {weight or 1 / len(scenarios)}, because: a test}}\n"
        for name in scenarios
    ]
    return read(HEAD + "outcomes:\n" + "".join(lines))


def test_every_outcome_that_nobody_knows_is_told(library: Library):
    with pytest.raises(ScenarioError) as caught:
        outcomes_of(library, outlook("japan-bann", "outlook-2026", "cn/1999-nothing", "japan-ban"))
    assert [problem.what for problem in caught.value.problems] == [
        "no scenario 'japan-bann'.",
        "'outlook-2026' is an outlook itself.",
        "no measure 'cn/1999-nothing'.",
    ]


def test_outcomes_run_from_the_same_day_and_as_long(library: Library):
    found = outcomes_of(library, outlook("rare-earths-stop", "senkaku-2010"))
    assert {(one.start, one.months) for one in found} == {(date(2026, 1, 6), 3)}


def test_an_outlook_refuses_settings_out_of_range_before_anything_is_run(library: Library, small: Model):
    with pytest.raises(ScenarioError, match="99 months"):
        run_outlook(outlook("rare-earths-stop"), library, small, RunSettings(draws=16, months=99))


# ---------------------------------------------------------------- tables


def test_a_table_in_another_classification_is_refused_once(library: Library):
    with pytest.raises(TableError) as caught:
        model_of(library, find_table(library, "stylised"))
    (problem,) = caught.value.problems
    check_style(problem)
    assert "its sectors are those of 'stylised'" in problem.what
    assert "oecd45" in problem.remedy
    assert problem.remedy.startswith("Expected a table in ")


def test_a_table_of_another_country_is_refused(library: Library, japan: Model):
    table = replace(japan.table, regions=("CN",))
    with pytest.raises(TableError, match="has China, and not Japan") as caught:
        model_of(library, table)
    assert "Expected a table of Japan, or of several countries with it." in str(caught.value)


def test_a_table_that_names_no_country_stands_for_the_buyer_and_says_so(library: Library, japan: Model):
    found = model_of(library, replace(japan.table, regions=("XX",)))
    assert "The table names no country; it stands for JP." in found.table.assumptions


def test_materials_that_nobody_has_are_named_with_those_at_hand(library: Library, japan: Model):
    with pytest.raises(SekishoError, match="no data on materials that FR buys from CN") as caught:
        model_of(library, replace(japan.table, regions=("FR",)), buyer="FR")
    assert "Known: JP from CN, DE from CN, KR from CN, TW from CN, US from CN." in str(caught.value)


def test_a_table_in_another_unit_gives_the_same_loss_in_money(library: Library, japan: Model):
    other = model_of(library, in_unit(japan.table, "thousand USD"))
    scenario = scenario_of(library, ["daiwa-2025"])
    one, two = (simulate(scenario, library, each, RunSettings(draws=16, months=1)) for each in (japan, other))
    assert one.amount().p50 == pytest.approx(two.amount().p50, rel=1e-9)


def test_names_of_a_cut_may_stand_alone_or_in_a_list():
    """One name needs no brackets."""
    one = read(HEAD + "cuts:\n  - {materials: gallium, share: 1, fields: aerospace}\n  - {measures: cn/x}\n")
    assumed, legal = one.cuts
    assert isinstance(assumed, AssumedCut)
    assert isinstance(legal, LegalCut)
    assert (assumed.materials, assumed.fields, legal.measures) == (("gallium",), ("aerospace",), ("cn/x",))
    assert assumed.share.central == 1.0
