"""The head of a report: title, findings, cautions, and what the numbers rest on; on a page and in a workbook alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.present.impact.findings import HEX, dates, on_reading, summary
from sekisho.present.impact.outlook import cautions_of, first_of, one_by_one, outlook_summary, readings_of
from sekisho.present.impact.quantities import money


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the head of a report, and at its foot.

    Parameters
    ----------
    line
        What a reader should see beside the title: dates, reading, versions.
    findings
        The summary, sentence by sentence.
    cautions
        What to know before using a number.
    card
        What the numbers rest on, by name.
    """

    title: str
    line: str
    findings: tuple[str, ...]
    cautions: tuple[str, ...]
    card: Mapping[str, str]


def head_of(found: ImpactResult | OutlookResult) -> Head:
    """Return the head of a report on a result, or on an outlook."""
    return _of_outlook(found) if isinstance(found, OutlookResult) else _of_result(found)


def _of_result(result: ImpactResult) -> Head:
    return Head(
        title=result.scenario.title,
        line=f"{dates(result)}{on_reading(result)}{_versions(result)}",
        findings=summary(result),
        cautions=result.cautions,
        card=_card(result),
    )


def _of_outlook(found: OutlookResult) -> Head:
    first = first_of(found)
    reading = f", {found.reading} reading" if readings_of(found) else ""
    weights = ", ".join(f"{outcome.title} {outcome.weight:.2f}" for outcome, _ in found.outcomes)
    results = ", ".join(f"{outcome.scenario} {each.hash}" for outcome, each in found.outcomes)
    card = {**_card(first), "Scenario": f"{found.scenario.id}: {one_by_one(found)}", "Weights": weights}
    return Head(
        title=found.scenario.title,
        line=f"{dates(first)}{reading}{_law(first)}",
        findings=outlook_summary(found),
        cautions=cautions_of(found),
        card={**card, "Result": results},
    )


def _law(result: ImpactResult) -> str:
    return f" · law {result.inputs['law'][:HEX]}" if "law" in result.inputs else ""


def _versions(result: ImpactResult) -> str:
    return f"{_law(result)} · result {result.hash[:HEX]}" if result.hash else _law(result)


def _card(result: ImpactResult) -> dict[str, str]:
    anchor, horizon = result.anchor, result.horizon
    return {
        "Scenario": result.scenario.id,
        "Days": f"{dates(result)}, {horizon.days} days",
        "Reading": str(result.reading) if len(result.readings) > 1 else "none is in question",
        "Draws": f"{result.draws:,}, seed {result.seed}",
        "Kernel": result.kernel,
        "GDP": f"{anchor.currency} {money(anchor.gdp * 1_000.0)} in {anchor.year}; {anchor.source}",
        **{name.capitalize(): told for name, told in result.inputs.items()},
        "Result": result.hash,
    }


def reasons_of(result: ImpactResult) -> tuple[str, ...]:
    """Return why a scenario is as it is, in its own words."""
    said = (result.scenario.because, *(cut.because for cut in result.scenario.cuts))
    return tuple(dict.fromkeys(filter(None, said)))
