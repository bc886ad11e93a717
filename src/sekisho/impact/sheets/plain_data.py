"""A result as plain data, and back: by the types of its fields, so that reading a file can make nothing else.

A record is a list of its fields in their order, a mapping a list of pairs, a band a list of numbers. What the question
says already (the scenario), what says where a run was made (inputs, hash), and the single draws are left out.
"""

from __future__ import annotations

import types
from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sekisho.impact.results.bands import QUANTILES, QuantileBand
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Text, data_of, text_from

LEFT_OUT: Final = (
    "scenario",
    "inputs",
    "hash",
    "losses",
    "flows",
    "normal",
    "account",
    "why",
    "observed",
    "spill_over",
    "uses",
)
"""Fields of a result that are not kept: see above. No sheet has a table of several countries, which alone has
spill-overs, nor another buyer than the one for whom uses were judged."""
NUMBERS: Final = (*QUANTILES, "mean")
"""What a band has an error of."""


def plain_of(result: ImpactResult) -> list[Any]:
    """Return a result without draws as plain data."""
    hints = _hints(ImpactResult)
    return [_plain(getattr(result, name), hints[name]) for name in _stored()]


def result_from(data: list[Any], **stated: Any) -> ImpactResult:  # noqa: ANN401 - fields of a result
    """Make a result of plain data again.

    Parameters
    ----------
    stated
        The fields that are not kept and have no value of their own: scenario, inputs, hash.
    """
    hints = _hints(ImpactResult)
    stored = {name: _made(part, hints[name]) for name, part in zip(_stored(), data, strict=True)}
    return ImpactResult(**{**stored, "losses": {}, **stated})


def _stored() -> list[str]:
    return [part.name for part in fields(ImpactResult) if part.name not in LEFT_OUT]


@lru_cache(maxsize=256)
def _hints(record: Hashable) -> Mapping[str, Any]:
    """Return the types of the fields of a record."""
    return get_type_hints(record)


def _plain(value: Any, kind: Any) -> Any:  # noqa: ANN401 - a kind a line
    inner = get_args(kind)
    if _is_choice(kind):
        return None if value is None else _plain(value, _only(kind))
    if isinstance(value, QuantileBand):
        whole = [getattr(value, name) for name in (*NUMBERS, "error")]
        return [*map(float, whole), *(float(value.errors[name]) for name in NUMBERS if value.errors)]
    if isinstance(value, np.ndarray):
        return value.tolist()
    if _is_record(value):
        hints = _hints(type(value))  # type: ignore[arg-type] # a class has a hash
        return [_plain(getattr(value, part.name), hints[part.name]) for part in fields(value)]
    if isinstance(value, Mapping):
        return [[_plain(key, inner[0]), _plain(part, inner[1])] for key, part in value.items()]
    if isinstance(value, tuple):
        return [_plain(part, of) for part, of in zip(value, _kinds(inner, len(value)), strict=True)]
    if isinstance(value, Text):
        return {"text": data_of(value)}
    if isinstance(value, (StrEnum, date)):
        return str(value)
    # Every digit is kept: shorter ones would be equal where those of a run are not, and be ranked otherwise.
    return value.item() if isinstance(value, np.generic) else value


def _made(data: Any, kind: Any) -> Any:  # noqa: ANN401 - a kind a line
    inner = get_args(kind)
    if _is_choice(kind):
        return None if data is None else _made(data, _only(kind))
    if kind is QuantileBand:
        return _band(data)
    if _is_array(kind):
        return np.array(data, dtype=np.float64)
    if _is_record(kind):
        hints = _hints(kind)
        names = [part.name for part in fields(kind)]
        return kind(**{name: _made(part, hints[name]) for name, part in zip(names, data, strict=True)})
    if get_origin(kind) is tuple:
        return tuple(_made(part, of) for part, of in zip(data, _kinds(inner, len(data)), strict=True))
    if isinstance(data, list):
        return {_made(key, inner[0]): _made(part, inner[1]) for key, part in data}
    if isinstance(data, dict):
        return text_from(data["text"])
    if kind is date:
        return date.fromisoformat(data)
    return kind(data) if isinstance(kind, type) and issubclass(kind, StrEnum) else data


def _is_record(value: Any) -> bool:  # noqa: ANN401 - a value or a class
    return is_dataclass(value)


def _band(data: list[float]) -> QuantileBand:
    count = len(NUMBERS)
    numbers = dict(zip((*NUMBERS, "error"), data, strict=False))
    return QuantileBand(**numbers, errors=dict(zip(NUMBERS, data[count + 1 :], strict=False)))


def _kinds(inner: tuple[Any, ...], count: int) -> tuple[Any, ...]:
    """Return the kinds of the parts of a tuple."""
    return (inner[0],) * count if len(inner) > 1 and inner[1] is Ellipsis else inner


def _is_choice(kind: Any) -> bool:  # noqa: ANN401 - a type
    return get_origin(kind) in {Union, types.UnionType}


def _is_array(kind: Any) -> bool:  # noqa: ANN401 - a type
    # From NumPy 2.5 on `NDArray` is an alias of its own, which does not open by itself.
    return get_origin(kind) is np.ndarray or get_origin(kind) is NDArray


def _only(kind: Any) -> Any:  # noqa: ANN401 - a type
    """Return what a field is where it is not None; a sheet has no field that may be several things."""
    (only,) = (inner for inner in get_args(kind) if inner is not type(None))
    return only
