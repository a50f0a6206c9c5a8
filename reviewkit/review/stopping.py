"""When reading titles and abstracts may stop before the end: the figures, and a person's act.

The rule advises and never stops anything. Figures are of settled reports, in the order in which somebody first read
them (`history.place`, no clock), so that both reviewers see the same and on any machine. What somebody has read and is
not settled is left out of both sides, as if it were no report: it is completed in any case, and what is relevant among
it adds to what is found, so that the recall told is none too high. A conflict counts as relevant until it is settled.

Nothing here tells a verdict that is hidden (DESIGN.md, rule 4): reports that are over are known to everybody, and of
the others only their number enters. Once somebody has stopped, what is still in a queue was read by a colleague, which
is the price of completing it; verdict, reason and note stay hidden as before.

Only title and abstract can be stopped: later stages have no box for what was not read, and few reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewkit.criteria import StoppingRule
from reviewkit.errors import NotAllowedError
from reviewkit.flow.diagram.svg import svg
from reviewkit.model import Draft, Order, QueueOrder, Stage, Status, Stopping
from reviewkit.plots import curve as curve_
from reviewkit.review.another_look import readable
from reviewkit.review.simulating import at_best
from reviewkit.screening import safe, turns
from reviewkit.screening import stopping as rule_
from reviewkit.screening.order import drawn
from reviewkit.screening.picks import picks, put_off
from reviewkit.screening.rules import by_file
from reviewkit.screening.stopping import Reading
from reviewkit.search.known import is_of, known
from reviewkit.store.folder import write_whole
from reviewkit.text import line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from reviewkit.model import Event, Report, ReportId, Reviewer, Standing
    from reviewkit.review.session import Session
    from reviewkit.screening.safe import Condition
    from reviewkit.screening.stopping import Estimate

STAGE = Stage.TITLE_ABSTRACT
USUAL = StoppingRule(95, 95)
"""What figures are told for where the criteria state no rule."""
_RELEVANT = (Status.INCLUDED, Status.CONFLICT)


@dataclass(frozen=True, slots=True)
class Stopped:
    """That a person has stopped the stage."""

    by: tuple[Reviewer, ...]
    """Several where they did so unknown to each other; what all of them name counts."""
    time: str
    reason: str
    figures: tuple[tuple[str, str], ...]
    """As they stood at that moment."""
    not_read: int
    """Reports."""


@dataclass(frozen=True, slots=True)
class StoppingFigures:
    """What is known of how much is left; all numbers are of reports."""

    rule: StoppingRule
    stated: bool
    """The criteria state the rule; else it is the usual one, to show what it would say."""
    stated_late: bool
    """Somebody decided at the stage while another rule was stated, or none."""
    reports: int
    """To be read at the stage, whether they are or not."""
    settled: int
    relevant: int
    """Of those settled, and conflicts, which count as relevant and as settled here."""
    conflicts: int
    open: int
    """Read by somebody and not settled."""
    unread: int
    """Read by nobody."""
    put_off: int
    """Of those unread, how many were passed over when it was their turn in a random order."""
    since_last: int
    """Settled reports in a row without a relevant one."""
    drawn: int
    """Of those settled, how many were drawn at random from all that nobody had read."""
    drawn_relevant: int
    drawing: bool
    """Most of the last settled reports were."""
    left: Estimate | None
    """Relevant ones among the unread, with an interval of the rule's confidence; None without random picks."""
    recall: int
    """Per cent of all relevant ones that are found at least, with the rule's confidence; rounded down."""
    chance: float
    """That so little was found among the random picks, if the target were missed; the rule goes by this."""
    chance_if_ranked: float
    """The published test, for which the last stretch need not be drawn; it holds no error rate."""
    met: bool
    """The rule is stated, and what it asks for is reached."""
    small: bool
    """Reading everything is the better plan."""
    least_read: int
    """How many even a perfect order would have read before the usual rule is met."""
    places: tuple[int, ...]
    """Where in the order of reading the relevant ones were, from 1."""
    conditions: tuple[Condition, ...]
    """Of SAFE."""
    stopped: Stopped | None

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """Return what an event keeps of them."""
        left = f"{self.left.left} ({self.left.low} to {self.left.high})" if self.left is not None else "not known"
        numbers = ("reports", "settled", "relevant", "open", "unread", "drawn", "drawn_relevant", "since_last")
        return (
            ("rule", ("met" if self.met else "not met") if self.stated else "not stated"),
            ("target", str(self.rule.target)),
            ("confidence", str(self.rule.confidence)),
            *((name, str(getattr(self, name))) for name in numbers),
            ("left", left),
            ("recall", str(self.recall)),
            ("p", f"{self.chance:.4f}"),
            ("p if ranked", f"{self.chance_if_ranked:.4f}"),
        )

    def why_not(self) -> str:
        """Return why the rule does not let one stop yet; empty if it does."""
        if not self.stated:
            return "criteria/review.toml states no rule for stopping"
        if self.put_off:
            return f"{self.put_off} of the reports drawn at random were put off and are to be read first"
        if not self.met and not self.drawn:
            return "nothing was drawn at random, and nothing else tells how much is left"
        return "" if self.met else f"p is {self.chance:.3f}, and has to be {self.allowed} at most"

    @property
    def allowed(self) -> str:
        """Return the largest p that the rule allows."""
        return f"{(100 - self.rule.confidence) / 100:g}"


@dataclass(frozen=True, slots=True)
class _Seen:
    """How the reports of the stage stand, removed ones left out."""

    first: Mapping[Report, Standing]
    unread: Sequence[ReportId]
    order: Sequence[Reading]
    """Of those settled."""
    put_off: Sequence[ReportId]
    plans: Sequence[QueueOrder]
    """Every order of reading that anybody chose."""
    under: Collection[str]
    """Hashes of the criteria under which reports were first read."""


def _is_unread(standing: Standing) -> bool:
    return standing.status in (Status.PENDING, Status.NOT_READ) and not standing.votes


class StoppingEarly:
    """Reading title and abstract to the end, or not."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    # ---------------------------------------------------------------------------------------------- looking

    def figures(self) -> StoppingFigures:
        """Return how much is found and how much is likely left; reads every decision of the stage once."""
        session = self._session
        seen, rule = self._seen(), session.criteria.review.stopping or USUAL
        stated, error = session.criteria.review.stopping is not None, 1 - rule.confidence / 100
        order, unread, relevant = seen.order, len(seen.unread), rule_.found_in(seen.order)
        chance = rule_.chance(order, unread, rule.target)
        best = at_best(len(seen.first), relevant) if relevant else None
        most = relevant + rule_.most_left(order, unread, error)
        return StoppingFigures(
            rule=rule,
            stated=stated,
            stated_late=stated and self._is_late(seen.under),
            reports=len(seen.first),
            settled=len(order),
            relevant=relevant,
            conflicts=sum(own.status is Status.CONFLICT for own in seen.first.values()),
            open=len(seen.first) - unread - len(order),
            unread=unread,
            put_off=len(seen.put_off),
            since_last=rule_.since_last(order),
            drawn=sum(one.drawn for one in order),
            drawn_relevant=sum(one.drawn and one.relevant for one in order),
            drawing=sum(one.drawn for one in order[-rule_.PAUSE :]) * 2 > rule_.PAUSE,
            left=rule_.estimate(order, unread, rule.confidence),
            recall=100 * relevant // most if most else 0,
            chance=chance,
            chance_if_ranked=rule_.chance_if_ranked(order, unread, rule.target),
            met=stated and not seen.put_off and bool(order) and chance <= error,
            small=len(seen.first) > 0 and (best is None or best.small),
            least_read=len(seen.first) if best is None else best.read,
            places=tuple(place for place, one in enumerate(order, 1) if one.relevant),
            conditions=self._conditions(seen),
            stopped=self.stopped(),
        )

    def curve(self, found: StoppingFigures, width: int, height: int) -> list[str]:
        """Return the curve of relevant against read for a terminal, a line each; nothing where there is no room."""
        return curve_.as_text(self._curve(found), width, height)

    def write_curve(self, found: StoppingFigures, out: Path) -> None:
        """Write the curve as SVG. Raises `NotAllowedError` for a file of another ending, `StorageError`."""
        if out.suffix.lower() != ".svg":
            raise NotAllowedError(f'"{out.name}" is no name of an SVG file', remedy="Give it a name that ends in .svg.")
        write_whole(out, svg(curve_.drawing(self._curve(found))).encode())

    def _curve(self, found: StoppingFigures) -> curve_.Curve:
        watermark = self._session.criteria.review.watermark
        return curve_.Curve(found.places, found.settled, found.settled + found.unread, watermark)

    def _seen(self) -> _Seen:
        """Return how the reports stand and the order in which they were read."""
        state = self._session.state
        first = {report: own[0] for report, own in state.standings() if own[0].status is not Status.REMOVED}
        read = [report for report, own in first.items() if not _is_unread(own)]
        unread = [report.id for report, own in first.items() if _is_unread(own)]
        readings = state.first_readings(read, STAGE)
        plans = [event for event in state.order_events() if event.subject == STAGE]
        # Where reports are shared out, nobody draws from all of them.
        named = [(report.id, event) for report, event in readings]
        found = {} if state.rules.shares else picks(named, plans, self._arrivals(), unread)
        order = [
            Reading(first[report].status in _RELEVANT, report.id in found)
            for report, _ in readings
            if turns.is_over(first[report])
        ]
        bodies = [event.body for event in plans if isinstance(event.body, QueueOrder)]
        under = frozenset(event.criteria for _, event in readings)
        return _Seen(first, unread, order, put_off(found, unread), bodies, under)

    def stopped(self) -> Stopped | None:
        """Return who has stopped the stage, and how many reports are not read for it; None if it goes on."""
        state = self._session.state
        if not state.stopped(STAGE):
            return None
        events = state.stopping_events(STAGE)
        bodies = [event.body for event in events if isinstance(event.body, Stopping)]
        return Stopped(
            by=tuple(sorted({event.actor for event in events})),
            time=max(event.time for event in events),
            reason=" / ".join(dict.fromkeys(line(body.reason) for body in bodies)),
            figures=bodies[0].figures,
            not_read=sum(own[0].status is Status.NOT_READ for _, own in state.standings()),
        )

    def _arrivals(self) -> list[Event]:
        """Return what says which reports there are."""
        session, state = self._session, self._session.state
        rules = [one.id for one in session.criteria.screening.criteria]
        runs = [event for rule in rules for event in state.removal_events(rule)]  # those that put back, too
        return [*state.imports().values(), *runs, *(event for event, _ in state.repairs().values())]

    def _is_late(self, under: Collection[str]) -> bool:
        """Return whether the rule is another than in the criteria, by their hashes, that people began reading under."""
        session = self._session
        past = readable([one for one in session.state.criteria_events() if one.subject in under])
        return any(one.review.stopping != session.criteria.review.stopping for one in past.values())

    def _conditions(self, seen: _Seen) -> tuple[Condition, ...]:
        names = [known(one) for one in self._session.criteria.search.known]
        merged = self._session.merged(seen.first) if names else {}
        key = {report for report, record in merged.items() if any(is_of(name, record) for name in names)}
        settled = {report.id for report, own in seen.first.items() if turns.is_over(own)}
        relevant = {report.id for report, own in seen.first.items() if own.status in _RELEVANT}
        ids = [report.id for report in seen.first]
        drawing = {plan.seed for plan in seen.plans if plan.order is Order.RANDOM or plan.random_share}
        sample = max((drawn(seed, ids, settled) for seed in sorted(drawing)), key=len, default=[])
        return safe.conditions(
            safe.Seen(
                reports=len(ids),
                read=len(seen.order),
                relevant=len(relevant),
                since_last=rule_.since_last(seen.order),
                sample=len(sample),
                sample_relevant=len(relevant.intersection(sample)),
                key_papers=len(names),
                key_papers_found=len(relevant & key),
            )
        )

    # ---------------------------------------------------------------------------------------------- doing

    def stop(self, reason: str, *, against_rule: bool = False) -> StoppingFigures:
        """Stop the stage: what nobody has read is not read. Returns the figures as they stood, which the event keeps.

        Raises `NotAllowedError` without a reason, where nothing is unread, for who does not review, and, unless
        `against_rule`, where the rule is not met or none is stated; the event says so then.
        """
        session = self._session
        actor = self._acting()
        session.refresh()
        found = self.figures()
        unread = [report for report, own in session.state.standings() if _is_unread(own[0])]
        said = line(reason)
        if not unread:
            raise NotAllowedError("nothing is unread, so there is nothing to stop")
        if not said:
            raise NotAllowedError("a stop needs a reason", remedy="Say in a sentence why you stop; reports print it.")
        if found.why_not() and not against_rule:
            raise NotAllowedError(
                f"the rule does not let you stop: {found.why_not()}",
                remedy="Read on; or stop against the rule (--against-the-rule), which is recorded and reported.",
            )
        records = by_file(record for report in unread for record in report.records)
        own = session.state.own_facts(Stopping, STAGE, actor)
        session.write([Draft(STAGE, Stopping(STAGE, records, found.said, said), own)])
        return found

    def go_on(self, reason: str = "") -> int:
        """Take the stop back, whoever made it; returns how many reports are to be read again.

        Raises `NotAllowedError` if the stage is not stopped, and for who does not review.
        """
        session = self._session
        actor = self._acting()
        session.refresh()
        stopped = self.stopped()
        if stopped is None:
            raise NotAllowedError(f"reading at {STAGE.words} is not stopped")
        own = session.state.own_facts(Stopping, STAGE, actor)
        session.write([Draft(STAGE, Stopping(STAGE, (), (), line(reason)), own)])
        return stopped.not_read

    def _acting(self) -> Reviewer:
        actor = self._session.acting()
        if actor not in self._session.state.rules.reviewers:
            raise NotAllowedError(f"{actor} does not review, and neither stops the reading nor has it go on")
        return actor
