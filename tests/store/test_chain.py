"""The chain of an audit trail, without a database: what breaks it is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho.store.chain import BEFORE_ALL, NO_RECORD, Checked, TrailEntry, canonical, check, payload_of

PAYLOADS = {("runs", number): payload_of("runs", {"id": number}) for number in range(1, 6)}


def trail(*, length: int = 5, who: str = "mori") -> list[TrailEntry]:
    """A trail that fits, with a record each."""
    found: list[TrailEntry] = []
    for number in range(1, length + 1):
        entry = TrailEntry(
            sequence=number,
            time=f"2026-11-24T09:00:0{number}",
            who=who,
            what="run started",
            record="runs",
            payload=PAYLOADS["runs", number],
            previous=found[-1].hash if found else BEFORE_ALL,
        )
        found.append(entry.sealed())
    return found


def checked(entries: list[TrailEntry], head: str = "") -> Checked:
    payloads = {key: value for key, value in PAYLOADS.items() if key[1] <= max(5, len(entries))}
    return check(entries, payloads, where="s", head=head)


def test_a_trail_that_fits_has_no_fault_and_tells_its_head():
    entries = trail()
    found = checked(entries)
    assert (found.faults, found.entries, found.records, found.head) == ((), 5, 5, entries[-1].hash)


def test_an_empty_trail_fits():
    assert check([], {}, where="s") == Checked(entries=0, records=0, head="", faults=())


@pytest.mark.parametrize("field", ["time", "who", "what", "record", "payload", "previous", "hash"])
def test_the_first_fault_names_the_entry_whose_field_was_changed(field: str):
    entries = trail()
    entries[2] = replace(entries[2], **{field: getattr(entries[2], field)[:-1] + "x"})
    first = checked(entries).faults[0]
    assert first.what.startswith("entry 3 (")
    assert "was changed: it does not fit its hash" in first.what


def test_an_entry_that_was_changed_and_sealed_anew_breaks_the_one_that_follows():
    entries = trail()
    entries[2] = replace(entries[2], who="another").sealed()
    assert [fault.what for fault in checked(entries).faults] == [
        "entry 4 (run started) does not follow the entry before it."
    ]


def test_an_entry_that_is_missing_is_named_and_so_is_its_record():
    entries = trail()
    found = checked([entries[0], entries[1], entries[4]])
    assert [fault.what for fault in found.faults] == [
        "entries 3 to 4 are missing.",
        "record 3 of 'runs' has no entry in the audit trail.",
        "record 4 of 'runs' has no entry in the audit trail.",
    ]


def test_entries_in_another_order_are_told():
    entries = trail()
    found = checked([entries[0], entries[2], entries[1], entries[3], entries[4]])
    assert "entry 2 is missing." in [fault.what for fault in found.faults]
    assert "entry 2 stands after entry 3." in [fault.what for fault in found.faults]


def test_a_record_that_is_gone_or_changed_is_named():
    entries = trail()
    payloads = {**PAYLOADS, ("runs", 2): payload_of("runs", {"id": 7})}
    del payloads["runs", 4]
    assert [fault.what for fault in check(entries, payloads, where="s").faults] == [
        "record 2 of 'runs' (run started) was changed: it does not fit its hash.",
        "the record of entry 4 (run started) is missing from 'runs'.",
    ]


def test_entries_cut_off_at_the_end_are_found_by_a_head_noted_before():
    noted = trail()[-1].hash
    shorter = {key: value for key, value in PAYLOADS.items() if key[1] <= 3}
    assert check(trail(length=3), shorter, where="s").faults == ()
    assert "that was noted down" in check(trail(length=3), shorter, where="s", head=noted).faults[0].what
    assert checked(trail(), head=noted[:12]).faults == ()


def test_a_trail_written_anew_as_a_whole_is_found_by_a_head_noted_before():
    noted = trail()[2].hash
    assert checked(trail(who="another")).faults == ()
    assert len(checked(trail(who="another"), head=noted).faults) == 1


def test_bytes_that_are_no_text_are_hashed_apart_from_every_text():
    assert canonical(b"\xff") != canonical(rb"\udcff")
    assert len({canonical(value) for value in (b"a", "a", 1, "1", None, "", b"", 1.0)}) == 8
    assert payload_of("", None) == NO_RECORD
