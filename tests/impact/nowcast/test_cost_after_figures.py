"""Figures beside a cost weigh its draws as a nowcast does: the same loss after, on every face; a series weighs none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.impact.results.bands import QUANTILES
from sekisho.impact.results.result import ImpactResult
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.model.term import Reading
from sekisho.present.brief.cost import cost_brief, cost_lines
from sekisho.present.impact.data import impact_data
from sekisho.present.impact.terminal import impact_text
from sekisho.present.nowcast.after_figures import after_lines, after_sentences, conflicts_alone
from sekisho.present.nowcast.data import nowcast_data
from sekisho.present.render.brief_layout import MOST
from sekisho.present.render.terminal import bare
from sekisho.service.impact import OBSERVATIONS, ImpactRequest, impact
from sekisho.service.nowcast import NowcastRequest, nowcast
from sekisho.service.workspace import Workspace

AS_OF = date(2026, 3, 31)
NUMBERS = (*QUANTILES, "mean")
ASKED = ImpactRequest(names=("japan-ban",), draws=64, as_of=AS_OF)


@pytest.fixture(scope="module")
def figures(library: Library) -> Path:
    (file,) = [
        file for package in library.packages for file in sorted((package.folder / ECONOMY / OBSERVATIONS).glob("*.csv"))
    ]
    return file


@pytest.fixture(scope="module")
def workspace(library: Library) -> Workspace:
    return Workspace(library=library, today=AS_OF)


@pytest.fixture(scope="module")
def beside(figures: Path, workspace: Workspace) -> ImpactResult:
    found = impact(replace(ASKED, observed=figures), workspace)
    assert isinstance(found, ImpactResult)
    return found


def test_a_cost_beside_figures_says_what_a_nowcast_says_of_the_same_days(
    beside: ImpactResult, figures: Path, workspace: Workspace
):
    """Bit by bit: the draws are the same, and so is what weighs them."""
    known = nowcast(NowcastRequest(names=ASKED.names, draws=64, as_of=AS_OF, observed=figures), workspace)
    assert known.horizon == beside.horizon
    data, told = nowcast_data(known), impact_data(beside)["observed"]
    assert isinstance(told, dict)
    weighed = told["weighed"]
    for name in ("gdp_loss_percent", "readings", "gdp_year", "conflicts"):
        assert weighed[name] == data[name], name
    assert beside.observed is not None
    assert beside.observed.weighed is not None
    for one, other in zip(
        (beside.observed.weighed.before, beside.observed.weighed.after), known.loss_bands, strict=True
    ):
        assert [getattr(one, name) for name in NUMBERS] == [getattr(other, name) for name in NUMBERS]
    tails = {row["id"]: row["prior_tail"] for row in told["rows"]}
    assert tails == {row["id"]: row["prior_tail"] for row in data["observations"]}  # type: ignore[attr-defined]


def test_the_figures_move_the_loss_and_the_one_that_heads_the_answer_stays(beside: ImpactResult, workspace: Workspace):
    plain = impact(replace(ASKED, as_of=None), workspace, shipped=False)
    assert isinstance(plain, ImpactResult)
    assert beside.percent() == plain.percent()
    weighed = beside.observed.weighed if beside.observed is not None else None
    assert weighed is not None
    assert weighed.figures > 0
    assert weighed.after.p50 != weighed.before.p50
    assert set(weighed.readings) == set(Reading)
    for side in ("before", "after"):
        assert sum(getattr(row, side) for row in weighed.readings.values()) == pytest.approx(1.0)


def test_screen_whole_text_and_workbook_tell_the_loss_after(beside: ImpactResult):
    brief = " ".join(str(wording) for part in cost_brief(beside).parts for wording in part.wordings)
    whole = " ".join("\n".join(impact_text(beside)).split())
    assert "With what was known on 31 Mar 2026, the mean loss over all readings is" in brief
    assert "over all readings by their weights" in whole
    assert "Loss before and after what was observed, over all readings" in whole
    assert [str(when) for when, _ in after_lines(beside)] == ["before", "after the observations"]


def test_a_figure_that_was_not_thought_possible_is_said(beside: ImpactResult):
    assert beside.observed is not None
    assert [row.id for row in beside.observed.conflicting] == ["magnesium-2026-02"]
    assert "the model did not think this possible" in str(after_sentences(beside))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_answer_says_so_too_and_keeps_to_half_a_screen(beside: ImpactResult, language: str):
    lines = cost_lines(beside, width=80, translator=Translator(language))
    assert len(lines) <= MOST
    assert Translator(language).say(conflicts_alone(1)).rstrip(".。") in "".join(map(bare, lines)).replace("  ", "")


def test_a_vintage_before_every_figure_leaves_the_loss_and_says_so(figures: Path, workspace: Workspace):
    early = impact(replace(ASKED, observed=figures, as_of=date(2026, 1, 6)), workspace)
    assert isinstance(early, ImpactResult)
    assert early.observed is not None
    assert early.observed.weighed is not None
    assert early.observed.weighed.figures == 0
    assert early.observed.weighed.after.mean == pytest.approx(early.observed.weighed.before.mean, rel=1e-9)
    assert "No figure that weighs was known on 6 Jan 2026" in str(after_sentences(early))


def test_a_publishers_series_weighs_nothing_and_says_so(tmp_path: Path, workspace: Workspace):
    rows = ["period,reporterISO,flowCode,partnerISO,partner2Code,motCode,cmdCode,netWgt"]
    rows += [f"2025{month:02d},JPN,M,CHN,0,0,250410,1000000" for month in range(1, 13)]
    series = tmp_path / "series.csv"
    series.write_text("\n".join([*rows, "202601,JPN,M,CHN,0,0,250410,900000"]))
    found = impact(replace(ASKED, observed=series), workspace)
    assert isinstance(found, ImpactResult)
    assert found.observed is not None
    assert found.observed.compared
    assert found.observed.weighed is None
    assert after_sentences(found) is None
    assert any("changes no loss" in str(note) for note in found.observed.notes)
    told = impact_data(found)["observed"]
    assert isinstance(told, dict)
    assert told["weighed"] is None
