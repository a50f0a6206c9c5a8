"""The next sensible thing to do, in one sentence: the first of `STEPS`, in the order of the pipeline, that has one.

The thing a reader would get wrong: a sentence counts what everybody may know, or what the one who acts has left; never
what a colleague has decided on a report that waits for that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reviewkit.errors import FlowError
from reviewkit.model import Stage, Status
from reviewkit.report.words import counted, verb
from reviewkit.review.citation_records import not_followed
from reviewkit.review.pace import Pace
from reviewkit.screening import turns
from reviewkit.text import line
from reviewkit.views import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reviewkit.model import Reviewer, Standing
    from reviewkit.review.appraised import StudyProgress
    from reviewkit.review.session import Session
    from reviewkit.review.tally import Tally
    from reviewkit.views import CodingCount, StageCount

_LINES = 3


@dataclass(frozen=True, slots=True)
class Now:
    """How it stands."""

    session: Session
    tally: Tally
    stages: Sequence[StageCount]
    uncertain: int
    """Pairs that wait for a person."""
    odds: int
    """Pairs that are called one paper and two at once."""
    included: int
    appraised: StudyProgress | None
    """How far the appraisal is; None where there is none."""
    coding: CodingCount | None
    """How far the coding is; None where there is none."""
    to_write: Callable[[], int]
    """Returns what of the report only people can write; raises `FlowError`. Asked at the end only, as it takes long."""


def next_step(now: Now) -> Step:
    """Return the next sensible thing to do."""
    found = (step for of in STEPS for step in [of(now)] if step is not None)
    return next(found, None) or _all_done(now)


# ---------------------------------------------------------------------------------------------- until records are there


def _who(now: Now) -> Step | None:
    return Step("Say who you are: choose your name.", "reviewer") if now.session.reviewer is None else None


def _first_search(now: Now) -> Step | None:
    state = now.session.state
    if state.identified():
        return None
    if arriving := len(state.arriving()):
        return Step(
            f"{counted(arriving, 'import')} not complete here yet: wait for the rest of the folder.", "searches"
        )
    return Step("No searches yet: drop an export here, or choose it.", "import")


def _what_did_not_come(now: Now) -> Step | None:
    """Point at the first search that did not bring what its platform announced.

    Told until somebody has looked or noted why, and not for ever: there may be nothing that can be done about it.
    """
    from reviewkit.review.duplicates import Duplicates
    from reviewkit.review.searches import Searches

    session = now.session
    if session.searches_seen or any(now.stages[0].decided.values()):
        return None
    for count in Searches(session, Duplicates(session)).counts():
        announced = count.search.announced
        if announced is not None and announced != count.records and not count.search.note.strip():
            lines = [f"{one.line:,}" for one in count.rejections[:_LINES]]
            more = " and more" if len(count.rejections) > _LINES else ""
            where = f"line{'s' * (len(lines) > 1)} {', '.join(lines)}{more}" if lines else "the search"
            sentence = f"{line(count.search.name)} announced {announced:,}, got {count.records:,}: see {where}."
            return Step(sentence, "searches", search=count.id)
    return None


def _uncompared(now: Now) -> Step | None:
    if not now.session.state.uncompared():
        return None
    return Step("New records have arrived: compare them with what is there.", "duplicates")


def _uncertain(now: Now) -> Step | None:
    if not now.uncertain:
        return None
    waits = verb(now.uncertain, "waits", "wait")
    return Step(f"{counted(now.uncertain, 'uncertain pair')} {waits} for a look.", "duplicates")


# ---------------------------------------------------------------------------------------------- while people decide


def _at_a_stage(now: Now) -> Step | None:
    """Return what there is to do at the first stage that has something, deciding before settling."""
    for count in now.stages:
        if count.stage is Stage.QUALITY and now.appraised is not None and (step := _to_appraise(count, now)):
            return step
        if count.left:
            time = Pace(now.session).left(count.stage, count.left)
            sentence = f"{count.left:,} left for you at {count.stage.words}{', ' * bool(time)}{time}."
            return Step(sentence, "screening", count.stage)
        if count.unsettled:
            return _to_settle(now, count)
    return None


def _to_appraise(count: StageCount, now: Now) -> Step | None:
    """Return what there is to rate, else where raters differ; nothing where only decisions do, as imported ones."""
    if count.left:
        return Step(f"{counted(count.left, 'study', 'studies')} left for you to appraise.", "appraising", count.stage)
    studies = now.appraised.to_settle if now.appraised is not None else 0
    sentence = _differing(now, studies, "appraisals")
    return Step(sentence, "differences", count.stage) if studies else None


def _differing(now: Now, studies: int, what: str) -> str:
    waits = verb(studies, "waits", "wait")
    return f"{counted(studies, 'study', 'studies')} whose {what} differ {waits} for {_those_who_settle(now)}."


def _to_code(now: Now) -> Step | None:
    """Return what there is to code, else where coders differ."""
    count = now.coding
    if count is not None and count.left:
        return Step(f"{counted(count.left, 'study', 'studies')} left for you to code.", "coding")
    if count is not None and count.unsettled:
        return Step(_differing(now, count.unsettled, "codings"), "reconciling")
    return None


def _to_settle(now: Now, count: StageCount) -> Step:
    reasons = now.tally.at(count.stage, lambda one: one.reason_open)
    conflicts = count.unsettled - reasons
    parts = [counted(conflicts, "conflict")] if conflicts else []
    parts += [counted(reasons, "reason to agree on", "reasons to agree on")] if reasons else []
    waits = verb(count.unsettled, "waits", "wait")
    sentence = f"{' and '.join(parts)} at {count.stage.words} {waits} for {_those_who_settle(now)}."
    return Step(sentence, "conflicts", count.stage)


def _those_who_settle(now: Now) -> str:
    rules = now.session.state.rules
    if now.session.reviewer not in rules.reviewers:
        return "you, the adjudicator"
    return {1: "you", 2: "the two of you"}.get(len(rules.reviewers), "those who decided")


def _lacking(now: Now) -> Step | None:
    """Return that a decision lacks which none of the reviewers can give any more."""
    reviewers = now.session.state.rules.reviewers

    def lacks(one: Standing) -> bool:
        return one.status is Status.PENDING and all(turns.has_voted(one, name) for name in reviewers)

    number = sum(now.tally.at(stage, lacks) for stage in Stage)
    if not number:
        return None
    what = f"{counted(number, 'report')} {verb(number, 'lacks', 'lack')} a second decision"
    return Step(f"{what}, and no reviewer is left to give it: add one in criteria/review.toml.", "flow")


def _awaited(now: Now) -> Step | None:
    """Return whom the review waits for: colleagues, or those who were asked for a full text."""
    if any(_is_pending(now, stage) for stage in Stage):
        others = [name for name in now.session.state.rules.reviewers if name != now.session.reviewer]
        return _await([name for name in others if _has_some_left(now, name)], "decisions")
    awaiting = now.tally.at(Stage.FULL_TEXT, lambda one: one.status is Status.AWAITING)
    if not awaiting:
        return None
    return Step(
        f"{counted(awaiting, 'full text')} {verb(awaiting, 'is', 'are')} awaited; all else is decided.", "fulltexts"
    )


def _to_follow(now: Now) -> Step | None:
    """Point at what was included since citations were last followed, in a review that follows them."""
    if not now.session.state.seed_searches():
        return None
    left = len(not_followed(now.session))
    if not left:
        return None
    sentence = f"Citations of {counted(left, 'included report')} {verb(left, 'was', 'were')} not followed yet."
    return Step(sentence, "citing")


def _awaited_coding(now: Now) -> Step | None:
    """Return whose codings the review waits for."""
    late = [name for name, studies in now.coding.waiting.items() if studies] if now.coding is not None else []
    return _await(late, "codings") if late else None


def _await(late: Sequence[Reviewer], what: str) -> Step:
    whose = f"{line(late[0])}'s" if len(late) == 1 else "The others'"
    return Step(f"{whose} {what} are awaited; nothing is left for you.", "flow")


def _is_pending(now: Now, stage: Stage) -> bool:
    if stage is Stage.QUALITY and now.appraised is not None:
        return any(now.appraised.waiting.values())
    return now.tally.at(stage, lambda one: one.status is Status.PENDING) > 0


def _at_odds(now: Now) -> Step | None:
    """Point at what two people have to talk about, once nobody can go on alone."""
    if not now.odds:
        return None
    are = verb(now.odds, "is", "are")
    return Step(f"{counted(now.odds, 'pair')} of records {are} called one paper and two at once.", "duplicates")


def _has_some_left(now: Now, name: Reviewer) -> bool:
    deciding = [stage for stage in Stage if stage is not Stage.QUALITY or now.appraised is None]
    appraises = now.appraised is not None and now.appraised.waiting.get(name, 0) > 0
    return appraises or any(now.tally.at(stage, partial(turns.waits_for, reviewer=name)) for stage in deciding)


def _all_done(now: Now) -> Step:
    try:
        left = now.to_write()
    except FlowError as error:
        return Step(f"The flow does not add up: {line(error.what)}.", "flow")
    mine = f"; {counted(left, 'item')} of the report {verb(left, 'is', 'are')} yours to write" if left else ""
    return Step(f"The flow adds up: {now.included:,} included{mine}.", "flow")


STEPS = (
    _who,
    _first_search,
    _what_did_not_come,
    _uncompared,
    _uncertain,
    _at_a_stage,
    _to_code,
    _at_odds,
    _lacking,
    _awaited,
    _awaited_coding,
    _to_follow,
)
