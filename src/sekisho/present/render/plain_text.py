"""Letters as plain text, to be pasted into a mail: one line a paragraph, a table's cells between bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.present.document import BLANK, Blanks, Letter, Paragraph, Points, Table

BAR: Final = " | "


def letter_text(letter: Letter, translator: Translator) -> str:
    """Return a letter as text, in the language of a translator; lines are not broken, a mail does that."""
    say = translator.say
    blocks = [
        *(["\n".join(f"* {say(text)}" for text in letter.remarks)] if letter.remarks else []),
        *(["\n".join(map(say, letter.head))] if letter.head else []),
        say(letter.subject),
        *("\n".join(_lines(part, translator)) for part in letter.parts),
    ]
    return "\n\n".join(blocks) + "\n"


def _lines(part: Paragraph | Points | Table | Blanks, translator: Translator) -> Iterator[str]:
    say = translator.say
    match part:
        case Paragraph():
            yield say(part.text)
        case Points():
            yield from (f"- {say(text)}" for text in part.items)
        case Table():
            yield say(part.caption)
            yield BAR.join(map(say, part.heads))
            yield from (BAR.join(" ".join(say(cell).split()) for cell in row) for row in part.rows)
        case Blanks():
            for place, text in enumerate(part.questions, start=1):
                yield f"{place}. {say(text)}"
                yield f"   {BLANK}"
