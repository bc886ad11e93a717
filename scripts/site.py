"""Build the documentation site into a folder that can be read without a network, with a search.

Usage: python scripts/site.py BUILDER FOLDER

BUILDER is the `zensical` of an environment of its own (`make site` makes it). The pages are those of docs/, in the
order of docs/site.yaml; what they link to outside docs/ goes along as a page, or stands as text. Python's reference is
made from docstrings. A broken link, a page that the order lacks, a warning of the builder, or a file that a page would
load from another address is an error.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import yaml

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "docs"
LINK: Final = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
FENCE: Final = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
PYTHON: Final = "reference/python.md"
ELSEWHERE: Final = {
    "docs/README.md": "pages.md",
    **{f"{name}.md": f"{name.lower()}.md" for name in ("CONTRIBUTING", "SECURITY", "CHANGELOG")},
}
"""Pages that stand elsewhere on the site than in the repository."""
LOADS: Final = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src"}
"""Tags that load a file by themselves, with the attribute that names it."""
LOADED_BY: Final = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch"}
"""Of a `link`, what loads something; others, such as the canonical address, load nothing."""
WORKER: Final = ROOT / "scripts" / "file-worker.js"
WORKER_ELSEWHERE: Final = re.compile(r"https://[^\"']*/iframe-worker/shim")
"""Where pages of the builder load from what lets a search run in a page opened as a file; ours takes its place."""
GREETING: Final = """\
# sekisho 関所

May this shipment go under China's export controls, and what does it cost Japan if it cannot? Both from one set of
measures, encoded clause by clause with their words, their dates and their disputed readings.

![The first page of sekisho: a field to ask for an item, a code, a measure or a party](pictures/front.png)

In a clone of the repository, with Python 3.11 or newer, these two lines install it and open its pages:

```console
$ python3 -m venv .venv && .venv/bin/pip install -c constraints.txt '.[web]'
$ .venv/bin/sekisho serve
```

| you are | begin here |
|---|---|
| an export-control officer | [shipments, order lists, names](for/officer.md) |
| a lawyer | [measures, readings, new law](for/lawyer.md) |
| a purchaser | [parts, products, suppliers](for/purchaser.md) |
| an economist | [costs, bands, data](for/economist.md) |
| an engineer | [running it, building on it, changing it](for/engineer.md) |

[All pages](pages.md) by kind: tutorials, how-to guides, reference, explanation, decision records.
"""


def place_of(file: Path) -> str:
    """Say where a file of the repository stands on the site; empty if it does not go along."""
    name = file.relative_to(ROOT).as_posix()
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    if not name.startswith("docs/") or not file.is_file():
        return ""
    return name.removeprefix("docs/").replace(".py", ".md")


def linked(text: str, page: Path, place: str) -> str:
    """Turn the links of a page to where the site has what they name; a link to what does not go along becomes text."""

    def turned(match: re.Match[str]) -> str:
        mark, words, link = match.groups()
        parts = urlsplit(link)
        if parts.scheme or not parts.path:
            return match.group(0)
        target = (page.parent / unquote(parts.path)).resolve()
        if not target.exists():
            sys.exit(f"{page.relative_to(ROOT)}: the link {link} leads nowhere.")
        there = place_of(target)
        if not there:
            return words
        path = os.path.relpath(there, Path(place).parent)
        return f"{mark}[{words}]({path}{'#' + parts.fragment if parts.fragment else ''})"

    return "".join(piece if piece.startswith("```") else LINK.sub(turned, piece) for piece in FENCE.split(text))


def notebook(text: str) -> str:
    """Turn a notebook in plain text into a page: words as words, cells as code."""
    pages = []
    for cell in re.split(r"^# %%", text, flags=re.MULTILINE)[1:]:
        head, _, body = cell.partition("\n")
        if "[markdown]" in head:
            pages.append(re.sub(r"^# ?", "", body, flags=re.MULTILINE).strip())
        elif body.strip():
            pages.append(f"```python\n{body.strip()}\n```")
    return "\n\n".join(pages) + "\n"


def python_page() -> str:
    """Write the reference of Python: every public name, by its docstring."""
    sys.path.insert(0, str(ROOT / "src"))
    import sekisho

    places = {name: sekisho._ELSEWHERE.get(name, "sekisho.errors") for name in sekisho.__all__}  # noqa: SLF001 - its own table
    functions = [name for name in places if name[0].islower()]
    parts = [
        "# Python",
        "",
        "What `import sekisho` offers. What you leave out is as the command line has it: the law, today, the language.",
        "",
    ]
    for head, names in (
        ("Functions", functions),
        ("Values and errors", [name for name in places if name not in functions]),
    ):
        parts += [f"## {head}", ""]
        parts += [f"::: {places[name]}.{name}\n" for name in names]
    return "\n".join(parts)


def gather(folder: Path) -> None:
    """Write the pages as the builder takes them, with its settings."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "pages"
    order = yaml.safe_load((DOCS / "site.yaml").read_text(encoding="utf-8"))
    sources = [file for file in sorted(DOCS.rglob("*")) if file.is_file() and file.suffix != ".yaml"]
    for file in [*sources, *(ROOT / name for name in ELSEWHERE if not name.startswith("docs/"))]:
        place = place_of(file)
        target = pages / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix in {".py", ".md"}:
            text = file.read_text(encoding="utf-8")
            text = notebook(text) if file.suffix == ".py" else text
            target.write_text(linked(text, file, place), encoding="utf-8")
        else:
            shutil.copyfile(file, target)
    (pages / "index.md").write_text(GREETING, encoding="utf-8")
    (pages / PYTHON).write_text(python_page(), encoding="utf-8")
    nav: list[object] = [{"Home": "index.md"}]
    stated: list[str] = []
    for section in order["pages"]:
        for title, names in section.items():
            places = [_place_named(name) for name in names]
            nav.append({title: places})
            stated += places
    records = [f"decisions/{file.name}" for file in sorted((DOCS / "decisions").glob("*.md"))]
    nav += [{"Decisions": records}, {"All pages": "pages.md"}]
    every = {file.relative_to(pages).as_posix() for file in pages.rglob("*.md")} - {"index.md", "pages.md", *records}
    wrong = sorted(every.symmetric_difference(stated)) + sorted({name for name in stated if stated.count(name) > 1})
    if wrong:
        sys.exit(f"docs/site.yaml and the pages differ in: {', '.join(wrong)}")
    settings = {
        "site_name": order["name"],
        "docs_dir": "pages",
        "site_dir": "site",
        "use_directory_urls": False,  # a page can be opened as a file
        "nav": nav,
        "theme": {
            "font": False,  # else letters come from another host
            "language": "en",
            "features": ["navigation.indexes", "navigation.top", "navigation.footer", "search.highlight", "toc.follow"],
            "palette": [{"scheme": "default", "primary": "black"}],
        },
        "plugins": ["search", "offline", {"mkdocstrings": {"handlers": {"python": _handler()}}}],
        "markdown_extensions": [
            "tables",
            "admonition",
            "attr_list",
            "toc",
            "pymdownx.superfences",
            "pymdownx.highlight",
        ],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _place_named(name: str) -> str:
    return PYTHON if name == "python" else place_of(ROOT / name if name in ELSEWHERE else DOCS / name)


def _handler() -> dict[str, object]:
    options = {
        "docstring_style": "numpy",
        "show_source": False,
        "heading_level": 3,
        "show_root_heading": True,
        "show_root_full_path": False,
        "members_order": "source",
        "filters": ["!^_"],
        "docstring_options": {"warnings": False},  # values tell of properties under Parameters, which it would count
    }
    return {"paths": [str(ROOT / "src")], "options": options}


class _Page(HTMLParser):
    """Gathers the ids of a page, its links, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = {name: value or "" for name, value in attrs}
        self.ids |= {stated[name] for name in ("id", "name") if name in stated}
        if tag == "a" and "href" in stated:
            self.links.append(stated["href"])
        if tag in LOADS and LOADS[tag] in stated and (tag != "link" or LOADED_BY & set(stated.get("rel", "").split())):
            self.loads.append(stated[LOADS[tag]])


def lay_beside(site: Path) -> None:
    """Put beside the pages what they would load from another host."""
    shutil.copyfile(WORKER, site / "assets" / WORKER.name)
    for file in site.rglob("*.html"):
        here = "/" if file.name == "404.html" else f"{os.path.relpath(site, file.parent)}/"
        text = file.read_text(encoding="utf-8")
        file.write_text(WORKER_ELSEWHERE.sub(f"{here}assets/{WORKER.name}", text), encoding="utf-8")


def faults_of(site: Path) -> Iterator[str]:
    """Find links that lead nowhere, and files that a page or a style would load from another host."""
    pages: dict[Path, _Page] = {}
    for file in sorted(site.rglob("*.html")):
        pages[file] = _Page()
        pages[file].feed(file.read_text(encoding="utf-8"))
    for file, page in pages.items():
        name = file.relative_to(site).as_posix()
        if name == "404.html":
            continue  # it may be shown at any address, so its links are absolute
        for link in page.loads:
            if urlsplit(link).netloc:
                yield f"{name} loads {link}"
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                yield f"{name}: {link} leads nowhere"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                yield f"{name}: {link} names no place of that page"
    for file in sorted(site.rglob("*.css")):
        for address in re.findall(
            r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)", file.read_text(encoding="utf-8")
        ):
            yield f"{file.relative_to(site).as_posix()} loads {address}"


def main(builder: str, out: str) -> int:
    """Gather, build, check, and put the site where it was asked for."""
    folder = ROOT / "build" / "site-source"
    gather(folder)
    done = subprocess.run(  # noqa: S603 - the builder of the environment that make made
        [str(Path(builder).absolute()), "build", "--strict", "--clean", "-f", "mkdocs.yml"], cwd=folder, check=False
    )
    if done.returncode:
        return done.returncode
    lay_beside(folder / "site")
    faults = list(faults_of(folder / "site"))
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults of the site.")
        return 1
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(folder / "site", out)
    count = sum(1 for _ in Path(out).rglob("*.html"))
    print(
        f"{count} pages in {out}; open {out}/index.html. "
        "Every link leads somewhere, and nothing is loaded from another host."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
