"""The page on how the program is built names what exists, and every room of the source."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "scripts" / "rooms.py"
PAGE = ROOT / "docs" / "explanation" / "architecture.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
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


def rooms() -> ModuleType:
    """Load the program that draws the rooms."""
    spec = importlib.util.spec_from_file_location("rooms", PICTURE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_picture_of_the_rooms_shows_the_imports_as_they_are():
    """Who imports whom; by how many modules, which is the size of a dot, may lag until the picture is drawn again."""
    drawing = rooms()
    assert f"({drawing.PICTURE.name})" in PAGE.read_text(encoding="utf-8")
    told = [
        re.findall("<desc.*</desc>", text) for text in (drawing.PICTURE.read_text(encoding="utf-8"), drawing.drawn())
    ]
    assert told[0], "the picture says in words who imports whom"
    assert told[0] == told[1], "run `make docs` and look at the picture"


def test_an_import_that_goes_up_stands_out_in_the_picture():
    drawing = rooms()
    order = [["cli"], ["law"]]
    down = drawing.picture(order, {("cli", "law"): 3})
    up = drawing.picture(order, {("cli", "law"): 3, ("law", "cli"): 1})
    assert drawing.WRONG not in down
    assert drawing.WRONG in up


def test_every_name_of_the_program_in_the_glossary_exists():
    code = GLOSSARY.read_text(encoding="utf-8").partition("## Code")[2]
    named = re.findall(r"`([A-Z]\w+)`", code)
    text = "".join(file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py"))
    assert named
    assert [name for name in named if not re.search(rf"^class {name}\b", text, re.MULTILINE)] == []


def test_a_word_stands_once_in_a_part_of_the_glossary():
    parts = GLOSSARY.read_text(encoding="utf-8").split("\n## ")[1:]
    rows = [
        (part.splitlines()[0], word)
        for part in parts
        for word in re.findall(r"^\| (?!word)(.+?) \|", part, re.MULTILINE)
    ]
    assert sorted({row for row in rows if rows.count(row) > 1}) == []
