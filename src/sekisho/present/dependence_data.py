"""How far an importer depends on a seller, as plain data and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from sekisho.impact.dependence import Alternative, BasketShare, Dependence, RankedMaterial, titles_of
from sekisho.impact.materials.material import Material
from sekisho.law.model.library import Library
from sekisho.present.dependence import headline
from sekisho.present.law.stages import library_data

if TYPE_CHECKING:
    pass


def dependence_data(found: Dependence, library: Library) -> dict[str, object]:
    """Return the whole answer as plain data."""
    return {
        "subject": found.subject,
        "title": found.title,
        "importer": found.importer,
        "seller": found.seller,
        "headline": headline(found, library),
        "counted": found.counted,
        "intervals": [
            {"year": one.year, "low": one.low, "high": one.high, "baskets": [share.basket.id for share in one.shares]}
            for one in found.intervals
        ],
        "shares": [_share(one) for one in found.shares],
        "concentration": [
            {
                "basket": mix.basket.id,
                "period": mix.period,
                "low": mix.concentration_low,
                "high": mix.concentration_high,
                "origins": len(mix.shares),
            }
            for mix in found.mixes
        ],
        "materials": [_material(one) for one in found.materials],
        "forms": [
            {"material": str(one.id), "form": form.name, "hs": list(form.hs), "control_codes": list(form.control_codes)}
            for one, form in found.forms
        ],
        "alternatives": [_alternative(one) for one in found.alternatives],
        "sources": {
            name: {"title": one.title, "url": one.url, "read": one.read} for name, one in found.sources.items()
        },
        "library": library_data(library),
    }


def _share(one: BasketShare) -> dict[str, object]:
    return {
        "basket": one.basket.id,
        "counts": one.basket.title,
        "measure": one.basket.measure,
        "covers": str(one.basket.covers),
        "hs": list(one.basket.hs),
        "importer": one.importer,
        "period": one.period,
        "origin": one.origin,
        "low": one.low,
        "high": one.high,
        "amount": one.amount,
        "unit": one.unit,
        "source": list(one.source),
        "confidence": str(one.confidence),
        "note": " ".join(filter(None, (one.note, one.basket.note))),
    }


def _material(one: Material) -> dict[str, object]:
    figure = one.figures["dependence"]
    return {
        "id": str(one.id),
        "names": dict(one.names),
        "dependence": {"low": figure.low, "central": figure.central, "high": figure.high},
        "date": figure.date,
        "source": list(figure.source),
        "confidence": str(figure.confidence),
        "weak": figure.is_weak,
        "reason": figure.reason,
    }


def _alternative(one: Alternative) -> dict[str, object]:
    return {**asdict(one), "source": list(one.source), "confidence": str(one.confidence)}


def dependence_rows(found: Dependence) -> Iterable[Mapping[str, object]]:
    """Return one record a share, for CSV: its sources by their titles, as a reader knows them, and by their ids."""
    return [
        {**_share(one), "source": titles_of(one.source, found.sources), "source_id": list(one.source)}
        for one in found.shares
    ]


def ranking_rows(ranked: Iterable[RankedMaterial]) -> list[dict[str, object]]:
    """Return the ranking as records."""
    return [
        {
            "material": ranking.subject,
            "year": ranking.last.year,
            "low": ranking.last.low,
            "high": ranking.last.high,
            "source": list(ranking.sources),
        }
        for ranking in ranked
    ]
