"""An answer as data: the JSON that `check` prints, and the row that a table of answers holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sekisho.determination.core.outcome import Determination, branches_text
from sekisho.files.records import as_json


def answer_bytes(answer: Determination) -> bytes:
    """Return an answer as `check --format json` prints it."""
    return (as_json(answer.to_dict()) + "\n").encode("utf-8")


def answer_row(answer: Mapping[str, object]) -> dict[str, object]:
    """Flatten a determination, as plain data, to the columns that a bulk run writes too."""
    kept = ("outcome", "headline", "floor", "ceiling", "as_of", "decisive", "open", "missing")
    row = {name: answer[name] for name in kept}
    by_reading, library = answer["by_reading"], answer["library"]
    if isinstance(by_reading, Mapping):
        for reading in ("narrow", "central", "broad"):
            row |= {f"{reading}_{end}": by_reading[reading][end] for end in ("floor", "ceiling")}
    row |= _carried(answer)
    if isinstance(library, Mapping):
        row |= {"library_version": library["version"], "library_hash": library["hash"]}
    return row


def _carried(answer: Mapping[str, object]) -> dict[str, object]:
    """Return the duties that come with an answer, and what it would be for each value of the unknowns of the law."""
    duties: Any = answer["obligations"]
    branches: Any = answer["branches"]
    told = (
        (one["unknown"], one["value"], (one["floor"], one["ceiling"]) if one["known"] else None) for one in branches
    )
    return {
        "duties": [duty["clause"] for duty in duties if duty["certain"]],
        "duties_open": [duty["clause"] for duty in duties if not duty["certain"]],
        "branches": branches_text((str(answer["floor"]), str(answer["ceiling"])), told),
    }
