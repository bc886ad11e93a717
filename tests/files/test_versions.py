"""Versions of a user's data: what is there is found, what was changed is refused, nothing is half there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sekisho.errors import LibraryError, ListError
from sekisho.files.versions import VersionedData, VersionFolder, card_text
from sekisho.law.loading.user_lists import OFFICIAL, PARTIES, read_version

TABLE = "code,parent,name_zh,text,limits,hs,unit,serial,place,check\n1A225,1A,催化剂,催化剂,,,,1,line 2,\n"
KIND = VersionedData(
    data="rows.csv", card="card.yaml", digest="rows_sha256", keys=("sha256",), prefix="x/", none="none", error=ListError
)


def write_rows(draft: Path, body: bytes = b"a\n1\n") -> None:
    (draft / "rows.csv").write_bytes(body)
    card = {"sha256": "0" * 64, "rows_sha256": hashlib.sha256(body).hexdigest()}
    (draft / "card.yaml").write_text(card_text(card), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> VersionFolder:
    return VersionFolder(tmp_path / "name", KIND)


def test_a_list_that_was_kept_before_there_was_one_folder_for_all_is_read(tmp_path: Path):
    """Written here byte by byte as the first version of `sekisho data add` left it."""
    place = tmp_path / "cn-catalogue" / "2026-10-01-0a1b2c3d"
    place.mkdir(parents=True)
    (place / "list.csv").write_text(TABLE, encoding="utf-8", newline="")
    digest = hashlib.sha256(TABLE.encode()).hexdigest()
    lines = {
        "list": "cn-catalogue",
        "scheme": "cn/dual-use",
        "version": place.name,
        "title": "",
        "url": "",
        "read": "2026-10-01",
        "added": "2026-10-02",
        "file": "list.csv",
        "sha256": "ab" * 32,
        "table_sha256": digest,
        "licence": "Official text",
    }
    (place / "source.yaml").write_text("".join(f'{key}: "{value}"\n' for key, value in lines.items()))
    (place.parent / "in-use").write_text(f"{place.name}\n")
    assert VersionFolder(place.parent, OFFICIAL).in_use() == place.name
    official = read_version(place)
    assert official.rows["1A225"]["name_zh"] == "催化剂"
    assert official.digest == hashlib.sha256(TABLE.encode() + b"\0" + (place / "source.yaml").read_bytes()).hexdigest()


def test_a_version_is_added_put_in_use_and_logged(folder: VersionFolder):
    folder.add("2026-10-01-a", None, write_rows, day="2026-10-02")
    folder.add("2026-10-03-b", None, write_rows, day="2026-10-04")
    assert (folder.versions(), folder.in_use()) == (["2026-10-01-a", "2026-10-03-b"], "2026-10-03-b")
    folder.use("none", day="2026-10-05")
    assert folder.in_use() == ""
    assert folder.remove("2026-10-01-a", day="2026-10-06") is False
    log = (folder.place / "log.csv").read_text(encoding="utf-8").splitlines()
    zeros = "0" * 64
    assert log == [
        "day,action,version,sha256",
        f"2026-10-02,use,2026-10-01-a,{zeros}",
        f"2026-10-04,use,2026-10-03-b,{zeros}",
        "2026-10-05,use,none,",
        "2026-10-06,remove,2026-10-01-a,",
    ]


def test_what_breaks_off_leaves_the_folder_as_it_was(folder: VersionFolder):
    folder.add("1", None, write_rows, day="2026-10-02")
    before = sorted(folder.place.rglob("*"))

    def fail(draft: Path) -> None:
        write_rows(draft)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        folder.add("2", None, fail, day="2026-10-03")
    assert (sorted(folder.place.rglob("*")), folder.in_use()) == (before, "1")


@pytest.mark.parametrize("file", ["rows.csv", "card.yaml"])
def test_data_that_were_changed_or_lost_are_refused_at_every_read_and_not_put_in_use(folder: VersionFolder, file: str):
    place = folder.add("1", None, write_rows, day="2026-10-02")
    folder.use("none", day="2026-10-02")
    changed = place / file
    changed.write_bytes(changed.read_bytes().replace(b"1", b"2").replace(b"sha256", b"sha"))
    for ask in (folder.read, lambda version: folder.use(version, day="2026-10-03")):
        with pytest.raises(LibraryError, match=r"(?s)is missing.*`sekisho data remove x/name 1`"):
            ask("1")
    assert folder.in_use() == ""
    [card] = folder.cards(lambda version: folder.read(version)[0])
    assert "is missing" in str(card["broken"])


def test_a_name_that_leads_out_of_the_folder_is_told_with_the_way_out_of_its_own_kind(tmp_path: Path):
    own = VersionFolder(tmp_path / "own" / "suppliers", PARTIES)
    own.place.mkdir(parents=True)
    (own.place / "in-use").write_text("../elsewhere\n")
    with pytest.raises(LibraryError, match="`sekisho data use own/suppliers none` mends it"):
        own.in_use()
