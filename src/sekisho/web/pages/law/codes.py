"""Control codes: the areas of the list, and one entry with its place, limits, customs codes, relatives and clauses."""

from __future__ import annotations

from typing import Final

from sekisho.determination.line.history import CodeTimeline
from sekisho.i18n.names import plain_name
from sekisho.law.model.scheme import ControlEntry, control_entries
from sekisho.present.law.control_code import limit_in, source_text
from sekisho.present.law.item_outcomes import measures_on_item, outcomes_to_japan
from sekisho.present.law.subject import subject_data
from sekisho.present.law.timeline import code_timeline_data, code_timeline_rows
from sekisho.service.law import ShowRequest, TimelineRequest, show, timeline
from sekisho.service.line.goods_or_party import CODES, code_in_words
from sekisho.trade.items.code import GROUP
from sekisho.trade.items.concordance import SCHEMES
from sekisho.trade.items.control_entry import children
from sekisho.web.pages.law.told_document import DocumentTelling
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Page, Redirect, Row

SHOWN: Final = 12
"""Customs codes and relatives that a page shows at once."""


def codes(visit: RequestContext) -> Answer:
    """List the areas of the control list, each with its entries."""
    entries = control_entries(visit.library)
    areas = [entry for entry in entries.values() if len(entry.code) <= GROUP]
    rows = [_row(entry) for entry in entries.values()]
    return Page(
        template="codes.html",
        title=visit.words("codes_title"),
        context={
            "areas": [
                (area, children(area, entries)) for area in areas if len(area.code) == GROUP and children(area, entries)
            ],
            "fields": {area.code: area for area in areas if len(area.code) < GROUP},
        },
        data=lambda: rows,
        rows=lambda: rows,
    )


def _row(entry: ControlEntry) -> Row:
    return {
        "scheme": entry.scheme,
        "code": entry.code,
        "name_en": entry.names.get("en", ""),
        "name_zh": entry.names.get("zh", ""),
        "threshold": entry.threshold,
        "since": entry.since,
        "quality": entry.quality,
    }


def code(visit: RequestContext) -> Answer:
    """Show one code: plain description, what stands above and below it, customs codes, and the clauses that name it."""
    workspace, asked = visit.settings.workspace, visit.path_params["id"]
    if "/" not in asked and (whole := code_in_words(asked, visit.library)):
        as_of = [("as_of", visit.text("as_of"))] if visit.text("as_of") else []
        return Redirect(address(f"/codes/{visit.library.facts[CODES].scheme}/{whole}", as_of))
    subject = show(ShowRequest(kind="code", name=asked, as_of=visit.as_of), workspace)
    entry, plain = subject.item, subject_data(subject, visit.library)
    assert isinstance(entry, ControlEntry)  # noqa: S101 - as it is asked
    if len(entry.code) > GROUP:
        line = timeline(TimelineRequest(what=(entry.code,)), workspace)
        assert isinstance(line, CodeTimeline)  # noqa: S101 - what is asked of is a code
        plain["timeline"] = code_timeline_data(line, visit.library)["tracks"]
        rows = code_timeline_rows(line)
    else:
        plain["timeline"], rows = [], []
    control = plain["control"].get("measure", "")
    return Page(
        template="code.html",
        title=f"{entry.code} {visit.tell(entry.names.get('en', ''))}".strip(),
        context={
            "entry": entry,
            "told": plain,
            "list_names": SCHEMES,
            "shown": SHOWN,
            "sure": {value: visit.words(f"sure_{value}") for value in ("high", "medium", "low")},
            "limits": limit_in(entry, visit.library, visit.tell),
            "source": source_text(entry.source),
            "naming": measures_on_item([clause for clause in plain["clauses"] if clause["names"]], visit.library),
            "whole": [clause for clause in plain["clauses"] if not clause["names"]],
            "whole_by_measure": measures_on_item(
                [clause for clause in plain["clauses"] if not clause["names"]], visit.library
            ),
            "signed": DocumentTelling(visit).marked,
            "to_japan": outcomes_to_japan(entry.code, visit.library, visit.as_of) if len(entry.code) > GROUP else [],
            "under": plain_name(visit.library[control], visit.library) if control else "",
            "by_name": lambda name: plain_name(visit.library[name], visit.library),
        },
        data=lambda: plain,
        rows=lambda: rows,
    )
