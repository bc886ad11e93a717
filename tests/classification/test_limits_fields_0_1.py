"""Limits of fields 0 and 1 of the control list, told from their text: just inside, just outside, not yet known."""

from __future__ import annotations

import pytest

import sekisho
from sekisho.classification.lexicon import Lexicon
from sekisho.classification.limit_checks import LimitStatus, status_of
from sekisho.classification.quantities import QuantityReader
from sekisho.law.model.condition import TRUE, FactName
from sekisho.law.model.fact import UNKNOWN
from sekisho.trade.items.control_list import ControlList, control_list
from sekisho.trade.items.parameter import read_stated

IDENTITY = {
    "1E004": "names the carriers of the technology, no property",
    "1E101.b": "names the carriers of the technology, no property",
    "1E902.a": "names the carriers of the technology, no property",
}
"""Codes whose text under `threshold` says what the item is, so that a description decides."""


@pytest.fixture(scope="module")
def items() -> ControlList:
    return control_list(sekisho.load_measures())


def judged(items: ControlList, code: str, given: dict[str, str]) -> str:
    return status_of(items, code, read_stated(given, items.parameters)).value


GRAPHITE = {"purity": "99.95 %", "flexural_strength": "0.031 GPa", "density": "1740 kg/m3"}
ALLOY = {"density": "17.6 g/cm3", "elastic_limit": "0.81 GPa", "tensile_strength": "1.28 GPa", "elongation": "8.1 %"}
MOLYBDENUM = {"molybdenum_content": "97 %", "particle_size": "0.05 mm", "for_missile_parts": "yes"}
ROD = {"form_powder": "no", "tungsten_content": "97 %", "hollow_cylinder": "no", "diameter": "12 cm", "length": "5 cm"}
TUBE = {
    "form_powder": "no",
    "tungsten_content": "97 %",
    "inner_diameter": "6.5 cm",
    "wall_thickness": "25 mm",
    "length": "2 inch",
}
BLOCK = {"length": "120 mm", "width": "12 cm", "height": "0.05 m"}
FIBRE = {"breaking_strength": "40 cN/dtex", "initial_modulus": "1600 cN/dtex", "untwisted": "yes"}
LAMINATE = {"areal_density": "5.3 kg/m2", "v50": "0.7 km/s", "hot_pressed": "no"}
PUMP = {"airtight": "yes", "flow_rate": "9 m3/h", "amide_concentration": "1 %", "pressure": "15 bar"}
CALCIUM = {"metallic_impurities_except_magnesium": "900 ppm", "boron_content": "9 ppm"}
MAGNESIUM = {"metallic_impurities_except_calcium": "0.019 %", "boron_content": "9 ppm"}
BISMUTH = {"purity": "99.99 %", "silver_content": "9 ppm"}
PROCESS = {"operating_temperature": "1300 to 2900 degC", "process_pressure": "0.13 to 20 kPa"}
WINDOW = {"cold_area": "0.1 m2", "density": "3.1 g/cm3", "thickness": "10 cm"}
TOWER = {"tungsten_content": "80 %", "silver_content": "2 %", "silver_infiltrated": "yes"}
TRITIUM = {"tritium_hydrogen_ratio": "0.0011", "contained_in_device": "yes", "activity": "40 Ci"}
LITHIUM = {"lithium_6_content": "7.6 %", "thermoluminescent_dosimeter": "no"}
VESSEL = {"contained_explosive": "2000 g", "passes_diagnostic_data": "yes"}
TUBE_OF_FIBRE = {"inner_diameter": "75 mm", "specific_modulus": "12700 km", "aramid": "no"}

CASES: list[tuple[str, dict[str, str], tuple[str, str], str]] = [
    # code, just inside, the one value that puts it just outside, the parameter without which nothing is settled
    ("0A903.a", {"jamming_range": "5.1 km"}, ("jamming_range", "5000 m"), "jamming_range"),
    ("0A903.b", {"output_power": "1510 W", "for_counter_drone": "yes"}, ("output_power", "1500 W"), "output_power"),
    ("0A903.b", {"output_power": "2 kW", "for_counter_drone": "yes"}, ("for_counter_drone", "no"), "for_counter_drone"),
    ("1A202", TUBE_OF_FIBRE, ("inner_diameter", "74.9 mm"), "inner_diameter"),
    ("1A202", {**TUBE_OF_FIBRE, "inner_diameter": "40 cm"}, ("inner_diameter", "16 inch"), "inner_diameter"),
    (
        "1A225",
        {"for_tritium_or_heavy_water": "yes"},
        ("for_tritium_or_heavy_water", "no"),
        "for_tritium_or_heavy_water",
    ),
    ("1A227", WINDOW, ("cold_area", "900 cm2"), "cold_area"),
    ("1A227", WINDOW, ("density", "3000 kg/m3"), "density"),
    ("1A227", WINDOW, ("thickness", "3.9 inch"), "thickness"),
    ("1B101.a", {"coordinated_axes": "3"}, ("coordinated_axes", "2"), "coordinated_axes"),
    ("1B101.b", {"coordinated_axes": "2"}, ("coordinated_axes", "1"), "coordinated_axes"),
    (
        "1B118",
        {"mixing_shafts": "2", "mixing_chamber_opens": "yes", "for_propellants": "yes"},
        ("mixing_shafts", "1"),
        "mixing_chamber_opens",
    ),
    ("1B225", {"fluorine_output": "0.25 kg/h"}, ("fluorine_output", "249 g/h"), "fluorine_output"),
    ("1B230", PUMP, ("pressure", "1.4 MPa"), "pressure"),
    ("1B230", {**PUMP, "amide_concentration": "0.9 %", "pressure": "20 MPa"}, ("pressure", "19.9 MPa"), "airtight"),
    ("1B234", VESSEL, ("contained_explosive", "1.9 kg"), "passes_diagnostic_data"),
    ("1C004", ALLOY, ("density", "17500 kg/m3"), "density"),
    ("1C004", ALLOY, ("elongation", "8 %"), "elongation"),
    ("1C004", ALLOY, ("tensile_strength", "1.27 GPa"), "elastic_limit"),
    ("1C108.b", GRAPHITE, ("flexural_strength", "30 MPa"), "flexural_strength"),
    ("1C108.b", GRAPHITE, ("purity", "99.9 %"), "purity"),
    ("1C108.b", GRAPHITE, ("density", "1.73 g/cm3"), "density"),
    ("1C111.a.1", {"hydrazine_content": "70 %"}, ("hydrazine_content", "64 %"), "hydrazine_content"),
    ("1C111.b.4", {"combustion_energy": "40.1 MJ/kg"}, ("combustion_energy", "40000000 J/kg"), "combustion_energy"),
    ("1C117.b", MOLYBDENUM, ("molybdenum_content", "96.9 %"), "for_missile_parts"),
    ("1C117.b", MOLYBDENUM, ("particle_size", "51 um"), "particle_size"),
    (
        "1C117.c.1.a",
        {"tungsten_content": "97 %", "hollow_cylinder": "no"},
        ("tungsten_content", "96.9 %"),
        "tungsten_content",
    ),
    (
        "1C117.c.1.b",
        {"tungsten_content": "80 %", "copper_infiltrated": "yes"},
        ("tungsten_content", "79 %"),
        "copper_infiltrated",
    ),
    ("1C117.c.1.c", TOWER, ("silver_content", "1.9 %"), "silver_content"),
    ("1C117.c.2.a", {"diameter": "12 cm", "length": "2 inch"}, ("length", "1.9 inch"), "diameter"),
    ("1C117.c.2.a", {"diameter": "5 inch", "length": "5 cm"}, ("diameter", "4.7 inch"), "length"),
    (
        "1C117.c.2.b",
        {"inner_diameter": "65 mm", "wall_thickness": "1 inch", "length": "50 mm"},
        ("wall_thickness", "24 mm"),
        "wall_thickness",
    ),
    ("1C117.c.2.c", BLOCK, ("height", "49 mm"), "height"),
    ("1C117.c.2.c", BLOCK, ("width", "119 mm"), "width"),
    ("1C117.c.1", ROD, ("form_powder", "yes"), "form_powder"),
    ("1C117.c", TUBE, ("form_powder", "yes"), "wall_thickness"),
    (
        "1C210.a.1",
        {"specific_modulus": "12700 km", "aramid": "no"},
        ("specific_modulus", "12600 km"),
        "specific_modulus",
    ),
    (
        "1C210.a.2",
        {"specific_tensile_strength": "235 km", "aramid": "yes", "ester_modifier_content": "0.2 %"},
        ("ester_modifier_content", "0.25 %"),
        "ester_modifier_content",
    ),
    (
        "1C210.b",
        {"specific_modulus": "3180 km", "specific_tensile_strength": "76.2 km"},
        ("specific_modulus", "3179 km"),
        "specific_tensile_strength",
    ),
    ("1C227", CALCIUM, ("boron_content", "10 ppm"), "boron_content"),
    ("1C227", CALCIUM, ("metallic_impurities_except_magnesium", "0.1 %"), "metallic_impurities_except_magnesium"),
    ("1C228", MAGNESIUM, ("metallic_impurities_except_calcium", "200 ppm"), "boron_content"),
    ("1C229", BISMUTH, ("purity", "99.98 %"), "purity"),
    ("1C229", BISMUTH, ("silver_content", "10 ppm"), "silver_content"),
    (
        "1C230",
        {"alloy": "yes", "beryllium_content": "51 %", "beryllium_excepted": "no"},
        ("beryllium_content", "50 %"),
        "beryllium_content",
    ),
    ("1C230", {"alloy": "no", "beryllium_excepted": "no"}, ("beryllium_excepted", "yes"), "beryllium_excepted"),
    ("1C231", {"unalloyed_metal": "no", "hafnium_content": "61 %"}, ("hafnium_content", "60 %"), "hafnium_content"),
    ("1C233", LITHIUM, ("lithium_6_content", "6.5 %"), "lithium_6_content"),
    (
        "1C233",
        {**LITHIUM, "lithium_6_content": "7 %", "lithium_6_by_weight": "yes"},
        ("lithium_6_by_weight", "no"),
        "lithium_6_by_weight",
    ),
    ("1C235", TRITIUM, ("activity", "39 Ci"), "activity"),
    ("1C235", TRITIUM, ("tritium_hydrogen_ratio", "0.001"), "tritium_hydrogen_ratio"),
    ("1C351.a.35", {"pathogenic_subtype": "yes"}, ("pathogenic_subtype", "no"), "pathogenic_subtype"),
    ("1C450.a.9", {"longest_carbon_chain": "10"}, ("longest_carbon_chain", "11"), "longest_carbon_chain"),
    ("1C901.a", FIBRE, ("breaking_strength", "39.9 cN/dtex"), "breaking_strength"),
    ("1C901.a", {**FIBRE, "breaking_strength": "46 g/den"}, ("breaking_strength", "45 g/den"), "initial_modulus"),
    ("1C901.a", FIBRE, ("untwisted", "no"), "untwisted"),
    ("1C901.b", LAMINATE, ("areal_density", "5.31 kg/m2"), "areal_density"),
    ("1C901.b", LAMINATE, ("hot_pressed", "yes"), "hot_pressed"),
    ("1C902.a.2", {"samarium_alloy_named": "yes"}, ("samarium_alloy_named", "no"), "samarium_alloy_named"),
    ("1C904.a.3", {"terbium_target_named": "yes"}, ("terbium_target_named", "no"), "terbium_target_named"),
    ("1C904.a.4", {"terbium_content": "1 ppm"}, ("terbium_content", "0 %"), "terbium_content"),
    ("1C905.a.4", {"dysprosium_content": "0.36 %"}, ("dysprosium_content", "0 %"), "dysprosium_content"),
    ("1C909.a.4", {"holmium_content": "> 0 %"}, ("holmium_content", "0 %"), "holmium_content"),
    ("1E101.a", PROCESS, ("operating_temperature", "1299 degC"), "operating_temperature"),
    ("1E101.a", PROCESS, ("process_pressure", "129 Pa"), "process_pressure"),
]


@pytest.mark.parametrize(("code", "inside", "change", "deciding"), CASES)
def test_a_limit_tells_inside_from_outside_and_asks_for_what_decides(
    items: ControlList, code: str, inside: dict[str, str], change: tuple[str, str], deciding: str
) -> None:
    name, value = change
    without = {one: given for one, given in inside.items() if one != deciding}

    assert judged(items, code, inside) == LimitStatus.MET
    assert judged(items, code, {**inside, name: value}) == LimitStatus.NOT_MET
    assert judged(items, code, without) == LimitStatus.UNKNOWN


def test_an_ore_that_may_be_named_is_asked_by_the_official_text(items: ControlList) -> None:
    assert judged(items, "1C914.a", {"rare_earth_ore_named": "yes"}) == LimitStatus.MET
    assert judged(items, "1C914.a", {"rare_earth_ore_named": "no"}) == LimitStatus.UNKNOWN
    assert judged(items, "1C914.a", {"rare_earth_ore_named": "no", "1C914.a/other_ores": "no"}) == LimitStatus.NOT_MET


def test_every_code_with_a_limit_has_a_row_or_a_reason(items: ControlList) -> None:
    stated = {code for code, item in items.items.items() if code[0] in "01" and item.threshold}
    rows = {code for code in stated if items.limit(code) != TRUE or code in items.cas}

    assert stated - rows == set(IDENTITY)


@pytest.fixture(scope="module")
def meter(items: ControlList) -> QuantityReader:
    return QuantityReader(items.parameters)


@pytest.mark.parametrize(
    ("text", "name", "answer"),
    [
        ("UHMWPE fibre, not twisted, 42 cN/dtex", "untwisted", True),
        ("超高分子量聚乙烯纤维 未加捻", "untwisted", True),
        ("超高分子量ポリエチレン繊維 撚糸", "untwisted", False),
        ("twisted and untwisted yarn", "untwisted", UNKNOWN),
        ("powder metallurgy tungsten rod", "form_powder", False),
        ("钨粉", "form_powder", True),
        ("非球形铝粉", "spherical", False),
        ("SmCo5 alloy ingot", "samarium_alloy_named", True),
        ("钐镍合金锭", "samarium_alloy_named", True),
        ("サマリウム・コバルト合金", "samarium_alloy_named", True),
        ("samarium-copper alloy", "samarium_alloy_named", False),
        ("Terfenol-D rod", "dysprosium_alloy_named", True),
        ("terbium-iron alloy", "terbium_alloy_named", False),
        ("cobalt-terbium-iron alloy", "terbium_alloy_named", True),
        ("TbCoFe sputtering target", "terbium_target_named", False),
        ("イットリウム・ジルコニウムターゲット", "yttrium_target_named", True),
        ("镱靶", "ytterbium_target_named", True),
    ],
)
def test_words_of_three_languages_answer_and_contradictions_do_not(
    meter: QuantityReader, text: str, name: str, answer: object
) -> None:
    assert meter.read(text, Lexicon().tag(text)).stated[FactName(name)] is answer


@pytest.mark.parametrize(
    ("code", "given", "status"),
    [
        ("1C117.c.2", {"length": "100 mm", "width": "20 mm", "height": "110 mm"}, LimitStatus.NOT_MET),
        ("1C117.c.2", {"length": "100 cm", "width": "100 cm", "height": "3 cm"}, LimitStatus.NOT_MET),
        ("1C117.c.2", {"length": "130 mm", "width": "60 mm", "height": "125 mm"}, LimitStatus.MET),
        ("1C117.c.2.b", {"inner_diameter": "70 mm", "outer_diameter": "120 mm", "length": "50 mm"}, LimitStatus.MET),
        (
            "1C117.c.2.b",
            {"inner_diameter": "70 mm", "outer_diameter": "119 mm", "length": "50 mm"},
            LimitStatus.NOT_MET,
        ),
        ("1C210.a.2", {"tensile_strength": "4.9 GPa", "density": "1.8 g/cm3", "aramid": "no"}, LimitStatus.MET),
        ("1C210.a.2", {"tensile_strength": "3.5 GPa", "density": "1.8 g/cm3", "aramid": "no"}, LimitStatus.NOT_MET),
    ],
)
def test_what_the_stated_figures_imply_is_judged_too(
    items: ControlList, code: str, given: dict[str, str], status: LimitStatus
) -> None:
    assert judged(items, code, given) == status
