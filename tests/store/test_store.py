from __future__ import annotations

import itertools
import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.errors import HistoryError
from reviewkit.model import Reviewer, Search, Stage, Verdict
from reviewkit.review import Review
from reviewkit.store import codec
from tests.making import decide_all, exchange, export, make_review, open_review, sync, two_devices
from tests.strategies import histories
from tests.test_fold import summary

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from reviewkit.model import Event


def database(review: Review) -> Path:
    return next((review.session.folder.parent).glob("state of*/**/review.sqlite"))


def journal(review: Review) -> Path:
    return next((review.session.folder / "data/journal").glob(f"*@{review.session.store.device}.jsonl"))


@given(histories())
@settings(max_examples=100, deadline=None)
def test_an_event_written_and_read_again_is_the_same(events: list[Event]) -> None:
    for event in events:
        line = codec.event_line(event)
        assert codec.event(codec.parsed(line)) == event
        assert codec.canonical(codec.parsed(line)) == line


def test_a_lone_surrogate_in_a_note_survives_the_journal() -> None:
    line = codec.canonical({"note": "half an emoji \ud83d"})
    assert codec.parsed(line.encode()) == {"note": "half an emoji \ud83d"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET line = '{}'",
        "DELETE FROM event",
        "INSERT INTO event SELECT id, device, seq, actor, kind, subject, '{}' FROM event LIMIT 1",
        "INSERT OR REPLACE INTO event SELECT id, device, seq, actor, kind, subject, '{}' FROM event LIMIT 1",
        "REPLACE INTO event SELECT id, device, seq, actor, kind, subject, '{}' FROM event LIMIT 1",
        "INSERT INTO event SELECT id, device, seq, actor, kind, subject, '{}' FROM event WHERE true LIMIT 1 "
        "ON CONFLICT (id) DO UPDATE SET line = excluded.line",
        "UPDATE OR REPLACE event SET id = 'x'",
    ],
)
def test_the_database_refuses_to_change_the_past(tmp_path: Path, statement: str) -> None:
    ada, _ = two_devices(tmp_path)
    connection = sqlite3.connect(database(ada))
    before = connection.execute("SELECT * FROM event ORDER BY id").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match=r"never|two events"):
        connection.execute(statement)
    assert connection.execute("SELECT * FROM event ORDER BY id").fetchall() == before


def test_inserting_a_known_event_again_changes_nothing(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    connection = sqlite3.connect(database(ada))
    before = connection.execute("SELECT * FROM event ORDER BY id").fetchall()
    connection.execute("INSERT OR REPLACE INTO event SELECT * FROM event")
    assert connection.execute("SELECT * FROM event ORDER BY id").fetchall() == before


def test_each_devices_history_is_a_chain_and_names_what_it_had_seen(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    sync(ada, grace)
    decide_all(grace, Stage.TITLE_ABSTRACT)
    own = sorted((one for one in grace.session.state.events() if one.actor == "Grace"), key=lambda one: one.seq)
    last_of_ada = max(one.seq for one in ada.session.state.events() if one.actor == "Ada")
    assert [one.seq for one in own] == [1, 2, 3]
    for before, after in itertools.pairwise(own):
        assert after.previous == codec.digest(codec.event_line(before))
    assert {one.seen[ada.session.store.device] for one in own} == {last_of_ada}


def test_two_clones_on_one_laptop_are_two_devices_and_a_moved_folder_stays_one(tmp_path: Path) -> None:
    folder, state = make_review(tmp_path / "review"), tmp_path / "state"

    def device(of: Path) -> str:
        review = Review.open(of, reviewer="Ada", state=state)
        review.close()
        return review.session.store.device

    first = device(folder)
    shutil.copytree(folder, tmp_path / "clone")
    second = device(tmp_path / "clone")
    assert second != first
    shutil.move(folder, tmp_path / "moved")
    assert device(tmp_path / "moved") == first
    assert device(tmp_path / "clone") == second


def test_a_lost_database_is_built_anew_from_the_folder(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    decide_all(grace, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    sync(ada, grace)
    again = open_review(ada.session.folder, "Ada", 7)
    assert again.session.store.device != ada.session.store.device
    assert summary(again.session.state) == summary(ada.session.state)


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_shuffled_split_repeated_renamed_and_crlf_journals_fold_alike(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    tmp = tmp_path_factory.mktemp("review")
    ada, grace = two_devices(tmp)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    ada.screening.undo()
    decide_all(grace, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE)
    sync(ada, grace)
    lines = [line for path in (ada.session.folder / "data/journal").glob("*.jsonl") for line in path.open("rb")]
    lines += chance.sample(lines, len(lines) // 2)
    chance.shuffle(lines)
    target = make_review(tmp / "third" / "review")
    shutil.copytree(ada.session.folder / "data/records", target / "data/records", dirs_exist_ok=True)
    review = open_review(target, "Grace", 3)
    for number, start in enumerate(range(0, len(lines), 3)):
        ending = chance.choice([b"\n", b"\r\n"])
        part = b"".join(line.rstrip(b"\n") + ending for line in lines[start : start + 3])
        name = chance.choice([f"copy {number}.jsonl", f"Ada@x (conflicted copy {number}).jsonl"])
        (target / "data/journal" / name).write_bytes(part)
        if chance.random() < 0.3:
            review.refresh()
    review.refresh()
    assert summary(review.session.state) == summary(ada.session.state)
    assert review.faults() == []


@pytest.mark.slow
def test_every_truncation_of_the_last_write_loses_nothing_and_is_mended(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    report = ada.screening.queue(Stage.TITLE_ABSTRACT)[0]
    path = journal(ada)
    before = path.stat().st_size
    ada.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.EXCLUDE, note="öäü – ein Grund")
    whole = path.read_bytes()
    expected = summary(ada.session.state)
    ada.close()
    for size in range(before, len(whole)):
        path.write_bytes(whole[:size])
        again = open_review(ada.session.folder, "Ada")
        assert path.read_bytes() == whole
        assert summary(again.session.state) == expected
        again.close()


def test_a_half_arrived_line_and_record_file_count_when_they_are_whole(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    source, target = ada.session.folder, make_review(tmp_path / "third" / "review")
    records = next((source / "data/records").glob("*.jsonl"))
    late = open_review(target, "Grace", 3)
    for path in (records, journal(ada)):
        there = target / path.relative_to(source)
        data = path.read_bytes()
        for cut in (len(data) // 3, len(data) // 2, len(data) - 1):
            there.write_bytes(data[:cut])
            late.refresh()
            assert summary(late.session.state) != summary(ada.session.state)
            assert late.faults() == []
        there.write_bytes(data)
    late.refresh()
    assert summary(late.session.state) == summary(ada.session.state)


def test_a_line_that_is_no_event_is_named_and_the_others_count(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    path = journal(ada)
    lines = path.read_bytes().splitlines(keepends=True)
    lines[3:3] = [b"this is no JSON\n", b'{"v":1,"kind":"decision"}\n', b'{"v":99}\n']
    (grace.session.folder / "data/journal/from a stick.jsonl").write_bytes(b"".join(lines))
    grace.refresh()
    assert [(fault.path, fault.line) for fault in grace.faults()] == [
        ("data/journal/from a stick.jsonl", number) for number in (4, 5, 6)
    ]
    assert grace.home().stages[0].decided[Reviewer("Ada")] == 3


def test_one_id_with_two_contents_is_an_error_that_names_both(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    sync(ada, grace)
    forged = journal(ada).read_text(encoding="utf-8").replace('"verdict":"include"', '"verdict":"exclude"')
    (grace.session.folder / "data/journal/forged.jsonl").write_text(forged, encoding="utf-8")
    grace.refresh()
    faults = [str(fault) for fault in grace.faults()]
    assert len(faults) == 3
    assert all("two contents" in fault and "Ada" in fault for fault in faults)
    assert grace.home().stages[0].included == 0


def test_links_in_the_folder_are_not_followed(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    secret = tmp_path / "secret.jsonl"
    secret.write_text("{}\n", encoding="utf-8")
    (ada.session.folder / "data/journal/link.jsonl").symlink_to(secret)
    ada.refresh()
    assert ["link" in str(fault) for fault in ada.faults()] == [True]


def test_two_programs_of_one_reviewer_share_one_history(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path, articles=6)
    other = open_review(ada.session.folder, "Ada", 5, state=ada.session.folder.parent / "state of Ada 1")
    assert other.session.store.device == ada.session.store.device
    for program, report in zip([ada, other] * 3, ada.screening.queue(Stage.TITLE_ABSTRACT), strict=True):
        program.screening.decide(report, Stage.TITLE_ABSTRACT, Verdict.INCLUDE)
    ada.refresh()
    other.refresh()
    assert summary(ada.session.state) == summary(other.session.state)
    assert ada.home().stages[0].decided[Reviewer("Ada")] == 6
    seqs = sorted(event.seq for event in ada.session.state.events())
    assert seqs == list(range(1, len(seqs) + 1))


def test_a_journal_that_a_synchroniser_rolled_back_is_completed_at_the_next_write(tmp_path: Path) -> None:
    ada, _ = two_devices(tmp_path)
    path = journal(ada)
    older = path.read_bytes()
    decide_all(ada, Stage.TITLE_ABSTRACT)
    path.write_bytes(older)
    ada.screening.undo()
    third = make_review(tmp_path / "third" / "review")
    exchange(ada.session.folder, third)
    assert summary(open_review(third, "Grace", 9).session.state) == summary(ada.session.state)


def test_writing_one_id_twice_through_the_store_raises(tmp_path: Path) -> None:
    folder = make_review(tmp_path / "review")
    review = open_review(folder, "Ada")
    review.session.store._new_id = lambda: "00000000-0000-0000-0000-000000000001"
    with pytest.raises(HistoryError, match="two events"):
        review.searches.import_file(export(tmp_path / "x.ris", [1, 2]), Search("ERIC"))
