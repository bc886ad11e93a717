"""Draw the rooms of the program and who imports whom, from the imports themselves and the order in pyproject.toml.

Usage: python scripts/rooms.py [--write]

Without --write, a picture that is not what the imports make is an error. A row is a room, and its dots are the rooms
that it imports; the larger the dot, the more of its modules do. The blue steps are the rooms themselves, so a dot to
the left of the steps would be an import that goes up.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "explanation" / "rooms.svg"

SAYS = {
    "cli": "how it is asked: commands",
    "testing": "what a data package tests itself with",
    "web": "how it is asked: pages, REST, jobs, accounts",
    "agents": "tools of agents",
    "functions": "how it is asked: Python",
    "arguments": "what Python hands over",
    "machine": "clock and folders of this machine",
    "extras": "what an extra holds",
    "notebook": "how it is asked: notebooks",
    "present": "how an answer is shown",
    "service": "one use case a question",
    "examples": "made-up orders, bills and rules",
    "exposure": "what a firm’s products hang on",
    "impact": "what it costs",
    "classification": "which control code is this?",
    "store": "what is kept",
    "proofs": "what can be proved of the law?",
    "determination": "may it go?",
    "parties": "who is a name?",
    "i18n": "how it is said, in three languages",
    "trade": "what is shipped",
    "law": "what the measures say",
    "files": "how files are opened and written",
    "errors": "what is told when something is wrong",
    "message": "a sentence, before it has a language",
    "dataclass": "how data classes are made",
    "numbering": "equal keys numbered as they come",
    "regex": "patterns that are compiled when they are first used",
}
"""What is behind each door, in a few words."""

INK, QUIET, FAINT, BAND = "#1a1a1a", "#4a4a4a", "#c8c8c8", "#f5f6f7"
STEP, DOT, WRONG = "#c9dcea", "#1f6296", "#e0600b"
"""As in the charts (`present/charts/theme.py`): told apart by lightness too, and each 3 to 1 against white or more."""
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
WIDTH, TOP, ROW, LEFT, SAYS_AT, DOTS_AT, CELL = 800, 116, 26, 16, 134, 430, 17
"""Sizes in pixels at which the picture is legible as it stands on a page: text is 13, as the text around it."""
SIZES = ((10, 6.0), (3, 4.5), (1, 3.0))
"""Modules from which a dot has a radius. A guess: in each of the three classes stands about a third of the dots."""


def layers() -> list[list[str]]:
    """Return the order of rooms from the top down, as import-linter checks it; rooms of one layer stand together."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    order = next(one for one in contracts if one["type"] == "layers" and one["containers"] == ["sekisho"])
    return [[room.strip() for room in layer.split("|")] for layer in order["layers"]]


def imports(rooms: Sequence[str]) -> Counter[tuple[str, str]]:
    """Count the modules of each room that import another room."""
    graph = grimp.build_graph("sekisho")
    counts: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        room = _room(module)
        others = {_room(other) for other in graph.find_modules_directly_imported_by(module)}
        counts.update((room, other) for other in others if room in rooms and other in rooms and other != room)
    return counts


def _room(module: str) -> str:
    return module.partition(".")[2].partition(".")[0]


def picture(order: Sequence[Sequence[str]], counts: Mapping[tuple[str, str], int]) -> str:
    """Draw the rooms from the top down, and a dot for each room that they import."""
    rooms = [room for layer in order for room in layer]
    height = TOP + ROW * len(rooms) + 68
    told = "Each room imports only rooms that stand below it."
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    text = f'font-family="{FONT}" font-size="13" fill="{INK}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="rooms-title rooms-says" {text}>',
        '<title id="rooms-title">The rooms of sekisho, and who imports whom</title>',
        f'<desc id="rooms-says">{told} {escape(" ".join(_sentences(rooms, counts)))}</desc>',
        f'<rect width="{WIDTH}" height="{height}" rx="6" fill="#ffffff"/>',
        *_bands(order),
        *_names(rooms),
        *_dots(rooms, counts),
        *_legend(TOP + ROW * len(rooms) + 30, told),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _sentences(rooms: Sequence[str], counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    for room in rooms:
        below = [other for other in rooms if counts.get((room, other))]
        yield f"{room}: {', '.join(below) or 'none'}."


def _bands(order: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a band for every second layer, so that rooms of one layer are seen to stand side by side."""
    at = TOP
    for number, layer in enumerate(order):
        size = ROW * len(layer)
        if number % 2 == 0:
            yield f'<rect x="8" y="{at}" width="{WIDTH - 16}" height="{size}" rx="4" fill="{BAND}"/>'
        at += size


def _names(rooms: Sequence[str]) -> Iterator[str]:
    for number, room in enumerate(rooms):
        base, middle = _middle(number) + 4.5, DOTS_AT + CELL * (number + 0.5)
        yield f'<text x="{LEFT}" y="{base:g}" font-weight="bold">{room}</text>'
        yield f'<text x="{SAYS_AT}" y="{base:g}" fill="{QUIET}">{escape(SAYS[room])}</text>'
        upright = f"translate({middle + 4:g} {TOP - 8}) rotate(-90)"
        yield f'<text transform="{upright}" font-size="12" fill="{QUIET}">{room}</text>'


def _dots(rooms: Sequence[str], counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    for number, room in enumerate(rooms):
        y = _middle(number)
        left = DOTS_AT + CELL * number + 1
        yield f'<rect x="{left}" y="{y - 8:g}" width="{CELL - 2}" height="16" rx="3" fill="{STEP}"/>'
        for place, other in enumerate(rooms):
            count, x = counts.get((room, other), 0), DOTS_AT + CELL * (place + 0.5)
            radius = next((size for least, size in SIZES if count >= least), 0)
            if radius and place > number:
                yield f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{DOT}"/>'
            elif radius:
                yield f'<path d="M{x:g} {y - 7:g}l7 7l-7 7l-7 -7z" fill="{WRONG}"/>'


def _middle(number: int) -> float:
    return TOP + ROW * (number + 0.5)


def _legend(y: int, told: str) -> Iterator[str]:
    yield f'<line x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{y - 18}" y2="{y - 18}" stroke="{FAINT}"/>'
    yield f'<text x="{LEFT}" y="{y + 4.5:g}">{told}</text>'
    beside = "Rooms of one band know nothing of each other."
    yield f'<text x="{LEFT}" y="{y + 24:g}" fill="{QUIET}" font-size="12">{beside}</text>'
    for x, radius, words in ((410, 3.0, "1 or 2 modules"), (540, 4.5, "3 to 9"), (615, 6.0, "10 or more import it")):
        yield f'<circle cx="{x}" cy="{y:g}" r="{radius:g}" fill="{DOT}"/>'
        yield f'<text x="{x + 11}" y="{y + 4.5:g}" fill="{QUIET}">{words}</text>'


def drawn() -> str:
    """Return the picture as the imports make it now."""
    order = layers()
    return picture(order, imports([room for layer in order for room in layer]))


def main() -> int:
    """Check or write the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the picture instead of checking it")
    if parser.parse_args().write:
        PICTURE.write_text(drawn(), encoding="utf-8")
    elif not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != drawn():
        print(f"{PICTURE.relative_to(ROOT)} is not what the imports make: python scripts/rooms.py --write")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
