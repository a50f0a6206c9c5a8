"""How long the flow and its files take for very many records, once it is known where each report stands.

First of made-up standings, of which there are many kinds, then in a real review, which it takes minutes to make.

python -m tests.bench.flow [RECORDS]
"""

from __future__ import annotations

import contextlib
import itertools
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from reviewkit.flow import breakdowns, document, search_results, table
from reviewkit.flow.counts import counts
from reviewkit.flow.databases import by_database
from reviewkit.flow.diagram import Drawn, Included, diagram, layout, pictures, svg
from reviewkit.flow.narrowing import rounds
from reviewkit.model import FileId, RecordId, Report, ReportId, Route, Standing, Status, record_id
from tests.bench.large import large_review
from tests.making import open_review

if TYPE_CHECKING:
    from reviewkit.model import Standings

_DATABASES = [f"Database number {number}" for number in range(12)]
_ON, _WAITS = Standing(Status.INCLUDED), Standing(Status.PENDING)
_ENDS: tuple[Standings, ...] = (
    *[(Standing(Status.EXCLUDED, (), ("population",)),)] * 12,
    (_WAITS,),
    (Standing(Status.REMOVED, (), ("language",)),),
    *[(_ON, Standing(Status.EXCLUDED, (), (f"reason {number}",))) for number in range(15)],
    (_ON, Standing(Status.NOT_RETRIEVED)),
    (_ON, _ON, _ON),
)


def generated(records: int) -> tuple[dict[RecordId, Route], list[tuple[Report, Standings]], dict[RecordId, str]]:
    """That many records, every third a duplicate of the one before, in all routes and in twelve databases."""
    ids = [record_id(FileId("a" * 64), number) for number in range(1, records + 1)]
    routes = dict(zip(ids, itertools.cycle([Route.DATABASE] * 8 + list(Route)), strict=False))
    databases = dict(zip(ids, itertools.cycle(_DATABASES), strict=False))
    standings = []
    ends = itertools.cycle(_ENDS)
    place = 0
    while place < records:
        own = tuple(ids[place : place + 1 + (place % 3 == 0)])
        route = min((routes[one] for one in own), key=list(Route).index)
        kept = next(one for one in own if routes[one] is route)
        standings.append((Report(ReportId(own[0]), own, route, kept), next(ends)))
        place += len(own)
    queried = {one: name for one, name in databases.items() if routes[one] in (Route.DATABASE, Route.REGISTER)}
    return routes, standings, queried


def main() -> None:
    """Measure and print, in seconds of a processor that is all one's own."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    routes, standings, databases = generated(number)
    start = time.process_time()
    flow = counts(routes, standings, quality_excludes=True)
    update = set(itertools.islice(routes, number // 2, None))
    both = rounds(routes, standings, update, quality_excludes=True)
    counted = time.process_time()
    printed = search_results.search_results(flow, search_results.labels({}, _DATABASES), quality_excludes=True)
    made = document.Document("Many", "", printed, {}, ())
    by_database(flow, databases, [report for report, _ in standings])
    breakdowns.by_round(both, flow)
    files = [document.as_markdown(made), table.as_csv(search_results.as_plain_table(printed))]
    included = len(flow.total["included"])
    drawing = layout.drawing(diagram(Drawn(flow, Included(included, included), "Many", databases=databases)))
    files.append(svg.svg(drawing))
    written = time.process_time()
    pictures.picture(drawing, "png")
    drawn = time.process_time()
    print(f"{number} records, {len(standings)} reports")
    print(f"  counted, whole and by round        {counted - start:.2f} s")
    print(f"  tables, Markdown, CSV and SVG      {written - counted:.2f} s ({sum(map(len, files))} bytes)")
    print(f"  PNG                                {drawn - written:.2f} s")
    in_a_review(number)


def in_a_review(number: int) -> None:
    """Measure and print the same in a review on disk, of two reviewers and five times as many events."""
    with tempfile.TemporaryDirectory() as place:
        folder = large_review(Path(place) / "review", number, 5 * number)
        with contextlib.closing(open_review(folder, "Ada")) as review:
            review.session.state.standings()
            for what, made in (
                ("flow.md, flow.csv, flow.svg", review.results.write_flow),
                ("the report's documents", review.reporting.write),
            ):
                start = time.process_time()
                made()
                print(f"  in a review: {what:<29} {time.process_time() - start:.2f} s")


if __name__ == "__main__":
    main()
