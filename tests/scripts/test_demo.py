"""`make demo` shows the head of the queue and explains its first line; setting up tells what is large."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
QUEUE = "3 lines\n\nLook at these first\n  stop  7: a body.\n      Ask.\n  look  9: a code.\n"


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


demo, environment = _script("demo"), _script("environment")


def test_a_short_queue_is_shown_whole_without_what_follows():
    assert demo.triage(QUEUE + "\n  prohibited  1\n") == (QUEUE.rstrip(), "7")


def test_of_a_long_queue_the_first_lines_are_shown():
    cut, line = demo.triage(QUEUE + "  look  11: a use.\n      Ask.\n  look  12: more.\n\n  prohibited  1\n")
    assert (line, cut.endswith("look  11: a use.\n      Ask.")) == ("7", True)


def test_a_book_without_a_queue_has_its_first_line_explained():
    assert demo.triage("0 lines\n\n  free  1\n")[1] == "1"


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
