from __future__ import annotations

import pytest

from reviewkit.integrity.exports import Imported, Reading, Stored, findings, readings, reread
from reviewkit.integrity.findings import Severity
from reviewkit.model import DeviceId, FileId

A, B = FileId("a" * 64), FileId("b" * 64)
ERIC = Imported(A, "eric.nbib")


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ([Stored("eric.nbib", A)], []),
        ([], [("missing", "data/searches/eric.nbib")]),
        ([Stored("eric.nbib", B)], [("changed", "data/searches/eric.nbib")]),
        ([Stored("moved.nbib", A)], [("renamed", "data/searches/eric.nbib")]),
        ([Stored("eric.nbib", B), Stored("moved.nbib", A)], [("renamed", "data/searches/eric.nbib")]),
        ([Stored("eric.nbib", A), Stored("more.ris", B)], [("extra", "data/searches/more.ris")]),
        (
            [Stored("eric.nbib", "", "is a link")],
            [("missing", "data/searches/eric.nbib"), ("unread", "data/searches/eric.nbib")],
        ),
    ],
)
def test_exports_are_held_to_their_content(stored: list[Stored], expected: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.where) for one in findings(stored, [ERIC, ERIC])] == expected


def reading(device: str, entries: dict[int, str], version: str = "1") -> Reading:
    return Reading(A, DeviceId(device), f"data/records/{device}.jsonl", entries, version)


@pytest.mark.parametrize(
    ("now", "version", "severity"),
    [
        ({1: "x", 2: "y"}, "1", None),
        ({1: "x", 2: "z"}, "1", Severity.ERROR),
        ({1: "x"}, "1", Severity.ERROR),
        ({1: "x", 2: "z"}, "2", Severity.WARNING),
    ],
)
def test_a_record_file_is_held_to_its_export(now: dict[int, str], version: str, severity: Severity | None) -> None:
    found = reread(reading("d1", {1: "x", 2: "y"}), now, version)
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all("entry 2 " in one.what for one in found)


def test_two_readings_of_one_export_are_compared_entry_by_entry() -> None:
    one, other = reading("d1", {1: "x", 2: "y", 3: "z"}), reading("d2", {1: "x", 2: "Y"})
    (finding,) = readings([one, other], {A: DeviceId("d1")})
    assert finding.where == other.path
    assert "entry 2 to 3 " in finding.what
    assert readings([one, reading("d2", dict(one.entries))], {A: DeviceId("d1")}) == []
