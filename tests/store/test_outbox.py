from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit.model import Reviewer, Stage, Verdict
from reviewkit.store import codec, outbox
from tests.making import decide_all, open_review, two_devices
from tests.store.test_store import journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reviewkit.review import Review


def left_and_opened_again(ada: Review) -> Review:
    ada.close()
    return open_review(ada.session.folder, "Ada", 60, state=ada.session.folder.parent / "state of Ada 1")


def ids_in(path: Path) -> list[object]:
    return [codec.parsed(line)["id"] for line in path.read_bytes().splitlines()]


def own_ids(ada: Review) -> list[str]:
    lines = (codec.parsed(line) for line in ada.session.store.event_lines())
    return [str(line["id"]) for line in lines if line["device"] == ada.session.store.device]


def put_back(path: Path, data: bytes, stat: os.stat_result) -> None:
    """Make a file what it was, its time of change too."""
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def older_of_the_same_size(whole: bytes) -> bytes:
    """Without its last line, and a stranger's line that is as long in its place."""
    kept = whole[: whole.rstrip(b"\n").rfind(b"\n") + 1]
    return kept + b'{"id":"%s"}\n' % (b"x" * (len(whole) - len(kept) - len(b'{"id":""}\n')))


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[: whole.find(b"\n") + 1],
        lambda _: b"",
        lambda _: None,
        lambda whole: whole[whole.find(b"\n") + 1 :],
        lambda whole: b"".join(reversed(whole.splitlines(keepends=True)[1:])),
        lambda whole: b'{"id":[]}\n[]\n\n\xff\n' + whole[: len(whole) // 2],
        older_of_the_same_size,
    ],
    ids=["torn", "halved", "first line", "empty", "gone", "beheaded", "backwards", "strangers", "older, same size"],
)
def test_a_journal_that_is_not_as_it_was_left_is_completed_at_the_start(
    tmp_path: Path, damage: Callable[[bytes], bytes | None]
) -> None:
    ada, _ = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    ada = left_and_opened_again(ada)
    path, stat = journal(ada), journal(ada).stat()
    data = damage(path.read_bytes())
    ada.close()
    path.unlink()
    if data is not None:
        path.write_bytes(data)
        os.utime(path, ns=(0, stat.st_mtime_ns + 1))
    ada = left_and_opened_again(ada)
    assert ada.session.store.behind is None
    *lines, rest = path.read_bytes().split(b"\n")
    assert rest == b""
    own = [line.encode() for line in ada.session.store.event_lines()]
    assert sorted(line for line in lines if line in own) == sorted(own)


def test_what_was_committed_before_a_kill_is_delivered_also_to_a_journal_that_looks_as_it_was_remembered(
    tmp_path: Path,
) -> None:
    ada = left_and_opened_again(two_devices(tmp_path)[0])
    path = journal(ada)
    before, stat = path.read_bytes(), path.stat()
    decide_all(ada, Stage.TITLE_ABSTRACT)
    ada.session.store._engine.dispose()  # killed: nothing is remembered
    put_back(path, before, stat)
    again = open_review(ada.session.folder, "Ada", 60, state=ada.session.folder.parent / "state of Ada 1")
    assert sorted(map(str, ids_in(path))) == sorted(own_ids(again))


def test_a_kill_between_delivery_and_remembering_doubles_nothing(tmp_path: Path) -> None:
    ada = left_and_opened_again(two_devices(tmp_path)[0])
    decide_all(ada, Stage.TITLE_ABSTRACT)
    delivered = journal(ada).read_bytes()
    ada.session.store._engine.dispose()
    again = open_review(ada.session.folder, "Ada", 60, state=ada.session.folder.parent / "state of Ada 1")
    assert journal(again).read_bytes() == delivered


def test_a_journal_as_it_was_left_is_not_read_at_the_start_but_when_somebody_asks(tmp_path: Path) -> None:
    """Also the limit of it: changed bytes under the same size and time are found by a check, not by a start."""
    ada, _ = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    ada.close()
    path = journal(ada)
    whole, stat = path.read_bytes(), path.stat()
    put_back(path, older_of_the_same_size(whole), stat)
    ada = left_and_opened_again(ada)
    assert path.read_bytes() == older_of_the_same_size(whole)
    ada.session.store.mend_journals()
    assert set(own_ids(ada)) <= set(ids_in(path))


def test_a_journal_that_was_exchanged_while_the_program_ran_is_compared_at_the_next_start(tmp_path: Path) -> None:
    ada = left_and_opened_again(two_devices(tmp_path, articles=4)[0])
    path = journal(ada)
    first, second, *_ = ada.screening.queue(Stage.TITLE_ABSTRACT)
    ada.screening.decide(first, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    path.write_bytes(older_of_the_same_size(path.read_bytes()))
    os.utime(path, ns=(0, 0))
    ada.screening.decide(second, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    assert not set(own_ids(ada)) <= set(ids_in(path))
    ada = left_and_opened_again(ada)
    assert set(own_ids(ada)) <= set(ids_in(path))


def test_each_of_two_reviewers_at_one_device_has_a_whole_journal(tmp_path: Path) -> None:
    two_devices(tmp_path)
    folder, state = tmp_path / "ada" / "review", tmp_path / "state"
    for seed, (reviewer, other) in enumerate([("Ada", "Grace"), ("Grace", "Ada"), ("Ada", "Grace")], start=70):
        review = open_review(folder, reviewer, seed, state=state)
        review.screening.decide(min(review.session.state.reports()), Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
        review.close()
        path = folder / f"data/journal/{other}@{review.session.store.device}.jsonl"
        if path.exists():
            path.write_bytes(b"")
    again = open_review(folder, "Ada", 80, state=state)
    written = [
        one for path in folder.glob(f"data/journal/*@{again.session.store.device}.jsonl") for one in ids_in(path)
    ]
    assert sorted(map(str, written)) == sorted(own_ids(again))
    assert {codec.parsed(line)["actor"] for line in again.session.store.event_lines()} == {"Ada", "Grace"}


LINES = [(f"event {number}", codec.canonical({"id": f"event {number}", "note": "ä" * number})) for number in range(5)]
PRESENT = st.sampled_from([line for _, line in LINES] + ['{"id":"event 3"}', "{}", "no JSON", ""])


@given(st.lists(PRESENT), st.integers(0, 5), st.sampled_from(["", '{"id":"ev']))
def test_mending_adds_what_is_missing_once_and_takes_nothing_away(
    tmp_path_factory: pytest.TempPathFactory, present: list[str], own: int, torn: str
) -> None:
    path = tmp_path_factory.mktemp("journal") / "own.jsonl"
    path.write_bytes("".join(f"{line}\n" for line in present).encode() + torn.encode())
    left = outbox.mended(path, LINES[:own])
    stated = {"event 3"} if '{"id":"event 3"}' in present else set()
    missing = [line for identity, line in LINES[:own] if line not in present and identity not in stated]
    assert path.read_text(encoding="utf-8").split("\n") == [*present, *missing, ""]
    assert (left.size, left.events) == (path.stat().st_size, own)
    assert outbox.mended(path, LINES[:own]) == left
    assert outbox.extended(path, left, ["more"]).modified == path.stat().st_mtime_ns


def test_journals_of_another_device_are_none_to_go_on_from(tmp_path: Path) -> None:
    """As after a restore that made the device a new one: its first events are as many as the old device's."""
    ada, _ = two_devices(tmp_path)
    store = ada.session.store
    mine = outbox.Outbox(ada.session.folder, store.device, store._reading)
    mine.complete()
    other = outbox.Outbox(ada.session.folder, type(store.device)("another"), store._reading)
    assert mine.resume(mine.state())
    assert not mine.resume(mine.state().replace(store.device, "another"))
    assert other.resume(mine.state())
    assert other.state() == ""
    assert mine.size_left(f"data/journal/{Reviewer('Ada')}@{store.device}.jsonl") == journal(ada).stat().st_size
