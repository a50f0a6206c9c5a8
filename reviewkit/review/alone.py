"""One entry read without the rest of its export, by the export's own reader.

The thing a reader would get wrong: a row of a table says nothing without the header of its table, so that is put above
it, from the export as it was downloaded. All other formats have entries that stand for themselves.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit import formats
from reviewkit.errors import InputError
from reviewkit.formats import decoding, delimited, workbook
from reviewkit.formats.columns import headless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reviewkit.model import Record

_WEB_OF_SCIENCE = "FN Clarivate Analytics Web of Science\nVR 1.0\n"
"""Above the first entry of a file, and what such files are known by."""
_LARGEST = 2**20
"""Characters; the longest genuine entries have some ten thousand."""
_KEPT = "Your text is kept for another try."


@dataclass(frozen=True, slots=True)
class Source:
    """The export that an entry is of."""

    name: str
    format: str
    """As in `Export.format`."""
    columns: Mapping[str, str]
    """What people said that a table's columns hold."""
    data: Callable[[], bytes]
    """Its bytes; asked for only where an entry cannot be read without."""


def read(text: str, source: Source, where: str) -> Record:
    """Return the one record that a text is, its id still of nothing; `where` names the entry in messages.

    Raises `InputError` unless the text is exactly one entry of the export's format that can be read.
    """
    if len(text) > _LARGEST:
        raise InputError("the text is too long to be one entry", where=where, remedy=_KEPT)
    framed, wanted = _FRAMES.get(source.format, _as_it_is)(text, source)
    try:
        found = formats.read(framed.encode("utf-8", "replace"), where, source.columns)
    except InputError as error:
        raise InputError(error.what, where=where, remedy=_KEPT) from error
    if found.format != wanted:
        raise InputError(f"this is {found.format}, and the export is {source.format}", where=where, remedy=_KEPT)
    if found.rejections:
        raise InputError(found.rejections[0].reason, where=where, remedy=_KEPT)
    if len(found.records) != 1:
        raise InputError(
            f"these are {len(found.records)} entries, and one can take this place",
            where=where,
            remedy=f"Leave one here, and add the others by hand. {_KEPT}",
        )
    return found.records[0]


def _as_it_is(text: str, source: Source) -> tuple[str, str]:
    """Return the text of a file with this one entry, and the format of that file."""
    return text, source.format


def _below_first_lines(text: str, source: Source) -> tuple[str, str]:
    return f"{_WEB_OF_SCIENCE}{text}", source.format


def _below_its_header(text: str, source: Source) -> tuple[str, str]:
    whole, _ = decoding.text(source.data(), source.name)
    layout = delimited.layout(whole)
    if source.columns:
        layout = headless(layout, source.columns)
    head = list(io.StringIO(whole, newline=""))[: layout.lines]
    row = text.strip("\r\n")
    return "".join([*head, f"{row}\n"]), source.format


def _as_a_table(text: str, source: Source) -> tuple[str, str]:
    """Return the row of a workbook, its cells parted by tabs, as a table of text."""
    layout, _ = workbook.table(source.data(), source.name, source.columns)
    cells = text.strip("\r\n").split("\t")
    rows = [cells + [""] * (len(layout.header) - len(cells))]
    if any(layout.header):
        rows.insert(0, list(layout.header))
    written = io.StringIO()
    csv.writer(written, delimiter="\t").writerows(rows)
    return written.getvalue(), "CSV"


_FRAMES: dict[str, Callable[[str, Source], tuple[str, str]]] = {
    "Web of Science text": _below_first_lines,
    "CSV": _below_its_header,
    "Excel": _as_a_table,
}
