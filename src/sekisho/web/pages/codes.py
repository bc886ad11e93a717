"""Control codes: the areas of the list, and one entry with its place, limits, customs codes, relatives and clauses."""

from __future__ import annotations

from typing import Any, Final

from sekisho.determination.line.history import code_timeline
from sekisho.errors import LibraryError, Problem
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import ControlEntry, control_entries
from sekisho.message import joined, message
from sekisho.present.law.control_code import code_data
from sekisho.present.law.timeline import code_timeline_data, code_timeline_rows
from sekisho.trade.items.code import GROUP
from sekisho.trade.items.control_entry import children, find_entry
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page, Row

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
    entry = entry_of(visit.path_params["id"], visit.library)
    plain: dict[str, Any] = code_data(entry, visit.library, visit.as_of)
    if len(entry.code) > GROUP:
        line = code_timeline(entry, visit.library, since=None, until=None, destinations=[], assume={})
        plain["timeline"] = code_timeline_data(line, visit.library)["tracks"]
        rows = code_timeline_rows(line)
    else:
        plain["timeline"], rows = [], []
    return Page(
        template="code.html",
        title=f"{entry.code} {entry.names.get('en', '')}".strip(),
        context={
            "entry": entry,
            "told": plain,
            "shown": SHOWN,
            "naming": [one for one in plain["clauses"] if one["names"]],
            "whole": [one for one in plain["clauses"] if not one["names"]],
        },
        data=lambda: plain,
        rows=lambda: rows,
    )


def entry_of(name: str, library: Library) -> ControlEntry:
    """Find an entry by `SCHEME/CODE`, where a scheme has a slash of its own.

    Raises
    ------
    LibraryError
        If there is none, with the nearest.
    """
    scheme, _, code = name.rpartition("/")
    known = sorted({entry.scheme for entry in control_entries(library).values()})
    if scheme not in known:
        remedy = message("web.schemes", "Schemes: {known}.", known=joined(known, "comma"))
        raise LibraryError(
            Problem(where="codes", what=message("web.no_scheme", "no scheme '{scheme}'.", scheme=scheme), remedy=remedy)
        )
    return find_entry(code, library)
