"""The commands about the search: what goes to stdout, what to stderr, and what they return."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewkit.cli import run
from tests.making import make_review

STRATEGY = """
known = ["10.1000/known"]
[[block]]
name = "families"
terms = ["famil*", "odd (one)"]
"""
Command = Callable[..., int]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    folder = make_review(tmp_path / "review")
    (folder / "criteria" / "search.toml").write_text(STRATEGY, encoding="utf-8")
    return lambda *arguments: run(["--review", str(folder), "--as", "Ada", *arguments])


def test_a_query_alone_is_on_stdout_and_what_it_cannot_say_is_beside_it(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("query", "pubmed") == 0
    out, err = capsys.readouterr()
    assert out == "(famil*[tiab])\n"
    assert 'CANNOT SAY "odd (one)"' in err


def test_all_platforms_are_told_at_once_and_as_json(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("query", "--json") == 0
    platforms = [one["platform"] for one in json.loads(capsys.readouterr().out)]
    assert platforms == ["ebscohost", "eric", "eric-api", "proquest", "pubmed", "openalex"]


def test_a_missed_article_makes_the_command_return_1(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("known", "--json") == 1
    (item,) = json.loads(capsys.readouterr().out)
    assert (item["written"], item["verdict"]) == ("10.1000/known", "missed")


def test_the_16_items_are_a_table_or_json(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("searches", "--prisma-s") == 0
    assert "| 16 | Deduplication |" in capsys.readouterr().out
    assert command("searches", "--prisma-s", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 16


def test_a_dry_run_says_what_it_would_ask(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("search", "openalex", "--dry-run") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "title_and_abstract.search.exact:(famil*)"


@pytest.mark.parametrize("arguments", [("query", "google"), ("search", "google"), ("search", "eric", "--max", "0")])
def test_wrong_words_are_refused_without_a_traceback(
    arguments: tuple[str, ...], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(*arguments) in (1, 2)
    assert "Traceback" not in capsys.readouterr().err


def test_no_network_is_told_at_once(
    command: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REVIEWKIT_ERIC_URL", "http://example.org/")
    assert command("search", "eric") == 1
    assert "Only https is used." in capsys.readouterr().err
