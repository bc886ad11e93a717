"""Law without a new program: a law file is packed, tried whole, shown, taken up, and gone back from."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho.cli import main
from sekisho.errors import LibraryError
from sekisho.law.loading.law_archive import MANIFEST, open_archive
from sekisho.law.loading.law_versions import law_folders
from sekisho.law.loading.library import load_measures
from sekisho.present.law.law_update import law_update_text
from sekisho.proofs.nesting import changed_terms
from sekisho.service.lists import lists_held
from sekisho.service.packages.law_file import copy_law, pack_law, package_of
from sekisho.service.packages.law_update import LawUpdate, go_back, look_at, take_up
from sekisho.service.workspace import Workspace

TODAY = date(2026, 1, 10)
PROGRAM = "0.2.0"
PACKAGE = """\
name: lamps
version: 2026.1.5
licence: Apache-2.0
horizon: 2026-01-05
jurisdictions: [CN]
coverage:
  encoded: [lamps]
  not_covered: [lanterns]
"""
MEASURE = """\
id: xx/2026-lamps
title: {en: Announcement on lamps}
kind: item-control
jurisdiction: CN
authority: Ministry of Lamps
instrument: Announcement 1 of 2026
published: 2026-01-01
effective: 2026-01-05
repealed: open
confidence: high
sources:
  - {url: "https://example.org/lamps", language: en, read: 2026-01-02}
clauses:
  - id: to-japan
    article: paragraph 1
    words: {en: Lamps may not be exported to Japan.}
    effect: prohibit
    level: prohibited
    when: {destination: JP}
    confidence: high
"""
PARTIES = """\
entry,list,name,name_zh,name_ja,aliases,weak_aliases,former_names,territory,kind,corporate_number,stock_code,lei,\
parent,address,listed,until,open_from,identity_confidence,confidence,source
a-1,xx/dark-list,Aurora Lamps,,,,,,JP,company,,,,,,2026-01-05,,,,high,https://example.org/lamps
"""
CASES = """\
- id: L1
  name: A lamp to Japan is prohibited from the day of effect
  as_of: 2026-01-05
  facts: {destination: JP}
  outcome: prohibited
  decided_by: [xx/2026-lamps#to-japan]
- id: L2
  name: A lamp to Korea needs no licence
  like: L1
  facts: {destination: KR}
  outcome: free
  decided_by: []
"""
TO_KOREA = """\
  - id: to-korea
    article: paragraph 2
    words: {en: Lamps to Korea need a licence.}
    effect: require_licence
    level: licence
    from: 2026-01-12
    when: {destination: KR}
    confidence: high
"""


def written(folder: Path, files: dict[str, str]) -> Path:
    for place, text in files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package that comes with the program: one measure, two cases."""
    files = {"package.yaml": PACKAGE, "xx/2026-lamps.yaml": MEASURE, "xx/cases/lamps.yaml": CASES}
    folder = written(tmp_path / "shipped", {**files, "lists/xx-dark-list.csv": PARTIES})
    for module in ("law_versions", "library"):
        monkeypatch.setattr(f"sekisho.law.loading.{module}.installed_folders", lambda: (folder,))
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "sekisho"


@pytest.fixture
def new(shipped: Path, tmp_path: Path) -> Path:
    """The same law with an amendment of the week to come: a clause, a party, and an answer that changes."""
    folder = tmp_path / "new"
    copy_law(package_of(load_measures([shipped])), folder, "2026.1.10")
    measure, cases, parties = (
        folder / "xx/2026-lamps.yaml",
        folder / "xx/cases/lamps.yaml",
        folder / "lists/xx-dark-list.csv",
    )
    measure.write_text(MEASURE + TO_KOREA, encoding="utf-8")
    late = "- id: L3\n  name: A lamp to Korea needs a licence\n  like: L2\n  as_of: 2026-01-12\n"
    cases.write_text(f"{CASES}{late}  facts: {{}}\n  outcome: licence\n", encoding="utf-8")
    parties.write_text(
        PARTIES + PARTIES.splitlines()[1].replace("a-1", "a-2").replace("Aurora", "Boreal") + "\n", encoding="utf-8"
    )
    return folder


def packed(folder: Path, out: Path) -> Path:
    pack_law(folder, out, day="2026-01-10", needs=PROGRAM, in_use=load_measures())
    return out


def looked(file: Path, home: Path) -> LawUpdate:
    library = load_measures(law=home / "law")
    return look_at(file, Workspace(library=library, today=TODAY, home=home), program=PROGRAM)


def asked(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_law_file_shows_what_it_changes_is_taken_up_and_gone_back_from(new: Path, home: Path, tmp_path: Path):
    update = looked(packed(new, tmp_path / "law.zip"), home)
    assert [(each.kind, each.id, each.parts) for each in update.measures] == [
        ("changed", "xx/2026-lamps", (("new", "#to-korea"),))
    ]
    assert [(each.kind, each.list, each.names) for each in update.listings] == [
        ("new", "xx/dark-list", ("Boreal Lamps",))
    ]
    assert [(each.table, each.new, each.gone) for each in update.tables] == [("lists/xx-dark-list.csv", 1, 0)]
    assert [(each.kind, each.id) for each in update.answers] == [("new", "L3")]
    assert (update.cases, update.same, update.before and update.before.version) == (3, False, "2026.1.5")
    assert law_folders(home / "law") is None  # to look writes nothing
    take_up(update, home, day="2026-01-10")
    (kept,) = (card for card in lists_held(home) if card["in_use"])
    assert (kept["list"], kept["version"], kept["measures"]) == ("law/lamps", "2026.1.10", "1")
    library = load_measures(law=home / "law")
    assert (library.version, library.is_updated, len(library.entries)) == ("2026.1.10", True, 2)
    assert load_measures().version == "2026.1.5"  # who names no folder has the law of the program
    assert looked(tmp_path / "law.zip", home).same
    assert go_back(home, day="2026-01-10") == ("law/lamps", "built-in")
    assert load_measures(law=home / "law").version == "2026.1.5"
    assert go_back(home, "2026.1.10", day="2026-01-10")[1] == "2026.1.10"
    assert load_measures(law=home / "law").version == "2026.1.10"


def test_an_answer_of_today_that_changes_is_told_with_both_outcomes(new: Path, home: Path, tmp_path: Path):
    measure, cases = new / "xx/2026-lamps.yaml", new / "xx/cases/lamps.yaml"
    measure.write_text(
        measure.read_text().replace("level: prohibited", "level: prohibited_save_special"), encoding="utf-8"
    )
    cases.write_text(
        cases.read_text().replace("outcome: prohibited", "outcome: prohibited_save_special"), encoding="utf-8"
    )
    update = looked(packed(new, tmp_path / "law.zip"), home)
    moved = [(each.kind, each.id, each.before, each.after) for each in update.answers if each.kind != "new"]
    assert moved == [("changed", "L1", "prohibited", "prohibited_save_special")]
    assert ("changed", "#to-japan") in update.measures[0].parts


TERM = """\
terms:
  forces:
    words: {en: forces}
    article: paragraph 3
    source: https://example.org/lamps
    narrow: {when: {destination: XX}, because: Only there., argued_by: nobody}
    central: {when: {destination: [KP, IR, SY]}, because: There too., argued_by: nobody}
    broad: {when: {any: [{destination: [KP, IR, SY]}, {end_use: military}]}, because: All., argued_by: nobody}
"""
FORCES = """\
  - id: forces
    article: paragraph 3
    words: {en: Lamps may not go to forces.}
    effect: prohibit
    level: prohibited
    when: {term: forces}
    confidence: high
"""


@pytest.fixture
def disputed(shipped: Path) -> Path:
    """The law in use has a disputed term, whose narrow reading is North Korea."""
    (shipped / "xx/2026-lamps.yaml").write_text(
        MEASURE.replace("clauses:", TERM.replace("XX", "KP") + "clauses:") + FORCES, encoding="utf-8"
    )
    return shipped


def amended(shipped: Path, folder: Path, before: str, after: str) -> Path:
    """Copy the law in use as the next version, with one thing in it changed."""
    copy_law(package_of(load_measures([shipped])), folder, "2026.1.10")
    act = folder / "xx/2026-lamps.yaml"
    assert before in act.read_text()
    act.write_text(act.read_text().replace(before, after), encoding="utf-8")
    return folder


def test_a_reading_and_a_condition_that_change_are_told_with_what_stood_and_what_stands(
    disputed: Path, home: Path, tmp_path: Path
):
    folder = amended(
        disputed, tmp_path / "amended", "narrow: {when: {destination: KP}", "narrow: {when: {destination: [KP, SY]}"
    )
    act = folder / "xx/2026-lamps.yaml"
    act.write_text(act.read_text().replace("when: {term: forces}", "when: {term: forces, not: {destination: IR}}"))
    update = looked(packed(folder, tmp_path / "law.zip"), home)
    (change,) = update.measures
    assert change.parts == (("changed", "forces"), ("changed", "#forces"))
    told = {(key.part, key.key): (key.before["en"], key.after["en"]) for key in change.keys}
    assert set(told) == {("forces", "narrow"), ("#forces", "when")}
    before, after = told["forces", "narrow"]
    assert ("SY" in before, "SY" in after) == (False, True)
    assert all("KP" in text for text in (before, after))
    before, after = told["#forces", "when"]
    assert ("IR" in before, "IR" in after) == (False, True)
    for language, destination in (("en", "destination"), ("ja", "仕向地"), ("zh", "目的地")):
        for full in (False, True):
            text = "\n".join(law_update_text(update, full=full, language=language))
            assert all(sign in text for sign in ("forces, narrow" if language == "en" else "narrow", destination, "SY"))


def test_a_term_whose_narrow_reading_reaches_further_is_neither_packed_nor_taken(
    disputed: Path, home: Path, tmp_path: Path
):
    """The central reading is North Korea, Iran and Syria; a narrow one that takes in Cuba reaches further."""
    folder = amended(
        disputed, tmp_path / "amended", "narrow: {when: {destination: KP}", "narrow: {when: {destination: CU}"
    )
    with pytest.raises(LibraryError, match=r"term 'forces'.*narrow reading reaches further") as fault:
        packed(folder, tmp_path / "law.zip")
    assert [problem.code for problem in fault.value.problems] == ["M110"]
    assert not (tmp_path / "law.zip").exists()
    whole = packed(amended(disputed, tmp_path / "right", "because: Only there.", "because: There."), tmp_path / "r.zip")
    wrong = repacked(whole, {"xx/2026-lamps.yaml": (folder / "xx/2026-lamps.yaml").read_bytes()})
    with pytest.raises(LibraryError, match="term 'forces'"):
        looked(wrong, home)


def test_only_terms_that_reach_otherwise_are_proved_again(disputed: Path, tmp_path: Path):
    before = load_measures([disputed])
    assert changed_terms(before, None) == {"forces"}
    same = load_measures([amended(disputed, tmp_path / "same", "because: Only there.", "because: There.")])
    assert changed_terms(same, before) == set()
    other = amended(
        disputed,
        tmp_path / "other",
        "  forces:\n",
        "  other:\n    words: {en: others}\n    article: paragraph 4\n    when: {term: forces}\n  forces:\n",
    )
    act = other / "xx/2026-lamps.yaml"
    act.write_text(act.read_text().replace("narrow: {when: {destination: KP}", "narrow: {when: {destination: SY}"))
    assert changed_terms(load_measures([other]), before) == {"forces", "other"}


def test_a_package_with_a_case_that_fails_is_neither_packed_nor_taken(new: Path, home: Path, tmp_path: Path):
    cases = new / "xx/cases/lamps.yaml"
    whole = packed(new, tmp_path / "law.zip")
    cases.write_text(cases.read_text().replace("outcome: free", "outcome: licence"), encoding="utf-8")
    with pytest.raises(LibraryError, match="case L2"):
        packed(new, tmp_path / "other.zip")
    assert not (tmp_path / "other.zip").exists()
    wrong = repacked(whole, {"xx/cases/lamps.yaml": cases.read_bytes()})
    with pytest.raises(LibraryError, match="case L2"):
        looked(wrong, home)
    assert not (home / "law").exists()


def repacked(file: Path, contents: dict[str, bytes], **stated: object) -> Path:
    """Write a law file anew with other contents, its digests right again: what somebody could publish."""
    import hashlib

    from sekisho.law.loading.law_archive import digest_of

    archive = open_archive(file, program=PROGRAM)
    files = {**archive.contents, **contents}
    with zipfile.ZipFile(io.BytesIO(archive.data)) as old:
        manifest = json.loads(old.read(MANIFEST))
    manifest |= {"files": {place: hashlib.sha256(data).hexdigest() for place, data in files.items()}}
    manifest |= {"digest": digest_of(files), **stated}
    with zipfile.ZipFile(file, "w") as out:
        out.writestr(MANIFEST, json.dumps(manifest))
        for place, data in files.items():
            out.writestr(f"package/{place}", data)
    return file


def added(file: Path, name: str, data: str = "x") -> None:
    with pytest.warns() if name == MANIFEST else pytest.MonkeyPatch.context(), zipfile.ZipFile(file, "a") as out:
        out.writestr(name, data)


def link(file: Path) -> None:
    entry = zipfile.ZipInfo("package/xx/passwd.yaml")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "a") as out:
        out.writestr(entry, "/etc/passwd")


def other_byte(file: Path) -> None:
    """Replace a file and state the old digest: a copy that was tampered with on its way."""
    archive = open_archive(file, program=PROGRAM)
    with zipfile.ZipFile(io.BytesIO(archive.data)) as old:
        manifest = old.read(MANIFEST)
    with zipfile.ZipFile(file, "w") as out:
        out.writestr(MANIFEST, manifest)
        for place, data in archive.contents.items():
            out.writestr(f"package/{place}", data.replace(b"JP", b"KR") if "2026-lamps" in place else data)


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "no zip": (lambda file: file.write_bytes(b"hello"), "is not a zip file"),
    "cut off": (lambda file: file.write_bytes(file.read_bytes()[:-200]), "is not a zip file, or is damaged"),
    "a path that leads out": (lambda file: added(file, "package/../../evil.yaml"), "leads out of the package"),
    "an absolute path": (lambda file: added(file, "/etc/evil.yaml"), "leads out of the package"),
    "a path of Windows": (lambda file: added(file, "package\\..\\evil.yaml"), "leads out of the package"),
    "a link": (link, "leads out of the package"),
    "a module": (lambda file: added(file, "package/evil.py"), "is not a file of a data package"),
    "a file beside the package": (lambda file: added(file, "other.yaml"), "is not a file of a data package"),
    "two manifests": (lambda file: added(file, MANIFEST), "has 'law.json' 2 times"),
    "a file that is not stated": (lambda file: added(file, "package/xx/2026-more.yaml"), "does not state"),
    "a file that was changed": (other_byte, "'xx/2026-lamps.yaml' is not the file that it states"),
    "another program": (lambda file: repacked(file, {}, needs="9.0"), "needs sekisho 9.0 or newer; this is 0.2.0"),
    "another form": (lambda file: repacked(file, {}, form=2), "needs sekisho"),
    "no day as version": (lambda file: repacked(file, {}, version="latest"), "version 'latest' is not a day"),
    "a day that is none": (lambda file: repacked(file, {}, version="2026.11.31"), "version '2026.11.31' is not a day"),
    "a name that leads out": (lambda file: repacked(file, {}, name="../lamps"), "'../lamps' cannot name a package"),
    "no statement of coverage": (lambda file: repacked(file, {}, encoded="all"), "does not state rightly: encoded"),
    "older than what is in use": (lambda file: repacked(file, {}, version="2025.12.1"), "is older than 2026.1.5"),
    "another text of the same day": (
        lambda file: repacked(file, {}, version="2026.1.5"),
        "is another text under version",
    ),
}


@pytest.mark.parametrize(("spoil", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_refused_before_anything_is_written(
    spoil: Callable[[Path], object], said: str, new: Path, home: Path, tmp_path: Path
):
    file = packed(new, tmp_path / "law.zip")
    spoil(file)
    with pytest.raises(LibraryError) as told:
        looked(file, home)
    assert said in str(told.value)
    assert all(problem.remedy for problem in told.value.problems)
    assert not (home / "law").exists()
    assert not (tmp_path / "evil.yaml").exists()


def test_the_same_package_gives_the_same_bytes(new: Path, tmp_path: Path):
    one, other = packed(new, tmp_path / "one.zip"), packed(new, tmp_path / "other.zip")
    assert one.read_bytes() == other.read_bytes()


def test_a_version_whose_files_were_changed_is_refused_and_can_be_left(new: Path, home: Path, tmp_path: Path):
    place = take_up(looked(packed(new, tmp_path / "law.zip"), home), home, day="2026-01-10")
    (place / "package/xx/2026-lamps.yaml").write_text(MEASURE, encoding="utf-8")
    with pytest.raises(LibraryError, match="is not as it was taken up"):
        load_measures(law=home / "law")
    go_back(home, day="2026-01-10")
    assert load_measures(law=home / "law").version == "2026.1.5"


def test_a_newer_program_brings_newer_law_than_what_was_taken_up(new: Path, home: Path, shipped: Path, tmp_path: Path):
    take_up(looked(packed(new, tmp_path / "law.zip"), home), home, day="2026-01-10")
    (shipped / "package.yaml").write_text(PACKAGE.replace("2026.1.5", "2026.2.1"), encoding="utf-8")
    assert load_measures(law=home / "law").version == "2026.2.1"
    with pytest.raises(LibraryError, match=r"older than 2026\.2\.1, which comes with the program"):
        go_back(home, "2026.1.10", day="2026-02-01")
    folders = law_folders(home / "law", "2026.1.10")  # by name it can be asked once
    assert load_measures(folders).version == "2026.1.10"


@pytest.mark.usefixtures("home")
def test_the_commands_show_take_up_list_and_go_back(new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "law.zip"
    told = asked("data", "pack", new, "-o", file)
    assert (told.exit_code, "lamps 2026.1.10  SHA-256" in told.output) == (0, True)
    shown = asked("data", "update", file)
    assert shown.exit_code == 0, shown.output
    for text in (
        "changed: xx/2026-lamps (Announcement on lamps); #to-korea: new",
        "Boreal Lamps",
        "new: 1 case",
        "Nothing was written.",
    ):
        assert text in shown.output
    data = json.loads(asked("data", "update", file, "--format", "json").stdout)
    assert (data["before"], data["measures"][0]["parts"]) == ("2026.1.5", [{"kind": "new", "part": "#to-korea"}])
    assert "In use: lamps, version 2026.1.10" in asked("data", "update", file, "--yes").output
    brief = asked("check", "--destination", "KR", "--as-of", "2026-01-12")
    assert "law 2026.1.10" in brief.output, brief.output
    run = json.loads(asked("check", "--destination", "KR", "--as-of", "2026-01-12", "--format", "json").stdout)
    assert (run["library"]["version"], run["outcome"]) == ("2026.1.10", "licence")
    assert "It came as a law file" in asked("coverage").output
    monkeypatch.setenv("SEKISHO_LAW", "built-in")
    assert "It came as a law file" not in asked("coverage").output
    assert "law 2026.1.10" not in asked("check", "--destination", "KR", "--as-of", "2026-01-12").output
    monkeypatch.setenv("SEKISHO_LAW", "2026.9.9")
    assert "no version '2026.9.9' of the law is saved" in asked("coverage").output
    monkeypatch.delenv("SEKISHO_LAW")
    rows = [line.split() for line in asked("data", "list").output.splitlines()]
    assert [row[:3] for row in rows] == [["law/lamps", "built-in", "sources"], ["law/lamps", "2026.1.10", "in"]]
    assert "In use: law/lamps, built-in 2026.1.5" in asked("data", "back").output
    assert "there is nothing before it" in asked("data", "back").output
    assert "In use: lamps" in asked("data", "update", file, "--yes").output
    assert "The law of the program is in use again." in asked("data", "remove", "law/lamps", "2026.1.10").output
    assert "2026.1.10" not in asked("data", "list").output


def test_lines_of_a_watched_book_that_move_are_shown_by_the_day_on_which_all_of_it_applies(
    new: Path, home: Path, tmp_path: Path
):
    book = tmp_path / "orders.csv"
    book.write_text("order,destination\nA-1,JP\nA-2,KR\nA-3,DE\n", encoding="utf-8")
    assert asked("watch", book, "--as-of", "2026-01-10").exit_code == 0
    update = looked(packed(new, tmp_path / "law.zip"), home)
    (moved,) = update.books
    assert moved.law is not None
    assert (moved.book, moved.day, moved.law.changed) == (str(book), date(2026, 1, 12), 1)
    assert [(before, after, lines) for before, after, lines, _ in moved.law.by_change] == [("free", "licence", 1)]


@pytest.mark.parametrize("days", [("2026-01-15", "2026-01-15"), ("2026-01-07", "2026-01-15")])
def test_a_book_with_a_day_of_each_line_is_judged_by_those_days(
    days: tuple[str, str], new: Path, home: Path, tmp_path: Path
):
    book = tmp_path / "orders.csv"
    book.write_text(f"order,destination,date\nA-1,KR,{days[0]}\nA-2,KR,{days[1]}\n", encoding="utf-8")
    assert asked("watch", book).exit_code == 0
    (moved,) = looked(packed(new, tmp_path / "law.zip"), home).books
    assert moved.law is not None, moved.untold
    assert (moved.day, moved.law.changed) == (None, sum(day >= "2026-01-12" for day in days))
