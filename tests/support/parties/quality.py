"""How well names are compared and screened, and the frozen counts below which no change may fall.

`python -m tests.support.parties.quality` prints the figures of the matcher, or of folding alone while there is none.
With `--write` they become the baseline; `--threshold` sets the score from which two names count as one party's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any as Foreign
from typing import Final

from tests.support.parties.figures import (
    MATCH,
    NONE,
    REVIEW,
    Answer,
    Parties,
    Quality,
    Score,
    Scored,
    Screen,
    best_threshold,
    cross_script,
    is_clear,
    is_found,
    quality,
    quality_of_class,
    score_pairs,
)
from tests.support.parties.tables import FOLDER, TIERS, Variant, read_pairs, read_strangers, read_variants

from sekisho.law.loading.library import load_measures
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import MatchPolicy
from sekisho.parties.folding import fold
from sekisho.parties.index import PartyIndex

BASELINE: Final = FOLDER / "baseline.json"
THRESHOLD: Final = MatchPolicy().review
"""Two names count as one party's from where a review begins."""
SAME: Final = 1e-9
"""Scores that differ by less are the same."""

Counts = dict[str, dict[str, tuple[int, int]]]
"""By class and tier: how many are right, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Something that compares names and screens them."""

    name: str
    score: Score
    screen: Screen


@cache
def entries() -> tuple[ListedParty, ...]:
    """Every entry of every list that is installed."""
    return load_measures().entries


@cache
def parties() -> Parties:
    """By entry, all entries of the same party: those that share a name."""
    by_name: dict[str, set[str]] = {}
    for entry in entries():
        for name in entry.names:
            by_name.setdefault(fold(name), set()).add(entry.id)
    return {entry.id: frozenset(each for name in entry.names for each in by_name[fold(name)]) for entry in entries()}


@cache
def folding() -> Judged:
    """Names compared as they are without a matcher: equal after folding, or not."""
    lists = PartyIndex(entries())

    def screen(name: str) -> Answer:
        found = list(lists.equal(name))
        hits = tuple(hit.entity for hit in found)
        certain = tuple(hit.entity for hit in found if hit.zone == MATCH)
        return Answer(zone=MATCH if certain else REVIEW if hits else NONE, best=certain or hits, hits=hits)

    return Judged(name="folding", score=lambda left, right: float(fold(left) == fold(right)), screen=screen)


@cache
def matcher() -> Judged | None:
    """The matcher of `sekisho.parties`, or None while it does not exist."""
    if find_spec("tests.support.pair_score") is None or find_spec("sekisho.parties.screening.screener") is None:
        return None
    compare: Callable[[str, str], Foreign] = import_module("tests.support.pair_score").compare
    # Foreign: the matcher is looked up by name, so that the tables are tested without it.
    screener: Foreign = import_module("sekisho.parties.screening.screener").Screener(entries())
    return Judged(
        name="matcher",
        score=lambda left, right: float(compare(left, right).score),
        screen=lambda name: _answer(screener.screen(name)),
    )


def _answer(found: Foreign) -> Answer:  # noqa: ANN401 - an answer of the matcher, which is looked up by name
    """Read an answer of the matcher: its hits have an entry and a score."""
    hits = [(str(hit.entry.id), float(hit.score)) for hit in found.hits]
    top = max((score for _, score in hits), default=0.0)
    return Answer(
        zone=str(found.zone),
        best=tuple(entity for entity, score in hits if score > top - SAME),
        hits=tuple(entity for entity, _ in hits),
    )


def tally(answers: Iterable[tuple[str, str, bool]]) -> Counts:
    """Count right answers by class and tier, in alphabetical order."""
    counts: Counts = {}
    for group, tier, right in sorted(answers):
        of_group = counts.setdefault(group, {})
        before, total = of_group.get(tier, (0, 0))
        of_group[tier] = (before + right, total + 1)
    return counts


def measure(judged: Judged, threshold: float) -> dict[str, Counts]:
    """Count what is right: pairs on their side of the threshold, variants found, strangers without an alarm."""
    scored = score_pairs(read_pairs(), judged.score)
    return {
        "pairs": tally((each.pair.group, each.pair.tier, each.is_right(threshold)) for each in scored),
        "variants": tally((each.group, each.tier, _found(each, judged.screen)) for each in read_variants()),
        "strangers": tally((each.script, "strong", is_clear(each, judged.screen)) for each in read_strangers()),
    }


def _found(variant: Variant, screen: Screen) -> bool:
    return is_found(variant, screen(variant.query), parties())


def read_baseline() -> tuple[str, float, dict[str, Counts]]:
    """Read what was judged, the frozen threshold and the frozen counts."""
    frozen = json.loads(BASELINE.read_text(encoding="utf-8"))
    counts = {
        table: {
            group: {tier: (right, total) for tier, (right, total) in tiers.items()} for group, tiers in rows.items()
        }
        for table, rows in frozen["right_of_total"].items()
    }
    return str(frozen["judged"]), float(frozen["threshold"]), counts


def write_baseline(judged: Judged, threshold: float) -> None:
    """Freeze the counts, a line a class."""
    lines = []
    for table, counts in measure(judged, threshold).items():
        rows = ",\n".join(f"      {json.dumps(group)}: {json.dumps(tiers)}" for group, tiers in counts.items())
        lines.append(f"    {json.dumps(table)}: {{\n{rows}\n    }}")
    head = f'{{\n  "judged": {json.dumps(judged.name)},\n  "threshold": {threshold},\n  "right_of_total": {{\n'
    BASELINE.write_text(head + ",\n".join(lines) + "\n  }\n}\n", encoding="utf-8")


def totals(counts: Counts) -> dict[str, tuple[int, int]]:
    """Add up the tiers of each class."""
    return {
        group: (sum(right for right, _ in tiers.values()), sum(total for _, total in tiers.values()))
        for group, tiers in counts.items()
    }


def worse(before: Mapping[str, Counts], after: Mapping[str, Counts]) -> list[str]:
    """Name each class with fewer right answers than before."""
    return [
        f"{table}, {group}: {totals(after[table])[group][0]} right, {right} of {total} before"
        for table, counts in before.items()
        for group, (right, total) in totals(counts).items()
        if totals(after[table])[group][0] < right
    ]


def markdown(judged: Judged, threshold: float) -> str:
    """Show the figures as tables."""
    scored = score_pairs(read_pairs(), judged.score)
    counts = measure(judged, threshold)
    lines = [f"Judged: {judged.name}. Two names are one party's from a score of {threshold:.2f}.", ""]
    lines += _table(("class", *TIERS, "precision", "recall", "F1"), _class_rows(scored, counts["pairs"], threshold))
    lines += _table(("pairs", "number", "precision", "recall", "F1"), _sum_rows(scored, threshold))
    lines += _table(("variants", *TIERS, "share found"), _share_rows(counts["variants"], TIERS))
    lines += _table(("strangers", "number", "share match", "share review"), _stranger_rows(judged.screen))
    lines += _table(("variants findable from", "number", "match", "match or review"), _findable_rows(judged.screen))
    return "\n".join(lines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [*(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)), ""]


def _tiers(tiers: Mapping[str, tuple[int, int]], names: Iterable[str]) -> list[str]:
    return ["{} of {}".format(*tiers[name]) if name in tiers else "" for name in names]


def _shares(found: Quality) -> list[str]:
    return [f"{share:.3f}" for share in (found.precision, found.recall, found.f1)]


def _class_rows(scored: Sequence[Scored], counts: Counts, threshold: float) -> Iterable[Sequence[str]]:
    for group, tiers in counts.items():
        yield [group, *_tiers(tiers, TIERS), *_shares(quality_of_class(scored, group, threshold))]


def _sum_rows(scored: Sequence[Scored], threshold: float) -> Iterable[Sequence[str]]:
    strong = [each for each in scored if each.pair.tier == "strong"]
    for name, chosen in (("all", scored), ("strong", strong), ("across scripts", cross_script(scored))):
        yield [name, str(len(chosen)), *_shares(quality(chosen, threshold))]
    best = best_threshold(scored)
    yield [f"all, at the best threshold, {best:.3f}", str(len(scored)), *_shares(quality(scored, best))]


def _share_rows(counts: Counts, tiers: Sequence[str]) -> Iterable[Sequence[str]]:
    for group, (right, total) in totals(counts).items():
        yield [group, *_tiers(counts[group], tiers), f"{right / total:.3f}"]
    right, total = (sum(numbers) for numbers in zip(*totals(counts).values(), strict=True))
    yield ["all", *[""] * (len(tiers) - 1), f"{right} of {total}", f"{right / total:.3f}"]


def _stranger_rows(screen: Screen) -> Iterable[Sequence[str]]:
    zones: dict[str, list[str]] = {}
    for each in read_strangers():
        zone = screen(each.name).zone
        for kind in ("all", each.script, each.note):
            zones.setdefault(kind, []).append(zone)
    for kind, found in zones.items():
        yield [kind, str(len(found)), *(f"{found.count(zone) / len(found):.4f}" for zone in (MATCH, REVIEW))]


def _findable_rows(screen: Screen) -> Iterable[Sequence[str]]:
    for findable in ("notice", "all"):
        chosen = [each for each in read_variants() if each.findable == findable]
        found = [screen(each.query).zone for each in chosen if _found(each, screen)]
        yield [findable, str(len(chosen)), f"{found.count(MATCH) / len(chosen):.3f}", f"{len(found) / len(chosen):.3f}"]


def main() -> None:
    """Print the figures, and freeze them if asked to."""
    arguments = argparse.ArgumentParser(description="Measure how well names are compared and screened.")
    arguments.add_argument("--write", action="store_true", help="make the counts the baseline")
    arguments.add_argument("--threshold", type=float, default=THRESHOLD, help="score of a match, 0 to 1")
    given = arguments.parse_args()
    judged = matcher() or folding()
    sys.stdout.write(markdown(judged, given.threshold))
    if given.write:
        write_baseline(judged, given.threshold)


if __name__ == "__main__":
    main()
