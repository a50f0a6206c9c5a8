"""Reviews whose included reports small working indexes know, and citation searching in them that never waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from reviewkit.model import Route, Search, Stage
from reviewkit.net import Cache, Client, Manners
from reviewkit.review import Review
from reviewkit.review.citing import Citing
from tests.indexes import World, title
from tests.making import article, decide_all, make_review, open_review
from tests.servers import Clock, Server

SERVICES = ("openalex", "crossref", "semantic_scholar", "opencitations")


def review(
    tmp_path: Path,
    numbers: Iterable[int],
    world: World,
    *,
    include: bool = True,
    named: Callable[[int], str] = title,
    dois: bool = True,
) -> Review:
    """Ada's review with a report for each of these works, all included at full text if wanted."""
    folder = make_review(tmp_path / "review")
    ada = open_review(folder, "Ada")
    path = tmp_path / "first.ris"
    works = (article(n, DO=world.doi(n) if dois else "", TI=named(n), AU="Author, Kim", PY="2001") for n in numbers)
    path.write_text("".join(works), encoding="utf-8")
    ada.searches.import_file(path, Search("ERIC", Route.DATABASE, ("ERIC",)))
    if include:
        grace = open_review(folder, "Grace", 2)
        for stage in (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT):
            decide_all(ada, stage)
            grace.refresh()
            decide_all(grace, stage)
            ada.refresh()
        grace.close()
    return ada


def at(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for service in SERVICES:
        monkeypatch.setenv(f"REVIEWKIT_{service.upper()}_URL", f"{server.url}/{service}")


def quick(ada: Review, tries: int = 3, **more: object) -> Citing:
    """Citation searching that never really waits, with answers kept as in life."""
    clock = Clock()
    client = Client(
        Manners(rate=1000.0, tries=tries, pause=0.01, read=2.0, whole=3.0),
        cache=Cache(ada.session.database / "answers"),
        sleep=clock.sleep,
        clock=clock,
        wall=clock,
        **more,  # type: ignore[arg-type]  # budget, offline
    )
    return Citing(ada.session, ada.searches, client)
