"""What is said of parts under a scenario: those that may be its materials, and those that nothing ties to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.exposure.result import Exposure
from sekisho.message import Text, and_more, counted
from sekisho.present.exposure.stops import in_order

NAMED: Final = 4
"""Parts that a sentence of a short answer names, by number."""


def open_ties(found: Exposure) -> Iterator[Text]:
    """Say of which parts it is not decided whether they are a material of the scenario; and what counts as arriving.

    That nothing stops is said with the parts that are assumed to arrive: it hangs on them.
    """
    parts = found.case.unsettled
    if parts:
        names = [found.bill.parts.ids[part] for part in parts[:NAMED]]
        yield counted(
            "exposure.unsettled",
            "Not decided: {n} part may be a material of the scenario ({parts}). Give its control code.",
            "Not decided: {n} parts may be materials of the scenario ({parts}). Give their control codes.",
            n=len(parts),
            parts=and_more(names, len(parts) - len(names)),
        )
    if found.case.untied and not in_order(found):
        yield untied(found)


def untied(found: Exposure) -> Text:
    """Say which curbed parts a scenario lets arrive."""
    return counted(
        "exposure.untied",
        "Nothing ties {n} part that may be controlled to a material of the scenario: it is assumed to arrive.",
        "Nothing ties {n} parts that may be controlled to a material of the scenario: they are assumed to arrive.",
        n=found.case.untied,
    )
