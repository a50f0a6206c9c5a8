"""Reviewers who take turns in one process, each with the own folder, address and password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.model import Route, Search
from tests.making import export, make_review, open_review

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from reviewkit.review import Review
    from tests.postgres import Base


class Team:
    """Who meets on one database."""

    def __init__(self, base: Base, tmp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.base, self.tmp, self._monkeypatch = base, tmp, monkeypatch
        self.reviews: dict[str, Review] = {}
        lines = [f"*:*:*:{base.roles[name]}:{password}\n" for name, password in base.passwords.items()]
        passwords = tmp / "pgpass"
        passwords.write_text("".join(lines))
        passwords.chmod(0o600)
        monkeypatch.setenv("PGPASSFILE", str(passwords))

    def be(self, name: str) -> None:
        self._monkeypatch.setenv("REVIEWKIT_DATABASE", self.base.url_of(name) if name else self.base.url)

    def at(self, name: str, seed: int) -> Review:
        folder = self.tmp / f"{name} {seed}" / "review"
        self.reviews[f"{name} {seed}"] = review = open_review(make_review(folder), name, seed)
        return review

    def meet(self, *names: str) -> None:
        for name in names or (*self.reviews, *self.reviews):
            self.be(name.split()[0])
            self.reviews[name].server.meet()

    def two(self, articles: int = 3) -> tuple[Review, Review]:
        """Ada and Grace at their own folders, after Ada imported some articles."""
        ada, grace = self.at("Ada", 1), self.at("Grace", 2)
        path = export(self.tmp / "first.ris", range(articles))
        ada.searches.import_file(path, Search("ERIC", Route.DATABASE, ("ERIC",)))
        self.meet()
        return ada, grace
