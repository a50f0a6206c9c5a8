"""Where a review's database is: in the per-user state folder, never in the shared one.

A review's database is found by the review's id and the folder's path. A folder that moved is recognised when exactly
one database of that review belongs to a path that is gone. Two clones on one laptop get two databases.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_PATH_FILE = "folder.txt"


def state_folder() -> Path:
    """Return the per-user state folder; REVIEWKIT_STATE names another."""
    if chosen := os.environ.get("REVIEWKIT_STATE"):
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_state_dir("reviewkit", appauthor=False))


def database_folder(state: Path, review_id: str, folder: Path) -> Path:
    """Return the folder of the database that belongs to a review at a path; makes it if there is none.

    Raises `OSError` if it cannot be made.
    """
    of_review = state / review_id
    wanted = of_review / hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    if not wanted.is_dir():
        orphans = [place for place in _places(of_review) if not _belongs(place).exists()]
        if len(orphans) == 1:
            orphans[0].rename(wanted)
    wanted.mkdir(parents=True, exist_ok=True)
    path_file = wanted / _PATH_FILE
    if not path_file.is_file() or path_file.read_text(encoding="utf-8") != str(folder):
        path_file.write_text(str(folder), encoding="utf-8")
    return wanted


def _places(of_review: Path) -> list[Path]:
    if not of_review.is_dir():
        return []
    return sorted(place for place in of_review.iterdir() if (place / _PATH_FILE).is_file())


def _belongs(place: Path) -> Path:
    return Path((place / _PATH_FILE).read_text(encoding="utf-8"))
