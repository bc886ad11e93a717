"""Designations of parts that look like formulae: *PH3* is a series of connectors and a recess of screws, and a gas."""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex

_DESIGNATION: Final = regex(r"(?<![A-Za-z])PH[ -]?[0-4](?![A-Za-z\d])")
_OF_PART: Final = regex(
    r"\b(?:connectors?|headers?|posts?|terminals?|housings?|plugs?|sockets?|receptacles?|crimps?|contacts?|pitch|jst"
    r"|wire[- ]to[- ]board|screw(?:s|drivers?)?|bits?|phillips|drivers?|stecker|steckverbinder|buchse|leiste"
    r"|schraub\w+|connecteurs?|conectores|conector)\b"
    r"|コネクタ|ハウジング|ポスト|端子|ドライバ|ビット|ねじ|ネジ|连接器|接插件|插座|插头|针座|胶壳|螺丝|批头|커넥터",
    re.IGNORECASE,
)
_OF_GAS: Final = regex(
    r"\b(?:gas|gases|cylinders?|bottles?|phosphine|ppm|detectors?|monitors?|sensors?|ampoules?|mixtures?|balance)\b"
    r"|气|気|ガス|ホスフィン|ボンベ|瓦斯|磷化氢|磷烷|가스|포스핀|gaz",
    re.IGNORECASE,
)


def without_designations(text: str) -> str:
    """Return a description without the designation of a part in it that is the formula of a gas, too.

    >>> without_designations("JST PH3 connector"), without_designations("PH3 gas, connector CGA 632")
    ('JST connector', 'PH3 gas, connector CGA 632')
    """
    if not _DESIGNATION.search(text) or not _OF_PART.search(text) or _OF_GAS.search(text):
        return text
    return " ".join(_DESIGNATION.sub(" ", text).split())
