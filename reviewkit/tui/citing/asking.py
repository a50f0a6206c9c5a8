"""The plan of a citation search, how far its run is, and what it came to: a line an index, then the seeds to look at.

The thing a reader would get wrong: what a plan expects is about right at best, and kept answers cost nothing, so the
real requests and the real price stand beside what was expected.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.model import Direction, RecordId
from reviewkit.review import dollars
from reviewkit.text import line
from reviewkit.tui.citing.table import Column, Line, Part
from reviewkit.tui.words import ALARM, BOLD, DIM, counted, cut, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reviewkit.review import CameOfIndex, CameOfRun, CitationPlan, OfIndex, Progress

_PLANNED = (
    Column("index or seed"),
    Column("direction", 11, 5, left=True),
    Column("seeds", 6, 4),
    Column("known", 6, 3),
    Column("listed", 8),
    Column("requests", 9, 1),
    Column("cost", 9, 2),
)
_RUNNING = (
    Column("index"),
    Column("direction", 11, 4, left=True),
    Column("answered", 12),
    Column("failed", 7, 2),
    Column("requests", 9, 1),
    Column("cost", 9, 3),
    Column("records", 9),
)
_FAULTS = 20
_TOLD = 4
"""Sentences of what was waited for that are shown."""
Key = tuple[str, Direction]
"""An index's name and a direction."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A plan and what has become of it."""

    plan: CitationPlan
    titles: Mapping[str, str]
    """Of the seeds, by their records or reports."""
    far: Mapping[Key, Progress] = field(default_factory=dict)
    told: Iterable[str] = ()
    """What the run had to wait for, as it said so."""
    came: CameOfRun | None = None
    """What the run came to; None before its end."""
    ended: str = ""
    """Why the run ended before it was done."""
    first: CitationPlan | None = None
    """The plan that was begun with, where the run was taken up again."""
    carried: tuple[int, int] = (0, 0)
    """Requests and millionths of a dollar of the runs that were taken up again."""

    def part(self) -> Part:
        """Return the section: the plan, or the run as far as it is."""
        if self.far or self.came is not None or self.ended:
            able = {"s"} if self.came is None or self._lacking else set()
            return Part(self._how_far(), _RUNNING, tuple(map(self._running, self.plan.indexes)), self._keys(able))
        rows = [
            *map(self._planned, self.plan.indexes),
            *(self._done(*one) for one in self.plan.before if not self._is_asked(one[0], one[1])),
            *(self._over(seed, there) for seed, there in self._many().items()),
            *map(self._unidentified, self.plan.unidentified),
        ]
        able = {"s"} if any(one.known for one in self.plan.indexes) else set()
        return Part(self._what_it_takes(), _PLANNED, tuple(rows), self._keys(able))

    # ---------------------------------------------------------------------------------------------- the plan

    def _what_it_takes(self) -> str:
        plan, gone = self.plan, {name for name, _ in self.plan.gone}
        if not plan.indexes:
            return "Nothing is left to ask: all of it was searched in full before. Search, Asked before: asks anew."
        if not any(one.known for one in plan.indexes) and gone:
            return _OFFLINE if plan.offline else _NO_NETWORK
        sentence = (
            f"Round {plan.round} would take about {counted(plan.expected_requests, 'request')} "
            f"({dollars(plan.expected_price)}); s sends them. "
            f"Looking up took {plan.requests:,} ({dollars(plan.price)})."
        )
        if over := self._many():
            sentence += f" {counted(len(over), 'seed has', 'seeds have')} more citing works than {plan.limit:,}: m."
        if plan.unidentified:
            sentence += f" {counted(len(plan.unidentified), 'seed has', 'seeds have')} no number to be asked by."
        if gone:
            sentence += f" {' and '.join(sorted(gone))} cannot be asked."
        return sentence

    def _many(self) -> dict[RecordId, dict[str, int]]:
        """Return the seeds that more works cite than are asked for, and how many by each index's name."""
        found: dict[RecordId, dict[str, int]] = {}
        for one in self.plan.indexes:
            for seed, there in one.over:
                found.setdefault(seed, {})[one.name] = there
        return found

    def _planned(self, one: OfIndex) -> Line:
        numbers = ("", "", "", "no answer")
        if one.known or not any(name == one.name for name, _ in self.plan.gone):
            requests, cost = f"{one.expected.requests:,}", dollars(one.expected.price)
            numbers = (f"{one.known:,}", f"{one.listed:,}", requests, cost)
        cells = (one.name, one.direction.value, f"{len(one.seeds):,}", *numbers)
        return Line(cells, partial(self._index_words, one), one)

    def _done(self, name: str, direction: Direction, seeds: int) -> Line:
        words = partial(lambda: Content(f"{counted(seeds, 'seed')} searched in full before; nothing is left to ask."))
        return Line((name, direction.value, "0", "", "", "0", "free"), words)

    def _over(self, seed: RecordId, there: Mapping[str, int]) -> Line:
        def words() -> Content:
            counts = ", ".join(f"{number:,} times by {name}" for name, number in there.items())
            most = f"Cited {counts}. At most {self.plan.limit:,} of them are asked for."
            how = "m asks for more or fewer, of each seed."
            return lines([Content.styled(self._title(seed), BOLD), Content(most), Content.styled(how, DIM)])

        return Line((self._title(seed), "cited by", "", "", f"{max(there.values()):,}"), words, seed=seed)

    def _unidentified(self, report: str) -> Line:
        def words() -> Content:
            what = "It has no DOI or other number that an index could be asked by, so nothing is asked for it."
            remedy = "r opens it, l takes its list of references by hand; `reviewkit fill-in` can find its DOI."
            return lines([Content.styled(self._title(report), BOLD), Content(what), Content.styled(remedy, DIM)])

        return Line((self._title(report), "no number"), words, seed=RecordId(report))

    def _index_words(self, one: OfIndex) -> Content:
        what = "references" if one.direction is Direction.BACKWARD else "citing works"
        head = f"  {one.direction}: {_WAYS[one.direction]}"
        parts: list[Content | str] = [Content.assemble((one.name, BOLD), (head, DIM))]
        if one.known or not any(name == one.name for name, _ in self.plan.gone):
            parts.append(f"Knows {one.known:,} of {counted(len(one.seeds), 'seed')}, with {one.listed:,} {what}.")
        for name, direction, seeds in self.plan.before:
            if (name, direction) == (one.name, one.direction):
                parts.append(f"{counted(seeds, 'more seed')} searched in full before, not asked again.")
        parts += [Content.styled(line(why), ALARM) for name, why in self.plan.gone if name == one.name]
        return lines([*parts, *self._faults(one)])

    def _faults(self, one: OfIndex) -> list[Content | str]:
        unknown = len(one.seeds) - one.known - len(one.faults)
        parts: list[Content | str] = [f"{counted(unknown, 'seed is', 'seeds are')} not known there."] if unknown else []
        if any(name == one.name for name, _ in self.plan.gone):
            return [] if not one.known else parts
        shown = list(one.faults.items())[:_FAULTS]
        return [*parts, *(f"{cut(self._title(seed), 60)}: {line(why)}" for seed, why in shown)]

    def _is_asked(self, name: str, direction: Direction) -> bool:
        return any((one.name, one.direction) == (name, direction) for one in self.plan.indexes)

    def _title(self, seed: str) -> str:
        return self.titles.get(seed, line(seed))

    # ---------------------------------------------------------------------------------------------- the run

    @property
    def spent(self) -> tuple[int, int]:
        """Return the requests that went out and their price, those of runs that were taken up again among them."""
        requests, price = self.carried
        far = self.far.values()
        return requests + sum(one.requests for one in far), price + sum(one.price for one in far)

    def begun(self, far: Mapping[Key, Progress], told: Iterable[str], *, again: bool) -> Asking:
        """Return it as it is at the beginning of a run, the first or one that takes it up again."""
        carried = self.spent if again else (0, 0)
        return Asking(self.plan, self.titles, far, told, first=self.first or self.plan, carried=carried)

    def _how_far(self) -> str:
        if self.came is None and self.ended:
            return f"{line(self.ended)}. What was answered is kept; s goes on from there and asks nothing twice."
        if self.came is None:
            return f"Round {self.plan.round} is being asked. Esc stops it; what was answered is kept."
        came = self.came
        records = sum(one.records for one in came.came)
        requests, price = self.spent
        plan = self.first or self.plan
        sentence = (
            f"This run brought {counted(records, 'record')}. {counted(requests, 'request')} in all "
            f"({dollars(price)}), {plan.expected_requests:,} expected ({dollars(plan.expected_price)})."
        )
        lacking = sum(one.faults for one in came.came)
        if came.gone or lacking:
            names = " and ".join(name for name, _ in came.gone)
            what = f"{names} gave nothing" if names else f"{counted(lacking, 'seed is', 'seeds are')} not complete"
            return f"{sentence} {what}: s asks again."
        return f"{sentence} → shows what is new of it."

    @property
    def _lacking(self) -> int:
        """Return how many seeds or indexes are to be asked again."""
        came = self.came
        return sum(one.faults for one in came.came) + len(came.gone) if came is not None else 0

    def _keys(self, able: set[str]) -> frozenset[str]:
        forward = any(one.direction is Direction.FORWARD for one in self.plan.indexes)
        return frozenset({"⏎", "p", "r", "l", *able, *("m" * forward)})

    def _running(self, one: OfIndex) -> Line:
        far, came = self.far.get((one.name, one.direction)), self._came(one)
        numbers = ("waits", "", "", "")
        if far is not None:
            answered = f"{far.answered:,} of {far.expected or far.answered:,}"
            numbers = (answered, f"{far.failed:,}", f"{far.requests:,}", dollars(far.price))
        cells = (one.name, one.direction.value, *numbers, self._records(one, came))
        return Line(cells, partial(self._run_words, one, came), one)

    def _records(self, one: OfIndex, came: CameOfIndex | None) -> str:
        if came is not None:
            return f"{came.records:,}"
        return "nothing" if self._why_gone(one) else ""

    def _run_words(self, one: OfIndex, came: CameOfIndex | None) -> Content:
        what = "references" if one.direction is Direction.BACKWARD else "citing works"
        head = f"  {one.direction}: {counted(len(one.seeds), 'seed')} with about {one.listed:,} {what}"
        parts: list[Content | str] = [Content.assemble((one.name, BOLD), (head, DIM))]
        if came is not None:
            parts += self._came_words(one, came)
        if why := self._why_gone(one):
            parts.append(Content.styled(f"Gave nothing: {line(why)}", ALARM))
        return lines([*parts, *(Content.styled(line(text), DIM) for text in [*self.told][-_TOLD:])])

    def _came_words(self, one: OfIndex, came: CameOfIndex) -> list[Content | str]:
        expected = one.expected
        parts: list[Content | str] = [
            f"{counted(came.records, 'record')} imported as {line(came.search)}.",
            f"{counted(came.requests, 'request')}, {dollars(came.price)}; expected were about "
            f"{counted(expected.requests, 'request')}, {dollars(expected.price)}.",
        ]
        if came.unknown:
            parts.append(f"{counted(came.unknown, 'seed is', 'seeds are')} not known there.")
        if came.numberless:
            parts.append(f"{counted(came.numberless, 'seed has', 'seeds have')} no number that it could be asked by.")
        if came.unresolved:
            parts.append(f"{counted(came.unresolved, 'reference')} left as text; the ledger has them.")
        if came.faults:
            parts.append(Content.styled(f"Not complete for {counted(came.faults, 'seed')}: s asks again.", ALARM))
        return parts

    def _came(self, one: OfIndex) -> CameOfIndex | None:
        found = self.came.came if self.came is not None else ()
        return next((each for each in found if (each.index, each.direction) == (one.name, one.direction)), None)

    def _why_gone(self, one: OfIndex) -> str:
        gone = self.came.gone if self.came is not None else ()
        return next((why for name, why in gone if name == one.name and self._came(one) is None), "")


_NO_NETWORK = (
    "No network: no index can be reached, so nothing can be asked now; p tries again. Under Search, Network: not used "
    "works with the answers that this device keeps."
)
_OFFLINE = "No index has an answer on this device for these seeds. Search, Network: used asks them."
_WAYS = {Direction.BACKWARD: "what the seeds cite", Direction.FORWARD: "what cites the seeds"}
NO_PLAN = Part("Nothing is planned yet: p looks the seeds up and says what a search would take.", keys=frozenset({"p"}))
