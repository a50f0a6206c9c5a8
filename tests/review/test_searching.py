"""The strategy of a review, run, held against known articles, and reported; over a real server and a real folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reviewkit.errors import InputError, NotAllowedError
from reviewkit.model import Route, Search
from reviewkit.net import Client, Manners
from reviewkit.review import Review
from reviewkit.review.searching import Searching
from reviewkit.review.services import services
from tests.making import article, make_review, open_review
from tests.servers import Asked, Reply, serving

STRATEGY = """
known = ["10.1000/known", "An article that nobody has ever found"]
[[block]]
name = "families"
terms = ["famil*"]
[[block]]
name = "talk"
terms = ["conversation"]
"""


def review(tmp_path: Path, strategy: str = STRATEGY) -> Review:
    folder = make_review(tmp_path / "review")
    (folder / "criteria" / "search.toml").write_text(strategy, encoding="utf-8")
    return open_review(folder, "Ada")


def eric(asked: Asked) -> Reply:
    start, rows = int(asked.params["start"]), int(asked.params["rows"])
    docs = [
        {"id": f"EJ{100000 + number}", "title": f"Families and places {number}", "publicationdateyear": 2010}
        for number in range(start, min(start + rows, 1200))
    ]
    return Reply(json.dumps({"response": {"numFound": 1200, "start": start, "docs": docs}}).encode())


def test_a_run_leaves_one_export_with_all_that_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = review(tmp_path)
    with serving(eric) as server:
        monkeypatch.setenv("REVIEWKIT_ERIC_URL", f"{server.url}/eric/")
        searching = Searching(ada.session, ada.searches, Client(Manners(rate=1000.0)))
        run = searching.run("eric")
        (counted,) = ada.searches.counts()
        data = json.loads((ada.session.folder / "data" / "searches" / counted.files[0]).read_bytes())
        assert (run.items, counted.records, counted.difference) == (1200, 1200, 0)
        assert (counted.search.databases, counted.search.query) == (("ERIC",), data["query"])
        with pytest.raises(NotAllowedError, match="already"):
            searching.run("eric")
    assert sum(len(page["response"]["docs"]) for page in data["pages"]) == 1200
    assert data["source"] == "ERIC API"
    assert {asked.params["search"] for asked in server.asked} == {data["query"]}


CUT = """
import sys
from pathlib import Path
from tests.making import open_review
open_review(Path(sys.argv[1]), "Ada").searching.run("eric")
"""


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = review(tmp_path)

    def slow(asked: Asked) -> Reply:
        if len(server.asked) == 3:
            time.sleep(20)
        return eric(asked)

    with serving(slow) as server:
        monkeypatch.setenv("REVIEWKIT_ERIC_URL", f"{server.url}/eric/")
        process = subprocess.Popen(
            [sys.executable, "-c", CUT, str(ada.session.folder)], env=os.environ | {"PYTHONPATH": "."}
        )
        while len(server.asked) < 3:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert ada.searching.plan("eric").waiting == 2
        # the same server, as it is part of what tells one run from another, and quick from here on
        before = len(server.asked)
        ada.searching.run("eric")
        assert [asked.params["start"] for asked in server.asked[before:]] == ["1000"]


def test_a_dry_run_asks_nothing_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = review(tmp_path)
    with serving(eric) as server:
        monkeypatch.setenv("REVIEWKIT_OPENALEX_URL", server.url)
        before = sorted(ada.session.database.rglob("*"))
        plan = ada.searching.plan("openalex")
    assert server.asked == []
    assert sorted(ada.session.database.rglob("*")) == before
    assert plan.rendered.query == "title_and_abstract.search.exact:(famil*) AND (conversation)"


def test_known_articles_are_found_or_missed_and_the_block_is_named(tmp_path: Path) -> None:
    ada = review(tmp_path)
    path = tmp_path / "eric.ris"
    path.write_text(article(1, DO="10.1000/known") + article(2), encoding="utf-8")
    ada.searches.import_file(path, Search("ERIC", Route.DATABASE))
    first, second = ada.searching.known()
    assert (first.verdict, first.searches, first.lost_by) == ("found", ("ERIC",), ("talk",))
    assert (second.verdict, second.judged_on) == ("missed", ())


def test_no_known_articles_is_told_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(NotAllowedError) as caught:
        review(tmp_path, "").searching.known()
    assert "known = " in caught.value.remedy


def test_the_16_items_are_answered_from_the_searches(tmp_path: Path) -> None:
    ada = review(tmp_path, STRATEGY + '[reporting]\ncontacts = "None."')
    found = {one.number: one for one in ada.searching.prisma_s()}
    assert found[6].complete
    assert "0 records, 0 removed as duplicates" in found[16].said[0]


def test_a_persons_keys_come_from_the_environment_or_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "services.toml").write_text('contact = "a@b.org"\nopenalex_key = "one"', encoding="utf-8")
    assert services(tmp_path, {}).key("openalex") == "one"
    found = services(tmp_path, {"REVIEWKIT_OPENALEX_KEY": "two"})
    assert (found.key("openalex"), found.settings["contact"]) == ("two", "a@b.org")
    assert "two" not in repr(found)
    (tmp_path / "services.toml").write_text('openalex_key = "sesame', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        services(tmp_path, {})
    assert "sesame" not in str(caught.value)
