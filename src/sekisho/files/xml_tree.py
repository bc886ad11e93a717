"""The one reader of XML that comes from outside: it is to be well formed, and to declare no document type or entity.

What entities stand for may lie elsewhere, or grow without end. Elements are found by their names whatever the
namespace, for those who write such files change theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.errors import Problem
from sekisho.message import message

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # the type alone


class XmlFault(Exception):  # noqa: N818 - as everywhere here, a fault is what a reader meets, and a caller makes an error of it
    """XML that is not read.

    Parameters
    ----------
    line
        Where it ceases to be well formed, from 1; 0 if it does not, but declares what is not read.
    """

    def __init__(self, line: int = 0) -> None:
        super().__init__(line)
        self.line = line

    def problem(self, place: str, remedy: str) -> Problem:
        """Say in plain words what is wrong.

        Parameters
        ----------
        place
            Name of the file.
        remedy
            What to do about a file that is not well formed.
        """
        if self.line:
            return Problem(
                where=f"{place}:{self.line}", what=message("file.no_xml", "is not well-formed XML."), remedy=remedy
            )
        return Problem(
            where=place,
            what=message("file.document_entities", "declares a document type or entities, which are not read."),
            remedy=message("file.need_no_entities", "Such a file needs none: export it again without them."),
        )


def xml_root(source: Path | bytes) -> Element:
    """Read XML whole.

    Raises
    ------
    XmlFault
        If it is not well formed, or declares a document type or entities.
    """
    from defusedxml.ElementTree import parse

    with _faults():
        root: Element = parse(BytesIO(source) if isinstance(source, bytes) else source, forbid_dtd=True).getroot()
    return root


def xml_events(file: Path) -> Iterator[tuple[str, Element]]:
    """Go through the beginnings and ends of elements, `start` and `end`; the caller clears what it has read.

    Raises
    ------
    XmlFault
        As `xml_root`, when the place is reached.
    """
    from defusedxml.ElementTree import iterparse

    with _faults():
        yield from iterparse(file, events=("start", "end"), forbid_dtd=True)


def local_name(node: Element) -> str:
    """Return the name of an element without its namespace; a comment has a function for a name."""
    return str(node.tag).rpartition("}")[2]


@contextmanager
def _faults() -> Iterator[None]:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException

    try:
        yield
    except DefusedXmlException:
        raise XmlFault from None
    except ParseError as fault:
        raise XmlFault(fault.position[0]) from None
    except (ValueError, LookupError):  # an encoding that is none
        raise XmlFault(1) from None
