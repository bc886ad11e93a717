"""Measures by the number that people call them by."""

from __future__ import annotations

import re
from datetime import date

import pytest

from sekisho import Library
from sekisho.errors import LibraryError
from sekisho.law.model.library import measure_numbered
from sekisho.service.law import ShowRequest, TimelineRequest, show, timeline
from sekisho.service.workspace import Workspace

FORMS = (
    "Announcement {n} of {year}",
    "MOFCOM Announcement No. {n} of {year}",
    "公告{year}年第{n}号",
    "{year}年第{n}号公告",
    "{n}/{year}",
)


@pytest.mark.parametrize("form", FORMS)
def test_every_numbered_announcement_is_found_by_what_people_call_it(form: str, library: Library):
    """The number is read from what the measure calls itself, not from its id."""
    asked = 0
    for one in library.measures.values():
        numbered = re.search(r"公告(?P<year>\d{4})年第(?P<n>\d+)号", one.instrument)
        if numbered is None:
            continue
        asked += 1
        assert measure_numbered(form.format_map(numbered.groupdict()), library) is one
    assert asked > 20


def test_a_number_of_two_years_asks_which(library: Library):
    with pytest.raises(LibraryError) as refused:
        measure_numbered("Announcement 1", library)
    told = str(refused.value)
    assert "cn/2025-01-us-control-list" in told
    assert "cn/2026-01-japan-dual-use" in told
    assert measure_numbered("Announcement 999", library) is None
    assert measure_numbered("gallium 3", library) is None


def test_showing_and_following_a_measure_take_its_number(library: Library):
    workspace = Workspace(library=library, today=date(2026, 11, 27))
    subject = show(ShowRequest(name="Announcement 57 of 2025"), workspace)
    assert str(subject.measure and subject.measure.id) == "cn/2025-57-holmium-and-others"
    clause = show(ShowRequest(name="57/2025#list-licence"), workspace)
    assert clause == show(ShowRequest(name="cn/2025-57-holmium-and-others#list-licence"), workspace)
    with pytest.raises(LibraryError, match="no clause 'cn/2025-57-holmium-and-others#nothing'"):
        show(ShowRequest(name="57/2025#nothing"), workspace)
    line = timeline(TimelineRequest(what=("公告2025年第57号",)), workspace)
    assert line == timeline(TimelineRequest(what=("cn/2025-57-holmium-and-others",)), workspace)
