"""The README's tutorial, word for word: every command through a shell, every key through a real terminal."""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.keys import with_keys
from tests.terminal import Terminal

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Step:
    """A block of commands, or the keys for the program that the last of them opened."""

    kind: str
    text: str


def tutorial() -> list[Step]:
    """The blocks of the tutorial in their order."""
    part = README.partition("## A whole review in ten minutes")[2].partition("\n## ")[0]
    return [Step(kind, text) for kind, text in re.findall(r"```(console|keys)\n(.*?)```", part, re.DOTALL)]


class Shell:
    """A person at a prompt: remembers the folder, and collects what was printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed = ""
        self.environment = {
            "REVIEWKIT_STATE": str(folder / "state"),
            "EXPORTS": str(ROOT / "tests/data/tutorial"),
            "SHARED": str(folder / "shared.git"),
            **{f"GIT_{who}_{what}": "ada@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }

    def run(self, line: str) -> None:
        """Run one command line."""
        for name in ("EXPORTS", "SHARED"):
            line = line.replace(f"${name}", self.environment[name])
        words = shlex.split(line)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            return
        result = subprocess.run(
            words, cwd=self.folder, env={**os.environ, **self.environment}, capture_output=True, text=True, timeout=60
        )
        self.printed += f"\n$ {line}\n{result.stdout}{result.stderr}"
        assert result.returncode == 0, self.printed

    def use(self, line: str, keys: list[str]) -> list[str]:
        """Open the program, press keys, and return the screens."""
        terminal = Terminal(shlex.split(line), self.folder, self.environment)
        try:
            terminal.wait(lambda text: "? keys" in text, "the first screen")
            for key in keys:
                if key == "KILL":
                    terminal.kill()
                    return terminal.screens
                terminal.press(key)
            assert terminal.ended() == 0
        finally:
            terminal.closed()
        return terminal.screens


def test_the_tutorial_runs_as_written_and_ends_with_the_numbers_it_must(tmp_path: Path) -> None:
    shell, screens = Shell(tmp_path), []
    steps = tutorial()
    for step, following in zip(steps, [*steps[1:], Step("", "")], strict=True):
        if step.kind == "keys":
            continue
        lines = step.text.strip().splitlines()
        opens = lines.pop() if following.kind == "keys" else None
        for line in lines:
            shell.run(line)
        if opens is not None:
            screens += shell.use(opens, following.text.split())
    assert "7 announced, 6 received, DIFFERENCE -1" in shell.printed
    assert "1 duplicate link found, 1 uncertain pair" in shell.printed
    assert any("Conflict" in screen for screen in screens)
    shown = " ".join(shell.printed.split())
    assert "Agreement at title and abstract: 90.0% of 10 reports (9 agreed), Cohen's kappa 0.78 (95% interval" in shown
    assert "Agreement at full text: 100.0% of 7 reports (7 agreed), Cohen's kappa 1.00 (95% interval" in shown
    assert re.search(r"Cohen's kappa +0\.783 ", shell.printed), shell.printed
    assert re.search(r"Total +10 +7 +6 +6$", shell.printed, re.MULTILINE), shell.printed
    with (shell.folder / "included.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    assert {row["full_text"] for row in rows} == {"included"}


@pytest.mark.slow
def test_two_clones_meet_through_git_without_a_conflict(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    for line in re.findall(r"```git\n(.*?)```", README, re.DOTALL)[0].strip().splitlines():
        shell.run(line)
    ends = shell.printed.partition("reviewkit conflicts")[2]
    assert "Ada: include" in ends
    assert "Grace: exclude topic" in ends
    assert "Since today, Grace: 1 report at title and abstract" in ends


def test_the_readme_names_every_command_there_is() -> None:
    from reviewkit.cli.app import group

    table = README.partition("## Commands")[2].partition("\n## ")[0]
    named = set(re.findall(r"`([a-z-]+)`", table.partition("| --- |")[2].partition("Exit codes")[0]))
    assert named >= set(group.commands)


def test_the_readme_shows_the_keys_as_they_are() -> None:
    assert with_keys(README) == README
