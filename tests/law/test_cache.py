"""A library that is kept is the library that was read; a cache that cannot be trusted is as good as none."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from sekisho import Library, load_measures
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.law.loading.data_package import installed_folders


def parts(library: Library) -> tuple[object, ...]:
    """All that a library is made of."""
    stated = [one.name for one in fields(Library) if not one.name.startswith("_")]
    assert {"measures", "entries", "hash", "user_lists"} <= set(stated)
    assert "identity" in stated
    apart = replace(library.identity, cache=None)  # where the names are kept is no part of what was read
    return (apart, *(getattr(library, name) for name in stated if name != "identity"))


def test_a_library_from_the_cache_equals_the_one_from_the_files(library: Library, tmp_path: Path):
    for _ in range(2):
        assert parts(load_measures(cache=tmp_path / "cache")) == parts(library)
    (file,) = (tmp_path / "cache").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert read_cache(file) is not None


def test_a_process_that_reads_the_law_with_a_cache_keeps_the_names_of_parties_there(tmp_path: Path):
    ask = "import sys; from pathlib import Path; from sekisho import determine, load_measures\n"
    ask += "law = load_measures(cache=Path(sys.argv[1]))\n"
    ask += "determine({'end_user': 'Mitsubishi Shipbuilding'}, law, as_of='2026-11-24')"
    subprocess.run([sys.executable, "-c", ask, str(tmp_path / "cache")], check=True, capture_output=True)
    assert {file.suffix for file in (tmp_path / "cache").iterdir()} == {".library", ".names"}


def test_a_changed_byte_of_a_measure_is_another_library(tmp_path: Path):
    package = Path(shutil.copytree(installed_folders()[0], tmp_path / "package"))
    before = load_measures([package], cache=tmp_path / "cache")
    file = package / "cn" / "2025-70-suspension.yaml"
    file.write_bytes(file.read_bytes().replace(b"confidence: high", b"confidence:  low"))
    after = load_measures([package], cache=tmp_path / "cache")
    assert after.hash != before.hash
    assert [str(made["cn/2025-70-suspension"].confidence) for made in (before, after)] == ["high", "low"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.chmod(0o620),
        lambda file: file.parent.chmod(0o777),
    ],
    ids=["empty", "cut", "file open to the group", "folder open to all"],
)
def test_a_cache_that_is_broken_or_open_to_others_is_not_read(
    spoil: Callable[[Path], object], library: Library, tmp_path: Path
):
    load_measures(cache=tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    spoil(file)
    assert read_cache(file) is None
    assert parts(load_measures(cache=tmp_path / "cache")) == parts(library)


def test_what_was_read_is_left_to_the_collector_of_cycles(tmp_path: Path):
    write_cache(tmp_path / "cache" / "some.library", [{} for _ in range(1000)])
    set_apart = gc.get_freeze_count()
    for was_on in (True, False):
        (gc.enable if was_on else gc.disable)()
        try:
            assert read_cache(tmp_path / "cache" / "some.library") == [{}] * 1000
            assert (gc.isenabled(), gc.get_freeze_count()) == (was_on, set_apart)
        finally:
            gc.enable()


def test_a_cache_that_cannot_be_written_is_no_error(library: Library, tmp_path: Path):
    (tmp_path / "cache").write_text("a file, not a folder", encoding="utf-8")
    assert parts(load_measures(cache=tmp_path / "cache")) == parts(library)


def test_files_that_nothing_asks_for_any_more_are_let_go_the_oldest_first(tmp_path: Path):
    folder = tmp_path / "cache"
    for number in range(12):
        file = folder / f"{number:02}.library"
        write_cache(file, number)
        os.utime(file, ns=(number, number))
    write_cache(folder / "other.index", "of another kind")
    held = sorted(each.name for each in folder.iterdir())
    assert held == [*(f"{number:02}.library" for number in range(4, 12)), "other.index"]
    assert read_cache(folder / "11.library") == 11


def test_what_is_kept_is_named_by_all_that_it_is_made_of(tmp_path: Path):
    program = tmp_path / "program"
    program.mkdir()
    (program / "made.py").write_text("one", encoding="utf-8")
    names = [
        cache_file(tmp_path, "hash", [tmp_path], kind="index", program=[program], others=others)
        for others in (["bm25s 1"], ["bm25s 2"])
    ]
    (program / "made.py").write_text("another", encoding="utf-8")
    names.append(cache_file(tmp_path, "hash", [tmp_path], kind="index", program=[program], others=["bm25s 1"]))
    names.append(cache_file(tmp_path, "hash", [tmp_path], kind="library"))
    assert len(set(names)) == 4
    assert {name.suffix for name in names} == {".index", ".library"}
