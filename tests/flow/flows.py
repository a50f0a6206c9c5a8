"""Flows for tests, written down as routes and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewkit.flow.counts import counts
from reviewkit.flow.diagram import Drawn, Included
from reviewkit.model import (
    Cast,
    FileId,
    RecordId,
    Report,
    ReportId,
    Reviewer,
    Route,
    Standing,
    Status,
    Verdict,
    record_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reviewkit.model import Standings

Rows = list[tuple[Report, "Standings"]]


def excluded(stage: int, *reasons: str) -> Standings:
    """Excluded after that many stages, by two people for the same reasons."""
    votes = tuple(Cast(Reviewer(name), Verdict.EXCLUDE, reasons) for name in ("Ada", "Grace"))
    return (*[Standing(Status.INCLUDED)] * stage, Standing(Status.EXCLUDED, votes, reasons))


def stands(*statuses: Status) -> Standings:
    """Standing so at each stage."""
    return tuple(map(Standing, statuses))


INCLUDED = stands(*[Status.INCLUDED] * 3)


def reports(given: Iterable[tuple[Route, Standings, int]]) -> tuple[dict[RecordId, Route], Rows]:
    """So many reports of one record each that came by a route and stand so."""
    listed = [(route, own) for route, own, number in given for _ in range(number)]
    ids = [record_id(FileId("a" * 64), number) for number in range(1, len(listed) + 1)]
    rows = [(Report(ReportId(one), (one,), route, one), own) for one, (route, own) in zip(ids, listed, strict=True)]
    return {one: route for one, (route, _) in zip(ids, listed, strict=True)}, rows


def drawn(given: Iterable[tuple[Route, Standings, int]], databases: Iterable[str] = ()) -> Drawn:
    """What a diagram of such reports is drawn from; the databases take turns."""
    routes, rows = reports(given)
    flow = counts(routes, rows, quality_excludes=True)
    names = list(databases)
    of = {one: names[place % len(names)] for place, one in enumerate(routes)} if names else {}
    number = len(flow.total.get("included", ()))
    queried = {one: name for one, name in of.items() if routes[one] in (Route.DATABASE, Route.REGISTER)}
    return Drawn(flow, Included(number, number), "A review", databases=queried, quality_excludes=True)
