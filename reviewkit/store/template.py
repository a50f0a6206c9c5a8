"""A new review: its folder, from the templates that the package carries."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from reviewkit import criteria
from reviewkit.errors import NotAllowedError
from reviewkit.store.folder import JOURNALS, RECORDS, SEARCHES, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PLACES = {
    "review.toml": "criteria/review.toml",
    "search.toml": "criteria/search.toml",
    "screening.toml": "criteria/screening.toml",
    "quality.toml": "criteria/quality.toml",
    "extraction.toml": "criteria/extraction.toml",
    "Makefile": "Makefile",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
}


def find_review(start: Path) -> Path | None:
    """Return the folder of the review that a folder is in: itself or one above; None if it is in none."""
    for folder in (start, *start.parents):
        if (folder / "criteria" / "review.toml").is_file():
            return folder
    return None


def new_review(folder: Path, *, identity: str, title: str, reviewers: Sequence[str]) -> list[Path]:
    """Fill a folder with the templates of a new review and return the files.

    Raises `NotAllowedError` if one of them is there already and `CriteriaError` if a name does not do; nothing is
    written then. Raises `StorageError`.
    """
    templates = resources.files("reviewkit") / "templates"
    there = [place for place in _PLACES.values() if (folder / place).exists()]
    if there:
        raise NotAllowedError(
            f"{', '.join(there)} is there already", where=str(folder), remedy="Choose an empty or new folder."
        )
    filled = {
        place: criteria.filled(
            (templates / name).read_text(encoding="utf-8"), review_id=identity, title=title, reviewers=reviewers
        )
        for name, place in _PLACES.items()
    }
    criteria.read({name: filled[place] for name, place in _PLACES.items() if name in criteria.FILES})
    for place, text in filled.items():
        write_whole(folder / place, text.encode())
    for empty in (SEARCHES, RECORDS, JOURNALS):
        write_whole(folder / empty / ".gitkeep", b"")
    return [folder / place for place in filled]
