"""What is wrong, as JSON of RFC 9457: the same four parts as on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from sekisho.errors import Problem, with_letters_only
from sekisho.i18n.messages import Translator
from sekisho.message import joined

KIND: Final = "application/problem+json"


def parts_of(problem: Problem, words: Translator) -> dict[str, str]:
    """Return a problem in its parts, told in a language; `do` is the former name of `remedy`, until the next release.

    >>> from sekisho.message import joined, message
    >>> expected = message("error.expected_iso_day", "Expected YYYY-MM-DD.")
    >>> fault = Problem(
    ...     where="as_of", what="'x' is not a date.", remedy=joined([expected, "Leave it out."], "sentence")
    ... )
    >>> parts = parts_of(fault, Translator("en"))
    >>> parts["expected"], parts["remedy"], parts["do"]
    ('Expected YYYY-MM-DD.', 'Leave it out.', 'Leave it out.')
    """
    rest = words.say(problem.advice)
    parts = {
        "what": words.say(problem.what),
        "where": problem.where,
        "expected": words.say(problem.expected),
        "do": rest,
        "remedy": rest,
    }
    return {name: with_letters_only(text) for name, text in parts.items()}


def problem_data(problems: Iterable[Problem], words: Translator, *, status: int) -> dict[str, Any]:
    """Return problems as the body of an answer, in the language of whoever asks."""
    several = tuple(problems)
    every = joined([problem.what for problem in several], "sentence")
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": with_letters_only(words.say(every)),
        "problems": [parts_of(problem, words) for problem in several],
    }


def problem_response(
    problems: Iterable[Problem],
    words: Translator,
    *,
    status: int,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """Return problems as an answer, with more members of its body if there are any."""
    body = json.dumps({**problem_data(problems, words, status=status), **(more or {})}, ensure_ascii=False)
    return Response(body, status_code=status, media_type=KIND, headers=dict(headers or {}))
