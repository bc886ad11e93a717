"""The results of a run as one page of HTML that needs nothing else: no script, no font, no address to load from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sekisho.determination.book.outcome_counts import READINGS, Amount
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, UNDETERMINED
from sekisho.law.model.condition import FactName
from sekisho.present.book_results import findings
from sekisho.present.book_results.run import ReportedRun, clause_rows, disputed_words
from sekisho.present.charts.outcome_bar import OutcomeBar, svg
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.template import filled
from sekisho.present.render.terminal import share

CLAUSES_SHOWN: Final = 15
"""Clauses that a page sets out; a workbook lists all."""


def page(run: ReportedRun, *, lines: tuple[Sequence[str], Sequence[Sequence[str]]] | None = None) -> str:
    """Write the page.

    Parameters
    ----------
    lines
        Columns and rows of lines that the reader asked for; only they tell what the book says of parties.
    """
    return filled("book_results", "page.html", _context(run, lines))


def _context(run: ReportedRun, lines: tuple[Sequence[str], Sequence[Sequence[str]]] | None) -> Mapping[str, object]:
    clauses = clause_rows(run)
    return {
        "run": run,
        "t": run.words,
        "language": run.words.language,
        "findings": findings.findings(run),
        "queue": findings.queue_rows(run),
        "queue_finding": findings.queue_finding(run),
        "assumed": findings.assumed(run),
        "coverage": findings.coverage_caveat(run),
        "not_covered": findings.not_covered(run),
        "late": findings.late(run),
        "caveats": findings.caveats(run),
        "remarks": findings.remarks(run),
        "bar": _bar(run),
        "outcomes": _outcomes(run),
        "ends": _ends(run),
        "readings_finding": _readings_finding(run),
        "readings": _readings(run),
        "terms": disputed_words(run),
        "alerts": findings.alert_rows(run, named=lines is not None),
        "clauses": clauses[:CLAUSES_SHOWN],
        "clauses_more": max(0, len(clauses) - CLAUSES_SHOWN),
        "lines": None if lines is None else {"names": lines[0], "rows": lines[1]},
        "card": findings.card_rows(run),
        "mapping": findings.mapping_rows(run),
        "value": lambda part: findings.money(part, run),
        "question": lambda fact: _question(run, fact),
    }


def _question(run: ReportedRun, fact: FactName) -> str:
    return run.library.facts[fact].question if fact in run.library.facts else ""


def _share(part: float | None, whole: float | None) -> float:
    return part / whole if part and whole else 0.0


def _bar(run: ReportedRun) -> Mapping[str, object]:
    found, total = run.tally.by_headline(), run.tally.total
    bars = [
        OutcomeBar(
            label=run.words.titled("by_lines"),
            shares={word: _share(part.lines, total.lines) for word, part in found.items()},
        )
    ]
    if run.has_values:
        bars.append(
            OutcomeBar(
                label=f"{run.words.titled('by_value')}, {run.unit}",
                shares={word: _share(part.value, total.value) for word, part in found.items()},
            )
        )
    told_shares = [
        f"{bar.label}: " + ", ".join(f"{run.words(word)} {share(part, 1)}" for word, part in bar.shares.items())
        for bar in bars
    ]
    title, subtitle = findings.bar_title(run), findings.bar_subtitle(run)
    drawn = svg(bars, title=title, description=f"{subtitle}. {'. '.join(told_shares)}.")
    return {"title": title, "subtitle": subtitle, "source": findings.bar_source(run), "svg": drawn}


def _outcomes(run: ReportedRun) -> list[Mapping[str, object]]:
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
        if word in found
    ]


def _ends(run: ReportedRun) -> list[tuple[str, str, Amount]]:
    """Return the ends of undetermined lines, most lines first."""
    found: dict[tuple[str, str], Amount] = {}
    for each in run.tally.levels:
        verdict = each.on["chosen"]
        if each.headline in {UNDETERMINED, FREE_IF_SUPPOSED}:
            ends = (verdict.floor.level, verdict.ceiling.level)
            found[ends] = found.get(ends, Amount()) + each.amount
    return [(*ends, part) for ends, part in sorted(found.items(), key=lambda pair: -pair[1].lines)]


def _readings_finding(run: ReportedRun) -> str:
    turning, total = run.tally.turning(), run.tally.total
    if not turning.lines:
        return run.words("readings_none")
    lines = run.words.counted("line", turning.lines)
    return run.words("readings_finding", turning=lines, share=share(turning.lines, total.lines))


def _readings(run: ReportedRun) -> list[Mapping[str, object]]:
    by_reading = {reading: run.tally.by_headline(reading) for reading in READINGS}
    none = Amount(0, None if run.tally.total.value is None else 0.0)
    return [
        {"shape": shape, "word": run.words(word)}
        | {reading: by_word.get(word, none) for reading, by_word in by_reading.items()}
        for word, shape in SHAPES.items()
        if any(word in by_word for by_word in by_reading.values())
    ]
