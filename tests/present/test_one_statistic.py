"""One figure for one loss: the mean heads every text, table and chart; the middle run never stands without its name.

The made-up losses are lognormal, so that mean and middle run differ by two thirds and cannot be taken for each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from tests.support import made_results as made_up
from tests.support.result_pages import Found

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.bands import QuantileBand, band
from sekisho.impact.results.result import ImpactResult
from sekisho.law.model.term import Reading
from sekisho.present.document import ChartFigure, Table
from sekisho.present.impact.charts import charts_of
from sekisho.present.impact.document import document_of
from sekisho.present.impact.findings import measured_otherwise
from sekisho.present.impact.headline import figure_of, headline_of, scales_or_anchor
from sekisho.present.impact.months import months_of
from sekisho.present.impact.outlook import outlook_text
from sekisho.present.impact.page import excerpt
from sekisho.present.impact.quantities import MIDDLE, amounts, mean_percent, percent
from sekisho.present.impact.summary import head_of
from sekisho.present.impact.terminal import impact_text

KINDS: dict[str, Callable[[], Found]] = {
    "readings": made_up.result,
    "one reading": lambda: made_up.result(readings=(Reading.CENTRAL,)),
    "outlook": made_up.outlook,
}
OLD = re.compile(r"\bmedians?\b|\bdraws?\b|\bp(?:5|25|50|75|95)\b", re.IGNORECASE)
"""Words of the data for what readers know as the middle run and runs."""


@pytest.fixture(scope="module", params=KINDS)
def shown(request: pytest.FixtureRequest) -> Found:
    return KINDS[request.param]()


def results_of(found: Found) -> list[ImpactResult]:
    return [each for _, each in found.outcomes] if isinstance(found, OutlookResult) else [found]


def bands_of(found: Found) -> Iterator[QuantileBand]:
    if isinstance(found, OutlookResult):
        yield found.mixture()
    for result in results_of(found):
        yield from map(result.percent, result.readings)
        yield from (total for _, total, _ in result.by_sector())
        yield from (month.band for month in months_of(result))


def only_middles(found: Found) -> set[str]:
    """Losses of the middle run as they are written, where nothing else is written the same."""
    bands = list(bands_of(found))
    others = {str(percent(getattr(each, name))) for each in bands for name in ("p5", "p25", "p75", "p95")}
    others |= {str(percent(each.mean, error)) for each in bands for error in (0.0, each.error_of("mean"))}
    middles = {str(percent(each.p50, each.error_of("p50"))) for each in bands}
    return {one for one in middles - others if len(one) >= len("0.012")}


def sentences_of(found: Found) -> list[str]:
    charts = charts_of(found).values()
    told = [*head_of(found).findings, *(chart.title for chart in charts), *(chart.says for chart in charts)]
    return list(map(str, [*told, *(each for result in results_of(found) for each in measured_otherwise(result))]))


def tables_of(found: Found) -> Iterator[Table]:
    for section in document_of(found).sections:
        for part in section.parts:
            beside = part.beside if isinstance(part, ChartFigure) else part
            if isinstance(beside, Table):
                yield beside


def unnamed(text: str, middles: Iterable[str]) -> list[str]:
    """Name the middles that stand in a text without their name in the same sentence."""
    parts = re.split(r"(?<=[.;]) ", text)
    numbers = {number: part for part in parts for number in re.findall(r"\d[\d.]*\d", part)}
    return [one for one in middles if one in numbers and "middle run" not in numbers[one].lower()]


def test_a_loss_of_the_middle_run_has_its_name_in_every_sentence(shown: Found):
    middles = only_middles(shown)
    assert middles, "the made-up result no longer tells mean and middle run apart"
    assert [(one, text) for text in sentences_of(shown) for one in unnamed(text, middles)] == []


def test_a_loss_of_the_middle_run_stands_in_its_column_alone(shown: Found):
    middles = only_middles(shown)
    found = [
        (str(table.caption), str(head), str(cell))
        for table in tables_of(shown)
        for row in table.rows
        for head, cell in zip(table.heads, row, strict=True)
        if head != MIDDLE and "middle run" not in str(table.caption)
        if set(re.findall(r"\d[\d.]*\d", str(cell))) & middles
    ]
    assert found == []


def test_every_table_that_writes_a_middle_run_writes_the_mean_before_it(shown: Found):
    with_middles = [table for table in tables_of(shown) if MIDDLE in table.heads]
    assert with_middles
    for table in with_middles:
        heads = list(map(str, table.heads))
        assert heads.index("mean") < heads.index("middle run"), table.caption


def test_the_large_figure_the_headline_and_the_row_of_a_table_say_one_mean():
    result = made_up.result()
    loss, scales = result.percent(), scales_or_anchor(result)
    large = str(figure_of(loss, scales, runs=result.draws, days="a year").amount)  # type: ignore[arg-type]
    headline = str(headline_of(loss, scales))
    assert headline.startswith(f"Expected loss (mean): {large} (")
    number = float(re.findall(r"[\d.]+", large)[0])
    row = float(re.findall(r"[\d.]+", str(amounts(result.amount())))[0])
    assert number == pytest.approx(row, rel=0.05), (large, str(amounts(result.amount())))


def test_a_chart_rounds_an_amount_as_the_tables_beside_it_do():
    result = made_up.result()
    written = {str(amounts(result.amount(reading))) for reading in result.readings}
    assert set(_labels(charts_of(result)["readings"].spec)) == written


def _labels(drawn: object) -> Iterator[str]:
    """The ranges that a drawing writes beside its bars."""
    if isinstance(drawn, dict):
        if isinstance(drawn.get("range"), str):
            yield drawn["range"]
        for part in drawn.values():
            yield from _labels(part)
    elif isinstance(drawn, list):
        for part in drawn:
            yield from _labels(part)


def test_the_mean_comes_first_however_little_the_runs_differ():
    """Hand-made: of five runs 1, 1, 1, 1 and 1.5 the mean is 1.1 and the middle run 1.0."""
    import numpy as np

    from sekisho.impact.economy.money import MoneyScale

    loss = band(np.array([1.0, 1.0, 1.0, 1.0, 1.5]))
    said = str(headline_of(loss, (MoneyScale(currency="JPY", year=2024, billion=1_000.0),)))
    assert said.startswith("Expected loss (mean): ¥1.1 trillion (1.1 % of 2024 GDP).")
    assert said.endswith("Middle run: ¥1.0 trillion.")
    assert str(mean_percent(loss)) == "1.10"


def test_no_face_speaks_the_words_of_the_data(shown: Found):
    tell = outlook_text if isinstance(shown, OutlookResult) else impact_text
    texts = [
        *tell(shown),  # type: ignore[arg-type]
        *sentences_of(shown),
        *(str(cell) for table in tables_of(shown) for row in (table.heads, *table.rows) for cell in row),
        *(str(table.caption) for table in tables_of(shown)),
        *(str(column.heading) for chart in charts_of(shown).values() for column in chart.columns),
        *(str(chart.subtitle) for chart in charts_of(shown).values()),
        re.sub(r"<[^>]*>", " ", excerpt(shown)),
    ]
    assert [text for text in texts if OLD.search(text)] == []


@pytest.mark.parametrize("name", ["path", "sectors", "readings"])
def test_a_chart_draws_the_mean_and_lists_it_first(name: str):
    chart = charts_of(made_up.result())[name]
    headings = [str(column.heading).split(" (")[0] for column in chart.columns]
    assert headings[1:] == ["mean", "5 %", "25 %", "middle run", "75 %", "95 %"]
    assert "mean" in str(chart.title).lower()
    assert "'mean:Q'" in str(chart.spec) or "'field': 'mean'" in str(chart.spec)
