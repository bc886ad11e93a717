"""What a result and its parts are called: countries, readings, causes, materials, sectors, days, houses, its origin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.names import territory_text
from sekisho.impact.economy.published import PublishedEstimate
from sekisho.impact.economy.table import Sector
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.law.loading.library import installed_library
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.present.impact.quantities import span

GDP: Final = message("impact.gdp", "GDP")
HEX: Final = 7
"""Letters of a hash that are shown: enough that no two results of a firm share them."""
OTHER: Final = message("impact.cause_other", "other")
TOGETHER: Final = message("impact.cause_together", "several causes together")
CAUSES: Final[Mapping[SpreadCause, Text]] = {
    SpreadCause.READING: message("impact.cause_reading", "reading of the law"),
    SpreadCause.APPLICATION: message("impact.cause_application", "how the law is applied"),
    SpreadCause.SIZE: message("impact.cause_size", "size of the supposed cut"),
    SpreadCause.DEPENDENCE: message("impact.cause_dependence", "dependence and leakage"),
    SpreadCause.SHARE: message("impact.cause_share", "share of output that stops"),
    SpreadCause.STOCKS: message("impact.cause_stocks", "stocks"),
    SpreadCause.SUBSTITUTION: message("impact.cause_substitution", "substitution and thrift"),
    SpreadCause.NETWORK: message("impact.cause_network", "links between sectors"),
    SpreadCause.EXIT: message("impact.cause_exit", "capacity that leaves for good"),
    SpreadCause.INTERACTION: TOGETHER,
}
"""What a spread may come from, in words."""
LANDS: Final[Mapping[str, Text]] = {
    "CN": message("impact.land_cn", "China"),
    "JP": message("impact.land_jp", "Japan"),
    "US": message("impact.land_us", "the United States"),
    "KR": message("impact.land_kr", "South Korea"),
    "DE": message("impact.land_de", "Germany"),
    "TW": message("impact.land_tw", "Taiwan"),
}
REST: Final = frozenset({"ROW", "ROWLD", "WWW", "XX"})
"""Codes under which tables of several countries put together all that they do not tell apart."""
READINGS: Final[Mapping[Reading, Text]] = {
    Reading.NARROW: message("impact.narrow", "narrow"),
    Reading.CENTRAL: message("impact.central", "central"),
    Reading.BROAD: message("impact.broad", "broad"),
}
"""A reading as it stands before its noun."""
WHOLE_READINGS: Final[Mapping[Reading, Text]] = {
    Reading.NARROW: message("impact.narrow_reading", "narrow reading"),
    Reading.CENTRAL: message("impact.central_reading", "central reading"),
    Reading.BROAD: message("impact.broad_reading", "broad reading"),
}
"""A reading with its noun."""
THE_READINGS: Final[Mapping[Reading, Text]] = {
    Reading.NARROW: message("impact.the_narrow", "the narrow"),
    Reading.CENTRAL: message("impact.the_central", "the central"),
    Reading.BROAD: message("impact.the_broad", "the broad"),
}
"""A reading in a list of readings."""
COMPANIONS: Final[Mapping[str, Text]] = {
    "direct": message("impact.companion_direct", "direct"),
    "planner": message("impact.companion_planner", "planner"),
    "orders": message("impact.companion_orders", "orders"),
    "cascade": message("impact.companion_cascade", "cascade"),
    "this run": message("impact.companion_run", "this run"),
    "ces": message("impact.companion_ces", "ces"),
}


def law_text(text: str) -> Text:
    """Take a text of a data package as such, unless it is a text already."""
    return text if isinstance(text, Text) else LawText(text)


def land(result: ImpactResult) -> str:
    """Name the buyer."""
    return LANDS.get(result.scenario.buyer, result.scenario.buyer)


def country_name(code: str) -> Text:
    """Name a country of a table of several; what such tables call the rest of the world stays together.

    >>> country_name("ID"), country_name("ROW")
    ('Indonesia', 'all others')
    """
    if code in REST:
        return message("impact.all_other_countries", "all others")
    return LANDS.get(code) or territory_text(code, installed_library())


def day_text(day: date) -> Text:
    """Write a day as tables do."""
    return quantity("date", day)


def dates(result: ImpactResult) -> Text:
    """Write the first and the last day.

    The last is the one before the same day of the month in which the horizon ends.
    """
    horizon = result.horizon
    return span(day_text(horizon.start), last_day(result))


def with_dates(title: Text, result: ImpactResult) -> Text:
    """Name a scenario with its first and its last day."""
    return message("impact.with_dates", "{title}, {dates}", title=title, dates=dates(result))


def title_and_dates(title: Text, result: ImpactResult) -> Text:
    """Say what a scenario is, and from when to when."""
    return message("impact.title_and_dates", "{title}, {dates}.", title=title, dates=dates(result))


def last_day(result: ImpactResult) -> Text:
    """Write the last day of the horizon."""
    return day_text(result.horizon.date_of(result.horizon.days - 1))


def months(number: int) -> Text:
    """Write a length in months.

    >>> months(1), months(12)
    ('1 month', '12 months')
    """
    return counted("impact.months", "{n} month", "{n} months", n=number)


def with_reading(text: str, result: ImpactResult) -> Text:
    """Name the reading after a phrase; the phrase alone if there is but one."""
    return joined([text, WHOLE_READINGS[result.reading] if len(result.readings) > 1 else ""], "comma")


def run_source(result: ImpactResult) -> Text:
    """Say in words where the numbers of a result come from; by what it can be made again stands in its card."""
    return message(
        "impact.source",
        "Source: sekisho, scenario “{scenario}” from {day}; {runs}.",
        scenario=law_text(result.scenario.title),
        day=day_text(result.horizon.start),
        runs=counted("impact.runs", "{n} run", "{n} runs", n=result.draws),
    )


def run_card(result: ImpactResult) -> Text:
    """Say in a line what a result rests on, so that it can be made again."""
    run = message(
        "impact.run",
        "{draws} runs, seed {seed}, {kernel} kernel",
        draws=result.draws,
        seed=str(result.seed),
        kernel=result.kernel,
    )
    return _card_of(result, run)


def _card_of(result: ImpactResult, run: Text) -> Text:
    """Say after the runs what was put in, and the name of the result."""
    inputs = joined([input_version(name, version) for name, version in result.inputs.items()], "comma")
    made = message("impact.version_result", "result {version}", version=result.hash[:HEX]) if result.hash else ""
    return joined([run, inputs, made], "semicolon")


def input_version(name: str, version: str) -> str:
    """Say which version of something put in a result rests on."""
    shown = version[:HEX]
    match name:
        case "law":
            return message("impact.version_law", "law {version}", version=shown)
        case "economy data":
            return message("impact.version_data", "economy data {version}", version=shown)
        case "table":
            return message("impact.version_table", "table {version}", version=shown)
        case _:
            return f"{name} {shown}"


TWO_ELEMENTS: Final[Mapping[str, Text]] = {
    "cerium-lanthanum": message("impact.cerium_and_lanthanum", "cerium and lanthanum")
}
"""Materials whose id names two elements that are traded as one."""


def material_name(material: str) -> Text:
    """Write the id of a material as words.

    >>> material_name("heavy-rare-earths")
    'heavy rare earths'
    """
    return TWO_ELEMENTS.get(material) or LawText(material.replace("-", " "))


def sector_name(sector: Sector) -> Text:
    """Name a sector."""
    return LawText(sector.name)


def sector_label(code: str, name: str) -> Text:
    """Write a sector with its code."""
    return message("impact.sector", "{code} {name}", code=code, name=LawText(name))


def companion_name(name: str) -> str:
    """Name a static companion."""
    return COMPANIONS.get(name, name)


def gdp_name(estimate: PublishedEstimate) -> Text:
    """Name the GDP that a published figure is a share of, with its year where the house states which it is."""
    match estimate.base:
        case "nominal":
            return message("impact.gdp_nominal", "nominal {year} GDP", year=estimate.year)
        case "real":
            return message("impact.gdp_real", "real {year} GDP", year=estimate.year)
        case "value added":
            return message("impact.gdp_value_added", "value added of {year}", year=estimate.year)
        case _:
            return GDP


def base_name(estimate: PublishedEstimate) -> Text:
    """Name the same in a column of bases, where one that is not stated says so."""
    named = gdp_name(estimate)
    return message("impact.base_not_stated", "not stated") if named is GDP else named
