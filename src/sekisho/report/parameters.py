"""The table of technical parameters for reading."""

from __future__ import annotations

from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.law.condition import FactName
from sekisho.law.fact import normal_code
from sekisho.law.library import Library
from sekisho.report.layout import DEFAULT_WIDTH, Ink, paint, table
from sekisho.trade.control_list import control_list
from sekisho.trade.unit import shown


def parameters_rows(library: Library, code: str | None = None) -> list[dict[str, object]]:
    """Return one record a parameter: of the whole list, or of one code.

    Raises
    ------
    FactError
        If the list has no such code.
    """
    items = control_list(library)
    names: tuple[FactName, ...] = tuple(name for name, known in items.parameters.items() if known.fact.of == "item")
    if code is not None:
        plain = normal_code(code, items.scheme)
        if plain not in items.items:
            hint = did_you_mean(plain, items.items)
            raise FactError(Problem(what=f"'{code}' is no code of {items.scheme}.", do=hint))
        names = items.measured(plain)
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
        return [f"The text of {code} states no limits."]
    return table(rows, indent="", width=width)
