"""A cost and a nowcast in half a screen: never more lines, and nothing that makes a number doubtful left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support import made_results as made_up
from tests.support.result_pages import FOUND

from sekisho import Library
from sekisho.i18n.messages import Translator
from sekisho.i18n.package_translation import teller_of
from sekisho.impact.nowcast.nowcast import NowcastResult
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.ces import CesCheck
from sekisho.impact.results.notes import cautions_of
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.results.static_brackets import outside_ces
from sekisho.impact.scenario.scenario_reader import scenario_names
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.law.model.term import Reading
from sekisho.message import Text, message
from sekisho.present.brief.cost import STANDING, WEAK, cost_lines
from sekisho.present.brief.nowcast import next_forecasts, nowcast_lines
from sekisho.present.impact.export import told
from sekisho.present.nowcast.terminal import nowcast_text
from sekisho.present.nowcast.words import forecast_tables, observation_rows
from sekisho.present.render.brief_layout import MOST, WIDTH
from sekisho.present.render.terminal import bare, cells
from sekisho.service.impact import ImpactRequest, impact
from sekisho.service.nowcast import NowcastRequest, nowcast
from sekisho.service.workspace import Workspace

LANGUAGES = ("en", "ja", "zh")
ENGLISH = Translator()
OUTSIDE = CesCheck(
    group="rare earths", left=0.5, cost_share=0.001, elasticity=(0.1, 0.2, 0.5), percent=(0.02, 0.5, 1.7), flow=4.3
)
"""A run that costs more in its last month than a production function has it."""


def one_line(found: ImpactResult | OutlookResult) -> str:
    return " ".join(" ".join(map(bare, cost_lines(found, width=100, translator=ENGLISH))).split())


def too_large(lines: list[str]) -> list[str]:
    wide = [line for line in map(bare, lines) if cells(line) > WIDTH]
    return wide if len(lines) <= MOST else [*wide, f"{len(lines)} lines"]


@pytest.fixture(scope="module")
def workspace(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace(library=library, today=date(2026, 11, 27), cache=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def updated(workspace: Workspace) -> NowcastResult:
    return nowcast(NowcastRequest(names=("japan-ban",), as_of=date(2026, 3, 31), months=2, draws=32), workspace)


def test_every_scenario_on_file_is_told_in_half_a_screen_in_every_language(library: Library, workspace: Workspace):
    for name in scenario_names(library):
        found = impact(ImpactRequest(names=(name,)), workspace)
        for language in LANGUAGES:
            translator = teller_of(library, language).translator
            assert (name, language, too_large(cost_lines(found, width=100, translator=translator))) == (
                name,
                language,
                [],
            )


def test_a_share_of_gdp_stands_with_its_year_on_every_first_screen(library: Library):
    """However long the title is: the year of the GDP is told with the percentage, and not where there is room."""
    for title in ("A cut", "A made-up ban and " * 6 + "another"):
        found = made_up.result(title)
        for language, words in (("en", "% of {} GDP"), ("ja", "{}年のGDPの"), ("zh", "{}年GDP的")):
            lines = cost_lines(found, width=80, translator=teller_of(library, language).translator)
            loss = " ".join("".join(map(bare, lines[:3])).split())
            assert words.format(found.anchor.year).replace(" ", "") in loss.replace(" ", "")


def test_a_share_of_the_range_is_one_number_in_all_languages(library: Library, workspace: Workspace):
    """A cause is told with what it explains alone: these shares make no more than the whole, and the law is among them.

    Of 2010 stocks explain all of the range with others, and the share of output that stops 18 % of it: 118 %.
    """
    for name in scenario_names(library):
        found = impact(ImpactRequest(names=(name,)), workspace)
        if not isinstance(found, ImpactResult) or not found.effects:
            continue
        alone = {f"{100 * part:.0f}" for part in found.spread.shares.values()}
        shares = []
        for language in ("en", "ja", "zh"):
            text = " ".join(line.strip() for line in cost_lines(found, width=80, translator=Translator(language)))
            heads = "Sector|Short|Published|Note|Warning|部門|部门|不足|短缺|他の推計|他家估计|注意"
            row = re.search(rf"(?:Range|幅の要因|区间来源) (.*?) (?:{heads})", text)
            shares.append(re.findall(r"(\d+) ?%", row[1]) if row else [])
        assert shares[0] == shares[1] == shares[2], name
        assert set(shares[0]) <= alone, name
        assert sum(map(int, shares[0])) <= 100, name
        if len(found.readings) > 1 and shares[0]:
            assert f"{100 * found.spread.shares[SpreadCause.READING]:.0f}" in shares[0], name


def test_several_scenarios_and_all_cautions_at_once_fit(library: Library):
    cautions = (message(WEAK, "{weak} of {whole} inputs", weak=427, whole=457), *outside_ces(OUTSIDE, months=12))
    found = replace(made_up.result("A made-up ban and " * 4 + "another"), cautions=cautions)
    for language in LANGUAGES:
        lines = cost_lines(found, width=80, translator=teller_of(library, language).translator)
        assert too_large(lines) == []


@pytest.mark.parametrize("kind", FOUND)
def test_a_narrow_terminal_gets_narrower_lines(kind: str):
    lines = cost_lines(FOUND[kind](), width=60, translator=ENGLISH)
    assert [line for line in map(bare, lines) if cells(line) > 60 and not re.search(r"\S{24}", line)] == []


def test_the_mean_the_readings_who_loses_and_when_stand_in_it():
    found = made_up.result()
    told_short, text = one_line(found), " ".join(map(bare, told(found, width=200, full=True).text))
    for part in ("Expected loss (mean)", "A made-up ban", "broad reading", "on the narrow and the central"):
        assert part in told_short
    for part in ("Made-up sector 1", "heavy rare earths", "29 Jan 2026"):
        assert part in told_short
        assert part in text
    assert told_short.endswith("--full")


def test_a_run_that_is_no_finding_says_so_and_tells_no_loss():
    found = made_up.result()
    broken = replace(found, bounds=replace(found.bounds, draws_above=3, first_above=7))
    text = one_line(broken)
    assert text.startswith("No finding: in 3 of")
    assert "Sector" not in text
    assert "JPY" not in text
    ways = made_up.outlook()
    (one, _), other = ways.outcomes
    assert one_line(replace(ways, outcomes=((one, broken), other))).startswith("No finding: in 3 of")


def test_what_makes_a_number_doubtful_is_said_with_its_numbers():
    found = made_up.result()
    assert "Warning" not in one_line(replace(found, cautions=()))
    text = one_line(replace(found, cautions=outside_ces(OUTSIDE, months=12)))
    assert "Warning" in text
    assert "4.3 %" in text
    assert "0.02 to 1.7 %" in text
    unheard = Text("The plants of this made-up sector burnt down.")
    assert str(unheard) in one_line(replace(found, cautions=(unheard,)))


def test_cautions_that_stand_aside_are_still_what_the_model_says():
    """Who renames a caution of the model sees here that a short answer took it for a warning."""
    folder = Path(cautions_of.__code__.co_filename).parent
    sources = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    assert [name for name in STANDING | {WEAK} if f'"{name}"' not in sources] == []


def test_one_reading_says_nothing_of_others():
    text = one_line(made_up.result(readings=(Reading.CENTRAL,)))
    assert "on the narrow" not in text
    assert "no disputed word" in text


def test_the_ways_of_an_outlook_stand_with_their_weights():
    text = one_line(made_up.outlook())
    for part in ("talks succeed (60 %)", "the ban stays (40 %)", "not estimated"):
        assert part in text


def test_a_nowcast_fits_in_every_language(updated: NowcastResult, library: Library):
    for language in LANGUAGES:
        lines = nowcast_lines(updated, width=100, translator=teller_of(library, language).translator)
        assert too_large(lines) == []


def test_a_nowcast_says_what_was_not_thought_possible_and_what_comes_first(updated: NowcastResult):
    text = " ".join(" ".join(map(bare, nowcast_lines(updated, width=100, translator=ENGLISH))).split())
    assert any(use.conflicts for use in updated.observations)
    assert "the model did not think" in text.lower()
    first, second = next_forecasts(updated)
    assert {first.period, second.period} == {min(figure.period for figure in updated.forecasts)}
    assert "Forecast April 2026" in text
    assert text.endswith("--full")


def test_what_half_a_screen_leaves_out_stands_in_full(updated: NowcastResult):
    short = nowcast_lines(updated, width=100, translator=ENGLISH)
    whole = nowcast_text(updated, width=100, translator=ENGLISH)
    assert len(whole) > 3 * len(short)
    text = " ".join(" ".join(map(bare, whole)).split())
    assert [name for name, _ in forecast_tables(updated) if str(name) not in text] == []
    assert [name for _, name in observation_rows(updated) if str(name) not in text] == []
