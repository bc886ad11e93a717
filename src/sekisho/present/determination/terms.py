"""How an answer turns on disputed words: one row a term, one column a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sekisho.determination.core.outcome import Determination, Verdict
from sekisho.determination.line.readings import TermReadings
from sekisho.i18n.names import speech_of
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import Reading, Term
from sekisho.message import counted, message
from sekisho.present.determination.headline import head_lines
from sekisho.present.determination.text import coverage_lines
from sekisho.present.law.term import voices
from sekisho.present.outcome_labels import INKS, brief
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, pad, paint, table, wrap

GAP: Final = "   "
NARROWEST_LABEL: Final = 24
WIDEST_LABEL: Final = 46


def readings_text(
    answer: Determination,
    found: Sequence[TermReadings],
    library: Library,
    *,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Set out the answer under the readings of each term, those that decide first."""
    deciding = [one for one in found if one.decides]
    others = [one for one in found if not one.decides]
    tell = teller_of(library, language)
    head = head_lines(answer, library, speech_of(library, language=language), tell, width)
    if not found:
        nothing = message("lawdata.no_disputed", "No clause in force on that date uses a disputed term.")
        return [*head, "", *wrap(tell(nothing), width=width), "", *coverage_lines(answer, library, tell, width)]
    told = counted(
        "lawdata.turns_on",
        "{deciding} of {n} disputed term changes this answer, each read alone",
        "{deciding} of {n} disputed terms change this answer, each read alone",
        n=len(found),
        deciding=len(deciding),
    )
    rows = _rows(answer, (*deciding, *others), tell, width)
    end = (
        message("lawdata.with_list", "{text}:", text=told)
        if deciding
        else message("lawdata.without_list", "{text}.", text=told)
    )
    lines = [*head, "", *rows, "", paint(tell(end), Ink.BOLD)]
    for one in deciding:
        measure = measure_of(one.term, library)
        lines.append(f"  sekisho show {measure.id if measure else ''} --term {one.term.id}")
        lines += wrap(tell(voices(one.term)), width=width, indent="    ", hang="    ")
    return [*lines, "", *coverage_lines(answer, library, tell, width)]


def _rows(answer: Determination, found: Sequence[TermReadings], tell: PackageTranslator, width: int) -> list[str]:
    """Set out one row a term; where a line is too short for the words beside the answers, they stand above them."""
    every = tuple(_cell(answer.by_reading[str(reading)], tell) for reading in Reading)
    heads = tuple(tell(reading.words) for reading in Reading)
    body = table([heads, *(_cells(one, tell) for one in found), every], indent="", gap=GAP)
    taken = max(map(cells, body)) + len(GAP)
    room = min(WIDEST_LABEL, width - taken - 2)
    above = room < NARROWEST_LABEL
    labels = (_label(one.term, tell, width - 2 if above else room) for one in found)
    names = ["", *labels, tell(message("lawdata.all_terms", "all terms"))]
    if not above:
        widest = max(map(cells, names))
        return [f"  {pad(name, widest)}{GAP}{row}" for name, row in zip(names, body, strict=True)]
    return [
        line for name, row in zip(names, body, strict=True) for line in ([f"  {name}"] if name else []) + [f"    {row}"]
    ]


def _label(term: Term, tell: PackageTranslator, room: int) -> str:
    """Quote the words of a term, cut to the room that is left beside the answers."""
    words = term.words.get(tell.language) or term.words.get("en") or str(term.id)
    room -= len("“”")
    if cells(words) > room:
        while cells(words) > room - 2:
            words = words[:-1]
        words = f"{words.rstrip()} …"
    return f"“{words}”"


def _cells(one: TermReadings, tell: PackageTranslator) -> tuple[str, str, str]:
    return _cell(one.narrow, tell), _cell(one.central, tell), _cell(one.broad, tell)


def _cell(verdict: Verdict, tell: PackageTranslator) -> str:
    return paint(tell(brief(verdict)), INKS[verdict.headline])


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
