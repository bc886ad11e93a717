"""The page on how the program is built names what exists, and every room of the source."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "architecture.md"
SOURCE = ROOT / "src" / "sekisho"


def test_every_path_that_the_page_names_exists():
    named = re.findall(r"`([a-z_0-9/.-]+(?:/|\.(?:py|csv|md|toml)))`", PAGE.read_text(encoding="utf-8"))
    missing = [name for name in named if "/" in name and not any((root / name).exists() for root in (ROOT, SOURCE))]
    assert named
    assert missing == []


def test_every_room_is_on_the_page():
    text = PAGE.read_text(encoding="utf-8")
    rooms = [folder.name for folder in SOURCE.iterdir() if (folder / "__init__.py").is_file()]
    assert [room for room in rooms if f"`{room}`" not in text] == []
