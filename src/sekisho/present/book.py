"""A run over an order book, told: counts first, what stays open, what would settle most."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.supposition import suppositions_of_card
from sekisho.files.records import cell
from sekisho.law.model.library import Library
from sekisho.parties.fuzzy_index import ONLY_EQUAL, is_installed
from sekisho.present.book_intake import counts_text, defence_text, reading_text
from sekisho.present.outcome_labels import HEADLINES, INKS, QUEUE, QUEUE_INKS, SHAPES
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, amount, count, paint, share, table, wrap

if TYPE_CHECKING:
    from sekisho.determination.book.run_summary import RunResult

SETTLE_SHOWN: Final = 5
NO_COLUMN: Final = {
    "unknown": "unknown in every line",
    "none": "none in every line",
    "follows": "what follows from other facts in each line",
}
"""What a fact is taken to be for which a book has no column, by what leaving it out means."""


def book_text(result: RunResult, library: Library, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell a run."""
    mapped = len(result.mapped)
    lines = [
        *wrap(counts_text(result.reading), width=width, hang="  "),
        f"As of {result.card['as_of']}; {count(mapped, 'column')} mapped to facts"
        + (f", {count(len(result.unmapped), 'column')} left aside" if result.unmapped else "")
        + ".",
    ]
    lines += ["", *_queue(result, width), *_counts(result), ""]
    lines += [
        *_looks(result, width),
        *_settle(result),
        *_read_how(result, library, width),
        *_more(result, library, width),
    ]
    return lines


def _queue(result: RunResult, width: int) -> list[str]:
    """Count the lines by their place in the queue, and say what is assumed; the first thing that people see."""
    if not result.by_triage:
        return []
    rows = [
        [paint(QUEUE[place], QUEUE_INKS[place]), f"{lines:,}", share(lines, result.lines)]
        for place, lines in result.by_triage.items()
    ]
    return [
        *table(rows, right=frozenset({1, 2}), gap="   "),
        *wrap(
            "As for an ordinary civil order, where a line leaves that open. Nothing points is no finding that no "
            "licence is required: goods point by stated codes and words of a military use; descriptions are not "
            "classified.",
            width=width,
            hang="  ",
        ),
        *assumed_text(result.card, width=width),
        "",
    ]


def assumed_text(card: Mapping[str, object], *, width: int, language: str = "en") -> list[str]:
    """Say what a run assumes, and for how many lines; nothing if it assumes nothing."""
    suppositions, entry = suppositions_of_card(card), card.get("suppose")
    if suppositions is None or not isinstance(entry, Mapping):
        return []
    words = [supposition.told(language) for fact, supposition in suppositions.facts.items() if fact in entry["told"]]
    text = f"Assumed for {count(int(entry['lines']), 'line')}: {'; '.join(words)}."
    return wrap(text if words else f"Assumed ({suppositions.name}): no line needs it.", width=width, hang="  ")


def _looks(result: RunResult, width: int) -> list[str]:
    """Say in which lines somebody has to look first: words of a military use, parties, what was stated in vain."""
    lines = [*defence_text(result.reading, width=width), *_parties(result, width), *_without_effect(result, width)]
    return [*lines, ""] if lines else []


def constants_text(card: Mapping[str, object], *, width: int) -> list[str]:
    """Say which facts were said for every line, how many lines each fills, and how many say otherwise."""
    constants = card.get("constants")
    sentences = []
    for fact, one in constants.items() if isinstance(constants, Mapping) else ():
        text = f"{fact} {one['value']} ({count(int(one['filled']), 'line')}"
        others = int(one["otherwise"])
        sentences.append(
            text + (f"; {count(others, 'line')} {'says' if others == 1 else 'say'} otherwise)" if others else ")")
        )
    return wrap(f"Said for every line: {', '.join(sentences)}.", width=width, hang="  ") if sentences else []


def _read_how(result: RunResult, library: Library, width: int) -> list[str]:
    """Tell how the file was read, and what it does not tell."""
    known = sorted(result.unknown_share.items(), key=lambda pair: -pair[1])
    unknown = [f"{name} {share(part, 1)}" for name, part in known if part > 0]
    lines = [*reading_text(result.reading, width=width), *constants_text(result.card, width=width)]
    lines += wrap(f"Unknown: {', '.join(unknown)}." if unknown else "", width=width, hang="  ")
    taken: dict[str, list[str]] = {}
    unknown_in_all = result.card["unknown"]
    assert isinstance(unknown_in_all, list)  # noqa: S101 - as the run card writes it
    for name in result.absent:
        meant = "unknown" if name in unknown_in_all else library.facts[name].absent
        taken.setdefault(meant, []).append(str(name))
    for meant, names in sorted(taken.items(), reverse=True):
        lines += wrap(f"Not in your file, so {NO_COLUMN[meant]}: {', '.join(names)}.", width=width, hang="  ")
    lines = [line for line in lines if line]
    return [paint("How the file was read", Ink.BOLD), *lines, ""] if lines else []


def _parties(result: RunResult, width: int) -> list[str]:
    """Count the parties, and those that are or may be listed."""
    parties = result.parties
    if not parties.distinct:
        return []
    said = [
        f"{number} {words}"
        for number, words in (
            (parties.zones["match"], "listed"),
            (parties.zones["review"], "to review"),
            (parties.zones["unknown"], "that name nobody"),
        )
        if number
    ]
    text = f"{count(parties.distinct, 'distinct party', 'distinct parties')}: {', '.join(said) or 'none listed'}."
    if not is_installed():
        text += f" {ONLY_EQUAL}"
    more = f" Decide them in a copy of {result.matches}, and use it with --matches." if parties.zones["review"] else ""
    return wrap(text + more, width=width, hang="  ")


def _without_effect(result: RunResult, width: int) -> list[str]:
    """Name what was stated and changed nothing, so that nobody takes it for used."""
    found = result.card.get("inputs")
    idle = found.get("without_effect", ()) if isinstance(found, Mapping) else ()
    lines: list[str] = []
    kinds = {"contradicted": "The book says otherwise than", "not_needed": "Stated, and needed by no line:"}
    for use, says in kinds.items():
        names = [f"{one['kind']} {one['name']} = {one['value']}" for one in idle if one["use"] == use]
        more = f" and {len(names) - SETTLE_SHOWN:,} more" if len(names) > SETTLE_SHOWN else ""
        if names:
            lines += wrap(f"{says} {'; '.join(names[:SETTLE_SHOWN])}{more}.", width=width, hang="  ")
    return lines


def _counts(result: RunResult) -> list[str]:
    values = result.value_by_headline
    unit = "" if result.unit == "as stated" else f"{result.unit} "
    rows = []
    for headline in (word for word in SHAPES if word in result.by_headline):
        lines = result.by_headline.get(headline, 0)
        row = [
            paint(f"{SHAPES[headline]} {HEADLINES[headline]}", INKS[headline]),
            f"{lines:,}",
            share(lines, result.lines),
        ]
        if values is not None:
            row.append(f"{unit}{amount(values.get(headline, 0.0))}")
        rows.append(row)
    return table(rows, right=frozenset({1, 2, 3}), gap="   ")


def _settle(result: RunResult) -> list[str]:
    if not result.settle_first:
        return []
    rows = [("", "lines that wait", "for it alone")]
    rows += [
        (str(name), f"{lines:,}", f"{alone:,}" if alone else "-")
        for name, lines, alone in result.settle_first[:SETTLE_SHOWN]
    ]
    head, *rest = table(rows, right=frozenset({1, 2}), gap="   ")
    return [paint("Settle first", Ink.BOLD) + head[len("Settle first") :], *rest, ""]


def _more(result: RunResult, library: Library, width: int) -> list[str]:
    text = (
        f"Checked {count(len(library.measures), 'measure')} "
        f"(library {library.version}, {library.hash[:7]}, sources read to {library.horizon}). "
        "Not covered: `sekisho coverage` lists it."
    )
    following = [f"explain {result.out} --line N"]
    if isinstance(result.out, Path) and result.out.is_file():
        following += [f"settle {result.out} -o questions.xlsx"] if result.by_headline.get("undetermined") else []
        following += [f"report {result.out} -o report.html"]
    files = (result.out, result.run_card, result.matches, result.reading.gaps_file)
    return [
        *wrap(text, width=width),
        f"Wrote {', '.join(str(file) for file in files if file)}.",
        *(f"{'Next:' if place == 0 else '     '} sekisho {words}" for place, words in enumerate(following)),
    ]


def book_data(result: RunResult, *, seconds: float) -> dict[str, object]:
    """Return a run as plain data: the JSON contract of `sekisho bulk`."""
    values = result.value_by_headline
    return {
        "lines": result.lines,
        "summary": counts_text(result.reading),
        "triage": dict(result.by_triage),
        "value_by_triage": None if result.value_by_triage is None else dict(result.value_by_triage),
        "by_headline": dict(result.by_headline),
        "by_outcome": dict(result.by_outcome),
        "value_by_headline": None if values is None else {name: round(value, 2) for name, value in values.items()},
        "unit": result.unit,
        "seconds": round(seconds, 3),
        "as_of": str(result.card.get("as_of", "")),
        "unknown_share": {str(name): part for name, part in result.unknown_share.items()},
        "mapped": {str(name): column for name, column in result.mapped.items()},
        "unmapped": list(result.unmapped),
        "absent": [str(name) for name in result.absent],
        "parties": result.parties.to_dict(),
        "matches": str(result.matches) if result.matches else None,
        "settle_first": [
            {"fact": str(name), "lines": lines, "alone": alone} for name, lines, alone in result.settle_first
        ],
        "reading": result.reading.to_dict(),
        "out": str(result.out),
        "run_card": str(result.run_card),
        "readings": result.card.get("readings"),
        "assume": result.card.get("assume"),
        "library": result.card.get("library"),
        "inputs": result.card.get("inputs"),
        "constants": result.card.get("constants") or {},
        "supposed": result.card.get("suppose"),
    }


def book_rows(result: RunResult) -> list[dict[str, object]]:
    """Return one record a headline."""
    values = result.value_by_headline or {}
    return [
        {
            "headline": headline,
            "lines": result.by_headline.get(headline, 0),
            "share": result.by_headline.get(headline, 0) / result.lines if result.lines else 0.0,
            "value": values.get(headline, ""),
            "unit": result.unit if values else "",
        }
        for headline in SHAPES
        if headline in result.by_headline
    ]


def agreement(stored: Mapping[str, object], judged: Mapping[str, object]) -> list[str]:
    """Name the columns in which a stored row and the line judged again differ."""
    found = []
    for name, value in judged.items():
        kept, now = stored.get(name), str(cell(value))
        if name in stored and str(kept or "") != now:
            found.append(f"{name}: stored '{kept or ''}', now '{now}'")
    return found
