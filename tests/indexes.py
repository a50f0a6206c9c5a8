"""Small working indexes of citations behind a local server, which answer as the real ones do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.servers import Asked, Reply

DOI = "10.1000/w"


def doi(number: int) -> str:
    return f"{DOI}{number}"


def title(number: int) -> str:
    digits = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return f"On the {' '.join(digits[int(one)] for one in str(number))} of homes & schools"


@dataclass
class World:
    """Which work cites which; all three services know the same unless told otherwise."""

    cites: Mapping[int, Sequence[int]]
    dois: Mapping[int, str] = field(default_factory=dict)
    """Where a work's DOI is not the usual one."""
    page: int = 100
    merged: Mapping[int, int] = field(default_factory=dict)
    """Works of OpenAlex that were merged into others."""
    deleted: frozenset[int] = frozenset()
    retracted: frozenset[int] = frozenset({7, 17, 27})

    def __post_init__(self) -> None:
        self.by_doi = {self.doi(one).lower(): one for one in self.works()}
        self.cited: dict[int, list[int]] = {}
        for one, others in self.cites.items():
            for other in others:
                self.cited.setdefault(other, []).append(one)

    def works(self) -> list[int]:
        return sorted({*self.cites, *(one for ones in self.cites.values() for one in ones)})

    def doi(self, number: int) -> str:
        return self.dois.get(number, doi(number))

    def answer(self, asked: Asked) -> Reply:
        path = unquote(asked.path)
        for start, ask in (
            ("/openalex/works", self._openalex),
            ("/crossref/works", self._crossref),
            ("/semantic_scholar/paper/", self._semantic_scholar),
            ("/opencitations/", self._opencitations),
        ):
            if path.startswith(start):
                return ask(path.removeprefix(start).strip("/"), asked)
        return Reply(b"<html>no such page</html>", 404, {"Content-Type": "text/html"})

    # ------------------------------------------------------------------------------------------ OpenAlex

    def _openalex(self, path: str, asked: Asked) -> Reply:
        if path:
            kind, colon, value = path.partition(":")
            number = self.by_doi.get(value) if kind == "doi" else int(value) % 1_000_000 if colon else int(path[1:])
            if number is not None and number in self.merged:
                return Reply(b"", 301, {"Location": f"W{self.merged[number]}"})
            if number is None or number in self.deleted:
                return Reply(b"Not found", 404, {"Content-Type": "text/plain"})
            return _json(self.openalex(number))
        kind, _, values = asked.params["filter"].partition(":")
        found = self._filtered(kind, values.split("|"))
        start = 0 if asked.params.get("cursor", "*") == "*" else int(asked.params["cursor"])
        some = found[start : start + self.page]
        following = str(start + self.page) if "cursor" in asked.params and start + len(some) < len(found) else None
        return _json(
            {"meta": {"count": len(found), "next_cursor": following}, "results": [self.openalex(one) for one in some]}
        )

    def _filtered(self, kind: str, values: Sequence[str]) -> list[int]:
        if kind == "doi":
            return [self.by_doi[one] for one in values if one in self.by_doi]
        numbers = [int(one[1:]) for one in values]
        if kind == "cites":
            return sorted({one for number in numbers for one in self.cited.get(number, ())})
        known = set(self.works()) - self.deleted - set(self.merged)
        return [one for one in numbers if one in known]

    def openalex(self, number: int) -> dict[str, Any]:
        return {
            "id": f"https://openalex.org/W{number}",
            "doi": f"https://doi.org/{self.doi(number)}",
            "title": title(number),
            "publication_year": 2001,
            "ids": {"openalex": f"https://openalex.org/W{number}"},
            "authorships": [{"author": {"display_name": "Kim Author"}}, None],
            "referenced_works": [f"https://openalex.org/W{one}" for one in self.cites.get(number, ())],
            "cited_by_count": len(self.cited.get(number, ())),
            "language": "en",
            "abstract_inverted_index": {"Homes": [0], "matter.": [1]},
            "is_retracted": number in self.retracted,
            "open_access": {"is_oa": True, "oa_url": f"https://example.org/{number}.pdf"},
            "type": "article",
        }

    # ------------------------------------------------------------------------------------------ Crossref

    def _crossref(self, path: str, asked: Asked) -> Reply:
        if path:
            number = self.by_doi.get(path.lower())
            if number is None:
                return Reply(b"Resource not found.", 404, {"Content-Type": "text/plain"})
            return _json({"message": self.crossref(number)})
        if "query.bibliographic" in asked.params:
            words = asked.params["query.bibliographic"]
            found = [one for one in self.works() if title(one) in words]
        else:
            wanted = [one.partition(":")[2] for one in asked.params["filter"].split(",")]
            found = [self.by_doi[one] for one in wanted if one in self.by_doi]
        items = [self.crossref(one) | {"score": 42.0} for one in found[: int(asked.params["rows"])]]
        return _json({"status": "ok", "message": {"total-results": len(items), "items": items}})

    def crossref(self, number: int) -> dict[str, Any]:
        cites = self.cites.get(number, ())
        return {
            "DOI": self.doi(number),
            "title": [f"<i>{title(number)}</i>"],
            "author": [{"family": "Author", "given": "Kim"}, {"name": "An institution"}],
            "issued": {"date-parts": [[2001, None]]},
            "container-title": ["Journal of homes"],
            "prefix": "10.1000",
            "member": "1",
            "type": "journal-article",
            "references-count": len(cites),
            "reference": [{"key": f"r{one}", "DOI": self.doi(one)} for one in cites],
            "is-referenced-by-count": len(self.cited.get(number, ())),
        }

    # ------------------------------------------------------------------------------------------ Semantic Scholar

    def _semantic_scholar(self, path: str, asked: Asked) -> Reply:
        if path == "batch":
            dois = [one.removeprefix("DOI:").lower() for one in json.loads(asked.body)["ids"]]
            return _json([self.paper(self.by_doi[one]) if one in self.by_doi else None for one in dois])
        identity, _, what = path.partition("/")
        number, offset, limit = int(identity), int(asked.params["offset"]), int(asked.params["limit"])
        backward = what == "references"
        found = list(self.cites.get(number, ()) if backward else self.cited.get(number, ()))
        name = "citedPaper" if backward else "citingPaper"
        some = [{name: self.paper(one)} for one in found[offset : offset + limit]]
        following = {"next": offset + limit} if offset + limit < len(found) else {}
        return _json({"offset": offset, "data": some} | following)

    def paper(self, number: int) -> dict[str, Any]:
        return {
            "paperId": f"{number}",
            "title": title(number),
            "externalIds": {"DOI": self.doi(number)},
            "year": 2001,
            "authors": [{"name": "Kim Author"}],
            "referenceCount": len(self.cites.get(number, ())),
            "citationCount": len(self.cited.get(number, ())),
        }

    # ------------------------------------------------------------------------------------------ OpenCitations

    def _opencitations(self, path: str, _asked: Asked) -> Reply:
        what, _, rest = path.partition("/")
        number = self.by_doi.get(rest.removeprefix("doi:"))
        known = {"reference": self.cites, "citation": self.cited}["reference" if "reference" in what else "citation"]
        found = list(known.get(number, ())) if number is not None else []
        if what.endswith("count"):
            return _json([{"count": str(len(found))}])
        end = "cited" if "reference" in what else "citing"
        return _json([{end: f"omid:br/0{one} doi:{self.doi(one)}"} for one in found])


def _json(value: object) -> Reply:
    return Reply(json.dumps(value).encode())
