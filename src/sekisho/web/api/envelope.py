"""How the REST interface answers: the envelope, the tag of the library, and problems in four parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response

import sekisho
from sekisho.errors import Problem
from sekisho.message import Text, joined, message
from sekisho.web.api.answers import ProblemAnswer
from sekisho.web.messages import words_for
from sekisho.web.problem import KIND, problem_response
from sekisho.web.rendering import enveloped
from sekisho.web.settings import ServerSettings

OK: Final = 200
NOT_MODIFIED: Final = 304


def settings_of(request: Request) -> ServerSettings:
    """Return what the pages stand on."""
    found: ServerSettings = request.app.state.settings
    return found


def day_of(request: Request, day: date | None) -> date:
    """Return the day of the law; today if none is named."""
    return day or settings_of(request).today()


def tag_of(request: Request, *, dated: bool) -> str:
    """Return the tag of an answer: the hash of the library and the program, and today unless a day is named."""
    settings = settings_of(request)
    day = "" if dated else f"-{settings.today().isoformat()}"
    return f'"{settings.library.hash}-{sekisho.__version__}{day}"'


def told(request: Request, data: Callable[[], object], *, dated: bool, cached: bool = False) -> Response:
    """Answer with data, or say that nothing has changed.

    Parameters
    ----------
    dated
        The request names the day of the law, so that the answer does not change overnight.
    cached
        The answer depends on its address alone, so that whoever has its tag need not be sent it again.
    """
    tag = tag_of(request, dated=dated)
    if cached and request.headers.get("if-none-match") == tag:
        return Response(status_code=NOT_MODIFIED, headers={"etag": tag})
    return sent(request, enveloped(data(), settings_of(request).library), dated=dated, cached=cached)


def sent(request: Request, body: str | bytes, *, dated: bool, cached: bool = False) -> Response:
    """Answer with a body that is written already; parameters as of `told`."""
    control = "private, no-cache" if cached else "no-store"
    headers = {"etag": tag_of(request, dated=dated), "cache-control": control}
    return Response(body, media_type="application/json", headers=headers)


CHOICE: Final = re.compile(r", | or ")
"""What stands between choices in the words of the library that checks requests."""
PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {
        "description": "What is wrong, where, what was expected, and what to do; all of it at once.",
        "content": {KIND: {"schema": ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")}},
    }
}
"""What every address may answer if the request is wrong."""


async def wrong_request(request: Request, fault: Exception) -> Response:
    """Tell what of a request does not fit its description."""
    assert isinstance(fault, RequestValidationError)  # noqa: S101 - handles these
    return problem_response([_problem(one) for one in fault.errors()], words_for(request), status=422)


def _problem(one: Mapping[str, Any]) -> Problem:
    is_json = one["type"] != "json_invalid"  # else the place is a number of letters, and what was read is nothing
    place = ".".join(str(part) for part in one["loc"] if is_json and part not in {"body", "query", "path"})
    given = one.get("input")
    what = _fault(one)
    if is_json and one["type"] != "extra_forbidden" and isinstance(given, str | int | float | bool):
        what = message("web.given_is_wrong", "'{given}' {fault}", given=str(given)[:80], fault=what)
    return Problem(where=place or "body", what=what, remedy=_expected(one))


def _fault(one: Mapping[str, Any]) -> Text:
    """Say what does not fit; a fault that is met seldom is told in the words of the library that found it."""
    context = one.get("ctx") or {}
    match one["type"]:
        case "missing":
            return message("web.field_required", "field required.")
        case "extra_forbidden":
            return message("web.no_such_field", "there is no such field.")
        case "json_invalid":
            return message("web.no_json", "the body is not JSON.")
        case "literal_error" | "enum":
            return message(
                "web.should_be", "input should be {choices}.", choices=_choices(str(context.get("expected", "")))
            )
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return message("web.should_be_date", "input should be a valid date.")
        case "no_letters":
            letters = str(context.get("faulty", ""))
            return message("web.no_letters", "contains characters that are not letters: {letters}.", letters=letters)
        case "string_type":
            return message("web.should_be_string", "input should be a valid string.")
        case "int_type" | "int_parsing":
            return message("web.should_be_integer", "input should be a valid integer.")
        case "list_type":
            return message("web.should_be_list", "input should be a valid list.")
        case "dict_type" | "model_attributes_type" | "dataclass_type":
            return message("web.should_be_object", "input should be a valid dictionary.")
        case "greater_than_equal":
            return message(
                "web.should_be_least", "input should be greater than or equal to {least}.", least=str(context["ge"])
            )
        case "less_than_equal":
            return message(
                "web.should_be_most", "input should be less than or equal to {most}.", most=str(context["le"])
            )
        case _:
            return message("web.other_fault", "{fault}.", fault=one["msg"][:1].lower() + one["msg"][1:])


def _expected(one: Mapping[str, Any]) -> Text:
    context = one.get("ctx") or {}
    expected = context.get("expected")
    return (
        message("error.expected_either", "Expected {choices}.", choices=_choices(str(expected)))
        if expected
        else message("web.openapi_describes", "`GET /api/openapi.json` describes what is expected.")
    )


def _choices(expected: str) -> Text:
    """Return what may stand there as a list that every language joins in its own way.

    >>> str(_choices("'narrow', 'central' or 'broad'")), str(_choices("16, 32 or 64"))
    ('narrow, central or broad', '16, 32 or 64')
    """
    return joined([part.strip("'") for part in CHOICE.split(expected)], "or")
