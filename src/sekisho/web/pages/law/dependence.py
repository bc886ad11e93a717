"""How far Japan depends on China for a material: shares by year, sellers elsewhere; and all materials, ranked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sekisho.errors import LibraryError, Problem
from sekisho.message import message
from sekisho.present.dependence import dependence_document, dependence_drawn, ranking_document, ranking_drawn
from sekisho.present.dependence_data import dependence_data, dependence_rows, ranking_rows
from sekisho.service.dependence import DependenceRequest, dependence, ranking
from sekisho.web.pages.article import TAKEN, ArticleTelling, drawn_file, figure_of
from sekisho.web.pages.law.told_document import document_context
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page
from sekisho.web.scenario_catalogue import absent

if TYPE_CHECKING:
    from sekisho.present.charts.chart import Chart

TEMPLATE: Final = "dependence.html"
FILES: Final = "/dependence/files/"
ALL: Final = "all"
"""Stands in the name of a file for all materials; no material is called so."""


def materials(visit: RequestContext) -> Answer:
    """Rank the materials that are counted."""
    asked = DependenceRequest()
    ranked = ranking(asked, visit.settings.workspace)
    document = ranking_document(ranked, visit.library, importer=asked.importer, seller=asked.seller)
    return Page(
        template=TEMPLATE,
        title=visit.tell(document.head.title),
        context={**document_context(document, visit), **_drawing(ALL, visit), "above": ""},
        data=lambda: ranking_rows(ranked),
        rows=lambda: ranking_rows(ranked),
    )


def material(visit: RequestContext) -> Answer:
    """Show one material, a group of them, or a heading."""
    subject = visit.path_params["id"]
    shares = dependence(DependenceRequest(what=(subject,)), visit.settings.workspace)
    document = dependence_document(shares, visit.library)
    return Page(
        template=TEMPLATE,
        title=visit.tell(document.head.title),
        context={**document_context(document, visit), **_drawing(subject, visit), "above": "/dependence"},
        data=lambda: dependence_data(shares, visit.library),
        rows=lambda: list(dependence_rows(shares)),
    )


def chart_of_material(visit: RequestContext) -> Answer:
    """Give the drawing of a material, or of all, as a file; or its table."""
    subject, _, name = visit.path_params["name"].rpartition(".chart-")
    chart = _chart(subject, visit)
    if chart is None:
        raise LibraryError(
            Problem(where="chart", what=message("web.no_drawing", "there is no drawing of {name}.", name=subject[:80]))
        )
    return drawn_file(chart, f"chart-{name}", visit, stem=f"dependence-{subject}")


def _drawing(subject: str, visit: RequestContext) -> Mapping[str, Any]:
    """Return what the template shows of a drawing; None for it where there is nothing to draw, or nothing to draw with.

    The drawing itself comes as a file of its own.
    """
    chart = _chart(subject, visit)
    place = f"{FILES}{subject}."
    return {
        "drawing": None if chart is None else figure_of(chart),
        "file": place,
        "taken": TAKEN,
        "tell": ArticleTelling(visit),
    }


def _chart(subject: str, visit: RequestContext) -> Chart | None:
    if absent():
        return None
    asked, workspace = DependenceRequest(what=(subject,)), visit.settings.workspace
    if subject == ALL:
        ranked = ranking(asked, workspace)
        return ranking_drawn(ranked, visit.library, importer=asked.importer, seller=asked.seller) if ranked else None
    shares = dependence(asked, workspace)
    return dependence_drawn(shares, visit.library) if shares.intervals else None
