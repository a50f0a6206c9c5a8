"""What is done together, in sections: pilot rounds, rulings, rules, and own decisions that deserve another look."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reviewkit.model import Stage
from reviewkit.review import Filter, RuleView, RulingView, Touched
from reviewkit.text import line
from reviewkit.tui import keys
from reviewkit.tui.screens.asking import Ask, Choice, Choose
from reviewkit.tui.screens.framed import Framed
from reviewkit.tui.screens.reports import ReportsScreen
from reviewkit.tui.screens.sheets import screen_at
from reviewkit.tui.sections import SECTIONS, SHORT, RoundRead, Section
from reviewkit.tui.widgets.lines import KeyLine, section_names
from reviewkit.tui.widgets.listing import Listing
from reviewkit.tui.words import DIM, counted, cut

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reviewkit.model import RecordId, ReportId
    from reviewkit.review import Review

_SIZE = 30
_LOW = 16
"""Lines below which a screen has no room for the words under the list."""
_EVERY = frozenset().union(*(section.keys for section in SECTIONS))


class TeamScreen(Framed):
    """The sections, one at a time: a list, and below it the words on the line under the cursor."""

    PLACE = "team"
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("team")]

    def __init__(self, review: Review) -> None:
        """Show the pilot rounds first."""
        super().__init__(review)
        self._at = 0
        self._things: Sequence[Any] = ()
        self._note = ""
        """What to say once the section has been read anew."""

    def body(self) -> ComposeResult:
        """Yield the names of the sections, the list and the words below it."""
        yield Static(id="sections")
        yield Listing(self._row, id="list")
        with VerticalScroll(id="words", can_focus=False):
            yield Static(id="thing")

    def begin(self) -> None:
        """Read the first section."""
        super().begin()
        self._look()

    @property
    def _section(self) -> Section:
        return SECTIONS[self._at]

    @property
    def _thing(self) -> Any:
        """Return what is under the cursor; None if there is nothing."""
        cursor = self.query_one(Listing).cursor
        return self._things[cursor] if cursor < len(self._things) else None

    def _look(self) -> None:
        section = self._section
        self.slowly(f"{section.name} …", lambda: (section, section.read(self.review)))

    def finished(self, result: object) -> None:
        """Show what was read, unless another section is in view by now."""
        if isinstance(result, tuple) and result[0] is self._section:
            self._things = result[1]
            listing = self.query_one(Listing)
            listing.show(len(self._things), listing.cursor)
            self.paint()
            self.say(self._note)
            self._note = ""

    # ---------------------------------------------------------------------------------------------- showing

    def _row(self, number: int, width: int) -> str:
        return self._section.row(self._things[number], width)

    def paint(self) -> None:
        """Show the sections' names and the words on the line under the cursor."""
        self.head("Together", counted(len(self._things), self._section.one) if self._things else "")
        self.show("#sections", section_names([one.name for one in SECTIONS], self._at, self.size.width - 4))
        thing = self._thing
        useless = _EVERY if thing is None else frozenset()
        self.query_one(KeyLine).hidden = (_EVERY - self._section.keys) | (useless - {"n"})
        words = self._section.words(thing) if thing is not None else Content.styled(self._section.empty, DIM)
        self.show("#thing", words)
        words_below = self.query_one("#words")
        words_below.display = thing is None or self.size.height >= _LOW
        words_below.set_class(thing is None, "alone")
        self.query_one(Listing).display = bool(self._things)

    def folder_changed(self) -> None:
        """Read the section anew."""
        self._look()

    def on_resize(self) -> None:
        """Give the words the room there is."""
        self.paint()

    # ---------------------------------------------------------------------------------------------- moving

    def action_section(self, direction: int) -> None:
        """Go to the next section, round and round."""
        self._at = (self._at + direction) % len(SECTIONS)
        self._things = ()
        self.query_one(Listing).show(0)
        self.paint()
        self._look()

    def action_move(self, direction: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).cursor += direction
        self.paint()

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        listing = self.query_one(Listing)
        self.action_move(direction * listing.page)

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Open what is under the cursor."""
        match self._thing:
            case RoundRead() as found:
                kept = self._named({one.report: _differing(one.votes.values()) for one in found.differing})
                self._list(kept, f"Differing in {line(found.round.name)}", "You differ on none that you may see.")
            case RulingView() as ruling:
                ask = Ask(f"How is “{line(ruling.name)}” read?", line(ruling.text))
                self.app.push_screen(ask, partial(self._change, ruling))
            case RuleView() as rule:
                said = dict.fromkeys(rule.found, "removed") | dict.fromkeys(rule.new, "new")
                kept = self._named(said | dict.fromkeys(rule.settled, "settled, stays"))
                self._list(kept, f"Proposed by {line(rule.name)}", "No record fails it.")
            case Touched() as touched:
                screen = screen_at(self.review, touched.stage, touched.report.id)
                self.app.push_screen(screen, lambda _: self._look())
            case _:
                pass

    def _named(self, reports: Mapping[ReportId, str]) -> dict[RecordId, str]:
        return {kept: reports[one] for one, kept in self.review.reports.kept(reports).items()}

    def _list(self, kept: Mapping[RecordId, str], heading: str, nothing: str) -> None:
        if not kept:
            self.say(nothing)
            return
        self.app.push_screen(ReportsScreen(self.review, Filter(), kept=kept, heading=heading))

    def _change(self, ruling: RulingView, text: str | None) -> None:
        if text is not None and line(text) != line(ruling.text):
            self._do(lambda: self.review.rulings.change(ruling.id, text), "The ruling is worded anew.")

    def _do(self, act: Callable[[], object], said: str) -> None:
        """Do something that the review may refuse, then show what has become of it."""
        if self.tried(act):
            self._note = said
            self._look()

    def _sure(self, question: str, yes: str, about: str, act: Callable[[], object], said: str) -> None:
        """Ask before something that all will notice."""
        choices = [Choice("Leave everything as it is"), Choice(yes)]
        self.app.push_screen(
            Choose(question, choices, about), lambda number: self._do(act, said) if number == 2 else None
        )

    # ---------------------------------------------------------------------------------------------- something new

    def action_new(self) -> None:
        """Draw a pilot round, or record a ruling."""
        match self._section.name:
            case "Pilot rounds":
                self._new_round()
            case "Rulings":
                criteria = {one.id: one for stage in Stage for one in self.review.screening.criteria(stage)}
                choices = [Choice(line(one.name), line(one.include)) for one in criteria.values()]
                self.app.push_screen(
                    Choose("A ruling on which criterion?", choices), partial(self._ask_ruling, list(criteria))
                )
            case _:
                pass

    def _ask_ruling(self, criteria: Sequence[str], number: int | None) -> None:
        if number is not None:
            ask = Ask("How is it read from now on?", about="One sentence; it stands beside the criterion then.")
            self.app.push_screen(ask, partial(self._record, criteria[number - 1]))

    def _record(self, criterion: str, text: str | None) -> None:
        if text is not None and text.strip():
            self._do(
                lambda: self.review.rulings.record(criterion, text),
                "The ruling stands beside its criterion from now on.",
            )

    def _new_round(self) -> None:
        stages = [stage for stage in Stage if self.review.pilots.open(stage)]
        if len(stages) > 1:
            choices = [Choice(stage.words, f"{self.review.pilots.open(stage):,} open") for stage in stages]
            self.app.push_screen(
                Choose("A sample at which stage?", choices),
                lambda number: self._ask_size(stages[number - 1]) if number is not None else None,
            )
        else:
            self._ask_size(stages[0] if stages else Stage.TITLE_ABSTRACT)

    def _ask_size(self, stage: Stage) -> None:
        open_ = self.review.pilots.open(stage)
        about = f"{open_:,} are open at {stage.words}. All of you decide on each report of a round."
        self.app.push_screen(Ask("How many reports?", str(min(_SIZE, open_)), about), partial(self._ask_name, stage))

    def _ask_name(self, stage: Stage, size: str | None) -> None:
        if size is not None and not size.strip().isdecimal():
            self.say("Write the number of reports in digits.")
        elif size is not None:
            name = f"round {len(self.review.pilots.rounds()) + 1}"
            self.app.push_screen(Ask("What is the round called?", name), partial(self._start, stage, int(size)))

    def _start(self, stage: Stage, size: int, name: str | None) -> None:
        if name is not None:
            said = f"{counted(size, 'report')} drawn; they come first for everybody at {stage.words}."
            self._do(lambda: self.review.pilots.start(name, stage, size), said)

    # ---------------------------------------------------------------------------------------------- for all to notice

    def action_run(self) -> None:
        """Ask whether to run the rule under the cursor; one that is not switched on is refused at once."""
        rule = self._thing
        if not isinstance(rule, RuleView):
            return
        number = len(set(rule.new).difference(rule.settled))
        if not rule.switched_on or not (number or rule.released):
            self._do(lambda: self.review.rules.run(rule.id), "A run would change nothing.")
            return
        back = f", put {len(rule.released):,} back" if rule.released else ""
        about = "Nobody is offered them then; the flow has a box for them, and p puts them back as a whole."
        self._sure(
            f"Run the rule “{line(rule.name)}”?",
            f"Remove {counted(number, 'more report' if rule.removed else 'report')}{back}",
            about,
            lambda: self.review.rules.run(rule.id),
            "The rule has run.",
        )

    def action_put_back(self) -> None:
        """Ask whether to put back what the rule under the cursor has removed."""
        rule = self._thing
        if isinstance(rule, RuleView) and rule.removed:
            self._sure(
                f"Put back what “{line(rule.name)}” removed?",
                f"Put {counted(len(rule.removed), 'report')} back",
                "They wait for your decisions again.",
                lambda: self.review.rules.put_back(rule.id),
                "Put back.",
            )
        elif isinstance(rule, RuleView):
            self.say("This rule has removed nothing.")

    def action_withdraw(self) -> None:
        """Ask whether to take back the ruling or the round under the cursor."""
        match self._thing:
            case RulingView() as ruling:
                act = partial(self.review.rulings.withdraw, ruling.id)
                self._sure("Take the ruling back?", "Take it back", cut(line(ruling.text), 300), act, "Taken back.")
            case RoundRead() as found:
                name, about = line(found.round.name), "What was decided on its reports stands."
                self._sure(
                    f"Take the pilot round “{name}” back?",
                    "Take it back",
                    about,
                    partial(self.review.pilots.withdraw, found.round.id),
                    "Taken back.",
                )
            case _:
                pass


def _differing(votes: Any) -> str:
    return " / ".join(SHORT[vote.verdict] for vote in votes)
