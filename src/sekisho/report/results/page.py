"""The results of a run as one page of HTML that needs nothing else: no script, no font, no address to load from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sekisho.determine.tally import READINGS, Amount
from sekisho.law.condition import FactName
from sekisho.report.layout import share
from sekisho.report.results import told
from sekisho.report.results.bar import Bar, svg
from sekisho.report.results.run import Run, clause_rows, disputed_words
from sekisho.report.words import SHAPES

CLAUSES_SHOWN: Final = 15
"""Clauses that a page sets out; a workbook lists all."""
_NOT_IN_HTML: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def page(run: Run, *, lines: tuple[Sequence[str], Sequence[Sequence[str]]] | None = None) -> str:
    """Write the page.

    Parameters
    ----------
    lines
        Columns and rows of lines that the reader asked for; only they tell what the book says of parties.
    """
    environment = Environment(
        loader=PackageLoader("sekisho.report", "results"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    text = environment.get_template("page.html").render(_context(run, lines))
    return _NOT_IN_HTML.sub("\ufffd", text)


def _context(run: Run, lines: tuple[Sequence[str], Sequence[Sequence[str]]] | None) -> Mapping[str, object]:
    clauses = clause_rows(run)
    css = resources.files("sekisho.report.results").joinpath("page.css").read_text(encoding="utf-8")
    return {
        "run": run,
        "t": run.words,
        "language": run.words.language,
        "css": Markup(css),  # noqa: S704 - the project's own file
        "findings": told.findings(run),
        "coverage": told.coverage_caveat(run),
        "not_covered": told.not_covered(run),
        "late": told.late(run),
        "caveats": told.caveats(run),
        "remarks": told.remarks(run),
        "bar": _bar(run),
        "outcomes": _outcomes(run),
        "ends": _ends(run),
        "readings_finding": _readings_finding(run),
        "readings": _readings(run),
        "terms": disputed_words(run),
        "clauses": clauses[:CLAUSES_SHOWN],
        "clauses_more": max(0, len(clauses) - CLAUSES_SHOWN),
        "lines": None if lines is None else {"names": lines[0], "rows": lines[1]},
        "card": told.card_rows(run),
        "mapping": told.mapping_rows(run),
        "value": lambda part: told.money(part, run),
        "question": lambda fact: _question(run, fact),
    }


def _question(run: Run, fact: FactName) -> str:
    return run.library.facts[fact].question if fact in run.library.facts else ""


def _share(part: float | None, whole: float | None) -> float:
    return part / whole if part and whole else 0.0


def _bar(run: Run) -> Mapping[str, object]:
    found, total = run.tally.by_headline(), run.tally.total
    bars = [
        Bar(
            label=run.words.titled("by_lines"),
            shares={word: _share(part.lines, total.lines) for word, part in found.items()},
        )
    ]
    if run.has_values:
        bars.append(
            Bar(
                label=f"{run.words.titled('by_value')}, {run.unit}",
                shares={word: _share(part.value, total.value) for word, part in found.items()},
            )
        )
    told_shares = [
        f"{bar.label}: " + ", ".join(f"{run.words(word)} {share(part, 1)}" for word, part in bar.shares.items())
        for bar in bars
    ]
    title, subtitle = told.bar_title(run), told.bar_subtitle(run)
    drawn = svg(bars, title=title, description=f"{subtitle}. {'. '.join(told_shares)}.")
    return {"title": title, "subtitle": subtitle, "source": told.bar_source(run), "svg": drawn}


def _outcomes(run: Run) -> list[Mapping[str, object]]:
    found, total = run.tally.by_headline(), run.tally.total
    return [
        {
            "shape": shape,
            "word": run.words(word),
            "amount": found[word],
            "share": share(found[word].lines, total.lines),
            "value_share": share(found[word].value or 0.0, total.value or 0.0),
        }
        for word, shape in SHAPES.items()
    ]


def _ends(run: Run) -> list[tuple[str, str, Amount]]:
    """Return the ends of undetermined lines, most lines first."""
    found: dict[tuple[str, str], Amount] = {}
    for each in run.tally.levels:
        verdict = each.on["chosen"]
        if verdict.headline == "undetermined":
            ends = (verdict.floor.level, verdict.ceiling.level)
            found[ends] = found.get(ends, Amount()) + each.amount
    return [(*ends, part) for ends, part in sorted(found.items(), key=lambda pair: -pair[1].lines)]


def _readings_finding(run: Run) -> str:
    turning, total = run.tally.turning(), run.tally.total
    if not turning.lines:
        return run.words("readings_none")
    lines = run.words.counted("line", turning.lines)
    return run.words("readings_finding", turning=lines, share=share(turning.lines, total.lines))


def _readings(run: Run) -> list[Mapping[str, object]]:
    by_reading = {reading: run.tally.by_headline(reading) for reading in READINGS}
    return [
        {"shape": shape, "word": run.words(word)} | {reading: found[word] for reading, found in by_reading.items()}
        for word, shape in SHAPES.items()
    ]
