"""Fields that are worked out when they are read: once, and like any other to whoever compares, copies or keeps them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from sekisho.dataclass import LateFields, LateWork, dataclass, made_late, with_late


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel(LateFields):
    """What is tried here."""

    weight: int
    label: str
    stamps: tuple[str, ...] = ()


class Work:
    """Counts how often it is done."""

    def __init__(self, value: object) -> None:
        self.value, self.times = value, 0

    def __call__(self) -> object:
        self.times += 1
        return self.value


def test_a_late_field_is_worked_out_when_it_is_read_and_once() -> None:
    label = Work("Kobe")
    parcel = made_late(Parcel, {"label": label}, weight=3)
    assert (parcel.weight, parcel.stamps, label.times) == (3, (), 0)
    assert (parcel.label, parcel.label, label.times) == ("Kobe", "Kobe", 1)


def test_a_copy_works_nothing_out_and_what_both_share_is_worked_out_once() -> None:
    label = Work("Kobe")
    first = made_late(Parcel, {"label": label}, weight=3)
    second = with_late(first, {"stamps": lambda: (first.label, "air")}, weight=4)
    assert label.times == 0
    assert (second.stamps, second.label, first.label) == (("Kobe", "air"), "Kobe", "Kobe")
    assert (first.weight, second.weight, label.times) == (3, 4, 1)


class LabelWork(LateWork):
    """Works out the label of a parcel."""

    late = frozenset({"label"})
    times = 0

    @property
    def label(self) -> str:
        """Count, and say it."""
        self.times += 1
        return "Kobe"


def test_one_object_may_work_out_several_fields() -> None:
    work = LabelWork()
    parcel = made_late(Parcel, work, weight=3)
    assert work.times == 0
    assert (parcel.label, parcel.label, parcel.stamps, work.times) == ("Kobe", "Kobe", (), 1)
    assert with_late(parcel, {}, weight=4) == Parcel(weight=4, label="Kobe")
    with pytest.raises(TypeError, match=r"Parcel has no field \['colour'\]"):
        made_late(Parcel, type("Other", (LateWork,), {"late": frozenset({"label", "colour"})})(), weight=3)


def test_another_value_stands_for_what_was_late() -> None:
    label = Work("Kobe")
    parcel = with_late(made_late(Parcel, {"label": label}, weight=3), {}, label="Nagoya")
    assert (parcel.label, label.times) == ("Nagoya", 0)


def test_a_copy_of_a_copy_reads_what_the_first_works_out() -> None:
    label = Work("Kobe")
    first = made_late(Parcel, {"label": label}, weight=3)
    third = with_late(with_late(first, {}, weight=4), {"stamps": lambda: ("air",)})
    assert label.times == 0
    assert third == Parcel(weight=4, label="Kobe", stamps=("air",)) == pickle.loads(pickle.dumps(third))  # noqa: S301
    assert (first.weight, first.stamps, label.times) == (3, (), 1)


def test_to_compare_copy_pickle_or_print_reads_all_fields() -> None:
    plain = Parcel(weight=3, label="Kobe")
    for same in (copy.copy, lambda parcel: pickle.loads(pickle.dumps(parcel)), replace):  # noqa: S301 - made here
        late = made_late(Parcel, {"label": lambda: "Kobe"}, weight=3)
        assert same(late) == late == plain
    assert repr(made_late(Parcel, {"label": lambda: "Kobe"}, weight=3)) == repr(plain)
    assert hash(made_late(Parcel, {"label": lambda: "Kobe"}, weight=3)) == hash(plain)
    assert made_late(Parcel, {"label": lambda: "Osaka"}, weight=3) != plain


def test_a_record_stays_frozen_and_knows_its_fields_alone() -> None:
    parcel = made_late(Parcel, {"label": lambda: "Kobe"}, weight=3)
    with pytest.raises(FrozenInstanceError):
        parcel.label = "Nagoya"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="'Parcel' object has no attribute 'colour'"):
        parcel.colour  # type: ignore[attr-defined] # noqa: B018 - to read it is the point


def test_a_name_that_is_no_field_and_a_field_without_a_value_are_refused() -> None:
    with pytest.raises(TypeError, match=r"Parcel has no field \['lable'\]"):
        made_late(Parcel, {"lable": lambda: "Kobe"}, weight=3)
    with pytest.raises(TypeError, match="'label' is neither given nor late"):
        made_late(Parcel, {}, weight=3)


def test_work_that_fails_fails_each_time_it_is_read() -> None:
    def fail() -> object:
        raise ValueError("no label")

    parcel = made_late(Parcel, {"label": fail}, weight=3)
    for _ in range(2):
        with pytest.raises(ValueError, match="no label"):
            parcel.label  # noqa: B018 - to read it is the point
