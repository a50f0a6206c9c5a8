"""How many relevant reports are likely left, and whether the rule stated beforehand lets one stop.

The published test (Callaghan & Müller-Hansen 2020, Syst Rev 9:273) asks how surprising it would be to find so little in
a stretch of reading if the target recall were missed, and takes the stretch for a random sample of what was unread. It
holds its error rate only where the stretch is one, and only for one look at one stretch. Both fail in practice: a
ranking may leave the last ones for the very end, and people look after every report. So there are two numbers here.

- `chance_if_ranked` is the published test as it stands, the smallest p of all stretches up to now. It counts what
  the ranking put forward as if it were drawn, holds no error rate, and is good for one thing: to tell when it is time
  to read on in random order.
- `chance` is what the rule goes by. It looks only at reports that were drawn at random from all that nobody had read,
  and is a wager against each total that would miss the target: the stake grows with every drawn report that is not
  relevant and shrinks to a fifth with every one that is, in such a way that if the total were true it would grow n-fold
  at any time with a chance of 1/n at most (Ville's inequality; the wager is a test martingale as in Waudby-Smith &
  Ramdas 2020, NeurIPS 33). That holds however often one looks, whatever the ranking put between, and whenever one
  stops. Where nothing relevant turns up it comes close to the published test.

The thing a reader would get wrong: the wager pauses until `PAUSE` reports in a row were not relevant, since before that
nobody thinks of stopping, and it would only lose. A pause may depend on all that was read before, not on what comes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

PAUSE = 25


@dataclass(frozen=True, slots=True)
class Reading:
    """A settled report, at its place in the order in which reports were first read by anybody."""

    relevant: bool
    drawn: bool = False
    """At random, from all that nobody had read."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the random picks say of the relevant reports among those that nobody has read."""

    left: int
    """The likeliest number."""
    low: int
    high: int
    """Limits of an interval that holds its confidence however often one looks."""


def least_missed(found: int, target: int) -> int:
    """Return the smallest total of relevant reports of which those found are less than `target` per cent."""
    return 100 * found // target + 1


def found_in(readings: Sequence[Reading]) -> int:
    """Return how many relevant reports were read."""
    return sum(one.relevant for one in readings)


def since_last(readings: Sequence[Reading]) -> int:
    """Return how many were read since the last relevant one."""
    return next((place for place, one in enumerate(reversed(readings)) if one.relevant), len(readings))


# ------------------------------------------------------------------------------------------------- the rule


def chance(readings: Sequence[Reading], unread: int, target: int) -> float:
    """Return the most likely it is, from 0 to 1, to have found so little among the drawn ones with the target missed.

    `readings` in their order, `unread` how many more there are. 0 where so few are left that it cannot be missed.
    """
    total = least_missed(found_in(readings), target)
    return _surprise(readings, unread, total, _less)


def most_left(readings: Sequence[Reading], unread: int, error: float) -> int:
    """Return the number of relevant reports unread that the wager does not rule out with this risk of error."""
    found = found_in(readings)
    return _last(0, unread, lambda left: _surprise(readings, unread, found + left, _less) > error)


def fewest_left(readings: Sequence[Reading], unread: int, error: float) -> int:
    """Return the same from below, by a wager on twice as many."""
    found = found_in(readings)
    ruled_out = _last(-1, unread, lambda left: left < 0 or _surprise(readings, unread, found + left, _more) <= error)
    return min(ruled_out + 1, unread)


def estimate(readings: Sequence[Reading], unread: int, confidence: int) -> Estimate | None:
    """Return what is likely left, with an interval of so many per cent; None where nothing was drawn at random.

    It rests on this alone: that each drawn report was as likely as any other that nobody had read then.
    """
    if not any(one.drawn for one in readings):
        return None
    side = (1 - confidence / 100) / 2
    low, high = fewest_left(readings, unread, side), most_left(readings, unread, side)
    likely = likely_left(readings, unread)
    return Estimate(likely, min(low, likely), max(likely, high))


def likely_left(readings: Sequence[Reading], unread: int) -> int:
    """Return the number of relevant reports unread under which the drawn ones are likeliest, the least of several."""
    found = found_in(readings)
    draws = [(one.relevant, before, pool) for one, before, pool, _ in _walk(readings, unread) if one.drawn]

    def likelihood(left: int) -> float:
        shares = ((hit, (found + left - before) / pool) for hit, before, pool in draws)
        return sum(_log(share if hit else 1 - share) for hit, share in shares)

    # Concave in the number left, so the first step that does not rise is the top.
    return _last(-1, unread - 1, lambda left: left < 0 or likelihood(left + 1) > likelihood(left)) + 1


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf


def _surprise(readings: Sequence[Reading], unread: int, total: int, expects: Callable[[float], float]) -> float:
    """Return one over the most that the stake ever came to, if there were `total` relevant ones in all; at most 1."""
    if total > found_in(readings) + unread:
        return 0.0
    stake = best = 0.0
    for one, before, pool, dry in _walk(readings, unread):
        if one.drawn and (dry >= PAUSE or expects is not _less):
            share = min(1.0, (total - before) / pool)
            stake += _gain(one.relevant, share, expects(share))
            best = max(best, stake)
    return math.exp(-best)


def _gain(hit: bool, share: float, expected: float) -> float:
    """Return the logarithm of how much likelier a drawn report is under what the wager expects than under the total."""
    if hit:
        return math.log(expected / share)
    return math.log((1 - expected) / (1 - share)) if share < 1 else math.inf


def _less(share: float) -> float:
    """Return what share of relevant reports a wager expects that there are fewer than the total says."""
    return share / 5


def _more(share: float) -> float:
    """Return the same for a wager that there are more: twice as many, as far as that can be."""
    return min(2 * share, (1 + share) / 2)


def _walk(readings: Sequence[Reading], unread: int) -> Iterator[tuple[Reading, int, int, int]]:
    """Yield each reading, how many relevant ones were read before, how many were unread, and since the last hit."""
    before, dry = 0, 0
    for place, one in enumerate(readings):
        yield one, before, len(readings) + unread - place, dry
        before += one.relevant
        dry = 0 if one.relevant else dry + 1


def _last(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the last number of a range for which something holds that holds for none after it; it holds for `low`."""
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


# ------------------------------------------------------------------------------------------------- as published


def chance_if_ranked(readings: Sequence[Reading], unread: int, target: int) -> float:
    """Return the smallest p of all stretches that end now, each taken for a random sample of what was unread before.

    The hypothesis is that the target is missed: that at least `least_missed` reports are relevant. Stretches that begin
    behind a relevant report have the smallest p, so only these are looked at. Source: Callaghan & Müller-Hansen (2020),
    section "Stopping criteria".
    """
    import numpy as np

    found = found_in(readings)
    total, everything = least_missed(found, target), len(readings) + unread
    if total > found + unread:
        return 0.0
    logs = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, everything + 1)))))  # of factorials
    starts = [0, *(place for place, one in enumerate(readings, 1) if one.relevant)]
    tails = (
        _lower_tail(logs, found - before, everything - start, total - before, len(readings) - start)
        for before, start in enumerate(starts)
    )
    return float(min(tails, default=1.0))


def _lower_tail(logs: Any, most: int, pool: int, relevant: int, size: int) -> float:
    """Return the chance of at most so many relevant ones in a random sample of a pool (hypergeometric)."""
    import numpy as np

    hits = np.arange(max(0, size - (pool - relevant)), min(most, size, relevant) + 1)
    if not len(hits):
        return 0.0
    misses = size - hits
    ways = logs[relevant] - logs[hits] - logs[relevant - hits]
    others = logs[pool - relevant] - logs[misses] - logs[pool - relevant - misses]
    return min(1.0, float(np.exp(ways + others - (logs[pool] - logs[size] - logs[pool - size])).sum()))
