"""Which report a file is the full text of.

A DOI decides where the title agrees; a title decides where it is long, stands at the head of the file with its author,
and no other report comes near. Everything else is a question: a file under the wrong report would be read, and decided
on, as another paper. The thing a reader would get wrong: a DOI on a first page is often a cited paper's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.text import doi, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reviewkit.model import ReportId
    from reviewkit.text import Doi

_SURE, _MARGIN = 92, 6
"""What a title has to score, of 100, and how far behind the next one has to be."""
_AGREES = 75
"""A title that a DOI speaks for."""
_LIKELY = 80
_SHORTEST = 16
"""Letters of a title that can decide by itself: `Introduction` stands in many files."""
_SHORTEST_NAME = 20
"""Letters of a file's name, which tells no author."""
_HEAD = (3000, 1500)
"""Characters of the first page, and of the second where the first is a repository's cover."""
_FOUND = re.compile(r"10\.\d{4,9}/\S+")
_END = re.compile(r"(?im)^[ \t]*(?:\d+\.?[ \t]*)?(?:references|bibliography|works cited|literature cited)[ \t]*$")
_HYPHENATED = re.compile(r"(?<=\w)[-\u00ad\u2010]\n\s*(?=\w)")
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """A report whose full text is looked for."""

    report: ReportId
    title: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    doi: Doi | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file as far as a match looks at it."""

    name: str
    pages: tuple[str, ...] = ()
    """The first two are looked at."""
    about: str = ""
    """What it says of itself, such as a PDF's document information."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file is: the full text of `report`, or of one of `candidates`, or of none that is sought."""

    report: ReportId | None
    why: str
    candidates: tuple[ReportId, ...] = ()
    """The likeliest first, where a person has to say."""


def answers(files: Iterable[File], sought: Sequence[Sought]) -> list[Answer]:
    """Return for each file which report it is the full text of."""
    shelf = [_Known(one) for one in sought]
    return [_answer(file, shelf) for file in files]


class _Known:
    """A report in the forms that are compared."""

    def __init__(self, sought: Sought) -> None:
        self.report, self.doi = sought.report, sought.doi
        self.words = folded(sought.title)
        self.title = self.words.replace(" ", "")
        self.doi_in_names = f"_{_skeleton(sought.doi)}_" if sought.doi else ""
        families = [folded(name.partition(",")[0]) for name in sought.authors]
        self.family = families[0].replace(" ", "") if families else ""
        self.around = {word for name in families for word in name.split()} | {str(sought.year)}


def _skeleton(text: str) -> str:
    """Return what is left of a DOI in a file's name, where a slash cannot be."""
    return _NOT_ALNUM.sub("_", text.lower()).strip("_")


def _answer(file: File, shelf: Sequence[_Known]) -> Answer:
    head = _head(file.pages)
    text = folded(_HYPHENATED.sub("", head)).replace(" ", "")
    scores = _scores(text, shelf)
    stated = _dois(f"{file.about}\n{head}")
    by_name = _longest([one for one in shelf if one.doi_in_names and one.doi_in_names in f"_{_skeleton(_stem(file))}_"])
    by_text = [one for one in shelf if one.doi in stated]
    return (
        _by_doi(by_name, "its DOI is the file's name", scores, readable=bool(text))
        or _by_doi(by_text, "its DOI stands in the file", scores, readable=bool(text))
        or _by_title(scores, text, stated)
        or _by_file_name(file, shelf, scores, readable=bool(text))
        or _question([], scores)
    )


def _stem(file: File) -> str:
    return file.name.rpartition("/")[2].rpartition(".")[0]


def _head(pages: Sequence[str]) -> str:
    """Return where a paper says what it is: the beginning of its first pages, without a list of references."""
    parts = []
    for page, most in zip(pages, _HEAD, strict=False):
        end = _END.search(page, 0, most)
        parts.append(page[: end.start() if end else most])
    return "\n".join(parts)


def _dois(text: str) -> set[Doi]:
    return {found for match in _FOUND.findall(text) if (found := doi(match)) is not None}


def _longest(found: list[_Known]) -> list[_Known]:
    """Leave out DOIs that are the beginning of another one found: `10.1234/a` in `10.1234/a.b`."""
    return [
        one
        for one in found
        if not any(
            len(other.doi_in_names) > len(one.doi_in_names) and one.doi_in_names in other.doi_in_names
            for other in found
        )
    ]


def _scores(text: str, shelf: Sequence[_Known]) -> dict[ReportId, tuple[float, _Known]]:
    """Return how much of each title stands at the head of a file, 0 to 100, best first; blanks do not count."""
    from rapidfuzz import fuzz

    found = [(fuzz.partial_ratio(one.title, text, score_cutoff=_AGREES), one) for one in _at_all(text, shelf)]
    found.sort(key=lambda pair: (-pair[0], pair[1].report))
    return {one.report: (score, one) for score, one in found if score}


def _at_all(text: str, shelf: Sequence[_Known]) -> list[_Known]:
    """Return the reports of whose title half the words stand in a text: the others are not worth comparing."""
    if not text:
        return []
    return [
        one
        for one in shelf
        if len(one.title) <= len(text)
        and 2 * sum(word in text for word in one.words.split()) >= len(one.words.split()) > 0
    ]


def _by_doi(
    found: Sequence[_Known], why: str, scores: dict[ReportId, tuple[float, _Known]], *, readable: bool
) -> Answer | None:
    """Return the one report of a DOI, unless the text is another paper's; None if no DOI was found."""
    if not found:
        return None
    agreeing = [one for one in found if one.report in scores]
    if len(agreeing) == 1:
        return Answer(agreeing[0].report, f"{why}, and the title agrees")
    if len(found) == 1 and (not readable or (not found[0].title and not _sure(scores))):
        return Answer(found[0].report, why)
    return _question(found, scores)


def _by_title(scores: dict[ReportId, tuple[float, _Known]], text: str, stated: set[Doi]) -> Answer | None:
    """Return the report whose title alone stands at the head of the file, with its author and no other paper's DOI."""
    best = _sure(scores)
    if best is None:
        return None
    others = {one for one in stated if best.doi is not None and not best.doi.startswith(one)}
    if (best.family and best.family not in text) or others:
        return _question([best], scores)
    return Answer(best.report, "its title stands in the file")


def _sure(scores: dict[ReportId, tuple[float, _Known]]) -> _Known | None:
    """Return the one title that is found; a title that another one found contains is part of that one."""
    found = [(score, one) for score, one in scores.values() if score >= _SURE - _MARGIN]
    whole = [one for score, one in found if score >= 97]
    found = [(score, one) for score, one in found if not any(one.title in other.title != one.title for other in whole)]
    if not found or found[0][0] < _SURE or len(found[0][1].title) < _SHORTEST:
        return None
    score, best = found[0]
    return best if all(score - other >= _MARGIN for other, _ in found[1:]) else None


def _by_file_name(
    file: File, shelf: Sequence[_Known], scores: dict[ReportId, tuple[float, _Known]], *, readable: bool
) -> Answer | None:
    """Return the report whose title the file is named for; its text, if it can be read, has to agree."""
    named = _scored_names(folded(_stem(file)).split(), shelf)
    best = _sure(named)
    if best is None:
        return None
    agrees = best.report in scores or not readable
    return Answer(best.report, "the file is named for its title") if agrees else _question([best], scores)


def _scored_names(words: Sequence[str], shelf: Sequence[_Known]) -> dict[ReportId, tuple[float, _Known]]:
    """Return how well a file's name, without author and year, goes into each title."""
    from rapidfuzz import fuzz

    found = []
    for one in shelf:
        name = "".join(word for word in words if word not in one.around)
        if len(name) >= _SHORTEST_NAME:
            found.append((fuzz.partial_ratio(name, one.title, score_cutoff=_AGREES), one))
    found.sort(key=lambda pair: (-pair[0], pair[1].report))
    return {one.report: (score, one) for score, one in found if score}


def _question(first: Sequence[_Known], scores: dict[ReportId, tuple[float, _Known]]) -> Answer:
    """Return what a person has to say, or that nothing comes near."""
    likely = [one.report for one in first]
    likely += [report for report, (score, _) in scores.items() if score >= _LIKELY and report not in likely]
    return Answer(None, "which?" if likely else "no report that is sought", tuple(likely[:5]))
