"""Answers that were given of late, with all that a page says of them: who asks the same again waits for the page alone.

Only a line without names and without free text is remembered: what somebody named is let go with the page.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from sekisho.determination.core.outcome import Determination
    from sekisho.present.determination.clause_views import Why
    from sekisho.present.render.brief_layout import SpokenPart

MOST: Final = 64
"""Answers that are remembered: what a firm asks in an hour fits. A guess of November 2026."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTold:
    """An answer as its page tells it in a language.

    Parameters
    ----------
    parts
        The brief answer.
    why
        The clauses that bear on it, set out part by part.
    over_time
        How the ordinary case of the item was answered over time.
    """

    answer: Determination
    parts: Sequence[SpokenPart]
    why: Why
    over_time: Mapping[str, object]


Told = TypeVar("Told")
"""What a page tells of an answer, or of two."""


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """The answers asked for last, and the pairs of answers."""

    most: int = MOST
    _told: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def told(self, key: Hashable, tell: Callable[[], Told]) -> Told:
        """Return what was told of the same before, else tell it and remember it.

        Parameters
        ----------
        key
            What was asked and on which page, of which law, in which language and on which day; None remembers
            nothing. Keys of two pages differ, so that each gets what it told.
        """
        if key is None:
            return tell()
        with self._lock:
            remembered: Told | None = self._told.get(key)
            if remembered is not None:
                self._told.move_to_end(key)
                return remembered
        answer = tell()
        with self._lock:
            self._told[key] = answer
            while len(self._told) > self.most:
                self._told.popitem(last=False)
        return answer
