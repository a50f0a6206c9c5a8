"""Import an export: which file, which search, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from reviewkit.errors import NotAllowedError
from reviewkit.model import Search
from reviewkit.review import Imported
from reviewkit.text import line
from reviewkit.tui.screens.form import ROUTES, FormScreen
from reviewkit.tui.screens.searches import sentence, table
from reviewkit.tui.widgets.form import Field, Paths, Picker
from reviewkit.tui.words import BOLD, DIM, counted, cut, lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.widget import Widget

    from reviewkit.review import Review, SearchCount

_MOST = 5
_NOTHING = "—"
"""What a column holds that no field is made of."""
_NAMES, _RECORD = "names of the columns", "a record like the others"
"""What the first row of a table is."""


class ImportScreen(FormScreen):
    """A form for one file; afterwards it stays open for the next."""

    BUTTON = "Import"

    def __init__(self, review: Review) -> None:
        """Import into a review."""
        super().__init__(review)
        self._looked_at = ""
        self._guessed: dict[str, str] = {}

    def fields(self) -> Sequence[Widget]:
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
            Vertical(id="mapping"),
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
        return [heading, *table(counts, min(88, self.size.width - 10))] if counts else [heading]

    # ---------------------------------------------------------------------------------------------- columns

    @on(Input.Blurred, "#path")
    def _look_at(self) -> None:
        """Look whether the file is a table, once its path is there."""
        path = self.text("path")
        if path and path != self._looked_at:
            self._looked_at = path
            place = Path(path).expanduser()
            if place.is_file():
                self.slowly(f"Looking at {line(place.name)} …", lambda: self.review.searches.columns(place))

    async def _show_columns(self, guessed: Mapping[str, str]) -> None:
        """Show what a table's columns are taken for, to be set."""
        self._guessed = dict(guessed)
        mapping = self.query_one("#mapping", Vertical)
        await mapping.remove_children()
        if guessed:
            choices = [_NOTHING, *self.review.searches.column_fields()]
            about = Static(Content.styled("A table. Its columns are taken for these; ←→ sets another.", DIM))
            first = Field("first row", "first-row", choices=[_NAMES, _RECORD])
            fields = (
                Field(cut(line(name), 19), f"column-{number}", choices=choices, chosen=field or _NOTHING)
                for number, (name, field) in enumerate(guessed.items())
            )
            await mapping.mount(about, first, *fields)

    def _columns(self) -> dict[str, str]:
        """Return what each column of the table holds, if the person has set any; else nothing."""
        if self.text("path") != self._looked_at:
            return {}
        fields = [
            self.query_one(f"#column-{number}", Picker).value.replace(_NOTHING, "")
            for number in range(len(self._guessed))
        ]
        if self._guessed and self.query_one("#first-row", Picker).value == _RECORD:
            return {f"column {number}": field for number, field in enumerate(fields, 1)}
        chosen = dict(zip(self._guessed, fields, strict=True))
        return chosen if chosen != self._guessed else {}

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
        place, columns = Path(path).expanduser(), self._columns()
        self.stoppably(
            f"Importing {line(place.name)} …",
            lambda told: self.review.searches.import_file(place, search, columns, told=told),
            "Nothing was imported.",
        )

    def finished(self, result: object) -> None:
        """Say what came of it, or show the columns of a table."""
        if isinstance(result, dict):
            self.call_next(self._show_columns, result)
        elif isinstance(result, Imported):
            count = next((one for one in self.review.searches.counts() if one.id == result.search), None)
            self.show("#report", lines([*imported_words(result, count), "", *self._searches()]))
            self.say(said(result))


def said(done: Imported) -> str:
    """Return in one sentence what came of an import."""
    if done.known:
        return "This file was imported before; nothing was added."
    return "Imported." if done.compared else "Imported, all of it; comparing was stopped, and home offers it again."


def imported_words(done: Imported, count: SearchCount | None = None) -> list[Content | str]:
    """Return what one import did, how its search stands now, and rejections with their place and reason."""
    entries = done.records + len(done.rejections)
    said: list[Content | str] = [
        Content.styled(f"{line(done.name)}, {line(done.format)}", BOLD),
        f"{counted(entries, 'entry', 'entries')}: {counted(done.records, 'record')}, "
        f"{counted(len(done.rejections), 'rejection')}.",
        *([sentence(count)] if count is not None else ()),
    ]
    said += [f"  entry {one.ordinal}, line {one.line}: {cut(line(one.reason), 200)}" for one in done.rejections[:_MOST]]
    if len(done.rejections) > _MOST:
        said.append(f"  and {counted(len(done.rejections) - _MOST, 'more rejection')}")
    if done.rejections:
        said.append("Rejected entries can be mended: s on home, then r.")
    if not done.known and done.compared:
        said.append(f"{counted(done.linked, 'duplicate')} linked, {counted(done.uncertain, 'pair')} left to a person.")
    return said
