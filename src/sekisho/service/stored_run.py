"""Results in object storage: fetched with the files of their run, so that every question on a run reads them."""

from __future__ import annotations

from pathlib import Path

from sekisho.determination.book.run_files import RunPlaces
from sekisho.files.records import as_yaml
from sekisho.files.storage import address, fetch, fetch_if_there, is_object


def run_at_hand(place: str, folder: Path) -> Path:
    """Fetch the results of a run into a folder, with its card, the files beside it and its order list; returns them.

    Where the order list is in object storage too, the card that was fetched names the copy. A file that the run did not
    write, and an order list that is no longer there, are missing here as they are there.

    Raises
    ------
    BookError
        If there are no such results, they have no run card, one of them may not be read, or the storage is silent.
    """
    results = fetch(place, folder)
    places = RunPlaces(results)
    beside = address(place).rpartition("/")[0]
    card = fetch(f"{beside}/{places.card.name}", folder)
    for file in places.beside.values():
        if file != results:
            fetch_if_there(f"{beside}/{file.name}", folder)
    _name_copy(card, folder)
    return results


def has_run(place: str, folder: Path) -> bool:
    """Tell whether a file in object storage is the results of a run: a run card lies beside it."""
    name = Path(place).with_suffix(".run.yaml").name
    card = fetch_if_there(f"{address(place).rpartition('/')[0]}/{name}", folder)
    if card is None:
        return False
    card.unlink()
    return True


def _name_copy(card: Path, folder: Path) -> None:
    """Fetch the order list that a card names in object storage, and name its copy in the card."""
    import yaml

    stated = yaml.safe_load(card.read_text(encoding="utf-8"))
    origin = stated.get("book") if isinstance(stated, dict) else None
    if not isinstance(origin, str) or not is_object(origin):
        return
    (folder / "book").mkdir()  # it may bear the name of a file of the run
    copy = fetch_if_there(origin, folder / "book")
    if copy is not None:
        card.write_text(as_yaml({**stated, "book": str(copy)}), encoding="utf-8")
