"""What follows from other facts follows alike by row and in bulk: kind and territory of the end user."""

from __future__ import annotations

import random
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from tests.support.conformance import Run, compare
from tests.support.real_lines import Trader
from tests.support.synthetic_law import FIRST, is_, library_of, new_clause, new_measure

from sekisho import Library
from sekisho.law.model.condition import FactName, Listed, ListId
from sekisho.law.model.listed_party import ListedParty

NAMES = (
    *(
        "",
        "unknown",
        "none",
        "Nobody Ltd.",
        "Sky Guard",
        "sky guard",
        "Sky Guard, depot no. 3",
        "First Depot Sky Guard",
    ),
    *("SKY", "空衛隊", "空衛隊第二補給処", "Harbour Watch", "Harbour Watch O'Hara yard", "Both Guards", "Alpha Works"),
)
KINDS = ("", "unknown", "civil", "CIVIL", "military", "Defence-Contractor", "defence contractor", " government ", "n/a")
TERRITORIES = ("", "unknown", "JP", " us ", "-")
PLACES = (
    ("CN", "JP"),
    ("cn", " jp "),
    ("JP", "JP"),
    ("jp", "JP "),
    ("", "JP"),
    ("CN", ""),
    ("CN", "KP"),
    ("CN", "n/a"),
)


def body(
    identity: str, on_list: str, territory: str, names: tuple[str, ...], weak: tuple[str, ...] = ()
) -> ListedParty:
    """A military body, or a listed firm."""
    return ListedParty(
        id=identity,
        list=ListId(on_list),
        names=names,
        weak_names=weak,
        territory=territory,
        identifiers=(),
        listed=None,
        until=None,
        open_from=None,
        confidence="high",
        source="",
    )


ENTRIES = (
    body("j1", "jp/military-users", "JP", ("Sky Guard", "空衛隊"), ("SKY",)),
    body("j2", "jp/military-users", "JP", ("Both Guards",)),
    body("u1", "us/military-users", "US", ("Harbour Watch",), ("HW",)),
    body("u2", "us/military-users", "US", ("Both Guards",)),
    body("l1", "xx/list", "JP", ("Alpha Works", "Sky Guard")),
)


@pytest.fixture(scope="module")
def law() -> Library:
    """A clause for each thing that may follow."""
    clauses = [
        new_clause("military", is_("end_user_kind", "military"), "prohibited"),
        new_clause("of-japan", is_("end_user_territory", "JP"), "individual_licence"),
        new_clause("of-america", is_("end_user_territory", "US"), "licence"),
        new_clause("listed", Listed(FactName("end_user"), ListId("xx/list")), "registration"),
    ]
    return library_of([new_measure("m", *clauses)], entries=ENTRIES)


def test_kind_and_territory_of_the_end_user_follow_alike(law: Library, tmp_path: Path):
    lines = [
        {
            name: value
            for name, value in {
                "end_user": user,
                "end_user_kind": kind,
                "end_user_territory": territory,
                "departure": place[0],
                "destination": place[1],
            }.items()
            if value
        }
        for number, (user, kind, territory, place) in enumerate(product(NAMES, KINDS, TERRITORIES, PLACES))
        if number % 3 == 0
    ]
    compared = compare(lines, law, Run(as_of=FIRST), tmp_path)
    assert compared >= 30_000


@pytest.mark.parametrize("left_out", ["end_user", "end_user_kind", "end_user_territory", "departure", "destination"])
def test_what_follows_follows_alike_without_a_column(law: Library, tmp_path: Path, left_out: str):
    columns = ["end_user", "end_user_kind", "end_user_territory", "departure", "destination"]
    columns.remove(left_out)
    given = {
        "end_user": NAMES[:14:2],
        "end_user_kind": KINDS[:6],
        "end_user_territory": ("", "unknown", "US"),
        "departure": ("", "CN", "JP"),
        "destination": ("", "JP", "KP"),
    }
    lines = [
        {name: value for name, value in zip(columns, values, strict=True) if value}
        for values in product(*(given[name] for name in columns))
    ]
    assert compare(lines, law, Run(as_of=FIRST), tmp_path, formats=["csv"], columns=columns)


def test_lines_of_the_library_agree_however_they_are_written(library: Library, rng: random.Random, tmp_path: Path):
    """Capitals, spaces around a value (the wide one too), hyphens for underscores."""
    trader = Trader(library, rng)
    lines = [trader.dressed(trader.line(0.8)) for _ in range(120)]
    compared = compare(lines, library, Run(as_of=date(2026, 11, 24)), tmp_path, formats=["csv"], columns=trader.facts)
    assert compared >= 900
