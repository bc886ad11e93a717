"""Lists of the user's own speak through every face as those of the library do: one set of lists, wherever one asks."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from starlette.testclient import TestClient
from tests.support.synthetic_package import clause, measure, write_package
from tests.support.unpresumed import determine

from sekisho import Library, load_measures
from sekisho.cli import main
from sekisho.errors import LibraryError
from sekisho.parties.index import parties_of
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

DAY = "2026-06-01"
OURS = "id,name,country\nX1,Isobe Magnetics Works Co. Ltd.,JP\nX2,Harukawa Instruments GmbH,DE\nX3,Oki Depot,JP\n"
FREE = {"destination": "KR", "control_codes": "none", "end_use": "civil", "end_user_kind": "civil"}
LICENSED = {**FREE, "control_codes": "1C905.a"}
NAMES = ("Isobe Magnetics Works", "HARUKAWA INSTRUMENTS GMBH", "Harukawa Instruments AG", "Nobody Trading")


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def add(text: str, name: str) -> None:
    Path(f"{name}.csv").write_text(text, encoding="utf-8")
    done = call("data", "add", "party-list", f"{name}.csv", "--name", name, "--replace", "--read", DAY)
    assert done.exit_code == 0, done.output


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder of lists with a list of three firms, beside a law with one clause on an item."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    goods = clause("goods", {"control_codes": {"under": ["cn/dual-use/1C905.a"]}}, "licence")
    military = clause("military", {"end_user_kind": "military"})
    write_package(tmp_path / "law", measure("m", [goods, military]))
    add(OURS, "ours")
    return tmp_path / "home" / "sekisho" / "lists"


def by_check(line: Mapping[str, str]) -> dict[str, object]:
    flags = [word for name, value in line.items() for word in (f"--{name.replace('_', '-')}", value)]
    told = call("check", *flags, "--as-of", DAY, "--measures", "law", "--format", "json")
    found = json.loads(told.stdout)
    return {name: found[name] for name in ("headline", "floor", "ceiling", "alerts")}


def by_library(line: Mapping[str, str]) -> dict[str, object]:
    library = load_measures(["law"], overlay=Path("home/sekisho/lists"))
    found = determine(line, library, as_of=DAY).to_dict()
    return {name: found[name] for name in ("headline", "floor", "ceiling", "alerts")}


def bulk(lines: Sequence[Mapping[str, str]], *more: str) -> Result:
    columns = ["line", *dict.fromkeys(name for line in lines for name in line)]
    with Path("book.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, columns, restval="none")
        rows.writeheader()
        rows.writerows({"line": str(number), **line} for number, line in enumerate(lines))
    return call("bulk", "book.csv", "-o", "out.csv", "--as-of", DAY, "--measures", "law", *more)


def rows(place: str = "out.csv") -> list[dict[str, str]]:
    with Path(place).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("home")
def test_a_line_a_book_and_the_library_give_one_answer_with_the_hits_of_own_lists():
    lines = [{**facts, role: name} for facts in (FREE, LICENSED) for role in ("end_user", "importer") for name in NAMES]
    assert bulk(lines).exit_code == 0
    headlines = []
    for line, row in zip(lines, rows(), strict=True):
        # A column that a line leaves empty is no party in the book.
        whole = {"end_user": "none", "importer": "none", **line}
        alone = by_library(whole)
        headlines.append(alone["headline"])
        if len(headlines) % 3 == 1:
            assert by_check(whole) == alone
        in_book = {name: row[name] for name in ("headline", "floor", "ceiling")}
        assert {**in_book, "alerts": json.loads(row["alerts"] or "[]")} == alone
    free = ["free_with_alert", "free_with_alert", "free_with_alert", "free"]
    assert headlines == [*free, *free, *["licence required"] * 8]


def test_the_zone_is_that_of_screen_in_the_table_of_matches_and_in_rest(home: Path, tmp_path: Path):
    assert bulk([{**FREE, "end_user": name} for name in NAMES]).exit_code == 0
    screened = json.loads(call("screen", *NAMES, "--as-of", DAY, "--measures", "law", "--format", "json").stdout)
    zones = {one["query"]: one["zone"] for one in screened}
    assert list(zones.values()) == ["match", "match", "review", "none"]
    assert {name: row["end_user_zone"] for name, row in zip(NAMES, rows(), strict=True)} == zones
    met = {row["name"]: (row["zone"], row["list"]) for row in rows("out.matches.csv")}
    assert met == {name: (zone, "own/ours") for name, zone in zones.items() if zone != "none"}
    library = load_measures(["law"], overlay=home)
    app = create_app(
        ServerSettings(library=library, today=lambda: date.fromisoformat(DAY), folder=tmp_path, overlay=home)
    )
    with TestClient(app, base_url="http://127.0.0.1") as client:
        told = client.post("/api/screenings", json={"names": list(NAMES)}).json()["data"]
        asked = {"facts": {**FREE, "end_user": NAMES[0]}, "as_of": DAY}
        line = client.post("/api/determinations", json=asked).json()["data"]
    app.state.jobs.close()
    assert {one["query"]: one["zone"] for one in told} == zones
    assert (line["headline"], line["alerts"][0]["entity"]) == ("free_with_alert", "own/ours/X1")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("facts", "head"),
    [
        (FREE, "No licence required under the PRC measures checked; the end user is on own/ours: stop and ask"),
        (LICENSED, "Licence required; the end user is on own/ours: stop and ask"),
    ],
    ids=["free", "licence"],
)
def test_headline_and_caution_say_it_of_a_line_and_of_a_line_of_a_book(facts: dict[str, str], head: str):
    line = {**facts, "end_user": NAMES[0]}
    flags = [word for name, value in line.items() for word in (f"--{name.replace('_', '-')}", value)]
    bulk([line])
    for told in (
        call("check", *flags, "--as-of", DAY, "--measures", "law", "--full"),
        call("explain", "out.csv", "--line", "0", "--measures", "law", "--full"),
    ):
        text = " ".join(told.stdout.split())
        assert head in text
        assert "end user: is on own/ours as “Isobe Magnetics Works Co. Ltd.”." in text


def test_a_list_named_like_one_of_military_users_makes_nobody_military(home: Path):
    add(OURS, "military-users")
    assert by_library({**FREE, "end_user": NAMES[0]})["headline"] == "free_with_alert"
    military = parties_of(load_measures(["law"], overlay=home)).by_id["own/military-users/X1"]
    assert military.list == "own/military-users"


@pytest.mark.usefixtures("home")
def test_the_card_records_the_lists_used_and_explain_says_when_they_changed():
    bulk([{**FREE, "end_user": NAMES[0]}])
    (used,) = yaml.safe_load(Path("out.run.yaml").read_text(encoding="utf-8"))["own_lists"]
    assert used["list"] == "own/ours"
    assert len(used["digest"]) == 64
    explain = ("explain", "out.csv", "--line", "0", "--measures", "law")
    before = call(*explain)
    assert "own lists have changed" not in " ".join(before.stdout.split())
    assert "The stored row says the same." in before.stdout
    add(OURS.replace("Isobe Magnetics", "Kawahara Magnetics"), "ours")
    add("name\nSomebody Else Ltd.\n", "more")
    after = " ".join(call(*explain).stdout.split())
    assert "Your own lists have changed since the run: own/more (new), own/ours (changed)." in after
    assert "The stored row differs as shown." in after
    told = json.loads(call(*explain, "--format", "json").stdout)
    assert told["own_lists_changed"] == {"own/more": "new", "own/ours": "changed"}
    assert told["alerts"] == []
    call("data", "use", "own/ours", "none")
    call("data", "use", "own/more", "none")
    assert "own/ours (gone)." in " ".join(call(*explain).stdout.split())


def test_the_law_keeps_its_hash_and_a_broken_list_is_told_of_where_a_name_is_compared(home: Path):
    library, alone = load_measures(["law"], overlay=home), load_measures(["law"])
    assert library.hash == alone.hash
    assert [one.name for one in library.own_lists] == ["own/ours"]
    assert alone.own_lists == ()
    (entries,) = home.glob("own/ours/*/entries.jsonl")
    entries.write_bytes(entries.read_bytes().replace(b"Isobe", b"Isoba"))
    with pytest.raises(LibraryError, match="is missing or was changed"):
        parties_of(load_measures(["law"], overlay=home))


def test_a_list_that_changes_is_read_anew_though_the_law_is_kept(home: Path, tmp_path: Path):
    def names(library: Library) -> set[str]:
        return {entry.names[0] for entry in parties_of(library).entries}

    cache = tmp_path / "kept"
    assert "Oki Depot" in names(load_measures(["law"], cache=cache, overlay=home))
    add(OURS.replace("Oki Depot", "Ube Depot"), "ours")
    found = names(load_measures(["law"], cache=cache, overlay=home))
    assert "Ube Depot" in found
    assert "Oki Depot" not in found
