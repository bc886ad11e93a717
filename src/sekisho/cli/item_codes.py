"""Control codes of a described item, taken from a table of kept classifications."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sekisho.errors import FactError, Problem
from sekisho.law.model.fact import is_blank
from sekisho.law.model.library import Library
from sekisho.present.render.terminal import count


def with_kept(facts: Mapping[str, object], file: Path, library: Library) -> tuple[dict[str, object], str]:
    """Take the control codes of a described item from a table of kept classifications, unless the line states them.

    Raises
    ------
    FactError
        If the table is wrong, or does not keep the item.
    """
    from sekisho.classification.item_decisions import read_items

    items = read_items(file, library.facts)
    if not is_blank(facts.get("control_codes")):
        return dict(facts), ""
    description = str(facts.get("description") or "")
    found = items.find(description)
    if found is None:
        what = f"'{description}' is not kept there." if description else "no --description to find an item by."
        remedy = (
            f"`sekisho classify` suggests a code; {file.name} keeps the classification of {count(len(items), 'item')}."
        )
        raise FactError(Problem(where=file.name, what=what, remedy=remedy))
    return {**facts, "control_codes": str(found.codes)}, str(found)
