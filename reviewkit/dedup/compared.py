"""Which files have been compared with which, and whose rules hold for a pair of records.

The thing a reader would get wrong: a newer version of the rules that happens to come across an old pair, as when two
imports meet, does not count for it. What compared two files first holds, until somebody asks for newer rules; so a new
version of the program moves no report by itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reviewkit.model import Comparison, FileId, Link, LinkOrigin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reviewkit.model import RecordId

Covered = list[int]
"""For each file the files that it was compared with: a bit each, by their places."""


def version(rules: str) -> tuple[tuple[int, ...], str]:
    """Return what versions of the rules are ordered by: `2` comes before `10`, and no version before any."""
    return tuple(int(part) if part.isdecimal() else -1 for part in rules.split(".")), rules


def file_of(record: str) -> FileId:
    """Return the export that a record was read from."""
    return FileId(record.partition(":")[0])


class Compared:
    """What a review's comparisons say together; the same in any order."""

    def __init__(
        self,
        files: Iterable[FileId],
        comparisons: Iterable[Comparison],
        file_of: Callable[[RecordId], FileId] = file_of,
    ) -> None:
        """Take in the comparisons as far as they are about these files; `file_of` says which one a record came by."""
        self._files = sorted(files)
        self._file_of = file_of
        self._places = {file: place for place, file in enumerate(self._files)}
        self._layers = list(self._exclusive(_by_turn(comparisons)))

    def _exclusive(self, turns: Iterable[tuple[str, list[Comparison]]]) -> Iterator[tuple[str, Covered]]:
        """Yield the pairs of files that each version is the first to cover, in the order of the turns."""
        taken = [0] * len(self._files)
        for rules, some in turns:
            covered = self._covered(some)
            yield rules, [mine & ~before for mine, before in zip(covered, taken, strict=True)]
            taken = [mine | before for mine, before in zip(covered, taken, strict=True)]

    def _covered(self, comparisons: Iterable[Comparison]) -> Covered:
        covered = [0] * len(self._files)
        for one in comparisons:
            all_, new = self._known(one.files), self._known(one.new or one.files)
            both = _bits(all_)
            for place in new:
                covered[place] |= both
            just_new = _bits(new)
            for place in all_:
                covered[place] |= just_new
        return covered

    def _known(self, files: Iterable[FileId]) -> list[int]:
        return [place for file in files if (place := self._places.get(file)) is not None]

    def rules(self, a: FileId, b: FileId) -> str | None:
        """Return the version that holds for pairs of records of two files; None if they were never compared."""
        first, second = self._places.get(a), self._places.get(b)
        if first is None or second is None:
            return None
        return next((rules for rules, covered in self._layers if covered[first] >> second & 1), None)

    def counts(self, link: Link) -> bool:
        """Return whether a link counts: a person's always; a rule's if its version holds, or none does yet."""
        if link.origin is LinkOrigin.PERSON:
            return True
        holds = self.rules(self._file_of(link.a), self._file_of(link.b))
        return holds is None or holds == link.rules

    def missing(self) -> list[FileId]:
        """Return files, sorted, that have to be compared with all others, so that every file was with every other."""
        everything = (1 << len(self._files)) - 1
        left = [everything] * len(self._files)
        for _, covered in self._layers:
            left = [open_ & ~done for open_, done in zip(left, covered, strict=True)]
        return [self._files[place] for place in sorted(_cover(left))]

    def versions(self) -> list[str]:
        """Return every version that holds for some pair of files, oldest first."""
        return sorted({rules for rules, covered in self._layers if any(covered)}, key=version)

    def is_older(self, rules: str) -> bool:
        """Return whether for some pair of files a version holds that is older than `rules`."""
        return any(version(own) < version(rules) for own in self.versions())


def _by_turn(comparisons: Iterable[Comparison]) -> list[tuple[str, list[Comparison]]]:
    """Return the comparisons by their rules: those asked for, newest first, then what compared files first."""
    asked: defaultdict[str, list[Comparison]] = defaultdict(list)
    first: defaultdict[str, list[Comparison]] = defaultdict(list)
    for one in comparisons:
        (asked if one.asked else first)[one.rules].append(one)
    newest = sorted(asked, key=version, reverse=True)
    return [
        *((rules, asked[rules]) for rules in newest),
        *((rules, first[rules]) for rules in sorted(first, key=version)),
    ]


def _cover(left: Sequence[int]) -> set[int]:
    """Return few files that are in every pair left: whoever is in most pairs first."""
    chosen = {place for place, others in enumerate(left) if others >> place & 1}
    still = list(left)
    while True:
        gone = _bits(chosen)
        still = [0 if place in chosen else others & ~gone for place, others in enumerate(still)]
        most = max(range(len(still)), key=lambda place: (still[place].bit_count(), place), default=None)
        if most is None or not still[most]:
            return chosen
        chosen.add(most)


def _bits(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found
