"""A code that does not exist is said not to, with what is near it, and the line is judged all the same."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from sekisho import Library
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.scheme import control_entries, scheme_name
from sekisho.service.check import CheckRequest, check
from sekisho.service.workspace import Workspace
from sekisho.trade.items.control_entry import codes_that_are_none
from sekisho.trade.items.customs_codes import customs_code_that_is_none
from sekisho.trade.items.tariff import tariff

DAY: Final = date(2026, 9, 30)
ROUTE: Final = {"origin": "CN", "departure": "CN", "destination": "JP"}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"description": "9Z999"}, "9Z999"),
        ({"description": "gallium, 3C099.a"}, "3C099.a"),
        ({"hs_code": "999999"}, "999999"),
        ({"hs_code": "8599.10"}, "8599.10"),
        ({"hs_code": "77"}, "77"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_code_that_does_not_exist_is_named_and_the_line_judged(
    facts: dict[str, str], code: str, language: str, library: Library
):
    answer = check(CheckRequest(facts={**ROUTE, **facts}, as_of=DAY), Workspace(library=library, today=DAY))
    say = teller_of(library, language)
    assert [note for note in map(say, answer.notes) if code in note]
    assert answer.missing


def test_the_nearest_are_codes_that_there_are(library: Library):
    entries = control_entries(library, scheme_name(library))
    for text in ("9Z999", "3C099", "1C9O5"):
        for _, near in codes_that_are_none(text, library):
            assert near
            assert entries.keys() >= set(near)


def test_codes_that_there_are_and_part_numbers_are_not_said_to_be_none(library: Library):
    for code in control_entries(library, scheme_name(library)):
        assert not list(codes_that_are_none(code, library)), code
    assert not list(codes_that_are_none("transistor 2N222, 7805", library))
    for line in tariff(library).lines:
        assert customs_code_that_is_none(line.printed) is None, line.printed
