"""One explained determination in process: answer, reasons with traces, and both with the answer as plain data.

Every golden case of the installed data is determined as it stands, several times; the first round, in which the law
of each day is gathered and kept, is not counted and is shown apart. What a service with the library loaded pays for
one question. A line that the law does not tell apart from one that was asked before is not judged again, nor is a
clause told again of which a line says the same; the steps "of a new line" forget both. Times are of the processor, of
this thread; the least of a case counts.

    python benchmarks/one_line.py
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from measuring import median, percentile, save, show

from sekisho import Determination, Library, determine, load_measures
from sekisho.determination.core.evaluation import SignedConditions
from sekisho.determination.core.line_signature import LineSignatures
from sekisho.determination.line.deciding_rows import tables_known
from sekisho.determination.line.determination import reasons
from sekisho.law.loading.data_package import installed_folders
from sekisho.testing import GoldenCase, read_cases

TARGET_US = 100
ROUNDS = 20
FORGOTTEN: dict[type, tuple[str, ...]] = {
    LineSignatures: ("judged", "keep_trace", "said_at"),
    SignedConditions: ("known",),
}
"""What stands between a line and those before it."""


def answer(case: GoldenCase, library: Library) -> object:
    """Determine the case."""
    return determine(case.facts, library, as_of=case.as_of, assume=case.assume)


def explained(case: GoldenCase, library: Library) -> object:
    """Determine the case and trace every clause that bears on it."""
    found = determine(case.facts, library, as_of=case.as_of, assume=case.assume)
    return found, traced(found, case, library)


def traced(found: Determination, case: GoldenCase, library: Library) -> list[object]:
    """Trace every clause of an answer; a trace that nobody reads is not made."""
    return [reason.trace for reason in reasons(found, case.facts, library)]


@contextmanager
def nothing_remembered(library: Library) -> Iterator[None]:
    """Forget every line that was judged, every clause that was told, and every table that was worked out."""
    tables_known(library).clear()
    kept = {name: getattr(of, name) for of in (LineSignatures, SignedConditions) for name in FORGOTTEN[of]}
    for name in ("judged", "keep_trace"):
        setattr(LineSignatures, name, lambda *_: None)
    LineSignatures.said_at = lambda *_: object()  # type: ignore[assignment,method-assign,misc] # nothing is equal to it
    SignedConditions.known = lambda *_: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        for of, names in FORGOTTEN.items():
            for name in names:
                setattr(of, name, kept[name])


def of_new_line(case: GoldenCase, library: Library) -> object:
    """Determine the case and trace its clauses as if no line like it had been asked before."""
    with nothing_remembered(library):
        return explained(case, library)


def shown(case: GoldenCase, library: Library) -> object:
    """The same, with the answer as plain data, as JSON carries it."""
    found = determine(case.facts, library, as_of=case.as_of, assume=case.assume)
    return found.to_dict(), traced(found, case, library)


def shown_of_new_line(case: GoldenCase, library: Library) -> object:
    """Determine the case, trace its clauses and show it as data as if no line like it had been asked before."""
    with nothing_remembered(library):
        return shown(case, library)


STEPS: dict[str, Callable[[GoldenCase, Library], object]] = {
    "determine": answer,
    "determine, reasons": explained,
    "determine, reasons, of a new line": of_new_line,
    "determine, reasons, to_dict": shown,
    "determine, reasons, to_dict, of a new line": shown_of_new_line,
}


def once(step: Callable[[GoldenCase, Library], object], cases: list[GoldenCase], library: Library) -> list[float]:
    """Take every case once; microseconds of each."""
    spent = []
    for case in cases:
        start = time.thread_time_ns()
        step(case, library)
        spent.append((time.thread_time_ns() - start) / 1000)
    return spent


def main() -> None:
    """Measure; `--profile` shows where the time goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--profile", action="store_true", help="print the functions that take the time")
    given = parser.parse_args()
    library = load_measures()
    cases = [case for folder in installed_folders() for case in read_cases(folder)]
    rows = []
    for name, step in STEPS.items():
        first = once(step, cases, library)
        # The least of a case over the rounds is its time, for other work only adds to it; the spread is over cases.
        rounds = [once(step, cases, library) for _ in range(given.rounds)]
        typical = [min(spent) for spent in zip(*rounds, strict=True)]
        rows.append(
            {
                "step": name,
                "cases": len(cases),
                "median_us": median(typical),
                "p95_us": percentile(typical, 0.95),
                "slowest_us": max(typical),
                "first_round_us": median(first),
                "target_us": TARGET_US,
            }
        )
    show("One line, in process", rows)
    save("one-line", rows)
    if given.profile:
        with cProfile.Profile() as profile:
            once(explained, cases * 5, library)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
