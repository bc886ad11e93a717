"""The share that Announcement 61 tests, from a bill: by reading, against its threshold, and what would settle it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.support.bills import LIBRARY, bill

from sekisho import LibraryError, Reading
from sekisho.exposure import part_kinds
from sekisho.exposure.part_kinds import CODES, Kinds, Unclassified, kinds_of
from sekisho.exposure.share_settlement import Settler, settlers
from sekisho.exposure.value_shares import PartShares, ShareState, rule_of, shares_of
from sekisho.trade.bom.bill import Bill

DAY = date(2026, 9, 30)


def worked_out(found: Bill, unclassified: Unclassified = Unclassified.HINTED) -> tuple[PartShares, Kinds]:
    kinds = kinds_of(found, LIBRARY, unclassified=unclassified, made_in="JP")
    return shares_of(found, kinds, LIBRARY, day=DAY), kinds


def settling(found: Bill, product: str, reading: Reading = Reading.BROAD) -> list[tuple[str, Settler]]:
    shares, kinds = worked_out(found)
    return [(found.parts.ids[one.part], one) for one in settlers(found, shares, kinds, found.place(product), reading)]


MAGNET = """
parent,part,quantity,unit,unit_value,currency,origin,supplier,control_codes,made
,motor,,,300,EUR,,,,
motor,magnet,1,,12,EUR,DE,Beispiel,1C905.a.4,
magnet,dysprosium,0.4,g,0.6,EUR,CN,,1C905.a.1,
magnet,iron,30,g,0.002,EUR,CN,,none,
motor,housing,1,,100,EUR,CN,Acme,none,
"""


def test_the_german_magnet_of_the_documentation_has_two_percent(tmp_path: Path):
    """A magnet of EUR 12 with dysprosium metal from China worth EUR 0.24: the example of the how-to page."""
    found = bill(tmp_path, MAGNET)
    shares, _ = worked_out(found)
    magnet, motor = found.place("magnet"), found.place("motor")
    for reading in Reading:
        assert shares.bounds(magnet, reading) == pytest.approx((0.02, 0.02))
        assert shares.state(magnet, reading) is ShareState.KNOWN
    assert shares.bounds(motor, Reading.CENTRAL) == (0, 0), "the maker of the motor buys magnets, and no metal"
    assert shares.bounds(motor, Reading.BROAD) == pytest.approx((0.0008, 0.0008))
    assert shares.threshold == Decimal("0.001")


def test_content_of_another_origin_does_not_count_and_of_an_unknown_one_may(tmp_path: Path):
    from_japan = bill(tmp_path, MAGNET.replace("0.6,EUR,CN", "0.6,EUR,JP"))
    shares, _ = worked_out(from_japan)
    assert shares.bounds(from_japan.place("magnet"), Reading.BROAD) == (0, 0)
    unknown = bill(tmp_path, MAGNET.replace("0.6,EUR,CN", "0.6,EUR,"))
    shares, _ = worked_out(unknown)
    assert shares.bounds(unknown.place("magnet"), Reading.BROAD) == pytest.approx((0, 0.02))
    assert shares.state(unknown.place("magnet"), Reading.BROAD) is ShareState.OPEN
    ((name, one),) = settling(unknown, "magnet")
    assert (name, one.unknown, one.alone) == ("dysprosium", ("origin",), True)


def test_bounds_on_one_side_of_the_threshold_are_settled(tmp_path: Path):
    found = bill(tmp_path, MAGNET.replace("0.4,g,0.6", "0.4,g,0.5 to 0.7"))
    shares, _ = worked_out(found)
    magnet, motor = found.place("magnet"), found.place("motor")
    assert shares.state(magnet, Reading.BROAD) is ShareState.SETTLED
    assert shares.state(motor, Reading.BROAD) is ShareState.SETTLED
    assert settling(found, "magnet") == []


def test_the_price_of_one_part_would_settle_it_and_the_price_from_which_is_told(tmp_path: Path):
    """The threshold of a motor of EUR 300 is EUR 0.30; 0.4 g reach it at EUR 0.75 a gram, EUR 750 a kg."""
    found = bill(tmp_path, MAGNET.replace("0.4,g,0.6", "0.4,g,"))
    ((name, one),) = settling(found, "motor")
    assert (name, one.unknown, one.alone) == ("dysprosium", ("price",), True)
    assert one.break_even == pytest.approx(750)
    dear, cheap = (bill(tmp_path, MAGNET.replace("0.4,g,0.6", f"0.4,g,{price}")) for price in (0.751, 0.749))
    for other, state in ((dear, True), (cheap, False)):
        shares, _ = worked_out(other)
        low, _ = shares.bounds(other.place("motor"), Reading.BROAD)
        assert (low >= 0.001) is state


def test_the_price_of_the_product_would_settle_it(tmp_path: Path):
    """Content of EUR 0.24 is 0.1 % of EUR 240; the parts cost EUR 112 at least."""
    found = bill(tmp_path, MAGNET.replace(",motor,,,300,EUR", ",motor,,,,"))
    ((name, one),) = settling(found, "motor")
    assert (name, one.unknown, one.alone) == ("motor", ("price",), True)
    assert one.break_even == pytest.approx(240)


def test_of_several_unknowns_the_one_on_which_most_hangs_comes_first(tmp_path: Path):
    text = """
    parent,part,quantity,unit_value_usd,origin,control_codes
    ,set,,1000,,
    set,a,1,3,,1C905.a.1
    set,b,1,200,CN,
    set,c,1,0.1,CN,1C905.a.1
    """
    found = settling(bill(tmp_path, text), "set")
    assert [(name, one.unknown, one.alone) for name, one in found] == [
        ("b", ("control_codes",), False),
        ("a", ("origin",), False),
    ]
    assert [one.effect for _, one in found] == pytest.approx([0.2, 0.003])
    assert all(one.break_even is None for _, one in found)


def test_a_customs_code_is_a_hint_and_what_it_is_printed_for_may_count(tmp_path: Path):
    """Dysprosium metal is of heading 2805.30, a screw of 7318.15."""
    text = """
    parent,part,quantity,unit_value_usd,origin,hs_code
    ,set,,100,,
    set,metal,1,3,CN,280530
    set,screw,1,2,CN,731815
    """
    found = bill(tmp_path, text)
    place = found.place("set")
    bounds = {how: worked_out(found, how)[0].bounds(place, Reading.BROAD) for how in Unclassified}
    assert bounds[Unclassified.HINTED] == pytest.approx((0, 0.03))
    assert bounds[Unclassified.UNKNOWN] == pytest.approx((0, 0.05))
    assert bounds[Unclassified.NONE] == (0, 0)


def test_what_the_firm_makes_is_made_where_the_firm_is(tmp_path: Path):
    text = "parent,part,quantity,unit_value_usd,origin,control_codes\nmotor,rotor,1,,,\nrotor,shaft,1,5,JP,none\n"
    found = bill(tmp_path, text)
    shares, kinds = worked_out(found)
    assert kinds.origin[found.place("rotor")] == "JP"
    assert shares.bounds(found.place("motor"), Reading.BROAD) == (0, 0)


def test_the_measure_is_found_by_itself_or_named():
    measure, share = rule_of(LIBRARY)
    assert (measure.id, share.fact) == ("cn/2025-61-rare-earths-abroad", "prc_content_share")
    with pytest.raises(LibraryError, match="says nothing of a share by value"):
        rule_of(LIBRARY, "cn/2026-01-japan-dual-use")


def test_kinds_are_the_same_however_many_texts_a_number_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found = bill(tmp_path, MAGNET)
    _, whole = worked_out(found)
    monkeypatch.setattr(part_kinds, "_MOST", 2)
    _, in_steps = worked_out(found)
    assert len(whole.facts) > 2
    assert (in_steps.facts, in_steps.of_part.tolist()) == (whole.facts, whole.of_part.tolist())
    assert [whole.facts[kind].get(CODES, "") for kind in whole.of_part] == [
        found.parts.facts[CODES][part] for part in range(len(found.parts))
    ]
