"""Who wrote it, in a form that can be compared.

Exports print `Van Heugten, Caroline M.`, `van Heugten CM`, `C. M. van Heugten` and, glued together, `Tan A.Davis P. G.`
The thing a reader would get wrong: without a comma nobody can say which word is the family name, so an author is a set
of words that may be it, and two authors are one if those sets share a word that counts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from reviewkit.dedup.letters import spelt
from reviewkit.text import folded

_PARTICLE = re.compile(
    "af|al|ap|bin|da|das|de|del|della|den|der|des|di|do|dos|du|el|ibn|la|las|le|los|mac|san|st|te|ten|ter|van|vom|von"
    "|y|zu|jr|sr|ii|iii|md|phd"
)
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.[\s-]*)+|\b[^\W\d_]\b\.?")
_CAPITALS = re.compile(r"\b[A-Z]{1,3}\b")
_NOBODY = frozenset(
    {
        "",
        "unknown",
        "anonymous",
        "anon",
        "et al",
        "no authorship indicated",
        "no author",
        "not available",
        "author",
        "na",
    }
)
_OF_NOBODY = frozenset(word for name in _NOBODY for word in name.split())
_UMLAUT = re.compile("([aou])e|(a)a")
"""`ü` is spelt `ue` and `å` `aa` where an export has no such letters."""
_SEVERAL = re.compile(r"\s+and\s+|\s*[;|]\s*")
_PERSON = re.compile(r",|\b[A-Z]\b|^\S+(?: \S+)? [A-Z]\S+$")
"""Told by a comma, an initial, or two or three words of which the last is a name."""
_TELLING_NAME = 5
_MOST = 60
"""Authors that are looked at; no two papers differ in the sixty-first only."""


@dataclass(frozen=True, slots=True)
class Author:
    """The words of a name that may be its family name, in their order."""

    words: tuple[str, ...]
    sure: bool
    """A comma says which is the family name."""
    given: tuple[str, ...] = ()
    """Given names in full, where a comma tells them apart; some exports have the two the wrong way round."""


def authors(names: Iterable[str]) -> tuple[Author, ...]:
    """Return the authors as printed, in order, without those that name nobody."""
    single = (one for name in islice(names, _MOST) for one in _separated(name))
    return tuple(author for name in islice(single, _MOST) if (author := _author(name)).words)


def _separated(name: str) -> Sequence[str]:
    """Return the persons of a field that holds several; a Department of Health and Human Services stays whole."""
    if " and " not in name and ";" not in name and "|" not in name:
        return (name,)
    parts = [part for part in _SEVERAL.split(name) if part]
    return parts if sum(_PERSON.search(part) is not None for part in parts) * 2 > len(parts) else (name,)


def is_one(a: Author, b: Author) -> bool:
    """Return whether two names may be one person's."""
    if a.words == b.words:
        return True
    shared = [word for word in a.words if word in b.words]
    if not shared:
        return bool(a.given or b.given) and _swapped(a, b)
    if a.sure or b.sure or len(set(shared)) > 1:
        return True
    return a.words[-1] in shared or b.words[-1] in shared


def _swapped(a: Author, b: Author) -> bool:
    """Return whether one has the names the wrong way round; the other may have but initials of the given ones."""
    ours, theirs = set(a.words) == set(b.given), set(b.words) == set(a.given)
    return (ours and (theirs or not a.given)) or (theirs and not b.given)


def nearly(a: Author, b: Author) -> bool:
    """Return whether two family names are a letter apart, as `uzuki` and `suzuki`."""
    from rapidfuzz.distance import OSA

    ours, theirs = " ".join(a.words), " ".join(b.words)
    return min(len(ours), len(theirs)) >= _TELLING_NAME and OSA.distance(ours, theirs, score_cutoff=1) <= 1


def shared(a: tuple[Author, ...], b: tuple[Author, ...]) -> int:
    """Return how many of the shorter list are in the longer one."""
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    beside = [is_one(one, other) for one, other in zip(few, many, strict=False)]
    if all(beside):
        return len(few)
    named = {word for other in many for word in (*other.words, *other.given)}
    rest = (one for one, found in zip(few, beside, strict=True) if not found and not named.isdisjoint(one.words))
    return sum(beside) + sum(any(is_one(one, other) for other in many) for one in rest)


@lru_cache(maxsize=65536)
def _author(printed: str) -> Author:
    author = _named(printed)
    nobody = not _OF_NOBODY.isdisjoint(author.words) and folded(printed) in _NOBODY
    return Author((), sure=False) if nobody else author


def _named(printed: str) -> Author:
    name = printed.replace("'", "").replace("\u2019", "")  # else `O'Brien` has an initial
    family, comma, given = name.partition(",")
    if comma and (words := _family_words(family)):
        return Author(words, sure=True, given=_family_words(_INITIALS.sub(" ", given).strip()))
    without = _INITIALS.sub(" ", name)
    capitals_are_initials = any(character.islower() for character in without)
    return Author(_family_words(_CAPITALS.sub(" ", without) if capitals_are_initials else without), sure=False)


@lru_cache(maxsize=65536)
def _family_words(name: str) -> tuple[str, ...]:
    words = [_UMLAUT.sub(r"\1\2", word) for word in folded(spelt(name)).split()]
    telling = [word for word in words if not _PARTICLE.fullmatch(word)]
    return tuple(telling or words)
