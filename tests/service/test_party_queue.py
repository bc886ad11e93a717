"""The queue of decisions on names: what waits, filtered, over names, a table, a run or the register by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.parties.party_files import call, write

from sekisho import Library
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
    shown = " ".join(queue_text(asked(state="decided"), width=200))
    assert "another party, by Bo on 2026-09-30: another address" in shown
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
