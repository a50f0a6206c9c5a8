"""A file of records that somebody has judged, read for a simulation: which records, and which of them are relevant.

The things a reader would get wrong: a blank label is no label, so such a record takes no part at all; and the column of
labels is looked for by its name, in whatever field of a record its values would otherwise end up.
"""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.errors import InputError
from reviewkit.review.exports import content
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reviewkit.formats import Export
    from reviewkit.model import Record

_LABELS = {
    **dict.fromkeys(
        ("1", "1.0", "yes", "y", "true", "t", "include", "included", "relevant", "asreview_relevant"), True
    ),
    **dict.fromkeys(
        ("0", "0.0", "no", "n", "false", "f", "exclude", "excluded", "irrelevant", "asreview_irrelevant"), False
    ),
    "not relevant": False,
}
_BLANK = frozenset(("", "na", "n/a", "nan", "none", "null", "-1", "-1.0", "asreview_not_seen"))
"""Labels that say nothing; ASReview writes -1."""
_UNDERSTOOD = (
    "Relevant is written as yes, 1, true, include or relevant; irrelevant as no, 0, false, exclude or irrelevant; a "
    "blank cell is a record that is not labelled."
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The records of a file that somebody has judged."""

    records: tuple[Record, ...]
    relevant: tuple[bool, ...]
    notes: tuple[str, ...]


def labelled(path: Path, label: str, columns: Mapping[str, str]) -> Labelled:
    """Return the records that have a label; arguments and errors are those of `simulation`."""
    data = _unpacked(content(path), path)
    export, column = _read(data, str(path), label, columns)
    said = [_label_of(record, column) for record in export.records]
    _refuse_odd(said, str(path), column)
    known = [(record, _LABELS[word]) for record, word in zip(export.records, said, strict=True) if word not in _BLANK]
    _refuse_few(known, len(export.records) - len(known), str(path), column)
    records, relevant = zip(*known, strict=True)
    notes = tuple(_left_out(len(export.records) - len(known), export))
    return Labelled(records, relevant, notes)


def _unpacked(data: bytes, path: Path) -> bytes:
    """Return what is in a file packed by gzip, and any other as it is."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(BytesIO(data)) as packed:
            whole = packed.read(formats.LARGEST + 1)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise InputError("this gzip file is damaged", where=str(path), remedy="Download or pack it again.") from error
    formats.refuse_large(len(whole), str(path))
    return whole


def _read(data: bytes, name: str, label: str, columns: Mapping[str, str]) -> tuple[Export, str]:
    """Return the file as read, with the labels among what no field holds, and the column's name as written there."""
    table = formats.columns(data, name)
    if not table:
        export = formats.read(data, name, columns)
        return export, _called(label, dict.fromkeys(tag for one in export.records for tag, _ in one.unmapped), name)
    column = _called(label, table, name)
    plain = not columns and not table[column]
    return formats.read(data, name, None if plain else {**columns, column: ""}), column


def _called(label: str, known: Mapping[str, object], name: str) -> str:
    """Return the column as the file writes it, best one written just so. Raises InputError if there is none such."""
    if label in known:
        return label
    for column in known:
        if column.strip().casefold() == label.strip().casefold():
            return column
    listed = ", ".join(line(column) for column in list(known)[:40]) or "none"
    raise InputError(
        f'there is no column "{line(label)}"; the columns are {listed}',
        where=name,
        remedy="Name with --label the column that says which records are relevant.",
    )


def _label_of(record: Record, column: str) -> str:
    wanted = column.strip().casefold()
    just_so_first = sorted(record.unmapped, key=lambda pair: pair[0] != column)
    words = (value for tag, value in just_so_first if tag.strip().casefold() == wanted)
    return next(words, "").strip().strip("\"'.").casefold()


def _refuse_odd(said: Sequence[str], name: str, column: str) -> None:
    odd = Counter(word for word in said if word not in _LABELS and word not in _BLANK)
    if odd:
        shown = ", ".join(f'"{line(word)[:40]}" ({number})' for word, number in odd.most_common(5))
        raise InputError(f'"{line(column)}" holds what is no label: {shown}', where=name, remedy=_UNDERSTOOD)


def _refuse_few(known: Sequence[tuple[Record, bool]], blank: int, name: str, column: str) -> None:
    """Refuse a set in which nothing is left to find, or nothing to tell it from, behind the two to start from."""
    relevant = sum(label for _, label in known)
    irrelevant = len(known) - relevant
    if relevant >= 2 and irrelevant >= 2:
        return
    why = "A simulation starts from one of each kind, and needs another of each. "
    if relevant and not irrelevant and blank:
        why = "Write 0 or no where a record was read and is not relevant: a blank cell is taken for not labelled. "
    raise InputError(
        f'"{line(column)}" says of {relevant} records that they are relevant, of {irrelevant} that they are not, '
        f"and nothing of {blank}",
        where=name,
        remedy=why + _UNDERSTOOD,
    )


def _left_out(blank: int, export: Export) -> Iterator[str]:
    if blank:
        yield f"{blank} of {len(export.records)} records have no label and are left out."
    if export.rejections:
        first = export.rejections[0]
        where = f"the first in line {first.line}: {line(first.reason)}"
        yield f"{len(export.rejections)} entries cannot be read and are left out; {where}."
