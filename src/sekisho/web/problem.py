"""What is wrong, as JSON of RFC 9457: the same four parts as on the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from sekisho.errors import Problem, with_letters_only

KIND: Final = "application/problem+json"
_EXPECTED: Final = re.compile(r"(?<!\S)Expected [^.]*(?:\.(?=\S)[^.]*)*\.?")


def parts_of(problem: Problem) -> dict[str, str]:
    """Return a problem in its parts; `do` is the former name of `remedy`, and goes with the next release.

    >>> parts = parts_of(Problem(where="as_of", what="'x' is not a date.", remedy="Expected YYYY-MM-DD. Leave it out."))
    >>> parts["expected"], parts["remedy"], parts["do"]
    ('Expected YYYY-MM-DD.', 'Leave it out.', 'Leave it out.')
    """
    found = _EXPECTED.search(problem.remedy)
    expected = found[0].strip() if found else ""
    rest = " ".join(problem.remedy.replace(expected, "", 1).split()) if expected else problem.remedy
    parts = {"what": problem.what, "where": problem.where, "expected": expected, "do": rest, "remedy": rest}
    return {name: with_letters_only(text) for name, text in parts.items()}


def problem_data(problems: Iterable[Problem], *, status: int) -> dict[str, Any]:
    """Return problems as the body of an answer."""
    found = [parts_of(problem) for problem in problems]
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": "; ".join(one["what"] for one in found),
        "problems": found,
    }


def problem_response(
    problems: Iterable[Problem],
    *,
    status: int,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """Return problems as an answer, with more members of its body if there are any."""
    body = json.dumps({**problem_data(problems, status=status), **(more or {})}, ensure_ascii=False)
    return Response(body, status_code=status, media_type=KIND, headers=dict(headers or {}))
