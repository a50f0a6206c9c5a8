"""The files that a new review starts from."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewkit import criteria
from reviewkit.errors import CriteriaError
from reviewkit.model import Stage
from reviewkit.review import instruments

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = files("reviewkit") / "templates"
TEMPLATES = {name: (FOLDER / name).read_text(encoding="utf-8") for name in criteria.FILES}
ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
_EXAMPLE = re.compile(r'^# (?=\[{1,2}[a-z.]+\]{1,2}$|[a-z_]+ = |"[^"]+" = )', re.MULTILINE)
MAKE = shutil.which("make")


def filled(title: str = "Sleep", reviewers: tuple[str, ...] = ("Ada", "Grace")) -> dict[str, str]:
    return {
        name: criteria.filled(text, review_id=ID, title=title, reviewers=reviewers) for name, text in TEMPLATES.items()
    }


def test_nothing_but_the_placeholders_keeps_the_templates_from_being_criteria() -> None:
    with pytest.raises(CriteriaError) as caught:
        criteria.read(TEMPLATES)
    assert [fault.partition(":")[0] for fault in caught.value.faults] == [
        "review.toml, reviewers",
        "review.toml, id",
    ]
    assert criteria.read(filled()).reasons(Stage.FULL_TEXT)


def test_each_placeholder_stands_once_and_none_is_left() -> None:
    before, after = "".join(TEMPLATES.values()), "".join(filled().values())
    assert [before.count(placeholder) for placeholder in criteria.PLACEHOLDERS] == [1, 1, 1]
    assert [after.count(placeholder) for placeholder in criteria.PLACEHOLDERS] == [0, 0, 0]


@given(st.text(min_size=1).filter(str.strip) | st.sampled_from(['"@ID@"', 'a "b" \\ c', "\x7f\x00", "日本\n語"]))
def test_any_title_comes_through(title: str) -> None:
    assert criteria.read(filled(title)).review.title == title.strip()


def test_the_names_come_through() -> None:
    found = criteria.read(filled(reviewers=("Ada", "O'Neil", "李雷"))).review
    assert (found.id, found.reviewers) == (ID, ("Ada", "O'Neil", "李雷"))


def test_the_examples_in_the_comments_are_valid_when_taken_in() -> None:
    with_examples = {name: _EXAMPLE.sub("", text) for name, text in filled().items()}
    found = criteria.read(with_examples)
    assert found.review.adjudicator
    assert found.review.published is not None
    assert found.review.published.rows["Hand search"] == (None, 1, 1, 1)
    assert found.search.limits.peer_reviewed
    assert len(found.quality.criteria) == 2


@pytest.mark.parametrize("name", ["checklist", "domains", "mixed-methods", "reference-case"])
def test_every_instrument_is_a_quality_file(name: str) -> None:
    quality = criteria.read(filled() | {"quality.toml": instruments()[name]}).quality
    assert all(quality.criteria_for(design) for design in quality.designs)
    assert set(quality.excluding) <= set(quality.judgements)
    assert not quality.excludes


def test_the_instruments_are_those() -> None:
    assert list(instruments()) == ["checklist", "domains", "mixed-methods", "reference-case"]


def test_git_is_told_to_leave_the_data_alone_and_what_to_ignore() -> None:
    assert "data/** -text" in (FOLDER / "gitattributes").read_text(encoding="utf-8").splitlines()
    ignored = (FOLDER / "gitignore").read_text(encoding="utf-8").splitlines()
    assert {"data/out/", "data/fulltext/"} <= set(ignored)


def test_no_template_is_hidden() -> None:
    assert sorted(entry.name for entry in FOLDER.iterdir() if not entry.name.startswith("__")) == sorted(
        [*criteria.FILES, "Makefile", "gitattributes", "gitignore", "instruments"]
    )


def program(folder: Path, name: str, lines: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def make_flow(folder: Path, programs: Path) -> subprocess.CompletedProcess[str]:
    (folder / "Makefile").write_bytes((FOLDER / "Makefile").read_bytes())
    programs.mkdir(exist_ok=True)
    # Without what a make above this test hands down, such as the level that makes it print the folders.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        [str(MAKE), "flow"], cwd=folder, env={**environment, "PATH": str(programs)}, capture_output=True, text=True
    )


@pytest.mark.skipif(MAKE is None, reason="there is no make here")
class TestMakeFlow:
    def test_it_runs_the_command(self, tmp_path: Path) -> None:
        program(tmp_path / "bin", "reviewkit", 'echo "reviewkit $*"')
        assert make_flow(tmp_path, tmp_path / "bin").stdout == "reviewkit flow\n"

    def test_without_the_command_it_runs_the_module(self, tmp_path: Path) -> None:
        program(tmp_path / "bin", "python3", 'echo "python3 $*"')
        assert make_flow(tmp_path, tmp_path / "bin").stdout == "python3 -m reviewkit flow\n"

    def test_without_either_it_says_how_to_install(self, tmp_path: Path) -> None:
        program(tmp_path / "bin", "python3", "exit 1")
        done = make_flow(tmp_path, tmp_path / "bin")
        assert done.returncode != 0
        assert "pipx install" in done.stderr
        assert "uv tool install" in done.stderr
