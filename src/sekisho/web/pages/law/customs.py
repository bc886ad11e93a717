"""A customs code: the control codes under which its goods may fall, and the measures that are written in it."""

from __future__ import annotations

from functools import cache as once
from typing import Any, Final

from sekisho.errors import LibraryError, Problem
from sekisho.i18n.names import plain_name
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.scheme import control_entries, scheme_name
from sekisho.message import CapitalText
from sekisho.present.law.item_outcomes import CASES_TO_JAPAN, outcomes_to_japan
from sekisho.trade.items.customs_codes import hints
from sekisho.trade.items.harmonised_system import customs_code_fault
from sekisho.web.pages.law.told_document import DocumentTelling
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page

OWN_LINE: Final = 8
"""Digits from which a customs code is a line of one country's tariff, and not a heading that many share."""


def customs(visit: RequestContext) -> Answer:
    """Show what a customs code leads to: entries of the control list, each a hint, and measures by their words.

    Raises
    ------
    FactError
        If it is no customs code.
    LibraryError
        If its chapter or heading does not exist.
    """
    digits = digits_of(visit.path_params["code"])
    library = visit.library
    fault = customs_code_fault(digits)
    if fault is not None and fault.kind == "none":
        raise LibraryError(Problem(what=fault.text))
    entries, scheme = control_entries(library), scheme_name(library)
    found: dict[str, dict[str, Any]] = {}
    for hint in hints(digits, library):
        if hint.code and hint.code in entries and hint.code not in found:
            found[hint.code] = {
                "code": hint.code,
                "address": f"/codes/{scheme}/{hint.code}",
                "names": entries[hint.code].names,
                "printed": hint.printed,
                "says": hint.match.says,
                "confidence": hint.confidence,
                "to_japan": [cell for _, cell in outcomes_to_japan(hint.code, library, visit.as_of)],
            }
    named = measures_written_in(digits, library)
    rows = [
        {
            "code": code,
            "customs_code": entry["printed"],
            "match": str(entry["says"]),
            "confidence": entry["confidence"],
            **dict(zip(("to_japan_civil", "to_japan_military"), map(visit.tell, entry["to_japan"]), strict=True)),
        }
        for code, entry in found.items()
    ]
    return Page(
        template="customs.html",
        title=visit.words("customs_title", code=dotted(digits)),
        context={
            "digits": digits,
            "dotted": dotted(digits),
            "found": list(found.values()),
            "cases": CASES_TO_JAPAN,
            "signed": once(DocumentTelling(visit).marked),  # a chapter repeats a few cells 150 times
            "named": [(measure.id, CapitalText(plain_name(measure, library)), printed) for measure, printed in named],
        },
        data=lambda: {
            "hs_code": digits,
            "codes": rows,
            "measures": [{"measure": measure.id, "written": list(printed)} for measure, printed in named],
        },
        rows=lambda: rows,
    )


def measures_written_in(digits: str, library: Library) -> list[tuple[Measure, tuple[str, ...]]]:
    """Return the measures that name a customs code, one above it or one below it, with what they name."""
    named = []
    for measure in library.measures.values():
        every = (code for trigger in measure.triggers for code in trigger.codes)
        printed = {code for code in every if code.startswith(digits) or digits.startswith(code)}
        if printed:
            named.append((measure, tuple(sorted(printed))))
    return named


def is_line_of_measure(digits: str, library: Library) -> bool:
    """Tell whether some measure defines its goods by a customs code itself, as a line of its own tariff."""
    return len(digits) >= OWN_LINE and any(
        digits in trigger.codes for measure in library.measures.values() for trigger in measure.triggers if trigger.sets
    )


def digits_of(text: str) -> str:
    """Return a customs code without dots and spaces."""
    return text.replace(".", "").replace(" ", "")


def dotted(digits: str) -> str:
    """Write a customs code as it is printed.

    >>> dotted("850511"), dotted("2804290010"), dotted("8505")
    ('8505.11', '2804.29.0010', '8505')
    """
    parts = [digits[:4], digits[4:6], digits[6:]]
    return ".".join(part for part in parts if part)
