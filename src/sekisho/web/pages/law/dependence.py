"""How far Japan depends on China for a material: shares by year, sellers elsewhere; and all materials, ranked."""

from __future__ import annotations

from typing import Final

from sekisho.present.dependence import dependence_document, ranking_document
from sekisho.present.dependence_data import dependence_data, dependence_rows, ranking_rows
from sekisho.service.dependence import DependenceRequest, dependence, ranking
from sekisho.web.pages.law.told_document import document_context
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page

TEMPLATE: Final = "dependence.html"


def materials(visit: RequestContext) -> Answer:
    """Rank the materials that are counted."""
    asked = DependenceRequest()
    ranked = ranking(asked, visit.settings.workspace)
    document = ranking_document(ranked, visit.library, importer=asked.importer, seller=asked.seller)
    return Page(
        template=TEMPLATE,
        title=visit.tell(document.head.title),
        context={**document_context(document, visit), "above": ""},
        data=lambda: ranking_rows(ranked),
        rows=lambda: ranking_rows(ranked),
    )


def material(visit: RequestContext) -> Answer:
    """Show one material, a group of them, or a heading."""
    asked = DependenceRequest(what=(visit.path_params["id"],))
    shares = dependence(asked, visit.settings.workspace)
    document = dependence_document(shares, visit.library)
    return Page(
        template=TEMPLATE,
        title=visit.tell(document.head.title),
        context={**document_context(document, visit), "above": "/dependence"},
        data=lambda: dependence_data(shares, visit.library),
        rows=lambda: list(dependence_rows(shares)),
    )
