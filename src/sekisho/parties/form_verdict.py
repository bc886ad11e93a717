"""Whether the legal form of a name keeps it apart from a listed party whose name is equal to it otherwise.

`form_verdict` is asked wherever equality is decided: it puts a match to review, and never the other way.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from sekisho.dataclass import dataclass
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.folding import fold

if TYPE_CHECKING:
    from sekisho.parties.names.form_comparison import FormRelation
    from sekisho.parties.names.form_table import Spelling

APART: Final = 0.9
"""Score of a name that is equal to a listed one but for a form that keeps them apart: high in review, no match.
Set by hand: below the 1 that the policy as it ships asks of a match, above where a review begins."""
_OnFile: TypeAlias = "tuple[dict[str, list[tuple[Spelling, ...]]], tuple[tuple[Spelling, ...], ...]]"
"""Forms of a party's names by folded name, and those of its names in use."""


@dataclass(frozen=True, slots=True)
class FormVerdict:
    """How the form of a name stands to those of a listed party.

    Parameters
    ----------
    asked, listed
        The forms compared, as folded; empty where there is none.
    apart
        Whether that puts a match to review.
    """

    relation: FormRelation
    asked: str = ""
    listed: str = ""
    apart: bool = False


_UNSTATED: Final = FormVerdict("unstated")
_SHARED: Final = FormVerdict("unstated", apart=True)


def form_verdict(
    name: str,
    listed: tuple[str, ...],
    *,
    weak: tuple[str, ...] = (),
    former: tuple[str, ...] = (),
    territory: str = "",
) -> FormVerdict:
    """Compare the form of a name with that of a listed party.

    An English form is compared with that of the party's own English name, where one is on file; any other with those of
    the names that are equal but for the form, and where they have none, with those of all its names in use.

    Parameters
    ----------
    listed
        All names of the listed party.
    weak
        Short names of it that others share: without its form, such a name keeps to review though a full name has the
        same words.
    former
        Those of them that it no longer bears.
    territory
        Its seat, if known.

    >>> listed = ("TARUMI Corporation", "タルミ株式会社", "Tarumi")
    >>> asked = ("Tarumi, Incorporated", "Tarumi K.K.", "株式会社タルミ", "Tarumi", "有限会社タルミ")
    >>> [form_verdict(name, listed, territory="JP").apart for name in asked]
    [True, False, False, False, True]
    """
    # Imported here, for a line without a name reads no table of forms.
    from sekisho.parties.names.form_comparison import FORM_RELATIONS, are_apart, compare_forms
    from sekisho.parties.names.legal_forms import read_form

    reading = read_form(name)
    if not reading.forms:
        return _SHARED if weak and fold(name) in _folds(weak) else _UNSTATED
    asked = " ".join(reading.written)
    candidates = _candidates(fold(name), _forms_of(listed, former), english=_is_english(reading.forms))
    if not candidates:
        return FormVerdict("unstated", asked)
    told = [(compare_forms(reading.forms, forms, territory), forms) for forms in candidates]
    relation, forms = min(told, key=lambda one: FORM_RELATIONS.index(one[0]))
    on_file = " ".join(form.text for form in forms)
    return FormVerdict(relation, asked, on_file, are_apart(relation, reading.core))


def _candidates(folded: str, on_file: _OnFile, *, english: bool) -> list[tuple[Spelling, ...]]:
    """Return the forms with which a form is compared, one tuple a name."""
    equal, current = on_file
    stated = list(equal.get(folded, ())) or list(current)
    if not english:
        return stated
    own = [forms for forms in stated if _is_english(forms)] or [forms for forms in current if _is_english(forms)]
    return own or stated


@lru_cache(maxsize=50_000)
def _forms_of(names: tuple[str, ...], former: tuple[str, ...]) -> _OnFile:
    from sekisho.parties.names.legal_forms import read_form

    equal: dict[str, list[tuple[Spelling, ...]]] = {}
    current: list[tuple[Spelling, ...]] = []
    for name in names:
        forms = read_form(name).forms
        if forms:
            equal.setdefault(fold(name), []).append(forms)
            if name not in former:
                current.append(forms)
    return equal, tuple(current)


@lru_cache(maxsize=50_000)
def _folds(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, names))


def verdict_on(name: str, entry: ListedParty) -> FormVerdict:
    """Compare the form of a name with those of an entry (see `form_verdict`); that of a firm keeps a body apart."""
    verdict = form_verdict(
        name, entry.names, weak=entry.weak_names, former=entry.former_names, territory=entry.territory
    )
    if entry.is_state_body and verdict.asked and not verdict.listed and not verdict.apart and _is_of_firms(name):
        return FormVerdict("contradicts", verdict.asked, apart=True)
    return verdict


_FIRMS: Final = frozenset({"stock", "limited", "partnership", "limited-partnership", "unlimited", "members", "yugen"})
"""Classes of legal forms that no body of a state has."""


def _is_of_firms(name: str) -> bool:
    from sekisho.parties.names.legal_forms import read_form

    classes = (of for form in read_form(name).forms for row in form.rows for of in row.classes)
    return any(not _FIRMS.isdisjoint(of.split("/")) for of in classes)


def _is_english(forms: tuple[Spelling, ...]) -> bool:
    return any(row.language == "en" for form in forms for row in form.rows)
