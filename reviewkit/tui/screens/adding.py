"""Add what a person found: in a list of references, on a shelf, by asking; typed, by its number, or from a file.

The thing a reader would get wrong: a number only fills the form. What is added is what stands in it then, with what the
service knows besides, such as the abstract, as long as the title is the one that it gave.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from reviewkit import text
from reviewkit.errors import NotAllowedError
from reviewkit.model import Record, RecordId, Route, Search
from reviewkit.review import Imported
from reviewkit.tui.screens.form import ROUTES, FormScreen
from reviewkit.tui.screens.importing import imported_words
from reviewkit.tui.widgets.form import Field, Paths
from reviewkit.tui.words import cut, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

    from reviewkit.review import Review

_BY_HAND = [route for route in ROUTES if route not in (Route.DATABASE, Route.REGISTER)]
_SEARCHES = {
    Route.CITATION: "Ancestry",
    Route.WEBSITE: "Websites",
    Route.ORGANISATION: "Organisations",
    Route.CONTACT: "Personal contact",
    Route.HAND: "Hand search",
}


_OF_RECORD = ("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "url")


class AddScreen(FormScreen):
    """A form for one record, or a file of a few; afterwards it is empty for the next."""

    BUTTON = "Add"

    def __init__(self, review: Review) -> None:
        """Add to a review."""
        super().__init__(review)
        self._found: Record | None = None
        self._asked = ""

    def fields(self) -> Sequence[Field]:
        """Return its number or its file, what a record has, and how it was found."""
        return (
            Field("number", "number", hint="DOI, PMID or ERIC number; ⏎ fills the form"),
            Field("or a file", "path", hint="RIS, BibTeX or nbib with what you found", suggester=Paths(Path.cwd())),
            Field("title", "title"),
            Field("authors", "authors", hint="Family, Given; Family, Given"),
            Field("year", "year"),
            Field("journal", "journal"),
            Field("volume", "volume"),
            Field("issue", "issue"),
            Field("pages", "pages", hint="423-441"),
            Field("DOI", "doi"),
            Field("URL", "url"),
            Field("found by", "route", choices=[route.value for route in _BY_HAND]),
            Field("search", "search", hint="its name, if it has one: Ancestry"),
        )

    def paint(self) -> None:
        """Say what this is."""
        self.head("Add a record by hand")

    def folder_changed(self) -> None:
        """Leave the form alone."""

    def action_go(self) -> None:
        """Add the record, or the file, in a thread."""
        if self.text("number") != self._asked:
            self._look_up()
            return
        record = self._record()
        path = self.text("path")
        if path and record.title:
            raise NotAllowedError("a file and a title are given", where="file", remedy="Empty one of the two fields.")
        if not path and not record.title:
            raise NotAllowedError("a record needs a title", where="title", remedy="Fill the title in.")
        route = self.route("route")
        search = self.search(Search(name=self.text("search") or _SEARCHES[route], route=route))
        add, whole = self.review.searches.add_by_hand, self._whole(record)
        if path:
            place = Path(path).expanduser()
            self.stoppably(
                f"Reading {text.line(place.name)} …",
                lambda told: self.review.searches.import_file(place, search, told=told),
                "Nothing was added.",
            )
        else:
            self.stoppably("Adding …", lambda told: add(whole, search, told), "Nothing was added.")

    def _record(self) -> Record:
        """Return what stands in the form."""
        return Record(
            id=RecordId(""),
            title=self.text("title"),
            authors=self.listed("authors"),
            year=self._year(),
            journal=self.text("journal"),
            volume=self.text("volume"),
            issue=self.text("issue"),
            pages=self.text("pages"),
            doi=self._doi(),
            url=self.text("url"),
        )

    def _whole(self, record: Record) -> Record:
        """Return a record with what the service knows of it besides, if it is still the one that was looked up."""
        found = self._found
        if found is None or text.line(found.title) != record.title:
            return record
        return replace(found, **{name: getattr(record, name) for name in _OF_RECORD})

    # ---------------------------------------------------------------------------------------------- by its number

    @on(Input.Submitted, "#number")
    def _number_given(self) -> None:
        if self.text("number") != self._asked:
            self._look_up()

    def _look_up(self) -> None:
        """Ask what a number is, and fill the form in."""
        number = self._asked = self.text("number")
        if number:
            self.slowly(f"Looking up {cut(text.line(number), 60)} …", lambda: self.review.looking_up.record(number))

    def _fill(self, found: Record) -> None:
        self._found = found
        values = {name: getattr(found, name) for name in _OF_RECORD} | {"authors": "; ".join(found.authors)}
        for name, value in values.items():
            self.query_one(f"#{name}", Input).value = text.line(str(value or ""))
        self.say("Filled in. Say below how it was found; ^s adds it.")

    def _year(self) -> int | None:
        given = self.text("year")
        year = text.year(given)
        if given and year is None:
            raise NotAllowedError(f'"{given}" is no year', where="year", remedy="Write four digits, or nothing.")
        return year

    def _doi(self) -> text.Doi | None:
        given = self.text("doi")
        doi = text.doi(given)
        if given and doi is None:
            raise NotAllowedError(
                f'"{given}" is no DOI', where="DOI", remedy="A DOI begins with 10. and has a slash: 10.1080/1350293X."
            )
        return doi

    def finished(self, result: object) -> None:
        """Fill in what was looked up; or say what came of adding, and empty the fields that belong to the record."""
        if isinstance(result, Record):
            self._fill(result)
        elif isinstance(result, Imported):
            way = "number" if self._found is not None else "path" if self.text("path") else "title"
            self._found, self._asked = None, ""
            said: list[Content | str] = imported_words(result)
            self.show("#report", lines(said))
            for field in self.query(Input):
                if field.id != "search":
                    field.value = ""
            self.query_one(f"#{way}", Input).focus()
            again = "" if result.compared else " Comparing was stopped, and home offers it again."
            self.say("This was added before; nothing was added." if result.known else f"Added.{again}")
