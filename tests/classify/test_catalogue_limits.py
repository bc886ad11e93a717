"""Limits as the catalogue of 2026 prints them: which limbs hold together, which are alternatives, what is left out.

Each stood otherwise before the catalogue's own words were read: some let goods out, some took in too much.
"""

from __future__ import annotations

from datetime import date

import pytest

import sekisho
from sekisho.classification.answer import Candidate, Classification
from sekisho.classification.limits import Status, status_of
from sekisho.classification.one import Classifier
from sekisho.trade.control_list import control_list
from sekisho.trade.parameter import read_stated

LIBRARY = sekisho.load_measures()
ITEMS = control_list(LIBRARY)
MET, NOT_MET, UNKNOWN = Status.MET, Status.NOT_MET, Status.UNKNOWN

MACHINE = {"limited_to_gears_crankshafts_tools_or_screws": "no"}
GRINDER = {**MACHINE, "grinder_excepted": "no"}
GAUGE = {"sensing_element_of_aluminium_nickel_or_fluoropolymer": "yes"}
CONVERTER = {"multiphase_output": "yes", "power": "0.05 kW", "frequency": "1000 Hz", "frequency_control": "0.1 %"}
SHAKEN = {"vibration_acceleration": "12 g0"}
PUMP = {**SHAKEN, "made_for_civil_aircraft": "no"}
GRID = {"made_for_power_tax_security_or_finance": "yes"}
TUNGSTEN = {
    "hollow_cylinder": "yes",
    "inner_diameter": "150 mm",
    "tungsten_weight_or_collimator": "no",
    "mass": "25 kg",
}
NICKEL = {"nickel_content": "99.5 %", "mean_particle_size": "5 um", "filamentary": "no", "single_sheet": "yes"}
WARM_CHIP = {"lowest_operating_temperature": "-40 degC", "ruggedised_to_military_specification": "no"}

JUDGED: list[tuple[str, dict[str, str], Status]] = [
    ("8A901.a", {"digging_depth": "14 m", "hopper_volume": "1600 m3", "bow_blowing": "no"}, MET),
    ("8A901.a", {"digging_depth": "14.9 m", "hopper_volume": "1499 m3", "bow_blowing": "no"}, NOT_MET),
    ("8A901.a", {"digging_depth": "14 m", "bow_blowing": "no"}, UNKNOWN),
    ("8A901.b", {"cutter_power": "500 kW"}, MET),
    ("8A901.b", {"cutter_power": "499 kW", "digging_depth": "14 m", "installed_power": "1.9 MW"}, NOT_MET),
    ("8A901.b", {"cutter_power": "499 kW", "digging_depth": "14 m"}, UNKNOWN),
    ("8A901.c", {"bucket_volume": "3 m3", "digging_depth": "15 m"}, MET),
    ("8A901.c", {"bucket_volume": "3.9 m3", "digging_depth": "14.9 m"}, NOT_MET),
    ("8A901.c", {"bucket_volume": "3.9 m3"}, UNKNOWN),
    ("8A901.d", {"hold_volume": "200 m3", "installed_power": "1000 kW"}, MET),
    ("8A901.d", {"hold_volume": "499 m3", "installed_power": "999 kW"}, NOT_MET),
    ("8A901.d", {"hold_volume": "499 m3"}, UNKNOWN),
    ("8A901.e", {"hopper_volume": "900 m3", "bow_blowing": "yes", "self_unloading": "yes"}, MET),
    ("8A901.e", {"hopper_volume": "1000 m3", "bow_blowing": "no"}, MET),
    ("8A901.e", {"hopper_volume": "999 m3", "bow_blowing": "yes", "self_unloading": "no"}, NOT_MET),
    ("8A901.e", {"hopper_volume": "999 m3", "bow_blowing": "yes"}, UNKNOWN),
    ("2B201.c", {**GRINDER, "positioning_accuracy": "8 um", "contouring_rotary_axes": "2"}, MET),
    ("2B201.c", {**GRINDER, "positioning_accuracy": "8 um", "contouring_axes": "5"}, MET),
    (
        "2B201.c",
        {**GRINDER, "positioning_accuracy": "4 um", "contouring_rotary_axes": "1", "contouring_axes": "4"},
        NOT_MET,
    ),
    ("2B201.c", {**GRINDER, "positioning_accuracy": "4 um", "contouring_rotary_axes": "1"}, UNKNOWN),
    ("2B201.c", {**GRINDER, "positioning_accuracy": "3 um", "grinder_excepted": "yes"}, NOT_MET),
    (
        "2B201.b",
        {**MACHINE, "positioning_accuracy": "5 um", "x_axis_travel": "3 m", "x_axis_positioning_accuracy": "12 um"},
        MET,
    ),
    (
        "2B201.b",
        {**MACHINE, "contouring_axes": "5", "x_axis_travel": "3 m", "x_axis_positioning_accuracy": "31 um"},
        NOT_MET,
    ),
    ("2B201.b", {**MACHINE, "contouring_axes": "5", "x_axis_travel": "2 m"}, MET),
    ("2B201.b", {**MACHINE, "contouring_axes": "5", "x_axis_travel": "2.1 m"}, UNKNOWN),
    ("3A231", {"external_vacuum": "no", "neutron_reaction": "deuterium_tritium", "neutron_output": "1e8 n/s"}, MET),
    ("3A231", {"external_vacuum": "no", "neutron_reaction": "deuterium_tritium"}, MET),
    ("3A231", {"external_vacuum": "no", "neutron_reaction": "deuterium_deuterium", "neutron_output": "3e9 n/s"}, MET),
    (
        "3A231",
        {"external_vacuum": "no", "neutron_reaction": "deuterium_deuterium", "neutron_output": "2.9e9 n/s"},
        NOT_MET,
    ),
    ("3A231", {"external_vacuum": "no", "neutron_output": "1e8 n/s"}, UNKNOWN),
    ("3A231", {"external_vacuum": "yes", "neutron_reaction": "deuterium_tritium"}, NOT_MET),
    ("3A225", {**CONVERTER, "power": "40 VA", "frequency": "600 Hz", "frequency_control": "0.19 %"}, MET),
    ("3A225", {**CONVERTER, "power": "39 VA"}, NOT_MET),
    ("3A225", {**CONVERTER, "frequency": "599 Hz"}, NOT_MET),
    ("3A225", {**CONVERTER, "frequency_control": "0.2 %"}, NOT_MET),
    ("3A225", {name: value for name, value in CONVERTER.items() if name != "frequency_control"}, UNKNOWN),
    ("3A101", {"lowest_operating_temperature": "-54 degC", "highest_operating_temperature": "125 degC"}, MET),
    ("3A101", {"ruggedised_to_military_specification": "yes"}, MET),
    ("3A101", {**WARM_CHIP, "military_or_radiation_hardened": "yes", "conversions_per_second": "200001 1/s"}, MET),
    ("3A101", {**WARM_CHIP, "military_or_radiation_hardened": "yes", "conversion_figure_of_merit": "1e8"}, MET),
    ("3A101", {**WARM_CHIP, "military_or_radiation_hardened": "yes", "conversion_time": "19 us"}, UNKNOWN),
    (
        "3A101",
        {
            **WARM_CHIP,
            "military_or_radiation_hardened": "yes",
            "conversions_per_second": "200000 1/s",
            "accuracy_of_full_scale": "0.01 %",
            "conversion_figure_of_merit": "9.9e7",
            "conversion_time": "20 us",
        },
        NOT_MET,
    ),
    ("3A101", {**WARM_CHIP, "military_or_radiation_hardened": "no"}, NOT_MET),
    ("9A501.b.1", {"dispenser_capacity": "20 L", "model_aircraft_for_recreation": "no"}, MET),
    ("9A501.b.2", {"dispenser_capacity": "19.9 L", "model_aircraft_for_recreation": "no"}, NOT_MET),
    ("9A501.c.2", {"dispenser_capacity": "20 L", "beyond_visual_line_of_sight": "yes"}, UNKNOWN),
    ("1C226", {**TUNGSTEN, "tungsten_content": "90 %"}, MET),
    ("1C226", {**TUNGSTEN, "tungsten_content": "89.9 %"}, NOT_MET),
    ("1C226", {**TUNGSTEN, "tungsten_content": "95 %", "mass": "20 kg"}, NOT_MET),
    ("9A106.b", {**PUMP, "rotational_speed": "8000 rpm", "pressure": "7 MPa"}, MET),
    ("9A106.b", {**PUMP, "rotational_speed": "9000 rpm", "pressure": "6.9 MPa"}, NOT_MET),
    ("9A106.b", {**PUMP, "rotational_speed": "7999 rpm", "pressure": "9 MPa"}, NOT_MET),
    ("9A106.b", {**PUMP, "rotational_speed": "9000 rpm"}, UNKNOWN),
    (
        "9A106.b",
        {**PUMP, "rotational_speed": "9000 rpm", "pressure": "9 MPa", "vibration_acceleration": "10 g0"},
        NOT_MET,
    ),
    ("9A106.a", {**SHAKEN, "flow_rate": "24 L/min", "pressure": "7000 kPa", "actuator_response": "99 us"}, MET),
    ("9A106.a", {**SHAKEN, "flow_rate": "24 L/min", "pressure": "7000 kPa", "actuator_response": "100 us"}, NOT_MET),
    ("5A002.a.1", {**GRID, "symmetric_key_length": "64 bit"}, MET),
    ("5A002.a.1", {"symmetric_key_length": "256 bit"}, UNKNOWN),
    ("5A002.a.1", {"symmetric_key_length": "256 bit", "made_for_power_tax_security_or_finance": "no"}, NOT_MET),
    ("5A002.e", {**GRID, "factoring_key_length": "768 bit"}, MET),
    ("5A002.e", {**GRID, "elliptic_curve_key_length": "128 bit"}, MET),
    (
        "5A002.e",
        {
            **GRID,
            "symmetric_key_length": "63 bit",
            "factoring_key_length": "767 bit",
            "elliptic_curve_key_length": "127 bit",
        },
        NOT_MET,
    ),
    ("2B230", {**GAUGE, "full_scale_pressure": "13 kPa", "accuracy_at_13_kpa": "129 Pa"}, MET),
    ("2B230", {**GAUGE, "full_scale_pressure": "13 kPa", "accuracy_at_13_kpa": "130 Pa"}, NOT_MET),
    ("2B230", {**GAUGE, "full_scale_pressure": "20 kPa"}, UNKNOWN),
    ("2B230", {**GAUGE, "full_scale_pressure": "12.9 kPa", "measuring_accuracy": "0.9 %"}, MET),
    ("2B230", {**GAUGE, "full_scale_pressure": "12.9 kPa", "measuring_accuracy": "1 %"}, NOT_MET),
    ("1C240.b", {**NICKEL, "sheet_area": "1001 cm2"}, MET),
    ("1C240.b", {**NICKEL, "sheet_area": "0.1 m2"}, NOT_MET),
    ("1C240.b", NICKEL, UNKNOWN),
]


@pytest.mark.parametrize(("code", "given", "status"), JUDGED)
def test_limits_hold_together_or_by_turns_as_printed(code: str, given: dict[str, str], status: Status):
    assert status_of(ITEMS, code, read_stated(given, ITEMS.parameters)) is status


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(LIBRARY, as_of=date(2026, 11, 27))


def candidate(found: Classification, code: str) -> Candidate | None:
    return next((one for one in found.candidates if one.code == code), None)


@pytest.mark.parametrize(
    ("description", "code", "status"),
    [
        ("trailing suction hopper dredger, digging depth 14 m, hopper volume 1600 m3, no bow blowing", "8A901.a", MET),
        ("耙吸式挖泥船，挖深14 m，舱容1400 m3，无艏吹", "8A901.a", NOT_MET),
        ("D-T neutron tube, neutron output 1e8 n/s, sealed tube without external vacuum", "3A231", MET),
        ("氘氘中子发生器，中子产额1e8 n/s，无需外部真空", "3A231", NOT_MET),
        ("三相変频器, 出力 2 kW", "3A225", UNKNOWN),
    ],
)
def test_goods_in_words_are_judged_by_the_printed_limits(
    classifier: Classifier, description: str, code: str, status: Status
):
    found = candidate(classifier.classify(description), code)
    assert found is not None
    assert found.status is status
