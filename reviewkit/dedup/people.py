"""Who wrote it, in a form that can be compared.

Exports print `Van Heugten, Caroline M.`, `van Heugten CM`, `C. M. van Heugten` and, glued together, `Tan A.Davis P. G.`
The thing a reader would get wrong: without a comma nobody can say which word is the family name, so an author is a set
of words that may be it, and two authors are one if those sets share a word that counts.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

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
_UMLAUT = re.compile("([aou])e")


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
    found = (_author(name) for name in names if folded(name) not in _NOBODY)
    return tuple(author for author in found if author.words)


def is_one(a: Author, b: Author) -> bool:
    """Return whether two names may be one person's."""
    shared = set(a.words) & set(b.words)
    if not shared:
        return _swapped(a, b)
    if a.sure or b.sure or len(shared) > 1:
        return True
    return a.words[-1] in shared or b.words[-1] in shared


def _swapped(a: Author, b: Author) -> bool:
    return bool(a.words and b.words) and set(a.words) == set(b.given) and set(b.words) == set(a.given)


def shared(a: tuple[Author, ...], b: tuple[Author, ...]) -> int:
    """Return how many of the shorter list are in the longer one."""
    few, many = sorted((a, b), key=len)
    return sum(any(is_one(one, other) for other in many) for one in few)


@lru_cache(maxsize=65536)
def _author(name: str) -> Author:
    family, comma, given = name.partition(",")
    if comma and folded(family):
        return Author(_family_words(family), sure=True, given=_family_words(_INITIALS.sub(" ", given)))
    without = _INITIALS.sub(" ", name)
    capitals_are_initials = any(character.islower() for character in without)
    return Author(_family_words(_CAPITALS.sub(" ", without) if capitals_are_initials else without), sure=False)


def _family_words(name: str) -> tuple[str, ...]:
    words = [_UMLAUT.sub(r"\1", word) for word in folded(name.replace("'", "").replace("\u2019", "")).split()]
    telling = [word for word in words if not _PARTICLE.fullmatch(word)]
    return tuple(telling or words)
