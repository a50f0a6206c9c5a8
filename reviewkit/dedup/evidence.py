"""What two forms say of each other, field by field, with a score and reasons in plain words.

The thing a reader would get wrong: the score ranks pairs for people and for grouping; it decides nothing. `rules` reads
the fields.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, TypeVar

from reviewkit.dedup.forms import ERIC, PUBMED, opening
from reviewkit.dedup.people import is_one, nearly, shared
from reviewkit.dedup.places import AGREE, Match, one_extent, same_issue, same_journal, same_number, same_pages
from reviewkit.dedup.titles import Relation, relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reviewkit.dedup.forms import Form

_ABSTRACT = 3
"""Pages after its first that no abstract in a supplement has."""
_TELLING_DOI = 12
_VERSION = re.compile(r"\.?(?:pub|v)\d|[./-]?s\d")
"""What sets a later version, or a supplement, apart from the paper: `.pub3`, `.v2`."""
_ONE_ABSTRACT, _OTHER_ABSTRACT = 92, 60


FIELDS = (
    "title", "numbers", "authors", "year", "journal", "volume", "issue", "pages", "doi", "accession", "abstract",
)  # fmt: skip
"""What a pair is judged by, in the order in which a person would look."""

T = TypeVar("T")


class _once(Generic[T]):  # noqa: N801  # a decorator, as `property` is
    """A property worked out when it is first asked for; `functools.cached_property` takes a lock each time for that."""

    def __init__(self, work: Callable[[Evidence], T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, of: Evidence, _: type[Evidence] | None = None) -> T:
        of.__dict__[self._name] = found = self._work(of)
        return found


class Evidence:
    """What two records say of each other; of most pairs the rules have to ask for little of it."""

    def __init__(self, a: Form, b: Form, likeness: float) -> None:
        """Take two forms, and the likeness of their titles by letters from 0 to 100."""
        self.a, self.b = a, b
        self._likeness = likeness
        self.likeness = int(likeness)

    @_once
    def title(self) -> Relation:
        """Return how the titles are alike."""
        return relation(self.a.title, self.b.title, self._likeness)

    @_once
    def numbers(self) -> Match:
        """Compare numbers and parts in the titles; UNKNOWN where one title has some and the other has none."""
        return _numbers(self.a, self.b)

    @_once
    def authors(self) -> Match:
        """Compare the authors.

        SAME: the first author and at least half of the shorter list, all of a list of two and more in any order, or all
        but one of two equally long lists of three and more, or of two where the first is a letter apart (a name damaged
        on the way); CLOSE: somebody, or the first but for a letter.
        """
        return self._signed[0]

    @property
    def first_author(self) -> bool:
        """Return whether the first authors may be one person."""
        return self._signed[1]

    @_once
    def _signed(self) -> tuple[Match, bool]:
        return _authors(self.a, self.b)

    @_once
    def year(self) -> Match:
        """Compare the years; CLOSE: off by one."""
        return _year(self.a.year, self.b.year)

    @_once
    def journal(self) -> Match:
        """Compare the journals; CLOSE: abbreviated, or with more after the name."""
        return same_journal(self.a.journal, self.b.journal)

    @_once
    def volume(self) -> Match:
        """Compare the volumes."""
        return same_number(self.a.volume, self.b.volume)

    @_once
    def issue(self) -> Match:
        """Compare the issues."""
        return same_issue(self.a.issue, self.b.issue)

    @_once
    def pages(self) -> Match:
        """Compare the pages; CLOSE: one range within the other."""
        return same_pages(self.a.pages, self.b.pages)

    @_once
    def extent(self) -> bool:
        """Return whether both have the very same range of pages; in a supplement one too long for an abstract."""
        return one_extent(self.a.pages, self.b.pages, _ABSTRACT if self.a.supplement or self.b.supplement else 1)

    @_once
    def doi(self) -> Match:
        """Compare the DOIs; CLOSE: one is cut short, which speaks neither for nor against the pair."""
        return _doi(self.a.doi or "", self.b.doi or "")

    @_once
    def accession(self) -> Match:
        """Compare the numbers; DIFFER only where one database numbers each paper once: ERIC numbers of one series."""
        return _accession(self.a, self.b)

    @_once
    def abstract(self) -> Match:
        """Compare how the abstracts begin; DIFFER also where they are in two languages."""
        return _abstract(opening(self.a.abstract), opening(self.b.abstract))


def _numbers(a: Form, b: Form) -> Match:
    ours, theirs = a.title.numbers, b.title.numbers
    if ours == theirs or a.title.solid == b.title.solid:
        return Match.SAME
    return Match.DIFFER if ours and theirs else Match.UNKNOWN


def _authors(a: Form, b: Form) -> tuple[Match, bool]:
    """Return how the authors agree and whether the first one does."""
    if not a.authors or not b.authors:
        return Match.UNKNOWN, False
    if a.authors == b.authors:
        return Match.SAME, True
    first = is_one(a.authors[0], b.authors[0])
    both = shared(a.authors, b.authors)
    if not both:
        return (Match.CLOSE if nearly(a.authors[0], b.authors[0]) else Match.DIFFER), False
    few = min(len(a.authors), len(b.authors))
    most = first and both * 2 >= few
    all_of_some = both == few > 1
    all_but_one = len(a.authors) == len(b.authors) == both + 1 and (both > 1 or nearly(a.authors[0], b.authors[0]))
    return (Match.SAME if most or all_of_some or all_but_one else Match.CLOSE), first


def _doi(a: str, b: str) -> Match:
    match = same_number(a, b)
    if match is Match.DIFFER:
        short, full = sorted((a, b), key=len)
        cut = full.startswith(short) and len(short) >= _TELLING_DOI and not _VERSION.match(full, len(short))
        return Match.CLOSE if cut else match
    return match


def _abstract(a: str, b: str) -> Match:
    if not a or not b:
        return Match.UNKNOWN
    if a == b:
        return Match.SAME
    from rapidfuzz.fuzz import ratio

    length = min(len(a), len(b))
    likeness = ratio(a[:length], b[:length])
    return Match.SAME if likeness >= _ONE_ABSTRACT else Match.DIFFER if likeness < _OTHER_ABSTRACT else Match.UNKNOWN


def _year(a: int | None, b: int | None) -> Match:
    if a is None or b is None:
        return Match.UNKNOWN
    return {0: Match.SAME, 1: Match.CLOSE}.get(abs(a - b), Match.DIFFER)


def _accession(a: Form, b: Form) -> Match:
    if not a.accession or not b.accession:
        return Match.UNKNOWN
    if a.accession & b.accession:
        return Match.SAME
    return Match.DIFFER if _series(a) & _series(b) else Match.UNKNOWN


def _series(form: Form) -> set[str]:
    """Return the series that number a paper once; ERIC numbers articles (EJ) and documents (ED) apart."""
    return {f"{kind} {number[:2] if kind == ERIC else ''}" for kind, number in form.accession if kind in (ERIC, PUBMED)}


# ---------------------------------------------------------------------------------------------- score

_WEIGHTS = {
    "authors": 20, "year": 10, "journal": 10, "volume": 6, "issue": 2, "pages": 16, "doi": 25, "accession": 25,
    "abstract": 15,
}  # fmt: skip
_TITLE_WEIGHT = 40
_WORTH = {Match.SAME: 1.0, Match.CLOSE: 0.75, Match.DIFFER: 0.0}
_ENOUGH = 100
"""Weight of all that is stated from which a score needs no discount."""


def score(of: Evidence) -> int:
    """Return how much agrees, 0 to 100: the mean of what both sides state, weighted by how telling each field is.

    Where both state little, as a title and a year, agreement counts for less, by a tenth at most.
    """
    title = 100 if of.title in (Relation.SAME, Relation.SUBTITLE) else of.likeness
    weight, total = _TITLE_WEIGHT, float(_TITLE_WEIGHT * title)
    for name, own in _WEIGHTS.items():
        match = getattr(of, name)
        if match is not Match.UNKNOWN:
            weight += own
            total += 100 * own * _WORTH[match]
    return int(total / weight * (0.9 + 0.1 * min(weight / _ENOUGH, 1)))


# ---------------------------------------------------------------------------------------------- reasons

_WORDS = {
    ("year", Match.SAME): "same year",
    ("year", Match.CLOSE): "year off by one",
    ("year", Match.DIFFER): "years differ",
    ("journal", Match.SAME): "same journal",
    ("journal", Match.CLOSE): "journal abbreviated",
    ("journal", Match.DIFFER): "journals differ",
    ("volume", Match.SAME): "same volume",
    ("volume", Match.DIFFER): "volumes differ",
    ("issue", Match.DIFFER): "issues differ",
    ("pages", Match.SAME): "same pages",
    ("pages", Match.CLOSE): "pages contained",
    ("pages", Match.DIFFER): "pages differ",
    ("abstract", Match.SAME): "same abstract",
    ("abstract", Match.DIFFER): "abstracts differ",
    ("authors", Match.DIFFER): "authors differ",
    ("numbers", Match.UNKNOWN): "a number in one title only",
    ("numbers", Match.DIFFER): "numbers in the titles differ",
}
_DOIS = {Match.SAME: "same DOI", Match.CLOSE: "one DOI cut short", Match.DIFFER: "DOIs differ"}
_TITLES = {
    Relation.SAME: "same title",
    Relation.SUBTITLE: "same title without the subtitle",
}


def reasons(of: Evidence) -> tuple[str, ...]:
    """Return what speaks for and against, in plain words, in the order in which a person would look."""
    return tuple(_reasons(of))


def _reasons(of: Evidence) -> Iterator[str]:
    if of.doi is not Match.UNKNOWN:
        yield _DOIS[of.doi]
    yield from (f"same {kind}" for kind in sorted({kind for kind, _ in of.a.accession & of.b.accession}))
    if of.accession is Match.DIFFER:
        yield "accession numbers differ"
    yield _TITLES.get(of.title, f"title {of.likeness}")
    if of.a.title.notices != of.b.title.notices:
        yield "a notice or comment, and what it is about"
    if of.a.preprint != of.b.preprint:
        yield "a preprint, and what may be its article"
    if of.first_author:
        yield "same first author"
    elif of.authors in AGREE:
        yield "an author in common"
    fields = ("numbers", "authors", "year", "journal", "volume", "issue", "pages", "abstract")
    yield from (words for name in fields if (words := _WORDS.get((name, getattr(of, name)))))
