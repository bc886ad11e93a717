"""Which part stops a product first: the one whose shortage reaches it, stocks on the way and alternatives counted."""

from __future__ import annotations

from pathlib import Path

from tests.support.bills import exposed

from sekisho.exposure.result import Exposure
from sekisho.present.exposure.stops import in_order, stop_data, stop_rows, title

HEAD = "parent,part,quantity,origin,control_codes,stock_days,revenue"


def _causes(found: Exposure) -> dict[str, tuple[float, list[str]]]:
    ids = found.bill.parts.ids
    return {
        row.product: (row.survive_days.low if row.survive_days else -1, [ids[part] for part in row.stopped_by])
        for row in found.products
    }


def test_stock_on_the_way_decides_not_the_part_with_the_least_stock(tmp_path: Path):
    """Gallium lasts 5 days and its module 40 more; dysprosium lasts 30: dysprosium stops the motor on day 30."""
    found = exposed(
        tmp_path,
        f"""
        {HEAD}
        ,motor,,,,,1000
        motor,module,1,,,40,
        module,gallium,1,CN,3C001.a,5,
        motor,dysprosium,1,CN,1C905.a.1,30,
        """,
    )
    assert _causes(found) == {"motor": (30.0, ["dysprosium"])}


def test_parts_that_run_short_together_are_all_named(tmp_path: Path):
    found = exposed(
        tmp_path,
        f"""
        {HEAD}
        ,motor,,,,,1000
        ,pump,,,,,500
        motor,gallium,1,CN,3C001.a,7,
        motor,dysprosium,1,CN,1C905.a.1,7,
        pump,gallium,1,CN,3C001.a,7,
        """,
    )
    causes = _causes(found)
    assert causes["pump"] == (7.0, ["gallium"]), "dysprosium is as short, and in no pump"
    assert sorted(causes["motor"][1]) == ["dysprosium", "gallium"]
    assert title(found) == "motor and 1 other stop first, on day 7 at the earliest"


def test_of_alternatives_the_one_that_lasts_longest_stops_the_product(tmp_path: Path):
    found = exposed(
        tmp_path,
        f"""
        {HEAD},alternative_group,alternative
        ,motor,,,,,1000,,
        motor,dysprosium,1,CN,1C905.a.1,7,,magnet,1
        motor,gallium,1,CN,3C001.a,21,,magnet,2
        """,
    )
    assert _causes(found) == {"motor": (21.0, ["gallium"])}


def test_certain_stands_before_possible_and_the_earliest_first(tmp_path: Path):
    """The lamp may stop at once, if its chip is listed; the motor stops on day 30, the pump on day 20, for certain."""
    found = exposed(
        tmp_path,
        f"""
        {HEAD}
        ,motor,,,,,1000
        ,pump,,,,,10
        ,lamp,,,,,9000
        ,fan,,,,,1
        motor,dysprosium,1,CN,1C905.a.1,30,
        pump,gallium,1,CN,3C001.a,20,
        lamp,chip,1,CN,,,
        fan,screw,1,JP,none,,
        """,
    )
    assert [row.product for row in in_order(found)] == ["pump", "motor", "lamp"]
    assert title(found) == "pump stops first, on day 20 at the earliest"
    last = stop_data(stop_rows(found)[-1], found)
    assert (last["because_of"], last["earliest_day"], last["latest_day"]) == ("chip", 0.0, None)
    assert last["for_certain"] is False
