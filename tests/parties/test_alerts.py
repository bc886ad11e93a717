"""Every held list speaks: hits that stand in an answer, in a line and in a book, whatever the clauses say."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from tests.support.synthetic_package import ENTRY_COLUMNS, clause, measure, write_package
from tests.support.unpresumed import determine

from sekisho import Library, determine_book, load_measures
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.effects import OWN_LISTS
from sekisho.parties.index import parties_of
from sekisho.present.determination.headline import headline

DAY = "2026-06-01"
ENTRIES = (
    {"entry": "j1", "list": "cn/judged/2026-1", "name": "Kitahama Shipbuilding Co., Ltd."},
    {"entry": "j2", "list": "cn/judged/2026-1", "name": "Later Labs", "listed": "2026-08-01"},
    {"entry": "j3", "list": "cn/judged/2026-1", "name": "Former Forge", "until": "2026-05-31"},
    {"entry": "u1", "list": "cn/held/2026-2", "name": "Tarumi Corporation", "weak_aliases": "TRM"},
    {"entry": "f1", "list": "us/some-list", "name": "Oki Magnetics Corporation", "weak_aliases": "OKM"},
    {"entry": "o1", "list": f"{OWN_LISTS}ours", "name": "Isobe Works"},
)
EFFECTS = """list_part,effect,encoded,words_en,words_zh,words_ja,source
cn/judged,ban,yes,No listed item may go to it.,不得向其出口清单物项。,リスト品目の輸出は禁止。,
us/some-list,foreign,no,A list of another state.,他国的名单。,他国のリスト。,
"""


def write(folder: Path) -> Path:
    when = {"all": [{"destination": "JP"}, {"end_user": {"listed": "cn/judged/2026-1"}}]}
    write_package(folder, measure("2026-1", [clause("ban", when)]))
    with (folder / "lists" / "xx-list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(ENTRY_COLUMNS), restval="")
        writer.writeheader()
        writer.writerows(ENTRIES)
    (folder / "lists" / "groups.csv").unlink()
    (folder / "lists" / "holdings.csv").unlink()
    (folder / "lists" / "effects.csv").write_text(EFFECTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_measures([write(tmp_path_factory.mktemp("held") / "package")])


ELSEWHERE = {"destination": "KR", "control_codes": "none"}
CASES = [
    # name, headline, ceiling, effect and zone of the alert
    ({"end_user": "Kitahama Shipbuilding"}, "free_with_alert", "free", ("ban", "match")),
    ({"end_user": "Kitahama Shipbuilding", "destination": "JP"}, "prohibited", "prohibited", ("ban", "match")),
    ({"importer": "Kitahama Shipbuilding"}, "free_with_alert", "free", ("ban", "match")),
    ({"exporter": "Kitahama Shipbuilding"}, "free_with_alert", "free", ("ban", "match")),
    ({"intermediate_consignee": "Kitahama Shipbuilding"}, "free_with_alert", "free", ("ban", "match")),
    ({"end_user": "Later Labs"}, "free", "free", None),
    ({"end_user": "Former Forge"}, "free", "free", None),
    ({"end_user": "Tarumi Corporation"}, "undetermined", "prohibited", ("", "match")),
    ({"end_user": "TRM"}, "undetermined", "prohibited", ("", "review")),
    ({"importer": "Tarumi Corporation"}, "undetermined", "prohibited", ("", "match")),
    ({"end_user": "Oki Magnetics Corporation"}, "free_with_alert", "free", ("foreign", "match")),
    ({"end_user": "OKM"}, "free_with_alert", "free", ("foreign", "review")),
    ({"end_user": "Isobe Works"}, "free_with_alert", "free", ("own", "match")),
    ({"end_user": "Nobody Trading"}, "free", "free", None),
    ({"end_user": "none"}, "free", "free", None),
]
IDS = [" ".join(f"{fact} {value}" for fact, value in line.items()) for line, *_ in CASES]
NOBODY = dict.fromkeys(("end_user", "importer", "intermediate_consignee"), "none")


@pytest.mark.parametrize(("line", "word", "ceiling", "alert"), CASES, ids=IDS)
def test_a_hit_that_stands_is_told_and_is_never_plainly_free(
    held: Library, line: dict[str, str], word: str, ceiling: str, alert: tuple[str, str] | None
):
    data = determine({**NOBODY, **ELSEWHERE, **line}, held, as_of=DAY).to_dict()
    assert (data["headline"], data["ceiling"]) == (word, ceiling)
    assert [(one["effect"], one["zone"]) for one in data["alerts"]] == ([alert] if alert else [])
    for one in data["alerts"]:
        assert set(one) >= {"role", "entity", "list", "zone", "effect"}
        assert one["role"] in line
        assert any(
            one["list"] in caution and caution.startswith(one["role"].replace("_", " ")) for caution in data["cautions"]
        )
    assert {verdict["headline"] for verdict in data["by_reading"].values()} == {word}


def test_a_list_whose_law_is_not_judged_gives_its_reason(held: Library):
    answer = determine({**ELSEWHERE, "end_user": "TRM"}, held, as_of=DAY)
    (told,) = [one for one in answer.cautions if "not judged here" in one]
    assert told.startswith("end user: may be on cn/held/2026-2 as “Tarumi Corporation”.")


def test_the_headline_says_who_is_on_which_list_and_what_to_do(held: Library):
    say = "No licence required under the PRC measures checked; the end user"
    for name, stands in (("Oki Magnetics Corporation", "is"), ("OKM", "may be")):
        answer = determine({**ELSEWHERE, "end_user": name}, held, as_of=DAY)
        assert headline(answer) == f"{say} {stands} on us/some-list: stop and ask"


def test_the_caution_tells_the_effect_in_the_language_of_the_reader(held: Library):
    answer = determine({**ELSEWHERE, "end_user": "OKM"}, held, as_of=DAY)
    (told,) = [one for one in answer.cautions if one.startswith("end user: ")]
    assert told.endswith("A list of another state.")
    assert (
        teller_of(held, "ja")(told)
        == "需要者：「Oki Magnetics Corporation」としてus/some-listに掲載の可能性。他国のリスト。"
    )
    assert teller_of(held, "zh")(told).endswith("他国的名单。")


def test_a_book_tells_the_same_of_every_line_and_counts_it_apart(held: Library, tmp_path: Path):
    columns = ["line", *NOBODY, "exporter", *ELSEWHERE]
    rows = [{"line": str(number), **NOBODY, **ELSEWHERE, **line} for number, (line, *_) in enumerate(CASES)]
    with (tmp_path / "book.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    result = determine_book(tmp_path / "book.csv", held, out=tmp_path / "out.csv", as_of=DAY)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        found = {row["line"]: row for row in csv.DictReader(file)}
    for number, (line, word, ceiling, _) in enumerate(CASES):
        row = determine({**NOBODY, **ELSEWHERE, **line}, held, as_of=DAY)
        told = found[str(number)]
        assert (told["headline"], told["ceiling"]) == (word, ceiling), line
        assert json.loads(told["alerts"] or "[]") == row.to_dict()["alerts"], line
        assert told["broad_ceiling"] == row.by_reading["broad"].ceiling.level
    words = [word for _, word, *_ in CASES]
    assert result.by_headline == {word: words.count(word) for word in result.by_headline}


@pytest.mark.parametrize("state", ["paused", "unknown"])
def test_a_listing_that_is_paused_or_not_known_on_the_day_is_told_in_every_branch(library: Library, state: str):
    day = date(2026, 11, 24)
    held = parties_of(library)
    entry = next(one for one in library.entries if held.state(one, day) == state and one.list.startswith("cn/"))
    answer = determine({**NOBODY, **ELSEWHERE, "end_user": entry.names[0]}, library, as_of=day)
    assert (entry.id, state) in {(one["entity"], one["state"]) for one in answer.to_dict()["alerts"]}
    assert answer.verdict.alert
    assert answer.branches
    assert all(branch.verdict.alert for branch in answer.branches)
