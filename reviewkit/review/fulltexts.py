"""Full texts: which are sought, what came of it, and what goes to libraries and authors.

The thing a reader would get wrong: whether a full text could be had is known to all, and what people decided on it is
not looked at here, except that a report settled at full text was read, whatever was noted before. So the numbers here
are those of the flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.fulltext import worklist
from reviewkit.fulltext.letter import letter
from reviewkit.fulltext.names import readable
from reviewkit.fulltext.worklist import Wanted
from reviewkit.model import Access, Retrieval, Status, short_id
from reviewkit.review import settings
from reviewkit.review.studies import Studies
from reviewkit.review.taking import Taking
from reviewkit.store.folder import write_whole
from reviewkit.text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reviewkit.model import Event, ReportId, Standing

OUT = "data/out"
LETTERS = "data/out/letters"
_SETTLED = frozenset({Status.INCLUDED, Status.EXCLUDED, Status.CONFLICT})


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the search for full texts is, in reports."""

    sought: int
    retrieved: int
    awaiting: int
    not_retrieved: int
    unsaid: int
    """Of which nobody has said anything yet."""
    here: int
    """With a file on this device."""


class FullTexts(Taking):
    """The full texts of the reports that reached that stage."""

    # ---------------------------------------------------------------------------------------------- looking

    def status(self, rows: Sequence[Wanted] | None = None) -> Counts:
        """Return how many full texts are sought and what came of it; of all rows unless told otherwise."""
        rows = self.rows() if rows is None else rows
        says = [row.access for row in rows]
        found = {access: says.count(access) for access in (*Access, None)}
        return Counts(
            len(rows),
            found[Access.RETRIEVED],
            found[Access.AWAITING],
            found[Access.NOT_RETRIEVED],
            found[None],
            sum(row.here for row in rows),
        )

    def rows(self) -> list[Wanted]:
        """Return all reports whose full text is sought, had or not, sorted by title."""
        state, sought = self._session.state, self._sought()
        records, here = self._records(sought), self._here()
        studies = {report: study.id for study in Studies(self._session).all() for report in study.reports}
        rows = []
        for report in state.at_hand(list(sought)):
            texts = state.full_texts(report)
            access, reason, date = _said(sought[report], state.retrieval(report))
            names = tuple(dict.fromkeys(text.name for text in texts))
            study = short_id(studies[report.id]) if report.id in studies else ""
            is_here = any(text.sha256 in here for text in texts)
            rows.append(Wanted(report, records[report.id], access, reason, date, names, is_here, study))
        return sorted(rows, key=lambda row: (folded(row.record.title), row.report.id))

    # ---------------------------------------------------------------------------------------------- for others

    def worklist(self) -> list[Wanted]:
        """Return the reports whose full text is still wanted: sought, awaiting or not retrieved, sorted by title."""
        return [row for row in self.rows() if row.access is not Access.RETRIEVED]

    def worklist_csv(self, path: Path, resolver: str | None = None) -> int:
        """Write the work list as CSV and return how many reports are on it.

        `resolver` is the address of a library's link resolver as in `fulltext.worklist.link`; without it that of the
        settings of whoever is at this device. Raises `InputError` for
        a resolver that is none, `NotAllowedError` for a path that is no CSV file in a folder there is.
        """
        if path.suffix.lower() != ".csv":
            raise NotAllowedError(f'"{path.name}" is not a CSV file', remedy="Give a name that ends in .csv.")
        if not path.parent.is_dir() and path.parent.resolve() != self._session.folder / OUT:
            raise NotAllowedError(f'there is no folder "{path.parent}"', remedy="Check the path, or make the folder.")
        rows = self.worklist()
        address = settings.read().settings.link_resolver if resolver is None else resolver
        write_whole(path, worklist.as_csv(rows, address).encode())
        return len(rows)

    def letter(self, report: ReportId) -> str:
        """Return a letter to the author of a report, asking for its full text."""
        record = self._record(self._report(report))
        return letter(record, self._session.criteria.review.title, self._session.acting())

    def write_letter(self, report: ReportId) -> tuple[str, Path]:
        """Write the letter to data/out/letters/; returns it, and where it is."""
        found = self._report(report)
        text = self.letter(report)
        name = f"{readable(self._record(found))} {short_id(found.id).replace(':', '-')}.txt"
        path = self._session.folder / LETTERS / name
        write_whole(path, text.encode())
        return text, path


def _said(at_full_text: Standing, act: Event | None) -> tuple[Access | None, str, str]:
    """Return whether a full text was had, why not, and the date on which that was noted."""
    said = act.body if act is not None and isinstance(act.body, Retrieval) else None
    if at_full_text.status in _SETTLED and (said is None or said.access is not Access.RETRIEVED):
        return Access.RETRIEVED, "", ""
    return (said.access, said.reason, act.time[:10]) if act is not None and said is not None else (None, "", "")
