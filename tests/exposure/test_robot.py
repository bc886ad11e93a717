"""The published robot, checked by hand. Its table states no price and no origin: all of those here are made up.

Made up for the test: a motor of EUR 40 from China holds 0.05 g of dysprosium from China at EUR 0.35 a gram; every other
part is from Germany and not listed; an actuator module is worth EUR 300, a leg EUR 1,000, the robot EUR 4,000.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from tests.support.bills import LIBRARY, SAMPLES, published, read

from sekisho import Reading
from sekisho.exposure.assessment import AssessmentInput, expose
from sekisho.exposure.part_kinds import Unclassified, kinds_of
from sekisho.exposure.value_shares import shares_of
from sekisho.trade.bom.bill import Bill

ROBOT = SAMPLES / "odri_quadruped_bom.csv"
MOTOR = "T-Motor Antigravity 4004 300kV"
PRICES = {"quadruped_12dof_v1": 4000, "leg_3dof_v1": 1000, "actuator_module_v1": 300, MOTOR: 40}


def priced(folder: Path, *, mass: str = "0.05 g", without: frozenset[str] = frozenset()) -> Bill:
    """The robot with made-up prices and origins."""
    bare, table = read(ROBOT), folder / "prices.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["part", "unit", "unit_value_eur", "origin", "control_codes", "materials"])
        for name in bare.parts.ids:
            own = name in PRICES and name != MOTOR
            writer.writerow(
                [
                    name,
                    "",
                    "" if name in without else PRICES.get(name, 1),
                    "" if own else "CN" if name == MOTOR else "DE",
                    "" if own else "none",
                    f"dysprosium {mass}" if name == MOTOR else "",
                ]
            )
        writer.writerow(["dysprosium", "g", 0.35, "CN", "1C905.a.1", ""])
    return read(ROBOT, table)


def share(found: Bill, part: str, reading: Reading) -> tuple[float, float]:
    kinds = kinds_of(found, LIBRARY, unclassified=Unclassified.HINTED, made_in="DE")
    return shares_of(found, kinds, LIBRARY, day=date(2026, 9, 30)).bounds(found.place(part), reading)


@published
def test_the_shares_of_the_robot_are_those_on_paper(tmp_path: Path):
    """A motor holds 0.05 g at EUR 0.35, EUR 0.0175.

    motor    0.0175 / 40    = 0.0004375
    module   0.0175 / 300   = 0.0000583...
    leg  3 x 0.0175 / 1000  = 0.0000525
    robot 12 x 0.0175 / 4000 = 0.0000525
    """
    found = priced(tmp_path)
    expected = {
        MOTOR: 0.0175 / 40,
        "actuator_module_v1": 0.0175 / 300,
        "leg_3dof_v1": 3 * 0.0175 / 1000,
        "quadruped_12dof_v1": 12 * 0.0175 / 4000,
    }
    for part, value in expected.items():
        assert share(found, part, Reading.BROAD) == pytest.approx((value, value), rel=1e-12)
    for part in ("actuator_module_v1", "leg_3dof_v1", "quadruped_12dof_v1"):
        assert share(found, part, Reading.CENTRAL) == (0, 0), "the maker of the robot buys motors, and no metal"


@published
def test_bounds_of_a_mass_and_an_unknown_price_are_those_on_paper(tmp_path: Path):
    """Between 0.02 g and 3 g a motor, EUR 0.007 to 1.05; of an unpriced module the parts cost at least EUR 40 + others.

    robot 12 x 0.007 / 4000 = 0.000021 to 12 x 1.05 / 4000 = 0.00315: open against 0.1 %.
    """
    found = priced(tmp_path, mass="0.02 to 3 g")
    low, high = share(found, "quadruped_12dof_v1", Reading.BROAD)
    assert (low, high) == pytest.approx((12 * 0.007 / 4000, 12 * 1.05 / 4000))
    unpriced = priced(tmp_path, without=frozenset({"actuator_module_v1"}))
    low, high = share(unpriced, "actuator_module_v1", Reading.BROAD)
    cost = 40.0 + sum(
        quantity
        for parent, part, quantity, group in zip(
            unpriced.lines.parent.tolist(),
            unpriced.lines.part.tolist(),
            unpriced.lines.low.tolist(),
            unpriced.lines.group.tolist(),
            strict=True,
        )
        if unpriced.parts.ids[parent] == "actuator_module_v1" and unpriced.parts.ids[part] != MOTOR and group < 0
    )
    encoder, tensioner = min(2, 3), min(6, 8)  # pieces of EUR 1: kit and mount, or three; with or without two rollers
    assert low == 0
    assert high == pytest.approx(0.0175 / (cost + encoder + tensioner)), "the cheaper choice of each group counts"


@published
def test_a_chinese_motor_leaves_china_as_a_motor_and_its_metal_does_not(tmp_path: Path):
    """The magnets are inside the motor when it crosses the border; the motor itself is not listed."""
    found = priced(tmp_path)
    facts = {"end_use": "civil", "end_user": "Example Lab", "end_user_kind": "civil", "knowledge_of_risk": "no"}
    answer = expose(found, LIBRARY, AssessmentInput(as_of=date(2026, 9, 30), made_in="DE", facts=facts))
    crossings = {one.facts["control_codes"] for one in answer.curbs.crossings}
    assert crossings == {"none"}
    assert [row.outcome for row in answer.products] == ["free"]
    assert answer.parts == ()
