"""How the recurrences of a day are compiled, and what makes machine code that was kept stale.

Numba keeps the machine code of a function with all that it calls, and makes it anew when the file of that function has
changed, not when another has. The functions here are of several files. So theirs is made anew when any file of their
folder has changed, or one of those that say how their arrays look and how they are compiled.

Only the folders of compiled functions import this module, for it needs numba.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from numba import njit
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.core.compiler import Compiler

Function = TypeVar("Function", bound=Callable[..., Any])

MATHS: Final = frozenset({"contract", "nsz", "nnan"})
"""A product and a sum may be one step; a quotient of equal numbers must stay 1, so divisions are left alone."""
ANY_ORDER: Final = frozenset({*MATHS, "reassoc"})
"""Sums may be taken in any order too."""
BESIDE: Final = ("compilation.py", "normalised_economy.py", "numba_arrays.py")
"""Files on which all machine code hangs, beside those of its folder."""


class FolderCache(FunctionCache):
    """Machine code of a function, kept between processes until a file on which it hangs has changed."""

    def __init__(self, function: Callable[..., Any]) -> None:
        """Keep it where numba would, under the digest of all files in place of the age and size of one."""
        super().__init__(function)  # type: ignore[no-untyped-call]
        stamp = digest_of(Path(inspect.getfile(function)).parent)
        base = self._impl.filename_base
        self._cache_file = IndexDataCacheFile(self._cache_path, base, stamp)  # type: ignore[no-untyped-call]


@cache
def digest_of(folder: Path) -> str:
    """Return the digest of the files of a folder of compiled functions, and of those that all of them hang on."""
    files = (*sorted(folder.glob("*.py")), *(Path(__file__).with_name(name) for name in BESIDE))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


class DisjointCompiler(Compiler):
    """Compiles functions whose arrays do not overlap where they are written to.

    Whether they do is asked otherwise before each loop over lanes, which takes about as long as the loop. Numba says so
    of its own loops with this flag, and has no option for it; so no function here may be handed one row twice.
    """

    def define_pipelines(self) -> list[Any]:
        """Set the flag, and compile as always."""
        self.state.flags.noalias = True
        passes: list[Any] = super().define_pipelines()  # type: ignore[no-untyped-call]
        return passes


def compiled(
    function: Function, *, entered: bool = False, allocates: bool = False, any_order: bool = False
) -> Function:
    """Compile a function of the lanes; its machine code is kept between processes, and it lets other threads run.

    Only what is `entered` can be called by Python: of the others, the code for that is not made. Only what `allocates`
    counts who holds an array, for others look at arrays that their callers hold: counting, by a locked instruction for
    every row, took a quarter of the time.
    """
    alone = {} if entered else {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    maths = ANY_ORDER if any_order else MATHS
    return _kept(function, fastmath=set(maths), pipeline_class=DisjointCompiler, _nrt=allocates, **alone)


def compiled_in_turn(function: Function) -> Function:
    """Compile a function of draws that run one after another; its sums may be taken in any order."""
    return _kept(function, fastmath=set(ANY_ORDER))


def _kept(function: Function, **options: Any) -> Function:  # noqa: ANN401 - numba has no types
    dispatcher = njit(nogil=True, error_model="numpy", **options)(function)
    dispatcher._cache = FolderCache(function)  # noqa: SLF001 - what its own option `cache` does, by another stamp
    return cast("Function", dispatcher)
