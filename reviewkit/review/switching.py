"""Decisions brought over from other programs, and ours written for them.

The thing a reader would get wrong: a plan never compares the file with what a colleague has decided here, or anybody
could learn it by planning. What is brought over for a colleague is written where nothing of theirs stands, and nobody
is told where that was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit import switching
from reviewkit.errors import InputError, NotAllowedError, UnknownReviewerError
from reviewkit.model import Decision, Draft, ReportId, Reviewer, Stage, Tags, Undo, Verdict, short_id
from reviewkit.review.results import OUT, Results
from reviewkit.screening import turns
from reviewkit.store.folder import write_whole
from reviewkit.switching import Brought, Choice, Left, Plan, Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from reviewkit.model import Cast, Event, Record, Report
    from reviewkit.review.session import Session
    from reviewkit.switching import Chosen, Labels

__all__ = ["Brought", "Left", "Plan", "Switching"]


class Switching:
    """To and from other programs."""

    def __init__(self, session: Session) -> None:
        """Work on a session."""
        self._session = session

    # ---------------------------------------------------------------------------------------------- bringing over

    def plan(
        self,
        path: Path,
        stage: Stage,
        reviewers: Mapping[str, str] | None = None,
        *,
        blind: bool = False,
        replace: bool = False,
        reasons: Mapping[str, str] | None = None,
        list_: str = "",
    ) -> Plan:
        """Return what bringing over a file would do; writes nothing.

        `reviewers` maps names in the file to reviewers here; without it the acting reviewer's own name is looked for,
        and a file that names nobody is the acting reviewer's. `reasons` maps the file's reasons to criteria, `list_`
        says which of Covidence's lists it is. Raises `InputError`, `NotAllowedError`, `UnknownReviewerError`.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        labels = switching.read(_bytes(path), path.name, list_=list_)
        whose = self._whose(labels, reviewers or {})
        given = switching.Reasons(session.criteria, stage, self._known_criteria(stage, reasons or {}))
        found = switching.chosen(labels, self._index(), whose, stage, given)
        self._leave_not_reached(found, stage)
        own = [choice for choice in found.choices if choice.reviewer == actor]
        new, standing, differing = self._compared(own, stage)
        tagged = tuple((report, tuple(sorted(tags))) for report, tags in sorted(found.tags.items()))
        return Plan(
            file=path.name,
            program=labels.program,
            stage=stage,
            blind=blind,
            replace=replace,
            rows=len(labels.rows),
            matched=found.matched,
            shares=_shares(labels, found, whose),
            new=new,
            standing=standing,
            differing=tuple(differing),
            tags=sum(1 for _ in self._tag_drafts(tagged)),
            unmatched=tuple(found.unmatched),
            ambiguous=tuple(found.ambiguous),
            refused=tuple(found.refused),
            unread=tuple(Left(one.line, "", one.reason) for one in labels.unread),
            repeated=found.repeated,
            other_stage=found.other_stage,
            unknown_reasons=dict(found.unknown_reasons),
            not_asked_for={name: number for name, number in found.not_asked_for.items() if number},
            remarks=labels.remarks,
            choices=tuple(found.choices),
            tagged=tagged,
        )

    def _whose(self, labels: Labels, wanted: Mapping[str, str]) -> dict[str, Reviewer]:
        """Return the reviewer behind each name asked for, names in lower case."""
        there = switching.names(labels)
        known = {name.casefold(): name for name in there}
        absent = [name for name in wanted if name.strip().casefold() not in known]
        listed = ", ".join(f'"{name}" ({number} decisions)' for name, number in there.items()) or "nobody's"
        if absent:
            raise NotAllowedError(f'the file names no "{absent[0]}"', remedy=f"In it are {listed}.")
        if wanted:
            return {name.strip().casefold(): self._deciding(reviewer) for name, reviewer in wanted.items()}
        actor = self._deciding(self._session.acting())
        if actor.casefold() in known:
            return {actor.casefold(): actor}
        if not labels.named and not labels.team and len(there) == 1:
            return {next(iter(known)): actor}
        raise NotAllowedError(
            f"nothing in the file says which decisions are {actor}'s",
            remedy=f'In it are {listed}. Say whose they are: --reviewer "{next(iter(there), "NAME")}={actor}".',
        )

    def _deciding(self, name: str) -> Reviewer:
        reviewer = self._session.known_reviewer(name)
        if reviewer not in self._session.state.rules.reviewers:
            raise UnknownReviewerError(name, self._session.criteria.review.reviewers)
        return reviewer

    def _known_criteria(self, stage: Stage, reasons: Mapping[str, str]) -> Mapping[str, str]:
        unknown = self._session.criteria.ordered(stage, reasons.values())[1]
        if unknown:
            known = ", ".join(one.id for one in self._session.criteria.reasons(stage))
            raise NotAllowedError(
                f"{', '.join(unknown)}: no criterion of {stage.words}", remedy=f"The criteria are {known}."
            )
        return reasons

    def _index(self) -> switching.Index:
        state = self._session.state
        holds = {record: report.id for report in state.reports().values() for record in report.records}
        return switching.Index(self._session.records(holds).values(), holds.get)

    def _leave_not_reached(self, found: Chosen, stage: Stage) -> None:
        reached = {report.id for report, own in self._session.state.standings() if turns.at(own, stage) is not None}
        why = f"the report has not reached {stage.words} here"
        found.refused += [Left(one.line, one.title, why) for one in found.choices if one.report not in reached]
        found.choices = [one for one in found.choices if one.report in reached]

    def _own(self, stage: Stage) -> dict[ReportId, Cast]:
        """Return the acting reviewer's standing vote on each report at a stage."""
        actor = self._session.acting()
        at = ((report.id, turns.at(own, stage)) for report, own in self._session.state.standings())
        return {
            report: vote for report, standing in at if standing for vote in standing.votes if vote.reviewer == actor
        }

    def _compared(self, own: Iterable[Choice], stage: Stage) -> tuple[int, int, list[Left]]:
        """Return how many are new, how many stand, and those that differ."""
        votes = self._own(stage)
        new, standing, differing = 0, 0, []
        for choice in own:
            vote = votes.get(choice.report)
            if vote is None:
                new += 1
            elif vote.verdict is choice.verdict:
                standing += 1
            else:
                why = f"{vote.verdict} here, {choice.verdict} in the file"
                differing.append(Left(choice.line, f"{short_id(choice.report)} {choice.title}", why))
        return new, standing, differing

    def bring_over(self, plan: Plan, *, confirmed: bool = False) -> Brought:
        """Write what a plan holds; the same plan or file again writes nothing more.

        A colleague's decisions need `confirmed`: the acting reviewer states that the colleague made them, and the
        history shows who wrote them where. Raises `NotAllowedError`, `StorageError`.
        """
        session = self._session
        actor = session.acting()
        session.refresh()
        others = sorted({choice.reviewer for choice in plan.choices} - {actor})
        if others and not confirmed:
            raise NotAllowedError(
                f"these are decisions of {', '.join(others)}, and you are {actor}",
                remedy="Confirm that they made them (--yes), or let each bring over the own ones.",
            )
        own = [*self._own_drafts(plan)]
        tags = [*self._tag_drafts(plan.tagged)]
        if own or tags:
            session.write([*own, *tags])
        for other in others:
            drafts = [*self._drafts_of(plan, other)]
            if drafts:
                session.write(drafts, as_reviewer=other)
        handed = {other: sum(one.reviewer == other for one in plan.choices) for other in others}
        return Brought(len(own), len(tags), handed)

    def _own_drafts(self, plan: Plan) -> Iterator[Draft]:
        actor, votes = self._session.acting(), self._own(plan.stage)
        for choice, report in self._at_hand(plan, actor):
            vote = votes.get(choice.report)
            if vote is None or (plan.replace and (vote.verdict, vote.reasons) != (choice.verdict, choice.reasons)):
                # Who changes a decision here after the colleague's was shown is not blind any more, whatever is stated.
                blind = plan.blind and (vote is None or self._session.state.is_blind(report, plan.stage, actor))
                replaced = self._session.state.own_replaced(report, plan.stage, actor)
                yield Draft(report.id, _decision(plan, choice, blind=blind), replaced)

    def _drafts_of(self, plan: Plan, other: Reviewer) -> Iterator[Draft]:
        state = self._session.state
        for choice, report in self._at_hand(plan, other):
            if not state.own_heads(report, plan.stage, other):
                replaced = state.own_replaced(report, plan.stage, other)
                yield Draft(report.id, _decision(plan, choice, blind=plan.blind), replaced)

    def _at_hand(self, plan: Plan, reviewer: Reviewer) -> Iterator[tuple[Choice, Report]]:
        """Yield a reviewer's choices with their reports; a report that was merged since is decided on once."""
        state = self._session.state
        by_report: dict[ReportId, tuple[Choice, Report]] = {}
        for choice in plan.choices:
            report = state.report_of(choice.report)
            if choice.reviewer == reviewer and report is not None:
                by_report.setdefault(report.id, (choice, report))
        for report in state.at_hand([report for _, report in by_report.values()]):
            yield by_report[report.id]

    def _tag_drafts(self, tagged: Iterable[tuple[ReportId, tuple[str, ...]]]) -> Iterator[Draft]:
        state, actor = self._session.state, self._session.acting()
        wanted = {report: set(tags) for one, tags in tagged if (report := state.report_of(one)) is not None}
        for report in state.at_hand(list(wanted)):
            there = state.tags(report, actor)
            tags = tuple(sorted({*there, *wanted[report]}))
            if tags != there:
                yield Draft(report.id, Tags(tags), state.own_heads_of(report, actor, Tags))

    # ---------------------------------------------------------------------------------------------- taking back

    def take_back(self, source: str, stage: Stage) -> int:
        """Take back the acting reviewer's decisions that stand and came from a file; returns how many.

        `source` is the file's name, with or without its program. A decision that one of them replaced counts again.
        """
        session = self._session
        state, actor = session.state, session.acting()
        session.refresh()
        reports = [report for report, own in state.standings() if turns.at(own, stage) is not None]
        drafts = [
            draft
            for report in state.at_hand(reports)
            for head in state.own_heads(report, stage, actor)
            if isinstance(body := state.body(head), Decision) and body.source.rpartition(" (")[0] == source.strip()
            for draft in self._undone(report, stage, head)
        ]
        if drafts:
            session.write(drafts)
        return len({head for draft in drafts for head in draft.supersedes})

    def _undone(self, report: Report, stage: Stage, head: Event) -> list[Draft]:
        state = self._session.state
        blind = state.is_blind(report, stage, head.actor)
        before: list[Event | None] = [*state.replaced_by(head)] if isinstance(head.body, Decision) else []
        return [
            Draft(
                one.subject if one else head.subject, Undo(stage, one.id if one else None, blind), frozenset({head.id})
            )
            for one in before or [None]
        ]

    # ---------------------------------------------------------------------------------------------- writing

    def write(self, path: Path, program: str, stage: Stage, box: str = "") -> tuple[int, str]:
        """Write the reports, or those behind a box of the flow, for another program.

        Returns how many there are and what the program does not take. Only votes that the acting reviewer may see are
        written. Raises `NotAllowedError` for a kind of file that the program does not take, `StorageError`.
        """
        session = self._session
        actor = session.acting()
        writers = switching.WRITERS[program]
        suffix = path.suffix.lower()
        if suffix not in writers:
            raise NotAllowedError(
                f'"{path.name}" is no file for {program}', remedy=f"Give a name that ends in {' or '.join(writers)}."
            )
        if not path.parent.is_dir() and path.parent.resolve() != session.folder / OUT:
            raise NotAllowedError(f'there is no folder "{path.parent}"', remedy="Check the path, or make the folder.")
        if path.resolve().is_relative_to(session.folder / "data") and path.parent.resolve() != session.folder / OUT:
            raise NotAllowedError(f'"{path}" is among the review\'s own files', remedy="Write it somewhere else.")
        session.refresh()
        reports = self._behind(box)
        merged = session.merged(reports)
        lines = [self._line(report, stage, actor, merged[report.id]) for report in session.state.at_hand(reports)]
        review = session.criteria.review
        frame = switching.Frame(stage, actor, session.state.rules.reviewers, review.watermark or "")
        write_whole(path, writers[suffix](lines, frame).encode())
        return len(lines), switching.LOSSES[program]

    def _behind(self, box: str) -> list[Report]:
        """Return the reports to write, sorted by id."""
        state = self._session.state
        reports = state.reports()
        if box:
            named = {
                report.id for one in Results(self._session).why(box) if (report := state.report_of(one)) is not None
            }
            reports = {id_: report for id_, report in reports.items() if id_ in named}
        return [reports[id_] for id_ in sorted(reports)]

    def _line(self, report: Report, stage: Stage, actor: Reviewer, record: Record) -> switching.Line:
        state = self._session.state
        votes = turns.seen(state.outcome(report, stage), actor).votes
        return switching.Line(report.id, record, votes, state.tags(report, actor))


def _decision(plan: Plan, choice: Choice, *, blind: bool) -> Decision:
    return Decision(plan.stage, choice.verdict, choice.reasons, choice.note, blind, plan.source)


def _shares(labels: Labels, found: Chosen, whose: Mapping[str, Reviewer]) -> tuple[Share, ...]:
    names = switching.names(labels)
    return tuple(
        Share(
            reviewer,
            tuple(name for name in names if whose.get(name.casefold()) == reviewer),
            {
                verdict: sum((one.reviewer, one.verdict) == (reviewer, verdict) for one in found.choices)
                for verdict in Verdict
            },
            found.undecided[reviewer],
        )
        for reviewer in dict.fromkeys(whose.values())
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path.") from error
