"""A rule on owners in a condition: what it reads, how it is told, and what decides for a party."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.synthetic_package import Json, clause, measure, write_package
from tests.support.unpresumed import determine

from sekisho import Library, load_measures
from sekisho.errors import MeasureError
from sekisho.i18n.conditions import prose
from sekisho.i18n.names import speech_of

HALF: Json = {"at_least": "0.5", "tiers": "reset"}


def library_of(folder: Path, rule: Json, fact: str = "end_user") -> Library:
    when = {fact: {"listed": "xx/list/2026-1", "or_owned": rule}}
    return load_measures([write_package(folder / "package", measure("2026-owners", [clause("c", when)]))])


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return library_of(tmp_path, HALF)


@pytest.mark.parametrize(
    ("end_user", "share", "outcome"),
    [
        ("Alpha Works", None, "prohibited"),  # named on the list
        ("Half House", None, "prohibited"),  # the tables tell half
        ("Half House", "0", "prohibited"),  # a stated share does not undo them
        ("Less House", None, "free"),  # the tables tell 0.4 and who has the rest
        ("Less House", "1", "free"),
        ("Open House", "unknown", "undetermined"),  # anything from 0 to 1
        ("Open House", None, "free"),  # left out: none is taken to be held
        ("Open House", "0.5", "prohibited"),
        ("Open House", "0.4999", "free"),
        ("OH", "unknown", "undetermined"),  # an abbreviation that others share
        ("Nobody Ltd.", "unknown", "undetermined"),  # no table knows it
        ("Nobody Ltd.", "0.5", "prohibited"),
        ("Nobody Ltd.", "0", "free"),
        ("unknown", "0", "undetermined"),  # whose share that is, nobody knows
        ("none", None, "free"),
    ],
)
def test_the_list_decides_then_the_tables_then_the_stated_share(
    library: Library, end_user: str, share: str | None, outcome: str
):
    line = {"end_user": end_user} | ({} if share is None else {"end_user_listed_share": share})
    assert determine(line, library, as_of="2026-04-01").outcome == outcome


def test_an_open_share_is_asked_for_and_nothing_else(library: Library):
    line = {"end_user": "Nobody Ltd.", "end_user_listed_share": "unknown"}
    assert determine(line, library, as_of="2026-04-01").missing == ("end_user_listed_share",)


def test_owners_left_out_are_taken_for_none_and_the_answer_says_so(library: Library):
    answer = determine({"end_user": "Nobody Ltd."}, library, as_of="2026-04-01")
    assert answer.outcome == "free"
    assert any("end user listed share was left out" in caution for caution in answer.cautions)
    stated = determine({"end_user": "Nobody Ltd.", "end_user_listed_share": 0}, library, as_of="2026-04-01")
    assert not any("left out" in caution for caution in stated.cautions)


def test_the_tables_are_read_on_the_day(library: Library):
    """From 2026-06-16 the holding of 0.4 is over, so more than the outsiders' 0.6 is not told and 0.4 stays open."""
    assert determine({"end_user": "Less House"}, library, as_of="2026-06-16").outcome == "free"
    assert determine({"end_user": "Half House"}, library, as_of="2025-12-31").outcome == "free"


def test_an_importer_that_does_not_take_part_is_not_asked_about(tmp_path: Path):
    library = library_of(tmp_path, HALF, fact="importer")
    assert determine({}, library, as_of="2026-04-01").outcome == "free"
    line = {"importer": "Nobody Ltd.", "importer_listed_share": "unknown"}
    assert determine(line, library, as_of="2026-04-01").missing == ("importer_listed_share",)


def test_the_rule_is_told_in_words(library: Library):
    condition = library.clauses[next(iter(library.clauses))][1].when
    assert prose(condition, speech_of(library)) == (
        "the end user is on xx/list/2026-1; or the end user is known to be owned at 50 % or more by parties on "
        "xx/list/2026-1; or (the end user has owners of whom it is not known whether 50 % or more lies with parties on "
        "xx/list/2026-1, and the share of the end user that listed parties own is at least 50 %)"
    )
    assert "持股50 %及以上" in prose(condition, speech_of(library, language="zh"))


@pytest.mark.parametrize(
    ("rule", "fact", "says"),
    [
        ({"at_least": "0.5"}, "end_user", "is not a rule on owners"),
        ({"at_least": "0.5", "tiers": "summed"}, "end_user", "is not a rule on owners"),
        ({"at_least": "0.5", "tiers": "reset", "above": "1"}, "end_user", "is not a rule on owners"),
        ({"at_least": "50", "tiers": "reset"}, "end_user", "50 is not a share"),
        ({"at_least": "0", "tiers": "reset"}, "end_user", "is not a share above 0"),
        (HALF, "exporter", "no fact states its listed share"),
    ],
)
def test_a_rule_that_cannot_be_read_says_what_was_expected(tmp_path: Path, rule: Json, fact: str, says: str):
    with pytest.raises(MeasureError, match=says):
        library_of(tmp_path, rule, fact)
