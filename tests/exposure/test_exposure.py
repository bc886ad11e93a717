"""Exposure from a bill to products: what crosses a border, what hangs on it, what is at stake, and in which order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.support.bills import CIVIL, DAY, LIBRARY, WORKS, exposed, read

import sekisho as sk
from sekisho.exposure.part_kinds import Unclassified, kinds_of
from sekisho.exposure.part_outcomes import curbs_of
from sekisho.exposure.product_outcomes import holders, stakes_of
from sekisho.i18n.messages import Translator
from sekisho.present.exposure.stop_table import remedy_costs, remedy_text
from sekisho.present.exposure.stops import stop_rows
from sekisho.trade.bom.bill import Bill


def test_each_kind_of_crossing_is_determined_once_where_it_goes(tmp_path: Path):
    """Metal goes into a Japanese magnet; gallium inside a Chinese drive does not leave China by itself."""
    found = exposed(tmp_path)
    told = {(one.facts["control_codes"], one.facts["destination"]) for one in found.curbs.crossings}
    assert told == {("1C905.a.1", "JP"), ("none", "JP")}
    assert all(one.facts["departure"] == "CN" for one in found.curbs.crossings)


def test_a_product_is_as_curbed_as_the_worst_of_what_it_needs(tmp_path: Path):
    found = exposed(tmp_path)
    assert {one.product: one.outcome for one in found.products} == {"servo": "licence", "pump": "free"}
    servo = next(one for one in found.products if one.product == "servo")
    assert servo.counts == {"prohibited": 0, "licence required": 1, "undetermined": 0}
    assert [found.bill.parts.ids[one.part] for one in servo.parts] == ["dysprosium"]
    assert servo.parts[0].quantity == pytest.approx(8 * 0.0004)


def test_a_military_user_turns_a_licence_into_a_ban_and_the_broad_reading_may(tmp_path: Path):
    military = exposed(tmp_path, facts={**CIVIL, "end_user_kind": "military", "end_use": "military"})
    servo = next(one for one in military.products if one.product == "servo")
    assert servo.verdicts["chosen"].headline == "prohibited"
    civil = exposed(tmp_path)
    servo = next(one for one in civil.products if one.product == "servo")
    assert servo.verdicts["chosen"].ceiling.level == "licence"
    assert servo.verdicts["broad"].ceiling >= servo.verdicts["chosen"].ceiling


def test_an_unknown_origin_may_be_china_and_may_not(tmp_path: Path):
    found = exposed(tmp_path, WORKS.replace("0.35,USD,CN", "0.35,USD,"))
    servo = next(one for one in found.products if one.product == "servo")
    assert servo.outcome == "undetermined"
    assert servo.verdicts["chosen"].floor.level == "free"
    assert found.parts[0].missing[0] == "origin"
    assert servo.weeks is not None
    assert servo.weeks.low == 0 < servo.weeks.high


def test_a_free_alternative_takes_the_product_off_the_hook(tmp_path: Path):
    lines = [f"{line.strip()}," for line in WORKS.strip().splitlines()]
    ferrite = "rotor,ferrite,8,piece,1.5,USD,JP,Mihon Magnets,,none,dual,30,,,m"
    text = "\n".join([lines[0] + "group", *(f"{line}m" if "magnet,8" in line else line for line in lines[1:]), ferrite])
    found = exposed(tmp_path, text)
    servo = next(one for one in found.products if one.product == "servo")
    assert servo.outcome == "free"
    assert servo.weeks is None
    assert [part.number for part in found.parts] == ["dysprosium"], "the part itself stays curbed"


def test_the_longest_statutory_clock_is_what_a_licence_is_supposed_to_take(tmp_path: Path):
    """45 working days are 63 days; 20 in stock of metal and 30 of magnets leave 13 days of 2,000,000 / 365 a day."""
    found = exposed(tmp_path)
    servo = next(one for one in found.products if one.product == "servo")
    assert servo.revenue_at_risk is not None
    assert servo.revenue_at_risk.mid == pytest.approx(13 * 2_000_000 / 365)
    assert servo.survive_days is not None
    assert servo.survive_days.mid == 50
    assert found.remedies is not None
    assert [(one.stock_days, found.bill.parts.ids[one.part]) for one in found.remedies.remedies] == [(13, "dysprosium")]
    assert found.after is not None
    assert found.after.weekly.sum() == 0


def test_a_remedy_that_costs_more_than_what_it_saves_says_so(tmp_path: Path):
    (row,) = stop_rows(found := exposed(tmp_path))
    risk = row.product.revenue_at_risk
    assert row.remedies
    assert risk is not None
    cost = sum(one.cost for one in row.remedies)
    for high, is_dearer in ((cost * 2, False), (cost, False), (cost / 2, True)):
        product = replace(row.product, revenue_at_risk=replace(risk, low=0, mid=high, high=high))
        text = remedy_text(replace(row, product=product), found, remedy_costs([row], found))
        for language, words in (("en", "more than the sales at risk"), ("ja", "売上を上回る"), ("zh", "超过")):
            assert (words in Translator(language).say(text)) is is_dearer


def test_products_come_by_what_is_at_stake_and_parts_by_how_few_sources_they_have(tmp_path: Path):
    text = """
    parent,part,quantity,origin,control_codes,sourcing,revenue_usd,supplier,site
    ,small,,,,,1000,,
    ,large,,,,,9000,,
    ,none,,,,,99000,,
    small,a,1,CN,1C905.a.1,dual,,S,One
    large,b,1,CN,1C905.b,sole,,S,Two
    large,a,1,,,,,,
    large,c,1,CN,1C904.b,single,,,
    none,d,1,CN,none,sole,,,
    """
    found = exposed(tmp_path, text)
    assert [one.product for one in found.products] == ["large", "small", "none"]
    assert [one.number for one in found.parts] == ["b", "c", "a"]
    assert [(one.products, one.revenue) for one in found.parts] == [(1, 9000), (1, 9000), (2, 10_000)]


def test_what_is_sold_as_it_comes_crosses_by_itself(tmp_path: Path):
    text = """
    parent,part,quantity,origin,control_codes,revenue_usd
    ,dysprosium oxide,,CN,1C905.b,5000
    ,set,,,,
    set,screw,1,JP,none,
    """
    found = exposed(tmp_path, text)
    assert {one.product: one.outcome for one in found.products} == {"dysprosium oxide": "licence", "set": "free"}
    assert found.products[0].counts["licence required"] == 1


def test_the_public_name_takes_a_file(tmp_path: Path):
    file = tmp_path / "bom.csv"
    file.write_text("\n".join(line.strip() for line in WORKS.strip().splitlines()) + "\n", encoding="utf-8")
    found = sk.assess_exposure(file, LIBRARY, as_of="2026-09-30", facts=CIVIL)
    assert [one.product for one in found.products] == ["servo", "pump"]


def by_following(found: Bill, product: int) -> set[int]:
    """All parts below a product, by walking."""
    seen: set[int] = set()
    waiting = [product]
    while waiting:
        place = waiting.pop()
        for part in found.lines.part[found.lines.parent == place].tolist():
            if part not in seen:
                seen.add(part)
                waiting.append(part)
    return seen


@pytest.mark.parametrize("seed", range(4))
def test_counts_and_sums_over_products_are_those_of_walking(tmp_path: Path, seed: int):
    """More curbed parts than one block of bits holds."""
    rng = np.random.default_rng(seed)
    rows = ["parent,part,quantity,origin,control_codes,revenue_usd"]
    rows += [f",p{number},,,,{int(rng.integers(1, 100))}" for number in range(12)]
    rows += [f"s{rng.integers(0, 40)},c{number},1,CN,{rng.choice(['1C905.a.1', 'none'])}," for number in range(1400)]
    rows += [f",s{number},,,," for number in range(40)]
    pairs = {(int(rng.integers(0, 12)), int(rng.integers(0, 40))) for _ in range(90)}
    rows += [f"p{one},s{other},1,,," for one, other in sorted(pairs)]
    file = tmp_path / "bom.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = read(file)
    kinds = kinds_of(found, LIBRARY, unclassified=Unclassified.HINTED, made_in="JP")
    curbs = curbs_of(found, kinds, LIBRARY, facts=CIVIL, made_in="JP", as_of=DAY)
    stakes = stakes_of(found, curbs)
    curbed = {place for place in range(len(found.parts)) if stakes.own_ceiling[place] > 0}
    assert len(curbed) > 600
    below = [by_following(found, product) for product in found.products.tolist()]
    assert stakes.counts["licence required"].tolist() == [len(parts & curbed) for parts in below]
    revenue = np.nan_to_num(found.parts.revenue[found.products])
    days = np.arange(len(revenue), dtype=float)
    most = {part: float(part % 5) for part in curbed if part % 7}
    weights = np.ones(len(revenue)), revenue
    parts, (count, worth, lost) = holders(found, curbs, weights, capped=(revenue, days, most))
    assert set(parts.tolist()) == curbed
    for at, part in enumerate(parts.tolist()):
        holding = [part in each for each in below]
        assert count[at] == sum(holding)
        assert worth[at] == revenue[holding].sum()
        least = np.minimum(days, most.get(part, 0.0))
        assert lost[at] == (revenue * least)[holding].sum()


def test_a_supplier_on_a_held_list_is_told_whatever_it_delivers(tmp_path: Path):
    from sekisho.present.exposure.data import exposure_data
    from sekisho.present.exposure.page import page
    from sekisho.present.exposure.terminal import exposure_text

    found = exposed(tmp_path, WORKS.replace("Acme", "Mitsubishi Shipbuilding Co. Ltd."), remedies=False)
    suppliers = exposure_data(found)["suppliers"]
    assert isinstance(suppliers, list)
    (told,) = suppliers
    assert (told["supplier"], told["zone"], told["parts"]) == ("Mitsubishi Shipbuilding Co. Ltd.", "match", 2)
    assert told["hits"][0]["entity"] == "jp-ecl-a01"
    text = " ".join(" ".join(exposure_text(found, full=True)).split())
    assert "Suppliers on party lists: stop and ask" in text
    assert "is listed" in text
    assert "Suppliers on party lists: stop and ask" in page(found)
    assert exposed(tmp_path, remedies=False).suppliers == ()
