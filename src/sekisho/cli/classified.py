"""What classification adds to a line: kept codes, entries to compare with, limits that are not met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from sekisho.classification.answer import NOT_LISTED, Classification
from sekisho.cli.options import cache_folder
from sekisho.errors import FactError, Problem
from sekisho.law.fact import Codes, is_blank
from sekisho.law.library import Library
from sekisho.law.scheme import scheme_name, words_folder
from sekisho.report.layout import count
from sekisho.trade.code import ENTRY

NEAREST = 3
"""Entries of the list that an unclassified item is told to compare with."""


def with_kept(facts: Mapping[str, object], file: Path, library: Library) -> tuple[dict[str, object], str]:
    """Take the control codes of a described item from a table of kept classifications, unless the line states them.

    Raises
    ------
    FactError
        If the table is wrong, or does not keep the item.
    """
    from sekisho.classification.kept import read_items

    items = read_items(file, library.facts)
    if not is_blank(facts.get("control_codes")):
        return dict(facts), ""
    description = str(facts.get("description") or "")
    found = items.find(description)
    if found is None:
        what = f"'{description}' is not kept there." if description else "no --description to find an item by."
        do = f"`sekisho classify` suggests a code; {file.name} keeps the classification of {count(len(items), 'item')}."
        raise FactError(Problem(where=file.name, what=what, do=do))
    return {**facts, "control_codes": str(found.codes)}, str(found)


def cautions_of(facts: Mapping[str, object], library: Library, day: date) -> Iterable[str]:
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
                found = classify(
                    description, library, code=code, parameters=parameters, as_of=day, cache=cache_folder()
                )
                yield from _outside(code, found)
        return
    found = classify(description, library, hs=hs, parameters=parameters, as_of=day, cache=cache_folder())
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
