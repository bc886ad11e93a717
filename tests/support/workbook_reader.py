"""Reads a page of HTML strictly: what is opened is closed, and what is said can be asked for."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Self

VOID = frozenset({"meta", "br", "rect", "circle", "link", "img", "input"})


class Reader(HTMLParser):
    """Elements with their attributes and text, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str], list[str]]] = []
        self._inside: list[int] = []
        self.tables: list[dict[str, list[str]]] = []

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a page to its end."""
        reader = cls()
        reader.feed(text)
        reader.close()
        assert reader.open == [], f"not closed: {reader.open}"
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element, and the tables that hold captions and heads."""
        kept = {name: value or "" for name, value in attrs}
        assert len(kept) == len(attrs), f"an attribute stands twice: {attrs}"
        self.found.append((tag, kept, []))
        if tag == "table":
            self.tables.append({"captions": [], "scopes": []})
        if tag == "caption":
            self.tables[-1]["captions"].append("")
        if tag == "th":
            self.tables[-1]["scopes"].append(kept.get("scope", "none"))
        if tag not in VOID:
            self.open.append(tag)
            self._inside.append(len(self.found) - 1)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if tag not in VOID:
            assert self.open, f"</{tag}> closes nothing"
            assert self.open.pop() == tag, f"</{tag}> closes another"
            self._inside.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an empty element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}, []))

    def handle_data(self, data: str) -> None:
        """Keep text with every element around it."""
        for place in self._inside:
            self.found[place][2].append(data)

    def texts(self, tag: str) -> list[str]:
        """Text of all elements of a kind."""
        return [" ".join("".join(text).split()) for name, _, text in self.found if name == tag]

    def attributes(self, name: str) -> list[str]:
        """Values of an attribute wherever it stands."""
        return [kept[name] for _, kept, _ in self.found if name in kept]
