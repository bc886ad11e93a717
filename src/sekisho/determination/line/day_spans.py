"""Lines of which only the month, or the first and last possible day, is known: judged under every state of the law.

Where all states of the span agree the line is settled, and the last of them gives the reasons. Where they differ the
floor is the lowest, the ceiling the highest, and the date is the first fact that is missing. One line by itself and a
book merge by the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sekisho.determination.core.outcome as outcomes
from sekisho.determination.core.inputs import DATE
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import DaySpan
from sekisho.message import message


def merged_lists(
    floors: Sequence[int],
    ceilings: Sequence[int],
    lists: Mapping[str, Sequence[Sequence[str]]],
) -> dict[str, tuple[str, ...]]:
    """Merge what the states of a span say of one line, in the order of their days.

    Parameters
    ----------
    floors, ceilings
        Levels under each state.
    lists
        `decisive`, `open`, `missing`, `duties`, `duties_open`, `branches` under each state.
    """
    if len(set(floors)) == len(set(ceilings)) == 1:
        return {name: tuple(each[-1]) for name, each in lists.items()}
    floor, order = min(floors), range(len(floors) - 1, -1, -1)
    lowest = max(place for place in order if floors[place] == floor)
    decisive = tuple(lists["decisive"][lowest])
    raised = [(*(lists["decisive"][place] if floors[place] > floor else ()), *lists["open"][place]) for place in order]
    owed = [name for name in lists["duties"][-1] if all(name in each for each in lists["duties"])]
    perhaps = [(*lists["duties"][place], *lists["duties_open"][place]) for place in order]
    return {
        "decisive": decisive,
        "open": _once(raised, but=decisive),
        "missing": _once([(str(DATE),), *(lists["missing"][place] for place in order)]),
        "duties": tuple(owed),
        "duties_open": _once(perhaps, but=owed),
        "branches": (),
    }


def _once(lists: Iterable[Iterable[str]], *, but: Iterable[str] = ()) -> tuple[str, ...]:
    """Join lists, each name once, without those of `but`."""
    left_out = set(but)
    return tuple(dict.fromkeys(name for each in lists for name in each if name not in left_out))


def over_days(answers: Sequence[outcomes.Determination], span: DaySpan) -> outcomes.Determination:
    """Merge the answers for one day of each state of the law within a span."""
    last = answers[-1]
    merged = {name: _verdict([answer.by_reading[name] for answer in answers]) for name in last.by_reading}
    verdict = _verdict([answer.verdict for answer in answers])
    found = _lists(answers)
    differ = len({(answer.floor, answer.ceiling) for answer in answers}) > 1
    duties = {duty.clause: duty for answer in answers for duty in answer.obligations}
    owed = [replace(duties[name], certain=True) for name in found["duties"]]  # type: ignore[index]
    owed += [replace(duties[name], certain=False) for name in found["duties_open"]]  # type: ignore[index]
    cited = {clause.id: (measure, clause) for answer in answers for measure, clause in answer.cited}
    if differ:
        caution = message(
            "caution.days_differ",
            "Of the date only {span} is known, and the answer is another on other days of it.",
            span=str(span),
        )
    else:
        caution = message(
            "caution.days_alike", "Of the date only {span} is known: its last day is shown.", span=str(span)
        )
    return replace(
        last,
        verdict=verdict,
        by_reading=merged,
        missing=tuple(map(FactName, found["missing"])),
        obligations=tuple(owed) if differ else last.obligations,
        branches=() if differ else last.branches,
        cautions=(caution, *last.cautions),
        cited=tuple(cited[name] for name in (*verdict.decisive, *verdict.open)) if differ else last.cited,
        licensing=tuple(dict(pair for answer in answers for pair in answer.licensing).items()),
        deciding=None if differ else last.deciding,
        days=span,
        sleeping=tuple({one.clause: one for answer in answers for one in answer.sleeping}.values()),
    )


def _lists(answers: Sequence[outcomes.Determination]) -> dict[str, tuple[str, ...]]:
    lists: dict[str, list[tuple[str, ...]]] = {
        "decisive": [answer.decisive for answer in answers],
        "open": [answer.open for answer in answers],
        "missing": [tuple(map(str, answer.missing)) for answer in answers],
        "duties": [tuple(duty.clause for duty in answer.obligations if duty.certain) for answer in answers],
        "duties_open": [tuple(duty.clause for duty in answer.obligations if not duty.certain) for answer in answers],
        "branches": [() for _ in answers],
    }
    return merged_lists([answer.floor for answer in answers], [answer.ceiling for answer in answers], lists)


def _verdict(verdicts: Sequence[outcomes.Verdict]) -> outcomes.Verdict:
    lists = {
        "decisive": [verdict.decisive for verdict in verdicts],
        "open": [verdict.open for verdict in verdicts],
        **{name: [()] * len(verdicts) for name in ("missing", "duties", "duties_open", "branches")},
    }
    floors, ceilings = [verdict.floor for verdict in verdicts], [verdict.ceiling for verdict in verdicts]
    found = merged_lists(floors, ceilings, lists)  # type: ignore[arg-type]
    return outcomes.Verdict(
        floor=min(floors),
        ceiling=max(ceilings),
        decisive=found["decisive"],  # type: ignore[arg-type]
        open=found["open"],  # type: ignore[arg-type]
        alert=verdicts[-1].alert,
    )
