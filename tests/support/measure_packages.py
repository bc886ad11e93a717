"""A data package with one measure, written to a folder, and what the reader says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.synthetic_package import write_package
from tests.support.told import check_style

from sekisho import MeasureError, load_measures

MEASURE = """\
id: xx/2026-1
title: {en: One}
kind: law
jurisdiction: XX
authority: An authority
instrument: Announcement No. 1
published: 2026-01-01
effective: 2026-01-01
repealed: open
confidence: high
sources: [{url: "https://example.org", language: en, read: 2026-01-01}]
clauses:
  - id: bar
    article: "1"
    words: {en: Barred.}
    effect: prohibit
    level: prohibited
    when: {destination: JP}
    confidence: high
"""


def package(folder: Path, text: str | bytes) -> Path:
    """A data package with one measure file."""
    made = write_package(folder / "package")
    file = made / "xx" / "2026-1.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return made


def told(folder: Path, text: str | bytes) -> MeasureError:
    """The error that a measure file raises."""
    with pytest.raises(MeasureError) as raised:
        load_measures([package(folder, text)])
    for problem in raised.value.problems:
        check_style(problem)
    return raised.value
