"""Every kind of condition over every combination of known and unknown, by row and in bulk, to the last value.

Each condition is a clause of its own, kept apart from the others by departure and origin: so one book tests hundreds
of conditions, and each line shows one of them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations_with_replacement, product
from pathlib import Path

import pytest
from tests.support.conformance import Line, Run, compare
from tests.support.synthetic_package import TERRITORIES, Json, clause, exception, measure, write_package

from sekisho import Library, load_measures

VALUES: Mapping[str, Sequence[str | None]] = {
    "destination": (None, "JP", "NO", "NA"),
    "end_use": (None, "civil", "military", "research"),
    "end_user_kind": (None, "civil", "military"),
    "prior_undertaking": (None, "yes", "no"),
    "to_bonded_zone": (None, "yes", "no"),
    "control_codes": (None, "none", "1E001", "1C905.a.4", "1C905.a", "1C", "?1C905.a", "3A001;?1C905.b"),
    "prc_content_share": (None, "0", "0.001", "0.1", "0.25", "1"),
    "end_user": (None, "Nobody Ltd.", "Alpha Works", "ALPHA", "Open Mills", "Former Forge", "529900LATERLABS00X01"),
    "importer": (None, "unknown", "Alpha Works", "Half House", "Less House", "Open House", "OH"),
    "end_user_listed_share": (None, "0", "0.5"),
    "importer_listed_share": (None, "0.4999", "1"),
}
"""Every value that some test tells from the others; None leaves the fact out."""

LEAVES: Mapping[str, tuple[Json, tuple[str, ...]]] = {
    "is-choice": ({"end_use": "military"}, ("end_use",)),
    "is-several": ({"end_use": ["military", "research"]}, ("end_use",)),
    "is-other-choice": ({"end_user_kind": "military"}, ("end_user_kind",)),
    "is-territory": ({"destination": ["NO", "JP"]}, ("destination",)),
    "is-yes": ({"prior_undertaking": "yes"}, ("prior_undertaking",)),
    "is-no": ({"to_bonded_zone": "no"}, ("to_bonded_zone",)),
    "under": ({"control_codes": {"under": "cn/dual-use/1C905.a"}}, ("control_codes",)),
    "under-several": ({"control_codes": {"under": ["cn/dual-use/1C905.b", "cn/dual-use/1E001"]}}, ("control_codes",)),
    "under-without": (
        {"control_codes": {"under": "cn/dual-use", "without": ["cn/dual-use/1C905.a"]}},
        ("control_codes",),
    ),
    "at-least": ({"prc_content_share": {"at_least": "0.001"}}, ("prc_content_share",)),
    "above": ({"prc_content_share": {"above": "0.001"}}, ("prc_content_share",)),
    "at-most": ({"prc_content_share": {"at_most": "0.25"}}, ("prc_content_share",)),
    "below": ({"prc_content_share": {"below": "0.25"}}, ("prc_content_share",)),
    "between-closed": ({"prc_content_share": {"at_least": "0.001", "at_most": "0.25"}}, ("prc_content_share",)),
    "between-open": ({"prc_content_share": {"above": "0.001", "below": "0.25"}}, ("prc_content_share",)),
    "listed": ({"end_user": {"listed": "xx/list"}}, ("end_user",)),
    "listed-part": ({"end_user": {"listed": "xx/list/2026-1"}}, ("end_user",)),
    "listed-role": ({"importer": {"listed": "xx/list/2026-1"}}, ("importer",)),
    "owned": (
        {"end_user": {"listed": "xx/list/2026-11", "or_owned": {"at_least": "0.5", "tiers": "reset"}}},
        ("end_user", "end_user_listed_share"),
    ),
    "owned-by-several-lists": (
        {
            "importer": {
                "listed": "xx/list/2026-11",
                "or_owned": {"at_least": "0.5", "tiers": "multiplied", "also_by": "xx/list/2026-1"},
            }
        },
        ("importer", "importer_listed_share"),
    ),
    "term-disputed": ({"term": "suspect"}, ("end_use", "end_user_kind")),
    "term-defined": ({"term": "in-a-zone"}, ("to_bonded_zone", "prior_undertaking")),
    "term-inverted": ({"not": {"term": "suspect"}}, ("end_use", "end_user_kind")),
    "in-force-yes": ({"in_force": "xx/2026-yes"}, ()),
    "in-force-no": ({"in_force": "xx/2026-no"}, ()),
    "in-force-open": ({"in_force": "xx/2026-open"}, ()),
}
"""Every kind of test, with the facts that it depends on."""

TERMS: Json = {
    "suspect": {
        "words": {"en": "suspect"},
        "article": "1",
        "narrow": {"when": {"end_use": "military", "end_user_kind": "military"}, "because": "x"},
        "central": {"when": {"end_use": "military"}, "because": "x"},
        "broad": {
            "when": {"any": [{"end_use": ["military", "research"]}, {"end_user_kind": "military"}]},
            "because": "x",
        },
    },
    "in-a-zone": {
        "words": {"en": "in a zone"},
        "article": "1",
        "when": {"any": [{"to_bonded_zone": "yes"}, {"prior_undertaking": "yes"}]},
    },
}
OPEN_STATUS: Json = [
    {"state": "suspended", "from": "2026-02-01", "until": "2026-05-31"},
    {
        "state": "unknown",
        "from": "2026-06-01",
        "until": "open",
        "named": "what_followed",
        "question": "What followed?",
        "values": {"extended": "suspended", "lapsed": "in_force", "changed": "unknown"},
    },
]
ASSUMPTIONS: Sequence[Mapping[str, str]] = [
    {},
    {"what_followed": "extended"},
    {"what_followed": "lapsed"},
    {"what_followed": "changed"},
]
SIDE = 14
DAY = date(2026, 4, 1)
OPEN_DAY = date(2026, 7, 1)


def leaves_alone() -> Iterator[tuple[Json, tuple[str, ...]]]:
    """Every test by itself, and not."""
    for when, facts in LEAVES.values():
        yield when, facts
        yield {"not": when}, facts


def pairs(forms: Sequence[int]) -> Iterator[tuple[Json, tuple[str, ...]]]:
    """Every pair of tests, two deep, in some of six forms."""
    for (one, facts), (other, more) in combinations_with_replacement(LEAVES.values(), 2):
        both = tuple(dict.fromkeys((*facts, *more)))
        every: list[Json] = [
            {"all": [one, {"not": other}]},
            {"any": [one, {"not": other}]},
            {"not": {"all": [one, other]}},
            {"not": {"any": [{"not": one}, other]}},
            {"all": [{"any": [one, other]}, {"not": {"all": [one, other]}}]},
            {"any": [{"all": [one, other]}, {"not": {"any": [one, other]}}]},
        ]
        for form in forms:
            yield every[form], both


def triples() -> Iterator[tuple[Json, tuple[str, ...]]]:
    """Every pair of tests with a third of another fact, two deep."""
    names = list(LEAVES)
    for number, (one, other) in enumerate(combinations_with_replacement(names, 2)):
        third = names[(number * 7 + 3) % len(names)]
        (a, f), (b, g), (c, h) = LEAVES[one], LEAVES[other], LEAVES[third]
        facts = tuple(dict.fromkeys((*f, *g, *h)))
        if len(facts) <= 3:
            yield {"all": [{"any": [a, {"not": b}]}, c]}, facts
            yield {"any": [{"all": [{"not": a}, b]}, {"not": c}]}, facts


def combinations(facts: Sequence[str]) -> Iterator[dict[str, str]]:
    """Every combination of known and unknown values of some facts."""
    for values in product(*(VALUES[name] for name in facts)):
        yield {name: value for name, value in zip(facts, values, strict=True) if value is not None}


def place_of(number: int) -> dict[str, str]:
    """Where the lines of one condition leave and come from."""
    return {"departure": TERRITORIES[number // SIDE], "origin": TERRITORIES[number % SIDE]}


def package(folder: Path, conditions: Sequence[tuple[Json, tuple[str, ...]]]) -> tuple[Library, list[Line]]:
    """A library with a clause for each condition, and every line that meets it."""
    clauses: list[Mapping[str, Json]] = []
    lines: list[Line] = []
    for number, (when, facts) in enumerate(conditions):
        place = place_of(number)
        clauses.append(clause(f"c{number:03}", {"all": [*({name: value} for name, value in place.items()), when]}))
        lines += [{**place, **line} for line in combinations(facts)]
    library = load_measures(
        [
            write_package(
                folder / "package",
                measure("2026-conditions", clauses, terms=TERMS),
                measure("2026-yes", [], effective="2026-01-02"),
                measure("2026-no", [], status=[{"state": "suspended", "from": "2026-01-01", "until": "open"}]),
                measure("2026-open", [], status=OPEN_STATUS),
            )
        ]
    )
    return library, lines


def in_parts(conditions: Sequence[tuple[Json, tuple[str, ...]]], size: int = SIDE * SIDE) -> Iterator[list]:  # type: ignore[type-arg]
    """Conditions in parts, so that each has a place of its own."""
    for first in range(0, len(conditions), size):
        yield list(conditions[first : first + size])


def test_every_test_by_itself_agrees_under_every_state_of_the_law(tmp_path: Path):
    library, lines = package(tmp_path, list(leaves_alone()))
    compared = sum(
        compare(lines, library, Run(as_of=OPEN_DAY, assume=assume), tmp_path) for assume in ASSUMPTIONS
    ) + compare(lines, library, Run(as_of=DAY), tmp_path)
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 25_000


def test_every_test_by_itself_agrees_under_every_reading(tmp_path: Path):
    library, lines = package(tmp_path, list(leaves_alone()))
    compared = sum(
        compare(lines, library, Run(as_of=OPEN_DAY, readings=reading), tmp_path, formats=["csv"])
        for reading in ("narrow", "broad")
    )
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 5_000


def test_every_pair_of_tests_two_deep_agrees(tmp_path: Path):
    """One of the six forms for each pair, in turn, so that every form meets every kind."""
    conditions = [each for form in range(6) for number, each in enumerate(pairs([form])) if (number + form) % 6 == 0]
    compared = 0
    for number, part in enumerate(in_parts(conditions)):
        folder = tmp_path / str(number)
        library, lines = package(folder, part)
        compared += compare(lines, library, Run(as_of=OPEN_DAY), folder)
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 120_000


@pytest.mark.slow
@pytest.mark.parametrize("assume", ASSUMPTIONS, ids=lambda assume: "-".join(assume.values()) or "unset")
def test_every_pair_in_every_form_and_every_triple_agrees(tmp_path: Path, assume: Mapping[str, str]):
    conditions = [*pairs(range(6)), *triples()]
    compared = 0
    for number, part in enumerate(in_parts(conditions)):
        folder = tmp_path / str(number)
        library, lines = package(folder, part)
        compared += compare(lines, library, Run(as_of=OPEN_DAY, assume=assume), folder)
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 1_000_000


# --- lists and the state of the law over time -----------------------------------------------------

PARTIES = ("Nobody Ltd.", "Alpha Works", "ALPHA", "Open Mills", "Former Forge", "Later Labs", "Brief Bros", "none")
LIST_DAYS = (
    *("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-03-31", "2026-04-01", "2026-04-09", "2026-04-10"),
    *("2026-04-11", "2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01", "2026-12-31"),
)


def test_listings_agree_on_every_day_around_each_of_their_changes(tmp_path: Path):
    library, _ = package(tmp_path, list(leaves_alone()))
    kinds = [*LEAVES]
    places = [place_of(2 * kinds.index(kind)) for kind in ("listed", "listed-part", "listed-role")]
    lines = [
        {**place, "date": day, role: party}
        for place, role in zip(places, ("end_user", "end_user", "importer"), strict=True)
        for day in LIST_DAYS
        for party in (*PARTIES, "unknown")
    ]
    compared = compare(lines, library, Run(), tmp_path)
    for day in ("2026-04-10", "2026-06-01"):
        undated = [{name: value for name, value in line.items() if name != "date"} for line in lines]
        compared += compare(undated, library, Run(as_of=date.fromisoformat(day)), tmp_path, formats=["csv"])
    print(f"{compared:,} values compared")  # noqa: T201 - shown with -s, and on failure
    assert compared >= 8_000


STATE_CLAUSES = (
    clause("plain", {"end_use": "military"}, "licence"),
    clause(
        "dated", {"end_user_kind": "military"}, "individual_licence", **{"from": "2026-03-01", "until": "2026-06-15"}
    ),
    clause("stated", {"end_use": "research"}, "prohibited", status=OPEN_STATUS),
    clause("term", {"term": "suspect"}, "case_by_case"),
    exception("relief", {"prior_undertaking": "yes"}, "plain", "stated", "term"),
)


@pytest.mark.parametrize(
    "assume",
    [
        *ASSUMPTIONS[:2],
        *(
            pytest.param(one, marks=pytest.mark.slow(reason="two of four values are tried by default"))
            for one in ASSUMPTIONS[2:]
        ),
    ],
    ids=lambda assume: "-".join(assume.values()) or "unset",
)
def test_open_states_of_the_law_agree_on_every_day_and_with_every_value(tmp_path: Path, assume: Mapping[str, str]):
    """Open text of a measure and of a clause, subjects, exceptions from open and settled measures, days of clauses."""
    other = exception("other-relief", {"to_bonded_zone": "yes"}, "xx/2026-open#plain", "xx/2026-settled#bar")
    library = load_measures(
        [
            write_package(
                tmp_path / "package",
                measure(
                    "2026-open",
                    [*STATE_CLAUSES, other],
                    status=OPEN_STATUS,
                    subject={"destination": ["JP", "NO"]},
                    terms=TERMS,
                ),
                measure("2026-settled", [clause("bar", {"end_use": "military", "in_force": "xx/2026-open"})]),
            )
        ]
    )
    facts = ("destination", "end_use", "end_user_kind", "prior_undertaking", "to_bonded_zone")
    days = ("2026-01-15", "2026-02-01", "2026-05-31", "2026-06-01", "2026-06-16")
    sample = list(combinations(facts))
    lines = [
        {**line, "date": day}
        for number, line in enumerate(sample)
        for place, day in enumerate(days)
        if (number + place) % 2
    ]
    compared = compare(lines, library, Run(assume=assume), tmp_path, columns=["date", *facts])
    assert compared >= 20_000
