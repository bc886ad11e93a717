"""The party lists of the user's own in a run: what is said if they are no longer those with which it was made."""

from __future__ import annotations

from collections.abc import Mapping


def own_lists_say(changed: Mapping[str, str]) -> str:
    """Say which lists of the user's own changed since a run, and how.

    >>> own_lists_say({"own/ours": "new", "own/theirs": "gone"})
    'Your own lists have changed since the run: own/ours (new), own/theirs (gone).'
    """
    names = ", ".join(f"{name} ({how})" for name, how in changed.items())
    return f"Your own lists have changed since the run: {names}."
