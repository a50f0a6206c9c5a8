"""Which program a file is from, told by its content alone, and what it says. To add a program: one module, one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.errors import InputError
from reviewkit.switching import asreview, covidence, rayyan, spreadsheet
from reviewkit.switching.source import source

if TYPE_CHECKING:
    from reviewkit.switching.nouns import Labels
    from reviewkit.switching.source import Source


def read(data: bytes, name: str, *, list_: str = "") -> Labels:
    """Return what a file of another program says; `list_` is which of Covidence's lists it is, where that is asked.

    Raises InputError for what cannot be read, and where no decisions can be found in it.
    """
    found = source(data, name)
    labels = _labels(found, name, list_)
    if not labels.rows and not labels.unread:
        raise InputError("there is no entry in this file", where=name, remedy="Export again.")
    return labels


def _labels(found: Source, name: str, list_: str) -> Labels:
    if rayyan.is_log(found):
        raise InputError(
            "this is Rayyan's log of changes, which names articles by numbers alone",
            where=name,
            remedy="Give the articles file that came in the same zip, or the zip.",
        )
    if covidence.is_covidence(found):
        return covidence.labels(found, name, list_)
    if rayyan.is_rayyan(found) and not asreview.is_asreview(found):
        return rayyan.labels(found)
    if asreview.is_asreview(found):
        return asreview.labels(found)
    if found.format == "RIS":
        raise InputError(
            "no entry of this RIS file says anything of a decision",
            where=name,
            remedy="Export with decisions: Rayyan and ASReview put them into the notes (N1).",
        )
    if asreview.could_be_asreview(found, spreadsheet.decision_columns(found)):
        return asreview.labels(found)
    return spreadsheet.labels(found, name)
