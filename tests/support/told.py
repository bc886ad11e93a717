"""What a person is told: an error says what is wrong, where, what was expected, and what to do."""

from __future__ import annotations

from sekisho import SekishoError
from sekisho.errors import Problem


def problem_of(fault: SekishoError, *words: str) -> Problem:
    """The one problem that has all of the words; its text is fit to be read by a person."""
    found = [problem for problem in fault.problems if all(word in str(problem) for word in words)]
    assert len(found) == 1, f"{len(found)} problems have {words}:\n{fault}"
    check_style(found[0])
    return found[0]


def check_style(problem: Problem) -> None:
    """Sentences that end, no exclamation, no apology, no stack trace, nothing `invalid`."""
    text = str(problem)
    assert problem.what.rstrip().endswith((".", ")")), f"not a sentence: {problem.what}"
    for word in ("!", "please", "sorry", "Invalid", "invalid input", "Traceback", "Errno", "Error:"):
        assert word not in text, f"'{word}' in: {text}"


def check_whole(fault: SekishoError, *expected: tuple[str, str, str]) -> None:
    """Exactly these problems, in one pass, each with words of what, where and do."""
    assert len(fault.problems) == len(expected), f"{len(fault.problems)} problems instead of {len(expected)}:\n{fault}"
    for what, where, remedy in expected:
        problem = problem_of(fault, what, where, remedy)
        assert what in problem.what
        assert where in problem.where
        assert remedy in problem.remedy
