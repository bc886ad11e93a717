"""A name that nothing has is answered with what was meant: a slip, a part of a name, or what others call it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from sekisho.cli import main


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("history", "IHI"), "timeline"),
        (("cost", "japan-ban"), "impact"),
        (("check", "--hs", "8112"), "--hs-code"),
        (("check", "--buyer", "X"), "--importer"),
        (("changed", "--from", "2026-01-01"), "--since"),
        (("impact", "--duration", "3"), "--months"),
        (("impact", "--preset", "nri-2026"), "nri-2025"),
        (("show", "japan-ban"), "cn/2026-01-japan-dual-use"),
        (("show", "helium"), "cn/2026-29-helium"),
        (("timeline", "cn/2026-29-heliun"), "cn/2026-29-helium"),
    ],
)
def test_what_was_meant_is_named(words: tuple[str, ...], meant: str):
    told = CliRunner().invoke(main, words)
    assert told.exit_code != 0
    assert f"Did you mean '{meant}'?" in told.output
    japanese = CliRunner().invoke(main, [*words, "--language", "ja"])
    assert meant in japanese.output
    assert "Did you mean" not in japanese.output


@pytest.mark.parametrize("words", [("show", "announcement 99"), ("check", "--xyz", "1")])
def test_what_is_not_meant_is_not_named(words: tuple[str, ...]):
    assert "Did you mean" not in CliRunner().invoke(main, words).output
