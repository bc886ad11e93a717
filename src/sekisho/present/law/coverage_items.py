"""How much of the control list is held: by field, by how its text came down, by what of its limits is executable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import HOME_SCHEME, ControlEntry, control_entries, scheme_name
from sekisho.message import Text, message
from sekisho.present.outcome_labels import QUALITIES
from sekisho.present.render.terminal import table
from sekisho.trade.items.code import ENTRY
from sekisho.trade.items.control_list import ControlList, control_list
from sekisho.trade.items.parameter import AS_STATED, IN_PRINT

NAMELESS: Final = frozenset({"heading", "missing_row"})
"""Qualities of an entry of a control list that has no text of its own in the library."""


def item_coverage(library: Library) -> dict[str, object]:
    """Return what is held of the control list as plain data.

    `scheme`: its name. `known`: codes known to exist; `held`: those with their own text; `limited`: those whose text
    states limits; `with_thresholds`: those of them whose figures are all known; `executable`: those whose limits are
    all conditions that parameters settle; `lost`: those that ask for a figure that was lost; `by_field` and
    `by_quality`: the same by the first character of the code, and by how the text came down.
    """
    entries = list(control_entries(library).values())
    items = control_list(library) if entries else None
    return {
        "scheme": scheme_name(library),
        **_counts(entries, items),
        "by_field": [
            {
                "field": field,
                "name": next((entry.name for entry in entries if entry.code == field), ""),
                **_counts([entry for entry in entries if entry.code.startswith(field)], items),
            }
            for field in sorted({entry.code[0] for entry in entries})
        ],
        "by_quality": dict(Counter(entry.quality for entry in entries if len(entry.code) >= ENTRY).most_common()),
    }


def _counts(entries: Iterable[ControlEntry], items: ControlList | None) -> dict[str, int]:
    found = list(entries)
    limited = [entry.code for entry in found if entry.threshold]
    lost = [code for code in limited if items is not None and _asks(code, items)]
    full = [
        code
        for code in limited
        if items is not None
        and (code in items.limits or code in items.cas)
        and code not in lost
        and not _as_text(code, items)
    ]
    return {
        "known": len(found),
        "five_character": sum(len(entry.code) == ENTRY for entry in found),
        "held": sum(entry.quality not in NAMELESS for entry in found),
        "limited": len(limited),
        "with_thresholds": sum("unknown" not in entry.threshold for entry in found if entry.threshold),
        "executable": len(full),
        "lost": len(lost),
    }


def _asks(code: str, items: ControlList) -> bool:
    """Tell whether the limits of a code rest on a figure that was lost."""
    return any(is_lost(name) for name in items.measured(code))


def _as_text(code: str, items: ControlList) -> bool:
    """Tell whether the limits of a code are asked in the words of the list, for nobody has encoded them."""
    return any(name.endswith(f"/{AS_STATED}") for name in items.measured(code))


def is_lost(name: FactName) -> bool:
    """Tell whether a parameter stands for a figure that was lost: it is named after its code.

    One that is printed, but in doubt, is not lost: it is asked, and its readings are told beside the question.
    """
    return "/" in name and not name.endswith((f"_{IN_PRINT}", f"/{AS_STATED}"))


COLUMNS: Final[Mapping[str, Text]] = {
    "five_character": message("law.column_entries", "entries"),
    "known": message("law.column_codes", "codes"),
    "held": message("law.column_own_text", "with own text"),
    "limited": message("law.column_limited", "state limits"),
    "executable": message("law.column_executable", "executable"),
    "lost": message("law.column_lost", "a figure lost"),
}
"""What is counted of each field."""


def item_coverage_text(found: dict[str, object], tell: PackageTranslator, *, width: int) -> list[str]:
    """Set out the control list by field and by quality."""
    fields, qualities = found["by_field"], found["by_quality"]
    assert isinstance(fields, list) and isinstance(qualities, dict)  # noqa: S101, PT018 - made above
    head = (tell(message("law.column_field", "field")), *map(tell, COLUMNS.values()))
    rows = [(_field(row, tell), *(f"{row[key]:,}" for key in COLUMNS)) for row in fields]
    total = (tell(message("law.all_fields", "all")), *(f"{found[key]:,}" for key in COLUMNS))
    by_quality = [(f"{number:,}", tell(QUALITIES.get(str(name), str(name)))) for name, number in qualities.items()]
    note = message(
        "law.limits_note",
        "A code that states limits and is neither executable nor asks has none that a parameter measures.",
    )
    home = found["scheme"] == HOME_SCHEME
    by_field = message("law.by_field", "Dual-use list by field")
    quality = message("law.by_quality", "Dual-use list by the origin of its text")
    return [
        tell(by_field if home else message("law.list_by_field", "List of goods by field")),
        *table([head, *rows, total], right=frozenset({1, 2, 3, 4, 5, 6}), width=width),
        "",
        tell(quality if home else message("law.list_by_quality", "List of goods by the origin of its text")),
        *table(by_quality, right=frozenset({0}), width=width),
        f"  {tell(note)}",
    ]


def _field(row: Mapping[str, object], tell: PackageTranslator) -> str:
    name = str(row["name"])
    short = name.partition(",")[0].partition(" and ")[0] if tell.language == "en" else tell(name)
    return f"{row['field']}  {short}"
