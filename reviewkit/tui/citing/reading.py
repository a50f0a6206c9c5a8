"""What the screen reads of the review, mostly in a thread, as it may take a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import RecordId
from reviewkit.review import CitationRow, IndexCount, RoundCount
from reviewkit.text import line
from reviewkit.tui.citing.choices import Known
from reviewkit.tui.words import title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reviewkit.model import Told
    from reviewkit.review import CitationPlan, Progress, Review
    from reviewkit.tui.citing.asking import Key
    from reviewkit.tui.citing.choices import Choices


def known(review: Review) -> Known:
    """Return how it stands. Raises `InputError` where the file with keys cannot be read."""
    citing = review.citing
    ledger = citing.ledger()
    return Known(
        tuple(citing.included()),
        tuple(citing.next_seeds()),
        tuple(sorted(review.session.state.reports())),
        ledger,
        review.session.records({RecordId(row.seed) for row in ledger.rows}),
        citing.reach(),
    )


def planned(review: Review, choices: Choices, seeds: Sequence[str], told: Told) -> CitationPlan:
    """Return what a search would take; seeds are looked up for it, and `told` is called so that it can be stopped."""
    return review.citing.plan(
        [review.reports.find(one) for one in seeds],
        indexes=choices.named or (),
        directions=choices.directions,
        limit=choices.limit,
        again=choices.again,
        offline=choices.offline,
        heard=lambda _: told(0, 0),
    )


def titles(review: Review, plan: CitationPlan) -> dict[str, str]:
    """Return the titles of the seeds of a plan, by their records and reports."""
    wanted = {seed.record for one in plan.indexes for seed in one.seeds} | {RecordId(one) for one in plan.unidentified}
    return {identity: title(record) for identity, record in review.session.records(wanted).items()}


def hearing(plan: CitationPlan, far: dict[Key, Progress], told: Told) -> Callable[[Progress], None]:
    """Return what keeps in `far` how far each index is, and tells how far all are together, which may end it."""

    def heard(one: Progress) -> None:
        far[one.index, one.direction] = one
        expected = (
            far[of.name, of.direction].expected if (of.name, of.direction) in far else of.expected.requests
            for of in plan.indexes
        )
        told(sum(each.answered for each in far.values()), sum(expected))

    return heard


def found(review: Review, thing: object) -> tuple[Mapping[RecordId, str], str]:
    """Return the reports behind a line, by the records that stand for them, each known or new; and a heading."""
    match thing:
        case RoundCount(number=number):
            reports, heading = review.citing.found(round_=number), f"Found in round {number}"
        case (
            IndexCount(round=number, index=index, direction=direction)
            | CitationRow(round=number, index=index, direction=direction)
        ):
            seed = thing.seed if isinstance(thing, CitationRow) else ""
            reports = review.citing.found(round_=number, index=index, direction=direction, seed=seed)
            heading = f"Found by {line(index)}, {direction}"
        case _:
            return {}, ""
    return {record: "new" if new else "known" for record, new in reports.items()}, heading
