"""Names that were compared with the lists: what was asked, and what was found, in one record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sekisho.store.location import Store
from sekisho.store.tables import SCREENINGS
from sekisho.store.writer import Author, writing


def keep_screening(
    store: Store,
    by: Author,
    *,
    asked: Mapping[str, object],
    found: Sequence[Mapping[str, object]],
    as_of: str,
    library: tuple[str, str],
    program: str,
) -> int:
    """Keep a screening; returns the id.

    Parameters
    ----------
    asked
        The names, with what was said beside them.
    found
        Of each name, in order: the zone, and each entry with its score.
    library
        Version and hash.
    """
    version, hashed = library
    columns = {
        "asked": json.dumps(dict(asked), ensure_ascii=False, sort_keys=True),
        "found": json.dumps(list(found), ensure_ascii=False, sort_keys=True),
        "as_of": as_of,
        "library_version": version,
        "library_hash": hashed,
        "program": program,
    }
    with writing(store, by) as clerk:
        return clerk.keep("screening kept", SCREENINGS, columns)
