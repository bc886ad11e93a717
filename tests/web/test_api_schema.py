"""What the description of the REST interface allows is answered as it says; what it does not allow is refused.

Requests are drawn from the description itself, within and outside what it allows.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SENDS = "POST /api/books"
"""It takes files; what it makes of them is tested by itself."""


def _operations(server: str) -> dict[str, Any]:
    """Every operation by its name, save that which takes a file."""
    schema = schemathesis.openapi.from_url(f"{server}/api/openapi.json")
    found = {}
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr] # an operation that is not well described raises here
        found[f"{operation.method.upper()} {operation.path}"] = operation
    return {name: operation for name, operation in found.items() if name != SENDS}


def _ask(server: str, examples: int, mode: schemathesis.GenerationMode) -> dict[str, int]:
    """Draw requests for every operation, send them, and check the answers; returns how many of each."""
    return {name: _send(operation, examples, mode) for name, operation in _operations(server).items()}


def _send(operation: Any, examples: int, mode: schemathesis.GenerationMode) -> int:  # noqa: ANN401 - typed at run time
    sent: list[int] = []

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:  # noqa: ANN401 - the same
        sent.append(1)
        case.call_and_validate(checks=CHECKS, timeout=120)  # a busy machine is no fault

    try:
        send()
    except (schemathesis.errors.SchemathesisError, Unsatisfiable):
        if sent or mode is schemathesis.GenerationMode.POSITIVE:
            raise  # nothing that is wrong can be drawn for an address that takes nothing
    return len(sent)


@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE], ids=str)
def test_every_address_answers_as_it_is_described(server: str, mode: schemathesis.GenerationMode):
    counts = _ask(server, 3, mode)
    assert len(counts) == 69
    assert sum(counts.values()) > 40


@pytest.mark.slow
@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE], ids=str)
def test_every_address_answers_a_great_many_requests(server: str, mode: schemathesis.GenerationMode):
    counts = _ask(server, 300, mode)
    print(counts)  # noqa: T201 - shown when it fails
    assert sum(counts.values()) > 2_000
