"""The head of a report: title, findings, cautions, and what the numbers rest on; on a page and in a workbook alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.scenario.scenario import Scenario
from sekisho.message import Text, joined, message
from sekisho.present.document import Head
from sekisho.present.impact.findings import summary
from sekisho.present.impact.names import HEX, READINGS, WHOLE_READINGS, dates, input_version, law_text, with_reading
from sekisho.present.impact.outlook import cautions_of, first_of, outlook_summary, readings_of
from sekisho.present.impact.quantities import share

BILLIONS: Final = 1_000.0
"""Billions in a trillion: the GDP of an anchor is in trillions."""
INPUT_NAMES: Final[Mapping[str, Text]] = {
    "law": message("impact.card_law", "Law"),
    "economy data": message("impact.card_data", "Economy data"),
    "table": message("impact.card_table", "Table"),
}
CARD_SCENARIO: Final = message("impact.card_scenario", "Scenario")
CARD_RESULT: Final = message("impact.card_result", "Result")


def head_of(answer: ImpactResult | OutlookResult) -> Head:
    """Return the head of a report on a result, or on an outlook."""
    return _of_outlook(answer) if isinstance(answer, OutlookResult) else _of_result(answer)


def _of_result(result: ImpactResult) -> Head:
    line = _with_law(with_reading(dates(result), result), result)
    if result.hash:
        line = message("impact.line_result", "{line} · result {version}", line=line, version=result.hash[:HEX])
    return Head(
        title=law_text(result.scenario.title),
        line=line,
        findings=summary(result),
        cautions=result.cautions,
        card=_card(result),
    )


def _of_outlook(outlook: OutlookResult) -> Head:
    first = first_of(outlook)
    line = joined([dates(first), WHOLE_READINGS[outlook.reading] if readings_of(outlook) else ""], "comma")
    weights = [
        message("impact.weight_of", "{way} {weight}", way=law_text(outcome.title), weight=share(outcome.weight))
        for outcome, _ in outlook.outcomes
    ]
    results = (joined([law_text(outcome.title), each.hash], "colon") for outcome, each in outlook.outcomes)
    card = {
        **_card(first),
        CARD_SCENARIO: _named(outlook.scenario),
        message("impact.card_weights", "Weights"): joined(weights, "comma"),
        CARD_RESULT: joined(results, "semicolon"),
    }
    return Head(
        title=law_text(outlook.scenario.title),
        line=_with_law(line, first),
        findings=outlook_summary(outlook),
        cautions=cautions_of(outlook),
        card=card,
    )


def _with_law(line: Text, result: ImpactResult) -> Text:
    if "law" not in result.inputs:
        return line
    version = input_version("law", result.inputs["law"])
    return message("impact.line_law", "{line} · {version}", line=line, version=version)


def _named(scenario: Scenario) -> Text:
    """Name a scenario in words, with the id by which it is asked again."""
    return message("impact.card_scenario_of", "{title} ({id})", title=law_text(scenario.title), id=str(scenario.id))


def _card(result: ImpactResult) -> dict[str, str]:
    anchor, horizon = result.anchor, result.horizon
    days = message("impact.card_days_of", "{dates}, {days} days", dates=dates(result), days=str(horizon.days))
    none = message("impact.card_no_reading", "none is in question")
    return {
        CARD_SCENARIO: _named(result.scenario),
        message("impact.card_days", "Days"): days,
        message("impact.card_reading", "Reading"): READINGS[result.reading] if len(result.readings) > 1 else none,
        message("impact.card_draws", "Runs"): message(
            "impact.card_draws_of", "{draws}, seed {seed}", draws=result.draws, seed=str(result.seed)
        ),
        message("impact.card_kernel", "Calculated with"): result.kernel,
        message("impact.card_gdp", "GDP"): message(
            "impact.card_gdp_of",
            "{amount} in {year}; {source}",
            amount=quantity("currency", anchor.currency, anchor.gdp * BILLIONS),
            year=str(anchor.year),
            source=law_text(anchor.source),
        ),
        **{INPUT_NAMES.get(name, name.capitalize()): version for name, version in result.inputs.items()},
        CARD_RESULT: result.hash,
    }


def reasons_of(result: ImpactResult) -> tuple[Text, ...]:
    """Return why a scenario is as it is, in its own words."""
    reasons = (result.scenario.because, *(cut.because for cut in result.scenario.cuts))
    return tuple(law_text(reason) for reason in dict.fromkeys(filter(None, reasons)))
