"""The deviations from the protocol, read off the history. Nobody keeps a list: whoever changes criteria writes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.review.another_look import read_text
from reviewkit.screening import codebook
from reviewkit.screening.deviations import Past, deviations

if TYPE_CHECKING:
    from reviewkit.review.session import Session
    from reviewkit.screening.deviations import Deviation


class Protocol:
    """What was registered, and what became of it."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    @property
    def registration(self) -> str:
        """Return where the protocol is registered; empty if criteria/review.toml does not say."""
        return self._session.criteria.review.registration

    def deviations(self) -> list[Deviation]:
        """Return what changed since the first import or decision, rulings too, in the order of the history."""
        state = self._session.state
        texts = state.criteria_events()
        rulings = [event for _, event in state.rulings().values()]
        changed = rulings or {event.subject for event in texts} != {self._session.fingerprint}
        if not changed:
            return []
        past = Past(texts, rulings, state.import_events(), state.decision_events(), state.coding_events())
        return deviations(past, read_text, self._session.criteria, self._session.fingerprint)

    def as_markdown(self) -> str:
        """Return the deviations as Markdown, headed by the registration."""
        return codebook.deviations_as_markdown(self.registration, self.deviations())

    def as_text(self) -> str:
        """Return the deviations for a terminal, headed by the registration."""
        return codebook.deviations_as_text(self.registration, self.deviations())
