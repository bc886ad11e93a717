"""Limits of fields 2 to 9: a product just inside, one just outside, one with the deciding figure left out.

The products are written from the words of the list, in the units of data sheets rather than in those of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from sekisho.classification.limit_checks import LimitStatus, status_of
from sekisho.law.loading.library import load_measures
from sekisho.law.model.condition import TRUE, All, Any, Between, Condition, FactName, Not, Reaches
from sekisho.present.law.coverage_items import is_lost
from sekisho.trade.items.control_list import ControlList, control_list
from sekisho.trade.items.parameter import read_stated
from sekisho.trade.items.unit import UnitError, convert, spellings, unit_of

FIELDS = frozenset("23456789")
NOT_MEASURED = {
    "2B902.o": "that batch types have a customs line of their own limits nothing",
    "3B901.c.2": "any of its kinds of equipment; none has a figure",
    "3C901.a.2": "any of its substances; none has a figure",
    "6C002.b": "any of its substances; none has a figure",
}
"""Codes whose text in the column of limits measures nothing."""

NO_GEARS = {"limited_to_gears_crankshafts_tools_or_screws": "no"}
NI_CR = {"wetted_material": "nickel_alloy", "nickel_content": "58 %"}
INSIDE_OUTSIDE: list[tuple[str, str, str, str, dict[str, str]]] = [
    ("2A225.a", "volume", "150 mL", "149 mL", {"actinide_resistant_ceramic": "yes", "impurities": "1.9 %"}),
    ("2A225.a", "volume", "8000 cm3", "8001 cm3", {"actinide_resistant_ceramic": "yes", "impurities": "2 %"}),
    ("2A225.a", "impurities", "20000 ppm", "20100 ppm", {"actinide_resistant_ceramic": "yes", "volume": "1 L"}),
    ("2A225.b", "purity", "99.9 %", "99.89 %", {"volume": "50 cm3"}),
    ("2A225.b", "volume", "2 L", "2.01 L", {"purity": "99.95 %"}),
    ("2A225.c", "purity", "98 %", "97.9 %", {"volume": "500 mL", "tantalum_compound_coating": "yes"}),
    ("2A901.c", "synthesis_pressure", "5001 MPa", "5000 MPa", {}),
    ("2B005", "microwave_power", "10001 W", "10000 W", {"microwave_frequency": "2.45 GHz"}),
    ("2B005", "microwave_frequency", "0.915 GHz", "5.8 GHz", {"microwave_power": "60 kW"}),
    (
        "2B201.c",
        "positioning_accuracy",
        "0.0039 mm",
        "0.004 mm",
        {**NO_GEARS, "grinder_excepted": "no", "contouring_rotary_axes": "0", "contouring_axes": "3"},
    ),
    ("2B206.d", "linear_uncertainty_per_5_mm", "3500 nm", "3501 nm", {"angular_deviation": "0.02 deg"}),
    ("2B206.d", "angular_deviation", "1.2 arcmin", "1.21 arcmin", {"linear_uncertainty_per_5_mm": "3 um"}),
    ("2B207.a.1", "made_for_high_explosives", "yes", "no", {}),
    ("2B207.a.2", "radiation_dose", "5.01e4 Gy", "5e4 Gy(Si)", {}),
    ("2B209.b", "inner_diameter", "400 mm", "40.1 cm", {}),
    ("2B209.b", "inner_diameter", "3 inch", "2.9 inch", {}),
    ("2B350.c.1", "volume", "0.101 m3", "0.1 m3", {"wetted_material": "glass"}),
    ("2B350.c.2", "wetted_material", "fluoropolymer", "stainless_steel", {"volume": "200 L"}),
    ("2B350.c.6", "chromium_content", "20.1 %", "20 %", {**NI_CR, "volume": "1 m3"}),
    ("2B350.c.6", "volume", "100.5 L", "100 L", {**NI_CR, "chromium_content": "22 %"}),
    ("2B350.c.7", "nickel_content", "40.1 %", "40 %", {"wetted_material": "nickel_alloy", "volume": "5 m3"}),
    ("2B350.d.6", "nickel_content", "25.1 %", "25 %", {"wetted_material": "other", "chromium_content": "21 %"}),
    ("2B350.h.3", "wetted_material", "titanium", "nickel", {}),
    (
        "2B350.i.1",
        "chamber_temperature",
        "1001 degC",
        "1000 degC",
        {**NI_CR, "chromium_content": "22 %", "made_for_destroying_chemicals": "yes"},
    ),
    (
        "2B350.i.3",
        "chamber_temperature",
        "1833 degF",
        "1832 degF",
        {"wetted_material": "ceramic", "made_for_destroying_chemicals": "yes"},
    ),
    ("2B350.j.2", "remotely_operated", "yes", "no", {"wetted_material": "nickel"}),
    ("2B351.a", "detection_limit", "0.29 mg/m3", "0.3 mg/m3", {"detects_controlled_chemicals": "yes"}),
    ("2B352.a", "biosafety_level", "3", "2", {}),
    ("2B352.b.1", "volume", "0.02 m3", "19.9 L", {}),
    ("2B352.b.2", "combined_system", "yes", "no", {"volume": "5 L"}),
    ("2B352.e", "ice_capacity", "10000 g", "9999 g", {"steam_sterilisable": "yes"}),
    ("2B352.e", "ice_capacity", "999 kg", "1 t", {"steam_sterilisable": "yes"}),
    ("2B352.g", "volume", "1 m3", "999 L", {}),
    ("2B352.i.1", "particle_size", "10000 nm", "10.1 um", {}),
    ("2B352.j", "biosafety_level", "4", "2", {}),
    ("2B352.j", "biosafety_level", "3", "5", {}),
    (
        "2B902.c",
        "operating_temperature",
        "850 degC",
        "860 degC",
        {"diameter": "3 m", "length": "40 m", "acid_resistant_lining": "yes"},
    ),
    (
        "2B902.c",
        "diameter",
        "1.8 m",
        "1.79 m",
        {"operating_temperature": "800 degC", "length": "20 m", "acid_resistant_lining": "yes"},
    ),
    ("2B902.d", "mixing_chamber_volume", "500 L", "499 L", {}),
    ("2B902.f", "volume", "50 m3", "50.1 m3", {}),
    ("2B902.g", "motor_power", "37000 W", "38 kW", {"is_motor": "yes"}),
    ("2B902.h", "operating_temperature", "320 degC", "319 degC", {"corrosion_resistant_parts": "yes"}),
    (
        "2B902.j",
        "current",
        "30 kA",
        "30.1 kA",
        {
            "graphite_anode_tungsten_cathode": "yes",
            "anode_current_density": "6 A/cm2",
            "cathode_current_density": "1 A/cm2",
        },
    ),
    ("2B902.k", "frequency", "8 kHz", "8.1 kHz", {"temperature": "1600 degC", "charge_mass": "0.3 t"}),
    ("2B902.l", "charge_mass", "10000 g", "9.9 kg", {"temperature": "1700 degC"}),
    (
        "2B902.m",
        "temperature",
        "2573.15 K",
        "2572 K",
        {"induction_heating": "yes", "automatic_diameter_control": "yes"},
    ),
    ("2B902.n", "temperature", "1400 degC", "1399 degC", {"resistance_heating": "yes"}),
    ("2B902.s", "oxygen_content_ppm", "0.008 %", "0.0081 %", {"milled_particle_size": "5000 nm", "recovery": "99 %"}),
    ("2B902.t", "magnetic_induction", "1500 mT", "1490 mT", {}),
    (
        "2B902.w",
        "cooling_time",
        "1200 s",
        "0.34 h",
        {"operating_temperature": "1050 degC", "temperature_uniformity": "3 degC"},
    ),
    ("2B902.z", "length", "21 m", "20.9 m", {"diameter": "19 m"}),
    ("2B352.f.1", "external_air_supply", "yes", "no", {"positive_pressure": "yes"}),
    ("2B902.b", "leachate_flow", "209 m3/h", "208 m3/h", {}),
    ("2B902.q", "continuous_rotary_or_explosion_proof", "yes", "no", {}),
    ("2C901.b", "diameter", "3 inch", "2.99 inch", {"light_transmittance": "65 %"}),
    ("2C902.a", "mean_particle_size", "0.05 mm", "0.051 mm", {}),
    ("2C902.b", "mean_particle_size", "0.5 mm", "0.51 mm", {"made_for_jewellery": "no"}),
    ("2C902.c", "breaking_tension", "16 N", "16.1 N", {"core_wire_diameter": "0.045 mm", "mean_particle_size": "8 um"}),
    ("2C902.d", "working_speed", "40 m/s", "39.9 m/s", {"rockwell_hardness": "30 HRB", "mean_particle_size": "5 um"}),
    ("3A001", "gravimetric_energy_density", "1.08 MJ/kg", "299 Wh/kg", {}),
    (
        "3A231",
        "neutron_output",
        "3e9 n/s",
        "2.9e9 n/s",
        {"neutron_reaction": "deuterium_deuterium", "external_vacuum": "no"},
    ),
    ("3A232.b", "initiated_area", "50.1 cm2", "50 cm2", {"initiation_time": "2400 ns"}),
    ("3A232.b", "initiation_time", "2.49 us", "2500 ns", {"initiated_area": "60 cm2"}),
    ("3A234", "voltage", "2001 V", "2000 V", {"inductance": "19 nH"}),
    ("3B901.c.1.a", "volume", "5 m3", "4999 L", {}),
    ("3C003.c", "purity", "99.99 %", "99.98 %", {}),
    ("3C003.d", "purity", "99.9991 %", "99.999 %", {}),
    ("3B901.c.1.b", "volume", "5000 L", "4.9 m3", {}),
    ("3C003.e", "purity", "99.99999 %", "99.999 %", {}),
    ("3C901.a.1", "specific_capacity", "156 mAh/g", "155 mAh/g", {"compaction_density": "2500 kg/m3"}),
    ("4A003.a", "adjusted_peak_performance", "8.1 WT", "8 WT", {}),
    ("4A003.b", "adjusted_peak_performance", "12 WT", "8 WT", {}),
    ("4A003.c", "unidirectional_rate", "17 Gbps", "16 Gbps", {}),
    ("6A202", "photocathode_area", "2001 mm2", "20 cm2", {"anode_rise_time": "999 ps"}),
    ("6A202", "anode_rise_time", "0.9 ns", "1000 ps", {"photocathode_area": "45 cm2"}),
    ("6A203.b.1", "frame_rate", "226000 fps", "225000 fps", {}),
    ("6A203.d", "radiation_dose", "51000 Gy", "50000 Gy", {}),
    ("6A205.i", "repetition_rate", "0.251 kHz", "0.25 kHz", {"wavelength": "16 um"}),
    ("7A101", "scale_factor_error", "2400 ppm", "2500 ppm", {"made_for_civil_aircraft": "no"}),
    (
        "9A012.a.1",
        "wind_resistance",
        "25.1 knots",
        "12.8 m/s",
        {"endurance": "0.5 h", "beyond_visual_line_of_sight": "yes"},
    ),
    ("9A012.a.2", "endurance", "3600 s", "59 min", {"beyond_visual_line_of_sight": "yes"}),
    ("9A012.b.1", "flight_altitude", "15421 m", "50000 ft", {"made_for_controlled_uav": "yes"}),
    ("9A012.b.2", "continuous_power", "16001 W", "16000 W", {"made_for_controlled_uav": "yes"}),
    ("9A012.c.1", "field_of_view_per_pixel", "0.0024 rad", "0.0025 rad", {"wavelength": "10 um"}),
    (
        "9A012.c.4",
        "heading_accuracy",
        "1.9 deg",
        "2 deg",
        {"attitude_accuracy": "0.4 deg", "angular_resolution": "0.09 deg"},
    ),
    ("9A501.a", "range", "300000 m", "299 km", {"model_aircraft_for_recreation": "no"}),
    ("9A501.b.1", "dispenser_capacity", "0.02 m3", "19.9 L", {"model_aircraft_for_recreation": "no"}),
    (
        "9A501.c.2",
        "beyond_visual_line_of_sight",
        "yes",
        "no",
        {"dispenser_capacity": "30 L", "model_aircraft_for_recreation": "no"},
    ),
    ("9C110.e", "specific_modulus", "3181 km", "3180 km", {"specific_tensile_strength": "76.3 km"}),
    ("9C110.f", "specific_tensile_strength", "7620100 cm", "7620000 cm", {"specific_modulus": "4e6 m"}),
]


@cache
def items() -> ControlList:
    """The control list as it is installed."""
    return control_list(load_measures())


def status(code: str, **given: str) -> LimitStatus:
    """Judge the limits of a code on what is stated."""
    return answers(code, given)


def answers(code: str, given: dict[str, str]) -> LimitStatus:
    """Judge the limits of a code on what is stated, lost figures among it."""
    return status_of(items(), code, read_stated(given, items().parameters))


def lost(code: str) -> list[FactName]:
    """Questions that stand for lost figures of a code."""
    return [name for name in items().measured(code) if "/" in name]


CASES = pytest.mark.parametrize(("code", "decides", "inside", "outside", "given"), INSIDE_OUTSIDE)


@CASES
def test_just_inside_a_limit_is_met(code: str, decides: str, inside: str, outside: str, given: dict[str, str]):
    assert outside
    assert answers(code, {**given, decides: inside}) is LimitStatus.MET


@CASES
def test_just_outside_a_limit_is_not_met(code: str, decides: str, inside: str, outside: str, given: dict[str, str]):
    assert inside
    assert answers(code, {**given, decides: outside}) is LimitStatus.NOT_MET


@CASES
def test_without_the_deciding_figure_nothing_is_known(
    code: str, decides: str, inside: str, outside: str, given: dict[str, str]
):
    assert inside != outside
    assert answers(code, {name: value for name, value in given.items() if name != decides}) is LimitStatus.UNKNOWN


def test_more_than_fifty_entries_are_tried():
    assert len({code for code, *_ in INSIDE_OUTSIDE}) > 50


ONE_OUTSIDE: list[tuple[str, dict[str, str]]] = [
    ("2A226", {"bellows_seal": "no"}),
    ("2B201.a", {"positioning_accuracy": "6 um"}),
    ("2B201.d", {"wire_type": "yes"}),
    ("2B206.b.1", {"measuring_resolution": "201 nm"}),
    ("2B206.b.2", {"linearity": "0.11 %"}),
    ("2B206.c", {"autocollimator": "yes"}),
    ("2B219.a", {"rotor_mass": "24 kg"}),
    ("2B226.a", {"operating_temperature": "1561 degF"}),
    ("2B227.a", {"electrode_volume": "0.9 L"}),
    ("2B228.c", {"inner_diameter": "2 inch"}),
    ("2B233", {"wetted_material": "graphite"}),
    ("2B350.a.2", {"wetted_material": "stainless_steel"}),
    ("2B350.b.6", {"nickel_content": "25 %"}),
    ("2B352.d.1", {"reverse_osmosis": "yes"}),
    ("2B352.d.2", {"filter_area": "1999 cm2"}),
    ("2B352.h.1", {"flow_rate": "2 L/min"}),
    (
        "3A101",
        {
            "lowest_operating_temperature": "-40 degC",
            "ruggedised_to_military_specification": "no",
            "military_or_radiation_hardened": "no",
        },
    ),
    ("3A201.a.1", {"capacitance": "500 nF"}),
    ("3A201.b", {"inner_diameter": "30 cm"}),
    ("3A201.c.1", {"made_for_electron_microscopy_or_medicine": "yes"}),
    ("3A226", {"output_stability": "0.1 %"}),
    ("3A227", {"current": "999 mA"}),
    ("3A233.d", {"cold_trap_temperature": "-79 degC"}),
    ("6A205.a", {"wavelength": "0.499 um"}),
    ("6A205.e", {"average_power": "0.03 kW"}),
    ("6A205.g", {"pulse_width": "0.2 us"}),
    ("6A205.j", {"made_for_industrial_cutting_or_welding": "yes"}),
    ("7A102", {"made_for_civil_aircraft": "yes"}),
    ("8A901.e", {"self_unloading": "no", "hopper_volume": "999 m3"}),
    ("9A012.c.2", {"range": "5000 m"}),
    ("9A012.c.3", {"beam_divergence": "0.3 mrad"}),
    ("9A101.a", {"made_for_civil_aircraft": "yes"}),
    ("9A106.a", {"flow_rate": "23.9 L/min"}),
]
"""Entries, each with a product that one of their figures excludes whatever the others are."""


@pytest.mark.parametrize(("code", "given"), ONE_OUTSIDE)
def test_one_figure_excludes_whatever_the_others_are(code: str, given: dict[str, str]):
    assert answers(code, given) is LimitStatus.NOT_MET


MATERIALS = {
    "of glass": "glass",
    "fluoropolymers": "fluoropolymer",
    "titanium or its": "titanium",
    "titanium carbide": "titanium_carbide",
    "ferrosilicon": "ferrosilicon",
    "zirconium": "zirconium",
    "tantalum": "tantalum",
    "graphite": "graphite",
    "silicon carbide": "silicon_carbide",
    "of nickel or": "nickel",
    "Cr >20%": "nickel_alloy",
    "ceramics": "ceramic",
}
"""Words of the names of chemical equipment, and the material of the wetted surfaces that they mean."""


def test_the_material_in_the_name_of_chemical_equipment_decides():
    """Each entry takes the material of its name, and none of the others."""
    tried = 0
    for code, item in items().items.items():
        named = {material for words, material in MATERIALS.items() if words in item.names["en"]}
        if not code.startswith("2B350.") or not named:
            continue
        (own,) = named
        assert status(code, wetted_material=own) is not LimitStatus.NOT_MET, code
        alike = {"nickel", "nickel_alloy"} if own in {"nickel", "nickel_alloy"} else {own}
        alike |= {"silicon_carbide"} if own == "ceramic" else set()
        for other in set(MATERIALS.values()) - alike:
            assert status(code, wetted_material=other) is LimitStatus.NOT_MET, (code, other)
        tried += 1
    assert tried > 30


def test_every_code_with_limits_in_words_has_executable_ones():
    assert {code for code in listed() if items().limit(code) == TRUE} == set(NOT_MEASURED)


def listed() -> list[str]:
    """Codes of the fields with limits in words."""
    return [item.code for item in items().items.values() if item.code[0] in FIELDS and item.threshold]


SIGN = {"better than": "<", "above": ">", "up to": "<="}
UNITS = "|".join(sorted(map(re.escape, spellings()), key=len, reverse=True))
FIGURE = re.compile(
    rf"(?:(?P<sign>>=|<=|>|<|better than|above|up to)\s+(?P<one>-?\d[\d.e]*)"
    r"|(?P<low>\d[\d.e]*) to (?P<high>\d[\d.e]*))"
    rf"\s*(?P<unit>(?:{UNITS})(?![A-Za-z]))?"
)
HEADING = "its codes add alloys with > 25 % and > 20 %, or with > 40 %"
PUT_OTHERWISE = {
    "2B005": "902 to 928 MHz or 2400 to 2500 MHz, the bands in which generators of 915 and 2450 MHz are rated",
    "2B206.a.2": "A + L/K with A <= 1.7 um and K >= 800",
    "2B204.a": "2B104, which is left out, adds >= 600 C and >= 254 mm",
    "2B206.a.1": ">= 2 and <= 2; A + L/K with A <= 1.25 um and K >= 1000",
    "2B206.b.3": ">= 12 h; <= 0.1 um; A + L/K with A <= 0.2 um and K >= 2000",
    "2B350.a": HEADING,
    "2B350.b": HEADING,
    "2B350.e": HEADING,
    "2B350.f": HEADING,
    "2B350.g": HEADING,
    "2B350.c": HEADING,
    "2B352.a": "level 3 to 4",
    "2B352.h.1": "> 2 L/min",
    "2B352.h.2": "> 2 L/min",
    "2B902.c": "1.8 to 4.6 m wide and 20 to 80 m long",
    "2B902.w": "<= 3 C either way",
    "2B902.z": ">= 19 m by >= 21 m",
    "3A101": "<= -54 C and >= 125 C",
    "3A229.b": "<= -50 C and >= 100 C",
    "3A230": "the shares are those of a pulse between which its transition is measured",
    "3A233.d": "<= -80 C; the heading adds >= 230 u and < 2 u",
    "3B901.c.1": "its codes have >= 5 m3",
    "4A101": "<= -45 C and >= 55 C",
    "6A205.g": "the power belongs to the lasers that are left out",
    "6A205.i": ">= 15.5 um and < 16.5 um, 16 as it is rounded",
    "6A205.j": "the power belongs to the lasers that are left out",
    "9A012.b.1": "> 15420 m as printed, and > 15240 m as meant",
    "9A012.e": "> 10 aircraft",
    "9C110.f": "the heading adds > 3.18e6 m",
    "9C110.g": "the heading adds > 7.62e4 m",
}
"""Codes whose limit puts a figure in another way than their words do, and how."""


def bounds(condition: Condition) -> Iterator[tuple[str, Decimal, str]]:
    """Each bound of a limit with its sign and unit."""
    match condition:
        case Between(fact=fact, low=low, high=high, low_open=low_open, high_open=high_open):
            unit = items().parameters[fact].fact.unit
            if isinstance(low, Decimal):
                yield ">" if low_open else ">=", low, unit
            if isinstance(high, Decimal):
                yield "<" if high_open else "<=", high, unit
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from bounds(part)
        case Not(part=part):
            yield from bounds(part)
        case Reaches(term=term):
            yield from bounds(items().limit(term))


def figures(text: str) -> Iterator[tuple[str, Decimal, str]]:
    """Each figure of the words of a limit with its sign and unit."""
    for found in FIGURE.finditer(text):
        unit = (unit_of(found["unit"]) if found["unit"] else "") or ""
        if found["sign"]:
            yield SIGN.get(found["sign"], found["sign"]), Decimal(found["one"]), unit
        else:
            yield ">=", Decimal(found["low"]), unit
            yield "<=", Decimal(found["high"]), unit


def same(one: tuple[str, Decimal, str], other: tuple[str, Decimal, str]) -> bool:
    """Whether two bounds are one, in whatever unit each stands."""
    (sign, number, unit), (other_sign, other_number, other_unit) = one, other
    try:
        converted = convert(number, unit, other_unit) if unit and other_unit else number
    except UnitError:
        return False
    return sign == other_sign and converted == other_number


def apart(
    some: list[tuple[str, Decimal, str]], others: list[tuple[str, Decimal, str]]
) -> list[tuple[str, Decimal, str]]:
    """Bounds that have no like among others."""
    return [one for one in some if not any(same(one, other) for other in others)]


@pytest.mark.parametrize("code", sorted(set(listed()) - set(NOT_MEASURED)))
def test_every_figure_of_the_words_stands_in_the_limit_with_its_sign_and_no_other_does(code: str):
    said, held = list(figures(items().items[code].threshold)), list(bounds(items().limit(code)))
    if code in PUT_OTHERWISE:
        assert apart(said, held) or apart(held, said)
        otherwise = list(figures(PUT_OTHERWISE[code]))
        assert not apart(apart(held, said), otherwise)
        assert not apart(otherwise, held)
    else:
        assert not apart(said, held)
        assert not apart(held, said)


def test_what_the_words_lost_is_asked_and_nothing_else():
    """The word unknown in the text, or a heading that lost a figure, is a question; a figure that stands is none."""
    for code in set(listed()) - set(NOT_MEASURED):
        above = [item.threshold for item in items().above(code) if item.code.startswith(code[:5])]
        expected = any("unknown" in text for text in (items().items[code].threshold, *above))
        assert any(map(is_lost, items().measured(code))) is expected, code


def test_where_a_figure_is_lost_only_the_answer_to_its_question_settles_it():
    given = {"takes_numerical_control": "yes"}
    assert lost("2B209.a") == ["2B209.a/rollers"]
    assert answers("2B209.a", given) is LimitStatus.UNKNOWN
    assert answers("2B209.a", {**given, "2B209.a/rollers": "yes"}) is LimitStatus.MET
    assert answers("2B209.a", {**given, "2B209.a/rollers": "no"}) is LimitStatus.NOT_MET
    assert answers("2B209.a", {"takes_numerical_control": "no"}) is LimitStatus.NOT_MET


def test_a_machine_with_a_shorter_error_line_is_inside_and_one_with_a_longer_is_outside():
    """The limit of three-axis machines is a line, 1.7 + L/800; where two lines cross, one must look at the length."""
    assert status("2B206.a.2", length_error_constant="1.7 um", length_error_divisor="800") is LimitStatus.MET
    assert status("2B206.a.2", length_error_constant="1.8 um", length_error_divisor="700") is LimitStatus.NOT_MET
    assert status("2B206.a.2", length_error_constant="1.5 um", length_error_divisor="350") is LimitStatus.UNKNOWN
    assert status("2B206.a.2", length_error_constant="1.5 um") is LimitStatus.UNKNOWN


def test_either_of_two_limits_suffices():
    assert status("2B901", cylinder_diameter="500 mm") is LimitStatus.MET
    assert status("2B901", design_pressure="5000 MPa") is LimitStatus.MET
    assert status("2B901", cylinder_diameter="49.9 cm") is LimitStatus.UNKNOWN
    assert status("2B901", cylinder_diameter="49.9 cm", design_pressure="4.9 GPa") is LimitStatus.NOT_MET
    assert status("9A012.e", line_of_sight_range="51000 m") is LimitStatus.MET
    assert status("9A012.e", line_of_sight_range="50 km", controlled_aircraft="10") is LimitStatus.NOT_MET
    assert status("3C003.f", dislocation_density="49 /cm2") is LimitStatus.MET
    assert status("3C003.f", dislocation_density="50 /cm2", single_crystal="yes") is LimitStatus.NOT_MET
    assert (
        status("4A101", lowest_operating_temperature="-49 degF", highest_operating_temperature="131 degF")
        is LimitStatus.MET
    )
    assert (
        status("4A101", ruggedised="no", radiation_hardened="no", lowest_operating_temperature="-40 degC")
        is LimitStatus.NOT_MET
    )


def test_an_exclusion_takes_out_what_the_figures_take_in():
    assert status("2C902.b", mean_particle_size="300 um", made_for_jewellery="yes") is LimitStatus.NOT_MET
    assert status("7A101", scale_factor_error="0.1 %", made_for_civil_aircraft="yes") is LimitStatus.NOT_MET
    assert status("9A501.a", range="1000 km", model_aircraft_for_recreation="yes") is LimitStatus.NOT_MET
    assert status("2B902.g", is_motor="no") is LimitStatus.MET


def test_a_heading_is_met_where_one_of_its_codes_is():
    assert status("2B350.c", wetted_material="glass", volume="150 L") is LimitStatus.MET
    assert status("2B350.c", volume="90 L") is LimitStatus.NOT_MET
    assert status("9C110", specific_tensile_strength="77 km", specific_modulus="3200 km") is LimitStatus.MET
