"""The archive: complete, the same every time, and harmless to open."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.errors import InputError, NotAllowedError, ReviewkitError
from reviewkit.model import Stage
from reviewkit.review import Review, verify_archive
from tests.making import decide_all, open_review, sync, two_devices
from tests.review.past import build
from tests.store.test_store import journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OUTPUTS = ("flow.csv", "flow.md", "flow.svg", "included.csv")


def content(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {info.filename: packed.read(info) for info in packed.infolist()}


def repacked(path: Path, change: Callable[[dict[str, bytes]], None], *, summed: bool = False) -> Path:
    """The archive with its members changed, and its manifest too where whoever did it was careful."""
    members = content(path)
    change(members)
    if summed:
        manifest = json.loads(members["manifest.json"])
        manifest["files"] = {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            for name, data in members.items()
            if name != "manifest.json"
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return target


@pytest.fixture
def whole(tmp_path: Path) -> tuple[Review, Path]:
    """A finished review, and its archive."""
    ada = build(tmp_path)
    return ada, ada.keeping.archive(tmp_path / "whole.zip").path


def test_an_archive_holds_the_review_and_rebuilds_every_output(whole: tuple[Review, Path]) -> None:
    ada, path = whole
    found = verify_archive(path)
    assert (found.faults, found.notes, found.outputs) == ((), (), OUTPUTS)
    assert found.program.startswith("reviewkit ")
    assert found.events == len(list(ada.session.state.events()))
    members = content(path)
    for below in ("criteria/*.toml", "data/journal/*.jsonl", "data/records/*.jsonl", "data/searches/*.ris"):
        for file in ada.session.folder.glob(below):
            assert members[file.relative_to(ada.session.folder).as_posix()] == file.read_bytes()
    ada.results.write_flow()
    assert members["data/out/flow.csv"] == (ada.session.folder / "data/out/flow.csv").read_bytes()


def test_the_same_review_gives_the_same_bytes_whoever_asks(whole: tuple[Review, Path], tmp_path: Path) -> None:
    ada, path = whole
    grace = open_review(ada.session.folder, "Grace", 9)
    again = grace.keeping.archive(tmp_path / "again.zip").path
    assert again.read_bytes() == path.read_bytes()


def test_an_archive_of_a_review_in_progress_shows_nobodys_open_decision_in_its_outputs(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    sync(ada, grace)
    paths = [one.keeping.archive(tmp_path / f"{one.session.reviewer}.zip").path for one in (ada, grace)]
    assert content(paths[0])["data/out/included.csv"] == content(paths[1])["data/out/included.csv"]
    assert all(not verify_archive(path).faults for path in paths)


def test_without_abstracts_none_is_in_it_and_the_outputs_are_still_rebuilt(
    whole: tuple[Review, Path], tmp_path: Path
) -> None:
    ada, path = whole
    bare = ada.keeping.archive(tmp_path / "bare.zip", abstracts=False)
    assert any("abstracts" in one for one in bare.left_out)
    words = b"An account of"
    assert any(words in data for data in content(path).values())
    members = content(bare.path)
    assert not any(words in data for data in members.values())
    assert not any(name.startswith("data/searches/") for name in members)
    assert json.loads(members["manifest.json"])["abstracts"] is False
    found = verify_archive(bare.path)
    assert (found.faults, found.abstracts) == ((), False)
    assert members["data/out/flow.csv"] == content(path)["data/out/flow.csv"]
    assert members["data/out/flow.md"] == content(path)["data/out/flow.md"]


def test_a_torn_last_line_and_files_of_other_programs_stay_out(whole: tuple[Review, Path], tmp_path: Path) -> None:
    ada, path = whole
    folder = ada.session.folder
    other = next(one for one in folder.glob("data/journal/*.jsonl") if one != journal(ada))
    with other.open("ab") as file:
        file.write(b'{"half a line')
    (folder / "data/journal/.sync-conflict").write_text("x", encoding="utf-8")
    (folder / "data/searches/link.ris").symlink_to(journal(ada))
    made = ada.keeping.archive(tmp_path / "again.zip")
    assert made.left_out == ("data/searches/link.ris: it is a link or no regular file",)
    known = content(path)
    assert {name: data for name, data in content(made.path).items() if name != "manifest.json"} == {
        name: data for name, data in known.items() if name != "manifest.json"
    }


def test_a_folder_that_lacks_events_of_this_device_is_not_archived(tmp_path: Path) -> None:
    ada, grace = two_devices(tmp_path)
    decide_all(ada, Stage.TITLE_ABSTRACT)
    sync(ada, grace)
    next(grace.session.folder.glob(f"data/journal/*@{ada.session.store.device}.jsonl")).unlink()
    with pytest.raises(NotAllowedError, match="lacks"):
        grace.keeping.archive()


def test_every_change_of_a_byte_is_noticed(whole: tuple[Review, Path]) -> None:
    _, path = whole
    for name in content(path):
        if name == "manifest.json":
            continue

        def change(members: dict[str, bytes], name: str = name) -> None:
            members[name] = members[name].replace(b"e", b"E", 1)

        try:
            faults = verify_archive(repacked(path, change)).faults
        except ReviewkitError:
            continue  # a criteria file that cannot be read any more
        assert any(name in fault for fault in faults), name


def test_a_decision_that_was_changed_with_its_checksum_is_noticed_all_the_same(whole: tuple[Review, Path]) -> None:
    def change(members: dict[str, bytes]) -> None:
        name = next(name for name in members if name.startswith("data/journal/Grace"))
        members[name] = members[name].replace(b'"verdict":"exclude"', b'"verdict":"include"', 1)

    faults = verify_archive(repacked(whole[1], change, summed=True)).faults
    assert any("flow" in fault for fault in faults)
    assert any("hash" in fault or "changed" in fault or "edited" in fault for fault in faults)


def test_a_number_that_was_changed_with_its_checksum_is_noticed(whole: tuple[Review, Path]) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["data/out/flow.csv"] = members["data/out/flow.csv"].replace(b"11", b"12").replace(b"9", b"8")

    (fault,) = verify_archive(repacked(whole[1], change, summed=True)).faults
    assert fault.startswith("data/out/flow.csv: differs from what is made anew")


def test_what_is_missing_or_too_much_is_named(whole: tuple[Review, Path]) -> None:
    def change(members: dict[str, bytes]) -> None:
        del members["data/out/flow.md"]
        members["data/out/more.csv"] = b"x"

    assert set(verify_archive(repacked(whole[1], change)).faults) == {
        "data/out/flow.md: is missing",
        "data/out/more.csv: is not in the manifest",
        "data/out/flow.md: differs from what is made anew from the events",
        "data/out/more.csv: differs from what is made anew from the events",
    }


# ------------------------------------------------------------------------------------------------- from strangers


def member(name: str, *, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def packed(path: Path, *members: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for info, data in members:
            file.writestr(info, data)
    return path


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([("../outside.toml", b"x")], "no name of a file in an archive"),
        ([("criteria/../../outside.toml", b"x")], "no name of a file in an archive"),
        ([("/etc/outside.toml", b"x")], "no name of a file in an archive"),
        ([("C:/outside.toml", b"x")], "no name of a file in an archive"),
        ([("criteria\\..\\outside.toml", b"x")], "no name of a file in an archive"),
        ([("criteria/a:b", b"x")], "no name of a file in an archive"),
        ([("criteria/.hidden", b"x")], "no name of a file in an archive"),
        ([("criteria/deeper/x.toml", b"x")], "no name of a file in an archive"),
        ([("outside.toml", b"x")], "no name of a file in an archive"),
        ([("criteria/\x1b[31mred", b"x")], "no name of a file in an archive"),
        ([("criteria/", b"")], "no name of a file in an archive"),
        ([(member("criteria/x.toml", mode=stat.S_IFLNK | 0o777), b"/etc/passwd")], "is a link"),
        ([(member("criteria/x.toml", mode=stat.S_IFIFO | 0o644), b"")], "is a link or no regular file"),
        ([("criteria/x.toml", b"1"), ("criteria/x.toml", b"2")], "is there twice"),
        ([("criteria/x.toml", b"1"), ("criteria/X.TOML", b"2")], "is there twice"),
        ([("criteria/\u00e9.toml", b"1"), ("criteria/e\u0301.toml", b"2")], "is there twice"),
        ([("data/searches/bomb.ris", bytes(8 * 2**20))], "far more than it is"),
        ([(f"data/searches/{number}.ris", b"") for number in range(20_001)], "files in it"),
        ([("criteria/x.toml", b"1")], "no manifest.json"),
        ([("manifest.json", b"[")], "JSON"),
        ([("manifest.json", b"[" * 100_000)], "JSON"),
        ([("manifest.json", b'{"archive": 2}')], "reads up to 1"),
        ([("manifest.json", b'{"archive": 1}')], '"files"'),
        ([("manifest.json", b'{"archive": 1, "files": {"x": 3}}')], "missing"),
        ([("manifest.json", b'{"archive": 1, "files": {}, "program": 3}')], "does not fit"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_that_could_do_harm_is_refused_before_anything_is_unpacked(
    tmp_path: Path, members: list[tuple[zipfile.ZipInfo | str, bytes]], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    path = packed(tmp_path / "strange.zip", *members)
    with pytest.raises(InputError) as caught:
        verify_archive(path)
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["strange.zip", "temporary"]


def test_sizes_that_a_zip_states_falsely_are_held_to(whole: tuple[Review, Path], tmp_path: Path) -> None:
    data = bytearray(whole[1].read_bytes())
    with zipfile.ZipFile(whole[1]) as file:
        size = file.getinfo("data/searches/first.ris").file_size
        total = sum(info.file_size for info in file.infolist())
    at = data.rfind(b"data/searches/first.ris") - 46 + 24
    assert int.from_bytes(data[at : at + 4], "little") == size
    for stated in (size - 100, size + 100):
        data[at : at + 4] = stated.to_bytes(4, "little")
        (tmp_path / "false.zip").write_bytes(data)
        with pytest.raises(InputError, match=r"first\.ris"):
            verify_archive(tmp_path / "false.zip")
    data[at : at + 4] = (2**32 - 2).to_bytes(4, "little")
    (tmp_path / "false.zip").write_bytes(data)
    assert total < 2**20
    with pytest.raises(InputError, match="would unpack to"):
        verify_archive(tmp_path / "false.zip")


def test_a_zip_in_the_form_for_huge_ones_or_with_a_huge_list_is_not_even_listed(tmp_path: Path) -> None:
    end = b"PK\x05\x06" + bytes(8) + (2**31).to_bytes(4, "little") + bytes(6)
    (tmp_path / "list.zip").write_bytes(end)
    (tmp_path / "huge.zip").write_bytes(b"PK\x06\x07" + bytes(16) + b"PK\x05\x06" + bytes(18))
    for name in ("list.zip", "huge.zip"):
        with pytest.raises(InputError, match="more in it than"):
            verify_archive(tmp_path / name)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + bytes(18), b"PK\x05\x06"])
def test_what_is_no_archive_is_named_at_the_command_line(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "strange.zip").write_bytes(data)
    assert run(["verify", str(tmp_path / "strange.zip")]) == 1
    assert "strange.zip" in capsys.readouterr().err


def test_every_truncation_of_an_archive_is_refused(whole: tuple[Review, Path], tmp_path: Path) -> None:
    data = whole[1].read_bytes()
    for size in range(0, len(data), max(1, len(data) // 60)):
        (tmp_path / "cut.zip").write_bytes(data[:size])
        with pytest.raises(InputError):
            verify_archive(tmp_path / "cut.zip")


# ------------------------------------------------------------------------------------------------- commands


def test_the_commands_archive_verify_and_back_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = build(tmp_path)
    monkeypatch.setenv("REVIEWKIT_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(ada.session.folder)
    assert run(["archive"]) == 0
    assert "files written to" in capsys.readouterr().out
    monkeypatch.chdir(tmp_path)
    path = ada.session.folder / "data/out/archive.zip"
    assert run(["verify", str(path)]) == 0
    assert "equal, byte for byte: flow.csv, flow.md, flow.svg, included.csv" in capsys.readouterr().out
    changed = repacked(path, lambda members: members.update({"data/out/flow.csv": b"1"}))
    assert run(["verify", str(changed)]) == 1
    assert "WRONG: data/out/flow.csv" in capsys.readouterr().out
    monkeypatch.chdir(ada.session.folder)
    assert run(["archive", str(tmp_path / "x.tar")]) == 1
    assert run(["backup", "--list"]) == 0
    assert "no backup yet" in capsys.readouterr().out
    assert run(["restore"]) == 1
    assert "no backup yet" in capsys.readouterr().err
    assert run(["backup"]) == 0
    assert run(["backup", "--json", "--list"]) == 0
    listed = json.loads(capsys.readouterr().out.partition("MB\n")[2])
    assert listed["made"] is None
    assert run(["restore", listed["backups"][0]["name"]]) == 0
    assert not list(ada.session.folder.rglob("*.sqlite"))
