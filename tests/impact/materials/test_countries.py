"""Uses and figures of materials in other countries than the one in which they were judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.made_materials import SOURCES, materials_text, read_text, read_uses_text, use, uses_text

from sekisho import Library
from sekisho.errors import LibraryError, ScenarioError
from sekisho.impact.economy.tables.loading import load_table
from sekisho.impact.materials.country_uses import OTHERS, resized, uses_of_country
from sekisho.impact.materials.figure import Figure, FigureConfidence
from sekisho.impact.materials.importer_figures import (
    COLUMNS,
    NEEDED,
    materials_of_importer,
    read_importer_figures,
)
from sekisho.impact.materials.package_materials import materials_of
from sekisho.impact.materials.product_mix import COLUMNS as MIX_COLUMNS
from sekisho.impact.materials.product_mix import ProductMix, read_product_mixes
from sekisho.impact.materials.use import ChainStage, Use
from sekisho.impact.model import model_of
from sekisho.impact.results.notes import uses_note
from sekisho.impact.run_settings import RunSettings
from sekisho.impact.scenario.resolution import for_country, scenario_of
from sekisho.impact.simulation import simulate
from sekisho.present.impact.data import impact_data
from sekisho.present.impact.terminal import impact_text

PARTNERS = ("DE", "KR", "TW", "US")


def share(low: float, central: float, high: float, sureness: FigureConfidence = FigureConfidence.MEDIUM) -> Figure:
    return Figure(
        low=low,
        central=central,
        high=high,
        unit="share",
        source=("read",),
        date="2025",
        confidence=sureness,
        reason="An example.",
    )


MIXES = {
    "chips": ProductMix(id="chips", title="chips", shares={"JP": share(0.1, 0.2, 0.3), "KR": share(0.3, 0.4, 0.5)}),
    OTHERS: ProductMix(id=OTHERS, title="others", shares={"JP": share(1, 1, 1), "KR": share(0.5, 1, 1.6)}),
}


def made_uses(folder: Path, *rows: dict[str, str]) -> tuple[Use, ...]:
    text = uses_text(*rows).splitlines()
    return read_uses_text(folder, read_text(folder, materials_text()), "\n".join([text[0], *text[4:]]) + "\n")


def two_uses(folder: Path, *more: dict[str, str]) -> tuple[Use, ...]:
    return made_uses(
        folder,
        use("gallium", "17", share="0.5", mix="chips"),
        use("gallium", "21", share="0.5", mix=OTHERS),
        use("indium", "17", mix="chips"),
        *more,
    )


def test_phi_grows_with_what_the_products_are_of_the_output_end_by_end(tmp_path: Path):
    moved, basis = uses_of_country(two_uses(tmp_path), MIXES, "KR", "JP")
    phi = moved[0].phi
    assert (phi.low, phi.central, phi.high) == pytest.approx((0.1 * 0.3 / 0.2, 0.2 * 0.4 / 0.2, 0.3 * 0.5 / 0.2))
    assert (basis.stated, basis.moved, basis.alike) == (0, 2, 1)


def test_phi_ends_at_the_whole_output(tmp_path: Path):
    (moved, *_), _ = uses_of_country(
        made_uses(tmp_path, use("gallium", "17", phi=(0.5, 0.7, 0.9), mix="chips"), use("indium", "17", mix="chips")),
        MIXES,
        "KR",
        "JP",
    )
    assert (moved.phi.central, moved.phi.high) == (1.0, 1.0)


def test_shares_of_the_national_use_follow_and_add_up_again(tmp_path: Path):
    moved, _ = uses_of_country(two_uses(tmp_path), MIXES, "KR", "JP")
    assert [each.use_share for each in moved] == pytest.approx([2 / 3, 1 / 3, 1.0])


def test_a_use_of_the_country_stands_in_place_of_the_common_one(tmp_path: Path):
    own = use("gallium", "17", share="0.5", country="KR", phi=(0.01, 0.02, 0.03))
    uses = two_uses(tmp_path, own)
    korean, basis = uses_of_country(uses, MIXES, "KR", "JP")
    japanese, _ = uses_of_country(uses, MIXES, "JP", "JP")
    assert [each.phi.central for each in korean if each.sector == "17" and each.material == "gallium"] == [0.02]
    assert [each.phi.central for each in japanese if each.sector == "17" and each.material == "gallium"] == [0.2]
    assert (basis.stated, basis.moved) == (1, 1)


def test_a_country_without_a_share_of_a_mix_is_refused_by_name(tmp_path: Path):
    with pytest.raises(LibraryError, match="no share of 'chips' in FR") as caught:
        uses_of_country(two_uses(tmp_path), MIXES, "FR", "JP")
    assert "no share of 'other-products' in FR" in str(caught.value)


def test_larger_sectors_take_a_larger_share_of_a_material(tmp_path: Path):
    moved = resized(two_uses(tmp_path), {"17": 3.0})
    assert [each.use_share for each in moved] == pytest.approx([0.75, 0.25, 1.0])


def figures_text(*rows: tuple[str, ...]) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(row) for row in rows), ""])


def row(
    figure: str, material: str = "", form: str = "", band: tuple[str, str, str] = ("0", "0.5", "1")
) -> tuple[str, ...]:
    return ("KR", "CN", material, form, figure, *band, "An example.", "read", "2025", "medium")


ALL = tuple(row(name) for name in NEEDED)


def test_figures_of_an_importer_take_the_place_of_those_on_file_and_the_rest_is_trusted_less(tmp_path: Path):
    japan = read_text(tmp_path, materials_text())
    file = tmp_path / "importer-figures.csv"
    file.write_text(figures_text(*ALL, row("dependence", "gallium", band=("0.6", "0.7", "0.8"))), encoding="utf-8")
    korea = materials_of_importer(japan, read_importer_figures(file, japan), "KR")
    assert (korea.importer, korea.judged_for, korea.at_home, japan.at_home) == ("KR", "JP", False, True)
    assert korea["gallium"].figures["dependence"].central == 0.7
    assert korea["indium"].figures["dependence"].central == 0.5
    kept = korea["gallium"].figures["thrift_share"]
    assert kept == replace(japan["gallium"].figures["thrift_share"], confidence=FigureConfidence.LOW)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (ALL[1:], "KR has no dependence of gallium, indium"),
        ((*ALL, row("dependance", "gallium")), "unknown figure 'dependance'"),
        ((*ALL, row("dependence", "galium")), "no material 'galium'"),
        ((*ALL, row("share", "gallium", "powder")), "gallium has no form 'powder'"),
        ((*ALL, row("share", "gallium", "metal", ("0.2", "0.5", "1"))), "sum to 0.5"),
        ((*ALL, row("dependence", "gallium", band=("0.5", "0.2", "1"))), "do not rise"),
        ((*ALL, row("dependence", "gallium", band=("0.5", "0.7", "1.2"))), "is above 1"),
        ((*ALL, ALL[0]), "stands 2 times"),
        ((*ALL[:2], (*ALL[2][:8], "", *ALL[2][9:])), "reason is empty"),
    ],
)
def test_a_wrong_figure_of_an_importer_is_told(tmp_path: Path, rows: tuple[tuple[str, ...], ...], says: str):
    japan = read_text(tmp_path, materials_text())
    file = tmp_path / "importer-figures.csv"
    file.write_text(figures_text(*rows), encoding="utf-8")
    with pytest.raises(LibraryError, match=says):
        read_importer_figures(file, japan)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (("chips", "chips", "KR", "0.3", "0.2", "0.5", "share"), "do not rise"),
        (("chips", "tea", "KR", "0.1", "0.2", "0.5", "share"), "'chips' has two titles"),
        (("chips", "chips", "KR", "0.1", "0.2", "0.5", "ratio"), "'chips' has two units"),
        (("chips", "chips", "ZZ", "0.1", "0.2", "0.5", "share"), "'ZZ' is not a country"),
        (("chips", "chips", "JP", "0.1", "0.2", "0.5", "share"), "stands 2 times"),
    ],
)
def test_a_wrong_product_mix_is_told(tmp_path: Path, cells: tuple[str, ...], says: str):
    first = ("chips", "chips", "JP", "0.1", "0.2", "0.3", "share")
    rows = [",".join((*each, "An example.", "read", "2025", "low")) for each in (first, cells)]
    file = tmp_path / "product-mix.csv"
    file.write_text("\n".join([",".join(MIX_COLUMNS), *rows, ""]), encoding="utf-8")
    with pytest.raises(LibraryError, match=says):
        read_product_mixes(file, SOURCES, territories={"JP", "KR"})


def test_uses_of_japan_are_those_on_file(library: Library):
    found = materials_of(library)
    assert found.basis.stated == len(found.uses)
    assert {each.country for each in found.uses} == {""}


@pytest.mark.parametrize("country", PARTNERS)
def test_every_partner_that_ships_has_uses_whose_shares_add_up_and_phi_below_one(library: Library, country: str):
    found, japan = materials_of(library, importer=country), materials_of(library)
    assert len(found.uses) == len(japan.uses)
    for material in found.materials.ids:
        mine = [each for each in found.uses if each.material == material]
        whole = sum(each.use_share for each in mine if each.stage is ChainStage.FINAL)
        assert whole == pytest.approx(1.0)
        for sector in {each.sector for each in mine}:
            assert sum(each.phi.high for each in mine if each.sector == sector) <= 1.0


def test_what_is_made_in_a_country_shows_in_its_uses(library: Library):
    """Chips weigh more in Taiwan, aircraft in America, cells and ships in Korea, electrified cars in Japan."""

    def phi(country: str, material: str, sector: str, field: str) -> float:
        uses = materials_of(library, importer=country).uses
        return next(
            each.phi.central
            for each in uses
            if (each.material, each.sector, each.end_use_sector) == (material, sector, field)
        )

    def largest(material: str, sector: str, field: str) -> str:
        return max(("JP", *PARTNERS), key=lambda country: phi(country, material, sector, field))

    assert largest("fluorspar", "17", "semiconductors") == "TW"
    assert largest("yttrium", "21", "aerospace") == "US"
    assert largest("natural-graphite", "18", "general") == "KR"
    assert largest("heavy-rare-earths", "21", "shipbuilding") == "KR"
    assert largest("light-rare-earths", "20", "general") == "JP"


def test_a_scenario_of_one_countrys_licences_is_no_other_countrys(library: Library):
    with pytest.raises(ScenarioError, match="speaks of Japan alone"):
        for_country(scenario_of(library, ["japan-ban"]), "DE", library)
    with pytest.raises(ScenarioError, match="speaks of Japan alone"):
        for_country(scenario_of(library, ["daiwa-2025"]), "DE", library)
    with pytest.raises(ScenarioError, match="'xq' is not a country"):
        for_country(scenario_of(library, ["rare-earths-stop"]), "xq", library)
    assert for_country(scenario_of(library, ["japan-ban"]), "jp", library).buyer == "JP"
    assert for_country(scenario_of(library, ["rare-earths-stop"]), "de", library).buyer == "DE"


def test_a_run_for_another_country_says_which_uses_it_took(library: Library):
    table = load_table("jpn-2018", law=library)
    korea = model_of(library, replace(table, regions=("KR",)), buyer="KR")
    scenario = for_country(scenario_of(library, ["rare-earths-stop"]), "KR", library)
    result = simulate(scenario, library, korea, RunSettings(draws=16, months=3))
    text = " ".join(" ".join(impact_text(result)).split())
    assert "Uses of materials were judged for Japan, not for South Korea." in text
    assert "Products by which uses of materials were moved from Japan to South Korea" in text
    uses = impact_data(result)["uses"]
    assert isinstance(uses, dict)
    assert uses["country"] == "KR"
    assert uses["moved"] + uses["alike"] + uses["stated"] == len(korea.pairs.uses)
    assert result.published == ()
    assert result.ces is None


def test_a_run_for_japan_says_nothing_of_other_countries(library: Library):
    japan = model_of(library, load_table("jpn-2018", law=library))
    assert [*uses_note(japan)] == []
    assert japan.plants
