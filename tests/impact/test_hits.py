"""What the law makes of each segment is what a determination of its line says."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.impact.shock.line_verdicts import BAN, LICENCE, hits_of
from sekisho.impact.shock.segments import segments_of
from sekisho.impact.shock.trade_lines import NOT_LISTED, Route, item_under_code
from sekisho.law.model.condition import MeasureId

MEASURES = ("cn/2026-01-japan-dual-use", "cn/2025-18-medium-heavy-rare-earths", "cn/2025-57-holmium-and-others")
CODES = ("1C905.a.1", "1C905.a.4", "1C909.b", "1C902.b", "1C903.b", "2C902.c", "3C001.a", "3A001", "1C", NOT_LISTED)
DAYS = (date(2026, 9, 30), date(2026, 11, 20))


@pytest.mark.parametrize("day", DAYS)
def test_each_hit_is_told_by_the_determination_of_its_line(day: date, library: Library):
    """Every segment under every reading, on a day on which a suspension holds and on one after it that is open."""
    segments = segments_of(library)
    hits = hits_of(library, segments, map(item_under_code, CODES), Route(supplier="CN", buyer="JP", on=day), MEASURES)
    assert len(hits) == len(segments) * len(CODES) * 3
    marks = set()
    for hit in hits:
        line = {
            "movement": "export",
            "departure": "CN",
            "origin": "CN",
            "destination": "JP",
            "end_user_territory": "JP",
            "control_codes": [hit.code] if hit.code else [],
            "knowledge_of_risk": False,
            **{name: value for name, value in hit.segment.facts.items() if value != "unknown"},
        }
        found = determine(line, library, as_of=day, readings=str(hit.reading))
        sure, may = (
            [name for name in names if MeasureId(name.partition("#")[0]) in MEASURES]
            for names in (found.decisive, (*found.decisive, *found.open))
        )
        level = {name: library.clauses[name][1].level for name in may}
        bans = {name for name in may if level[name].startswith("prohibited")}
        assert hit.clauses == tuple(sorted(may))
        assert (hit.barred, hit.may_be_barred) == (bool(bans & set(sure)), bool(bans))
        assert (hit.licensed, hit.may_be_licensed) == (bool(set(sure) - bans), bool(set(may) - bans))
        assert hit.stands == (LICENCE <= found.floor < BAN and not sure)
        marks.add((hit.barred, hit.may_be_barred, hit.licensed, hit.may_be_licensed, hit.stands))
    assert len(marks) >= 4, "segments differ in what becomes of them"
