"""Texts of criteria/*.toml in, typed criteria out, every fault of every file at once.

The thing a reader would get wrong: criteria are texts that git and editors rewrite (line ends, a byte order mark), so
`fingerprint` is taken of the texts without either, and two clones on different systems agree on it.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from reviewkit.criteria.extraction import extraction_of
from reviewkit.criteria.nouns import (
    FIELDS,
    Block,
    Criteria,
    Criterion,
    Database,
    Every,
    Extraction,
    FactRule,
    Field,
    Languages,
    Limits,
    PeerReviewed,
    Published,
    Quality,
    QualityCriterion,
    Reason,
    Reporting,
    Review,
    Screening,
    StoppingRule,
    Strategy,
    Types,
    Years,
)
from reviewkit.criteria.quality import quality_of
from reviewkit.criteria.review import name_fault, review_of
from reviewkit.criteria.screening import screening_of
from reviewkit.criteria.search import strategy_of
from reviewkit.criteria.tables import File
from reviewkit.criteria.terms import Term, term
from reviewkit.criteria.wording import close_to, listed, repeated
from reviewkit.errors import CriteriaError
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "FIELDS",
    "FILES",
    "PLACEHOLDERS",
    "Block",
    "Criteria",
    "Criterion",
    "Database",
    "Every",
    "Extraction",
    "FactRule",
    "Field",
    "Languages",
    "Limits",
    "PeerReviewed",
    "Published",
    "Quality",
    "QualityCriterion",
    "Reason",
    "Reporting",
    "Review",
    "Screening",
    "StoppingRule",
    "Strategy",
    "Term",
    "Types",
    "Years",
    "filled",
    "fingerprint",
    "name_fault",
    "read",
    "term",
]

FILES = ("extraction.toml", "quality.toml", "review.toml", "screening.toml", "search.toml")
PLACEHOLDERS = ("@ID@", "@TITLE@", "@REVIEWERS@")
"""What stands in straight quotes in the templates of a new review until `filled` puts the review's own there."""


def read(files: Mapping[str, str]) -> Criteria:
    """Return the criteria that texts, by file name, state.

    Raises CriteriaError with one entry a fault in `faults`: file, place in it, what is wrong, what to write instead. A
    file that is missing is a fault, and so is one with a name that nothing reads: it may be a synchroniser's copy of
    a conflict, with criteria in it that people believe to be in force. Names that begin with a dot are passed over,
    since macOS leaves such files on sticks.
    """
    opened = {name: File(name, normal(files[name]) if name in files else None) for name in FILES}
    criteria = Criteria(
        review=review_of(opened["review.toml"].root),
        search=strategy_of(opened["search.toml"].root),
        screening=screening_of(opened["screening.toml"].root),
        quality=quality_of(opened["quality.toml"].root),
        extraction=extraction_of(opened["extraction.toml"].root),
    )
    _note_ids(criteria, opened["screening.toml"], opened["quality.toml"])
    for file in opened.values():
        file.note_unknown_keys()
    faults = [*_name_faults(files), *(fault for file in opened.values() for fault in file.faults)]
    if faults:
        raise CriteriaError(tuple(faults), where="criteria", remedy="Nothing was read in or changed; mend these first.")
    return criteria


def _name_faults(files: Mapping[str, str]) -> list[str]:
    missing = [
        f"{name}: is missing. Bring it back (git, a colleague's folder), or take the one that `reviewkit init` makes."
        for name in FILES
        if name not in files
    ]
    unknown = [
        line(f"{name}: no file of this name is read. {_other_name(name, files)}")
        for name in sorted(_seen(files))
        if name not in FILES
    ]
    return missing + unknown


def _seen(files: Mapping[str, str]) -> list[str]:
    return [name for name in files if not name.startswith(".")]


def _other_name(name: str, files: Mapping[str, str]) -> str:
    near = close_to(name, (known for known in FILES if known not in files))
    if near:
        return f'Did you mean "{near}"?'
    return f"Compare it with {listed(FILES)}, take over what is missing there, then move it out of criteria/."


def _note_ids(criteria: Criteria, screening_file: File, quality_file: File) -> None:
    """Note ids that two criteria share, or that a retired one had: a decision must never mean another criterion."""
    retired = {*criteria.screening.retired, *criteria.quality.retired}
    ids: list[str] = []
    sources: Sequence[tuple[File, Sequence[Criterion | QualityCriterion]]] = (
        (screening_file, criteria.screening.criteria),
        (quality_file, criteria.quality.criteria),
    )
    for file, found in sources:
        own = [criterion.id for criterion in found if criterion.id]
        for again in repeated([*ids, *own])[len(repeated(ids)) :]:
            file.fault("", f'the id "{again}" is taken by another criterion', "Give each its own, in both files.")
        for old in sorted(retired.intersection(own)):
            file.fault(
                "", f'the id "{old}" belonged to a retired criterion', "Give the new one an id never used before."
            )
        ids += own


def normal(text: str) -> str:
    """Return a text without byte order mark and with LF at the ends of its lines."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def fingerprint(files: Mapping[str, str]) -> str:
    """Return the sha256, 64 hexadecimal digits, over names and texts, whatever their order, line ends and BOM."""
    digest = hashlib.sha256()
    for name in sorted(_seen(files)):
        for part in (name, normal(files[name])):
            content = part.encode(errors="surrogatepass")
            digest.update(f"{len(content)}:".encode() + content)
    return digest.hexdigest()


def filled(template: str, *, review_id: str, title: str, reviewers: Sequence[str]) -> str:
    """Return a template's text with a new review's own in the place of each of `PLACEHOLDERS`, quotes included."""
    values = {
        "@ID@": _toml_text(review_id),
        "@TITLE@": _toml_text(title),
        "@REVIEWERS@": ", ".join(map(_toml_text, reviewers)),
    }
    pattern = "|".join(re.escape(placeholder) for placeholder in PLACEHOLDERS)
    return re.sub(f'"({pattern})"', lambda match: values[match.group(1)], template)


def _toml_text(text: str) -> str:
    # TOML's basic strings escape as JSON's do; only DEL must be escaped in TOML and is not in JSON.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
