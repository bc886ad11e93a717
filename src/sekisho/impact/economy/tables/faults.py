"""What is wrong with a table, gathered while it is read, so that all is told at once and like faults are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from sekisho.errors import Problem
from sekisho.message import counted, joined, message

SHOWN: Final = 3
"""Places of one kind of fault that are named; the others are counted."""


@dataclass(slots=True)
class TableFaults:
    """Problems of one file, by kind."""

    name: str
    _places: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _more: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, what: str, remedy: str = "", *, place: str = "") -> None:
        """Note a fault, and where it is; the same fault elsewhere is counted with it."""
        places = self._places.setdefault((what, remedy), [])
        if len(places) < SHOWN:
            places.append(place)
        else:
            self._more[what, remedy] += 1

    def more(self, what: str, remedy: str, times: int) -> None:
        """Count a fault that was met at further places."""
        self._more[what, remedy] += max(times, 0)

    def __bool__(self) -> bool:
        """Tell whether anything is wrong."""
        return bool(self._places)

    @property
    def found(self) -> tuple[Problem, ...]:
        """All problems, each with the first places at which it was met."""
        return tuple(
            Problem(where=self.name, what=_whole(what, places, self._more[what, remedy]), remedy=remedy)
            for (what, remedy), places in self._places.items()
        )


def _whole(what: str, places: list[str], more: int) -> str:
    """Say a fault with the places at which it was met, and how many more there are."""
    named = joined(places, "semicolon")
    if not named:
        return message("table.fault", "{what}.", what=what)
    if not more:
        return message("table.fault_at", "{what}: {places}.", what=what, places=named)
    return counted(
        "table.fault_at_more",
        "{what}: {places} and {n} more.",
        "{what}: {places} and {n} more.",
        n=more,
        what=what,
        places=named,
    )
