"""Import an export: which file, which search, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from reviewkit.errors import NotAllowedError
from reviewkit.model import Search
from reviewkit.review import Imported
from reviewkit.text import line
from reviewkit.tui.screens.form import ROUTES, FormScreen
from reviewkit.tui.widgets.form import Field, Paths
from reviewkit.tui.words import BOLD, DIM, counted, cut, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewkit.review import SearchCount

_MOST = 5


class ImportScreen(FormScreen):
    """A form for one file; afterwards it stays open for the next."""

    BUTTON = "Import"

    def fields(self) -> Sequence[Field]:
        """Return the file and what is known of the search."""
        return (
            Field("file", "path", hint="path of the export; → completes", suggester=Paths(Path.cwd())),
            Field("search", "search", hint="ERIC; a file of a search that is known joins it"),
            Field("route", "route", choices=[route.value for route in ROUTES]),
            Field("databases", "databases", hint="parted by ;"),
            Field("platform", "platform", hint="EBSCOhost"),
            Field("date of the run", "date", hint="2018-10-15"),
            Field("query", "query", hint="as it was run"),
            Field("results announced", "announced", hint="what the platform said"),
        )

    def paint(self) -> None:
        """Show the searches so far."""
        self.head("Import an export")
        self.show("#report", lines(self._searches()))

    def folder_changed(self) -> None:
        """Show the searches, whatever has been typed."""
        if not self.at_work:
            self.paint()

    def _searches(self) -> list[Content | str]:
        counts = self.attempt(self.review.searches.counts) or []
        heading = Content.styled("Searches so far" if counts else "No searches so far.", DIM)
        return [heading, *(search_words(count) for count in counts)]

    def action_go(self) -> None:
        """Import the file in a thread."""
        path = self.text("path")
        if not path:
            raise NotAllowedError("no file is named", where="file", remedy="Give the path of the export.")
        search = self.search(
            Search(
                name=self.text("search"),
                route=self.route("route"),
                databases=self.listed("databases"),
                platform=self.text("platform"),
                date=self.day("date", "date of the run"),
                query=self.text("query"),
                announced=self.number("announced", "results announced"),
            )
        )
        place = Path(path).expanduser()
        self.slowly(f"Importing {line(place.name)} …", lambda: self.review.searches.import_file(place, search))

    def finished(self, result: object) -> None:
        """Say what came of it."""
        if isinstance(result, Imported):
            self.show("#report", lines([*imported_words(result), "", *self._searches()]))
            self.say("This file was imported before; nothing was added." if result.known else "Imported.")


def imported_words(done: Imported) -> list[Content | str]:
    """Return what one import did, rejections with their place and reason."""
    entries = done.records + len(done.rejections)
    said: list[Content | str] = [
        Content.styled(f"{line(done.name)}, {line(done.format)}", BOLD),
        f"{counted(entries, 'entry', 'entries')}: {counted(done.records, 'record')}, "
        f"{counted(len(done.rejections), 'rejection')}.",
    ]
    said += [f"  entry {one.ordinal}, line {one.line}: {cut(line(one.reason), 200)}" for one in done.rejections[:_MOST]]
    if len(done.rejections) > _MOST:
        said.append(f"  and {counted(len(done.rejections) - _MOST, 'more rejection')}")
    if not done.known:
        said.append(f"{counted(done.linked, 'duplicate')} linked, {counted(done.uncertain, 'pair')} left to a person.")
    return said


def search_words(count: SearchCount) -> str:
    """Return one search in a line: what it brought and how that differs from what was announced."""
    said = f"  {line(count.search.name)}: {counted(count.records, 'record')}"
    if count.rejections:
        said += f", {counted(len(count.rejections), 'rejection')}"
    difference = count.difference
    if difference is None:
        return said
    if not difference:
        return f"{said}; as many as announced"
    return (
        f"{said}; {abs(difference)} {'more' if difference > 0 else 'fewer'} than the {count.search.announced} announced"
    )
