"""A text that can be told in every language: an id, its English, and what stands in its places.

A `Text` is its own English. It is a string, so whatever shows, compares or stores text takes it as it is; whoever
speaks another language asks `translate` and gets the same said there. `message` makes one with an id, under which the
catalogues of the other languages hold it; `joined` makes one of several. Nothing here knows a catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, Literal, Protocol, Self

from sekisho.regex import regex

Joint = Literal["and", "or", "comma", "semicolon", "sentence", "colon"]
"""How parts are joined: a, b and c; a, b or c; a, b, c; a; b; sentences one after the other; a: b."""

JOINTS: Final[Mapping[Joint, tuple[str, str]]] = {
    "and": (", ", " and "),
    "or": (", ", " or "),
    "comma": (", ", ", "),
    "semicolon": ("; ", "; "),
    "sentence": (" ", " "),
    "colon": (": ", ": "),
}
"""What stands between two parts in English, and before the last."""


_TWO_STOPS: Final = regex(r"(?<=[A-Za-z])\.\.(?=\s|$)")


class Voice(Protocol):
    """One language, as texts need it: its catalogue, its numbers and how it joins parts."""

    @property
    def language(self) -> str:
        """The language: en, ja or zh."""

    def pattern(self, key: str, english: str, *, plural: str = "", n: int = 1) -> str:
        """Return the text of an id with its places in braces; the English where the language has none."""

    def law_text(self, text: str) -> str:
        """Return a text of a data package in the language; the text itself where nobody translated it."""

    def number(self, value: int) -> str:
        """Write a whole number."""

    def join(self, parts: list[str], joint: Joint) -> str:
        """Join parts as the language does."""

    def quantity(self, kind: str, values: tuple[object, ...]) -> str:
        """Write an amount, a share, a span or a date by the name of what it is."""


class Text(str):
    """A text in English that can be told in another language; one that cannot stands as it is."""

    __slots__ = ()

    def translate(self, voice: Voice) -> str:  # type: ignore[override]  # noqa: ARG002 - those below use it
        """Tell it in the language of a voice."""
        return str(self)


Parameter = str | int
"""What stands in a place: a text that is the same in every language, a wording, or a whole number."""


class Message(Text):
    """A sentence or a phrase under an id.

    Attributes
    ----------
    id
        Its id, such as `impact.loss`; the part before the first dot names the catalogue that holds it.
    english, plural
        Its English with places in braces, and the English of more than one where it counts something.
    parameters
        What stands in the places.
    """

    __slots__ = ("english", "id", "parameters", "plural")
    id: str
    english: str
    plural: str
    parameters: Mapping[str, Parameter]

    def __new__(cls, key: str, english: str, parameters: Mapping[str, Parameter], plural: str = "") -> Self:  # noqa: D102 - made by the function below
        pattern = plural if plural and parameters.get("n") != 1 else english
        english_parts = {name: _in_english(part) for name, part in parameters.items()}
        self = super().__new__(cls, _stopped_once(pattern.format(**english_parts)))
        self.id, self.english, self.plural, self.parameters = key, english, plural, parameters
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell it in the language of a voice, with everything that stands in its places."""
        n = self.parameters.get("n")
        pattern = voice.pattern(self.id, self.english, plural=self.plural, n=n if isinstance(n, int) else 1)
        return _stopped_once(pattern.format(**{name: spoken(part, voice) for name, part in self.parameters.items()}))

    def __reduce__(self) -> tuple[object, ...]:
        return Message, (self.id, self.english, dict(self.parameters), self.plural)


def _stopped_once(text: str) -> str:
    """End a sentence with one stop where a name such as *Naniwa Co., Ltd.* ends it."""
    return _TWO_STOPS.sub(".", text) if ".." in text else text


class JoinedText(Text):
    """Several texts as one: a list inside a sentence, or sentences one after the other."""

    __slots__ = ("joint", "parts")
    parts: tuple[str, ...]
    joint: Joint

    def __new__(cls, parts: tuple[str, ...], joint: Joint) -> Self:  # noqa: D102 - made by the function below
        between, last = JOINTS[joint]
        text = last.join(filter(None, (between.join(parts[:-1]), *parts[-1:])))
        self = super().__new__(cls, text)
        self.parts, self.joint = parts, joint
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell its parts, joined as the language joins them."""
        return voice.join([spoken(part, voice) for part in self.parts], self.joint)

    def __reduce__(self) -> tuple[object, ...]:
        return JoinedText, (self.parts, self.joint)


class LawText(Text):
    """A text of a data package, such as a reason, a duty or the name of a sector; its translations stand beside it."""

    __slots__ = ()

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell it as the data package does."""
        return voice.law_text(str(self))


class WordsText(Text):
    """A text that brings its words in every language, such as those of a set of suppositions."""

    __slots__ = ("words",)
    words: Mapping[str, str]

    def __new__(cls, words: Mapping[str, str]) -> Self:  # noqa: D102 - made where it is used
        self = super().__new__(cls, words.get("en") or next(iter(words.values()), ""))
        self.words = words
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell it in the language, else in English."""
        return self.words.get(voice.language) or str(self)

    def __reduce__(self) -> tuple[object, ...]:
        return WordsText, (dict(self.words),)


class LawSentence(LawText):
    """A sentence of a data package with places in braces, and what stands in them."""

    __slots__ = ("pattern", "places")
    pattern: str
    places: Mapping[str, Parameter]

    def __new__(cls, pattern: str, places: Mapping[str, Parameter]) -> Self:  # noqa: D102 - made where it is used
        self = super().__new__(cls, pattern.format(**{name: _in_english(part) for name, part in places.items()}))
        self.pattern, self.places = pattern, places
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell it as the data package does, with everything that stands in its places."""
        return voice.law_text(self.pattern).format(**{name: spoken(part, voice) for name, part in self.places.items()})

    def __reduce__(self) -> tuple[object, ...]:
        return LawSentence, (self.pattern, dict(self.places))


class NameText(Text):
    """A name that data give in several languages, such as that of a territory; English where a language has none."""

    __slots__ = ("names",)
    names: Mapping[str, str]

    def __new__(cls, names: Mapping[str, str]) -> Self:  # noqa: D102 - made where it is used
        self = super().__new__(cls, names["en"])
        self.names = names
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell the name that the language has for it."""
        return self.names.get(voice.language) or str(self)

    def __reduce__(self) -> tuple[object, ...]:
        return NameText, (dict(self.names),)


class NumberText(Text):
    """An amount, a share, a span or a date: written anew in each language from its numbers."""

    __slots__ = ("kind", "values")
    kind: str
    values: tuple[object, ...]

    def __new__(cls, english: str, kind: str, values: tuple[object, ...]) -> Self:  # noqa: D102 - made by the function below
        self = super().__new__(cls, english)
        self.kind, self.values = kind, values
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Write it as the language writes numbers."""
        return voice.quantity(self.kind, self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return NumberText, (str(self), self.kind, self.values)


class CapitalText(Text):
    """A text whose first letter stands as a capital, where the language has such."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:  # noqa: D102 - made by the function below
        self = super().__new__(cls, text[:1].upper() + text[1:])
        self.text = text
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell the text, and put its first letter up."""
        text = spoken(self.text, voice)
        return text[:1].upper() + text[1:]

    def __reduce__(self) -> tuple[object, ...]:
        return CapitalText, (self.text,)


class PassingText(Text):
    """A text as it stands within a sentence: its first letter is small, unless it begins a code or an acronym."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:  # noqa: D102 - made where it is used
        self = super().__new__(cls, _small(text))
        self.text = text
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell the text, and put its first letter down."""
        return _small(spoken(self.text, voice))

    def __reduce__(self) -> tuple[object, ...]:
        return PassingText, (self.text,)


def _small(text: str) -> str:
    """Put the first letter down, unless another capital or a number stands behind it."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


class ClauseText(Text):
    """A sentence as a part of another: without its full stop."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:  # noqa: D102 - made by the function below
        self = super().__new__(cls, text.rstrip(FULL_STOPS))
        self.text = text
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell the sentence, and leave its full stop away."""
        return spoken(self.text, voice).rstrip(FULL_STOPS)

    def __reduce__(self) -> tuple[object, ...]:
        return ClauseText, (self.text,)


FULL_STOPS: Final = ".。"
"""What ends a sentence in the languages that are spoken here."""


def message(key: str, english: str, /, **parameters: Parameter | date) -> Message:
    """Make a message; a date in a place of it is written as people write dates, in a command as one types it.

    Parameters
    ----------
    key
        Its id: the catalogue, a dot, and what it says. One id has one English text in the whole program.
    english
        Its English, with a place in braces for each parameter.

    >>> message("impact.share", "{share} of {parts}", share="3 %", parts=joined(["a", "b", "c"]))
    '3 % of a, b and c'
    >>> message("law.ask", "Of {day}: --as-of {day_typed}.", day=date(2026, 1, 2), day_typed=date(2026, 1, 2))
    'Of 2 January 2026: --as-of 2026-01-02.'
    """
    return Message(key, english, _with_days(english, parameters))


_COMMAND: Final = regex(r"`[^`]*`|--[a-z][a-z-]*(?:[ =]\{\w+\})+")
"""What one types as it stands: between backticks, or a flag and the places of its values."""


def _with_days(english: str, parameters: Mapping[str, Parameter | date]) -> dict[str, Parameter]:
    return {name: _day_in(english, name, part) if isinstance(part, date) else part for name, part in parameters.items()}


def _day_in(english: str, name: str, day: date) -> str:
    is_typed = any(f"{{{name}}}" in command for command in _COMMAND.findall(english))
    return day.isoformat() if is_typed else day_text(day)


def counted(key: str, one: str, many: str, /, *, n: int, **parameters: Parameter | date) -> Message:
    """Make a message that counts something; `{n}` is the place of the number.

    >>> counted("book.lines", "{n} line", "{n} lines", n=1), counted("book.lines", "{n} line", "{n} lines", n=2310)
    ('1 line', '2,310 lines')
    """
    return Message(key, one, {"n": n, **_with_days(one, parameters)}, many)


def joined(parts: Iterable[str], joint: Joint = "and") -> JoinedText:
    """Join texts that there are.

    >>> joined(["a", "", "b"]), joined(["Said.", "Done."], "sentence")
    ('a and b', 'Said. Done.')
    """
    return JoinedText(tuple(part for part in parts if part), joint)


def filled(text: Message, **parameters: Parameter) -> Message:
    """Return a message with other things in its places: what a face is given says what it cannot know yet.

    >>> filled(message("example.refused", "{value} cannot be.", value="{value}"), value="3")
    '3 cannot be.'
    """
    return Message(text.id, text.english, {**text.parameters, **parameters}, text.plural)


ENGLISH_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_text(day: date | str) -> str:
    """Make a date that every language writes as people do; a text that is no date stays as it is.

    The one way in which a sentence gets a date: a `message` takes dates, and writes them so. Files and commands
    have dates as text.

    >>> day_text(date(2026, 2, 1)), day_text("2026-02-24"), day_text("open")
    ('1 February 2026', '24 February 2026', 'open')
    """
    if isinstance(day, date):
        return NumberText(f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}", "day", (day,))
    try:
        return day_text(date.fromisoformat(day))
    except ValueError:
        return day


def and_more(names: Iterable[str], number: int) -> Text:
    """Join names, and say how many more there are; `number` is 0 or less if there are none.

    >>> and_more(["a", "b"], 3), and_more(["a"], 0)
    ('a, b and 3 more', 'a')
    """
    shown = joined(names, "comma")
    return (
        counted("error.and_more", "{names} and {n} more", "{names} and {n} more", names=shown, n=number)
        if number > 0
        else shown
    )


def spoken(part: Parameter, voice: Voice) -> str:
    """Tell what stands in a place: a wording in the language, a number with its separators, other text as it is."""
    if isinstance(part, Text):
        return part.translate(voice)
    return part if isinstance(part, str) else voice.number(part)


def _in_english(part: Parameter) -> str:
    return str(part) if isinstance(part, str) else f"{part:,}"


def data_of(text: Parameter) -> object:
    """Return a text as plain data, so that another process can tell it in any language; see `text_from`.

    >>> data_of(message("example.none", "nothing"))
    {'id': 'example.none', 'english': 'nothing'}
    """
    match text:
        case Message():
            data = {"id": text.id, "english": text.english, "plural": text.plural}
            places = {name: data_of(part) for name, part in text.parameters.items()}
            return {name: part for name, part in {**data, "places": places}.items() if part}
        case JoinedText():
            return {"joint": text.joint, "parts": [data_of(part) for part in text.parts]}
        case NumberText():
            return {"kind": text.kind, "english": str(text), "values": [_plain(value) for value in text.values]}
        case CapitalText():
            return {"capital": data_of(text.text)}
        case PassingText():
            return {"passing": data_of(text.text)}
        case LawSentence():
            return {"law": text.pattern, "places": {name: data_of(part) for name, part in text.places.items()}}
        case ClauseText():
            return {"clause": data_of(text.text)}
        case NameText():
            return {"names": dict(text.names)}
        case LawText():
            return {"law": str(text)}
        case WordsText():
            return {"by language": dict(text.words)}
        case Text() if type(text) is not Text:  # or its translation would be lost without a word
            raise TypeError(f"a text of the class {type(text).__name__} has no form as plain data")
        case _:
            return text


def text_from(data: Any) -> Any:  # noqa: ANN401 - JSON of any shape, with texts in it
    """Return plain data with its texts made again: what `data_of` gave, alone or inside of lists and mappings.

    >>> text_from([data_of(counted("example.lines", "{n} line", "{n} lines", n=2)), 3])
    ['2 lines', 3]
    """
    match data:
        case {"id": str(key), "english": str(english)}:
            return Message(key, english, _places_from(data.get("places", {})), data.get("plural", ""))
        case {"joint": joint, "parts": parts}:
            return JoinedText(tuple(map(text_from, parts)), joint)
        case {"kind": str(kind), "english": str(english), "values": list(values)}:
            return NumberText(
                english, kind, tuple(date.fromisoformat(v["day"]) if type(v) is dict else v for v in values)
            )
        case {"capital": inner}:
            return CapitalText(text_from(inner))
        case {"passing": inner}:
            return PassingText(text_from(inner))
        case {"law": str(pattern), "places": dict(places)}:
            return LawSentence(pattern, _places_from(places))
        case {"clause": inner}:
            return ClauseText(text_from(inner))
        case {"names": dict(names)}:
            return NameText(names)
        case {"law": str(text)}:
            return LawText(text)
        case {"by language": dict(words)}:
            return WordsText(words)
        case dict():
            return {name: text_from(part) for name, part in data.items()}
        case list():
            return [text_from(part) for part in data]
        case _:
            return data


def _places_from(places: Mapping[str, Any]) -> dict[str, Any]:
    """Make the texts of places again, by name: a place may be called as a form of text is, such as `names`."""
    return {name: text_from(part) for name, part in places.items()}


def _plain(value: object) -> object:
    return {"day": value.isoformat()} if isinstance(value, date) else value
