"""The table of technical parameters for reading."""

from __future__ import annotations

from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table
from sekisho.trade.items.code import ENTRY
from sekisho.trade.items.control_entry import find_entry
from sekisho.trade.items.control_list import control_list
from sekisho.trade.items.unit import shown


def parameters_rows(library: Library, code: str | None = None) -> list[dict[str, object]]:
    """Return one record a parameter: of the whole list, or of one code.

    Raises
    ------
    LibraryError
        If no package of the library holds the list, or the list has no such code.
    """
    items = control_list(library)
    names: tuple[FactName, ...] = tuple(name for name, known in items.parameters.items() if known.fact.of == "item")
    if code is not None:
        names = items.measured(find_entry(code, library).code)
    return [
        {
            "name": name,
            "kind": items.parameters[name].fact.kind,
            "unit": shown(items.parameters[name].fact.unit),
            "choices": list(items.parameters[name].fact.choices),
            "question": items.parameters[name].fact.question,
        }
        for name in names
    ]


def parameters_text(library: Library, code: str | None = None, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """List parameters in columns."""
    rows = [
        (
            paint(str(row["name"]), Ink.BOLD),
            str(row["unit"]) or str(row["kind"]).replace("_", " "),
            str(row["question"]),
        )
        for row in parameters_rows(library, code)
    ]
    if not rows:
        return [_none(code, library)]
    return table(rows, indent="", width=width)


def _none(code: str | None, library: Library) -> str:
    """Say why no parameter is listed: the text has no limits, or none that a parameter measures."""
    if code is None:
        return "No limit of the list is encoded: no parameter measures anything."
    entry = find_entry(code, library)
    if len(entry.code) < ENTRY:
        return f"{entry.code} is an area of the list; `sekisho show {entry.code}` lists its entries."
    if entry.threshold:
        return f"No parameter measures the limits of {entry.code}: {entry.threshold}"
    return f"The text of {entry.code} states no limits."
