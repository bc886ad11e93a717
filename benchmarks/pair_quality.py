"""How well scores tell pairs of one party from pairs of two: precision, recall, F1, and the share right a kind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from screening_files import Pair


def quality(scores: Sequence[float], pairs: Sequence[Pair], threshold: float) -> dict[str, float]:
    """Precision, recall and F1 at the threshold, and the best F1 at any.

    The best threshold is picked on the same pairs that it is judged on, so its F1 is the ceiling of the method here,
    not a forecast.
    """
    same = sum(pair.same for pair in pairs)
    taken = [pair.same for score, pair in zip(scores, pairs, strict=True) if score >= threshold]
    default = _measures(sum(taken), len(taken), same)
    best, at = 0.0, threshold
    true = number = 0
    ranked = sorted(zip(scores, pairs, strict=True), key=lambda one: -one[0])
    for score, group in groupby(ranked, key=lambda one: one[0]):
        labels = [pair.same for _, pair in group]
        true, number = true + sum(labels), number + len(labels)
        if score > 0 and _measures(true, number, same)["F1"] > best:
            best, at = _measures(true, number, same)["F1"], score
    return {**{f"{name} at {threshold:g}": value for name, value in default.items()}, "best F1": best, "at": at}


def right_by_kind(scores: Sequence[float], pairs: Sequence[Pair], threshold: float) -> dict[str, tuple[int, float]]:
    """Return how many pairs a kind has, and the share of them told right at the threshold."""
    kinds: dict[str, list[bool]] = {}
    for score, pair in zip(scores, pairs, strict=True):
        kind = f"{'match' if pair.same else 'nonmatch'}: {pair.kind}"
        kinds.setdefault(kind, []).append((score >= threshold) == pair.same)
    return {kind: (len(right), sum(right) / len(right)) for kind, right in sorted(kinds.items())}


def _measures(true: int, taken: int, same: int) -> dict[str, float]:
    return {"P": true / max(1, taken), "R": true / max(1, same), "F1": 2 * true / max(1, taken + same)}
