"""The files of other programs in tests/data/switching, and what they say in short."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.switching import read

if TYPE_CHECKING:
    from reviewkit.switching import Labels

FOLDER = Path(__file__).parent.parent / "data" / "switching"


def labels_of(name: str) -> Labels:
    """What one of the files says."""
    return read((FOLDER / name).read_bytes(), name)


def said(labels: Labels) -> list[dict[str, str]]:
    """For each row what each name says: the verdict, empty if undecided, `!` where it is at fault."""
    return [
        {one.name: "!" if one.fault else str(one.verdict or "") for one in row.labels if one.name or one.fault}
        for row in labels.rows
    ]
