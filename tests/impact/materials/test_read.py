"""The file of materials and the table of uses: what is wrong is told at once, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.made_materials import (
    figure,
    general,
    material,
    materials_text,
    read_text,
    read_uses_text,
    use,
    uses_text,
)

from sekisho.errors import LibraryError
from sekisho.impact.materials.figure import FigureConfidence
from sekisho.impact.materials.material import Rule
from sekisho.impact.materials.use_reader import read_uses


def _problems(folder: Path, text: str) -> str:
    with pytest.raises(LibraryError) as fault:
        read_text(folder, text)
    return str(fault.value)


def _use_problems(folder: Path, text: str) -> str:
    found = read_text(folder, materials_text())
    with pytest.raises(LibraryError) as fault:
        read_uses_text(folder, found, text)
    return str(fault.value)


def test_a_figure_carries_its_source_date_and_confidence_and_what_is_left_out_is_general(tmp_path: Path):
    own = f"  dependence: {figure('[0.9, 0.95, 1]', '[read, judgement]')}\n"
    found = read_text(tmp_path, materials_text(material("gallium", own) + material("indium")))
    dependence = found["gallium"].figures["dependence"]
    assert (dependence.low, dependence.central, dependence.high) == (0.9, 0.95, 1)
    assert (dependence.source, dependence.date) == (("read", "judgement"), "2025")
    assert dependence.confidence is FigureConfidence.MEDIUM
    assert dependence.is_weak
    assert not found["indium"].figures["dependence"].is_weak
    assert "dependence" in found["indium"].inherited
    assert "dependence" not in found["gallium"].inherited
    assert found["indium"].public_rule is Rule.NONE
    assert found["gallium"].control_codes == ("3C001.a",)


def test_all_that_is_wrong_with_materials_is_told_at_once_with_the_line(tmp_path: Path):
    own = (
        f"  dependence: {figure('[0.9, 0.8, 1]')}\n"
        f"  leakage: {figure('[0, 0.1, 1.5]', '[unread]')}\n"
        f"  firm_stock_days: {figure('[0, 60, 120]')}\n"
        "  stock_dispersion: {band: [0.1, 0.2, 0.3], date: soon, source: [], confidence: firm, reason: x}\n"
        "  thrift: 3\n"
    )
    told = _problems(tmp_path, materials_text(material("gallium", own) + material("gallium")))
    for said in (
        "dependence: low 0.9, central 0.8 and high 1 do not rise.",
        "leakage: 1.5 is above 1.",
        "no source 'unread'.\n  Did you mean 'read'?",
        "firm_stock_days: 0 must be above 0.",
        "date 'soon' is not a date.",
        "stock_dispersion: source is empty.",
        "unknown confidence 'firm'.",
        "unknown key 'thrift'.",
        "material 'gallium' stands twice.",
    ):
        assert said in told
    assert "materials.yaml:" in told


@pytest.mark.parametrize("band", ["[0.1, nan, 0.3]", "[0.1, 0.2]", "[a, b, c]", "[0.1, 0.2, inf]", "0.2"])
def test_a_band_is_three_finite_numbers(tmp_path: Path, band: str):
    assert "leakage" in _problems(tmp_path, materials_text(material("gallium", f"  leakage: {figure(band)}\n")))


def test_a_figure_that_neither_material_nor_general_has_is_missing(tmp_path: Path):
    base = "".join(line + "\n" for line in general().splitlines() if not line.startswith("  leakage"))
    assert "material 'gallium': no leakage" in _problems(tmp_path, materials_text(base=base))


def test_forms_of_a_material_sum_to_one_so_that_nothing_is_counted_twice(tmp_path: Path):
    forms = "".join(
        f"    - {{name: {name}, hs: ['850511'], control_codes: [], share: {figure('[0.1, 0.7, 0.9]')}}}\n"
        for name in ("metal", "magnet")
    )
    told = _problems(tmp_path, materials_text(material("gallium", forms=forms)))
    assert "central shares of its forms sum to 1.4" in told


def test_an_unknown_material_is_answered_with_the_nearest(tmp_path: Path):
    with pytest.raises(LibraryError, match="Did you mean 'gallium'"):
        read_text(tmp_path, materials_text())["galium"]


def test_text_that_is_not_yaml_is_told_with_its_line(tmp_path: Path):
    assert "not YAML" in _problems(tmp_path, "materials: [\n")
    assert "key 'frozen' is missing" in _problems(tmp_path, "materials: []\n")


def test_all_that_is_wrong_with_uses_is_told_at_once_with_the_row(tmp_path: Path):
    text = uses_text(
        use("galium", "17"),
        use("gallium", "99", end="cars", share="0"),
        use("gallium", "18", phi=(0.3, 0.2, 0.4), share="0"),
        use("gallium", "19", stage="upstream", share="0.5"),
        use("gallium", "20", share="0", source=""),
        use("gallium", "22", share="0", source="unread"),
        use("indium", "17", share="0"),
    )
    told = _use_problems(tmp_path, text)
    for said in (
        "uses.csv:5: material: no material 'galium'.\n  Did you mean 'gallium'?",
        "uses.csv:6: '99' is not a sector of oecd45.",
        "uses.csv:6: unknown end_use_sector 'cars'.",
        "uses.csv:7: phi: low 0.3, central 0.2 and high 0.4 do not rise.",
        "uses.csv:8: an upstream use has a 'use_share'.",
        "uses.csv:9: source is empty.",
        "uses.csv:10: no source 'unread'.",
        "indium, oecd45, 17, general, civil stands 2 times.",
        "gallium: 'use_share' of oecd45 sums to 1.5.",
    ):
        assert said in told


def test_a_material_without_phi_for_any_sector_is_named(tmp_path: Path):
    found = read_text(tmp_path, materials_text(material("gallium") + material("indium") + material("bismuth")))
    with pytest.raises(LibraryError, match="bismuth: no phi for any sector"):
        read_uses_text(tmp_path, found, uses_text())


def test_uses_of_a_material_in_a_sector_do_not_make_more_than_the_whole_output(tmp_path: Path):
    rows = (
        use("gallium", "18", phi=(0.1, 0.5, 0.7), share="0"),
        use("gallium", "18", end="semiconductors", phi=(0.1, 0.2, 0.4), share="0"),
    )
    assert "phi of sector 18 sum to 1.1 at the high end" in _use_problems(tmp_path, uses_text(*rows))


def test_a_table_without_a_column_or_without_a_file_is_told_of(tmp_path: Path):
    assert "no column use_share" in _use_problems(tmp_path, uses_text().replace("use_share", "share"))
    found = read_text(tmp_path, materials_text())
    with pytest.raises(LibraryError, match="the table of uses is missing"):
        read_uses(tmp_path / "absent.csv", found, sectors={}, end_use_sectors=())
