"""`store` and `audit`, and `--store` of `bulk` and `check`."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from tests.support.calling import LAW, Call

from sekisho import load_measures
from sekisho.law.model.match_policy import digest_of

BOOK = """\
line,departure,destination,control_codes,end_use,customer
1,CN,JP,1C905.a,civil,Mihon KK
2,CN,JP,1C905.a,weapons,Mihon KK
3,CN,NO,none,,Mihon KK
"""
CHECK = ("check", "--departure", "CN", "--destination", "JP", "--control-codes", "1C905.a", "--as-of", "2026-09-30")
BULK = ("bulk", "orders.csv", "-o", "results.csv", "--map", "end_user=customer", "--as-of", "2026-09-30")
MATCHES = "name,entry,same,by,on,digest\nMihon KK,xx-1,no,mori,2026-09-01,{digest}\n"
ITEMS = "item,description,kept,kept_by,kept_on\nA-1,magnet,1C905.a,mori,2026-09-01\n"


@pytest.fixture(autouse=True)
def _store(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that the environment names, and a book."""
    monkeypatch.setenv("SEKISHO_STORE", "results.db")
    monkeypatch.setenv("LOGNAME", "mori")
    (tmp_path / "orders.csv").write_text(BOOK, encoding="utf-8")
    assert call("store", "init").exit_code == 0


def trail(call: Call) -> list[str]:
    """What the entries of the store's trail tell."""
    return [entry["what"] for entry in json.loads(call("audit", "list", "--format", "json").stdout)]


def test_a_store_is_made_once_and_says_who_made_it(call: Call):
    assert "already" in call("store", "init").stdout
    assert "already" in call("store", "upgrade").stdout
    (entry,) = json.loads(call("audit", "list", "--format", "json").stdout)
    assert (entry["who"], entry["what"]) == ("mori", "store made, revision 0002")


def test_a_determination_is_kept_and_judged_again_with_the_same_bytes(call: Call):
    done = call(*CHECK, "--format", "json")
    assert "Saved as determination 2 in results.db." in done.stderr
    assert "the same" in call("store", "replay", "2", "--measures", str(LAW)).stdout
    printed = json.loads(done.stdout)
    assert printed.pop("brief"), "what is said in a language is not a part of what is kept"
    assert call("store", "replay", "2", "--print").stdout == json.dumps(printed, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(
    "more",
    [
        ("--reading", "broad"),
        ("--end-use", "weapons", "--end-use-sector", "unknown"),
        ("--end-user", "三菱 重工"),
    ],
)
def test_readings_and_facts_are_kept_with_the_line(call: Call, more: tuple[str, ...]):
    assert call(*CHECK, *more).exit_code == 0
    assert "the same" in call("store", "replay", "2", "--measures", str(LAW)).stdout


def test_a_case_file_with_every_form_of_a_value_is_judged_again(call: Call, tmp_path: Path):
    case = {"facts": {"departure": "CN", "destination": "JP", "control_codes": ["1C905.a"], "knowledge_of_risk": True}}
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    assert "determination 2" in call("check", "--from", "case.json").stderr
    assert "the same" in call("store", "replay", "2", "--measures", str(LAW)).stdout


def test_decisions_and_thresholds_for_names_are_kept_with_the_line(call: Call, tmp_path: Path):
    """A line that a decision settled is judged again with that decision, whatever the table says by then."""
    named = ("check", "--end-user", "Alpha Works Ltd", "--destination", "JP", "--as-of", "2026-09-30")
    (tmp_path / "policy.yaml").write_text("review: 0.7\n", encoding="utf-8")
    digest = digest_of(next(one for one in load_measures([LAW]).entries if one.id == "x-1"))
    table = f"name,entry,same,by,on,digest,basis\nAlpha Works Ltd,x-1,no,mori,2026-09-01,{digest},other seat\n"
    (tmp_path / "matches.csv").write_text(table, encoding="utf-8")
    policy = ("--policy", "policy.yaml")
    answers = [
        json.loads(call(*named, *more, "--format", "json").stdout)
        for more in ((), (*policy, "--matches", "matches.csv"))
    ]
    assert answers[0] != answers[1]
    (tmp_path / "matches.csv").unlink()
    (tmp_path / "policy.yaml").unlink()
    for number in ("2", "3"):
        assert "the same" in call("store", "replay", number, "--measures", str(LAW)).stdout


def test_another_library_cannot_be_compared_and_that_is_said(call: Call):
    call(*CHECK)
    done = call("store", "replay", "2")
    assert done.exit_code == 1
    assert "record 2: was judged with law data" in done.stderr
    assert "Nothing can be compared." in done.stderr


def test_an_answer_that_differs_is_told_field_by_field(call: Call, monkeypatch: pytest.MonkeyPatch):
    call(*CHECK)
    monkeypatch.setattr(
        "sekisho.cli.store.answer_bytes", lambda answer: json.dumps({**answer.to_dict(), "floor": "x"}).encode()
    )
    done = call("store", "replay", "2", "--measures", str(LAW))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "record 2: floor: saved as" in done.stderr
    assert done.stderr.count("record 2:") == 1


def test_only_a_determination_is_judged_again(call: Call):
    call(*BULK)
    for number, told in (("2", "record 2 is not a determination: run started"), ("77", "no record 77")):
        done = call("store", "replay", number)
        assert (done.exit_code, told in done.stderr) == (1, True)


def test_a_run_is_kept_from_start_to_end_and_once(call: Call):
    assert "Saved as run 2 in results.db." in call(*BULK).stderr
    assert "gave the same bytes before" in call(*BULK).stderr
    assert "is run 2 in results.db already" in call("store", "add-run", "results.csv").stdout
    assert trail(call)[1:] == ["run started", "run 2 finished", "run 2 repeated"]
    found = json.loads(call("store", "status", "--format", "json").stdout)
    (run,) = found["runs"]
    assert (run["state"], run["lines"], run["as_of"]) == ("finished", 3, "2026-09-30")
    assert json.loads(run["counts"])["prohibited"] == 1


def test_a_run_that_fails_stays_without_an_end_and_is_resumed(call: Call, tmp_path: Path):
    (tmp_path / "orders.csv").write_text(BOOK.replace("destination", "departure"), encoding="utf-8")
    assert call(*BULK).exit_code == 1
    assert "Without an end: 2." in call("store", "status").stdout
    assert call("store", "abandon", "2", "--reason", "misspelt").exit_code == 0
    assert "Without an end" not in call("store", "status").stdout
    (tmp_path / "orders.csv").write_text(BOOK, encoding="utf-8")
    assert "Saved as run 4 in" in call(*BULK).stderr


def test_without_a_store_nothing_is_kept(call: Call, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SEKISHO_STORE")
    assert "Kept" not in call(*CHECK).stderr + call(*BULK).stderr
    done = call("audit", "verify")
    assert (done.exit_code, "Name one with --store, or in SEKISHO_STORE." in done.stderr) == (1, True)


def test_an_option_goes_before_the_environment(call: Call):
    assert call("store", "init", "--store", "other.db", "--who", "sato").exit_code == 0
    assert "other.db" in call(*CHECK, "--store", "other.db").stderr
    assert len(trail(call)) == 1


def test_a_store_that_is_not_there_is_not_made_by_the_way(call: Call, tmp_path: Path):
    for words in (CHECK, BULK, ("store", "status"), ("audit", "verify"), ("store", "upgrade")):
        done = call(*words, "--store", "reslts.db")
        assert (done.exit_code, "reslts.db: no store." in done.stderr) == (1, True), words
    assert {path.name for path in tmp_path.iterdir()} == {"orders.csv", "results.db"}


@pytest.mark.parametrize(("kind", "file", "text"), [("items", "items.csv", ITEMS), ("answers", "answers.csv", "")])
def test_tables_are_taken_in_and_written_out_the_same(call: Call, tmp_path: Path, kind: str, file: str, text: str):
    content = text or "fact,end_user,answer,by,on\nend_user_kind,Mihon KK,civil,mori,2026-09-01\n"
    (tmp_path / file).write_text(content, encoding="utf-8")
    law = ("--measures", str(LAW))
    assert "1 new, 0 corrected, 0 saved before." in call("store", kind, "import", file, *law).stdout
    assert "0 new, 0 corrected, 1 saved before." in call("store", kind, "import", file, *law).stdout
    assert call("store", kind, "export", "-o", "out.csv").exit_code == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == content


def test_decisions_on_names_are_checked_and_kept_even_if_the_entry_changed_since(call: Call, tmp_path: Path):
    (tmp_path / "matches.csv").write_text(MATCHES.format(digest="0" * 12), encoding="utf-8")
    done = call("store", "decisions", "import", "matches.csv", "--measures", str(LAW))
    assert "1 new" in done.stdout
    (tmp_path / "matches.csv").write_text(MATCHES.format(digest=""), encoding="utf-8")
    assert call("store", "decisions", "import", "matches.csv", "--measures", str(LAW)).exit_code == 1


def test_a_wrong_table_is_refused_as_a_whole(call: Call, tmp_path: Path):
    (tmp_path / "items.csv").write_text(ITEMS + "A-2,motor,9Z999,mori,yesterday\n", encoding="utf-8")
    done = call("store", "items", "import", "items.csv", "--measures", str(LAW))
    assert (done.exit_code, "yesterday" in done.stderr) == (1, True)
    assert len(trail(call)) == 1


def test_the_trail_is_checked_and_its_first_fault_named(call: Call, tmp_path: Path):
    call(*CHECK)
    head = json.loads(call("audit", "verify", "--format", "json").stdout)["head"]
    assert f"2 entries and 1 record fit.\nHead {head}\n" == call("audit", "verify", "--head", head[:12].upper()).stdout
    with sqlite3.connect(tmp_path / "results.db") as connection:
        connection.execute("DROP TRIGGER determinations_no_up")
        connection.execute("UPDATE determinations SET answer = replace(answer, 'licence', 'free')")
    done = call("audit", "verify")
    assert done.exit_code == 1
    assert "results.db: record 2 of 'determinations' (determination kept) was changed" in done.stderr
    assert json.loads(call("audit", "verify", "--format", "json").stdout)["fits"] is False
    assert "does not fit its trail" in call("audit", "export", "-o", "trail.jsonl").stderr
    assert call("audit", "verify", "--file", "trail.jsonl").exit_code == 1


def test_an_export_is_checked_without_the_store(call: Call, tmp_path: Path):
    call(*CHECK)
    call(*BULK)
    assert call("audit", "export", "-o", "trail.jsonl").exit_code == 0
    (tmp_path / "results.db").unlink()
    assert "fit." in call("audit", "verify", "--file", "trail.jsonl").stdout
    lines = (tmp_path / "trail.jsonl").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "trail.jsonl").write_text("".join([lines[0], *lines[2:]]), "utf-8")
    assert "entry 2 is missing." in call("audit", "verify", "--file", "trail.jsonl").stderr
    (tmp_path / "trail.jsonl").write_text("{}\n", "utf-8")
    assert (
        "trail.jsonl:1: is not an entry of an audit trail." in call("audit", "verify", "--file", "trail.jsonl").stderr
    )


def test_the_trail_is_listed_for_people(call: Call):
    call(*CHECK)
    said = call("audit", "list", "--last", "1").stdout.splitlines()
    assert said[0].split() == ["entry", "time", "(UTC)", "who", "what", "hash"]
    assert "determination kept" in said[1]
    assert len(said) == 2


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("mysql://host/db", "'mysql' is not supported"),
        ("sqlite://", "keeps nothing"),
        ("://", "the address cannot be read"),
        ("orders.csv", "orders.csv: is not a store, or is damaged"),
        ("nowhere/results.db", "cannot be opened"),
        ("postgresql://sekisho:secret@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_a_place_that_is_no_store_is_told_in_plain_words(call: Call, place: str, told: str):
    done = call("store", "init", "--store", place)
    assert (done.exit_code, told in done.stderr) == (1, True), done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_told_and_nothing_is_lost(call: Call):
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    def full(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite raises it to the size of the file as it is

    event.listen(Engine, "connect", full)
    try:
        done = call(*CHECK, "--end-user", "x" * 50_000)
    finally:
        event.remove(Engine, "connect", full)
    assert (done.exit_code, "the disk is full; nothing was written" in done.stderr) == (1, True)
    assert done.stdout.startswith("◆ "), "the answer itself was given before"
    assert "1 entry and 0 records fit." in call("audit", "verify").stdout


@pytest.mark.parametrize(("module", "extra"), [("sqlalchemy", "books"), ("alembic", "books"), ("psycopg", "postgres")])
def test_without_its_extra_the_store_says_what_to_install(
    call: Call, monkeypatch: pytest.MonkeyPatch, module: str, extra: str
):
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError(module, name=module)

    monkeypatch.setattr("sekisho.cli.store.opened", missing)
    done = call("store", "status")
    assert (done.exit_code, f"sekisho[{extra}]" in done.stderr) == (1, True)
