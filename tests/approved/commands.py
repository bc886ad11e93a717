"""Commands whose output is approved: what is typed, on which law, and what it is called."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from tests.approved.shelf import DAY, PACKAGE, Shelf

from sekisho import determine
from sekisho.cli import main

Made = Callable[[Shelf], str]
"""Makes an output."""
LANGUAGES: Final = ("en", "ja", "zh")
ON_THE_DAY: Final = f" --as-of {DAY}"
EXCERPT: Final = f" --measures {shlex.quote(str(PACKAGE))}"

BUYER: Final = '--end-user "Naniwa Seiki" --end-user-kind civil --end-use civil'
TO_JAPAN: Final = "--origin CN --destination JP"
SITUATIONS: Final[Mapping[str, str]] = {
    "01-civil-buyer": f"{TO_JAPAN} --control-codes 1C905.b {BUYER}",
    "02-listed-party": f'{TO_JAPAN} --control-codes 1C905.b --end-user "Mitsubishi Shipbuilding"',
    "03-in-house-unit": f'{TO_JAPAN} --control-codes 1C905.b --end-user "Kawasaki Heavy Industries" --end-use civil',
    "04-end-user-unknown": f"{TO_JAPAN} --control-codes 3C001.a",
    "05-re-export": f"--movement re_export --departure DE {TO_JAPAN} --control-codes 1C117.c {BUYER}",
    "06-chinese-content": "--movement export --departure MY --origin MY --destination JP --control-codes 1C902.a.4"
    f" --prc-content-share 2% --exporter-is-prc-person no --prc-technology no {BUYER}",
    "07-helium": f'{TO_JAPAN} --description "helium gas" --hs-code 2804290010 {BUYER}',
    "08-office-chair": f'{TO_JAPAN} --description "office chair" --control-codes none {BUYER} --knowledge-of-risk no',
    "09-suspended-law": f"{TO_JAPAN} --control-codes 1C909.b {BUYER} --knowledge-of-risk no",
    "10-watch-list": f"{TO_JAPAN} --control-codes 1C905.b"
    ' --end-user "Mitsubishi Materials" --end-user-kind civil --end-use civil',
    "11-description-only": f'{TO_JAPAN} --description "dysprosium oxide 99.9 %" {BUYER} --knowledge-of-risk no',
    "12-nothing-stated": "",
}
"""The situations in which most people ask, from the plainest to a question without a fact."""


def typed(line: str) -> Result:
    """Type a line into this process."""
    return CliRunner().invoke(main, shlex.split(line), prog_name="sekisho", catch_exceptions=False)


def screen_of(line: str) -> Made:
    """Everything that a person sees who types a line: what it prints, what it says beside it, and how it ends."""

    def made(shelf: Shelf) -> str:
        found = typed(line)
        beside = f"--- said beside it\n{found.stderr}" if found.stderr else ""
        shown = line.replace(EXCERPT, "")
        return shelf.masked(f"$ sekisho {shown}\n{found.stdout}{beside}--- exit {found.exit_code}\n")

    return made


def data_of(line: str) -> Made:
    """The data that a line prints, and nothing else; it may not fail."""

    def made(shelf: Shelf) -> str:
        found = typed(line)
        assert found.exit_code == 0, found.output
        return shelf.masked(found.stdout)

    return made


def rounded(line: str) -> Made:
    """The data that a line prints, its numbers to nine digits: the last ones are another on another processor."""

    def plain(value: object) -> object:
        match value:
            case float():
                return float(f"{value:.9g}")
            case dict():
                return {name: plain(part) for name, part in value.items()}
            case list():
                return [plain(part) for part in value]
            case _:
                return value

    return lambda shelf: json.dumps(plain(json.loads(data_of(line)(shelf))), ensure_ascii=False, indent=2)


def file_of(name: str, *lines: str) -> Made:
    """A file that lines write, as text."""

    def made(shelf: Shelf) -> str:
        for line in lines:
            shelf.once(line, screen_of(line))
        return shelf.masked(Path(name).read_text(encoding="utf-8-sig"))

    return made


def after(made: Made, *lines: str) -> Made:
    """Type lines first, each once in all, for what they write."""

    def later(shelf: Shelf) -> str:
        for line in lines:
            shelf.once(line, screen_of(line))
        return made(shelf)

    return later


def said_once(line: str, *before: str) -> Made:
    """The screen of a line that writes a file which others read, and that is typed once."""
    return after(lambda shelf: str(shelf.once(line, screen_of(line))), *before)


def page_of(name: str, *lines: str) -> Made:
    """The body of a page that lines write."""
    return lambda shelf: body(file_of(name, *lines)(shelf))


def body(page: str, tag: str = "body") -> str:
    """What stands in a page under its head, an element a line, without what the browser alone reads."""
    inside = re.search(rf"<{tag}\b.*</{tag}>", page, re.DOTALL)
    assert inside is not None, page[:500]
    return inside[0].replace("><", ">\n<")


def cells_of(name: str, *lines: str) -> Made:
    """The cells of every sheet of a workbook, as CSV."""

    def made(shelf: Shelf) -> str:
        from python_calamine import CalamineWorkbook

        for line in lines:
            shelf.once(line, screen_of(line))
        out = io.StringIO()
        book = CalamineWorkbook.from_path(name)
        for sheet in book.sheet_names:
            out.write(f"## {sheet}\n")
            csv.writer(out, lineterminator="\n").writerows(book.get_sheet_by_name(sheet).to_python())
        return shelf.masked(out.getvalue())

    return made


def text_of_pdf(name: str, *lines: str) -> Made:
    """The text of a PDF file without its lines, which hang on the fonts, where the extra that makes it is installed."""

    def made(shelf: Shelf) -> str:
        pytest.importorskip("weasyprint")
        import pdfplumber

        for line in lines:
            shelf.once(line, screen_of(line))
        with pdfplumber.open(name) as file:
            text = " ".join(page.extract_text() for page in file.pages)
        return re.sub(r"\s+", "", shelf.masked(text)).replace("。", "。\n")

    return made


def situations() -> Iterator[tuple[str, Made]]:
    """The twelve situations in three languages on the law as it ships; as data and at length on the law that stays."""
    for number, (name, flags) in enumerate(SITUATIONS.items()):
        line = f"check {flags}{ON_THE_DAY}"
        for language in LANGUAGES:
            yield f"check/{name}.text-{language}.txt", screen_of(f"{line} --language {language}")
        yield f"check/{name}.data.json", data_of(f"{line} --format json{EXCERPT}")
        language = LANGUAGES[number % 3]
        yield f"check/{name}.full-{language}.txt", screen_of(f"{line} --language {language} --full{EXCERPT}")


GALLIUM: Final = f"--movement export --departure CN {TO_JAPAN} --control-codes 3C001.a --knowledge-of-risk no"
DECIDED: Final[Mapping[str, str]] = {
    "prohibited": f"{GALLIUM} --end-user-kind military --end-use military",
    "licence": f"{GALLIUM} {BUYER} --end-use-sector general",
    "listed": f'{GALLIUM} --end-user "Mitsubishi Shipbuilding" --end-user-kind civil --end-use civil',
    "to-review": f'{GALLIUM} --end-user "Kawasaki Heavy Industries" --end-user-kind civil --end-use civil',
    "free": f"{GALLIUM} {BUYER} --end-use-sector general".replace("3C001.a", "none"),
    "unknown-law": f"{GALLIUM} {BUYER} --end-use-sector general".replace("3C001.a", "1C909.b"),
    "assumed-law": f"{GALLIUM} {BUYER} --assume ann70_after_2026_11_10=lapsed".replace("3C001.a", "1C909.b"),
    "before-the-ban": f"{GALLIUM} --end-user-kind military --end-use military --as-of 2025-12-01",
    "broad-reading": f"{GALLIUM} {BUYER} --end-use-sector aerospace --reading broad",
}
"""Lines whose facts are stated, with one answer or a reason for none."""


def answers() -> Iterator[tuple[str, Made]]:
    """One line: decided, read otherwise, as rows of a table, and asked wrongly."""
    for number, (name, flags) in enumerate(DECIDED.items()):
        line = f"check {flags}{'' if '--as-of' in flags else ON_THE_DAY}{EXCERPT}"
        language = LANGUAGES[number % 3]
        yield f"check/{name}.text-{language}.txt", screen_of(f"{line} --language {language}")
    licence = f"{DECIDED['broad-reading']}{ON_THE_DAY}{EXCERPT}"
    yield "check/licence.data.csv", data_of(f"check {licence} --format csv")
    yield "check/licence.data.yaml", data_of(f"check {licence} --format yaml")
    yield "check/licence.exit-code.txt", screen_of(f"check {licence} --exit-code --format csv")
    saved = f"check {licence} --save case.yaml"
    yield "check/case.file.yaml", file_of("case.yaml", saved)
    yield "check/case.again.txt", after(screen_of(f"check --from case.yaml --end-use military{EXCERPT}"), saved)
    readings = DECIDED["licence"].replace("general", "aerospace").replace("--end-use civil", "")
    yield "check/today.text-en.txt", screen_of(f"check {DECIDED['listed']}{EXCERPT}")
    yield "check/licence.python.txt", _in_python
    yield "readings/licence.text-en.txt", screen_of(f"readings {readings}{ON_THE_DAY}{EXCERPT}")
    yield "readings/licence.data.json", data_of(f"readings {readings}{ON_THE_DAY}{EXCERPT} --format json")


def _in_python(shelf: Shelf) -> str:
    """How an answer shows itself in Python and in a notebook."""
    facts = {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": "3C001.a"}
    found = determine(facts, shelf.excerpt, as_of=str(DAY))
    return shelf.masked(f"{found!r}\n{found}\n{found._repr_html_()}\n{shelf.excerpt!r}\n{shelf.excerpt._repr_html_()}")


NAMES: Final = "'三菱造船' 'Kawasaki Heavy Industries' 'Naniwa Seiki'"


def parties_and_items() -> Iterator[tuple[str, Made]]:
    """Names compared with lists, and items with the control list."""
    for form, ending in (("text", "txt"), ("json", "json"), ("csv", "csv")):
        line = f"screen {NAMES}{ON_THE_DAY}{EXCERPT} --format {form}"
        yield f"screen/names.{form}.{ending}", screen_of(line) if form == "text" else data_of(line)
    yield "screen/names.full.txt", screen_of(f"screen {NAMES}{ON_THE_DAY}{EXCERPT} --full")
    yield "screen/one.text.txt", screen_of(f"screen 'Kawasaki Heavy Industries'{ON_THE_DAY}{EXCERPT}")
    yield "screen/lower.text.txt", screen_of(f"screen 'Mitsubishi Heavy' --least 0.5{ON_THE_DAY}{EXCERPT}")
    many = f"screen --file names.csv -o named.csv{ON_THE_DAY}{EXCERPT} --workers 1"
    yield "screen/file.text.txt", said_once(many)
    yield "screen/file.matches.csv", file_of("named.csv", many)
    for name, text in {
        "settled": "'dysprosium oxide 99.9 %'",
        "open": "'isostatic graphite block' --param 'density=1.85 g/cm3'",
        "chinese": "'等静压石墨'",
        "customs": "--hs 2846901940",
        "nothing": "'office chair'",
    }.items():
        yield f"classify/{name}.text-en.txt", screen_of(f"classify {text}{ON_THE_DAY}{EXCERPT}")
    open_item = "'isostatic graphite block' --param 'density=1.85 g/cm3'"
    yield "classify/open.full-en.txt", screen_of(f"classify {open_item}{ON_THE_DAY}{EXCERPT} --full")
    graphite = f"classify '等方性黒鉛 かさ密度 1.85 g/cm3'{ON_THE_DAY}{EXCERPT}"
    for language in ("ja", "zh"):
        yield f"classify/graphite.text-{language}.txt", screen_of(f"{graphite} --language {language}")
    yield "classify/graphite.data.json", data_of(f"{graphite} --format json")
    kept = " --matches own-register.csv"
    same = (
        f"decide 'Kawasaki Heavy Industries' jp-ecl-a06 --answer not_same --by 'A. Clerk' --basis call{kept}{EXCERPT}"
    )
    yield "decide/kept.text.txt", said_once(same)
    yield "decide/register.file.csv", file_of("own-register.csv", same)
    yield "decide/all.text.txt", after(screen_of(f"decisions{kept}{EXCERPT}"), same)
    yield "decide/screened.text.txt", after(screen_of(f"screen {NAMES}{ON_THE_DAY}{kept}{EXCERPT}"), same)
    items = f"classify --file items.csv -o classified.csv{ON_THE_DAY}{EXCERPT}"
    yield "classify/file.text.txt", said_once(items)
    yield "classify/file.items.csv", file_of("classified.csv", items)


def law() -> Iterator[tuple[str, Made]]:
    """What the measures say, by themselves and over time."""
    for language in LANGUAGES:
        for name, what in {
            "code": "1C905.b",
            "clause": "cn/2026-01-japan-dual-use#military-strength",
            "measure": "cn/2026-12-japan-watch-list",
        }.items():
            line = f"show {what}{ON_THE_DAY}{EXCERPT} --language {language}"
            yield f"show/{name}.text-{language}.txt", screen_of(line)
    yield "show/code.data.json", data_of(f"show 1C905.b{ON_THE_DAY}{EXCERPT} --format json")
    yield "show/measure.data.json", data_of(f"show cn/2026-29-helium{ON_THE_DAY}{EXCERPT} --format json")
    compared = f"show cn/2025-57-holmium-and-others --compare 2025-11-09 2025-11-12{EXCERPT}"
    yield "show/compared.text.txt", screen_of(compared)
    yield "measures/all.text.txt", screen_of(f"measures{ON_THE_DAY}{EXCERPT}")
    yield "measures/all.full.txt", screen_of(f"measures{ON_THE_DAY}{EXCERPT} --full")
    yield "measures/all.data.csv", data_of(f"measures{ON_THE_DAY}{EXCERPT} --format csv")
    changed = f"changed --since 2025-10-01 --until 2026-03-31{ON_THE_DAY}{EXCERPT}"
    yield "changed/half-a-year.text.txt", screen_of(changed)
    yield "changed/half-a-year.full.txt", screen_of(f"{changed} --full")
    yield "changed/half-a-year.data.json", data_of(f"{changed} --format json")
    yield "timeline/measure.text.txt", screen_of(f"timeline cn/2025-57-holmium-and-others --events{EXCERPT}")
    yield "timeline/code.text.txt", screen_of(f"timeline 1C909.b --since 2025-06-01{EXCERPT}")
    yield "timeline/measure.full.txt", screen_of(f"timeline cn/2025-57-holmium-and-others --events{EXCERPT} --full")
    yield "timeline/code.full.txt", screen_of(f"timeline 1C909.b --since 2025-06-01{EXCERPT} --full")
    yield "timeline/code.data.csv", data_of(f"timeline 1C909.b --since 2025-06-01{EXCERPT} --format csv")
    yield "coverage/all.text.txt", screen_of(f"coverage{EXCERPT}")
    yield "coverage/all.data.json", data_of(f"coverage{EXCERPT} --format json")
    yield "facts/all.text.txt", screen_of(f"facts{EXCERPT}")
    yield "facts/end-use.text.txt", screen_of(f"facts end_use{EXCERPT}")
    yield "parameters/graphite.text.txt", screen_of(f"parameters 1C108{EXCERPT}")
    yield "lint/excerpt.text.txt", screen_of(f"lint {shlex.quote(str(PACKAGE))}")
    yield "data/list.text.txt", screen_of("data list")
    yield "data/party-list.text.txt", screen_of(f"data add party-list names.csv --name own --read 2026-11-01{EXCERPT}")


BOOK: Final = f"example orders --lines 60 --seed 2 -o book.csv{EXCERPT}"
RUN: Final = f"bulk book.csv -o run.csv --keep --threads 1{ON_THE_DAY}{EXCERPT}"
DIRTY: Final = f"example dirty --lines 40 --seed 1 -o untidy.csv{EXCERPT}"
UNTIDY: Final = f"bulk untidy.csv -o untidy-run.csv --threads 1{ON_THE_DAY}{EXCERPT}"
ORDERS: Final = "example orders --lines 200 --seed 1 -o orders.csv"
SHIPPED: Final = f"bulk orders.csv -o results.csv --threads 1{ON_THE_DAY}"
SHEET: Final = f"settle run.csv -o questions.csv --top 5{EXCERPT}"


def answered(shelf: Shelf) -> str:
    """Fill the first two questions of the sheet in, as a person would, and say what became of the book."""
    header, *rows = csv.reader(Path("questions.csv").read_text(encoding="utf-8-sig").splitlines())
    for row, answer in zip(rows, ("civil", "civil"), strict=False):
        for name, value in {"answer": answer, "by": "A. Clerk", "on": str(DAY), "basis": "data sheet"}.items():
            row[header.index(name)] = value
    with Path("filled.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return screen_of(f"settle apply filled.csv run.csv -o answered.csv{EXCERPT}")(shelf)


def books() -> Iterator[tuple[str, Made]]:
    """An order book: made, read, determined, told, explained, settled, and judged by another law."""
    yield "bulk/shipped.summary.txt", said_once(SHIPPED, ORDERS)
    yield "bulk/shipped.results.csv", file_of("results.csv", ORDERS, SHIPPED)
    yield "bulk/book.file.csv", file_of("book.csv", BOOK)
    yield "bulk/book.summary.txt", said_once(RUN, BOOK)
    yield "bulk/book.results.csv", file_of("run.csv", BOOK, RUN)
    yield "bulk/book.card.yaml", file_of("run.run.yaml", BOOK, RUN)
    yield "bulk/book.summary.json", after(data_of(f"{RUN.replace('run.csv', 'json.csv')} --format json"), BOOK)
    yield "bulk/untidy.summary.txt", said_once(UNTIDY, DIRTY)
    whole = UNTIDY.replace("untidy-run.csv", "untidy-full.csv")
    yield "bulk/untidy.full.txt", said_once(f"{whole} --full", DIRTY)
    yield "bulk/untidy.results.csv", file_of("untidy-run.csv", DIRTY, UNTIDY)
    yield "bulk/untidy.gaps.csv", file_of("untidy-run.gaps.csv", DIRTY, UNTIDY)
    yield "bulk/untidy.matches.csv", file_of("untidy-run.matches.csv", DIRTY, UNTIDY)
    mapped = f"map untidy.csv -o untidy.yaml{EXCERPT}"
    yield "map/untidy.text.txt", said_once(mapped, DIRTY)
    yield "map/untidy.mapping.yaml", file_of("untidy.yaml", DIRTY, mapped)
    yield "template/empty.file.csv", data_of("template")
    for number in (1, 3):
        explained = after(screen_of(f"explain run.csv --line {number}{EXCERPT}"), BOOK, RUN)
        yield f"explain/line-{number}.text.txt", explained
    yield "explain/line-3.data.json", after(data_of(f"explain run.csv --line 3{EXCERPT} --format json"), BOOK, RUN)
    for language in LANGUAGES:
        page = f"report run.csv -o report-{language}.html --lines 3 --language {language}{EXCERPT}"
        yield f"report/book.page-{language}.html", page_of(f"report-{language}.html", BOOK, RUN, page)
    printed = f"report run.csv -o report.pdf --language ja{EXCERPT}"
    yield "report/book.pdf-ja.txt", text_of_pdf("report.pdf", BOOK, RUN, printed)
    for language in ("en", "ja"):
        workbook = f"report run.csv -o report-{language}.xlsx --language {language}{EXCERPT}"
        yield f"report/book.workbook-{language}.csv", cells_of(f"report-{language}.xlsx", BOOK, RUN, workbook)
    yield "settle/book.text.txt", said_once(SHEET, BOOK, RUN)
    yield "settle/book.sheet.csv", file_of("questions.csv", BOOK, RUN, SHEET)
    for language in ("ja", "zh"):
        sheet = f"settle run.csv -o questions-{language}.csv --top 5 --language {language}{EXCERPT}"
        yield f"settle/book.sheet-{language}.csv", file_of(f"questions-{language}.csv", BOOK, RUN, sheet)
    workbook = f"settle run.csv -o questions.xlsx --top 3{EXCERPT}"
    yield "settle/book.workbook.csv", cells_of("questions.xlsx", BOOK, RUN, workbook)
    applied = f"settle apply questions.csv run.csv -o settled.csv{EXCERPT}"
    yield "settle/unanswered.text.txt", after(screen_of(applied), BOOK, RUN, SHEET)
    yield "settle/answered.text.txt", after(answered, BOOK, RUN, SHEET)
    excerpt = f" --library-to {shlex.quote(str(PACKAGE))}"
    earlier = f"rescreen run.csv --law-to 2026-01-05 -o changes.csv --threads 1{excerpt}"
    yield "rescreen/earlier.text.txt", said_once(earlier, BOOK, RUN)
    yield "rescreen/earlier.changes.csv", file_of("changes.csv", BOOK, RUN, earlier)


BILL: Final = """\
parent,part,quantity,unit,unit_value,currency,origin,supplier,control_codes,sourcing,stock_days,lead_days,\
second_source_cost,revenue
,servo,,,250,USD,,,,,,,,2000000
,pump,,,90,USD,,,,,,,,500000
servo,rotor,1,piece,90,USD,,,,,,,,
rotor,magnet,8,piece,6.5,USD,JP,Example Magnets,1C905.a.4,sole,30,180,,
magnet,dysprosium,0.4,g,0.35,USD,CN,Example Metals,1C905.a.1,single,20,240,80000,
servo,housing,1,,12,USD,CN,Example Castings,none,dual,20,30,,
servo,encoder,1,,35,USD,JP,Example Optics,none,dual,20,30,,
pump,housing,1,,,,,,,,,,,
pump,seal,2,,1.5,USD,,Example Seals,none,,,,,
"""
"""The bill of the tutorial."""
EXPOSED: Final = (
    "exposure bill.csv --as-of 2026-09-30 --end-use civil --end-user 'Example Works' --end-user-kind civil"
    f" --knowledge-of-risk no{EXCERPT}"
)
COST: Final = "impact gallium-2023 --draws 16 --months 3 --kernel numpy"


def costs() -> Iterator[tuple[str, Made]]:
    """What hangs on what is curbed, and what it costs; the economy is the one that ships."""
    yield "exposure/bill.text.txt", screen_of(EXPOSED)
    yield "exposure/bill.full.txt", screen_of(f"{EXPOSED} --full")
    yield "exposure/bill.data.json", rounded(f"{EXPOSED} --format json")
    yield "exposure/bill.tree.txt", screen_of(f"{EXPOSED} --tree servo")
    yield "exposure/bill.broad.txt", screen_of(f"{EXPOSED} --reading broad --no-remedies")
    yield "exposure/bill.page.html", page_of("exposure.html", f"{EXPOSED} -o exposure.html")
    yield "exposure/bill.workbook.csv", cells_of("exposure.xlsx", f"{EXPOSED} -o exposure.xlsx")
    yield "impact/list.text.txt", screen_of("impact --list")
    yield "impact/gallium.text.txt", screen_of(COST)
    yield "impact/gallium.full.txt", screen_of(f"{COST} --full")
    yield "impact/gallium.data.json", rounded(f"{COST} --format json")
    yield "impact/gallium.page.html", page_of("gallium.html", f"{COST} -o gallium.html")
    yield "table/stylised.text.txt", screen_of("table stylised")
    yield "dependence/gallium.text.txt", screen_of("dependence gallium")


MISTAKES: Final[Mapping[str, str]] = {
    "command": "chek",
    "check-value": f"check --destination Japn --control-codes 9Z999 --end-use fishing --date 31/02/2026{EXCERPT}",
    "check-flag": "check --destinaton JP",
    "check-day": f"check --destination JP --as-of tomorrow{EXCERPT}",
    "check-assume": f"check --destination JP --assume nothing=x{ON_THE_DAY}{EXCERPT}",
    "check-case": "check --from none.yaml",
    "readings-term": f"readings --destination JP --term no-term=broad{ON_THE_DAY}{EXCERPT}",
    "bulk-file": f"bulk none.csv -o out.csv{ON_THE_DAY}{EXCERPT}",
    "bulk-column": f"bulk names.csv -o out.csv --map end_user=nobody{ON_THE_DAY}{EXCERPT}",
    "explain-file": f"explain none.csv --line 1{EXCERPT}",
    "settle-file": f"settle none.csv -o out.csv{EXCERPT}",
    "rescreen-file": "rescreen none.csv --law-to 2026-01-05",
    "report-file": f"report none.csv -o out.html{EXCERPT}",
    "show-measure": f"show cn/2026-01-japan{EXCERPT}",
    "show-code": f"show 1C9059{EXCERPT}",
    "screen-nothing": f"screen{ON_THE_DAY}{EXCERPT}",
    "screen-list": f"screen x --list cn/no-list{ON_THE_DAY}{EXCERPT}",
    "classify-nothing": f"classify{ON_THE_DAY}{EXCERPT}",
    "classify-parameter": f"classify graphite --param weight=heavy{ON_THE_DAY}{EXCERPT}",
    "changed-day": f"changed --since yesterday{ON_THE_DAY}{EXCERPT}",
    "exposure-file": f"exposure none.csv{ON_THE_DAY}{EXCERPT}",
    "exposure-columns": f"exposure names.csv{ON_THE_DAY}{EXCERPT}",
    "impact-name": "impact gallium-2022",
    "impact-draws": "impact gallium-2023 --draws 17",
    "data-file": f"data add party-list none.csv --name own --read 2026-11-01{EXCERPT}",
    "facts-name": f"facts end_usr{EXCERPT}",
    "measures-folder": "measures --measures none",
}
"""What people type wrongly, a line or two for each command."""


def mistakes() -> Iterator[tuple[str, Made]]:
    """What is said to somebody who typed something wrong."""
    for name, line in MISTAKES.items():
        yield f"mistake/{name}.text.txt", screen_of(line)


FILES: Final[Mapping[str, str]] = {
    "names.csv": "name,territory\n三菱造船,JP\nNaniwa Seiki,JP\nKawasaki Heavy Industries,JP\n",
    "items.csv": "item,description\n1,dysprosium oxide 99.9 %\n2,isostatic graphite block\n3,office chair\n",
    "bill.csv": BILL,
}
"""Files that a person brings."""

COMMANDS: Final[Mapping[str, Made]] = {
    name: made
    for group in (situations, answers, parties_and_items, law, books, costs, mistakes)
    for name, made in group()
}
