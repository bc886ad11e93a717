"""Texts in three languages: whole, of today's English, with the same places; told alike by every face."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date

import pytest
from tests.support.catalogues import messages

from sekisho.i18n.citations import article_text
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.locale import LOCALES, quantity
from sekisho.i18n.messages import Translator
from sekisho.message import (
    CapitalText,
    LawText,
    Message,
    Text,
    WordsText,
    counted,
    data_of,
    joined,
    message,
    text_from,
)


def test_every_text_is_there_in_every_language_for_todays_english_with_the_same_places():
    assert list(messages.faults()) == []


def test_an_id_has_a_domain_and_one_english_text():
    """Gathering stops at an id with two texts, at one without a domain, and at a text that is not written out."""
    assert messages.gather().keys().isdisjoint(messages.BY_HAND)


def test_a_message_is_its_english_to_whatever_takes_text():
    said = message("example.share", "{share} of {parts}", share="3 %", parts=joined(["a", "b", "c"]))
    assert said == "3 % of a, b and c"
    assert json.dumps([said]) == '["3 % of a, b and c"]'
    assert {str(said): 1}[said] == 1


@pytest.mark.parametrize("made", [pickle.dumps, copy.deepcopy])
def test_a_message_keeps_its_id_where_it_is_sent_to_another_process(made: object):
    said = message("example.share", "{share} of {parts}", share=quantity("share", 0.03), parts=joined(["a", "b"]))
    back = pickle.loads(pickle.dumps(said)) if made is pickle.dumps else copy.deepcopy(said)  # noqa: S301 - our own
    assert isinstance(back, Message)
    assert (back, back.id, back.parameters) == (said, "example.share", said.parameters)


def test_a_text_comes_back_from_plain_data_as_it_was():
    day, money = quantity("day", date(2026, 2, 1)), quantity("money", 452.0)
    own = WordsText({"en": "civil use", "ja": "民生"})
    lines = counted("example.lines", "{n} line", "{n} lines", n=3)
    parts = [day, CapitalText(LawText("basic metals")), lines, money, own]
    said = message("example.all", "{parts}: {name}", parts=joined(parts, "comma"), name="Mihon KK")
    back = text_from(json.loads(json.dumps({"findings": [data_of(said), 4]})))["findings"][0]
    assert back == said
    teller = Translator("ja", law={"basic metals": "一次金属"}.__getitem__)
    assert teller.say(back) == teller.say(said) == "2026年2月1日、一次金属、3 lines、4,520億、民生: Mihon KK"


def test_a_text_that_no_catalogue_has_is_told_in_english_and_marked_so():
    said = message("example.nobody", "nobody translated {what}", what="this")
    assert Translator("ja").tagged(said) == ("en", "nobody translated this")
    assert Translator("en").tagged(said) == ("en", "nobody translated this")


def test_a_name_is_the_same_in_every_language():
    assert Translator("ja").say("Mihon KK") == "Mihon KK"


def test_places_are_told_in_the_language_too():
    said = message(
        "example.on", "{day}: {money}", day=quantity("day", date(2026, 2, 1)), money=quantity("money", 452.0)
    )
    assert said == "1 February 2026: 452 bn"
    assert Translator("ja").say(said) == "2026年2月1日: 4,520億"
    assert Translator("zh").say(said) == "2026年2月1日: 4520亿"


def test_a_text_of_a_data_package_is_told_by_the_package():
    teller = Translator("ja", law={"basic metals": "一次金属"}.__getitem__)
    assert teller.say(CapitalText(LawText("basic metals"))) == "一次金属"


def test_what_is_counted_has_its_form_and_separators():
    assert [counted("example.lines", "{n} line", "{n} lines", n=n) for n in (1, 0, 2310)] == [
        "1 line",
        "0 lines",
        "2,310 lines",
    ]


def test_a_key_that_no_domain_has_is_an_error_that_names_it():
    with pytest.raises(KeyError, match="nowhere in page"):
        Translator("ja", ("page",))("nowhere")


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_and_forms_agree_with_the_tables_of_the_unicode_consortium(language: str):
    from babel import Locale
    from babel.dates import format_date

    locale = Locale.parse(language)
    days = [date(2026, month, 9) for month in range(1, 13)]
    pattern = "d MMMM y" if language == "en" else "long"
    for day in days:
        assert LOCALES[language].day_text(day) == format_date(day, pattern, locale=language)
    forms = {locale.plural_form(n) for n in range(200)}
    assert LOCALES[language].counted_forms == len(forms)


@pytest.mark.parametrize(("language", "listing"), [("en", "a, b and c"), ("ja", "a、b、c"), ("zh", "a、b和c")])
def test_lists_are_joined_as_in_the_tables_of_the_unicode_consortium(language: str, listing: str):
    from babel.lists import format_list

    standard = format_list(["a", "b", "c"], locale="en_GB" if language == "en" else language)
    assert LOCALES[language].join(["a", "b", "c"], "and") == standard == listing


def test_a_place_called_as_a_form_of_text_is_one_all_the_same():
    said = message("example.parts", "{names}: {law}", names=joined(["a", "b"]), law=LawText("heavy rare earths"))
    assert text_from(json.loads(json.dumps(data_of(said)))) == said


def test_a_text_without_a_form_as_data_is_refused_and_not_told_in_english():
    class Strange(Text):
        __slots__ = ()

    with pytest.raises(TypeError, match="Strange"):
        data_of(Strange("clause 1"))


def test_where_a_clause_stands_is_told_in_another_process_too():
    back = text_from(json.loads(json.dumps(data_of(article_text("clause 1(1)")))))
    assert [Translator(language).say(back) for language in LANGUAGES] == ["clause 1(1)", "第1項（1）", "第1款第1项"]
