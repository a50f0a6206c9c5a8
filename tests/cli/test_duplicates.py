from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reviewkit.cli import run
from reviewkit.model import LinkVerdict, Route, Search, short_id
from tests.making import article, make_review, open_review
from tests.review.test_newer_rules import OLD, compared_by, same

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reviewkit.model import RecordId

Run = tuple["Callable[..., tuple[int, str]]", list["RecordId"]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Ada's review with a report of three records and one of one, and a way to call the program on it."""
    folder, state = make_review(tmp_path / "review"), tmp_path / "state"
    review = open_review(folder, "Ada", state=state)
    path = tmp_path / "x.ris"
    path.write_text(article(50, DO="10.1234/x") * 3 + article(7))
    review.searches.import_file(path, Search("ERIC", Route.DATABASE))
    records = sorted(review.session.state.origins())
    review.close()
    monkeypatch.setenv("REVIEWKIT_STATE", str(state))

    def call(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(["--review", str(folder), "--as", "Ada", *words])
        return code, capsys.readouterr().out

    return call, records


def test_group_shows_the_records_and_where_each_field_comes_from(here: Run) -> None:
    call, records = here
    code, out = call("group", short_id(records[1]))
    assert code == 0
    assert out.count("  from ERIC\n") == 3
    assert f"doi: 10.1234/x [{', '.join(f'{short_id(one)} ERIC' for one in records[:3])}]" in out
    found = json.loads(call("group", short_id(records[1]), "--json")[1])
    assert [member["record"]["id"] for member in found["members"]] == records[:3]


def test_split_and_join_say_what_is_what_now_and_who_has_to_decide(here: Run) -> None:
    call, records = here
    code, out = call("split", short_id(records[1]))
    assert (code, "2 reports: " in out, "wait for your decision." in out) == (0, True, True)
    assert call("split", short_id(records[1]))[0] == 1
    assert "1 report: " in call("join", short_id(records[0]), short_id(records[3]))[1]
    assert call("join", short_id(records[0]), short_id(records[3]))[0] == 1
    for _ in range(2):
        assert call("undo")[0] == 0
    assert len(json.loads(call("group", short_id(records[0]), "--json")[1])["members"]) == 3


def test_explain_tells_fields_rules_links_and_what_holds(here: Run) -> None:
    call, records = here
    one, two, _, other = map(short_id, records)
    code, out = call("dedupe", "--explain", one, two)
    assert code == 0
    assert "doi: agree\n  10.1234/x\n" in out
    assert "yes same identifier" in out
    assert out.rstrip().splitlines()[-2] == "In this review they are one report."
    call("link", one, two, "different")
    call("link", one, records[2], "same")
    call("link", two, records[2], "same")
    out = call("dedupe", "--explain", two, records[2])[1]
    assert f"In this review they are two reports: Ada called {one} and {two} different." in out
    found = json.loads(call("dedupe", "--explain", one, other, "--json")[1])
    assert (found["one"], found["explanation"]["verdict"], found["said"]) == (False, None, [])
    assert call("dedupe", "--explain", one, one)[0] == 1


def test_disputed_also_lists_what_contradicts_itself_through_a_third_record(here: Run) -> None:
    call, records = here
    one, two, *_ = map(short_id, records)
    call("link", one, two, LinkVerdict.DIFFERENT.value)
    out = call("pairs", "--disputed")[1]
    assert "one paper by the rules (same DOI" in out
    assert f"but Ada called {one} and {two} different:" in out
    found = json.loads(call("pairs", "--disputed", "--json")[1])
    assert (len(found["contradictions"]), found["disputes"]) == (1, [])


def test_update_shows_what_newer_rules_change_and_writes_only_with_yes(
    here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, records = here
    review = open_review(tmp_path / "review", "Ada", seed=9, state=tmp_path / "state")
    compared_by(review, OLD, [same(records[2], records[3])])
    review.close()
    code, out = call("dedupe", "--update")
    assert code == 1
    assert "3 reports would be grouped anew: same DOI" in out
    assert "1 change of reports, 0 with decisions" in out
    assert json.loads(call("dedupe", "--update", "--json")[1])["newer"] is True
    assert "links written." in call("dedupe", "--update", "--yes")[1]
    assert "the program's own, or newer." in call("dedupe", "--update")[1]
    assert len(json.loads(call("group", short_id(records[0]), "--json")[1])["members"]) == 3
