"""What follows from the evidence: one report, a person has to look, or nothing.

A false merge loses a study, a missed pair costs a reader ten seconds; so a pair is the same only where one of a
few patterns fits and nothing vetoes, and a person is asked only where one fact stands between the pair and a pattern.
`RULES` changes with anything in this package that changes a verdict, so that a review can say which rules it used.
"""

import re

from reviewkit.dedup.evidence import Evidence
from reviewkit.dedup.forms import Form
from reviewkit.dedup.places import AGREE, Match
from reviewkit.dedup.titles import Relation
from reviewkit.model import LinkVerdict

RULES = "3"

SURE, POSSIBLE = (90, 100), (50, 89)
"""The scores that the two verdicts may have, so that a sure pair always stands above a possible one."""

_ONE_TITLE = frozenset({Relation.SAME, Relation.SPELLING, Relation.SUBTITLE})
_IDENTIFIED_TITLE = 85
"""Likeness by letters from which a shared DOI or number makes a pair worth a look."""
_VERSION = re.compile(r"\.?(?:pub|v)\d+$")


def verdict(of: Evidence) -> LinkVerdict | None:
    """Return what follows from the evidence; None if the two are two reports, or nobody could say."""
    if not _vetoed(of) and any(pattern(of) for pattern in _PATTERNS):
        return LinkVerdict.SAME
    return LinkVerdict.UNCERTAIN if _possible(of) else None


def said(of: Evidence) -> tuple[tuple[str, bool], ...]:
    """Return each rule in words and whether it holds: a pattern that fits makes one report, unless something vetoes."""
    patterns = ((pattern.__name__.replace("_", " ").strip(), pattern(of)) for pattern in _PATTERNS)
    return (("vetoed", _vetoed(of)), *patterns, ("worth a look", _possible(of)))


def apart(of: Evidence) -> bool:
    """Return whether the two are not the same, and a fact says so that copies of one paper seldom have wrong.

    A year or a DOI is not such a fact where one title stands on one page of one volume, nor are names where it stands
    on the very same pages.
    """
    parted = _vetoed(of) or Match.DIFFER in (of.pages, of.volume)
    return parted and verdict(of) is not LinkVerdict.SAME and not _only_misdated(of)


def _only_misdated(of: Evidence) -> bool:
    placed = of.title in _ONE_TITLE and _in_one_place(of) and of.volume is Match.SAME and of.journal in AGREE
    said = of.a.title.notices == of.b.title.notices and of.numbers is Match.SAME
    signed = of.authors is not Match.DIFFER or of.extent
    return placed and said and signed and Match.DIFFER not in (of.accession, of.issue)


# ---------------------------------------------------------------------------------------------- the same


def _vetoed(of: Evidence) -> bool:
    """Return whether something says that these are two papers, whatever else agrees."""
    return (
        of.a.title.notices != of.b.title.notices
        or of.numbers is Match.DIFFER
        or (of.numbers is Match.UNKNOWN and not (of.extent and _identified(of)))
        or of.authors is Match.DIFFER
        or of.accession is Match.DIFFER
        or of.a.preprint != of.b.preprint
        or (of.doi is Match.DIFFER and not _mistyped_doi(of))
        or (of.year is Match.DIFFER and not _misdated(of))
    )


def _mistyped_doi(of: Evidence) -> bool:
    """Return whether all else says that one of two DOIs is wrong; two versions of one paper have two right ones."""
    stem = "".join(_VERSION.split(of.a.doi or "")), "".join(_VERSION.split(of.b.doi or ""))
    told = of.extent or (of.abstract is Match.SAME and not _in_supplement(of))
    return told and _in_this_very_place(of) and of.title in _ONE_TITLE and stem[0] != stem[1]


def _misdated(of: Evidence) -> bool:
    """Return whether an identifier and the place say that one of two years is wrong, or of the first version online."""
    return _identified(of) and of.volume is Match.SAME and of.journal in AGREE and of.pages in AGREE


def _rival(of: Evidence) -> bool:
    return of.doi is Match.DIFFER or of.accession is Match.DIFFER


def _identified(of: Evidence) -> bool:
    return of.doi is Match.SAME or of.accession is Match.SAME


def _generic(of: Evidence) -> bool:
    return of.a.title.generic or of.b.title.generic


def _long(of: Evidence) -> bool:
    return of.a.title.long and of.b.title.long


def _in_one_place(of: Evidence) -> bool:
    """Return whether both begin on the same page of the same volume or journal.

    Without a volume the issue must not differ: an article number such as CD001234 stays with all updates of a review.
    """
    if of.pages not in AGREE or of.volume is Match.DIFFER:
        return False
    return of.volume is Match.SAME or (of.journal in AGREE and of.issue is not Match.DIFFER)


def _in_this_very_place(of: Evidence) -> bool:
    """Return whether pages, volume, journal and year all agree; a generic title needs that, since issues repeat it."""
    stated = of.volume is Match.SAME and of.journal in AGREE and of.year is Match.SAME
    return stated and _in_one_place(of) and of.issue is not Match.DIFFER


def _on_these_very_pages(of: Evidence) -> bool:
    """Return whether both have the very same range of pages of one issue, whatever one says of the year."""
    return of.extent and _in_one_issue(of) and of.journal in AGREE


def _in_telling_place(of: Evidence) -> bool:
    """Return whether both are in one place where hardly another paper by the same authors begins.

    In supplements several abstracts share a page, and where every paper begins on page 1 they all do.
    """
    from_one = of.a.pages is not None and of.a.pages.first == 1
    return _in_one_place(of) and not from_one and not _in_supplement(of)


def _same_identifier(of: Evidence) -> bool:
    moved = of.pages is Match.DIFFER and of.volume is Match.DIFFER
    known = not _generic(of) or _in_this_very_place(of) or _agreed(of)
    return _identified(of) and known and not moved and of.title in _ONE_TITLE


def _agreed(of: Evidence) -> bool:
    """Return whether a title that many papers bear comes with authors, year and journal, and nothing against it."""
    stated = of.title is Relation.SAME and of.authors is Match.SAME and of.year is Match.SAME and of.journal in AGREE
    return stated and not _differing(of) and of.issue is not Match.DIFFER and not _in_supplement(of)


def _same_place(of: Evidence) -> bool:
    told = _in_this_very_place(of) or _on_these_very_pages(of)
    known = told if _generic(of) and not _only_short(of) else _in_one_place(of)
    dated = of.year is Match.SAME or (of.year is Match.CLOSE and not _numbered(of))
    dated = dated or (of.volume is Match.SAME and of.journal in AGREE)
    titled = of.title in (Relation.SAME, Relation.SPELLING) or (of.title is Relation.SUBTITLE and _in_telling_place(of))
    return of.authors is Match.SAME and known and dated and titled


def _numbered(of: Evidence) -> bool:
    """Return whether a page is no more than an article's number, which all updates of a review may share."""
    return any(form.pages is not None and form.pages.online for form in (of.a, of.b)) and of.volume is Match.UNKNOWN


def _only_short(of: Evidence) -> bool:
    """Return whether a title is no standing one but merely short, and nothing speaks against the pair."""
    standing = of.a.title.standing or of.b.title.standing
    several = min(len(of.a.authors), len(of.b.authors)) > 1
    dated = of.year is Match.SAME or (of.year is Match.CLOSE and of.volume is Match.SAME)
    return not standing and of.title is Relation.SAME and several and dated and not _differing(of)


def _same_signed_otherwise(of: Evidence) -> bool:
    """Return whether one title stands in this very place, under authors of whom some are the same."""
    titled = of.title is Relation.SAME or (of.title in _ONE_TITLE and not _in_supplement(of))
    known = _in_this_very_place(of) and (_long(of) or (of.extent and not _generic(of)))
    return titled and of.authors is Match.CLOSE and known


def _same_damaged(of: Evidence) -> bool:
    """Return whether the title is damaged, and place, authors and all else say that it is one paper."""
    if of.title not in (Relation.DAMAGED, Relation.TYPO) or _generic(of) or _differing(of) or _in_supplement(of):
        return False
    if of.authors not in AGREE or of.year not in AGREE:
        unsigned = of.authors is Match.UNKNOWN and of.title is Relation.TYPO
        return unsigned and of.extent and _in_this_very_place(of)
    told = _identified(of) or of.abstract is Match.SAME
    if _in_telling_place(of):
        return told or (of.authors is Match.SAME and of.year is Match.SAME and _placed(of, of.title))
    return told and of.title is Relation.TYPO and of.journal in AGREE and _identified(of)


def _placed(of: Evidence, title: Relation) -> bool:
    """Return whether the place is stated well enough for a damaged title; a letter says less than missing words."""
    return of.journal in AGREE and (of.volume is Match.SAME or (title is Relation.TYPO and of.extent))


def _same_pages(of: Evidence) -> bool:
    """Return whether all but the place agrees, and of the place the very same range of pages, whatever is missing."""
    titled = of.title in (Relation.SAME, Relation.SPELLING) and not (of.a.title.standing or of.b.title.standing)
    stated = titled and of.authors is Match.SAME and of.year is Match.SAME and of.extent
    return stated and Match.DIFFER not in (of.volume, of.journal)


def _in_supplement(of: Evidence) -> bool:
    """Return whether either may be an abstract in a supplement, where one page may have several by one group."""
    return (of.a.supplement or of.b.supplement) and not of.extent


def _same_venue(of: Evidence) -> bool:
    """Return whether title, authors, year and journal agree where no page or volume is there to say more."""
    in_volume = of.volume is Match.SAME
    dated = of.year is Match.SAME or (of.year is Match.CLOSE and in_volume)
    titled = of.title is Relation.SAME or (_long(of) and of.title in _ONE_TITLE and _in_one_issue(of))
    where = of.journal in AGREE or (of.journal is Match.UNKNOWN and in_volume and _long(of))
    stated = titled and of.authors is Match.SAME and dated and where
    known = not _generic(of) or (_only_short(of) and _in_one_issue(of))
    return stated and known and not _placed_apart(of)


def _in_one_issue(of: Evidence) -> bool:
    return of.volume is Match.SAME and of.issue is Match.SAME


def _placed_apart(of: Evidence) -> bool:
    """Return whether anything of the place speaks against a pair: also two page numbers of unlike kinds alone."""
    both_paged = of.a.pages is not None and of.b.pages is not None
    unlike = both_paged and of.pages is Match.UNKNOWN and of.volume is not Match.SAME
    return unlike or Match.DIFFER in (of.pages, of.volume, of.issue, of.abstract)


def _same_abstract(of: Evidence) -> bool:
    """Return whether title, authors, year and abstract agree, and nothing else speaks against it but a page number."""
    told = of.title in _ONE_TITLE and _long(of) and of.authors is Match.SAME and of.abstract is Match.SAME
    paged = of.pages is not Match.DIFFER or (of.volume is Match.SAME and of.journal in AGREE)
    placed = of.journal in AGREE or of.volume is Match.SAME or of.pages in AGREE
    parted = Match.DIFFER in (of.journal, of.volume, of.issue)
    early = of.year is Match.CLOSE and of.journal in AGREE and (_unplaced(of.a) or _unplaced(of.b))
    return told and placed and not parted and paged and (Match.SAME in (of.year, of.volume) or early)


def _unplaced(form: Form) -> bool:
    """Return whether a record says neither volume nor pages, as one does that came before print."""
    return not form.volume and form.pages is None


def _same_nowhere(of: Evidence) -> bool:
    """Return whether both are the same book or thesis: title, authors and year, and neither says where it appeared."""
    told = of.title is Relation.SAME and not _generic(of) and of.authors is Match.SAME and of.year is Match.SAME
    telling = _long(of) or min(len(of.a.authors), len(of.b.authors)) > 1
    return told and telling and _nowhere(of.a) and _nowhere(of.b) and of.abstract is not Match.DIFFER


def _nowhere(form: Form) -> bool:
    return not (form.journal.words or form.journal.numbers or form.volume or form.issue or form.pages or form.doi)


def _same_without_authors(of: Evidence) -> bool:
    titled = of.title in (Relation.SAME, Relation.SPELLING) and (of.a.title.long or of.extent)
    titled = titled or (of.title is Relation.SUBTITLE and of.extent and _in_this_very_place(of))
    dated = of.year is Match.SAME or (of.year is Match.CLOSE and of.volume is Match.SAME)
    stated = titled and dated and of.authors is Match.UNKNOWN and not _generic(of)
    if of.journal is Match.UNKNOWN:
        return stated and of.year is Match.SAME and of.extent and _in_one_place(of) and not _placed_apart(of)
    placed = _in_one_place(of) or (_in_one_issue(of) and not _placed_apart(of))
    return stated and of.journal in AGREE and placed


_PATTERNS = (
    *(
        _same_identifier,
        _same_place,
        _same_signed_otherwise,
        _same_damaged,
        _same_pages,
        _same_venue,
        _same_abstract,
        _same_nowhere,
    ),
    _same_without_authors,
)


# ---------------------------------------------------------------------------------------------- worth a look


def _possible(of: Evidence) -> bool:
    if _identified(of):
        return _title_likely(of) or _translated(of)
    if of.a.title.notices != of.b.title.notices or of.numbers is Match.DIFFER or not of.a.title.words:
        return False
    if _generic(of):
        return of.title is Relation.SAME and _generic_likely(of)
    if of.authors is Match.DIFFER:
        return _in_one_place(of) and of.title is Relation.SAME and _differing(of) == 1
    return _one_doubt(of) if of.title in _ONE_TITLE else _another_word(of)


def _title_likely(of: Evidence) -> bool:
    """Return whether a shared identifier comes with titles that may be one; generic ones need more than that."""
    alike = of.title is not Relation.OTHER or of.likeness >= _IDENTIFIED_TITLE
    return alike and (not _generic(of) or (of.authors in AGREE and _differing(of) == 0))


def _translated(of: Evidence) -> bool:
    """Return whether all but the title says one paper: it is in another language, or one record has none."""
    untitled = not (of.a.title.words and of.b.title.words)
    known = _in_one_place(of) or (untitled and of.authors is Match.SAME)
    return known and of.year is Match.SAME and _differing(of) == 0


def _generic_likely(of: Evidence) -> bool:
    """Return whether a title such as `Editorial` comes with its author or page, year and journal, and no doubt."""
    signed = of.authors is Match.SAME or (of.authors is Match.UNKNOWN and _in_this_very_place(of))
    agreed = signed and of.year is Match.SAME and of.journal in AGREE
    return agreed and _differing(of) == 0 and of.issue is not Match.DIFFER


def _one_doubt(of: Evidence) -> bool:
    """Return whether at most one fact stands against one title, in one issue of one journal at most two.

    Authors that differ are more than that.
    """
    if of.authors in AGREE:
        in_one_year = of.journal in AGREE and of.year is Match.SAME
        return _differing(of) <= (2 if in_one_year and not _rival(of) else 1)
    return of.year is Match.SAME and of.title is Relation.SAME and of.a.title.long and _differing(of) == 0


def _another_word(of: Evidence) -> bool:
    """Return whether titles that are alike but for a word or two stand in one place, under the same authors."""
    alike = of.title in (Relation.TYPO, Relation.DAMAGED, Relation.NEAR) and of.authors is Match.SAME
    return alike and of.year in AGREE and _in_one_place(of) and _differing(of) == 0


def _differing(of: Evidence) -> int:
    fields = (of.authors, of.year, of.journal, of.volume, of.pages, of.doi, of.accession)
    return fields.count(Match.DIFFER)
