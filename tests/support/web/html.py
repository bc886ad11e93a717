"""A page of HTML taken apart, to ask what a reader with or without eyes would find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from starlette.testclient import TestClient

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Element:
    """A tag with its attributes, what is in it, and what it is in."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    pieces: list[str | Element] = field(default_factory=list)
    """Texts and elements within, in their order."""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def all(self, *tags: str) -> Iterator[Element]:
        """Go through all elements within, in order; of some tags only if they are named."""
        for child in self.children:
            if not tags or child.tag in tags:
                yield child
            yield from child.all(*tags)

    @property
    def text(self) -> str:
        """All text within."""
        parts = [*self.own, *(child.text for child in self.children)]
        return " ".join(" ".join(parts).split())

    @property
    def in_order(self) -> str:
        """All text within in the order in which it is read, with no blank between a text and an element."""
        parts = (piece if isinstance(piece, str) else piece.in_order for piece in self.pieces)
        return " ".join("".join(parts).split())

    def within(self, tag: str) -> Element | None:
        """The nearest element around it of that tag."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document", {})
        self.at = self.root
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.faults.append(f"<{tag}> states an attribute twice")
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(made)
        self.at.pieces.append(made)
        if tag not in VOID:
            self.at = made

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.at.tag != tag:
            self.faults.append(f"</{tag}> closes <{self.at.tag}>")
            return
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self.at.own.append(data)
        self.at.pieces.append(data)


def parsed(text: str) -> Element:
    """Take a page apart; one that is not well formed is an error."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    assert parser.faults == []
    assert parser.at is parser.root, f"<{parser.at.tag}> is never closed"
    return parser.root


def name_of(control: Element, page: Element) -> str:
    """What a control is called: by a label for it, a label or legend around it, or its own words."""
    told = control["aria-label"]
    if control["id"]:
        told += " ".join(one.text for one in page.all("label") if one["for"] == control["id"])
    around = control.within("label")
    return (told or (around.text if around is not None else "")).strip()


def submit(client: TestClient, form: Element, button: str = "", **fields: str) -> Element:
    """Fill a form in and send it as a browser does, and go where the answer leads."""
    sent = {one["name"]: one["value"] for one in form.all("input") if one["type"] == "hidden"} | fields
    pressed = [one for one in form.all("button") if one.text == button]
    sent |= {one["name"]: one["value"] for one in pressed if one["name"]}
    answer = (
        client.post(form["action"], data=sent) if form["method"] == "post" else client.get(form["action"], params=sent)
    )
    while answer.status_code == 303:
        answer = client.get(answer.headers["location"])
    assert answer.status_code == 200, answer.text[:500]
    return parsed(answer.text)
