"""The library's hash names the state of knowledge of law: every byte of its data counts, and nothing else does."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from sekisho import load_measures
from sekisho.law.loading.data_package import installed_folders


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the first installed data package."""
    return Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))


def test_the_hash_is_64_hexadecimal_digits(package: Path):
    assert len(load_measures([package]).hash) == 64
    int(load_measures([package]).hash, 16)


def test_a_byte_of_any_data_file_changes_the_hash(package: Path, rng: random.Random):
    """Economy data apart, which no answer of law reads; it has a hash of its own."""
    before, seen = load_measures([package]).hash, set()
    no_law = {"cases", "economy"}
    every = [file for file in package.rglob("*") if file.suffix in {".yaml", ".csv"} and not no_law & {*file.parts}]
    files = rng.sample(sorted(every), 20)
    for file in files:
        whole = file.read_bytes()
        file.write_bytes(whole + b"\n")
        seen.add(load_measures([package]).hash)
        file.write_bytes(whole)
    assert before not in seen
    assert len(seen) == len(files), "two changes in different files give one hash"
    assert load_measures([package]).hash == before


def test_moving_a_byte_from_one_file_to_another_changes_the_hash(package: Path):
    one, other = sorted(package.glob("lists/*.source.yaml"))[:2]
    before = load_measures([package]).hash
    one.write_bytes(one.read_bytes() + b"\n#x")
    first = load_measures([package]).hash
    one.write_bytes(one.read_bytes()[:-3])
    other.write_bytes(other.read_bytes() + b"\n#x")
    assert len({before, first, load_measures([package]).hash}) == 3


def test_what_is_no_data_does_not_change_the_hash(package: Path, tmp_path: Path):
    """Neither time of change, nor place, nor cases, nor a file that is no data."""
    before = load_measures([package]).hash
    for file in package.rglob("*.yaml"):
        os.utime(file, (0, 0))
    (package / "README.md").write_text("Not data.\n", encoding="utf-8")
    moved = Path(shutil.copytree(package, tmp_path / "elsewhere"))
    for case in moved.rglob("cases/*.yaml"):
        case.write_bytes(case.read_bytes() + b"\n")
    assert load_measures([package]).hash == before
    assert load_measures([moved]).hash == before


def test_the_place_of_a_package_does_not_hide_its_data_from_the_hash(package: Path, tmp_path: Path):
    """A folder above the package may be called `cases` too."""
    before = load_measures([package]).hash
    moved = Path(shutil.copytree(package, tmp_path / "cases" / "package"))
    assert load_measures([moved]).hash == before
    measure = next(moved.glob("cn/*.yaml"))
    measure.write_bytes(measure.read_bytes() + b"\n")
    assert load_measures([moved]).hash != before


def test_a_renamed_list_changes_the_hash(package: Path):
    before = load_measures([package]).hash
    file = package / "lists" / "cn-watch-list.csv"
    file.rename(file.with_name("cn-watch-list-2.csv"))
    assert load_measures([package]).hash != before
