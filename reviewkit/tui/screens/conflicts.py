"""What the two of you see differently at a stage: both decisions side by side, and how it ends.

The thing a reader would get wrong: first come the conflicts, then the reports that all exclude for different reasons,
of which only the reason is open; each in the order of the printed agenda.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Resolution, Stage, Verdict
from reviewkit.text import line
from reviewkit.tui import keys, words
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.settling import SettlingScreen, by, in_words, together
from reviewkit.tui.widgets.beside import Beside
from reviewkit.tui.widgets.lines import KeyLine
from reviewkit.tui.widgets.votes import notes_in_full, stacked, vote_in_column
from reviewkit.tui.words import BOLD, DIM, VERDICTS, article, cut

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import Body, ReportId
    from reviewkit.review import ReportView, Review
    from reviewkit.review.settling import Settling

_LOW, _SLIM, _WIDE = 16, 50, 120
"""Rows and columns below which all is one text to scroll, and columns from which the criteria have room."""


class ConflictsScreen(SettlingScreen):
    """What waits at one stage, one after the other."""

    PLACE = "conflicts"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("conflicts")]

    def __init__(self, review: Review, stage: Stage) -> None:
        """Settle at a stage."""
        super().__init__(review)
        self._stage = stage
        self._alone: dict[ReportId, bool] = {}
        """Whether only the reason is open, of each that waits."""
        self._settled = {False: 0, True: 0}
        """How many of this sitting are settled, conflicts and reasons alone."""
        self._view: ReportView | None = None

    def body(self) -> ComposeResult:
        """Yield the decisions and, below, the report beside the criteria."""
        yield Static(id="paper")
        yield Horizontal(id="votes")
        yield Beside()

    def begin(self) -> None:
        """Show the first, the criteria beside it where there is room."""
        super().begin()
        self.set_class(self.size.width < _WIDE, "away")
        self.call_after_refresh(self._show)  # the criteria know their width by then

    @property
    def _what(self) -> str:
        return f"conflicts at {self._stage}"

    def _found(self) -> list[ReportId]:
        meeting = self.review.meeting
        self._alone = {one.report: one.reason_only for one in meeting.waiting(self._stage)}
        if not self._is_adjudicator:
            return [*self._alone]
        return sorted(self._alone, key=lambda report: not meeting.passed_on(report, self._stage))

    def folder_changed(self) -> None:
        """Take in what is new; the conflict in view stays while it is one."""
        self._take_in()
        self.paint()

    # ---------------------------------------------------------------------------------------------- showing

    def paint(self) -> None:
        """Show the conflict in view from its first line on."""
        self._view = None
        if self._waiting:
            self._view = self.attempt(lambda: self.review.screening.view(self._waiting[0], self._stage))
        self._show_head()
        self._show()
        self.query_one(Beside).to_top()

    def on_resize(self) -> None:
        """Lay it out anew in the room there is."""
        if self.is_mounted:
            self._show()

    def _show_head(self) -> None:
        if self._view is None:
            self.head(f"Conflicts, {self._stage.words}")
            return
        alone = self._only_reason
        total = self._settled[alone] + sum(self._alone[one] is alone for one in self._waiting)
        what = "Reason" if alone else "Conflict"
        self.head(f"{what} {self._settled[alone] + 1} of {total}, {self._stage.words}")

    def _show(self) -> None:
        view, cramped = self._view, self.size.height < _LOW or self.size.width < _SLIM
        self.query_one("#paper").display = self.query_one("#votes").display = view is not None and not cramped
        nothing = Content.styled(f"No conflict is left at {self._stage.words}. Press b to go back.", BOLD)
        text = nothing
        if view is not None:
            whole = article(view, heading=False, marks=self.marks)
            text = self._in_one(view) if cramped else words.lines([*notes_in_full(view), whole])
            self._show_votes(view)
        criteria = view.criteria if view is not None else ()
        self.query_one(Beside).show(text, criteria, full=self.size.width >= _WIDE)
        self.set_class(cramped, "cramped")
        useless = {"y", "n"} if self._only_reason else {"1-9"}
        if self._is_adjudicator or not self.review.session.criteria.review.adjudicator:
            useless.add("a")
        self.query_one(KeyLine).hidden = frozenset(useless)
        self.query_one(KeyLine).digits = min(9, len(criteria))

    def _show_votes(self, view: ReportView) -> None:
        record = view.record
        heading = self.marks.on(cut(words.title(record), 300), BOLD)
        self.show("#paper", words.lines([heading, Content.styled(words.source(record), DIM), *self._about(view)]))
        self._columns(len(view.votes))
        for column, vote in zip(self.query(".vote").results(Static), view.votes, strict=False):
            column.update(vote_in_column(vote, view))

    def _columns(self, number: int) -> None:
        """Show so many columns for votes; those that are not needed are hidden, since removing takes a while."""
        votes = self.query_one("#votes", Horizontal)
        votes.mount_all([Static(classes="vote") for _ in range(number - len(votes.children))])
        for place, column in enumerate(votes.children):
            column.display = place < number

    def _in_one(self, view: ReportView) -> Content:
        """Return all of it as one text, for a terminal without the room to set it apart."""
        heading = self.marks.on(cut(words.title(view.record), max(10, self.size.width - 6)), BOLD)
        text = article(view, heading=False, marks=self.marks)
        below = [*self._about(view), Content.styled(words.source(view.record), DIM), "", text]
        return words.lines([heading, *stacked(view), *below])

    def _about(self, view: ReportView) -> list[Content | str]:
        """Return in whose name this is settled, who handed it on, and the note that waits."""
        parts: list[Content | str] = [*words.retraction(view)]
        settling = self._in_whose_name(view)
        if settling is not None:
            only = f"{'Both' if len(view.votes) == 2 else 'All'} exclude it; only the reason is open. "
            key = "Its digit" if self._only_reason else "y or n"
            parts.append(Content((only if self._only_reason else "") + in_words(settling, self._acting, key)))
        passed_on = self.review.meeting.passed_on(view.report.id, self._stage)
        if passed_on:
            parts.append(Content.styled(f"For the adjudicator: passed on by {together(passed_on)}.", BOLD))
        note = self._notes.get(view.report.id)
        return [*parts, *([Content.assemble(("Note to the settlement: ", DIM), cut(line(note), 200))] if note else [])]

    @property
    def _is_adjudicator(self) -> bool:
        return bool(self._acting) and self._acting == self.review.session.criteria.review.adjudicator

    def _in_whose_name(self, view: ReportView) -> Settling | None:
        """Return who would settle the conflict in view; None as long as nobody has said who is here."""
        return self.review.meeting.settling(view.report.id, self._stage) if self._acting else None

    @property
    def _only_reason(self) -> bool:
        return self._view is not None and bool(self._waiting) and self._alone[self._waiting[0]]

    def show_marks(self) -> None:
        """Show the report anew where it is."""
        self._show()

    # ---------------------------------------------------------------------------------------------- settling

    def action_settle(self, verdict: str) -> None:
        """Settle the conflict in view; an exclusion after title and abstract asks why."""
        if self._view is None:
            return
        if self._only_reason and verdict == Verdict.INCLUDE:
            self.say("All of you exclude it; only the reason is open: press its digit.")
        elif verdict == Verdict.EXCLUDE and self._stage is not Stage.TITLE_ABSTRACT and self._view.criteria:
            choose = Choose("Excluded together: for which reason?", self._choices(self._view))
            self.app.push_screen(choose, self._settle_for)
        else:
            self._settle(Verdict(verdict))

    def _choices(self, view: ReportView) -> list[Choice]:
        """Return the criteria, each with who gave it as a reason."""
        given = {one.id: [vote.reviewer for vote in view.votes if one.id in vote.reasons] for one in view.criteria}
        return [Choice(line(one.name), ", ".join(line(name) for name in given[one.id])) for one in view.criteria]

    def _settle_for(self, number: int | None) -> None:
        if number is not None and self._view is not None:
            reason = self._view.criteria[number - 1].id
            self.tried(lambda: self._settle(Verdict.EXCLUDE, reason))

    def action_why(self, number: int) -> None:
        """Settle the reason where only that is open."""
        if self._view is not None and self._only_reason and number <= len(self._view.criteria):
            self._settle(Verdict.EXCLUDE, self._view.criteria[number - 1].id)
        elif self._view is not None:
            why = "" if self._stage is Stage.TITLE_ABSTRACT else "; n asks for the reason"
            self.say(f"y or n settles it{why}.")

    def _settle(self, verdict: Verdict, *reasons: str) -> None:
        view = self._view
        self.review.session.acting()
        settling = self._in_whose_name(view) if view is not None else None
        if view is None or settling is None:
            return
        report, alone = view.report.id, self._only_reason
        note = self._notes.get(report, "")
        self.review.screening.resolve(report, self._stage, verdict, by=settling.by, reasons=reasons, note=note)
        self._forget(report)
        self._settled[alone] += 1
        self.paint()
        self.say(f"Settled as {VERDICTS[verdict]} by {by(settling)}: {cut(words.title(view.record), 30)}")

    def action_adjudicator(self) -> None:
        """Hand the conflict in view to the adjudicator, or take it back."""
        if self._view is not None:
            passed = self.review.meeting.pass_on(self._view.report.id, self._stage)
            self._show()
            name = line(self.review.session.criteria.review.adjudicator or "")
            self.say(
                f"Passed to {name}, the adjudicator; a again takes it back, l goes on." if passed else "Taken back."
            )

    # ---------------------------------------------------------------------------------------------- around it

    def action_ruling(self) -> None:
        """Ask how a criterion is read from now on; first which one, unless only one was given as a reason."""
        view = self._view
        if view is None or not view.criteria:
            return
        given = {reason for vote in view.votes for reason in vote.reasons}
        touched = [number for number, one in enumerate(view.criteria, 1) if one.id in given]
        if len(touched) == 1:
            self._ask_ruling(touched[0])
        else:
            self.app.push_screen(Choose("A ruling on which criterion?", self._choices(view)), self._ask_ruling)

    def _ask_ruling(self, number: int | None) -> None:
        view = self._view
        if view is not None and number is not None:
            one = view.criteria[number - 1]
            about = " ".join(line(text) for text in (one.include, one.exclude, *one.rulings) if text)
            ask = Ask(f"How is {number} {line(one.name)} read from now on?", about=cut(about, 260))
            self.app.push_screen(ask, lambda text: self._record(one.id, line(one.name), view.report.id, text))

    def _record(self, criterion: str, name: str, report: ReportId, text: str | None) -> None:
        if text and text.strip() and self.tried(lambda: self.review.rulings.record(criterion, text, report)):
            self.paint()
            self.say(f"The ruling on {name} stands beside it from now on.")

    def _about_note(self) -> str:
        return cut(words.title(self._view.record), 200) if self._view is not None else ""

    def _bring_back(self, body: Body, report: ReportId) -> None:
        if isinstance(body, Resolution) and body.stage is self._stage:
            self._waiting.sort(key=lambda one: one != report)
            alone = bool(self._waiting) and self._alone[self._waiting[0]]
            self._settled[alone] = max(0, self._settled[alone] - 1)
            if body.note:
                self._notes[report] = body.note

    def action_agenda(self) -> None:
        """Write the agenda of all stages to data/out/."""
        self.slowly("Writing the agenda …", lambda: self.review.meeting.write(self.review.meeting.agenda()))

    def finished(self, result: object) -> None:
        """Say where the agenda is."""
        if isinstance(result, Path):
            self.say(f"The agenda of all stages is in {line(str(result.relative_to(self.review.session.folder)))}")

    # ---------------------------------------------------------------------------------------------- looking about

    def action_criteria(self) -> None:
        """Show the criteria beside the report, or put them away."""
        self.toggle_class("away")
        self.set_class(not self.has_class("away") and self.size.width < 76, "full")
        self.call_after_refresh(self._show)

    def action_scroll(self, direction: int) -> None:
        """Scroll the text by a line."""
        self.query_one(Beside).scroll_text(direction)

    def action_page(self, direction: int) -> None:
        """Scroll the text by a page."""
        self.query_one(Beside).scroll_text(direction, page=True)
