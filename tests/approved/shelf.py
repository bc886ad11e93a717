"""Where approved outputs are made: one folder, two states of the law, a fixed day, and masks for what never stays."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final
from unittest import mock

import sekisho
from sekisho import Library, load_measures
from sekisho.machine import cache_folder

PACKAGE: Final = Path(__file__).parent / "package"
"""A dated excerpt of the measures, which stays as it is."""
DAY: Final = date(2026, 11, 27)
ROOT: Final = Path(__file__).parents[2]
WIDTH: Final = "100"
PATTERNS: Final = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"(?<![.\d])\b(?=\d*[a-f])[0-9a-f]{16}\b"), "ID"),
    (re.compile(r"(law|data|table|result|データ|産業連関表|結果|数据|投入产出表|结果) [0-9a-f]{7}\b"), r"\g<1> HASH"),
    (re.compile(r"\b\d+(?:\.\d+)? s\b"), "N s"),
    (re.compile(r"\b[\d,]+ lines a second"), "N lines a second"),
    (re.compile(r'("seconds": ?)[\d.e-]+'), r"\g<1>0"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"), "TIME"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "ID"),
)
"""What differs from run to run by its nature, and what stands for it."""


@dataclass(kw_only=True)
class Shelf:
    """The folder in which outputs are made, and what several of them are made from, each made when first asked for."""

    folder: Path
    leaving: ExitStack
    made: dict[str, object] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, files: Mapping[str, str]) -> Iterator[Shelf]:
        """Stand in the folder, with nobody's home and nobody's terminal, and some files to begin with."""
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        own = {"SEKISHO_CACHE": os.environ["SEKISHO_TESTS_CACHE"], "XDG_DATA_HOME": str(folder / "data")}  # noqa: TID251
        with ExitStack() as leaving:
            leaving.enter_context(mock.patch.dict(os.environ, {**own, "COLUMNS": WIDTH}))  # noqa: TID251
            leaving.enter_context(mock.patch("sekisho.machine.today_in_beijing", return_value=DAY))
            leaving.enter_context(chdir(folder))
            kept = cache_folder()
            held = {
                "shipped": load_measures(cache=kept),
                "excerpt": load_measures([PACKAGE], cache=kept),
            }  # so that no command reads one again
            yield cls(folder=folder, leaving=leaving, made=dict(held))

    def once(self, name: str, make: Callable[[Shelf], object]) -> object:
        """Make something once, and give it again from then on."""
        if name not in self.made:
            self.made[name] = make(self)
        return self.made[name]

    @cached_property
    def shipped(self) -> Library:
        """The law as it ships today."""
        return load_measures()

    @cached_property
    def excerpt(self) -> Library:
        """The law that stays."""
        return load_measures([PACKAGE])

    @cached_property
    def _fixed(self) -> tuple[tuple[str, str], ...]:
        hashes = [text for one in (self.shipped, self.excerpt) for text in (one.hash, one.hash[:7])]
        places = {str(self.folder): "FOLDER", str(PACKAGE): "PACKAGE", str(ROOT): "ROOT"}
        longest_first = sorted(places.items(), key=lambda one: -len(one[0]))
        return (
            *longest_first,
            *((text, "HASH") for text in hashes),
            (f"sekisho {sekisho.__version__}", "sekisho VERSION"),
        )

    def masked(self, text: str) -> str:
        """Put constants in the place of what is another on every machine and in every run."""
        for given, constant in self._fixed:
            text = text.replace(given, constant)
        for pattern, told in PATTERNS:
            text = pattern.sub(told, text)
        return text
