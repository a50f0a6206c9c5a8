"""What the two of you see differently at a stage: both decisions side by side, and how it ends.

A settlement is by everybody who decided; if the one who acts is the adjudicator of the review, who has not
decided on the report, it is by the adjudicator alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Resolution, Stage, Verdict
from reviewkit.text import block, line
from reviewkit.tui import keys, words
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.screening import act_words
from reviewkit.tui.widgets.beside import Beside
from reviewkit.tui.words import BOLD, DIM, VERDICTS, article, cut

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import ReportId, Vote
    from reviewkit.review import ReportView, Review


class ConflictsScreen(Framed):
    """Conflicts of one stage, one after the other."""

    PLACE = "conflicts"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("conflicts")]

    def __init__(self, review: Review, stage: Stage) -> None:
        """Settle at a stage."""
        super().__init__(review)
        self._stage = stage
        self._waiting: list[ReportId] = []
        self._settled = 0
        self._view: ReportView | None = None

    def body(self) -> ComposeResult:
        """Yield the decisions and, below, the report beside the criteria."""
        yield Static(id="paper")
        yield Horizontal(id="votes")
        yield Beside()

    def on_mount(self) -> None:
        """Fetch the conflicts and show the first."""
        self._take_in()
        super().on_mount()
        self.add_class("away")

    @property
    def _settling(self) -> dict[ReportId, str]:
        """Return the notes that wait for their settlement."""
        return self.notes(f"conflicts at {self._stage}")

    def _take_in(self) -> None:
        unsettled = self.review.screening.unsettled(self._stage)
        known = set(self._waiting)
        still = set(unsettled)
        self._waiting = [one for one in self._waiting if one in still] + [one for one in unsettled if one not in known]

    def folder_changed(self) -> None:
        """Take in what is new; the conflict in view stays while it is one."""
        self._take_in()
        self.paint()

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the conflict in view."""
        self._view = None
        if self._waiting:
            self._view = self.attempt(lambda: self.review.screening.view(self._waiting[0], self._stage))
        total = self._settled + len(self._waiting)
        what = f"Conflict {self._settled + 1} of {total}" if self._view is not None else "Conflicts"
        self.head(f"{what}, {self._stage.words}")
        self._show_votes()
        view = self._view
        nothing = Content.styled(f"No conflict is left at {self._stage.words}. Press b to go back.", BOLD)
        self.query_one(Beside).show(
            article(view, heading=False) if view is not None else nothing,
            view.criteria if view is not None else (),
            full=self.size.width >= 120,
        )
        self.query_one(Beside).to_top()

    def _show_votes(self) -> None:
        view = self._view
        votes = self.query_one("#votes", Horizontal)
        votes.display = self.query_one("#paper").display = view is not None
        if view is None:
            return
        record = view.record
        heading = Content.styled(cut(words.title(record), 300), BOLD)
        note = self._settling.get(view.report.id)
        parts = [heading, Content.styled(words.source(record), DIM)]
        parts += [Content.assemble(("Note to the settlement: ", DIM), cut(line(note), 200))] if note else []
        if self._only_reason:
            parts.append(Content("Both exclude it; only the reason is open: press its digit."))
        elif self._is_adjudicator:
            parts.append(Content("You settle this as the adjudicator."))
        self.show("#paper", words.lines(parts))
        votes.remove_children()
        votes.mount_all([Static(_vote(vote, view), classes="vote") for vote in view.votes])

    @property
    def _only_reason(self) -> bool:
        view = self._view
        return view is not None and view.outcome is not None and view.outcome.reason_open

    @property
    def _is_adjudicator(self) -> bool:
        acting = self.review.session.reviewer
        voters = [vote.reviewer for vote in self._view.votes] if self._view is not None else []
        return acting is not None and acting == self.review.session.criteria.review.adjudicator and acting not in voters

    # ---------------------------------------------------------------------------------------------- settling

    def action_settle(self, verdict: str) -> None:
        """Settle the conflict in view; an exclusion after title and abstract asks why."""
        if self._view is None:
            return
        if self._only_reason and verdict == Verdict.INCLUDE:
            self.say("Both of you exclude it; only the reason is open: press its digit.")
        elif verdict == Verdict.EXCLUDE and self._stage is not Stage.TITLE_ABSTRACT and self._view.criteria:
            self._ask_why()
        else:
            self._settle(Verdict(verdict))

    def _ask_why(self) -> None:
        view = self._view
        if view is not None:
            given = {one.id: [vote.reviewer for vote in view.votes if one.id in vote.reasons] for one in view.criteria}
            choices = [Choice(line(one.name), ", ".join(line(name) for name in given[one.id])) for one in view.criteria]
            self.app.push_screen(Choose("Excluded together: for which reason?", choices), self._settle_for)

    def _settle_for(self, number: int | None) -> None:
        if number is not None and self._view is not None:
            reason = self._view.criteria[number - 1].id
            self.tried(lambda: self._settle(Verdict.EXCLUDE, reason))

    def action_why(self, number: int) -> None:
        """Settle the reason where only that is open."""
        if self._view is not None and self._only_reason and number <= len(self._view.criteria):
            self._settle(Verdict.EXCLUDE, self._view.criteria[number - 1].id)
        elif self._view is not None:
            self.say("y or n settles it; after n a digit says why.")

    def _settle(self, verdict: Verdict, *reasons: str) -> None:
        view, acting = self._view, self.review.session.acting()
        if view is None:
            return
        by = (acting,) if self._is_adjudicator else tuple(vote.reviewer for vote in view.votes)
        note = self._settling.get(view.report.id, "")
        self.review.screening.resolve(view.report.id, self._stage, verdict, by=by, reasons=reasons, note=note)
        self._settling.pop(view.report.id, None)
        self._waiting.remove(view.report.id)
        self._settled += 1
        self.paint()
        who = "by the adjudicator" if by == (acting,) else f"by {' and '.join(line(name) for name in by)}"
        self.say(f"Settled as {VERDICTS[verdict]} {who}: {cut(words.title(view.record), 34)}")

    def action_note(self) -> None:
        """Ask for a note to the settlement."""
        if self._view is not None:
            report = self._view.report.id
            ask = Ask("Note, saved with the settlement", self._settling.get(report, ""))
            self.app.push_screen(ask, lambda text: self._keep_note(report, text))

    def _keep_note(self, report: ReportId, text: str | None) -> None:
        if text is not None:
            self._settling[report] = text
            self._show_votes()

    def action_later(self) -> None:
        """Put the conflict off to the end of the list."""
        if self._waiting:
            self._waiting.append(self._waiting.pop(0))
            self.paint()
            self.say("Put off to the end of the list.")

    def action_undo(self) -> None:
        """Take back the last act; a settlement of this stage is shown again."""
        undone = self.review.screening.undo()
        if undone is None:
            self.say("There is nothing left to take back.")
            return
        event, report = undone
        if isinstance(event.body, Resolution) and event.body.stage is self._stage and report is not None:
            self._settled = max(0, self._settled - 1)
            self._waiting = [report, *(one for one in self._waiting if one != report)]
        self._take_in()
        self.paint()
        self.say(f"Taken back: {act_words(event)}")

    # ---------------------------------------------------------------------------------------------- looking about

    def action_criteria(self) -> None:
        """Show the criteria beside the report, or put them away."""
        self.toggle_class("away")
        self.set_class(not self.has_class("away") and self.size.width < 76, "full")
        self.call_after_refresh(self.paint)

    def action_scroll(self, direction: int) -> None:
        """Scroll the text by a line."""
        self.query_one(Beside).scroll_text(direction)

    def action_page(self, direction: int) -> None:
        """Scroll the text by a page."""
        self.query_one(Beside).scroll_text(direction, page=True)


def _vote(vote: Vote, view: ReportView) -> Content:
    """Return a decision in a column: who and what, why, the note."""
    parts: list[Content | str] = [Content.assemble((f"{line(vote.reviewer)}  ", DIM), (VERDICTS[vote.verdict], BOLD))]
    if vote.reasons:
        parts.append(words.reasons(vote.reasons, view.criteria))
    if vote.note:
        parts.append(f"“{cut(block(vote.note).strip(), 600)}”")
    return words.lines(parts)
