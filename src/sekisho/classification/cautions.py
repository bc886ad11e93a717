"""What the description and the parameters of a line tell of its classification, beside its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from sekisho.classification.answer import NOT_LISTED, Classification
from sekisho.law.fact import Codes
from sekisho.law.library import Library
from sekisho.law.scheme import scheme_name, words_folder
from sekisho.trade.code import ENTRY

NEAREST = 3
"""Entries of the list that an unclassified item is told to compare with."""


def cautions_of(facts: Mapping[str, object], library: Library, day: date, *, cache: Path | None) -> Iterable[str]:
    """Say what the description and parameters of a line tell of its classification, where they are given.

    A line is determined by its control codes. What follows from words and figures is told beside the answer, and
    changes nothing in it: a person classifies.
    """
    description, hs = str(facts.get("description") or ""), str(facts.get("hs_code") or "")
    given = facts.get("parameters")
    parameters = given if isinstance(given, Mapping) else {}
    if not (description or parameters) or words_folder(library) is None or not _can_classify():
        return
    from sekisho.classification.one import classify

    codes = library.facts.parse("control_codes", facts.get("control_codes"))
    if isinstance(codes, Codes):
        for code in sorted(codes.sure):
            if parameters and len(code) >= ENTRY and code in library.facts.schemes[scheme_name(library)]:
                found = classify(description, library, code=code, parameters=parameters, as_of=day, cache=cache)
                yield from _outside(code, found)
        return
    found = classify(description, library, hs=hs, parameters=parameters, as_of=day, cache=cache)
    near = [one for one in found.candidates if one.code != NOT_LISTED][:NEAREST]
    if near:
        names = "; ".join(f"{one.code} ({one.name})" for one in near)
        yield f"The item is not classified. Compare it with {names}: `sekisho classify` says what would decide."


def _outside(code: str, found: Classification) -> Iterable[str]:
    failed = [part.text for part in found.candidates[0].limits if part.value is False]
    if found.candidates[0].status == "not_met":
        yield (
            f"The stated parameters do not meet the limits of the stated code {code} (it needs that "
            f"{'; that '.join(failed)}): check the code or the parameters."
        )


def _can_classify() -> bool:
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("bm25s", "numpy", "opencc", "pint"))
