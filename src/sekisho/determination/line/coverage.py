"""Which knowledge was asked for an answer: measures, their state on the day, and how names are compared."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sekisho.determination.core.outcome import Coverage
from sekisho.law.dates.calendar import Stage, law_on, stage_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.parties.name_tables import algorithm


def coverage_on(library: Library, day: date) -> Coverage:
    """State which knowledge was asked."""
    return _coverage(library, law_on(library, day).day)


@cached_per_library
def _coverage(library: Library, day: date) -> Coverage:
    law = law_on(library, day)
    stages = Counter(stage_on(measure, law.day)[0] for measure in library.measures.values())
    return Coverage(
        measures=len(library.measures),
        in_force=stages[Stage.IN_FORCE],
        not_known=stages[Stage.UNKNOWN],
        pending=len(law.pending),
        jurisdictions=tuple(sorted({measure.jurisdiction for measure in library.measures.values()})),
        not_covered=tuple(text for package in library.packages for text in package.not_covered),
        version=library.version,
        hash=library.hash,
        horizon=library.horizon,
        names=coverage_names(library),
    )


def coverage_names(library: Library) -> dict[str, object]:
    """State how names of parties are compared: the algorithm with its version, and the thresholds."""
    return {"algorithm": algorithm(), **library.identity.policy.to_dict()}
