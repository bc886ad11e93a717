"""The materials that come with sekisho: whole, sourced, and in the range of what is published."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping

import pytest
from tests.support.exposed_value import End, Together, value_added_exposed

from sekisho import load_measures
from sekisho.files.package_csv import rows_of_table
from sekisho.impact.dependence import dependence_of
from sekisho.impact.economy.gdp import gdp_of_table, read_gdp
from sekisho.impact.economy.package_folder import economy_folders
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.package_tables import shipped_table
from sekisho.impact.materials.figure import FigureConfidence
from sekisho.impact.materials.material import FIGURES, MaterialId, Materials
from sekisho.impact.materials.package_materials import materials_and_uses
from sekisho.impact.materials.practice import practice_of
from sekisho.impact.materials.sector_pairs import pairs_of
from sekisho.impact.materials.use import ChainStage, Use
from sekisho.law.model.library import Library
from sekisho.trade.items.tariff import tariff

RANGES: dict[End, tuple[float, float]] = {"low": (0.35, 0.66), "central": (0.66, 1.3), "high": (1.3, 2.6)}
"""Per cent of GDP that hangs directly on rare earths. NRI implies 0.66 (0.43 / 0.65 without knock-on effects), Daiwa
about 1.3 (1.3 / 0.65 / 1.6). Low and high take every phi at its end at once, so they lie beyond: down to half of NRI
and up to twice Daiwa."""


def say(what: str, found: Mapping[End, float]) -> None:
    """Print what a run with -s shows."""
    sys.stdout.write(f"{what}: {', '.join(f'{end} {value:.2f}' for end, value in found.items())}\n")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_measures()


@pytest.fixture(scope="module")
def shipped(library: Library) -> tuple[Materials, tuple[Use, ...]]:
    return materials_and_uses(library)


@pytest.fixture(scope="module")
def table(library: Library) -> InputOutputTable:
    return shipped_table(library, "jpn-2018")


ALL, RARE = "all", "rare-earths"
Percent = Callable[[End, Together, str], float]


@pytest.fixture(scope="module")
def percent_of_gdp(shipped: tuple[Materials, tuple[Use, ...]], library: Library, table: InputOutputTable) -> Percent:
    materials, uses = shipped
    gdp = gdp_of_table(table, read_gdp(library))["JP"] / table.unit_size

    def found(end: End, together: Together, scope: str) -> float:
        only = [one.id for one in materials.items if scope in {one.group, ALL}]
        lost = value_added_exposed(table, materials, uses, region="JP", only=only, end=end, together=together)
        return 100 * sum(lost.values()) / gdp

    return found


def test_the_materials_that_the_model_needs_are_there(shipped: tuple[Materials, tuple[Use, ...]]):
    materials, _ = shipped
    assert set(materials.ids) == {
        "light-rare-earths", "heavy-rare-earths", "yttrium", "samarium", "cerium-lanthanum", "gallium", "germanium",
        "antimony", "natural-graphite", "artificial-graphite", "tungsten", "indium", "bismuth", "tellurium",
        "molybdenum", "magnesium", "fluorspar",
    }  # fmt: skip
    assert all(set(one.figures) == set(FIGURES) and one.names.keys() == {"en", "zh", "ja"} for one in materials.items)


def test_rare_earths_hang_on_a_share_within_the_interval_that_published_estimates_imply(percent_of_gdp: Percent):
    found = {end: percent_of_gdp(end, Together.MINIMUM, RARE) for end in RANGES}
    say("% of GDP that hangs directly on rare earths", found)
    for end, (least, most) in RANGES.items():
        assert least <= found[end] <= most


def test_other_critical_minerals_add_what_the_wider_estimate_adds(percent_of_gdp: Percent):
    """Daiwa's wider list costs 3.2 / 1.3 times rare earths alone, 2.33 to 2.6 by rounding.

    It is met if each mineral is in parts of its own, and missed if all are in the same parts.
    """
    for together in (Together.MINIMUM, Together.NESTED):
        say(
            f"all materials over rare earths, {together}",
            {end: percent_of_gdp(end, together, ALL) / percent_of_gdp(end, together, RARE) for end in RANGES},
        )
    ratio = [percent_of_gdp("central", each, ALL) / percent_of_gdp("central", each, RARE) for each in Together]
    same, own, _ = ratio
    assert 1.2 < same < 2.33
    assert 2.33 <= own <= 2.6


def test_cars_do_not_lose_more_than_the_half_that_is_electrified(shipped: tuple[Materials, tuple[Use, ...]]):
    _, uses = shipped
    magnets = [
        use.phi for use in uses if use.sector == "20" and use.material in {"light-rare-earths", "heavy-rare-earths"}
    ]
    assert len(magnets) == 2
    assert all(phi.high <= 0.5 for phi in magnets)


def test_less_hangs_on_rare_earths_than_goods_that_contain_them(
    shipped: tuple[Materials, tuple[Use, ...]], table: InputOutputTable
):
    """22 % of manufacturing value added is in goods that contain rare earths, in Germany (KfW): an upper bound."""
    materials, uses = shipped
    making = [f"{number:02d}" for number in range(6, 23)]
    whole = sum(float(table.value_added[table.place(code)]) for code in making)
    only = [one.id for one in materials.items if one.group == "rare-earths"]
    found = value_added_exposed(table, materials, uses, region="JP", only=only, end="high")
    assert sum(found[code] for code in making if code in found) / whole < 0.22


def test_customs_codes_of_forms_are_those_at_which_the_catalogue_prints_the_control_codes(
    shipped: tuple[Materials, tuple[Use, ...]], library: Library
):
    """Where hints lead from a control code to headings, the form names one of them."""
    stems: dict[str, set[str]] = {}
    for stem, lines in tariff(library).by_stem.items():
        for line in lines:
            for code in line.codes:
                stems.setdefault(code, set()).add(stem[:6])
    missed = []
    for one in shipped[0].items:
        for form in one.forms:
            for code in form.control_codes:
                printed = {
                    stem
                    for name, found in stems.items()
                    if name == code or name.startswith(f"{code}.")
                    for stem in found
                }
                if printed and not printed & set(form.hs):
                    missed.append((one.id, form.name, code, sorted(printed)))
    assert missed == []


def test_no_control_code_stands_in_two_forms_unless_a_graphite_may_be_either(
    shipped: tuple[Materials, tuple[Use, ...]],
):
    counts = Counter(
        (code, one.nest) for one in shipped[0].items for form in one.forms for code in set(form.control_codes)
    )
    twice = {code for (code, nest), times in counts.items() if times > 1 and nest != "graphite"}
    assert twice == set()


def test_what_is_not_controlled_has_no_controlled_form_of_weight(shipped: tuple[Materials, tuple[Use, ...]]):
    materials, _ = shipped
    for name in ("light-rare-earths", "cerium-lanthanum", "magnesium", "molybdenum", "indium"):
        one = materials[name]
        assert sum(form.share.central for form in one.forms if form.control_codes) <= 0.1, name


def test_weak_figures_say_so(shipped: tuple[Materials, tuple[Use, ...]]):
    """A figure of high confidence rests on sources alone; one without any source is of low confidence."""
    materials, uses = shipped
    figures = [figure for one in materials.items for name, figure in one.figures.items() if name not in one.inherited]
    figures += [form.share for one in materials.items for form in one.forms]
    figures += [use.phi for use in uses]
    for figure in figures:
        if figure.confidence is FigureConfidence.HIGH:
            assert not figure.is_weak, figure
        if figure.source == ("judgement",):
            assert figure.confidence is FigureConfidence.LOW, figure
    assert 0.5 < sum(figure.is_weak for figure in figures) / len(figures) < 1


def test_every_source_is_cited(shipped: tuple[Materials, tuple[Use, ...]], library: Library):
    materials, uses = shipped
    cited = {name for use in uses for name in use.phi.source}
    cited |= {name for one in materials.items for figure in one.figures.values() for name in figure.source}
    cited |= {name for one in materials.items for form in one.forms for name in form.share.source}
    for each in materials.experiences:
        cited |= {*each.delay_days.source, *each.released_share.source, *each.ramp_days.source}
    for group in ("rare-earths", "critical-minerals", "uncontrolled-minerals"):
        cited |= set(dependence_of(library, group).sources)
    for table in (
        "employment",
        "value-added-shares",
        "final-uses",
        "material-values",
        "importer-figures",
        "product-mix",
    ):
        rows = rows_of_table(economy_folders(library)[0] / f"{table}.csv", "source")
        cited |= {name for row in rows for name in row["source"].split(";")}
    cited |= {name for phase in practice_of(library) for name in phase.approved.source}
    assert set(materials.sources) - cited == set()


def test_upstream_uses_are_those_whose_material_is_counted_where_it_ends(shipped: tuple[Materials, tuple[Use, ...]]):
    upstream = {(use.material, use.sector) for use in shipped[1] if use.stage is ChainStage.UPSTREAM}
    assert (MaterialId("light-rare-earths"), "16") in upstream
    assert all(use.use_share == 0 for use in shipped[1] if use.stage is ChainStage.UPSTREAM)


def test_flows_of_a_material_share_out_the_whole_of_its_use(shipped: tuple[Materials, tuple[Use, ...]]):
    materials, uses = shipped
    codes = [f"{number:02d}" for number in range(1, 46)]
    pairs = pairs_of(materials, uses, scheme="oecd45", sectors=codes)
    for number, one in enumerate(pairs.materials):
        assert pairs.flow_share[pairs.flow_material == number].sum() == pytest.approx(1), one.id
    assert len(set(pairs.flows)) == len(pairs.flows) == len(pairs.flow_share)
