"""In which order open facts are asked for: what all else hangs on comes first."""

from __future__ import annotations

from typing import Final

from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.presumptions import MOVEMENT, ORIGIN, home_of_list
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import CODES
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION

ROUTE: Final = (MOVEMENT, DEPARTURE, DESTINATION)
"""What moves and how, whence and whither: every clause asks for some of it."""
RE_EXPORT: Final = "re_export"


def asking_order(answer: Determination, library: Library) -> tuple[FactName, ...]:
    """Return the facts that an answer waits for in the order in which they are asked for.

    The route comes first and what the goods are next. Of goods that leave another country than that of the list of
    goods it is asked before that where they were made: without it nobody knows whether the list reaches them. All
    others follow as they do in the answer, those first for which most clauses wait.
    """
    first = (*ROUTE, ORIGIN, CODES) if leaves_elsewhere(answer, library) else (*ROUTE, CODES)
    asked = [name for name in first if name in answer.missing]
    return (*asked, *(name for name in answer.missing if name not in asked))


def leaves_elsewhere(answer: Determination, library: Library) -> bool:
    """Tell whether a line is known to leave another country than that whose list of goods its codes are of."""
    departure = answer.facts.get(DEPARTURE)
    if departure is None:
        return answer.facts.get(MOVEMENT) == RE_EXPORT
    return departure != home_of_list(library)
