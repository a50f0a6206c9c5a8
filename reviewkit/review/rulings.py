"""Rulings: how a criterion is read in a case that it left open, from then on beside the criterion.

The thing a reader would get wrong: the report that a ruling was made on is named only where that report is over at the
last stage it has reached, since naming it earlier would tell a colleague what the writer made of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reviewkit.errors import NotAllowedError
from reviewkit.model import Draft, RecordId, Ruling, Stage
from reviewkit.screening import codebook, turns
from reviewkit.screening.codebook import Precedent
from reviewkit.text import line

if TYPE_CHECKING:
    from reviewkit.criteria import Reason
    from reviewkit.model import ReportId, Reviewer
    from reviewkit.review.session import Session


@dataclass(frozen=True, slots=True)
class RulingView:
    """A ruling that stands."""

    id: str
    criterion: str
    name: str
    """Of the criterion; its id where the review no longer has it."""
    text: str
    by: Reviewer
    time: str
    """UTC, of its present wording."""
    about: ReportId | None
    """The report that it was made on; None if there is none, or while it must not be named."""


class Rulings:
    """The rulings of a review, which all reviewers share."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    def record(self, criterion: str, text: str, about: ReportId | None = None) -> RulingView:
        """Write down how a criterion is read. Raises `NotAllowedError` for no such criterion, report or text."""
        session = self._session
        session.acting()
        session.refresh()
        if about is not None and session.state.report_of(about) is None:
            raise NotAllowedError(f'there is no report "{about}" in this review')
        body = Ruling(self._known(criterion), _worded(text), RecordId(about) if about is not None else None)
        identity = session.new_id()
        session.write([Draft(identity, body)])
        return self._of(identity)

    def _known(self, criterion: str) -> str:
        known = [one.id for one in self._criteria()]
        if criterion not in known:
            raise NotAllowedError(
                f'"{line(criterion)}" is no criterion of this review', remedy=f"The criteria are {', '.join(known)}."
            )
        return criterion

    def change(self, ruling: str, text: str) -> RulingView:
        """Word a ruling anew. Raises `NotAllowedError` if there is none of that id, or no text."""
        return self._replace(ruling, _worded(text))

    def withdraw(self, ruling: str) -> RulingView:
        """Take a ruling back, and return it as it was; its history stays. Raises `NotAllowedError` if there is none."""
        found = self._of(ruling)
        self._replace(ruling, "")
        return found

    def _replace(self, ruling: str, text: str) -> RulingView:
        session = self._session
        actor = session.acting()
        session.refresh()
        before = self._of(ruling)
        body, _ = session.state.rulings()[ruling]
        own = session.state.own_facts(Ruling, ruling, actor)
        session.write([Draft(ruling, replace(body, text=text), own)])
        return self._of(ruling) if text else before

    def _of(self, ruling: str) -> RulingView:
        found = next((one for one in self.all() if one.id == ruling), None)
        if found is None:
            raise NotAllowedError(f'there is no ruling "{line(ruling)}"', remedy="`reviewkit rulings` lists them.")
        return found

    def find(self, words: str) -> RulingView:
        """Return the ruling of an id, or with these words in its text, case aside. Raises `NotAllowedError`."""
        wanted = line(words).casefold()
        rulings = self.all()
        found = [one for one in rulings if one.id == words] or [
            one for one in rulings if wanted and wanted in line(one.text).casefold()
        ]
        if len(found) == 1:
            return found[0]
        raise NotAllowedError(
            f'{len(found) or "no"} ruling{"s say" if found else " says"} "{line(words)}"',
            remedy="Name it by words that only its text has, or by its id in `reviewkit rulings --json`.",
        )

    def all(self) -> list[RulingView]:
        """Return the rulings that stand, in the order of their criteria, oldest first within each."""
        names = {one.id: one.name for one in self._criteria()}
        places = {one: place for place, one in enumerate(names)}
        found = [
            RulingView(
                identity,
                body.criterion,
                names.get(body.criterion, body.criterion),
                body.text,
                event.actor,
                event.time,
                self._about(body.about),
            )
            for identity, (body, event) in self._session.state.rulings().items()
        ]
        return sorted(found, key=lambda one: (places.get(one.criterion, len(places)), one.criterion))

    def _about(self, record: RecordId | None) -> ReportId | None:
        state = self._session.state
        report = state.report_of(record) if record is not None else None
        if report is None:
            return None
        last = list(state.progress(report).outcomes.values())[-1]
        return report.id if turns.is_over(last) else None

    def _criteria(self) -> list[Reason]:
        """Return all criteria, each once."""
        return list({one.id: one for stage in Stage for one in self._session.criteria.reasons(stage)}.values())

    # ---------------------------------------------------------------------------------------------- in words

    def as_markdown(self) -> str:
        """Return the codebook: all criteria with their rulings."""
        found: dict[str, list[Precedent]] = {}
        for one in self.all():
            precedent = Precedent(one.text, one.time, one.by, self._citation(one.about))
            found.setdefault(one.criterion, []).append(precedent)
        return codebook.as_markdown(self._session.criteria.review.title, self._criteria(), found)

    def _citation(self, report: ReportId | None) -> str:
        """Return a report in a few words: `Whitmarsh 2011`."""
        found = self._session.state.report_of(report) if report is not None else None
        if found is None:
            return ""
        record = self._session.merged([found])[found.id]
        first = record.authors[0].partition(",")[0] if record.authors else record.title
        return f"{first} {record.year or 'n.d.'}"


def beside(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the rulings of each criterion that has any, as they stand beside it, oldest first."""
    found: dict[str, tuple[str, ...]] = {}
    for body, event in session.state.rulings().values():
        said = codebook.beside(Precedent(body.text, event.time, event.actor))
        found[body.criterion] = (*found.get(body.criterion, ()), said)
    return found


def _worded(text: str) -> str:
    if not text.strip():
        raise NotAllowedError("a ruling needs a text", remedy="Say in a sentence how the criterion is read.")
    return text.strip()
