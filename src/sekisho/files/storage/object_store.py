"""Object storage by the S3 protocol: an object fetched whole as a file, and files kept as objects.

obstore speaks to it, and finds who asks where every such program does: in variables of the environment such as
AWS_ACCESS_KEY_ID and AWS_ENDPOINT_URL, or in the role of the machine. DuckDB's own way (`httpfs`) is not taken: it
loads a part from DuckDB's host when it is first used, and reads neither spreadsheets nor the encodings of a book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import BookError, InstallationError, Problem
from sekisho.files.storage.addresses import SCHEME, address
from sekisho.message import message

if TYPE_CHECKING:
    from obstore.store import S3Store

_RETRIES: Final = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}
"""Somebody waits at a terminal: an address that does not answer is told within half a minute."""
_STARTED: Final = ".partial"
"""Ends the name of an object that stands beside results while a run is on, and shows that they may be written."""
_CAUSE: Final = re.compile(r"<Code>([^<]+)</Code>")
_STATUS: Final = re.compile(r"\b([45]\d\d) [A-Z]")
_REFUSED: Final = frozenset({"401", "403"})
_READ: Final = message(
    "storage.may_read", "Name an account that may read it with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
)
_WRITE: Final = message(
    "storage.may_write",
    "Name an account that may write there with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write to a file.",
)


def fetch(place: str, folder: Path) -> Path:
    """Fetch an object into a folder, under the last part of its name; returns the file.

    Raises
    ------
    BookError
        If there is no such object, it may not be read, or the storage does not answer.
    """
    store, name = _store(place)
    with _told(place, remedy=_READ):
        return _fetched(store, name, folder)


def fetch_if_there(place: str, folder: Path) -> Path | None:
    """Fetch an object into a folder as `fetch` does; None if there is none.

    Raises
    ------
    BookError
        If it may not be read, or the storage does not answer.
    """
    store, name = _store(place)
    with _told(place, remedy=_READ):
        try:
            return _fetched(store, name, folder)
        except FileNotFoundError:
            return None


def _fetched(store: S3Store, name: str, folder: Path) -> Path:
    target = folder / name.rsplit("/", 1)[-1]
    pieces = store.get(name).stream()
    with target.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    return target


def check_writable(place: str) -> None:
    """Make sure that results may be written, before hours are spent on them; a mark stands there until `keep` ends.

    Raises
    ------
    BookError
        If they may not, there is no such bucket, or the storage does not answer.
    """
    store, name = _store(place)
    with _told(place, remedy=_WRITE):
        store.put(name + _STARTED, b"")


def keep(place: str, files: Sequence[Path], gone: Sequence[str]) -> None:
    """Keep files beside an address, the last one last, and take away what an earlier run left there.

    Parameters
    ----------
    place
        Address of the results; files go to the same folder, each under its own name.
    gone
        Names of files that an earlier run may have written, and this one did not.

    Raises
    ------
    BookError
        If one of them may not be written, or the storage does not answer.
    """
    store, name = _store(place)
    folder = name.rpartition("/")[0]
    beside = f"{folder}/" if folder else ""
    with _told(place, remedy=_WRITE):
        for file in files:
            store.put(beside + file.name, file)
        from obstore.exceptions import BaseError  # only here is it known that there is one

        with suppress(BaseError, OSError):  # who may write may still not be let delete; results stand by their card
            store.delete([*(beside + stale for stale in gone), name + _STARTED])


def _store(place: str) -> tuple[S3Store, str]:
    """Open the bucket of an address; returns it and the name of the object."""
    bucket, _, name = address(place).removeprefix(SCHEME).partition("/")
    if not bucket or not name or name.endswith("/"):
        what = message("storage.no_object", "no object is named.")
        remedy = message("storage.expected_address", "Expected s3://BUCKET/NAME, with the ending of a file.")
        raise BookError(Problem(where=address(place), what=what, remedy=remedy))
    try:
        from obstore.store import S3Store
    except ImportError:
        remedy = message("error.install_books", "Install it with `pip install 'sekisho[books]'`.")
        what = message("storage.needs_obstore", "object storage needs obstore.")
        raise InstallationError(Problem(where=address(place), what=what, remedy=remedy)) from None
    with _told(place, remedy=_READ):
        return S3Store(bucket, retry_config=_RETRIES), name


@contextmanager
def _told(place: str, *, remedy: str) -> Iterator[None]:
    """Turn what the storage answers into a problem that says what to do."""
    from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except FileNotFoundError:
        raise BookError(
            Problem(
                where=address(place),
                what=message("storage.not_there", "there is no such object or bucket."),
                remedy=message(
                    "storage.look_at_name", "Look at the name, and at AWS_ENDPOINT_URL if it is not Amazon's."
                ),
            )
        ) from None
    except (PermissionDeniedError, UnauthenticatedError):
        raise _refused(place, remedy) from None
    except (BaseError, PermissionError) as fault:
        text = str(fault)
        status, cause = _STATUS.search(text), _CAUSE.search(text)
        if isinstance(fault, PermissionError) or (status is not None and status[1] in _REFUSED):
            raise _refused(place, remedy) from None
        raise BookError(
            Problem(
                where=address(place),
                what=message(
                    "storage.unreached",
                    "the storage does not answer as it should ({detail}).",
                    detail=cause[1] if cause else text.split("\n", maxsplit=1)[0].rpartition(" - ")[2].rstrip("."),
                ),
                remedy=message(
                    "storage.look_at_endpoint",
                    "Look at AWS_REGION and AWS_ENDPOINT_URL; an address with http:// also needs AWS_ALLOW_HTTP=true.",
                ),
            )
        ) from None


def _refused(place: str, remedy: str) -> BookError:
    what = message("storage.refused", "the storage refuses this account.")
    return BookError(Problem(where=address(place), what=what, remedy=remedy))
