"""Dependence on a seller: what sources say is kept apart, and what is wrong with a table is told at once."""

from __future__ import annotations

import csv
import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho import load_measures
from sekisho.cli import main
from sekisho.errors import LibraryError
from sekisho.impact.dependence import Covers, Dependence, dependence_of
from sekisho.impact.dependence.data import (
    ALTERNATIVE_COLUMNS,
    BASKET_COLUMNS,
    SHARE_COLUMNS,
    DependenceData,
    read_dependence,
)
from sekisho.impact.economy.sources import FigureSource
from sekisho.law.model.library import Library

SOURCES = {"read": FigureSource(id="read", title="A page", url="https://example.org/", read="2026-10-03")}
BASKET = ("all", "rare-earths", "customs", "volume", "whole", "2846;280530", "")
SHARE = ("all", "JP", "2024", "CN", "0.6", "0.6", "", "", "read", "high", "")
OTHER = ("rare-earths", "A mine", "AU", "oxide", "2027", "planned", "0", "0.1", "0.2", "read", "low", "")


def _table(columns: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    return text.getvalue()


def _read(
    folder: Path,
    baskets: tuple[tuple[str, ...], ...] = (BASKET,),
    shares: tuple[tuple[str, ...], ...] = (SHARE,),
    others: tuple[tuple[str, ...], ...] = (OTHER,),
) -> DependenceData:
    (folder / "baskets.csv").write_text(_table(BASKET_COLUMNS, *baskets), encoding="utf-8")
    (folder / "dependence.csv").write_text(_table(SHARE_COLUMNS, *shares), encoding="utf-8")
    (folder / "alternatives.csv").write_text(_table(ALTERNATIVE_COLUMNS, *others), encoding="utf-8")
    return read_dependence(folder, SOURCES, materials={"rare-earths"}, territories={"CN", "JP", "AU", "VN"})


@pytest.fixture(scope="module")
def library() -> Library:
    return load_measures()


@pytest.fixture(scope="module")
def rare_earths(library: Library) -> Dependence:
    return dependence_of(library, "rare-earths")


def test_a_share_keeps_its_basket_source_and_confidence(tmp_path: Path):
    found = _read(tmp_path)
    assert found.shares[0].basket.says == "customs (volume)"
    assert found.shares[0].basket.covers is Covers.WHOLE
    assert (found.shares[0].low, found.shares[0].high, found.shares[0].source) == (0.6, 0.6, ("read",))
    assert found.alternatives[0].start == "2027"


def test_a_share_of_which_only_the_least_is_known_has_no_upper_end(tmp_path: Path):
    assert _read(tmp_path, shares=((*SHARE[:5], "", *SHARE[6:]),)).shares[0].high is None


@pytest.mark.parametrize(
    ("at", "cell", "said"),
    [
        (0, "al", "no basket 'al'.\n  Did you mean 'all'?"),
        (1, "", "importer '' does not fit the basket."),
        (1, "XX", "no territory 'XX'."),
        (2, "2024-13", "'2024-13' is not a period."),
        (2, "in 2024", "'in 2024' is not a period."),
        (3, "XX", "no territory 'XX'."),
        (4, "sixty", "share_low 'sixty' is not a number."),
        (4, "60", "share_low, share_high: 60.0, 0.6 are no shares in order."),
        (5, "0.5", "share_low, share_high: 0.6, 0.5 are no shares in order."),
        (6, "many", "amount 'many' is not a number."),
        (8, "", "source is empty."),
        (8, "unread", "no source 'unread'."),
        (9, "firm", "no confidence 'firm'."),
    ],
)
def test_what_is_wrong_with_a_share_is_told_with_its_row(tmp_path: Path, at: int, cell: str, said: str):
    with pytest.raises(LibraryError) as fault:
        _read(tmp_path, shares=(SHARE, (*SHARE[:at], cell, *SHARE[at + 1 :])))
    assert f"dependence.csv:3: {said}" in str(fault.value)


def test_faults_of_all_three_tables_are_told_at_once(tmp_path: Path):
    with pytest.raises(LibraryError) as fault:
        _read(
            tmp_path,
            baskets=(BASKET, BASKET, ("b", "copper", "customs", "volume", "half", "", "")),
            shares=(SHARE, SHARE),
            others=((*OTHER[:5], "soon", "0.3", "0.2", *OTHER[8:]),),
        )
    told = str(fault.value)
    for said in (
        "basket 'all' stands twice.",
        "no material 'copper'.",
        "no covers 'half'.",
        "all, 2024: CN stands twice.",
        "no status 'soon'.",
        "0.3, 0.2, 0.2 are no shares in order.",
    ):
        assert said in told


def test_origins_of_a_basket_are_at_most_the_whole(tmp_path: Path):
    with pytest.raises(LibraryError, match="all, 2024: shares sum to 1"):
        _read(tmp_path, shares=(SHARE, (*SHARE[:3], "VN", "0.5", "0.5", *SHARE[6:])))


def test_china_sold_58_to_80_percent_of_rare_earths_from_2018_to_2025_by_five_named_counts(rare_earths: Dependence):
    span = rare_earths.span(2018)
    assert span is not None
    assert (round(100 * span.low), round(100 * span.high)) == (58, 80)
    assert {share.basket.title for share in span.shares} == {
        "trade statistics of 2018",
        "customs, compounds and metals",
        "compounds and metals, as metal",
        "statement of officials",
        "trade press",
    }
    assert all(share.source and share.confidence for share in span.shares)


def test_months_and_parts_do_not_widen_the_interval_of_a_year(rare_earths: Dependence):
    by_year = {one.year: one for one in rare_earths.intervals}
    assert (by_year[2010].low, by_year[2010].high) == (0.82, 0.9)
    assert by_year[2024].low == 0.6
    months = {share.period for share in rare_earths.shares if share.is_month}
    assert {"2010-09", "2010-10", "2010-11", "2025-01"} <= months


def test_concentration_is_the_sum_of_squares_between_a_spread_rest_and_one_more_seller(rare_earths: Dependence):
    mixes = {(mix.basket.id, mix.period): mix for mix in rare_earths.mixes}
    named = mixes["re-trade-statistics", "2018"]
    known = 0.58**2 + 0.14**2 + 0.11**2 + 0.1**2
    assert named.concentration_low == pytest.approx(known)
    assert named.concentration_high == pytest.approx(known + 0.07**2)
    assert [share.origin for share in named.shares] == ["CN", "VN", "FR", "MY"]


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("rare earths", "rare-earths"),
        ("Dysprosium", "heavy-rare-earths"),
        ("neodymium", "light-rare-earths"),
        ("ガリウム", "gallium"),
        ("锗", "germanium"),
        ("8505.11", "850511"),
        ("8505110000", "8505110000"),
    ],
)
def test_a_material_is_found_by_id_name_in_three_languages_and_heading(library: Library, asked: str, subject: str):
    assert dependence_of(library, asked).subject == subject


def test_a_material_without_counts_of_its_own_borrows_those_of_its_group_and_says_so(library: Library):
    light, yttrium = dependence_of(library, "neodymium"), dependence_of(library, "yttrium")
    assert light.counted == "rare earths"
    assert {share.basket.material for share in light.shares} == {"rare-earths"}
    assert yttrium.counted == "yttrium"
    assert all(share.basket.material == "yttrium" for share in yttrium.shares if share.importer)


def test_a_heading_names_the_forms_that_come_under_it_and_makes_no_series(library: Library):
    found = dependence_of(library, "850511")
    assert [(one.id, form.name) for one, form in found.forms] == [
        ("light-rare-earths", "magnet"),
        ("heavy-rare-earths", "magnet"),
        ("samarium", "magnet"),
    ]
    assert found.intervals == ()
    assert {one.material for one in found.alternatives} == {"light-rare-earths", "heavy-rare-earths", "samarium"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("galium", "Did you mean 'gallium'?"),
        ("copper", "Known: rare-earths"),
        ("12", "'12' is not a customs code."),
        ("999999", "no material on file comes under 999999."),
        ("", "no material ''."),
    ],
)
def test_what_is_not_on_file_is_said_with_what_is(library: Library, asked: str, said: str):
    with pytest.raises(LibraryError) as fault:
        dependence_of(library, asked)
    assert said in str(fault.value)


def test_every_share_and_alternative_has_a_source_that_is_on_file(library: Library):
    for group in ("rare-earths", "critical-minerals", "uncontrolled-minerals"):
        found = dependence_of(library, group)
        cited = {name for one in found.shares for name in one.source}
        cited |= {name for one in found.alternatives for name in one.source}
        assert cited - {"judgement"} <= set(found.sources)
        assert all(one.figures["dependence"].central > 0 for one in found.materials)


def _call(*words: str) -> Result:
    return CliRunner().invoke(main, ["dependence", *words], catch_exceptions=False)


def test_the_command_states_the_interval_first_and_names_each_count():
    told = _call("rare-earths", "--importer", "JP").stdout
    assert "imports of rare earths was 58 to 80 % from 2018 to 2025" in told.splitlines()[1]
    lines = " ".join(told.split())
    assert "statement of officials (volume or value not said) 60 to 63 %" in lines
    assert "2025-05" in told


def test_the_command_writes_one_row_a_share_and_all_sources_as_data():
    rows = list(csv.DictReader(StringIO(_call("gallium", "--format", "csv").stdout)))
    assert {row["basket"] for row in rows} == {"gallium-imports", "gallium-imports-2021", "gallium-primary"}
    assert all(row["source"] and row["confidence"] for row in rows)
    found = json.loads(_call("gallium", "--format", "json").stdout)
    assert found["headline"].startswith("China's share of Japan's imports of gallium was 57 to 75 %")
    assert found["sources"]["daily8-gallium-2025"]["url"].startswith("https://")
    assert found["library"]["hash"]


@pytest.mark.parametrize("kind", ["svg", "png", "html"])
def test_the_command_draws_into_a_file(tmp_path: Path, kind: str):
    pytest.importorskip("vl_convert")
    file = tmp_path / f"dependence.{kind}"
    assert _call("rare-earths", "-o", str(file)).exit_code == 0
    start = file.read_bytes()[:15]
    assert start.startswith({"svg": b"<svg ", "png": b"\x89PNG", "html": b"<!doctype html>"}[kind])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gallium", "-o", "gallium.doc"), "'gallium.doc' is not a chart."),
        (("850511", "-o", "magnets.svg"), "there is no share of heading 850511 over time to draw."),
        (("gallium", "--importer", "FR"), "no data on materials that FR buys from CN."),
    ],
)
def test_the_command_says_why_it_cannot_answer(words: tuple[str, ...], said: str):
    found = _call(*words)
    assert found.exit_code == 1
    assert said in found.stderr
    assert "Traceback" not in found.stderr


def test_without_the_extra_the_command_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in [name for name in sys.modules if name.startswith("sekisho.present.charts")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "altair", None)
    found = _call("rare-earths", "-o", str(tmp_path / "chart.svg"))
    assert found.exit_code == 1
    assert "pip install 'sekisho[economy]'" in found.stderr
