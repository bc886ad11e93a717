"""In which order open facts are asked for: what all else hangs on comes first."""

from __future__ import annotations

from typing import Final

from sekisho.determination.core.deciding_table import asked_in
from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.presumptions import MOVEMENT, ORIGIN, home_of_list
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import CODES
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION

ROUTE: Final = (MOVEMENT, DEPARTURE, DESTINATION)
"""What moves and how, whence and whither: every clause asks for some of it."""
RE_EXPORT: Final = "re_export"
FIRST: Final = ("end_user", "end_user_kind", "end_user_territory", "end_use")
"""Facts of user and use, in the order in which one asks for them."""
OWN: Final = frozenset({"knowledge_of_barred_use", "knowledge_of_risk", "known_rare_earth_help"})
"""Facts that whoever asks knows, and nobody else."""


def asking_order(answer: Determination, library: Library) -> tuple[FactName, ...]:
    """Return the facts that an answer waits for in the order in which they are asked for.

    The route comes first and what the goods are next. Of goods that leave another country than that of the list of
    goods it is asked before that where they were made: without it nobody knows whether the list reaches them. What the
    cases of the answer ask follows, as *what to do* asks for it, and then all others as they do in the answer, those
    first for which most clauses wait. What changes no outcome is not asked for: of goods made in China nobody need know
    how much of them is Chinese.
    """
    first = (*ROUTE, ORIGIN, CODES) if leaves_elsewhere(answer, library) else (*ROUTE, CODES)
    idle = answer.idle
    left = [name for name in answer.missing if name not in idle]
    in_cases = sorted((name for name in asked_in(answer.rows) if name in left), key=in_question)
    return tuple(dict.fromkeys((*(name for name in first if name in left), *in_cases, *left)))


def in_question(fact: FactName) -> tuple[bool, int]:
    """Order facts as one question asks for them: user and use first, and last what whoever asks knows."""
    return fact in OWN, FIRST.index(fact) if fact in FIRST else len(FIRST)


def leaves_elsewhere(answer: Determination, library: Library) -> bool:
    """Tell whether a line is known to leave another country than that whose list of goods its codes are of."""
    departure = answer.facts.get(DEPARTURE)
    if departure is None:
        return answer.facts.get(MOVEMENT) == RE_EXPORT
    return departure != home_of_list(library)
