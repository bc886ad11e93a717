"""Parts without a stated code are tied to a scenario's materials by what they lead to, else by name; never settled."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.bills import CIVIL, LIBRARY, bill

from sekisho import assess_exposure
from sekisho.exposure.result import Exposure
from sekisho.i18n.messages import Translator
from sekisho.present.exposure.data import exposure_data
from sekisho.present.exposure.page import page
from sekisho.present.exposure.stop_title import title
from sekisho.present.exposure.terminal import exposure_text

HEAD = "parent,part,quantity,unit_value,currency,origin,stock_days,revenue,description,control_codes"
MOTOR = f"{HEAD}\n,motor,,100,USD,,,1000000,,\nmotor,case,1,5,USD,JP,20,,housing,none\n"


def drawn(folder: Path, part: str, scenario: str = "japan-ban") -> Exposure:
    """The motor with one part more, under a scenario."""
    return assess_exposure(
        bill(folder, f"{MOTOR}{part}"), LIBRARY, as_of="2026-11-20", facts=CIVIL, scenario=scenario, draws=16
    )


def days(found: Exposure) -> tuple[float, float]:
    """The first day on which the motor is short, at the earliest and at the latest."""
    band = found.products[0].survive_days
    return (band.low, band.high) if band is not None else (found.case.stops.days, found.case.stops.days)


@pytest.mark.parametrize("scenario", ["japan-ban", "rare-earths-stop"])
def test_a_part_that_leads_to_a_code_stops_the_product_when_a_stated_one_would_but_not_for_certain(
    tmp_path: Path, scenario: str
):
    magnet = "motor,mag,4,2,USD,CN,20,,NdFeB sintered magnet containing dysprosium,"
    led, stated = drawn(tmp_path, magnet, scenario), drawn(tmp_path, f"{magnet}1C905.a.4", scenario)
    most = led.case.stops.days
    assert days(led) == (days(stated)[0], most)
    assert days(stated)[1] < most
    assert [led.bill.parts.ids[part] for part in led.case.unsettled] == ["mag"]
    assert stated.case.unsettled == ()
    assert led.remedies is not None
    assert [led.bill.parts.ids[one.part] for one in led.remedies.remedies] == ["mag"]
    risk = exposure_data(led)["summary"]
    assert isinstance(risk, dict)
    assert risk["revenue_at_risk"]["low"] == 0 < risk["revenue_at_risk"]["high"]


@pytest.mark.parametrize(
    ("description", "part"),
    [
        ("gallium melt stock for the works", "by name, as a word"),
        ("", "a number alone, which may be anything"),
    ],
)
def test_what_is_no_lead_is_tied_by_name_and_what_says_nothing_may_be_anything(
    tmp_path: Path, description: str, part: str
):
    found = drawn(tmp_path, f"motor,48-117,4,2,USD,CN,20,,{description},")
    assert days(found)[0] < found.case.stops.days, part
    assert len(found.case.unsettled) == 1


def test_a_part_of_unknown_origin_is_not_certain_to_stop_anything(tmp_path: Path):
    found = drawn(tmp_path, "motor,mag,4,2,USD,,20,,magnet,1C905.a.4")
    assert days(found)[0] < days(found)[1] == found.case.stops.days


def test_a_part_of_another_kind_arrives_and_that_is_said_where_nothing_stops(tmp_path: Path):
    found = drawn(tmp_path, "motor,camera,1,30,USD,CN,10,,streak camera,6A203.b.5")
    assert days(found) == (found.case.stops.days, found.case.stops.days)
    assert found.case.untied == 1
    told = " ".join(" ".join(exposure_text(found)).split())
    assert "Nothing ties 1 part that may be controlled to a material of the scenario" in told
    assert "None is needed: stocks last." not in page(found)


@pytest.mark.parametrize(
    ("language", "undecided"), [("en", "Not decided: 1 part"), ("ja", "未確定：部品1件"), ("zh", "尚未确定：1个零件")]
)
def test_the_first_lines_say_that_it_is_not_decided_which_part_may_stop(tmp_path: Path, language: str, undecided: str):
    found = drawn(tmp_path, "motor,mag,4,2,USD,CN,20,,ネオジム磁石 N45SH（Dy添加）,")
    translator = Translator(language)
    lines = exposure_text(found, translator=translator)
    assert undecided in "".join(line.strip() for line in lines[:4])
    assert undecided in page(found, translator)
    assert len(lines) <= 12
    past = {"en": "from 6 Jan 2026, which is past", "ja": "過去", "zh": "已过去"}[language]
    assert past in "".join(translator.say(title(found)))
    assert found.case.words
    assert lines[-1].endswith("--full") or "--full" in "".join(lines[-2:])
    for ending, spoken in (("unstated stock is zero.", "en"), ("ゼロ", "ja"), ("零", "zh")):
        if spoken == language:
            assert ending in " ".join(" ".join(lines).split()), "an assumption is told to its end"
