"""What the program says, in one language: texts by id from the catalogues, wordings told anew.

The catalogues are gettext files in `catalogues/LANGUAGE/*.po`, one file a domain; an id is the domain, a dot and what
it says. English stands where it is read, in the code (`sekisho.message.message`), and for words that only pages and
workbooks show in `catalogues/en`. `make messages` gathers the first, marks what changed for the translators and
compiles everything to one file a language. A text whose English changed since it was translated is told in English.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import InstallationError
from sekisho.i18n.locale import LOCALES
from sekisho.message import Joint, Text, message, spoken

DOMAIN: Final = "sekisho"
"""Name of the compiled file of a language."""


def _as_it_is(text: str) -> str:
    return text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Open the compiled catalogue of a language; what it lacks, the English one says.

    Raises
    ------
    InstallationError
        If it is not compiled.
    """
    folder = Path(__file__).parent / "catalogues"
    try:
        opened = gettext.translation(DOMAIN, folder, [language])
    except FileNotFoundError as error:
        raise InstallationError(
            message(
                "error.texts_not_compiled",
                "The texts in '{language}' are not compiled. In a checkout: make messages. Else install sekisho again.",
                language=language,
            )
        ) from error
    if language != "en":
        opened.add_fallback(catalogue("en"))
    return opened


@cache
def _text_of(language: str, domains: tuple[str, ...], key: str) -> str | None:
    """Look a text up once: a page asks for hundreds, and catalogues stay as they are."""
    texts = catalogue(language)
    for whole in (f"{domain}.{key}" for domain in domains) if domains else (key,):
        if (text := texts.gettext(whole)) != whole:
            return text
    return None


@dataclass(frozen=True, slots=True)
class Translator:
    """Says things in one language.

    Parameters
    ----------
    language
        en, ja or zh.
    domains
        The domains in which an id without a domain is looked up, the first that has it.
    law
        What tells texts of data packages in the language.
    """

    language: str = "en"
    domains: tuple[str, ...] = ()
    law: Callable[[str], str] = field(default=_as_it_is, repr=False)

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of an id with its places filled.

        Raises
        ------
        KeyError
            If no domain has it.
        """
        text = self.find(key)
        if text is None:
            raise KeyError(f"{key} in {', '.join(self.domains)}")
        return text.format(**values) if values else text

    def find(self, key: str) -> str | None:
        """Return the text of an id as it stands in the catalogue; None if there is none."""
        return _text_of(self.language, self.domains, key)

    def say(self, text: str) -> str:
        """Tell a wording in the language; any other text is the same in every language.

        >>> from sekisho.message import message
        >>> Translator("en").say(message("example.none", "nothing"))
        'nothing'
        """
        if not isinstance(text, Text):
            return text
        return LOCALES[self.language].with_days(str(text) if self.language == "en" else spoken(text, self))

    def tagged(self, text: str) -> tuple[str, str]:
        """Return the language in which a text is told, and the text: English where nobody translated it."""
        spoken_text = self.say(text)
        as_english = LOCALES[self.language].with_days(str(text))
        is_english = isinstance(text, Text) and spoken_text == as_english and any(map(str.islower, text))
        return ("en" if is_english else self.language), spoken_text

    def counted(self, noun: str, number: int) -> str:
        """Return a number with its noun, from two texts: NOUN_one and NOUN_other."""
        return self(f"{noun}_{'one' if number == 1 else 'other'}", n=f"{number:,}")

    def titled(self, key: str, **values: object) -> str:
        """Return the text of an id with a capital letter first."""
        text = self(key, **values)
        return text[:1].upper() + text[1:]

    def has(self, key: str) -> bool:
        """Tell whether there is a text of an id."""
        return self.find(key) is not None

    # What a wording asks of its voice (`sekisho.message.Voice`).

    def pattern(self, key: str, english: str, *, plural: str = "", n: int = 1) -> str:
        """Return the text of an id with its places in braces; the English where the language has none."""
        form = english if not plural or n == 1 else plural
        if self.language == "en":
            return form
        texts = catalogue(self.language)
        text = texts.ngettext(key, key, n) if plural else texts.gettext(key)
        return form if text == key else text

    def law_text(self, text: str) -> str:
        """Return a text of a data package in the language."""
        return self.law(text)

    def number(self, value: int) -> str:
        """Write a whole number."""
        return f"{value:,}"

    def join(self, parts: Iterable[str], joint: Joint) -> str:
        """Join parts as the language does."""
        return LOCALES[self.language].join(list(parts), joint)

    def quantity(self, kind: str, values: tuple[object, ...]) -> str:
        """Write an amount, a share or a date."""
        return LOCALES[self.language].quantity(kind, values)
