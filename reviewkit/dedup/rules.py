"""What follows from the evidence: one report, a person has to look, or nothing.

A false merge loses a study, a missed pair costs a reader ten seconds; so a pair is the same only where one of four
patterns fits and nothing vetoes, and a person is asked only where one fact stands between the pair and a pattern.
`RULES` changes with anything in this package that changes a verdict, so that a review can say which rules it used.
"""

from reviewkit.dedup.evidence import Evidence
from reviewkit.dedup.places import AGREE, Match
from reviewkit.dedup.titles import Relation
from reviewkit.model import LinkVerdict

RULES = "1"

SURE, POSSIBLE = (90, 100), (50, 89)
"""The scores that the two verdicts may have, so that a sure pair always stands above a possible one."""

_ONE_TITLE = frozenset({Relation.SAME, Relation.SPELLING, Relation.SUBTITLE})
_IDENTIFIED_TITLE = 85
"""Likeness by letters from which a shared DOI or number makes a pair worth a look."""


def verdict(of: Evidence) -> LinkVerdict | None:
    """Return what follows from the evidence; None if the two are two reports, or nobody could say."""
    if not _vetoed(of) and any(pattern(of) for pattern in _PATTERNS):
        return LinkVerdict.SAME
    return LinkVerdict.UNCERTAIN if _possible(of) else None


# ---------------------------------------------------------------------------------------------- the same


def _vetoed(of: Evidence) -> bool:
    """Return whether something says that these are two papers, whatever else agrees."""
    return (
        of.title not in _ONE_TITLE
        or of.numbers is not Match.SAME
        or of.a.title.notices != of.b.title.notices
        or _rival(of)
        or of.authors is Match.DIFFER
        or of.year is Match.DIFFER
    )


def _rival(of: Evidence) -> bool:
    return of.doi is Match.DIFFER or of.accession is Match.DIFFER


def _identified(of: Evidence) -> bool:
    return Match.SAME in (of.doi, of.accession)


def _generic(of: Evidence) -> bool:
    return of.a.title.generic or of.b.title.generic


def _in_one_place(of: Evidence) -> bool:
    """Return whether both begin on the same page of the same volume or journal."""
    located = of.volume is Match.SAME or of.journal in AGREE
    return of.pages in AGREE and located and of.volume is not Match.DIFFER


def _in_this_very_place(of: Evidence) -> bool:
    """Return whether pages, volume, journal and year all agree; a generic title needs that, since issues repeat it."""
    stated = of.volume is Match.SAME and of.journal in AGREE and of.year is Match.SAME
    return stated and _in_one_place(of) and of.issue is not Match.DIFFER


def _same_identifier(of: Evidence) -> bool:
    moved = of.pages is Match.DIFFER and of.volume is Match.DIFFER
    known = not _generic(of) or _in_this_very_place(of)
    return _identified(of) and known and not moved


def _same_place(of: Evidence) -> bool:
    known = _in_this_very_place(of) if _generic(of) else _in_one_place(of)
    dated = of.year in AGREE or (of.volume is Match.SAME and of.journal in AGREE)
    return of.authors is Match.SAME and known and dated


def _same_venue(of: Evidence) -> bool:
    """Return whether title, authors, year and journal agree where no page or volume is there to say more."""
    stated = of.title is Relation.SAME and of.authors is Match.SAME and of.year is Match.SAME and of.journal in AGREE
    return stated and not _generic(of) and Match.DIFFER not in (of.pages, of.volume, of.issue)


def _same_without_authors(of: Evidence) -> bool:
    stated = of.title is Relation.SAME and of.year is Match.SAME and of.authors is Match.UNKNOWN
    return stated and of.a.title.long and not _generic(of) and of.journal in AGREE and _in_one_place(of)


_PATTERNS = (_same_identifier, _same_place, _same_venue, _same_without_authors)


# ---------------------------------------------------------------------------------------------- worth a look


def _possible(of: Evidence) -> bool:
    if _identified(of):
        return _title_likely(of) or _translated(of)
    if of.a.title.notices != of.b.title.notices or of.numbers is Match.DIFFER or not of.a.title.words:
        return False
    if _generic(of):
        return of.title is Relation.SAME and _generic_likely(of)
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
    """Return whether at most one fact stands against one title, in one issue of one journal at most two."""
    if of.authors in AGREE:
        in_one_year = of.journal in AGREE and of.year is Match.SAME
        return _differing(of) <= (2 if in_one_year and not _rival(of) else 1)
    if of.authors is Match.DIFFER:
        return of.title is Relation.SAME and _in_one_place(of) and _differing(of) == 1
    return of.year is Match.SAME and of.title is Relation.SAME and of.a.title.long and _differing(of) == 0


def _another_word(of: Evidence) -> bool:
    """Return whether titles that are alike but for a word or two stand in one place, under the same authors."""
    alike = of.title is Relation.NEAR and of.authors is Match.SAME
    return alike and of.year in AGREE and _in_one_place(of) and _differing(of) == 0


def _differing(of: Evidence) -> int:
    fields = (of.authors, of.year, of.journal, of.volume, of.pages, of.doi, of.accession)
    return fields.count(Match.DIFFER)
