"""How an answer turns on disputed words: one row a term, one column a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sekisho.determination.core.outcome import Determination, Verdict
from sekisho.determination.line.readings import TermReadings
from sekisho.i18n.names import speech_of
from sekisho.i18n.package_translation import ENGLISH
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import Reading, Term
from sekisho.present.determination.headline import head_lines
from sekisho.present.determination.text import coverage_lines
from sekisho.present.law.term import voices
from sekisho.present.outcome_labels import INKS, brief
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, count, pad, paint, table, wrap

GAP: Final = "   "
NARROWEST_LABEL: Final = 24
WIDEST_LABEL: Final = 46


def readings_text(
    answer: Determination,
    found: Sequence[TermReadings],
    library: Library,
    *,
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Set out the answer under the readings of each term, those that decide first."""
    deciding = [one for one in found if one.decides]
    others = [one for one in found if not one.decides]
    head = head_lines(answer, library, speech_of(library), ENGLISH, width)
    if not found:
        nothing = "No clause in force on that date uses a disputed term."
        return [*head, "", nothing, "", *coverage_lines(answer, ENGLISH, width)]
    told = f"This answer turns on {len(deciding)} of {count(len(found), 'disputed term')}, each read alone"
    rows = _rows(answer, (*deciding, *others), width)
    lines = [*head, "", *rows, "", paint(f"{told}{':' if deciding else '.'}", Ink.BOLD)]
    for one in deciding:
        measure = measure_of(one.term, library)
        lines.append(f"  sekisho show {measure.id if measure else ''} --term {one.term.id}")
        lines += wrap(voices(one.term), width=width, indent="    ", hang="    ")
    return [*lines, "", *coverage_lines(answer, ENGLISH, width)]


def _rows(answer: Determination, found: Sequence[TermReadings], width: int) -> list[str]:
    """Set out one row a term; where a line is too short for the words beside the answers, they stand above them."""
    every = tuple(_cell(answer.by_reading[str(reading)]) for reading in Reading)
    body = table([tuple(map(str, Reading)), *map(_cells, found), every], indent="", gap=GAP)
    taken = max(map(cells, body)) + len(GAP)
    room = min(WIDEST_LABEL, width - taken - 2)
    above = room < NARROWEST_LABEL
    names = ["", *(_label(one.term, width - 2 if above else room) for one in found), "all terms"]
    if not above:
        widest = max(map(cells, names))
        return [f"  {pad(name, widest)}{GAP}{row}" for name, row in zip(names, body, strict=True)]
    return [
        line for name, row in zip(names, body, strict=True) for line in ([f"  {name}"] if name else []) + [f"    {row}"]
    ]


def _label(term: Term, room: int) -> str:
    """Quote the words of a term, cut to the room that is left beside the answers."""
    words = term.words.get("en") or str(term.id)
    room -= len("“”")
    return f"“{words}”" if len(words) <= room else f"“{words[: room - 2].rstrip()} …”"


def _cells(one: TermReadings) -> tuple[str, str, str]:
    return _cell(one.narrow), _cell(one.central), _cell(one.broad)


def _cell(verdict: Verdict) -> str:
    return paint(brief(verdict), INKS[verdict.headline])


def measure_of(term: Term, library: Library) -> Measure | None:
    """Return the measure that defines a term."""
    return next((m for m in library.measures.values() if term in m.terms), None)


def readings_data(answer: Determination, found: Iterable[TermReadings], library: Library) -> dict[str, object]:
    """Return the same as plain data."""
    terms = []
    for one in found:
        measure = measure_of(one.term, library)
        terms.append(
            {
                "term": one.term.id,
                "words": dict(one.term.words),
                "measure": measure.id if measure else "",
                "decides": one.decides,
                "narrow": _ends(one.narrow),
                "central": _ends(one.central),
                "broad": _ends(one.broad),
            }
        )
    return {
        "as_of": answer.as_of.isoformat(),
        "outcome": answer.outcome,
        "headline": answer.verdict.headline,
        "readings": answer.readings.to_dict(),
        "terms": terms,
        "turns_on": [one["term"] for one in terms if one["decides"]],
        "all": {name: _ends(verdict) for name, verdict in answer.by_reading.items()},
        "library": answer.to_dict()["library"],
    }


def _ends(verdict: Verdict) -> dict[str, str]:
    return {
        "outcome": verdict.outcome,
        "floor": verdict.floor.level,
        "ceiling": verdict.ceiling.level,
    }


def readings_rows(answer: Determination, found: Iterable[TermReadings]) -> list[dict[str, object]]:
    """Return one record a term, and one for all terms together."""
    rows = [
        {
            "term": one.term.id,
            "decides": one.decides,
            "narrow": one.narrow.outcome,
            "central": one.central.outcome,
            "broad": one.broad.outcome,
        }
        for one in found
    ]
    every = {name: verdict.outcome for name, verdict in answer.by_reading.items()}
    differ = len(set(every.values())) > 1
    return [*rows, {"term": "all", "decides": differ, **every}]
