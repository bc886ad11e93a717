"""Fields of a frozen data class that are worked out when they are first read, and are then like any other.

An answer has thirty parts, and who asks for its outcome reads three. To compare, copy or pickle an instance reads all
of its fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

Record = TypeVar("Record", bound="LateFields")
Work = Mapping[str, Callable[[], object]]


class LateFields:
    """Base of a frozen data class with slots; a field that is not set is worked out, and set, when it is read."""

    __slots__ = ("_late",)
    _late: dict[str, Callable[[], object]]

    if not TYPE_CHECKING:  # to a checker of types a name that is no field stays a mistake

        def __getattr__(self, name: str) -> object:
            """Work out a field that is not set yet."""
            work = None if name == "_late" else getattr(self, "_late", {}).get(name)
            if work is None:
                message = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(message)
            value = work()
            object.__setattr__(self, name, value)
            self._late.pop(name, None)  # another thread may have read it meanwhile, with the same value
            return value


def made_late(of: type[Record], late: Work, /, **now: object) -> Record:
    """Make an instance of which some fields are worked out when they are read; the others are given, or the default.

    Raises
    ------
    TypeError
        If a name is no field, or a field is neither given nor late and has no default.
    """
    made = object.__new__(of)
    names = _fields(of)
    if not now.keys() | late.keys() <= names.keys():
        message = f"{of.__name__} has no field {sorted((now.keys() | late.keys()) - names.keys())}"
        raise TypeError(message)
    for name, field in names.items():
        if name not in late:
            value = now.get(name, field.default)
            if value is MISSING:
                message = f"{name!r} is neither given nor late"
                raise TypeError(message)
            object.__setattr__(made, name, value)
    object.__setattr__(made, "_late", dict(late))
    return made


def with_late(record: Record, late: Work, /, **now: object) -> Record:
    """Return a copy in which some fields have other values, given now or worked out when they are read.

    Like `dataclasses.replace`, save that it works nothing out: what is late in the record is late in the copy.
    """
    unread = getattr(record, "_late", {})
    left = dict(late)
    copy = object.__new__(type(record))
    for name in _fields(type(record)):
        if name in now:
            object.__setattr__(copy, name, now[name])
        elif name in unread and name not in late:
            left[name] = partial(getattr, record, name)
        elif name not in late:
            object.__setattr__(copy, name, getattr(record, name))
    object.__setattr__(copy, "_late", left)
    return copy


def _fields(of: type[LateFields]) -> Mapping[str, Field[Any]]:
    fields: Mapping[str, Field[Any]] = of.__dataclass_fields__  # type: ignore[attr-defined] # of a data class
    return fields
