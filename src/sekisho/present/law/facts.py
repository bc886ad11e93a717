"""The table of facts for reading: all facts in a list, or one with its choices."""

from __future__ import annotations

from sekisho.law.model.fact import Fact
from sekisho.law.model.library import Library
from sekisho.present.determination.questions import accepted, answer_flag
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, count, pad, paint, table

CODES_SHOWN = 300
"""A scheme of more codes is listed with --format csv only."""


def facts_rows(library: Library) -> list[dict[str, object]]:
    """Return one record a fact."""
    return [fact_row(fact) for fact in library.facts.facts.values()]


def fact_row(fact: Fact) -> dict[str, object]:
    """Return one fact as plain data."""
    return {
        "name": fact.name,
        "kind": fact.kind,
        "choices": list(fact.choices),
        "unit": fact.unit,
        "scheme": fact.scheme,
        "of": fact.of,
        "absent": fact.absent,
        "question": fact.question,
        "help": fact.help,
    }


def facts_text(library: Library, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """List all facts in the order in which they are asked."""
    rows = [(paint(str(fact.name), Ink.BOLD), fact.kind, fact.question) for fact in library.facts.facts.values()]
    return [*table(rows, indent="", width=width), "", "`sekisho facts NAME` tells more of one."]


def fact_text(fact: Fact, library: Library, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Set out one fact: question, values, what leaving it out means."""
    rows = [
        ("question", fact.question),
        ("kind", fact.kind.replace("_", " ") + (f", {fact.unit}" if fact.unit else "")),
        ("of", "the law" if fact.of == "law" else f"the {fact.of}"),
        ("values", f"{accepted(fact)}, or unknown"),
        ("flag", answer_flag(fact)),
        ("left out", _left_out(fact)),
    ]
    if fact.help:
        rows.append(("help", fact.help))
    lines = [paint(str(fact.name), Ink.BOLD), *table(rows, width=width)]
    names = scheme_names(fact, library)
    if names and len(names) <= CODES_SHOWN:
        lines += ["", *columns([f"{code} {name}" for code, name in names.items()], width=width)]
    elif names:
        say = f"{count(len(names), 'code')} of {fact.scheme}: "
        lines += ["", f"{say}`sekisho facts {fact.name} --format csv` lists them."]
    return lines


def _left_out(fact: Fact) -> str:
    """Say what leaving a fact out means."""
    match fact.absent:
        case "none":
            meant = "no separate party of that role takes part" if fact.kind == "party" else "nothing of the kind"
            return f"none: {meant}"
        case "follows":
            return "follows from other facts, else unknown"
        case _:
            return "unknown"


def scheme_names(fact: Fact, library: Library) -> dict[str, str]:
    """Return the codes of a fact's scheme with their names; none if the scheme is not held."""
    scheme = "iso/3166" if fact.kind == "territory" else fact.scheme
    return dict(library.code_names.get(scheme, {}))


def columns(texts: list[str], *, width: int, indent: str = "  ") -> list[str]:
    """Set short texts in columns, reading downwards."""
    widest = max(cells(text) for text in texts) + 2
    across = max(1, (width - cells(indent)) // widest)
    down = -(-len(texts) // across)
    lines = []
    for row in range(down):
        line = "".join(pad(text, widest) for text in texts[row::down])
        lines.append((indent + line).rstrip())
    return lines
