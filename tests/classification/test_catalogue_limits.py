"""Limits as the catalogue of 2026 prints them: which limbs hold together, which are alternatives, what is left out.

Each stood otherwise before the catalogue's own words were read: some let goods out, some took in too much.
"""

from __future__ import annotations

from datetime import date

import pytest

import sekisho
from sekisho.classification.answer import Candidate, Classification
from sekisho.classification.classifier import Classifier
from sekisho.classification.limit_checks import LimitStatus, status_of
from sekisho.errors import FactError
from sekisho.law.model.condition import FactName
from sekisho.trade.items.control_list import control_list
from sekisho.trade.items.parameter import is_cas, read_stated

LIBRARY = sekisho.load_measures()
ITEMS = control_list(LIBRARY)
MET, NOT_MET, UNKNOWN = LimitStatus.MET, LimitStatus.NOT_MET, LimitStatus.UNKNOWN

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
CANNED = {"vacuum_pump": "no", "sealed_or_diaphragm_pump": "yes"}
SEPARATOR = {"aerosol_tight_seals": "yes", "polished_steel_or_titanium": "yes", "sterilisable_in_place": "yes"}
FLASH = {"accelerator_figure_of_merit": "0.25", "made_for_electron_microscopy_or_medicine": "no"}
YAG = {
    "wavelength": "1064 nm",
    "q_switched": "yes",
    "pulse_width": "1 ns",
    "doubled_average_power": "0 W",
    "doubled_wavelength": "532 nm",
}
DYE = {"repetition_rate": "1001 Hz", "pulse_width": "99 ns"}
DRONE = {"beyond_visual_line_of_sight": "yes", "endurance": "61 min"}
SPRAYER = {"droplet_size": "49 um", "flow_rate": "2.1 L/min"}
WINDER = {
    "coordinated_axes": "2",
    "max_winding_diameter": "400 mm",
    "min_winding_diameter": "75 mm",
    "length": "300 mm",
}
WARM_CHIP = {"lowest_operating_temperature": "-40 degC", "ruggedised_to_military_specification": "no"}

JUDGED: list[tuple[str, dict[str, str], LimitStatus]] = [
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
    ("9A106.a", {**PUMP, "flow_rate": "24 L/min", "pressure": "7000 kPa", "actuator_response": "99 us"}, MET),
    ("9A106.a", {**PUMP, "flow_rate": "24 L/min", "pressure": "7000 kPa", "actuator_response": "100 us"}, NOT_MET),
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
    ("1C240.a", {**NICKEL, "filamentary": "yes"}, NOT_MET),
    ("1C210.a.1", {"specific_modulus": "1.3e7 m", "aramid": "yes", "ester_modifier_content": "0.3 %"}, NOT_MET),
    ("1C210.a.1", {"specific_modulus": "1.3e7 m", "aramid": "yes"}, UNKNOWN),
    ("2B207.a.2", {"radiation_dose": "6e4 Gy", "industrial_robot_excepted": "yes"}, NOT_MET),
    ("3A201.c.2", {"peak_electron_energy": "30 MeV", "peak_power": "60 MW"}, UNKNOWN),
    (
        "3A201.c.2",
        {"peak_electron_energy": "30 MeV", "peak_power": "60 MW", "made_for_electron_microscopy_or_medicine": "yes"},
        NOT_MET,
    ),
    ("4A003.c", {"unidirectional_rate": "3 GB/s", "interconnect_excepted": "yes"}, NOT_MET),
    ("4A003.c", {"unidirectional_rate": "3 GB/s"}, MET),
    ("7A103.a", {"made_for_civil_aircraft": "yes"}, NOT_MET),
    ("7A104", {"made_for_civil_aircraft": "yes"}, NOT_MET),
    ("7A104", {"made_for_civil_aircraft": "no"}, MET),
    ("7A104", {}, UNKNOWN),
    ("7A106", {"made_for_civil_aircraft": "yes"}, NOT_MET),
    ("7A106", {}, UNKNOWN),
    ("1C351.a.5", {"vaccine": "yes"}, NOT_MET),
    ("1C351.a.5", {"vaccine": "no"}, MET),
    ("1C351.a.35", {"vaccine": "yes", "pathogenic_subtype": "yes"}, NOT_MET),
    ("1C351.b.1", {"vaccine": "yes"}, NOT_MET),
    ("1C351.c.1", {"vaccine": "yes"}, NOT_MET),
    ("1C351.d.1", {"vaccine": "yes", "immunotoxin_or_approved_medicine": "no"}, MET),
    ("1C351.d.1", {"immunotoxin_or_approved_medicine": "yes"}, NOT_MET),
    ("1C353.a", {"stec_pathogenicity_sequence": "yes"}, NOT_MET),
    ("1C353.b", {"stec_pathogenicity_sequence": "yes"}, LimitStatus.NO_LIMIT),
    ("1C354.c.6", {"vaccine": "yes"}, NOT_MET),
    ("1C354.b.5", {"race_2_or_3": "no"}, NOT_MET),
    ("1C354.b.5", {"vaccine": "no"}, UNKNOWN),
    ("9A111.c", {"made_for_civil_aircraft": "yes"}, NOT_MET),
    ("6A108.a", {"made_for_civil_aircraft": "yes"}, NOT_MET),
    ("6A108.g", {"highest_operating_temperature": "126 degC", "made_for_civil_aircraft": "yes"}, NOT_MET),
    ("9A012.a.2", {**DRONE, "model_aircraft_excepted": "yes"}, NOT_MET),
    ("9A012.a.2", DRONE, MET),
    ("2D203", {"contouring_axes": "5", "software_for_other_machines": "yes"}, NOT_MET),
    (
        "2B352.f.1",
        {"external_air_supply": "yes", "positive_pressure": "yes", "made_for_self_contained_breathing": "yes"},
        NOT_MET,
    ),
    ("2B352.h.1", {**SPRAYER, "fits_unmanned_or_lighter_than_air": "no"}, NOT_MET),
    ("2B352.h.1", {**SPRAYER, "fits_unmanned_or_lighter_than_air": "yes"}, MET),
    ("2B352.h.1", SPRAYER, UNKNOWN),
    ("1B201.a", {**WINDER, "made_for_fibre_composites": "no"}, NOT_MET),
    ("1B201.a", {**WINDER, "made_for_fibre_composites": "yes"}, MET),
]


@pytest.mark.parametrize(("code", "given", "status"), JUDGED)
def test_limits_hold_together_or_by_turns_as_printed(code: str, given: dict[str, str], status: LimitStatus):
    assert status_of(ITEMS, code, read_stated(given, ITEMS.parameters)) is status


FIGURES: list[tuple[str, str, str, str, dict[str, str]]] = [
    ("0A901", "jet_range", "100 m", "99 m", {"flow_rate": "540 m3/h", "pressure": "1.2 MPa"}),
    ("0A901", "flow_rate", "9 m3/min", "539 m3/h", {"jet_range": "120 m", "pressure": "1.2 MPa"}),
    ("1B226", "ion_beam_current", "50 mA", "49.9 mA", {}),
    ("1B229.a", "pressure", "2 MPa", "1.9 MPa", {"steel_grain_size": "5", "diameter": "1.8 m"}),
    ("1B232", "hydrogen_throughput", "1000 kg/h", "999 kg/h", {"outlet_temperature": "-240 degC"}),
    ("1C107", "dielectric_constant", "5.9", "6", {}),
    ("1C111.b.1.g", "zinc_content", "97 %", "96.9 %", {"particle_size": "499 um"}),
    ("1C111.b.6.b", "aluminium_powder_content", "5 %", "4.9 %", {}),
    ("1C202.b", "outer_diameter", "75.1 mm", "75 mm", {"tube_or_cylinder": "yes", "tensile_strength": "900 MPa"}),
    ("1C216", "longest_side", "75.1 mm", "75 mm", {"tensile_strength": "1950 MPa"}),
    ("1C225", "boron_10_share", "20.1 %", "18.5 %", {"boron_10_enriched": "yes"}),
    ("1C232", "helium_3_quantity", "1 g", "0.9 g", {"contained_in_device": "yes"}),
    ("1C236.c", "specific_activity", "37 GBq/kg", "36.9 GBq/kg", {"nuclide": "po_210"}),
    ("1C236.d", "activity", "3.7 GBq", "3.6 GBq", {"nuclide": "cm_244"}),
    ("1C239.c", "explosive_content", "2.1 %", "2 %", {}),
    ("1C241", "rhenium_with_tungsten_content", "90 %", "89 %", {**TUNGSTEN, "rhenium_content": "25 %"}),
    ("1C450.c.14", "thionyl_chloride_quantity", "1.1 kg", "1 kg", {"cell_or_battery": "yes"}),
    ("2A226", "nominal_size", "5 mm", "4.9 mm", {"bellows_seal": "yes", "nickel_content": "60 %"}),
    ("2B104", "pressure", "69 MPa", "68.9 MPa", {"operating_temperature": "600 degC", "inner_diameter": "254 mm"}),
    ("2B206.b.1", "measuring_range", "0.2 mm", "0.21 mm", {"measuring_resolution": "0.2 um"}),
    ("2B206.c", "angular_deviation", "0.00025 deg", "0.00026 deg", {"autocollimator": "no"}),
    ("2B210.d", "force", "50 kN", "49.9 kN", {}),
    ("2B227.e", "power", "50.1 kW", "50 kW", {}),
    ("2B231", "ultimate_vacuum", "13.2 mPa", "13.3 mPa", {"throat_size": "380 mm", "pumping_speed": "15 m3/s"}),
    ("2B232", "speed", "1.5 km/s", "1499 m/s", {}),
    ("2B350.b.8", "flow_rate", "0.61 m3/h", "0.6 m3/h", {**CANNED, "wetted_material": "ferrosilicon"}),
    ("2B350.b.1", "flow_rate", "5.1 m3/h", "5 m3/h", {"vacuum_pump": "yes", "wetted_material": "glass"}),
    ("2B350.e.8", "inner_diameter", "101 mm", "0.1 m", {"wetted_material": "graphite"}),
    ("2B350.f.9", "heat_transfer_area", "19.9 m2", "20 m2", {"wetted_material": "titanium_carbide"}),
    ("2B350.f.4", "heat_transfer_area", "0.16 m2", "0.15 m2", {"wetted_material": "zirconium"}),
    ("2B350.g.2", "volume", "101 L", "100 L", {"wetted_material": "fluoropolymer"}),
    ("2B350.g.5", "volume", "19.9 m3", "20 m3", {"wetted_material": "tantalum"}),
    ("2B350.a.3", "sealed_bellows_or_check_valve", "yes", "no", {"wetted_material": "titanium"}),
    ("2B352.c", "flow_rate", "101 L/h", "100 L/h", SEPARATOR),
    ("2B352.h.3", "made_for_controlled_sprayers", "yes", "no", {}),
    ("2D203", "contouring_axes", "5", "4", {}),
    ("3A201.a.2", "voltage", "751 V", "750 V", {"capacitance": "0.3 uF", "inductance": "9 nH"}),
    ("3A201.c.1", "peak_electron_energy", "24.9 MeV", "25 MeV", FLASH),
    ("3A226", "voltage", "100 V", "99 V", {"current": "500 A", "output_stability": "0.09 %"}),
    ("3A228.b", "anode_delay", "15 us", "16 us", {"peak_current": "500 A"}),
    ("3A230", "transition_time", "499 ps", "0.5 ns", {"voltage": "7 V", "load_resistance": "50 ohm"}),
    ("3A233.b", "mass_resolution", "1.9 u", "2 u", {"ion_mass": "230 u"}),
    ("5A002.c", "encrypted_traffic_rate", "10 Gbps", "9.9 Gbps", {"symmetric_key_length": "64 bit"}),
    ("5A002.d", "managed_objects", "10000", "9999", {"elliptic_curve_key_length": "256 bit"}),
    ("6A102.b", "overpressure", "50 kPa", "49 kPa", {"thermal_shock": "418 J/cm2"}),
    ("6A203.a.2", "time_resolution", "50 ns", "51 ns", {}),
    ("6A205.c", "average_power", "41 W", "40 W", {**YAG, "single_transverse_mode": "yes"}),
    ("6A205.c", "average_power", "51 W", "50 W", {**YAG, "single_transverse_mode": "no"}),
    ("6A205.e", "wavelength", "800 nm", "801 nm", {**DYE, "average_power": "31 W", "single_mode": "no"}),
    ("6A226.a", "pressure", "10.1 GPa", "10 GPa", {}),
    ("7A102", "drift_rate", "0.49 deg/h", "0.5 deg/h", {"made_for_civil_aircraft": "no"}),
    ("9A012.c.2", "spotlight_resolution", "0.09 m", "0.1 m", {"range": "6 km", "strip_map_resolution": "0.3 m"}),
    ("9A101.a", "thrust", "90 kN", "89.9 kN", {"made_for_civil_aircraft": "no"}),
    ("9B105", "test_section", "250 mm", "249 mm", {"mach_number": "3", "made_for_teaching": "yes"}),
    ("9B117", "thrust", "90.1 kN", "90 kN", {"measures_three_thrust_components": "no"}),
]
"""Figures that were lost, each with a product at the limit and one just beyond it."""


@pytest.mark.parametrize(("code", "decides", "inside", "outside", "given"), FIGURES)
def test_a_figure_of_the_catalogue_tells_inside_from_outside(
    code: str, decides: str, inside: str, outside: str, given: dict[str, str]
):
    assert judged(code, {**given, decides: inside}) is MET
    assert judged(code, {**given, decides: outside}) is NOT_MET
    assert judged(code, given) is UNKNOWN


def judged(code: str, given: dict[str, str]) -> LimitStatus:
    return status_of(ITEMS, code, read_stated(given, ITEMS.parameters))


def test_a_print_in_doubt_settles_nothing_and_both_readings_are_told():
    laser = {"wavelength": "750 nm", "repetition_rate": "126 Hz", "average_power": "31 W"}
    for width in ("0.004 nm", "0.005 nm", "0.006 nm"):
        assert judged("6A205.f", {**laser, "laser_bandwidth": width}) is UNKNOWN
    assert judged("6A205.f", {**laser, "repetition_rate": "125 Hz"}) is NOT_MET
    question = ITEMS.parameters[FactName("6A205.f/laser_bandwidth_in_print")]
    assert {"at least 0.005 nm", "0.005 nm or less"} <= {part for part in READINGS if part in question.fact.question}

    engine = {"made_for_controlled_uav": "yes"}
    assert judged("9A012.b.1", {**engine, "flight_altitude": "15240 m"}) is NOT_MET
    assert judged("9A012.b.1", {**engine, "flight_altitude": "15300 m"}) is UNKNOWN
    assert judged("9A012.b.1", {**engine, "flight_altitude": "15421 m"}) is MET


READINGS = ("at least 0.005 nm", "0.005 nm or less")


def test_a_figure_of_another_list_is_told_beside_the_question_and_settles_nothing():
    asked = ITEMS.parameters[FactName("2B209.a/rollers")]
    assert "three or more rollers" in asked.questions["en"]
    assert set(asked.questions) == {"en", "zh", "ja"}
    for rollers in ("1", "2", "3", "4"):
        assert judged("2B209.a", {"rollers": rollers, "takes_numerical_control": "yes"}) is UNKNOWN


def test_an_exception_is_presumed_not_to_apply_until_it_is_named():
    valve = {"wetted_material": "tantalum", "sealed_bellows_or_check_valve": "yes"}
    assert judged("2B350.a.5", valve) is MET
    assert judged("2B350.a.5", {**valve, "civil_equipment_excepted": "unknown"}) is UNKNOWN
    assert judged("2B350.a.5", {**valve, "civil_equipment_excepted": "yes"}) is NOT_MET


def test_each_found_figure_has_its_source_and_how_sure_it_is():
    for code, figures in ITEMS.figures.items():
        assert code in ITEMS.items
        for figure in figures:
            assert figure.source
            assert figure.confidence in {"high", "medium", "low"}
            hint = figure.kind == "multilateral candidate"
            assert not hint or code in {"1C450.c.17", "2B209.a"}, "a candidate is no limit"
    confirmed = [
        code
        for code, figures in ITEMS.figures.items()
        if {"other transcription", "older Chinese list"} <= {figure.kind for figure in figures}
    ]
    assert confirmed
    assert {ITEMS.items[code].confidence for code in confirmed} <= {"high"}


def test_cas_numbers_lead_to_their_entry_and_their_check_digit_is_right():
    for number in ITEMS.by_cas:
        assert is_cas(number), number
    for number, code in {
        "107-44-8": "1C450.a.1",
        "77-81-6": "1C450.a.2",
        "50782-69-9": "1C450.a.3",
        "3058-38-6": "1C239.c",
        "505-60-2": "1C450.a.4",
        "382-21-8": "1C450.b.2",
        "102-71-6": "1C450.c.17",
    }.items():
        assert code in ITEMS.by_cas[number]


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
        ("hot isostatic press, pressure 70 MPa, 650 °C, inner diameter 300 mm", "2B104", MET),
        ("熱間等方圧プレス、作業圧力60 MPa、温度650℃、内径300 mm", "2B104", NOT_MET),
        ("热等静压机，最大工作压力70 MPa，温度650℃，腔室内径300 mm", "2B104", MET),
        ("non-return valve of tantalum, 6 mm", "2B350.a.5", MET),
        ("钽制单向阀 DN6", "2B350.a.5", MET),
        ("タンタル製逆止弁 6 mm", "2B350.a.5", MET),
        ("titanium check valve for drinking water", "2B350.a.3", UNKNOWN),
        ("CNC flow forming machine with four rollers", "2B209.a", UNKNOWN),
        ("dimethylaminoethanol, 99 %, drums", "1C450.b.11", NOT_MET),
        ("2-(dimethylamino)ethanol, CAS 108-01-0", "1C450.b.11", NOT_MET),
        ("2-(diisopropylamino)ethanol CAS 96-80-0", "1C450.b.11", MET),
        ("liquid in vial, CAS 77-81-6", "1C450.a.2", MET),
        ("TATB, CAS 3058-38-6, 99 %", "1C239.c", MET),
        ("thionyl chloride, 99 %, drums", "1C450.c.14", MET),
        ("锂亚硫酰氯电池 ER14505", "1C450.c.14", UNKNOWN),
        ("water cannon, range 90 m, flow 600 m3/h, pressure 1.3 MPa", "0A901", NOT_MET),
        ("马氏体时效钢棒 抗拉强度2000 MPa 直径100 mm 长度200 mm", "1C216", MET),
        ("マルエージング鋼 丸棒 引張強さ2000 MPa 直径60 mm 長さ70 mm", "1C216", NOT_MET),
        ("7075 aluminium tube, tensile strength 570 MPa, outer diameter 80 mm", "1C202.a", MET),
        ("Ti-6Al-4V round bar, tensile strength 950 MPa, outer diameter 70 mm", "1C202.b", NOT_MET),
        ("脉冲放电电容器 额定电压2 kV 储能9 J 电容0.6 µF 电感40 nH", "3A201.a.1", NOT_MET),
        ("turbomolecular pump, throat 400 mm, pumping speed 16 m3/s, ultimate vacuum 1e-5 Pa", "2B231", MET),
        ("copper vapour laser 510 nm, average power 35 W", "6A205.a", MET),
        ("铜蒸汽激光器 波长510 nm 平均输出功率20 W", "6A205.a", NOT_MET),
        (
            "alexandrite laser 750 nm, 0.004 nm, repetition rate 200 Hz, average power 40 W",
            "6A205.f",
            UNKNOWN,
        ),
        ("球形高氯酸铵 粒径600 µm", "1C111.b.2", NOT_MET),
        ("钋-210", "1C236.a", MET),
        ("glass-lined reactor 5000 L", "2B350.g.1", MET),
        ("グラスライニング反応槽 30 m3", "2B350.g.1", NOT_MET),
        ("石墨换热器 换热面积25 m2", "2B350.f.8", NOT_MET),
        ("graphite heat exchanger 10 m2", "2B350.f.8", MET),
        ("PTFE-lined magnetic drive pump, 10 m3/h", "2B350.b.2", MET),
        ("titanium magnetic drive pump, 10 m3/h", "2B350.b", UNKNOWN),
        ("VPN gateway, SM4 128 bit, encrypted throughput 20 Gbps", "5A002.c", MET),
        ("streak camera, time resolution 20 ns", "6A203.a.2", MET),
        ("anthrax vaccine, inactivated", "1C351.c.1", UNKNOWN),
        ("Bacillus anthracis vaccine strain", "1C351.c.1", MET),
        ("鼠疫耶尔森菌 菌株", "1C351.c.13", MET),
        ("肉毒毒素 药品 注射用", "1C351.d.1", UNKNOWN),
        ("ボツリヌス毒素 試薬", "1C351.d.1", MET),
        ("高度表 民用飞机用", "7A106", NOT_MET),
    ],
)
def test_goods_in_words_are_judged_by_the_printed_limits(
    classifier: Classifier, description: str, code: str, status: LimitStatus
):
    found = candidate(classifier.classify(description), code)
    assert found is not None
    assert found.status is status


def test_a_cas_number_stated_as_a_parameter_leads_as_one_in_the_words(classifier: Classifier):
    stated = read_stated({"cas": "CAS 107-44-8"}, ITEMS.parameters)
    found = classifier.classify("colourless liquid", stated=stated)
    assert found.candidates[0].code == "1C450.a.1"
    assert found.candidates[0].status is MET
    with pytest.raises(FactError, match="is not a CAS number"):
        read_stated({"cas": "107-44-9"}, ITEMS.parameters)
