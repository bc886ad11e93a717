"""The page of a control code: what it is, what it rests on, and what to compare it with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Final

from sekisho.law.dates.calendar import Stage
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import ControlEntry, control_entries
from sekisho.present.law.measures import state_says
from sekisho.present.law.term import by_measure
from sekisho.present.outcome_labels import QUALITIES
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, paint, table, wrap
from sekisho.trade.items.clauses_by_code import Naming, namings
from sekisho.trade.items.code import GROUP
from sekisho.trade.items.concordance import CAUTION, SCHEMES, ForeignEntry, compare_with
from sekisho.trade.items.control_entry import above, children
from sekisho.trade.items.control_list import ControlList, control_list
from sekisho.trade.items.customs_codes import Hint, hints_of

SHOWN: Final = 12
"""Customs codes and pairs that a page of text shows; data holds all."""

LOST: Final = "unknown"
NONE_STATED: Final = "the source states none"

HINT_SAYS: Final = "An item under a customs code may fall under the code; a hint, never a ground of control."


def code_text(entry: ControlEntry, library: Library, day: date, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Set out the page of a control code, or of an area such as 1C, as of a day."""
    scheme = control_entries(library, entry.scheme)
    lines = [paint(f"{entry.scheme}/{entry.code}", Ink.BOLD)]
    lines += [f"  {name}" for name in entry.names.values()]
    state, warned = _state(entry, library, day)
    if warned:
        lines += ["", *(paint(line, Ink.YELLOW) for line in wrap(warned, width=width))]
    lines += ["", *table(_facts(entry, state, library), width=width)]
    if over := above(entry, scheme):
        rows = [(one.code, _named(one)) for one in over]
        lines += ["", paint("Above", Ink.BOLD), *table(rows, width=width)]
    if under := children(entry, scheme):
        rows = [(one.code, _named(one) + _aside(one, library, day)) for one in under]
        lines += ["", paint("Directly below", Ink.BOLD), *table(rows, width=width)]
    lines += ["", paint("Customs codes", Ink.BOLD), *_customs(entry, library, width)]
    lines += ["", paint("Compare with", Ink.BOLD), *_pairs(entry, library, width)]
    found = namings(entry.code, library, day, scheme=entry.scheme)
    return [*lines, "", paint(f"Clauses that name it, as of {day}", Ink.BOLD), *_clauses(found, width)]


def _named(entry: ControlEntry) -> str:
    return " ".join(entry.names.values())


def _aside(entry: ControlEntry, library: Library, day: date) -> str:
    """Say the state of a code below where neither its measure nor what took that over is in force."""
    found = _control(entry, library, day)
    settled = any(one["state"] == Stage.IN_FORCE for one in (found, *_heirs(found)))
    return f" ({found['says']})" if found["says"] and not settled else ""


def _facts(entry: ControlEntry, state: str, library: Library) -> Iterable[tuple[str, str]]:
    yield "under control by", state
    items = control_list(library, entry.scheme)
    if (wording := items.wordings.get(entry.code)) is not None:
        yield "text", wording.text_en
    if len(entry.code) > GROUP:
        yield "limits", entry.threshold or _of_a_heading(entry, items) or NONE_STATED
    if LOST in entry.threshold.split():
        yield "", "A figure was lost in transcription where it says unknown; read it in the list itself."
    for number, figure in enumerate(items.figures.get(entry.code, ())):
        sure = f"{figure.kind}, confidence {figure.confidence}"
        yield "" if number else "figures", f"{figure.place}: {figure.figure} ({sure}; {figure.source})"
    told = [QUALITIES.get(entry.quality, entry.quality), f"confidence {entry.confidence}" if entry.confidence else ""]
    if any(told):
        yield "transcription", ", ".join(filter(None, told))
    for name, value in (("source", entry.source), ("note", entry.note)):
        if value:
            yield name, value


def _of_a_heading(entry: ControlEntry, items: ControlList) -> str:
    """Say the limits of the nearest heading that states any, where the code is held to them."""
    if not items.measured(entry.code):
        return ""
    return next((f"of {one.code}: {one.threshold}" for one in items.above(entry.code) if one.threshold), "")


def _control(entry: ControlEntry, library: Library, day: date) -> dict[str, object]:
    """Tell which measure brought a code under control, its state on a day, and what took it over."""
    measure = library.measures.get(entry.since)
    if measure is None:
        return {"measure": str(entry.since), "state": "", "says": "", "absorbed_by": []}
    stage, says = state_says(measure, day)
    heirs = [relation.measure for relation in measure.relations if relation.kind == "absorbed_by"]
    return {
        "measure": str(measure.id),
        "state": str(stage),
        "says": says,
        "absorbed_by": [_heir(heir, library, day) for heir in heirs if heir in library.measures],
    }


def _heirs(control: Mapping[str, object]) -> list[dict[str, object]]:
    heirs = control["absorbed_by"]
    assert isinstance(heirs, list)  # noqa: S101 - made so
    return heirs


def _heir(name: MeasureId, library: Library, day: date) -> dict[str, object]:
    stage, says = state_says(library.measures[name], day)
    return {"measure": str(name), "state": str(stage), "says": says}


def _state(entry: ControlEntry, library: Library, day: date) -> tuple[str, str]:
    """Return the state of a code in words, and what stands at the top if its measure is not in force."""
    found = _control(entry, library, day)
    if not found["says"]:
        return f"{found['measure'] or 'the table does not say which measure'}; state not known", ""
    taken = "".join(f"; taken over by {heir['measure']}, {heir['says']}" for heir in _heirs(found))
    state = f"{found['measure']}, {found['says']}, as of {day}{taken}"
    if found["state"] == Stage.IN_FORCE:
        return state, ""
    return state, f"On {day} the measure that brought it under control is {_copula(str(found['says']))}{taken}."


def _copula(says: str) -> str:
    """Make what is said of a measure follow 'is'."""
    return says.replace("takes effect on", "not in effect until").replace("not known: ", "in a state not known: ")


def _customs(entry: ControlEntry, library: Library, width: int) -> list[str]:
    found = hints_of(entry.code, library)
    if not found:
        return wrap("None known; an item without one may be controlled all the same.", width=width, indent="  ")
    rows = [
        (
            group[0].printed,
            f"{'doubtful, ' if group[0].doubtful else ''}confidence {group[0].confidence}",
            f"may fall under {', '.join(dict.fromkeys(hint.code for hint in group))}",
        )
        for group in _by_customs(found)
    ]
    lines = table(rows[:SHOWN], width=width)
    if len(rows) > SHOWN:
        lines.append(f"  and {count(len(rows) - SHOWN, 'more code')}; --format json has all")
    return [*lines, *wrap(HINT_SAYS, width=width, indent="  ")]


def _by_customs(found: Iterable[Hint]) -> list[list[Hint]]:
    groups: dict[tuple[str, bool, str], list[Hint]] = {}
    for hint in found:
        groups.setdefault((hint.printed, hint.doubtful, hint.confidence), []).append(hint)
    return list(groups.values())


def _pairs(entry: ControlEntry, library: Library, width: int) -> list[str]:
    found = compare_with(entry.code, library)
    if not found:
        return wrap("No pair is held; that says nothing of other lists.", width=width, indent="  ")
    lines: list[str] = []
    for code, pairs in groupby(found[: SHOWN * 2], key=lambda pair: pair.code):
        held = list(pairs)
        whose = "" if code == entry.code else f"{code}: "
        rows = [(SCHEMES[pair.scheme], _other(pair), _kinship(pair)) for pair in held]
        lines += wrap(f"{whose}{' '.join(dict.fromkeys(pair.note for pair in held))}", width=width, indent="  ")
        lines += table(rows, indent="    ", width=width)
    if len(found) > SHOWN * 2:
        lines.append(f"  and {count(len(found) - SHOWN * 2, 'more pair')}; --format json has all")
    return [*lines, *wrap(CAUTION, width=width, indent="  ")]


def _other(pair: ForeignEntry) -> str:
    return pair.other or "-"


def _kinship(pair: ForeignEntry) -> str:
    return f"{pair.relation}: {pair.relation.means}; confidence {pair.confidence}"


def _clauses(found: Iterable[Naming], width: int) -> list[str]:
    groups: dict[tuple[str, str, Stage], list[str]] = {}
    for one in found:
        groups.setdefault((one.entry, " > ".join(one.terms), one.stage), []).append(str(one.clause.id))
    if not groups:
        return wrap(
            "None that is in force on that day, or may be. A catch-all may reach the item.", width=width, indent="  "
        )
    lines: list[str] = []
    for (named, terms, stage), clauses in groups.items():
        through = f" through {terms}" if terms else ""
        unsure = " (whether they are in force is not known)" if stage is Stage.UNKNOWN else ""
        lines += wrap(f"as {named or 'part of the whole list'}{through}{unsure}", width=width, indent="  ", hang="    ")
        lines += wrap(", ".join(by_measure(clauses)), width=width, indent="    ")
    return lines


def code_data(entry: ControlEntry, library: Library, day: date) -> dict[str, object]:
    """Return the same as plain data, with every customs code, pair and clause."""
    scheme = control_entries(library, entry.scheme)
    items = control_list(library, entry.scheme)
    return {
        "scheme": entry.scheme,
        "code": entry.code,
        "names": dict(entry.names),
        "as_of": day.isoformat(),
        "control": _control(entry, library, day),
        "threshold": entry.threshold,
        "figures_lost": LOST in entry.threshold.split(),
        "figures": [asdict(figure) for figure in items.figures.get(entry.code, ())],
        "text": asdict(wording) if (wording := items.wordings.get(entry.code)) is not None else None,
        "type": entry.kind,
        "quality": entry.quality,
        "confidence": entry.confidence,
        "source": entry.source,
        "note": entry.note,
        "above": [_brief(one) for one in above(entry, scheme)],
        "below": [_brief(one) for one in children(entry, scheme)],
        "customs_codes": [_hint(hint) for hint in hints_of(entry.code, library)],
        "compare_with": {
            "caution": CAUTION,
            "pairs": [_pair(pair) for pair in compare_with(entry.code, library)],
        },
        "clauses": [
            {
                "clause": str(one.clause.id),
                "measure": str(one.measure.id),
                "effect": str(one.clause.effect),
                "names": one.entry,
                "through": [str(term) for term in one.terms],
                "state": str(one.stage),
            }
            for one in namings(entry.code, library, day, scheme=entry.scheme)
        ],
        "library": {"version": library.version, "hash": library.hash, "horizon": library.horizon.isoformat()},
    }


def _brief(entry: ControlEntry) -> dict[str, object]:
    return {"code": entry.code, "names": dict(entry.names)}


def _hint(hint: Hint) -> dict[str, object]:
    return {**asdict(hint), "match": hint.match.name.lower(), "how": hint.match.says}


def _pair(pair: ForeignEntry) -> dict[str, object]:
    return {**asdict(pair), "relation": str(pair.relation), "means": pair.relation.means}


def code_row(plain: Mapping[str, object]) -> dict[str, object]:
    """Return the page as one flat record, for CSV."""
    flat = ("scheme", "code", "as_of", "threshold", "type", "quality", "confidence", "source", "note")
    names, control = plain["names"], plain["control"]
    assert isinstance(names, dict) and isinstance(control, dict)  # noqa: S101, PT018 - made so
    return {
        **{key: plain[key] for key in flat},
        "name_zh": names.get("zh", ""),
        "name_en": names.get("en", ""),
        "measure": control["measure"],
        "state": control["state"],
    }
