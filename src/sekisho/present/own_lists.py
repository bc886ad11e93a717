"""The party lists of the user's own in a run: what is said if they are no longer those with which it was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.message import Text, joined, message

_CHANGES: Final[Mapping[str, Text]] = {
    "new": message("lists.own_new", "new"),
    "changed": message("lists.own_changed", "changed"),
    "gone": message("lists.own_gone", "gone"),
}


def own_lists_say(changed: Mapping[str, str]) -> Text:
    """Say which lists of the user's own changed since a run, and how.

    >>> own_lists_say({"own/ours": "new", "own/theirs": "gone"})
    'Your own lists have changed since the run: own/ours (new), own/theirs (gone).'
    """
    lists = [
        message("lists.own_list", "{list} ({change})", list=name, change=_CHANGES[how]) for name, how in changed.items()
    ]
    return message(
        "lists.own_lists_changed",
        "Your own lists have changed since the run: {lists}.",
        lists=joined(lists, "comma"),
    )
