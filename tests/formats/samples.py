"""The small exports in tests/data/exports, one a quirk, by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.formats import Export, read

if TYPE_CHECKING:
    from reviewkit.model import Record

FOLDER = Path(__file__).parents[1] / "data" / "exports"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".md")


def export(name: str) -> Export:
    """Return the export of that name as read."""
    return read((FOLDER / name).read_bytes(), name)


def records(name: str) -> tuple[Record, ...]:
    """Return the records of an export without rejections."""
    found = export(name)
    assert not found.rejections
    return found.records


def only(name: str) -> Record:
    """Return the one record of an export."""
    (record,) = records(name)
    return record


def titles(name: str) -> list[str]:
    """Return the titles of an export's records."""
    return [record.title for record in export(name).records]
