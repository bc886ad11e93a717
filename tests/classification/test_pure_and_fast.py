"""Everyday metals that are sold pure, cameras by their frames, controllers of machines, and names with a hyphen."""

from __future__ import annotations

import pytest

from sekisho import Library, classify


def state_and_codes(text: str, library: Library) -> tuple[str, tuple[str, ...]]:
    answer = classify(text, library, as_of="2026-11-30")
    return str(answer.state), tuple(one.code for one in answer.candidates[:3])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("high purity magnesium", "1C228"),
        ("高純度マグネシウム", "1C228"),
        ("Magnesium, purity 99.99 %", "1C228"),
        ("高纯钙", "1C227"),
        ("high purity calcium", "1C227"),
        ("CNC controller", "2D203"),
        ("数控系统", "2D203"),
        ("静電容量型圧力計", "2B230"),
        ("クライオポンプ 口径400", "2B231"),
        ("毒ガス検知器", "2B351"),
    ],
)
def test_what_an_entry_is_about_is_asked_about(text: str, code: str, library: Library):
    state, codes = state_and_codes(text, library)
    assert state in {"unclassified", "classified"}
    assert any(found.startswith(code) for found in codes)


@pytest.mark.parametrize("text", ["magnesium tablets effervescent", "calcium carbonate 99.9 %", "magnesium stearate"])
def test_an_everyday_compound_is_not_taken_for_a_pure_metal(text: str, library: Library):
    assert state_and_codes(text, library)[0] in {"unlikely_listed", "not_listed"}


def test_a_camera_is_told_by_its_frames(library: Library):
    assert state_and_codes("ultra high speed camera 500000 fps", library)[1][0] == "6A203.b.1"
    assert classify("high speed camera 1 Mfps", library, as_of="2026-11-30").codes == ("6A203.b.1",)
    assert classify("high speed camera 2000 fps", library, as_of="2026-11-30").codes == ()


def test_a_symbol_in_front_of_a_hyphen_may_be_the_beginning_of_a_name(library: Library):
    _, of_name = state_and_codes("Lu-ve fan coil unit EC", library)
    _, of_metal = state_and_codes("Lu-based alloy", library)
    assert not any(code.startswith("1C906") for code in of_name)
    assert any(code.startswith("1C906") for code in of_metal)
