"""Whom a listing reaches: the disputed term that is said of parties, on each reading, by line and by book."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.synthetic_package import (
    ENTRY_COLUMNS,
    GROUP_COLUMNS,
    HOLDING_COLUMNS,
    clause,
    measure,
    write_package,
)
from tests.support.unpresumed import determine

from sekisho import Determination, Library, determine_book, load_measures
from sekisho.errors import MeasureError
from sekisho.i18n.conditions import prose
from sekisho.i18n.names import speech_of
from sekisho.parties.answer import Identification
from sekisho.parties.index import PartyIndex
from sekisho.parties.reason import Relation
from sekisho.proofs.nesting import nested_problems

DAY = "2026-06-01"
ENTRIES = (
    {"entry": "k1", "list": "xx/control/2026-1", "name": "Kitahama Shipbuilding Co., Ltd.", "name_zh": "北滨造船"},
    {"entry": "k2", "list": "xx/control/2026-1", "name": "Tarumi Motors K.K.", "listed": "2026-05-01"},
    {"entry": "k3", "list": "xx/control/2026-1", "name": "Isobe Works Guidance Division", "kind": "division"},
    {"entry": "w1", "list": "xx/watch/2026-2", "name": "Okimag Corporation"},
    {"entry": "w2", "list": "xx/watch/2026-2", "name": "Late Bearing Co., Ltd.", "listed": "2026-08-01"},
)
GROUPS = tuple(
    {"group": key, "name": name}
    for key, name in (
        ("whole", "Whole Sales"),
        ("half", "Half Sales"),
        ("less", "Less Sales"),
        ("open", "Open Sales"),
        ("pair", "Pair Sales"),
        ("grand", "Grand Sales"),
        ("elsewhere", "Elsewhere Sales"),
    )
)
SHARES = (
    ("whole", "k1", "1", "1"),
    ("half", "k1", "0.5", "0.5"),
    ("less", "k1", "0.499", "0.499"),
    ("less", "outsiders", "0.501", "0.501"),
    ("open", "k1", "", ""),
    ("pair", "k1", "0.3", "0.3"),
    ("pair", "k2", "0.3", "0.3"),
    ("grand", "whole", "0.6", "0.6"),
    ("elsewhere", "w1", "1", "1"),
    ("w2", "k1", "1", "1"),
)
TERM = {
    "words": {"en": "the entities named"},
    "article": "1",
    "narrow": {"of_party": {"relations": ["self", "site"]}, "because": "Names.", "argued_by": "nobody"},
    "central": {"of_party": {"relations": ["self", "site", "unit"]}, "because": "Parts.", "argued_by": "nobody"},
    "broad": {
        "of_party": {"relations": ["self", "site", "unit"], "or_owned": {"at_least": "0.5", "tiers": "reset"}},
        "because": "Owned.",
        "argued_by": "nobody",
    },
}


def named(on_list: str) -> dict[str, object]:
    roles = ("end_user", "importer", "intermediate_consignee")
    return {"any": [{role: {"listed": on_list, "as": "named-party"}} for role in roles]}


def write(folder: Path, term: object = TERM) -> Path:
    control = measure("2026-1", [clause("ban", named("xx/control/2026-1"))], terms={"named-party": term})
    watch = measure("2026-2", [clause("licence", named("xx/watch/2026-2"), "individual_licence")])
    write_package(folder, control, watch)
    holdings = [
        {"holding": str(number), "owned": owned, "owner": owner, "share_low": low, "share_high": high}
        for number, (owned, owner, low, high) in enumerate(SHARES)
    ]
    for name, columns, rows in (
        ("xx-list.csv", ENTRY_COLUMNS, ENTRIES),
        ("groups.csv", GROUP_COLUMNS, GROUPS),
        ("holdings.csv", HOLDING_COLUMNS, holdings),
    ):
        with (folder / "lists" / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(columns), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def named_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_measures([write(tmp_path_factory.mktemp("named") / "package")])


def outcomes(answer: Determination) -> tuple[str, ...]:
    return tuple(answer.by_reading[reading].outcome for reading in ("narrow", "central", "broad"))


NOBODY = dict.fromkeys(("end_user", "importer", "intermediate_consignee"), "none")
BAN, FREE, OPEN, LICENCE = "prohibited", "free", "undetermined", "individual_licence"
CASES = [
    ({"end_user": "Kitahama Shipbuilding"}, (BAN, BAN, BAN)),
    ({"importer": "Kitahama Shipbuilding"}, (BAN, BAN, BAN)),
    ({"intermediate_consignee": "Kitahama Shipbuilding"}, (BAN, BAN, BAN)),
    ({"end_user": "Isobe Works Guidance Division"}, (BAN, BAN, BAN)),
    ({"end_user": "Whole Sales"}, (FREE, FREE, BAN)),
    ({"importer": "Whole Sales"}, (FREE, FREE, BAN)),
    ({"intermediate_consignee": "Whole Sales"}, (FREE, FREE, BAN)),
    ({"end_user": "Half Sales"}, (FREE, FREE, BAN)),
    ({"end_user": "Less Sales"}, (FREE, FREE, FREE)),
    ({"end_user": "Open Sales"}, (FREE, FREE, OPEN)),
    ({"end_user": "Open Sales", "end_user_listed_share": "0.2"}, (FREE, FREE, FREE)),
    ({"end_user": "Open Sales", "end_user_listed_share": "0.5"}, (FREE, FREE, BAN)),
    ({"end_user": "Open Sales", "end_user_listed_share": "unknown"}, (FREE, FREE, OPEN)),
    ({"end_user": "Pair Sales"}, (FREE, FREE, BAN)),
    ({"end_user": "Grand Sales"}, (FREE, FREE, BAN)),
    ({"end_user": "Elsewhere Sales"}, (FREE, FREE, LICENCE)),
    ({"end_user": "Nobody Trading", "end_user_listed_share": "0.5"}, (FREE, FREE, BAN)),
    ({"end_user": "Nobody Trading", "end_user_listed_share": "0.4999"}, (FREE, FREE, FREE)),
    ({"end_user": "Nobody Trading", "end_user_listed_share": "unknown"}, (FREE, FREE, OPEN)),
    ({"end_user": "Nobody Trading"}, (FREE, FREE, FREE)),
    # Who bears the name of a listed party is taken to be owned by that one.
    ({"end_user": "Okimag Sales Co., Ltd.", "end_user_listed_share": "1"}, (FREE, FREE, LICENCE)),
    # Its own entry starts later than its owner's: between the two days the broad reading alone reaches it.
    ({"end_user": "Late Bearing"}, (FREE, FREE, BAN)),
]


@pytest.mark.parametrize(
    ("line", "expected"), CASES, ids=[" ".join(f"{fact} {value}" for fact, value in line.items()) for line, _ in CASES]
)
def test_a_listing_reaches_as_far_as_its_reading(
    named_library: Library, line: dict[str, str], expected: tuple[str, ...]
):
    found = outcomes(determine({**NOBODY, **line}, named_library, as_of=DAY))
    assert found == expected


def test_two_owners_count_together_only_while_both_are_listed(named_library: Library):
    before = determine({"end_user": "Pair Sales"}, named_library, as_of="2026-04-30")
    assert outcomes(before)[2] == OPEN, "0.3 is held for sure, and nobody knows who holds the rest"


def test_a_known_share_is_never_silent(named_library: Library):
    for line, says in (
        (
            {"end_user": "Whole Sales"},
            "100 % of the end user is owned by Kitahama Shipbuilding Co., Ltd., listed by 2026-1",
        ),
        ({"end_user": "Open Sales"}, "An unknown share of the end user is owned by Kitahama"),
        (
            {"end_user": "Nobody Trading", "end_user_listed_share": "0.6"},
            "60 % of the end user is owned by parties on the lists",
        ),
    ):
        answer = determine(line, named_library, as_of=DAY)
        (told,) = [each for each in answer.cautions if "not reached on the central reading" in each]
        assert told.startswith(says)
    broad = determine({"end_user": "Whole Sales"}, named_library, as_of=DAY, readings="broad")
    assert not [each for each in broad.cautions if "not reached" in each]
    less = determine({"end_user": "Less Sales"}, named_library, as_of=DAY)
    assert not [each for each in less.cautions if "owned by" in each or "not reached" in each]


def test_a_site_and_a_part_of_a_listed_party_are_reached_by_relation(
    named_library: Library, monkeypatch: pytest.MonkeyPatch
):
    """What of a listed party a name names comes from the identification; here two names stand for a site and a part."""
    real = PartyIndex.whom
    relations: dict[str, Relation] = {
        "Kitahama Shipbuilding Sakai Works": "site",
        "Kitahama Shipbuilding Special Craft Company": "unit",
    }

    def whom(self: PartyIndex, party: str) -> Identification:
        if party not in relations:
            return real(self, party)
        found = real(self, "Kitahama Shipbuilding")
        hits = tuple(replace(hit, relation=relations[party]) for hit in found.hits)
        return replace(found, query=party, hits=hits)

    monkeypatch.setattr(PartyIndex, "whom", whom)
    expected = {"site": (BAN, BAN, BAN), "unit": (FREE, BAN, BAN)}
    for name, relation in relations.items():
        assert outcomes(determine({"end_user": name}, named_library, as_of=DAY)) == expected[relation], name


def test_a_book_gives_the_three_readings_of_every_line(named_library: Library, tmp_path: Path):
    columns = ["line", *NOBODY, "end_user_listed_share", "destination", "control_codes"]
    rows = [{"line": str(number), **NOBODY, **line} for number, (line, _) in enumerate(CASES)]
    with (tmp_path / "book.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({**row, "destination": "JP", "control_codes": "none"} for row in rows)
    determine_book(tmp_path / "book.csv", named_library, out=tmp_path / "out.csv", as_of=DAY)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        found = {row["line"]: row for row in csv.DictReader(file)}
    for number, (line, _) in enumerate(CASES):
        row = determine({**NOBODY, **line}, named_library, as_of=DAY)
        told = found[str(number)]
        for reading, prefix in (("narrow", "narrow_"), ("central", ""), ("broad", "broad_")):
            verdict = row.by_reading[reading]
            assert (told[f"{prefix}floor"], told[f"{prefix}ceiling"]) == (verdict.floor.level, verdict.ceiling.level), (
                line
            )


def test_the_readings_are_nested(named_library: Library):
    assert nested_problems(named_library) == []


def test_it_is_told_in_words(named_library: Library):
    when = named_library.clauses[next(iter(named_library.clauses))][1].when
    assert prose(when, speech_of(named_library)) == (
        "the end user, the importer or the intermediate consignee is on xx/control/2026-1 as “the entities named”"
    )
    assert "掲載されている" in prose(when, speech_of(named_library, language="ja"))
    assert prose(when, speech_of(named_library, language="zh")).endswith("列入xx/control/2026-1")


@pytest.mark.parametrize(
    ("term", "says"),
    [
        (
            {**TERM, "narrow": {"of_party": {"relations": ["cousin"]}, "because": "x", "argued_by": "nobody"}},
            "no relation",
        ),
        ({"words": {"en": "x"}, "article": "1", "when": {"destination": "JP"}}, "is said of the line"),
    ],
)
def test_a_term_that_cannot_be_said_of_a_party_is_told(tmp_path: Path, term: object, says: str):
    with pytest.raises(MeasureError, match=says):
        load_measures([write(tmp_path / "package", term)])
