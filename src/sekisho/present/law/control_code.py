"""The page of a control code: what it is, what it rests on, and what to compare it with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import date
from itertools import groupby
from typing import Final, cast

from sekisho.classification.labels import limit_names
from sekisho.classification.limit_checks import sentence
from sekisho.i18n.names import unknown_text
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.dates.calendar import Stage, stage_on
from sekisho.law.model.condition import TRUE, MeasureId
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.scheme import ControlEntry, control_entries
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.present.law.measures import state_says
from sekisho.present.law.term import by_measure
from sekisho.present.outcome_labels import QUALITIES
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap
from sekisho.trade.items.clauses_by_code import Naming, namings
from sekisho.trade.items.code import GROUP
from sekisho.trade.items.concordance import CAUTION, SCHEMES, ForeignEntry, compare_with
from sekisho.trade.items.control_entry import above, children
from sekisho.trade.items.control_list import ControlList, control_list
from sekisho.trade.items.customs_codes import Hint, hints_of
from sekisho.trade.items.figure import LimitFigure, Wording

SHOWN: Final = 12
"""Customs codes and pairs that a page of text shows; data holds all."""

LOST: Final = "unknown"
NONE_STATED: Final = message("lawdata.states_none", "the source states none")

HINT_SAYS: Final = message(
    "lawdata.customs_hint", "An item under a customs code may fall under the code; a hint, never a ground of control."
)


def code_text(
    entry: ControlEntry, library: Library, day: date, *, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """Set out the page of a control code, or of an area such as 1C, as of a day."""
    scheme, tell = control_entries(library, entry.scheme), teller_of(library, language)

    def head(text: str) -> list[str]:
        return ["", paint(tell(text), Ink.BOLD)]

    lines = [paint(f"{entry.scheme}/{entry.code}", Ink.BOLD)]
    lines += [f"  {name}" for name in names_in(entry, tell)]
    state, warned = _state(entry, library, day)
    if warned:
        lines += ["", *(paint(line, Ink.YELLOW) for line in wrap(tell(warned), width=width))]
    lines += ["", *table([(tell(name), tell(text)) for name, text in _facts(entry, state, library, tell)], width=width)]
    if over := above(entry, scheme):
        rows = [(area.code, " ".join(names_in(area, tell))) for area in over]
        lines += [*head(message("lawdata.code_above", "Above")), *table(rows, width=width)]
    if under := children(entry, scheme):
        rows = [(one.code, tell(_aside(one, library, day, tell))) for one in under]
        lines += [*head(message("lawdata.code_below", "Directly below")), *table(rows, width=width)]
    lines += [*head(message("lawdata.code_customs", "Customs codes")), *_customs(entry, library, tell, width)]
    lines += [*head(message("lawdata.code_compare", "Compare with")), *_pairs(entry, library, tell, width)]
    found = namings(entry.code, library, day, scheme=entry.scheme)
    named_by = message("lawdata.code_clauses", "Clauses that name it, as of {day}", day=day)
    return [*lines, *head(named_by), *_clauses(found, tell, width)]


def names_in(entry: ControlEntry, tell: PackageTranslator) -> list[str]:
    """Name an entry in Chinese, the words of the list, and in the language of the reader."""
    english = entry.names.get("en", "")
    return list(dict.fromkeys(filter(None, (entry.names.get("zh"), tell(english)))))


def limit_in(entry: ControlEntry, library: Library, tell: PackageTranslator) -> str:
    """Say the limits of an entry: in English as the table puts them, else as the encoded limit says them in words."""
    items = control_list(library, entry.scheme)
    if tell.language == "en" or not entry.threshold or items.limit(entry.code) == TRUE:
        return tell(entry.threshold)
    names = limit_names(library, tell.language)
    return sentence(items.limit(entry.code), items, language=tell.language, names=names)


def source_text(source: str) -> Text:
    """Say where an entry was read: a serial number of the licence catalogue, or as the table says it."""
    found = _SERIAL.fullmatch(source)
    if found is None:
        return LawText(source)
    year, number = found["year"], found["number"]
    if found["record"]:
        return message(
            "lawdata.catalogue_record",
            "{year} licence catalogue, record file, serial {number}",
            year=year,
            number=number,
        )
    return message("lawdata.catalogue", "{year} licence catalogue, serial {number}", year=year, number=number)


_HINT: Final = tuple(field.name for field in fields(Hint))
_PAIR: Final = tuple(field.name for field in fields(ForeignEntry))
_SERIAL: Final = re.compile(
    r"(?P<year>\d{4}) licence catalogue,(?P<record> record file,)? serial (?P<number>\d[\d, -]*)"
)


def _aside(entry: ControlEntry, library: Library, day: date, tell: PackageTranslator) -> str:
    """Name a code below, with its state where neither its measure nor what took that over is in force."""
    found = _control(entry, library, day)
    settled = any(one["state"] == Stage.IN_FORCE for one in (found, *_heirs(found)))
    name = " ".join(names_in(entry, tell))
    if not found["says"] or settled:
        return name
    return message("lawdata.named_state", "{name} ({state})", name=name, state=cast("str", found["says"]))


def _facts(entry: ControlEntry, state: str, library: Library, tell: PackageTranslator) -> Iterable[tuple[str, str]]:
    yield message("lawdata.code_by", "under control by"), state
    items = control_list(library, entry.scheme)
    if (wording := items.wordings.get(entry.code)) is not None:
        yield message("lawdata.code_text", "text"), _wording(wording, tell)
    if len(entry.code) > GROUP:
        limits = limit_in(entry, library, tell) or _of_a_heading(entry, items, library, tell) or NONE_STATED
        yield message("lawdata.code_limits", "limits"), limits
    if LOST in entry.threshold.split():
        yield (
            "",
            message(
                "lawdata.figure_lost",
                "A figure was lost in transcription where it says unknown; read it in the list itself.",
            ),
        )
    for number, figure in enumerate(items.figures.get(entry.code, ())):
        yield "" if number else message("lawdata.code_figures", "figures"), _figure(figure, tell)
    if quality := joined((QUALITIES.get(entry.quality, entry.quality), _sure(entry.confidence)), "comma"):
        yield message("lawdata.code_transcription", "transcription"), quality
    source, note = message("lawdata.code_source", "source"), message("lawdata.code_note", "note")
    for name, value in ((source, source_text(entry.source)), (note, LawText(entry.note))):
        if value:
            yield name, value


def _wording(wording: Wording, tell: PackageTranslator) -> str:
    """Say what an entry covers, in English in short, else in the words of the list."""
    return wording.text_en if tell.language == "en" else wording.text_zh or tell(wording.text_en)


def _figure(figure: LimitFigure, tell: PackageTranslator) -> Text:
    """Say a figure with its source: in English where it belongs and what it is, else in the words that print it."""
    kind, sure, source = (
        FIGURE_KINDS.get(figure.kind, figure.kind),
        _sure(figure.confidence),
        source_text(figure.source),
    )
    if tell.language == "en" or not figure.words:
        return message(
            "lawdata.figure",
            "{place}: {figure} ({kind}, {confidence}; {source})",
            place=figure.place,
            figure=figure.figure,
            kind=kind,
            confidence=sure,
            source=source,
        )
    return message(
        "lawdata.figure_printed",
        "{words} ({kind}, {confidence}; {source})",
        words=figure.words,
        kind=kind,
        confidence=sure,
        source=source,
    )


FIGURE_KINDS: Final[Mapping[str, Text]] = {
    "other transcription": message("lawdata.kind_transcription", "other transcription"),
    "older Chinese list": message("lawdata.kind_older", "older Chinese list"),
    "multilateral candidate": message("lawdata.kind_multilateral", "multilateral candidate"),
    "official text": message("lawdata.kind_official", "official text"),
    "made from its codes": message("lawdata.kind_made", "made from its codes"),
}
"""What the source of a figure is."""


SURE: Final = {str(one): one.words for one in Confidence}


def _sure(confidence: str) -> Text | str:
    """Say how sure something is; empty if nobody said."""
    return (
        message("law.confidence", "confidence {confidence}", confidence=SURE.get(confidence, confidence))
        if confidence
        else ""
    )


def _of_a_heading(entry: ControlEntry, items: ControlList, library: Library, tell: PackageTranslator) -> str:
    """Say the limits of the nearest heading that states any, where the code is held to them."""
    if not items.measured(entry.code):
        return ""
    above_it = (one for one in items.above(entry.code) if one.threshold)
    return next(
        (
            message("lawdata.of_heading", "of {code}: {limits}", code=one.code, limits=limit_in(one, library, tell))
            for one in above_it
        ),
        "",
    )


def _control(entry: ControlEntry, library: Library, day: date) -> dict[str, object]:
    """Tell which measure brought a code under control, its state on a day, and what took it over."""
    measure = library.measures.get(entry.since)
    if measure is None:
        return {"measure": str(entry.since), "state": "", "says": "", "absorbed_by": []}
    stage, says = state_says(measure, day, library)
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
    stage, says = state_says(library.measures[name], day, library)
    return {"measure": str(name), "state": str(stage), "says": says}


def _state(entry: ControlEntry, library: Library, day: date) -> tuple[str, str]:
    """Return the state of a code in words, and what stands at the top if its measure is not in force."""
    found = _control(entry, library, day)
    if not found["says"]:
        which = cast("str", found["measure"]) or message(
            "lawdata.which_measure", "the table does not say which measure"
        )
        return message("lawdata.state_not_known", "{measure}; state not known", measure=which), ""
    measure, says = cast("str", found["measure"]), cast("str", found["says"])
    heirs = [
        message(
            "lawdata.taken_over",
            "taken over by {measure}, {state}",
            measure=cast("str", heir["measure"]),
            state=cast("str", heir["says"]),
        )
        for heir in _heirs(found)
    ]
    own = message("lawdata.state_as_of", "{measure}, {state}, as of {day}", measure=measure, state=says, day=day)
    state = joined((own, *heirs), "semicolon")
    if found["state"] == Stage.IN_FORCE:
        return state, ""
    warned = message(
        "lawdata.brought_under",
        "On {day} the measure that brought it under control is {state}.",
        day=day,
        state=joined((_after_is(library.measures[entry.since], day, library), *heirs), "semicolon"),
    )
    return state, warned


def _after_is(measure: Measure, day: date, library: Library) -> Text:
    """Say the state of a measure so that it follows 'is'."""
    stage, span = stage_on(measure, day)
    match stage:
        case Stage.PUBLISHED:
            return message("lawdata.not_until", "not in effect until {day}", day=measure.effective)
        case Stage.UNKNOWN if span is not None:
            return message(
                "lawdata.in_unknown_state", "in a state not known: {name}", name=unknown_text(span.named, library)
            )
        case _:
            return state_says(measure, day, library)[1]


def _customs(entry: ControlEntry, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    found = hints_of(entry.code, library)
    if not found:
        none = message("lawdata.no_customs", "None known; an item without one may be controlled all the same.")
        return wrap(tell(none), width=width, indent="  ")
    rows = [
        (
            group[0].printed,
            tell(
                joined(
                    (message("lawdata.doubtful", "doubtful") if group[0].doubtful else "", _sure(group[0].confidence)),
                    "comma",
                )
            ),
            tell(
                message(
                    "lawdata.may_fall",
                    "may fall under {codes}",
                    codes=joined(dict.fromkeys(hint.code for hint in group), "comma"),
                )
            ),
        )
        for group in _by_customs(found)
    ]
    lines = table(rows[:SHOWN], width=width)
    if len(rows) > SHOWN:
        rest = counted(
            "lawdata.more_codes",
            "and {n} more code; --format json has all",
            "and {n} more codes; --format json has all",
            n=len(rows) - SHOWN,
        )
        lines.append(f"  {tell(rest)}")
    return [*lines, *wrap(tell(HINT_SAYS), width=width, indent="  ")]


def _by_customs(found: Iterable[Hint]) -> list[list[Hint]]:
    groups: dict[tuple[str, bool, str], list[Hint]] = {}
    for hint in found:
        groups.setdefault((hint.printed, hint.doubtful, hint.confidence), []).append(hint)
    return list(groups.values())


def _pairs(entry: ControlEntry, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    found = compare_with(entry.code, library)
    if not found:
        none = message("lawdata.no_pairs", "No pair is on file; that says nothing of other lists.")
        return wrap(tell(none), width=width, indent="  ")
    lines: list[str] = []
    for code, pairs in groupby(found[: SHOWN * 2], key=lambda pair: pair.code):
        entries = list(pairs)
        whose = "" if code == entry.code else f"{code}: "
        rows = [(tell(SCHEMES[pair.scheme]), _other(pair), tell(_kinship(pair))) for pair in entries]
        notes = " ".join(tell(note) for note in dict.fromkeys(pair.note for pair in entries))
        lines += wrap(f"{whose}{notes}", width=width, indent="  ")
        lines += table(rows, indent="    ", width=width)
    if len(found) > SHOWN * 2:
        rest = counted(
            "lawdata.more_pairs",
            "and {n} more pair; --format json has all",
            "and {n} more pairs; --format json has all",
            n=len(found) - SHOWN * 2,
        )
        lines.append(f"  {tell(rest)}")
    return [*lines, *wrap(tell(CAUTION), width=width, indent="  ")]


def _other(pair: ForeignEntry) -> str:
    return pair.other or "-"


def _kinship(pair: ForeignEntry) -> Text:
    return message(
        "lawdata.kinship",
        "{relation}: {means}; {confidence}",
        relation=pair.relation.word,
        means=pair.relation.means,
        confidence=_sure(pair.confidence),
    )


def _clauses(found: Iterable[Naming], tell: PackageTranslator, width: int) -> list[str]:
    groups: dict[tuple[str, str, Stage], list[str]] = {}
    for one in found:
        groups.setdefault((one.entry, " > ".join(one.terms), one.stage), []).append(str(one.clause.id))
    if not groups:
        none = message(
            "lawdata.no_naming", "None that is in force on that day, or may be. A catch-all may reach the item."
        )
        return wrap(tell(none), width=width, indent="  ")
    lines: list[str] = []
    for (named, terms, stage), clauses in groups.items():
        entry = named or message("lawdata.whole_list", "part of the whole list")
        text = (
            message("lawdata.named_through", "as {entry} through {terms}", entry=entry, terms=terms)
            if terms
            else message("lawdata.named_as", "as {entry}", entry=entry)
        )
        if stage is Stage.UNKNOWN:
            text = message("lawdata.unsure_force", "{text} (whether they are in force is not known)", text=text)
        lines += wrap(tell(text), width=width, indent="  ", hang="    ")
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
    shallow = {name: getattr(hint, name) for name in _HINT}  # an area of the list has hundreds: `asdict` copies deeply
    return {**shallow, "match": hint.match.name.lower(), "how": hint.match.says}


def _pair(pair: ForeignEntry) -> dict[str, object]:
    shallow = {name: getattr(pair, name) for name in _PAIR}
    return {**shallow, "relation": str(pair.relation), "means": pair.relation.means}


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
