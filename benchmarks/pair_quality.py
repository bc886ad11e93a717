"""How well scores tell pairs of one party from pairs of two: precision, recall, F1, and the share right a kind."""

from __future__ import annotations

from collections.abc import Sequence

from screening_files import Pair


def quality(scores: Sequence[float], pairs: Sequence[Pair], threshold: float) -> dict[str, float]:
    """Precision, recall and F1 at the threshold, and the best F1 at any.

    The best threshold is picked on the same pairs that it is judged on, so its F1 is the ceiling of the method here,
    not a forecast.
    """
    default = _at(threshold, scores, pairs)
    best = max(sorted({threshold, *scores} - {0.0}), key=lambda one: _at(one, scores, pairs)["F1"])
    return {
        **{f"{name} at {threshold:g}": value for name, value in default.items()},
        "best F1": _at(best, scores, pairs)["F1"],
        "at": best,
    }


def right_by_kind(scores: Sequence[float], pairs: Sequence[Pair], threshold: float) -> dict[str, tuple[int, float]]:
    """Return how many pairs a kind has, and the share of them told right at the threshold."""
    kinds: dict[str, list[bool]] = {}
    for score, pair in zip(scores, pairs, strict=True):
        kind = f"{'match' if pair.same else 'nonmatch'}: {pair.kind}"
        kinds.setdefault(kind, []).append((score >= threshold) == pair.same)
    return {kind: (len(right), sum(right) / len(right)) for kind, right in sorted(kinds.items())}


def _at(threshold: float, scores: Sequence[float], pairs: Sequence[Pair]) -> dict[str, float]:
    taken = [score >= threshold for score in scores]
    true = sum(one and pair.same for one, pair in zip(taken, pairs, strict=True))
    precision = true / sum(taken) if any(taken) else 0.0
    recall = true / max(1, sum(pair.same for pair in pairs))
    return {"P": precision, "R": recall, "F1": 2 * precision * recall / max(precision + recall, 1e-12)}
