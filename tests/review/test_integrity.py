"""Real journals of two real reviews, tampered with one line at a time, and folders from a stranger."""

from __future__ import annotations

import json
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewkit.cli import run
from reviewkit.integrity.findings import Severity
from reviewkit.model import Decision, Draft, Stage, Verdict
from reviewkit.store import codec
from tests.making import decide_all, export, open_review, sync, two_devices
from tests.test_fold import summary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reviewkit.integrity.findings import Finding
    from reviewkit.review import Review

TITLES = Stage.TITLE_ABSTRACT


def worked(tmp: Path) -> tuple[Review, Review]:
    """Ada's and Grace's reviews after each has decided, knowing of nothing, and all was exchanged."""
    ada, grace = two_devices(tmp)
    decide_all(ada, TITLES)
    decide_all(grace, TITLES, Verdict.EXCLUDE, ["timeframe"])
    sync(ada, grace)
    ada.screening.undo()
    sync(ada, grace)
    return ada, grace


def journal(review: Review, of: str) -> Path:
    return next((review.session.folder / "data/journal").glob(f"{of}@*.jsonl"))


def places(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(finding.kind, finding.where) for finding in findings]


def kinds(findings: Sequence[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


def stranger(review: Review, *lines: bytes | str, name: str = "stranger.jsonl") -> None:
    """Put a journal that nobody of the review wrote into the folder, and look again."""
    data = [line if isinstance(line, bytes) else line.encode() for line in lines]
    (review.session.folder / "data/journal" / name).write_bytes(b"".join(line + b"\n" for line in data))
    review.refresh()


def forged(review: Review, **fields: object) -> str:
    """The last event of Grace's journal with other fields, under an id of its own."""
    known = json.loads(journal(review, "Grace").read_text(encoding="utf-8").splitlines()[-1])
    return json.dumps({**known, "id": "ffffffff-0000-0000-0000-000000000001", **fields})


# ------------------------------------------------------------------------------------------------ verify


def test_what_two_people_did_verifies_clean_on_both_devices_and_on_a_strangers(tmp_path: Path) -> None:
    ada, grace = worked(tmp_path)
    shutil.copytree(ada.session.folder, tmp_path / "third" / "review")
    for review in (ada, grace, open_review(tmp_path / "third" / "review", "Grace", 9)):
        found = review.integrity.verify()
        assert found.findings == ()
        assert not found.broken
        assert [(one.events, one.last) for one in found.devices] == [(one.events, one.events) for one in found.devices]
        assert kinds(review.integrity.check()) <= {"criteria"}


EDITS: list[tuple[str, Callable[[list[bytes], int, int], list[bytes]]]] = [
    ("verdict", lambda lines, a, b: [*lines[:a], re.sub(b'"time":"[^"]*"', b'"time":"x"', lines[a]), *lines[a + 1 :]]),
    ("removed", lambda lines, a, b: lines[:a] + lines[a + 1 :]),
    ("swapped", lambda lines, a, b: [*lines[:a], lines[b], *lines[a + 1 : b], lines[a], *lines[b + 1 :]]),
    ("unreadable", lambda lines, a, b: [*lines[:a], lines[a][:-9] + b"\n", *lines[a + 1 :]]),
]


@given(st.sampled_from(["Ada", "Grace"]), st.sampled_from(EDITS), st.data())
@settings(max_examples=40, deadline=None)
def test_any_edit_removal_or_swap_of_a_line_is_found_and_its_place_named(
    tmp_path_factory: pytest.TempPathFactory,
    whose: str,
    edit: tuple[str, Callable[[list[bytes], int, int], list[bytes]]],
    data: st.DataObject,
) -> None:
    ada, grace = worked(tmp_path_factory.mktemp("review"))
    other = grace if whose == "Ada" else ada
    path = journal(other, whose)
    name, lines = f"data/journal/{path.name}", path.read_bytes().splitlines(keepends=True)
    a, b = sorted(data.draw(st.lists(st.sampled_from(range(len(lines))), min_size=2, max_size=2, unique=True)))
    path.write_bytes(b"".join(edit[1](lines, a, b)))
    device = json.loads(lines[a])["device"]
    other.refresh()
    expected = {
        "verdict": ("edited", f"{name}, line {a + 1}"),
        "removed": ("removed", f"device {device}, event {a + 1}"),
        "swapped": ("reordered", f"{name}, line {a + 2}"),
        "unreadable": ("unreadable", f"{name}, line {a + 1}"),
    }[edit[0]]
    found = other.integrity.verify()
    assert found.broken
    assert expected in places(found.findings)


@given(st.sampled_from(["Ada", "Grace"]), st.sampled_from(EDITS[:2]), st.data())
@settings(max_examples=20, deadline=None)
def test_a_device_that_never_had_the_original_finds_it_by_the_chain(
    tmp_path_factory: pytest.TempPathFactory,
    whose: str,
    edit: tuple[str, Callable[[list[bytes], int, int], list[bytes]]],
    data: st.DataObject,
) -> None:
    tmp = tmp_path_factory.mktemp("review")
    ada, _ = worked(tmp)
    path = journal(ada, whose)
    lines = path.read_bytes().splitlines(keepends=True)
    a = data.draw(st.integers(0, len(lines) - 2))
    path.write_bytes(b"".join(edit[1](lines, a, a)))
    shutil.copytree(ada.session.folder, tmp / "third" / "review")
    third = open_review(tmp / "third" / "review", "Grace", 9)
    device = json.loads(lines[a])["device"]
    found = places(third.integrity.verify().findings)
    if edit[0] == "removed":
        assert ("gap", f"device {device}, before event {a + 2}") in found
    else:
        where = f"data/journal/{path.name}, line {a + 1} (device {device}, event {a + 1})"
        assert ("edited", where) in found


def test_a_cut_journal_is_told_by_what_the_other_device_had_seen(tmp_path: Path) -> None:
    ada, grace = worked(tmp_path)
    decide_all(grace, Stage.FULL_TEXT)
    grace.screening.undo()
    sync(ada, grace)
    path = journal(ada, "Ada")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    shutil.copytree(ada.session.folder, tmp_path / "third" / "review")
    third = open_review(tmp_path / "third" / "review", "Grace", 9)
    (finding,) = third.integrity.verify().findings
    assert (finding.kind, finding.where) == ("cut", f"device {ada.session.store.device}, after event {len(lines) - 1}")


def test_a_changed_export_and_a_changed_record_are_named(tmp_path: Path) -> None:
    ada, _ = worked(tmp_path)
    shutil.copytree(ada.session.folder, tmp_path / "third" / "review")
    records = next((tmp_path / "third/review/data/records").glob("*.jsonl"))
    records.write_text(records.read_text(encoding="utf-8").replace("kindergartens", "prisons", 1), encoding="utf-8")
    third = open_review(tmp_path / "third" / "review", "Grace", 9)
    (finding,) = third.integrity.verify().findings
    assert (finding.kind, finding.where) == ("record", f"data/records/{records.name}")
    assert "entry 1 " in finding.what
    (tmp_path / "third/review/data/searches/first.ris").write_bytes(b"TY  - JOUR\n")
    assert ("changed", "data/searches/first.ris") in places(third.integrity.verify().findings)


def test_the_evidence_says_whose_device_held_what_and_a_report_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, grace = two_devices(tmp_path)
    first, second, _ = ada.screening.queue(TITLES)
    ada.screening.decide(first, TITLES, Verdict.INCLUDE)
    grace.screening.decide(first, TITLES, Verdict.INCLUDE)
    ada.screening.decide(second, TITLES, Verdict.INCLUDE)
    sync(ada, grace)
    grace.screening.decide(second, TITLES, Verdict.EXCLUDE)
    sync(ada, grace)
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "ada" / "state of Ada 1"))
    command = ["--review", str(ada.session.folder), "--as", "Ada", "verify"]
    assert run(command) == 0
    out = capsys.readouterr().out
    assert "2 pairs of decisions: 1 independent" in out
    assert "1 where a device held the other's decision" in out
    assert "assumes honest devices" in out
    assert run([*command, "--report", first]) == 0
    assert "independent: neither device had taken in" in capsys.readouterr().out
    assert run([*command, "--report", second]) == 0
    assert f"of device {ada.session.store.device}) before Grace decided" in capsys.readouterr().out
    assert run([*command, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert [one["ground"] for one in value["evidence"]] == ["apart", "hidden"]
    assert value["broken"] is False


@pytest.mark.parametrize("repairing", [False, True])
def test_neither_command_tells_what_the_colleague_decided_before_oneself(tmp_path: Path, repairing: bool) -> None:
    seen = []
    for verdict, reasons in ((Verdict.INCLUDE, []), (Verdict.EXCLUDE, ["timeframe"])):
        ada, grace = two_devices(tmp_path / verdict.value)
        decide_all(grace, TITLES, verdict, reasons)
        path = ada.session.folder / "criteria/screening.toml"
        path.write_text(path.read_text(encoding="utf-8").replace('id = "timeframe"', 'id = "era"'), encoding="utf-8")
        sync(ada, grace)
        tried = ada.integrity.repair() if repairing else []
        seen.append((ada.integrity.check(), tried, ada.integrity.verify()))
        assert "reason" not in kinds(ada.integrity.check())
    assert seen[0] == seen[1]


# ------------------------------------------------------------------------------------------------ check


def test_a_reason_whose_criterion_is_gone_is_named_to_who_may_know(tmp_path: Path) -> None:
    _, grace = worked(tmp_path)
    path = grace.session.folder / "criteria/screening.toml"
    text = path.read_text(encoding="utf-8").replace('id = "timeframe"', 'id = "era"')
    path.write_text(text, encoding="utf-8")
    grace.refresh()
    (gone,) = [one for one in grace.integrity.check() if one.kind == "reason"]
    assert gone.severity is Severity.ERROR
    assert '"timeframe", which is in no criteria' in gone.what
    path.write_text(text.replace("retired = []", 'retired = ["timeframe"]'), encoding="utf-8")
    grace.refresh()
    (retired,) = [one for one in grace.integrity.check() if one.kind == "reason"]
    assert retired.severity is Severity.HINT


def test_criteria_that_differ_between_devices_are_named_with_the_device_and_the_file(tmp_path: Path) -> None:
    ada, grace = worked(tmp_path)
    path = grace.session.folder / "criteria/search.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# mine\n", encoding="utf-8")
    grace.refresh()
    grace.screening.undo()
    sync(ada, grace)
    (finding,) = [one for one in ada.integrity.check() if one.kind == "criteria"]
    assert finding.severity is Severity.WARNING
    assert grace.session.store.device in finding.where
    assert "search.toml differs" in finding.what


def test_decisions_of_a_name_that_is_nobodys_are_an_error_and_of_one_who_left_a_hint(tmp_path: Path) -> None:
    ada, _ = worked(tmp_path)
    stranger(ada, forged(ada, actor="Mallory", device="ee", seq=1, previous="", supersedes=[]))
    (finding,) = [one for one in ada.integrity.check() if one.kind == "reviewer"]
    assert finding.severity is Severity.ERROR
    assert '"Mallory"' in finding.what
    path = ada.session.folder / "criteria/review.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Grace"', '"Mallory"'), encoding="utf-8")
    ada.refresh()
    (left,) = [one for one in ada.integrity.check() if one.kind == "reviewer"]
    assert left.severity is Severity.HINT
    assert '"Grace"' in left.what


def test_two_readings_that_differ_are_named_and_the_lowest_event_counts(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    source = next((ada.session.folder / "data/records").glob("*.jsonl"))
    imported = next(line for line in journal(ada, "Ada").open(encoding="utf-8") if '"kind":"import"' in line)
    mine = grace.session.store.device
    other = (
        source.read_text(encoding="utf-8").replace(ada.session.store.device, mine).replace("kindergartens", "inns", 1)
    )
    (grace.session.folder / "data/records" / f"{source.name[:64]}-{mine}.jsonl").write_text(other, encoding="utf-8")
    value = {**json.loads(imported), "id": "ffffffff-0000-0000-0000-000000000009", "device": mine, "seq": 1}
    stranger(grace, json.dumps({**value, "previous": "", "actor": "Grace"}))
    (finding,) = [one for one in grace.integrity.check() if one.kind == "readings"]
    assert finding.where.endswith(f"{mine}.jsonl")
    assert f"entry 1 differently from device {ada.session.store.device}, whose reading counts" in finding.what


def test_heads_that_differ_a_wrong_settler_and_a_decision_ahead_are_named(tmp_path: Path) -> None:
    ada, grace = worked(tmp_path)
    first, second, third = sorted(ada.session.state.reports())
    again = open_review(ada.session.folder, "Ada", 7)
    ada.screening.decide(third, TITLES, Verdict.EXCLUDE)
    again.session.write([Draft(third, Decision(TITLES, Verdict.INCLUDE), frozenset())])
    again.session.write([Draft(first, Decision(Stage.FULL_TEXT, Verdict.INCLUDE), frozenset())])
    ada.screening.resolve(second, TITLES, Verdict.INCLUDE, by=["Ada", "Grace"])
    line = journal(ada, "Ada").read_text(encoding="utf-8").splitlines()[-1]
    value = json.loads(line)
    value |= {"id": "ffffffff-0000-0000-0000-000000000003", "seq": value["seq"] + 1, "previous": codec.digest(line)}
    value |= {"supersedes": [json.loads(line)["id"]]}
    value["body"] |= {"how": "adjudication", "by": ["Grace"]}
    ada.refresh()
    assert kinds(ada.integrity.check()) == {"heads", "ahead"}
    stranger(ada, json.dumps(value))
    found = {one.kind: one for one in ada.integrity.check()}
    assert found["heads"].what.startswith("Ada has 2 decisions")
    assert "settled at title and abstract by Grace, who had decided on it too" in found["resolution"].what
    assert found["ahead"].severity is Severity.HINT
    assert grace.integrity.verify().findings == ()


def test_links_and_decisions_on_records_that_are_not_here_are_named(tmp_path: Path) -> None:
    ada, _ = worked(tmp_path)
    body = {"a": "x:y", "b": "zz", "verdict": "same", "origin": "person", "score": 1}
    link = forged(ada, device="e1", seq=1, previous="", supersedes=[], kind="link", body=body, subject="x:y")
    lost = forged(
        ada, device="e2", seq=1, previous="", supersedes=[], id="ffffffff-0000-0000-0000-000000000002", subject="a:1"
    )
    stranger(ada, link, lost)
    assert {"link", "nowhere"} <= kinds(ada.integrity.check())


def test_an_import_whose_records_have_not_come_is_a_hint(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    grace.searches.import_file(export(tmp_path / "more.ris", [7, 8]), grace.session.state.searches().popitem()[0])
    sync(ada, grace)
    for path in (grace.session.folder / "data/records").glob(f"*-{grace.session.store.device}.jsonl"):
        (ada.session.folder / "data/records" / path.name).unlink()
    shutil.copytree(ada.session.folder, tmp_path / "third" / "review")
    third = open_review(tmp_path / "third" / "review", "Ada", 9)
    (finding,) = [one for one in third.integrity.check() if one.kind == "arriving"]
    assert finding.severity is Severity.HINT
    assert '"more.ris"' in finding.what


# ------------------------------------------------------------------------------------------------ repair


def test_repair_mends_what_is_safe_deletes_nothing_and_changes_no_decision(tmp_path: Path) -> None:
    ada, grace = worked(tmp_path)
    before, folder = summary(ada.session.state), ada.session.folder
    own, hers = journal(ada, "Ada"), journal(ada, "Grace")
    (own.parent / "Ada (conflicted copy).jsonl").write_bytes(b"".join(own.open("rb").readlines()[:2]))
    (own.parent / ".writing-abc").write_bytes(b"half")
    own.write_bytes(b"".join(reversed(own.read_bytes().splitlines(keepends=True)[:-1])))
    lost = hers.read_bytes()
    hers.unlink()
    ada.refresh()
    assert {"reordered", "undelivered", "removed", "leftover", "copy"} <= kinds(ada.integrity.check())
    assert all(one.done for one in ada.integrity.repair())
    assert ada.integrity.check() == []
    assert summary(ada.session.state) == before
    assert own.read_bytes() == journal(grace, "Ada").read_bytes()
    assert next(own.parent.glob("recovered-by-*.jsonl")).read_bytes() == lost
    aside = {path.name for path in (folder / "data/out/tidied").iterdir()}
    assert aside >= {own.name, "Ada (conflicted copy).jsonl", "writing-abc"}


def test_repair_compares_what_two_devices_imported_at_once(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    search = ada.session.state.searches().popitem()[0]
    ada.searches.import_file(export(tmp_path / "a.ris", [11, 12]), search)
    grace.searches.import_file(export(tmp_path / "b.ris", [12, 13]), search)
    sync(ada, grace)
    assert "uncompared" in kinds(ada.integrity.check())
    assert [(one.repair, one.done) for one in ada.integrity.repair()] == [("compare", True)]
    assert ada.integrity.check() == []


def test_a_repair_that_nobody_may_do_says_why_and_check_alone_writes_nothing(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    search = ada.session.state.searches().popitem()[0]
    ada.searches.import_file(export(tmp_path / "a.ris", [11, 12]), search)
    grace.searches.import_file(export(tmp_path / "b.ris", [12, 13]), search)
    sync(ada, grace)
    files = {path: path.read_bytes() for path in ada.session.folder.rglob("*") if path.is_file()}
    ada.integrity.check()
    ada.integrity.verify()
    assert {path: path.read_bytes() for path in ada.session.folder.rglob("*") if path.is_file()} == files
    ada.session.reviewer = None
    (tried,) = ada.integrity.repair()
    assert not tried.done
    assert "nobody has said who is at this device" in tried.what


def test_a_copy_with_a_line_that_stands_nowhere_else_is_left_where_it_is(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(grace, TITLES)
    copy = ada.session.folder / "data/journal/Grace (conflicted copy).jsonl"
    shutil.copy(journal(grace, "Grace"), copy)
    ada.refresh()
    assert "copy" not in kinds(ada.integrity.check())
    ada.integrity.repair()
    assert copy.exists()


# ------------------------------------------------------------------------------------------------ a stranger's folder

ESCAPE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"


def test_escapes_in_names_notes_and_actors_never_reach_the_terminal_raw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, _ = worked(tmp_path)
    body = {"stage": "title_abstract", "verdict": "exclude", "reasons": [f"r{ESCAPE}"], "note": f"n{ESCAPE}"}
    line = forged(
        ada, actor=f"Eve{ESCAPE}", device=f"d{ESCAPE}", seq=5, body=body, seen={f"s{ESCAPE}": 9}, supersedes=[]
    )
    stranger(ada, line, b'{"v":1,"kind":"\x1b[2J"}', name=f"a{ESCAPE}.jsonl")
    (ada.session.folder / "data/searches" / f"x{ESCAPE}.ris").write_bytes(b"x")
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "ada" / "state of Ada 1"))
    for command in ("verify", "check", "check --repair", "conflicts", "status"):
        run(["--review", str(ada.session.folder), "--as", "Ada", *command.split()])
        printed = "".join(capsys.readouterr())
        assert "owned" in printed or command in ("conflicts", "status")
        assert not set(printed) & set("\x1b\x07\x9b\u202e")


def test_a_forged_actor_shows_in_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, grace = worked(tmp_path)
    lines = journal(ada, "Grace").read_text(encoding="utf-8").splitlines()
    last = json.loads(lines[-1])
    forgery = forged(ada, actor="Ada", seq=last["seq"] + 1, previous=codec.digest(lines[-1]), supersedes=[])
    stranger(ada, *lines, forgery, name=journal(ada, "Grace").name)
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "ada" / "state of Ada 1"))
    run(["--review", str(ada.session.folder), "--as", "Ada", "verify"])
    out = capsys.readouterr().out
    assert f"Device {grace.session.store.device}: {len(lines) + 1} events (Ada 1, Grace {len(lines)}); several" in out
    assert "in a file that belongs to Grace" in out


def test_an_event_in_ones_own_name_at_a_place_already_taken_is_a_fork(tmp_path: Path) -> None:
    ada, _ = worked(tmp_path)
    own = json.loads(journal(ada, "Ada").read_text(encoding="utf-8").splitlines()[2])
    stranger(ada, json.dumps({**own, "id": "ffffffff-0000-0000-0000-000000000001", "time": "forged"}))
    found = ada.integrity.verify()
    assert found.broken
    assert f"device {own['device']}, event 3" in next(one.where for one in found.findings if one.kind == "fork")


def test_a_name_that_leads_out_of_the_folder_is_never_opened(tmp_path: Path) -> None:
    ada, _ = worked(tmp_path)
    secret = tmp_path / "ada" / "secret.ris"
    secret.write_bytes(b"TY  - JOUR\nTI  - hidden\nER  - \n")
    body = {"search": "s", "name": "../../../secret.ris", "format": "RIS", "records": 1, "rejected": 0}
    stranger(
        ada, forged(ada, device="ee", seq=1, previous="", supersedes=[], kind="import", subject="e" * 64, body=body)
    )
    (ada.session.folder / "data/searches/link.ris").symlink_to(secret)
    (ada.session.folder / "data/records/link.jsonl").symlink_to(secret)
    ada.refresh()
    for found in (ada.integrity.verify().findings, ada.integrity.check()):
        assert {"missing", "unread", "unreadable"} <= kinds(found)
        assert "hidden" not in "".join(f"{one.what}" for one in found)
    ada.integrity.repair()
    assert secret.read_bytes() == b"TY  - JOUR\nTI  - hidden\nER  - \n"
    assert (ada.session.folder / "data/searches/link.ris").is_symlink()


NOT_EVENTS = [
    pytest.param('{"v":1,"a":' + "[" * 50_000 + "]" * 50_000 + "}", id="deep nesting"),
    pytest.param(b"\xff\xfe\x00", id="no text"),
    pytest.param("9" * 10_000, id="a number of ten thousand digits"),
    pytest.param('{"v":NaN}', id="no number"),
    pytest.param("[]", id="a list"),
]


@pytest.mark.parametrize("line", NOT_EVENTS)
def test_a_line_that_is_no_event_is_named_and_harms_nothing(tmp_path: Path, line: bytes | str) -> None:
    ada, _ = worked(tmp_path)
    before = summary(ada.session.state)
    stranger(ada, line)
    assert summary(ada.session.state) == before
    assert places(ada.integrity.verify().findings) == [("unreadable", "data/journal/stranger.jsonl, line 1")]


STRANGE = [
    pytest.param({"seq": True}, id="seq a truth value"),
    pytest.param({"seq": 0}, id="seq 0"),
    pytest.param({"seq": 2**62}, id="a far seq"),
    pytest.param({"seen": {"d": 10**40}}, id="a far seen"),
    pytest.param({"seen": {"d": -5}}, id="a negative seen"),
    pytest.param({"id": "../../x"}, id="an id that is a path"),
    pytest.param({"v": -3}, id="a negative format"),
    pytest.param({"kind": ["x"]}, id="a kind that is a list"),
    pytest.param({"subject": "a:b:c"}, id="a subject that is no record"),
    pytest.param({"body": {"stage": [1], "verdict": {}}}, id="a body of other types"),
    pytest.param(
        {"kind": "criteria", "subject": "z", "body": {"files": [["../../x", "y"]]}}, id="criteria from outside"
    ),
    pytest.param({"supersedes": ["x"] * 1000}, id="supersedes a thousand"),
]


@pytest.mark.parametrize("fields", STRANGE)
def test_an_absurd_event_is_named_and_nothing_breaks(tmp_path: Path, fields: dict[str, object]) -> None:
    ada, _ = worked(tmp_path)
    stranger(ada, forged(ada, **{"device": "ee", "seq": 3, "previous": "x", **fields}))
    assert ada.integrity.verify().broken
    ada.integrity.check()
    decide_all(ada, TITLES)
    assert ada.home().faults == tuple(str(fault) for fault in ada.faults())


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"seq": 2**63}, id="a seq beyond what the database holds"),
        pytest.param({"device": "\ud800"}, id="half a character as device"),
        pytest.param({"actor": "\ud800"}, id="half a character as actor"),
        pytest.param({"actor": "../../../out"}, id="an actor that is a path, on the reader's own device"),
    ],
)
def test_an_event_that_no_journal_could_bear_is_refused(tmp_path: Path, fields: dict[str, object]) -> None:
    ada, _ = worked(tmp_path)
    stranger(ada, forged(ada, **{"device": ada.session.store.device, "seq": 500, **fields}))
    ada.close()
    again = open_review(ada.session.folder, "Ada", 1)
    assert places(again.integrity.verify().findings) == [("unreadable", "data/journal/stranger.jsonl, line 1")]
    assert list(tmp_path.rglob("*out@*")) == []


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_a_file_name_that_is_no_text_is_named_and_harms_nothing(tmp_path: Path) -> None:
    ada, _ = worked(tmp_path)
    (ada.session.folder / "data/journal" / os.fsdecode(b"caf\xe9.jsonl")).write_bytes(b"{}\n")
    (ada.session.folder / "data/searches" / os.fsdecode(b"caf\xe9.ris")).write_bytes(b"x")
    ada.refresh()
    assert ada.integrity.verify().broken
