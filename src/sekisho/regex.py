"""Regular expressions that are compiled when they are first used.

A question loads some two hundred modules with four hundred patterns, and needs a third of them; to compile the others
would take as long as to answer. A pattern of this module is used like one of `re.compile`, at the same cost: once it
was used, its methods are those of the compiled pattern.

>>> digits = regex(r"[0-9]+")
>>> digits.sub("#", "3C001 and 1C905"), digits.search("none")
('#C# and #C#', None)
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Uncompiled:
    """A pattern that compiles itself when it is asked for anything."""

    def __init__(self, text: Any, flags: int) -> None:  # noqa: ANN401 - letters or bytes
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(*self._given)
        own = {each: getattr(compiled, each) for each in _ASKED}
        self.__dict__.update(own)
        return own[name] if name in own else getattr(compiled, name)

    def __reduce__(self) -> tuple[object, ...]:
        return regex, self._given


_ASKED = ("search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split", "pattern", "flags", "groups")
"""What a pattern is asked for; from the first time on, the compiled one answers."""


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled when it is first used; what is wrong with it shows then.

    Parameters
    ----------
    text, flags
        As for `re.compile`.
    """
    return cast("re.Pattern[AnyStr]", _Uncompiled(text, flags))
