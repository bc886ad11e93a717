"""The table of technical parameters for reading."""

from __future__ import annotations

from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import LawText, Text, message
from sekisho.present.law.facts import KINDS
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap
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


def parameters_text(
    library: Library, code: str | None = None, *, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """List parameters in columns."""
    tell, items = teller_of(library, language), control_list(library)
    rows = [
        (
            paint(str(row["name"]), Ink.BOLD),
            str(row["unit"]) or tell(KINDS[str(row["kind"])]),
            items.parameters[FactName(str(row["name"]))].questions.get(language) or str(row["question"]),
        )
        for row in parameters_rows(library, code)
    ]
    if not rows:
        return wrap(tell(_none(code, library)), width=width)
    return table(rows, indent="", width=width)


def _none(code: str | None, library: Library) -> Text:
    """Say why no parameter is listed: the text has no limits, or none that a parameter measures."""
    if code is None:
        return message("lawdata.no_limit", "No limit of the list is encoded: no parameter measures anything.")
    entry = find_entry(code, library)
    if len(entry.code) < ENTRY:
        return message(
            "lawdata.is_area",
            "{code} is an area of the list; `sekisho show {code}` lists its entries.",
            code=entry.code,
        )
    if entry.threshold:
        return message(
            "lawdata.no_parameter",
            "No parameter measures the limits of {code}: {limits}",
            code=entry.code,
            limits=LawText(entry.threshold),
        )
    return message("lawdata.no_limits", "The text of {code} states no limits.", code=entry.code)
