"""What listed parties hold of a party: worked examples, and laws over random holdings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.law.model.condition import Tiers
from sekisho.law.model.fact import UNKNOWN, Truth
from sekisho.law.model.holdings import OUTSIDERS, Holding, PartyId
from sekisho.parties.ownership.intervals import ListedShare, ShareInterval, ownership

DAY = date(2026, 9, 30)
HALF = Decimal("0.5")
LISTED: Mapping[PartyId, Truth] = {PartyId("L"): True, PartyId("M"): True, PartyId("maybe"): UNKNOWN}


def holding(
    owned: str, owner: str, low: str, high: str = "", *, start: date | None = None, until: date | None = None
) -> Holding:
    return Holding(
        owned=PartyId(owned),
        owner=PartyId(owner),
        low=Decimal(low),
        high=Decimal(high or low),
        start=start,
        until=until,
    )


def held(party: str, *rows: Holding, tiers: Tiers = Tiers.RESET, day: date = DAY) -> ListedShare:
    return ownership(rows, LISTED, day, least=HALF, tiers=tiers).held(PartyId(party))


def ends(party: str, *rows: Holding, tiers: Tiers = Tiers.RESET, day: date = DAY) -> tuple[str, str]:
    share = held(party, *rows, tiers=tiers, day=day).share
    return f"{share.low.normalize():f}", f"{share.high.normalize():f}"


REST = str(OUTSIDERS)


def test_two_listed_owners_of_25_and_30_percent_hold_55_together():
    """By hand: 0.25 + 0.30 = 0.55, at least half, though neither holds half alone."""
    rows = holding("A", "L", "0.25"), holding("A", "M", "0.3"), holding("A", REST, "0.45")
    for tiers in Tiers:
        assert ends("A", *rows, tiers=tiers) == ("0.55", "0.55")
    assert held("A", *rows).share.is_at_least(HALF) is True
    assert {chain.owner for chain in held("A", *rows).chains} == {"L", "M"}


def test_60_percent_of_60_percent_is_36_multiplied_and_60_where_tiers_are_reset():
    """By hand: 0.6 x 0.6 = 0.36 misses half; reset, the owner counts as listed, so its 0.6 meets it."""
    rows = (
        *(holding("A", "L", "0.6"), holding("A", REST, "0.4")),
        *(holding("B", "A", "0.6"), holding("B", REST, "0.4")),
    )
    assert ends("B", *rows, tiers=Tiers.MULTIPLIED) == ("0.36", "0.36")
    assert ends("B", *rows, tiers=Tiers.RESET) == ("0.6", "0.6")
    chain = held("B", *rows).chains[0]
    assert chain.parties == ("L", "A", "B")
    assert chain.share == ShareInterval(Decimal("0.36"), Decimal("0.36"))


def test_an_owner_short_of_the_threshold_passes_nothing_on_where_tiers_are_reset():
    """By hand: 0.4 of A, which holds all of B: 0.4 multiplied; reset, A does not count."""
    rows = holding("A", "L", "0.4"), holding("A", REST, "0.6"), holding("B", "A", "1")
    assert ends("B", *rows, tiers=Tiers.MULTIPLIED) == ("0.4", "0.4")
    assert ends("B", *rows, tiers=Tiers.RESET) == ("0", "0")


@pytest.mark.parametrize(("of_the_owner", "passed_on"), [("0.5", "1"), ("0.4999", "0")])
def test_an_owner_held_at_exactly_the_threshold_counts_as_listed_where_tiers_are_reset(
    of_the_owner: str, passed_on: str
):
    """By hand: half is enough ("50 % or more"), so all that the owner holds counts; a hair less passes nothing on."""
    rest = str(1 - Decimal(of_the_owner))
    rows = holding("A", "L", of_the_owner), holding("A", REST, rest), holding("B", "A", "1")
    assert ends("B", *rows, tiers=Tiers.RESET) == (passed_on, passed_on)


def test_direct_and_indirect_holdings_add_up():
    """By hand: 0.4 direct and 0.3 x 0.4 through A make 0.52; reset, A at 0.4 does not count and 0.4 is left."""
    rows = (
        *(holding("A", "L", "0.4"), holding("A", REST, "0.6")),
        *(holding("B", "L", "0.4"), holding("B", "A", "0.3"), holding("B", REST, "0.3")),
    )
    assert ends("B", *rows, tiers=Tiers.MULTIPLIED) == ("0.52", "0.52")
    assert ends("B", *rows, tiers=Tiers.RESET) == ("0.4", "0.4")


def test_cross_holdings_come_to_the_limit_of_their_series():
    """By hand: a = 0.5 + 0.5 b and b = 0.5 a give a = 2/3 and b = 1/3, to 28 digits and outwards."""
    rows = (
        *(holding("A", "L", "0.5"), holding("A", "B", "0.5")),
        *(holding("B", "A", "0.5"), holding("B", REST, "0.5")),
    )
    for party, exact in (("A", Fraction(2, 3)), ("B", Fraction(1, 3))):
        share = held(party, *rows, tiers=Tiers.MULTIPLIED).share
        assert Fraction(share.low) <= exact <= Fraction(share.high)
        assert share.high - share.low < Decimal("1e-24")


def test_two_firms_that_hold_each_other_wholly_are_left_open():
    """Nobody outside is on file: from nothing upwards 0, from the whole downwards 1."""
    for tiers in Tiers:
        assert ends("A", holding("A", "B", "1"), holding("B", "A", "1"), tiers=tiers) == ("0", "1")


def test_what_no_row_tells_may_be_held_by_listed_parties():
    assert ends("A", holding("A", "L", "0.2")) == ("0.2", "1")
    assert ends("A", holding("A", "L", "0.2"), holding("A", REST, "0.6")) == ("0.2", "0.4")
    assert held("A", holding("A", "L", "0.2"), holding("A", REST, "0.6")).share.is_at_least(HALF) is False
    assert ends("nobody", holding("A", "L", "0.2")) == ("0", "1")
    assert ends("A", holding("A", "unlisted owner", "1")) == ("0", "1")


def test_a_holding_of_unknown_size_and_an_owner_of_unknown_listing_leave_it_open():
    assert ends("A", holding("A", "L", "0", "1")) == ("0", "1")
    assert ends("A", holding("A", "maybe", "0.7"), holding("A", REST, "0.3")) == ("0", "0.7")
    assert held("A", holding("A", "maybe", "0.7")).share.is_at_least(HALF) is UNKNOWN


def test_a_holding_counts_from_its_first_day_to_its_last():
    rows = [holding("A", "L", "0.6", start=DAY, until=DAY), holding("A", REST, "0.4")]
    one = timedelta(days=1)
    assert [ends("A", *rows, day=day)[0] for day in (DAY - one, DAY, DAY + one)] == ["0", "0.6", "0"]


def test_a_threshold_is_met_at_the_threshold():
    assert held("A", holding("A", "L", "0.5"), holding("A", REST, "0.5")).share.is_at_least(HALF) is True
    assert held("A", holding("A", "L", "0.4999"), holding("A", REST, "0.5001")).share.is_at_least(HALF) is False


# --- laws over random holdings ------------------------------------------------------------------

PARTIES = ("A", "B", "C", "D")
OWNERS = (*PARTIES, "L", "M", "maybe", REST)


@st.composite
def holdings(draw: st.DrawFn) -> list[Holding]:
    """Holdings between four firms, cycles and cross-holdings among them; no firm is held more than wholly."""
    rows = []
    for owned in PARTIES:
        left = 20
        for owner in draw(st.lists(st.sampled_from(OWNERS), unique=True, max_size=4)):
            low = draw(st.integers(0, left))
            high = draw(st.integers(low, 20))
            left -= low
            rows.append(holding(owned, owner, str(Decimal(low) / 20), str(Decimal(high) / 20)))
    return rows


def shares(rows: Iterable[Holding], tiers: Tiers, listed: Mapping[PartyId, Truth] = LISTED) -> list[ShareInterval]:
    found = ownership(rows, listed, DAY, least=HALF, tiers=tiers)
    return [found.share_of(PartyId(party)) for party in PARTIES]


def is_within(inner: Sequence[ShareInterval], outer: Sequence[ShareInterval]) -> bool:
    return all(one.low >= other.low and one.high <= other.high for one, other in zip(inner, outer, strict=True))


@settings(max_examples=150)
@given(holdings(), st.sampled_from(Tiers))
def test_the_low_end_never_lies_above_the_high_end_and_both_lie_between_0_and_1(rows: list[Holding], tiers: Tiers):
    assert all(0 <= share.low <= share.high <= 1 for share in shares(rows, tiers))


@settings(max_examples=150)
@given(holdings(), st.sampled_from(Tiers), st.data())
def test_adding_a_holding_never_lowers_what_is_surely_held_and_never_widens_the_answer(
    rows: list[Holding], tiers: Tiers, data: st.DataObject
):
    if rows:
        left_out = data.draw(st.sampled_from(rows))
        assert is_within(shares(rows, tiers), shares([row for row in rows if row is not left_out], tiers))


@settings(max_examples=150)
@given(holdings(), st.sampled_from(Tiers), st.data())
def test_narrowing_an_interval_never_widens_the_answer(rows: list[Holding], tiers: Tiers, data: st.DataObject):
    if not rows:
        return
    chosen = data.draw(st.integers(0, len(rows) - 1))
    row = rows[chosen]
    left = 1 - sum((other.low for other in rows if other.owned == row.owned), Decimal(0))
    low = min(row.high, row.low + data.draw(st.sampled_from([Decimal(0), left / 2, left])))
    narrow = holding(row.owned, row.owner, str(low), str(max(low, (low + row.high) / 2)))
    assert is_within(shares([*rows[:chosen], narrow, *rows[chosen + 1 :]], tiers), shares(rows, tiers))


@settings(max_examples=150)
@given(holdings(), st.sampled_from(Tiers))
def test_learning_that_an_owner_is_listed_or_not_never_widens_the_answer(rows: list[Holding], tiers: Tiers):
    before = shares(rows, tiers)
    listed = {**LISTED, PartyId("maybe"): True}
    assert is_within(shares(rows, tiers, listed), before)
    if not any(row.owner == "maybe" for row in rows):
        assert shares(rows, tiers, listed) == before


@settings(max_examples=150)
@given(holdings(), st.integers(1, 20))
def test_multiplied_agrees_with_following_a_listed_party_through_every_holding(rows: list[Holding], rounds: int):
    """An independent count: the share surely held through chains of at most so many tiers lies below the low end."""
    reached = dict.fromkeys(PARTIES, Fraction(0))
    for _ in range(rounds):
        reached = {
            party: sum(
                (
                    Fraction(row.low) * (1 if row.owner in {"L", "M"} else reached.get(row.owner, Fraction(0)))
                    for row in rows
                    if row.owned == party
                ),
                Fraction(0),
            )
            for party in PARTIES
        }
    for party, share in zip(PARTIES, shares(rows, Tiers.MULTIPLIED), strict=True):
        assert Fraction(share.low) >= reached[party] - Fraction(1, 10**20)
        assert all(row.owned != party for row in rows) or share.low <= 1


@pytest.mark.parametrize("tiers", Tiers)
def test_a_ring_of_fifty_firms_ends(tiers: Tiers):
    rows = [holding(f"f{place}", f"f{(place + 1) % 50}", "0.99") for place in range(50)]
    rows += [holding("f0", "L", "0.01")]
    found = ownership(rows, LISTED, DAY, least=HALF, tiers=tiers)
    assert found.share_of(PartyId("f0")).low >= Decimal("0.01")
    assert all(
        found.share_of(PartyId(f"f{place}")).low <= found.share_of(PartyId(f"f{place}")).high for place in range(50)
    )
