"""From codings to where each study stands, and the quotations, codes and memos that count.

The thing a reader would get wrong: nothing here knows who may see what; `review.coding` does.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit.extraction.codes import Known
from reviewkit.extraction.comparing import answers, differing
from reviewkit.fold.appraisals import Appraisals
from reviewkit.fold.facts import brought_back
from reviewkit.fold.studies import Kind
from reviewkit.history import follows, latest
from reviewkit.model import Code, Coding, Memo, Quotation, Reconciled, Undo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from reviewkit.fold import studies
    from reviewkit.ledger import Ledger
    from reviewkit.model import Event, EventId, Report, Reviewer
    from reviewkit.screening.outcome import Rules

    Own = studies.Own[Coding]
    Standing = studies.Standing[Coding, Reconciled]


_KIND = Kind(Coding, Reconciled, answers, differing)


class Codings(Appraisals):
    """What coders have noted of studies."""

    def __init__(self, rules: Rules, ledger: Ledger) -> None:
        """Start with what the ledger has."""
        super().__init__(rules, ledger)
        self._coded_alone: list[Event] = []
        """The texts of criteria by which one coder of a study is enough."""

    def coded(self, up: Sequence[Report]) -> Standing:
        """Return where the study of these reports, those of it that are coded, stands."""
        return next(self.all_coded([up]))

    def all_coded(self, studies: Sequence[Sequence[Report]]) -> Iterator[Standing]:
        """Yield where each study stands, as `coded` does."""
        return self.said_of_studies(_KIND, studies)

    def own_coding_heads(self, standing: Standing, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which somebody has coded a study: what the next coding replaces."""
        return self.own_of_study(standing, actor, Coding)

    def own_reconciliations(self, standing: Standing, actor: Reviewer) -> frozenset[EventId]:
        """Return the heads by which somebody has settled where the coders of a study differ."""
        return self.own_of_study(standing, actor, Reconciled)

    def codes_blind(self, standing: Standing, actor: Reviewer) -> bool:
        """Return whether nothing that a colleague has finished on a study was visible to somebody so far."""
        return self.has_not_seen(_KIND, standing, actor, self._was_coded_alone)

    def _was_coded_alone(self, coding: Event) -> bool:
        """Return whether one coder was enough when a coding was made, or later."""
        known = {text.subject for text in self._coded_alone if follows(coding, text)}
        return any(text.subject == coding.criteria or text.subject not in known for text in self._coded_alone)

    def blind_codings(self, standing: Standing, not_blind: Collection[str]) -> dict[Reviewer, Coding]:
        """Return each coder's last finished coding that was made blind, as `last_blind` does."""
        return self.last_blind(_KIND, standing, not_blind)

    def about_coding(self, standing: Standing) -> list[Event]:
        """Return the codings of a study, finished or not, and the undos of some."""
        return self.about_study(_KIND, standing)

    # ---------------------------------------------------------------------------------------------- what was noted

    def noted(self, subjects: Iterable[str], kind: type[Quotation | Memo]) -> list[Event]:
        """Return the quotations or memos on records, codes or the review that count, as made, oldest first.

        As the devices' clocks say, so that the order is for showing.
        """
        events = (event for subject in subjects for event in self._ledger.about(subject) if self._is_head(event))
        return _as_made(self._act(one) for one in events if isinstance(self.body(one), kind))

    def all_quotations(self) -> dict[str, list[Event]]:
        """Return the quotations that count by the record that they are on, each as `noted` does."""
        found_heads = self._ledger.heads(Quotation, Undo)
        self._ledger.fetch_events({old for head in found_heads for old in brought_back(head)})
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for head in found_heads:
            if isinstance(self.body(head), Quotation):
                found[head.subject].append(self._act(head))
        return {subject: _as_made(acts) for subject, acts in found.items()}

    def own_marked(self, subjects: Iterable[str], actor: Reviewer, mark: str) -> frozenset[EventId]:
        """Return the heads by which somebody has noted one quotation or memo: what the next of its mark replaces."""
        return frozenset(
            event.id
            for subject in subjects
            for event in self._ledger.about(subject)
            if event.actor == actor
            and self._is_head(event)
            and isinstance(said := self.body(event), Quotation | Memo)
            and said.mark == mark
        )

    def codes(self) -> dict[str, Known]:
        """Return every code by its id, also one that was taken back or merged."""
        return {code: _known_code(list(events.values())) for code, events in sorted(self._facts[Code].items())}


def _known_code(events: Sequence[Event]) -> Known:
    said = [event.body for event in latest(events) if isinstance(event.body, Code)]
    named = latest(event for event in events if isinstance(event.body, Code) and event.body.name)
    names = [event.body.name for event in named if isinstance(event.body, Code)]
    return Known(said[0], names[0] if names else "", frozenset(event.actor for event in events))


def _as_made(acts: Iterable[Event]) -> list[Event]:
    return sorted({act.id: act for act in acts}.values(), key=lambda act: (act.time, act.device, act.seq, act.id))
