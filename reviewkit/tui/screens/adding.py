"""Add one record that a person found: in a list of references, on a shelf, by asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from reviewkit import text
from reviewkit.errors import NotAllowedError
from reviewkit.model import Record, RecordId, Route, Search
from reviewkit.review import Imported
from reviewkit.tui.screens.form import ROUTES, FormScreen
from reviewkit.tui.screens.importing import imported_words
from reviewkit.tui.widgets.form import Field
from reviewkit.tui.words import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

_BY_HAND = [route for route in ROUTES if route not in (Route.DATABASE, Route.REGISTER)]
_SEARCHES = {
    Route.CITATION: "Ancestry",
    Route.WEBSITE: "Websites",
    Route.ORGANISATION: "Organisations",
    Route.CONTACT: "Personal contact",
    Route.HAND: "Hand search",
}


class AddScreen(FormScreen):
    """A form for one record; afterwards it is empty for the next."""

    BUTTON = "Add"

    def fields(self) -> Sequence[Field]:
        """Return what a record has, and how it was found."""
        return (
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
        """Add the record in a thread."""
        record = Record(
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
        if not record.title:
            raise NotAllowedError("a record needs a title", where="title", remedy="Fill the title in.")
        route = self.route("route")
        search = self.search(Search(name=self.text("search") or _SEARCHES[route], route=route))
        self.stoppably(
            "Adding …", lambda told: self.review.searches.add_by_hand(record, search, told), "Nothing was added."
        )

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
        """Say what came of it, and empty the fields that belong to the record."""
        if isinstance(result, Imported):
            said: list[Content | str] = imported_words(result)
            self.show("#report", lines(said))
            for field in self.query(Input):
                if field.id != "search":
                    field.value = ""
            self.query_one("#title", Input).focus()
            again = "" if result.compared else " Comparing was stopped, and home offers it again."
            self.say("This record was added before; nothing was added." if result.known else f"Added.{again}")
