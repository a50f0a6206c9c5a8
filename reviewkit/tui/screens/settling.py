"""What people settle together, one study or report after the other: what waits, the note to it, later, undo.

The thing a reader would get wrong: one person presses the key, so the screens say beforehand in whose names it is
written down: of all who decided and are still here, or of an adjudicator alone who has never decided on it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from reviewkit.model import Settlement
from reviewkit.text import line
from reviewkit.tui.acts import act
from reviewkit.tui.screens.asking import Ask
from reviewkit.tui.screens.framed import Framed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.model import Body, ReportId
    from reviewkit.review import Review
    from reviewkit.review.settling import Settling
    from reviewkit.tui.screens.writing import Write


class SettlingScreen(Framed):
    """What waits to be settled; the first is in view."""

    NOTE: ClassVar[type[Ask | Write]] = Ask
    """What asks for the note: a line, or a text."""

    def __init__(self, review: Review) -> None:
        """Settle what waits."""
        super().__init__(review)
        self._waiting: list[ReportId] = []

    def begin(self) -> None:
        """Fetch what waits and show the first."""
        self._take_in()
        super().begin()

    def _take_in(self) -> None:
        """Look again what waits; what is known stays where it is, what is new comes behind."""
        found = self._found()
        self._waiting = list(dict.fromkeys([*(one for one in self._waiting if one in {*found}), *found]))

    def _found(self) -> Sequence[ReportId]:
        """Return what waits."""
        raise NotImplementedError

    def _bring_back(self, body: Body, report: ReportId) -> None:
        """Put in view again what was taken back, if it belongs here."""
        raise NotImplementedError

    def _about_note(self) -> str:
        """Return what the note is on."""
        raise NotImplementedError

    @property
    def _acting(self) -> str:
        return self.review.session.reviewer or ""

    @property
    def _notes(self) -> dict[ReportId, str]:
        """Return the notes that wait for their settlement."""
        return self.notes(self._what)

    @property
    def _what(self) -> str:
        """Return what is settled here, in a word by which the app keeps what waits."""
        return self.PLACE

    def _forget(self, report: ReportId) -> None:
        """Let go of what is settled."""
        self._notes.pop(report, None)
        self._waiting = [one for one in self._waiting if one != report]

    def action_note(self) -> None:
        """Ask what was said about it."""
        if self._waiting:
            report = self._waiting[0]
            ask = self.NOTE("Note, saved with the settlement", self._notes.get(report, ""), self._about_note())
            self.app.push_screen(ask, partial(self._keep_note, report))

    def _keep_note(self, report: ReportId, text: str | None) -> None:
        if text is not None:
            self._notes[report] = text
            self._show()

    def _show(self) -> None:
        """Show what is in view as it stands now."""
        raise NotImplementedError

    def action_later(self) -> None:
        """Put it off to the end of the list."""
        if self._waiting:
            self._waiting.append(self._waiting.pop(0))
            self.paint()
            self.say("Put off to the end of the list.")

    def action_undo(self) -> None:
        """Take back the last act; what was settled is shown again."""
        undone = self.taken_back()
        if undone is not None:
            event, report = undone
            self._take_in()
            if report is not None:
                self._bring_back(event.body, report)
            self.paint()
            self.say(f"Taken back: {act(event.body)}.")


def in_words(settling: Settling, acting: str, key: str) -> str:
    """Return in whose name a settlement is written down, with the key that does it."""
    if settling.how is Settlement.ADJUDICATION:
        return "You settle this as the adjudicator."
    absent = f" {together(settling.absent)} decided too, but left the review." if settling.absent else ""
    outside = "You did not decide on this one. " if acting not in settling.by else ""
    written = f"{key} is written down as settled by {by(settling)}."
    return f"{outside}{written}{absent}"


def by(settling: Settling) -> str:
    """Return who settles it: `Anna and Berit together`, `the adjudicator`."""
    if settling.how is Settlement.ADJUDICATION:
        return f"{together(settling.by)}, the adjudicator"
    return f"{together(settling.by)}{' together' if len(settling.by) > 1 else ' alone'}"


def together(names: Sequence[str]) -> str:
    """Return names as they are said: `Anna, Berit and Grace`."""
    shown = [line(name) for name in names]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
