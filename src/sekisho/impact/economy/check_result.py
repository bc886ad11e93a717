"""What a check of data found: passed, passed with a doubt, failed, or was not made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from sekisho.errors import Problem

Status = Literal["pass", "warn", "fail", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check.

    Parameters
    ----------
    name
        What is checked, in a few words.
    detail
        What was found, with figures and their unit.
    where
        The worst place; empty if none is worse than another.
    remedy
        What to do about it, if it did not pass.
    """

    name: str
    status: Status
    detail: str
    where: str = ""
    remedy: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the check as plain data."""
        return {key: str(value) for key, value in asdict(self).items()}


def problems_of(checks: Iterable[CheckResult], *, source: str) -> list[Problem]:
    """Return the checks that failed as problems of a source."""
    return [
        Problem(where=f"{source}, {check.where}" if check.where else source, what=check.detail, remedy=check.remedy)
        for check in checks
        if check.status == "fail"
    ]
