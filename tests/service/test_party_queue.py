"""The queue of decisions on names: what waits, filtered, over names, a table, a run or the register by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.parties.party_files import call, write

from sekisho import FactError, Library
from sekisho.law.model.match_policy import Identity
from sekisho.parties.index import parties_of
from sekisho.parties.register_file import RegisterFile
from sekisho.parties.review_decisions import read_decisions
from sekisho.present.party_queue import queue_text
from sekisho.service.party_queue import QueueAnswer, QueueRequest, queue
from sekisho.service.workspace import Workspace

NAME, ENTRY = "Mitsubshi Shipbuilding", "jp-ecl-a01"
DAY = date(2026, 9, 30)


def test_what_waits_is_listed_over_names_a_table_and_a_run_and_filtered(tmp_path: Path, library: Library):
    file, entries = RegisterFile(tmp_path / "matches.csv"), parties_of(library).entries
    entry = parties_of(library).by_id[ENTRY]
    table = write(tmp_path / "names.csv", f"name\n{NAME}\n三菱造船株式会社\nNobody Trading\n{NAME}\n")

    def asked(source: Path | None = table, **more: object) -> QueueAnswer:
        decisions = read_decisions(file.path, entries).kept if file.path.is_file() else ()
        parties_of(library).decide_anew(Identity(decisions=decisions))
        workspace = Workspace(library=library, today=DAY)
        return queue(QueueRequest(**more), workspace, file.standing(entries), source=source)  # type: ignore[arg-type]

    def rows(source: Path | None = table, **more: object) -> list[tuple[str, str, str]]:
        return [(row.name, row.entry, row.state) for row in asked(source, **more).rows]

    assert rows() == [(NAME, ENTRY, "open")], "what is equal needs nobody, and a name twice is one row"
    assert rows(None, names=(NAME,)) == rows()
    assert [state for _, _, state in rows(state="all")] == ["open", "listed"]
    assert asked().names == 3

    file.decide(NAME, entry, "escalated", by="Aya", on=DAY, basis="asked head office")
    assert rows() == rows(lists=("cn/control-list",), who="aya") == [(NAME, ENTRY, "escalated")]
    assert rows(lists=("cn/watch-list",)) == rows(who="Bo") == rows(zone="match") == []

    row = file.decide(NAME, entry, "not_same", by="Bo", on=DAY, basis="another address")
    assert rows() == []
    (decided,) = asked(None, state="decided").rows
    assert (decided.name, decided.same, decided.by, decided.zone) == (NAME, "no", "Bo", "none")
    shown = " ".join(queue_text(asked(state="decided"), library, width=200))
    assert "another party, by Bo on 30 September 2026: another address" in shown
    assert f"sekisho decisions --undo {row.id}" in shown
    file.undo(row.id, by="Bo", on=DAY, basis="mistaken")
    assert rows() == [(NAME, ENTRY, "open")]

    run = write(tmp_path / "run.matches.csv", f"name,entry,list,listed_name,zone\n{NAME},{ENTRY},x,y,review\n")
    assert rows(run) == [(NAME, ENTRY, "open")], "the matches of a run are names too"
    parties_of(library).decide_anew(replace(library.identity))


def test_the_command_lists_what_waits_and_refuses_a_state_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert call("decisions", "--state", "all").stdout.startswith("0 decisions on names are due")
    wrong = call("decisions", "--state", "sometimes")
    assert wrong.exit_code != 0
    assert "second_person" in wrong.stderr


def test_a_decision_lapses_after_its_last_day_and_is_due_again(tmp_path: Path, library: Library):
    file, entries = RegisterFile(tmp_path / "matches.csv"), parties_of(library).entries
    entry = parties_of(library).by_id[ENTRY]
    row = file.decide(NAME, entry, "not_same", by="Bo", on=DAY, basis="another address", review_by="2026-12-31")

    def state(today: date) -> str:
        (standing,) = file.standing(entries, today=today)
        kept = read_decisions(file.path, entries, today)
        assert bool(kept.kept) == (standing["state"] == "holds")
        return standing["state"]

    assert (state(date(2026, 12, 31)), state(date(2027, 1, 1))) == ("holds", "lapsed"), "the last day itself counts"
    (told,) = [why for _, why in read_decisions(file.path, entries, date(2027, 1, 1)).reopened]
    assert told == "its last day, 2026-12-31, has passed"
    workspace = Workspace(library=library, today=date(2027, 1, 1))
    standing = file.standing(entries, today=workspace.today)
    (waits,) = queue(QueueRequest(state="lapsed"), workspace, standing).rows
    assert (waits.name, waits.needs, waits.review_by) == (NAME, "decide", "2026-12-31")
    # The same answer for another while is a decision of its own, and holds again.
    again = file.decide(
        NAME, entry, "not_same", by="Bo", on=date(2027, 1, 2), basis="another address", review_by="2027-12-31"
    )
    assert again.replaces == row.id
    assert state(date(2027, 1, 2)) == "holds"
    for day, says in (("soon", "is not a day"), ("2026-01-01", "is past")):
        with pytest.raises(FactError, match=says):
            file.decide(NAME, entry, "same", by="Bo", on=DAY, basis="call", review_by=day)


def test_a_register_without_last_days_gets_them_when_one_is_named(tmp_path: Path, library: Library):
    entry = parties_of(library).by_id[ENTRY]
    old = RegisterFile(tmp_path / "old.csv")
    old.decide("Kept before", entry, "not_same", by="Aya", on=DAY, basis="call")
    text = old.path.read_text(encoding="utf-8").replace(",review_by", "").replace(",\r\n", "\r\n").replace(",\n", "\n")
    old.path.write_text(text, encoding="utf-8", newline="")
    old.decide(NAME, entry, "same", by="Bo", on=DAY, basis="call", review_by="2026-12-31")
    assert [(row.name, row.review_by) for row in old.rows()] == [("Kept before", ""), (NAME, "2026-12-31")]
    assert [each.name for each in tmp_path.iterdir()] == ["old.csv"]
