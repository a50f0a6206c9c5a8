"""A large review on disk: many records, and two reviewers' journals, as the program would have written them."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from typing import TYPE_CHECKING

from reviewkit import dedup
from reviewkit.model import (
    Comparison,
    Decision,
    DeviceId,
    Draft,
    Event,
    EventId,
    FileId,
    Import,
    Record,
    Reviewer,
    Search,
    SearchId,
    Stage,
    Verdict,
    record_id,
)
from reviewkit.store import codec, folder
from tests.making import REVIEWERS, make_review

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_FILE_SIZE = 10_000
_WORDS = (
    "family",
    "school",
    "teacher",
    "language",
    "kindergarten",
    "migrant",
    "parent",
    "partnership",
    "culture",
    "care",
)


def large_review(place: Path, records: int, events: int) -> Path:
    """A review with that many records and about that many events, spread over two devices' journals."""
    make_review(place)
    files = [
        (FileId(hashlib.sha256(str(number).encode()).hexdigest()), range(start, min(start + _FILE_SIZE, records)))
        for number, start in enumerate(range(0, records, _FILE_SIZE))
    ]
    devices = {Reviewer(name): DeviceId(f"{number:012x}") for number, name in enumerate(REVIEWERS, start=1)}
    for file, numbers in files:
        made = [_record(file, ordinal, number) for ordinal, number in enumerate(numbers, start=1)]
        reading = folder.reading_of(file, devices[Reviewer("Ada")], "x.ris", made, [])
        folder.write_reading(place, reading)
    ids = [record_id(file, ordinal) for file, numbers in files for ordinal in range(1, len(numbers) + 1)]
    for reviewer, device in devices.items():
        drafts = itertools.chain(_imports(files) if reviewer == "Ada" else (), _decisions(ids, events // 2))
        path = place / folder.journal_name(reviewer, device)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as journal:
            journal.writelines(f"{line}\n" for line in _lines(reviewer, device, drafts))
    return place


def appended(place: Path, reports: Sequence[str]) -> None:
    """Let the second reviewer's journal grow by a decision at full text on each of these reports."""
    reviewer, device = Reviewer(REVIEWERS[1]), DeviceId(f"{2:012x}")
    path = place / folder.journal_name(reviewer, device)
    last = path.read_bytes().rstrip().rpartition(b"\n")[2].decode()
    drafts = (Draft(report, Decision(Stage.FULL_TEXT, Verdict.INCLUDE)) for report in reports)
    start = codec.event(codec.parsed(last)).seq
    with path.open("a", encoding="utf-8", newline="\n") as journal:
        journal.writelines(f"{line}\n" for line in _lines(reviewer, device, drafts, start, codec.digest(last)))


def _record(file: FileId, ordinal: int, number: int) -> Record:
    words = [_WORDS[int(digit)] for digit in f"{number:07d}"]
    return Record(
        record_id(file, ordinal),
        title=f"On {' '.join(words)} in study {number}",
        authors=(f"Author{number % 977}, A.", f"Writer{number % 1009}, B."),
        year=2000 + number % 20,
        journal=f"Journal of {words[0].title()}",
        pages=f"{number % 900}-{number % 900 + 12}",
        abstract=" ".join(words * 12),
    )


def _imports(files: Iterable[tuple[FileId, range]]) -> Iterator[Draft]:
    yield Draft("s1", Search("ERIC"))
    for file, numbers in files:
        yield Draft(file, Import(SearchId("s1"), "x.ris", "RIS", len(numbers), 0))
    yield Draft("", Comparison(tuple(file for file, _ in files), dedup.RULES))


def _decisions(ids: Sequence[str], number: int) -> Iterator[Draft]:
    """First every report at title and abstract, then the first ones again and again, as people change their minds."""
    verdicts = itertools.cycle((Verdict.INCLUDE, Verdict.EXCLUDE, Verdict.EXCLUDE, Verdict.EXCLUDE))
    for subject, verdict in itertools.islice(zip(itertools.cycle(ids), verdicts, strict=False), number):
        yield Draft(subject, Decision(Stage.TITLE_ABSTRACT, verdict))


def _lines(
    reviewer: Reviewer, device: DeviceId, drafts: Iterable[Draft], after: int = 0, previous: str = ""
) -> Iterator[str]:
    last_on: dict[str, tuple[EventId, ...]] = {}
    for seq, draft in enumerate(drafts, start=after + 1):
        event = Event(
            id=EventId(str(uuid.uuid5(uuid.NAMESPACE_OID, f"{device} {seq}"))),
            actor=reviewer,
            device=device,
            seq=seq,
            previous=previous,
            time="2026-05-03T10:00:00Z",
            subject=draft.subject,
            body=draft.body,
            version="0.1.0",
            criteria="0" * 64,
            supersedes=frozenset(last_on.get(draft.subject, ())),
        )
        if isinstance(draft.body, Decision):
            last_on[draft.subject] = (event.id,)
        line = codec.event_line(event)
        previous = codec.digest(line)
        yield line
