"""Nothing that a person states is ignored in silence: each input is used, not needed or contradicted."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.support.calling import LAW
from tests.support.open_books import random_of
from tests.support.unpresumed import determine

from sekisho import Library, determine_book, load_measures
from sekisho.determination.book.answers import Answer, BookAnswers
from sekisho.determination.core.outcome import Determination
from sekisho.law.model.condition import FactName
from sekisho.present.book import book_text

USES = {"used", "not_needed", "contradicted"}
VALUES = {
    "movement": ("export", "transit"),
    "departure": ("CN", "JP"),
    "destination": ("JP", "DE"),
    "control_codes": ("1C905.a", "none"),
    "description": ("magnet",),
    "end_use": ("civil", "military", "emergency_relief"),
    "end_user": ("Mihon KK", "Alpha Works"),
    "importer": ("Boueki KK",),
    "end_user_kind": ("civil", "military"),
    "end_user_listed_share": ("1.0", "0"),
    "knowledge_of_risk": ("no",),
    "date": ("2026-02-01",),
}


@pytest.fixture(scope="module")
def small() -> Library:
    """The made-up law of the tests."""
    return load_measures([LAW])


def said(answer: Determination) -> tuple[object, ...]:
    """All that an answer decides, under every reading."""
    plain = answer.to_dict()
    readings = {reading: (one["floor"], one["ceiling"]) for reading, one in plain["by_reading"].items()}
    return plain["floor"], plain["ceiling"], plain["decisive"], plain["open"], plain["obligations"], readings


@pytest.mark.parametrize("seed", range(12))
def test_every_stated_input_is_accounted_for_and_what_is_not_needed_changes_nothing(seed: int, small: Library):
    rng = random_of(seed)
    names = [name for name in VALUES if rng.random() < 0.7]
    facts: dict[str, object] = {name: rng.choice(VALUES[name]) for name in names}
    reading = rng.choice(("central", "broad"))
    answer = determine(facts, small, as_of="2026-09-30", readings=reading)
    found = {(one["kind"], one["name"]): one["use"] for one in answer.to_dict()["inputs"]}
    assert {name for kind, name in found if kind == "fact"} == set(names)
    assert ("reading", "all") in found or reading == "central"
    assert set(found.values()) <= USES
    for (kind, name), use in found.items():
        if kind == "fact":
            without = {other: value for other, value in facts.items() if other != name}
            same = said(determine(without, small, as_of="2026-09-30", readings=reading)) == said(answer)
            assert same == (use == "not_needed") or use == "contradicted", name


def test_a_date_that_chooses_the_law_is_used_and_one_beside_another_is_not(small: Library):
    facts = {"date": "2026-02-01", "destination": "JP"}
    uses = [
        {one["name"]: one["use"] for one in determine(facts, small, as_of=day).to_dict()["inputs"]}["date"]
        for day in (None, "2026-02-01")
    ]
    assert uses == ["used", "not_needed"]


def test_a_name_that_contradicts_a_stated_kind_is_told(library: Library):
    facts = {"departure": "CN", "destination": "JP", "control_codes": "1C902.a.4", "end_user": "防衛装備庁"}
    answer = determine({**facts, "end_user_kind": "civil"}, library, as_of="2026-11-13")
    uses = {one["name"]: one["use"] for one in answer.to_dict()["inputs"]}
    assert uses["end_user_kind"] == "contradicted"


@pytest.mark.parametrize(("share", "use"), [("0", "not_needed"), ("1.0", "used")])
def test_a_stated_share_that_changes_nothing_is_told(library: Library, share: str, use: str):
    facts = {"departure": "CN", "destination": "JP", "control_codes": "none", "end_user": "Example KK"}
    answer = determine({**facts, "end_user_listed_share": share}, library, as_of="2026-09-30")
    uses = {one["name"]: one["use"] for one in answer.to_dict()["inputs"]}
    assert uses["end_user_listed_share"] == use
    told = [text for text in answer.cautions if "end user listed share" in text]
    said = f"end user listed share is stated ({share}) and changes nothing here: the answer is the same without it."
    assert told == ([said] if use == "not_needed" else [])


def test_answers_of_a_book_are_counted_by_what_became_of_them(small: Library, tmp_path: Path):
    book = tmp_path / "book.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("line", "departure", "destination", "description", "control_codes"))
        rows.writerows([(1, "CN", "JP", "magnet", ""), (2, "CN", "JP", "wafer", "3C001")])
    answers = BookAnswers(
        facts=tuple(
            Answer(
                fact=FactName("control_codes"), about=(("description", item),), value="none", by="A", on="2026-11-20"
            )
            for item in ("magnet", "wafer", "sand")
        )
    )
    result = determine_book(
        book, small, out=tmp_path / "r.csv", as_of="2026-09-30", answers=answers, unknown=["end_use"], threads=1
    )
    found = result.card["inputs"]
    assert isinstance(found, dict)
    assert {use: found[use] for use in USES} == {"used": 2, "not_needed": 1, "contradicted": 1}
    text = " ".join(" ".join(book_text(result, small, full=True)).split())
    assert "needed by no line: Control codes: none (description: sand)." in text
    assert "says otherwise than Control codes: none (description: wafer)." in text
