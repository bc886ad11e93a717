"""A place that is not known is told what it may be only where a slip of the keys lies between: no chance likeness."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from sekisho.cli import main


def _told(place: str) -> str:
    line = ["check", "--control-codes", "3C001.a", "--destination", place]
    return " ".join(CliRunner().invoke(main, line, env={"SEKISHO_LANGUAGE": "en"}).output.split())


@pytest.mark.parametrize("place", ["Atlantis", "Narnia", "Oz", "Utopia", "El Dorado"])
def test_a_place_that_nobody_meant_is_not_offered(place: str):
    text = _told(place)
    assert f"'{place}' is not a territory" in text
    assert "Did you mean" not in text


@pytest.mark.parametrize(
    ("place", "code"), [("Germny", "DE"), ("Jappan", "JP"), ("South Koria", "KR"), ("Vietnm", "VN")]
)
def test_a_slip_is_offered_what_was_meant(place: str, code: str):
    assert f"Did you mean {code} (" in _told(place)
