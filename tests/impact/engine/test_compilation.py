"""Machine code that was kept is made anew when a file that it was made of has changed, and not otherwise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numba")

from sekisho.impact.engine.compilation import BESIDE, digest_of

CALLED = """
from sekisho.impact.engine.compilation import compiled

@compiled
def changed(values):
    values[0] += {more}
"""
ENTERED = """
from functools import partial
from rooms.called import changed
from sekisho.impact.engine.compilation import compiled

@partial(compiled, entered=True)
def run(values):
    changed(values)
"""
ASKED = """
import numpy as np
from rooms.entered import run
values = np.zeros(1)
run(values)
print(values[0], sum(run.stats.cache_hits.values()))
"""


def found(folder: Path) -> list[str]:
    """Run the compiled function in a process of its own: what it finds, and how often kept code was taken."""
    paths = os.pathsep.join([str(folder), *sys.path])
    settings = {**os.environ, "PYTHONPATH": paths, "NUMBA_CACHE_DIR": str(folder / "kept")}  # noqa: TID251 - of a process
    asked = [sys.executable, "-c", ASKED]
    return subprocess.run(asked, env=settings, capture_output=True, text=True, check=True).stdout.split()


def test_a_change_in_another_file_of_the_folder_makes_what_was_kept_stale(tmp_path: Path):
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    (rooms / "__init__.py").touch()
    (rooms / "entered.py").write_text(ENTERED)
    (rooms / "called.py").write_text(CALLED.format(more=1))
    assert found(tmp_path) == ["1.0", "0"]
    assert found(tmp_path) == ["1.0", "1"]
    (rooms / "called.py").write_text(CALLED.format(more=2))
    assert found(tmp_path) == ["2.0", "0"]


def test_code_hangs_on_files_that_are_there(tmp_path: Path):
    (tmp_path / "one.py").write_text("1")
    before = digest_of(tmp_path)
    digest_of.cache_clear()
    (tmp_path / "one.py").write_text("2")
    assert digest_of(tmp_path) != before
    assert len(BESIDE) == 3
