"""A result as plain data: the JSON that others call, and a tidy table with an interval in every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sekisho.impact.economy.money import MoneyScale
from sekisho.impact.economy.published import PublishedEstimate
from sekisho.impact.results.result import FirstDay, ImpactResult
from sekisho.impact.shock.trade_hit import MARKS, MonthHit
from sekisho.present.impact.account_data import account_data, rounded
from sekisho.present.impact.bridge import bridges_data, choices_data
from sekisho.present.impact.comparisons import readings_data, spill_over_data, uses_data
from sekisho.present.impact.findings import summary
from sekisho.present.impact.flows import flows_data
from sekisho.present.impact.observations import observed_data
from sekisho.present.impact.why import why_data
from sekisho.present.nowcast.after_figures import after_data

PERCENT_OF_GDP = "% of annual GDP"


def impact_data(result: ImpactResult) -> dict[str, object]:
    """Return everything of a result but the single draws."""
    return {
        **_question(result),
        **_losses(result),
        **_causes(result),
        **_materials(result),
        **account_data(result),
        **spill_over_data(result),
        **uses_data(result),
        **_beside(result),
        **_card(result),
    }


def _question(result: ImpactResult) -> dict[str, object]:
    """Return what was asked."""
    horizon = result.horizon
    return {
        "scenario": result.scenario.id,
        "title": result.scenario.title,
        "start": horizon.start.isoformat(),
        "end": horizon.date_of(horizon.days - 1).isoformat(),
        "months": horizon.months,
        "reading": str(result.reading),
    }


def _losses(result: ImpactResult) -> dict[str, object]:
    """Return the loss: whole, in money, by reading, sector, month and year."""
    anchor = result.anchor
    return {
        "gdp_loss_percent": rounded(result.percent()),
        "window_loss_percent": rounded(result.percent_of_window()),
        "loss": {"currency": anchor.currency, "unit": "billion", **rounded(result.amount())},
        "headline": str(summary(result)[0]),
        "amounts": _amounts(result, result.scales),
        "amounts_today": _amounts(result, result.scales_today),
        "gdp": {"currency": anchor.currency, "year": anchor.year, "trillion": anchor.gdp, "source": anchor.source},
        "hours_percent": rounded(result.hours()),
        "share_of_draws_without_loss": result.without_loss(),
        "by_reading": {
            str(reading): {
                "gdp_loss_percent": rounded(result.percent(reading)),
                "loss": rounded(result.amount(reading)),
                "share_of_draws_without_loss": result.without_loss(reading),
            }
            for reading in result.readings
        },
        "by_sector": [
            {
                "sector": sector.code,
                "name": sector.name,
                "gdp_loss_percent": rounded(total),
                "own_loss_percent": rounded(own),
                "loss": rounded(total * result.money),
            }
            for sector, total, own in result.by_sector()
        ],
        "by_month": [{"month": label, "gdp_loss_percent": rounded(each)} for label, each in result.by_month()],
        "by_fiscal_year": [
            {"year": label, "gdp_loss_percent": rounded(each)} for label, each in result.by_fiscal_year()
        ],
    }


def _causes(result: ImpactResult) -> dict[str, object]:
    """Return how the loss comes about, what makes its range, and what bounds it."""
    return {
        "parts": _parts(result),
        "causes": {str(cause): round(part, 6) for cause, part in result.spread.shares.items()},
        "inputs_by_share": {name: round(part, 6) for name, part in result.spread.columns.items()},
        "rank_correlations": {name: round(part, 6) for name, part in result.spread.correlations.items()},
        "brackets": [
            {"name": bracket.name, "says": bracket.says, "gdp_loss_percent": bracket.percent}
            for bracket in result.brackets
        ],
        "bounds": {
            "direct": rounded(result.bounds.direct),
            "orders": rounded(result.bounds.orders),
            "cascade": rounded(result.bounds.cascade),
            "draws": result.bounds.draws,
            "draws_above": result.bounds.draws_above,
        },
        "ces_check": _ces(result),
    }


def _observed(result: ImpactResult) -> dict[str, object] | None:
    """Return what was observed beside it, and the loss after; None if nothing was."""
    beside = observed_data(result.observed)
    return None if beside is None else {**beside, "weighed": after_data(result)}


def _materials(result: ImpactResult) -> dict[str, object]:
    """Return what is cut and what arrives, and who is short of it first."""
    return {
        "trade_hit": [
            {
                "material": bracket.material,
                "reading": str(bracket.reading),
                "barred": [bracket.barred, bracket.may_be_barred],
                "licensed": [bracket.licensed, bracket.may_be_licensed],
                "licence_stands": bracket.stands,
            }
            for bracket in result.trade
        ],
        "trade_flows": _counted(result),
        "flows": list(flows_data(result)),
        "observed": _observed(result),
        "first_shortage": [
            {
                "sector": bracket.sector,
                "material": bracket.material,
                "short": _first(bracket.short),
                "felt": _first(bracket.felt),
            }
            for bracket in result.shortages
        ],
    }


def _beside(result: ImpactResult) -> dict[str, object]:
    """Return what others published, the way to it, and the loss under other rules."""
    return {
        **readings_data(result),
        "published": [_published(result, bracket) for bracket in result.published],
        "why": why_data(result.why),
        "bridges": bridges_data(result),
        "choices": choices_data(result),
        "structure": [
            {
                "rule": bracket.name,
                "gdp_loss_percent": rounded(bracket.loss),
                "draws": bracket.draws,
                "own": bracket.is_own,
            }
            for bracket in result.structure
        ],
        "total_effects": {
            str(bracket.cause): {
                "first_order": round(result.spread.shares.get(bracket.cause, 0.0), 6),
                "total": round(bracket.total, 6),
                "error": round(bracket.error, 6),
            }
            for bracket in result.effects
        },
    }


def _card(result: ImpactResult) -> dict[str, object]:
    """Return what the result rests on, and by what it can be made again."""
    return {
        "published_percent": result.scenario.published.get(result.horizon.months),
        "assumptions": list(result.assumptions),
        "cautions": list(result.cautions),
        "weak_inputs": list(result.weak),
        "draws": result.draws,
        "seed": result.seed,
        "kernel": result.kernel,
        "hash": result.hash,
        "inputs": dict(result.inputs),
    }


def _published(result: ImpactResult, one: PublishedEstimate) -> dict[str, object]:
    own = result.percent().mean
    return {
        "house": one.house,
        "scenario": one.scenario,
        "same_question": not result.beside,
        "months": one.months,
        "base": one.base,
        "base_year": None if one.base == "not stated" else int(one.year),
        "percent": one.percent,
        "amount_billion": one.amount,
        "currency": one.currency or None,
        "rate": one.rate,
        "this_run": own,
        "ratio": round(own / one.percent, 6) if one.percent else None,
        "differs": list(one.differs),
        "source": one.source,
        "url": one.url,
        "confidence": one.confidence,
    }


def _amounts(result: ImpactResult, scales: Iterable[MoneyScale]) -> dict[str, object]:
    """Return the loss in money by currency, with the rate at which it was converted."""
    return {
        scale.currency: {
            "unit": "billion",
            "year": scale.year,
            "rate": scale.rate and scale.rate.value,
            "rate_of": scale.rate
            and f"{scale.rate.currency} per {scale.rate.per}, {scale.rate.kind} {scale.rate.date}",
            "rate_source": scale.rate and scale.rate.source,
            **rounded(result.percent() * scale.billion),
        }
        for scale in scales
    }


def _counted(result: ImpactResult) -> dict[str, object] | None:
    trade = result.counted
    if trade is None:
        return None
    return {
        "title": trade.title,
        "version": trade.version,
        "first": trade.first,
        "last": trade.last,
        "by_reading": [
            {
                "reading": str(hit.reading),
                "value_usd": hit.usd,
                "tonnes": hit.tonnes,
                "barred_usd": list(hit.barred),
                "licensed_usd": list(hit.licensed),
                "barred_tonnes": hit.tonnes_barred and list(hit.tonnes_barred),
                "licensed_tonnes": hit.tonnes_licensed and list(hit.tonnes_licensed),
                "clauses": [{"clauses": names.split("; "), "value_usd": usd} for names, usd in hit.clauses.items()],
            }
            for hit in trade.by_reading
        ],
        "weighed": list(trade.weighed),
        "not_modelled": [{"hs6": hs6, "value_usd": usd} for hs6, usd in trade.not_modelled.items()],
        "rows": [_counted_row(row) for row in trade.rows],
    }


def _counted_row(row: MonthHit) -> dict[str, object]:
    share = dict(zip(MARKS, row.share, strict=True))
    return {
        "month": row.month,
        "hs6": row.hs6,
        "material": row.material,
        "form": row.form,
        "field": row.field,
        "reading": str(row.reading),
        "barred": [share["barred"], share["may_be_barred"]],
        "licensed": [share["licensed"], share["may_be_licensed"]],
        "licence_stands": share["stands"],
        "value_usd": row.usd,
        "tonnes": row.tonnes,
        "barred_usd": [row.of_heading("barred"), row.of_heading("may_be_barred")],
        "licensed_usd": [row.of_heading("licensed"), row.of_heading("may_be_licensed")],
    }


def _ces(result: ImpactResult) -> dict[str, object] | None:
    check = result.ces
    if check is None:
        return None
    return {
        "group": check.group,
        "supply_left": check.left,
        "cost_share": check.cost_share,
        "elasticity": list(check.elasticity),
        "loss_percent_of_same_days": list(check.percent),
        "run_percent_of_last_whole_month": check.flow,
        "holds": check.holds,
    }


def _first(day: FirstDay) -> dict[str, float | None]:
    return {"p5": day.p5, "p50": day.p50, "p95": day.p95, "share_of_draws": day.share}


def _parts(result: ImpactResult) -> Mapping[str, float]:
    parts = result.parts
    if parts is None:
        return {}
    return {
        "direct": parts.direct,
        "upstream": parts.upstream,
        "restocking": parts.restocking,
        "downstream": parts.downstream,
        "recovery": parts.recovery,
    }


def impact_rows(result: ImpactResult) -> Iterator[dict[str, object]]:
    """Go through the tidy table: reading, what, label, unit, and the interval, in every row."""
    own, money = "% of own annual value added", f"billion {result.anchor.currency}"
    for reading in result.readings:
        found = [
            ("total", "", "", PERCENT_OF_GDP, result.percent(reading)),
            ("total", "", "", money, result.amount(reading)),
            *(("month", label, "", PERCENT_OF_GDP, each) for label, each in result.by_month(reading)),
            *(("fiscal year", label, "", PERCENT_OF_GDP, each) for label, each in result.by_fiscal_year(reading)),
        ]
        for sector, total, of_own in result.by_sector(reading):
            found += [
                ("sector", sector.code, sector.name, PERCENT_OF_GDP, total),
                ("sector", sector.code, sector.name, own, of_own),
            ]
        for of, label, name, unit, each in found:
            yield {
                "scenario": result.scenario.id,
                "reading": str(reading),
                "of": of,
                "label": label,
                "name": name,
                "unit": unit,
                **rounded(each),
                "draws": result.draws,
                "seed": result.seed,
                "hash": result.hash,
            }
