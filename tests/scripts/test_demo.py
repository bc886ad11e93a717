"""`make demo` explains the first line of the queue; setting up tells what is large."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from sekisho.determination.book.run_summary import RunResult
from sekisho.present.book import book_words, following

ROOT = Path(__file__).parents[2]


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


demo, environment = _script("demo"), _script("environment")


def test_the_line_that_is_explained_is_the_one_that_a_run_names_first(tmp_path: Path):
    run = SimpleNamespace(out=tmp_path / "results.csv", worst=[SimpleNamespace(line="2564")], by_headline={})
    said = "\n".join(following(cast("RunResult", run), book_words("en")))
    assert demo.first_line(f"3 lines: ■ stop 1\n  First     ■ 7: a body.\n{said}\n") == "2564"


def test_a_run_that_names_no_line_ends_the_demo():
    with pytest.raises(SystemExit, match="names no line"):
        demo.first_line("0 lines\n")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("  Downloading numpy-2.4.6-cp311-manylinux_2_28_x86_64.whl (16.9 MB)", ("numpy", "16.9")),
        ("  Downloading pdfminer_six-20260107-py3-none-any.whl (6.6 MB)", ("pdfminer_six", "6.6")),
    ],
)
def test_a_large_package_is_told(said: str, told: tuple[str, str]):
    found = environment.LARGE.search(said)
    assert found is not None
    assert (found["name"], found["size"]) == told


def test_a_small_package_is_not():
    assert environment.LARGE.search("  Downloading click-8.5.1-py3-none-any.whl (107 kB)") is None
