"""The account of a shock as plain data: the keys that others call."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.impact.results.account.account_bands import AccountBands
from sekisho.impact.results.account.standstill import days_of
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.result import PERCENT, ImpactResult
from sekisho.impact.scenario.horizon import DAYS_A_YEAR


def rounded(band: QuantileBand) -> dict[str, float | None]:
    """Return a band as plain numbers; None is a number that the draws are too few to tell."""
    return {name: None if number is None else round(number, 9) for name, number in band.to_dict().items()}


def account_data(result: ImpactResult) -> dict[str, object]:
    """Return the account of a result; a key is None where a figure of the country is not on file."""
    account = result.told_account
    derived = {} if account is None else _derived(account)
    keys = ("persons", "incomes", "cost_of_alternatives", "shadow_price", "trade_balance", "cpi_points")
    return {
        **{key: derived.get(key) for key in keys},
        "not_valued": derived.get("not_valued", []),
        "capacity": _capacity(result),
    }


def _derived(account: AccountBands) -> Mapping[str, object]:
    persons, incomes, trade = account.persons, account.incomes, account.trade
    return {
        "persons": persons
        and {
            "employment": "proportional" if account.proportional else "hoarding",
            "fall_million": rounded(persons.fall),
            "percent": rounded(persons.percent),
            "hours_percent": rounded(persons.hours_percent),
        },
        "incomes": incomes
        and {
            "unit": "% of annual GDP",
            "wages": rounded(incomes.wages),
            "profits": rounded(incomes.profits),
            "taxes": rounded(incomes.taxes),
        },
        "cost_of_alternatives": {
            "unit": "million USD",
            **rounded(account.alternatives_cost),
            "by_material": [
                {
                    "material": alternative.material,
                    "tonnes": rounded(alternative.tonnes),
                    "cost": rounded(alternative.cost),
                }
                for alternative in account.alternatives
            ],
        },
        "shadow_price": [
            {
                "material": price.material,
                "gdp_percent_of_one_percent_more": rounded(price.gained),
                "usd_per_kg": None if price.usd_per_kg is None else rounded(price.usd_per_kg),
            }
            for price in account.shadow_prices
        ],
        "trade_balance": trade
        and {
            "unit": "billion USD",
            "year": account.usd_gdp.year,
            "exports_lost": rounded(trade.exports_lost),
            "inputs_saved": rounded(trade.inputs_saved),
            "materials_volume": rounded(trade.materials_volume),
            "materials_price": rounded(trade.materials_price),
            "import_bill": rounded(trade.import_bill),
            "balance": rounded(trade.balance),
        },
        "cpi_points": None if account.cpi_points is None else rounded(account.cpi_points),
        "not_valued": list(account.not_valued),
    }


def _capacity(result: ImpactResult) -> list[dict[str, object]]:
    """Tell what stands still because a scenario says so, with the value added that these plants make."""
    places = {sector.code: number for number, sector in enumerate(result.sectors)}
    rows: list[dict[str, object]] = []
    for loss in result.scenario.capacity:
        span = days_of(loss, result.scenario, result.horizon)
        own = float(result.annual[places[loss.sector]]) / float(result.annual.sum()) * PERCENT
        rows.append(
            {
                "sector": loss.sector,
                "share": loss.share,
                "from": loss.since and loss.since.isoformat(),
                "until": loss.until and loss.until.isoformat(),
                "because": loss.because,
                "own_gdp_percent": round(own * loss.share * (span.stop - span.start) / DAYS_A_YEAR, 9),
            }
        )
    return rows
