"""Priors and segments: where draws read them, what a scenario fixes of them, and what is refused in their files."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.support.small_economy import BANDS, one_draw

from sekisho import Library, load_measures
from sekisho.errors import LibraryError
from sekisho.impact.model import FOLLOWS, NUMBERED, Model
from sekisho.impact.shock.form_cuts import SEGMENT_COLUMNS
from sekisho.impact.shock.segments import CIVIL_USER, UseSort, segments_of
from sekisho.impact.shock.standing import REGIMES
from sekisho.impact.shock.trade_hit import weights_of
from sekisho.impact.uncertainty.draws import CAUSES, COLUMNS, draw
from sekisho.impact.uncertainty.levels import COLUMN_OF, PriorLevels
from sekisho.impact.uncertainty.overrides import FIXABLE, NUMBERS, fault_of
from sekisho.impact.uncertainty.priors import NAMES, priors_of
from sekisho.law.loading.data_package import installed_folders

FIELDS = {"general", "defence_supply_chain", "shipbuilding", "aerospace", "space", "semiconductors"}


def levels(library: Library, **fixed: str) -> PriorLevels:
    return PriorLevels(draws=draw(16, 1), priors=priors_of(library), fixed=fixed)


# ---------------------------------------------------------------- priors


def test_every_prior_has_a_source_a_day_and_a_reason(library: Library):
    found = priors_of(library)
    assert set(found) == set(NAMES)
    for name, prior in found.items():
        assert prior.low <= prior.central <= prior.high, name
        assert prior.source, name
        assert prior.date in {"2026-11-24", "2026-11-28", "2026-11-29"}, name
        assert prior.reason, name


@pytest.mark.parametrize(
    ("name", "band"),
    [
        ("severity", (0.5, 0.9, 1.0)),
        ("spill_over", (0.0, 0.2, 0.7)),
        ("inventory_days", (8.0, 15.0, 45.0)),
        ("restoration_days", (6.0, 10.0, 60.0)),
        ("overcapacity", (1.0, 1.1, 1.25)),
        ("postponed_3_months", (0.1, 0.3, 0.5)),
        ("postponed_12_months", (0.0, 0.15, 0.3)),
    ],
)
def test_priors_are_those_that_were_frozen(library: Library, name: str, band: tuple[float, ...]):
    """As set on 2026-11-24, before any result was looked at."""
    prior = priors_of(library)[name]
    assert (prior.low, prior.central, prior.high) == band


def test_a_median_draw_reads_the_centre_and_the_ends_the_ends(library: Library):
    priors = priors_of(library)
    for name in ("severity", "strictness", "overcapacity", "inventory_days"):
        column = COLUMN_OF.get(name, name)
        for level, expected in ((0.0, priors[name].low), (0.5, priors[name].central), (1.0, priors[name].high)):
            found = PriorLevels(draws=one_draw(**{column: level}), priors=priors, fixed={})[name]
            assert found.tolist() == pytest.approx([expected]), name


def test_what_is_fixed_is_the_same_in_every_draw(library: Library):
    assert levels(library, severity="0.25")["severity"].tolist() == [0.25] * 16
    assert levels(library, severity="high")["severity"].tolist() == [1.0] * 16
    assert np.ptp(levels(library)["severity"]) > 0.3


def test_a_number_fixes_the_first_prior_of_its_column_and_the_refill_time_stands_where_the_stock_does(library: Library):
    free, fixed = levels(library), levels(library, inventories="20", overcapacity="1.2")
    assert fixed["inventory_days"].tolist() == [20.0] * 16
    assert fixed["overcapacity"].tolist() == [1.2] * 16
    assert np.array_equal(fixed["overcapacity_days"], free["overcapacity_days"])
    between = levels(library, inventories="20")["restoration_days"]
    assert np.ptp(between) == 0.0
    assert 10.0 < between[0] < 60.0, "20 days lie between the centre, 15, and the high end, 45"
    for days, refill in (("8", 6.0), ("15", 10.0), ("45", 60.0), ("1", 6.0), ("90", 60.0)):
        assert levels(library, inventories=days)["restoration_days"].tolist() == pytest.approx([refill] * 16), days
    low = levels(library, inventories="low")
    assert low["restoration_days"].tolist() == pytest.approx([6.0] * 16)


def test_what_can_be_fixed_is_what_moves_the_model():
    """Each column is that of a prior or of a figure; numbers are taken for those that are of one thing."""
    own = {COLUMN_OF.get(name, name) for name in NAMES}
    drawn_elsewhere = {"undocumented", "military", "suppliers", "groups", "licence_delay", "licence_release", "phi"}
    drawn_elsewhere |= {*REGIMES}
    of_shock = {"front_loading"}
    assert (
        set(COLUMNS) == (own & set(COLUMNS)) | {column for column, _ in FOLLOWS.values()} | drawn_elsewhere | of_shock
    )
    assert set(FIXABLE) == {*COLUMNS, "postponed"}
    assert set(NUMBERS) == set(FIXABLE) - drawn_elsewhere
    assert set(NUMBERS) >= NUMBERED
    assert set(CAUSES) == set(COLUMNS)


@pytest.mark.parametrize("name", sorted(set(FIXABLE)))
@pytest.mark.parametrize("level", ["low", "central", "high"])
def test_everything_can_be_fixed_at_a_level(name: str, level: str):
    assert fault_of(name, level) == ("", "")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("phi", "0.4", "it stands for several figures"),
        ("military", "0.1", "it stands for several figures"),
        ("leakage", "1.5", "from 0 to 1"),
        ("leakage", "nan", "from 0 to 1"),
        ("dependence", "-0.1", "from 0 to 1"),
        ("firm_stock", "0", "from 0.001 up"),
        ("firm_stock", "inf", "from 0.001 up"),
        ("overcapacity", "0.9", "from 1 up"),
        ("postponed", "2", "from 0 to 1"),
        ("thrift", "some", "from 0 to 1"),
        ("stocks", "low", "Known: undocumented"),
    ],
)
def test_what_cannot_be_fixed_is_refused_with_what_was_expected(name: str, text: str, words: str):
    what, remedy = fault_of(name, text)
    assert name in what
    assert words in remedy


def test_a_large_saving_is_a_fast_one(small: Model, library: Library):
    """Figures that run against their column: much is saved in the draws in which it is saved soon."""
    low, high = (
        small.parameters(PriorLevels(draws=one_draw(thrift=level), priors=priors_of(library), fixed={}))
        for level in (0.0, 1.0)
    )
    assert (low["thrift_share"] < high["thrift_share"]).all()
    assert (low["thrift_ramp_days"] > high["thrift_ramp_days"]).all()
    assert low["thrift_share"][0, 0] == BANDS["thrift_share"][0]
    assert high["thrift_ramp_days"][0, 0] == pytest.approx(BANDS["thrift_ramp_days"][0])


# ---------------------------------------------------------------- segments


def test_every_field_has_a_documented_part_and_parts_are_a_whole(library: Library):
    segments = segments_of(library)
    assert {one.field for one in segments} == FIELDS
    drawn = draw(64, 1)
    weights = weights_of(segments, {sort: drawn[column] for sort, column in SEGMENT_COLUMNS.items()})
    for field in FIELDS:
        parts = [weights[field, one.sort] for one in segments if one.field == field]
        assert np.sum(parts, axis=0) == pytest.approx(np.ones(64))
        assert np.min(parts) >= -1e-12
        assert (field, UseSort.DOCUMENTED) in weights


def test_documented_use_states_a_civil_user_on_no_list_and_undocumented_use_states_nothing(library: Library):
    for one in segments_of(library):
        facts = dict(one.facts)
        assert facts.pop("end_use_sector") == one.field
        if one.sort is UseSort.DOCUMENTED:
            assert facts == {"end_user": CIVIL_USER, "end_user_kind": "civil", "end_use": "civil"}
        elif one.sort is UseSort.UNDOCUMENTED:
            assert set(facts.values()) == {"unknown"}
        elif one.sort in {UseSort.SUPPLIER, UseSort.SUSPECTED}:
            assert facts["end_use"] == "civil"
            assert facts["knowledge_of_risk"] == "yes"
        elif one.sort is UseSort.GROUP:
            assert (facts["end_use"], facts["end_user_kind"]) == ("civil", "defence_contractor")
        else:
            assert facts["end_use"] == "military"


def test_the_defence_supply_chain_is_military_by_definition(library: Library):
    drawn = draw(16, 1)
    weights = weights_of(segments_of(library), {sort: drawn[column] for sort, column in SEGMENT_COLUMNS.items()})
    assert weights["defence_supply_chain", UseSort.MILITARY].tolist() == [1.0] * 16
    assert weights["general", UseSort.MILITARY].max() <= 0.01


# ---------------------------------------------------------------- files that are wrong


def changed(folder: Path, file: str, old: str, new: str) -> Library:
    """Load the data packages with one table of economy data changed."""
    (shipped,) = (path for path in installed_folders() if (path / "economy" / file).is_file())
    shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("__pycache__"))
    place = folder / "economy" / file
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_measures([folder])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("severity,0.5,0.9,1", "severity,0.95,0.9,1", ("priors.csv:2", "'severity' runs 0.95, 0.9, 1", "low to high")),
        ("severity,0.5", "severity,half", ("priors.csv:2", "a number of 'severity' is none", "in digits")),
        ("severity,", "sevrity,", ("priors.csv:2", "'sevrity' is no prior", "Expected one of severity")),
        ("inventory_days,8", "inventory_days,0", ("'inventory_days' runs 0, 15, 45", "low to high")),
        (",2026-11-24,low,time to reach", ",2026-11-24,certain,time to reach", ("needs a source", "confidence")),
    ],
)
def test_a_wrong_prior_is_refused_with_its_row(tmp_path: Path, old: str, new: str, words: tuple[str, ...]):
    with pytest.raises(LibraryError) as caught:
        priors_of(changed(tmp_path / "law", "priors.csv", old, new))
    for word in words:
        assert word in str(caught.value)


def test_a_prior_that_nobody_states_is_named(tmp_path: Path):
    (shipped,) = (path for path in installed_folders() if (path / "economy/priors.csv").is_file())
    row = next(
        line for line in (shipped / "economy/priors.csv").read_text().splitlines() if line.startswith("hoarding")
    )
    with pytest.raises(LibraryError, match="no row 'hoarding'"):
        priors_of(changed(tmp_path / "law", "priors.csv", f"{row}\n", ""))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("aerospace,military,0.1,0.25,0.45", "aerospace,military,0.5,0.25,0.45", "out of order or range"),
        ("aerospace,military,0.1", "aerospace,military,some", "is not a number"),
        ("aerospace,military,0.1,0.25,0.45", "aerospace,military,0.1,0.25,0.9", "add up to 1.3 at their high ends"),
        ("aerospace,military", "airspace,military", "'airspace' is no field of use"),
        ("aerospace,military", "aerospace,martial", "'martial' is no sort of use that may be stated"),
        ("aerospace,military", "aerospace,documented", "'documented' is no sort of use that may be stated"),
        (",judgement,low,aircraft", ",,low,aircraft", "needs a source and a confidence"),
    ],
)
def test_a_wrong_segment_is_refused(tmp_path: Path, old: str, new: str, words: str):
    with pytest.raises(LibraryError, match=words):
        segments_of(changed(tmp_path / "law", "segments.csv", old, new))
